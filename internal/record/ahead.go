package record

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/openupr/openupr/internal/upr"
)

// waitingAhead is how many reviews may wait to be built while facts are still read.
const waitingAhead = 64

// ahead builds reviews beside the reading of facts. The facts of a review mostly stand together, since an act brings them
// together; when the reading comes to another review, the one before may be complete. Each is built so at most once; one
// of which more facts come is built again when all are read.
type ahead struct {
	tell  func(*Review) // of each that is built beside the reading; may be nil
	jobs  chan *early
	built map[upr.ReviewID]*early
	wg    sync.WaitGroup
}

type early struct {
	id     upr.ReviewID
	rows   []row
	review *Review
	err    error
}

// newAhead begins; stop must be called.
func newAhead(tell func(*Review)) *ahead {
	a := &ahead{tell: tell, jobs: make(chan *early, waitingAhead), built: map[upr.ReviewID]*early{}}
	if runtime.GOMAXPROCS(0) > 1 {
		a.wg.Go(func() {
			for e := range a.jobs {
				e.review, e.err = buildReview(e.id, e.rows)
				if e.err == nil && a.tell != nil {
					a.tell(e.review)
				}
			}
		})
	}
	return a
}

// offer gives the facts of a review known so far, unless they would have to be brought into order or others wait.
func (a *ahead) offer(id upr.ReviewID, rows []row) {
	if runtime.GOMAXPROCS(0) == 1 || len(rows) == 0 || a.built[id] != nil || !slices.IsSortedFunc(rows, byAct) {
		return
	}
	e := &early{id: id, rows: rows[:len(rows):len(rows)]}
	select {
	case a.jobs <- e:
		a.built[id] = e
	default:
	}
}

// stop waits for what is being built.
func (a *ahead) stop() {
	close(a.jobs)
	a.wg.Wait()
}

// finish builds what is not built of all facts, several reviews at a time, and gives all reviews. Of several errors it
// gives that of the first review.
func (a *ahead) finish(facts map[upr.ReviewID][]row) (map[upr.ReviewID]*Review, error) {
	all := make([]*early, 0, len(facts))
	var rest []*early
	for _, id := range slices.SortedFunc(maps.Keys(facts), compareReviews) {
		e := a.built[id]
		if e == nil || len(e.rows) != len(facts[id]) {
			e = &early{id: id, rows: facts[id]}
			rest = append(rest, e)
		}
		all = append(all, e)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(rest)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(rest); i = int(next.Add(1)) - 1 {
				rest[i].review, rest[i].err = buildReview(rest[i].id, rest[i].rows)
			}
		})
	}
	wg.Wait()
	a.stop()
	out := make(map[upr.ReviewID]*Review, len(all))
	for _, e := range all {
		if e.err != nil {
			return nil, fmt.Errorf("loading review %s: %w", e.id, e.err)
		}
		out[e.id] = e.review
	}
	return out, nil
}
