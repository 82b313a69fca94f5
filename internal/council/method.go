package council

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Method is how a draft was consulted on: all that a section on methodology and consultation tells, counted from the record.
type Method struct {
	ID       string
	Of       council.Consultation
	On       upr.Date
	Comments int
	Shown    map[council.Shown]int
	By       []MethodCount // who commented: "body", "pseudonym", "anonymous"; as far as the comments are shown
	Paper    int
	Langs    []MethodCount
	Groups   []MethodCount
	Passages int           // of the latest version
	Touched  int           // passages, of any version, on which somebody commented
	Bodies   []string      // ids of those who commented in their name
	Removed  []MethodCount // by ground
	Undone   int           // removals that an appeal undid
	Appeals  int
	Answers  []*Held[council.Response]
	Outcomes []MethodCount // comments answered, by outcome: one answered twice counts under both
	Answered int           // comments with an answer
	Open     int           // comments shown or for the desk only, without an answer
	Versions int
}

// MethodCount is how many of something there are.
type MethodCount struct {
	Code string
	N    int
}

// Methods are the body's words on other ways in which people were asked.
func (m Method) Methods() plan.Names { return m.Of.Methods }

// MethodOf counts how a consultation went, up to a day, as far as the view shows it.
func MethodOf(v *View, h *Held[council.Consultation], on upr.Date) Method {
	m := Method{ID: h.ID, Of: h.Thing, On: on, Shown: map[council.Shown]int{}, Passages: len(v.PassagesOf(h.ID, h.Thing.Version)), Versions: h.Thing.Version,
		Answers: v.ResponsesOf(h.ID)}
	by, langs, groups, removed, outcomes, touched := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]bool{}
	for _, c := range v.CommentsOf(h.ID) {
		x := c.Thing
		m.Comments++
		m.Shown[x.Shown]++
		if x.Paper {
			m.Paper++
		}
		if x.Shown == council.IsShown {
			switch {
			case x.Body != "":
				by["body"]++
				m.Bodies = append(m.Bodies, x.Body)
			case x.Pseudonym != "":
				by["pseudonym"]++
			default:
				by["anonymous"]++
			}
			langs[x.Lang]++
			for _, g := range x.Groups {
				groups[g]++
			}
			if x.Passage != "" {
				touched[x.Passage] = true
			}
		}
		said := map[council.Outcome]bool{}
		for _, r := range v.ResponsesTo(c.ID) {
			if r.Thing.Public && !said[r.Thing.Outcome] {
				said[r.Thing.Outcome] = true
				outcomes[string(r.Thing.Outcome)]++
			}
		}
		switch {
		case len(said) > 0:
			m.Answered++
		case x.Shown == council.IsShown || x.Shown == council.NeverShown:
			m.Open++
		}
		for _, id := range v.About(council.KindRemoval, c.ID) {
			r, ok := v.Removals.Get(id)
			if !ok {
				continue
			}
			removed[string(r.Thing.Ground)]++
			if !r.Thing.Undone.IsZero() {
				m.Undone++
			}
			m.Appeals += len(v.About(council.KindAppeal, id))
		}
	}
	m.Bodies, m.Touched = distinct(m.Bodies), len(touched)
	m.By = inOrder(by, []string{"body", "pseudonym", "anonymous"})
	m.Langs, m.Groups = byCode(langs), byCode(groups)
	m.Removed = inOrder(removed, codes(council.Grounds))
	m.Outcomes = inOrder(outcomes, codes(ResponseOutcomes))
	return m
}

func codes[T ~string](list []T) []string {
	var out []string
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

// inOrder are those that there are, in a given order.
func inOrder(n map[string]int, order []string) []MethodCount {
	var out []MethodCount
	for _, c := range order {
		if n[c] > 0 {
			out = append(out, MethodCount{c, n[c]})
		}
	}
	return out
}

// byCode are counts in the order of their codes: in no order of size.
func byCode(n map[string]int) []MethodCount {
	var out []MethodCount
	for c, k := range n {
		out = append(out, MethodCount{c, k})
	}
	slices.SortFunc(out, func(a, b MethodCount) int { return cmp.Compare(a.Code, b.Code) })
	return out
}
