package web

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Bounds of what is drawn of published indicators.
const (
	indicatorsFirst = 6  // beside the recommendations; a page of their own has the rest
	indicatorsMost  = 60 // there; the open data has all
	valuesMost      = 24 // periods in the table behind a picture, the latest ones
)

// indicators are the published ones as small multiples, by title.
func (in *inPublic) indicators(most int) []page.FollowIndicator {
	var list []*followup.Held[plan.Indicator]
	for _, h := range in.view.Indicators.All() {
		list = append(list, h)
	}
	less := in.f.P.Less()
	slices.SortFunc(list, func(x, y *followup.Held[plan.Indicator]) int {
		return cmp.Or(less(in.words(x.Thing.Title), in.words(y.Thing.Title)), cmp.Compare(x.ID, y.ID))
	})
	var out []page.FollowIndicator
	for i, h := range list[:min(len(list), most)] {
		out = append(out, in.indicator(h, "i"+strconv.Itoa(i)))
	}
	return out
}

// indicator is one of them with the table behind its picture. It is drawn as the workspace draws it, from the published side.
func (in *inPublic) indicator(h *followup.Held[plan.Indicator], id string) page.FollowIndicator {
	t := h.Thing
	words, lang := t.Title.In(string(in.f.P.Lang()))
	out := page.FollowIndicator{ID: id, Title: words, Lang: lang, Kind: in.f.T("law.indicator-type." + string(t.Type)), Unit: t.Unit, Source: t.Source, Body: in.body(t.Body), Definition: t.Definition}
	drawn := &inWork{ws: in.ws, view: in.view, open: in.view, recs: in.recs, f: work.Frame{Frame: in.f, WS: in.ws}, now: in.a.Now()}
	f := drawn.figure(in.a, h, false)
	if f == nil {
		return out
	}
	w := f.chart.Words()
	out.Reading, out.Notes, out.Picture, out.Parts = w.Reading, w.Notes, f.draw(drawn.f, id), f.parts
	if f.gaps != "" {
		out.Gaps = in.f.T("series.gaps." + f.gaps)
	}
	for _, d := range f.days[max(0, len(f.days)-valuesMost):] {
		row := page.FollowValues{Period: in.day(d)}
		for _, part := range f.parts {
			v := ""
			if o := f.held[plan.ObservationID("", d, part)]; o != nil {
				v = drawn.number(o.Thing.Value)
			}
			row.Values = append(row.Values, v)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
