package followup

import (
	"cmp"
	"context"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveOwn saves a recommendation that stands in no document of the record, such as a commissioner's own. The id is that of
// the thing; as a recommendation it is OwnID of it.
func (d *Desk) SaveOwn(ctx context.Context, who account.Person, ws, id string, base store.FactID, o plan.OwnRec) (string, error) {
	id = strings.TrimPrefix(id, ownPrefix)
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActOwnRec}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if err := cmp.Or(space.CheckID(plan.KindOwnRec, s.Work.Own, id, base), space.CheckTexts("text", o.Texts, true, space.TextMax), space.CheckAll(space.Text{Field: "number", Words: o.Number, Most: space.NameMax},
			space.Text{Field: "mechanism", Words: o.Mechanism, Most: space.NameMax}, space.Text{Field: "by", Words: o.By, Most: space.NameMax}, space.Text{Field: "source", Words: o.Source, Most: space.LineMax})); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindOwnRec, ID: id, Base: base, Thing: o}}
		return seat, save, nil
	})
	return firstID(ids), err
}
