package corpus

import "github.com/openupr/openupr/internal/words"

// scorer adds what one wanted thing is worth in one part.
type scorer struct {
	docs    []uint32 // postings with their weights
	weights []uint8
	rest    int // of docs, or of the set's list, behind what the blocks before used
	in      set // or a set, and what it is worth in texts of each length
	worth   [256]float32
}

// meanOf is the mean length of the texts in a language, over all parts.
func (s *Snapshot) meanOf(lang string) float64 {
	var sum langSize
	for i := range s.parts {
		l := &s.parts[i]
		for k, name := range l.langs {
			if name == lang {
				sum.docs += l.words[k].docs
				sum.words += l.words[k].words
			}
		}
	}
	return float64(sum.words) / float64(max(sum.docs, 1))
}

// meanOfAll is the mean length of documents.
func (s *Snapshot) meanOfAll() float64 {
	n := 0
	for i := range s.parts {
		for _, w := range s.parts[i].words {
			n += w.words
		}
	}
	return float64(n) / float64(max(s.docs, 1))
}

// scorers of a part. Single words have weights in their postings; what is more counts once.
func (x *search) scorers(part int) []scorer {
	var out []scorer
	l := &x.s.parts[part]
	for _, w := range x.plan.wanted {
		if !w.counts || len(w.forms) == 0 {
			continue
		}
		rare := rarity(x.s.docs, w.df)
		if w.wish == wantPhrase && len(w.forms) == 1 {
			for k, lang := range l.langs {
				if t, ok := l.terms.find(k, w.forms[0]); ok && x.plan.sees(lang) {
					docs, ws := l.term(t)
					out = append(out, scorer{docs: docs, weights: ws, worth: weights(rare, x.s.meanOf(lang))})
				}
			}
			continue
		}
		if !w.single() {
			out = append(out, scorer{in: x.kept[part][w], worth: weights(rare, x.s.meanOfAll())})
			continue
		}
		for k, lang := range l.langs {
			if !x.plan.sees(lang) {
				continue
			}
			if st, ok := l.stems.find(k, words.Stem(w.forms[0], lang)); ok {
				docs, ws := l.stem(st)
				out = append(out, scorer{docs: docs, weights: ws, worth: weights(rare, x.s.meanOf(lang))})
			}
		}
	}
	return out
}

// score gives all hits of a part with their scores, block after block.
func (x *search) score(part int, f func(docs []uint32, scores []float32)) {
	l := &x.s.parts[part]
	all := x.scorers(part)
	var scores [blockSize + 64]float32
	x.hits[part].blocks(func(docs []uint32) bool {
		out := scores[:len(docs)]
		clear(out)
		for i := range all {
			if s := &all[i]; s.docs != nil {
				s.add(docs, out)
			} else if s.in.n > 0 {
				s.addSet(l.part, docs, out)
			}
		}
		f(docs, out)
		return true
	})
}

// length is how many words a document has.
func (p *part) length(d uint32) int {
	from, to := p.textsOf(d)
	return p.textAt.at(to) - p.textAt.at(from)
}

// addSet adds what being in the set is worth.
func (s *scorer) addSet(p *part, docs []uint32, scores []float32) {
	asList := s.in.bits == nil && s.in.spans == nil
	for j, d := range docs {
		if asList {
			s.rest += gallop(s.in.list[s.rest:], d)
			if s.rest == len(s.in.list) {
				return
			}
			if s.in.list[s.rest] != d {
				continue
			}
		} else if !s.in.has(d) {
			continue
		}
		scores[j] += s.worth[stepOf(p.length(d))]
	}
}

// add adds the worth of the postings to documents, which are in order and after those of the calls before.
func (s *scorer) add(docs []uint32, scores []float32) {
	list := s.docs[s.rest:]
	if len(list) == 0 || len(docs) == 0 {
		return
	}
	skip := gallop(list, docs[0])
	at := s.rest + skip
	list = list[skip:]
	span := gallop(list, docs[len(docs)-1]+1)
	list, ws := list[:span], s.weights[at:at+span]
	s.rest = at + span
	switch {
	case len(list) > 8*len(docs):
		k := 0
		for j, d := range docs {
			k += gallop(list[k:], d)
			if k == len(list) {
				return
			}
			if list[k] == d {
				scores[j] += s.worth[ws[k]]
			}
		}
	case len(docs) > 8*len(list):
		j := 0
		for k, d := range list {
			if j += gallop(docs[j:], d); j == len(docs) {
				return
			}
			if docs[j] == d {
				scores[j] += s.worth[ws[k]]
			}
		}
	default:
		j, k := 0, 0
		for j < len(docs) && k < len(list) {
			a, b := docs[j], list[k]
			if a == b {
				scores[j] += s.worth[ws[k]]
			}
			if a <= b {
				j++
			}
			if b <= a {
				k++
			}
		}
	}
}
