package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SetDue says by which day the bodies that lead recommendations report next, as one act. A recommendation that nobody leads
// has nobody to be asked: where none of them has a lead, nothing is saved.
func (d *Desk) SetDue(ctx context.Context, who account.Person, ws string, recs []string, due upr.Date) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActAssign}
		seat, err := space.Allow(who, ws, account.Assign, &account.Target{})
		if err != nil {
			return seat, save, err
		}
		if err := checkRecs(s.Recs, recs); err != nil {
			return seat, save, err
		}
		for _, rec := range slices.Compact(slices.Sorted(slices.Values(recs))) {
			for _, h := range s.Work.AssignmentsOf(rec) {
				if a := h.Thing; a.Part == plan.Leads && a.Stands() {
					a.Due = due
					save.Puts = append(save.Puts, Put{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact, Thing: a})
				}
			}
		}
		if len(save.Puts) == 0 {
			return seat, save, &Invalid{Code: "no-lead", Field: "rec"}
		}
		s.keepOpen(&save)
		return seat, save, nil
	})
	return err
}
