package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/web/page"
)

// labelled gives the numbers of a crossing the words of the reader's language, States in that language's order.
func (x *analysis) labelled(t corpus.Table, rows, cols query.Field) chart.Table {
	out := chart.Table{RowHead: facetName(x.f.P, rows), ColHead: facetName(x.f.P, cols), Cells: t.Cells, RowTotals: t.RowTotals, ColTotals: t.ColTotals, Total: t.Total}
	for _, v := range t.Rows {
		out.Rows = append(out.Rows, chart.Label{Code: v, Text: facetValue(x.f.P, rows, v)})
	}
	for _, v := range t.Cols {
		out.Cols = append(out.Cols, chart.Label{Code: v, Text: facetValue(x.f.P, cols, v)})
	}
	return out.Part(x.ownOrder(rows, out.Rows), x.ownOrder(cols, out.Cols))
}

// ownOrder is the order of a facet's values: States and other named things by name in the reader's language, the rest as
// the record has them. What has no value comes last.
func (x *analysis) ownOrder(f query.Field, labels []chart.Label) []int {
	out := make([]int, len(labels))
	for i := range out {
		out[i] = i
	}
	if slices.Contains([]query.Field{query.State, query.By, query.Org, query.ByOrg, query.Issue, query.Affected}, f) {
		less := x.f.P.Less()
		slices.SortStableFunc(out, func(a, b int) int {
			if (labels[a].Code == "") != (labels[b].Code == "") {
				return cmp.Compare(labels[b].Code, labels[a].Code)
			}
			return less(labels[a].Text, labels[b].Text)
		})
	}
	return out
}

// shown is the chart of a figure as far as a page shows it: the rows and columns of the page that the address names.
func (x *analysis) shown(g *figure) chart.Chart {
	switch g.chart.(type) {
	case *chart.Matrix, *chart.Bars:
	default:
		return g.chart // its own marks bound it
	}
	t := g.chart.Numbers()
	rows, cols := whichOf(len(t.Rows), x.own.Get("rowpage"), tableRows), whichOf(len(t.Cols), x.own.Get("colpage"), tableCols)
	if len(rows) == len(t.Rows) && len(cols) == len(t.Cols) {
		return g.chart
	}
	href := func(name string) func(int) string {
		return func(n int) string { return x.address(x.path, name, strconv.Itoa(n)) + "#" + g.name }
	}
	g.paged = paging{
		rows: page.Pagination{Current: rows[0]/tableRows + 1, Count: (len(t.Rows) + tableRows - 1) / tableRows, Href: href("rowpage")},
		cols: page.Pagination{Current: cols[0]/tableCols + 1, Count: (len(t.Cols) + tableCols - 1) / tableCols, Href: href("colpage")},
	}
	part := t.Part(rows, cols)
	if c, ok := g.chart.(*chart.Bars); ok {
		return &chart.Bars{Caption: c.Caption, Table: part, Together: c.Together}
	}
	c := g.chart.(*chart.Matrix)
	return &chart.Matrix{Caption: c.Caption, Table: part, Tint: c.Tint}
}

// whichOf are the indexes on a page of n things; a page that does not exist is the nearest one.
func whichOf(n int, asked string, size int) []int {
	last := max((n+size-1)/size, 1)
	current := min(max(atoi(asked), 1), last)
	var out []int
	for i := (current - 1) * size; i < min(current*size, n); i++ {
		out = append(out, i)
	}
	return out
}

// figure fills in what a page shows of a figure.
func (x *analysis) figure(g figure) page.Figure {
	c := x.shown(&g)
	w := c.Words()
	out := page.Figure{Name: g.name, Question: w.Question, Reading: w.Reading, Unit: w.Unit, AsOf: w.AsOf, Source: w.Source, Notes: w.Notes,
		Wide: g.wide, Parts: g.parts, Open: g.table,
		SVG: x.address(x.path+".svg", "figure", g.name), CSV: x.address(x.path+".csv", "figure", g.name), Embed: x.address("/embed"+x.path, "figure", g.name)}
	if !g.table {
		out.Picture = chart.Inline(c, x.setting(g.name))
	}
	out.Table = x.table(g, c.Numbers())
	return out
}

func (x *analysis) table(g figure, t chart.Table) page.FigureTable {
	out := page.FigureTable{RowHead: t.RowHead, ColHead: t.ColHead, Totals: t.RowTotals != nil && (len(t.Cols) > 1 || g.paged.cols.Count > 1)}
	if g.sorting {
		sort := "count"
		if g.sorted {
			sort = ""
		}
		out.Sort = &page.FigureSort{ByCount: g.sorted, Href: x.address(x.path, "sort", sort, "rowpage", "", "colpage", "") + "#" + g.name}
	}
	list := func(row, col string) string {
		if g.list == nil {
			return ""
		}
		return g.list(row, col)
	}
	for _, c := range t.Cols {
		out.Cols = append(out.Cols, page.FigureHead{Text: c.Text, Href: list(whole, c.Code)})
	}
	most := t.MaxNamed()
	for i, r := range t.Rows {
		row := page.FigureRow{Text: r.Text, Href: list(r.Code, whole)}
		for j, c := range t.Cols {
			n := t.Cells[i][j]
			cell := page.FigureCell{N: n, Known: n != chart.None, Href: list(r.Code, c.Code)}
			if n > 0 {
				cell.Share = x.shareOf(g, t, i, j)
			}
			if g.table {
				cell.Tint = chart.TintStep(n, most)
			}
			row.Cells = append(row.Cells, cell)
		}
		if t.RowTotals != nil {
			row.Total = page.FigureCell{N: t.RowTotals[i], Known: true, Href: row.Href}
		}
		out.Rows = append(out.Rows, row)
	}
	if t.ColTotals != nil {
		foot := page.FigureRow{Text: x.f.T("analysis.distinct"), Total: page.FigureCell{N: t.Total, Known: true, Href: list(whole, whole)}}
		for j, c := range t.Cols {
			foot.Cells = append(foot.Cells, page.FigureCell{N: t.ColTotals[j], Known: t.ColTotals[j] != chart.None, Href: list(whole, c.Code)})
		}
		out.Foot = &foot
	}
	if g.paged.rows.Count > 0 {
		out.More = []page.Pagination{g.paged.rows, g.paged.cols}
		out.MoreOf = []string{x.f.T("analysis.more-rows", "of", t.RowHead), x.f.T("analysis.more-columns", "of", t.ColHead)}
	}
	return out
}

func (x *analysis) shareOf(g figure, t chart.Table, i, j int) string {
	n := t.Cells[i][j]
	switch g.share {
	case "row":
		return share(x.f.P, n, t.RowTotals[i])
	case "column":
		return share(x.f.P, n, t.ColTotals[j])
	case "all":
		return share(x.f.P, n, t.Total)
	}
	return ""
}

// overlapNote explains why totals are less than sums, where they are.
func (x *analysis) overlapNote(t chart.Table) string {
	if !t.Overlap() {
		return ""
	}
	return x.f.T("analysis.overlap", "unit", x.f.T("unit."+string(x.req.Unit)))
}

// originNote says where labels come from, where a facet is made of them.
func (x *analysis) originNote(fields ...query.Field) string {
	if slices.ContainsFunc(fields, isGuessed) {
		return x.f.T("analysis.origin")
	}
	return ""
}

// rangeOf are the least and the greatest known number.
func rangeOf(t chart.Table) (least, most int) {
	least = -1
	for _, r := range t.Cells {
		for _, n := range r {
			if n == chart.None {
				continue
			}
			if least < 0 || n < least {
				least = n
			}
			most = max(most, n)
		}
	}
	return max(least, 0), most
}

// count writes a number with its unit.
func (x *analysis) count(n int) string { return x.f.T("count."+string(x.req.Unit), "count", n) }
