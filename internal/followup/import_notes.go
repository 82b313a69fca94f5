package followup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// kept makes a note of a cell about a thing. The same column of the same thing is the same note when the table comes again.
func (m *planMaker) kept(about string, k plansheet.Kept) {
	key := about + "\x00" + k.Column
	n := m.notes[key]
	m.notes[key]++
	id := derived(m.ws, m.plan, "note", about, k.Column, strconv.Itoa(n))
	m.note(id, k.Cell, plan.SourceNote{About: about, SHA256: m.file.Book.SHA256, File: m.file.Book.Name, Cell: k.Cell, Column: k.Column, Words: k.Words})
}

// stray keeps a cell that belongs to no row. It is known by its words, since it has no column.
func (m *planMaker) stray(k plansheet.Kept) {
	key := "\x00" + k.Words
	n := m.notes[key]
	m.notes[key]++
	id := derived(m.ws, m.plan, "stray", k.Words, strconv.Itoa(n))
	m.note(id, k.Cell, plan.SourceNote{About: m.plan, SHA256: m.file.Book.SHA256, File: m.file.Book.Name, Cell: k.Cell, Words: k.Words})
}

// note keeps a note; one that says the same already stays with the file in which it was first said.
func (m *planMaker) note(id, cell string, n plan.SourceNote) {
	m.owned[id] = true
	if old, ok := m.view.Notes.Get(id); ok && old.Thing.Words == n.Words && old.Thing.About == n.About {
		n = old.Thing
	}
	m.put(plan.KindSourceNote, id, cell, n)
}

// keepFields makes notes of the fields of a row that names no measure: nothing here holds them.
func (m *planMaker) keepFields(e *plansheet.Entry) {
	for _, f := range []struct {
		role  plansheet.Role
		words string
	}{
		{plansheet.Item, e.Item}, {plansheet.Details, e.Details}, {plansheet.Outcome, e.Outcome}, {plansheet.Note, e.Note}, {plansheet.Cost, e.Cost},
		{plansheet.Currency, e.Currency}, {plansheet.Funding, e.Funding}, {plansheet.Indicator, e.Indicator}, {plansheet.Obstacle, e.Obstacle},
		{plansheet.Assistance, e.Assistance}, {plansheet.Goal, strings.Join(e.Goals, ", ")}, {plansheet.Status, string(e.Status)},
		{plansheet.Lead, strings.Join(e.Lead, "; ")}, {plansheet.Support, strings.Join(e.Support, "; ")}, {plansheet.Due, e.Due.String()},
	} {
		if f.words != "" {
			e.Kept = append(e.Kept, m.keptOf(e, f.role, f.words))
		}
	}
}

// indicator of a table of IMPACT OSS.
func (m *planMaker) indicator(e *plansheet.Entry, recs []string) string {
	if e.Title == "" {
		m.keepFields(e)
		return m.plan
	}
	id := derived(m.ws, "indicator", e.Item, titleKey(e.Title))
	for have, h := range m.view.Indicators.All() {
		if h.Thing.Number == e.Item && e.Item != "" {
			id = have
			break
		}
	}
	t := plan.Indicator{Type: plan.Process}
	if old, ok := m.view.Indicators.Get(id); ok {
		t = old.Thing
	}
	t.Title, t.Definition, t.Number = renamed(t.Title, e.Title), m.fits(e, plansheet.Details, e.Details, space.TextMax), e.Item
	t.BaseOn, t.TargetOn, t.Frequency, t.Recs = e.Begins, e.Due, e.Every, recs
	t.Measures = nil
	for _, ref := range e.Of {
		if ids := m.measuresNumbered(ref); len(ids) == 1 {
			t.Measures = append(t.Measures, ids[0])
		} else {
			e.Kept = append(e.Kept, m.keptOf(e, plansheet.Actions, ref))
		}
	}
	m.put(plan.KindIndicator, id, e.Ref, t)
	return id
}

func (m *planMaker) measuresNumbered(ref string) []string {
	var out []string
	for id, h := range m.view.Measures.Any() {
		if h.Thing.Number == ref {
			out = append(out, id)
		}
	}
	return out
}

// measureIndicator makes the indicator that a row names beside its measure.
func (m *planMaker) measureIndicator(e *plansheet.Entry, measure string, recs []string) {
	title := e.Indicator
	if len(title) > space.LineMax {
		m.keep(e, plansheet.Indicator, title)
		return
	}
	id := derived(m.ws, "indicator", measure)
	t := plan.Indicator{Type: plan.Process}
	if old, ok := m.view.Indicators.Get(id); ok {
		t = old.Thing
	}
	t.Title, t.Measures, t.Recs = renamed(t.Title, title), []string{measure}, slices.Clone(recs)
	m.put(plan.KindIndicator, id, e.Ref, t)
}

// finish compares how things shall stand with how they stand.
func (m *planMaker) finish(leave []string) *PlanPreview {
	p := &PlanPreview{File: m.file, Table: m.table, PlanID: m.plan, Counts: map[string]PlanCount{}, Long: m.long, Titles: map[string]string{}}
	if h, ok := m.view.Plans.Get(m.plan); ok {
		p.Title, _ = h.Thing.Title.In("")
	} else {
		p.Title, p.Begins = m.file.Columns.Title, true
	}
	m.dropNotes()
	for _, r := range m.order {
		if r.Kind != plan.KindSourceNote && r.Kind != plan.KindAssignment {
			p.Titles[r.ID] = m.titleOf(r)
		}
	}
	for _, r := range m.order {
		fields := plan.Fields(m.things[r])
		fact, stands, held := m.view.Shelf(r.Kind).Held(r.ID)
		n := p.Counts[r.Kind]
		switch {
		case held && slices.Equal(fields, stands), slices.Contains(leave, r.ID):
			n.Same++
		default:
			c := PlanChange{Kind: r.Kind, ID: r.ID, Cell: m.cells[r], New: !held, Diffs: plan.Compare(stands, stands, fields), Title: m.titleOf(r)}
			if held {
				n.Changed++
				c.Meanwhile = m.meanwhile(r)
			} else {
				n.New++
			}
			p.Changes = append(p.Changes, c)
			p.save.Puts = append(p.save.Puts, Put{Kind: r.Kind, ID: r.ID, Base: fact, Thing: fields})
		}
		p.Counts[r.Kind] = n
	}
	for _, r := range m.gone {
		fact, stands, _ := m.view.Shelf(r.Kind).Held(r.ID)
		n := p.Counts[r.Kind]
		n.Gone++
		p.Counts[r.Kind] = n
		p.Changes = append(p.Changes, PlanChange{Kind: r.Kind, ID: r.ID, Gone: true, Diffs: plan.Compare(stands, stands, nil)})
		p.save.Drops = append(p.save.Drops, Drop{Kind: r.Kind, ID: r.ID, Base: fact})
	}
	for id, h := range m.view.Measures.All() {
		if slices.Contains(h.Thing.Plans, m.plan) && !m.taken[id] && m.table.Kind == plansheet.PlanTable {
			p.Missing = append(p.Missing, id)
		}
	}
	p.save.Act = ActPlanFile
	p.Seen = seenOf(p.save)
	return p
}

// dropNotes finds the notes of this plan's tables on the things met that the table does not say any more. Notes are known
// by their identifiers, which follow from what they are about.
func (m *planMaker) dropNotes() {
	abouts := map[string]bool{m.plan: true}
	for r := range m.things {
		if r.Kind == plan.KindMeasure || r.Kind == plan.KindIndicator {
			abouts[r.ID] = true
		}
	}
	columns := map[string]bool{}
	for _, n := range m.file.Layout.Header.Names {
		columns[n] = true
	}
	for about := range abouts {
		for _, h := range m.view.NotesOf(about) {
			n := h.Thing
			if m.owned[h.ID] || n.Words == "" || n.SHA256 == m.file.Book.SHA256 {
				continue
			}
			if n.Column != "" && columns[n.Column] {
				m.gone = append(m.gone, Ref{Kind: plan.KindSourceNote, ID: h.ID})
			}
		}
	}
	slices.SortFunc(m.gone, func(a, b Ref) int { return strings.Compare(a.ID, b.ID) })
}

// meanwhile is the act that changed a thing here after a table last brought it.
func (m *planMaker) meanwhile(r Ref) uint64 {
	if r.Kind != plan.KindMeasure {
		return 0
	}
	h, ok := m.view.Measures.Get(r.ID)
	if !ok {
		return 0
	}
	var last uint64 // of the notes that came with tables: a table's act brings them with its measures
	for _, n := range m.view.NotesOf(m.plan) {
		if n.Thing.Words == "" {
			last = max(last, n.Act)
		}
	}
	if h.Act > last {
		return h.Act
	}
	return 0
}

// titleOf a thing, as a person knows it.
func (m *planMaker) titleOf(r Ref) string {
	first := func(n plan.Names) string {
		s, _ := n.In("")
		return s
	}
	switch t := m.things[r].(type) {
	case plan.Measure:
		return strings.TrimSpace(t.Number + " " + first(t.Title))
	case plan.Plan:
		return first(t.Title)
	case plan.Cluster:
		return first(t.Title)
	case plan.Body:
		return first(t.Names)
	case plan.Indicator:
		return first(t.Title)
	case plan.OwnRec:
		return strings.TrimSpace(t.Number + " " + first(t.Texts))
	case plan.Assignment:
		return t.Rec
	case plan.SourceNote:
		return t.Words
	}
	return r.ID
}
