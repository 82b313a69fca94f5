package forum

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/words"
)

// Facets by which proposals are found; each is the name of a field in an address.
const (
	ByCouncil = "council"
	BySection = "section"
	ByFate    = "became"
	ByBody    = "body"    // to which it was referred
	ByOutcome = "outcome" // that a body published
	ByWhom    = "by"
)

// ProposalFacets in the order in which they are shown.
var ProposalFacets = []string{ByFate, ByOutcome, ByBody, BySection, ByWhom, ByCouncil}

// Bounds of a question for proposals.
const (
	findWordsMax = 200
	findPageMax  = 100_000
	FoundPerPage = 40
)

// ProposalQuery asks for proposals. The zero query asks for all.
type ProposalQuery struct {
	Words string
	Is    map[string]string // facet to value
	Rec   string            // that they name
	Page  int               // from 1
}

// ParseProposalQuery reads a query from an address; what it does not know is left out.
func ParseProposalQuery(v url.Values) ProposalQuery {
	q := ProposalQuery{Words: cut(strings.TrimSpace(v.Get("q")), findWordsMax), Rec: cut(v.Get("rec"), findWordsMax), Is: map[string]string{}, Page: 1}
	for _, f := range ProposalFacets {
		if x := v.Get(f); x != "" && len(x) <= findWordsMax {
			q.Is[f] = x
		}
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil {
		q.Page = min(max(n, 1), findPageMax)
	}
	return q
}

func cut(s string, most int) string { return strings.ToValidUTF8(s[:min(len(s), most)], "") }

// Values writes the query as ParseProposalQuery reads it.
func (q ProposalQuery) Values() url.Values {
	v := url.Values{}
	if q.Words != "" {
		v.Set("q", q.Words)
	}
	if q.Rec != "" {
		v.Set("rec", q.Rec)
	}
	for f, x := range q.Is {
		v.Set(f, x)
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	return v
}

// Asked says whether the query leaves anything out.
func (q ProposalQuery) Asked() bool { return q.Words != "" || q.Rec != "" || len(q.Is) > 0 }

// FoundProposal is a proposal with what became of it.
type FoundProposal struct {
	*council.Held[spoken.Proposal]
	Fate    Fate
	Answers []Answered

	folded string // words and number, as free words are looked for
}

// values of a facet that the proposal has.
func (p *FoundProposal) values(facet string) []string {
	var out []string
	switch facet {
	case ByCouncil:
		out = []string{p.Thing.Council}
	case BySection:
		out = []string{p.Thing.Section}
	case ByFate:
		out = []string{string(p.Fate)}
	case ByWhom:
		out = []string{string(p.Thing.By)}
	case ByBody:
		for _, a := range p.Answers {
			out = append(out, a.Thing.Body)
		}
	case ByOutcome:
		for _, a := range p.Answers {
			if last := a.Last(); last != nil {
				out = append(out, string(last.Thing.Outcome))
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// FoundProposals is the answer to a query.
type FoundProposals struct {
	Rows   []*FoundProposal // of the page
	Total  int
	All    int
	Page   int
	Pages  int
	Counts map[string]map[string]int // facet to value to how many, as if nothing were asked of that facet
}

// Proposed are all proposals of a side with what became of them by a day: by council, then by number.
func Proposed(v *council.View, on upr.Date) []*FoundProposal {
	return council.Once(v, "proposed "+on.String(), func() []*FoundProposal {
		var out []*FoundProposal
		for id, h := range v.Proposals.Any() {
			if v.Open && !h.Thing.Step.Public() {
				continue // never in a public home; should one ever be, it still does not get out
			}
			p := &FoundProposal{Held: h, Answers: AskedAbout(v, id, on)}
			p.Fate = FateOf(h.Thing, p.Answers)
			p.folded = " " + strconv.Itoa(h.Thing.Number)
			for _, n := range slices.Concat(h.Thing.Title, h.Thing.Texts) {
				words.Each(n.Words, n.Lang, func(form []byte, _, _ int) { p.folded += " " + string(form) })
			}
			out = append(out, p)
		}
		slices.SortFunc(out, func(a, b *FoundProposal) int {
			return cmp.Or(strings.Compare(a.Thing.Council, b.Thing.Council), cmp.Compare(a.Thing.Number, b.Thing.Number), strings.Compare(a.ID, b.ID))
		})
		return out
	})
}

// FindProposals finds proposals by their words, by what became of them, and by who has to answer. A word finds what begins
// with it.
func FindProposals(v *council.View, q ProposalQuery, on upr.Date) FoundProposals {
	all := Proposed(v, on)
	out := FoundProposals{All: len(all), Counts: map[string]map[string]int{}}
	for _, f := range ProposalFacets {
		out.Counts[f] = map[string]int{}
	}
	var asked []string
	words.Each(q.Words, "", func(form []byte, _, _ int) { asked = append(asked, " "+string(form)) })
	var rows []*FoundProposal
	for _, p := range all {
		if q.Rec != "" && !slices.Contains(p.Thing.Recs, q.Rec) || slices.ContainsFunc(asked, func(w string) bool { return !strings.Contains(p.folded, w) }) {
			continue
		}
		values, missed, miss := map[string][]string{}, 0, ""
		for _, f := range ProposalFacets {
			values[f] = p.values(f)
			if want, ok := q.Is[f]; ok && !slices.Contains(values[f], want) {
				missed, miss = missed+1, f
			}
		}
		for _, f := range ProposalFacets {
			if missed == 0 || missed == 1 && miss == f {
				for _, x := range values[f] {
					out.Counts[f][x]++
				}
			}
		}
		if missed == 0 {
			rows = append(rows, p)
		}
	}
	out.Total = len(rows)
	out.Pages = max((len(rows)+FoundPerPage-1)/FoundPerPage, 1)
	out.Page = min(max(q.Page, 1), out.Pages)
	out.Rows = rows[(out.Page-1)*FoundPerPage : min(out.Page*FoundPerPage, len(rows))]
	return out
}
