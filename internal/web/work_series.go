package web

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/series"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Bounds of what a page of indicators shows.
const (
	indicatorRows = 12
	valueRows     = 60
	planRows      = 100
)

// workIndicators lists what is measured.
func (a *App) workIndicators(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "indicators")
	if err != nil {
		return err
	}
	kind := r.URL.Query().Get("type")
	if !slices.Contains(plan.IndicatorTypes, plan.IndicatorType(kind)) {
		kind = ""
	}
	out := work.Indicators{Type: kind, Types: []work.Count{{N: in.view.Indicators.Len(), Href: in.f.Href("indicators")}}}
	var shown []*followup.Held[plan.Indicator]
	counts := map[plan.IndicatorType]int{}
	for _, x := range in.view.Indicators.Any() {
		if counts[x.Thing.Type]++; kind == "" || string(x.Thing.Type) == kind {
			shown = append(shown, x)
		}
	}
	for _, t := range plan.IndicatorTypes {
		if counts[t] > 0 {
			out.Types = append(out.Types, work.Count{Code: string(t), N: counts[t], Href: in.f.Href("indicators") + "?type=" + url.QueryEscape(string(t))})
		}
	}
	less := in.f.P.Less()
	slices.SortFunc(shown, func(x, y *followup.Held[plan.Indicator]) int {
		return cmp.Or(less(in.words(x.Thing.Title), in.words(y.Thing.Title)), cmp.Compare(x.ID, y.ID))
	})
	out.Total = len(shown)
	for n, i := range whichOf(len(shown), r.URL.Query().Get("page"), indicatorRows) {
		row := in.indicatorRow(shown[i])
		if f := in.figure(a, shown[i], true); f != nil {
			row.Picture = f.draw(in.f, "i"+strconv.Itoa(n))
		}
		out.Rows = append(out.Rows, row)
	}
	out.Pages = pagesOf(r, len(shown), indicatorRows)
	if in.may(account.EditSeries, nil) {
		out.New = in.f.Href("indicators", "new")
	}
	return a.render(w, r, http.StatusOK, work.IndicatorsPage(in.f, out))
}

func (in *inWork) indicatorRow(x *followup.Held[plan.Indicator]) work.IndicatorRow {
	t := x.Thing
	row := work.IndicatorRow{Link: in.thing(plan.KindIndicator, x.ID), Type: string(t.Type), Unit: t.Unit, Body: in.bodyLink(t.Body)}
	for _, o := range in.view.ObservationsOf(x.ID) {
		if o.Thing.Of == "" {
			row.Latest = in.f.T("series.latest", "value", in.number(o.Thing.Value), "day", in.day(o.Thing.On))
		}
	}
	return row
}

// number is a decimal text with the reader's decimal sign; its digits stay.
func (in *inWork) number(s string) string {
	if in.f.P.Number(1) != "" && strings.Contains(in.f.T("series.decimal"), ",") {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// maySeries says whether the reader may change an indicator.
func (in *inWork) maySeries(body string) bool {
	return in.may(account.EditSeries, &account.Target{Bodies: []string{body}})
}

// workIndicator shows an indicator, or the form for a new one.
func (a *App) workIndicator(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "indicators")
	if err != nil {
		return err
	}
	return a.showIndicator(w, r, in, http.StatusOK, shownForms{})
}

// shownForms are forms of an indicator's page with something wrong or something to confirm in them.
type shownForms struct {
	edit  *work.IndicatorForm
	value *work.ValueForm
	table *work.TableForm
}

func (a *App) showIndicator(w http.ResponseWriter, r *http.Request, in *inWork, status int, x shownForms) error {
	id := r.PathValue("id")
	h, ok := in.view.Indicators.Get(id)
	if !ok && (id != "new" || !in.may(account.EditSeries, nil)) {
		return notFound(short(id))
	}
	if !ok || in.maySeries(h.Thing.Body) {
		if x.edit == nil {
			x.edit = &work.IndicatorForm{}
			if ok {
				x.edit.Indicator, x.edit.Base = h.Thing, h.Fact
			}
		}
		in.fillIndicator(x.edit, id)
	}
	if !ok {
		return a.render(w, r, status, work.NewIndicatorPage(in.f, *x.edit))
	}
	t := h.Thing
	out := work.Indicator{IndicatorRow: in.indicatorRow(h), Title: in.text(t.Title), Definition: t.Definition, Source: t.Source, By: t.By, Goal: t.Goal,
		Baseline: in.valueOn(t.Baseline, in.day(t.BaseOn)), Target: in.valueOn(t.Target, in.day(t.TargetOn)), CSV: in.f.Href("indicators", id) + "/values.csv", Edit: x.edit}
	if t.Frequency > 0 {
		out.Frequency = in.f.T("series.months", "count", t.Frequency)
	}
	for _, rec := range t.Recs {
		out.Recs = append(out.Recs, in.recLink(rec))
	}
	for _, m := range t.Measures {
		out.Measures = append(out.Measures, in.thing(plan.KindMeasure, m))
	}
	for _, e := range in.view.EvidenceOf(id) {
		if followup.MaySee(in.who, in.ws, e.Thing) {
			out.Evidence = append(out.Evidence, in.thing(plan.KindEvidence, e.ID))
		}
	}
	if f := in.figure(a, h, false); f != nil {
		out.Figure = f.shown(in, r)
	}
	if in.maySeries(t.Body) {
		action := in.f.Href("indicators", id) + "/values"
		if x.value == nil {
			x.value = &work.ValueForm{}
		}
		if x.table == nil {
			x.table = &work.TableForm{}
		}
		x.value.Action, x.table.Action = action, action
		x.table.Heads = strings.Join(series.Heads(string(in.f.P.Lang())), ", ")
		out.Value, out.Table = x.value, x.table
	}
	if err := opens(r, a, in, h.ID, func(v *followup.View) bool { _, ok := v.Indicators.Get(h.ID); return ok }); err != nil {
		return err
	}
	return a.render(w, r, status, work.IndicatorPage(in.f, out))
}

func (in *inWork) valueOn(value, day string) string {
	switch {
	case value == "":
		return ""
	case day == "":
		return in.number(value)
	}
	return in.f.T("series.latest", "value", in.number(value), "day", day)
}

func (in *inWork) fillIndicator(x *work.IndicatorForm, id string) {
	x.Action, x.New = in.f.Href("indicators", id), id == "new"
	x.Types = work.Options(in.f, "law.indicator-type.", plan.IndicatorTypes, x.Indicator.Type)
	x.Bodies = in.bodyOptions(x.Indicator.Body, nil)
	if !in.may(account.EditSeries, &account.Target{}) { // for one's bodies only
		mine := in.bodiesFor(account.EditSeries)
		x.Bodies = slices.DeleteFunc(x.Bodies, func(o work.Option) bool { return !slices.Contains(mine, o.Value) })
	}
	for m, h := range in.view.Measures.Any() {
		if len(x.Measures) < 200 || slices.Contains(x.Indicator.Measures, m) {
			x.Measures = append(x.Measures, work.Option{Value: m, Label: in.words(h.Thing.Title), Chosen: slices.Contains(x.Indicator.Measures, m)})
		}
	}
	in.sortOptions(x.Measures)
}

// saveIndicator saves what is measured.
func (a *App) saveIndicator(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "indicators")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	held := heldOf(in.view.Indicators, id)
	if held == nil && id != "new" {
		return notFound(short(id))
	}
	linesOf(f, "rec")
	linesOf(f, "by")
	x, wrong := decodeOver(f, held)
	again := func(errs []page.FieldError) error {
		e := &work.IndicatorForm{Indicator: x}
		e.Base, e.Errors = baseIn(f), errs
		return a.showIndicator(w, r, in, http.StatusUnprocessableEntity, shownForms{edit: e})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id == "new" {
		id = ""
	}
	if id, err = a.Desk.SaveIndicator(r.Context(), in.who, in.ws, id, baseIn(f), x); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("indicators", id), "law.saved")
}

// saveValues saves one value, takes one away, or reads a table: first to look at it, then to bring it.
func (a *App) saveValues(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseMultipartForm(maxTable); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return badRequest("")
	}
	in, err := a.inside(r, "indicators")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	to := in.f.Href("indicators", id)
	switch f.Get("do") {
	case "one":
		return a.saveValue(w, r, in, f)
	case "drop":
		if err := a.Desk.DropObservation(r.Context(), in.who, in.ws, id, f.Get("id"), baseIn(f)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, to, "law.dropped")
	}
	table := &work.TableForm{Show: true, Text: f.Get("csv")}
	if r.MultipartForm != nil {
		if text, err := tableFile(r); err != nil {
			return err
		} else if text != "" {
			table.Text = text
		}
	}
	rows, wrong := series.Read([]byte(strings.ReplaceAll(table.Text, "\r\n", "\n")))
	if len(wrong) > 0 {
		for _, x := range wrong[:min(len(wrong), planRows)] {
			table.Wrong = append(table.Wrong, work.WrongLine{Line: x.Line, Why: in.f.T("series.wrong."+string(x.Code), "value", x.Value)})
		}
		return a.showIndicator(w, r, in, http.StatusUnprocessableEntity, shownForms{table: table})
	}
	var list []plan.Observation
	for _, x := range rows {
		list = append(list, plan.Observation{Indicator: id, On: x.On, Of: x.Of, Value: x.Value, Source: x.Source, Note: x.Note})
	}
	if f.Get("do") == "confirm" {
		n, err := a.Desk.SaveObservations(r.Context(), in.who, in.ws, id, list, f.Get("seen"))
		var invalid *followup.Invalid
		if err == nil {
			return a.done(w, r, to, "series.done", "count", n)
		}
		if !errors.As(err, &invalid) || invalid.Code != "stale" {
			return a.failed(w, r, in, err, func(errs []page.FieldError) error {
				table.Errors = errs
				return a.showIndicator(w, r, in, http.StatusUnprocessableEntity, shownForms{table: table})
			})
		}
		table.Errors = []page.FieldError{in.invalid(invalid)} // somebody changed values meanwhile: look again
	}
	p, err := a.Desk.PlanSeries(r.Context(), in.who, in.ws, id, list)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	table.Plan = in.tablePlan(p)
	return a.showIndicator(w, r, in, http.StatusOK, shownForms{table: table})
}

// maxTable bounds what of a form is held in memory.
const maxTable = 1 << 20

// tableFile is the text of a table that was handed in as a file; empty where there is none.
func tableFile(r *http.Request) (string, error) {
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return "", nil
	}
	if err != nil {
		return "", badRequest("")
	}
	defer file.Close()
	b, err := io.ReadAll(io.LimitReader(file, series.MaxBytes+1))
	return string(b), err
}

func (in *inWork) tablePlan(p followup.SeriesPlan) *work.TablePlan {
	out := &work.TablePlan{Digest: p.Digest, Same: p.Same}
	for _, c := range p.Changes {
		if c.New {
			out.New++
		} else {
			out.Changed++
		}
		if len(out.Rows) == planRows {
			out.More++
			continue
		}
		out.Rows = append(out.Rows, work.SeriesRow{Period: in.day(c.On), Of: c.Of, Old: in.number(c.Old), New: in.number(c.Value)})
	}
	return out
}

// saveValue saves one value by hand.
func (a *App) saveValue(w http.ResponseWriter, r *http.Request, in *inWork, f url.Values) error {
	id := r.PathValue("id")
	var o plan.Observation
	wrong := decodeThing(f, &o)
	x := &work.ValueForm{Observation: o, Period: f.Get("period"), Show: true}
	again := func(errs []page.FieldError) error {
		x.Errors = errs
		return a.showIndicator(w, r, in, http.StatusUnprocessableEntity, shownForms{value: x})
	}
	var ok bool
	if o.On, ok = series.Period(f.Get("period")); !ok {
		wrong = append(wrong, formError{"period", "value", short(f.Get("period"))})
	}
	value, code := series.Decimal(o.Value)
	if code != "" {
		wrong = append(wrong, formError{"value", "value", short(o.Value)})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	o.Indicator, o.Value = id, value
	if err := a.Desk.SaveObservation(r.Context(), in.who, in.ws, baseIn(f), o); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("indicators", id), "law.saved")
}

// indicatorCSV hands out the values as they were given.
func (a *App) indicatorCSV(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "indicators")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if _, ok := in.view.Indicators.Get(id); !ok {
		return notFound(short(id))
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "openupr-indicator-" + id + ".csv"}))
	h.Set("Cache-Control", "no-cache, private")
	out := csv.NewWriter(w)
	_ = out.Write([]string{"period", "value", "disaggregation", "source", "note"}) // an error is kept by the writer
	for _, o := range in.view.ObservationsOf(id) {
		t := o.Thing
		_ = out.Write([]string{t.On.String(), t.Value, safeCell(t.Of), safeCell(t.Source), safeCell(t.Note)})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		a.Log.Debug("values were not taken", "indicator", id, "error", err)
	}
	return nil
}

// safeCell keeps spreadsheets from taking words for a formula.
func safeCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
