package record_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

func TestEveryReviewIsBuiltOfAllItsFactsHoweverTheyCame(t *testing.T) {
	ctx, s := t.Context(), open(t)
	entry := func(id upr.ReviewID, n int) record.Fact {
		return record.EntryFact(record.Entry{Keeper: "uprinfo", Review: id, Session: 1, Lang: "en", Words: fmt.Sprintf("Invented demand %d", n),
			By: []upr.Attribution{{State: "FRA", Printed: "France"}}, Position: upr.Supported, Action: 4, Rows: []int{n}})
	}
	reviews := []upr.ReviewID{{State: "KAZ", Cycle: 8}, {State: "KAZ", Cycle: 9}, {State: "KGZ", Cycle: 9}}
	n := 0
	for _, order := range [][]int{{0, 0, 1, 1, 2}, {1, 0, 1, 2, 2}, {2}, {0, 2, 1, 0}} { // several acts, each in turns
		var facts []record.Fact
		for _, i := range order {
			n++
			facts = append(facts, entry(reviews[i], n))
		}
		bring(ctx, t, s, facts)
	}
	v := load(ctx, t, s, 0)
	brought := 0
	for _, id := range reviews {
		want, _, err := record.LoadReview(ctx, s, id, 0)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := v.Review(id)
		if d := cmp.Diff(want, got, whole); d != "" {
			t.Errorf("%s: -alone +among all\n%s", id, d)
		}
		brought += len(got.Provisional)
	}
	if brought != n {
		t.Errorf("%d provisional items of %d entries", brought, n)
	}
}
