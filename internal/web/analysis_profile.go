package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// profile is a State beside its regional group and the world: what it received and what it made. It has no score, and no
// State stands above another.
func (a *App) profile(w http.ResponseWriter, r *http.Request) error {
	raw, ending := cutEnding(r.PathValue("state"))
	return a.profileAs(w, r, raw, ending)
}

func (a *App) profileEmbed(w http.ResponseWriter, r *http.Request) error {
	return a.profileAs(w, r, r.PathValue("state"), "embed")
}

func (a *App) profileAs(w http.ResponseWriter, r *http.Request, raw, form string) error {
	code := upr.State(strings.ToUpper(raw))
	info, ok := stateInfo(code)
	if !ok || raw != string(code) {
		return notFound(raw)
	}
	return a.analyse(w, r, "profile", "/analysis/states/"+raw, form, func(a *App, r *http.Request, x *analysis) error {
		name := facetValue(x.f.P, query.State, raw)
		x.title, x.lede = x.f.T("analysis.profile.of", "state", name), x.f.T("analysis.profile.lede")
		x.controls = append(x.controls, x.unitControl())
		total := 0
		if info.Status != reference.Observer {
			if err := x.side(r, "received", query.State, query.Group, info); err != nil {
				return err
			}
			total = x.total
		}
		if err := x.side(r, "made", query.By, query.ByGroup, info); err != nil {
			return err
		}
		x.total += total
		return nil
	})
}

// side adds the figures of what a State received, or of what it made.
func (x *analysis) side(r *http.Request, side string, state, group query.Field, info reference.StateInfo) error {
	name := facetValue(x.f.P, state, string(info.Code))
	mine := narrow(x.req, state, string(info.Code))
	t, err := x.overTime(r, mine, query.Position, query.Cycle)
	if err != nil {
		return err
	}
	if t.Total == 0 {
		x.total = 0
		return nil
	}
	total := t.Total
	c := x.caption(x.f.T("analysis.profile."+side+"-cycles", "state", name), x.seriesReading(t), x.f.T("analysis.scale"), x.gapNote(t))
	x.figures = append(x.figures, figure{name: side + "-cycles", parts: true, chart: &chart.Multiples{Caption: c, Table: t, Ticks: ticks(t.Cols)},
		list: func(row, col string) string {
			return x.list(string(state), string(info.Code), "position", row, "cycle", col)
		}})
	wholes := []beside{{code: string(info.Code), text: name, req: mine}}
	if info.Group != upr.NoGroup {
		wholes = append(wholes, beside{code: string(info.Group), text: x.f.T("group." + string(info.Group)), req: narrow(x.req, group, string(info.Group))})
	}
	wholes = append(wholes, beside{code: "world", text: x.f.T("analysis.world"), req: x.req})
	for _, by := range []query.Field{query.Position, query.Action, query.Issue} {
		if err := x.compare(r, side, by, name, wholes, state, group); err != nil {
			return err
		}
	}
	x.total = total
	return nil
}

// beside is one of the wholes that are compared.
type beside struct {
	code, text string
	req        query.Request
}

// compare sets the shares of a facet's values beside each other.
func (x *analysis) compare(r *http.Request, side string, by query.Field, name string, wholes []beside, state, group query.Field) error {
	var rows []string
	at := map[string][]int{}
	t := chart.Table{RowHead: facetName(x.f.P, by)}
	for j, b := range wholes {
		counts, err := x.snap.Cross(r.Context(), b.req.Query, by, query.Kind, x.req.Unit)
		if err != nil {
			return fmt.Errorf("counting %s: %w", by, err)
		}
		t.Cols, t.ColTotals = append(t.Cols, chart.Label{Code: b.code, Text: b.text}), append(t.ColTotals, counts.Total)
		for i, v := range counts.Rows {
			if at[v] == nil {
				at[v] = make([]int, len(wholes))
			}
			at[v][j] = counts.RowTotals[i]
		}
		rows = counts.Rows // of the world, the last: it has every value that the others have
	}
	for _, v := range rows {
		t.Rows = append(t.Rows, chart.Label{Code: v, Text: facetValue(x.f.P, by, v)})
		t.Cells = append(t.Cells, at[v])
	}
	t.Total = t.ColTotals[len(t.ColTotals)-1]
	t = t.Part(x.ownOrder(by, t.Rows), all(len(t.Cols)))
	question := x.f.T("analysis.profile."+side, "state", name, "by", facetName(x.f.P, by))
	c := x.caption(question, x.f.T("analysis.profile.reading", "state", name, "total", x.count(t.ColTotals[0])), x.f.T("analysis.profile.shares"),
		x.severalNote(t), x.originNote(by))
	x.figures = append(x.figures, figure{name: side + "-" + string(by), share: "column", chart: &chart.Beside{Caption: c, Table: t},
		list: func(row, col string) string {
			for j, b := range wholes {
				field := []query.Field{state, group}[min(j, 1)]
				if b.code == col && col != "world" {
					return x.list(string(field), col, string(by), row)
				}
			}
			return x.list(string(by), row)
		}})
	return nil
}

// severalNote says that shares add up to more than the whole, where one thing has several values.
func (x *analysis) severalNote(t chart.Table) string {
	if !t.Overlap() {
		return ""
	}
	return x.f.T("analysis.profile.several")
}
