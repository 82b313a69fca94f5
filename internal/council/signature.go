package council

import (
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// signatories is how many may sign a submission.
const signatories = 300

// Invite asks bodies of the workspace to sign a joint submission. They read its draft from then on and write on it.
func (d *Desk) Invite(ctx context.Context, who account.Person, ws, id string, bodies []string) error {
	return d.signature(ctx, who, ws, id, func(s *Sides, h *Held[council.Submission], save *Save) error {
		for _, body := range distinct(bodies) {
			b, ok := s.Plan.Bodies.Get(body)
			switch {
			case !ok:
				return &Invalid{Code: "unknown", Field: "body", Value: body}
			case !b.Thing.Exists(d.Today()):
				return &Invalid{Code: "ended", Field: "body", Value: body}
			case b.Thing.Kind.Voice() == plan.VoiceState, body == h.Thing.Body:
				return &Invalid{Code: "voice", Field: "body", Value: body}
			}
			put := Put{Kind: council.KindSignature, ID: council.SignatureID(id, body), Thing: council.Signature{Submission: id, Body: body, State: council.Invited, On: d.Today()}}
			if old, ok := s.Closed.Signatures.Get(put.ID); ok {
				if old.Thing.State != council.NotSigned {
					continue
				}
				put.Base = old.Fact // it is asked again
			}
			save.Puts = append(save.Puts, put)
		}
		if len(save.Puts) == 0 {
			return &Invalid{Code: "empty", Field: "body"}
		}
		return nil
	})
}

// SignOutside enters the signature of an organisation that has no account, as the leading body has it before it. It is of the
// words as they stand.
func (d *Desk) SignOutside(ctx context.Context, who account.Person, ws, id string, base store.FactID, organisation plan.Names) error {
	return d.signature(ctx, who, ws, id, func(_ *Sides, h *Held[council.Submission], save *Save) error {
		if err := space.CheckTexts("organisation", organisation, true, space.NameMax); err != nil {
			return err
		}
		if h.Fact != base {
			return &Invalid{Code: "signed-other", Field: "signature"}
		}
		x := council.Signature{Submission: id, State: council.Signed, On: d.Today(), Version: int64(base), Organisation: organisation}
		save.Puts = []Put{{Kind: council.KindSignature, ID: council.SignatureID(id, d.newID()), Thing: x}}
		return nil
	})
}

// RemoveSignature takes an invitation or a signature away while the submission is a draft.
func (d *Desk) RemoveSignature(ctx context.Context, who account.Person, ws, id, signature string) error {
	return d.signature(ctx, who, ws, id, func(s *Sides, _ *Held[council.Submission], save *Save) error {
		g, ok := s.Closed.Signatures.Get(signature)
		if !ok || g.Thing.Submission != id {
			return &Invalid{Code: "gone", Field: council.KindSignature, Value: signature}
		}
		save.Drops = []Drop{{Kind: council.KindSignature, ID: signature, Base: g.Fact}}
		return nil
	})
}

// signature changes who signs a draft, for its lead.
func (d *Desk) signature(ctx context.Context, who account.Person, ws, id string, make func(*Sides, *Held[council.Submission], *Save) error) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSign}
		h, seat, err := allowSubmission(s, who, account.Submit, id, false)
		switch {
		case err != nil:
			return seat, save, err
		case h.Thing.Step != plan.Draft:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(h.Thing.Step)}
		case !h.Thing.Joint:
			return seat, save, &Invalid{Code: "not-joint", Field: "joint"}
		}
		if err := make(s, h, &save); err != nil {
			return seat, save, err
		}
		if len(s.Closed.SignaturesOf(id))+len(save.Puts) > signatories {
			return seat, save, &Invalid{Code: "many", Field: "signature"}
		}
		return seat, save, nil
	})
	return err
}

// Sign says for a body that it signs the draft as it stands in a version, or that it does not sign. Whoever writes on the draft
// afterwards makes other words of it, which are to be signed anew.
func (d *Desk) Sign(ctx context.Context, who account.Person, ws, id, body string, version store.FactID, signs bool) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActSign}
		seat, err := space.Allow(who, ws, account.Submit, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		g, ok := s.Closed.Signatures.Get(council.SignatureID(id, body))
		if !ok {
			return seat, save, &Refused{Workspace: ws, Act: account.Submit}
		}
		h, ok := s.Closed.Submissions.Get(id)
		switch {
		case !ok:
			return seat, save, &Invalid{Code: "gone", Field: council.KindSubmission, Value: id}
		case h.Thing.Step != plan.Draft:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: string(h.Thing.Step)}
		case signs && h.Fact != version:
			return seat, save, &Invalid{Code: "signed-other", Field: "signature", Value: body}
		}
		x := g.Thing
		x.State, x.On, x.Version = council.Signed, d.Today(), int64(version)
		if !signs {
			x.State, x.Version = council.NotSigned, 0
		}
		save.Puts = []Put{{Kind: council.KindSignature, ID: g.ID, Base: g.Fact, Thing: x}}
		return seat, save, nil
	})
	return err
}
