package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
	"github.com/openupr/openupr/internal/web/page/work"
)

// plainRoutes are the pages inside a workspace on which bodies write in plain words and people follow things.
func (a *App) plainRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /work/{ws}/plain":   a.page(a.writing),
		"POST /work/{ws}/plain":  a.page(a.write),
		"POST /work/{ws}/follow": a.page(a.followThing),
	}
}

// followThing begins to follow something or stops it, and leads back.
func (a *App) followThing(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	ws := r.PathValue("ws")
	err = a.Council.Follow(r.Context(), account.From(r.Context()), ws, values.Get("about"), values.Get("do") == "stop")
	if err != nil {
		return a.failed(w, r, &inWork{f: work.Frame{Frame: a.frame(r, a.Keeper.View()), WS: ws}}, err, nil)
	}
	next := values.Get("next")
	if !strings.HasPrefix(next, "/states/") {
		next = work.Href(ws, "notices")
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

// writing lists what is written in plain words, with the form of a new text or of the one that ?id= names.
func (a *App) writing(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "plain")
	if err != nil {
		return err
	}
	id := r.URL.Query().Get("id")
	h, ok := in.c.Plain.Get(id)
	if !ok {
		return a.showWriting(w, r, in, http.StatusOK, "", spoken.Plain{About: r.URL.Query().Get("about")}, work.Form{})
	}
	return a.showWriting(w, r, in, http.StatusOK, id, h.Thing, work.Form{Base: h.Fact})
}

func (a *App) showWriting(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, id string, p spoken.Plain, f work.Form) error {
	out := forum.Writing{ID: id, Title: p.Title, Words: p.Texts, Tried: p.Tried}
	mine := func(body string) bool { return in.may(account.WritePlain, &account.Target{Bodies: []string{body}}) }
	list := space.ByTime(space.Pick(in.c.Plain, in.c.Plain.Keys()))
	slices.Reverse(list)
	for _, h := range list[:min(len(list), plainShown)] {
		words, lang := h.Thing.Title.In(string(in.f.P.Lang()))
		x := forum.Written{Title: forum.Text{Words: words, Lang: lang}, By: in.body(h.Thing.Body), Step: in.f.T("forum.writing.step." + string(h.Thing.Step)), ID: h.ID, Base: h.Fact, Public: h.Thing.Step == plan.Published}
		if mine(h.Thing.Body) {
			x.Edit, x.Action = in.f.Href("plain")+"?id="+url.QueryEscape(h.ID)+"#write", in.f.Href("plain")
		}
		out.Rows = append(out.Rows, x)
	}
	if in.may(account.WritePlain, nil) && (id == "" || mine(p.Body)) {
		f.Action = in.f.Href("plain")
		out.Form = &f
		for _, s := range in.who.In(in.ws) {
			if s.Body != "" && mine(s.Body) && !slices.ContainsFunc(out.Bodies, func(o work.Option) bool { return o.Value == s.Body }) {
				out.Bodies = append(out.Bodies, work.Option{Value: s.Body, Label: in.body(s.Body), Chosen: s.Body == p.Body})
			}
		}
		group, isGroup := strings.CutPrefix(p.About, "group:")
		if !isGroup {
			out.About = p.About
		}
		for _, g := range reference.Affected() {
			out.Groups = append(out.Groups, work.Option{Value: g.Code, Label: facetValue(in.f.P, query.Affected, g.Code), Chosen: isGroup && g.Code == group})
		}
		less := in.f.P.Less()
		slices.SortFunc(out.Groups, func(a, b work.Option) int { return less(a.Label, b.Label) })
	}
	return a.render(w, r, status, forum.WritingPage(in.f, out))
}

// plainShown is how many texts the page lists, the newest first.
const plainShown = 200

// write saves a text, shows it to everyone or takes it back.
func (a *App) write(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "plain")
	if err != nil {
		return err
	}
	id, base := values.Get("id"), baseIn(values)
	if do := values.Get("do"); do == "publish" || do == "back" {
		if err := a.Council.PublishPlain(r.Context(), in.who, in.ws, id, base, do == "back"); err != nil {
			return a.failed(w, r, in.inWork, err, nil)
		}
		return a.done(w, r, in.f.Href("plain"), "forum.writing.done."+do)
	}
	p := spoken.Plain{Body: values.Get("body"), About: cleaned(values.Get("about")), Tried: values.Get("tried") == "yes"}
	if g := values.Get("group"); g != "" {
		p.About = "group:" + g
	}
	if h, ok := in.c.Plain.Get(id); ok {
		p.Body = h.Thing.Body
	}
	p.About = in.aboutTyped(p.About)
	again := func(errs []page.FieldError) error {
		return a.showWriting(w, r, in, http.StatusUnprocessableEntity, id, p, work.Form{Base: base, Errors: errs})
	}
	title, text := plan.Names{}, plan.Names{}
	e := cmp.Or(decodeNames(values["title-lang"], values["title"], &title), decodeNames(values["text-lang"], values["text"], &text))
	p.Title, p.Texts = title, text
	if e != nil {
		return again([]page.FieldError{{Field: "text", Text: in.f.T("work.wrong."+e.Code, "field", in.f.T("forum.writing.words"), "value", e.Value)}})
	}
	if _, err := a.Council.SavePlain(r.Context(), in.who, in.ws, id, base, p); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("plain"), "forum.writing.done.save")
}

// aboutTyped reads what a text is about as people cite it: a recommendation by its number, anything by its identifier.
func (in *inCouncil) aboutTyped(s string) string {
	if s == "" || strings.HasPrefix(s, "group:") {
		return s
	}
	for _, x := range in.recs.All {
		if x.Number == s || x.ID == s {
			return x.ID
		}
	}
	return s
}
