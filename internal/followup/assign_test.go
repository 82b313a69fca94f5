package followup_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestOneBodyLeadsAndARecommendationIsNeverUnassignedUnseen(t *testing.T) {
	w := newWorld(t, desk(t), 3)
	ctx, d, rec := t.Context(), w.d, w.recs[0]
	unassigned := func(want int) {
		t.Helper()
		for _, who := range []string{"coordinator", "writer", "reader"} {
			l, err := d.Lists(ctx, w.people[who], ws, today)
			w.must(err)
			if l.Unassigned.Total != want {
				t.Errorf("%s sees %d unassigned, want %d", who, l.Unassigned.Total, want)
			}
		}
	}
	unassigned(3)
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs, w.bodies["justice"], plan.Leads, upr.Date{}))
	unassigned(0)
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[:1], w.bodies["interior"], plan.Leads, upr.Date{}))
	if c := w.work().Card(rec); c.Lead != w.bodies["interior"] || !cmp.Equal(c.Support, []string{w.bodies["justice"]}) {
		t.Errorf("after another took the lead: %q leads, %v support", c.Lead, c.Support)
	}
	if err := d.Reply(ctx, w.people["writer"], ws, rec, w.bodies["interior"], w.assignment(rec, "interior"), true, ""); !refused(err) {
		t.Errorf("one body replies for another: %v", err)
	}
	if err := d.Reply(ctx, w.people["other-writer"], ws, rec, w.bodies["interior"], w.assignment(rec, "interior"), false, ""); !invalid(err, "empty") {
		t.Errorf("handing back without a reason gave %v", err)
	}
	w.must(d.Reply(ctx, w.people["other-writer"], ws, rec, w.bodies["interior"], w.assignment(rec, "interior"), false, "Not our law"))
	unassigned(1)
	l, err := d.Lists(ctx, w.people["coordinator"], ws, today)
	w.must(err)
	if l.Returned.Total != 1 || l.Returned.Tasks[0].Reason != "Not our law" || l.Unassigned.Tasks[0].Kind != followup.TaskReassign {
		t.Errorf("what was handed back is listed as %+v", l.Returned.Tasks)
	}
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[:1], w.bodies["interior"], plan.Leads, upr.Date{}))
	if c := w.work().Card(rec); c.LeadReply != plan.Waiting || len(c.HandedBack()) != 0 {
		t.Errorf("asked again, the body's reply is %s", c.LeadReply)
	}
	w.must(d.Unassign(ctx, w.people["coordinator"], ws, rec, w.bodies["interior"], w.assignment(rec, "interior")))
	unassigned(1)
	if err := d.Assign(ctx, w.people["coordinator"], ws, []string{"UPR-QQQ-C1-1.1"}, w.bodies["interior"], plan.Leads, upr.Date{}); !invalid(err, "unknown") {
		t.Errorf("assigning what the record does not have gave %v", err)
	}
	if err := d.Assign(ctx, w.people["writer"], ws, w.recs, w.bodies["justice"], plan.Supports, upr.Date{}); !refused(err) {
		t.Errorf("a contributor who assigns got %v", err)
	}
}

func TestWorkOfABodyThatEndedPassesToItsSuccessor(t *testing.T) {
	w := newWorld(t, desk(t), 2)
	ctx, d, rec := t.Context(), w.d, w.recs[0]
	coordinator := w.people["coordinator"]
	w.must(d.Assign(ctx, coordinator, ws, w.recs, w.bodies["interior"], plan.Leads, upr.Date{Year: 2028, Month: 1, Day: 1}))
	w.must(d.Reply(ctx, w.people["other-writer"], ws, w.recs[1], w.bodies["interior"], w.assignment(w.recs[1], "interior"), false, "No"))
	measure := w.id(d.SaveMeasure(ctx, coordinator, ws, "", 0, plan.Measure{Title: names("A law"), Kind: plan.LawMeasure, Recs: w.recs[:1], Lead: w.bodies["interior"]}))
	if err := d.Succeed(ctx, coordinator, ws, w.bodies["interior"], w.bodies["justice"]); !invalid(err, "successor") {
		t.Errorf("work passed to a body that is no successor: %v", err)
	}
	b, _ := w.work().Bodies.Get(w.bodies["interior"])
	ended := b.Thing
	ended.To, ended.Successors = upr.Date{Year: 2027, Month: 1, Day: 31}, []string{w.bodies["justice"]}
	w.id(d.SaveBody(ctx, coordinator, ws, b.ID, b.Fact, ended))
	if err := d.Assign(ctx, coordinator, ws, w.recs, w.bodies["interior"], plan.Supports, upr.Date{}); !invalid(err, "ended") {
		t.Errorf("assigning to a body that has ended gave %v", err)
	}
	l, err := d.Lists(ctx, coordinator, ws, today)
	w.must(err)
	if len(l.Vacancies) != 1 || l.Vacancies[0].Why != followup.Ended || l.Vacancies[0].Open != 1 {
		t.Errorf("vacancies: %+v", l.Vacancies)
	}
	before := w.work().Act
	w.must(d.Succeed(ctx, coordinator, ws, w.bodies["interior"], w.bodies["justice"]))
	if w.work().Act != before+1 {
		t.Errorf("it took %d acts", w.work().Act-before)
	}
	c := w.work().Card(rec)
	if c.Lead != w.bodies["justice"] || c.LeadReply != plan.Waiting || c.Due.On.Year != 2028 {
		t.Errorf("now %q leads, %s, due %v", c.Lead, c.LeadReply, c.Due.On)
	}
	if m, _ := w.work().Measures.Get(measure); m.Thing.Lead != w.bodies["justice"] {
		t.Errorf("the measure is led by %q", m.Thing.Lead)
	}
	j, _ := w.work().Bodies.Get(w.bodies["justice"])
	circle := j.Thing
	circle.Successors = []string{w.bodies["interior"]}
	if _, err := d.SaveBody(ctx, coordinator, ws, j.ID, j.Fact, circle); !invalid(err, "circle") {
		t.Errorf("bodies that succeed each other gave %v", err)
	}
}

func TestAHandoverIsOneActAndVacanciesShow(t *testing.T) {
	w := newWorld(t, desk(t), 3)
	ctx, d := t.Context(), w.d
	coordinator, from, to := w.people["coordinator"], w.people["writer"].ID, w.people["writer2"].ID
	w.must(d.Assign(ctx, coordinator, ws, w.recs, w.bodies["justice"], plan.Leads, upr.Date{}))
	for _, rec := range w.recs[:2] {
		h, _ := w.work().Assignments.Get(plan.AssignmentID(rec, w.bodies["justice"]))
		a := h.Thing
		a.Person = from
		_, _, err := d.Do(ctx, coordinator, coordinator.Seats[0], followup.Save{Workspace: ws, Act: followup.ActAssign, Puts: []followup.Put{{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact, Thing: a}}})
		w.must(err)
	}
	draft := w.drafted("writer", w.recs[0])
	vacancies := func() []followup.Vacancy {
		l, err := d.Lists(ctx, coordinator, ws, today)
		w.must(err)
		return l.Vacancies
	}
	if v := vacancies(); len(v) != 0 {
		t.Errorf("everyone sits, and yet %+v", v)
	}
	seats, err := d.Store.Seats(ctx, from)
	w.must(err)
	w.must(d.Store.Unseat(ctx, store.Act{Kind: "seat", Scope: followup.WorkHome(ws), Role: "steward"}, seats[0].ID))
	w.must(d.Keeper.Refresh(ctx))
	if v := vacancies(); len(v) != 1 || v[0].Why != followup.Left || v[0].Account != from || v[0].Open != 2 {
		t.Errorf("the focal point has left: %+v", v)
	}
	if err := d.HandOver(ctx, w.people["other-validator"], ws, from, to); !invalid(err, "nothing") {
		t.Errorf("a validator of another body moves work that is not theirs: %v", err)
	}
	if err := d.HandOver(ctx, w.people["writer2"], ws, from, to); !refused(err) {
		t.Errorf("a contributor hands work over: %v", err)
	}
	if err := d.HandOver(ctx, coordinator, ws, from, "nobody"); !invalid(err, "no-seat") {
		t.Errorf("work goes to nobody: %v", err)
	}
	before := w.work().Act
	w.must(d.HandOver(ctx, coordinator, ws, from, to))
	if w.work().Act != before+1 {
		t.Errorf("it took %d acts", w.work().Act-before)
	}
	for _, rec := range w.recs[:2] {
		if a, _ := w.work().Assignments.Get(plan.AssignmentID(rec, w.bodies["justice"])); a.Thing.Person != to {
			t.Errorf("%s is with %q", rec, a.Thing.Person)
		}
	}
	if r, _ := w.work().Reports.Get(draft); r.Thing.Author != to || !cmp.Equal(r.Thing.With, []string{from}) {
		t.Errorf("the draft is by %q with %v", r.Thing.Author, r.Thing.With)
	}
	if v := vacancies(); len(v) != 0 {
		t.Errorf("after the handover: %+v", v)
	}
}

func TestWorkListsAreOfThePersonAsked(t *testing.T) {
	w := newWorld(t, desk(t), 5)
	ctx, d := t.Context(), w.d
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[:4], w.bodies["justice"], plan.Leads, upr.Date{Year: 2027, Month: 2, Day: 1}))
	for _, rec := range w.recs[:3] {
		w.must(d.Reply(ctx, w.people["writer"], ws, rec, w.bodies["justice"], w.assignment(rec, "justice"), true, ""))
	}
	waits := w.submitted("writer", w.recs[0])
	back := w.submitted("writer", w.recs[1])
	w.must(d.Return(ctx, w.people["validator"], ws, back, w.fact(back), "More"))
	done := w.submitted("writer", w.recs[2])
	w.must(d.Validate(ctx, w.people["validator"], ws, done, w.fact(done)))
	type counts struct{ Mine, Waiting, Overdue, Unassigned, Returned int }
	for name, want := range map[string]counts{
		"writer":       {4, 1, 3, 1, 1}, // one to reply to
		"validator":    {4, 2, 3, 1, 1}, // and one to validate
		"other-writer": {0, 0, 0, 1, 0},
		"coordinator":  {0, 1, 3, 1, 0}, // one to publish
		"reader":       {0, 0, 3, 1, 0},
		"monitor":      {0, 0, 0, 1, 0},
	} {
		l, err := d.Lists(ctx, w.people[name], ws, today)
		w.must(err)
		got := counts{l.Mine.Total, l.Waiting.Total, l.Overdue.Total, l.Unassigned.Total, l.Returned.Total}
		if got != want {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
	l, _ := d.Lists(ctx, w.people["validator"], ws, today)
	if !slices.ContainsFunc(l.Waiting.Tasks, func(x followup.Task) bool { return x.ID == waits && x.Kind == followup.TaskValidate }) {
		t.Errorf("for the validator waits %+v", l.Waiting.Tasks)
	}
	if _, err := d.Lists(ctx, account.Person{ID: "x"}, ws, today); !refused(err) {
		t.Errorf("a stranger's lists: %v", err)
	}
}

func TestOneAddressFindsWhatMeetsAllOfIt(t *testing.T) {
	w := newWorld(t, desk(t), 4)
	ctx, d := t.Context(), w.d
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[:2], w.bodies["interior"], plan.Leads, upr.Date{Year: 2027, Month: 2, Day: 1}))
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[2:3], w.bodies["interior"], plan.Leads, upr.Date{Year: 2028, Month: 2, Day: 1}))
	find := func(v map[string][]string) followup.Found {
		f, err := d.Find(ctx, w.people["coordinator"], ws, followup.ParseQuery(v))
		w.must(err)
		return f
	}
	f := find(map[string][]string{"lead": {w.bodies["interior"]}, "overdue": {"yes"}, "per": {"1"}, "page": {"2"}})
	if f.Total != 2 || f.Pages != 2 || len(f.Rows) != 1 {
		t.Errorf("found %d on %d pages, %d shown", f.Total, f.Pages, len(f.Rows))
	}
	if diff := cmp.Diff([]followup.Counted{{Value: "yes", N: 2}, {Value: "no", N: 1}}, f.Counts[followup.FacetOverdue]); diff != "" {
		t.Error("a facet is counted as if nothing were asked of it: ", diff)
	}
	if diff := cmp.Diff([]followup.Counted{{Value: w.bodies["interior"], N: 2}}, f.Counts[followup.FacetLead]); diff != "" {
		t.Error(diff)
	}
	if f := find(map[string][]string{"lead": {followup.Nothing}}); f.Total != 1 {
		t.Errorf("%d without a lead", f.Total)
	}
	if f := find(map[string][]string{"q": {"do IT"}}); f.Total != 4 {
		t.Errorf("%d by words", f.Total)
	}
	if f := find(map[string][]string{"page": {"99"}}); f.Total != 4 || len(f.Rows) != 0 {
		t.Errorf("page 99: %d, %d rows", f.Total, len(f.Rows))
	}
}
