package followup

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// BookBack is a workbook that came back: rows as they were filled in, with the versions that it was made from.
type BookBack struct {
	Workspace string
	Body      string
	Rows      []BackRow
	Wrong     []WrongCell // what the reader of the file could not take
	Untouched int         // rows whose every cell is as it was written
	Gone      int         // rows that are not in the file any more; nothing is taken away for that
	Beside    int         // cells beside the columns of the workbook; they are not taken
}

// BackRow is a row that differs from what was written, or a new one.
type BackRow struct {
	Sheet  string
	Key    string // empty: a new measure
	ID     string
	Base   store.FactID
	Lang   string
	Row    string            // "Measures, row 14"
	Values map[string]string // of the cells that differ from what was written
	Recs   string            // of a new measure: numbers as typed
}

// WrongCell is a cell that cannot be taken. Code has a message ("books.wrong.<code>").
type WrongCell struct{ Cell, Code, Value string }

// BookPreview is what a workbook would change.
type BookPreview struct {
	Body      string
	Changes   []BookChange
	Conflicts int // fields in which somebody changed something else meanwhile, and nobody chose yet
	Wrong     []WrongCell
	Untouched int
	Gone      int
	Seen      string

	save Save
}

// Nothing says whether everything stands so already.
func (p *BookPreview) Nothing() bool { return len(p.save.Puts) == 0 && p.Conflicts == 0 }

// Ready says whether it can be brought in.
func (p *BookPreview) Ready() bool {
	return len(p.Wrong) == 0 && p.Conflicts == 0 && len(p.save.Puts) > 0
}

// BookChange is one row with its changes.
type BookChange struct {
	Sheet, Key, ID, Row string
	New                 bool
	Fields              []BookField
}

// BookField is one field of a row.
type BookField struct {
	Name         string // of the ledger
	Before       string // as the workbook was made
	Mine, Theirs string
	Clash        bool   // both changed it
	Choice       string // "mine", "theirs"; empty: to be chosen
	Form         string // name of the choice in a form
}

// PreviewBook works out what a workbook that came back would change. choices say of fields in conflict whose value stands
// ("mine" or "theirs"), by BookField.Form.
func (d *Desk) PreviewBook(ctx context.Context, who account.Person, ws string, b *BookBack, choices map[string]string) (*BookPreview, error) {
	v, err := d.See(ctx, who, ws)
	if err != nil {
		return nil, err
	}
	recs, err := d.Recs(ctx, ws)
	if err != nil {
		return nil, err
	}
	_, p, err := d.previewBook(ctx, who, v, recs, b, choices)
	return p, err
}

// ImportBook brings a workbook in as one act: all of it or nothing. seen is BookPreview.Seen as the person saw it; when the
// preview is another by now, nothing is written and the error is a *StaleBook.
func (d *Desk) ImportBook(ctx context.Context, who account.Person, ws string, b *BookBack, choices map[string]string, seen string) (*BookPreview, error) {
	var out *BookPreview
	_, err := d.change(ctx, who, ws, func(s *sides) (seat account.Seat, save Save, err error) {
		seat, out, err = d.previewBook(ctx, who, s.Work.Visible(who, ws), s.Recs, b, choices)
		switch {
		case err != nil:
			return seat, save, err
		case out.Seen != seen || !out.Ready():
			return seat, save, &StaleBook{out}
		}
		return seat, out.save, nil
	})
	if err != nil {
		return nil, fmt.Errorf("bringing in a workbook: %w", err)
	}
	return out, nil
}

// StaleBook says that what a workbook would change is no longer what the person saw, or that something is open.
type StaleBook struct{ Preview *BookPreview }

func (e *StaleBook) Error() string { return "the preview is not what was confirmed" }

// bookMaker works out one workbook.
type bookMaker struct {
	*Desk
	ctx     context.Context
	who     account.Person
	view    *View
	recs    *Recs
	back    *BookBack
	choices map[string]string
	p       *BookPreview
}

func (d *Desk) previewBook(ctx context.Context, who account.Person, v *View, recs *Recs, b *BookBack, choices map[string]string) (account.Seat, *BookPreview, error) {
	m := &bookMaker{d, ctx, who, v, recs, b, choices, &BookPreview{Body: b.Body, Wrong: slices.Clone(b.Wrong), Untouched: b.Untouched, Gone: b.Gone}}
	seat, err := m.seat()
	if err != nil {
		return seat, nil, err
	}
	if b.Workspace != v.Workspace {
		m.wrong("", "workspace", b.Workspace)
		return seat, m.p, nil
	}
	if _, ok := v.Bodies.Get(b.Body); !ok {
		m.wrong("", "body", b.Body)
		return seat, m.p, nil
	}
	for _, r := range b.Rows {
		if err := m.row(r); err != nil {
			return seat, nil, err
		}
	}
	m.p.save.Act = ActWorkbook
	m.p.Seen = seenOf(m.p.save)
	return seat, m.p, nil
}

// seat in whose name the workbook comes in: one that may write reports or measures of the body.
func (m *bookMaker) seat() (account.Seat, error) {
	t := &account.Target{Bodies: []string{m.back.Body}}
	if seat, err := space.Allow(m.who, m.view.Workspace, account.WriteReport, t); err == nil {
		return seat, nil
	}
	return space.Allow(m.who, m.view.Workspace, account.EditMeasure, t)
}

func (m *bookMaker) wrong(cell, code, value string) {
	m.p.Wrong = append(m.p.Wrong, WrongCell{cell, code, value})
}

// row works out one row.
func (m *bookMaker) row(r BackRow) error {
	switch {
	case r.Sheet == SheetReports:
		return m.report(r)
	case r.Key == "":
		return m.newMeasure(r)
	}
	return m.measure(r)
}

// report is the draft of what the body reports: the one begun, or a new one.
func (m *bookMaker) report(r BackRow) error {
	if _, err := space.Allow(m.who, m.view.Workspace, account.WriteReport, &account.Target{Bodies: []string{m.back.Body}, Author: m.who.ID}); err != nil {
		m.wrong(r.Row, "may-not-report", "")
		return nil
	}
	a, ok := m.view.Assignments.Get(plan.AssignmentID(r.Key, m.back.Body))
	if _, known := m.recs.Get(r.Key); !known || !ok || !a.Thing.Stands() {
		m.wrong(r.Row, "not-yours", r.Key)
		return nil
	}
	thing := plan.Report{Rec: r.Key, Body: m.back.Body, Step: plan.Draft, Author: m.who.ID}
	var stands []plan.Field
	var fact store.FactID
	id := r.ID
	if id == "" {
		id = derived(m.view.Workspace, "book-report", r.Key, m.back.Body, fmt.Sprint(len(m.view.ReportsOf(r.Key))))
		if draft := m.draft(r.Key); draft != nil { // somebody began one meanwhile
			id = draft.ID
		}
	}
	if h, ok := m.view.Reports.Get(id); ok {
		t := h.Thing
		if t.Rec != r.Key || t.Body != m.back.Body {
			m.wrong(r.Row, "tampered", r.ID)
			return nil
		}
		if t.Step == plan.Validated || t.Step == plan.Published {
			m.wrong(r.Row, "validated", string(t.Step))
			return nil
		}
		thing, stands, fact = t, h.Fields, h.Fact
		if thing.Step == plan.Submitted {
			thing.Step = plan.Draft
		}
		if thing.Author != m.who.ID && !slices.Contains(thing.With, m.who.ID) {
			thing.With = append(slices.Clone(thing.With), m.who.ID)
		}
	} else if r.ID != "" {
		m.wrong(r.Row, "tampered", r.ID)
		return nil
	}
	return m.fields(r, plan.KindReport, id, fact, stands, plan.Fields(thing), func(f []plan.Field) (any, error) {
		var x plan.Report
		if err := plan.Read(f, &x); err != nil {
			return nil, err
		}
		return x, m.checkReport(&sides{Work: m.view, Recs: m.recs}, x)
	})
}

// draft of the body on a recommendation that nobody validated.
func (m *bookMaker) draft(rec string) *Held[plan.Report] {
	for _, h := range m.view.ReportsOf(rec) {
		if h.Thing.Body == m.back.Body && h.Thing.Step != plan.Validated && h.Thing.Step != plan.Published {
			return h
		}
	}
	return nil
}

// measure that the body leads or supports.
func (m *bookMaker) measure(r BackRow) error {
	h, ok := m.view.Measures.Get(r.Key)
	if !ok {
		m.wrong(r.Row, "no-measure", r.Key)
		return nil
	}
	if !slices.Contains(bodiesOfMeasure(h.Thing), m.back.Body) {
		m.wrong(r.Row, "not-yours", r.Key)
		return nil
	}
	if _, err := space.Allow(m.who, m.view.Workspace, account.EditMeasure, &account.Target{Bodies: bodiesOfMeasure(h.Thing)}); err != nil {
		m.wrong(r.Row, "may-not-measure", "")
		return nil
	}
	return m.fields(r, plan.KindMeasure, r.Key, h.Fact, h.Fields, h.Fields, m.readMeasure)
}

func (m *bookMaker) readMeasure(f []plan.Field) (any, error) {
	var x plan.Measure
	if err := plan.Read(f, &x); err != nil {
		return nil, err
	}
	return x, m.checkMeasure(&sides{Work: m.view, Recs: m.recs}, x)
}

// newMeasure is a row that was typed below the others.
func (m *bookMaker) newMeasure(r BackRow) error {
	if _, err := space.Allow(m.who, m.view.Workspace, account.EditMeasure, &account.Target{Bodies: []string{m.back.Body}}); err != nil {
		m.wrong(r.Row, "may-not-measure", "")
		return nil
	}
	x := plan.Measure{Lead: m.back.Body, Kind: plan.OtherMeasure}
	if r.Recs != "" {
		refs := planIndex(m.view, m.recs).ByNumber(cellText(r.Recs), 0)
		if !refs.Sure() {
			m.wrong(r.Row, "numbers", r.Recs)
			return nil
		}
		x.Recs = refs.IDs
	}
	id := derived(m.view.Workspace, "book-measure", m.back.Body, r.Lang, r.Values["title"], r.Recs)
	if h, ok := m.view.Measures.Get(id); ok { // the same workbook again
		return m.fields(r, plan.KindMeasure, id, h.Fact, h.Fields, h.Fields, m.readMeasure)
	}
	return m.fields(r, plan.KindMeasure, id, 0, nil, plan.Fields(x), m.readMeasure)
}

// fields compares the cells of a row with what they were made from and with what stands now. from is what the row's values
// are put into.
func (m *bookMaker) fields(r BackRow, kind, id string, fact store.FactID, stands, from []plan.Field, read func([]plan.Field) (any, error)) error {
	base := stands
	if fact != r.Base {
		var err error
		if base, err = m.versionFields(kind, id, r.Base); err != nil {
			return err
		}
	}
	c := BookChange{Sheet: r.Sheet, Key: r.Key, ID: id, Row: r.Row, New: stands == nil}
	out := from
	open := false
	for _, name := range BookFields[r.Sheet] {
		mine, ok := r.Values[name]
		if !ok {
			continue
		}
		f := BookField{Name: name, Mine: mine, Before: valueIn(base, r.Sheet, name, r.Lang), Theirs: valueIn(stands, r.Sheet, name, r.Lang), Choice: "mine",
			Form: "f." + kind + "." + id + "." + name}
		if f.Mine == f.Theirs {
			continue
		}
		if f.Theirs != f.Before && f.Mine != f.Before {
			f.Clash = true
			if f.Choice = m.choices[f.Form]; f.Choice != "mine" && f.Choice != "theirs" {
				f.Choice, open = "", true
				m.p.Conflicts++
			}
		}
		if f.Choice == "mine" {
			out = withValue(out, r.Sheet, name, r.Lang, mine)
		}
		c.Fields = append(c.Fields, f)
	}
	if len(c.Fields) == 0 {
		m.p.Untouched++
		return nil
	}
	m.p.Changes = append(m.p.Changes, c)
	if open || slices.Equal(out, stands) {
		return nil
	}
	thing, err := read(out)
	var invalid *Invalid
	if errors.As(err, &invalid) {
		m.wrong(r.Row, "invalid-"+invalid.Code, invalid.Field)
		return nil
	}
	if err != nil {
		m.wrong(r.Row, "value", err.Error())
		return nil
	}
	if fields := plan.Fields(thing); !slices.Equal(fields, stands) {
		m.p.save.Puts = append(m.p.save.Puts, Put{Kind: kind, ID: id, Base: fact, Thing: fields})
	}
	return nil
}

// versionFields are the fields of an earlier version of a thing; empty when it is not known any more.
func (m *bookMaker) versionFields(kind, id string, base store.FactID) ([]plan.Field, error) {
	if base == 0 {
		return nil, nil
	}
	for r, err := range m.Store.History(m.ctx, id) {
		if err != nil {
			return nil, fmt.Errorf("reading what a workbook was made from: %w", err)
		}
		if r.ID == base && r.Fact.Kind == kind && r.Review == WorkHome(m.view.Workspace) {
			return space.FieldsOf(r.Fact), nil
		}
	}
	return nil, nil
}

// valueIn is the value of a field as a workbook shows it.
func valueIn(fields []plan.Field, sheet, name, lang string) string {
	for _, f := range fields {
		if f.Name != name {
			continue
		}
		if name != bookText(sheet) {
			return f.Value
		}
		var n plan.Name
		_ = n.UnmarshalText([]byte(f.Value)) // it never fails
		if n.Lang == lang {
			return n.Words
		}
	}
	return ""
}

func cellText(s string) plansheet.Cell { return plansheet.Cell{Text: s} }
