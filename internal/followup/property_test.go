package followup_test

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/testplan"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Whoever does whatever in whatever order: what is refused changes nothing and says why; one body leads; what is public was
// validated by somebody whose words are not in it; nobody's word changes another's; no person is public. The workspace goes
// on from one run to the next.
func TestWhateverPeopleDoTheRulesHold(t *testing.T) {
	w := newWorld(t, desk(t), 3)
	people := slices.Sorted(maps.Keys(w.people))
	refusals, published := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(5, 12).Draw(t, "acts") {
			before, open := w.work(), w.open()
			who := rapid.SampledFrom(people).Draw(t, "who")
			if rapid.IntRange(0, 3).Draw(t, "likely") > 0 { // those who have something to do
				who = rapid.SampledFrom([]string{"coordinator", "writer", "validator", "monitor", "stakeholder"}).Draw(t, "who of them")
			}
			err := anAct(t, w, who)
			if err != nil {
				refusals++
				if !refused(err) && !conflict(err) && !errors.As(err, new(*followup.Invalid)) {
					t.Fatal(err)
				}
				if w.work() != before || w.open() != open {
					t.Fatalf("refused, and something changed: %v", err)
				}
				continue
			}
			othersStay(t, before, w.work())
			rulesHold(t, w)
			published = max(published, w.open().Reports.Len())
		}
	})
	t.Logf("%d reports, %d assessments, at most %d reports public at once; %d times refused", w.work().Reports.Len(), w.work().Assessments.Len(), published, refusals)
	if refusals == 0 || w.work().Reports.Len() == 0 || w.work().Assessments.Len() == 0 {
		t.Error("nothing was tried")
	}
	noPersons(t, w)
	sameAsLoaded(t, "closed", w.d, w.work())
	sameAsLoaded(t, "open", w.d, w.open())
	fresh := &followup.Desk{Store: w.d.Store, Keeper: followup.NewKeeper(w.d.Store), Record: w.d.Record, Now: w.d.Now}
	for _, name := range people {
		a, err := w.d.Find(t.Context(), w.people[name], ws, followup.Query{})
		w.must(err)
		b, err := fresh.Find(t.Context(), w.people[name], ws, followup.Query{})
		w.must(err)
		for i := range a.Rows {
			x, y := *a.Rows[i].Card, *b.Rows[i].Card
			if x.Lead != y.Lead || x.Stage() != y.Stage() || x.Due != y.Due || !cmp.Equal(x.Voices, y.Voices) || len(x.Open) != len(y.Open) {
				t.Errorf("%s: the card that followed is %+v, one made afresh %+v", name, x, y)
			}
		}
		if d := cmp.Diff(b.Counts, a.Counts); d != "" {
			t.Errorf("%s: counts as followed (+) and afresh (-): %s", name, d)
		}
	}
}

// anAct draws something that a person tries.
func anAct(t *rapid.T, w *world, who string) error {
	p, d, ctx := w.people[who], w.d, w.t.Context()
	rec := rapid.SampledFrom(w.recs).Draw(t, "rec")
	body := w.bodies[rapid.SampledFrom([]string{"justice", "interior", "commissioner", "organisation"}).Draw(t, "body")]
	if own := p.Seats[0].Body; own != "" && rapid.Bool().Draw(t, "own body") {
		body = own
	}
	act := rapid.IntRange(0, 12).Draw(t, "act")
	reports := append(w.work().Reports.Keys(), "nothing")
	if fit, ok := map[int]plan.Step{4: plan.Draft, 5: plan.Returned, 6: plan.Submitted, 7: plan.Submitted, 8: plan.Submitted, 9: plan.Validated, 10: plan.Published}[act]; ok && rapid.IntRange(0, 3).Draw(t, "fits") > 0 {
		if ready := slices.DeleteFunc(slices.Clone(reports), func(id string) bool { h, ok := w.work().Reports.Get(id); return !ok || h.Thing.Step != fit }); len(ready) > 0 {
			reports = ready
		}
		if rapid.Bool().Draw(t, "the right one") {
			p = w.people[map[int]string{4: "writer", 5: "writer", 6: "validator", 7: "validator", 8: "validator", 9: "coordinator", 10: "coordinator"}[act]]
		}
	}
	id := rapid.SampledFrom(reports).Draw(t, "report")
	h, ok := w.work().Reports.Get(id)
	if !ok {
		h = &followup.Held[plan.Report]{}
	}
	voices := append(w.work().Assessments.Keys(), "nothing")
	voice := rapid.SampledFrom(voices).Draw(t, "assessment")
	said, ok := w.work().Assessments.Get(voice)
	if !ok {
		said = &followup.Held[plan.Assessment]{}
	}
	report := plan.Report{Rec: rec, Body: body, Status: rapid.SampledFrom(plan.Statuses).Draw(t, "status"), Texts: names("Words"), Until: upr.Date{Year: 2027, Month: 1, Day: 1}}
	switch act {
	case 0:
		return d.Assign(ctx, p, ws, []string{rec}, body, rapid.SampledFrom([]plan.Part{plan.Leads, plan.Supports}).Draw(t, "part"), upr.Date{})
	case 1:
		if a, ok := w.work().Assignments.Get(plan.AssignmentID(rec, body)); ok {
			return d.Reply(ctx, p, ws, rec, body, a.Fact, rapid.Bool().Draw(t, "accepts"), "A reason")
		}
		return d.Reply(ctx, p, ws, rec, body, 0, true, "")
	case 2:
		_, err := d.SaveReport(ctx, p, ws, "", 0, report)
		return err
	case 3:
		report.Rec, report.Body = h.Thing.Rec, h.Thing.Body
		_, err := d.SaveReport(ctx, p, ws, id, h.Fact, report)
		return err
	case 4, 5:
		return d.Submit(ctx, p, ws, id, h.Fact)
	case 6:
		return d.Return(ctx, p, ws, id, h.Fact, "A reason")
	case 7, 8:
		return d.Validate(ctx, p, ws, id, h.Fact)
	case 9:
		return d.Publish(ctx, p, ws, []string{id})
	case 10:
		return d.Unpublish(ctx, p, ws, rapid.SampledFrom([]string{id, voice}).Draw(t, "which"), "A reason")
	case 11:
		_, err := d.SaveAssessment(ctx, p, ws, "", 0, plan.Assessment{Rec: rec, Body: body, Verdict: rapid.SampledFrom(plan.Verdicts).Draw(t, "verdict"), Texts: names("Words")})
		return err
	}
	return d.PublishAssessment(ctx, p, ws, voice, said.Fact)
}

// othersStay holds that an act changed the words of one voice at most (I5).
func othersStay(t *rapid.T, before, after *followup.View) {
	changed := map[string]bool{}
	for id, h := range after.Reports.All() {
		if old, ok := before.Reports.Get(id); !ok || old.Fact != h.Fact {
			changed[h.Thing.Body] = true
		}
	}
	for id, h := range after.Assessments.All() {
		if old, ok := before.Assessments.Get(id); !ok || old.Fact != h.Fact {
			changed[h.Thing.Body] = true
		}
	}
	if len(changed) > 1 {
		t.Fatalf("one act changed what %d bodies say", len(changed))
	}
	if before.Reports.Len() > after.Reports.Len() || before.Assessments.Len() > after.Assessments.Len() {
		t.Fatal("something that was said is gone")
	}
}

func rulesHold(t *rapid.T, w *world) {
	work, open := w.work(), w.open()
	for _, rec := range w.recs {
		leads := 0
		for _, a := range work.AssignmentsOf(rec) {
			if a.Thing.Stands() && a.Thing.Part == plan.Leads {
				leads++
			}
		}
		if leads > 1 {
			t.Fatalf("%d bodies lead %s", leads, rec)
		}
		s := open.Standing(rec, today, open)
		if c := open.Card(rec); s.Status != c.Status() || len(s.Said) != len(c.Voices) {
			t.Fatalf("status and voices became one another: %+v", s)
		}
	}
	for id, h := range open.Reports.All() {
		closed, ok := work.Reports.Get(id)
		r := closed.Thing
		if !ok || r.Step != plan.Published || r.Validator == "" || r.Validator == r.Author || slices.Contains(r.With, r.Validator) {
			t.Fatalf("public without a second person: %+v", r)
		}
		if h.Thing.Author != "" || h.Thing.Validator != "" || len(h.Thing.With) > 0 || h.Thing.Reason != "" {
			t.Fatalf("the public copy names persons: %+v", h.Thing)
		}
	}
	for id, h := range work.Reports.All() {
		if _, public := open.Reports.Get(id); public != (h.Thing.Step == plan.Published) {
			t.Fatalf("a report that is %s is public: %v", h.Thing.Step, public)
		}
	}
	for id, h := range work.Assessments.All() {
		if _, public := open.Assessments.Get(id); public != (h.Thing.Step == plan.Published) {
			t.Fatalf("an assessment that is %s is public: %v", h.Thing.Step, public)
		}
	}
}

// I3: noted recommendations are found and counted like the others, and no status changes a position (I4).
func TestNotedRecommendationsAreShownLikeTheOthers(t *testing.T) {
	d := desk(t)
	p := testplan.Fill(t, d.Store, ws, testplan.Small)
	var err error
	if d.Record, err = record.NewKeeper(t.Context(), d.Store); err != nil {
		t.Fatal(err)
	}
	who := coordinator
	all, err := d.Find(t.Context(), who, ws, followup.Query{Per: followup.PerPageMax})
	if err != nil || all.Total != len(p.Recs) || len(all.Rows) != len(p.Recs) {
		t.Fatalf("%d of %d are shown: %v", len(all.Rows), len(p.Recs), err)
	}
	n := map[upr.Position]int{}
	for _, r := range all.Rows {
		it, _, ok := d.Record.View().Item(upr.ItemID(r.ID))
		if !ok || it.Position != r.Position {
			t.Errorf("%s is %s in the record and %s in the workspace", r.ID, it.Position, r.Position)
		}
		n[r.Position]++
	}
	if n[upr.Noted] == 0 {
		t.Fatal("none is noted")
	}
	for _, c := range all.Counts[followup.FacetPosition] {
		if c.N != n[upr.Position(c.Value)] {
			t.Errorf("%s is counted %d times of %d", c.Value, c.N, n[upr.Position(c.Value)])
		}
	}
	for _, f := range followup.Facets {
		list := all.Counts[f]
		if len(list) == 0 {
			t.Errorf("%s has no values", f)
			continue
		}
		found, err := d.Find(t.Context(), who, ws, followup.Query{}.With(f, list[0].Value))
		if err != nil || found.Total != list[0].N {
			t.Errorf("%s %s: counted %d, found %d: %v", f, list[0].Value, list[0].N, found.Total, err)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, s := range []string{"position=noted&lead=a&overdue=yes", "assessed.civil=contests&assessed.un=none&q=a+b&page=2&per=50", "page=-1&per=9999&lead=&lead=%00", "stage=draft&stage=draft"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		q := followup.ParseQuery(v)
		again := followup.ParseQuery(q.Values())
		if d := cmp.Diff(q, again); d != "" {
			t.Errorf("%q is read as another query from the address that it writes: %s", s, d)
		}
		if len(q.Words) > 200 || q.Page < 1 || q.Per < 0 || q.Per > followup.PerPageMax {
			t.Errorf("%q goes beyond the limits: %+v", s, q)
		}
		for facet, list := range q.Is {
			if !slices.Contains(followup.Facets, facet) || len(list) == 0 || len(list) > 50 {
				t.Errorf("%q: %s %d values", s, facet, len(list))
			}
		}
	})
}
