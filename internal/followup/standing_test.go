package followup_test

import (
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// sameStanding says how a recommendation stands by both sides, which must agree once its report is published.
func (w *world) sameStanding(rec string, want plan.Proven) {
	w.t.Helper()
	inside, outside := w.work().Standing(rec, today, w.open()), w.open().Standing(rec, today, w.open())
	if inside.Proven != want || outside.Proven != want {
		w.t.Errorf("inside %s, outside %s, not %s; acts inside %v, outside %v", inside.Proven, outside.Proven, want, inside.Facts, outside.Facts)
	}
}

// published is a report that went its way to the public.
func (w *world) published(rec string) string {
	w.t.Helper()
	id := w.submitted("writer", rec)
	w.must(w.d.Validate(w.t.Context(), w.people["validator"], ws, id, w.fact(id)))
	w.must(w.d.Publish(w.t.Context(), w.people["coordinator"], ws, []string{id}))
	return id
}

// TestALegalActIsAProofWhereEveryoneMayReadIt: an act that its coordinator keeps inside proves nothing on either side, and a
// published report does not publish it.
func TestALegalActIsAProofWhereEveryoneMayReadIt(t *testing.T) {
	d := desk(t)
	w := newWorld(t, d, 1)
	rec := w.recs[0]
	law := plan.LegalAct{Kind: plan.LegalActKinds[0], Title: names("An invented law"), Recs: []string{rec}, Source: "Invented gazette 5", InForce: upr.Date{Year: 2026, Month: 5, Day: 2}}
	who := w.people["coordinator"]
	id := w.id(d.SaveLegalAct(t.Context(), who, ws, "", 0, law, false))
	report := w.published(rec)
	w.sameStanding(rec, plan.Unproved)
	if w.open().LegalActs.Len() != 0 {
		t.Error("a report published an act that its coordinator keeps inside")
	}
	if facts := w.work().Standing(rec, today, w.open()).Facts; len(facts) != 1 || facts[0].ID != id {
		t.Errorf("who works here does not see the act: %v", facts)
	}
	for _, public := range []bool{true, false, true} {
		h, _ := w.work().LegalActs.Get(id)
		w.id(d.SaveLegalAct(t.Context(), who, ws, id, h.Fact, law, public))
		w.must(d.Publish(t.Context(), who, ws, []string{report}))
		w.sameStanding(rec, map[bool]plan.Proven{true: plan.Reported, false: plan.Unproved}[public])
	}
}

// TestATreatyActIsAProofOnceItsProposalIsPublic, and no more once somebody refused the proposal.
func TestATreatyActIsAProofOnceItsProposalIsPublic(t *testing.T) {
	d := desk(t)
	var err error
	if d.Classifier, err = classify.Rules(); err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, d, 0)
	rec := reviewed(t, d, map[string]upr.Position{asksNoted: upr.Noted})[asksNoted]
	who := w.people["coordinator"]
	step := plan.TreatyAct{Treaty: "ICCPR-OP2", Step: plan.Deposit, Date: upr.Date{Year: 2026, Month: 1, Day: 5}, Source: "Register of treaties", Sure: true}
	inside, n, err := d.SaveTreatyAct(t.Context(), who, ws, "", 0, step, false)
	if w.must(err); n != 1 {
		t.Fatalf("%d proposals", n)
	}
	report := w.published(rec)
	w.sameStanding(rec, plan.Unproved)
	h, _ := w.work().TreatyActs.Get(inside)
	_, _, err = d.SaveTreatyAct(t.Context(), who, ws, inside, h.Fact, step, true)
	w.must(err)
	w.sameStanding(rec, plan.Unproved) // what is proposed only is nobody's word yet
	w.must(d.Publish(t.Context(), who, ws, []string{report}))
	w.sameStanding(rec, plan.Reported)
	p, _ := w.work().Proposals.Get(followup.ProposalID(inside, rec))
	_, err = d.Decide(t.Context(), who, ws, p.ID, p.Fact, followup.Decision{Reason: "An inner reason"})
	w.must(err)
	w.sameStanding(rec, plan.Unproved)
	for _, h := range w.open().Proposals.All() {
		if h.Thing.Reason != "" || h.Thing.Decided != followup.NotTaken {
			t.Errorf("everyone reads %+v", h.Thing)
		}
	}
	if got := w.open().Standing(rec, today, w.open()).Facts; slices.ContainsFunc(got, func(f plan.FactOf) bool { return f.ID == inside }) {
		t.Errorf("a refused proposal counts: %v", got)
	}
}
