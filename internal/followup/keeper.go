package followup

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper holds the views of the workspaces that somebody has opened, and keeps them current.
type Keeper struct {
	store *store.Store
	mu    sync.Mutex
	homes map[string]*home
	recs  map[string]*recsOf // by workspace
	seats map[string]*seatsOf
	names map[string]*symbols
	turns turns
	past  struct {
		sync.Mutex
		views []keptView // the one looked at last is the last
	}
}

// seatsOf remembers who sits in a workspace as of an act.
type seatsOf struct {
	mu    sync.Mutex
	read  bool
	act   uint64
	seats []store.Seat

	looked    bool
	lookedAct uint64
	lookedOn  upr.Date
	vacant    []Vacancy
}

// home is one view in memory.
type home struct {
	mu   sync.Mutex // one refresh at a time
	view atomic.Pointer[View]
}

// NewKeeper keeps workspaces of a record.
func NewKeeper(st *store.Store) *Keeper {
	return &Keeper{store: st, homes: map[string]*home{}, recs: map[string]*recsOf{}, seats: map[string]*seatsOf{}, names: map[string]*symbols{}}
}

// turn waits until nobody else saves in the workspace; what it gives ends the turn.
func (k *Keeper) turn(ctx context.Context, workspace string) (func(), error) {
	return k.turns.take(ctx, workspace)
}

func (k *Keeper) seatsOf(workspace string) *seatsOf {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := k.seats[workspace]
	if m == nil {
		m = &seatsOf{}
		k.seats[workspace] = m
	}
	return m
}

func (k *Keeper) symbolsOf(workspace string) *symbols {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := k.names[workspace]
	if s == nil {
		s = newSymbols()
		k.names[workspace] = s
	}
	return s
}

func (k *Keeper) recsOf(workspace string) *recsOf {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := k.recs[workspace]
	if m == nil {
		m = &recsOf{}
		k.recs[workspace] = m
	}
	return m
}

// Work is the closed side of a workspace, current as of this call. Whoever asks for it has been let in by the policy table.
func (k *Keeper) Work(ctx context.Context, workspace string) (*View, error) {
	return k.current(ctx, workspace, false)
}

// Open is the published side.
func (k *Keeper) Open(ctx context.Context, workspace string) (*View, error) {
	return k.current(ctx, workspace, true)
}

// At is a side of a workspace as the record knew it at an act. The last few are kept: whoever compares a plan with the
// approved one looks more than once.
func (k *Keeper) At(ctx context.Context, workspace string, open bool, act uint64) (*View, error) {
	want := pastView{homeName(workspace, open), act}
	k.past.Lock()
	defer k.past.Unlock() // one is loaded at a time
	for i, v := range k.past.views {
		if v.of == want {
			k.past.views = append(slices.Delete(k.past.views, i, i+1), v)
			return v.view, nil
		}
	}
	v, err := load(ctx, k.store, k.symbolsOf(workspace), workspace, open, act)
	if err != nil || v.Act != act {
		return v, err // one of an act to come is none of the past
	}
	k.past.views = append(k.past.views, keptView{want, v})
	if n := len(k.past.views); n > pastViews {
		k.past.views = slices.Delete(k.past.views, 0, n-pastViews)
	}
	return v, nil
}

// pastViews is how many views of earlier acts are kept.
const pastViews = 4

type pastView struct {
	home string
	act  uint64
}

type keptView struct {
	of   pastView
	view *View
}

func (k *Keeper) current(ctx context.Context, workspace string, open bool) (*View, error) {
	name := homeName(workspace, open)
	k.mu.Lock()
	h := k.homes[name]
	if h == nil {
		h = &home{}
		k.homes[name] = h
	}
	k.mu.Unlock()
	if v := h.view.Load(); v != nil {
		return v, nil // Refresh and Watch keep it current
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if v := h.view.Load(); v != nil {
		return v, nil
	}
	v, err := load(ctx, k.store, k.symbolsOf(workspace), workspace, open, 0)
	if err != nil {
		return nil, err
	}
	h.view.Store(v)
	return v, nil
}

func homeName(workspace string, open bool) string {
	if open {
		return OpenHome(workspace)
	}
	return WorkHome(workspace)
}

// load builds a view from all facts of its home.
func load(ctx context.Context, st *store.Store, sy *symbols, workspace string, open bool, at uint64) (*View, error) {
	name := homeName(workspace, open)
	head, err := st.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading %s: %w", name, err)
	}
	if at == 0 || at > head.Number {
		at = head.Number
	}
	none := empty(workspace, open)
	none.symbols = sy
	c := from(none)
	if at == 0 {
		return c.done(0), nil
	}
	for r, err := range st.Facts(ctx, store.Filter{Review: name, At: at}) {
		if err == nil && !r.Erased {
			err = c.bring(r)
		}
		if err != nil {
			return nil, fmt.Errorf("loading %s: %w", name, err)
		}
	}
	return c.done(at), nil
}

// Refresh makes the opened views current; call it after a commit, so that the next page shows it.
func (k *Keeper) Refresh(ctx context.Context) error {
	k.mu.Lock()
	all := make([]*home, 0, len(k.homes))
	for _, h := range k.homes {
		all = append(all, h)
	}
	k.mu.Unlock()
	for _, h := range all {
		if err := k.refresh(ctx, h); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) refresh(ctx context.Context, h *home) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	old := h.view.Load()
	if old == nil {
		return nil
	}
	head, err := k.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("refreshing a workspace: %w", err)
	}
	if head.Number == old.Act {
		return nil
	}
	name := homeName(old.Workspace, old.Open)
	c, touched := from(old), false
	for r, err := range k.store.Facts(ctx, store.Filter{Review: name, Since: old.Act, At: head.Number}) {
		touched = true
		switch {
		case err != nil:
			return fmt.Errorf("refreshing %s: %w", name, err)
		case r.EndedBy > 0:
			c.end(r)
		case !r.Erased:
			if err := c.bring(r); err != nil {
				return fmt.Errorf("refreshing %s: %w", name, err)
			}
		}
	}
	if !touched { // an act about something else: what was derived from the view stays
		same := *old
		same.Act = head.Number
		h.view.Store(&same)
		return nil
	}
	h.view.Store(c.done(head.Number))
	return nil
}

// Watch keeps the opened views current with acts of other programs on the same database, until the context ends.
func (k *Keeper) Watch(ctx context.Context, log *slog.Logger) {
	var seen uint64
	for ctx.Err() == nil {
		head, err := k.store.WaitHead(ctx, seen)
		if err == nil {
			seen = head.Number
			err = k.Refresh(ctx)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("a workspace could not be refreshed", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}
