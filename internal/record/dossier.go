package record

import (
	"fmt"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Place is one named place for a document of a review: filled, or empty with what belongs there.
type Place struct {
	Kind      reading.Kind
	Symbol    string // of the document, or the one that is expected; empty when it cannot be told
	Sure      bool   // the symbol is the document's own, not only expected
	Documents []*Document
	Link      string // where to find it, for an empty place; a plain link, never fetched by the program
}

// places in the order of the review (handbook, 2.1).
var placeOrder = []reading.Kind{reading.NationalReport, reading.Compilation, reading.Summary, reading.AdvanceQuestions,
	reading.WGReport, reading.Addendum, reading.Decision, reading.ThematicList}

// Places of a review's documents. r may be nil for a review of which the record holds nothing yet.
func Places(id upr.ReviewID, r *Review) []Place {
	out := make([]Place, 0, len(placeOrder))
	for _, k := range placeOrder {
		p := Place{Kind: k}
		if r != nil {
			for _, d := range r.Documents {
				if d.Kind == k {
					p.Documents = append(p.Documents, d)
					p.Symbol, p.Sure = d.Symbol, true
				}
			}
		}
		if !p.Sure {
			p.Symbol = expectedSymbol(id, k, r)
		}
		if reference.IsInvented(id.State) {
			out = append(out, p)
			continue
		}
		if p.Symbol != "" && k != reading.ThematicList {
			p.Link = "https://undocs.org/" + p.Symbol
		} else if k == reading.ThematicList || k == reading.AdvanceQuestions {
			p.Link = "https://www.ohchr.org/en/hr-bodies/upr/documentation"
		}
		out = append(out, p)
	}
	return out
}

// expectedSymbol follows the pattern of symbols (handbook, 2.1): the base documents' is fixed by session and State, the
// addendum's by the report's; the report's own number cannot be told before it is issued.
func expectedSymbol(id upr.ReviewID, k reading.Kind, r *Review) string {
	slot, ok := reference.SlotOf(id)
	switch k {
	case reading.NationalReport, reading.Compilation, reading.Summary:
		if !ok {
			return ""
		}
		n := map[reading.Kind]int{reading.NationalReport: 1, reading.Compilation: 2, reading.Summary: 3}[k]
		return fmt.Sprintf("A/HRC/WG.6/%d/%s/%d", slot.Session, id.State, n)
	}
	if r == nil {
		return ""
	}
	name := map[reading.Kind]string{reading.WGReport: "symbol-report", reading.Addendum: "symbol-addendum", reading.Decision: "decision"}[k]
	for _, f := range r.Facts {
		if name != "" && f.Name == name {
			return f.Value
		}
	}
	if d := r.Document(reading.WGReport, ""); k == reading.Addendum && d != nil && d.Symbol != "" {
		return d.Symbol + "/Add.1"
	}
	return ""
}

// StageReached is one step of the review (handbook, appendix B) with its day and source, as far as they are known. Its
// code has a message ("stage.<code>").
type StageReached struct {
	Code        string
	Day         upr.Date
	Until       upr.Date // of a session: its last day
	Reached     bool     // the record holds what proves it
	Unconfirmed bool
	Source      string
}

// Stages of a review in their order. today decides which days are past; r may be nil.
func Stages(id upr.ReviewID, r *Review, today upr.Date) []StageReached {
	session := StageReached{Code: "session"}
	if slot, ok := reference.SlotOf(id); ok {
		if s, ok := reference.SessionByNumber(slot.Session); ok {
			session.Day, session.Until, session.Source = s.Start, s.End, s.Source
			session.Unconfirmed = s.Unconfirmed || slot.Unconfirmed
			session.Reached = !s.Start.IsZero() && !s.Start.After(today)
		}
	}
	out := []StageReached{session, {Code: "dialogue"}, {Code: "report"}, {Code: "addendum"}, {Code: "outcome"}, {Code: "list"}}
	if r == nil {
		return out
	}
	if d := r.Document(reading.WGReport, ""); d != nil {
		out[1] = StageReached{Code: "dialogue", Day: d.ReviewDate, Reached: true, Source: d.Symbol}
		out[2] = StageReached{Code: "report", Day: d.Issued, Reached: true, Source: d.Symbol}
	}
	if d := r.Document(reading.Addendum, ""); d != nil {
		out[3] = StageReached{Code: "addendum", Day: d.Issued, Reached: true, Source: d.Symbol}
	}
	if d := r.Document(reading.Decision, ""); d != nil {
		out[4] = StageReached{Code: "outcome", Day: d.Issued, Reached: true, Source: d.Symbol}
	}
	if d := r.Document(reading.ThematicList, ""); d != nil {
		out[5] = StageReached{Code: "list", Day: d.Issued, Reached: true, Source: d.File}
	}
	for _, f := range r.Facts {
		out = withSourced(out, f, today)
	}
	return out
}

// withSourced lets a sourced day fill a stage that no document at hand proves.
func withSourced(out []StageReached, f Sourced, today upr.Date) []StageReached {
	i, ok := map[string]int{"review-date": 1, "plenary-date": 4}[f.Name]
	day, err := upr.ParseDate(f.Value)
	if !ok || err != nil || !out[i].Day.IsZero() {
		return out
	}
	out[i].Day, out[i].Source, out[i].Unconfirmed = day, f.Source, !f.Confirmed
	out[i].Reached = out[i].Reached || !day.After(today)
	return out
}
