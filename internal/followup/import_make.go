package followup

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/words"
)

// planMaker turns the entries of a table into the things of a workspace as they shall stand.
type planMaker struct {
	ws    string
	view  *View
	file  *PlanFile
	table *plansheet.Table
	plan  string

	order  []Ref // in which things were met
	things map[Ref]any
	cells  map[Ref]string
	gone   []Ref
	notes  map[string]int // by thing and column
	long   []string

	byNumber map[string][]string // measures of the plan
	byTitle  map[string][]string
	taken    map[string]bool
	owned    map[string]bool // notes that this table says
	areas    map[string]string
	bodies   map[string]string // new ones by folded name
	owns     map[string]string // own recommendations by question
}

func newPlanMaker(ws string, v *View, f *PlanFile, t *plansheet.Table) *planMaker {
	m := &planMaker{ws: ws, view: v, file: f, table: t, plan: f.Columns.Plan, things: map[Ref]any{}, cells: map[Ref]string{}, notes: map[string]int{},
		byNumber: map[string][]string{}, byTitle: map[string][]string{}, taken: map[string]bool{}, owned: map[string]bool{}, areas: map[string]string{},
		bodies: map[string]string{}, owns: map[string]string{}}
	for id, h := range v.Measures.All() {
		if !slices.Contains(h.Thing.Plans, m.plan) {
			continue
		}
		if n := h.Thing.Number; n != "" {
			m.byNumber[n] = append(m.byNumber[n], id)
		}
		for _, x := range append(slices.Clone(h.Thing.Title), h.Thing.Text...) {
			if k := titleKey(x.Words); !slices.Contains(m.byTitle[k], id) {
				m.byTitle[k] = append(m.byTitle[k], id)
			}
		}
	}
	for id, h := range v.Clusters.All() {
		if h.Thing.Plan == m.plan && h.Thing.Basis == plan.ByArea {
			for _, n := range h.Thing.Title {
				m.areas[titleKey(n.Words)] = id
			}
		}
	}
	return m
}

func titleKey(s string) string { return words.Fold(s) }

// make works through the table.
func (m *planMaker) make() {
	if _, ok := m.view.Plans.Get(m.plan); !ok {
		p := plan.Plan{Title: asNames(m.file.Columns.Title), Type: m.file.Columns.Type, Source: m.file.Book.Name}
		m.put(plan.KindPlan, m.plan, "", p)
	}
	for i := range m.table.Entries {
		m.entry(&m.table.Entries[i])
	}
	for _, k := range m.table.Stray {
		m.stray(k)
	}
	file := plan.SourceNote{About: m.plan, SHA256: m.file.Book.SHA256, File: m.file.Book.Name}
	m.note(derived(m.ws, m.plan, "file", file.SHA256), "", file)
}

// put says how a thing shall stand; the last word counts.
func (m *planMaker) put(kind, id, cell string, thing any) {
	r := Ref{Kind: kind, ID: id}
	if _, ok := m.things[r]; !ok {
		m.order = append(m.order, r)
		m.cells[r] = cell
	}
	m.things[r] = thing
}

// asNames is a text in the language in which it seems to be written.
func asNames(s string) plan.Names {
	if s == "" {
		return nil
	}
	return plan.Names{{Lang: words.Language(s), Words: s}}
}

// renamed is a name of which a table gives one language: the others stay, and the same words change nothing.
func renamed(old plan.Names, s string) plan.Names {
	for _, n := range old {
		if n.Words == s {
			return old
		}
	}
	n := asNames(s)
	if len(n) == 0 || len(old) == 0 {
		return n
	}
	out := slices.Clone(old)
	for i := range out {
		if out[i].Lang == n[0].Lang {
			out[i].Words = s
			return out
		}
	}
	if len(out) == 1 { // the only one there was: the table has it in other words
		return n
	}
	return append(out, n[0])
}

// entry makes what a row says.
func (m *planMaker) entry(e *plansheet.Entry) {
	recs := m.recs(e)
	lead, support := m.entryBodies(e)
	about := m.plan
	if len(recs) > 0 {
		about = recs[0]
	}
	switch {
	case m.table.Kind == plansheet.ImpactIndicator:
		about = m.indicator(e, recs)
	case e.Title != "":
		about = m.measure(e, recs, lead, support)
	default:
		m.keepFields(e)
	}
	if e.Area != "" {
		m.area(e, recs, about)
	}
	if m.file.Columns.Assign {
		m.assign(e, recs, lead, support)
	}
	for _, k := range e.Kept {
		m.kept(about, k)
	}
}

// recs of a row: those met, and one of its own where a person said that it is none of the others.
func (m *planMaker) recs(e *plansheet.Entry) []string {
	i := slices.IndexFunc(m.table.Questions, func(q plansheet.Question) bool { return q.Key == e.Key && q.Means == plansheet.OwnRec })
	if e.Key == "" || i < 0 {
		return e.Recs
	}
	id, ok := m.owns[e.Key]
	if !ok {
		id = derived(m.ws, "own", e.Key)
		m.owns[e.Key] = id
		own := plan.OwnRec{Number: e.Number, Texts: asNames(e.Words), Source: m.file.Book.Name}
		if own.Texts == nil {
			own.Texts = asNames(e.Number)
		}
		if old, ok := m.view.Own.Get(id); ok {
			own = old.Thing
		}
		m.put(plan.KindOwnRec, id, e.Ref, own)
	}
	return []string{OwnID(id)}
}

// entryBodies are the bodies of a row. The first of several in the column of the lead leads.
func (m *planMaker) entryBodies(e *plansheet.Entry) (lead string, support []string) {
	for i, n := range append(slices.Clone(e.Lead), e.Support...) {
		id := m.body(n)
		switch {
		case id == "" || id == lead || slices.Contains(support, id):
		case i < len(e.Lead) && lead == "":
			lead = id
		default:
			support = append(support, id)
		}
	}
	return lead, support
}

// body is the id of a named body; empty when a person said that the name is none.
func (m *planMaker) body(name string) string {
	means := m.table.BodyOf(name)
	kind, isNew := strings.CutPrefix(means, plansheet.NewBody)
	if !isNew {
		if means == "-" {
			return ""
		}
		return means
	}
	key := plansheet.BodyKey(name)
	if id, ok := m.bodies[key]; ok {
		return id
	}
	id := derived(m.ws, "body", key)
	m.bodies[key] = id
	if _, ok := m.view.Bodies.Get(id); !ok {
		m.put(plan.KindBody, id, "", plan.Body{Names: asNames(name), Kind: plan.BodyKind(kind), Source: m.file.Book.Name})
	}
	return id
}

// area puts the recommendations of a row into the plan's cluster of that name.
func (m *planMaker) area(e *plansheet.Entry, recs []string, about string) {
	if len(recs) == 0 || len(e.Area) > space.NameMax {
		m.kept(about, plansheet.Kept{Cell: e.Ref, Column: m.columnOf(plansheet.Area), Words: e.Area})
		if len(e.Area) > space.NameMax {
			return
		}
	}
	key := titleKey(e.Area)
	id, ok := m.areas[key]
	if !ok {
		id = derived(m.ws, m.plan, "area", key)
		m.areas[key] = id
	}
	c := plan.Cluster{Title: asNames(e.Area), Basis: plan.ByArea, Plan: m.plan}
	if now, ok := m.things[Ref{Kind: plan.KindCluster, ID: id}]; ok {
		c = now.(plan.Cluster)
	} else if old, ok := m.view.Clusters.Get(id); ok {
		c = old.Thing
		c.Recs = slices.Clone(c.Recs)
	}
	for _, r := range recs {
		if !slices.Contains(c.Recs, r) {
			c.Recs = append(c.Recs, r)
		}
	}
	m.put(plan.KindCluster, id, e.Ref, c)
}

// assign gives the recommendations of a row to its bodies. Who leads already stays; whoever is named beside supports. A body
// that handed a recommendation back is not asked again by a table.
func (m *planMaker) assign(e *plansheet.Entry, recs []string, lead string, support []string) {
	for _, rec := range recs {
		if lead != "" {
			m.give(e, rec, lead, plan.Leads)
		}
		for _, b := range support {
			m.give(e, rec, b, plan.Supports)
		}
	}
}

func (m *planMaker) give(e *plansheet.Entry, rec, body string, part plan.Part) {
	a := plan.Assignment{Rec: rec, Body: body, Part: part, Reply: plan.Waiting}
	if e.Title == "" {
		a.Due = e.Due
	}
	if now, ok := m.things[Ref{Kind: plan.KindAssignment, ID: a.ID()}]; ok {
		if x := now.(plan.Assignment); x.Part == plan.Leads || part == plan.Supports {
			return
		}
	}
	if old, ok := m.view.Assignments.Get(a.ID()); ok {
		if e.Title != "" || a.Due.IsZero() || !old.Thing.Stands() || old.Thing.Due == a.Due {
			return
		}
		due := a.Due
		a = old.Thing
		a.Due = due
		m.put(plan.KindAssignment, a.ID(), e.Ref, a)
		return
	}
	if part == plan.Leads && m.led(rec, body) {
		a.Part = plan.Supports
	}
	m.put(plan.KindAssignment, a.ID(), e.Ref, a)
}

// led says whether another body leads a recommendation.
func (m *planMaker) led(rec, but string) bool {
	for _, a := range m.view.AssignmentsOf(rec) {
		if x := a.Thing; x.Part == plan.Leads && x.Stands() && x.Body != but {
			return true
		}
	}
	for r, t := range m.things {
		if a, ok := t.(plan.Assignment); ok && r.Kind == plan.KindAssignment && a.Rec == rec && a.Part == plan.Leads && a.Body != but {
			return true
		}
	}
	return false
}
