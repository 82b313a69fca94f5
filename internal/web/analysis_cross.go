package web

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// cross counts any two facets against each other.
func (a *App) cross(r *http.Request, x *analysis) error {
	codes := facetCodes(corpus.Facets)
	rows, err := x.chosen("rows", codes, string(query.Issue))
	if err != nil {
		return err
	}
	cols, err := x.chosen("cols", codes, string(query.Position))
	if err != nil {
		return err
	}
	if rows == cols {
		return &Problem{http.StatusBadRequest, "same-facet", rows}
	}
	shares := []string{"row", "column", "all", "no"}
	of, err := x.chosen("share", shares, "row")
	if err != nil {
		return err
	}
	sort, err := x.chosen("sort", []string{"own", "count"}, "own")
	if err != nil {
		return err
	}
	name := func(code string) string { return facetName(x.f.P, query.Field(code)) }
	x.controls = append(x.controls, x.control("rows", "analysis.rows", codes, rows, name), x.control("cols", "analysis.cols", codes, cols, name), x.unitControl(),
		x.control("share", "analysis.share-of", shares, of, func(code string) string { return x.f.T("analysis.share-of." + code) }))
	fr, fc := query.Field(rows), query.Field(cols)
	if x.req.Implied && (fr == query.Kind || fc == query.Kind) {
		x.req = x.req.OfAllKinds()
	}
	t, err := x.crossing(r, x.req, fr, fc)
	if err != nil || len(t.Rows) == 0 {
		return err
	}
	order := ""
	if sort == "count" {
		by := make([]int, len(t.Rows))
		for i := range by {
			by[i] = i
		}
		slices.SortStableFunc(by, func(i, j int) int { return t.RowTotals[j] - t.RowTotals[i] })
		t = t.Part(by, all(len(t.Cols)))
		order = x.f.T("analysis.by-count")
	}
	least, most := rangeOf(t)
	c := x.caption(x.f.T("analysis.cross.question", "rows", t.RowHead, "columns", t.ColHead),
		x.f.T("analysis.cross.reading", "total", x.count(t.Total), "least", x.f.P.Number(least), "most", x.f.P.Number(most)),
		order, x.overlapNote(t), x.originNote(fr, fc))
	x.figures = []figure{{name: "cross", chart: &chart.Matrix{Caption: c, Table: t, Tint: true}, share: of, table: true, sorting: true, sorted: sort == "count",
		list: func(row, col string) string { return x.list(rows, row, cols, col) }}}
	return nil
}

// crossing counts two facets under a request, with labels.
func (x *analysis) crossing(r *http.Request, req query.Request, rows, cols query.Field) (chart.Table, error) {
	t, err := x.snap.Cross(r.Context(), req.Query, rows, cols, req.Unit)
	if err != nil {
		return chart.Table{}, fmt.Errorf("crossing %s and %s: %w", rows, cols, err)
	}
	x.total = t.Total
	return x.labelled(t, rows, cols), nil
}

func all(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
