package followup_test

import (
	"fmt"
	"testing"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestWhoDidAnActIsKnownOfSmallAndLargeOnes(t *testing.T) {
	d := desk(t)
	for _, n := range []int{1, 2 * store.WriteMax} {
		s := followup.Save{Workspace: "QQQ", Act: followup.ActMeasure}
		for i := range n {
			s.Puts = append(s.Puts, followup.Put{Kind: plan.KindMeasure, Thing: plan.Measure{Title: names(fmt.Sprint("Measure ", i))}})
		}
		done, _, err := d.Do(t.Context(), coordinator, coordinator.Seats[0], s)
		if err != nil {
			t.Fatal(err)
		}
		who, ok, err := d.Store.ActorOf(t.Context(), done.Number)
		if err != nil || !ok || who != (store.Actor{Account: coordinator.ID, Name: coordinator.Name}) {
			t.Errorf("%d facts: %+v %v %v", n, who, ok, err)
		}
	}
	if who, ok, err := d.Store.ActorOf(t.Context(), 99); ok || err != nil {
		t.Errorf("of an act that is not there: %+v %v", who, err)
	}
}
