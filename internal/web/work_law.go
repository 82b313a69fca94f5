package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// lawRows is how many things a page of the lists of laws, indicators and evidence shows.
const lawRows = 40

// workLaws lists legal acts.
func (a *App) workLaws(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "law")
	if err != nil {
		return err
	}
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	kind := r.URL.Query().Get("kind")
	if !slices.Contains(plan.LegalActKinds, plan.LegalActKind(kind)) {
		kind = ""
	}
	out := work.Laws{Kind: kind, Kinds: []work.Count{{N: len(v.Acts), Href: in.f.Href("law")}}}
	var shown []followup.Kept[plan.LegalAct]
	for _, k := range plan.LegalActKinds {
		n := 0
		for _, x := range v.Acts {
			if x.Thing.Kind == k {
				n++
			}
		}
		if n > 0 {
			out.Kinds = append(out.Kinds, work.Count{Code: string(k), N: n, Href: in.f.Href("law") + "?kind=" + url.QueryEscape(string(k))})
		}
	}
	for _, x := range v.Acts {
		if kind == "" || string(x.Thing.Kind) == kind {
			shown = append(shown, x)
		}
	}
	out.Total = len(shown)
	for _, i := range whichOf(len(shown), r.URL.Query().Get("page"), lawRows) {
		out.Rows = append(out.Rows, in.lawRow(shown[i]))
	}
	out.Pages = pagesOf(r, len(shown), lawRows)
	if in.may(account.EditLegal, nil) {
		out.New = in.f.Href("law", "new")
	}
	return a.render(w, r, http.StatusOK, work.LawsPage(in.f, out))
}

// pagesOf is the pagination of a list, which keeps what else the address asks for.
func pagesOf(r *http.Request, n, size int) page.Pagination {
	q := r.URL.Query()
	which := whichOf(n, q.Get("page"), size)
	current := 1
	if len(which) > 0 {
		current = which[0]/size + 1
	}
	return page.Pagination{Current: current, Count: (n + size - 1) / size, Near: 2, Href: func(n int) string {
		q := r.URL.Query()
		q.Set("page", itoa(n))
		return r.URL.EscapedPath() + "?" + q.Encode()
	}}
}

func (in *inWork) lawLabel(a plan.LegalAct) string {
	return strings.TrimSpace(a.Number + " " + in.words(a.Title))
}

func (in *inWork) lawRow(x followup.Kept[plan.LegalAct]) work.LawRow {
	t := x.Thing
	return work.LawRow{Link: work.Link{Label: in.lawLabel(t), Href: in.f.Href("law", x.ID)}, Number: t.Number, Kind: string(t.Kind), Adopted: in.day(t.Adopted),
		Signed: in.day(t.Signed), InForce: in.day(t.InForce), Ended: in.day(t.Ended), Unsure: !t.Sure, Open: x.Open}
}

func (in *inWork) lawLinks(v *followup.LawView, ids []string) []work.Link {
	var out []work.Link
	for _, id := range ids {
		if x, ok := v.Act(id); ok {
			out = append(out, in.lawRow(x).Link)
		}
	}
	return out
}

func (in *inWork) lawLinksOf(list []followup.Kept[plan.LegalAct]) []work.Link {
	var out []work.Link
	for _, x := range list {
		out = append(out, in.lawRow(x).Link)
	}
	return out
}

// workLaw shows a legal act, or the form for a new one.
func (a *App) workLaw(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "law")
	if err != nil {
		return err
	}
	return a.showLaw(w, r, in, http.StatusOK, nil, nil)
}

// showLaw shows a legal act; edit and claim are forms with something wrong in them.
func (a *App) showLaw(w http.ResponseWriter, r *http.Request, in *inWork, status int, edit *work.LawForm, claim *work.ClaimForm) error {
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	id := r.PathValue("id")
	x, ok := v.Act(id)
	if !ok && (id != "new" || !in.may(account.EditLegal, nil)) {
		return notFound(short(id))
	}
	if in.may(account.EditLegal, nil) && edit == nil {
		edit = &work.LawForm{Act: x.Thing, Open: x.Open}
		edit.Base = x.Fact
	}
	if edit != nil {
		in.fillLaw(v, edit, id)
	}
	if !ok {
		return a.render(w, r, status, work.NewLawPage(in.f, *edit))
	}
	t := x.Thing
	out := work.Law{LawRow: in.lawRow(x), Title: in.text(t.Title), Note: t.Note, Source: t.Source, URL: t.URL, Amends: in.lawLinks(v, t.Amends),
		Repeals: in.lawLinks(v, t.Repeals), Edit: edit}
	if t.Treaty != "" {
		out.Treaty = work.Link{Label: t.Treaty, Href: in.f.Href("treaties") + "#" + t.Treaty}
	}
	amending, repealing := v.Touching(id)
	out.AmendedBy, out.RepealedBy = in.lawLinksOf(amending), in.lawLinksOf(repealing)
	for _, s := range v.StepsBy(id) {
		out.Steps = append(out.Steps, in.step(v, s))
	}
	for _, rec := range t.Recs {
		out.Recs = append(out.Recs, in.recLink(rec))
	}
	for _, m := range in.view.About(plan.KindMeasure, id) {
		out.Measures = append(out.Measures, in.thing(plan.KindMeasure, m))
	}
	for _, c := range v.ClaimsOn(id) {
		out.Claims = append(out.Claims, in.claim(c, in.f.Href("law", id)+"/claims"))
	}
	if in.may(account.EditLegal, nil) {
		if claim == nil {
			claim = &work.ClaimForm{}
		}
		claim.Action = in.f.Href("law", id) + "/claims"
		claim.Voices = work.Options(in.f, "work.voice.", append([]plan.Voice{plan.VoiceState}, plan.OtherVoices...), claim.Claim.Voice)
		for _, f := range []string{"adopted", "signed", "in-force", "ended", "number"} {
			claim.Fields = append(claim.Fields, work.Option{Value: f, Label: in.f.T("law.field." + f), Chosen: f == claim.Claim.Field})
		}
		out.AddClaim = claim
	}
	return a.render(w, r, status, work.LawPage(in.f, out))
}

// fillLaw gives the form of a legal act its choices.
func (in *inWork) fillLaw(v *followup.LawView, x *work.LawForm, id string) {
	x.Action, x.New = in.f.Href("law", id), id == "new"
	x.Kinds = work.Options(in.f, "law.kind.", plan.LegalActKinds, x.Act.Kind)
	x.Treaties = in.treatyOptions(x.Act.Treaty)
	for _, o := range v.Acts {
		if o.ID != id {
			x.Amends = append(x.Amends, work.Option{Value: o.ID, Label: in.lawLabel(o.Thing), Chosen: slices.Contains(x.Act.Amends, o.ID)})
			x.Repeals = append(x.Repeals, work.Option{Value: o.ID, Label: in.lawLabel(o.Thing), Chosen: slices.Contains(x.Act.Repeals, o.ID)})
		}
	}
}

func (in *inWork) treatyOptions(chosen string) []work.Option {
	var out []work.Option
	for _, t := range reference.Treaties() {
		out = append(out, work.Option{Value: t.Code, Label: t.Code + " – " + treatyTitle(in.f.P, t), Chosen: t.Code == chosen})
	}
	return out
}

func (in *inWork) claim(c followup.Kept[plan.Claim], action string) work.Claim {
	t := c.Thing
	out := work.Claim{Value: in.shownValue("", t.Value), Says: in.text(t.Says), By: t.By, Voice: string(t.Voice), On: in.day(t.On), Source: t.Source, URL: t.URL,
		Unsure: !t.Sure, Open: c.Open}
	if t.Value != "" && t.Field != "" {
		out.Field = in.field(t.Field)
	}
	if c.Fact != 0 && action != "" && in.may(account.EditLegal, nil) {
		out.Drop = &work.Drop{Form: work.Form{Action: action, Base: c.Fact}, ID: c.ID, What: t.By}
	}
	return out
}

// saveLaw saves or takes away a legal act.
func (a *App) saveLaw(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "law")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if f.Get("do") == "drop" {
		if err := a.Desk.DropLaw(r.Context(), in.who, in.ws, plan.KindLegalAct, id, baseIn(f)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("law"), "law.dropped")
	}
	v, err := a.Desk.Law(r.Context(), in.who, in.ws)
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	standing, there := v.Act(id)
	if !there && id != "new" {
		return notFound(short(id))
	}
	linesOf(f, "rec")
	act, wrong := decodeOver(f, &followup.Held[plan.LegalAct]{Thing: standing.Thing})
	act.Sure = f.Get("confirmed") == "yes"
	again := func(errs []page.FieldError) error {
		x := &work.LawForm{Act: act, Open: f.Get("public") == "yes"}
		x.Base, x.Errors = baseIn(f), errs
		return a.showLaw(w, r, in, http.StatusUnprocessableEntity, x, nil)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id == "new" {
		id = ""
	}
	id, err = a.Desk.SaveLegalAct(r.Context(), in.who, in.ws, id, baseIn(f), act, f.Get("public") == "yes")
	if err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("law", id), "law.saved")
}

// saveClaim saves or takes away what a source says of a legal act.
func (a *App) saveClaim(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "law")
	if err != nil {
		return err
	}
	f, err := form(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if f.Get("do") == "drop" {
		if err := a.Desk.DropLaw(r.Context(), in.who, in.ws, plan.KindClaim, f.Get("id"), baseIn(f)); err != nil {
			return a.failed(w, r, in, err, nil)
		}
		return a.done(w, r, in.f.Href("law", id), "law.dropped")
	}
	var c plan.Claim
	wrong := decodeThing(f, &c)
	c.About, c.Sure = id, f.Get("confirmed") == "yes"
	again := func(errs []page.FieldError) error {
		x := &work.ClaimForm{Claim: c, Open: f.Get("public") == "yes", Show: true}
		x.Errors = errs
		return a.showLaw(w, r, in, http.StatusUnprocessableEntity, nil, x)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if _, err := a.Desk.SaveClaim(r.Context(), in.who, in.ws, "", 0, c, f.Get("public") == "yes"); err != nil {
		return a.failed(w, r, in, err, again)
	}
	return a.done(w, r, in.f.Href("law", id), "law.saved")
}

// linesOf turns the lines of an area into the values of a list, so that the form says the same as one with many fields.
func linesOf(f url.Values, name string) {
	if !f.Has(name + "-lines") {
		return
	}
	f["field"] = append(f["field"], name)
	delete(f, name)
	for _, line := range strings.Split(f.Get(name+"-lines"), "\n") {
		if line = cleaned(line); line != "" {
			f.Add(name, line)
		}
	}
}
