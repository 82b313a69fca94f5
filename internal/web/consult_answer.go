package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
)

// answerShown is how many comments a page of the desk shows; an answer may go to all that were found, on whatever page.
const answerShown = 50

// answering is where comments are found, chosen and answered.
func (c *consulting) answering(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	return c.showAnswering(w, r, in, http.StatusOK, h, r.URL.Query(), consult.Answering{}, spoken.Response{}, nil)
}

// found are the comments at the desk that meet what is asked; those withdrawn and removed are not answered.
func (c *consulting) found(in *inDesk, h *council.Held[spoken.Consultation], q url.Values) []*council.Held[spoken.Comment] {
	list := findComments(in.v, h, q, c.themes(in.v, h))
	return slices.DeleteFunc(list, func(x *council.Held[spoken.Comment]) bool {
		return x.Thing.Shown == spoken.Removed || x.Thing.Shown == spoken.TakenAway
	})
}

func (c *consulting) showAnswering(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], q url.Values, out consult.Answering, x spoken.Response, errs []page.FieldError) error {
	if !in.mayFor(account.Consult, h.Thing) {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	list := c.found(in, h, q)
	at := q.Get("page")
	q = url.Values{askPassage: q[askPassage], askGroup: q[askGroup], askOutcome: q[askOutcome], askTheme: q[askTheme], askWords: q[askWords]}
	for k := range q {
		if q.Get(k) == "" {
			q.Del(k)
		}
	}
	out.Form = work.Form{Action: in.href(h.ID, "answer"), Errors: errs}
	out.Title, out.Back, out.Find, out.All, out.Words = in.text(h.Thing.Title), in.href(h.ID), in.href(h.ID, "answer"), q.Encode(), query200(q)
	out.Choices = commentChoices(in.f.Frame, in.v, h, q)
	if t := themeChoice(in.f.Frame, in.v.CommentsOf(h.ID), c.themes(in.v, h), q.Get(askTheme)); len(t.Options) > 1 {
		out.Choices = append(out.Choices, t)
	}
	out.Total, out.Found = len(list), in.f.T("consult.found", "count", len(list), "all", in.f.P.Number(len(in.v.CommentsOf(h.ID))))
	out.Counts = []string{in.f.T("consult.count.comments", "count", len(in.v.CommentsOf(h.ID))), in.f.T("consult.count.open", "count", len(in.v.Unanswered(h.ID)))}
	out.Pages = pagesOf(r, len(list), answerShown)
	out.Pages.Href = func(n int) string {
		p := url.Values{"page": {strconv.Itoa(n)}}
		for k, v := range q {
			p[k] = v
		}
		return out.Find + "?" + p.Encode()
	}
	for _, i := range whichOf(len(list), at, answerShown) {
		out.Rows = append(out.Rows, in.deskComment(list[i], h.Thing.Version, slices.Contains(x.Comments, list[i].ID)))
	}
	out.Outcomes, out.Passages, out.Theme, out.Texts = in.outcomes(x.Outcome), in.passages(h, x.Passage), x.Theme, x.Texts
	for _, a := range in.v.ResponsesOf(h.ID) {
		out.Answers = append(out.Answers, in.answer(a))
	}
	return c.render(w, r, status, consult.AnsweringPage(in.f, out))
}

func (in *inDesk) outcomes(chosen spoken.Outcome) []work.Option {
	var out []work.Option
	for _, o := range council.ResponseOutcomes {
		out = append(out, work.Option{Value: string(o), Label: in.f.T("consult.outcome." + string(o)), Chosen: o == chosen})
	}
	return out
}

func (in *inDesk) passages(h *council.Held[spoken.Consultation], chosen string) []work.Option {
	var out []work.Option
	for _, p := range in.v.PassagesOf(h.ID, h.Thing.Version) {
		out = append(out, work.Option{Value: p.ID, Label: strconv.Itoa(p.Thing.Number) + ". " + beginning(in.words(p.Thing.Words), 60), Chosen: p.ID == chosen})
	}
	return out
}

func (in *inDesk) answer(h *council.Held[spoken.Response]) consult.Answer {
	x := h.Thing
	return consult.Answer{ID: h.ID, Href: in.href(x.Consultation, "answer", h.ID), Outcome: in.f.T("consult.outcome." + string(x.Outcome)), Theme: in.text(x.Theme),
		Words: in.text(x.Texts), On: in.day(x.On), Count: in.f.T("consult.answer.count", "count", len(x.Comments)), Draft: !x.Public}
}

// deskComment is a comment as its desk reads it.
func (in *inDesk) deskComment(h *council.Held[spoken.Comment], latest int, chosen bool) consult.Comment {
	out := commentRow(in.f.Frame, in.v, h, in.body, func(p *council.Held[spoken.Passage]) work.Link {
		label := in.f.T("consult.passage", "number", strconv.Itoa(p.Thing.Number))
		if p.Thing.Version != latest {
			label += ", " + in.f.T("consult.version", "number", strconv.Itoa(p.Thing.Version))
		}
		return work.Link{Label: label}
	})
	out.Chosen = chosen
	for _, id := range h.Thing.Recs {
		out.Recs = append(out.Recs, in.recLink(id))
	}
	for _, a := range in.v.ResponsesTo(h.ID) {
		out.Answers = append(out.Answers, in.answer(a))
	}
	return out
}

// responseIn reads an answer from a form.
func responseIn(form url.Values) (spoken.Response, []formError) {
	x := spoken.Response{}
	wrong := decodeThing(form, &x)
	x.Consultation, x.Public, x.Comments = "", form.Get("do") == "publish", form["id"]
	return x, wrong
}

// respond answers the chosen comments, or all that were found.
func (c *consulting) respond(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	x, wrong := responseIn(form)
	x.Consultation = h.ID
	q, err := url.ParseQuery(form.Get("find"))
	if err != nil {
		return badRequest("")
	}
	again := func(errs []page.FieldError) error {
		return c.showAnswering(w, r, in, http.StatusUnprocessableEntity, h, q, consult.Answering{Chosen: form.Get("which") == "all"}, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if form.Get("which") == "all" {
		x.Comments = nil
		for _, m := range c.found(in, h, q) {
			x.Comments = append(x.Comments, m.ID)
		}
	}
	if _, err := c.Council.Respond(r.Context(), in.who, in.ws, "", 0, x); err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.href(h.ID, "answer")+"?"+askOutcome+"="+noAnswer, "consult.answer.done", "count", len(x.Comments))
}

// answered is an answer that was given or begun.
func (c *consulting) answered(w http.ResponseWriter, r *http.Request) error {
	in, h, a, err := c.theAnswer(r)
	if err != nil {
		return err
	}
	return c.showAnswered(w, r, in, http.StatusOK, h, a, a.Thing, nil)
}

func (c *consulting) theAnswer(r *http.Request) (*inDesk, *council.Held[spoken.Consultation], *council.Held[spoken.Response], error) {
	in, err := c.within(r, "consultations")
	if err != nil {
		return nil, nil, nil, err
	}
	h, err := in.one(r)
	if err != nil {
		return nil, nil, nil, err
	}
	a, ok := in.v.Responses.Get(r.PathValue("of"))
	if !ok || a.Thing.Consultation != h.ID {
		return nil, nil, nil, notFound(short(r.PathValue("of")))
	}
	return in, h, a, nil
}

func (c *consulting) showAnswered(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], a *council.Held[spoken.Response], x spoken.Response, errs []page.FieldError) error {
	if !in.mayFor(account.Consult, h.Thing) {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	out := consult.Answered{Form: work.Form{Action: in.href(h.ID, "answer", a.ID), Base: a.Fact, Errors: errs}, Title: in.text(h.Thing.Title), Back: in.href(h.ID, "answer"),
		Outcomes: in.outcomes(x.Outcome), Passages: in.passages(h, x.Passage), Theme: x.Theme, Texts: x.Texts, Public: a.Thing.Public}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for _, id := range a.Thing.Comments {
		if m, ok := in.v.Comments.Get(id); ok {
			row := in.deskComment(m, h.Thing.Version, slices.Contains(x.Comments, id))
			row.Answers = nil
			out.Comments = append(out.Comments, row)
		}
	}
	return c.render(w, r, status, consult.AnsweredPage(in.f, out))
}

// respondAgain saves an answer anew.
func (c *consulting) respondAgain(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, h, a, err := c.theAnswer(r)
	if err != nil {
		return err
	}
	x, wrong := responseIn(form)
	x.Consultation = h.ID
	again := func(errs []page.FieldError) error {
		return c.showAnswered(w, r, in, http.StatusUnprocessableEntity, h, a, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if _, err := c.Council.Respond(r.Context(), in.who, in.ws, a.ID, baseIn(form), x); err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.href(h.ID, "answer"), "consult.answer.done", "count", len(x.Comments))
}

// typedRows is how many comments of a sheet can be typed in at once.
const typedRows = 3

// typing is where what came on paper is typed in.
func (c *consulting) typing(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	return c.showTyping(w, r, in, http.StatusOK, h, consult.Typing{Rows: make([]consult.TypedRow, typedRows)}, nil)
}

func (c *consulting) showTyping(w http.ResponseWriter, r *http.Request, in *inDesk, status int, h *council.Held[spoken.Consultation], out consult.Typing, errs []page.FieldError) error {
	if !in.mayFor(account.Moderate, h.Thing) || !h.Thing.Public {
		return &Problem{http.StatusForbidden, "forbidden", ""}
	}
	out.Form = work.Form{Action: in.href(h.ID, "paper"), Errors: errs}
	out.Title, out.Back, out.Sheet = in.text(h.Thing.Title), in.href(h.ID), in.public(h.ID, "paper")
	return c.render(w, r, status, consult.TypingPage(in.f, out))
}

// typeIn takes what came on paper.
func (c *consulting) typeIn(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "consultations")
	if err != nil {
		return err
	}
	h, err := in.one(r)
	if err != nil {
		return err
	}
	out := consult.Typing{Code: cleaned(form.Get("code"))}
	var list []council.Contribution
	for i, words := range form["text"] {
		if i == typedRows {
			break
		}
		row := consult.TypedRow{Words: words}
		if i < len(form["passage"]) {
			row.Passage = cleaned(form["passage"][i])
		}
		out.Rows = append(out.Rows, row)
		if cleaned(words) == "" {
			continue
		}
		x := council.Contribution{Words: words}
		if row.Passage != "" {
			x.Passage = spoken.PassageID(h.ID, h.Thing.Version, atoi(row.Passage))
		}
		list = append(list, x)
	}
	for len(out.Rows) < typedRows {
		out.Rows = append(out.Rows, consult.TypedRow{})
	}
	got, err := c.Council.TypeIn(r.Context(), in.who, in.ws, h.ID, out.Code, list)
	if err != nil {
		return c.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return c.showTyping(w, r, in, http.StatusUnprocessableEntity, h, out, errs)
		})
	}
	return c.done(w, r, in.href(h.ID, "paper"), "consult.typing.done", "count", len(got))
}
