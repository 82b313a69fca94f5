package web

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/output/ical"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page/work"
)

// openCalendar is the calendar of what a State's workspace published, for everyone to subscribe to.
func (a *App) openCalendar(w http.ResponseWriter, r *http.Request) error {
	state := upr.State(r.PathValue("state"))
	if !state.Valid() || !a.followed(state) {
		return notFound(short(string(state)))
	}
	on := reference.DayInGeneva(a.Now())
	days, err := a.Desk.OpenDays(r.Context(), string(state), on)
	if err != nil {
		return err
	}
	v, recs, err := a.Desk.Public(r.Context(), string(state))
	if err != nil {
		return err
	}
	in := &inWork{ws: string(state), view: v, f: work.Frame{Frame: a.frame(r, a.Keeper.View()), WS: string(state)}, now: a.Now(), recs: recs}
	c := ical.Calendar{Name: in.f.T("dates.feed.open", "state", stateName(in.f.P, state)), Page: origin(r) + "/states/" + string(state)}
	return a.sendCalendar(w, r, in, c, days, func(d followup.Day) string {
		if d.Kind == followup.DayReport {
			return origin(r) + "/id/" + url.PathEscape(d.Rec)
		}
		return c.Page
	})
}

// followed says whether a State has anything that a calendar could hold: one of the record's or one that is reviewed.
func (a *App) followed(state upr.State) bool {
	_, ok := reference.State(state)
	return ok || reference.IsInvented(state)
}

// ownCalendar is a person's calendar of a workspace at the address that only that person knows. Who has lost the seat or the
// account has lost the calendar.
func (a *App) ownCalendar(w http.ResponseWriter, r *http.Request) error {
	ws, ok := strings.CutSuffix(r.PathValue("of"), ".ics")
	if !ok {
		return notFound("")
	}
	n, err := a.Store.NoticeByCalendar(r.Context(), r.PathValue("secret"))
	if errors.Is(err, store.ErrNoNotice) {
		return notFound("")
	}
	if err != nil {
		return err
	}
	who, err := a.Teller.Person(r.Context(), n.Account)
	if err != nil {
		return err
	}
	if !who.MayIn(ws, account.ReadWork, nil) {
		return notFound("")
	}
	view, err := a.Desk.See(r.Context(), who, ws)
	if err != nil {
		return err
	}
	recs, err := a.Desk.Recs(r.Context(), ws)
	if err != nil {
		return err
	}
	days, err := a.Desk.Days(r.Context(), who, ws, reference.DayInGeneva(a.Now()))
	if err != nil {
		return err
	}
	f := a.frame(r, a.Keeper.View())
	if l, ok := a.Catalogue.Parse(n.Lang); ok {
		f.P = a.Catalogue.Printer(l) // a calendar program asks in nobody's language
	}
	in := &inWork{ws: ws, who: who, view: view, recs: recs, f: work.Frame{Frame: f, WS: ws}, now: a.Now()}
	base := a.base(r)
	c := ical.Calendar{Name: workTitle(f.P, view), Page: base + in.f.Href("calendar")}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.sendCalendar(w, r, in, c, days, func(d followup.Day) string {
		switch d.Kind {
		case followup.DayReport:
			return base + in.f.Href("recs", d.Rec)
		case followup.DayMeasure, followup.DayStage:
			return base + in.f.Href("measures", d.Thing)
		}
		return c.Page
	})
}

// calendarSpan is how far back a calendar goes.
const calendarSpan = 2 * 365 * 24 * time.Hour

func (a *App) sendCalendar(w http.ResponseWriter, r *http.Request, in *inWork, c ical.Calendar, days []followup.Day, href func(followup.Day) string) error {
	c.Lang, c.Version, c.About = in.f.P.Tag(), a.Version, in.f.T("dates.feed.about")
	c.Made = madeAt(a.Keeper.View())
	since := reference.DayInGeneva(a.Now().Add(-calendarSpan))
	for _, d := range days {
		if !d.On.After(since) {
			continue
		}
		x := ical.Day{ID: d.ID + "-" + in.ws, On: d.On, Last: d.Last(), Title: in.dayTitle(d), Page: href(d), Tentative: d.Unconfirmed, Categories: []string{in.f.T("dates.kind." + string(d.Kind))}}
		var about []string
		if d.Done {
			x.Title = "✓ " + x.Title
		}
		for _, b := range d.Bodies {
			about = append(about, in.body(b))
		}
		if d.Unconfirmed {
			about = append(about, in.f.T("dates.unconfirmed"))
		}
		if d.Source != "" {
			about = append(about, d.Source)
		}
		x.About = strings.Join(about, "\n")
		c.Days = append(c.Days, x)
	}
	host := r.Host
	if u, err := url.Parse(a.base(r)); err == nil {
		host = u.Host
	}
	var b bytes.Buffer
	if err := ical.Write(&b, host, c); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ical.Media)
	h.Set("Content-Disposition", `inline; filename="`+strings.Map(fileSafe, in.ws)+`.ics"`)
	h.Set("Cache-Control", "no-cache, private")
	h.Add("Vary", "Accept-Language, Cookie")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a calendar was not taken", "error", err)
	}
	return nil
}

// fileSafe keeps letters and digits.
func fileSafe(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
		return r
	}
	return -1
}

// madeAt is when the record that is shown was made: an empty one never.
func madeAt(v *record.View) time.Time {
	if v.At.IsZero() {
		return time.Unix(0, 0)
	}
	return v.At
}
