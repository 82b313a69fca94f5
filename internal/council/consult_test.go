package council_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// consulted is a consultation of the ministry of justice on a draft of four passages, open for ten days.
func (w *world) consulted(c spoken.Consultation) string {
	w.t.Helper()
	c.Body, c.Draft, c.Title, c.Opens, c.Closes = w.bodies["justice"], spoken.OfReport, names("Draft report"), w.d.Today(), upr.Date{Year: 2027, Month: 3, Day: 11}
	id := w.id(w.d.SaveConsultation(w.t.Context(), w.people["writer"], ws, "", 0, c))
	w.must(w.d.SaveDraft(w.t.Context(), w.people["writer"], ws, id, w.consultation(id), "en", council.Paragraphs("# One\n\nFirst words.\n\nSecond words.\n\nThird words.")))
	w.must(w.d.OpenConsultation(w.t.Context(), w.people["writer"], ws, id, w.consultation(id)))
	return id
}

func (w *world) consultation(id string) store.FactID {
	w.t.Helper()
	h, ok := w.closed().Consulted.Get(id)
	if !ok {
		w.t.Fatalf("there is no consultation %s", id)
	}
	return h.Fact
}

func (w *world) says(id string, c council.Contribution) council.Received {
	w.t.Helper()
	got, err := w.d.Comment(w.t.Context(), ws, id, c)
	w.must(err)
	return got
}

// public are the words that everyone reads of a consultation's comments, by number; of those not shown, how far they came.
func (w *world) public(id string) []string {
	w.t.Helper()
	var out []string
	for _, c := range w.forum().CommentsOf(id) {
		if c.Thing.Shown == spoken.IsShown {
			out = append(out, fmt.Sprintf("%d %s", c.Thing.Number, c.Thing.Words))
		} else {
			out = append(out, fmt.Sprintf("%d (%s)%s%s%s", c.Thing.Number, c.Thing.Shown, c.Thing.Words, c.Thing.Pseudonym, c.Thing.Code))
		}
	}
	return out
}

func TestCommentsAreHeldThenShownInTheirOrder(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{HoldDays: 2})
	w.says(id, council.Contribution{Words: "Schools first", Passage: spoken.PassageID(id, 1, 2)})
	w.says(id, council.Contribution{Words: "Call me: +7 701 000 00 00"})
	w.says(id, council.Contribution{Words: "For the desk", DeskOnly: true})
	w.says(id, council.Contribution{Words: "Roads second", Pseudonym: "Heron"})
	if d := cmp.Diff([]string{"1 (held)", "2 (held)", "3 (desk-only)", "4 (held)"}, w.public(id)); d != "" {
		t.Errorf("before their days: %s", d)
	}
	for _, day := range []int{2, 3, 3} {
		w.on(upr.Date{Year: 2027, Month: 3, Day: day})
		if _, err := w.d.Release(t.Context(), ws); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff([]string{"1 Schools first", "2 (held)", "3 (desk-only)", "4 Roads second"}, w.public(id)); d != "" {
		t.Errorf("what tells who a person is waits for a person: %s", d)
	}
	waits := w.seen("writer").Queue(w.people["writer"])
	if len(waits) != 1 || cmp.Diff([]council.Harm{council.HarmTelephone}, waits[0].Harm) != "" || !waits[0].Person {
		t.Fatalf("the queue is %+v", waits)
	}
	w.must(w.d.Look(t.Context(), w.people["writer"], ws, []string{waits[0].Comment.ID}))
	if got := w.public(id)[1]; !strings.HasPrefix(got, "2 Call me") {
		t.Errorf("looked at: %s", got)
	}
}

func TestAFormSentTwiceIsOneComment(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{})
	one := w.says(id, council.Contribution{Words: "Once", Once: "abc"})
	two := w.says(id, council.Contribution{Words: "Once", Once: "abc"})
	if one.Code == "" || two.Code != "" || !two.Again || one.Number != two.Number || len(w.public(id)) != 1 {
		t.Errorf("%+v, then %+v: %v", one, two, w.public(id))
	}
}

func TestWithACodeAWriterSeesWithdrawsAndErases(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{})
	got := w.says(id, council.Contribution{Words: "marmalade mountain", Pseudonym: "Otter"})
	other := w.says(id, council.Contribution{Words: "stays"})
	mine, err := w.d.Mine(t.Context(), ws, strings.ToLower(got.Code))
	if err != nil || len(mine) != 1 || mine[0].Comment.ID != got.ID {
		t.Fatalf("%+v, %v", mine, err)
	}
	if err := w.d.TakeBack(t.Context(), ws, other.Code, got.ID); !invalid(err, "gone") {
		t.Errorf("with the code of another comment: %v", err)
	}
	w.must(w.d.TakeBack(t.Context(), ws, got.Code, got.ID))
	if d := cmp.Diff([]string{"1 (withdrawn)", "2 stays"}, w.public(id)); d != "" {
		t.Error(d)
	}
	for row, err := range w.d.Store.History(t.Context(), got.ID) {
		w.must(err)
		if strings.Contains(fmt.Sprint(row.Fact.Fields), "marmalade") || strings.Contains(fmt.Sprint(row.Fact.Fields), "Otter") {
			t.Errorf("act %d of %s still has the words", row.Act, row.Review)
		}
	}
	report, err := w.d.Store.Verify(t.Context(), nil)
	if err != nil || report.Problem != nil {
		t.Errorf("the ledger: %+v %v", report, err)
	}
}

func TestARemovalIsStatedAppealedAndHeardByAnother(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{})
	got := w.says(id, council.Contribution{Words: "The ministry did not do what it said it would do"})
	remove := func(by string, ground spoken.Ground, why string) error {
		return w.d.Remove(t.Context(), w.people[by], ws, []string{got.ID}, ground, why)
	}
	for _, by := range []string{"other-writer", "other-validator", "monitor", "secretary", "stakeholder", "coordinator", "reader", "steward", "member"} {
		if err := remove(by, spoken.GroundOff, "Not about the matter"); !refused(err) {
			t.Errorf("%s removes what was said to another: %v", by, err)
		}
	}
	for ground, why := range map[spoken.Ground]string{"criticism": "We do not like it", spoken.GroundOff: ""} {
		if err := remove("writer", ground, why); err == nil {
			t.Errorf("removed for %q with %q", ground, why)
		}
	}
	if err := remove("writer", spoken.GroundOff, "It says: did not do what it said it would"); !invalid(err, "repeats") {
		t.Errorf("a reason that repeats the words: %v", err)
	}
	w.must(remove("writer", spoken.GroundOff, "Not about the matter"))
	if d := cmp.Diff([]string{"1 (removed)"}, w.public(id)); d != "" {
		t.Error(d)
	}
	removal := w.forum().Removals.Keys()[0]
	if r, _ := w.forum().Removals.Get(removal); r.Thing.Author != "" || r.Thing.Words != "Not about the matter" || r.Thing.Body != w.bodies["justice"] {
		t.Errorf("the public face of the removal: %+v", r.Thing)
	}
	appeal := w.id(w.d.Appeal(t.Context(), ws, removal, got.Code, "It is about the promise in passage 2"))
	if _, err := w.d.Appeal(t.Context(), ws, removal, "", "Again"); !invalid(err, "waits") {
		t.Errorf("a second appeal while one waits: %v", err)
	}
	if a, _ := w.forum().Appeals.Get(appeal); a.Thing.Words != "" {
		t.Errorf("everyone reads the appeal: %+v", a.Thing)
	}
	base := func() store.FactID {
		h, _ := w.closed().Appeals.Get(appeal)
		return h.Fact
	}
	for _, by := range []string{"writer", "other-validator", "secretary", "stakeholder", "coordinator"} {
		if err := w.d.Hear(t.Context(), w.people[by], ws, appeal, base(), council.Granted, "It is"); !refused(err) {
			t.Errorf("%s hears the appeal: %v", by, err)
		}
	}
	if _, ok := w.seen("monitor").Comments.Get(got.ID); !ok {
		t.Error("the institution cannot read what it is to decide on")
	}
	w.must(w.d.Hear(t.Context(), w.people["monitor"], ws, appeal, base(), council.Granted, "It is about the matter"))
	if d := cmp.Diff([]string{"1 The ministry did not do what it said it would do"}, w.public(id)); d != "" {
		t.Error(d)
	}
	if r, _ := w.forum().Removals.Get(removal); r.Thing.Undone != w.d.Today() {
		t.Errorf("the removal does not say that it was undone: %+v", r.Thing)
	}
}

func TestManyCommentsAreAnsweredAtOnce(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{})
	var all []string
	for i := range 300 {
		all = append(all, w.says(id, council.Contribution{Words: fmt.Sprintf("Point %d", i), Passage: spoken.PassageID(id, 1, 2+i%3)}).ID)
	}
	r := spoken.Response{Consultation: id, Comments: all[:299], Outcome: spoken.Partly, Theme: names("Schools"), Texts: names("We take this up."), Public: true}
	if _, err := w.d.Respond(t.Context(), w.people["other-writer"], ws, "", 0, r); !refused(err) {
		t.Errorf("another ministry answers: %v", err)
	}
	w.id(w.d.Respond(t.Context(), w.people["writer"], ws, "", 0, r))
	if open := w.forum().Unanswered(id); len(open) != 1 || open[0].ID != all[299] {
		t.Errorf("%d are without an answer", len(open))
	}
	m := council.MethodOf(w.forum(), space.Pick(w.forum().Consulted, []string{id})[0], w.d.Today())
	if m.Comments != 300 || m.Answered != 299 || m.Open != 1 || m.Touched != 3 || cmp.Diff([]council.MethodCount{{Code: "partly", N: 299}}, m.Outcomes) != "" {
		t.Errorf("the method says %+v", m)
	}
}

func TestWhatWasOpenedStaysAsItWas(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{HoldDays: 1})
	h, _ := w.closed().Consulted.Get(id)
	x := h.Thing
	x.HoldDays, x.Before, x.Closes = 20, true, upr.Date{Year: 2027, Month: 3, Day: 2}
	if _, err := w.d.SaveConsultation(t.Context(), w.people["writer"], ws, id, h.Fact, x); !invalid(err, "order") {
		t.Errorf("an earlier end: %v", err)
	}
	x.Closes = upr.Date{Year: 2027, Month: 4, Day: 2}
	w.id(w.d.SaveConsultation(t.Context(), w.people["writer"], ws, id, h.Fact, x))
	if now, _ := w.forum().Consulted.Get(id); now.Thing.HoldDays != 1 || now.Thing.Before || now.Thing.Closes != x.Closes {
		t.Errorf("it says %+v", now.Thing)
	}
	w.must(w.d.SaveDraft(t.Context(), w.people["writer"], ws, id, w.consultation(id), "en", council.Paragraphs("Other words.")))
	if one, two := len(w.forum().PassagesOf(id, 1)), len(w.forum().PassagesOf(id, 2)); one != 4 || two != 1 {
		t.Errorf("versions of %d and %d passages", one, two)
	}
}

func TestASheetOfPaperComesInOnce(t *testing.T) {
	w := newWorld(t)
	id := w.consulted(spoken.Consultation{HoldDays: 1})
	code := w.says(id, council.Contribution{Words: "for its code"}).Code
	const printed = "00000-00000-00000-00000-00000"
	list := []council.Contribution{{Words: "By post"}, {Words: "And this", Passage: spoken.PassageID(id, 1, 2)}}
	if _, err := w.d.TypeIn(t.Context(), w.people["writer"], ws, id, code, list); !invalid(err, "typed") {
		t.Errorf("with a code that was used: %v", err)
	}
	got, err := w.d.TypeIn(t.Context(), w.people["writer"], ws, id, printed, list)
	if err != nil || len(got) != 2 || got[1].Number != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if _, err := w.d.TypeIn(t.Context(), w.people["writer"], ws, id, printed, list); !invalid(err, "typed") {
		t.Errorf("typed in twice: %v", err)
	}
	if mine, err := w.d.Mine(t.Context(), ws, printed); err != nil || len(mine) != 2 || !mine[0].Comment.Thing.Paper {
		t.Errorf("with the code of the sheet: %+v, %v", mine, err)
	}
}
