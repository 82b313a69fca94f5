package server_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// trial is a workspace in which each kind of participation has something that is not for everyone, with the people whose it is
// and as many who sit elsewhere in it.
type trial struct {
	*spokenIn
	chamber, assembly, advocate, second, union, secondAdvocate string // bodies

	unopened, comment, response, referral, reply, submission, demand, advice, heldProposal, draftProposal, appeal string

	rightful, others map[string]*browser // by role; the others sit for another body
}

func (c *closed) trial() *trial {
	t, ctx, d := c.t, c.t.Context(), c.Council
	t.Helper()
	x := &trial{spokenIn: c.spoken(), rightful: map[string]*browser{}, others: map[string]*browser{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	id := func(id string, err error) string {
		t.Helper()
		must(err)
		x.ids = append(x.ids, id)
		return id
	}
	en := func(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }
	view := func() *council.View {
		v, err := d.Keeper.Closed(ctx, "ZZV")
		must(err)
		return v
	}
	body := func(name string, kind plan.BodyKind) string {
		return id(c.Desk.SaveBody(ctx, c.coordinator, "ZZV", "", 0, plan.Body{Names: en(name), Kind: kind}))
	}
	h, _ := view().Councils.Get(x.council)
	x.chamber, x.assembly, x.second, x.union, x.secondAdvocate = h.Thing.Body, body("Assembly of Tests", plan.Council), c.other, body("Union of Tests", plan.Organisation), body("Second Advocate of Tests", plan.Commissioner)
	for _, a := range view().Advice.All() {
		x.advocate, x.advice = a.Thing.Body, a.ID
	}
	people := map[string]account.Person{}
	sits := func(where map[string]*browser, prefix string, r account.Role, body string) {
		b, p := c.someone(prefix+string(r), account.Member, account.Seat{Workspace: "ZZV", Role: r, Body: body})
		where[string(r)], people[prefix+string(r)] = b, p
	}
	for r, bodies := range map[account.Role][2]string{account.Contributor: {c.ministry, x.second}, account.Validator: {c.ministry, x.second}, account.Monitor: {x.advocate, x.secondAdvocate},
		account.Stakeholder: {c.ngo, x.union}, account.CouncilMember: {x.chamber, x.assembly}, account.Secretary: {x.chamber, x.assembly}} {
		sits(x.rightful, "own-", r, bodies[0])
		sits(x.others, "far-", r, bodies[1])
	}
	for _, r := range []account.Role{account.Coordinator, account.Reader, account.Steward} {
		sits(x.others, "far-", r, "")
	}
	secretary := people["own-secretary"]

	consultation := func(title string) string {
		return id(d.SaveConsultation(ctx, people["own-contributor"], "ZZV", "", 0, spoken.Consultation{Body: c.ministry, Title: en(title), Draft: spoken.OfLaw, Opens: d.Today(), Closes: d.Today(), Lang: "en", Before: true}))
	}
	base := func(id string) store.FactID {
		h, _ := view().Consulted.Get(id)
		return h.Fact
	}
	x.unopened = consultation(hidden + " unopened")
	must(d.SaveDraft(ctx, people["own-contributor"], "ZZV", x.unopened, base(x.unopened), "en", council.Paragraphs(hidden+" paragraph.")))
	open := consultation(shown + " opened")
	must(d.SaveDraft(ctx, people["own-contributor"], "ZZV", open, base(open), "en", council.Paragraphs(shown+" paragraph.")))
	must(d.OpenConsultation(ctx, people["own-contributor"], "ZZV", open, base(open)))
	say := func(x council.Contribution) council.Received {
		got, err := d.Comment(ctx, "ZZV", open, x)
		must(err)
		return got
	}
	held := say(council.Contribution{Words: hidden + " waits", Quote: hidden + " quote", Pseudonym: hidden + "Name", Lang: "en"})
	off := say(council.Contribution{Words: hidden + " removed", Lang: "en"})
	x.comment = id(held.ID, nil)
	must(d.Remove(ctx, people["own-validator"], "ZZV", []string{off.ID}, spoken.GroundSpam, "The same again."))
	public, err := d.Public(ctx, "ZZV")
	must(err)
	for r, h := range public.Removals.All() {
		if h.Thing.About == off.ID {
			x.appeal = id(d.Appeal(ctx, "ZZV", r, off.Code, hidden+" appeal"))
		}
	}
	x.response = id(d.Respond(ctx, people["own-contributor"], "ZZV", "", 0, spoken.Response{Consultation: open, Comments: []string{held.ID}, Outcome: spoken.Accepts, Theme: en(hidden + " theme"), Texts: en(hidden + " response")}))

	p, err := d.ProposeOpenly(ctx, "ZZV", x.council, council.CitizenProposal{Title: hidden + " removed proposal", Words: hidden + " words of it", Lang: "en"})
	must(err)
	proposal := func(id string) store.FactID {
		h, _ := view().Proposals.Get(id)
		return h.Fact
	}
	must(d.RemoveProposal(ctx, secretary, "ZZV", id(p.ID, nil), proposal(p.ID), spoken.GroundOff, "Not a matter of the council"))
	p, err = d.ProposeOpenly(ctx, "ZZV", x.council, council.CitizenProposal{Title: hidden + " held proposal", Words: hidden + " +7 701 123 45 67", Lang: "en"})
	must(err)
	x.heldProposal = id(p.ID, nil)
	for _, h := range view().Proposals.All() {
		if h.Thing.By == spoken.ByOrganisation && h.Thing.Step == spoken.Drafted {
			x.draftProposal = h.ID
		}
	}
	must(d.Refer(ctx, secretary, "ZZV", x.council, "", []string{c.ministry}, en(shown+" question to a ministry"), upr.Date{}))
	for _, h := range view().Referrals.All() {
		x.referral = id(h.ID, nil)
	}
	x.reply = id(d.SaveReply(ctx, people["own-contributor"], "ZZV", "", 0, spoken.Reply{Referral: x.referral, Outcome: spoken.Accepts, Texts: en(hidden + " reply")}))
	r, _ := view().Replies.Get(x.reply)
	must(d.SubmitReply(ctx, people["own-contributor"], "ZZV", x.reply, r.Fact))

	ngo := people["own-stakeholder"]
	x.submission = id(d.SaveSubmission(ctx, ngo, "ZZV", "", 0, spoken.Submission{Body: c.ngo, Title: en(hidden + " submission"), Words: en(hidden + " text of it"), Review: "ZZV/4"}))
	demands, err := d.AddDemands(ctx, ngo, "ZZV", x.submission, "en", []string{hidden + " demand"})
	must(err)
	x.demand = id(demands[0], nil)
	id(d.SaveSuggestion(ctx, ngo, "ZZV", "", 0, spoken.Suggestion{Demand: x.demand, State: "FRA", Words: en(hidden + " suggestion"), Note: hidden + " note"}))
	return x
}

// Demand 13 of participation: what is not for somebody is neither read nor done by them.
func TestEverybodyKeepsToWhatIsTheirs(t *testing.T) {
	x := open(t, false).closed().trial()
	t.Run("reading", func(t *testing.T) { x.readByNobodyElse(t) })
	t.Run("doing", func(t *testing.T) { x.doneByNobodyElse(t) })
}

// readByNobodyElse: nothing of participation that is not public is on any page, feed, search, export or answer of the API for everyone, nor on any
// page of the workspace for people who sit in it for another body; whose it is reads it, so that the first half proves something.
func (x *trial) readByNobodyElse(t *testing.T) {
	told := func(who string, b *browser, path string) {
		t.Helper()
		w := b.get(path)
		if w.Code >= 500 {
			t.Errorf("%s: %s answers %d", who, path, w.Code)
		}
		text := unpacked(t, w.Body.Bytes())
		for _, echo := range []string{hidden + `"`, "q=" + hidden, "“" + hidden + "”", "%22" + hidden, ">" + hidden + " –", ": " + hidden + "<"} { // what was asked for is said again
			text = strings.ReplaceAll(text, echo, "")
		}
		if at := strings.Index(text, hidden); at >= 0 {
			t.Errorf("%s: %s shows %q", who, path, text[max(0, at-60):min(len(text), at+60)])
		}
	}
	visitor := x.visitor()
	for _, path := range x.addresses() {
		told("a visitor", visitor, path)
	}
	var inside []string
	for _, row := range account.Routes {
		if row.Method != http.MethodGet || !account.InWorkspace(row.Act) {
			continue
		}
		p := strings.NewReplacer("{ws}", "ZZV", "{year}", "2026", "{report}", "matrix").Replace(row.Pattern)
		if !strings.Contains(p, "{") {
			inside = append(inside, p, p+"?q="+hidden)
			continue
		}
		if row.Act != account.ReadCouncil && row.Act != account.ReadWork && row.Act != account.Consult && row.Act != account.Submit && row.Act != account.Advise && row.Act != account.Propose {
			continue
		}
		inside = append(inside, x.places(p)...)
	}
	for who, b := range x.others {
		for _, path := range inside {
			if who == string(account.Monitor) && strings.HasPrefix(path, "/work/ZZV/moderation") {
				continue // any institution hears appeals, and reads what they are about
			}
			told(who+" elsewhere", b, path)
		}
	}
	if len(inside) < 60 {
		t.Errorf("only %d addresses inside were looked at", len(inside))
	}
	for path, own := range map[string]account.Role{"/work/ZZV/consultations/" + x.unopened: account.Contributor, "/work/ZZV/moderation": account.Validator, "/work/ZZV/referrals/" + x.referral: account.Validator,
		"/work/ZZV/submissions/" + x.submission: account.Stakeholder, "/work/ZZV/demands/" + x.demand: account.Stakeholder, "/work/ZZV/advice/" + x.advice: account.Monitor,
		"/work/ZZV/proposals/" + x.heldProposal: account.Secretary, "/work/ZZV/proposals/" + x.draftProposal: account.Stakeholder} {
		if w := x.rightful[string(own)].get(path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), hidden) {
			t.Errorf("%s at %s: %d, without what is theirs", own, path, w.Code)
		}
	}
}

// places are the addresses of a pattern with the things that are of its kind; history takes all.
func (x *trial) places(pattern string) []string {
	of := map[string][]string{"consultations": {x.unopened, x.consultation}, "submissions": {x.submission}, "demands": {x.demand}, "advice": {x.advice}, "referrals": {x.referral},
		"proposals": {x.heldProposal, x.draftProposal, x.proposal}, "councils": {x.council}, "history": x.ids}
	kind := strings.Split(strings.TrimPrefix(pattern, "/work/ZZV/"), "/")[0]
	var out []string
	for _, id := range of[kind] {
		p := strings.ReplaceAll(pattern, "{id}", url.PathEscape(id))
		if p = strings.ReplaceAll(p, "{of}", x.response); !strings.Contains(p, "{") {
			out = append(out, p)
		}
	}
	return out
}

// deed is something that is done by a post, and the roles that may do it, from the body whose it is: written down here a second
// time, against the policy table.
type deed struct {
	what, path string
	form       url.Values
	by         []account.Role
}

func (x *trial) deeds() []deed {
	const base = "/work/ZZV"
	v := func(pairs ...string) url.Values {
		out := url.Values{"base": {"0"}}
		for i := 0; i < len(pairs); i += 2 {
			out.Set(pairs[i], pairs[i+1])
		}
		return out
	}
	secretary, consults, moderates := []account.Role{account.Secretary}, []account.Role{account.Contributor, account.Validator}, []account.Role{account.Contributor, account.Validator}
	submits, advises := []account.Role{account.Stakeholder}, []account.Role{account.Monitor}
	return []deed{
		{"change a council", base + "/councils/" + x.council + "/edit", v("name-lang", "en", "name", "Other", "body", x.chamber), secretary},
		{"seat a member", base + "/councils/" + x.council + "/members/new", v("name-lang", "en", "name", "New Member"), secretary},
		{"open a sitting", base + "/sittings/new", v("council", x.council, "on", "2026-11-01"), secretary},
		{"decide on a proposal", base + "/proposals/" + x.proposal + "/resolve", v("step", "debated"), secretary},
		{"decide on many", base + "/proposals/resolve", v("step", "debated", "proposal", x.proposal+" 1"), secretary},
		{"refer a question", base + "/referrals", v("council", x.council, "body", x.ministry, "text-lang", "en", "text", "Why?"), secretary},
		{"show what is held", base + "/proposals/" + x.heldProposal + "/let-in", v(), secretary},
		{"remove a proposal", base + "/moderation", v("do", "remove-proposal", "proposal", x.heldProposal, "ground", "off", "reason", "Not about it"), secretary},
		{"edit an organisation's proposal", base + "/proposals/" + x.draftProposal + "/edit", v("do", "propose"), submits},
		{"reply for a ministry", base + "/referrals/" + x.referral + "/reply", v("outcome", "accepts", "text-lang", "en", "text", "Yes"), consults},
		{"publish a reply", base + "/referrals/" + x.referral + "/issue", v("do", "issue", "reply", x.reply), []account.Role{account.Validator}},
		{"change a consultation", base + "/consultations/" + x.unopened, v("title-lang", "en", "title", "Other"), consults},
		{"change a draft", base + "/consultations/" + x.unopened + "/draft", v("draft-text", "Other words", "lang", "en"), consults},
		{"open a consultation", base + "/consultations/" + x.unopened + "/open", v(), consults},
		{"answer comments", base + "/consultations/" + x.consultation + "/answer", v("do", "publish", "which", "all", "outcome", "accepts", "text-lang", "en", "text", "Yes"), secretary},
		{"type in from paper", base + "/consultations/" + x.consultation + "/paper", v("code", "00000-00000-00000-00000-00000", "text", "By post"), secretary},
		{"show a comment", base + "/moderation", v("do", "look", "id", x.comment), moderates},
		{"remove a comment", base + "/moderation", v("do", "remove", "id", x.comment, "ground", "off", "reason", "Not about it"), moderates},
		{"change a submission", base + "/submissions/" + x.submission, v("title-lang", "en", "title", "Other", "text-lang", "en", "text", "Other"), submits},
		{"hand in a submission", base + "/submissions/" + x.submission + "/hand-in", v("given", "2026-11-01"), submits},
		{"show a submission", base + "/submissions/" + x.submission + "/show", v(), submits},
		{"change a demand", base + "/demands/" + x.demand, v("text-lang", "en", "text", "Other"), submits},
		{"confirm a trace", base + "/demands/" + x.demand + "/traces", v("rec-add", x.rec, "state", "confirmed", "reason", "So it is"), submits},
		{"change an own recommendation", base + "/advice/" + x.advice, v("text-lang", "en", "text", "Other"), advises},
		{"publish an own recommendation", base + "/advice/" + x.advice + "/publish", v(), advises},
		{"remove an own recommendation", base + "/advice/" + x.advice + "/remove", v(), advises},
		{"refer an own recommendation", base + "/advice/" + x.advice + "/refer", v("body", x.ministry), advises},
	}
}

// doneByNobodyElse: every act of participation is tried by everybody who must not do it: by each role from another body, by each role of the right
// body that the second table does not name, by those without a seat and by visitors. All are refused, and nothing changes; those
// who may are not refused.
func (x *trial) doneByNobodyElse(t *testing.T) {
	nobody := map[string]*browser{"a visitor": x.visitor(), "an editor": x.as(account.Editor), "an administrator": x.as(account.Administrator)}
	before, tried := x.state(), 0
	try := func(who string, b *browser, d deed) {
		t.Helper()
		w := b.post(d.path, d.form)
		tried++
		if w.Code != http.StatusForbidden && w.Code != http.StatusNotFound && !asks(w.Code, w.Header().Get("Location")) {
			t.Errorf("%s: %s answers %d %s", d.what, who, w.Code, w.Header().Get("Location"))
		}
	}
	for _, d := range x.deeds() {
		for who, b := range nobody {
			try(who, b, d)
		}
		for who, b := range x.others {
			try(who+" elsewhere", b, d)
		}
		for who, b := range x.rightful {
			if !slices.Contains(d.by, account.Role(who)) {
				try(who, b, d)
			}
		}
	}
	removed := url.Values{"base": {"0"}, "appeal": {x.appeal}, "result": {"granted"}, "reason": {"It is about it"}}
	for _, who := range []string{"contributor", "validator", "stakeholder", "council", "secretary"} { // the validator of the ministry removed it
		try(who, x.rightful[who], deed{"hear an appeal", "/work/ZZV/moderation/appeals", removed, nil})
	}
	for _, who := range []string{"contributor", "validator", "stakeholder", "council", "secretary", "coordinator", "reader", "steward"} {
		try(who+" elsewhere", x.others[who], deed{"hear an appeal", "/work/ZZV/moderation/appeals", removed, nil})
	}
	if after := x.state(); after != before {
		t.Errorf("something changed: %s\nbefore: %s", after, before)
	}
	if tried < 300 {
		t.Errorf("only %d were tried", tried)
	}
	for _, d := range x.deeds() {
		for _, r := range d.by {
			if w := x.rightful[string(r)].post(d.path, d.form); w.Code == http.StatusForbidden || w.Code == http.StatusNotFound || w.Code >= 500 || asks(w.Code, w.Header().Get("Location")) {
				t.Errorf("%s: %s, who may, is answered %d", d.what, r, w.Code)
			}
			if d.what == "show a comment" || d.what == "show a submission" {
				break
			}
		}
	}
}
