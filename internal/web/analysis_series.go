package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/web/page"
)

// panels is how many values a series shows at once.
const panels = 12

// series counts over cycles, sessions or years, split by a facet where one is chosen.
func (a *App) series(r *http.Request, x *analysis) error {
	overs := facetCodes(numbered)
	over, err := x.chosen("over", overs, string(query.Cycle))
	if err != nil {
		return err
	}
	splits := []string{"no"}
	for _, f := range corpus.Facets {
		if !slices.Contains(numbered, f) {
			splits = append(splits, string(f))
		}
	}
	split, err := x.chosen("split", splits, string(query.Position))
	if err != nil {
		return err
	}
	name := func(code string) string {
		if code == "no" {
			return x.f.T("analysis.split.no")
		}
		return facetName(x.f.P, query.Field(code))
	}
	x.controls = append(x.controls, x.control("over", "analysis.over", overs, over, name), x.control("split", "analysis.split", splits, split, name), x.unitControl())
	by, time := query.Field(split), query.Field(over)
	if split == "no" {
		by = query.Kind
	}
	if x.req.Implied && split == string(query.Kind) {
		x.req = x.req.OfAllKinds()
	}
	t, err := x.overTime(r, x.req, by, time)
	if err != nil || len(t.Rows) == 0 || len(t.Cols) == 0 {
		return err
	}
	if split == "no" {
		t.Rows, t.Cells, t.RowTotals = []chart.Label{{Code: "all", Text: x.f.T("analysis.all")}}, [][]int{slices.Clone(t.ColTotals)}, nil
	} else if asked := askedFor(x.req, by); len(asked) > 0 {
		t = t.Part(indexes(t.Rows, asked), all(len(t.Cols)))
	}
	current, rows := x.panelPage(len(t.Rows))
	shown := t.Part(rows, all(len(t.Cols)))
	c := x.caption(x.f.T("analysis.series.question", "over", x.f.T("analysis.over."+over)), x.seriesReading(t), x.f.T("analysis.scale"), x.gapNote(t), x.originNote(by))
	if split != "no" {
		c.Question = x.f.T("analysis.series.question-split", "over", x.f.T("analysis.over."+over), "by", facetName(x.f.P, by))
		c.Notes = append(c.Notes, x.overlapNotes(t)...)
	}
	g := figure{name: "series", chart: &chart.Multiples{Caption: c, Table: shown, Ticks: ticks(t.Cols)}, parts: true, full: &t, list: func(row, col string) string {
		if split == "no" {
			return x.list(over, col)
		}
		return x.list(split, row, over, col)
	}}
	if current.Count > 1 {
		g.paged.rows = current
	}
	x.figures = []figure{g}
	return nil
}

func (x *analysis) overlapNotes(t chart.Table) []string {
	if n := x.overlapNote(t); n != "" {
		return []string{n}
	}
	return nil
}

// panelPage chooses which values a page of small charts shows.
func (x *analysis) panelPage(n int) (page.Pagination, []int) {
	rows := whichOf(n, x.own.Get("rowpage"), panels)
	current := 1
	if len(rows) > 0 {
		current = rows[0]/panels + 1
	}
	return page.Pagination{Current: current, Count: (n + panels - 1) / panels,
		Href: func(n int) string { return x.address(x.path, "rowpage", strconv.Itoa(n)) + "#series" }}, rows
}

// overTime crosses a facet with a numbered one, every number between the first and the last in its place. Where the record
// holds nothing at all of a session, a cycle or a year, nothing is known: that is not 0.
func (x *analysis) overTime(r *http.Request, req query.Request, by, over query.Field) (chart.Table, error) {
	t, err := x.crossing(r, req, by, over)
	if err != nil {
		return t, err
	}
	held, err := x.snap.Cross(r.Context(), query.Query{}, query.Kind, over, req.Unit)
	if err != nil {
		return t, fmt.Errorf("crossing kinds and %s: %w", over, err)
	}
	var codes []string
	for _, c := range t.Cols {
		codes = append(codes, c.Code)
	}
	at := map[string]int{}
	for j, c := range t.Cols {
		at[c.Code] = j
	}
	out := chart.Table{RowHead: t.RowHead, ColHead: t.ColHead, Rows: t.Rows, RowTotals: t.RowTotals, Total: t.Total, Cells: make([][]int, len(t.Rows))}
	for _, code := range axis(codes) {
		j, counted := at[code]
		missing := chart.None
		if slices.Contains(held.Cols, code) {
			missing = 0
		}
		out.Cols = append(out.Cols, chart.Label{Code: code, Text: facetValue(x.f.P, over, code)})
		for i := range out.Cells {
			n := missing
			if counted {
				n = t.Cells[i][j]
			}
			out.Cells[i] = append(out.Cells[i], n)
		}
		total := missing
		if counted {
			total = t.ColTotals[j]
		}
		out.ColTotals = append(out.ColTotals, total)
	}
	return out, nil
}

// askedFor are the values of a field that the query asks for.
func askedFor(r query.Request, f query.Field) []string {
	for _, c := range r.Filters {
		if c.Field == f && !c.Not {
			return c.Values
		}
	}
	return nil
}

func indexes(labels []chart.Label, codes []string) []int {
	var out []int
	for i, l := range labels {
		if slices.Contains(codes, l.Code) {
			out = append(out, i)
		}
	}
	return out
}

// ticks are the codes under the axis: all of a few, every fifth or tenth of many.
func ticks(cols []chart.Label) []string {
	out := make([]string, len(cols))
	for j, c := range cols {
		n := atoi(c.Code)
		step := 1
		if len(cols) > 8 {
			step = 10
		}
		if n%step == 0 || j == 0 || len(cols) <= 8 {
			out[j] = c.Code
		}
	}
	return out
}

func (x *analysis) seriesReading(t chart.Table) string {
	from, to := -1, -1
	for j, n := range t.ColTotals {
		if n == chart.None {
			continue
		}
		if from < 0 {
			from = j
		}
		to = j
	}
	if from < 0 || from == to {
		return x.f.T("analysis.series.reading-one", "total", x.count(t.Total))
	}
	return x.f.T("analysis.series.reading", "total", x.count(t.Total), "first", t.Cols[from].Text, "n", x.f.P.Number(t.ColTotals[from]),
		"last", t.Cols[to].Text, "m", x.f.P.Number(t.ColTotals[to]))
}

// gapNote says what a broken line means, where one is broken.
func (x *analysis) gapNote(t chart.Table) string {
	if slices.Contains(t.ColTotals, chart.None) {
		return x.f.T("analysis.gap")
	}
	return ""
}
