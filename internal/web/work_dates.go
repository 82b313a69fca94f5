package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// datesPerPage is how many days a page of the calendar has.
const datesPerPage = 100

// dateViews are what the calendar can show: what is open, all of it, the reader's own, what has gone by undone.
var dateViews = []string{"open", "mine", "late", "all"}

// dates shows the calendar; with ?day=… the form of a day, with ?day=new an empty one.
func (a *App) dates(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "calendar")
	if err != nil {
		return err
	}
	return a.showDates(w, r, in, http.StatusOK, func(out *work.Dates, days []followup.Day) error {
		id := r.URL.Query().Get("day")
		if id == "" || !out.May {
			return nil
		}
		e, ok := in.dateForm(days, id)
		if !ok {
			return notFound(short(id))
		}
		out.Edit = e
		return nil
	})
}

func (a *App) showDates(w http.ResponseWriter, r *http.Request, in *inWork, status int, change func(*work.Dates, []followup.Day) error) error {
	on := reference.DayInGeneva(a.Now())
	days, err := a.Desk.Days(r.Context(), in.who, in.ws, on)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	view := r.URL.Query().Get("view")
	out := work.Dates{May: in.may(account.EditDates, nil)}
	for _, v := range dateViews {
		here := v == view || view == "" && v == dateViews[0]
		if here {
			view = v
		}
		out.Views = append(out.Views, work.DatesView{Code: v, Href: in.f.Href("calendar") + "?view=" + v, Here: here})
	}
	if out.May {
		out.Views = append(out.Views, work.DatesView{Code: "new", Href: in.f.Href("calendar") + "?day=new#set"})
	}
	if in.may(account.SetNotices, nil) {
		out.Notices = in.f.Href("notices") + "#calendar"
	}
	if s := in.view.State(); s != "" {
		out.Public = "/states/" + url.PathEscape(string(s)) + "/calendar.ics"
	}
	shown := in.datesIn(days, view, on)
	out.Total = len(shown)
	n := pageNumber(r, len(shown), datesPerPage)
	out.Pages = page.Pagination{Current: n, Count: (len(shown) + datesPerPage - 1) / datesPerPage, Near: 2, Href: func(n int) string {
		return fmt.Sprintf("%s?view=%s&page=%d", in.f.Href("calendar"), view, n)
	}}
	names := map[string]string{}
	for _, d := range shown[min(len(shown), (n-1)*datesPerPage):min(len(shown), n*datesPerPage)] {
		row, err := a.dateRow(r, in, d, on, names)
		if err != nil {
			return err
		}
		out.Rows = append(out.Rows, row)
	}
	if change != nil {
		if err := change(&out, days); err != nil {
			return err
		}
	}
	return a.render(w, r, status, work.DatesPage(in.f, out))
}

// pageNumber is the page that an address asks for, within bounds.
func pageNumber(r *http.Request, total, size int) int {
	n := 0
	if _, err := fmt.Sscanf(r.URL.Query().Get("page"), "%d", &n); err != nil || n < 1 {
		return 1
	}
	return max(1, min(n, (total+size-1)/size))
}

// datesIn are the days that a view shows.
func (in *inWork) datesIn(days []followup.Day, view string, on upr.Date) []followup.Day {
	bodies := in.bodiesFor(account.ReadWork)
	if len(days) == 0 {
		return nil
	}
	name := fmt.Sprintf("dates %p %s %s %q", &days[0], view, on, bodies)
	return followup.Once(in.view, name, func() []followup.Day { return datesIn(days, view, on, bodies) })
}

func datesIn(days []followup.Day, view string, on upr.Date, bodies []string) []followup.Day {
	var out []followup.Day
	for _, d := range days {
		past := on.After(d.Last())
		keep := true
		switch view {
		case "open":
			keep = !d.Done && (!past || d.Overdue(on))
		case "mine":
			keep = !d.Done && (d.Of(bodies) || len(bodies) == 0 && len(d.Bodies) == 0) && (!past || d.Overdue(on))
		case "late":
			keep = d.Overdue(on)
		}
		if keep {
			out = append(out, d)
		}
	}
	return out
}

func (a *App) dateRow(r *http.Request, in *inWork, d followup.Day, on upr.Date, names map[string]string) (work.DateRow, error) {
	row := work.DateRow{ID: d.ID, Day: in.dayOf(d.On, d.Month), Late: d.Overdue(on), Done: d.Done, Kind: string(d.Kind), Mechanism: d.Mechanism, Unconfirmed: d.Unconfirmed,
		Source: d.Source, Public: d.Public}
	row.Title.Label = in.dayTitle(d)
	switch d.Kind {
	case followup.DayReport:
		row.Title.Href = in.f.Href("recs", d.Rec)
	case followup.DayMeasure, followup.DayStage:
		row.Title.Href = in.f.Href("measures", d.Thing)
		_, row.Lang = d.Title.In(string(in.f.P.Lang()))
	}
	for _, b := range d.Bodies {
		row.Bodies = append(row.Bodies, in.bodyLink(b))
	}
	if !d.Computed.On.IsZero() {
		row.Computed = in.dayOf(d.Computed.On, d.Computed.Month)
	}
	if d.Author != "" {
		name, ok := names[d.Author]
		if !ok {
			acc, err := a.Store.Account(r.Context(), d.Author)
			if err != nil && !errors.Is(err, store.ErrNoAccount) {
				return row, err
			}
			name = acc.Name
			names[d.Author] = name
		}
		if row.By = name; name == "" {
			row.By = in.f.T("work.somebody")
		}
	}
	if (d.Kind == followup.DayOther || d.Kind == followup.DayReview) && in.may(account.EditDates, nil) {
		row.Edit = in.f.Href("calendar") + "?day=" + queryEscape(d.ID) + "#set"
	}
	return row, nil
}

// dayTitle says what a day is about.
func (in *inWork) dayTitle(d followup.Day) string {
	switch d.Kind {
	case followup.DayReview:
		return in.f.T("dates.rule."+d.Rule) + " – " + in.f.T("dates.cycle", "n", int(d.Review.Cycle))
	case followup.DayReport:
		return in.f.T("dates.report", "rec", in.recLabel(d.Rec))
	case followup.DayStage:
		return in.f.T("dates.stage", "measure", in.words(d.Title), "stage", in.stageName(d.Stage))
	}
	return in.words(d.Title)
}

// dayOf is a day, or a month where no more is known.
func (in *inWork) dayOf(d upr.Date, month bool) string {
	if month {
		return in.f.T("dates.month."+fmt.Sprint(d.Month), "year", fmt.Sprint(d.Year))
	}
	return in.day(d)
}

// dateForm is the form of a day of the calendar by its id there.
func (in *inWork) dateForm(days []followup.Day, id string) (*work.DateForm, bool) {
	e := &work.DateForm{Form: work.Form{Action: in.f.Href("calendar") + "#set"}}
	if id == "new" {
		e.Bodies = in.bodyOptions("", nil)
		return e, true
	}
	for _, d := range days {
		if d.ID != id || d.Kind != followup.DayOther && d.Kind != followup.DayReview {
			continue
		}
		e.ID, e.Source, e.Public = d.ID, d.Source, d.Public
		x := plan.Deadline{Due: d.On}
		if h, ok := in.view.Deadlines.Get(d.Thing); ok {
			x, e.Base = h.Thing, h.Fact
		}
		e.Title, e.Mechanism, e.Due, e.Done = x.Title, x.Mechanism, x.Due.String(), x.Done.String()
		e.Bodies = in.bodyOptions(x.Body, nil)
		if d.Kind == followup.DayReview {
			e.Rule = in.dayTitle(d)
			if d.Thing == "" {
				e.Source = ""
				e.Computed = in.dayOf(d.On, d.Month)
			} else {
				e.Computed = in.dayOf(d.Computed.On, d.Computed.Month)
			}
		}
		return e, true
	}
	return nil, false
}

// setDate saves a day, or takes one away.
func (a *App) setDate(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "calendar")
	if err != nil {
		return err
	}
	id := strings.TrimPrefix(values.Get("id"), "date-")
	var x plan.Deadline
	if h, ok := in.view.Deadlines.Get(id); ok {
		x = h.Thing
	}
	wrong := in.wrongs(decodeThing(values, &x))
	x.Rule, x.Author = in.ruleOf(id), ""
	again := func(errs []page.FieldError) error {
		return a.showDates(w, r, in, http.StatusUnprocessableEntity, func(out *work.Dates, days []followup.Day) error {
			asked := values.Get("id")
			if asked == "" {
				asked = "new"
			}
			e, ok := in.dateForm(days, asked)
			if !ok {
				return notFound(short(asked))
			}
			e.Base, e.Errors, e.Public = baseIn(values), errs, values.Get("public") == "yes"
			e.Title, e.Mechanism, e.Due, e.Done, e.Source = values.Get("title"), values.Get("mechanism"), values.Get("due"), values.Get("done"), values.Get("source")
			e.Bodies = in.bodyOptions(values.Get("body"), nil)
			out.Edit = e
			return nil
		})
	}
	switch values.Get("do") {
	case "drop":
		if err := a.Desk.DropDeadline(r.Context(), in.who, in.ws, id, baseIn(values)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("calendar"), "dates.dropped")
	case "save", "": // a conflict's page sends no button
		if len(wrong) > 0 {
			return again(wrong)
		}
		if _, err := a.Desk.SaveDeadline(r.Context(), in.who, in.ws, id, baseIn(values), x, values.Get("public") == "yes"); err != nil {
			return a.failed(w, r, in, err, again)
		}
		return a.done(w, r, in.f.Href("calendar"), "dates.saved")
	}
	return badRequest(short(values.Get("do")))
}

// ruleOf is the code of the rule in whose place a deadline stands; empty when in none's.
func (in *inWork) ruleOf(id string) string {
	for _, rule := range reference.DeadlineRules() {
		if strings.HasPrefix(id, "upr-") && strings.HasSuffix(id, "-"+rule.Code) {
			for c := upr.Cycle(1); c < 10; c++ {
				if followup.RuleID(upr.ReviewID{State: in.view.State(), Cycle: c}, rule.Code) == id {
					return rule.Code
				}
			}
		}
	}
	return ""
}
