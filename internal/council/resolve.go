package council

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// ActRefer is the kind of the act that refers something to a body.
const ActRefer = "refer"

// Resolution is what a council decided on a proposal.
type Resolution struct {
	Step    council.Step // council.Debated, council.Adopted or council.Declined
	Reason  string       // needed to decline
	Sitting string       // that decided; may be empty
	Section string       // that has it before it; may be empty
	Bodies  []string     // of council.Adopted: to which it is referred in the same act
	Words   plan.Names   // what is asked of them; empty: the proposal's own words
	On      upr.Date     // day of the letter that refers it, not after today; zero: today
}

// Resolve records what the council decided on a proposal. What it adopted is referred to bodies, each with the same days for
// its reply.
func (d *Desk) Resolve(ctx context.Context, who account.Person, ws, id string, base store.FactID, r Resolution) error {
	return d.ResolveAll(ctx, who, ws, map[string]store.FactID{id: base}, r)
}

// ResolveAll records one decision on several proposals, as one act: all of them or none. base are the versions that the person
// saw, by the ids of the proposals.
func (d *Desk) ResolveAll(ctx context.Context, who account.Person, ws string, base map[string]store.FactID, r Resolution) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (seat account.Seat, save Save, err error) {
		save = Save{Act: ActResolve}
		switch {
		case len(base) == 0:
			err = &Invalid{Code: "empty", Field: "proposal"}
		case len(base) > space.ListMax:
			err = &Invalid{Code: "many", Field: "proposal"}
		}
		for _, id := range slices.Sorted(maps.Keys(base)) {
			if err == nil {
				seat, err = s.resolve(ctx, d, who, ws, id, base[id], r, &save)
			}
		}
		return seat, save, err
	})
	return err
}

// resolve adds the decision on one proposal to an act.
func (s *Sides) resolve(ctx context.Context, d *Desk, who account.Person, ws, id string, base store.FactID, r Resolution, save *Save) (account.Seat, error) {
	h, ok := s.Closed.Proposals.Get(id)
	if !ok || !h.Thing.Step.Public() {
		_, err := space.Allow(who, ws, account.ReadCouncil, nil)
		return account.Seat{}, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindProposal, Value: id})
	}
	p := h.Thing
	c, seat, err := s.councilOf(who, ws, account.Resolve, p.Council)
	if err != nil {
		return seat, err
	}
	if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindProposal, s.Closed.Proposals, id, base); err != nil {
		return seat, err
	}
	if x, ok := s.Closed.Sittings.Get(r.Sitting); r.Sitting != "" && (!ok || x.Thing.Council != c.ID) {
		return seat, &Invalid{Code: "unknown", Field: "sitting", Value: r.Sitting}
	}
	if x, ok := s.Closed.Sections.Get(r.Section); r.Section != "" && (!ok || x.Thing.Council != c.ID) {
		return seat, &Invalid{Code: "unknown", Field: "section", Value: r.Section}
	}
	if r.Step != council.Debated && r.Step != council.Adopted && r.Step != council.Declined {
		return seat, &Invalid{Code: "unknown", Field: "step", Value: string(r.Step)}
	}
	if n := c.Thing.Endorsements; r.Step == council.Debated && p.Step == council.Proposed && len(s.Closed.About(council.KindEndorse, id)) < n {
		return seat, &Invalid{Code: "endorsements", Field: "step"}
	}
	if err := p.Go(r.Step); err != nil {
		return seat, &Invalid{Code: "step", Field: "step", Value: string(p.Step)}
	}
	p.Reason = ""
	if r.Step == council.Declined {
		if p.Reason, err = space.NeedWords("reason", r.Reason, space.ReasonMax); err != nil {
			return seat, err
		}
	}
	p.Sitting, p.Section = cmp.Or(r.Sitting, p.Sitting), cmp.Or(r.Section, p.Section)
	if r.Step == council.Adopted && len(r.Bodies) > 0 {
		if err := s.refer(d, save, c, id, r.Bodies, r.Words, r.On); err != nil {
			return seat, err
		}
	}
	save.keep(council.KindProposal, id, base, p)
	return seat, nil
}

// Merge takes a proposal into another of the same council. What was said on it stays with it, and both name each other.
func (d *Desk) Merge(ctx context.Context, who account.Person, ws, id string, base store.FactID, into, reason string) error {
	return d.proposal(ctx, ws, id, who, base, ActResolve, func(s *Sides, p *council.Proposal, save *Save) (account.Seat, error) {
		c, seat, err := s.councilOf(who, ws, account.Resolve, p.Council)
		if err != nil {
			return seat, err
		}
		other, ok := s.Closed.Proposals.Get(into)
		switch {
		case !ok || into == id || other.Thing.Council != c.ID || !other.Thing.Step.Public():
			return seat, &Invalid{Code: "unknown", Field: "into", Value: into}
		case other.Thing.Step != council.Proposed && other.Thing.Step != council.Debated:
			return seat, &Invalid{Code: "step", Field: "into", Value: string(other.Thing.Step)}
		}
		if err := space.CheckWords("reason", reason, space.ReasonMax); err != nil {
			return seat, err
		}
		if err := p.Go(council.Merged); err != nil {
			return seat, &Invalid{Code: "step", Field: "step", Value: string(p.Step)}
		}
		p.Into, p.Reason = into, reason
		x := other.Thing
		x.From = append(slices.Clone(x.From), id)
		save.keep(council.KindProposal, into, other.Fact, x)
		return seat, nil
	})
}

// Refer refers an adopted proposal to bodies, or puts a question of the council's own to them where no proposal is named. Each
// has the days of the council's rule, from the day of the letter, which is not after today (zero: today). The ledger says when
// it was entered.
func (d *Desk) Refer(ctx context.Context, who account.Person, ws, councilID, proposal string, bodies []string, words plan.Names, on upr.Date) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRefer}
		c, seat, err := s.councilOf(who, ws, account.Resolve, councilID)
		if err != nil {
			return seat, save, err
		}
		if proposal == "" {
			err = space.CheckTexts("text", words, true, space.TextMax)
		} else if p, ok := s.Closed.Proposals.Get(proposal); !ok || p.Thing.Council != c.ID {
			err = &Invalid{Code: "unknown", Field: "about", Value: proposal}
		} else if p.Thing.Step != council.Adopted {
			err = &Invalid{Code: "step", Field: "step", Value: string(p.Thing.Step)}
		}
		if err == nil {
			err = s.refer(d, &save, c, proposal, bodies, words, on)
		}
		return seat, save, err
	})
	return err
}

func (s *Sides) refer(d *Desk, save *Save, c *Held[council.Council], about string, bodies []string, words plan.Names, on upr.Date) error {
	bodies = distinct(bodies)
	if on.IsZero() {
		on = d.Today()
	}
	switch {
	case len(bodies) == 0:
		return &Invalid{Code: "empty", Field: "body"}
	case len(bodies) > space.ListMax:
		return &Invalid{Code: "many", Field: "body"}
	case c.Thing.AnswerDays == 0:
		return &Invalid{Code: "empty", Field: "answer-days"}
	case on.After(d.Today()), !c.Thing.Exists(on):
		return &Invalid{Code: "date", Field: "on", Value: on.String()}
	}
	if err := space.CheckTexts("text", words, false, space.TextMax); err != nil {
		return err
	}
	asked := s.Closed.ReferralsOf(about)
	number := s.lastNumber(c.Thing.Body, save.Puts)
	for _, body := range bodies {
		b, ok := s.Plan.Bodies.Get(body)
		switch {
		case !ok || body == c.Thing.Body:
			return &Invalid{Code: "unknown", Field: "body", Value: body}
		case !b.Thing.Exists(d.Today()):
			return &Invalid{Code: "ended", Field: "body", Value: body}
		case about != "" && slices.ContainsFunc(asked, func(r *Held[council.Referral]) bool { return r.Thing.Body == body }):
			return &Invalid{Code: "asked", Field: "body", Value: body}
		}
		number++
		save.keep(council.KindReferral, d.newID(), 0, council.Referral{About: about, From: c.Thing.Body, Body: body, Words: words, On: on,
			Due: daysAfter(on, c.Thing.AnswerDays), Days: c.Thing.AnswerDays, Rule: c.Thing.Rule, Number: number})
	}
	return nil
}

// lastNumber is the highest number of a referral from a body, among those that stand and those that an act is about to add.
func (s *Sides) lastNumber(from string, puts []Put) int {
	number := 0
	for _, r := range s.Closed.Referrals.Any() {
		if r.Thing.From == from {
			number = max(number, r.Thing.Number)
		}
	}
	for _, p := range puts {
		if r, ok := p.Thing.(council.Referral); ok && r.From == from {
			number = max(number, r.Number)
		}
	}
	return number
}

// ReferralsTo a body, the first due first.
func (v *View) ReferralsTo(body string) []*Held[council.Referral] {
	var out []*Held[council.Referral]
	for _, h := range space.Pick(v.Referrals, v.About(council.KindReferral, body)) {
		if h.Thing.Body == body {
			out = append(out, h)
		}
	}
	sortReferrals(out)
	return out
}

func sortReferrals(list []*Held[council.Referral]) {
	slices.SortFunc(list, func(a, b *Held[council.Referral]) int {
		if c := a.Thing.Due.Compare(b.Thing.Due); c != 0 {
			return c
		}
		if a.Thing.Number != b.Thing.Number {
			return a.Thing.Number - b.Thing.Number
		}
		return slices.Compare([]byte(a.ID), []byte(b.ID))
	})
}

// AllReferrals are those to every body, the first due first.
func (v *View) AllReferrals() []*Held[council.Referral] {
	return Once(v, "referrals", func() []*Held[council.Referral] {
		out := make([]*Held[council.Referral], 0, v.Referrals.Len())
		for _, h := range v.Referrals.All() {
			out = append(out, h)
		}
		sortReferrals(out)
		return out
	})
}

// RepliesTo a referral, in the order in which they were written.
func (v *View) RepliesTo(referral string) []*Held[council.Reply] {
	return space.ByTime(space.Pick(v.Replies, v.About(council.KindReply, referral)))
}

// Answered is the day of the first published reply to a referral; zero: none was published.
func (v *View) Answered(referral string) upr.Date {
	var first upr.Date
	for _, h := range v.RepliesTo(referral) {
		if h.Thing.Step == plan.Published && (first.IsZero() || first.After(h.Thing.On)) {
			first = h.Thing.On
		}
	}
	return first
}
