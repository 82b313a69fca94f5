package wgreport

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// maxLines bounds a document; the longest report seen has 2,400 lines.
const maxLines = 100_000

// Detect says whether the document is a report of the Working Group, and not its addendum or another document of the
// review.
func Detect(doc *document.Document) bool {
	if doc == nil || len(doc.Blocks) > maxLines {
		return false
	}
	return isReport(doc, councildoc.Lines(doc))
}

func isReport(doc *document.Document, lines []councildoc.Line) bool {
	if isAddendum(doc, lines) {
		return false
	}
	lang, _ := languageOf(lines)
	if lang == nil {
		return false
	}
	text := councildoc.Join(lines[:min(len(lines), councildoc.FrontLines)])
	return lang.title.MatchString(text) || councildoc.HeldAt.MatchString(text) && councildoc.ReviewHeld.MatchString(text)
}

func isAddendum(doc *document.Document, lines []councildoc.Line) bool {
	if strings.Contains(councildoc.FindSymbol(doc, lines[:min(len(lines), councildoc.FrontLines)]), "/Add.") {
		return true
	}
	for i, l := range lines {
		if i > 40 {
			return false
		}
		if strings.EqualFold(strings.Trim(l.Text, " *"), "addendum") {
			return true
		}
	}
	return false
}

// Read reads a report of the Working Group. An error is a *document.Refused that says what the document looks like
// instead, or the context's.
func Read(ctx context.Context, doc *document.Document, g *gazetteer.Gazetteer) (*reading.Reading, error) {
	if len(doc.Blocks) > maxLines {
		return nil, document.Refuse(document.TooMany, "%d lines", len(doc.Blocks))
	}
	lines := councildoc.Lines(doc)
	if !isReport(doc, lines) {
		return nil, document.Refuse(document.NotExpected, "%s", looksLike(doc, lines))
	}
	lang, lines := languageOf(lines)
	f := councildoc.ReadFront(doc, lines, g)
	if f.Review.State == "" {
		return nil, document.Refuse(document.NotExpected, "a report of the Working Group, but the State under review or the session is not known")
	}
	at, _ := findSection(lines, lang)
	r := &reader{ctx: ctx, doc: doc, g: g, front: f, lang: lang, when: f.Reviewed, before: lines[:at]}
	if r.when.IsZero() {
		r.when = f.Start
	}
	s := &scanner{lines: lines[at:], lang: lang, names: r.closedByState}
	s.scan()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.Symbol, err)
	}
	return r.reading(s)
}

// reader turns what the scanner found into a reading.
type reader struct {
	ctx    context.Context
	doc    *document.Document
	g      *gazetteer.Gazetteer
	front  councildoc.Front
	lang   *language
	when   upr.Date
	before []councildoc.Line // everything above section II
	out    *reading.Reading
	byRef  map[ref]int // items by address
}

// ref is an item's address in the document.
type ref struct {
	paragraph int
	number    string
}

func (r *reader) reading(s *scanner) (*reading.Reading, error) {
	f := r.front
	r.out = &reading.Reading{Kind: reading.WGReport, Symbol: f.Symbol, Title: "Report of the Working Group on the Universal Periodic Review",
		Lang: r.lang.code, Review: f.Review, WGSession: f.WGSession, HRCSession: f.HRCSession, Issued: f.Issued, ReviewDate: f.Reviewed, Grammar: Grammar}
	r.byRef = map[ref]int{}
	if r.lang.code != "en" {
		r.byNumber(s)
		return r.out, nil
	}
	for _, p := range s.paras {
		if err := r.ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Symbol, err)
		}
		if !p.pledges {
			r.paragraph(p)
		}
	}
	for _, p := range s.paras {
		if !p.pledges {
			r.later(p)
		}
	}
	r.pledges(s)
	for i := range r.out.Items {
		r.out.Items[i].Sort = i + 1
	}
	if len(r.out.Items) == 0 {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: NoItems})
	}
	return r.out, nil
}

// Kinds of question about a whole report.
const (
	NoItems     = "no-items"     // section II holds no entries that read as recommendations
	LeadUnclear = "lead-unclear" // Detail["paragraph"]: the lead sentence fits no known form
)

// closedByState says whether a text ends with a bracket of State names.
func (r *reader) closedByState(text string) bool {
	if r.lang.code != "en" {
		return closedByBracket(text)
	}
	return wording.Closed(text, r.g, wording.Context{Review: r.front.Review.State, When: r.when})
}

var (
	nationalReport = regexp.MustCompile(`A/HRC/WG\.6/\d+/(?:[A-Z]{3}/)?(\d)`)
	councilPaper   = regexp.MustCompile(`A/HRC/(RES|DEC|PRST)/\d+/\d+`)
)

// looksLike says in a few words what a readable document is that is no report of the Working Group.
func looksLike(doc *document.Document, lines []councildoc.Line) string {
	head := councildoc.Join(lines[:min(len(lines), 60)]) + " " + strings.Join(doc.Running, " ")
	low := strings.ToLower(head)
	symbol := councildoc.FindSymbol(doc, lines[:min(len(lines), 60)])
	switch m := nationalReport.FindStringSubmatch(head); {
	case isAddendum(doc, lines):
		return strings.TrimSpace("the addendum with the State's views " + symbol)
	case m != nil && m[1] == "1":
		return "a national report " + m[0]
	case m != nil && m[1] == "2":
		return "a compilation of United Nations information " + m[0]
	case m != nil && m[1] == "3":
		return "a summary of stakeholders' submissions " + m[0]
	case councilPaper.MatchString(head):
		return "a decision or resolution of the Council " + councilPaper.FindString(head)
	case strings.Contains(low, "advance questions"):
		return "a list of advance questions"
	case strings.Contains(low, "thematic list") || strings.Contains(low, "matrix of recommendations"):
		return "a thematic list of recommendations"
	case councildoc.TitleForm.MatchString(head):
		return strings.TrimSpace("a report of the Working Group without a section of conclusions and recommendations " + symbol)
	case symbol != "":
		return "another document of the Council, " + symbol
	}
	return "a document without the title and section of a Working Group report"
}
