package followup_test

import (
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestNobodyButItsBodyTouchesAnAssessment(t *testing.T) {
	w := newWorld(t, desk(t), 1)
	ctx, d, rec := t.Context(), w.d, w.recs[0]
	says := plan.Assessment{Rec: rec, Body: w.bodies["commissioner"], Voice: plan.VoiceState, Verdict: plan.Contests, Status: plan.NotStarted, Texts: names("Not seen")}
	id := w.id(d.SaveAssessment(ctx, w.people["monitor"], ws, "", 0, says))
	if h, _ := w.work().Assessments.Get(id); h.Thing.Voice != plan.VoiceInstitution {
		t.Errorf("the commissioner's voice is %q, whatever the form said", h.Thing.Voice)
	}
	nobody := func(step string) {
		t.Helper()
		for name, p := range w.people {
			if name == "monitor" {
				continue
			}
			if _, err := d.SaveAssessment(ctx, p, ws, id, w.fact(id), says); !refused(err) {
				t.Errorf("%s: %s changes it: %v", step, name, err)
			}
			if err := d.PublishAssessment(ctx, p, ws, id, w.fact(id)); !refused(err) {
				t.Errorf("%s: %s publishes it: %v", step, name, err)
			}
			if err := d.Unpublish(ctx, p, ws, id, "Not liked"); !refused(err) {
				t.Errorf("%s: %s takes it back: %v", step, name, err)
			}
			if err := d.Publish(ctx, p, ws, []string{id}); err == nil {
				t.Errorf("%s: %s publishes it as if it were the State's", step, name)
			}
			if err := d.Remove(ctx, p, ws, plan.KindAssessment, id, w.fact(id)); err == nil {
				t.Errorf("%s: %s removes it", step, name)
			}
		}
	}
	nobody("draft")
	w.must(d.PublishAssessment(ctx, w.people["monitor"], ws, id, w.fact(id)))
	nobody("published")
	open, ok := w.open().Assessments.Get(id)
	if !ok || open.Thing.Author != "" || open.Thing.Verdict != plan.Contests {
		t.Errorf("published: %+v", open)
	}
	if b, ok := w.open().Bodies.Get(w.bodies["commissioner"]); !ok || b.Thing.Kind != plan.Commissioner {
		t.Error("in whose name it is said is not public")
	}
	if _, err := d.SaveAssessment(ctx, w.people["monitor"], ws, id, w.fact(id), says); !invalid(err, "step") {
		t.Errorf("writing over what was published gave %v", err)
	}
	w.must(d.Unpublish(ctx, w.people["monitor"], ws, id, "A mistake of ours"))
	if w.open().Assessments.Len() != 0 {
		t.Error("taken back by its own body, and still public")
	}
	noPersons(t, w)
}

func TestVoicesStandSideBySide(t *testing.T) {
	w := newWorld(t, desk(t), 1)
	ctx, d, rec := t.Context(), w.d, w.recs[0]
	say := func(by, body string, v plan.Verdict) string {
		id := w.id(d.SaveAssessment(ctx, w.people[by], ws, "", 0, plan.Assessment{Rec: rec, Body: w.bodies[body], Verdict: v, Texts: names("Seen")}))
		w.must(d.PublishAssessment(ctx, w.people[by], ws, id, w.fact(id)))
		return id
	}
	stands := func(want plan.Others, said int) {
		t.Helper()
		if s := w.open().Standing(rec, today, w.open()); s.Others != want || len(s.Said) != said {
			t.Errorf("it stands %s with %d voices, want %s with %d", s.Others, len(s.Said), want, said)
		}
	}
	stands(plan.NotAssessed, 0)
	say("stakeholder", "organisation", plan.Neither)
	stands(plan.Commented, 1)
	say("stakeholder", "organisation", plan.Shares)
	stands(plan.Shared, 1)
	say("monitor", "commissioner", plan.Contests)
	stands(plan.Contested, 2)
	if s := w.open().Standing(rec, today, w.open()); s.Proven != plan.NotReported || s.Said[0].Voice != plan.VoiceInstitution {
		t.Errorf("what others say became what the State reports: %+v", s)
	}
	id := w.submitted("writer", rec)
	w.must(d.Validate(ctx, w.people["validator"], ws, id, w.fact(id)))
	w.must(d.Publish(ctx, w.people["coordinator"], ws, []string{id}))
	if s := w.open().Standing(rec, today, w.open()); s.Proven != plan.Unproved || s.Others != plan.Contested || s.Status != plan.Ongoing {
		t.Errorf("reported without a proof that everyone may open, it stands as %+v", s)
	}
	stands(plan.Contested, 2)
}

func TestDraftsAreReadByTheirOwnBodyAlone(t *testing.T) {
	w := newWorld(t, desk(t), 4)
	ctx, d := t.Context(), w.d
	draft := w.drafted("writer", w.recs[0])
	waits := w.submitted("writer", w.recs[1])
	done := w.submitted("writer", w.recs[2])
	w.must(d.Validate(ctx, w.people["validator"], ws, done, w.fact(done)))
	voice := w.id(d.SaveAssessment(ctx, w.people["monitor"], ws, "", 0, plan.Assessment{Rec: w.recs[3], Body: w.bodies["commissioner"], Verdict: plan.Shares}))
	_, proofs, err := d.Do(ctx, w.people["writer"], w.people["writer"].Seats[0], followup.Save{Workspace: ws, Act: "evidence", Puts: []followup.Put{
		{Kind: plan.KindEvidence, Thing: plan.Evidence{Title: "Ours", About: []string{w.recs[0]}, Access: plan.BodyOnly, Body: w.bodies["justice"]}}}})
	w.must(err)
	for name, p := range w.people {
		own, monitor := name == "writer" || name == "writer2" || name == "validator", name == "monitor"
		v, err := d.See(ctx, p, ws)
		w.must(err)
		for _, x := range []struct {
			id   string
			sees bool
		}{{draft, own}, {waits, own}, {done, true}} {
			if _, ok := v.Reports.Get(x.id); ok != x.sees {
				t.Errorf("%s reads report %s: %v", name, x.id, ok)
			}
		}
		if _, ok := v.Assessments.Get(voice); ok != monitor {
			t.Errorf("%s reads the commissioner's draft: %v", name, ok)
		}
		if _, ok := v.Evidence.Get(proofs[0]); ok != own {
			t.Errorf("%s reads evidence of one body: %v", name, ok)
		}
		if n := len(v.ReportsOf(w.recs[0])); (n == 1) != own {
			t.Errorf("%s finds %d drafts by their recommendation", name, n)
		}
		if n := len(v.About(plan.KindEvidence, w.recs[0])); (n == 1) != own {
			t.Errorf("%s finds %d pieces of one body by their recommendation", name, n)
		}
		n := 0
		for range v.Reports.All() {
			n++
		}
		if c := v.Card(w.recs[0]); n != v.Reports.Len() || (len(c.Open) == 1) != own {
			t.Errorf("%s: %d reports listed, %d counted, %d drafts on the card", name, n, v.Reports.Len(), len(c.Open))
		}
		f, err := d.Find(ctx, p, ws, followup.ParseQuery(map[string][]string{"stage": {"submitted"}}))
		w.must(err)
		if (f.Total == 1) != own {
			t.Errorf("%s finds %d submitted ones", name, f.Total)
		}
		if c := v.Card(w.recs[3]); (len(c.Drafts) == 1) != monitor {
			t.Errorf("%s sees %d drafts of assessments on the card", name, len(c.Drafts))
		}
	}
	for _, p := range []account.Person{{}, {ID: "stranger"}, {ID: "elsewhere", Seats: []account.Seat{{Workspace: "RRR", Role: account.Coordinator}}},
		{ID: "admin", Role: account.Administrator}} {
		if _, err := d.See(ctx, p, ws); !refused(err) {
			t.Errorf("%q without a seat sees the workspace: %v", p.ID, err)
		}
		if v := w.work().Visible(p, ws); v.Reports.Len()+v.Bodies.Len()+v.Own.Len() != 0 {
			t.Errorf("%q without a seat: the view is not empty", p.ID)
		}
	}
}
