package council

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Desk is where participation is done: every use case is a method of it. It asks the policy table itself, so that no door
// can forget to.
type Desk struct {
	Store    *store.Store
	Keeper   *Keeper
	Followup *followup.Desk // bodies, measures and recommendations of the workspace
	Now      func() time.Time
	NewID    func() string // of a thing; nil: space.NewID
}

// Save is what one act does: all of it or nothing.
type Save struct {
	Act   string // kind of the act in the ledger: "propose", "refer" …
	Puts  []Put
	Drops []Drop

	Opening   *Opening // what it publishes; may be nil
	OpenDrops []Drop   // what it takes from the public
}

// Sides are the workspace as an act finds it.
type Sides struct {
	Closed, Forum *View
	Plan          *followup.View // the closed side of the national plan: bodies, measures
	Recs          *followup.Recs // the workspace's recommendations
}

// Today is the day by the desk's clock.
func (d *Desk) Today() upr.Date {
	now := d.Now().UTC()
	return upr.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

func (d *Desk) newID() string {
	if d.NewID != nil {
		return d.NewID()
	}
	return space.NewID()
}

// sides of a workspace as they stand.
func (d *Desk) sides(ctx context.Context, ws string) (*Sides, error) {
	closed, err := d.Keeper.Closed(ctx, ws)
	if err != nil {
		return nil, err
	}
	forum, err := d.Keeper.Forum(ctx, ws)
	if err != nil {
		return nil, err
	}
	work, err := d.Followup.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	recs, err := d.Followup.Recs(ctx, ws)
	if err != nil {
		return nil, err
	}
	return &Sides{closed, forum, work, recs}, nil
}

// View is the closed side of a workspace as a person may read it; *Refused without a seat.
func (d *Desk) View(ctx context.Context, who account.Person, ws string) (*View, error) {
	if _, err := space.Allow(who, ws, account.ReadCouncil, nil); err != nil {
		return nil, err
	}
	v, err := d.Keeper.Closed(ctx, ws)
	if err != nil {
		return nil, err
	}
	return v.Visible(who), nil
}

// Public is the published side, for everyone.
func (d *Desk) Public(ctx context.Context, ws string) (*View, error) { return d.Keeper.Forum(ctx, ws) }

// Change does one act of a person whose rules look at the workspace: make asks the policy table, says what to save as things
// stand, and is asked again when somebody was faster (space.Writer.Change). IDs are those of the closed side's puts first. A
// save over an older version than the current one is a *Conflict.
func (d *Desk) Change(ctx context.Context, who account.Person, ws string, make func(*Sides) (account.Seat, Save, error)) ([]string, error) {
	return d.save(ctx, ws, store.Actor{Account: who.ID, Name: who.Name}, make)
}

// Anonymous does one act of whoever comes without an account, or does not want to be known: the ledger says "visitor" and
// nothing else.
func (d *Desk) Anonymous(ctx context.Context, ws string, make func(*Sides) (Save, error)) ([]string, error) {
	return d.save(ctx, ws, store.Actor{}, func(s *Sides) (account.Seat, Save, error) {
		save, err := make(s)
		return account.Seat{Workspace: ws, Role: account.Visitor}, save, err
	})
}

func (d *Desk) save(ctx context.Context, ws string, actor store.Actor, make func(*Sides) (account.Seat, Save, error)) ([]string, error) {
	w := space.Writer{Store: d.Store, Turns: &d.Keeper.turns, NewID: d.NewID, Refresh: d.refresh}
	_, ids, err := w.Change(ctx, ws, func() (space.Save, error) {
		sides, err := d.sides(ctx, ws)
		if err != nil {
			return space.Save{}, err
		}
		seat, s, err := make(sides)
		if err != nil {
			return space.Save{}, err
		}
		for i := range s.Puts { // the public copy has the name that the thing has
			if s.Puts[i].ID == "" {
				s.Puts[i].ID = d.newID()
			}
		}
		forum := space.Side{From: sides.Forum, Drops: s.OpenDrops}
		if s.Opening != nil {
			if forum.Puts, err = s.Opening.puts(sides); err != nil {
				return space.Save{}, err
			}
		}
		return space.Save{
			Act:   store.Act{Kind: s.Act, Scope: CouncilHome(ws), Role: string(seat.Role), Body: sides.Plan.Office(seat.Body), Actor: actor},
			Sides: []space.Side{{From: sides.Closed, Puts: s.Puts, Drops: s.Drops}, forum},
		}, nil
	})
	return ids, err
}

// refresh makes current what saves look at.
func (d *Desk) refresh(ctx context.Context) error {
	return errors.Join(d.Keeper.Refresh(ctx), d.Followup.Keeper.Refresh(ctx))
}

// first is the id of the thing that a change was about.
func first(ids []string, err error) (string, error) {
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}

// distinct are the ids without those that come again, in their order.
func distinct(ids []string) []string {
	var out []string
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}
