package space

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/store"
)

// Writer makes saves.
type Writer struct {
	Store   *store.Store
	Turns   *Turns
	NewID   func() string                   // of a thing; nil: NewID
	Refresh func(ctx context.Context) error // makes current the views that saves look at
}

func (w Writer) newID() string {
	if w.NewID != nil {
		return w.NewID()
	}
	return NewID()
}

// How long a save looks again after a program on another machine was faster between its look and its commit, and how long
// it waits at most before each look.
const (
	patience = 20 * time.Second
	waitMost = 30 * time.Millisecond
)

// ErrBusy: others on other machines were faster each time, for as long as a save looks again. Nothing was written.
var ErrBusy = errors.New("another act is on its way; try again")

// Change does one act whose rules look at the workspace: make says what to save as things stand, and is asked again when
// somebody was faster. Saves in a workspace are made one after another, so that what make saw is still so when its act is
// committed. IDs are those of the puts, in order. A save over an older version than the current one is a *Conflict; what make
// returns as an error is returned as it is. Where everything stands so already, no act is made and done is empty.
func (w Writer) Change(ctx context.Context, workspace string, make func() (Save, error)) (done store.Committed, ids []string, err error) {
	turn, err := w.Turns.Take(ctx, workspace)
	if err != nil {
		return done, nil, err
	}
	defer turn()
	for until := time.Now().Add(patience); ; {
		var s Save
		if s, err = make(); err != nil {
			return done, nil, err
		}
		done, ids, err = w.try(ctx, s)
		if !errors.Is(err, ErrBusy) || time.Now().After(until) {
			return done, ids, err
		}
		if err := w.wait(ctx); err != nil { // the other act is on its way: see how it ends
			return done, nil, err
		}
	}
}

// try saves once. Nothing is written when the workspace was changed after the act seen: then it is ErrBusy.
func (w Writer) try(ctx context.Context, s Save) (done store.Committed, ids []string, err error) {
	b := &batch{}
	for _, side := range s.Sides {
		if err := b.side(ctx, w, side); err != nil {
			return done, nil, err
		}
	}
	if len(b.add)+len(b.end) == 0 {
		return done, b.ids, nil // it stands so already
	}
	act := s.Act
	act.Base, act.Based = s.seen(), true
	done, err = w.commit(ctx, act, b)
	var not *store.NotCurrent
	var changed *store.Changed
	if errors.As(err, &not) || errors.As(err, &changed) {
		if err := w.Refresh(ctx); err != nil { // now the look finds what was done
			return done, nil, err
		}
		return done, nil, fmt.Errorf("saving in %s: %w", act.Scope, ErrBusy)
	}
	if err != nil {
		return done, nil, fmt.Errorf("saving in %s: %w", act.Scope, err)
	}
	return done, b.ids, w.Refresh(ctx)
}

// commit writes a small act at once and a large one through a draft.
func (w Writer) commit(ctx context.Context, act store.Act, b *batch) (store.Committed, error) {
	if len(b.add)+len(b.end) < store.WriteMax {
		return w.Store.Write(ctx, act, b.add, b.end)
	}
	draft, err := w.Store.Begin(ctx, act)
	if err != nil {
		return store.Committed{}, err
	}
	if err := errors.Join(draft.End(ctx, b.end...), draft.Add(ctx, b.add...)); err != nil {
		return store.Committed{}, errors.Join(err, draft.Abandon(context.WithoutCancel(ctx)))
	}
	return draft.Commit(ctx)
}

// wait waits until the act of somebody who was faster is likely to be done.
func (w Writer) wait(ctx context.Context) error {
	select {
	case <-time.After(rand.N(waitMost)): // by chance, so that two programs do not go on in step
		return w.Refresh(ctx)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Turns lets the saves of each workspace through one after another. The zero Turns is ready.
type Turns struct {
	mu   sync.Mutex
	free map[string]chan struct{}
}

// Take waits for the turn in a workspace; what it gives ends it.
func (t *Turns) Take(ctx context.Context, workspace string) (end func(), err error) {
	t.mu.Lock()
	c := t.free[workspace]
	if c == nil {
		if t.free == nil {
			t.free = map[string]chan struct{}{}
		}
		c = make(chan struct{}, 1)
		t.free[workspace] = c
	}
	t.mu.Unlock()
	select {
	case c <- struct{}{}:
		return func() { <-c }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
