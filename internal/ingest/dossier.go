package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

var (
	baseSymbol     = regexp.MustCompile(`A/HRC/WG\.6/(\d{1,2})/([A-Z]{3})/([123])\b`)
	decisionSymbol = regexp.MustCompile(`A/HRC/DEC/(\d{1,2})/(\d{1,3})\b`)
	decisionTitle  = regexp.MustCompile(`(?i)outcome of the universal periodic review:?\s+([^\n.;]{3,60})`)
)

// dossier recognises the documents of a review that carry no items: the three base documents (A/HRC/RES/5/1, annex,
// para. 15) by their symbol, and the Council's decision by symbol and title. They are kept with their fingerprint at
// their place in the review.
func dossier(doc *document.Document, g *gazetteer.Gazetteer) (*reading.Reading, bool) {
	head := headText(doc, 80)
	if m := ownSymbol(head); m != nil {
		n, _ := strconv.Atoi(m[1])
		session := upr.WGSession(n)
		review, ok := reference.ReviewOf(upr.State(m[2]), session)
		if !ok {
			cycle, okc := reference.CycleOf(session)
			if !okc {
				return nil, false
			}
			review = upr.ReviewID{State: upr.State(m[2]), Cycle: cycle}
		}
		kind := map[string]reading.Kind{"1": reading.NationalReport, "2": reading.Compilation, "3": reading.Summary}[m[3]]
		return &reading.Reading{Kind: kind, Symbol: m[0], Review: review, WGSession: session, Lang: "en", Grammar: dossierGrammar}, true
	}
	if r, ok := advanceQuestions(doc, g); ok {
		return r, true
	}
	d, t := decisionSymbol.FindStringSubmatch(head), decisionTitle.FindStringSubmatch(head)
	if d == nil || t == nil {
		return nil, false
	}
	n, _ := strconv.Atoi(d[1])
	hrc := upr.HRCSession(n)
	state, ok := g.Lookup(strings.TrimSpace(t[1]), upr.Date{})
	if !ok {
		return nil, false
	}
	for _, s := range reference.Schedule() {
		if s.Review.State != state.State {
			continue
		}
		if se, ok := reference.SessionByNumber(s.Session); ok && se.HRC == hrc {
			return &reading.Reading{Kind: reading.Decision, Symbol: d[0], Review: s.Review, WGSession: s.Session, HRCSession: hrc, Lang: "en", Grammar: dossierGrammar}, true
		}
	}
	return nil, false
}

// ownSymbol is the symbol of a base document at its top, in its parts. A document that names there more than one base
// document of the same review, as a report does that lists what the review was based on, is none of them.
func ownSymbol(head string) []string {
	all := baseSymbol.FindAllStringSubmatch(head, -1)
	if len(all) == 0 {
		return nil
	}
	for _, m := range all[1:] {
		if m[1] == all[0][1] && m[2] == all[0][2] && m[3] != all[0][3] {
			return nil
		}
	}
	return all[0]
}

var (
	advanceTitle = regexp.MustCompile(`(?im)^ADVANCED? QUESTIONS TO (?:THE )?(.+?)\s*(?:[–—-]\s*(ADD\.\s*\d+))?\s*(?:Generated on (\d{1,2} \w{3} \d{4}).*)?$`)
	aroundReview = 45 * 24 * time.Hour // advance questions come within some weeks of the dialogue (PRST/8/1, para. 2)
)

// advanceQuestions recognises the States' written questions by their title. They have no symbol; where the title has a
// day, the calendar tells the review, else the person who hands the file in does.
func advanceQuestions(doc *document.Document, g *gazetteer.Gazetteer) (*reading.Reading, bool) {
	m := advanceTitle.FindStringSubmatch(headText(doc, 12))
	if m == nil {
		return nil, false
	}
	state, ok := g.Lookup(strings.TrimSpace(m[1]), upr.Date{})
	if !ok {
		return nil, false
	}
	r := &reading.Reading{Kind: reading.AdvanceQuestions, Title: strings.ToUpper(m[2]), Lang: "en", Grammar: dossierGrammar, Review: upr.ReviewID{State: state.State}}
	day, err := time.Parse("2 Jan 2006", m[3])
	if err != nil {
		return r, true
	}
	for _, slot := range reference.Schedule() {
		s, ok := reference.SessionByNumber(slot.Session)
		if !ok || slot.Review.State != state.State || s.Start.IsZero() {
			continue
		}
		if d := day.Sub(s.Start.Time()); d < aroundReview && d > -aroundReview {
			r.Review, r.WGSession = slot.Review, slot.Session
		}
	}
	return r, true
}

const dossierGrammar = "dossier/1"

// headText is the text at the top of a document, where its symbol and title stand.
func headText(doc *document.Document, blocks int) string {
	var b strings.Builder
	for _, r := range doc.Running {
		b.WriteString(r)
		b.WriteByte('\n')
	}
	for i, x := range doc.Blocks {
		if i >= blocks {
			break
		}
		b.WriteString(x.Text)
		b.WriteByte('\n')
		for _, c := range x.Cells {
			for _, p := range c.Paragraphs {
				b.WriteString(p.Text)
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}
