package council_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// brings is a citizen's proposal.
func (w *chamber) brings(words string) council.Received {
	w.t.Helper()
	got, err := w.d.ProposeOpenly(w.t.Context(), ws, w.id, council.CitizenProposal{Title: words + " title", Words: words + " stands in these words of it", Lang: "en", Pseudonym: "Heron"})
	w.must(err)
	return got
}

// citizens are the public proposals of citizens: number and title.
func (w *chamber) citizens() []string {
	w.t.Helper()
	var out []string
	for _, h := range w.forum().ProposalsOf(w.id) {
		if h.Thing.By == spoken.ByCitizen {
			out = append(out, fmt.Sprintf("%d %s", h.Thing.Number, h.Thing.Title[0].Words))
		}
	}
	return out
}

func TestWhatIsHeldBackIsShownOnItsDayByOneProgram(t *testing.T) {
	w := newChamber(t, func(c *spoken.Council) { c.HoldDays = 2 })
	id := w.consulted(spoken.Consultation{HoldDays: 3})
	w.brings("Bench")
	w.says(id, council.Contribution{Words: "Schools first"})
	one := &council.Releasing{Desk: w.d, Node: "one"}
	look := func(when string, proposals int, comment string) {
		t.Helper()
		w.must(one.Pass(t.Context()))
		if len(w.citizens()) != proposals || cmp.Diff([]string{comment}, w.public(id)) != "" {
			t.Errorf("%s everyone reads %q and %q", when, w.citizens(), w.public(id))
		}
	}
	look("on the day itself", 0, "1 (held)")
	w.on(upr.Date{Year: 2027, Month: 3, Day: 3})
	look("after two days", 1, "1 (held)")
	w.on(upr.Date{Year: 2027, Month: 3, Day: 4})
	if had, err := w.d.Store.Lease(t.Context(), "release", "other", 5*time.Minute); err != nil || !had {
		t.Fatal(had, err)
	}
	look("while another program has the turn", 1, "1 (held)")
	w.now = w.now.Add(6 * time.Minute)
	look("when the other has gone", 1, "1 Schools first")
	acts := w.closed().Act
	look("and again", 1, "1 Schools first")
	if w.closed().Act != acts {
		t.Error("an act was made for nothing")
	}
}

func TestARemovedProposalIsStatedAppealedAndShownAgain(t *testing.T) {
	w := newChamber(t, nil)
	got := w.brings("Bench")
	_, err := w.d.Remark(t.Context(), w.people["stakeholder"], ws, spoken.Remark{Proposal: got.ID, Body: w.bodies["organisation"], Words: names("A remark")})
	w.must(err)
	remove := func(by string, ground spoken.Ground, why string) error {
		return w.d.RemoveProposal(t.Context(), w.people[by], ws, got.ID, w.fact(got.ID), ground, why)
	}
	for _, by := range []string{"writer", "validator", "monitor", "stakeholder", "coordinator", "member", "other-secretary", "reader", "steward"} {
		if err := remove(by, spoken.GroundOff, "Not about the council"); !refused(err) {
			t.Errorf("%s removes what was said to a council: %v", by, err)
		}
	}
	if err := remove("secretary", "criticism", "We do not like it"); err == nil {
		t.Error("removed on a ground of its own")
	}
	if err := remove("secretary", spoken.GroundOff, "Bench stands in these words of it, and that is too much"); !invalid(err, "repeats") {
		t.Errorf("the reason repeats the words: %v", err)
	}
	w.must(remove("secretary", spoken.GroundOff, "Not about the council"))
	if n, err := w.d.ReleaseProposals(t.Context(), ws); n != 0 || err != nil || len(w.citizens()) != 0 || w.forum().Remarks.Len() != 0 || len(w.seen("secretary").HeldProposals(w.people["secretary"])) != 0 {
		t.Errorf("what was removed comes back by itself: %d %v %q", n, err, w.citizens())
	}
	if err := w.d.LetIn(t.Context(), w.people["secretary2"], ws, got.ID, w.fact(got.ID)); !invalid(err, "step") {
		t.Errorf("let in past the appeal: %v", err)
	}
	removal := w.forum().Removals.Keys()[0]
	if r, _ := w.forum().Removals.Get(removal); r.Thing.Author != "" || r.Thing.Kind != spoken.KindProposal || r.Thing.Body != w.bodies["kurultai"] {
		t.Errorf("the public face of the removal: %+v", r.Thing)
	}
	if _, ok := w.seen("monitor").Proposals.Get(got.ID); ok {
		t.Error("the institution reads what nobody appealed about")
	}
	other := w.brings("Other")
	if _, err := w.d.Appeal(t.Context(), ws, removal, other.Code, "It is"); !invalid(err, "code") {
		t.Errorf("an appeal with the code of another: %v", err)
	}
	appeal := w.world.id(w.d.Appeal(t.Context(), ws, removal, got.Code, "A bench is a matter of the council"))
	if _, ok := w.seen("monitor").Proposals.Get(got.ID); !ok {
		t.Error("the institution cannot read what it is to decide on")
	}
	hear := func(by string) error {
		h, _ := w.closed().Appeals.Get(appeal)
		return w.d.Hear(t.Context(), w.people[by], ws, appeal, h.Fact, council.Granted, "It is a matter of the council")
	}
	if err := hear("secretary"); !refused(err) {
		t.Errorf("whoever removed it hears the appeal: %v", err)
	}
	w.must(hear("secretary2"))
	if d := cmp.Diff([]string{"1 Bench title", "2 Other title"}, w.citizens()); d != "" || w.forum().Remarks.Len() != 1 {
		t.Errorf("after the appeal: %s, %d remarks", d, w.forum().Remarks.Len())
	}
}

func TestAWithdrawnProposalIsErased(t *testing.T) {
	w := newChamber(t, nil)
	got := w.brings("Marmalade")
	amended := w.world.id(w.d.Amend(t.Context(), w.people["stakeholder"], ws, spoken.Amendment{Proposal: got.ID, Body: w.bodies["organisation"], After: names("Marmalade and more")}))
	w.must(w.d.WithdrawByCode(t.Context(), ws, got.Code, got.ID))
	w.must(w.d.WithdrawByCode(t.Context(), ws, got.Code, got.ID)) // a second time does no harm
	for _, id := range []string{got.ID, amended} {
		n := 0
		for row, err := range w.d.Store.History(t.Context(), id) {
			w.must(err)
			n++
			if s := fmt.Sprint(row.Fact.Fields); strings.Contains(s, "Marmalade") || strings.Contains(s, "Heron") {
				t.Errorf("act %d of %s still has the words", row.Act, row.Review)
			}
		}
		if n == 0 {
			t.Errorf("nothing says that %s was there", id)
		}
	}
	if len(w.citizens()) != 0 {
		t.Errorf("everyone reads %q", w.citizens())
	}
	if mine, err := w.d.MyProposals(t.Context(), ws, got.Code); err != nil || len(mine) != 1 || mine[0].Thing.Step != spoken.Withdrawn {
		t.Errorf("with its code: %+v %v", mine, err)
	}
	report, err := w.d.Store.Verify(t.Context(), nil)
	if err != nil || report.Problem != nil {
		t.Errorf("the ledger: %+v %v", report, err)
	}
}
