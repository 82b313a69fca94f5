package thematic

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

const ordinal = `(\d{1,2}|first|second|third|fourth|fifth)\s*(?:st|nd|rd|th)?`

// titleForm is the running head: "UPR of {State} (3rd Cycle – 31st session)". A State's name may hold brackets itself.
var titleForm = regexp.MustCompile(`(?i)\b(?:UPR|Universal Periodic Review)\s+of\s+(?:the\s+)?(\S.{0,90}?)\s*\(\s*` + ordinal + `\s+cycle\s*[-–—,]\s*` + ordinal + `\s+session\s*\)`)

// front is what the head of the list says of the review.
type front struct {
	title   string
	state   upr.State
	name    string // as printed
	cycle   upr.Cycle
	session upr.WGSession
	when    upr.Date // first day of the session
}

func readFront(doc *document.Document, g *gazetteer.Gazetteer) (front, bool) {
	for _, s := range heads(doc) {
		m := titleForm.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		f := front{title: m[0], name: m[1], cycle: upr.Cycle(count(m[2])), session: upr.WGSession(count(m[3]))}
		if listTitle.MatchString(s) {
			f.title += " " + listTitle.FindString(s)
		}
		if se, ok := reference.SessionByNumber(f.session); ok {
			f.when = se.Start
		}
		if st, ok := g.Lookup(f.name, f.when); ok {
			f.state = st.State
			return f, true
		}
	}
	return front{}, false
}

// heads are the places where a title may stand: page heads, the text before the table, and in a file saved as text
// also its end.
func heads(doc *document.Document) []string {
	out := slices.Clone(doc.Running)
	for i, b := range doc.Blocks {
		if b.Kind == document.Row {
			if len(b.Cells) == 1 && i < lookedAt {
				out = append(out, cellText(b.Cells[0]))
			}
			continue
		}
		if i < lookedAt || i >= len(doc.Blocks)-lookedAt {
			out = append(out, b.Text)
		}
	}
	return out
}

func count(s string) int {
	if i := slices.Index([]string{"first", "second", "third", "fourth", "fifth"}, strings.ToLower(s)); i >= 0 {
		return i + 1
	}
	n, _ := strconv.Atoi(s) // digits, by the expression
	return n
}

// review of the list. The session decides: it is one of a kind, a cycle is easily mistyped.
func (f front) review() (upr.ReviewID, []reading.Question) {
	id, ok := reference.ReviewOf(f.state, f.session)
	if !ok {
		return upr.ReviewID{State: f.state, Cycle: f.cycle}, nil
	}
	if id.Cycle == f.cycle {
		return id, nil
	}
	return id, []reading.Question{{Kind: CycleDiffers, Detail: map[string]string{
		"printed": strconv.Itoa(int(f.cycle)), "expected": strconv.Itoa(int(id.Cycle))}}}
}

var reportForm = regexp.MustCompile(`^(A/HRC/(\d{1,3})/(\d{1,3}))(?:/(?:Add|Corr|Rev)\.\d{1,2})*$`)

// reportOf finds the symbol of the Working Group's report from the sources of the positions: its addendum as a rule.
// The Council's own report on its session (…/2) and decisions name another document.
func reportOf(sources []upr.Source) (symbol string, session upr.HRCSession, questions []reading.Question) {
	seen := map[string]int{}
	for _, s := range sources {
		if m := reportForm.FindStringSubmatch(s.Symbol); m != nil && (m[3] != "2" || strings.Contains(s.Symbol, "/Add.")) {
			seen[m[1]]++
		}
	}
	if len(seen) == 0 {
		return "", 0, []reading.Question{{Kind: SymbolUnknown}}
	}
	symbols := slices.SortedFunc(maps.Keys(seen), func(a, b string) int {
		return cmp.Or(cmp.Compare(seen[b], seen[a]), cmp.Compare(a, b))
	})
	symbol = symbols[0]
	n, _ := strconv.Atoi(reportForm.FindStringSubmatch(symbol)[2])
	session = upr.HRCSession(n)
	if len(symbols) > 1 {
		questions = append(questions, reading.Question{Kind: SymbolsDiffer, Detail: map[string]string{"symbols": strings.Join(symbols, ", ")}})
	}
	return symbol, session, questions
}
