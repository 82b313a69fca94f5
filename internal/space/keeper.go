package space

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openupr/openupr/internal/store"
)

// View is a home at one act, derived from its facts. It is immutable and shared.
type View interface {
	Home() string            // whose facts it holds: "work/KAZ"
	Seen() uint64            // number of the last act of the record that it knows of
	Shelf(kind string) Shelf // nil for what is no kind of the home
}

// Area says how the views of an area's homes are made.
type Area[V View] struct {
	Empty func(home string) V     // the view of a home in which nothing was done
	From  func(V) Next[V]         // begins the next view
	Later func(v V, act uint64) V // the same view as of a later act that was about something else
}

// Next makes the next view of a home from what acts brought and ended in it.
type Next[V View] interface {
	Bring(r store.Row) error
	End(r store.Row)
	Done(act uint64) V
}

// Keeper holds the views of the homes that somebody has opened, and keeps them current.
type Keeper[V View] struct {
	store *store.Store
	area  Area[V]
	mu    sync.Mutex
	homes map[string]*home[V]
	past  struct {
		sync.Mutex
		views []pastView[V] // the one looked at last is the last
	}
}

// home is one view in memory.
type home[V View] struct {
	mu   sync.Mutex // one refresh at a time
	view atomic.Pointer[V]
}

// NewKeeper keeps an area's homes of a record.
func NewKeeper[V View](st *store.Store, area Area[V]) *Keeper[V] {
	return &Keeper[V]{store: st, area: area, homes: map[string]*home[V]{}}
}

// Now is a home, current as of this call. Whoever asks for a closed one has been let in by the policy table.
func (k *Keeper[V]) Now(ctx context.Context, name string) (V, error) {
	k.mu.Lock()
	h := k.homes[name]
	if h == nil {
		h = &home[V]{}
		k.homes[name] = h
	}
	k.mu.Unlock()
	if v := h.view.Load(); v != nil {
		return *v, nil // Refresh and Watch keep it current
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if v := h.view.Load(); v != nil {
		return *v, nil
	}
	v, err := k.load(ctx, name, 0)
	if err != nil {
		return v, err
	}
	h.view.Store(&v)
	return v, nil
}

// pastViews is how many views of earlier acts are kept.
const pastViews = 4

type pastView[V View] struct {
	home string
	act  uint64
	view V
}

// At is a home as the record knew it at an act. The last few are kept: whoever compares with an earlier state looks more than
// once.
func (k *Keeper[V]) At(ctx context.Context, name string, act uint64) (V, error) {
	k.past.Lock()
	defer k.past.Unlock() // one is loaded at a time
	for i, p := range k.past.views {
		if p.home == name && p.act == act {
			k.past.views = append(slices.Delete(k.past.views, i, i+1), p)
			return p.view, nil
		}
	}
	v, err := k.load(ctx, name, act)
	if err != nil || v.Seen() != act {
		return v, err // one of an act to come is none of the past
	}
	k.past.views = append(k.past.views, pastView[V]{name, act, v})
	if n := len(k.past.views); n > pastViews {
		k.past.views = slices.Delete(k.past.views, 0, n-pastViews)
	}
	return v, nil
}

// load builds a view from all facts of its home; at 0 is now.
func (k *Keeper[V]) load(ctx context.Context, name string, at uint64) (v V, err error) {
	head, err := k.store.Head(ctx)
	if err != nil {
		return v, fmt.Errorf("loading %s: %w", name, err)
	}
	if at == 0 || at > head.Number {
		at = head.Number
	}
	next := k.area.From(k.area.Empty(name))
	if at == 0 {
		return next.Done(0), nil
	}
	for r, err := range k.store.Facts(ctx, store.Filter{Review: name, At: at}) {
		if err == nil && !r.Erased {
			err = next.Bring(r)
		}
		if err != nil {
			return v, fmt.Errorf("loading %s: %w", name, err)
		}
	}
	return next.Done(at), nil
}

// Refresh makes the opened views current; call it after a commit, so that the next page shows it.
func (k *Keeper[V]) Refresh(ctx context.Context) error {
	k.mu.Lock()
	all := make([]*home[V], 0, len(k.homes))
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

func (k *Keeper[V]) refresh(ctx context.Context, h *home[V]) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	held := h.view.Load()
	if held == nil {
		return nil
	}
	old := *held
	head, err := k.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("refreshing a workspace: %w", err)
	}
	if head.Number == old.Seen() {
		return nil
	}
	next, touched := k.area.From(old), false
	for r, err := range k.store.Facts(ctx, store.Filter{Review: old.Home(), Since: old.Seen(), At: head.Number}) {
		touched = true
		switch {
		case err != nil:
			return fmt.Errorf("refreshing %s: %w", old.Home(), err)
		case r.EndedBy > 0:
			next.End(r)
		case !r.Erased:
			if err := next.Bring(r); err != nil {
				return fmt.Errorf("refreshing %s: %w", old.Home(), err)
			}
		}
	}
	var v V
	if touched {
		v = next.Done(head.Number)
	} else { // an act about something else: what was derived from the view stays
		v = k.area.Later(old, head.Number)
	}
	h.view.Store(&v)
	return nil
}

// Watch keeps the opened views current with acts of other programs on the same database, until the context ends.
func (k *Keeper[V]) Watch(ctx context.Context, log *slog.Logger) {
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
