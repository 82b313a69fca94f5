package followup

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveReport saves a draft of what a body of the State reports. A returned text stays returned until it is submitted again;
// one that waits for its validator becomes a draft again. What is validated or published is not written over: the next
// report says what is new. Everyone whose words went into it is kept, since none of them may validate it.
func (d *Desk) SaveReport(ctx context.Context, who account.Person, ws, id string, base store.FactID, r plan.Report) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActReport}
		seat, err := space.Allow(who, ws, account.WriteReport, &account.Target{Bodies: []string{r.Body}, Author: who.ID})
		if err != nil {
			return seat, save, err
		}
		r.Step, r.Author, r.Validator, r.Reason, r.With = plan.Draft, who.ID, "", "", nil
		if old, ok := s.Work.Reports.Get(id); ok {
			if seat, err = space.Allow(who, ws, account.WriteReport, &account.Target{Bodies: []string{old.Thing.Body}, Author: who.ID}); err != nil {
				return seat, save, err
			}
			switch old.Thing.Step {
			case plan.Validated, plan.Published:
				if old.Fact == base {
					return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)}
				}
			case plan.Returned:
				r.Step, r.Reason = plan.Returned, old.Thing.Reason
			}
			if old.Thing.Rec != r.Rec || old.Thing.Body != r.Body {
				return seat, save, &Invalid{Code: "moved", Field: "rec", Value: old.Thing.Rec}
			}
			r.Author, r.With = old.Thing.Author, old.Thing.With
			if who.ID != r.Author && !slices.Contains(r.With, who.ID) {
				r.With = append(slices.Clone(r.With), who.ID)
			}
		}
		if err := cmp.Or(space.CheckID(plan.KindReport, s.Work.Reports, id, base), d.checkReport(s, r)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindReport, ID: id, Base: base, Thing: r}}
		return seat, save, nil
	})
	return firstID(ids), err
}

func (d *Desk) checkReport(s *sides, r plan.Report) error {
	if err := checkRecs(s.Recs, []string{r.Rec}); err != nil {
		return err
	}
	b, ok := s.Work.Bodies.Get(r.Body)
	switch {
	case !ok:
		return &Invalid{Code: "unknown", Field: "body", Value: r.Body}
	case !b.Thing.Kind.OfState():
		return &Invalid{Code: "voice", Field: "body", Value: r.Body} // it assesses in its own name
	}
	if r.Status != "" {
		if err := space.CheckOneOf("status", r.Status, plan.Statuses); err != nil {
			return err
		}
	}
	if r.Until.After(d.today()) {
		return &Invalid{Code: "date", Field: "until", Value: r.Until.String()}
	}
	if err := space.CheckTexts("text", r.Texts, false, space.TextMax); err != nil {
		return err
	}
	if err := space.CheckIDs("evidence", s.Work.Evidence, r.Evidence); err != nil {
		return err
	}
	if err := space.CheckIDs("measure", s.Work.Measures, r.Measures); err != nil {
		return err
	}
	return space.CheckAll(space.Text{Field: "effect", Words: r.Effect, Most: space.TextMax}, space.Text{Field: "obstacle", Words: r.Obstacles, Most: space.TextMax})
}

// Submit hands a report to those who validate for its body. It must say something: a status, a text and up to when.
func (d *Desk) Submit(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.step(ctx, who, ws, ActSubmit, id, base, func(_ *sides, r *plan.Report, _ *Save) (account.Seat, error) {
		seat, err := space.Allow(who, ws, account.WriteReport, &account.Target{Bodies: []string{r.Body}, Author: r.Author})
		if err != nil {
			return seat, err
		}
		switch {
		case r.Status == "":
			return seat, &Invalid{Code: "empty", Field: "status"}
		case len(r.Texts) == 0:
			return seat, &Invalid{Code: "empty", Field: "text"}
		case r.Until.IsZero():
			return seat, &Invalid{Code: "empty", Field: "until"}
		}
		return seat, r.Go(plan.Submitted)
	})
}

// Return gives a submitted or validated report back to those who wrote it, with a reason.
func (d *Desk) Return(ctx context.Context, who account.Person, ws, id string, base store.FactID, reason string) error {
	return d.step(ctx, who, ws, ActReturn, id, base, func(_ *sides, r *plan.Report, _ *Save) (account.Seat, error) {
		seat, err := allowValidate(who, ws, *r)
		if err != nil {
			return seat, err
		}
		words, err := space.NeedWords("reason", reason, space.ReasonMax)
		if err != nil {
			return seat, err
		}
		r.Reason, r.Validator = words, ""
		return seat, r.Go(plan.Returned)
	})
}

// Validate says, as a second person, that a submitted report is so. With it the day on which the body's report was due is
// met, unless it lies ahead of what is reported.
func (d *Desk) Validate(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.step(ctx, who, ws, ActValidate, id, base, func(s *sides, r *plan.Report, save *Save) (account.Seat, error) {
		seat, err := allowValidate(who, ws, *r)
		if err != nil {
			return seat, err
		}
		if r.Step != plan.Submitted { // what is published is validated already, and is taken back by Unpublish
			return seat, &plan.StepError{From: r.Step, To: plan.Validated}
		}
		if err := r.Go(plan.Validated); err != nil {
			return seat, err
		}
		r.Validator, r.Reason = who.ID, ""
		if h, ok := s.Work.Assignments.Get(plan.AssignmentID(r.Rec, r.Body)); ok && h.Thing.Stands() {
			if due := h.Thing.Due; !due.IsZero() && (!due.After(r.Until) || !due.After(d.today())) {
				a := h.Thing
				a.Due = upr.Date{}
				save.Puts = append(save.Puts, Put{Kind: plan.KindAssignment, ID: h.ID, Base: h.Fact, Thing: a})
				s.keepOpen(save)
			}
		}
		return seat, nil
	})
}

// allowValidate asks the table whether a person may validate a report: none of those who wrote it may.
func allowValidate(who account.Person, ws string, r plan.Report) (account.Seat, error) {
	for _, author := range r.With {
		if seat, err := space.Allow(who, ws, account.Validate, &account.Target{Bodies: []string{r.Body}, Author: author}); err != nil {
			return seat, err
		}
	}
	return space.Allow(who, ws, account.Validate, &account.Target{Bodies: []string{r.Body}, Author: r.Author})
}

func mayValidate(who account.Person, ws string, r plan.Report) bool {
	_, err := allowValidate(who, ws, r)
	return err == nil
}

// step takes a report one step further. take changes it and may add to the save.
func (d *Desk) step(ctx context.Context, who account.Person, ws, act, id string, base store.FactID, take func(*sides, *plan.Report, *Save) (account.Seat, error)) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: act}
		h, ok := s.Work.Reports.Get(id)
		if !ok {
			_, err := space.Allow(who, ws, account.ReadWork, nil)
			return account.Seat{}, save, cmp.Or[error](err, &Invalid{Code: "gone", Field: plan.KindReport, Value: id})
		}
		r := h.Thing
		r.Texts, r.With = slices.Clone(r.Texts), slices.Clone(r.With)
		seat, err := take(s, &r, &save)
		var refused *Refused
		if errors.As(err, &refused) {
			return seat, save, err
		}
		if _, stale := space.SeenVersion(ctx, d.Store, s.Work.Home(), plan.KindReport, s.Work.Reports, id, base); stale != nil {
			return seat, save, stale
		}
		var not *plan.StepError
		if errors.As(err, &not) {
			err = &Invalid{Code: "step", Field: "step", Value: string(not.From)}
		}
		if err != nil {
			return seat, save, err
		}
		save.Puts = append([]Put{{Kind: plan.KindReport, ID: id, Base: base, Thing: r}}, save.Puts...)
		return seat, save, nil
	})
	return err
}
