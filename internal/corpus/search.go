package corpus

import (
	"context"
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// workspace is the memory of one search, kept for the next one.
type workspace struct {
	mem   scratch
	hist  histograms
	cross *crossSpace // nil until the first cross-table
}

var workspaces = sync.Pool{New: func() any { return &workspace{} }}

// mostKept is how much memory, in elements, a workspace may take back to the pool.
const mostKept = 1 << 22

func (w *workspace) free() {
	if w.mem.lists.size() > mostKept || w.mem.words.size() > mostKept/2 {
		w.mem = scratch{}
	}
	w.mem.release(mark{})
	workspaces.Put(w)
}

func (c *chunks[T]) size() int {
	n := 0
	for _, x := range c.all {
		n += len(x)
	}
	return n
}

// search is one query while it is answered.
type search struct {
	s     *Snapshot
	ctx   context.Context
	plan  *plan
	space *workspace
	hits  []set // by part
	kept  []map[*wanted]set
	total int // segments
}

// Search gives totals, the counts of all facets and one page of hits. It ends with the context's error when nobody waits
// any more, and with a *query.Error when the query is too large.
func (s *Snapshot) Search(ctx context.Context, q query.Query, w Window) (Result, error) {
	x, err := s.begin(ctx, q, w.Limit > 0 && w.Order != query.Document)
	if err != nil {
		return Result{}, err
	}
	defer x.space.free()
	r := Result{}
	if err := x.facets(&r, unitOr(w.Unit)); err != nil {
		return Result{}, err
	}
	if w.Limit > 0 && w.Offset >= 0 && w.Offset < x.total {
		r.Hits = x.page(w)
		if w.Marks {
			x.mark(r.Hits, w.Lang)
		}
	}
	return r, ctx.Err()
}

// begin finds what a query is about.
func (s *Snapshot) begin(ctx context.Context, q query.Query, ranked bool) (*search, error) {
	p, err := makePlan(q)
	if err != nil {
		return nil, err
	}
	x := &search{s: s, ctx: ctx, plan: p, space: workspaces.Get().(*workspace)}
	for i := range s.parts {
		f := x.finder(i)
		if ranked {
			f.kept = map[*wanted]set{}
		}
		x.kept = append(x.kept, f.kept)
		h := f.living(x.all(""))
		if f.err != nil {
			x.space.free()
			return nil, f.err
		}
		x.hits = append(x.hits, h)
		x.total += h.n
	}
	return x, nil
}

func (x *search) finder(part int) *finder {
	l := &x.s.parts[part]
	return &finder{ctx: x.ctx, part: l.part, plan: x.plan, mem: &x.space.mem, dead: l.dead}
}

// all are the conditions that have to hold, without the positive filters of one field.
func (x *search) all(without query.Field) []*expr {
	out := make([]*expr, 0, len(x.plan.filters)+1)
	if x.plan.text != nil {
		out = append(out, x.plan.text)
	}
	for _, e := range x.plan.filters {
		if e.has.Not || e.has.Field != without {
			out = append(out, e)
		}
	}
	return out
}

// living gives the living documents for which all conditions hold.
func (f *finder) living(conditions []*expr) set {
	flat := make([]*expr, 0, len(conditions)+4)
	for _, e := range conditions {
		if e.op == opAnd {
			flat = append(flat, e.of...)
		} else {
			flat = append(flat, e)
		}
	}
	s := f.and(flat, nil)
	if f.dead.n > 0 && s.n > 0 {
		s = f.mem.minus(s, f.dead, f.part.docs)
	}
	return s
}

// facets fills in totals and counts.
func (x *search) facets(r *Result, unit upr.Unit) error {
	var counts [facetCount][]int
	size := 0
	for f := range counts {
		size += len(x.s.values[f])
	}
	all := make([]int, size)
	for f := range counts {
		n := len(x.s.values[f])
		counts[f], all = all[:n:n], all[n:]
	}
	for i := range x.s.parts {
		t, err := x.tally(i, x.hits[i], unit, x.plan.chosen, everyFacet)
		if err != nil {
			return err
		}
		r.Totals.Items += t.totals.Items
		r.Totals.Segments += t.totals.Segments
		r.Totals.Pairs += t.totals.Pairs
		for f := range counts {
			if !x.hasOwn(f) {
				x.s.parts[i].addTo(counts[f], f, t)
			}
		}
		for _, o := range x.plan.own {
			back := x.space.mem.mark()
			finder := x.finder(i)
			s := finder.living(x.all(o.filter))
			if finder.err != nil {
				return finder.err
			}
			t, err := x.tally(i, s, unit, o.chosen, o.facet)
			if err != nil {
				return err
			}
			x.s.parts[i].addTo(counts[o.facet], o.facet, t)
			x.space.mem.release(back)
		}
	}
	r.Facets = make(map[query.Field][]Count, facetCount)
	for f := range counts {
		r.Facets[Facets[f]] = x.s.list(f, counts[f])
	}
	return nil
}

func (x *search) hasOwn(f int) bool {
	return slices.ContainsFunc(x.plan.own, func(o own) bool { return o.facet == f })
}

// addTo adds the part's counts of a facet to those of the snapshot.
func (l *live) addTo(counts []int, f int, t *tally) {
	for v, n := range t.counts[f] {
		counts[l.rank[f][v]] += int(n)
	}
}

// list gives the values that occur.
func (s *Snapshot) list(f int, counts []int) []Count {
	n := 0
	for _, k := range counts {
		if k > 0 {
			n++
		}
	}
	out := make([]Count, 0, n)
	for v, k := range counts {
		if k > 0 {
			out = append(out, Count{s.values[f][v], k})
		}
	}
	return out
}

// tally counts a set of living documents of a part.
func (x *search) tally(i int, s set, unit upr.Unit, chosen []query.Filter, only int) (*tally, error) {
	l := &x.s.parts[i]
	return l.count(s, unit, l.pairsOf(chosen), only, x.space), x.ctx.Err()
}

func unitIndex(u upr.Unit) int {
	switch u {
	case upr.UnitSegment:
		return 1
	case upr.UnitPair:
		return 2
	default:
		return 0
	}
}
