package followup

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// sides are both sides of a workspace as an act finds them.
type sides struct {
	Work, Open *View
	Recs       *Recs
}

// change does one act whose rules look at the workspace: make says what to save as things stand, and is asked again when
// somebody was faster. Saves in a workspace are made one after another, so that what make saw is still so when its act is
// committed.
func (d *Desk) change(ctx context.Context, who account.Person, ws string, make func(*sides) (account.Seat, Save, error)) ([]string, error) {
	turn, err := d.Keeper.turn(ctx, ws)
	if err != nil {
		return nil, err
	}
	defer turn()
	for until := time.Now().Add(savePatience); ; {
		ids, err := d.changeOnce(ctx, who, ws, make)
		if !errors.Is(err, errAgain) || time.Now().After(until) {
			return ids, err
		}
		if err := d.waitAgain(ctx); err != nil {
			return nil, err
		}
	}
}

func (d *Desk) changeOnce(ctx context.Context, who account.Person, ws string, make func(*sides) (account.Seat, Save, error)) ([]string, error) {
	work, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	open, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	seat, s, err := make(&sides{Work: work, Open: open, Recs: d.recsAt(work)})
	if err != nil {
		return nil, err
	}
	s.Workspace = ws
	_, ids, err := d.try(ctx, who, seat, s, min(work.Act, open.Act))
	return ids, err
}

// waitAgain waits until the act of somebody who was faster is likely to be done.
func (d *Desk) waitAgain(ctx context.Context) error {
	select {
	case <-time.After(rand.N(saveWait)): // by chance, so that two programs do not go on in step
		return d.Keeper.Refresh(ctx)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// turns lets the saves of each workspace through one after another.
type turns struct {
	mu   sync.Mutex
	free map[string]chan struct{}
}

// take waits for the turn; what it gives ends it.
func (t *turns) take(ctx context.Context, ws string) (func(), error) {
	t.mu.Lock()
	c := t.free[ws]
	if c == nil {
		if t.free == nil {
			t.free = map[string]chan struct{}{}
		}
		c = make(chan struct{}, 1)
		t.free[ws] = c
	}
	t.mu.Unlock()
	select {
	case c <- struct{}{}:
		return func() { <-c }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// today is the day by the desk's clock.
func (d *Desk) today() upr.Date {
	now := d.Now().UTC()
	return upr.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}

// seenVersion refuses a thing that is not the version that the person saw; for changes that do not carry the person's whole
// version: the Conflict then tells what others changed since.
func seenVersion[T any](ctx context.Context, d *Desk, v *View, kind string, t *Table[*Held[T]], id string, base store.FactID) (*Held[T], error) {
	h, ok := t.Get(id)
	switch {
	case !ok:
		return nil, &Invalid{Code: "gone", Field: kind, Value: id}
	case h.Fact != base:
		err := d.conflict(ctx, kind, id, homeName(v.Workspace, v.Open), base, nil, h.Fact, h.Fields)
		var c *Conflict
		if errors.As(err, &c) {
			c.Mine = c.Base
		}
		return nil, err
	}
	return h, nil
}

// checkID refuses a name for a new thing: the program makes those, so that no thing takes the name of another, also of one
// outside the workspace.
func checkID[T any](kind string, t *Table[*Held[T]], id string, base store.FactID) error {
	if id == "" || base != 0 {
		return nil
	}
	if _, ok := t.Get(id); !ok {
		return &Invalid{Code: "gone", Field: kind, Value: id}
	}
	return nil
}

// versionOf refuses a thing that is not the version that the person saw, without telling what changed.
func versionOf[T any](kind string, t *Table[*Held[T]], id string, base store.FactID) (*Held[T], error) {
	h, ok := t.Get(id)
	switch {
	case !ok:
		return nil, &Invalid{Code: "gone", Field: kind, Value: id}
	case h.Fact != base:
		return nil, &Conflict{Kind: kind, ID: id, Theirs: h.Fields, Mine: h.Fields, Fact: h.Fact, Act: h.Act}
	}
	return h, nil
}
