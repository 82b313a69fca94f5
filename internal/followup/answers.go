package followup

import (
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// ActAnswer is the act that saves positions which the State intends to give.
const ActAnswer = "intend"

// Intended is the position that the State intends to give to a recommendation, and the version that the person saw.
type Intended struct {
	Rec    string
	Base   store.FactID
	Answer plan.Answer // without position and comment it is taken away
}

// SaveAnswers saves positions that the State intends to give, several in one act. They prepare an addendum, are seen by
// those who edit the plan only, and are never published: a position is what the State's document says.
func (d *Desk) SaveAnswers(ctx context.Context, who account.Person, ws string, list []Intended) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActAnswer}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if len(list) > publishMax {
			return seat, save, &Invalid{Code: "many", Field: "rec"}
		}
		for _, x := range list {
			r, ok := s.Recs.Get(x.Rec)
			if !ok || r.Kind != RecItem {
				return seat, save, &Invalid{Code: "unknown", Field: "rec", Value: x.Rec}
			}
			if x.Answer.Position != "" {
				if err := space.CheckOneOf("position", x.Answer.Position, []upr.Position{upr.Supported, upr.Noted}); err != nil {
					return seat, save, err
				}
			}
			if err := space.CheckTexts("text", x.Answer.Comment, false, space.TextMax); err != nil {
				return seat, save, err
			}
			if x.Answer.Position == "" && len(x.Answer.Comment) == 0 {
				if x.Base != 0 {
					save.Drops = append(save.Drops, Drop{Kind: plan.KindAnswer, ID: x.Rec, Base: x.Base})
				}
				continue // there was none, and none is said
			}
			x.Answer.Rec = x.Rec
			save.Puts = append(save.Puts, Put{Kind: plan.KindAnswer, ID: x.Rec, Base: x.Base, Thing: x.Answer})
		}
		return seat, save, nil
	})
	return err
}
