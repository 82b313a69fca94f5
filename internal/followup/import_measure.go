package followup

import (
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// titleMax is how long the title of a measure is; longer words are its text, under a title that begins like it.
const titleMax = 400

// measure makes a measure, the one that the plan has already when there is one.
func (m *planMaker) measure(e *plansheet.Entry, recs []string, lead string, support []string) string {
	id, old := m.findMeasure(e, recs)
	t := plan.Measure{Kind: plan.OtherMeasure}
	if old != nil {
		t = old.Thing
	}
	t.Recs, t.Supporting, t.Plans, t.Goals = slices.Clone(t.Recs), slices.Clone(t.Supporting), slices.Clone(t.Plans), slices.Clone(t.Goals)
	title, text := e.Title, e.Details
	if len(title) > titleMax {
		if text == "" || text == title {
			text, title = title, shortened(title)
		} else {
			m.keep(e, plansheet.Measure, title)
			title = shortened(title)
		}
	}
	t.Title = renamed(t.Title, title)
	if text != "" || e.Has[plansheet.Details] {
		t.Text = renamed(t.Text, m.fits(e, plansheet.Details, text, space.TextMax))
	}
	if e.Has[plansheet.Number] || e.Has[plansheet.Words] {
		t.Recs = recs
	}
	if e.Has[plansheet.Lead] {
		t.Lead = lead
	}
	if e.Has[plansheet.Lead] || e.Has[plansheet.Support] {
		t.Supporting = support
	}
	if !slices.Contains(t.Plans, m.plan) {
		t.Plans = append(t.Plans, m.plan)
	}
	if e.Has[plansheet.Status] {
		t.Status = e.Status
	}
	if e.Has[plansheet.Due] {
		t.Due = e.Due
	}
	if e.Has[plansheet.Goal] {
		t.Goals = e.Goals
	}
	for _, f := range []struct {
		role plansheet.Role
		to   *string
		from string
		max  int
	}{
		{plansheet.Item, &t.Number, e.Item, space.NameMax}, {plansheet.Outcome, &t.Outcome, e.Outcome, space.TextMax}, {plansheet.Note, &t.Note, e.Note, space.TextMax},
		{plansheet.Cost, &t.Cost, e.Cost, space.NameMax}, {plansheet.Currency, &t.Currency, e.Currency, space.NameMax}, {plansheet.Funding, &t.Funding, e.Funding, space.LineMax},
		{plansheet.Obstacle, &t.Obstacles, e.Obstacle, space.TextMax}, {plansheet.Assistance, &t.Assistance, e.Assistance, space.TextMax},
	} {
		if e.Has[f.role] {
			*f.to = m.fits(e, f.role, f.from, f.max)
		}
	}
	m.put(plan.KindMeasure, id, e.Ref, t)
	if e.Indicator != "" {
		m.measureIndicator(e, id, recs)
	}
	return id
}

// fits is a value that a field takes; a longer one is kept as a note, whole.
func (m *planMaker) fits(e *plansheet.Entry, r plansheet.Role, s string, most int) string {
	if len(s) <= most {
		return s
	}
	m.keep(e, r, s)
	return ""
}

// keep makes a note of what a field does not take.
func (m *planMaker) keep(e *plansheet.Entry, r plansheet.Role, s string) {
	m.long = append(m.long, e.Ref)
	e.Kept = append(e.Kept, m.keptOf(e, r, s))
}

// keptOf is what the column of a role has in a row, with its cell; with the first cell of the row where the table has no such
// column.
func (m *planMaker) keptOf(e *plansheet.Entry, r plansheet.Role, words string) plansheet.Kept {
	for i, c := range m.file.Layout.Columns {
		if c.Role == r {
			return plansheet.Kept{Cell: plansheet.Sheet{Name: e.Sheet}.Ref(e.Row-1, i), Column: c.Name, Words: words}
		}
	}
	return plansheet.Kept{Cell: e.Ref, Column: m.columnOf(r), Words: words}
}

func (m *planMaker) columnOf(r plansheet.Role) string {
	for _, c := range m.file.Layout.Columns {
		if c.Role == r {
			return c.Name
		}
	}
	return string(r)
}

// shortened is the beginning of a long title, up to a word's end.
func shortened(s string) string {
	cut := strings.LastIndexAny(s[:titleMax-4], " \n")
	if cut < titleMax/2 {
		cut = titleMax - 4
	}
	return strings.Join(strings.Fields(strings.ToValidUTF8(s[:cut], "")), " ") + " …"
}

// findMeasure is the measure of the plan that a row is about: by its number, else by its words and recommendations. A row
// that meets none gets an identifier that follows from the plan and the row.
func (m *planMaker) findMeasure(e *plansheet.Entry, recs []string) (string, *Held[plan.Measure]) {
	key := titleKey(e.Title)
	for _, list := range [][]string{m.byNumber[e.Item], m.byTitle[key], m.byTitle[titleKey(shortOf(e.Title))]} {
		var fit []string
		for _, id := range list {
			if !m.taken[id] {
				fit = append(fit, id)
			}
		}
		if len(fit) > 1 { // several rows with the same words: the recommendations tell them apart
			same := slices.DeleteFunc(slices.Clone(fit), func(id string) bool {
				h, _ := m.view.Measures.Get(id)
				return !slices.Equal(h.Thing.Recs, recs)
			})
			if len(same) == 0 && e.Item == "" {
				continue
			}
			if len(same) > 0 {
				fit = same
			}
		}
		if len(fit) > 0 {
			m.taken[fit[0]] = true
			h, _ := m.view.Measures.Get(fit[0])
			return fit[0], h
		}
	}
	for n := 0; ; n++ {
		id := derived(m.ws, m.plan, "measure", e.Item, key, strings.Join(recs, ","), strconv.Itoa(n))
		if _, ok := m.view.Measures.Get(id); !ok && !m.taken[id] {
			m.taken[id] = true
			return id, nil
		}
	}
}

func shortOf(s string) string {
	if len(s) > titleMax {
		return shortened(s)
	}
	return s
}
