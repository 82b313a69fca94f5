package followup_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestMeasuresStandInTheOrderOfTheirPlan(t *testing.T) {
	d := desk(t)
	var puts []followup.Put
	for _, n := range []string{"10", "", "2", "2.10", "2.9", "A-1", "1"} {
		puts = append(puts, followup.Put{Kind: plan.KindMeasure, Thing: plan.Measure{Number: n, Kind: plan.OtherMeasure}})
	}
	if _, err := do(t, d, followup.Save{Act: "measure", Puts: puts}); err != nil {
		t.Fatal(err)
	}
	v, err := d.Keeper.Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range v.MeasuresInOrder() {
		got = append(got, m.Thing.Number)
	}
	if diff := cmp.Diff([]string{"1", "2", "2.9", "2.10", "10", "A-1", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNumbersOfAPlanHaveOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.StringMatching(`[0-9]{0,12}[.A-]?[0-9]{0,3}`), 3, 3).Draw(t, "numbers")
		slices.SortFunc(list, followup.CompareNumbers)
		for i := range list {
			for j := range list {
				if a, b := followup.CompareNumbers(list[i], list[j]), followup.CompareNumbers(list[j], list[i]); a != -b {
					t.Fatalf("%q and %q: %d one way, %d the other", list[i], list[j], a, b)
				}
				if i < j && followup.CompareNumbers(list[i], list[j]) > 0 {
					t.Fatalf("%q stands before %q", list[i], list[j])
				}
			}
		}
	})
}
