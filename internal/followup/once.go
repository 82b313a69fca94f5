package followup

import (
	"strings"
	"sync"
)

// memo remembers what was derived from a view, by what it is called and for whom.
type memo struct {
	mu   sync.Mutex
	made map[string]*made
}

type made struct {
	once  sync.Once
	value any
}

// Once gives what make derives from a view, and derives it once for each name and for all who may read the same. What is
// given is shared: do not change it. make must not ask for anything but the view, and what the name says beside it.
func Once[T any](v *View, name string, make func() T) T {
	if v.memo == nil {
		return make()
	}
	if v.reader != nil {
		name += "\x00" + strings.Join(v.reader.bodies, "\x00")
	}
	v.memo.mu.Lock()
	m := v.memo.made[name]
	if m == nil {
		if len(v.memo.made) >= memoMax {
			clear(v.memo.made) // names come from addresses too: what is asked again is made again
		}
		m = &made{}
		v.memo.made[name] = m
	}
	v.memo.mu.Unlock()
	m.once.Do(func() { m.value = make() })
	value, _ := m.value.(T)
	return value
}

// memoMax is how much is remembered of a view.
const memoMax = 500
