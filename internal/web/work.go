package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// workTabs are the areas of a workspace in the order of the row of tabs: code and path. An area shows when there is a
// route for it and one of the reader's seats lets them in.
var workTabs = []struct{ code, path string }{
	{"overview", ""},
	{"recs", "/recs"},
	{"measures", "/measures"},
	{"clusters", "/clusters"},
	{"plans", "/plans"},
	{"bodies", "/bodies"},
	{"people", "/people"},
	{"treaties", "/treaties"},
	{"law", "/law"},
	{"indicators", "/indicators"},
	{"evidence", "/evidence"},
	{"calendar", "/calendar"},
	{"import", "/import"},
	{"books", "/books"},
	{"take", "/take"},
	{"notices", "/notices"},
	{"hooks", "/hooks"},
}

// togetherTabs are the areas of participation, in a row of their own below the areas of the plan.
var togetherTabs = []struct{ code, path string }{
	{"councils", "/councils"},
	{"sittings", "/sittings"},
	{"proposals", "/proposals"},
	{"referrals", "/referrals"},
	{"consultations", "/consultations"},
	{"moderation", "/moderation"},
	{"submissions", "/submissions"},
	{"demands", "/demands"},
	{"traces", "/traces"},
	{"advice", "/advice"},
	{"annual", "/annual"},
	{"plain", "/plain"},
	{"sealed", "/sealed"},
}

// inWork is one request inside a workspace: who asks, the workspace as it stands, and the frame of the page.
type inWork struct {
	ws   string
	who  account.Person
	view *followup.View
	open *followup.View // the published side
	recs *followup.Recs
	f    work.Frame
	now  time.Time
}

// inside begins a request in a workspace; the guard has asked the policy table. tab is the code of the area that the page
// belongs to. The view is what the reader may read of it.
func (a *App) inside(r *http.Request, tab string) (*inWork, error) {
	ws := r.PathValue("ws")
	who := account.From(r.Context())
	v, err := a.Desk.See(r.Context(), who, ws)
	if err != nil {
		return nil, err
	}
	recs, err := a.Desk.Recs(r.Context(), ws)
	if err != nil {
		return nil, err
	}
	open, err := a.Desk.Keeper.Open(r.Context(), ws)
	if err != nil {
		return nil, fmt.Errorf("opening workspace %s: %w", ws, err)
	}
	in := &inWork{ws: ws, who: who, view: v, open: open, recs: recs, now: a.Now()}
	in.f = work.Frame{Frame: a.frame(r, a.Keeper.View()), WS: ws, Done: a.flash(r)}
	in.f.Title = workTitle(in.f.P, v)
	for _, s := range in.who.In(ws) {
		name := in.f.T("role." + string(s.Role))
		if s.Body != "" {
			name += ", " + in.body(s.Body)
		}
		in.f.Seats = append(in.f.Seats, name)
	}
	in.f.Tabs, in.f.Together = in.tabs(workTabs, tab), in.tabs(togetherTabs, tab)
	return in, nil
}

// tabs are those areas for which there is a route and into which one of the reader's seats lets them.
func (in *inWork) tabs(list []struct{ code, path string }, here string) []work.Tab {
	var out []work.Tab
	for _, t := range list {
		row, err := account.RowFor("GET /work/{ws}" + t.path)
		if err == nil && in.may(row.Act, nil) {
			out = append(out, work.Tab{Code: t.code, Href: work.Href(in.ws) + t.path, Here: t.code == here})
		}
	}
	return out
}

// may says whether one of the reader's seats lets them do an act.
func (in *inWork) may(act account.Act, t *account.Target) bool { return in.who.MayIn(in.ws, act, t) }

// today is the day of the request.
func (in *inWork) today() upr.Date {
	n := in.now.UTC()
	return upr.Date{Year: n.Year(), Month: int(n.Month()), Day: n.Day()}
}

// bodiesFor are the bodies in whose name the reader may do an act.
func (in *inWork) bodiesFor(act account.Act) []string {
	var out []string
	for _, s := range in.who.In(in.ws) {
		if s.Body != "" && account.ScopeOf(s.Role, act) != account.Nowhere && !slices.Contains(out, s.Body) {
			out = append(out, s.Body)
		}
	}
	return out
}

// workTitle is the workspace's name in the reader's language, else the State's.
func workTitle(p i18n.Printer, v *followup.View) string {
	if w, ok := v.Self(); ok {
		if words, _ := w.Title.In(string(p.Lang())); words != "" {
			return words
		}
	}
	if s := v.State(); s != "" {
		return p.T("work.of", "state", stateName(p, s))
	}
	return v.Workspace
}

// in a language: words of a thing as the reader sees them.
func (in *inWork) words(n plan.Names) string {
	words, _ := n.In(string(in.f.P.Lang()))
	return words
}

func (in *inWork) text(n plan.Names) work.Text {
	words, lang := n.In(string(in.f.P.Lang()))
	return work.Text{Words: words, Lang: lang}
}

// body is the name of a body; one that is not there (any more) shows its identifier.
func (in *inWork) body(id string) string {
	if b, ok := in.view.Bodies.Get(id); ok {
		return in.words(b.Thing.Names)
	}
	return id
}

func (in *inWork) bodyLink(id string) work.Link {
	if id == "" {
		return work.Link{}
	}
	return work.Link{Label: in.body(id), Href: in.f.Href("bodies", id)}
}

func (in *inWork) day(d upr.Date) string {
	if d.IsZero() {
		return ""
	}
	return in.f.P.Date(d.Time())
}

// rec is the recommendation of an address.
func (in *inWork) rec(r *http.Request) (*followup.Rec, error) {
	x, ok := in.recs.Get(r.PathValue("rec"))
	if !ok {
		return nil, notFound(short(r.PathValue("rec")))
	}
	return x, nil
}

// recLabel is how people cite a recommendation: the cycle and its number.
func (in *inWork) recLabel(id string) string {
	x, ok := in.recs.Get(id)
	if !ok {
		return id
	}
	switch {
	case x.Review.Valid() && x.Number != "":
		return in.f.T("work.rec.cited", "n", int(x.Review.Cycle), "number", x.Number)
	case x.Number != "" && x.Symbol != "":
		return x.Symbol + ", " + x.Number
	case x.Number != "":
		return x.Number
	case x.Symbol != "":
		return x.Symbol
	}
	return id
}

func (in *inWork) recLink(id string) work.Link {
	return work.Link{Label: in.recLabel(id), Href: in.f.Href("recs", id)}
}

// bodyOptions are the bodies that exist on a day, by name, of the kinds that keep lets through.
func (in *inWork) bodyOptions(chosen string, keep func(plan.Body) bool) []work.Option {
	var out []work.Option
	for id, b := range in.view.Bodies.Any() {
		if id != chosen && (!b.Thing.Exists(in.today()) || keep != nil && !keep(b.Thing)) {
			continue
		}
		out = append(out, work.Option{Value: id, Label: in.words(b.Thing.Names), Chosen: id == chosen})
	}
	in.sortOptions(out)
	return out
}

func (in *inWork) sortOptions(list []work.Option) {
	less := in.f.P.Less()
	slices.SortFunc(list, func(x, y work.Option) int {
		if c := less(x.Label, y.Label); c != 0 {
			return c
		}
		return strings.Compare(x.Value, y.Value)
	})
}

// form reads what was posted.
func form(r *http.Request) (url.Values, error) {
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, err
		}
		return nil, badRequest("")
	}
	for name, values := range r.PostForm {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.Contains(v, "\x00") { // no browser sends it from a form, and no text may hold it
				return nil, badRequest("")
			}
		}
	}
	return r.PostForm, nil
}

// wrongs are answers that cannot be taken, in the reader's words, for the summary above the form.
func (in *inWork) wrongs(list []formError) []page.FieldError {
	var out []page.FieldError
	for _, e := range list {
		out = append(out, page.FieldError{Field: e.Field, Text: in.f.T("work.wrong."+e.Code, "field", in.field(e.Field), "value", e.Value)})
	}
	return out
}

// field is the name of a thing's field in the reader's words.
func (in *inWork) field(name string) string {
	for _, begin := range []string{"work.field.", "law.field.", "consult.field.", "sittings.field.", "desks.field."} {
		if in.f.P.Has(begin + name) {
			return in.f.T(begin + name)
		}
	}
	return name
}

// failed answers a save that was not done: a conflict shows both versions, an answer that cannot be taken shows the form
// again, what the policy does not allow is forbidden.
func (a *App) failed(w http.ResponseWriter, r *http.Request, in *inWork, err error, again func([]page.FieldError) error) error {
	var conflict *followup.Conflict
	var refused *followup.Refused
	var invalid *followup.Invalid
	switch {
	case errors.As(err, &conflict):
		return a.conflict(w, r, conflict, r.URL.EscapedPath())
	case errors.As(err, &refused):
		return &Problem{http.StatusForbidden, "forbidden", ""}
	case errors.As(err, &invalid) && again != nil:
		return again([]page.FieldError{in.invalid(invalid)})
	case errors.As(err, &invalid):
		return &Problem{http.StatusUnprocessableEntity, "work-invalid", in.invalid(invalid).Text}
	}
	return err
}

// invalid says in the reader's words why a thing cannot be saved as it is.
func (in *inWork) invalid(e *followup.Invalid) page.FieldError {
	code := "work.invalid." + e.Code
	if !in.f.P.Has(code) {
		code = "work.invalid.other"
	}
	return page.FieldError{Field: e.Field, Text: in.f.T(code, "field", in.field(e.Field), "value", in.shownValue(e.Field, short(e.Value)))}
}

// done keeps a sentence for the next page and leads there.
func (a *App) done(w http.ResponseWriter, r *http.Request, to, code string, args ...any) error {
	a.setFlash(r, a.Catalogue.Negotiate(r).T(code, args...))
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// myWorkspaces lists the workspaces in which the reader has a seat.
func (a *App) myWorkspaces(w http.ResponseWriter, r *http.Request) error {
	who := account.From(r.Context())
	f := work.Frame{Frame: a.frame(r, a.Keeper.View()), Done: a.flash(r)}
	var out []work.Mine
	for _, s := range who.Seats {
		i := slices.IndexFunc(out, func(m work.Mine) bool { return m.WS == s.Workspace })
		v, err := a.Desk.See(r.Context(), who, s.Workspace)
		if err != nil {
			return fmt.Errorf("listing workspaces: %w", err)
		}
		if i < 0 {
			out = append(out, work.Mine{WS: s.Workspace, Title: workTitle(f.P, v), State: stateLink(f.P, v.State())})
			i = len(out) - 1
		}
		in := inWork{view: v, f: f}
		name := f.T("role." + string(s.Role))
		if s.Body != "" {
			name += ", " + in.body(s.Body)
		}
		out[i].Seats = append(out[i].Seats, name)
	}
	less := f.P.Less()
	slices.SortStableFunc(out, func(x, y work.Mine) int { return less(x.Title, y.Title) })
	return a.render(w, r, http.StatusOK, work.MinePage(f, out))
}
