package council

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts of a stakeholders' desk. Each has a message in the catalogue ("act.<kind>").
const (
	ActSubmission = "submission" // a submission or a demand in it
	ActSign       = "sign"       // an invitation to sign, a signature, or that a body does not sign
	ActHandIn     = "hand-in"    // or taken back to be written on
	ActShow       = "show-submission"
	ActSuggest    = "suggest" // to a delegation
	ActTrace      = "trace"
)

// SubmissionMax is how long a submission may be at all, in bytes of one language: far over any limit in words.
const SubmissionMax = 200_000

// Submitters are the bodies that write a submission: the one that leads it, and those that are asked to sign or have signed.
func (v *View) Submitters(id string) []string {
	h, ok := v.Submissions.Get(id)
	if !ok {
		return nil
	}
	out := []string{h.Thing.Body}
	for _, x := range v.SignaturesOf(id) {
		if x.Thing.State != council.NotSigned {
			out = append(out, x.Thing.Body)
		}
	}
	return distinct(out)
}

// SignaturesOf a submission, in the order in which they were entered.
func (v *View) SignaturesOf(id string) []*Held[council.Signature] {
	return space.ByTime(space.Pick(v.Signatures, v.About(council.KindSignature, id)))
}

// allowSubmission asks the policy table whether a person may work on a submission: for the body that leads it, or, where
// together is set, for any that writes it.
func allowSubmission(s *Sides, who account.Person, act account.Act, id string, together bool) (*Held[council.Submission], account.Seat, error) {
	h, ok := s.Closed.Submissions.Get(id)
	if !ok {
		seat, err := space.Allow(who, s.Closed.Workspace, act, nil)
		return nil, seat, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindSubmission, Value: id}))
	}
	bodies := []string{h.Thing.Body}
	if together {
		bodies = s.Closed.Submitters(id)
	}
	seat, err := space.Allow(who, s.Closed.Workspace, act, &account.Target{Bodies: bodies})
	return h, seat, err
}

// Limit in words of a submission to a review; ok is false where none is known.
func Limit(review upr.ReviewID, joint bool, today upr.Date) (l reference.WordLimit, ok bool) {
	kind, on := "submission", today
	if joint {
		kind = "joint-submission"
	}
	if w, known := reference.ReviewDay(review); known {
		on = w.On
	}
	return reference.WordLimitOf(kind, on)
}

// SaveSubmission saves a draft that its body, and those that are to sign it, write together. Review, lead and whether it is
// joint are for the lead alone. Limit and rule are set here; what was handed in or published is not written over.
func (d *Desk) SaveSubmission(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Submission) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSubmission}
		x := x
		var seat account.Seat
		var err error
		if old, ok := s.Closed.Submissions.Get(id); ok {
			if _, seat, err = allowSubmission(s, who, account.Submit, id, true); err != nil {
				return seat, save, err
			}
			if old.Thing.Step != plan.Draft {
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)}
			}
			if seat.Body != old.Thing.Body && !who.MayIn(ws, account.Submit, &account.Target{Bodies: []string{old.Thing.Body}}) {
				x.Review, x.Joint, x.Outside, x.Organisation, x.Due = old.Thing.Review, old.Thing.Joint, old.Thing.Outside, old.Thing.Organisation, old.Thing.Due
			}
			x.Body = old.Thing.Body
		} else if seat, err = space.Allow(who, ws, account.Submit, &account.Target{Bodies: []string{x.Body}}); err != nil {
			return seat, save, err
		}
		if err := cmp.Or(space.CheckID(council.KindSubmission, s.Closed.Submissions, id, base), checkSubmission(s, x)); err != nil {
			return seat, save, err
		}
		x.Step, x.Given, x.Version, x.Symbol, x.URL = plan.Draft, upr.Date{}, 0, "", ""
		if !x.Outside {
			x.Organisation = nil
		}
		x.Limit, x.Rule, x.Sure = 0, "", false
		review, _ := upr.ParseReviewID(x.Review) // checked
		if l, ok := Limit(review, x.Joint, d.Today()); ok {
			x.Limit, x.Rule, x.Sure = l.Words, l.Source, l.Sure
		}
		save.Puts = []Put{{Kind: council.KindSubmission, ID: id, Base: base, Thing: x}}
		return seat, save, nil
	}))
}

func checkSubmission(s *Sides, x council.Submission) error {
	b, ok := s.Plan.Bodies.Get(x.Body)
	switch {
	case !ok:
		return &Invalid{Code: "unknown", Field: "body", Value: x.Body}
	case b.Thing.Kind.Voice() == plan.VoiceState:
		return &Invalid{Code: "voice", Field: "body", Value: x.Body}
	}
	review, err := upr.ParseReviewID(x.Review)
	if err != nil || review.State != s.Recs.State {
		return &Invalid{Code: "review", Field: "of-review", Value: x.Review}
	}
	return cmp.Or(space.CheckTexts("title", x.Title, true, space.NameMax), space.CheckTexts("text", x.Words, false, SubmissionMax),
		space.CheckTexts("organisation", x.Organisation, x.Outside, space.NameMax))
}

// tooLong is by how many words a submission is longer than its rule allows, in the language in which it is handed in: the first.
func tooLong(x council.Submission) int {
	if x.Limit == 0 || len(x.Words) == 0 {
		return 0
	}
	return max(council.CountWords(x.Words[0].Words).Words-x.Limit, 0)
}

// HandIn closes the draft as it was handed in on a day. Everyone who is asked to sign has said whether they do, and has signed
// these words. Over the limit it is closed only when the person says so: the limit is the rule of whoever receives it.
func (d *Desk) HandIn(ctx context.Context, who account.Person, ws, id string, base store.FactID, on upr.Date, long bool) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActHandIn}
		h, seat, err := allowSubmission(s, who, account.Submit, id, false)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindSubmission, s.Closed.Submissions, id, base); err != nil {
			return seat, save, err
		}
		x := h.Thing
		switch {
		case x.Step != plan.Draft:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(x.Step)}
		case len(x.Words) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "text"}
		case on.IsZero() || on.After(d.Today()):
			return seat, save, &Invalid{Code: "date", Field: "given", Value: on.String()}
		case tooLong(x) > 0 && !long:
			return seat, save, &Invalid{Code: "over-limit", Field: "text"}
		}
		if err := signedBy(s.Closed.SignaturesOf(id), x, base); err != nil {
			return seat, save, err
		}
		x.Step, x.Given, x.Version = plan.Submitted, on, int64(base)
		save.Puts = []Put{{Kind: council.KindSubmission, ID: id, Base: base, Thing: x}}
		return seat, save, nil
	})
	return err
}

// signedBy refuses a joint submission that somebody has still to sign, or that nobody else signed.
func signedBy(list []*Held[council.Signature], x council.Submission, version store.FactID) error {
	signed := 0
	for _, h := range list {
		switch g := h.Thing; {
		case g.State == council.NotSigned:
		case g.State == council.Invited:
			return &Invalid{Code: "unsigned", Field: "signature", Value: g.Body}
		case g.Version != int64(version):
			return &Invalid{Code: "signed-other", Field: "signature", Value: g.Body}
		default:
			signed++
		}
	}
	if x.Joint && signed == 0 {
		return &Invalid{Code: "unsigned", Field: "signature"}
	}
	return nil
}

// Reopen makes what was handed in a draft again, as long as it is not public.
func (d *Desk) Reopen(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.step(ctx, who, ws, id, base, ActHandIn, plan.Submitted, func(_ *Sides, x *council.Submission, _ *Save) error {
		x.Step, x.Given, x.Version = plan.Draft, upr.Date{}, 0
		return nil
	})
}

// ShowSubmission publishes what was handed in, with its signatures, its demands and the traces that a person confirmed.
func (d *Desk) ShowSubmission(ctx context.Context, who account.Person, ws, id string, base store.FactID, symbol, url string) error {
	return d.step(ctx, who, ws, id, base, ActShow, plan.Submitted, func(s *Sides, x *council.Submission, save *Save) error {
		if err := space.CheckAll(space.Text{Field: "symbol", Words: symbol, Most: space.NameMax}, space.Text{Field: "url", Words: url, Most: space.LineMax}); err != nil {
			return err
		}
		x.Step, x.Symbol, x.URL = plan.Published, symbol, url
		save.Opening = Open().Add(council.KindSubmission, id, *x)
		for _, g := range s.Closed.SignaturesOf(id) {
			if g.Thing.State == council.Signed {
				save.Opening.Add(council.KindSignature, g.ID, g.Thing)
			}
		}
		for _, n := range s.Closed.DemandsOf(id) {
			save.Opening.Add(council.KindDemand, n.ID, n.Thing)
			for _, t := range s.Closed.TracesOf(n.ID) {
				if t.Thing.State == council.TakenUp {
					save.Opening.Add(council.KindTrace, t.ID, t.Thing)
				}
			}
		}
		return nil
	})
}

// HideSubmission takes a submission from the public, with its signatures, demands and traces.
func (d *Desk) HideSubmission(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.step(ctx, who, ws, id, base, ActShow, plan.Published, func(s *Sides, x *council.Submission, save *Save) error {
		x.Step = plan.Submitted
		save.OpenDrops = s.Close(council.KindSubmission, id)
		for _, g := range s.Forum.SignaturesOf(id) {
			save.OpenDrops = append(save.OpenDrops, s.Close(council.KindSignature, g.ID)...)
		}
		for _, n := range s.Forum.DemandsOf(id) {
			save.OpenDrops = append(save.OpenDrops, s.Close(council.KindDemand, n.ID)...)
			for _, t := range s.Forum.TracesOf(n.ID) {
				save.OpenDrops = append(save.OpenDrops, s.Close(council.KindTrace, t.ID)...)
			}
		}
		return nil
	})
}

// step changes where a submission stands, for its lead.
func (d *Desk) step(ctx context.Context, who account.Person, ws, id string, base store.FactID, act string, from plan.Step, to func(*Sides, *council.Submission, *Save) error) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: act}
		h, seat, err := allowSubmission(s, who, account.Submit, id, false)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindSubmission, s.Closed.Submissions, id, base); err != nil {
			return seat, save, err
		}
		x := h.Thing
		if x.Step != from {
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(x.Step)}
		}
		if err := to(s, &x, &save); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindSubmission, ID: id, Base: base, Thing: x}}
		return seat, save, nil
	})
	return err
}

// RemoveSubmission takes a draft away, with what belongs to it.
func (d *Desk) RemoveSubmission(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSubmission}
		h, seat, err := allowSubmission(s, who, account.Submit, id, false)
		if err != nil {
			return seat, save, err
		}
		if h.Thing.Step != plan.Draft {
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(h.Thing.Step)}
		}
		save.Drops = []Drop{{Kind: council.KindSubmission, ID: id, Base: base}}
		for _, g := range s.Closed.SignaturesOf(id) {
			save.Drops = append(save.Drops, Drop{Kind: council.KindSignature, ID: g.ID, Base: g.Fact})
		}
		for _, n := range s.Closed.DemandsOf(id) {
			save.Drops = append(save.Drops, Drop{Kind: council.KindDemand, ID: n.ID, Base: n.Fact})
			for _, x := range s.Closed.SuggestionsOf(n.ID) {
				save.Drops = append(save.Drops, Drop{Kind: council.KindSuggestion, ID: x.ID, Base: x.Fact})
			}
			for _, x := range s.Closed.TracesOf(n.ID) {
				save.Drops = append(save.Drops, Drop{Kind: council.KindTrace, ID: x.ID, Base: x.Fact})
			}
		}
		return seat, save, nil
	})
	return err
}
