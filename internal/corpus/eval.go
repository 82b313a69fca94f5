package corpus

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/words"
)

// finder evaluates a plan in one part.
type finder struct {
	ctx  context.Context
	part *part
	plan *plan
	mem  *scratch
	dead set             // documents that are not in the snapshot any more
	kept map[*wanted]set // what ranking needs to know
	err  error           // of the context
}

// stop says that nobody waits for the answer any more.
func (f *finder) stop() bool {
	if f.err == nil {
		f.err = f.ctx.Err()
	}
	return f.err != nil
}

// eval gives the documents for which e holds. Only those inside limit are asked for, when it is not nil: others may be
// among them or not.
func (f *finder) eval(e *expr, limit *set) set {
	if f.stop() {
		return set{}
	}
	switch e.op {
	case opAnd:
		return f.and(e.of, limit)
	case opOr:
		return f.or(e.of, limit)
	case opNot:
		return f.mem.minus(f.part.everything(), f.eval(e.of[0], nil), f.part.docs)
	case opHas:
		s := f.part.has(e.has, f.mem)
		if e.has.Not {
			s = f.mem.minus(f.part.everything(), s, f.part.docs)
		}
		return s
	default:
		s := f.want(e.want, limit)
		if e.keeps && f.kept != nil {
			f.kept[e.want] = s
		}
		return s
	}
}

// cost orders what has to hold together: what is only looked up, what is put together, what is read in the texts.
func (e *expr) cost() int {
	switch {
	case e.op == opHas, e.op == opWanted && (e.want.wish == wantPrefix || e.want.single()):
		return 0
	case e.op == opOr || e.op == opAnd:
		return 1
	case e.op == opWanted:
		return 2
	default:
		return 3
	}
}

func negative(e *expr) bool { return e.op == opNot || e.op == opHas && e.has.Not }

// and is where all parts hold.
func (f *finder) and(of []*expr, limit *set) set {
	var cheap []set
	var later, not []*expr
	for _, e := range of {
		switch {
		case negative(e):
			not = append(not, e)
		case e.cost() == 0:
			cheap = append(cheap, f.eval(e, nil))
		default:
			later = append(later, e)
		}
	}
	var out set
	have := false
	if limit != nil {
		cheap = append(cheap, *limit)
	}
	slices.SortFunc(cheap, func(a, b set) int { return a.n - b.n })
	for i, s := range cheap {
		if i == 0 {
			out, have = s, true
		} else if out.n > 0 {
			out = f.mem.and(out, s)
		}
	}
	slices.SortStableFunc(later, func(a, b *expr) int { return a.cost() - b.cost() })
	for _, e := range later {
		switch {
		case !have:
			out, have = f.eval(e, nil), true
		case out.n > 0:
			s := f.eval(e, &out)
			if s.n < out.n {
				out = f.mem.and(s, out)
			} else {
				out = f.mem.and(out, s)
			}
		}
	}
	if !have {
		out = f.part.everything()
	}
	for _, e := range not {
		if out.n == 0 || f.stop() {
			break
		}
		var s set
		if e.op == opHas {
			s = f.part.has(e.has, f.mem)
		} else {
			s = f.eval(e.of[0], &out)
		}
		if s.n > 0 {
			out = f.mem.minus(out, s, f.part.docs)
		}
	}
	return out
}

// or is where one of the parts holds.
func (f *finder) or(of []*expr, limit *set) set {
	if len(of) == 1 {
		return f.eval(of[0], limit)
	}
	b := f.mem.blank(f.part.docs)
	for _, e := range of {
		back := f.mem.mark()
		s := f.eval(e, limit)
		s.fill(b)
		if !e.keeps {
			f.mem.release(back)
		}
	}
	return bitSet(b)
}

// union of sets; it may be one of them.
func (f *finder) union(sets []set) set {
	sets = slices.DeleteFunc(sets, func(s set) bool { return s.n == 0 })
	switch len(sets) {
	case 0:
		return set{}
	case 1:
		return sets[0]
	}
	b := f.mem.blank(f.part.docs)
	for i := range sets {
		sets[i].fill(b)
	}
	return bitSet(b)
}

// want gives the documents that have what is wanted in one of the languages.
func (f *finder) want(w *wanted, limit *set) set {
	if len(w.forms) == 0 || w.wish == wantNear && (len(w.forms) != 1 || len(w.other) != 1) {
		return set{}
	}
	p := f.part
	var found []set
	for l, lang := range p.langs {
		if !f.plan.sees(lang) {
			continue
		}
		switch w.wish {
		case wantPrefix:
			lo, hi := p.terms.prefix(l, w.forms[0])
			found = append(found, f.terms(lo, hi))
		case wantNear:
			found = append(found, f.near(uint8(l), lang, w, limit))
		case wantPhrase:
			found = append(found, f.phrase(uint8(l), w.forms, limit))
		default:
			if len(w.forms) == 1 {
				if st, ok := p.stems.find(l, words.Stem(w.forms[0], lang)); ok {
					docs, _ := p.stem(st)
					found = append(found, listSet(docs))
				}
			} else {
				found = append(found, f.stemPhrase(uint8(l), lang, w.forms, limit))
			}
		}
	}
	return f.union(found)
}

// terms gives the documents that have one of the terms from lo up to but not hi. Their postings stand together.
func (f *finder) terms(lo, hi uint32) set {
	p := f.part
	switch {
	case lo >= hi:
		return set{}
	case hi == lo+1:
		docs, _ := p.term(lo)
		return listSet(docs)
	}
	b := f.mem.blank(p.docs)
	for _, d := range p.posts[p.termAt[lo]:p.termAt[hi]] {
		b[d>>6] |= 1 << (d & 63)
	}
	return bitSet(b)
}
