package council

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/council"
)

// SaveAttendance records who was present at a sitting that was held, for all members at once, in the place of what the person
// saw (View.AttendanceStamp). A member with an empty presence, or without one, is not recorded. Who voted at the sitting was
// present.
func (d *Desk) SaveAttendance(ctx context.Context, who account.Person, ws, sitting, seen string, list map[string]council.Presence) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAttendance}
		h, seat, err := ofSitting(s, who, sitting)
		if err != nil {
			return seat, save, err
		}
		switch {
		case !h.Thing.Held:
			return seat, save, &Invalid{Code: "not-held", Field: council.KindAttendance}
		case s.Closed.AttendanceStamp(sitting) != seen:
			return seat, save, &Invalid{Code: "meanwhile", Field: council.KindAttendance}
		}
		may := map[string]bool{}
		for _, m := range s.Closed.SeatedAt(sitting) {
			may[m.ID] = true
		}
		voted := s.Closed.votedAt(sitting)
		members := make([]string, 0, len(list))
		for m := range list {
			members = append(members, m)
		}
		slices.Sort(members)
		save.Opening = Open()
		for _, m := range members {
			p := list[m]
			if p == "" {
				continue
			}
			if !may[m] {
				return seat, save, &Invalid{Code: "unknown", Field: "member", Value: m}
			}
			if err := space.CheckOneOf("presence", p, council.Presences); err != nil {
				return seat, save, err
			}
			if voted[m] && !there(p) {
				return seat, save, &Invalid{Code: "voted", Field: council.KindAttendance, Value: s.Closed.memberName(m)}
			}
			id := council.AttendanceID(sitting, m)
			base, _, _ := s.Closed.Shelf(council.KindAttendance).Held(id)
			x := council.Attendance{Sitting: sitting, Member: m, Presence: p}
			save.Puts = append(save.Puts, Put{Kind: council.KindAttendance, ID: id, Base: base, Thing: x})
			save.Opening.Add(council.KindAttendance, id, x)
		}
		for _, a := range s.Closed.AttendanceOf(sitting) {
			if list[a.Thing.Member] == "" {
				if voted[a.Thing.Member] {
					return seat, save, &Invalid{Code: "voted", Field: council.KindAttendance, Value: s.Closed.memberName(a.Thing.Member)}
				}
				save.Drops = append(save.Drops, Drop{Kind: council.KindAttendance, ID: a.ID, Base: a.Fact})
				save.OpenDrops = append(save.OpenDrops, s.Close(council.KindAttendance, a.ID)...)
			}
		}
		return seat, save, nil
	})
	return err
}

// there says whether somebody can vote with such a presence.
func there(p council.Presence) bool { return p == council.Present || p == council.Remote }

// votedAt are the members who voted at a sitting.
func (v *View) votedAt(sitting string) map[string]bool {
	out := map[string]bool{}
	for _, x := range space.Pick(v.Votes, v.About(council.KindVote, sitting)) {
		for _, b := range x.Thing.Ballots {
			out[b.Member] = true
		}
	}
	return out
}

// memberName is a member's name in the language in which it was entered, for an error.
func (v *View) memberName(id string) string {
	m, ok := v.Members.Get(id)
	if !ok {
		return id
	}
	return cmp.Or(originalOf(m.Thing.Name), id)
}

// AttendanceOf a sitting, by member.
func (v *View) AttendanceOf(sitting string) []*Held[council.Attendance] {
	return space.Pick(v.Attendance, v.About(council.KindAttendance, sitting))
}

// AttendanceStamp names the state of a sitting's attendance.
func (v *View) AttendanceStamp(sitting string) string { return stamp(v.AttendanceOf(sitting)) }

// SeatedAt are the members who sit on the day of a sitting, in the order of MembersOf: those of its section, when it has one.
func (v *View) SeatedAt(sitting string) []*Held[council.Member] {
	x, ok := v.Sittings.Get(sitting)
	if !ok {
		return nil
	}
	return v.SeatedOn(x.Thing.Council, x.Thing.Section, x.Thing.On)
}

// Quorate says how many were present at a sitting and whether that is enough for a decision by the council's rule; recorded is
// false where nobody recorded it. A section has no quorum of its own.
func (v *View) Quorate(sitting string) (present int, enough, recorded bool) {
	for _, a := range v.AttendanceOf(sitting) {
		recorded = true
		if there(a.Thing.Presence) {
			present++
		}
	}
	x, ok := v.Sittings.Get(sitting)
	if !ok {
		return present, false, recorded
	}
	c, ok := v.Councils.Get(x.Thing.Council)
	return present, ok && (x.Thing.Section != "" || present >= c.Thing.Quorum), recorded
}
