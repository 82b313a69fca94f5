package corpus

import "slices"

// severalTerms says which stems have several terms: only those need postings of their own.
func (t *texts) severalTerms() []bool {
	n := make([]uint32, t.stems.len())
	for _, s := range t.stemOf {
		n[s]++
	}
	out := make([]bool, len(n))
	for s := range n {
		out[s] = n[s] > 1
	}
	return out
}

// walk calls f for every text of the shard with its document and terms.
func (s *shard) walk(f func(d uint32, lang uint8, terms []uint32)) {
	p := s.p
	for d := s.from; d < s.to; d++ {
		from, to := p.textsOf(d)
		for n := from; n < to; n++ {
			f(d, p.textLang[n], p.termsOf(n))
		}
	}
}

// count counts in how many documents of the shard every term and stem stands.
func (s *shard) count() {
	p := s.p
	s.seen, s.seenStem = make([]counter, p.terms.len()), make([]counter, p.stems.len())
	last := make([]uint32, len(p.langs)) // by language: document plus one
	s.walk(func(d uint32, lang uint8, terms []uint32) {
		if last[lang] != d+1 {
			last[lang] = d + 1
			s.mean[lang].docs++
		}
		s.mean[lang].words += len(terms)
		for _, t := range terms {
			if c := &s.seen[t]; c.last != d+1 {
				c.last = d + 1
				c.n++
			}
			if c := &s.seenStem[p.stemOf[t]]; c.last != d+1 {
				c.last = d + 1
				c.n++
			}
		}
	})
}

// layOut says where every list of postings begins, and turns the shards' counters into the places of their next posting.
func (p *part) layOut(shards []shard) {
	p.mean = make([]langSize, len(p.langs))
	at := 0
	p.termAt = make([]int, p.terms.len()+1)
	for t := range p.terms.len() {
		p.termAt[t] = at
		at = layList(shards, at, func(s *shard) *counter { return &s.seen[t] })
	}
	p.termAt[p.terms.len()] = at
	p.stemAt = make([]extent, p.stems.len())
	several := p.severalTerms()
	for t, st := range p.stemOf {
		if !several[st] {
			p.stemAt[st] = extent{p.termAt[t], p.termAt[t+1]}
		}
	}
	for st := range p.stemAt {
		if several[st] {
			from := at
			at = layList(shards, at, func(s *shard) *counter { return &s.seenStem[st] })
			p.stemAt[st] = extent{from, at}
		} else {
			for i := range shards {
				shards[i].seenStem[st].n = alone
			}
		}
	}
	p.posts, p.weights = make([]uint32, at), make([]uint8, at)
	p.choosePairs()
	for i := range shards {
		for l, m := range shards[i].mean {
			p.mean[l].docs += m.docs
			p.mean[l].words += m.words
		}
	}
}

// alone marks a stem that shares its one term's postings.
const alone = ^uint32(0)

// layList lays the shards' stretches of one list one after another.
func layList(shards []shard, at int, of func(*shard) *counter) int {
	for i := range shards {
		c := of(&shards[i])
		n := int(c.n)
		*c = counter{n: uint32(at)}
		at += n
	}
	return at
}

// post writes the postings of the shard's documents.
func (s *shard) post() {
	p := s.p
	long := make([]int, len(p.langs)) // words of the document by language
	for d := s.from; d < s.to; d++ {
		from, to := p.textsOf(d)
		if to-from == 1 {
			long[p.textLang[from]] = len(p.termsOf(from))
		} else {
			clear(long)
			for n := from; n < to; n++ {
				long[p.textLang[n]] += len(p.termsOf(n))
			}
		}
		for n := from; n < to; n++ {
			w := stepOf(long[p.textLang[n]])
			s.postPairs(d, p.termsOf(n))
			for _, t := range p.termsOf(n) {
				s.seen[t].post(p, d, w)
				if c := &s.seenStem[p.stemOf[t]]; c.n != alone {
					c.post(p, d, w)
				}
			}
		}
	}
	s.seen, s.seenStem, s.seenPair = nil, nil, nil
}

// post notes that the term or stem stands in a document once more. n is one past its last posting.
func (c *counter) post(p *part, d uint32, weight uint8) {
	if c.last != d+1 {
		c.last = d + 1
		p.posts[c.n], p.weights[c.n] = d, weight
		c.n++
		return
	}
	if w := &p.weights[c.n-1]; *w < 3<<timesShift {
		*w += timesMore
	}
}

// mergeSorted brings sorted lists together.
func mergeSorted(out []uint32, lists ...[]uint32) []uint32 {
	for _, l := range lists {
		out = append(out, l...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
