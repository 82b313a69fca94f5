package report_test

import (
	"errors"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TestWhatTheStateIntendsIsForThoseWhoEditThePlan, goes into their addendum and into nobody else's, and is saved over only
// by who saw it.
func TestWhatTheStateIntendsIsForThoseWhoEditThePlan(t *testing.T) {
	f, err := makeSample()
	if err != nil {
		t.Fatal(err)
	}
	rec := f.recs[0].ID
	reader := account.Person{ID: "a9", Name: "Rea", Role: account.Visitor, Seats: []account.Seat{{Workspace: "ZZV", Role: account.Reader}}}
	save := func(who account.Person, rec string, base store.FactID, a plan.Answer) error {
		return f.desk.SaveAnswers(t.Context(), who, "ZZV", []followup.Intended{{Rec: rec, Base: base, Answer: a}})
	}
	noted := plan.Answer{Position: upr.Noted, Comment: plan.Names{{Lang: "en", Words: "Invented reasons."}}}
	var refused *followup.Refused
	if err := save(reader, rec, 0, noted); !errors.As(err, &refused) {
		t.Errorf("a reader saves: %v", err)
	}
	var invalid *followup.Invalid
	if err := save(coordinator, rec, 0, plan.Answer{Position: upr.Pending}); !errors.As(err, &invalid) {
		t.Errorf("pending as an answer: %v", err)
	}
	if err := save(coordinator, "UPR-ZZV-C4-99.9", 0, noted); !errors.As(err, &invalid) {
		t.Errorf("an answer to nothing: %v", err)
	}
	if err := save(coordinator, rec, 0, noted); err != nil {
		t.Fatal(err)
	}
	answer := func(who account.Person) (report.Answer, *followup.Held[plan.Answer]) {
		v, err := f.desk.See(t.Context(), who, "ZZV")
		if err != nil {
			t.Fatal(err)
		}
		h, _ := v.Answers.Get(rec)
		c := report.Gather(report.From{View: v, Recs: f.recs, Review: f.review, Say: printer(t, "en"), On: today, At: time.Now()})
		return c.Recs[0].Answer, h
	}
	got, held := answer(coordinator)
	if got != (report.Answer{Position: upr.Noted, Comment: "Invented reasons.", Lang: "en"}) {
		t.Errorf("the coordinator's addendum has %+v", got)
	}
	if other, h := answer(reader); other != (report.Answer{}) || h != nil {
		t.Errorf("a reader sees %+v", other)
	}
	if err := save(coordinator, rec, held.Fact, plan.Answer{Position: upr.Supported}); err != nil {
		t.Fatal(err)
	}
	var conflict *followup.Conflict
	if err := save(coordinator, rec, held.Fact, noted); !errors.As(err, &conflict) {
		t.Errorf("a save over an older answer: %v", err)
	}
	_, held = answer(coordinator)
	if err := save(coordinator, rec, held.Fact, plan.Answer{}); err != nil {
		t.Fatal(err)
	}
	if got, h := answer(coordinator); h != nil || got.Position != "" {
		t.Errorf("after it was taken away: %+v", got)
	}
}
