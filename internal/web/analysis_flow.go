package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// regional are the groups in the order of their names in the reader's language, with nothing first for "any".
func (x *analysis) regional() []string {
	out := []string{string(upr.Africa), string(upr.Asia), string(upr.EEG), string(upr.GRULAC), string(upr.WEOG)}
	less := x.f.P.Less()
	slices.SortFunc(out, func(a, b string) int { return less(x.f.T("group."+a), x.f.T("group."+b)) })
	return append([]string{""}, out...)
}

// flow shows who recommends what to whom: between the regional groups, what goes each way beside what comes back, and
// between States where a group is chosen.
func (a *App) flow(r *http.Request, x *analysis) error {
	from, to := onlyOne(askedFor(x.req, query.ByGroup)), onlyOne(askedFor(x.req, query.Group))
	x.restriction(query.ByGroup, "analysis.flow.from", x.regional())
	x.restriction(query.Group, "analysis.flow.to", x.regional())
	x.restriction(query.Issue, "facet.issue", issueCodes())
	x.controls = append(x.controls, x.unitControl())
	t, err := x.crossing(r, x.req, query.ByGroup, query.Group)
	if err != nil || len(t.Rows) == 0 || len(t.Cols) == 0 {
		return err
	}
	total := x.total
	notes := []string{x.overlapNote(t), x.f.T("analysis.flow.note")}
	list := func(row, col string) string { return x.list("by-group", row, "group", col) }
	reading := x.flowReading(t)
	if from == "" && to == "" {
		x.figures = []figure{
			{name: "flow", wide: true, list: list, chart: &chart.Flow{Caption: x.caption(x.f.T("analysis.flow.question"), reading, notes...), Table: t}},
			{name: "groups", wide: true, list: list, share: "row",
				chart: &chart.Matrix{Caption: x.caption(x.f.T("analysis.flow.question-matrix"), reading, notes...), Table: t}},
		}
	} else {
		if err := x.chosenFlow(r, from, to); err != nil {
			return err
		}
		if err := x.stateMatrix(r, from, to); err != nil {
			return err
		}
	}
	if err := x.bothWays(r); err != nil {
		return err
	}
	x.total = total
	return nil
}

// bothWays sets what each group recommends to another beside what comes back, whatever group is chosen.
func (x *analysis) bothWays(r *http.Request) error {
	free := *x
	free.req = x.req.WithoutField(query.ByGroup).WithoutField(query.Group)
	t, err := free.crossing(r, free.req, query.ByGroup, query.Group)
	if err != nil {
		return err
	}
	pairs := free.reciprocity(t)
	if len(pairs.Rows) == 0 {
		return nil
	}
	c := free.caption(x.f.T("analysis.reciprocity.question"), x.f.T("analysis.reciprocity.reading", "count", len(pairs.Rows)/2),
		x.overlapNote(t), x.f.T("analysis.flow.note"))
	x.figures = append(x.figures, figure{name: "reciprocity", chart: &chart.Bars{Caption: c, Table: pairs, Together: 2}, list: func(row, _ string) string {
		from, to, _ := strings.Cut(row, ends)
		return free.list("by-group", from, "group", to)
	}})
	return nil
}

// issueCodes are all issues, with nothing first for "any".
func issueCodes() []string {
	out := []string{""}
	for _, i := range reference.Issues() {
		out = append(out, i.Code)
	}
	return out
}

// restriction lets the reader choose one value of a field or any. A query that asks for more than that of the field keeps
// it, and the choice is not offered.
func (x *analysis) restriction(f query.Field, label string, codes []string) {
	asked := ""
	for _, c := range x.req.Plain().Chosen {
		if c.Field != f {
			continue
		}
		if asked = onlyOne(c.Values); c.Not || !slices.Contains(codes[1:], asked) {
			return
		}
	}
	x.controls = append(x.controls, x.control(f.Param(), label, codes, asked, func(code string) string {
		if code == "" {
			return x.f.T("analysis.flow.any")
		}
		return facetValue(x.f.P, f, code)
	}))
}

func onlyOne(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return ""
}

// flowReading says how much stays within a group: the one thing about a flow that is no ranking.
func (x *analysis) flowReading(t chart.Table) string {
	inside := 0
	for i, r := range t.Rows {
		for j, c := range t.Cols {
			if r.Code == c.Code && r.Code != "" {
				inside += t.Cells[i][j]
			}
		}
	}
	return x.f.T("analysis.flow.reading", "total", x.count(t.Total), "inside", x.f.P.Number(inside), "share", share(x.f.P, inside, t.Total))
}

// inGroup are the places of a group's States; all States where there is no group.
func inGroup(labels []chart.Label, group string) []int {
	var out []int
	for i, l := range labels {
		s, ok := stateInfo(upr.State(l.Code))
		if group == "" && l.Code != "" || ok && string(s.Group) == group && s.Status == reference.Member {
			out = append(out, i)
		}
	}
	return out
}

// chosenFlow draws the States of the recommending group beside the groups they address, or the recommending groups
// beside the States of the group under review.
func (x *analysis) chosenFlow(r *http.Request, from, to string) error {
	rows, cols := query.By, query.Group
	if from == "" {
		rows, cols = query.ByGroup, query.State
	}
	t, err := x.crossing(r, x.req, rows, cols)
	if err != nil {
		return err
	}
	if from != "" {
		t = t.Part(inGroup(t.Rows, from), all(len(t.Cols)))
	} else {
		t = t.Part(all(len(t.Rows)), inGroup(t.Cols, to))
	}
	if len(t.Rows) == 0 || len(t.Cols) == 0 {
		return nil
	}
	question := x.f.T("analysis.flow.question-from", "group", x.f.T("group."+from))
	if from == "" {
		question = x.f.T("analysis.flow.question-to", "group", x.f.T("group."+to))
	}
	x.figures = append(x.figures, figure{name: "flow", wide: true,
		list:  func(row, col string) string { return x.list(string(rows), row, string(cols), col) },
		chart: &chart.Flow{Caption: x.caption(question, x.f.T("analysis.total", "total", x.count(t.Total)), x.overlapNote(t), x.f.T("analysis.flow.note")), Table: t}})
	return nil
}

// stateMatrix crosses recommending States with States under review, of the groups that are chosen.
func (x *analysis) stateMatrix(r *http.Request, from, to string) error {
	t, err := x.crossing(r, x.req, query.By, query.State)
	if err != nil {
		return err
	}
	t = t.Part(inGroup(t.Rows, from), inGroup(t.Cols, to))
	if len(t.Rows) == 0 || len(t.Cols) == 0 {
		return nil
	}
	least, most := rangeOf(t)
	c := x.caption(x.f.T("analysis.flow.question-states"), x.f.T("analysis.cross.reading", "total", x.count(t.Total),
		"least", x.f.P.Number(least), "most", x.f.P.Number(most)), x.overlapNote(t))
	x.figures = append(x.figures, figure{name: "states", table: true, list: func(row, col string) string { return x.list("by", row, "sur", col) },
		chart: &chart.Matrix{Caption: c, Table: t, Tint: true}})
	return nil
}

// ends stands between the two codes of a direction.
const ends = "~"

// reciprocity is both directions of each two groups, one after the other. Observers are in no group: they recommend and
// are not reviewed, so nothing can come back.
func (x *analysis) reciprocity(t chart.Table) chart.Table {
	at := map[[2]string]int{}
	var codes []chart.Label
	for i, r := range t.Rows {
		for j, c := range t.Cols {
			at[[2]string{r.Code, c.Code}] = t.Cells[i][j]
		}
	}
	for _, l := range append(slices.Clone(t.Rows), t.Cols...) {
		if l.Code != "" && !slices.ContainsFunc(codes, func(o chart.Label) bool { return o.Code == l.Code }) {
			codes = append(codes, l)
		}
	}
	less := x.f.P.Less()
	slices.SortFunc(codes, func(a, b chart.Label) int { return less(a.Text, b.Text) })
	out := chart.Table{RowHead: x.f.T("analysis.reciprocity.rows"), Cols: []chart.Label{{Code: "n", Text: x.f.T("unit." + string(x.req.Unit))}}, Total: t.Total}
	add := func(a, b chart.Label) {
		out.Rows = append(out.Rows, chart.Label{Code: a.Code + ends + b.Code, Text: x.f.T("analysis.arrow", "from", a.Text, "to", b.Text)})
		out.Cells = append(out.Cells, []int{at[[2]string{a.Code, b.Code}]})
	}
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			add(a, b)
			add(b, a)
		}
	}
	return out
}
