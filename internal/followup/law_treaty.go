package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveTreatyAct saves a dated step of the State towards a treaty; public is whether everyone shall see it. A deposit
// proposes, in the same act, a status for the recommendations that asked for the treaty: proposed says for how many new ones.
func (d *Desk) SaveTreatyAct(ctx context.Context, who account.Person, ws, id string, base store.FactID, a plan.TreatyAct, public bool) (_ string, proposed int, err error) {
	if id == "" {
		id = d.newID()
	}
	_, err = d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditLegal, nil)
		if err == nil && public {
			_, err = space.Allow(who, ws, account.Publish, nil)
		}
		if err == nil {
			err = s.checkStep(id, a)
		}
		if err != nil {
			return seat, Save{}, err
		}
		save := onBothSides(s, plan.KindTreatyAct, id, base, a, a, public)
		proposed = d.propose(s, &save, id, a)
		s.mirrorProposals(&save, id)
		return seat, save, nil
	})
	return id, proposed, err
}

func (s *sides) checkStep(id string, a plan.TreatyAct) error {
	v := lawView(s.Work, s.Open)
	switch {
	case !slices.Contains(plan.TreatySteps, a.Step):
		return &Invalid{Code: "choice", Field: "step", Value: cut(string(a.Step))}
	case a.Date.IsZero():
		return &Invalid{Code: "missing", Field: "date"}
	case (a.Step == plan.Reservation || a.Step == plan.Declaration || a.Step == plan.Procedure) && a.Text == "":
		return &Invalid{Code: "missing", Field: "text"}
	}
	if a.Law != "" {
		if _, ok := v.Act(a.Law); !ok {
			return &Invalid{Code: "no-act", Field: "legal-act", Value: cut(a.Law)}
		}
	}
	if a.Of != "" {
		of, ok := v.Step(a.Of)
		if !ok || a.Step != plan.Withdrawal || of.Thing.Treaty != a.Treaty || of.Thing.Step != plan.Reservation && of.Thing.Step != plan.Declaration || a.Of == id {
			return &Invalid{Code: "no-step", Field: "of", Value: cut(a.Of)}
		}
	}
	return first(checkTreaty(a.Treaty, false), checkText("text", a.Text, maxText), checkSource(a.Source), checkURL("url", a.URL))
}

// TreatyLine is how a State stands to one treaty: what the workspace says, what the reference data says, and where the two
// differ.
type TreatyLine struct {
	Treaty    reference.Treaty
	Steps     []Kept[plan.TreatyAct] // by date
	Reference *reference.Bond        // nil: neither party nor signatory there
	Differ    []string               // codes of differences, with messages "law.differs.<code>"
}

// Differences between the steps of a workspace and the reference data.
const (
	OnlyReference = "only-reference" // the reference data has the State as a party, nothing here says so
	OnlyHere      = "only-here"      // a deposit here, before the day of the reference data, which does not have it
	LaterHere     = "later-here"     // a deposit here after the day of the reference data: no contradiction
	OtherYear     = "other-year"     // of the deposit
	SignedThere   = "signed-there"   // signed by the reference data, nothing here says so
	DeniedHere    = "denounced-here" // denounced here, a party by the reference data
)

// Pipeline is all treaties of the reference data in their order, with what is known of the State.
func (v *LawView) Pipeline() []TreatyLine {
	bonds := reference.Ratifications(v.State)
	var out []TreatyLine
	for _, t := range reference.Treaties() {
		l := TreatyLine{Treaty: t, Steps: v.StepsOf(t.Code)}
		for _, b := range bonds {
			if b.Treaty == t.Code {
				l.Reference = &b
			}
		}
		l.Differ = differences(l)
		out = append(out, l)
	}
	return out
}

func differences(l TreatyLine) []string {
	step := func(s plan.TreatyStep) upr.Date {
		day := upr.Date{}
		for _, a := range l.Steps {
			if a.Thing.Step == s && a.Thing.Date.After(day) {
				day = a.Thing.Date
			}
		}
		return day
	}
	deposit, signed, left := step(plan.Deposit), step(plan.Signature), step(plan.Denunciation)
	party := l.Reference != nil && l.Reference.Party
	switch {
	case party && !left.IsZero():
		return []string{DeniedHere}
	case party && deposit.IsZero():
		return []string{OnlyReference}
	case party && l.Reference.Year > 0 && l.Reference.Year != deposit.Year:
		return []string{OtherYear}
	case !party && !deposit.IsZero() && deposit.String()[:len(reference.RatificationsAsOf)] > reference.RatificationsAsOf:
		return []string{LaterHere}
	case !party && !deposit.IsZero():
		return []string{OnlyHere}
	case !party && l.Reference != nil && signed.IsZero():
		return []string{SignedThere}
	}
	return nil
}

// Lifted says whether a reservation or declaration was taken back, and by which step.
func (v *LawView) Lifted(id string) (Kept[plan.TreatyAct], bool) {
	for _, a := range v.Treaties {
		if a.Thing.Step == plan.Withdrawal && a.Thing.Of == id {
			return a, true
		}
	}
	return Kept[plan.TreatyAct]{}, false
}
