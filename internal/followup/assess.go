package followup

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveAssessment saves a draft of what a body of another voice says of a recommendation. The voice is that of the body,
// never chosen. Only those who sit for the body read it until it is published, and nobody else ever changes it.
func (d *Desk) SaveAssessment(ctx context.Context, who account.Person, ws, id string, base store.FactID, a plan.Assessment) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActAssess}
		seat, err := allow(who, ws, account.Assess, &account.Target{Bodies: []string{a.Body}, Author: who.ID})
		if err != nil {
			return seat, save, err
		}
		a.Step, a.Author, a.Reason = plan.Draft, who.ID, ""
		if old, ok := s.Work.Assessments.Get(id); ok {
			if seat, err = allow(who, ws, account.Assess, &account.Target{Bodies: []string{old.Thing.Body}, Author: old.Thing.Author}); err != nil {
				return seat, save, err
			}
			if old.Thing.Step == plan.Published && old.Fact == base {
				return seat, save, &Invalid{"step", "step", string(old.Thing.Step)} // the next one says what is new
			}
			if old.Thing.Rec != a.Rec || old.Thing.Body != a.Body {
				return seat, save, &Invalid{"moved", "rec", old.Thing.Rec}
			}
			a.Author, a.Reason = old.Thing.Author, old.Thing.Reason
		}
		b, ok := s.Work.Bodies.Get(a.Body)
		if !ok {
			return seat, save, &Invalid{"unknown", "body", a.Body}
		}
		if a.Voice = b.Thing.Kind.Voice(); a.Voice == plan.VoiceState {
			return seat, save, &Invalid{"voice", "body", a.Body} // it reports
		}
		if err := cmp.Or(checkID(plan.KindAssessment, s.Work.Assessments, id, base), d.checkAssessment(s, a)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{plan.KindAssessment, id, base, a}}
		return seat, save, nil
	})
	return firstID(ids), err
}

func (d *Desk) checkAssessment(s *sides, a plan.Assessment) error {
	if err := checkRecs(s.Recs, []string{a.Rec}); err != nil {
		return err
	}
	if a.Verdict != "" {
		if err := checkOneOf("verdict", a.Verdict, plan.Verdicts); err != nil {
			return err
		}
	}
	if a.Status != "" {
		if err := checkOneOf("status", a.Status, plan.Statuses); err != nil {
			return err
		}
	}
	if a.Until.After(d.today()) {
		return &Invalid{"date", "until", a.Until.String()}
	}
	if err := checkTexts("text", a.Texts, false, textMax); err != nil {
		return err
	}
	if err := checkIDs("evidence", s.Work.Evidence, a.Evidence); err != nil {
		return err
	}
	if a.Of != "" {
		if r, ok := s.Work.Reports.Get(a.Of); !ok || r.Thing.Rec != a.Rec {
			return &Invalid{"unknown", "report", a.Of}
		}
	}
	return checkFields(field{"effect", a.Effect, textMax}, field{"source", a.Source, lineMax})
}

// PublishAssessment brings what a body says to the public, at once: nobody validates it, and nobody else can hold it up, alter
// it or take it back.
func (d *Desk) PublishAssessment(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActPublish}
		h, ok := s.Work.Assessments.Get(id)
		if !ok {
			seat, err := allow(who, ws, account.Assess, nil)
			if err == nil {
				err = &Invalid{"gone", plan.KindAssessment, id}
			}
			return seat, save, err
		}
		a := h.Thing
		seat, err := allow(who, ws, account.Assess, &account.Target{Bodies: []string{a.Body}, Author: a.Author})
		if err != nil {
			return seat, save, err
		}
		if _, err := seenVersion(ctx, d, s.Work, plan.KindAssessment, s.Work.Assessments, id, base); err != nil {
			return seat, save, err
		}
		switch {
		case a.Step == plan.Published:
			return seat, save, &Invalid{"step", "step", string(a.Step)}
		case a.Verdict == "":
			return seat, save, &Invalid{"empty", "verdict", ""}
		case len(a.Texts) == 0:
			return seat, save, &Invalid{"empty", "text", ""}
		}
		a.Step, a.Reason = plan.Published, ""
		save.Puts = []Put{{plan.KindAssessment, id, base, a}}
		o := &opening{s: s, save: &save}
		o.space()
		o.body(a.Body)
		a.Author = ""
		a.Evidence = o.evidence(append(append([]string(nil), a.Evidence...), s.Work.About(plan.KindEvidence, id)...), a.Rec, id)
		if _, public := s.Open.Reports.Get(a.Of); !public {
			a.Of = ""
		}
		o.put(plan.KindAssessment, id, a)
		return seat, save, nil
	})
	return err
}
