package space

import "sync"

// Memo remembers what was derived from one view, by a name. The zero Memo is empty; a nil one remembers nothing.
type Memo struct {
	mu   sync.Mutex
	made map[string]*made
}

type made struct {
	once  sync.Once
	value any
}

// Once gives what make derives from the view that the memo is of, and derives it once for each name. What is given is shared:
// do not change it. make must not ask for anything but the view, and what the name says beside it; the name also says for
// whom, where not everybody may read the same.
func Once[T any](m *Memo, name string, make func() T) T {
	if m == nil {
		return make()
	}
	m.mu.Lock()
	x := m.made[name]
	if x == nil {
		if m.made == nil {
			m.made = map[string]*made{}
		}
		if len(m.made) >= memoMax {
			clear(m.made) // names come from addresses too: what is asked again is made again
		}
		x = &made{}
		m.made[name] = x
	}
	m.mu.Unlock()
	x.once.Do(func() { x.value = make() })
	value, _ := x.value.(T)
	return value
}

// memoMax is how much is remembered of a view.
const memoMax = 500
