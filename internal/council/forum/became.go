package forum

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Fate is how far a proposal came, in one word. It follows from its step, its referrals and what was replied to them.
type Fate string

// Fates in the order in which they are shown.
const (
	FateProposed Fate = "proposed" // it waits to be debated
	FateDebated  Fate = "debated"
	FateDeclined Fate = "declined" // by the council
	FateMerged   Fate = "merged"   // into another
	FateAdopted  Fate = "adopted"  // and referred to nobody yet
	FateWaiting  Fate = "waiting"  // for an answer that is not due yet
	FateOverdue  Fate = "overdue"  // at least one answer is
	FateAnswered Fate = "answered" // by everyone to whom it was referred
)

// Fates in the order in which they are shown.
var Fates = []Fate{FateProposed, FateDebated, FateDeclined, FateMerged, FateAdopted, FateWaiting, FateOverdue, FateAnswered}

// Answered is a referral with what its body published.
type Answered struct {
	*council.Held[spoken.Referral]
	Replies []*council.Held[spoken.Reply] // published ones, the oldest first
	Since   upr.Date                      // the day that Late counts from: that of the referral, or the one that an answer which examines named
	Late    int                           // days since the answer was due; 0: it came, or is not due yet
	After   int                           // days by which the first answer came after its day; 0: in time, or not yet
}

// Last is the newest reply; nil when there is none.
func (a Answered) Last() *council.Held[spoken.Reply] {
	if len(a.Replies) == 0 {
		return nil
	}
	return a.Replies[len(a.Replies)-1]
}

// Settled says whether the body said what it does; that it examines is not yet that.
func (a Answered) Settled() bool {
	last := a.Last()
	return last != nil && last.Thing.Outcome != spoken.Examines
}

// due is the day on which the body must have said more: that of the referral, which nothing moves, and after an answer that
// examines the day which that answer names.
func (a Answered) due(on upr.Date) (day upr.Date, late bool) {
	var first upr.Date
	if len(a.Replies) > 0 {
		first = a.Replies[0].Thing.On
	}
	if a.Thing.Overdue(first, on) {
		return a.Thing.Due, true
	}
	if last := a.Last(); last != nil && last.Thing.Outcome == spoken.Examines && !last.Thing.Next.IsZero() && on.After(last.Thing.Next) {
		return last.Thing.Next, true
	}
	return a.Thing.Due, false
}

// AskedAbout are the referrals of a proposal, an advice or, with an empty id, of questions of their own, in the order of their
// numbers.
func AskedAbout(v *council.View, about string, on upr.Date) []Answered {
	var out []Answered
	for _, r := range space.Pick(v.Referrals, v.About(spoken.KindReferral, about)) {
		if r.Thing.About == about {
			out = append(out, answered(v, r, on))
		}
	}
	inOrder(out)
	return out
}

// AskedOf are the referrals to a body, in the order of their numbers.
func AskedOf(v *council.View, body string, on upr.Date) []Answered {
	var out []Answered
	for _, r := range space.Pick(v.Referrals, v.About(spoken.KindReferral, body)) {
		if r.Thing.Body == body {
			out = append(out, answered(v, r, on))
		}
	}
	inOrder(out)
	return out
}

// Asked are all referrals, in the order of their days and then of their bodies' ids.
func Asked(v *council.View, on upr.Date) []Answered {
	var out []Answered
	for _, r := range v.Referrals.Any() {
		out = append(out, answered(v, r, on))
	}
	slices.SortFunc(out, func(a, b Answered) int {
		return cmp.Or(a.Thing.Due.Compare(b.Thing.Due), strings.Compare(a.Thing.Body, b.Thing.Body), strings.Compare(a.ID, b.ID))
	})
	return out
}

func inOrder(list []Answered) {
	slices.SortFunc(list, func(a, b Answered) int {
		return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), a.Thing.On.Compare(b.Thing.On), strings.Compare(a.ID, b.ID))
	})
}

func answered(v *council.View, r *council.Held[spoken.Referral], on upr.Date) Answered {
	out := Answered{Held: r}
	for _, x := range space.Pick(v.Replies, v.About(spoken.KindReply, r.ID)) {
		if x.Thing.Referral == r.ID && x.Thing.Step == plan.Published {
			out.Replies = append(out.Replies, x)
		}
	}
	slices.SortFunc(out.Replies, func(a, b *council.Held[spoken.Reply]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.Act, b.Act), strings.Compare(a.ID, b.ID))
	})
	if day, late := out.due(on); late {
		out.Since, out.Late = day, daysBetween(day, on)
	}
	if len(out.Replies) > 0 {
		out.After = max(0, daysBetween(r.Thing.Due, out.Replies[0].Thing.On))
	}
	return out
}

func daysBetween(from, to upr.Date) int { return int(to.Time().Sub(from.Time()).Hours() / 24) }

// FateOf says how far a proposal came by a day.
func FateOf(p spoken.Proposal, answers []Answered) Fate {
	switch p.Step {
	case spoken.Debated:
		return FateDebated
	case spoken.Declined:
		return FateDeclined
	case spoken.Merged:
		return FateMerged
	case spoken.Adopted:
	default:
		return FateProposed
	}
	fate := FateAdopted
	for i, a := range answers {
		switch {
		case a.Late > 0:
			return FateOverdue
		case !a.Settled():
			fate = FateWaiting
		case i == 0:
			fate = FateAnswered
		}
	}
	return fate
}
