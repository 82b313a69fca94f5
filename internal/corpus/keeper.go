package corpus

import (
	"cmp"
	"context"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper holds the snapshot of the record's current view and makes a new one when an act was committed, here or by
// another program on the same database. Readers never wait for it.
//
// A new snapshot shares the large part with the one before. The homes that changed since that part was built (a home is a
// review, or what mechanisms asked of a State) stand in a small second part, which is made again with each act. When it has
// grown, both are brought together in the background.
type Keeper struct {
	records  *record.Keeper
	store    *store.Store
	classify *classify.Classifier
	log      *slog.Logger
	ahead    map[any][]Doc // of reviews, made before the first snapshot; then nil
	past     past
	now      atomic.Pointer[Snapshot]

	mu      sync.Mutex // one refresh at a time
	base    *part
	inBase  map[home]placed  // what base was made of
	changed map[home]renewed // documents of the homes that are not as base has them
	all     []homed          // of the present snapshot, in its order
	sizes   []uint32         // documents of each
	merging bool
}

// home is a review, or with cycle 0 what mechanisms asked of a State.
type home struct {
	state upr.State
	cycle upr.Cycle
}

// placed is where a part has the documents of a home, and what they were made of: homes that the record did not touch are
// the same pointers in its next view.
type placed struct {
	at   span
	from any
}

type renewed struct {
	docs []Doc
	from any
}

// homed is a home as a view has it.
type homed struct {
	home
	from any // *record.Review or *record.Mechanisms
}

// homes of a view in document order: by State, its reviews by cycle, then what mechanisms asked of it.
func homes(v *record.View) []homed {
	var out []homed
	for _, r := range v.Reviews() {
		out = append(out, homed{home{r.ID.State, r.ID.Cycle}, r})
	}
	for _, m := range v.AllMechanisms() {
		out = append(out, homed{home{m.State, 0}, m})
	}
	slices.SortStableFunc(out, func(a, b homed) int {
		return cmp.Or(cmp.Compare(a.state, b.state), cmp.Compare(a.cycle-1&0xFF, b.cycle-1&0xFF)) // 0 last
	})
	return out
}

func (s homed) docs(c *classify.Classifier, on upr.Date) []Doc {
	switch from := s.from.(type) {
	case *record.Review:
		return ReviewDocs(from, c, on)
	case *record.Mechanisms:
		return MechanismDocs(from, c, on)
	}
	return nil
}

// docsOf makes the documents of homes, several at a time; those that are at hand are taken.
func docsOf(all []homed, c *classify.Classifier, on upr.Date, ahead map[any][]Doc) [][]Doc {
	out := make([][]Doc, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				var ok bool
				if out[i], ok = ahead[all[i].from]; !ok {
					out[i] = all[i].docs(c, on)
				}
			}
		})
	}
	wg.Wait()
	return out
}

// NewKeeper builds the snapshot of the record as it is known now. Follow keeps it current.
func NewKeeper(records *record.Keeper, st *store.Store, c *classify.Classifier, log *slog.Logger) *Keeper {
	return NewAhead(c).Keeper(records, st, log)
}

// Ahead makes documents of reviews while the record is still read.
type Ahead struct {
	classify *classify.Classifier
	docs     map[any][]Doc // by the review
}

// NewAhead begins with nothing made.
func NewAhead(c *classify.Classifier) *Ahead { return &Ahead{c, map[any][]Doc{}} }

// Take makes the documents of a review. It is called by one goroutine at a time, before Keeper.
func (a *Ahead) Take(r *record.Review) { a.docs[r] = ReviewDocs(r, a.classify, upr.Date{}) }

// Keeper builds the snapshot as NewKeeper does, with what was made already.
func (a *Ahead) Keeper(records *record.Keeper, st *store.Store, log *slog.Logger) *Keeper {
	k := &Keeper{records: records, store: st, classify: a.classify, log: log, ahead: a.docs}
	k.Refresh()
	k.ahead = nil
	return k
}

// Snapshot is the record as of the last refresh.
func (k *Keeper) Snapshot() *Snapshot { return k.now.Load() }

// Follow refreshes the snapshot whenever the record's view is a new one, until the context ends.
func (k *Keeper) Follow(ctx context.Context) {
	for {
		if _, err := k.records.Next(ctx, k.Snapshot().Act()); err != nil {
			return
		}
		k.Refresh()
	}
}

// mergeShare is how many documents there are to one of the second part before both parts are brought together, and
// rebuildShare before that is not put off any more.
const (
	mergeShare   = 64
	mergeLeast   = 2000
	rebuildShare = 4
)

// Refresh makes the snapshot follow the record's view. Who has just committed an act calls it to see the act at once.
func (k *Keeper) Refresh() {
	k.mu.Lock()
	defer k.mu.Unlock()
	v := k.records.View()
	if old := k.now.Load(); old != nil && old.Act() == v.Act {
		return
	}
	began := time.Now()
	all := homes(v)
	var fresh []homed // not as any part has them
	changed := map[home]renewed{}
	for _, s := range all {
		if k.base != nil && k.inBase[s.home].from == s.from {
			continue
		}
		if old, ok := k.changed[s.home]; ok && old.from == s.from {
			changed[s.home] = old
			continue
		}
		fresh = append(fresh, s)
	}
	if old := k.now.Load(); old != nil && len(fresh) == 0 && len(changed) == len(k.changed) && len(all) == len(k.all) {
		same := *old // an act that touched nothing that is searched, as those in a workspace
		same.act = v.Act
		k.now.Store(&same)
		return
	}
	for i, docs := range docsOf(fresh, k.classify, upr.Date{}, k.ahead) {
		changed[fresh[i].home] = renewed{docs, fresh[i].from}
	}
	k.changed = changed
	n := 0
	for _, c := range changed {
		n += len(c.docs)
	}
	if k.base == nil || n > k.base.docs/rebuildShare {
		k.base, k.inBase = k.rebuilt(all)
		k.changed = nil
	}
	k.all = all
	k.now.Store(k.assemble(v.Act))
	k.log.Debug("the search follows the record", "act", v.Act, "changed", n, "took", time.Since(began))
	if n > max(mergeLeast, k.base.docs/mergeShare) && len(k.changed) > 0 && !k.merging {
		k.merging = true
		go k.merge(k.now.Load(), k.all, k.sizes)
	}
}

// rebuilt makes one part of everything. What did not change is taken from the present part, not made again.
func (k *Keeper) rebuilt(all []homed) (*part, map[home]placed) {
	lists := make([][]Doc, len(all))
	in := make(map[home]placed, len(all))
	from := uint32(0)
	for i, s := range all {
		if c, ok := k.changed[s.home]; ok {
			lists[i] = c.docs
		} else {
			at := k.inBase[s.home].at
			lists[i] = make([]Doc, 0, at.to-at.from)
			for d := at.from; d < at.to; d++ {
				lists[i] = append(lists[i], *k.base.doc(d))
			}
		}
		to := from + uint32(len(lists[i]))
		in[s.home], from = placed{span{from, to}, s.from}, to
	}
	return makePartOf(lists, runtime.GOMAXPROCS(0)), in
}

// assemble makes the snapshot of the base and what changed since.
func (k *Keeper) assemble(act uint64) *Snapshot {
	var docs []Doc
	order := make([]stretch, 0, 8)
	k.sizes = make([]uint32, len(k.all))
	for i, s := range k.all {
		st := stretch{at: k.inBase[s.home].at}
		if c, ok := k.changed[s.home]; ok {
			from := uint32(len(docs))
			docs = append(docs, c.docs...)
			st = stretch{part: 1, at: span{from, uint32(len(docs))}}
		}
		k.sizes[i] = st.at.to - st.at.from
		if n := len(order); n > 0 && order[n-1].part == st.part && order[n-1].at.to == st.at.from {
			order[n-1].at.to = st.at.to
		} else {
			order = append(order, st)
		}
	}
	parts := []*part{k.base}
	if len(k.changed) > 0 {
		parts = append(parts, makePart(docs, runtime.GOMAXPROCS(0)))
	}
	return assemble(act, parts, order)
}

// merge brings the parts of a snapshot together. Acts may be committed meanwhile: what they changed stays changed.
func (k *Keeper) merge(s *Snapshot, all []homed, sizes []uint32) {
	docs := make([]Doc, s.Len())
	for n := range docs {
		docs[n] = *s.Doc(n)
	}
	base := makePart(docs, 1)
	in := make(map[home]placed, len(all))
	from := uint32(0)
	for i, h := range all {
		in[h.home] = placed{span{from, from + sizes[i]}, h.from}
		from += sizes[i]
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.merging = false
	for h, c := range k.changed {
		if in[h].from == c.from {
			delete(k.changed, h)
		}
	}
	k.base, k.inBase = base, in
	k.now.Store(k.assemble(k.Snapshot().Act()))
}
