package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/desk"
	"github.com/openupr/openupr/internal/web/page/work"
)

// deskRows is how many things a list of a desk shows at once.
const deskRows = 25

// submissions lists what organisations wrote for reviews, as far as the reader may read it: the newest review first.
func (a *App) submissions(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	out := desk.Submissions{Traces: in.f.Href("traces"), Total: in.c.Submissions.Len(), Pages: pagesOf(r, in.c.Submissions.Len(), deskRows)}
	if in.may(account.Submit, nil) {
		out.New = in.f.Href("submissions", "new")
	}
	var all []*council.Held[spoken.Submission]
	for _, h := range in.c.Submissions.All() {
		all = append(all, h)
	}
	less := in.f.P.Less()
	slices.SortStableFunc(all, func(x, y *council.Held[spoken.Submission]) int {
		return cmp.Or(strings.Compare(y.Thing.Review, x.Thing.Review), less(in.words(x.Thing.Title), in.words(y.Thing.Title)))
	})
	for _, i := range whichOf(len(all), r.URL.Query().Get("page"), deskRows) {
		h := all[i]
		out.Rows = append(out.Rows, desk.SubmissionRow{Link: in.submissionLink(h.ID), By: in.submitter(h.Thing), Review: in.reviewLabel(h.Thing.Review), Step: string(h.Thing.Step), Joint: h.Thing.Joint,
			Demands: in.f.T("desks.count.demands", "count", len(in.c.DemandsOf(h.ID)))})
	}
	return a.render(w, r, http.StatusOK, desk.SubmissionsPage(in.f, out))
}

func (in *inCouncil) submissionLink(id string) work.Link {
	h, ok := in.c.Submissions.Get(id)
	if !ok {
		return work.Link{Label: in.f.T("work.kind.submission")}
	}
	return work.Link{Label: in.words(h.Thing.Title), Href: in.f.Href("submissions", id)}
}

// submitter is whose submission it is.
func (in *inCouncil) submitter(x spoken.Submission) string {
	if x.Outside {
		return in.words(x.Organisation)
	}
	return in.body(x.Body)
}

func (in *inWork) reviewLabel(review string) string {
	id, err := upr.ParseReviewID(review)
	if err != nil {
		return review
	}
	return in.f.T("cycle.n", "n", int(id.Cycle))
}

// counted is how long a submission is in the language in which it is handed in.
func (in *inCouncil) countOf(x spoken.Submission) desk.Count {
	var n spoken.Count
	if len(x.Words) > 0 {
		n = spoken.CountWords(x.Words[0].Words)
	}
	out := desk.Count{Rule: x.Rule, Sure: x.Sure, Words: in.f.T("desks.words", "count", n.Words)}
	if x.Limit > 0 {
		out.Words = in.f.T("desks.words.of", "count", n.Words, "limit", in.f.P.Number(x.Limit))
		if n.Words > x.Limit {
			out.Over = in.f.T("desks.words.over", "count", n.Words-x.Limit)
		}
	}
	if n.Notes > 0 {
		out.Notes = in.f.T("desks.words.notes", "count", n.Notes)
	}
	return out
}

func shownParagraphs(text string) []desk.Paragraph {
	var out []desk.Paragraph
	for _, p := range spoken.Paragraphs(text) {
		out = append(out, desk.Paragraph{Words: p, Note: strings.HasPrefix(p, "[^") && spoken.CountWords(p).Paragraphs == 0})
	}
	return out
}

// submission shows one.
func (a *App) submission(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	return a.showSubmissionPage(w, r, in, http.StatusOK, nil)
}

func (a *App) showSubmissionPage(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, errs []page.FieldError) error {
	h := heldOf(in.c.Submissions, r.PathValue("id"))
	if h == nil {
		return notFound(short(r.PathValue("id")))
	}
	x := h.Thing
	at := func(parts ...string) string { return in.f.Href(append([]string{"submissions", h.ID}, parts...)...) }
	out := desk.Submission{Form: work.Form{Errors: errs}, ID: h.ID, Title: in.text(x.Title), By: in.submitter(x), Review: work.Link{Label: in.reviewLabel(x.Review), Href: reviewOf(x.Review)},
		Step: string(x.Step), Given: in.day(x.Given), Due: in.day(x.Due), Symbol: x.Symbol, URL: x.URL, Joint: x.Joint, Count: in.countOf(x), Base: h.Fact, History: in.f.Href("history", h.ID)}
	if x.Outside {
		out.Desk = in.body(x.Body)
	}
	for i, t := range x.Words {
		if i == 0 {
			out.Lang, out.Text = t.Lang, shownParagraphs(t.Words)
			continue
		}
		out.Texts = append(out.Texts, desk.Version{Lang: t.Lang, Text: shownParagraphs(t.Words)})
	}
	lead := in.may(account.Submit, &account.Target{Bodies: []string{x.Body}})
	writes := in.may(account.Submit, &account.Target{Bodies: in.c.Submitters(h.ID)})
	for _, n := range in.c.DemandsOf(h.ID) {
		out.Demands = append(out.Demands, in.demandRow(n, writes))
	}
	in.signaturesOf(h, lead, at, &out)
	if writes {
		out.Add = at("demands")
		if x.Step == plan.Draft {
			out.Edit = at("edit")
		}
	}
	if lead {
		switch x.Step {
		case plan.Draft:
			out.HandIn, out.Remove, out.Today = at("hand-in"), at("remove"), in.today().String()
		case plan.Submitted:
			out.Show, out.Reopen = at("show"), at("reopen")
		case plan.Published:
			out.Hide = at("hide")
		}
	}
	if x.Step == plan.Published {
		out.Public = "/states/" + strings.ToLower(string(in.recs.State)) + "/traces"
	}
	return a.render(w, r, status, desk.SubmissionPage(in.f, out))
}

func reviewOf(review string) string {
	id, err := upr.ParseReviewID(review)
	if err != nil {
		return ""
	}
	return reviewHref(id)
}

func (in *inCouncil) signaturesOf(h *council.Held[spoken.Submission], lead bool, at func(...string) string, out *desk.Submission) {
	asked := map[string]bool{h.Thing.Body: true}
	draft := h.Thing.Step == plan.Draft
	for _, g := range in.c.SignaturesOf(h.ID) {
		asked[g.Thing.Body] = g.Thing.State != spoken.NotSigned
		s := desk.Signature{ID: g.ID, Name: in.body(g.Thing.Body), State: g.Thing.State, On: in.day(g.Thing.On)}
		if g.Thing.Body == "" {
			s.Name, s.Outside = in.words(g.Thing.Organisation), true
		}
		s.Older = draft && g.Thing.State == spoken.Signed && g.Thing.Version != int64(h.Fact)
		if lead && draft {
			s.Remove = at("unsign")
		}
		out.Signs = append(out.Signs, s)
		if draft && g.Thing.Body != "" && in.may(account.Submit, &account.Target{Bodies: []string{g.Thing.Body}}) && (g.Thing.State != spoken.Signed || s.Older) {
			out.SignHere = append(out.SignHere, desk.Sign{Action: at("sign"), Body: g.Thing.Body, Name: s.Name})
		}
	}
	if lead && draft && h.Thing.Joint {
		out.Invite = at("signatures")
		for _, o := range in.bodyOptions("", func(b plan.Body) bool { return b.Kind.Voice() != plan.VoiceState }) {
			if !asked[o.Value] {
				out.Invitable = append(out.Invitable, o)
			}
		}
	}
}

// submissionForm is the form of a draft, new or not.
func (a *App) submissionForm(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	h := heldOf(in.c.Submissions, r.PathValue("id"))
	if h == nil && r.PathValue("id") != "" {
		return notFound(short(r.PathValue("id")))
	}
	var x spoken.Submission
	if h != nil {
		x = h.Thing
	}
	return a.showSubmissionForm(w, r, in, http.StatusOK, h, x, nil)
}

func (a *App) showSubmissionForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[spoken.Submission], x spoken.Submission, errs []page.FieldError) error {
	out := desk.SubmissionForm{Form: work.Form{Action: in.f.Href("submissions"), Base: factOf(h), Errors: errs}, Thing: x, Lead: h == nil, Back: in.f.Href("submissions"), Count: in.countOf(x)}
	if h != nil {
		out.ID, out.Action, out.Back = h.ID, in.f.Href("submissions", h.ID), in.f.Href("submissions", h.ID)
		out.Lead = in.may(account.Submit, &account.Target{Bodies: []string{h.Thing.Body}})
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	last := 0
	for cycle := upr.Cycle(9); cycle >= 1; cycle-- {
		id := upr.ReviewID{State: in.recs.State, Cycle: cycle}
		when, ok := reference.ReviewDay(id)
		if !ok || cycle > 5 && when.On.After(in.today()) && last > 0 {
			continue
		}
		o := work.Option{Value: id.String(), Label: in.reviewLabel(id.String()) + " (" + in.day(when.On) + ")", Chosen: x.Review == id.String()}
		if when.Month {
			o.Label = in.reviewLabel(id.String()) + " (" + itoa(when.On.Year) + ")"
		}
		out.Reviews = append(out.Reviews, o)
	}
	if len(out.Reviews) == 0 { // a State of which no calendar is at hand
		for cycle := 5; cycle >= 1; cycle-- {
			id := upr.ReviewID{State: in.recs.State, Cycle: upr.Cycle(cycle)}
			out.Reviews = append(out.Reviews, work.Option{Value: id.String(), Label: in.reviewLabel(id.String()), Chosen: x.Review == id.String()})
		}
	}
	for _, b := range in.bodiesFor(account.Submit) {
		out.Bodies = append(out.Bodies, work.Option{Value: b, Label: in.body(b), Chosen: b == x.Body})
	}
	out.Joint, out.Outside = in.yesNoOptions(x.Joint), in.yesNoOptions(x.Outside)
	out.DueHint = in.dueHint(x.Review)
	return a.render(w, r, status, desk.SubmissionFormPage(in.f, out))
}

func (in *inWork) yesNoOptions(yes bool) []work.Option {
	var out []work.Option
	for _, v := range yesNo {
		out = append(out, work.Option{Value: v, Label: in.f.T("desks.answer." + v), Chosen: (v == "yes") == yes})
	}
	return out
}

// dueHint says by when submissions to a review are likely to be due, where that is known.
func (in *inWork) dueHint(review string) string {
	id, err := upr.ParseReviewID(review)
	if err != nil {
		return in.f.T("desks.due.hint")
	}
	for _, rule := range reference.DeadlineRules() {
		if rule.Code != "stakeholders" {
			continue
		}
		if when, ok := rule.Due(id); ok {
			return in.f.T("desks.due.about", "day", in.day(when.On), "source", when.Source)
		}
	}
	return in.f.T("desks.due.hint")
}

// saveSubmission saves a draft, new or not.
func (a *App) saveSubmission(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	h := heldOf(in.c.Submissions, id)
	posted := url.Values{}
	for k, v := range form {
		posted[k] = v
	}
	has := posted.Has("text")
	long, bad := longWords(posted, "text", council.SubmissionMax)
	merged := form.Get(keepPrefix+"text") == "both"
	x, wrong := decodeOver(posted, h)
	switch {
	case bad != nil:
		wrong = append(wrong, *bad)
	case has && form.Get(keepPrefix+"text") != "theirs" && !merged:
		x.Words = long
	}
	again := func(errs []page.FieldError) error {
		return a.showSubmissionForm(w, r, in, http.StatusUnprocessableEntity, h, x, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveSubmission(r.Context(), in.who, in.ws, id, baseIn(form), x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("submissions", id), "work.saved-it", "what", in.words(x.Title))
}

// onSubmission does something with one submission, and shows its page again with what is wrong.
func (a *App) onSubmission(w http.ResponseWriter, r *http.Request, done string, do func(in *inCouncil, id string, form url.Values) error) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	if err := do(in, id, form); err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showSubmissionPage(w, r, in, http.StatusUnprocessableEntity, errs)
		})
	}
	return a.done(w, r, in.f.Href("submissions", id), done)
}

func (a *App) addDemands(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.demands", func(in *inCouncil, id string, form url.Values) error {
		lang := string(in.f.P.Lang())
		if h, ok := in.c.Submissions.Get(id); ok && len(h.Thing.Words) > 0 {
			lang = h.Thing.Words[0].Lang
		}
		_, err := a.Council.AddDemands(r.Context(), in.who, in.ws, id, lang, strings.Split(cleaned(form.Get("demand")), "\n"))
		return err
	})
}

func (a *App) inviteToSign(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.invited", func(in *inCouncil, id string, form url.Values) error {
		name := cleaned(form.Get("organisation"))
		if len(form["body"]) > 0 || name == "" {
			if err := a.Council.Invite(r.Context(), in.who, in.ws, id, form["body"]); err != nil {
				return err
			}
		}
		if name == "" {
			return nil
		}
		return a.Council.SignOutside(r.Context(), in.who, in.ws, id, baseIn(form), plan.Names{{Lang: string(in.f.P.Lang()), Words: name}})
	})
}

func (a *App) signSubmission(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.signed", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.Sign(r.Context(), in.who, in.ws, id, form.Get("body"), baseIn(form), form.Get("signs") == "yes")
	})
}

func (a *App) removeSignature(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.unsigned", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.RemoveSignature(r.Context(), in.who, in.ws, id, form.Get("signature"))
	})
}

func (a *App) handInSubmission(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.handed-in", func(in *inCouncil, id string, form url.Values) error {
		on, err := upr.ParseDate(cleaned(form.Get("given")))
		if err != nil {
			return &council.Invalid{Code: "date", Field: "given", Value: short(form.Get("given"))}
		}
		return a.Council.HandIn(r.Context(), in.who, in.ws, id, baseIn(form), on, form.Get("long") == "yes")
	})
}

func (a *App) reopenSubmission(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.reopened", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.Reopen(r.Context(), in.who, in.ws, id, baseIn(form))
	})
}

func (a *App) showSubmission(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.shown", func(in *inCouncil, id string, form url.Values) error {
		address := cleaned(form.Get("url"))
		if u, err := url.Parse(address); address != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
			return &council.Invalid{Code: "url", Field: "url", Value: short(address)}
		}
		return a.Council.ShowSubmission(r.Context(), in.who, in.ws, id, baseIn(form), cleaned(form.Get("symbol")), address)
	})
}

func (a *App) hideSubmission(w http.ResponseWriter, r *http.Request) error {
	return a.onSubmission(w, r, "desks.done.hidden", func(in *inCouncil, id string, form url.Values) error {
		return a.Council.HideSubmission(r.Context(), in.who, in.ws, id, baseIn(form))
	})
}

// removeSubmission takes a draft away.
func (a *App) removeSubmission(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "submissions")
	if err != nil {
		return err
	}
	what := in.submissionLink(r.PathValue("id")).Label
	if err := a.Council.RemoveSubmission(r.Context(), in.who, in.ws, r.PathValue("id"), baseIn(form)); err != nil {
		return a.failed(w, r, in.inWork, err, nil)
	}
	return a.done(w, r, in.f.Href("submissions"), "work.removed", "what", what)
}
