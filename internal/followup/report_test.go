package followup_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestAReportGoesFromDraftToThePublicByTwoPeople(t *testing.T) {
	w := newWorld(t, desk(t), 2)
	ctx, d, rec := t.Context(), w.d, w.recs[0]
	due := upr.Date{Year: 2027, Month: 1, Day: 31}
	w.must(d.Assign(ctx, w.people["coordinator"], ws, w.recs[:1], w.bodies["justice"], plan.Leads, due))
	w.must(d.Reply(ctx, w.people["writer"], ws, rec, w.bodies["justice"], w.assignment(rec, "justice"), true, ""))
	if c := w.work().Card(rec); !c.Overdue(today) || c.Stage() != followup.StageAccepted {
		t.Errorf("before the report: overdue %v, %s", c.Overdue(today), c.Stage())
	}
	_, evidence, err := d.Do(ctx, w.people["writer"], w.people["writer"].Seats[0], followup.Save{Workspace: ws, Act: "evidence", Puts: []followup.Put{
		{Kind: plan.KindEvidence, Thing: plan.Evidence{Title: "Open", Access: plan.Public, URL: "https://a.example/", Body: w.bodies["justice"], Author: "account-writer"}},
		{Kind: plan.KindEvidence, Thing: plan.Evidence{Title: "Inside", Access: plan.WorkspaceOnly, URL: "https://b.example/", Body: w.bodies["justice"], Author: "account-writer"}}}})
	w.must(err)
	r := w.report(rec)
	r.Evidence = evidence
	id := w.id(d.SaveReport(ctx, w.people["writer"], ws, "", 0, r))

	if err := d.Validate(ctx, w.people["validator"], ws, id, w.fact(id)); !invalid(err, "step") {
		t.Errorf("validating a draft gave %v", err)
	}
	w.must(d.Submit(ctx, w.people["writer"], ws, id, w.fact(id)))
	if err := d.Return(ctx, w.people["validator"], ws, id, w.fact(id), " "); !invalid(err, "empty") {
		t.Errorf("returning without a reason gave %v", err)
	}
	w.must(d.Return(ctx, w.people["validator"], ws, id, w.fact(id), "Which law?"))
	r.Texts = names("Begun, by law")
	saw := w.fact(id)
	w.id(d.SaveReport(ctx, w.people["writer"], ws, id, saw, r))
	if now, _ := w.work().Reports.Get(id); now.Thing.Step != plan.Returned || now.Thing.Reason != "Which law?" {
		t.Errorf("a returned text that is saved is %s with reason %q", now.Thing.Step, now.Thing.Reason)
	}
	w.must(d.Submit(ctx, w.people["writer"], ws, id, w.fact(id)))
	if err := d.Validate(ctx, w.people["validator"], ws, id, saw); !conflict(err) {
		t.Errorf("validating a version that nobody sees any more gave %v", err)
	}
	if err := d.Publish(ctx, w.people["coordinator"], ws, []string{id}); !invalid(err, "step") {
		t.Errorf("publishing what nobody validated gave %v", err)
	}
	w.must(d.Validate(ctx, w.people["validator"], ws, id, w.fact(id)))
	if c := w.work().Card(rec); c.Overdue(today) || c.Stage() != followup.StageValidated {
		t.Errorf("after validation: overdue %v, %s", c.Overdue(today), c.Stage())
	}
	if n := w.open().Reports.Len(); n != 0 {
		t.Errorf("%d reports are public before anything was published", n)
	}
	w.must(d.Publish(ctx, w.people["coordinator"], ws, []string{id}))
	open := w.open()
	public, ok := open.Reports.Get(id)
	if !ok || public.Thing.Texts[0].Words != "Begun, by law" {
		t.Fatalf("published: %+v", public)
	}
	if !slices.Equal(public.Thing.Evidence, evidence[:1]) || open.Evidence.Len() != 1 {
		t.Errorf("public evidence is %v, want the open piece alone", public.Thing.Evidence)
	}
	if _, ok := open.Bodies.Get(w.bodies["justice"]); !ok || open.Bodies.Len() != 1 {
		t.Errorf("%d bodies are public", open.Bodies.Len())
	}
	if a := open.AssignmentsOf(rec); len(a) != 1 || a[0].Thing.Body != w.bodies["justice"] {
		t.Errorf("who leads is not public: %v", a)
	}
	if s := open.Standing(rec, today, open); s.Proven != plan.Reported || s.Others != plan.NotAssessed || s.Status != plan.Ongoing {
		t.Errorf("it stands as %+v", s)
	}
	if err := d.Validate(ctx, w.people["validator"], ws, id, w.fact(id)); !invalid(err, "step") {
		t.Errorf("validating what is published gave %v", err)
	}
	w.must(d.Unpublish(ctx, w.people["coordinator"], ws, id, "A figure is wrong"))
	if v := w.open(); v.Reports.Len()+v.Evidence.Len() != 0 {
		t.Errorf("taken back, and still %d reports and %d proofs are public", v.Reports.Len(), v.Evidence.Len())
	}
	noPersons(t, w)
}

// noPersons looks through every version of every fact that was ever public.
func noPersons(t *testing.T, w *world) {
	t.Helper()
	for row, err := range w.d.Store.Facts(t.Context(), store.Filter{Review: followup.OpenHome(ws), Ended: true}) {
		w.must(err)
		text, err := ledger.Encode(row.Fact)
		w.must(err)
		for _, p := range w.people {
			if strings.Contains(string(text), p.ID) || strings.Contains(string(text), p.Name) {
				t.Errorf("the public %s %s names a person: %s", row.Fact.Kind, row.Fact.Subject, text)
			}
		}
	}
}

func TestNobodyValidatesWhatTheyWrote(t *testing.T) {
	w := newWorld(t, desk(t), 8)
	ctx, d := t.Context(), w.d
	w.seat("both", account.Contributor, "justice")
	w.seat("both", account.Validator, "justice")
	w.seat("validator2", account.Validator, "justice")
	try := func(name, by, id string, may bool) {
		t.Helper()
		err := d.Validate(ctx, w.people[by], ws, id, w.fact(id))
		if may && err != nil || !may && !refused(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	id := w.submitted("both", w.recs[0])
	try("a person with two seats, their own words", "both", id, false)
	try("a validator of another body", "other-validator", id, false)
	try("the coordinator", "coordinator", id, false)
	try("the writer", "writer", id, false)
	try("a second person", "validator", id, true)

	id = w.submitted("validator", w.recs[1])
	try("a validator who wrote", "validator", id, false)
	try("the other validator", "validator2", id, true)

	id = w.drafted("writer", w.recs[2])
	r := w.report(w.recs[2])
	r.Texts = names("Better words")
	w.id(d.SaveReport(ctx, w.people["validator"], ws, id, w.fact(id), r))
	w.must(d.Submit(ctx, w.people["writer"], ws, id, w.fact(id)))
	try("a validator whose words went into it", "validator", id, false)
	try("a validator with no words in it", "validator2", id, true)

	id = w.submitted("both", w.recs[3])
	w.must(d.HandOver(ctx, w.people["coordinator"], ws, w.people["both"].ID, w.people["validator"].ID))
	if h, _ := w.work().Reports.Get(id); h.Thing.Author != w.people["validator"].ID {
		t.Errorf("after the handover the author is %s", h.Thing.Author)
	}
	try("who handed it over", "both", id, false)
	try("who took it over", "validator", id, false)
	try("a third person", "validator2", id, true)

	id = w.submitted("both", w.recs[4])
	w.must(d.HandOver(ctx, w.people["coordinator"], ws, w.people["both"].ID, w.people["writer"].ID))
	w.must(d.HandOver(ctx, w.people["coordinator"], ws, w.people["writer"].ID, w.people["writer2"].ID))
	try("who began it, two handovers ago", "both", id, false)
	w.must(d.HandOver(ctx, w.people["coordinator"], ws, w.people["writer2"].ID, w.people["both"].ID))
	try("who began it and has it back", "both", id, false)
	try("who never had it", "validator", id, true)
}

func TestWhatIsValidatedIsNotWrittenOver(t *testing.T) {
	w := newWorld(t, desk(t), 1)
	ctx, d := t.Context(), w.d
	id := w.submitted("writer", w.recs[0])
	r := w.report(w.recs[0])
	r.Effect = "More"
	w.id(d.SaveReport(ctx, w.people["writer"], ws, id, w.fact(id), r))
	if h, _ := w.work().Reports.Get(id); h.Thing.Step != plan.Draft {
		t.Errorf("a submitted text that is changed is %s", h.Thing.Step)
	}
	w.must(d.Submit(ctx, w.people["writer"], ws, id, w.fact(id)))
	w.must(d.Validate(ctx, w.people["validator"], ws, id, w.fact(id)))
	if _, err := d.SaveReport(ctx, w.people["writer"], ws, id, w.fact(id), r); !invalid(err, "step") {
		t.Errorf("writing over a validated text gave %v", err)
	}
	if _, err := d.SaveReport(ctx, w.people["other-writer"], ws, id, w.fact(id), plan.Report{Rec: w.recs[0], Body: w.bodies["interior"]}); !refused(err) {
		t.Errorf("writing over another body's text gave %v", err)
	}
	if _, err := d.SaveReport(ctx, w.people["writer"], ws, "UPR-KAZ-C2-126.27", 0, r); !invalid(err, "gone") {
		t.Errorf("a thing that takes the name of an item gave %v", err)
	}
	if _, err := d.SaveReport(ctx, w.people["stakeholder"], ws, "", 0, plan.Report{Rec: w.recs[0], Body: w.bodies["organisation"]}); !refused(err) {
		t.Errorf("an organisation that reports for the State gave %v", err)
	}
}
