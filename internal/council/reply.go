package council

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts on replies.
const (
	ActReply      = "council-reply"
	ActReplySend  = "council-reply-submit"
	ActReplyBack  = "council-reply-return"
	ActReplyIssue = "council-reply-publish"
)

// SaveReply writes a body's reply to what was referred to it. A saved one is a draft again, unless it came back with a reason;
// a published one stays as it is, and another reply may follow it.
func (d *Desk) SaveReply(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Reply) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActReply}
		ref, ok := s.Closed.Referrals.Get(x.Referral)
		if !ok {
			_, err := space.Allow(who, ws, account.ReadCouncil, nil)
			return account.Seat{}, save, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindReferral, Value: x.Referral})
		}
		seat, err := space.Allow(who, ws, account.WriteReply, &account.Target{Bodies: []string{ref.Thing.Body}})
		if err != nil {
			return seat, save, err
		}
		x := x
		x.Body, x.Step, x.Author, x.Issuer, x.Reason, x.On = ref.Thing.Body, plan.Draft, who.ID, "", "", upr.Date{}
		if old, ok := s.Closed.Replies.Get(id); ok {
			switch {
			case old.Thing.Referral != x.Referral:
				return seat, save, &Invalid{Code: "moved", Field: "about"}
			case old.Thing.Step == plan.Published:
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)}
			case old.Thing.Step == plan.Returned:
				x.Step, x.Reason = plan.Returned, old.Thing.Reason
			}
		}
		for _, o := range s.Closed.RepliesTo(x.Referral) {
			if o.ID != id && o.Thing.Step != plan.Published {
				return seat, save, &Invalid{Code: "begun", Field: council.KindReply} // two people write one reply together, not two
			}
		}
		if err := cmp.Or(space.CheckID(council.KindReply, s.Closed.Replies, id, base), s.checkReply(x)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindReply, ID: made, Base: base, Thing: x}}
		return seat, save, nil
	})
	return made, err
}

func (s *Sides) checkReply(x council.Reply) error {
	if x.Outcome != "" {
		if err := space.CheckOneOf("outcome", x.Outcome, council.Outcomes); err != nil {
			return err
		}
	}
	if err := space.CheckTexts("text", x.Texts, false, space.TextMax); err != nil {
		return err
	}
	return space.CheckIDs("measure", s.Plan.Measures, x.Measures)
}

// SubmitReply gives a reply to another person of the body.
func (d *Desk) SubmitReply(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.reply(ctx, who, ws, id, base, ActReplySend, func(r *council.Reply, _ *Save) (account.Seat, error) {
		seat, err := space.Allow(who, ws, account.WriteReply, &account.Target{Bodies: []string{r.Body}})
		switch {
		case err != nil:
			return seat, err
		case r.Step != plan.Draft && r.Step != plan.Returned:
			return seat, &Invalid{Code: "step", Field: "step", Value: string(r.Step)}
		case r.Outcome == "":
			return seat, &Invalid{Code: "empty", Field: "outcome"}
		case r.Outcome == council.Examines && r.Next.IsZero():
			return seat, &Invalid{Code: "empty", Field: "next"} // who examines says when they will say more
		}
		if err := space.CheckTexts("text", r.Texts, true, space.TextMax); err != nil {
			return seat, err
		}
		r.Step, r.Reason = plan.Submitted, ""
		return seat, nil
	})
}

// ReturnReply gives a submitted reply back to those who wrote it, with a reason.
func (d *Desk) ReturnReply(ctx context.Context, who account.Person, ws, id string, base store.FactID, reason string) error {
	return d.reply(ctx, who, ws, id, base, ActReplyBack, func(r *council.Reply, _ *Save) (account.Seat, error) {
		seat, err := space.Allow(who, ws, account.IssueReply, &account.Target{Bodies: []string{r.Body}, Author: r.Author})
		if err == nil && r.Step != plan.Submitted {
			err = &Invalid{Code: "step", Field: "step", Value: string(r.Step)}
		}
		if err == nil {
			r.Step = plan.Returned
			r.Reason, err = space.NeedWords("reason", reason, space.ReasonMax)
		}
		return seat, err
	})
}

// IssueReply publishes a reply that another person of the body wrote.
func (d *Desk) IssueReply(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.reply(ctx, who, ws, id, base, ActReplyIssue, func(r *council.Reply, save *Save) (account.Seat, error) {
		seat, err := space.Allow(who, ws, account.IssueReply, &account.Target{Bodies: []string{r.Body}, Author: r.Author})
		if err == nil && r.Step != plan.Submitted {
			err = &Invalid{Code: "step", Field: "step", Value: string(r.Step)}
		}
		r.Step, r.Issuer, r.On = plan.Published, who.ID, d.Today()
		save.show(council.KindReply, id, *r)
		return seat, err
	})
}

// reply takes one step with a reply, over the version that the person saw.
func (d *Desk) reply(ctx context.Context, who account.Person, ws, id string, base store.FactID, act string, take func(*council.Reply, *Save) (account.Seat, error)) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: act}
		h, ok := s.Closed.Replies.Get(id)
		if !ok {
			_, err := space.Allow(who, ws, account.ReadCouncil, nil)
			return account.Seat{}, save, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindReply, Value: id})
		}
		r := h.Thing
		seat, err := take(&r, &save)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindReply, s.Closed.Replies, id, base); err != nil {
			return seat, save, err
		}
		save.Puts = append(save.Puts, Put{Kind: council.KindReply, ID: id, Base: base, Thing: r})
		return seat, save, nil
	})
	return err
}
