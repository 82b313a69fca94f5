package councildoc

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Front is what the title page and the first paragraphs say.
type Front struct {
	Symbol     string // "A/HRC/28/10", "A/HRC/28/10/Add.1"
	State      upr.State
	WGSession  upr.WGSession  // 0 where the document does not say
	HRCSession upr.HRCSession // from the symbol
	Issued     upr.Date
	Original   string   // BCP 47 of the language in which the document was issued, where the title page says so
	Start      upr.Date // of the Working Group's session
	Reviewed   upr.Date // day of the dialogue
	Review     upr.ReviewID
}

var (
	symbolForm = regexp.MustCompile(`A/HRC/?(\d{1,3})/(\d{1,3})((?:/(?:Add|Corr|Rev)\.\d+)*)`)
	TitleForm  = regexp.MustCompile(`(?i)report of the working group on the universal\s+periodic\s+review`)
	HeldAt     = regexp.MustCompile(`(?i)held its ([\w-]+) session from ([^.;]{5,60}?\d{4})`)
	ReviewHeld = regexp.MustCompile(`(?i)the review of ([^.;]{3,80}?) was held at\b`)
	onDay      = regexp.MustCompile(`(?i)\b(?:on|held on) (\d{1,2} [a-z]+ \d{4})`)
	dayForm    = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)? (january|february|march|april|may|june|july|august|september|october|november|december),? (\d{4})\b`)
	dayMonth   = regexp.MustCompile(`(?i)^(\d{1,2}) (january|february|march|april|may|june|july|august|september|october|november|december)\b`)
	months     = strings.Fields("january february march april may june july august september october november december")
)

// FrontLines bounds the part of a document that may say what it is.
const FrontLines = 260 // title page, table of contents and introduction

// ReadFront reads the title page and the first paragraphs. What it does not find stays zero.
func ReadFront(doc *document.Document, lines []Line, g *gazetteer.Gazetteer) Front {
	var f Front
	head := lines[:min(len(lines), FrontLines)]
	f.Symbol = FindSymbol(doc, head)
	if m := symbolForm.FindStringSubmatch(f.Symbol); m != nil {
		n, _ := strconv.Atoi(m[1])
		f.HRCSession = upr.HRCSession(n)
	}
	text := Join(head)
	if m := HeldAt.FindStringSubmatch(text); m != nil {
		f.WGSession = upr.WGSession(Ordinal(m[1]))
		f.Start = startOf(m[2])
	}
	if m := ReviewHeld.FindStringSubmatchIndex(text); m != nil {
		if s, ok := g.Lookup(text[m[2]:m[3]], f.Start); ok {
			f.State = s.State
		}
		rest := text[m[1]:min(len(text), m[1]+160)]
		if d := onDay.FindStringSubmatch(rest); d != nil {
			f.Reviewed = Day(d[1])
		}
	}
	if s := titleState(head, g, f.Start); s != "" {
		f.State = s
	}
	f.Issued = issuedOn(head)
	f.Original = original(head)
	switch {
	case f.State == "":
	case f.WGSession > 0:
		f.Review, _ = reference.ReviewOf(f.State, f.WGSession)
	case f.HRCSession > 0:
		f.Review, f.WGSession = reviewedBefore(f.State, f.HRCSession)
	}
	return f
}

// reviewedBefore is the State's review whose report carries the number of a Council session. Reports are issued for the
// session at which the outcome is adopted; a postponed outcome may carry a later number, so the nearest review counts.
func reviewedBefore(state upr.State, hrc upr.HRCSession) (upr.ReviewID, upr.WGSession) {
	const most = 3 // sessions of the Council: a year
	var best upr.ReviewID
	var session upr.WGSession
	off := upr.HRCSession(most + 1)
	for _, slot := range reference.Schedule() {
		if slot.Review.State != state {
			continue
		}
		s, ok := reference.SessionByNumber(slot.Session)
		if d := hrc - s.HRC; ok && s.HRC > 0 && d >= -1 && max(d, -d) < off {
			best, session, off = slot.Review, slot.Session, max(d, -d)
		}
	}
	return best, session
}

// FindSymbol takes the symbol of the page heads, or the first one on the title page. The document's own symbol stands
// on every page; others are only cited.
func FindSymbol(doc *document.Document, head []Line) string {
	for _, r := range doc.Running {
		if m := symbolForm.FindString(r); m != "" {
			return canonical(m)
		}
	}
	for i, l := range head {
		if i > 60 {
			break
		}
		if m := symbolForm.FindString(l.Text); m != "" {
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

// titleElsewhere is the report's title in the other languages of the Council.
var titleElsewhere = regexp.MustCompile(`(?i)groupe de travail sur l.examen\s+périodique|grupo de trabajo sobre el examen\s+periódico|рабочей группы по универсальному\s+периодическому|بالاستعراض\s+الدوري|普遍定期审议工作组`)

// titleState is the State named on the lines below the report's title.
func titleState(head []Line, g *gazetteer.Gazetteer, when upr.Date) upr.State {
	for i := range head {
		two := head[i].Text
		if i+1 < len(head) {
			two += " " + head[i+1].Text
		}
		if !TitleForm.MatchString(two) && !titleElsewhere.MatchString(two) {
			continue
		}
		for j := i + 1; j < len(head) && j <= i+5; j++ {
			name := strings.Trim(head[j].Text, " *0123456789")
			if j+1 < len(head) {
				if m, ok := g.Lookup(name+" "+strings.Trim(head[j+1].Text, " *0123456789"), when); ok {
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
func issuedOn(head []Line) upr.Date {
	for i, l := range head {
		if i > 40 || strings.Contains(l.Text, "session from") {
			break
		}
		if len(l.Text) < 40 && !strings.Contains(l.Text, "–") {
			if d := Day(l.Text); !d.IsZero() {
				return d
			}
		}
	}
	return upr.Date{}
}

var (
	originalForm = regexp.MustCompile(`(?i)^(?:original|язык оригинала|الأصل|原文)\s*[:：]\s*(\pL+)`)
	languages    = map[string][]string{
		"en": {"english", "anglais", "inglés", "английский", "بالإنكليزية", "الإنكليزية", "英文"},
		"fr": {"french", "français", "francés", "французский", "بالفرنسية", "الفرنسية", "法文"},
		"es": {"spanish", "espagnol", "español", "испанский", "بالإسبانية", "الإسبانية", "西班牙文"},
		"ru": {"russian", "russe", "ruso", "русский", "بالروسية", "الروسية", "俄文"},
		"ar": {"arabic", "arabe", "árabe", "арабский", "بالعربية", "العربية", "阿拉伯文"},
		"zh": {"chinese", "chinois", "chino", "китайский", "بالصينية", "الصينية", "中文"},
	}
)

// original is the language of the line "Original: French" on the title page.
func original(head []Line) string {
	for i, l := range head {
		if i > 40 {
			break
		}
		m := originalForm.FindStringSubmatch(l.Text)
		if m == nil {
			continue
		}
		for code, words := range languages {
			if slices.Contains(words, strings.ToLower(m[1])) {
				return code
			}
		}
	}
	return ""
}

// Day reads the first day of a text, "4 March 2015"; zero when there is none.
func Day(s string) upr.Date {
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
	end := Day(s)
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
