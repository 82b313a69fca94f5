package council

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// SaveVote records an open vote: the ballot of each member who voted, or the numbers where only these were recorded, and the
// result as the chair announced it. Who does not sit, was not present, or declared an interest in the matter has no ballot. A
// council with a quorum votes only when so many were present.
func (d *Desk) SaveVote(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Vote) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save, v := Save{Act: ActVote}, x
		if old, ok := s.Closed.Votes.Get(id); ok {
			v.Council, v.Sitting = old.Thing.Council, old.Thing.Sitting
		}
		if h, ok := s.Closed.Sittings.Get(v.Sitting); ok {
			v.Council, v.On = h.Thing.Council, cmpDate(v.On, h.Thing.On)
		}
		c, seat, err := s.councilOf(who, s.Closed.Workspace, account.EditCouncil, v.Council)
		if err != nil {
			return seat, save, err
		}
		v.On = cmpDate(v.On, d.Today())
		if err := cmp.Or(space.CheckID(council.KindVote, s.Closed.Votes, id, base), d.checkVote(s.Closed, c.Thing, v), checkBallots(s.Closed, c.Thing, v)); err != nil {
			return seat, save, err
		}
		if len(v.Ballots) > 0 { // the numbers follow from them
			v.For, v.Against, v.Abstain = 0, 0, 0
			slices.SortFunc(v.Ballots, func(a, b council.Ballot) int { return strings.Compare(a.Member, b.Member) })
		}
		at := cmp.Or(id, d.newID())
		save.Puts = []Put{{Kind: council.KindVote, ID: at, Base: base, Thing: v}}
		save.Opening = Open().Add(council.KindVote, at, v)
		return seat, save, nil
	}))
}

// Results of a vote.
const (
	Carried = "carried"
	Lost    = "lost"
)

// Results in the order in which they are shown.
var Results = []string{Carried, Lost}

func (d *Desk) checkVote(v *View, c council.Council, x council.Vote) error {
	if err := cmp.Or(space.CheckTexts("question", x.Question, true, space.LineMax), space.CheckOneOf("result", x.Result, Results), d.started("on", x.On)); err != nil {
		return err
	}
	if !c.Exists(x.On) {
		return &Invalid{Code: "not-then", Field: "on", Value: x.On.String()}
	}
	if x.Sitting != "" {
		h, ok := v.Sittings.Get(x.Sitting)
		switch {
		case !ok:
			return &Invalid{Code: "gone", Field: council.KindSitting, Value: x.Sitting}
		case !h.Thing.Held:
			return &Invalid{Code: "not-held", Field: "sitting"}
		case h.Thing.On.After(x.On) || x.On.After(LastDay(h.Thing)):
			return &Invalid{Code: "not-then", Field: "on", Value: x.On.String()}
		}
	}
	if x.About == "" {
		return nil
	}
	if a, ok := v.Amendments.Get(x.About); ok {
		return v.openProposals("about", x.Council, a.Thing.Proposal)
	}
	if b, ok := v.Decisions.Get(x.About); ok && b.Thing.Council == x.Council {
		return nil
	}
	return v.openProposals("about", x.Council, x.About)
}

// checkBallots refuses ballots of those who may not vote, numbers that cannot be, and a vote without quorum.
func checkBallots(v *View, c council.Council, x council.Vote) error {
	may := map[string]bool{}
	section := ""
	if h, ok := v.Sittings.Get(x.Sitting); ok {
		section = h.Thing.Section
	}
	for _, m := range v.SeatedOn(x.Council, section, x.On) {
		may[m.ID] = true
	}
	present := map[string]bool{}
	attended := v.AttendanceOf(x.Sitting)
	for _, a := range attended {
		present[a.Thing.Member] = there(a.Thing.Presence)
	}
	matters, seen := v.matters(x.About), map[string]bool{}
	for _, b := range x.Ballots {
		if err := space.CheckOneOf("ballot", b.Choice, council.Choices); err != nil {
			return err
		}
		not := ""
		switch {
		case !may[b.Member]:
			not = "no-seat-then"
		case seen[b.Member]:
			not = "twice"
		case len(attended) > 0 && !present[b.Member]:
			not = "not-present"
		case v.Barred(b.Member, x.On, matters):
			not = "interest"
		}
		if not != "" {
			return &Invalid{Code: not, Field: "ballot", Value: v.memberName(b.Member)}
		}
		seen[b.Member] = true
	}
	for _, n := range []int{x.For, x.Against, x.Abstain} {
		if n < 0 || n > len(may) {
			return &Invalid{Code: "range", Field: "ballot", Value: "0–" + strconv.Itoa(len(may))}
		}
	}
	cast := x.Count(council.For) + x.Count(council.Against) + x.Count(council.Abstain)
	switch {
	case cast == 0:
		return &Invalid{Code: "empty", Field: "ballot"}
	case cast > len(may) || len(attended) > 0 && cast > v.presentAt(x.Sitting):
		return &Invalid{Code: "more-than-present", Field: "ballot", Value: strconv.Itoa(cast)}
	case x.Result == Carried && x.Count(council.For) < x.Count(council.Against):
		return &Invalid{Code: "tally", Field: "result"}
	}
	return quorum(v, c, x.Sitting, cast)
}

// quorum refuses a decision for which too few were there: by the attendance of the sitting, between sittings by the ballots.
func quorum(v *View, c council.Council, sitting string, cast int) error {
	if c.Quorum == 0 {
		return nil
	}
	if sitting == "" {
		if cast < c.Quorum {
			return &Invalid{Code: "quorum", Field: "ballot", Value: strconv.Itoa(c.Quorum)}
		}
		return nil
	}
	_, enough, recorded := v.Quorate(sitting)
	switch h, ok := v.Sittings.Get(sitting); {
	case ok && h.Thing.Section != "":
		return nil
	case !recorded:
		return &Invalid{Code: "no-attendance", Field: "sitting"}
	case !enough:
		return &Invalid{Code: "quorum", Field: "sitting", Value: strconv.Itoa(c.Quorum)}
	}
	return nil
}

func (v *View) presentAt(sitting string) int {
	n, _, _ := v.Quorate(sitting)
	return n
}

// RemoveVote takes a vote away that was recorded by mistake; one that a decision or an amendment names stays.
func (d *Desk) RemoveVote(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		h, ok := s.Closed.Votes.Get(id)
		if !ok {
			return account.Seat{}, Save{}, &Invalid{Code: "gone", Field: council.KindVote, Value: id}
		}
		named := slices.ContainsFunc(s.Closed.decisionsIn(h.Thing.Council), func(x *Held[council.Decision]) bool { return x.Thing.Vote == id })
		for _, a := range s.Closed.Amendments.Any() {
			named = named || a.Thing.Vote == id
		}
		if named {
			return account.Seat{}, Save{}, &Invalid{Code: "in-use", Field: council.KindVote, Value: id}
		}
		return d.remove(s, who, ActVote, h.Thing.Council, Drop{Kind: council.KindVote, ID: id, Base: base})
	})
	return err
}

// VotesIn a council, the first first.
func (v *View) VotesIn(id string) []*Held[council.Vote] {
	return inOrderOfVotes(space.Pick(v.Votes, v.About(council.KindVote, id)))
}

// VotesAt a sitting, the first first.
func (v *View) VotesAt(sitting string) []*Held[council.Vote] {
	return inOrderOfVotes(space.Pick(v.Votes, v.About(council.KindVote, sitting)))
}

func inOrderOfVotes(out []*Held[council.Vote]) []*Held[council.Vote] {
	slices.SortFunc(out, func(a, b *Held[council.Vote]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.Act, b.Act), strings.Compare(a.ID, b.ID))
	})
	return out
}

// Voters are those who may vote on a thing at a sitting, or between sittings where none is named, and why others may not.
func (v *View) Voters(c, sitting, about string, on upr.Date) []Voter {
	section := ""
	if h, ok := v.Sittings.Get(sitting); ok {
		section = h.Thing.Section
	}
	attended := map[string]council.Presence{}
	for _, a := range v.AttendanceOf(sitting) {
		attended[a.Thing.Member] = a.Thing.Presence
	}
	matters := v.matters(about)
	var out []Voter
	for _, m := range v.SeatedOn(c, section, on) {
		one := Voter{Member: m}
		for _, i := range v.InterestsOf(m.ID, on) {
			one.Standing = one.Standing || i.Thing.About == ""
		}
		switch {
		case len(attended) > 0 && !there(attended[m.ID]):
			one.Not = "not-present"
		case v.Barred(m.ID, on, matters):
			one.Not = "interest"
		}
		out = append(out, one)
	}
	return out
}

// Voter is a member in a vote.
type Voter struct {
	Member   *Held[council.Member]
	Not      string // code of why the member may not vote; empty: may
	Standing bool   // the member declared a standing interest
}
