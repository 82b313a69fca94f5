package followup

import (
	"cmp"
	"context"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveOwn saves a recommendation that stands in no document of the record, such as a commissioner's own. The id is that of
// the thing; as a recommendation it is OwnID of it.
func (d *Desk) SaveOwn(ctx context.Context, who account.Person, ws, id string, base store.FactID, o plan.OwnRec) (string, error) {
	id = strings.TrimPrefix(id, ownPrefix)
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActOwnRec}
		seat, err := allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if err := cmp.Or(checkID(plan.KindOwnRec, s.Work.Own, id, base), checkTexts("text", o.Texts, true, textMax), checkFields(field{"number", o.Number, nameMax},
			field{"mechanism", o.Mechanism, nameMax}, field{"by", o.By, nameMax}, field{"source", o.Source, lineMax})); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{plan.KindOwnRec, id, base, o}}
		return seat, save, nil
	})
	return firstID(ids), err
}
