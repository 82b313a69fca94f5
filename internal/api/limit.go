package api

import (
	"crypto/rand"
	"crypto/sha256"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits say how often one client may ask. They guard the machine, not the data: an import of everything fits in them
// many times a day, and a package (/search/export) counts as one.
type Limits struct {
	PerSecond float64 // in the long run; 0 or less: as often as it likes
	Burst     int     // at once
}

// limitKeys bounds how many clients are told apart; those beyond share one allowance until others have been idle.
const limitKeys = 50_000

// limitSweep is how long a full memory of clients is left alone before those who are idle are looked for again.
const limitSweep = 10 * time.Second

// Limiter counts requests by client in memory. A client is known by a digest of its address with a salt that is thrown
// away every day: nothing that is kept here, and nothing in the log, leads back to a person.
type Limiter struct {
	limits Limits
	key    func(*http.Request) string
	now    func() time.Time

	mu      sync.Mutex
	day     int64
	salt    [16]byte
	clients map[[16]byte]*rate.Limiter
	swept   time.Time
	rest    *rate.Limiter
}

// NewLimiter limits by the place that key gives for a request.
func NewLimiter(l Limits, key func(*http.Request) string, now func() time.Time) *Limiter {
	return &Limiter{limits: l, key: key, now: now}
}

// Wait is how long the client of a request has to wait; 0: it may go on, and this request counts.
func (l *Limiter) Wait(r *http.Request) time.Duration {
	if l.limits.PerSecond <= 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	turn := l.client(l.key(r), now).ReserveN(now, 1)
	if !turn.OK() {
		return time.Minute // a burst of nothing
	}
	wait := turn.DelayFrom(now)
	if wait > 0 {
		turn.CancelAt(now)
	}
	return wait
}

// client is the allowance of one client.
func (l *Limiter) client(place string, now time.Time) *rate.Limiter {
	if day := now.Unix() / 86_400; day != l.day || l.clients == nil {
		l.day, l.clients, l.rest = day, map[[16]byte]*rate.Limiter{}, l.fresh()
		_, _ = rand.Read(l.salt[:]) // never fails (Go 1.24)
	}
	sum := sha256.Sum256(append(l.salt[:], place...))
	key := [16]byte(sum[:16])
	if c := l.clients[key]; c != nil {
		return c
	}
	if len(l.clients) >= limitKeys {
		if now.Sub(l.swept) < limitSweep {
			return l.rest
		}
		l.swept = now
		for k, c := range l.clients { // whoever could ask in full again is nobody to remember
			if c.TokensAt(now) >= float64(l.limits.Burst) {
				delete(l.clients, k)
			}
		}
		if len(l.clients) >= limitKeys {
			return l.rest
		}
	}
	c := l.fresh()
	l.clients[key] = c
	return c
}

func (l *Limiter) fresh() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(l.limits.PerSecond), l.limits.Burst)
}

// Guard lets a request through, or says in the form of every other problem when to come back.
func (l *Limiter) Guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait := l.Wait(r)
		if wait == 0 {
			h.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		problem(w, http.StatusTooManyRequests, "you ask more often than this program gives to one client; wait as Retry-After says, or take the whole answer in one file from /search/export")
	})
}
