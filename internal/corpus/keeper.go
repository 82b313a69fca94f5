package corpus

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper holds the snapshot of the record's current view and makes a new one when an act was committed, here or by
// another program on the same database. Readers never wait for it.
type Keeper struct {
	records  *record.Keeper
	store    *store.Store
	classify *classify.Classifier
	log      *slog.Logger
	mu       sync.Mutex // one refresh at a time
	now      atomic.Pointer[Snapshot]
}

// NewKeeper builds the snapshot of the record as it is known now. Follow keeps it current.
func NewKeeper(records *record.Keeper, st *store.Store, c *classify.Classifier, log *slog.Logger) *Keeper {
	k := &Keeper{records: records, store: st, classify: c, log: log}
	k.now.Store(k.of(records.View(), upr.Date{}))
	return k
}

// Snapshot is the record as of the last refresh.
func (k *Keeper) Snapshot() *Snapshot { return k.now.Load() }

// Refresh makes the snapshot follow the record's view. Who has just committed an act calls it to see the act at once.
func (k *Keeper) Refresh() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if v := k.records.View(); v.Act != k.Snapshot().Act() {
		k.now.Store(k.of(v, upr.Date{}))
	}
}

// Follow refreshes the snapshot whenever the record's view is a new one, until the context ends.
func (k *Keeper) Follow(ctx context.Context) {
	for {
		if _, err := k.records.Next(ctx, k.Snapshot().Act()); err != nil {
			return
		}
		k.Refresh()
	}
}

// At is the record as it was known at an act (0: now) and as it stood on a day (zero: now). Snapshots of the past are
// built when they are asked for.
func (k *Keeper) At(ctx context.Context, act uint64, on upr.Date) (*Snapshot, error) {
	v := k.records.View()
	if act == 0 || act >= v.Act {
		if on.IsZero() {
			return k.Snapshot(), nil
		}
		return k.of(v, on), nil
	}
	v, err := record.Load(ctx, k.store, act)
	if err != nil {
		return nil, err
	}
	return k.of(v, on), nil
}

func (k *Keeper) of(v *record.View, on upr.Date) *Snapshot {
	var docs []Doc
	for _, r := range v.Reviews() {
		docs = append(docs, ReviewDocs(r, k.classify, on)...)
	}
	for _, m := range v.AllMechanisms() {
		docs = append(docs, MechanismDocs(m, k.classify, on)...)
	}
	return Build(docs, v.Act)
}
