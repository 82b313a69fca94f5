package followup

import (
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// refNames are the fields that name other things, by which View.About finds them.
var refNames = map[string]bool{"rec": true, "about": true, "measure": true, "indicator": true, "legal-act": true, "report": true, "evidence": true}

// Shelf of a kind; nil for what is none of a workspace's (the actor of an act).
func (v *View) Shelf(kind string) space.Shelf {
	switch kind {
	case plan.KindWorkspace:
		return space.ShelfAt(&v.Workspaces)
	case plan.KindBody:
		return space.ShelfAt(&v.Bodies)
	case plan.KindPlan:
		return space.ShelfAt(&v.Plans)
	case plan.KindCluster:
		return space.ShelfAt(&v.Clusters)
	case plan.KindAssignment:
		return space.ShelfAt(&v.Assignments)
	case plan.KindMeasure:
		return space.ShelfAt(&v.Measures)
	case plan.KindLegalAct:
		return space.ShelfAt(&v.LegalActs)
	case plan.KindTreatyAct:
		return space.ShelfAt(&v.TreatyActs)
	case plan.KindProposal:
		return space.ShelfAt(&v.Proposals)
	case plan.KindIndicator:
		return space.ShelfAt(&v.Indicators)
	case plan.KindObservation:
		return space.ShelfAt(&v.Observations)
	case plan.KindEvidence:
		return space.ShelfAt(&v.Evidence)
	case plan.KindReport:
		return space.ShelfAt(&v.Reports)
	case plan.KindAssessment:
		return space.ShelfAt(&v.Assessments)
	case plan.KindDeadline:
		return space.ShelfAt(&v.Deadlines)
	case plan.KindColumns:
		return space.ShelfAt(&v.Columns)
	case plan.KindSourceNote:
		return space.ShelfAt(&v.Notes)
	case plan.KindOwnRec:
		return space.ShelfAt(&v.Own)
	case plan.KindClaim:
		return space.ShelfAt(&v.Claims)
	case plan.KindAnswer:
		return space.ShelfAt(&v.Answers)
	}
	return nil
}

// empty is the view of a workspace in which nothing was done.
func empty(workspace string, open bool) *View {
	return &View{Workspace: workspace, Open: open, Bodies: new(Table[*Held[plan.Body]]), Plans: new(Table[*Held[plan.Plan]]),
		Clusters: new(Table[*Held[plan.Cluster]]), Assignments: new(Table[*Held[plan.Assignment]]), Measures: new(Table[*Held[plan.Measure]]),
		LegalActs: new(Table[*Held[plan.LegalAct]]), TreatyActs: new(Table[*Held[plan.TreatyAct]]), Proposals: new(Table[*Held[plan.Proposal]]),
		Indicators: new(Table[*Held[plan.Indicator]]), Observations: new(Table[*Held[plan.Observation]]), Evidence: new(Table[*Held[plan.Evidence]]),
		Reports: new(Table[*Held[plan.Report]]), Assessments: new(Table[*Held[plan.Assessment]]), Deadlines: new(Table[*Held[plan.Deadline]]),
		Columns: new(Table[*Held[plan.Columns]]), Notes: new(Table[*Held[plan.SourceNote]]), Own: new(Table[*Held[plan.OwnRec]]),
		Workspaces: new(Table[*Held[plan.Workspace]]), Claims: new(Table[*Held[plan.Claim]]), Answers: new(Table[*Held[plan.Answer]]), about: new(space.About), cards: new(Table[*Card])}
}

// changes collects what acts changed and makes the next view of it.
type changes struct {
	*space.Changes
	v View
}

func from(v *View) *changes {
	c := &changes{v: *v}
	c.Changes = space.NewChanges(c.v.Shelf, v.about, func(field string) bool { return refNames[field] })
	return c
}

// Done is the view with the changes.
func (c *changes) Done(act uint64) *View {
	c.v.about, c.v.Act, c.v.memo = c.Close(), act, &space.Memo{}
	c.cards()
	return &c.v
}

// cards makes the cards anew of the recommendations that something was brought or ended about, directly or by way of a
// measure, report or piece of evidence.
func (c *changes) cards() {
	recs := map[string]bool{}
	for _, id := range c.Touched() {
		c.recsOf(id, recs)
	}
	cards := space.Edit(c.v.cards)
	made := make(map[string]*Card, len(recs))
	for rec := range recs {
		if refs, _ := c.v.about.Get(rec); len(refs) > 0 {
			made[rec] = c.v.card(rec)
			cards.Put(rec, made[rec])
		} else {
			made[rec] = nil
			cards.Drop(rec)
		}
	}
	c.v.cards, c.v.board = cards.Done(), c.v.board.with(made)
}

// recsOf adds the recommendations whose cards show something of the thing with an id.
func (c *changes) recsOf(id string, to map[string]bool) {
	if m, ok := c.v.Measures.Get(id); ok {
		for _, r := range m.Thing.Recs {
			to[r] = true
		}
		return
	}
	if r, ok := c.v.Reports.Get(id); ok {
		to[r.Thing.Rec] = true
		return
	}
	if _, ok := c.v.Evidence.Get(id); ok {
		refs, _ := c.v.about.Get(id) // reports that name it
		for _, r := range refs {
			if x, ok := c.v.Reports.Get(r.ID); ok {
				to[x.Thing.Rec] = true
			}
		}
		return
	}
	if refs, _ := c.v.about.Get(id); len(refs) > 0 || c.hasCard(id) {
		to[id] = true // the card of a thing that is no recommendation is never asked for
	}
}

func (c *changes) hasCard(rec string) bool {
	_, ok := c.v.cards.Get(rec)
	return ok
}
