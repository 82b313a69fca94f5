package council

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Visible is the closed side as a person may read it, by the policy table: what is somebody's draft, only by those who sit
// for the body whose it is, and a joint draft by those who sign it; contributions that are not shown, only by those who
// moderate for the body to which they were said. What may not be read is not in the tables of the view that this gives.
// Without a seat it is empty.
func (v *View) Visible(who account.Person) *View {
	if v.Open {
		return v
	}
	if !who.MayIn(v.Workspace, account.ReadCouncil, nil) {
		return empty(v.Home())
	}
	r := &reader{who: who.ID}
	for _, s := range who.In(v.Workspace) {
		if s.Body == "" {
			continue
		}
		t := &account.Target{Bodies: []string{s.Body}}
		if !slices.Contains(r.bodies, s.Body) {
			r.bodies = append(r.bodies, s.Body)
		}
		if who.MayIn(v.Workspace, account.Moderate, t) && !slices.Contains(r.moderates, s.Body) {
			r.moderates = append(r.moderates, s.Body)
		}
	}
	r.hears = account.ScopeOf(account.Monitor, account.HearAppeal) == account.Anywhere &&
		slices.ContainsFunc(who.In(v.Workspace), func(s account.Seat) bool { return s.Role == account.Monitor })
	out := *v
	out.reader = r
	out.Proposals = v.Proposals.Only(func(h *Held[council.Proposal]) bool { return r.proposal(v, h.ID, h.Thing) })
	ofProposal := func(id string) bool { _, ok := out.Proposals.Get(id); return ok }
	out.Amendments = v.Amendments.Only(func(h *Held[council.Amendment]) bool { return ofProposal(h.Thing.Proposal) })
	out.Remarks = v.Remarks.Only(func(h *Held[council.Remark]) bool { return ofProposal(h.Thing.Proposal) })
	out.Endorsed = v.Endorsed.Only(func(h *Held[council.Endorsement]) bool { return ofProposal(h.Thing.Proposal) })
	out.Replies = v.Replies.Only(func(h *Held[council.Reply]) bool { return h.Thing.Step == plan.Published || r.own(h.Thing.Body) })
	out.Consulted = v.Consulted.Only(func(h *Held[council.Consultation]) bool { return h.Thing.Public || r.own(h.Thing.Body) })
	out.Passages = v.Passages.Only(func(h *Held[council.Passage]) bool {
		_, ok := out.Consulted.Get(h.Thing.Consultation)
		return ok
	})
	out.Comments = v.Comments.Only(func(h *Held[council.Comment]) bool { return r.comment(v, h.ID, h.Thing) })
	out.Responses = v.Responses.Only(func(h *Held[council.Response]) bool {
		return h.Thing.Public || r.over(v, h.Thing.Consultation, r.bodies)
	})
	out.Appeals = v.Appeals.Only(func(h *Held[council.Appeal]) bool {
		x, ok := v.Removals.Get(h.Thing.Removal)
		return ok && (r.hears || slices.Contains(r.moderates, x.Thing.Body))
	})
	out.Submissions = v.Submissions.Only(func(h *Held[council.Submission]) bool { return r.submission(v, h.ID, h.Thing) })
	ofSubmission := func(id string) bool { _, ok := out.Submissions.Get(id); return ok }
	out.Signatures = v.Signatures.Only(func(h *Held[council.Signature]) bool { return ofSubmission(h.Thing.Submission) })
	out.Demands = v.Demands.Only(func(h *Held[council.Demand]) bool { return ofSubmission(h.Thing.Submission) })
	ofDemand := func(id string) bool { _, ok := out.Demands.Get(id); return ok }
	writes := func(demand string) bool {
		n, ok := v.Demands.Get(demand)
		return ok && r.submits(v, n.Thing.Submission)
	}
	out.Suggestions = v.Suggestions.Only(func(h *Held[council.Suggestion]) bool { return writes(h.Thing.Demand) })
	out.Traces = v.Traces.Only(func(h *Held[council.Trace]) bool {
		return ofDemand(h.Thing.Demand) && (h.Thing.State == council.TakenUp || writes(h.Thing.Demand))
	})
	out.Advice = v.Advice.Only(func(h *Held[council.Advice]) bool { return h.Thing.Step == plan.Published || r.own(h.Thing.Body) })
	out.Plain = v.Plain.Only(func(h *Held[council.Plain]) bool { return h.Thing.Step == plan.Published || r.own(h.Thing.Body) })
	return &out
}

// reader is what a person may read besides what every seat may.
type reader struct {
	who       string
	bodies    []string // whose drafts
	moderates []string // to whom contributions were said that are not shown
	hears     bool     // appeals of every body, with what was removed
}

func (r *reader) key() string {
	k := r.who + "\x00" + strings.Join(r.bodies, "\x00") + "\x01" + strings.Join(r.moderates, "\x00")
	if r.hears {
		k += "\x01"
	}
	return k
}

func (r *reader) own(body string) bool { return body != "" && slices.Contains(r.bodies, body) }

func (r *reader) proposal(v *View, id string, p council.Proposal) bool {
	if p.Step.Public() || r.own(p.Body) || p.Author != "" && p.Author == r.who {
		return true
	}
	c, ok := v.Councils.Get(p.Council)
	if p.By != council.ByCitizen {
		return p.Step == council.Withdrawn && ok && slices.Contains(r.moderates, c.Thing.Body)
	}
	// It waits for its days or for a person's look, or was removed; of one that was withdrawn no word is left.
	return p.Step == council.Drafted && (ok && slices.Contains(r.moderates, c.Thing.Body) || r.appealed(v, id))
}

// appealed says whether somebody appealed against the removal of a contribution and the reader hears it: they must know what
// was removed.
func (r *reader) appealed(v *View, id string) bool {
	if !r.hears {
		return false
	}
	refs, _ := v.about.Get(id)
	for _, x := range refs {
		if x.Kind == council.KindRemoval {
			if more, _ := v.about.Get(x.ID); len(more) > 0 {
				return true
			}
		}
	}
	return false
}

// over says whether one of the bodies consults.
func (r *reader) over(v *View, consultation string, bodies []string) bool {
	c, ok := v.Consulted.Get(consultation)
	return ok && slices.Contains(bodies, c.Thing.Body)
}

func (r *reader) comment(v *View, id string, c council.Comment) bool {
	if c.Shown == council.IsShown || r.over(v, c.Consultation, r.moderates) {
		return true
	}
	return c.Shown == council.Removed && r.appealed(v, id)
}

func (r *reader) submission(v *View, id string, s council.Submission) bool {
	return s.Step == plan.Published || r.submits(v, id)
}

// submits says whether one of the reader's bodies writes a submission.
func (r *reader) submits(v *View, id string) bool {
	if h, ok := v.Submissions.Get(id); ok && r.own(h.Thing.Body) {
		return true
	}
	for _, b := range r.bodies {
		if x, ok := v.Signatures.Get(council.SignatureID(id, b)); ok && x.Thing.State != council.NotSigned {
			return true
		}
	}
	return false
}
