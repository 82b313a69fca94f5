// Package flood keeps one source from crowding out the others, without remembering who came: the address of a request is held
// only as a hash with a random salt, in memory, and salt and counts are thrown away every day. Nothing is written down.
package flood

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"
)

// Rule says how much is taken.
type Rule struct {
	Source int           // from one source in a Window; 0: no bound
	Window time.Duration // at most a day
	Day    int           // from all sources in a day, by UTC; 0: no bound
}

// sources is how many sources are counted at a time; when there are more, those that are not among them wait until a window
// has passed.
const sources = 50_000

// Gate counts. It is for many goroutines.
type Gate struct {
	rule Rule
	now  func() time.Time

	mu   sync.Mutex
	day  string
	salt [32]byte
	seen map[key]count
	all  map[string]int // by what
}

type key [16]byte

type count struct {
	n     int
	since time.Time
}

// New makes a gate.
func New(rule Rule, now func() time.Time) *Gate { return &Gate{rule: rule, now: now} }

// Allow counts one thing from a source and says whether it is still within the rule. what is a public name of what is asked
// for, such as a desk; from is where the request comes from, and is forgotten when Allow returns.
func (g *Gate) Allow(what, from string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if day := now.UTC().Format(time.DateOnly); day != g.day {
		g.day, g.seen, g.all = day, map[key]count{}, map[string]int{}
		_, _ = rand.Read(g.salt[:]) // it never fails
	}
	if g.rule.Day > 0 && g.all[what] >= g.rule.Day {
		return false
	}
	if g.rule.Source > 0 && !g.source(what, from, now) {
		return false
	}
	g.all[what]++
	return true
}

func (g *Gate) source(what, from string, now time.Time) bool {
	h := hmac.New(sha256.New, g.salt[:])
	h.Write([]byte(what + "\x00" + from))
	k := key(h.Sum(nil))
	c, known := g.seen[k]
	if !known && len(g.seen) >= sources {
		for old, x := range g.seen {
			if now.Sub(x.since) >= g.rule.Window {
				delete(g.seen, old)
			}
		}
		if len(g.seen) >= sources {
			return false
		}
	}
	if !known || now.Sub(c.since) >= g.rule.Window {
		c = count{since: now}
	}
	if c.n >= g.rule.Source {
		return false
	}
	c.n++
	g.seen[k] = c
	return true
}
