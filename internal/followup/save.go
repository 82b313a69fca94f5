package followup

import (
	"context"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Desk is where work on a plan is done: every use case is a method of it. It asks the policy table itself, so that no door
// can forget to.
type Desk struct {
	Store  *store.Store
	Keeper *Keeper
	Record *record.Keeper
	Now    func() time.Time
	NewID  func() string // of a thing; nil: space.NewID

	Classifier *classify.Classifier // says which treaties a recommendation names; nil: only people's words count
	Files      *files.Folder        // of evidence; nil: none is taken
	Outside    *outside.Door        // to archive links; nil or closed: they are kept as links only
}

// What the engine of a workspace calls them (package space).
type (
	Put      = space.Put
	Drop     = space.Drop
	Conflict = space.Conflict
	Refused  = space.Refused
	Invalid  = space.Invalid
)

// Save is what one act does in a workspace: all of it or nothing.
type Save struct {
	Workspace string
	Act       string // kind of the act in the ledger: "report", "assign" …
	Puts      []Put
	Drops     []Drop

	OpenPuts  []Put // on the published side, in the same act
	OpenDrops []Drop
}

func (d *Desk) newID() string {
	if d.NewID != nil {
		return d.NewID()
	}
	return space.NewID()
}

// today is the day by the desk's clock.
func (d *Desk) today() upr.Date {
	now := d.Now().UTC()
	return upr.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// sides are both sides of a workspace as an act finds them.
type sides struct {
	Work, Open *View
	Recs       *Recs
}

// sides of a workspace as they stand.
func (d *Desk) sides(ctx context.Context, ws string) (*sides, error) {
	work, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	open, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	return &sides{Work: work, Open: open, Recs: d.recsAt(work)}, nil
}

// change does one act whose rules look at the workspace: make says what to save as things stand, and is asked again when
// somebody was faster (space.Writer.Change). IDs are those of the closed side's puts first.
func (d *Desk) change(ctx context.Context, who account.Person, ws string, make func(*sides) (account.Seat, Save, error)) ([]string, error) {
	_, ids, err := d.save(ctx, who, ws, make)
	return ids, err
}

// Do saves, in the name of a seat. The caller has asked the policy table. IDs are those of the puts, in order. A save over
// an older version is a *Conflict. A save whose rules look at more than the things that it changes is made by change.
func (d *Desk) Do(ctx context.Context, who account.Person, seat account.Seat, s Save) (done store.Committed, ids []string, err error) {
	return d.save(ctx, who, s.Workspace, func(*sides) (account.Seat, Save, error) { return seat, s, nil })
}

func (d *Desk) save(ctx context.Context, who account.Person, ws string, make func(*sides) (account.Seat, Save, error)) (store.Committed, []string, error) {
	w := space.Writer{Store: d.Store, Turns: &d.Keeper.turns, NewID: d.NewID, Refresh: d.Keeper.Refresh}
	return w.Change(ctx, ws, func() (space.Save, error) {
		sides, err := d.sides(ctx, ws)
		if err != nil {
			return space.Save{}, err
		}
		seat, s, err := make(sides)
		if err != nil {
			return space.Save{}, err
		}
		return space.Save{
			Act: store.Act{Kind: s.Act, Scope: WorkHome(ws), Role: string(seat.Role), Body: sides.Work.Office(seat.Body),
				Actor: store.Actor{Account: who.ID, Name: who.Name}},
			Sides: []space.Side{{From: sides.Work, Puts: s.Puts, Drops: s.Drops}, {From: sides.Open, Puts: s.OpenPuts, Drops: s.OpenDrops}},
		}, nil
	})
}
