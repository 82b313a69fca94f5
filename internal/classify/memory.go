package classify

import (
	"hash/maphash"
	"sync"
)

// Bounds of what is remembered: texts in each of two halves, and different sets of labels. A text takes about 40 bytes.
const (
	mostTexts = 1 << 19
	mostSets  = 1 << 17
)

// memory keeps what counts of texts labelled before, so that a rebuild, another review in the same words and a state of
// the past need not label them again. A text is known by 128 bits of two seeded hashes of its words and language: no text
// is kept, and nobody can write two that meet. When the younger half is full the older one is forgotten.
type memory struct {
	words, lang [2]maphash.Seed
	texts       int // in a half

	mu         sync.RWMutex
	young, old map[textKey]Labels
	sets       map[string]Labels // each set of labels once: most texts share theirs with others
}

type textKey [2]uint64

func newMemory(texts int) *memory {
	m := &memory{texts: texts, young: map[textKey]Labels{}, sets: map[string]Labels{}}
	for i := range m.words {
		m.words[i], m.lang[i] = maphash.MakeSeed(), maphash.MakeSeed()
	}
	return m
}

func (m *memory) key(words, lang string) (k textKey) {
	for i := range k {
		k[i] = maphash.String(m.words[i], words) ^ maphash.String(m.lang[i], lang)
	}
	return k
}

func (m *memory) find(k textKey) (Labels, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	l, ok := m.young[k]
	if !ok {
		l, ok = m.old[k]
	}
	return l, ok
}

// keep remembers scheme and code of labels that are searched for and gives the set that is kept of them.
func (m *memory) keep(k textKey, l Labels) Labels {
	l = without(without(l, Institution), Hint)
	name := make([]byte, 0, 256)
	for _, g := range l {
		name = append(append(append(append(name, g.Scheme...), ' '), g.Code...), ' ')
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	set, ok := m.sets[string(name)]
	if !ok {
		set = make(Labels, len(l))
		for i, g := range l {
			set[i] = Guess{Scheme: g.Scheme, Code: g.Code, Sure: true}
		}
		if len(m.sets) < mostSets {
			m.sets[string(name)] = set
		}
	}
	if len(m.young) >= m.texts {
		m.old, m.young = m.young, make(map[textKey]Labels, m.texts)
	}
	m.young[k] = set
	return set
}

// Codes are scheme and code of what Counted gives under the schemes that are searched by, which institutions and hints
// are not, without origin, confidence and reason; remembered for texts seen before. Nobody may change what it gives.
func (c *Classifier) Codes(words, lang string) Labels {
	k := c.memory.key(words, lang)
	if l, ok := c.memory.find(k); ok {
		return l
	}
	return c.memory.keep(k, c.Counted(words, lang))
}
