package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// partsMax is how many sections, and how many categories, a council may have.
const partsMax = 200

// RemovePart takes a section or category away that nothing names.
func (d *Desk) RemovePart(ctx context.Context, who account.Person, ws, kind, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		of := ""
		if x, ok := s.Closed.Sections.Get(id); ok && kind == council.KindSection {
			of = x.Thing.Council
		} else if x, ok := s.Closed.Categories.Get(id); ok && kind == council.KindCategory {
			of = x.Thing.Council
		} else {
			return account.Seat{}, Save{}, &Invalid{Code: "gone", Field: kind, Value: id}
		}
		return d.remove(s, who, ActCouncil, of, Drop{Kind: kind, ID: id, Base: base})
	})
	return err
}

// remove takes a thing of a council away, on both sides, when nothing on the closed side names it.
func (d *Desk) remove(s *Sides, who account.Person, act, of string, x Drop) (account.Seat, Save, error) {
	save := Save{Act: act}
	_, seat, err := s.councilOf(who, s.Closed.Workspace, account.EditCouncil, of)
	if err != nil {
		return seat, save, err
	}
	if refs, _ := s.Closed.about.Get(x.ID); len(refs) > 0 {
		return seat, save, &Invalid{Code: "in-use", Field: x.Kind, Value: x.ID}
	}
	save.Drops, save.OpenDrops = []Drop{x}, s.Close(x.Kind, x.ID)
	return seat, save, nil
}

// SectionsOf a council in its order.
func (v *View) SectionsOf(id string) []*Held[council.Section] {
	out := space.Pick(v.Sections, v.About(council.KindSection, id))
	slices.SortFunc(out, func(a, b *Held[council.Section]) int {
		return cmp.Or(cmp.Compare(a.Thing.Order, b.Thing.Order), strings.Compare(a.ID, b.ID))
	})
	return out
}

// CategoriesOf a council in its order.
func (v *View) CategoriesOf(id string) []*Held[council.Category] {
	out := space.Pick(v.Categories, v.About(council.KindCategory, id))
	slices.SortFunc(out, func(a, b *Held[council.Category]) int {
		return cmp.Or(cmp.Compare(a.Thing.Order, b.Thing.Order), strings.Compare(a.ID, b.ID))
	})
	return out
}
