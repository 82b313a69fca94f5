package followup_test

import (
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TestWhoeverCannotSignInLeavesAVacancy: an account that was disabled still sits, and its work lies vacant until it is enabled.
// Disabling is no act of the workspace; the lists know of it at once.
func TestWhoeverCannotSignInLeavesAVacancy(t *testing.T) {
	w := newWorld(t, desk(t), 1)
	ctx, d, coordinator := t.Context(), w.d, w.people["coordinator"]
	a, err := d.Store.CreateAccount(ctx, store.Account{Login: "focal", Name: "Focal", Role: string(account.Member)})
	w.must(err)
	_, err = d.Store.Seat(ctx, store.Act{Kind: "seat", Scope: followup.WorkHome(ws), Role: "steward"}, store.Seat{Account: a.ID, Workspace: ws, Role: string(account.Contributor), Body: w.bodies["justice"]})
	w.must(err)
	w.must(d.Assign(ctx, coordinator, ws, w.recs, w.bodies["justice"], plan.Leads, upr.Date{}))
	h, _ := w.work().Assignments.Get(plan.AssignmentID(w.recs[0], w.bodies["justice"]))
	x := h.Thing
	x.Person = a.ID
	_, _, err = d.Do(ctx, coordinator, coordinator.Seats[0], followup.Save{Workspace: ws, Act: followup.ActAssign, Puts: []followup.Put{{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact, Thing: x}}})
	w.must(err)
	for _, disabled := range []bool{false, true, false} {
		w.must(d.Store.SetDisabled(ctx, a.ID, disabled))
		l, err := d.Lists(ctx, coordinator, ws, today)
		w.must(err)
		switch {
		case disabled && (len(l.Vacancies) != 1 || l.Vacancies[0].Account != a.ID || l.Vacancies[0].Why != followup.Left):
			t.Errorf("disabled: %+v", l.Vacancies)
		case !disabled && len(l.Vacancies) != 0:
			t.Errorf("enabled: %+v", l.Vacancies)
		}
	}
}
