package council_test

import (
	"errors"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// chamber is a council with two members who sign in and a rule.
type chamber struct {
	*world
	id              string
	member, member2 string
}

func newChamber(t *testing.T, change func(*spoken.Council)) *chamber {
	t.Helper()
	w := &chamber{world: newWorld(t)}
	c := spoken.Council{Body: w.bodies["kurultai"], Names: names("Kurultai"), Basis: names("Decree 1"), Proposers: spoken.Proposers, AnswerDays: 30, Rule: "Decree 1, 5"}
	if change != nil {
		change(&c)
	}
	w.id = w.world.id(w.d.SaveCouncil(t.Context(), w.people["secretary"], ws, "", 0, c))
	w.member = w.world.id(w.d.SaveMember(t.Context(), w.people["secretary"], ws, "", 0, spoken.Member{Council: w.id, Name: names("Member One"), Number: 1, Account: w.people["member"].ID}))
	w.member2 = w.world.id(w.d.SaveMember(t.Context(), w.people["secretary"], ws, "", 0, spoken.Member{Council: w.id, Name: names("Member Two"), Number: 2, Account: w.people["member2"].ID}))
	return w
}

func (w *chamber) fact(id string) store.FactID {
	w.t.Helper()
	for _, kind := range []string{spoken.KindProposal, spoken.KindAmendment, spoken.KindReply} {
		if f, _, ok := w.closed().Shelf(kind).Held(id); ok {
			return f
		}
	}
	w.t.Fatalf("there is no %s", id)
	return 0
}

func (w *chamber) proposed(by, member, words string) string {
	w.t.Helper()
	id := w.world.id(w.d.SaveProposal(w.t.Context(), w.people[by], ws, "", 0, spoken.Proposal{Council: w.id, By: spoken.ByMember, Member: member, Title: names("Title"), Texts: names(words)}))
	w.must(w.d.Propose(w.t.Context(), w.people[by], ws, id, w.fact(id)))
	return id
}

func (w *chamber) step(id string) spoken.Step {
	w.t.Helper()
	h, ok := w.closed().Proposals.Get(id)
	if !ok {
		w.t.Fatalf("there is no proposal %s", id)
	}
	return h.Thing.Step
}

func TestADraftIsItsProposersAloneAndAProposalIsEverybodys(t *testing.T) {
	w := newChamber(t, nil)
	id := w.world.id(w.d.SaveProposal(t.Context(), w.people["member"], ws, "", 0, spoken.Proposal{Council: w.id, By: spoken.ByMember, Member: w.member, Title: names("Title"), Texts: names("Words")}))
	for by, want := range map[string]bool{"member": true, "member2": false, "secretary": false, "writer": false, "monitor": false} {
		if _, ok := w.seen(by).Proposals.Get(id); ok != want {
			t.Errorf("%s sees the draft: %v", by, ok)
		}
	}
	if err := w.d.Propose(t.Context(), w.people["member2"], ws, id, w.fact(id)); !refused(err) {
		t.Errorf("another member brought it: %v", err)
	}
	w.must(w.d.Propose(t.Context(), w.people["member"], ws, id, w.fact(id)))
	p, ok := w.forum().Proposals.Get(id)
	if !ok || p.Thing.Number != 1 || p.Thing.Author != "" {
		t.Fatalf("the public copy: %v %+v", ok, p)
	}
	_, err := w.d.SaveProposal(t.Context(), w.people["member"], ws, id, w.fact(id), spoken.Proposal{Council: w.id, By: spoken.ByMember, Member: w.member, Title: names("Other"), Texts: names("Other")})
	if !invalid(err, "step") {
		t.Errorf("what was proposed was written over: %v", err)
	}
	w.must(w.d.WithdrawProposal(t.Context(), w.people["member"], ws, id, w.fact(id)))
	if _, ok := w.forum().Proposals.Get(id); ok || w.step(id) != spoken.Withdrawn {
		t.Error("a withdrawn proposal is public")
	}
}

func TestNobodySpeaksInAnothersName(t *testing.T) {
	w := newChamber(t, nil)
	id := w.proposed("member", w.member, "Words")
	for who, p := range w.people {
		_, err := w.d.SaveProposal(t.Context(), p, ws, "", 0, spoken.Proposal{Council: w.id, By: spoken.ByMember, Member: w.member, Title: names("Title"), Texts: names("Words")})
		if may := who == "member" || who == "secretary" || who == "secretary2"; may != (err == nil) || err != nil && !refused(err) {
			t.Errorf("%s proposed as the member: %v", who, err)
		}
		_, err = w.d.Remark(t.Context(), p, ws, spoken.Remark{Proposal: id, Body: w.bodies["organisation"], Words: names("So")})
		if may := who == "stakeholder"; may != (err == nil) || err != nil && !refused(err) {
			t.Errorf("%s spoke for the organisation: %v", who, err)
		}
	}
	for who, p := range w.people {
		err := w.d.Resolve(t.Context(), p, ws, id, w.fact(id), council.Resolution{Step: spoken.Declined, Reason: "no"})
		if who != "secretary" && who != "secretary2" && !refused(err) {
			t.Errorf("%s decided: %v", who, err)
		}
	}
}

func TestEndorsementsBringAProposalToTheDebate(t *testing.T) {
	w := newChamber(t, func(c *spoken.Council) { c.Endorsements = 2 })
	id := w.proposed("member", w.member, "Words")
	if err := w.d.Endorse(t.Context(), w.people["member"], ws, id, w.member, ""); !invalid(err, "own") {
		t.Errorf("an own proposal was endorsed: %v", err)
	}
	if err := w.d.Resolve(t.Context(), w.people["secretary"], ws, id, w.fact(id), council.Resolution{Step: spoken.Debated}); !invalid(err, "endorsements") {
		t.Errorf("debated without endorsements: %v", err)
	}
	w.must(w.d.Endorse(t.Context(), w.people["member2"], ws, id, w.member2, ""))
	w.must(w.d.Endorse(t.Context(), w.people["member2"], ws, id, w.member2, ""))
	if w.step(id) != spoken.Proposed {
		t.Error("one endorsement counted twice")
	}
	w.must(w.d.Endorse(t.Context(), w.people["stakeholder"], ws, id, "", w.bodies["organisation"]))
	if w.step(id) != spoken.Debated || len(w.forum().EndorsementsOf(id)) != 2 {
		t.Errorf("%s with %d endorsements in public", w.step(id), len(w.forum().EndorsementsOf(id)))
	}
}

func TestATakenAmendmentChangesTheWordsOnce(t *testing.T) {
	w := newChamber(t, nil)
	id := w.proposed("member", w.member, "One two three")
	first := w.world.id(w.d.Amend(t.Context(), w.people["member2"], ws, spoken.Amendment{Proposal: id, Member: w.member2, After: names("One two four")}))
	second := w.world.id(w.d.Amend(t.Context(), w.people["stakeholder"], ws, spoken.Amendment{Proposal: id, Body: w.bodies["organisation"], After: names("One five three")}))
	if err := w.d.DecideAmendment(t.Context(), w.people["member"], ws, first, w.fact(first), true, ""); !refused(err) {
		t.Errorf("a member took an amendment: %v", err)
	}
	w.must(w.d.DecideAmendment(t.Context(), w.people["secretary"], ws, first, w.fact(first), true, ""))
	if err := w.d.DecideAmendment(t.Context(), w.people["secretary"], ws, second, w.fact(second), true, ""); !invalid(err, "overtaken") {
		t.Errorf("an amendment of words that do not stand any more was taken: %v", err)
	}
	w.must(w.d.DecideAmendment(t.Context(), w.people["secretary"], ws, second, w.fact(second), false, ""))
	p, _ := w.forum().Proposals.Get(id)
	if words, _ := p.Thing.Texts.In("en"); words != "One two four" {
		t.Errorf("it reads %q", words)
	}
	a, _ := w.forum().Amendments.Get(first)
	if before, _ := a.Thing.Before.In("en"); before != "One two three" || a.Thing.Author != "" || a.Thing.State != council.AmendTaken {
		t.Errorf("%+v", a.Thing)
	}
}

func TestMergedProposalsNameEachOther(t *testing.T) {
	w := newChamber(t, nil)
	a, b := w.proposed("member", w.member, "A"), w.proposed("member2", w.member2, "B")
	if err := w.d.Merge(t.Context(), w.people["secretary"], ws, a, w.fact(a), a, ""); !invalid(err, "unknown") {
		t.Errorf("merged into itself: %v", err)
	}
	w.must(w.d.Merge(t.Context(), w.people["secretary"], ws, a, w.fact(a), b, "the same"))
	x, _ := w.forum().Proposals.Get(a)
	y, _ := w.forum().Proposals.Get(b)
	if x.Thing.Into != b || len(y.Thing.From) != 1 || y.Thing.From[0] != a || x.Thing.Step != spoken.Merged {
		t.Errorf("%+v\n%+v", x.Thing, y.Thing)
	}
}

func TestTheClockIsTheSameForEveryBody(t *testing.T) {
	w := newChamber(t, nil)
	a, b := w.proposed("member", w.member, "A"), w.proposed("member2", w.member2, "B")
	all := map[string]store.FactID{a: w.fact(a), b: w.fact(b)}
	to := []string{w.bodies["justice"], w.bodies["interior"]}
	w.must(w.d.ResolveAll(t.Context(), w.people["secretary"], ws, all, council.Resolution{Step: spoken.Debated}))
	if err := w.d.ResolveAll(t.Context(), w.people["secretary"], ws, all, council.Resolution{Step: spoken.Adopted, Bodies: to}); !conflict(err) {
		t.Errorf("decided over older versions: %v", err)
	}
	all = map[string]store.FactID{a: w.fact(a), b: w.fact(b)}
	w.must(w.d.ResolveAll(t.Context(), w.people["secretary"], ws, all, council.Resolution{Step: spoken.Adopted, Bodies: to}))
	list := w.forum().AllReferrals()
	numbers := map[int]bool{}
	for _, r := range list {
		numbers[r.Thing.Number] = true
		if r.Thing.Due != (upr.Date{Year: 2027, Month: 3, Day: 31}) || r.Thing.Days != 30 {
			t.Errorf("%+v", r.Thing)
		}
	}
	if len(list) != 4 || len(numbers) != 4 {
		t.Errorf("%d referrals with %d numbers", len(list), len(numbers))
	}
	err := w.d.Refer(t.Context(), w.people["secretary"], ws, w.id, a, []string{w.bodies["justice"]}, nil, upr.Date{})
	if !invalid(err, "asked") {
		t.Errorf("a body was asked twice for the same: %v", err)
	}
}

func TestAReplyNeedsTwoPersonsOfTheBodyAndNobodyElse(t *testing.T) {
	w := newChamber(t, nil)
	w.must(w.d.Refer(t.Context(), w.people["secretary"], ws, w.id, "", []string{w.bodies["justice"]}, names("What is done?"), upr.Date{}))
	ref := w.closed().ReferralsTo(w.bodies["justice"])[0]
	for who, p := range w.people {
		_, err := w.d.SaveReply(t.Context(), p, ws, "", 0, spoken.Reply{Referral: ref.ID})
		if who != "writer" && who != "validator" && !refused(err) {
			t.Errorf("%s wrote the ministry's reply: %v", who, err)
		}
		if err == nil {
			for _, r := range w.closed().RepliesTo(ref.ID) {
				_, err := w.d.SaveReply(t.Context(), w.people["writer"], ws, r.ID, r.Fact, spoken.Reply{Referral: ref.ID, Outcome: spoken.Accepts, Texts: names("It is done.")})
				w.must(err)
			}
		}
	}
	r := w.closed().RepliesTo(ref.ID)[0]
	if _, ok := w.seen("secretary").Replies.Get(r.ID); ok {
		t.Error("whoever asked reads the draft")
	}
	w.must(w.d.SubmitReply(t.Context(), w.people["writer"], ws, r.ID, r.Fact))
	for _, who := range []string{"writer", "other-validator", "secretary", "coordinator", "monitor"} {
		if err := w.d.IssueReply(t.Context(), w.people[who], ws, r.ID, w.fact(r.ID)); !refused(err) {
			t.Errorf("%s published it: %v", who, err)
		}
	}
	w.on(upr.Date{Year: 2027, Month: 4, Day: 1})
	if !ref.Thing.Overdue(w.forum().Answered(ref.ID), upr.Date{Year: 2027, Month: 4, Day: 1}) {
		t.Error("it is not overdue on the day after")
	}
	w.must(w.d.IssueReply(t.Context(), w.people["validator"], ws, r.ID, w.fact(r.ID)))
	open, ok := w.forum().Replies.Get(r.ID)
	if !ok || open.Thing.Author != "" || open.Thing.Issuer != "" || open.Thing.On != (upr.Date{Year: 2027, Month: 4, Day: 1}) {
		t.Fatalf("%v %+v", ok, open)
	}
	if _, err := w.d.SaveReply(t.Context(), w.people["writer"], ws, r.ID, w.fact(r.ID), spoken.Reply{Referral: ref.ID, Texts: names("Other")}); !invalid(err, "step") {
		t.Errorf("a published reply was written over: %v", err)
	}
}

func TestWhoeverWroteAReplyDoesNotPublishIt(t *testing.T) {
	w := newChamber(t, nil)
	w.must(w.d.Refer(t.Context(), w.people["secretary"], ws, w.id, "", []string{w.bodies["justice"]}, names("What is done?"), upr.Date{}))
	ref := w.closed().ReferralsTo(w.bodies["justice"])[0].ID
	id := w.world.id(w.d.SaveReply(t.Context(), w.people["validator"], ws, "", 0, spoken.Reply{Referral: ref, Outcome: spoken.Examines, Texts: names("We look.")}))
	if err := w.d.SubmitReply(t.Context(), w.people["validator"], ws, id, w.fact(id)); !invalid(err, "empty") {
		t.Errorf("examines without saying when it says more: %v", err)
	}
	_, err := w.d.SaveReply(t.Context(), w.people["validator"], ws, id, w.fact(id), spoken.Reply{Referral: ref, Outcome: spoken.Declines, Texts: names("No.")})
	w.must(err)
	w.must(w.d.SubmitReply(t.Context(), w.people["validator"], ws, id, w.fact(id)))
	if err := w.d.IssueReply(t.Context(), w.people["validator"], ws, id, w.fact(id)); !refused(err) {
		t.Errorf("the writer published the own reply: %v", err)
	}
}

func TestACitizensProposalWaitsAsTheRuleSays(t *testing.T) {
	w := newChamber(t, func(c *spoken.Council) { c.HoldDays = 3 })
	got, err := w.d.ProposeOpenly(t.Context(), ws, w.id, council.CitizenProposal{Title: "A bench", Words: "Put a bench into the park.", Lang: "en", Once: "form-1"})
	w.must(err)
	again, err := w.d.ProposeOpenly(t.Context(), ws, w.id, council.CitizenProposal{Title: "A bench", Words: "Put a bench into the park.", Lang: "en", Once: "form-1"})
	w.must(err)
	if !again.Again || again.Code != "" || got.Code == "" || got.Shown != spoken.Held {
		t.Errorf("%+v\n%+v", got, again)
	}
	harm, err := w.d.ProposeOpenly(t.Context(), ws, w.id, council.CitizenProposal{Title: "A bench", Words: "Call me at +7 701 123 45 67.", Lang: "en"})
	w.must(err)
	w.now = w.now.Add(72 * time.Hour)
	if n, err := w.d.ReleaseProposals(t.Context(), ws); n != 1 || err != nil {
		t.Errorf("%d shown, %v", n, err)
	}
	if _, ok := w.forum().Proposals.Get(harm.ID); ok {
		t.Error("what may tell who somebody is was shown without a look")
	}
	p, ok := w.forum().Proposals.Get(got.ID)
	if !ok || p.Thing.Code != "" || p.Thing.Author != "" || p.Thing.Number != 1 {
		t.Fatalf("%v %+v", ok, p)
	}
	for by, want := range map[string]bool{"secretary": true, "member": false, "writer": false, "other-secretary": false} {
		if _, ok := w.seen(by).Proposals.Get(harm.ID); ok != want {
			t.Errorf("%s sees what is held back: %v", by, ok)
		}
	}
	if err := w.d.LetIn(t.Context(), w.people["writer"], ws, harm.ID, w.fact(harm.ID)); !refused(err) {
		t.Errorf("a ministry looked at what was said to the council: %v", err)
	}
	w.must(w.d.LetIn(t.Context(), w.people["secretary"], ws, harm.ID, w.fact(harm.ID)))
	if err := w.d.WithdrawByCode(t.Context(), ws, harm.Code, got.ID); !invalid(err, "gone") {
		t.Errorf("taken back with another's code: %v", err)
	}
	w.must(w.d.WithdrawByCode(t.Context(), ws, got.Code, got.ID))
	if _, ok := w.forum().Proposals.Get(got.ID); ok {
		t.Error("it is still public")
	}
	if who, ok, err := w.d.Store.ActorOf(t.Context(), p.Act); ok || err != nil {
		t.Errorf("the ledger names %+v, %v", who, err)
	}
}

func TestARuleThatLeavesCitizensOutIsKept(t *testing.T) {
	w := newChamber(t, func(c *spoken.Council) { c.Proposers = []spoken.Proposer{spoken.ByMember} })
	if _, err := w.d.ProposeOpenly(t.Context(), ws, w.id, council.CitizenProposal{Title: "T", Words: "W", Lang: "en"}); !invalid(err, "rule") {
		t.Errorf("a citizen proposed: %v", err)
	}
	_, err := w.d.SaveProposal(t.Context(), w.people["stakeholder"], ws, "", 0, spoken.Proposal{Council: w.id, By: spoken.ByOrganisation, Body: w.bodies["organisation"], Title: names("T"), Texts: names("W")})
	if !invalid(err, "rule") {
		t.Errorf("an organisation proposed: %v", err)
	}
	var r *council.Refused
	if _, err := w.d.SaveProposal(t.Context(), account.Person{}, ws, "", 0, spoken.Proposal{Council: w.id, By: spoken.ByMember, Member: w.member}); !errors.As(err, &r) {
		t.Errorf("somebody without a seat: %v", err)
	}
}
