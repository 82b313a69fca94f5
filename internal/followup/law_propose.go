package followup

import (
	"context"
	"regexp"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Decisions on a proposal.
const (
	Taken       = "taken"
	NotTaken    = "refused"
	proposalAct = "proposal"
)

// ProposalID is the subject of a proposal: the same deposit proposes once for a recommendation.
func ProposalID(step, rec string) string { return step + " " + rec }

// propose adds to a save what a step proposes, and says for how many recommendations for the first time. Only a deposit
// proposes; what is decided stays decided; what is not is kept to the step as it stands now.
func (d *Desk) propose(s *sides, save *Save, step string, a plan.TreatyAct) int {
	asked := map[string]bool{}
	if a.Step == plan.Deposit {
		for _, id := range d.AskedFor(s.Recs, s.Work.State(), a.Treaty) {
			asked[id] = true
		}
	}
	fresh := 0
	for _, p := range s.Work.Proposals.All() {
		if p.Thing.Because != step || p.Thing.Decided != "" {
			continue
		}
		if !asked[p.Thing.Rec] {
			save.Drops = append(save.Drops, Drop{Kind: plan.KindProposal, ID: p.ID, Base: p.Fact})
		} else if p.Thing.On != a.Date {
			moved := p.Thing
			moved.On = a.Date
			save.Puts = append(save.Puts, Put{Kind: plan.KindProposal, ID: p.ID, Base: p.Fact, Thing: moved})
		}
	}
	for _, r := range s.Recs.All {
		id := ProposalID(step, r.ID)
		if _, ok := s.Work.Proposals.Get(id); !ok && asked[r.ID] {
			save.Puts = append(save.Puts, Put{Kind: plan.KindProposal, ID: id, Thing: plan.Proposal{Rec: r.ID, Status: plan.Full, Because: step, On: a.Date}})
			fresh++
		}
	}
	return fresh
}

// publicProposal is a proposal as everyone may read it.
func publicProposal(p plan.Proposal) plan.Proposal {
	p.Reason = ""
	return p
}

// mirrorProposals brings the published copies of what a step proposed to how they stand after a save. What is proposed only
// is not published by that: the report that says so, or the step by itself, brings it.
func (s *sides) mirrorProposals(save *Save, step string) {
	then := map[string]plan.Proposal{}
	for id, p := range s.Work.Proposals.All() {
		if p.Thing.Because == step {
			then[id] = p.Thing
		}
	}
	for _, p := range save.Puts {
		if x, ok := p.Thing.(plan.Proposal); ok && x.Because == step {
			then[p.ID] = x
		}
	}
	for _, p := range save.Drops {
		if p.Kind == plan.KindProposal {
			delete(then, p.ID)
		}
	}
	for id, old := range s.Open.Proposals.All() {
		now, stays := then[id]
		switch shown := publicProposal(now); {
		case old.Thing.Because != step:
		case !stays:
			save.OpenDrops = append(save.OpenDrops, Drop{Kind: plan.KindProposal, ID: id, Base: old.Fact})
		case old.Thing != shown:
			save.OpenPuts = append(save.OpenPuts, Put{Kind: plan.KindProposal, ID: id, Base: old.Fact, Thing: shown})
		}
	}
}

// Propose looks again at the recommendations for a deposit, because the record learned of more since: it says for how many
// it proposes for the first time.
func (d *Desk) Propose(ctx context.Context, who account.Person, ws, step string) (proposed int, err error) {
	_, err = d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditLegal, nil)
		if err != nil {
			return seat, Save{}, err
		}
		a, ok := lawView(s.Work, s.Open).Step(step)
		if !ok {
			return seat, Save{}, &Invalid{Code: "gone", Field: "step", Value: cut(step)}
		}
		save := Save{Act: proposalAct}
		proposed = d.propose(s, &save, step, a.Thing)
		s.mirrorProposals(&save, step)
		return seat, save, nil
	})
	return proposed, err
}

// joining are words for becoming bound by a treaty, by their beginnings, in the languages of documents. A recommendation
// that names a treaty and has none of them asks for something else: a law in line with it, a report to its body.
var joining = regexp.MustCompile(`(?i)(^|[^\pL])(ratif|acced|acces|adher|adhér|accéd|accès|becom\w* (a )?(state )?part(y|ies)|be(come)? bound|sign(s|ed|ing|ature)?[^\pL]|join|` +
	`firm(ar|e|a)|signer|signature|ратиф|присоедин|подпис|стать участни|қосыл|бекіт|қол қой|ратификац)|批准|加入|签署|تصديق|صدق|انضم|التوقيع`)

// AskedFor are the ids of the recommendations that ask a State to be bound by a treaty, whatever their position: those to
// which a person gave the treaty's label, and those whose words name it and speak of being bound. Those to which a person
// denied the label are not among them.
func (d *Desk) AskedFor(recs *Recs, state upr.State, treaty string) []string {
	labels := d.treatyLabels(state, treaty)
	var out []string
	for _, r := range recs.All {
		said, decided := labels[r.ID]
		if !decided {
			said = d.names(r, treaty)
		}
		if said {
			out = append(out, r.ID)
		}
	}
	return out
}

// segment is what stands behind an item's id in that of its segment.
var segment = regexp.MustCompile(`-s\d+$`)

// treatyLabels are what people said on a treaty's label, by recommendation; of several words on the segments of one item
// a yes counts.
func (d *Desk) treatyLabels(state upr.State, treaty string) map[string]bool {
	out := map[string]bool{}
	take := func(all []record.Label) {
		last := map[string]bool{} // a later word on the same text wins
		for _, l := range all {
			if l.Scheme == classify.Treaty && l.Code == treaty {
				last[l.Subject] = !l.Absent
			}
		}
		for subject, yes := range last {
			id := segment.ReplaceAllString(subject, "")
			out[id] = out[id] || yes
		}
	}
	v := d.Record.View()
	for _, review := range v.Received(state) {
		take(review.Labels)
	}
	if m, ok := v.Mechanisms(state); ok {
		take(m.Labels)
	}
	return out
}

// names says whether the words of a recommendation, in any language at hand, name a treaty and speak of being bound.
func (d *Desk) names(r *Rec, treaty string) bool {
	if d.Classifier == nil {
		return false
	}
	for _, t := range r.Texts {
		if joining.MatchString(t.Words) && slices.Contains(d.Classifier.Codes(t.Words, t.Lang).Codes(classify.Treaty), treaty) {
			return true
		}
	}
	return false
}

// Decision on a proposal.
type Decision struct {
	Take   bool
	Reason string // always given
	Body   string // that shall report when it is taken; empty: the body that leads
	Words  plan.Names
}

// Decide takes or refuses a proposed status. What is taken becomes the draft of a report of a body of the State, which
// goes its way like any other: submitted, validated by a second person, published. report is its id.
func (d *Desk) Decide(ctx context.Context, who account.Person, ws, id string, base store.FactID, dec Decision) (report string, err error) {
	_, err = d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		report = ""
		seat, err := space.Allow(who, ws, account.DecideStatus, nil)
		if err != nil {
			return seat, Save{}, err
		}
		h, err := space.VersionOf(plan.KindProposal, s.Work.Proposals, id, base)
		if err != nil {
			return seat, Save{}, err
		}
		if err := first(needed("reason", dec.Reason), checkText("reason", dec.Reason, maxText), checkNames("text", dec.Words, false)); err != nil {
			return seat, Save{}, err
		}
		p := h.Thing
		if p.Decided != "" {
			return seat, Save{}, &Invalid{Code: "decided", Field: "do", Value: p.Decided}
		}
		p.Decided, p.Reason = NotTaken, dec.Reason
		save := Save{Act: proposalAct}
		if dec.Take {
			p.Decided = Taken
			r, err := s.draftOf(p, dec, who)
			if err != nil {
				return seat, Save{}, err
			}
			report = d.newID()
			save.Puts = append(save.Puts, Put{Kind: plan.KindReport, ID: report, Thing: r})
		}
		save.Puts = append(save.Puts, Put{Kind: plan.KindProposal, ID: id, Base: base, Thing: p})
		s.mirrorProposals(&save, p.Because)
		return seat, save, nil
	})
	return report, err
}

func needed(field, s string) error {
	if s == "" {
		return &Invalid{Code: "missing", Field: field}
	}
	return nil
}

// draftOf is the report that a taken proposal becomes.
func (s *sides) draftOf(p plan.Proposal, dec Decision, who account.Person) (plan.Report, error) {
	body := dec.Body
	for _, a := range s.Work.AssignmentsOf(p.Rec) {
		if body == "" && a.Thing.Part == plan.Leads && a.Thing.Stands() {
			body = a.Thing.Body
		}
	}
	if body == "" {
		return plan.Report{}, &Invalid{Code: "no-lead", Field: "body"}
	}
	if b, ok := s.Work.Bodies.Get(body); !ok || !b.Thing.Kind.OfState() {
		return plan.Report{}, &Invalid{Code: "no-body", Field: "body", Value: cut(body)}
	}
	r := plan.Report{Rec: p.Rec, Body: body, Status: p.Status, Texts: dec.Words, Until: p.On, Step: plan.Draft, Author: who.ID}
	if a, ok := lawView(s.Work, s.Open).Step(p.Because); ok {
		for _, e := range s.Work.EvidenceOf(a.ID) {
			r.Evidence = append(r.Evidence, e.ID)
		}
	}
	return r, nil
}
