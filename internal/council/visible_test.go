package council_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	types "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// lay saves things as a program on the record would, past the use cases.
func (w *world) lay(puts ...council.Put) {
	w.t.Helper()
	_, err := w.d.Change(w.t.Context(), w.people["secretary"], ws, func(*council.Sides) (account.Seat, council.Save, error) {
		return w.people["secretary"].Seats[0], council.Save{Act: "lay", Puts: puts}, nil
	})
	w.must(err)
}

// draft things of everybody, by the name of who may read them besides their body's.
func (w *world) drafts() {
	b := w.bodies
	w.lay(
		council.Put{Kind: types.KindCouncil, ID: "c", Thing: types.Council{Body: b["kurultai"], Names: names("Council")}},
		council.Put{Kind: types.KindProposal, ID: "p-draft", Thing: types.Proposal{Council: "c", Step: types.Drafted, Author: "account-member", By: types.ByMember}},
		council.Put{Kind: types.KindProposal, ID: "p-ngo", Thing: types.Proposal{Council: "c", Step: types.Drafted, Body: b["organisation"], By: types.ByOrganisation}},
		council.Put{Kind: types.KindProposal, ID: "p-gone", Thing: types.Proposal{Council: "c", Step: types.Withdrawn, Author: "account-member"}},
		council.Put{Kind: types.KindProposal, ID: "p", Thing: types.Proposal{Council: "c", Step: types.Proposed}},
		council.Put{Kind: types.KindRemark, ID: "r-draft", Thing: types.Remark{Proposal: "p-draft"}},
		council.Put{Kind: types.KindReply, ID: "reply", Thing: types.Reply{Body: b["justice"], Step: plan.Submitted}},
		council.Put{Kind: types.KindConsultation, ID: "k", Thing: types.Consultation{Body: b["justice"], Public: true}},
		council.Put{Kind: types.KindConsultation, ID: "k-draft", Thing: types.Consultation{Body: b["justice"]}},
		council.Put{Kind: types.KindComment, ID: "held", Thing: types.Comment{Consultation: "k", Shown: types.Held}},
		council.Put{Kind: types.KindComment, ID: "removed", Thing: types.Comment{Consultation: "k", Shown: types.Removed}},
		council.Put{Kind: types.KindComment, ID: "removed-quietly", Thing: types.Comment{Consultation: "k", Shown: types.Removed}},
		council.Put{Kind: types.KindComment, ID: "shown", Thing: types.Comment{Consultation: "k", Shown: types.IsShown}},
		council.Put{Kind: types.KindRemoval, ID: "x", Thing: types.Removal{Kind: types.KindComment, About: "removed", Body: b["justice"], Ground: types.GroundOff}},
		council.Put{Kind: types.KindAppeal, ID: "a", Thing: types.Appeal{Removal: "x", Words: "It is about the draft"}},
		council.Put{Kind: types.KindSubmission, ID: "s", Thing: types.Submission{Body: b["organisation"], Joint: true, Step: plan.Draft}},
		council.Put{Kind: types.KindSignature, ID: types.SignatureID("s", b["union"]), Thing: types.Signature{Submission: "s", Body: b["union"], State: "invited"}},
		council.Put{Kind: types.KindDemand, ID: "d", Thing: types.Demand{Submission: "s", Number: 1}},
		council.Put{Kind: types.KindAdvice, ID: "advice", Thing: types.Advice{Body: b["commissioner"], Step: plan.Draft}},
	)
}

func TestDraftsAreReadByThoseWhoseTheyAre(t *testing.T) {
	w := newWorld(t)
	w.drafts()
	for _, c := range []struct {
		kind, id string
		by       []string
	}{
		{types.KindProposal, "p-draft", []string{"member"}},
		{types.KindProposal, "p-ngo", []string{"stakeholder"}},
		{types.KindProposal, "p-gone", []string{"member", "secretary", "secretary2"}},
		{types.KindRemark, "r-draft", []string{"member"}},
		{types.KindReply, "reply", []string{"writer", "validator"}},
		{types.KindConsultation, "k-draft", []string{"writer", "validator"}},
		{types.KindComment, "held", []string{"writer", "validator"}},
		{types.KindComment, "removed", []string{"writer", "validator", "monitor", "monitor2"}},
		{types.KindComment, "removed-quietly", []string{"writer", "validator"}},
		{types.KindAppeal, "a", []string{"writer", "validator", "monitor", "monitor2"}},
		{types.KindSubmission, "s", []string{"stakeholder", "unionist"}},
		{types.KindDemand, "d", []string{"stakeholder", "unionist"}},
		{types.KindAdvice, "advice", []string{"monitor", "monitor2"}},
		{types.KindProposal, "p", nil}, {types.KindComment, "shown", nil}, // nil: everybody with a seat
	} {
		for name := range w.people {
			_, _, got := w.seen(name).Shelf(c.kind).Held(c.id)
			want := c.by == nil
			for _, b := range c.by {
				want = want || b == name
			}
			if got != want {
				t.Errorf("%s reads %s %s: %v", name, c.kind, c.id, got)
			}
		}
	}
	if got := w.seen("coordinator").About(types.KindComment, "k"); len(got) != 1 || got[0] != "shown" {
		t.Errorf("a coordinator finds the comments %q", got)
	}
}

func TestWhoHasNoSeatReadsNothingClosed(t *testing.T) {
	w := newWorld(t)
	w.drafts()
	for _, who := range []account.Person{{}, {ID: "boss", Role: account.Administrator}, {ID: "x", Role: account.Member, Seats: []account.Seat{{Workspace: "QQX", Role: account.Secretary, Body: w.bodies["kurultai"]}}}} {
		if _, err := w.d.View(t.Context(), who, ws); !refused(err) {
			t.Errorf("%q is let in: %v", who.ID, err)
		}
		if v := w.closed().Visible(who); v.Councils.Len()+v.Comments.Len()+v.Proposals.Len() != 0 {
			t.Errorf("%q finds something", who.ID)
		}
	}
}

func TestOnlyWhatIsForEveryoneIsPublished(t *testing.T) {
	w := newWorld(t)
	w.drafts()
	open := func(kind, id string, thing any) error {
		_, err := w.d.Change(t.Context(), w.people["secretary"], ws, func(*council.Sides) (account.Seat, council.Save, error) {
			return w.people["secretary"].Seats[0], council.Save{Act: "lay", Opening: council.Open().Add(kind, id, thing)}, nil
		})
		return err
	}
	for kind, thing := range map[string]any{
		types.KindProposal: types.Proposal{Council: "c", Step: types.Withdrawn}, types.KindReply: types.Reply{Step: plan.Submitted},
		types.KindSubmission: types.Submission{Step: plan.Submitted},
		types.KindAdvice:     types.Advice{Step: plan.Draft}, types.KindPlain: types.Plain{Step: plan.Draft},
		types.KindSignature: types.Signature{State: "invited"}, types.KindSealed: types.Sealed{},
	} {
		if err := open(kind, "n", thing); err == nil {
			t.Errorf("a %s that is not for everyone was published", kind)
		}
	}
	w.must(open(types.KindProposal, "p", types.Proposal{Council: "c", Step: types.Proposed, Author: "account-member", Code: "digest", Body: w.bodies["union"]}))
	w.must(open(types.KindMember, "m", types.Member{Council: "c", Name: names("A Person"), Account: "account-member"}))
	p, _ := w.forum().Proposals.Get("p")
	m, _ := w.forum().Members.Get("m")
	if p.Thing.Author+p.Thing.Code != "" || m.Thing.Account != "" || m.Thing.Name != nil {
		t.Errorf("persons are published: %+v %+v", p.Thing, m.Thing)
	}
	if b, ok := w.forum().Bodies.Get(w.bodies["union"]); !ok || b.Thing.Names[0].Words != "union" {
		t.Error("the body that a published thing names is not named")
	}
}

// That a comment came in is public, so that none is lost without a trace: its number, its day and how far it is. Nothing else of
// it is, in any field, until it is shown; of an appeal what was said never is.
func TestWhatIsNotShownIsCountedWithoutItsWords(t *testing.T) {
	w := newWorld(t)
	w.drafts()
	const no = "zinnober"
	whole := types.Comment{Consultation: "k", Passage: no, Quote: no, Words: no, Lang: no, Pseudonym: no, Body: no, Number: 7, On: w.d.Today(), Code: no, Recs: []string{no},
		Groups: []string{no}, Harm: no, Paper: true, Looked: true}
	open := council.Open()
	for _, x := range []types.Shown{types.Held, types.NeverShown, types.Removed, types.TakenAway, types.IsShown} {
		c := whole
		c.Shown = x
		open.Add(types.KindComment, string(x), c)
	}
	open.Add(types.KindAppeal, "a", types.Appeal{Removal: "x", Words: no, Author: no, On: w.d.Today()})
	open.Add(types.KindRemoval, "x", types.Removal{Kind: types.KindComment, About: "removed", Ground: types.GroundOff, Words: "Not about the draft", Author: no})
	_, err := w.d.Change(t.Context(), w.people["secretary"], ws, func(*council.Sides) (account.Seat, council.Save, error) {
		return w.people["secretary"].Seats[0], council.Save{Act: "lay", Opening: open}, nil
	})
	w.must(err)
	for id, c := range w.forum().Comments.All() {
		written := fmt.Sprint(plan.Fields(c.Thing))
		switch {
		case c.Thing.Number != 7 || c.Thing.On != w.d.Today() || string(c.Thing.Shown) != id:
			t.Errorf("what everyone may know of %s is not there: %s", id, written)
		case id == string(types.IsShown) && (c.Thing.Words != no || c.Thing.Pseudonym != no || c.Thing.Code != "" || c.Thing.Harm != ""):
			t.Errorf("what is shown: %s", written)
		case id != string(types.IsShown) && strings.Contains(written, no):
			t.Errorf("what is %s: %s", id, written)
		}
	}
	a, _ := w.forum().Appeals.Get("a")
	r, _ := w.forum().Removals.Get("x")
	if written := fmt.Sprint(plan.Fields(a.Thing), plan.Fields(r.Thing)); strings.Contains(written, no) || r.Thing.Words == "" || a.Thing.On.IsZero() {
		t.Errorf("an appeal and its removal: %s", written)
	}
}
