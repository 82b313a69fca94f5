package web

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	chamber "github.com/openupr/openupr/internal/web/page/council"
	"github.com/openupr/openupr/internal/web/page/work"
)

// referralsPage is how many referrals a page of the list shows.
const referralsPage = 25

// referralStates are how a referral may stand.
var referralStates = []string{"late", "open", "answered"}

// referrals lists what was referred to bodies; those who reply for a body begin with what it owes.
func (a *App) referrals(w http.ResponseWriter, r *http.Request) error {
	in, err := a.together(r, "referrals")
	if err != nil {
		return err
	}
	return a.showReferrals(w, r, in, http.StatusOK, "", nil)
}

func (a *App) showReferrals(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, asking string, errs []page.FieldError) error {
	q := r.URL.Query()
	to, state := q.Get("body"), q.Get("state")
	if own := in.bodiesFor(account.WriteReply); len(own) > 0 && !q.Has("body") && !q.Has("state") {
		to, state = own[0], ""
	}
	out := chamber.Referrals{Action: in.f.Href("referrals"), States: work.Options(in.f, "debate.answers.", referralStates, state)}
	named := map[string]bool{}
	var list []*council.Held[upc.Referral]
	for _, h := range in.c.AllReferrals() {
		named[h.Thing.Body] = true
		late := in.answer(h).Late
		if late && (to == "" || h.Thing.Body == to) {
			out.Late++
		}
		answered := !in.c.Answered(h.ID).IsZero()
		if to != "" && h.Thing.Body != to || state == "late" && !late || state == "open" && answered || state == "answered" && !answered {
			continue
		}
		list = append(list, h)
	}
	for _, o := range in.bodyOptions(to, nil) {
		if named[o.Value] || o.Chosen {
			out.Bodies = append(out.Bodies, o)
		}
	}
	out.Total, out.Pages = len(list), pagesOf(r, len(list), referralsPage)
	for _, i := range whichOf(len(list), q.Get("page"), referralsPage) {
		out.Rows = append(out.Rows, in.referralRow(list[i]))
	}
	for _, c := range in.councilsByName() {
		if c.Thing.AnswerDays > 0 && in.may(account.Resolve, in.ofBody(c.ID)) {
			x := chamber.Ask{Form: work.Form{Action: in.f.Href("referrals")}, Council: c.ID, Name: in.words(c.Thing.Names), Days: c.Thing.AnswerDays, Bodies: in.bodyOptions("", ofState)}
			if c.ID == asking {
				x.Errors = errs
			}
			out.Ask = append(out.Ask, x)
		}
	}
	return a.render(w, r, status, chamber.ReferralsPage(in.f, out))
}

func (in *inCouncil) referralHead(x upc.Referral) string {
	return in.f.T("debate.referral.head", "n", x.Number, "from", in.body(x.From), "to", in.body(x.Body))
}

// about is what a referral is about.
func (in *inCouncil) about(x upc.Referral) (work.Link, work.Text) {
	if p, ok := in.c.Proposals.Get(x.About); ok {
		return in.proposalLink(x.About), in.text(p.Thing.Title)
	}
	if h, ok := in.c.Advice.Get(x.About); ok {
		return work.Link{Label: cmp.Or(h.Thing.Number, in.f.T("work.tab.advice")), Href: in.f.Href("advice", x.About)}, in.text(h.Thing.Texts)
	}
	return work.Link{}, in.text(x.Words)
}

func (in *inCouncil) referralRow(h *council.Held[upc.Referral]) chamber.ReferralRow {
	_, what := in.about(h.Thing)
	what.Words = beginning(what.Words, 200)
	return chamber.ReferralRow{Href: in.f.Href("referrals", h.ID), Head: in.referralHead(h.Thing), What: what, State: in.answer(h)}
}

// referral shows one referral with its replies.
func (a *App) referral(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.referralAt(r)
	if err != nil {
		return err
	}
	return a.showReferral(w, r, in, http.StatusOK, h, nil, nil, nil)
}

func (a *App) referralAt(r *http.Request) (*inCouncil, *council.Held[upc.Referral], error) {
	in, err := a.together(r, "referrals")
	if err != nil {
		return nil, nil, err
	}
	h := heldOf(in.c.Referrals, r.PathValue("id"))
	if h == nil {
		return nil, nil, notFound(short(r.PathValue("id")))
	}
	return in, h, nil
}

// showReferral shows a referral; written is a reply whose form comes back with what is wrong.
func (a *App) showReferral(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Referral], written *upc.Reply, wrong, errs []page.FieldError) error {
	x := h.Thing
	out := chamber.Referral{ID: h.ID, Head: in.referralHead(x), From: in.bodyLink(x.From), To: in.bodyLink(x.Body), On: in.day(x.On), Due: in.day(x.Due), Days: x.Days, Rule: x.Rule, State: in.answer(h)}
	link, what := in.about(x)
	out.What = link
	if out.Asked = in.text(x.Words); out.Asked.Words == "" {
		out.Asked = what
	}
	var begun *council.Held[upc.Reply]
	for _, y := range in.c.RepliesTo(h.ID) {
		t := y.Thing
		if t.Step != plan.Published {
			begun = y
		}
		row := chamber.Reply{ID: y.ID, Base: y.Fact, Step: string(t.Step), Words: in.text(t.Texts), On: in.day(t.On), Next: in.day(t.Next), Reason: t.Reason, Measures: in.measureLinks(t.Measures),
			Issue: t.Step == plan.Submitted && in.may(account.IssueReply, &account.Target{Bodies: []string{t.Body}, Author: t.Author})}
		if t.Outcome != "" {
			row.Outcome = in.f.T("debate.outcome." + string(t.Outcome))
		}
		out.Replies = append(out.Replies, row)
	}
	if in.may(account.WriteReply, &account.Target{Bodies: []string{x.Body}}) {
		var t upc.Reply
		f := chamber.ReplyForm{Form: work.Form{Action: in.f.Href("referrals", h.ID, "reply"), Errors: wrong}}
		if begun != nil {
			t, f.ID, f.Base = begun.Thing, begun.ID, begun.Fact
		}
		if written != nil {
			t, f.Base = *written, baseIn(r.PostForm)
		}
		f.Texts, f.Next, f.Outcomes, f.Measures = t.Texts, t.Next, work.Options(in.f, "debate.outcome.", upc.Outcomes, t.Outcome), in.measureOptions(t.Measures, x.Body)
		out.Write = &f
	}
	return a.render(w, r, status, chamber.ReferralPage(in.f, out, work.Form{Errors: errs}))
}

// saveReply saves a body's reply, and gives it to another person of the body.
func (a *App) saveReply(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.referralAt(r)
	if err != nil {
		return err
	}
	id := f.Get("reply")
	t, wrong := decodeOver(f, heldOf(in.c.Replies, id))
	t.Referral = h.ID
	again := func(errs []page.FieldError) error {
		return a.showReferral(w, r, in, http.StatusUnprocessableEntity, h, &t, errs, nil)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if id, err = a.Council.SaveReply(r.Context(), in.who, in.ws, id, baseIn(f), t); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	if f.Get("do") != "submit" {
		return a.done(w, r, in.f.Href("referrals", h.ID)+"#replies", "debate.saved-draft")
	}
	c, err := a.Council.View(r.Context(), in.who, in.ws)
	if err != nil {
		return err
	}
	if err := a.Council.SubmitReply(r.Context(), in.who, in.ws, id, factOf(heldOf(c.Replies, id))); err != nil {
		in.c = c // it is saved: the form goes on from there
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showReferral(w, r, in, http.StatusUnprocessableEntity, h, nil, errs, nil)
		})
	}
	return a.done(w, r, in.f.Href("referrals", h.ID)+"#replies", "debate.reply.given")
}

// issueReply publishes a reply that another person wrote, or gives it back.
func (a *App) issueReply(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.referralAt(r)
	if err != nil {
		return err
	}
	if x := heldOf(in.c.Replies, f.Get("reply")); x == nil || x.Thing.Referral != h.ID {
		return notFound(short(f.Get("reply")))
	}
	said := "debate.issued"
	if f.Get("do") == "return" {
		said, err = "debate.returned", a.Council.ReturnReply(r.Context(), in.who, in.ws, f.Get("reply"), baseIn(f), cleaned(f.Get("reason")))
	} else {
		err = a.Council.IssueReply(r.Context(), in.who, in.ws, f.Get("reply"), baseIn(f))
	}
	if err != nil {
		return a.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			return a.showReferral(w, r, in, http.StatusUnprocessableEntity, h, nil, nil, errs)
		})
	}
	return a.done(w, r, in.f.Href("referrals", h.ID)+"#replies", said)
}

// ask puts a question of a council's own to bodies.
func (a *App) askBodies(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.together(r, "referrals")
	if err != nil {
		return err
	}
	x, wrong := resolutionIn(f)
	id := f.Get("council")
	again := func(errs []page.FieldError) error {
		return a.showReferrals(w, r, in, http.StatusUnprocessableEntity, id, errs)
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if err := a.Council.Refer(r.Context(), in.who, in.ws, id, "", slices.Clone(f["body"]), x.Words, x.On); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("referrals"), "debate.asked")
}
