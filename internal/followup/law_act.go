package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveLegalAct saves a law, decree or decision; public is whether everyone shall see it. An empty id makes a new one.
func (d *Desk) SaveLegalAct(ctx context.Context, who account.Person, ws, id string, base store.FactID, a plan.LegalAct, public bool) (string, error) {
	if id == "" {
		id = d.newID()
	}
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditLegal, nil)
		if err == nil && public {
			_, err = space.Allow(who, ws, account.Publish, nil)
		}
		if err == nil {
			err = s.checkAct(id, base, a)
		}
		if err != nil {
			return seat, Save{}, err
		}
		return seat, onBothSides(s, plan.KindLegalAct, id, base, a, a, public), nil
	})
	return id, err
}

// checkAct says what is wrong with a legal act. Its dates are apart and in no order that a rule could know (a law is signed
// after its adoption, a referendum is in force without signature); only an end before everything else is refused. Links
// that stand already may lead to a recommendation that the record has lost meanwhile.
func (s *sides) checkAct(id string, base store.FactID, a plan.LegalAct) error {
	v := lawView(s.Work, s.Open)
	var recs []string
	old, _ := v.Act(id)
	for _, r := range a.Recs {
		if !slices.Contains(old.Thing.Recs, r) {
			recs = append(recs, r)
		}
	}
	err := first(checkNames("title", a.Title, true), checkText("number", a.Number, 100), checkText("note", a.Note, maxText),
		checkSource(a.Source), checkURL("url", a.URL), checkTreaty(a.Treaty, true), s.checkRecs(recs))
	if err != nil {
		return err
	}
	if !slices.Contains(plan.LegalActKinds, a.Kind) {
		return &Invalid{Code: "choice", Field: "kind", Value: cut(string(a.Kind))}
	}
	if f := FirstDay(a); !a.Ended.IsZero() && f == a.Ended && (f != a.Adopted && !a.Adopted.IsZero() || f != a.Signed && !a.Signed.IsZero() || f != a.InForce && !a.InForce.IsZero()) {
		return &Invalid{Code: "ends-first", Field: "ended", Value: a.Ended.String()}
	}
	for field, list := range map[string][]string{"amends": a.Amends, "repeals": a.Repeals} {
		if len(list) > maxLinks {
			return &Invalid{Code: "many", Field: field}
		}
		for _, other := range list {
			if _, ok := v.Act(other); !ok || other == id {
				return &Invalid{Code: "no-act", Field: field, Value: cut(other)}
			}
		}
	}
	return nil
}

func checkSource(s string) error {
	if s == "" {
		return &Invalid{Code: "missing", Field: "source"}
	}
	return checkText("source", s, maxTitle)
}

func checkTreaty(code string, optional bool) error {
	if code == "" && optional {
		return nil
	}
	if !slices.ContainsFunc(reference.Treaties(), func(t reference.Treaty) bool { return t.Code == code }) {
		return &Invalid{Code: "choice", Field: "treaty", Value: cut(code)}
	}
	return nil
}

// DropLaw takes a legal act, a treaty act or a claim away on both sides; what was said stays in the ledger. A legal act
// that others name stays.
func (d *Desk) DropLaw(ctx context.Context, who account.Person, ws, kind, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditLegal, nil)
		if err != nil {
			return seat, Save{}, err
		}
		if kind != plan.KindLegalAct && kind != plan.KindTreatyAct && kind != plan.KindClaim {
			return seat, Save{}, &Invalid{Code: "choice", Field: "kind", Value: cut(kind)}
		}
		v := lawView(s.Work, s.Open)
		amending, repealing := v.Touching(id)
		if kind == plan.KindLegalAct && len(amending)+len(repealing)+len(v.StepsBy(id))+len(s.Work.About(plan.KindMeasure, id)) > 0 {
			return seat, Save{}, &Invalid{Code: "named", Field: "id"}
		}
		out := Save{Act: kind, Drops: []Drop{{Kind: kind, ID: id, Base: base}}}
		if fact, _, ok := s.Open.Shelf(kind).Held(id); ok {
			out.OpenDrops = []Drop{{Kind: kind, ID: id, Base: fact}}
		}
		if kind == plan.KindTreatyAct {
			for _, p := range s.Work.Proposals.All() {
				if p.Thing.Because == id && p.Thing.Decided == "" {
					out.Drops = append(out.Drops, Drop{Kind: plan.KindProposal, ID: p.ID, Base: p.Fact})
				}
			}
			s.mirrorProposals(&out, id)
		}
		return seat, out, nil
	})
	return err
}

// SaveClaim saves what a source says of a thing; public is whether everyone shall see it.
func (d *Desk) SaveClaim(ctx context.Context, who account.Person, ws, id string, base store.FactID, c plan.Claim, public bool) (string, error) {
	if id == "" {
		id = d.newID()
	}
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditLegal, nil)
		if err == nil && public {
			_, err = space.Allow(who, ws, account.Publish, nil)
		}
		if err == nil {
			err = s.checkClaim(c)
		}
		if err != nil {
			return seat, Save{}, err
		}
		return seat, onBothSides(s, plan.KindClaim, id, base, c, c, public), nil
	})
	return id, err
}

func (s *sides) checkClaim(c plan.Claim) error {
	known := false
	for _, kind := range []string{plan.KindLegalAct, plan.KindTreatyAct, plan.KindBody, plan.KindMeasure} {
		for _, v := range []*View{s.Work, s.Open} {
			_, _, ok := v.Shelf(kind).Held(c.About)
			known = known || ok
		}
	}
	switch {
	case !known:
		return &Invalid{Code: "no-act", Field: "about", Value: cut(c.About)}
	case c.Value == "" && len(c.Says) == 0:
		return &Invalid{Code: "missing", Field: "text"}
	case c.By == "":
		return &Invalid{Code: "missing", Field: "by"}
	case c.Voice != "" && !slices.Contains(append([]plan.Voice{plan.VoiceState}, plan.OtherVoices...), c.Voice):
		return &Invalid{Code: "choice", Field: "voice", Value: cut(string(c.Voice))}
	}
	return first(checkText("field", c.Field, 40), checkText("value", c.Value, maxTitle), checkNames("text", c.Says, false),
		checkText("by", c.By, maxTitle), checkSource(c.Source), checkURL("url", c.URL))
}
