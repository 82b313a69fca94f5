package council

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// States of an amendment.
const (
	AmendOffered = "offered"
	AmendTaken   = "taken"
	AmendRefused = "refused"
)

// debated gives a proposal that is before the council, and the seat in whose name a person speaks on it.
func (s *Sides) debated(d *Desk, who account.Person, ws, id, member, body string) (*Held[council.Proposal], account.Seat, error) {
	h, ok := s.Closed.Proposals.Get(id)
	if !ok || !h.Thing.Step.Public() {
		_, err := space.Allow(who, ws, account.ReadCouncil, nil)
		return nil, account.Seat{}, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindProposal, Value: id})
	}
	seat, err := s.speak(d.Today(), who, ws, account.Debate, h.Thing.Council, member, body)
	if err == nil && h.Thing.Step != council.Proposed && h.Thing.Step != council.Debated {
		err = &Invalid{Code: "step", Field: "step", Value: string(h.Thing.Step)}
	}
	return h, seat, err
}

// Endorse supports a proposal, in the name of a member or of an organisation, once. Where the council's rule asks for so many
// endorsements, the one that reaches the number brings the proposal to the debate.
func (d *Desk) Endorse(ctx context.Context, who account.Person, ws, proposal, member, body string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActEndorse}
		h, seat, err := s.debated(d, who, ws, proposal, member, body)
		if err != nil {
			return seat, save, err
		}
		by := cmp.Or(body, member)
		if by == cmp.Or(h.Thing.Body, h.Thing.Member) {
			return seat, save, &Invalid{Code: "own", Field: "member", Value: by}
		}
		id := council.EndorsementID(proposal, by)
		if _, ok := s.Closed.Endorsed.Get(id); ok {
			return seat, save, nil // it stands so already
		}
		save.keep(council.KindEndorse, id, 0, council.Endorsement{Proposal: proposal, Member: member, Body: body, On: d.Today()})
		c, ok := s.Closed.Councils.Get(h.Thing.Council)
		if n := len(s.Closed.About(council.KindEndorse, proposal)) + 1; ok && h.Thing.Step == council.Proposed && c.Thing.Endorsements > 0 && n >= c.Thing.Endorsements {
			p := h.Thing
			p.Step = council.Debated
			save.keep(council.KindProposal, proposal, h.Fact, p)
		}
		return seat, save, nil
	})
	return err
}

// TakeBackEndorsement ends an endorsement, by whoever gave it.
func (d *Desk) TakeBackEndorsement(ctx context.Context, who account.Person, ws, proposal, member, body string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActEndorse}
		_, seat, err := s.debated(d, who, ws, proposal, member, body)
		id := council.EndorsementID(proposal, cmp.Or(body, member))
		if h, ok := s.Closed.Endorsed.Get(id); ok {
			save.take(s, council.KindEndorse, id, h.Fact)
		}
		return seat, save, err
	})
	return err
}

// Remark says something in the debate on a proposal, in the name of a member or of an organisation.
func (d *Desk) Remark(ctx context.Context, who account.Person, ws string, x council.Remark) (string, error) {
	made := d.newID()
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRemark}
		_, seat, err := s.debated(d, who, ws, x.Proposal, x.Member, x.Body)
		if err == nil {
			err = space.CheckTexts("text", x.Words, true, space.TextMax)
		}
		if err == nil && len(s.Closed.About(council.KindRemark, x.Proposal)) >= remarksMost {
			err = &Invalid{Code: "many", Field: "text"}
		}
		x := x
		x.On, x.Author = d.Today(), who.ID
		save.keep(council.KindRemark, made, 0, x)
		return seat, save, err
	})
	return made, err
}

// Amend offers other words for a proposal. What stood is kept beside, so that the difference can be shown.
func (d *Desk) Amend(ctx context.Context, who account.Person, ws string, a council.Amendment) (string, error) {
	made := d.newID()
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAmend}
		h, seat, err := s.debated(d, who, ws, a.Proposal, a.Member, a.Body)
		if err != nil {
			return seat, save, err
		}
		a := a
		a.Before, a.State, a.On, a.Author, a.Vote = h.Thing.Texts, AmendOffered, d.Today(), who.ID, ""
		if err := cmp.Or(space.CheckTexts("after", a.After, true, space.TextMax), space.CheckWords("reason", a.Reason, space.ReasonMax)); err != nil {
			return seat, save, err
		}
		if sameWords(a.Before, a.After) {
			return seat, save, &Invalid{Code: "same", Field: "after"}
		}
		if len(s.Closed.About(council.KindAmendment, a.Proposal)) >= remarksMost {
			return seat, save, &Invalid{Code: "many", Field: "after"}
		}
		save.keep(council.KindAmendment, made, 0, a)
		return seat, save, nil
	})
	return made, err
}

// DecideAmendment records what the council did with an amendment; a taken one changes the proposal's words in the same act.
// One that was offered for words that have changed since must be offered anew. The vote may be empty.
func (d *Desk) DecideAmendment(ctx context.Context, who account.Person, ws, id string, base store.FactID, take bool, vote string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAmend}
		h, ok := s.Closed.Amendments.Get(id)
		if !ok {
			return account.Seat{}, save, &Invalid{Code: "gone", Field: council.KindAmendment, Value: id}
		}
		p, ok := s.Closed.Proposals.Get(h.Thing.Proposal)
		if !ok {
			return account.Seat{}, save, &Invalid{Code: "gone", Field: council.KindProposal, Value: h.Thing.Proposal}
		}
		_, seat, err := s.councilOf(who, ws, account.Resolve, p.Thing.Council)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.VersionOf(council.KindAmendment, s.Closed.Amendments, id, base); err != nil {
			return seat, save, err
		}
		a := h.Thing
		switch v, ok := s.Closed.Votes.Get(vote); {
		case a.State != AmendOffered:
			return seat, save, &Invalid{Code: "step", Field: "state", Value: a.State}
		case vote != "" && (!ok || v.Thing.About != id):
			return seat, save, &Invalid{Code: "unknown", Field: "vote", Value: vote}
		case ok && take != (v.Thing.Result == "carried"):
			return seat, save, &Invalid{Code: "vote", Field: "vote"}
		}
		a.State, a.Vote = AmendRefused, vote
		if take {
			a.State = AmendTaken
			x := p.Thing
			switch {
			case x.Step != council.Proposed && x.Step != council.Debated:
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(x.Step)}
			case !sameWords(a.Before, x.Texts):
				return seat, save, &Invalid{Code: "overtaken", Field: "after"}
			}
			x.Texts = a.After
			save.keep(council.KindProposal, p.ID, p.Fact, x)
		}
		save.keep(council.KindAmendment, id, h.Fact, a)
		return seat, save, nil
	})
	return err
}

// AmendmentsOf a proposal, RemarksOf it and EndorsementsOf it, in the order in which they came.
func (v *View) AmendmentsOf(id string) []*Held[council.Amendment] {
	return space.ByTime(space.Pick(v.Amendments, v.About(council.KindAmendment, id)))
}

// RemarksOf a proposal, in the order in which they came.
func (v *View) RemarksOf(id string) []*Held[council.Remark] {
	return space.ByTime(space.Pick(v.Remarks, v.About(council.KindRemark, id)))
}

// EndorsementsOf a proposal, in the order in which they came.
func (v *View) EndorsementsOf(id string) []*Held[council.Endorsement] {
	return space.ByTime(space.Pick(v.Endorsed, v.About(council.KindEndorse, id)))
}
