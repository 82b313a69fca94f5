package web

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/output/sheet"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/desk"
	"github.com/openupr/openupr/internal/web/page/work"
)

// annualNow leads to the tables of the running year.
func (a *App) annualNow(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "annual")
	if err != nil {
		return err
	}
	http.Redirect(w, r, in.f.Href("annual", itoa(in.today().Year)), http.StatusSeeOther)
	return nil
}

// annualYears is how many years the row of years shows.
const annualYears = 5

// inAnnual is one request for the tables of a year.
type inAnnual struct {
	*inCouncil
	bodies []string // institutions of the workspace
	body   string   // whose year it is; empty: there is none
	year   int
	annual council.Annual
	bare   bool // numbers without separators, for spreadsheets
}

// ofYear begins a request for the tables of a year of the institution that the address names, or of the first.
func (a *App) ofYear(r *http.Request, body string) (*inAnnual, error) {
	in, err := a.together(r, "annual")
	if err != nil {
		return nil, err
	}
	return in.ofYear(r, body)
}

// publicOfYear is the same of what everyone may know.
func (a *App) publicOfYear(r *http.Request) (*inAnnual, *inPublic, error) {
	pub, err := a.public(r)
	if err != nil {
		return nil, nil, err
	}
	forum, err := a.Council.Public(r.Context(), pub.ws)
	if err != nil {
		return nil, nil, err
	}
	in := &inCouncil{&inWork{ws: pub.ws, view: pub.view, open: pub.view, recs: pub.recs, f: work.Frame{Frame: pub.f, WS: pub.ws}, now: a.Now()}, forum}
	out, err := in.ofYear(r, r.URL.Query().Get("body"))
	return out, pub, err
}

// publicAnnual shows everyone the tables of a year, made of what is published alone.
func (a *App) publicAnnual(w http.ResponseWriter, r *http.Request) error {
	in, pub, err := a.publicOfYear(r)
	if err != nil {
		return err
	}
	self := pub.state.Href() + "/annual/" + itoa(in.year)
	switch as := r.URL.Query().Get("as"); as {
	case "":
		return a.render(w, r, http.StatusOK, desk.PublicAnnualPage(pub.f, pub.state, in.links(self, pub.state.Href()+"/annual/")))
	case "csv", "docx":
		return a.sendAnnual(w, in, as)
	default:
		return badRequest(strconv.Quote(short(as)))
	}
}

// links are the tables with the ways to the other years and institutions and to the files.
func (in *inAnnual) links(self, years string) desk.Annual {
	with := func(as string) string { return self + "?as=" + as + "&body=" + in.body }
	out := desk.Annual{Title: in.annualTitle(), Doc: in.document(), CSV: with("csv"), DOCX: with("docx"), Body: in.body, Year: itoa(in.year)}
	for y := in.today().Year; y > in.today().Year-annualYears; y-- {
		l := work.Link{Label: itoa(y)}
		if y != in.year {
			l.Href = years + itoa(y) + "?body=" + in.body
		}
		out.Years = append(out.Years, l)
	}
	for _, b := range in.bodies {
		out.Bodies = append(out.Bodies, work.Link{Label: in.office(b), Href: self + "?body=" + b})
	}
	return out
}

func (in *inCouncil) ofYear(r *http.Request, body string) (*inAnnual, error) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 1945 || year > in.today().Year {
		return nil, notFound(short(r.PathValue("year")))
	}
	out := &inAnnual{inCouncil: in, year: year}
	var names []work.Option
	bodies := in.view.Bodies
	if in.c.Open {
		bodies = in.c.Bodies
	}
	for id, b := range bodies.Any() {
		if b.Thing.Kind == plan.Commissioner {
			names = append(names, work.Option{Value: id, Label: in.words(b.Thing.Names)})
		}
	}
	in.sortOptions(names)
	for _, o := range names {
		out.bodies = append(out.bodies, o.Value)
	}
	switch {
	case body != "" && !slices.Contains(out.bodies, body):
		return nil, notFound(short(body))
	case body != "":
		out.body = body
	case len(out.bodies) > 0:
		out.body = out.bodies[0]
	}
	of := council.AnnualOf{Advice: in.c.Advice, Referrals: in.c.Referrals, Replies: in.c.Replies, Figures: in.c.Figures, Ranks: in.c.Accredited, Assessments: in.view.Assessments,
		Day: func(h *followup.Held[plan.Assessment]) upr.Date { return dayOf(h.At) }}
	out.annual = of.Year(out.body, year, in.today())
	return out, nil
}

// annual shows the tables of a year, or hands them over as CSV or as a Word file. All three are the same tables.
func (a *App) annual(w http.ResponseWriter, r *http.Request) error {
	in, err := a.ofYear(r, r.URL.Query().Get("body"))
	if err != nil {
		return err
	}
	switch as := r.URL.Query().Get("as"); as {
	case "":
		return a.showAnnual(w, r, in, http.StatusOK, spoken.Figure{}, nil)
	case "csv", "docx":
		return a.sendAnnual(w, in, as)
	default:
		return badRequest(strconv.Quote(short(as)))
	}
}

func (a *App) showAnnual(w http.ResponseWriter, r *http.Request, in *inAnnual, status int, typed spoken.Figure, errs []page.FieldError) error {
	self := in.f.Href("annual", itoa(in.year))
	out := in.links(self, in.f.Href("annual")+"/")
	out.Form, out.Thing = work.Form{Errors: errs}, typed
	if in.body != "" && in.may(account.Advise, &account.Target{Bodies: []string{in.body}}) {
		out.Add, out.Publish = self, in.f.Href("annual", itoa(in.year), "publish")
		forum, err := a.Council.Public(r.Context(), in.ws)
		if err != nil {
			return err
		}
		for _, h := range in.annual.Count {
			x := desk.Figure{ID: h.ID, Name: in.words(h.Thing.Names), Value: in.f.P.Number(h.Thing.Value), Base: h.Fact, Remove: in.f.Href("annual", itoa(in.year), "remove")}
			if p, ok := forum.Figures.Get(h.ID); ok {
				x.Public = p.Thing.Value == h.Thing.Value
			}
			out.Figures = append(out.Figures, x)
		}
	}
	return a.render(w, r, status, desk.AnnualPage(in.f, out))
}

func (a *App) sendAnnual(w http.ResponseWriter, in *inAnnual, as string) error {
	var b bytes.Buffer
	in.bare = as == "csv"
	d, kind := in.document(), report.MediaDOCX
	var err error
	if as == "csv" {
		kind = "text/csv; charset=utf-8"
		err = sheet.WriteCSV(&b, annualCSV(in, d))
	} else {
		err = report.WriteDOCX(&b, d)
	}
	if err != nil {
		return fmt.Errorf("handing over the tables of %d: %w", in.year, err)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": fmt.Sprintf("openupr-annual-%s-%d-act-%d.%s", in.ws, in.year, in.c.Act, as)}))
	h.Set("Cache-Control", "no-store, private")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("annual tables were not taken", "error", err)
	}
	return nil
}

// saveFigure keeps a figure that the record does not have.
func (a *App) saveFigure(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.ofYear(r, form.Get("body"))
	if err != nil {
		return err
	}
	x, wrong := decodeOver[spoken.Figure](form, nil)
	again := func(errs []page.FieldError) error {
		return a.showAnnual(w, r, in, http.StatusUnprocessableEntity, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	x.Body, x.Year, x.Order = in.body, in.year, 1
	for _, h := range in.annual.Count {
		x.Order = max(x.Order, h.Thing.Order+1)
	}
	if _, err := a.Council.SaveFigure(r.Context(), in.who, in.ws, "", 0, x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("annual", itoa(in.year))+"?body="+in.body, "work.saved-it", "what", in.words(x.Names))
}

func (a *App) removeFigure(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.ofYear(r, "")
	if err != nil {
		return err
	}
	if err := a.Council.RemoveFigure(r.Context(), in.who, in.ws, form.Get("id"), baseIn(form)); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("annual", itoa(in.year)), "desks.done.figure-removed")
}

// publishFigures brings the figures of a year to the public.
func (a *App) publishFigures(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.ofYear(r, form.Get("body"))
	if err != nil {
		return err
	}
	if err := a.Council.PublishFigures(r.Context(), in.who, in.ws, in.body, in.year); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("annual", itoa(in.year))+"?body="+in.body, "desks.done.figures-public")
}

// accreditationForm is the form of an accreditation, new or not.
func (a *App) accreditationForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	h := heldOf(in.c.Accredited, r.PathValue("id"))
	if h == nil && r.PathValue("id") != "new" {
		return notFound(short(r.PathValue("id")))
	}
	var x spoken.Accreditation
	if h != nil {
		x = h.Thing
	}
	return a.showAccreditation(w, r, in, http.StatusOK, h, x, nil)
}

func (a *App) showAccreditation(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[spoken.Accreditation], x spoken.Accreditation, errs []page.FieldError) error {
	out := desk.RankForm{Form: work.Form{Action: in.f.Href("accreditation", r.PathValue("id")), Base: factOf(h), Errors: errs}, Thing: x, Sure: in.yesNoOptions(x.Sure), Back: in.f.Href("advice")}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	if h == nil {
		out.Bodies = in.ownBodies(account.Advise, x.Body)
	}
	for _, s := range council.AccreditationStatuses {
		out.Statuses = append(out.Statuses, work.Option{Value: s, Label: in.f.T("desks.rank." + s), Chosen: s == x.Status})
	}
	return a.render(w, r, status, desk.RankFormPage(in.f, out))
}

func (a *App) saveAccreditation(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.c.Accredited, id)
	if h == nil {
		id = ""
	}
	x, wrong := decodeOver(form, h)
	again := func(errs []page.FieldError) error {
		return a.showAccreditation(w, r, in, http.StatusUnprocessableEntity, h, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if _, err := a.Council.SaveAccreditation(r.Context(), in.who, in.ws, id, baseIn(form), x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("advice")+"#accreditation", "desks.done.accreditation")
}
