package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/desk"
	"github.com/openupr/openupr/internal/web/page/work"
)

// adviceList lists what institutions recommend, the latest first, drafts before them.
func (a *App) adviceList(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	var out desk.AdviceList
	if in.may(account.Advise, nil) {
		out.New = in.f.Href("advice", "new")
	}
	var all []*council.Held[spoken.Advice]
	years := map[int]bool{}
	for _, h := range in.c.Advice.All() {
		all = append(all, h)
		if h.Thing.On.Year > 0 && h.Thing.Step == plan.Published {
			years[h.Thing.On.Year] = true
		}
	}
	slices.SortStableFunc(all, func(x, y *council.Held[spoken.Advice]) int {
		return cmp.Or(cmp.Compare(draftFirst(x.Thing.Step), draftFirst(y.Thing.Step)), y.Thing.On.Compare(x.Thing.On), strings.Compare(y.Thing.Number, x.Thing.Number))
	})
	for y := in.today().Year; y >= 1945 && len(years) > 0; y-- {
		if years[y] {
			out.Years = append(out.Years, work.Link{Label: itoa(y), Href: in.f.Href("annual", itoa(y))})
		}
	}
	rows := make([]desk.AdviceRow, len(all))
	for i, h := range all {
		rows[i] = in.adviceRow(h)
		out.Late += rows[i].Late
	}
	out.Total, out.Pages = len(all), pagesOf(r, len(all), deskRows)
	for _, i := range whichOf(len(all), r.URL.Query().Get("page"), deskRows) {
		out.Rows = append(out.Rows, rows[i])
	}
	for id, h := range in.c.Accredited.All() {
		k := h.Thing
		x := desk.Rank{ID: id, Body: in.body(k.Body), Status: k.Status, Period: in.period(k.From, k.To), By: k.By, Source: k.Source, Note: k.Note, Sure: k.Sure}
		if in.may(account.Advise, &account.Target{Bodies: []string{k.Body}}) {
			x.Edit = in.f.Href("accreditation", id)
		}
		out.Rank = append(out.Rank, x)
	}
	return a.render(w, r, http.StatusOK, desk.AdvicePage(in.f, out))
}

// draftFirst puts drafts first.
func draftFirst(s plan.Step) int {
	if s == plan.Published {
		return 1
	}
	return 0
}

func (in *inCouncil) adviceRow(h *council.Held[spoken.Advice]) desk.AdviceRow {
	out := desk.AdviceRow{Link: work.Link{Label: in.adviceTitle(h.Thing), Href: in.f.Href("advice", h.ID)}, Words: in.text(h.Thing.Texts), By: in.body(h.Thing.Body), On: in.day(h.Thing.On), Draft: h.Thing.Step == plan.Draft}
	out.Words.Words = beginning(out.Words.Words, 200)
	for _, x := range in.c.ReferralsOf(h.ID) {
		out.Asked++
		said := in.c.Answered(x.ID)
		if !said.IsZero() {
			out.Said++
		}
		if x.Thing.Overdue(said, in.today()) {
			out.Late++
		}
	}
	return out
}

func (in *inCouncil) adviceTitle(a spoken.Advice) string {
	if a.Number != "" {
		return in.f.T("desks.advice.n", "number", a.Number)
	}
	return beginning(in.words(a.Texts), 80)
}

// advice shows one own recommendation.
func (a *App) advice(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	return a.showAdvice(w, r, in, http.StatusOK, nil)
}

func (a *App) showAdvice(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, errs []page.FieldError) error {
	h := heldOf(in.c.Advice, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	x := h.Thing
	out := desk.Advice{Form: work.Form{Errors: errs}, ID: h.ID, Title: in.adviceTitle(x), By: in.bodyLink(x.Body), On: in.day(x.On), Source: x.Source, Group: x.Group, Rule: x.Rule,
		Draft: x.Step == plan.Draft, Recs: in.recLines(x.Recs), Base: h.Fact, History: in.f.Href("history", h.ID)}
	for _, t := range x.Texts {
		out.Words = append(out.Words, work.Text{Words: t.Words, Lang: t.Lang})
	}
	if x.Days > 0 {
		out.Days = in.f.T("desks.days", "count", x.Days)
	}
	for _, m := range x.Measures {
		out.Measures = append(out.Measures, in.thing(plan.KindMeasure, m))
	}
	asked := map[string]bool{x.Body: true}
	for _, g := range in.c.ReferralsOf(h.ID) {
		asked[g.Thing.Body] = true
		out.Referrals = append(out.Referrals, in.referralOf(g))
	}
	if in.may(account.Advise, &account.Target{Bodies: []string{x.Body}}) {
		at := func(p string) string { return in.f.Href("advice", h.ID, p) }
		switch {
		case out.Draft:
			out.Edit, out.Publish, out.Remove = at("edit"), at("publish"), at("remove")
		case len(out.Referrals) == 0:
			out.Recall = at("recall")
		}
		if !out.Draft && x.Days > 0 {
			out.Refer = at("refer")
			due := in.today().Time().AddDate(0, 0, x.Days)
			out.DueIf = in.f.T("desks.refer.due", "day", in.f.P.Date(due), "count", x.Days)
			for _, o := range in.bodyOptions("", func(b plan.Body) bool { return b.Kind.OfState() }) {
				if !asked[o.Value] {
					out.Bodies = append(out.Bodies, o)
				}
			}
		}
	}
	return a.render(w, r, status, desk.AdviceOnePage(in.f, out))
}

func (in *inCouncil) referralOf(g *council.Held[spoken.Referral]) desk.Referral {
	out := desk.Referral{Number: itoa(g.Thing.Number), Body: in.bodyLink(g.Thing.Body), On: in.day(g.Thing.On), Due: in.day(g.Thing.Due), State: "waits"}
	said := in.c.Answered(g.ID)
	switch {
	case !said.IsZero():
		out.State, out.Said, out.Late = "said", in.day(said), said.After(g.Thing.Due)
	case g.Thing.Overdue(said, in.today()):
		out.State = "late"
	}
	for _, h := range in.c.RepliesTo(g.ID) {
		if h.Thing.Step != plan.Published {
			continue
		}
		out.Outcome, out.Reply, out.Further = string(h.Thing.Outcome), in.text(h.Thing.Texts), nil
		for _, m := range h.Thing.Measures {
			out.Further = append(out.Further, in.thing(plan.KindMeasure, m))
		}
	}
	return out
}

// adviceForm is the form of a draft, new or not.
func (a *App) adviceForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	h := heldOf(in.c.Advice, r.PathValue("id"))
	if h == nil && r.PathValue("id") != "" {
		return notFound(short(r.PathValue("id")))
	}
	var x spoken.Advice
	if h != nil {
		x = h.Thing
	}
	return a.showAdviceForm(w, r, in, http.StatusOK, h, x, "", nil)
}

func (a *App) showAdviceForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[spoken.Advice], x spoken.Advice, add string, errs []page.FieldError) error {
	out := desk.AdviceForm{Form: work.Form{Action: in.f.Href("advice"), Base: factOf(h), Errors: errs}, Thing: x, Recs: in.recChoice(x.Recs), Add: add, Measures: in.adviceMeasures(x), Back: in.f.Href("advice")}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("advice", h.ID), in.f.Href("advice", h.ID)
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	out.Bodies = in.ownBodies(account.Advise, x.Body)
	return a.render(w, r, status, desk.AdviceFormPage(in.f, out))
}

// adviceMeasures are the measures for the recommendations that an own one is about, and those that it names.
func (in *inCouncil) adviceMeasures(x spoken.Advice) []work.Option {
	ids := slices.Clone(x.Measures)
	for _, rec := range x.Recs {
		for _, m := range in.view.MeasuresOf(rec) {
			ids = append(ids, m.ID)
		}
	}
	var out []work.Option
	for _, id := range ids {
		m, ok := in.view.Measures.Get(id)
		if ok && !slices.ContainsFunc(out, func(o work.Option) bool { return o.Value == id }) {
			out = append(out, work.Option{Value: id, Label: in.words(m.Thing.Title), Chosen: slices.Contains(x.Measures, id)})
		}
	}
	in.sortOptions(out)
	return out
}

// ownBodies are the bodies in whose name the reader may do an act, to choose from.
func (in *inWork) ownBodies(act account.Act, chosen string) []work.Option {
	var out []work.Option
	for _, b := range in.bodiesFor(act) {
		out = append(out, work.Option{Value: b, Label: in.body(b), Chosen: b == chosen})
	}
	return out
}

// saveAdvice saves a draft, new or not.
func (a *App) saveAdvice(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.c.Advice, id)
	x, wrong := decodeOver(form, h)
	more, odd := in.recsTyped(form.Get("rec-add"))
	x.Recs = slices.Concat(x.Recs, more)
	again := func(errs []page.FieldError) error {
		return a.showAdviceForm(w, r, in, http.StatusUnprocessableEntity, h, x, strings.Join(odd, "; "), errs)
	}
	if len(odd) > 0 {
		wrong = append(wrong, formError{Field: "rec-add", Code: "rec", Value: strings.Join(odd, "; ")})
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveAdvice(r.Context(), in.who, in.ws, id, baseIn(form), x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("advice", id), "work.saved-it", "what", in.adviceTitle(x))
}

// onAdvice does something with one own recommendation, and shows its page again with what is wrong.
func (a *App) onAdvice(w http.ResponseWriter, r *http.Request, done string, do func(in *inCouncil, id string, form url.Values) error) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := do(in, id, form); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showAdvice(w, r, in, http.StatusUnprocessableEntity, errs)
		})
	}
	return a.done(w, r, in.f.Href("advice", id), done)
}

func (a *App) publishAdvice(w http.ResponseWriter, r *http.Request) error {
	return a.onAdvice(w, r, "desks.done.advice-public", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.PublishAdvice(r.Context(), in.who, in.ws, id, baseIn(form))
	})
}

func (a *App) recallAdvice(w http.ResponseWriter, r *http.Request) error {
	return a.onAdvice(w, r, "desks.done.advice-recalled", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.RecallAdvice(r.Context(), in.who, in.ws, id, baseIn(form))
	})
}

func (a *App) referAdvice(w http.ResponseWriter, r *http.Request) error {
	return a.onAdvice(w, r, "desks.done.referred", func(in *inCouncil, id string, form url.Values) error {
		var words plan.Names
		if t := cleaned(form.Get("words")); t != "" {
			words = plan.Names{{Lang: string(in.f.P.Lang()), Words: t}}
		}
		_, err := a.Council.ReferAdvice(r.Context(), in.who, in.ws, id, form["body"], words)
		return err
	})
}

// removeAdvice takes a draft away.
func (a *App) removeAdvice(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "advice")
	if err != nil {
		return err
	}
	what := ""
	if h := heldOf(in.c.Advice, r.PathValue("id")); h != nil {
		what = in.adviceTitle(h.Thing)
	}
	if err := a.Council.RemoveAdvice(r.Context(), in.who, in.ws, r.PathValue("id"), baseIn(form)); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("advice"), "work.removed", "what", what)
}
