package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// ActPlain is the kind of an act that says something in plain words.
const ActPlain = "plain"

// plainMax bounds a text in plain words, in bytes.
const plainMax = 6000

// SavePlain keeps a draft of something in plain words, in the name of a body. It is about a proposal, a measure, a
// recommendation, or an affected group ("group:children").
func (d *Desk) SavePlain(ctx context.Context, who account.Person, ws, id string, base store.FactID, p council.Plain) (string, error) {
	if id == "" {
		id = d.newID()
	}
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActPlain}
		seat, err := space.Allow(who, ws, account.WritePlain, &account.Target{Bodies: []string{p.Body}})
		if err != nil {
			return seat, save, err
		}
		x := p
		x.Step, x.On = plan.Draft, upr.Date{}
		if old, ok := s.Closed.Plain.Get(id); ok {
			if seat, err = space.Allow(who, ws, account.WritePlain, &account.Target{Bodies: []string{old.Thing.Body}}); err != nil {
				return seat, save, err
			}
			x.Step, x.On = old.Thing.Step, old.Thing.On
		} else if base != 0 {
			return seat, save, &Invalid{Code: "gone", Field: council.KindPlain, Value: id}
		}
		if err := cmp.Or(space.CheckTexts("title", x.Title, true, space.NameMax), space.CheckTexts("text", x.Texts, true, plainMax), s.checkPlain(x.About)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindPlain, ID: id, Base: base, Thing: x}}
		if x.Step == plan.Published {
			save.Opening = Open().Add(council.KindPlain, id, x)
		}
		return seat, save, nil
	})
	return id, err
}

// checkPlain refuses a thing that is not there, or that is not public: nothing closed is explained to everyone.
func (s *Sides) checkPlain(about string) error {
	if code, ok := strings.CutPrefix(about, "group:"); ok {
		if slices.ContainsFunc(reference.Affected(), func(g reference.AffectedGroup) bool { return g.Code == code }) {
			return nil
		}
		return &Invalid{Code: "unknown", Field: "about", Value: about}
	}
	if _, ok := s.Recs.Get(about); ok {
		return nil
	}
	if p, ok := s.Forum.Proposals.Get(about); ok && p.Thing.Step.Public() {
		return nil
	}
	if _, ok := s.Forum.Consulted.Get(about); ok {
		return nil
	}
	return &Invalid{Code: "unknown", Field: "about", Value: about}
}

// PublishPlain shows it to everyone, or takes it back.
func (d *Desk) PublishPlain(ctx context.Context, who account.Person, ws, id string, base store.FactID, back bool) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActPlain}
		h, ok := s.Closed.Plain.Get(id)
		if !ok {
			seat, err := space.Allow(who, ws, account.WritePlain, nil)
			return seat, save, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindPlain, Value: id}))
		}
		seat, err := space.Allow(who, ws, account.WritePlain, &account.Target{Bodies: []string{h.Thing.Body}})
		if err != nil {
			return seat, save, err
		}
		x := h.Thing
		if back {
			x.Step, x.On = plan.Draft, upr.Date{}
			save.OpenDrops = s.Close(council.KindPlain, id)
		} else {
			x.Step, x.On = plan.Published, d.Today()
			save.Opening = Open().Add(council.KindPlain, id, x)
		}
		save.Puts = []Put{{Kind: council.KindPlain, ID: id, Base: base, Thing: x}}
		return seat, save, nil
	})
	return err
}
