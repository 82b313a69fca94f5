package record

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Keeper holds the current View and makes a new one when an act was committed, here or by another program on the same
// database. Readers never wait for it.
type Keeper struct {
	store *store.Store
	mu    sync.Mutex // one refresh at a time
	view  atomic.Pointer[View]
	news  news
}

// NewKeeper loads the whole record.
func NewKeeper(ctx context.Context, st *store.Store) (*Keeper, error) {
	return NewKeeperTelling(ctx, st, nil)
}

// NewKeeperTelling loads the whole record and meanwhile tells, one after another, of reviews that are ready, so that what
// is made of them need not wait for the rest. Not all are told of, and one that is may not be the view's in the end.
func NewKeeperTelling(ctx context.Context, st *store.Store, tell func(*Review)) (*Keeper, error) {
	k := &Keeper{store: st}
	v, err := load(ctx, st, 0, tell)
	if err != nil {
		return nil, err
	}
	k.view.Store(v)
	return k, nil
}

// View is the record as of the last refresh.
func (k *Keeper) View() *View { return k.view.Load() }

// Known lists the items of a review for documents that answer by number: those that its report left pending, and those
// that have a position in it. Items that wait for a person are among them.
func (k *Keeper) Known(id upr.ReviewID) (pending, decided []upr.ItemID) {
	r, ok := k.View().Review(id)
	if !ok || r.Document(reading.WGReport, "") == nil {
		return nil, nil // without the report nobody knows what was pending
	}
	seen := map[upr.ItemID]bool{}
	add := func(item upr.ItemID, final bool) {
		switch {
		case seen[item]:
		case final:
			decided = append(decided, item)
		default:
			pending = append(pending, item)
		}
		seen[item] = true
	}
	for _, it := range r.Items {
		add(it.ID, positionAt(it, upr.StageWG).Final())
	}
	for _, q := range r.Questions {
		if it, _, ok := q.HeldItem(); ok {
			e, given := q.HeldPosition()
			add(it.ID, given && e.Stage == upr.StageWG && e.Value.Final())
		}
	}
	return pending, decided
}

// Refresh makes the view current. Only the reviews that the new acts touched are built again.
func (k *Keeper) Refresh(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	old := k.View()
	head, err := k.store.Head(ctx)
	if err != nil {
		return fmt.Errorf("refreshing the view: %w", err)
	}
	if head.Number == old.Act {
		return nil
	}
	killpoint.Reach("record.refresh")
	touched, err := touchedReviews(ctx, k.store, old.Act, head.Number)
	if err != nil {
		return fmt.Errorf("refreshing the view: %w", err)
	}
	if len(touched.reviews)+len(touched.states) == 0 { // an act in a workspace: the record of the review stands as it stood
		v := *old
		if err := v.stamp(ctx, k.store, head); err != nil {
			return err
		}
		k.view.Store(&v)
		k.news.tell()
		return nil
	}
	v := &View{reviews: maps.Clone(old.reviews), mechanisms: old.mechanisms}
	if err := v.refreshMechanisms(ctx, k.store, touched.states, head.Number); err != nil {
		return err
	}
	for id := range touched.reviews {
		rows, err := homeRows(ctx, k.store, id.String(), head.Number)
		if err != nil {
			return err
		}
		delete(v.reviews, id)
		if len(rows) == 0 {
			continue
		}
		r, err := buildReview(id, rows)
		if err != nil {
			return fmt.Errorf("refreshing the view: %w", err)
		}
		v.reviews[id] = r
	}
	if err := v.seal(ctx, k.store, head); err != nil {
		return err
	}
	k.view.Store(v)
	k.news.tell()
	return nil
}

// Watch refreshes the view whenever the record has a new act, by this program or by another on the same database, until
// the context ends.
func (k *Keeper) Watch(ctx context.Context, log *slog.Logger) {
	for ctx.Err() == nil {
		_, err := k.store.WaitHead(ctx, k.View().Act)
		if err == nil {
			err = k.Refresh(ctx)
		}
		if err != nil && ctx.Err() == nil {
			log.Error("the view could not be refreshed", "error", err)
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}
}

// touched are the homes about which acts brought or ended something.
type touched struct {
	reviews map[upr.ReviewID]bool
	states  map[upr.State]bool // outside of reviews
}

// touchedReviews are the reviews and the States about which acts after since brought or ended something.
func touchedReviews(ctx context.Context, st *store.Store, since, to uint64) (touched, error) {
	t := touched{map[upr.ReviewID]bool{}, map[upr.State]bool{}}
	homes, err := st.Homes(ctx, since, to)
	if err != nil {
		return touched{}, err
	}
	for _, h := range homes {
		if id, err := upr.ParseReviewID(h); err == nil {
			t.reviews[id] = true
		} else if s, ok := parseHome(h); ok {
			t.states[s] = true
		}
	}
	return t, nil
}

// refreshMechanisms builds again what was asked of the States touched.
func (v *View) refreshMechanisms(ctx context.Context, st *store.Store, states map[upr.State]bool, at uint64) error {
	if len(states) == 0 {
		return nil
	}
	v.mechanisms = maps.Clone(v.mechanisms)
	if v.mechanisms == nil {
		v.mechanisms = map[upr.State]*Mechanisms{}
	}
	for s := range states {
		m, ok, err := LoadMechanisms(ctx, st, s, at)
		if err != nil {
			return fmt.Errorf("refreshing the view: %w", err)
		}
		if delete(v.mechanisms, s); ok {
			v.mechanisms[s] = m
		}
	}
	return nil
}

// Load builds the view of the record at an act; 0 is the last one.
func Load(ctx context.Context, st *store.Store, at uint64) (*View, error) {
	return load(ctx, st, at, nil)
}

func load(ctx context.Context, st *store.Store, at uint64, tell func(*Review)) (*View, error) {
	head, err := st.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("loading the record: %w", err)
	}
	head.Number = min(head.Number, cmp.Or(at, head.Number))
	if head.Number == 0 {
		return &View{reviews: map[upr.ReviewID]*Review{}, made: map[upr.State][]*Review{}}, nil
	}
	byReview, byState := map[upr.ReviewID][]row{}, map[upr.State][]row{}
	early := newAhead(tell)
	var last upr.ReviewID
	for r, err := range st.Facts(ctx, store.Filter{At: head.Number, Not: Workspaces}) {
		if err != nil {
			early.stop()
			return nil, fmt.Errorf("loading the record: %w", err)
		}
		if r.Erased {
			continue // what is left of it is in the ledger's history
		}
		if id, err := upr.ParseReviewID(r.Review); err == nil {
			if id != last {
				early.offer(last, byReview[last])
				last = id
			}
			byReview[id] = append(byReview[id], row{r.ID, r.Act, r.Fact})
		} else if s, ok := parseHome(r.Review); ok {
			byState[s] = append(byState[s], row{r.ID, r.Act, r.Fact})
		}
	}
	reviews, err := early.finish(byReview)
	if err != nil {
		return nil, err
	}
	v := &View{reviews: reviews, mechanisms: make(map[upr.State]*Mechanisms, len(byState))}
	for s, rows := range byState {
		m, err := buildMechanisms(s, rows)
		if err != nil {
			return nil, fmt.Errorf("loading what was asked of %s: %w", s, err)
		}
		v.mechanisms[s] = m
	}
	return v, v.seal(ctx, st, head)
}

// LoadReview builds one review as the record knew it at an act; ok is false when it knew nothing of it.
func LoadReview(ctx context.Context, st *store.Store, id upr.ReviewID, at uint64) (r *Review, ok bool, err error) {
	rows, err := homeRows(ctx, st, id.String(), at)
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	r, err = buildReview(id, rows)
	return r, err == nil, err
}

// homeRows are the facts at one home, as the record knew them at an act.
func homeRows(ctx context.Context, st *store.Store, home string, at uint64) ([]row, error) {
	var rows []row
	for r, err := range st.Facts(ctx, store.Filter{Review: home, At: at}) {
		if err != nil {
			return nil, fmt.Errorf("loading %s: %w", home, err)
		}
		if !r.Erased { // what is left of it is in the ledger's history
			rows = append(rows, row{r.ID, r.Act, r.Fact})
		}
	}
	return rows, nil
}

// stamp fills the head that the view stands for.
func (v *View) stamp(ctx context.Context, st *store.Store, head store.Head) error {
	v.Act = head.Number
	act, err := st.Act(ctx, head.Number)
	if err != nil {
		return fmt.Errorf("loading the record: %w", err)
	}
	checkpoint, err := st.Checkpoint(ctx, head.Number)
	if err != nil {
		return fmt.Errorf("loading the record: %w", err)
	}
	if lines := strings.SplitN(checkpoint, "\n", 4); len(lines) == 4 { // origin, size, root
		v.Root = lines[2]
	}
	v.At = act.Time
	return nil
}

// seal fills what is derived across reviews and the head that the view stands for.
func (v *View) seal(ctx context.Context, st *store.Store, head store.Head) error {
	if err := v.stamp(ctx, st, head); err != nil {
		return err
	}
	v.made, v.documents = map[upr.State][]*Review{}, map[string]inReview{}
	for _, r := range v.Reviews() {
		for _, s := range r.makers {
			v.made[s] = append(v.made[s], r)
		}
		for _, d := range r.Documents {
			if _, ok := v.documents[d.SHA256]; !ok { // a table of rows lies in several reviews: the first stands for it
				v.documents[d.SHA256] = inReview{d, r}
			}
		}
	}
	return nil
}
