package council

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// RemovalOf is the removal of a contribution that stands; nil: there is none.
func (v *View) RemovalOf(id string) *Held[council.Removal] {
	for _, r := range space.Pick(v.Removals, v.About(council.KindRemoval, id)) {
		if r.Thing.Undone.IsZero() {
			return r
		}
	}
	return nil
}

// HeldProposals are the proposals of citizens that wait for their days, or for a look, at councils for whose body a person
// moderates; in the order in which they came in. A view as the person may read it.
func (v *View) HeldProposals(who account.Person) []*Held[council.Proposal] {
	return slices.DeleteFunc(v.waiting(), func(h *Held[council.Proposal]) bool {
		c, ok := v.Councils.Get(h.Thing.Council)
		return !ok || !who.MayIn(v.Workspace, account.Moderate, &account.Target{Bodies: []string{c.Thing.Body}})
	})
}

// RemoveProposal refuses to show a citizen's proposal, or takes one from the public that the council has not yet debated, on a
// ground and with a reason in words: both are public, and so is which body did it. It can be appealed against.
func (d *Desk) RemoveProposal(ctx context.Context, who account.Person, ws, id string, base store.FactID, ground council.Ground, why string) error {
	return d.proposal(ctx, ws, id, who, base, ActRemove, func(s *Sides, p *council.Proposal, save *Save) (account.Seat, error) {
		c, seat, err := s.councilOf(who, ws, account.Moderate, p.Council)
		switch {
		case err != nil:
			return seat, err
		case p.By != council.ByCitizen:
			return seat, &Refused{Workspace: ws, Act: account.Moderate}
		case p.Step != council.Drafted && p.Step != council.Proposed || s.Closed.RemovalOf(id) != nil:
			return seat, &Invalid{Code: "step", Field: "step", Value: string(p.Step)}
		}
		if err := space.CheckOneOf("ground", ground, council.Grounds); err != nil {
			return seat, err
		}
		if why, err = space.NeedWords("reason", why, space.ReasonMax); err != nil {
			return seat, err
		}
		if repeats(why, originalOf(p.Title)+"\n"+originalOf(p.Texts)) {
			return seat, &Invalid{Code: "repeats", Field: "reason"}
		}
		if p.Step == council.Proposed {
			p.Step = council.Drafted // its number stays its own
			s.hideProposal(id, save)
		}
		r := council.Removal{Kind: council.KindProposal, About: id, Ground: ground, Words: why, Body: c.Thing.Body, On: d.Today(), Author: who.ID}
		save.keep(council.KindRemoval, d.newID(), 0, r)
		return seat, nil
	})
}

// hideProposal takes a proposal and what was said about it from the public.
func (s *Sides) hideProposal(id string, save *Save) {
	save.OpenDrops = append(save.OpenDrops, s.Close(council.KindProposal, id)...)
	for _, kind := range []string{council.KindAmendment, council.KindRemark, council.KindEndorse} {
		for _, x := range s.Forum.About(kind, id) {
			save.OpenDrops = append(save.OpenDrops, s.Close(kind, x)...)
		}
	}
}

// showAgain shows a proposal whose removal was undone, with what was said about it before.
func (s *Sides) showAgain(d *Desk, h *Held[council.Proposal], save *Save) {
	p := h.Thing
	if p.Step = council.Proposed; p.Number == 0 {
		p.Number, p.On = s.nextProposal(p.Council), d.Today()
	}
	save.keep(council.KindProposal, h.ID, h.Fact, p)
	for _, x := range space.Pick(s.Closed.Amendments, s.Closed.About(council.KindAmendment, h.ID)) {
		save.show(council.KindAmendment, x.ID, x.Thing)
	}
	for _, x := range space.Pick(s.Closed.Remarks, s.Closed.About(council.KindRemark, h.ID)) {
		save.show(council.KindRemark, x.ID, x.Thing)
	}
	for _, x := range space.Pick(s.Closed.Endorsed, s.Closed.About(council.KindEndorse, h.ID)) {
		save.show(council.KindEndorse, x.ID, x.Thing)
	}
}

// removedThing is what a removal is about: the digest of its return code and its words, as they stand on the closed side.
func (v *View) removedThing(r council.Removal) (code, words string) {
	if r.Kind == council.KindProposal {
		if p, ok := v.Proposals.Get(r.About); ok {
			return p.Thing.Code, originalOf(p.Thing.Title) + "\n" + originalOf(p.Thing.Texts)
		}
		return "", ""
	}
	if c, ok := v.Comments.Get(r.About); ok {
		return c.Thing.Code, c.Thing.Words
	}
	return "", ""
}
