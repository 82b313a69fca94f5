package web

import (
	"math/big"
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// seriesFigure is the values of an indicator as small multiples: one line for each part, all from zero and to one scale.
// Values are decimal texts; only where a line is drawn they become whole numbers of the smallest unit that occurs.
type seriesFigure struct {
	chart  chart.Multiples
	days   []upr.Date // of the columns
	parts  []string   // of the rows
	held   map[string]*followup.Held[plan.Observation]
	scale  int    // digits behind the decimal point in a whole number of the chart
	gaps   string // code of why nothing is drawn
	id     string
	edit   bool
	in     *inWork
	values int
}

// Bounds of what is drawn.
const (
	maxParts   = 12
	maxPeriods = 120
	maxDigits  = 6
)

// figure makes the picture of an indicator; nil when there is no value. small shows the whole only.
func (in *inWork) figure(a *App, h *followup.Held[plan.Indicator], small bool) *seriesFigure {
	f := &seriesFigure{held: map[string]*followup.Held[plan.Observation]{}, id: h.ID, in: in, edit: in.maySeries(h.Thing.Body)}
	for _, o := range in.view.ObservationsOf(h.ID) {
		t := o.Thing
		if small && t.Of != "" {
			continue
		}
		f.values++
		f.held[plan.ObservationID("", t.On, t.Of)] = o
		if len(f.days) == 0 || f.days[len(f.days)-1] != t.On {
			f.days = append(f.days, t.On)
		}
		if !slices.Contains(f.parts, t.Of) {
			f.parts = append(f.parts, t.Of)
		}
	}
	if f.values == 0 {
		return nil
	}
	slices.Sort(f.parts) // the whole comes first: it has no name
	title := in.words(h.Thing.Title)
	last := f.days[len(f.days)-1]
	f.chart.Caption = chart.Caption{Question: title, Unit: h.Thing.Unit, Source: h.Thing.Source,
		Reading: in.f.T("series.reading", "from", in.day(f.days[0]), "to", in.day(last), "count", f.values),
		AsOf:    in.f.T("as-of.line", "act", in.f.P.Number(int(in.view.Act)), "date", in.f.P.Date(in.now))}
	if h.Thing.Baseline != "" {
		f.chart.Notes = append(f.chart.Notes, in.f.T("law.field.baseline")+": "+in.valueOn(h.Thing.Baseline, in.day(h.Thing.BaseOn)))
	}
	if h.Thing.Target != "" {
		f.chart.Notes = append(f.chart.Notes, in.f.T("law.field.target")+": "+in.valueOn(h.Thing.Target, in.day(h.Thing.TargetOn)))
	}
	f.fill(h.Thing.Frequency)
	return f
}

// fill turns values into the cells of the chart.
func (f *seriesFigure) fill(months int) {
	for _, o := range f.held {
		_, digits, _ := strings.Cut(o.Thing.Value, ".")
		f.scale = max(f.scale, len(strings.TrimRight(digits, "0")))
	}
	columns := f.columns(months)
	switch {
	case f.scale > maxDigits:
		f.gaps = "digits"
	case len(f.parts) > maxParts:
		f.gaps = "parts"
	case len(columns) > maxPeriods:
		f.gaps = "periods"
	}
	if f.gaps != "" {
		return
	}
	t := &f.chart.Table
	t.RowHead, t.ColHead = f.in.f.T("series.of"), f.in.f.T("series.until")
	for i, d := range columns {
		t.Cols = append(t.Cols, chart.Label{Code: d.String(), Text: f.in.day(d)})
		tick := ""
		if i == 0 || i == len(columns)-1 {
			tick = d.String()[:4]
		}
		f.chart.Ticks = append(f.chart.Ticks, tick)
	}
	for _, part := range f.parts {
		label := chart.Label{Code: part, Text: part}
		if part == "" {
			label = chart.Label{Code: "all", Text: f.in.f.T("series.whole")}
		}
		t.Rows = append(t.Rows, label)
		cells := make([]int, len(columns))
		for j, d := range columns {
			if cells[j] = chart.None; f.held[plan.ObservationID("", d, part)] != nil {
				n, ok := wholeNumber(f.held[plan.ObservationID("", d, part)].Thing.Value, f.scale)
				if !ok {
					f.gaps = "negative"
				}
				cells[j] = n
			}
		}
		t.Cells = append(t.Cells, cells)
	}
}

// columns are the periods: those that have a value, and between them those that should have one, so that a gap shows.
func (f *seriesFigure) columns(months int) []upr.Date {
	if months <= 0 || len(f.days) < 2 {
		return f.days
	}
	var out []upr.Date
	for i, d := range f.days {
		for n := 1; i > 0 && n < maxPeriods; n++ {
			next := monthsAfter(f.days[i-1], n*months)
			if !d.After(next) {
				break
			}
			out = append(out, next)
		}
		out = append(out, d)
	}
	return out
}

// monthsAfter is the last day of the month that lies some months after that of a day.
func monthsAfter(d upr.Date, n int) upr.Date {
	t := upr.Date{Year: d.Year, Month: d.Month, Day: 1}.Time().AddDate(0, n+1, -1)
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

// wholeNumber is a decimal as a whole number of its smallest unit; ok is false where a line from zero cannot show it.
func wholeNumber(value string, scale int) (int, bool) {
	r, ok := new(big.Rat).SetString(value)
	if !ok || r.Sign() < 0 {
		return chart.None, false
	}
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)))
	if !r.IsInt() || !r.Num().IsInt64() || r.Num().Int64() > 1<<50 {
		return chart.None, false
	}
	return int(r.Num().Int64()), true
}

// decimalOf writes a whole number of the smallest unit as a decimal again.
func (f *seriesFigure) decimalOf(n int) string {
	s := new(big.Rat).SetFrac(big.NewInt(int64(n)), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(f.scale)), nil)).FloatString(f.scale)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return f.in.number(s)
}

// draw is the picture, or nothing where it cannot be drawn.
func (f *seriesFigure) draw(frame work.Frame, id string) string {
	if f.gaps != "" {
		return ""
	}
	return chart.Inline(&f.chart, chart.Setting{ID: id, Lang: frame.P.Tag(), RTL: frame.P.Dir() == "rtl", Number: f.decimalOf,
		Share: func(int, int) string { return "" }, None: frame.T("series.no-value")})
}

// shown is the figure of an indicator's page with the table behind it, which shows values as they were given.
func (f *seriesFigure) shown(in *inWork, r *http.Request) *work.SeriesFigure {
	w := f.chart.Words()
	out := &work.SeriesFigure{Question: w.Question, Reading: w.Reading, Unit: w.Unit, Source: w.Source, AsOf: w.AsOf, Notes: w.Notes, Picture: f.draw(in.f, "series"), Parts: f.parts}
	if f.gaps != "" {
		out.Gaps = in.f.T("series.gaps." + f.gaps)
	}
	for _, i := range whichOf(len(f.days), r.URL.Query().Get("page"), valueRows) {
		row := work.ValueRow{Period: in.day(f.days[i])}
		for _, part := range f.parts {
			v := work.Value{}
			if o := f.held[plan.ObservationID("", f.days[i], part)]; o != nil {
				v.Text, v.Note = in.number(o.Thing.Value), o.Thing.Note
				if f.edit {
					v.Drop = &work.Drop{Form: work.Form{Action: in.f.Href("indicators", f.id) + "/values", Base: o.Fact}, ID: o.ID, What: row.Period + " " + part}
				}
			}
			row.Values = append(row.Values, v)
		}
		out.Rows = append(out.Rows, row)
	}
	out.Pages = pagesOf(r, len(f.days), valueRows)
	return out
}
