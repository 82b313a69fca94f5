package corpus

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/words"
)

// ranked is a document found with its score.
type ranked struct {
	score float32
	n     int // in the snapshot
}

// before says whether a stands before b: by score, then in document order.
func (a ranked) before(b ranked) bool { return a.score > b.score || a.score == b.score && a.n < b.n }

// page gives the hits that a window asks for.
func (x *search) page(w Window) []Hit {
	limit := min(w.Limit, x.total-w.Offset)
	out := make([]Hit, 0, limit)
	if w.Order == query.Document || !x.ranks() {
		x.inOrder(w.Offset, limit, func(n int) bool {
			out = append(out, Hit{N: n})
			return true
		})
		return out
	}
	for _, r := range x.best(w.Offset + limit)[w.Offset:] {
		out = append(out, Hit{N: r.n, Score: r.score})
	}
	return out
}

// ranks says whether anything wanted adds to a rank.
func (x *search) ranks() bool {
	return slices.ContainsFunc(x.plan.wanted, func(w *wanted) bool { return w.counts })
}

// inOrder gives the hits from a place on in document order until f says no.
func (x *search) inOrder(skip, limit int, f func(n int) bool) {
	for _, st := range x.s.stretches {
		if limit <= 0 {
			return
		}
		on := true
		h := &x.hits[st.part]
		n := h.count(st.at)
		if n <= skip {
			skip -= n
			continue
		}
		h.each(st.at, skip, func(d uint32) bool {
			limit--
			on = f(st.first + int(d-st.at.from))
			return on && limit > 0
		})
		if !on {
			return
		}
		skip = 0
	}
}

// best gives the k best hits, best first.
func (x *search) best(k int) []ranked {
	x.weigh()
	top := make([]ranked, 0, min(k, x.total))
	for i := range x.hits {
		x.score(i, func(docs []uint32, scores []float32) {
			for j, d := range docs {
				if len(top) == k && scores[j] < top[0].score {
					continue
				}
				r := ranked{scores[j], x.s.number(i, d)}
				switch {
				case len(top) < k:
					top = append(top, r)
					if len(top) == k {
						heapify(top)
					}
				case r.before(top[0]):
					top[0] = r
					sink(top, 0)
				}
			}
		})
	}
	slices.SortFunc(top, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.n, b.n)) })
	return top
}

// heapify brings the one that stands last to the front.
func heapify(h []ranked) {
	for i := len(h)/2 - 1; i >= 0; i-- {
		sink(h, i)
	}
}

func sink(h []ranked, i int) {
	for {
		last := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h); c++ {
			if h[last].before(h[c]) {
				last = c
			}
		}
		if last == i {
			return
		}
		h[i], h[last] = h[last], h[i]
		i = last
	}
}

// weigh says in about how many documents of the whole snapshot each wanted thing stands. What is more than one word
// cannot stand in more than its rarest word does.
func (x *search) weigh() {
	for _, w := range x.plan.wanted {
		if !w.counts || len(w.forms) == 0 {
			continue
		}
		if w.wish == wantPrefix {
			w.df = x.spread(w.forms[0], true)
			continue
		}
		w.df = x.s.docs
		for _, form := range append(slices.Clone(w.forms), w.other...) {
			w.df = min(w.df, x.spread(form, false))
		}
	}
}

// spread is how many living documents have a word in any form, or words that begin so.
func (x *search) spread(form string, prefix bool) int {
	n := 0
	for i := range x.s.parts {
		l := &x.s.parts[i]
		for k, lang := range l.langs {
			if !x.plan.sees(lang) {
				continue
			}
			var e extent
			if prefix {
				lo, hi := l.terms.prefix(k, form)
				for t := lo; t < hi && l.dead.n > 0; t++ {
					docs, _ := l.term(t)
					n -= l.deadIn(docs)
				}
				e = extent{l.termAt[lo], l.termAt[hi]}
			} else if st, ok := l.stems.find(k, words.Stem(form, lang)); ok {
				e = l.stemAt[st]
				docs, _ := l.stem(st)
				n -= l.deadIn(docs)
			}
			n += e.to - e.from
		}
	}
	return min(n, x.s.docs)
}

// deadIn counts the dead documents in a list.
func (l *live) deadIn(docs []uint32) int {
	n := 0
	for _, p := range l.dead.spans {
		docs = docs[gallop(docs, p.from):]
		k := gallop(docs, p.to)
		n += k
		docs = docs[k:]
	}
	return n
}
