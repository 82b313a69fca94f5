package council

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// RemoveMember takes a mandate away that was entered by mistake. One on which something rests ends instead.
func (d *Desk) RemoveMember(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		h, ok := s.Closed.Members.Get(id)
		if !ok {
			return account.Seat{}, Save{}, &Invalid{Code: "gone", Field: council.KindMember, Value: id}
		}
		for _, v := range s.Closed.VotesIn(h.Thing.Council) {
			if slices.ContainsFunc(v.Thing.Ballots, func(b council.Ballot) bool { return b.Member == id }) {
				return account.Seat{}, Save{}, &Invalid{Code: "in-use", Field: council.KindMember, Value: id}
			}
		}
		return d.remove(s, who, ActMandate, h.Thing.Council, Drop{Kind: council.KindMember, ID: id, Base: base})
	})
	return err
}

// SeatedOn are the mandates of a council that run on a day, in the order of MembersOf; of a section, when one is named.
func (v *View) SeatedOn(id, section string, on upr.Date) []*Held[council.Member] {
	var out []*Held[council.Member]
	for _, m := range v.MembersOf(id) {
		if m.Thing.Sits(on) && (section == "" || m.Thing.Section == section) {
			out = append(out, m)
		}
	}
	return out
}
