package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts in a workspace, as the ledger names them.
const (
	ActBody     = "body"
	ActPlan     = "plan"
	ActApprove  = "approve"
	ActCluster  = "cluster"
	ActMeasure  = "measure"
	ActRemove   = "drop"
	ActAssign   = "assign"
	ActUnassign = "unassign"
	ActReply    = "reply"
	ActHandOver = "hand-over"
	ActSucceed  = "succeed"
	ActReport   = "report"
	ActSubmit   = "submit"
	ActReturn   = "return"
	ActValidate = "validate"
	ActPublish  = "publish"
	ActWithdraw = "unpublish"
	ActAssess   = "assess"
	ActOwnRec   = "own-rec"
	ActSpace    = "workspace"
)

// recsMax is how many recommendations one act concerns at most.
const recsMax = 5000

// Assign gives recommendations to a body, which is asked to accept. One body leads a recommendation: whoever led it before
// supports from then on. A body that handed back is asked again. Without a day due, the one that stands is kept.
func (d *Desk) Assign(ctx context.Context, who account.Person, ws string, recs []string, body string, part plan.Part, due upr.Date) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActAssign}
		seat, err := space.Allow(who, ws, account.Assign, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		if part != plan.Leads && part != plan.Supports {
			return seat, save, &Invalid{Code: "part", Field: "part", Value: string(part)}
		}
		if err := d.checkBody(s.Work, "body", body); err != nil {
			return seat, save, err
		}
		if err := checkRecs(s.Recs, recs); err != nil {
			return seat, save, err
		}
		for _, rec := range slices.Compact(slices.Sorted(slices.Values(recs))) {
			save.Puts = append(save.Puts, s.assign(rec, body, part, due)...)
		}
		s.keepOpen(&save)
		return seat, save, nil
	})
	return err
}

// assign is what gives one recommendation to a body.
func (s *sides) assign(rec, body string, part plan.Part, due upr.Date) []Put {
	var puts []Put
	a, base := plan.Assignment{Rec: rec, Body: body, Part: part, Reply: plan.Waiting, Due: due}, store.FactID(0)
	if old, ok := s.Work.Assignments.Get(a.ID()); ok {
		base = old.Fact
		if now := old.Thing; now.Stands() {
			if now.Part == part {
				a.Reply = now.Reply // it knows already
			}
			a.Person, a.Note = now.Person, now.Note
		}
		if due.IsZero() {
			a.Due = old.Thing.Due
		}
	}
	if part == plan.Leads {
		for _, other := range s.Work.AssignmentsOf(rec) {
			if x := other.Thing; x.Part == plan.Leads && x.Stands() && x.Body != body {
				x.Part = plan.Supports
				puts = append(puts, Put{Kind: plan.KindAssignment, ID: other.ID, Base: other.Fact, Thing: x})
			}
		}
	}
	return append(puts, Put{Kind: plan.KindAssignment, ID: a.ID(), Base: base, Thing: a})
}

// Unassign takes a recommendation from a body.
func (d *Desk) Unassign(ctx context.Context, who account.Person, ws, rec, body string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActUnassign}
		seat, err := space.Allow(who, ws, account.Assign, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		h, err := space.SeenVersion(ctx, d.Store, s.Work.Home(), plan.KindAssignment, s.Work.Assignments, plan.AssignmentID(rec, body), base)
		if err != nil {
			return seat, save, err
		}
		save.Drops = []Drop{{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact}}
		s.keepOpen(&save)
		return seat, save, nil
	})
	return err
}

// Reply says whether a body takes a recommendation. Handing back needs a reason, and the recommendation is then unassigned
// as far as this body goes.
func (d *Desk) Reply(ctx context.Context, who account.Person, ws, rec, body string, base store.FactID, accept bool, reason string) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActReply}
		seat, err := space.Allow(who, ws, account.ReplyAssign, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		h, err := space.SeenVersion(ctx, d.Store, s.Work.Home(), plan.KindAssignment, s.Work.Assignments, plan.AssignmentID(rec, body), base)
		if err != nil {
			return seat, save, err
		}
		a := h.Thing
		switch {
		case !a.Stands():
			return seat, save, &Invalid{Code: "handed-back", Field: "reply", Value: string(a.Reply)}
		case accept:
			a.Reply, a.Reason = plan.Accepted, ""
		default:
			if a.Reason, err = space.NeedWords("reason", reason, space.ReasonMax); err != nil {
				return seat, save, err
			}
			a.Reply, a.Person = plan.HandedBack, ""
		}
		save.Puts = []Put{{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact, Thing: a}}
		s.keepOpen(&save)
		return seat, save, nil
	})
	return err
}

// keepOpen keeps the published copies of leads as they are after the save: what the public reads of who is responsible is
// never out of date.
func (s *sides) keepOpen(save *Save) {
	for _, p := range save.Puts {
		a, ok := p.Thing.(plan.Assignment)
		if !ok {
			continue
		}
		open, published := s.Open.Assignments.Get(p.ID)
		switch {
		case published && a.Stands() && a.Part == plan.Leads:
			save.OpenPuts = append(save.OpenPuts, Put{Kind: plan.KindAssignment, ID: p.ID, Base: open.Fact, Thing: publicAssignment(a)})
		case published:
			save.OpenDrops = append(save.OpenDrops, Drop{Kind: plan.KindAssignment, ID: p.ID, Base: open.Fact})
		case a.Stands() && a.Part == plan.Leads && s.publishedRec(a.Rec) && s.knownBody(a.Body):
			save.OpenPuts = append(save.OpenPuts, Put{Kind: plan.KindAssignment, ID: p.ID, Base: 0, Thing: publicAssignment(a)})
		}
	}
	for _, x := range save.Drops {
		if open, ok := s.Open.Assignments.Get(x.ID); ok && x.Kind == plan.KindAssignment {
			save.OpenDrops = append(save.OpenDrops, Drop{Kind: plan.KindAssignment, ID: x.ID, Base: open.Fact})
		}
	}
}

// publishedRec says whether something that the State reports of a recommendation is public.
func (s *sides) publishedRec(rec string) bool { return len(s.Open.ReportsOf(rec)) > 0 }

// knownBody says whether a body's name is public already.
func (s *sides) knownBody(id string) bool {
	_, ok := s.Open.Bodies.Get(id)
	return ok
}

// publicAssignment is what everyone reads of an assignment.
func publicAssignment(a plan.Assignment) plan.Assignment {
	return plan.Assignment{Rec: a.Rec, Body: a.Body, Part: a.Part, Reply: a.Reply, Due: a.Due}
}
