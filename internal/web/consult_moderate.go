package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
	"github.com/openupr/openupr/internal/words"
)

// shownFound is how many comments that are shown a search of the moderators gives.
const shownFound = 25

// queue is what waits to be looked at, and appeals.
func (c *consulting) queue(w http.ResponseWriter, r *http.Request) error {
	in, err := c.within(r, "moderation")
	if err != nil {
		return err
	}
	return c.showQueue(w, r, in, http.StatusOK, nil, spoken.Removal{}, nil)
}

func (c *consulting) showQueue(w http.ResponseWriter, r *http.Request, in *inDesk, status int, chosen []string, x spoken.Removal, errs []page.FieldError) error {
	q := query200(r.URL.Query())
	out := consult.Queue{Form: work.Form{Action: in.f.Href("moderation"), Errors: errs}, Action: in.f.Href("moderation"), Find: in.f.Href("moderation"),
		Hear: in.f.Href("moderation", "appeals"), Words: q, Why: x.Words, Grounds: work.Options(in.f, "consult.ground.", spoken.Grounds, x.Ground)}
	waiting := in.v.Queue(in.who)
	out.Found, out.Pages = in.f.T("consult.queue.count", "count", len(waiting)), pagesOf(r, len(waiting), answerShown)
	for _, i := range whichOf(len(waiting), r.URL.Query().Get("page"), answerShown) {
		m := waiting[i]
		row := consult.Waiting{Comment: in.deskComment(m.Comment, m.Of.Thing.Version, slices.Contains(chosen, m.Comment.ID)), Person: m.Person,
			Of: work.Link{Label: in.words(m.Of.Thing.Title), Href: in.href(m.Of.ID)}}
		row.State = ""
		row.Until = in.f.T("consult.queue.until", "day", in.day(m.Comment.Thing.Until))
		if m.Person {
			row.Until = in.f.T("consult.queue.person")
		}
		out.Rows = append(out.Rows, row)
	}
	for _, h := range in.v.HeldProposals(in.who) {
		if len(out.Held) == answerShown {
			break
		}
		out.Held = append(out.Held, in.heldProposal(h))
	}
	if q != "" {
		out.Shown = in.shownWith(q, chosen)
		out.Held = append(out.Held, in.proposalsWith(q)...)
	}
	out.Appeals = in.appeals()
	return c.render(w, r, status, consult.QueuePage(in.f, out))
}

// shownWith are comments that everyone reads and for whose body the reader moderates, with all the words; or with the number.
func (in *inDesk) shownWith(q string, chosen []string) []consult.Comment {
	var wanted []string
	for _, t := range words.Tokens(q, "") {
		wanted = append(wanted, t.Form)
	}
	var out []consult.Comment
	for id, of := range in.v.Consulted.All() {
		if !in.mayFor(account.Moderate, of.Thing) {
			continue
		}
		for _, m := range in.v.CommentsOf(id) {
			if len(out) == shownFound {
				return out
			}
			if m.Thing.Shown == spoken.IsShown && (strconv.Itoa(m.Thing.Number) == q || hasWords(m.Thing.Words, wanted)) {
				out = append(out, in.deskComment(m, of.Thing.Version, slices.Contains(chosen, m.ID)))
			}
		}
	}
	return out
}

// heldProposal is a citizen's proposal in the queue.
func (in *inDesk) heldProposal(h *council.Held[spoken.Proposal]) consult.HeldProposal {
	p := h.Thing
	out := consult.HeldProposal{ID: h.ID, Base: h.Fact, Link: work.Link{Label: in.words(p.Title), Href: in.f.Href("proposals", h.ID)}, Words: consult.Text(in.text(p.Texts)),
		Until: in.f.T("consult.shown.shown"), LetIn: p.Step == spoken.Drafted}
	if out.LetIn {
		for _, x := range council.LookForHarm(in.words(p.Title) + "\n" + in.words(p.Texts) + "\n" + p.Pseudonym) {
			out.Harm = append(out.Harm, in.f.T("consult.harm."+string(x)))
		}
		out.Until = in.f.T("consult.queue.person")
		if of, ok := in.v.Councils.Get(p.Council); ok && len(out.Harm) == 0 {
			on := p.On.Time().AddDate(0, 0, of.Thing.HoldDays)
			out.Until = in.f.T("consult.queue.until", "day", in.f.P.Date(on))
		}
	}
	return out
}

// proposalsWith are citizens' proposals that everyone reads, that no council has debated yet and for whose council the reader
// moderates, with all the words; or with the number.
func (in *inDesk) proposalsWith(q string) []consult.HeldProposal {
	var wanted []string
	for _, t := range words.Tokens(q, "") {
		wanted = append(wanted, t.Form)
	}
	var out []consult.HeldProposal
	for _, h := range in.v.Proposals.All() {
		p := h.Thing
		of, ok := in.v.Councils.Get(p.Council)
		if !ok || len(out) == shownFound || p.By != spoken.ByCitizen || p.Step != spoken.Proposed || !in.may(account.Moderate, &account.Target{Bodies: []string{of.Thing.Body}}) {
			continue
		}
		if strconv.Itoa(p.Number) == q || hasWords(in.words(p.Title)+"\n"+in.words(p.Texts), wanted) {
			out = append(out, in.heldProposal(h))
		}
	}
	return out
}

// moderateProposal shows a citizen's proposal that waits, or removes it.
func (c *consulting) moderateProposal(w http.ResponseWriter, r *http.Request, in *inDesk, form url.Values) error {
	id := form.Get("proposal")
	again := func(errs []page.FieldError) error {
		for i := range errs {
			errs[i].Field += "-" + id
		}
		return c.showQueue(w, r, in, http.StatusUnprocessableEntity, nil, spoken.Removal{}, errs)
	}
	if form.Get("do") == "let-in" {
		if err := c.Council.LetIn(r.Context(), in.who, in.ws, id, baseIn(form)); err != nil {
			return c.failed(w, r, in.inWork, err, nil)
		}
		return c.done(w, r, in.f.Href("moderation"), "consult.queue.proposal.shown")
	}
	if err := c.Council.RemoveProposal(r.Context(), in.who, in.ws, id, baseIn(form), spoken.Ground(form.Get("ground")), cleaned(form.Get("reason"))); err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.f.Href("moderation"), "consult.queue.proposal.removed")
}

// appeals are those that wait, as far as the reader may hear or moderate.
func (in *inDesk) appeals() []consult.Appealed {
	var list []*council.Held[spoken.Appeal]
	for _, h := range in.v.Appeals.All() {
		if h.Thing.Result == "" {
			list = append(list, h)
		}
	}
	var out []consult.Appealed
	for _, h := range space.ByTime(list) {
		r, ok := in.v.Removals.Get(h.Thing.Removal)
		if !ok {
			continue
		}
		row := consult.Appealed{ID: h.ID, Base: h.Fact, Ground: in.f.T("consult.ground." + string(r.Thing.Ground)), Why: r.Thing.Words, By: in.body(r.Thing.Body),
			Words: h.Thing.Words, On: in.day(h.Thing.On)}
		row.MayHear = r.Thing.Author != in.who.ID && in.may(account.HearAppeal, &account.Target{Bodies: []string{r.Thing.Body}, Author: r.Thing.Author})
		if p, ok := in.v.Proposals.Get(r.Thing.About); ok {
			row.Of = work.Link{Label: in.words(p.Thing.Title), Href: in.f.Href("proposals", p.ID)}
			row.What.Words = consult.Text(in.text(p.Thing.Texts))
		}
		if m, ok := in.v.Comments.Get(r.Thing.About); ok {
			if of, ok := in.v.Consulted.Get(m.Thing.Consultation); ok {
				row.Of = work.Link{Label: in.words(of.Thing.Title), Href: in.href(of.ID)}
				row.Head = in.f.T("consult.number", "number", strconv.Itoa(m.Thing.Number))
				row.What = in.deskComment(m, of.Thing.Version, false)
			}
		}
		out = append(out, row)
	}
	return out
}

// moderate says that comments were looked at, or removes them.
func (c *consulting) moderate(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "moderation")
	if err != nil {
		return err
	}
	ids := form["id"]
	x := spoken.Removal{Ground: spoken.Ground(form.Get("ground")), Words: cleaned(form.Get("reason"))}
	again := func(errs []page.FieldError) error {
		return c.showQueue(w, r, in, http.StatusUnprocessableEntity, ids, x, errs)
	}
	switch form.Get("do") {
	case "let-in", "remove-proposal":
		return c.moderateProposal(w, r, in, form)
	case "remove":
		if err := c.Council.Remove(r.Context(), in.who, in.ws, ids, x.Ground, x.Words); err != nil {
			return c.failed(w, r, in.inWork, err, again)
		}
		return c.done(w, r, in.f.Href("moderation"), "consult.queue.removed", "count", len(ids))
	}
	if err := c.Council.Look(r.Context(), in.who, in.ws, ids); err != nil {
		return c.failed(w, r, in.inWork, err, again)
	}
	return c.done(w, r, in.f.Href("moderation"), "consult.queue.looked", "count", len(ids))
}

// hear decides an appeal.
func (c *consulting) hear(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.within(r, "moderation")
	if err != nil {
		return err
	}
	id := form.Get("appeal")
	if err := c.Council.Hear(r.Context(), in.who, in.ws, id, baseIn(form), form.Get("result"), cleaned(form.Get("reason"))); err != nil {
		return c.failed(w, r, in.inWork, err, func(errs []page.FieldError) error {
			for i := range errs {
				errs[i].Field = "reason-" + id
			}
			return c.showQueue(w, r, in, http.StatusUnprocessableEntity, nil, spoken.Removal{}, errs)
		})
	}
	return c.done(w, r, in.f.Href("moderation")+"#appeals", "consult.appeal."+form.Get("result"), "day", in.day(in.today()))
}
