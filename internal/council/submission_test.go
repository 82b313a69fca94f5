package council_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	language "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// review brings a review of the workspace's State with recommendations of these words; the last one is noted.
func (w *world) review(words ...string) []string {
	w.t.Helper()
	id := upr.ReviewID{State: ws, Cycle: 4}
	var add []store.New
	var out []string
	for i, x := range words {
		item := upr.NewItemID(id, 6, fmt.Sprint(i+1))
		text := upr.Text{Lang: "en", Words: x, Origin: upr.Authentic, Source: upr.Source{Symbol: "A/HRC/99/4"}}
		fact := record.ItemFact(upr.Item{ID: item, Review: id, Symbol: "A/HRC/99/4", Paragraph: 6, Number: fmt.Sprint(i + 1), Sort: i + 1, Texts: []upr.Text{text},
			Segments: []upr.Segment{{N: 1, Words: x, By: []upr.Attribution{{State: "FRA", Printed: "A State"}}}}}, record.ReadBy{})
		value := upr.Supported
		if i == len(words)-1 {
			value = upr.Noted
		}
		position := record.PositionFact(upr.PositionEvent{Item: item, Stage: upr.StageWG, Value: value, Source: text.Source, Date: on(2026, 2, 1)})
		add = append(add, store.New{Fact: fact.Fact, Review: fact.Review}, store.New{Fact: position.Fact, Review: position.Review})
		out = append(out, string(item))
	}
	_, err := w.d.Store.Write(w.t.Context(), store.Act{Kind: "import", Scope: id.String(), Role: "editor"}, add, nil)
	w.must(err)
	w.must(w.d.Followup.Record.Refresh(w.t.Context()))
	w.must(w.d.Keeper.Refresh(w.t.Context()))
	w.must(w.d.Followup.Keeper.Refresh(w.t.Context()))
	return out
}

func (w *world) submission(id string) *council.Held[language.Submission] {
	w.t.Helper()
	h, ok := w.closed().Submissions.Get(id)
	if !ok {
		w.t.Fatalf("there is no submission %s", id)
	}
	return h
}

func (w *world) draft(text string) language.Submission {
	return language.Submission{Review: ws + "/4", Body: w.bodies["organisation"], Joint: true, Title: names("Lighthouses"), Words: names(text)}
}

func TestAJointSubmissionIsSignedInTheWordsThatAreHandedIn(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	id := w.id(d.SaveSubmission(ctx, w.people["stakeholder"], ws, "", 0, w.draft("One two three.")))
	if h := w.submission(id); h.Thing.Limit != 5630 || h.Thing.Sure || h.Thing.Rule == "" {
		t.Errorf("the limit is %d (%q), confirmed: %v", h.Thing.Limit, h.Thing.Rule, h.Thing.Sure)
	}
	sees := func(who string) bool { _, ok := w.seen(who).Submissions.Get(id); return ok }
	if sees("unionist") || !sees("stakeholder") {
		t.Error("a draft is read by its own body only")
	}
	w.must(d.Invite(ctx, w.people["stakeholder"], ws, id, []string{w.bodies["union"]}))
	if !sees("unionist") {
		t.Error("who is asked to sign does not read the draft")
	}
	for _, who := range []string{"writer", "validator", "coordinator", "steward", "reader", "monitor", "secretary"} {
		if sees(who) {
			t.Errorf("%s reads a draft of others", who)
		}
	}
	if err := d.Invite(ctx, w.people["stakeholder"], ws, id, []string{w.bodies["justice"]}); !invalid(err, "voice") {
		t.Errorf("asking a ministry to sign gave %v", err)
	}
	old := w.submission(id).Fact
	if err := d.HandIn(ctx, w.people["stakeholder"], ws, id, old, on(2027, 3, 1), false); !invalid(err, "unsigned") {
		t.Errorf("handing in before everyone said whether they sign gave %v", err)
	}
	w.must(d.Sign(ctx, w.people["unionist"], ws, id, w.bodies["union"], old, true))
	again := w.submission(id).Thing
	again.Words = names("One two three, and four.")
	again.Joint, again.Review = false, ws+"/3" // only the lead says so
	w.id(d.SaveSubmission(ctx, w.people["unionist"], ws, id, old, again))
	h := w.submission(id)
	if !h.Thing.Joint || h.Thing.Review != ws+"/4" || h.Thing.Body != w.bodies["organisation"] {
		t.Errorf("who signs changed whose it is: %+v", h.Thing)
	}
	if _, err := d.SaveSubmission(ctx, w.people["stakeholder"], ws, id, old, w.draft("Other words.")); !conflict(err) {
		t.Errorf("saving over a newer draft gave %v", err)
	}
	if err := d.HandIn(ctx, w.people["stakeholder"], ws, id, h.Fact, on(2027, 3, 1), false); !invalid(err, "signed-other") {
		t.Errorf("handing in other words than those signed gave %v", err)
	}
	if err := d.Sign(ctx, w.people["unionist"], ws, id, w.bodies["union"], old, true); !invalid(err, "signed-other") {
		t.Errorf("signing an older draft gave %v", err)
	}
	w.must(d.Sign(ctx, w.people["unionist"], ws, id, w.bodies["union"], h.Fact, true))
	w.must(d.SignOutside(ctx, w.people["stakeholder"], ws, id, h.Fact, names("Keepers without an account")))
	if err := d.HandIn(ctx, w.people["unionist"], ws, id, h.Fact, on(2027, 3, 1), false); !refused(err) {
		t.Errorf("who only signs hands in: %v", err)
	}
	w.must(d.HandIn(ctx, w.people["stakeholder"], ws, id, h.Fact, on(2027, 3, 1), false))
	in := w.submission(id)
	if in.Thing.Step != plan.Submitted || in.Thing.Version != int64(h.Fact) || in.Thing.Given != on(2027, 3, 1) {
		t.Errorf("handed in: %+v", in.Thing)
	}
	if _, err := d.SaveSubmission(ctx, w.people["stakeholder"], ws, id, in.Fact, w.draft("Late words.")); !invalid(err, "step") {
		t.Errorf("writing on after handing in gave %v", err)
	}
	if w.forum().Submissions.Len() != 0 {
		t.Error("handed in, and already public")
	}
	w.must(d.ShowSubmission(ctx, w.people["stakeholder"], ws, id, in.Fact, "", "https://example.org/paper"))
	if f := w.forum(); f.Submissions.Len() != 1 || f.Signatures.Len() != 2 {
		t.Errorf("%d submissions and %d signatures are public, want 1 and 2", f.Submissions.Len(), f.Signatures.Len())
	}
	w.must(d.HideSubmission(ctx, w.people["stakeholder"], ws, id, w.submission(id).Fact))
	if f := w.forum(); f.Submissions.Len()+f.Signatures.Len() != 0 {
		t.Error("taken from the public, and still there")
	}
}

func TestASubmissionOverItsLimitIsHandedInOnlyWhenSomebodySaysSo(t *testing.T) {
	w := newWorld(t)
	x := w.draft(strings.Repeat("word ", 2815) + "\n\n[^1]: " + strings.Repeat("note ", 500))
	x.Joint = false
	id := w.id(w.d.SaveSubmission(t.Context(), w.people["stakeholder"], ws, "", 0, x))
	w.must(w.d.HandIn(t.Context(), w.people["stakeholder"], ws, id, w.submission(id).Fact, on(2027, 3, 1), false)) // footnotes do not count
	w.must(w.d.Reopen(t.Context(), w.people["stakeholder"], ws, id, w.submission(id).Fact))
	x.Words = names(strings.Repeat("word ", 2816))
	w.id(w.d.SaveSubmission(t.Context(), w.people["stakeholder"], ws, id, w.submission(id).Fact, x))
	fact := w.submission(id).Fact
	if err := w.d.HandIn(t.Context(), w.people["stakeholder"], ws, id, fact, on(2027, 3, 1), false); !invalid(err, "over-limit") {
		t.Errorf("one word over the limit gave %v", err)
	}
	w.must(w.d.HandIn(t.Context(), w.people["stakeholder"], ws, id, fact, on(2027, 3, 1), true))
}

func TestAnOrganisationWithoutAccountIsEnteredByADesk(t *testing.T) {
	w := newWorld(t)
	x := w.draft("Words of others.")
	x.Joint, x.Outside = false, true
	if _, err := w.d.SaveSubmission(t.Context(), w.people["stakeholder"], ws, "", 0, x); !invalid(err, "empty") {
		t.Errorf("without the name of the organisation: %v", err)
	}
	x.Organisation = names("Keepers of the coast")
	id := w.id(w.d.SaveSubmission(t.Context(), w.people["stakeholder"], ws, "", 0, x))
	w.must(w.d.HandIn(t.Context(), w.people["stakeholder"], ws, id, w.submission(id).Fact, on(2027, 2, 1), false))
	w.must(w.d.ShowSubmission(t.Context(), w.people["stakeholder"], ws, id, w.submission(id).Fact, "", ""))
	h, ok := w.forum().Submissions.Get(id)
	if !ok || len(h.Thing.Organisation) != 1 || h.Thing.Body != w.bodies["organisation"] {
		t.Errorf("public: %+v", h)
	}
	for _, who := range []string{"writer", "validator", "coordinator", "member", "secretary", "steward", "reader"} {
		if _, err := w.d.SaveSubmission(t.Context(), w.people[who], ws, "", 0, x); !refused(err) {
			t.Errorf("%s enters a submission: %v", who, err)
		}
		if err := w.d.HideSubmission(t.Context(), w.people[who], ws, id, w.submission(id).Fact); !refused(err) {
			t.Errorf("%s takes a submission from the public: %v", who, err)
		}
	}
	w.must(func() error {
		_, err := w.d.AddDemands(t.Context(), w.people["stakeholder"], ws, id, "en", []string{"Repaint the lighthouses", " ", "Train the keepers"})
		return err
	}())
	if n := w.forum().DemandsOf(id); len(n) != 2 || n[1].Thing.Number != 2 {
		t.Errorf("demands of a public submission: %+v", n)
	}
}

func TestADemandIsTracedToWhatTookItUp(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	recs := w.review("Increase the salaries of librarians in coastal districts", "Repaint the northern lighthouses without delay", "Consider acceding to the OP-CAT this decade")
	x := w.draft("Words.")
	x.Joint = false
	id := w.id(d.SaveSubmission(ctx, w.people["stakeholder"], ws, "", 0, x))
	demands, err := d.AddDemands(ctx, w.people["stakeholder"], ws, id, "en", []string{"Ratify the Optional Protocol to the Convention against Torture", "The northern lighthouses must be repainted", "Plant walnut trees along every canal"})
	w.must(err)
	all, err := d.Followup.Recs(ctx, ws)
	w.must(err)
	found := council.Candidates(w.seen("stakeholder"), all, demands[0])
	if len(found) != 1 || found[0].Rec.ID != recs[2] || found[0].Rec.Position != upr.Noted || found[0].Why.Thing != "OP-CAT" {
		t.Fatalf("candidates: %+v", found)
	}
	if more := council.Candidates(w.seen("stakeholder"), all, demands[2]); len(more) != 0 {
		t.Errorf("nothing asks for walnut trees: %+v", more)
	}
	says := language.Trace{Demand: demands[0], Rec: recs[2], Because: "both: OP-CAT", Alike: found[0].Alike, State: language.TakenUp}
	if err := d.SaveTrace(ctx, w.people["stakeholder"], ws, 0, says); !invalid(err, "empty") {
		t.Errorf("a trace without a reason gave %v", err)
	}
	says.Reason = "We met the delegation in March"
	for _, who := range []string{"writer", "validator", "coordinator", "unionist", "monitor", "secretary", "member", "steward", "reader"} {
		if err := d.SaveTrace(ctx, w.people[who], ws, 0, says); !refused(err) {
			t.Errorf("%s confirms a trace of others: %v", who, err)
		}
	}
	w.must(d.SaveTrace(ctx, w.people["stakeholder"], ws, 0, says))
	if again := council.Candidates(w.seen("stakeholder"), all, demands[0]); len(again) != 0 {
		t.Errorf("what somebody decided is asked again: %+v", again)
	}
	refuse := language.Trace{Demand: demands[1], Rec: recs[1], State: language.NotTakenUp, Reason: "It was on the list before"}
	w.must(d.SaveTrace(ctx, w.people["stakeholder"], ws, 0, refuse))
	if w.forum().Traces.Len() != 0 {
		t.Error("traces of a draft are public")
	}
	w.must(d.HandIn(ctx, w.people["stakeholder"], ws, id, w.submission(id).Fact, on(2027, 3, 1), false))
	w.must(d.ShowSubmission(ctx, w.people["stakeholder"], ws, id, w.submission(id).Fact, "", ""))
	if f := w.forum(); f.Traces.Len() != 1 || f.Demands.Len() != 3 {
		t.Errorf("%d traces and %d demands are public, want 1 and 3", f.Traces.Len(), f.Demands.Len())
	}
	for id, x := range w.forum().Traces.All() {
		if x.Thing.Author != "" || x.Thing.Reason == "" {
			t.Errorf("public trace %s: %+v", id, x.Thing)
		}
	}
	if ministry := w.seen("writer"); ministry.Traces.Len() != 1 {
		t.Errorf("a ministry reads %d traces, want the confirmed one", ministry.Traces.Len())
	}
	work, err := d.Followup.Keeper.Open(ctx, ws)
	w.must(err)
	paths := council.Paths(w.forum(), all, work)
	if len(paths) != 3 || paths[0].Rec == nil || paths[0].Rec.ID != recs[2] || paths[1].Rec != nil {
		t.Fatalf("paths: %+v", paths)
	}
	if by := council.ByRec(paths, all); len(by) != 1 || by[0].Demand.ID != demands[0] {
		t.Errorf("by recommendation: %+v", by)
	}
	if n := council.Positions(paths); n.Noted != 1 || n.Supported != 0 {
		t.Errorf("positions: %+v", n)
	}
	turn, _ := w.closed().Traces.Get(language.TraceID(demands[0], recs[2]))
	says.State, says.Reason = language.NotTakenUp, "It was another demand"
	w.must(d.SaveTrace(ctx, w.people["stakeholder"], ws, turn.Fact, says))
	if w.forum().Traces.Len() != 0 {
		t.Error("a trace that was taken back is still public")
	}
	demand, _ := w.closed().Demands.Get(demands[0])
	if err := d.RemoveDemand(ctx, w.people["stakeholder"], ws, demands[0], demand.Fact); !invalid(err, "traced") {
		t.Errorf("removing a demand of which something was said gave %v", err)
	}
}

func TestASuggestionToADelegationStaysWithThoseWhoMakeIt(t *testing.T) {
	w := newWorld(t)
	ctx, d := t.Context(), w.d
	x := w.draft("Words.")
	x.Joint = false
	id := w.id(d.SaveSubmission(ctx, w.people["stakeholder"], ws, "", 0, x))
	demands, err := d.AddDemands(ctx, w.people["stakeholder"], ws, id, "en", []string{"Repaint the lighthouses"})
	w.must(err)
	says := language.Suggestion{Demand: demands[0], State: "FRA", Words: names("Repaint its lighthouses"), Note: "Met on Monday"}
	sid := w.id(d.SaveSuggestion(ctx, w.people["stakeholder"], ws, "", 0, says))
	for _, bad := range []upr.State{"ZZZ", ws, ""} {
		says.State = bad
		if _, err := d.SaveSuggestion(ctx, w.people["stakeholder"], ws, "", 0, says); !invalid(err, "unknown") {
			t.Errorf("a suggestion to %q gave %v", bad, err)
		}
	}
	w.must(d.HandIn(ctx, w.people["stakeholder"], ws, id, w.submission(id).Fact, on(2027, 3, 1), false))
	w.must(d.ShowSubmission(ctx, w.people["stakeholder"], ws, id, w.submission(id).Fact, "", ""))
	for _, who := range []string{"writer", "coordinator", "monitor", "unionist", "reader"} {
		if w.seen(who).Suggestions.Len() != 0 {
			t.Errorf("%s reads what was suggested to a delegation", who)
		}
	}
	if w.forum().Suggestions.Len() != 0 {
		t.Error("a suggestion is public")
	}
	h, _ := w.closed().Suggestions.Get(sid)
	w.must(d.RemoveSuggestion(ctx, w.people["stakeholder"], ws, sid, h.Fact))
}
