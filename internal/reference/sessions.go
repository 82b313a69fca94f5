package reference

import (
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Session of the Working Group. The session of the Council that takes up its reports has another counter (handbook,
// section 0).
type Session struct {
	N              upr.WGSession
	Cycle          upr.Cycle
	Start, End     upr.Date // zero where only a month is expected
	Expected       string   // YYYY-MM, where no day is known
	Unconfirmed    bool     // the days
	Source         string
	HRC            upr.HRCSession // session of the Council whose documents carry the reports: A/HRC/{HRC}/…
	HRCUnconfirmed bool
}

// Slot is the place of a State in the calendar.
type Slot struct {
	Review      upr.ReviewID
	Session     upr.WGSession
	Unconfirmed bool // derived from the order of the cycle before, or moved since
	Source      string
}

var sessions = sync.OnceValue(func() []Session {
	var out []Session
	for _, r := range table("sessions.tsv") {
		out = append(out, Session{
			N: upr.WGSession(r.number("session")), Cycle: upr.Cycle(r.number("cycle")), Start: r.date("start"), End: r.date("end"),
			Expected: r["expected"], Unconfirmed: r.unconfirmed("confirmed"), Source: r["source"],
			HRC: upr.HRCSession(r.number("hrc")), HRCUnconfirmed: r.unconfirmed("hrc_confirmed"),
		})
	}
	return out
})

// Sessions 1 to 54 of the Working Group in order.
func Sessions() []Session { return slices.Clone(sessions()) }

// SessionByNumber is the n-th session of the Working Group.
func SessionByNumber(n upr.WGSession) (Session, bool) {
	all := sessions()
	if n < 1 || int(n) > len(all) {
		return Session{}, false
	}
	return all[n-1], true
}

// CycleOf a session of the Working Group. Which session belongs to which cycle is data: A/HRC/RES/16/21, annex,
// paras. 2–3, set the length of a cycle, and dates have slipped since.
func CycleOf(wgSession upr.WGSession) (upr.Cycle, bool) {
	s, ok := SessionByNumber(wgSession)
	return s.Cycle, ok
}

type schedule struct {
	list     []Slot
	byReview map[upr.ReviewID]int
}

var slots = sync.OnceValue(func() schedule {
	t := schedule{byReview: map[upr.ReviewID]int{}}
	for _, r := range table("schedule.tsv") {
		s := Slot{
			Review:  upr.ReviewID{State: upr.State(r["code"]), Cycle: upr.Cycle(r.number("cycle"))},
			Session: upr.WGSession(r.number("session")), Unconfirmed: r.unconfirmed("confirmed"), Source: r["source"],
		}
		t.byReview[s.Review] = len(t.list)
		t.list = append(t.list, s)
	}
	return t
})

// Schedule of all reviews, by session and code.
func Schedule() []Slot { return slices.Clone(slots().list) }

// SlotOf a review. The sample's review has one too, though the calendar does not hold it.
func SlotOf(r upr.ReviewID) (Slot, bool) {
	if r == SampleReview() {
		return Slot{Review: r, Session: 48, Source: "invented"}, true
	}
	t := slots()
	i, ok := t.byReview[r]
	if !ok {
		return Slot{}, false
	}
	return t.list[i], true
}

// ReviewOf is the review of a State in a session of the Working Group. It follows the cycle of the session, also when
// the calendar has the State in another session: reviews are moved, and the document at hand is the better witness.
// ok is false when the session is not known or the State is not reviewed; the sample's invented States are.
func ReviewOf(state upr.State, wgSession upr.WGSession) (upr.ReviewID, bool) {
	c, ok := CycleOf(wgSession)
	s, known := State(state)
	if !ok || !(known && s.Status == Member || IsInvented(state)) {
		return upr.ReviewID{}, false
	}
	return upr.ReviewID{State: state, Cycle: c}, true
}
