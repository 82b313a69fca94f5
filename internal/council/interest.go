package council

import (
	"slices"

	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

func cmpDate(d, otherwise upr.Date) upr.Date {
	if d.IsZero() {
		return otherwise
	}
	return d
}

// openProposals refuses ids of what are no public proposals to the council; empty ones are passed over.
func (v *View) openProposals(field, of string, ids ...string) error {
	if len(ids) > space.ListMax {
		return &Invalid{Code: "many", Field: field}
	}
	for _, id := range ids {
		if id == "" {
			continue
		}
		if p, ok := v.Proposals.Get(id); !ok || p.Thing.Council != of || !p.Thing.Step.Public() {
			return &Invalid{Code: "unknown", Field: field, Value: id}
		}
	}
	return nil
}

// InterestsOf a member that run on a day, the first first.
func (v *View) InterestsOf(member string, on upr.Date) []*Held[council.Interest] {
	out := slices.DeleteFunc(space.Pick(v.Interests, v.About(council.KindInterest, member)), func(h *Held[council.Interest]) bool {
		x := h.Thing
		return x.Member != member || x.On.After(on) || !x.Ended.IsZero() && on.After(x.Ended)
	})
	return space.ByTime(out)
}

// Barred says whether a member declared an interest in one of the things on a day.
func (v *View) Barred(member string, on upr.Date, about []string) bool {
	return slices.ContainsFunc(v.InterestsOf(member, on), func(h *Held[council.Interest]) bool {
		return h.Thing.About != "" && slices.Contains(about, h.Thing.About)
	})
}

// matters are the things in which an interest bars from a vote about a proposal, an amendment or a decision: the proposals
// behind it with those that were merged into them.
func (v *View) matters(about string) []string {
	out := []string{about}
	if a, ok := v.Amendments.Get(about); ok {
		out = append(out, a.Thing.Proposal)
	}
	if x, ok := v.Decisions.Get(about); ok {
		out = append(out, x.Thing.About...)
	}
	for i := 0; i < len(out) && i < space.ListMax; i++ {
		if p, ok := v.Proposals.Get(out[i]); ok {
			for _, from := range p.Thing.From {
				if !slices.Contains(out, from) {
					out = append(out, from)
				}
			}
		}
	}
	return distinct(out)
}
