package followup

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveAssessment saves a draft of what a body of another voice says of a recommendation. The voice is that of the body,
// never chosen. Only those who sit for the body read it until it is published, and nobody else ever changes it.
func (d *Desk) SaveAssessment(ctx context.Context, who account.Person, ws, id string, base store.FactID, a plan.Assessment) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActAssess}
		seat, err := space.Allow(who, ws, account.Assess, &account.Target{Bodies: []string{a.Body}, Author: who.ID})
		if err != nil {
			return seat, save, err
		}
		a.Step, a.Author, a.Reason = plan.Draft, who.ID, ""
		if old, ok := s.Work.Assessments.Get(id); ok {
			if seat, err = space.Allow(who, ws, account.Assess, &account.Target{Bodies: []string{old.Thing.Body}, Author: old.Thing.Author}); err != nil {
				return seat, save, err
			}
			if old.Thing.Step == plan.Published && old.Fact == base {
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)} // the next one says what is new
			}
			if old.Thing.Rec != a.Rec || old.Thing.Body != a.Body {
				return seat, save, &Invalid{Code: "moved", Field: "rec", Value: old.Thing.Rec}
			}
			a.Author, a.Reason = old.Thing.Author, old.Thing.Reason
		}
		b, ok := s.Work.Bodies.Get(a.Body)
		if !ok {
			return seat, save, &Invalid{Code: "unknown", Field: "body", Value: a.Body}
		}
		if a.Voice = b.Thing.Kind.Voice(); a.Voice == plan.VoiceState {
			return seat, save, &Invalid{Code: "voice", Field: "body", Value: a.Body} // it reports
		}
		if err := cmp.Or(space.CheckID(plan.KindAssessment, s.Work.Assessments, id, base), d.checkAssessment(s, a)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindAssessment, ID: id, Base: base, Thing: a}}
		return seat, save, nil
	})
	return firstID(ids), err
}

func (d *Desk) checkAssessment(s *sides, a plan.Assessment) error {
	if err := checkRecs(s.Recs, []string{a.Rec}); err != nil {
		return err
	}
	if a.Verdict != "" {
		if err := space.CheckOneOf("verdict", a.Verdict, plan.Verdicts); err != nil {
			return err
		}
	}
	if a.Status != "" {
		if err := space.CheckOneOf("status", a.Status, plan.Statuses); err != nil {
			return err
		}
	}
	if a.Until.After(d.today()) {
		return &Invalid{Code: "date", Field: "until", Value: a.Until.String()}
	}
	if err := space.CheckTexts("text", a.Texts, false, space.TextMax); err != nil {
		return err
	}
	if err := space.CheckIDs("evidence", s.Work.Evidence, a.Evidence); err != nil {
		return err
	}
	if a.Of != "" {
		if r, ok := s.Work.Reports.Get(a.Of); !ok || r.Thing.Rec != a.Rec {
			return &Invalid{Code: "unknown", Field: "report", Value: a.Of}
		}
	}
	return space.CheckAll(space.Text{Field: "effect", Words: a.Effect, Most: space.TextMax}, space.Text{Field: "source", Words: a.Source, Most: space.LineMax})
}

// PublishAssessment brings what a body says to the public, at once: nobody validates it, and nobody else can hold it up, alter
// it or take it back.
func (d *Desk) PublishAssessment(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActPublish}
		h, ok := s.Work.Assessments.Get(id)
		if !ok {
			seat, err := space.Allow(who, ws, account.Assess, nil)
			if err == nil {
				err = &Invalid{Code: "gone", Field: plan.KindAssessment, Value: id}
			}
			return seat, save, err
		}
		a := h.Thing
		seat, err := space.Allow(who, ws, account.Assess, &account.Target{Bodies: []string{a.Body}, Author: a.Author})
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Work.Home(), plan.KindAssessment, s.Work.Assessments, id, base); err != nil {
			return seat, save, err
		}
		switch {
		case a.Step == plan.Published:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(a.Step)}
		case a.Verdict == "":
			return seat, save, &Invalid{Code: "empty", Field: "verdict"}
		case len(a.Texts) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "text"}
		}
		a.Step, a.Reason = plan.Published, ""
		save.Puts = []Put{{Kind: plan.KindAssessment, ID: id, Base: base, Thing: a}}
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
