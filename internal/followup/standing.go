package followup

import (
	"slices"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Standing says how a recommendation stands on a day by the rule that holds then: what the State reports, and beside it what
// others say. On the open side only what is published counts; on the closed side what is validated does too. open is the
// published side as it stands: a legal or treaty act is a proof that everyone may open only where it stands there, so that both
// sides say the same of a published report.
func (v *View) Standing(rec string, on upr.Date, open *View) plan.Standing {
	c := v.Card(rec)
	var claim plan.StateSays
	if r := c.Reported; r != nil {
		claim = plan.StateSays{Status: r.Thing.Status, Body: r.Thing.Body, Report: r.ID, Until: r.Thing.Until, Proofs: v.proofs(r)}
		claim.Validated = v.Open || r.Thing.Validator != "" && r.Thing.Validator != r.Thing.Author // what is open was validated before it came there
	}
	var said []plan.Said
	for _, x := range c.Voices {
		s := plan.Said{Voice: x.Voice, Body: x.Body, Verdict: x.Verdict, Status: x.Status, ID: x.ID}
		if a, ok := v.Assessments.Get(x.ID); ok {
			s.Until = a.Thing.Until
		}
		said = append(said, s)
	}
	s := plan.Stand(plan.RuleOn(on), claim, said, open.factsOf(rec))
	if !v.Open { // who works here sees the acts that are not public too
		s.Facts = v.factsOf(rec)
		slices.SortStableFunc(s.Facts, func(a, b plan.FactOf) int { return a.On.Compare(b.On) })
	}
	return s
}

// proofs counts the pieces of evidence of a report that everyone may open.
func (v *View) proofs(r *Held[plan.Report]) int {
	n := 0
	for _, id := range v.About(plan.KindEvidence, r.ID) {
		if e, ok := v.Evidence.Get(id); ok && e.Thing.Access == plan.Public && !slices.Contains(r.Thing.Evidence, id) {
			n++
		}
	}
	for _, id := range r.Thing.Evidence {
		if e, ok := v.Evidence.Get(id); ok && e.Thing.Access == plan.Public {
			n++
		}
	}
	return n
}

// factsOf are the sourced legal and treaty acts about a recommendation: laws that name it, and acts that proposed a status
// for it which was not refused. Whether an act is public was decided when it was saved; a report that is published does not
// decide it anew.
func (v *View) factsOf(rec string) []plan.FactOf {
	var out []plan.FactOf
	for _, id := range v.About(plan.KindLegalAct, rec) {
		if l, ok := v.LegalActs.Get(id); ok && sourced(l.Thing.Source, l.Thing.URL) {
			out = append(out, plan.FactOf{Kind: plan.KindLegalAct, ID: id, On: firstDate(l.Thing.InForce, l.Thing.Signed, l.Thing.Adopted)})
		}
	}
	for _, id := range v.About(plan.KindProposal, rec) {
		p, ok := v.Proposals.Get(id)
		if !ok || p.Thing.Decided == NotTaken {
			continue
		}
		if t, ok := v.TreatyActs.Get(p.Thing.Because); ok && sourced(t.Thing.Source, t.Thing.URL) {
			out = append(out, plan.FactOf{Kind: plan.KindTreatyAct, ID: t.ID, On: t.Thing.Date})
		}
	}
	return out
}

func sourced(source, url string) bool { return source != "" || url != "" }

func firstDate(list ...upr.Date) upr.Date {
	for _, d := range list {
		if !d.IsZero() {
			return d
		}
	}
	return upr.Date{}
}
