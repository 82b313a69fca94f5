package wgreport

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// front is what the title page and the first paragraphs say.
type front struct {
	symbol     string
	state      upr.State
	wgSession  int
	hrcSession int
	issued     upr.Date
	start      upr.Date // of the Working Group's session
	reviewed   upr.Date
	review     upr.ReviewID
}

var (
	symbolForm = regexp.MustCompile(`A/HRC/?(\d{1,3})/(\d{1,3})((?:/(?:Add|Corr|Rev)\.\d+)*)`)
	titleForm  = regexp.MustCompile(`(?i)report of the working group on the universal\s+periodic\s+review`)
	heldAt     = regexp.MustCompile(`(?i)held its ([\w-]+) session from ([^.;]{5,60}?\d{4})`)
	reviewHeld = regexp.MustCompile(`(?i)the review of ([^.;]{3,80}?) was held at\b`)
	onDay      = regexp.MustCompile(`(?i)\b(?:on|held on) (\d{1,2} [a-z]+ \d{4})`)
	dayForm    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)? (january|february|march|april|may|june|july|august|september|october|november|december),? (\d{4})\b`)
	dayMonth   = regexp.MustCompile(`(?i)^(\d{1,2}) (january|february|march|april|may|june|july|august|september|october|november|december)\b`)
	months     = strings.Fields("january february march april may june july august september october november december")
)

const frontLines = 260 // title page, table of contents and introduction

func readFront(doc *document.Document, lines []line, g *gazetteer.Gazetteer) front {
	var f front
	head := lines[:min(len(lines), frontLines)]
	f.symbol = findSymbol(doc, head)
	if m := symbolForm.FindStringSubmatch(f.symbol); m != nil {
		f.hrcSession, _ = strconv.Atoi(m[1])
	}
	text := join(head)
	if m := heldAt.FindStringSubmatch(text); m != nil {
		f.wgSession = ordinal(m[1])
		f.start = startOf(m[2])
	}
	if m := reviewHeld.FindStringSubmatchIndex(text); m != nil {
		if s, ok := g.Lookup(text[m[2]:m[3]], f.start); ok {
			f.state = s.State
		}
		rest := text[m[1]:min(len(text), m[1]+160)]
		if d := onDay.FindStringSubmatch(rest); d != nil {
			f.reviewed = dayOf(d[1])
		}
	}
	if s := titleState(head, g, f.start); s != "" {
		f.state = s
	}
	f.issued = issuedOn(head)
	if f.state != "" && f.wgSession > 0 {
		f.review, _ = reference.ReviewOf(f.state, f.wgSession)
	}
	return f
}

// findSymbol takes the symbol of the page heads, or the first one on the title page. The document's own symbol stands
// on every page; others are only cited.
func findSymbol(doc *document.Document, head []line) string {
	for _, r := range doc.Running {
		if m := symbolForm.FindString(r); m != "" {
			return canonical(m)
		}
	}
	for i, l := range head {
		if i > 60 {
			break
		}
		if m := symbolForm.FindString(l.text); m != "" {
			return canonical(m)
		}
	}
	return ""
}

// canonical mends "A/HRC24/7", as some page heads have it.
func canonical(symbol string) string {
	m := symbolForm.FindStringSubmatch(symbol)
	return "A/HRC/" + m[1] + "/" + m[2] + m[3]
}

// titleState is the State named on the lines below the report's title.
func titleState(head []line, g *gazetteer.Gazetteer, when upr.Date) upr.State {
	for i := range head {
		two := head[i].text
		if i+1 < len(head) {
			two += " " + head[i+1].text
		}
		if !titleForm.MatchString(two) {
			continue
		}
		for j := i + 1; j < len(head) && j <= i+5; j++ {
			name := strings.Trim(head[j].text, " *0123456789")
			if j+1 < len(head) {
				if m, ok := g.Lookup(name+" "+strings.Trim(head[j+1].text, " *0123456789"), when); ok {
					return m.State
				}
			}
			if m, ok := g.Lookup(name, when); ok {
				return m.State
			}
		}
	}
	return ""
}

// issuedOn is the first day on the title page: the day of distribution.
func issuedOn(head []line) upr.Date {
	for i, l := range head {
		if i > 40 || strings.Contains(l.text, "session from") {
			break
		}
		if len(l.text) < 40 && !strings.Contains(l.text, "–") {
			if d := dayOf(l.text); !d.IsZero() {
				return d
			}
		}
	}
	return upr.Date{}
}

func dayOf(s string) upr.Date {
	m := dayForm.FindStringSubmatch(s)
	if m == nil {
		return upr.Date{}
	}
	day, _ := strconv.Atoi(m[1])
	year, _ := strconv.Atoi(m[3])
	return upr.Date{Year: year, Month: monthOf(m[2]), Day: day}
}

func monthOf(name string) int {
	for i, m := range months {
		if m == strings.ToLower(name) {
			return i + 1
		}
	}
	return 0
}

// startOf reads the first day of "27 October to 7 November 2014" or "20 to 31 January 2025".
func startOf(s string) upr.Date {
	end := dayOf(s)
	if end.IsZero() {
		return end
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil {
		d, _ := strconv.Atoi(m[1])
		return upr.Date{Year: end.Year, Month: monthOf(m[2]), Day: d}
	}
	first, _, _ := strings.Cut(s, " ")
	if d, err := strconv.Atoi(first); err == nil && d >= 1 && d <= 31 {
		return upr.Date{Year: end.Year, Month: end.Month, Day: d}
	}
	return end
}
