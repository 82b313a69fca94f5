package council

import (
	"cmp"
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// Bounds of an institution's figures.
const (
	figuresMost = 200 // in a year
	yearFirst   = 1945
)

// SaveFigure saves a figure of an institution's annual report. It is public when the year's figures are published.
func (d *Desk) SaveFigure(ctx context.Context, who account.Person, ws, id string, base store.FactID, f council.Figure) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActFigure}
		f := f
		if old, ok := s.Closed.Figures.Get(id); ok {
			f.Body, f.Year = old.Thing.Body, old.Thing.Year
		}
		seat, err := space.Allow(who, ws, account.Advise, &account.Target{Bodies: []string{f.Body}})
		if err != nil {
			return seat, save, err
		}
		if f.Year < yearFirst || f.Year > d.Today().Year {
			return seat, save, &Invalid{Code: "year", Field: "year"}
		}
		if f.Value < 0 {
			return seat, save, &Invalid{Code: "negative", Field: "value"}
		}
		n := 0
		for _, h := range s.Closed.Figures.Any() {
			if h.Thing.Body == f.Body && h.Thing.Year == f.Year {
				n++
			}
		}
		if id == "" && n >= figuresMost {
			return seat, save, &Invalid{Code: "many", Field: "value"}
		}
		if err := cmp.Or(space.CheckID(council.KindFigure, s.Closed.Figures, id, base), space.CheckTexts("name", f.Names, true, space.NameMax),
			space.CheckWords("note", f.Note, space.LineMax)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindFigure, ID: id, Base: base, Thing: f}}
		return seat, save, nil
	}))
}

// RemoveFigure takes a figure away, from the public too.
func (d *Desk) RemoveFigure(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActFigure, Drops: []Drop{{Kind: council.KindFigure, ID: id, Base: base}}, OpenDrops: s.Close(council.KindFigure, id)}
		h, ok := s.Closed.Figures.Get(id)
		if !ok {
			seat, err := space.Allow(who, ws, account.Advise, nil)
			return seat, save, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindFigure, Value: id}))
		}
		seat, err := space.Allow(who, ws, account.Advise, &account.Target{Bodies: []string{h.Thing.Body}})
		return seat, save, err
	})
	return err
}

// PublishFigures brings an institution's figures of a year to the public as they stand.
func (d *Desk) PublishFigures(ctx context.Context, who account.Person, ws, body string, year int) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActFigure, Opening: Open()}
		seat, err := space.Allow(who, ws, account.Advise, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		none := true
		for id, h := range s.Closed.Figures.All() {
			if h.Thing.Body == body && h.Thing.Year == year {
				save.Opening.Add(council.KindFigure, id, h.Thing)
				none = false
			}
		}
		if none {
			return seat, save, &Invalid{Code: "empty", Field: "value"}
		}
		return seat, save, nil
	})
	return err
}

// AccreditationStatuses in the order in which they are shown.
var AccreditationStatuses = []string{"A", "B", "none"}

// SaveAccreditation keeps what an international body decided on an institution's accreditation, with its source; it is public
// at once.
func (d *Desk) SaveAccreditation(ctx context.Context, who account.Person, ws, id string, base store.FactID, a council.Accreditation) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActAccred, Opening: Open()}
		a, id := a, id
		if old, ok := s.Closed.Accredited.Get(id); ok {
			a.Body = old.Thing.Body
		}
		seat, err := space.Allow(who, ws, account.Advise, &account.Target{Bodies: []string{a.Body}})
		if err != nil {
			return seat, save, err
		}
		if a.From.IsZero() {
			return seat, save, &Invalid{Code: "empty", Field: "from"}
		}
		if a.Source, err = space.NeedWords("source", a.Source, space.LineMax); err != nil {
			return seat, save, err
		}
		if err := cmp.Or(space.CheckID(council.KindAccreditation, s.Closed.Accredited, id, base), space.CheckOneOf("status", a.Status, AccreditationStatuses),
			space.CheckSpan("to", a.From, a.To), space.CheckAll(space.Text{Field: "by", Words: a.By, Most: space.NameMax}, space.Text{Field: "note", Words: a.Note, Most: space.LineMax})); err != nil {
			return seat, save, err
		}
		if id == "" {
			id = d.newID()
		}
		save.Puts = []Put{{Kind: council.KindAccreditation, ID: id, Base: base, Thing: a}}
		save.Opening.Add(council.KindAccreditation, id, a)
		return seat, save, nil
	}))
}
