package classify

import (
	"crypto/sha256"
	"sync"
)

// Bounds of what is remembered: texts in each of two halves, and different sets of labels. A text takes about 40 bytes.
const (
	mostTexts = 1 << 19
	mostSets  = 1 << 17
)

// memory keeps what counts of texts labelled before, so that a rebuild, another review in the same words and a state of
// the past need not label them again. A text is known by 128 bits of the SHA-256 of its language and words: no text is
// kept, and nobody can write two that meet. When the younger half is full the older one is forgotten.
type memory struct {
	texts int // in a half

	mu         sync.RWMutex
	young, old map[textKey]Labels
	sets       map[string]Labels // each set of labels once: most texts share theirs with others
	fresh      int               // texts that were labelled here, not read from a file, since the last Save
}

type textKey [16]byte

func newMemory(texts int) *memory {
	return &memory{texts: texts, young: map[textKey]Labels{}, sets: map[string]Labels{}}
}

func keyOf(words, lang string) textKey {
	var few [1024]byte
	b := append(append(append(few[:0], lang...), 0), words...) // no language has a zero in it
	sum := sha256.Sum256(b)
	return textKey(sum[:])
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
	m.mu.Lock()
	defer m.mu.Unlock()
	set := m.set(l)
	m.put(k, set)
	m.fresh++
	return set
}

// put remembers a text. The caller holds the lock.
func (m *memory) put(k textKey, set Labels) {
	if len(m.young) >= m.texts {
		m.old, m.young = m.young, make(map[textKey]Labels, m.texts)
	}
	m.young[k] = set
}

// appendName appends what tells a set from others.
func appendName(name []byte, l Labels) []byte {
	for _, g := range l {
		name = append(append(append(append(name, g.Scheme...), ' '), g.Code...), ' ')
	}
	return name
}

// set gives the one copy of scheme and code of labels. The caller holds the lock.
func (m *memory) set(l Labels) Labels {
	name := appendName(make([]byte, 0, 256), l)
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
	return set
}

// Codes are scheme and code of what Counted gives under the schemes that are searched by, which institutions and hints
// are not, without origin, confidence and reason; remembered for texts seen before. Nobody may change what it gives.
func (c *Classifier) Codes(words, lang string) Labels {
	k := keyOf(words, lang)
	if l, ok := c.memory.find(k); ok {
		return l
	}
	return c.memory.keep(k, c.Counted(words, lang))
}
