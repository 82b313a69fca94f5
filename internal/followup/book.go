package followup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Sheets of a body's workbook.
const (
	SheetReports  = "reports"  // what the State reports of each recommendation that the body has
	SheetMeasures = "measures" // that the body leads or supports
)

// BookFields are the fields that a workbook asks for, by sheet, in the order of its columns. Their names are those of the
// ledger. Text is of one language, the row's.
var BookFields = map[string][]string{
	SheetReports:  {"status", "until", "text", "effect", "obstacle"},
	SheetMeasures: {"title", "kind", "status", "due", "outcome", "cost", "currency", "funding", "obstacle", "assistance", "note"},
}

// Book is what a body's workbook holds.
type Book struct {
	Workspace string
	Title     string // of the workspace
	Body      string
	BodyNames plan.Names
	Act       uint64
	Made      time.Time
	Rows      []BookRow
	Reports   bool // the body is one of the State, which reports
}

// BookRow is one row: a recommendation to report on, or a measure.
type BookRow struct {
	Sheet  string
	Key    string // permanent identifier: of the recommendation, or of the measure
	ID     string // of the report; empty: none is begun
	Base   store.FactID
	Lang   string // of its text
	Number string
	Words  Words
	Due    upr.Date          // by which the next report is asked for
	Last   string            // status last reported, where it was validated
	Recs   []string          // of a measure
	Values map[string]string // by the fields of BookFields, as the ledger writes them, without languages
}

// Words are a text with its language.
type Words struct{ Text, Lang string }

// BookOf gathers what a body works on, for whoever may take it out. lang is the language of texts not yet begun.
func (d *Desk) BookOf(ctx context.Context, who account.Person, ws, body, lang string) (*Book, error) {
	if _, err := space.Allow(who, ws, account.TakeOut, nil); err != nil {
		return nil, err
	}
	v, err := d.See(ctx, who, ws)
	if err != nil {
		return nil, err
	}
	b, ok := v.Bodies.Get(body)
	if !ok {
		return nil, &Invalid{Code: "unknown", Field: "body", Value: body}
	}
	recs, err := d.Recs(ctx, ws)
	if err != nil {
		return nil, err
	}
	book := &Book{Workspace: ws, Body: body, BodyNames: b.Thing.Names, Act: v.Act, Made: d.Now().UTC().Truncate(time.Second), Reports: b.Thing.Kind.OfState()}
	for _, a := range v.Assignments.All() {
		if a.Thing.Body == body && a.Thing.Stands() && book.Reports {
			if r, ok := recs.Get(a.Thing.Rec); ok {
				book.Rows = append(book.Rows, reportRow(v, r, a.Thing, lang))
			}
		}
	}
	place := map[string]int{}
	for i, r := range recs.All {
		place[r.ID] = i
	}
	slices.SortStableFunc(book.Rows, func(a, b BookRow) int { return cmp.Compare(place[a.Key], place[b.Key]) })
	var measures []BookRow
	for id, m := range v.Measures.All() {
		if slices.Contains(bodiesOfMeasure(m.Thing), body) {
			measures = append(measures, measureRow(recs, id, m, lang))
		}
	}
	slices.SortStableFunc(measures, func(a, b BookRow) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Key, b.Key)) })
	book.Rows = append(book.Rows, measures...)
	return book, nil
}

// reportRow is the row of a recommendation: with the draft that the body has begun, else empty for the next report.
func reportRow(v *View, r *Rec, a plan.Assignment, lang string) BookRow {
	words, of := r.In(lang)
	row := BookRow{Sheet: SheetReports, Key: r.ID, Number: r.Number, Words: Words{words, of}, Due: a.Due, Lang: lang, Values: map[string]string{}}
	for _, h := range v.ReportsOf(r.ID) {
		switch t := h.Thing; {
		case t.Body != a.Body:
		case t.Step == plan.Validated, t.Step == plan.Published:
			row.Last = string(t.Status)
		default:
			row.ID, row.Base = h.ID, h.Fact
			row.Lang, row.Values = fieldValues(h.Fields, SheetReports, lang, "text")
		}
	}
	return row
}

func measureRow(recs *Recs, id string, m *Held[plan.Measure], lang string) BookRow {
	row := BookRow{Sheet: SheetMeasures, Key: id, ID: id, Base: m.Fact, Number: m.Thing.Number}
	for _, id := range m.Thing.Recs {
		if r, ok := recs.Get(id); ok {
			row.Recs = append(row.Recs, recCited(r))
		}
	}
	row.Lang, row.Values = fieldValues(m.Fields, SheetMeasures, lang, "title")
	return row
}

// recCited is how a row names a recommendation: so that it is found again whatever cycle it is of.
func recCited(r *Rec) string { return r.ID }

// fieldValues are the values that a workbook asks for. The text is the one in the language wanted, else the first.
func fieldValues(fields []plan.Field, sheet, want, text string) (lang string, values map[string]string) {
	values = map[string]string{}
	lang = want
	found := false
	for _, f := range fields {
		if !slices.Contains(BookFields[sheet], f.Name) {
			continue
		}
		if f.Name != text {
			values[f.Name] = f.Value
			continue
		}
		var n plan.Name
		_ = n.UnmarshalText([]byte(f.Value)) // it never fails
		if _, ok := values[text]; !ok || n.Lang == want && !found {
			values[text], lang = n.Words, n.Lang
			found = n.Lang == want
		}
	}
	return lang, values
}

// bookText is the field of a sheet that has languages.
func bookText(sheet string) string {
	if sheet == SheetReports {
		return "text"
	}
	return "title"
}

// withValue puts a value of a workbook into a thing's fields, in the place where the ledger has the field.
func withValue(fields []plan.Field, sheet, name, lang, value string) []plan.Field {
	out := make([]plan.Field, 0, len(fields)+1)
	done := false
	for _, f := range fields {
		if f.Name != name {
			out = append(out, f)
			continue
		}
		if name == bookText(sheet) {
			if of, _, _ := strings.Cut(f.Value, ":"); of != lang {
				out = append(out, f)
				continue
			}
		}
		if !done && value != "" {
			out = append(out, plan.Field{Name: name, Value: written(sheet, name, lang, value)})
		}
		done = true
	}
	if !done && value != "" {
		out = append(out, plan.Field{Name: name, Value: written(sheet, name, lang, value)})
	}
	return out
}

func written(sheet, name, lang, value string) string {
	if name == bookText(sheet) {
		return lang + ":" + value
	}
	return value
}
