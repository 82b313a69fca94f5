package web

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"slices"
	"sync"

	"github.com/openupr/openupr/assets"
	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// land is the outline that the build made, in the measures of the chart's map; empty where it was built without it.
var land = sync.OnceValue(func() string {
	b, err := fs.ReadFile(assets.Dist(), "land.json")
	if err != nil {
		return ""
	}
	var outline struct {
		Width, Height float64
		Path          string
	}
	if err := json.Unmarshal(b, &outline); err != nil || outline.Width != chart.MapWidth || outline.Height != chart.MapHeight {
		return ""
	}
	return outline.Path
})

// worldMap sets an equal mark for each State: what it received, or what it made.
func (a *App) worldMap(r *http.Request, x *analysis) error {
	sides := []string{"received", "made"}
	side, err := x.chosen("side", sides, "received")
	if err != nil {
		return err
	}
	x.controls = append(x.controls, x.control("side", "analysis.map.side", sides, side, func(code string) string { return x.f.T("analysis.map.side." + code) }), x.unitControl())
	field := query.State
	if side == "made" {
		field = query.By
	}
	counted, err := x.crossing(r, x.req, field, query.Kind)
	if err != nil || counted.Total == 0 {
		return err
	}
	held, err := x.snap.Cross(r.Context(), query.Query{}, query.State, query.Kind, x.req.Unit)
	if err != nil {
		return err
	}
	numbers := map[string]int{}
	for i, l := range counted.Rows {
		numbers[l.Code] = counted.RowTotals[i]
	}
	t := chart.Table{RowHead: facetName(x.f.P, field), Cols: []chart.Label{{Code: "n", Text: x.f.T("unit." + string(x.req.Unit))}}, Total: counted.Total}
	places, with := map[string]chart.Point{}, 0
	for _, s := range mapped(counted.Rows, field) {
		code := string(s)
		n := numbers[code]
		if n == 0 && field == query.State && !slices.Contains(held.Rows, code) {
			n = chart.None
		}
		if n > 0 {
			with++
		}
		t.Rows = append(t.Rows, chart.Label{Code: code, Text: facetValue(x.f.P, field, code)})
		t.Cells = append(t.Cells, []int{n})
		if p, ok := reference.PositionOf(s); ok {
			places[code] = chart.Point(p)
		}
	}
	t = t.Part(x.ownOrder(field, t.Rows), []int{0})
	c := x.caption(x.f.T("analysis.map.question."+side), x.f.T("analysis.map.reading", "total", x.count(t.Total), "count", with),
		x.f.T("analysis.map.marks"), x.f.T("analysis.map.disclaimer"), x.landNote())
	x.figures = []figure{{name: "map", wide: true, list: func(row, _ string) string { return x.list(string(field), row) },
		chart: &chart.Map{Caption: c, Table: t, Land: land(), Places: places, Missing: x.f.T("analysis.map.missing"), Zero: x.f.T("analysis.map.zero")}}}
	return nil
}

func (x *analysis) landNote() string {
	if land() == "" {
		return ""
	}
	return x.f.T("analysis.map.land")
}

// mapped are the States that a map shows: those that can be reviewed, or that can recommend, and the sample's where it
// is among what was counted (in the table only: it lies nowhere).
func mapped(counted []chart.Label, field query.Field) []upr.State {
	var out []upr.State
	for _, s := range reference.States() {
		if field == query.By || s.Status == reference.Member {
			out = append(out, s.Code)
		}
	}
	for _, l := range counted {
		if l.Code != "" && !slices.Contains(out, upr.State(l.Code)) {
			out = append(out, upr.State(l.Code))
		}
	}
	return out
}
