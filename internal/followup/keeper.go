package followup

import (
	"context"
	"log/slog"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper holds the views of the workspaces that somebody has opened, and keeps them current.
type Keeper struct {
	homes *space.Keeper[*View]
	turns space.Turns
	mu    sync.Mutex
	recs  map[string]*recsOf // by home
	seats map[string]*seatsOf
	names map[string]*symbols
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
	disabled  []string // accounts, when it was looked
}

// NewKeeper keeps workspaces of a record.
func NewKeeper(st *store.Store) *Keeper {
	k := &Keeper{recs: map[string]*recsOf{}, seats: map[string]*seatsOf{}, names: map[string]*symbols{}}
	k.homes = space.NewKeeper(st, space.Area[*View]{Empty: k.empty, From: func(v *View) space.Next[*View] { return from(v) }, Later: (*View).later})
	return k
}

// empty is the view of a home in which nothing was done.
func (k *Keeper) empty(home string) *View {
	workspace, open := strings.CutPrefix(home, record.OpenHome)
	v := empty(strings.TrimPrefix(workspace, record.WorkHome), open)
	v.symbols = k.symbolsOf(v.Workspace)
	return v
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
	return k.homes.Now(ctx, WorkHome(workspace))
}

// Open is the published side.
func (k *Keeper) Open(ctx context.Context, workspace string) (*View, error) {
	return k.homes.Now(ctx, OpenHome(workspace))
}

// At is a side of a workspace as the record knew it at an act.
func (k *Keeper) At(ctx context.Context, workspace string, open bool, act uint64) (*View, error) {
	return k.homes.At(ctx, homeName(workspace, open), act)
}

// Refresh makes the opened views current; call it after a commit, so that the next page shows it.
func (k *Keeper) Refresh(ctx context.Context) error { return k.homes.Refresh(ctx) }

// Watch keeps the opened views current with acts of other programs on the same database, until the context ends.
func (k *Keeper) Watch(ctx context.Context, log *slog.Logger) { k.homes.Watch(ctx, log) }

func homeName(workspace string, open bool) string {
	if open {
		return OpenHome(workspace)
	}
	return WorkHome(workspace)
}
