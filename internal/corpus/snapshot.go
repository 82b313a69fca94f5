package corpus

import (
	"iter"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Snapshot is the searched record at one act. It never changes; any number of goroutines may ask it.
//
// It consists of parts: mostly one, and after an act a small second one with the reviews that the act changed, whose old
// documents in the first part are dead. Documents are numbered from 0 in document order whatever part they lie in.
type Snapshot struct {
	act       uint64
	parts     []live
	stretches []stretch // in document order
	docs      int
	values    [facetCount][]string // of all parts, in the facet's own order
}

// live is a part with what of it is in the snapshot.
type live struct {
	*part
	dead  set
	docs  int                  // that live
	all   [3]*tally            // what all living ones count, by unit
	rank  [facetCount][]uint32 // places of the part's codes in Snapshot.values
	mine  []int                // the part's stretches, which are in its own order too
	words []langSize           // of the living ones by language
}

// stretch is documents of one part that follow one another in the snapshot.
type stretch struct {
	part  int
	at    span
	first int // number of the first in the snapshot
}

// Same says whether two snapshots hold the same documents under the same numbers, whatever the act: one in a workspace
// touches no document.
func (s *Snapshot) Same(o *Snapshot) bool {
	if s == o || len(s.stretches) == 0 || len(o.stretches) == 0 {
		return s == o
	}
	return &s.stretches[0] == &o.stretches[0]
}

// Build makes a snapshot of documents in their order: by State, cycle and place, those of one item one after another; they
// agree in State, review, session and year. The documents and their strings are not kept. An act of 0 is none.
func Build(docs []Doc, act uint64) *Snapshot {
	return assemble(act, []*part{makePart(docs, runtime.GOMAXPROCS(0))}, nil)
}

// BuildSeq is Build for more documents than should lie in memory beside the snapshot.
func BuildSeq(docs iter.Seq[Doc], act uint64) *Snapshot {
	b := newPartBuilder(0)
	chunk := make([]Doc, 0, 4096)
	take := func() {
		b.addWords(chunk)
		b.addRest(chunk)
		clear(chunk)
		chunk = chunk[:0]
	}
	for d := range docs {
		if chunk = append(chunk, d); len(chunk) == cap(chunk) {
			take()
		}
	}
	take()
	return assemble(act, []*part{b.finish(runtime.GOMAXPROCS(0), func() {})}, nil)
}

// counts are those of a set in items, segments and pairs.
func (p *part) counts(s set) (out [3]*tally) {
	h := &histograms{}
	for u, unit := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
		c := counting{p: p, unit: unit, only: everyFacet, t: p.newTally(), h: h}
		c.add(s)
		out[u] = c.t
	}
	return out
}

// findSets lists the documents of every value that does not follow from the place.
func (p *part) findSets(workers int) {
	facets := make(chan int, facetCount)
	for f := range facetCount {
		if !placeFacet(f) || len(p.runs) > p.docs/scattered {
			facets <- f
		}
	}
	close(facets)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for f := range facets {
				p.sets[f] = p.setsOf(f)
			}
		})
	}
	wg.Wait()
}

// scattered is how many documents must stand together in one place for spans to be better than lists.
const scattered = 8

// denseShare is how many documents there are to one of a value that is kept as bits.
const denseShare = 32

func (p *part) setsOf(f int) []set {
	values := len(p.codes[f].values)
	counts := make([]int, values)
	var few [32]uint32
	for d := range uint32(p.docs) {
		for _, v := range p.values(d, f, few[:0]) {
			counts[v]++
		}
	}
	sets := make([]set, values)
	for v, n := range counts {
		sets[v].n = n
		switch {
		case n > p.docs/denseShare:
			sets[v].bits = make([]uint64, (p.docs+63)/64)
		case n > 0:
			sets[v].list = make([]uint32, 0, n)
		}
	}
	for d := range uint32(p.docs) {
		for _, v := range p.values(d, f, few[:0]) {
			if s := &sets[v]; s.bits != nil {
				s.bits[d>>6] |= 1 << (d & 63)
			} else {
				s.list = append(s.list, d)
			}
		}
	}
	return sets
}

// assemble makes a snapshot of parts. order names the living stretches in document order; nil is all of one part.
func assemble(act uint64, parts []*part, order []stretch) *Snapshot {
	s := &Snapshot{act: act, parts: make([]live, len(parts))}
	if order == nil {
		order = []stretch{{at: span{0, uint32(parts[0].docs)}}}
	}
	for _, st := range order {
		if st.at.from < st.at.to {
			st.first = s.docs
			s.docs += int(st.at.to - st.at.from)
			s.parts[st.part].mine = append(s.parts[st.part].mine, len(s.stretches))
			s.stretches = append(s.stretches, st)
		}
	}
	for f := range s.values {
		var all []string
		for _, p := range parts {
			for _, v := range p.codes[f].values {
				if !slices.Contains(all, v) || len(parts) == 1 {
					all = append(all, v)
				}
			}
		}
		s.values[f] = inOrder(Facets[f], all)
	}
	for i, p := range parts {
		s.parts[i].part = p
		s.settle(&s.parts[i])
	}
	return s
}

// settle derives what depends on which documents of a part live.
func (s *Snapshot) settle(l *live) {
	slices.SortFunc(l.mine, func(a, b int) int { return int(s.stretches[a].at.from) - int(s.stretches[b].at.from) })
	var dead []span
	from := uint32(0)
	for _, i := range l.mine {
		at := s.stretches[i].at
		if from < at.from {
			dead = append(dead, span{from, at.from})
		}
		from = at.to
	}
	if int(from) < l.part.docs {
		dead = append(dead, span{from, uint32(l.part.docs)})
	}
	l.dead = spanSet(dead)
	l.docs = l.part.docs - l.dead.n
	for f := range l.rank {
		at := make(map[string]uint32, len(s.values[f]))
		for n, v := range s.values[f] {
			at[v] = uint32(n)
		}
		for _, v := range l.codes[f].values {
			l.rank[f] = append(l.rank[f], at[v])
		}
	}
	l.all = l.part.all
	if l.dead.n > 0 { // what dies are whole items
		gone := l.part.counts(l.dead)
		for u := range l.all {
			l.all[u] = l.all[u].without(gone[u])
		}
	}
	l.words = slices.Clone(l.mean)
	seen := make([]uint32, len(l.langs))
	l.dead.blocks(func(docs []uint32) bool {
		for _, d := range docs {
			from, to := l.textsOf(d)
			for n := from; n < to; n++ {
				lang := l.textLang[n]
				l.words[lang].words -= len(l.termsOf(n))
				if seen[lang] != d+1 {
					seen[lang] = d + 1
					l.words[lang].docs--
				}
			}
		}
		return true
	})
}

// Doc is the n-th document in document order, from 0. Its strings share memory with the snapshot; it may be changed.
func (s *Snapshot) Doc(n int) *Doc {
	p, d := s.find(n)
	return s.parts[p].doc(d)
}

// find says in which part the n-th document lies and where.
func (s *Snapshot) find(n int) (part int, d uint32) {
	i := 0
	if len(s.stretches) > 1 {
		i = sort.Search(len(s.stretches), func(i int) bool { return s.stretches[i].first > n }) - 1
	}
	st := &s.stretches[i]
	return st.part, st.at.from + uint32(n-st.first)
}

// number is the reverse of find.
func (s *Snapshot) number(part int, d uint32) int {
	if len(s.stretches) == 1 {
		return int(d - s.stretches[0].at.from)
	}
	mine := s.parts[part].mine
	i := sort.Search(len(mine), func(i int) bool { return s.stretches[mine[i]].at.to > d })
	st := &s.stretches[mine[i]]
	return st.first + int(d-st.at.from)
}

// Lookup finds a document by its identifier, or the first one of an item by the item's.
func (s *Snapshot) Lookup(id string) (int, bool) {
	for _, table := range []func(p *part) (uint32, bool){
		func(p *part) (uint32, bool) { return get(p.byID, id, p.id) },
		func(p *part) (uint32, bool) { return get(p.byItem, id, p.itemID) },
	} {
		for i := range s.parts {
			if d, ok := table(s.parts[i].part); ok && !s.parts[i].dead.has(d) {
				return s.number(i, d), true
			}
		}
	}
	return 0, false
}

// Len is the number of documents.
func (s *Snapshot) Len() int { return s.docs }

// Act is the last act that the snapshot holds.
func (s *Snapshot) Act() uint64 { return s.act }
