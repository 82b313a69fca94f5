package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// publishMax is how many things one act publishes.
const publishMax = 500

// Publish brings things to the public in one act: validated reports, approved plans with their measures and clusters,
// measures, indicators with their values, legal and treaty acts, deadlines and bodies. Copies go into the open side, without
// persons, together with what they need to be read: names of bodies, measures, public evidence, who leads.
func (d *Desk) Publish(ctx context.Context, who account.Person, ws string, ids []string) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActPublish}
		seat, err := space.Allow(who, ws, account.Publish, nil)
		if err != nil {
			return seat, save, err
		}
		ids := distinct(ids)
		switch {
		case len(ids) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "id"}
		case len(ids) > publishMax:
			return seat, save, &Invalid{Code: "many", Field: "id"}
		}
		o := &opening{s: s, save: &save}
		o.space()
		for _, id := range ids {
			if err := o.any(id); err != nil {
				return seat, save, err
			}
		}
		return seat, save, nil
	})
	return err
}

// Unpublish takes a report or an assessment back from the public, with a reason that stays with the closed version; what was
// public stays in the ledger's history. An assessment is taken back only by those in whose name it was said.
func (d *Desk) Unpublish(ctx context.Context, who account.Person, ws, id, reason string) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActWithdraw}
		report, isReport := s.Work.Reports.Get(id)
		assessment, isAssessment := s.Work.Assessments.Get(id)
		var seat account.Seat
		var err error
		switch {
		case isReport:
			seat, err = space.Allow(who, ws, account.Publish, nil)
		case isAssessment:
			seat, err = space.Allow(who, ws, account.Assess, &account.Target{Bodies: []string{assessment.Thing.Body}, Author: assessment.Thing.Author})
		default:
			if seat, err = space.Allow(who, ws, account.Publish, nil); err == nil {
				err = &Invalid{Code: "gone", Field: "id", Value: id}
			}
		}
		if err != nil {
			return seat, save, err
		}
		if reason, err = space.NeedWords("reason", reason, space.ReasonMax); err != nil {
			return seat, save, err
		}
		if isReport {
			r := report.Thing
			if err := r.Go(plan.Validated); err != nil || report.Thing.Step != plan.Published {
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(report.Thing.Step)}
			}
			r.Reason = reason
			save.Puts = []Put{{Kind: plan.KindReport, ID: id, Base: report.Fact, Thing: r}}
			s.close(&save, plan.KindReport, id)
			return seat, save, nil
		}
		a := assessment.Thing
		if a.Step != plan.Published {
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(a.Step)}
		}
		a.Step, a.Reason = plan.Draft, reason
		save.Puts = []Put{{Kind: plan.KindAssessment, ID: id, Base: assessment.Fact, Thing: a}}
		s.close(&save, plan.KindAssessment, id)
		return seat, save, nil
	})
	return err
}

// close takes a published copy away, with the evidence that only it had made public.
func (s *sides) close(save *Save, kind, id string) {
	now, fields, ok := s.Open.Shelf(kind).Held(id)
	if !ok {
		return
	}
	save.OpenDrops = append(save.OpenDrops, Drop{Kind: kind, ID: id, Base: now})
	for _, f := range fields {
		if f.Name != "evidence" {
			continue
		}
		if e, ok := s.Open.Evidence.Get(f.Value); ok && len(s.citing(f.Value, id)) == 0 {
			save.OpenDrops = append(save.OpenDrops, Drop{Kind: plan.KindEvidence, ID: e.ID, Base: e.Fact})
		}
	}
}

// citing are the published reports and assessments that name a piece of evidence, but one.
func (s *sides) citing(evidence, but string) []string {
	var out []string
	for _, kind := range []string{plan.KindReport, plan.KindAssessment} {
		for _, id := range s.Open.About(kind, evidence) {
			if id != but {
				out = append(out, id)
			}
		}
	}
	return out
}

// opening collects what an act publishes.
type opening struct {
	s    *sides
	save *Save
	done map[Ref]bool
}

// put brings a public copy of a thing, once.
func (o *opening) put(kind, id string, thing any) {
	ref := Ref{Kind: kind, ID: id}
	if o.done[ref] {
		return
	}
	if o.done == nil {
		o.done = map[Ref]bool{}
	}
	o.done[ref] = true
	base, _, _ := o.s.Open.Shelf(kind).Held(id)
	o.save.OpenPuts = append(o.save.OpenPuts, Put{Kind: kind, ID: id, Base: base, Thing: thing})
}

// space publishes the workspace's own title.
func (o *opening) space() {
	for id, w := range o.s.Work.Workspaces.All() {
		o.put(plan.KindWorkspace, id, w.Thing)
	}
}

// any publishes a thing by its id alone.
func (o *opening) any(id string) error {
	w := o.s.Work
	if h, ok := w.Reports.Get(id); ok {
		return o.report(h)
	}
	if h, ok := w.Plans.Get(id); ok {
		return o.plan(h)
	}
	if h, ok := w.Measures.Get(id); ok {
		o.measure(h)
		return nil
	}
	if h, ok := w.Indicators.Get(id); ok {
		o.indicator(h)
		return nil
	}
	if h, ok := w.Clusters.Get(id); ok {
		o.cluster(h)
		return nil
	}
	if h, ok := w.LegalActs.Get(id); ok {
		o.put(plan.KindLegalAct, id, h.Thing)
		return nil
	}
	if h, ok := w.TreatyActs.Get(id); ok {
		o.treatyAct(h)
		return nil
	}
	if h, ok := w.Deadlines.Get(id); ok {
		o.body(h.Thing.Body)
		o.put(plan.KindDeadline, id, h.Thing)
		return nil
	}
	if _, ok := w.Bodies.Get(id); ok {
		o.body(id)
		return nil
	}
	return &Invalid{Code: "gone", Field: "id", Value: id}
}

func (o *opening) report(h *Held[plan.Report]) error {
	r := h.Thing
	switch r.Step {
	case plan.Validated:
		if err := r.Go(plan.Published); err != nil {
			return err
		}
		o.save.Puts = append(o.save.Puts, Put{Kind: plan.KindReport, ID: h.ID, Base: h.Fact, Thing: r})
	case plan.Published: // its evidence or measures may have changed since
	default:
		return &Invalid{Code: "step", Field: "step", Value: string(r.Step)}
	}
	o.body(r.Body)
	r.Author, r.Validator, r.Reason, r.With = "", "", "", nil
	r.Evidence = o.evidence(slices.Concat(r.Evidence, o.s.Work.About(plan.KindEvidence, h.ID)), r.Rec, h.ID)
	measures := r.Measures
	r.Measures = nil
	for _, id := range measures {
		if m, ok := o.s.Work.Measures.Get(id); ok {
			o.measure(m)
			r.Measures = append(r.Measures, id)
		}
	}
	o.put(plan.KindReport, h.ID, r)
	o.lead(r.Rec)
	o.proposals(r.Rec)
	return nil
}

// proposals publishes what public treaty acts proposed for a recommendation, without reasons.
func (o *opening) proposals(rec string) {
	for _, id := range o.s.Work.About(plan.KindProposal, rec) {
		p, ok := o.s.Work.Proposals.Get(id)
		if ok && p.Thing.Decided != NotTaken && len(o.public(plan.KindTreatyAct, []string{p.Thing.Because})) > 0 {
			o.put(plan.KindProposal, id, publicProposal(p.Thing))
		}
	}
}

// lead publishes which body leads a recommendation.
func (o *opening) lead(rec string) {
	for _, a := range o.s.Work.AssignmentsOf(rec) {
		if a.Thing.Part == plan.Leads && a.Thing.Stands() && !o.saves(plan.KindAssignment, a.ID) {
			o.body(a.Thing.Body)
			o.put(plan.KindAssignment, a.ID, publicAssignment(a.Thing))
		}
	}
}

func (o *opening) saves(kind, id string) bool {
	return slices.ContainsFunc(o.save.OpenPuts, func(p Put) bool { return p.Kind == kind && p.ID == id })
}

// evidence publishes the pieces that everyone may open, and gives their ids. What they are about is told as far as it is public.
func (o *opening) evidence(ids []string, about ...string) []string {
	var out []string
	for _, id := range distinct(ids) {
		e, ok := o.s.Work.Evidence.Get(id)
		if !ok || e.Thing.Access != plan.Public {
			continue
		}
		x := e.Thing
		x.Author = ""
		x.About = slices.DeleteFunc(slices.Clone(x.About), func(a string) bool { return !slices.Contains(about, a) })
		if old, ok := o.s.Open.Evidence.Get(id); ok {
			x.About = distinct(slices.Concat(old.Thing.About, x.About))
		}
		o.body(x.Body)
		o.put(plan.KindEvidence, id, x)
		out = append(out, id)
	}
	return out
}

// body publishes a body's name, and those of its successors.
func (o *opening) body(id string) {
	b, ok := o.s.Work.Bodies.Get(id)
	if !ok || o.done[Ref{Kind: plan.KindBody, ID: id}] {
		return
	}
	o.put(plan.KindBody, id, publicBody(b.Thing))
	for _, next := range b.Thing.Successors {
		o.body(next)
	}
}

// measure publishes a measure as the plan says it; its notes and obstacles stay inside.
func (o *opening) measure(h *Held[plan.Measure]) {
	m := h.Thing
	m.Note, m.Obstacles = "", ""
	m.Plans = o.public(plan.KindPlan, m.Plans)
	for _, b := range bodiesOfMeasure(m) {
		o.body(b)
	}
	for _, id := range m.Legal {
		if l, ok := o.s.Work.LegalActs.Get(id); ok {
			o.put(plan.KindLegalAct, id, l.Thing)
		}
	}
	o.put(plan.KindMeasure, h.ID, m)
}

// public are those ids whose things are public, or are made so by this act.
func (o *opening) public(kind string, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, _, held := o.s.Open.Shelf(kind).Held(id)
		return !held && !o.done[Ref{Kind: kind, ID: id}]
	})
}

// plan publishes an approved plan with its measures and clusters.
func (o *opening) plan(h *Held[plan.Plan]) error {
	if h.Thing.Approval == "" {
		return &Invalid{Code: "not-approved", Field: "plan", Value: h.ID}
	}
	o.put(plan.KindPlan, h.ID, h.Thing)
	for _, m := range o.s.Work.Measures.All() {
		if slices.Contains(m.Thing.Plans, h.ID) {
			o.measure(m)
		}
	}
	for _, c := range o.s.Work.Clusters.All() {
		if c.Thing.Plan == h.ID {
			o.cluster(c)
		}
	}
	return nil
}

func (o *opening) cluster(h *Held[plan.Cluster]) {
	c := h.Thing
	o.body(c.Lead)
	if len(o.public(plan.KindPlan, []string{c.Plan})) == 0 {
		c.Plan = ""
	}
	o.put(plan.KindCluster, h.ID, c)
}

// indicator publishes an indicator with its values.
func (o *opening) indicator(h *Held[plan.Indicator]) {
	i := h.Thing
	o.body(i.Body)
	i.Measures = o.public(plan.KindMeasure, i.Measures)
	o.put(plan.KindIndicator, h.ID, i)
	for _, id := range o.s.Work.About(plan.KindObservation, h.ID) {
		if x, ok := o.s.Work.Observations.Get(id); ok {
			o.put(plan.KindObservation, id, x.Thing)
		}
	}
}

func (o *opening) treatyAct(h *Held[plan.TreatyAct]) {
	if l, ok := o.s.Work.LegalActs.Get(h.Thing.Law); ok {
		o.put(plan.KindLegalAct, l.ID, l.Thing)
	}
	o.put(plan.KindTreatyAct, h.ID, h.Thing)
	for id, p := range o.s.Work.Proposals.All() {
		if p.Thing.Because == h.ID {
			o.put(plan.KindProposal, id, publicProposal(p.Thing))
		}
	}
}
