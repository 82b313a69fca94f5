package web

import (
	"maps"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/account"
)

// Bounds of guessing: so many passwords for one name from one place, and so many for all names from one place, then a
// wait. The place is part of the key, so that nobody can shut out a person who comes from elsewhere.
const (
	attemptCount = 10
	attemptPlace = 100
	attemptTime  = time.Minute
	attemptKeys  = 10_000
)

type attempts struct {
	mu   sync.Mutex
	now  func() time.Time
	seen map[string]attempt
}

type attempt struct {
	n     int
	since time.Time
}

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, seen: map[string]attempt{}}
}

func (a *attempts) allow(login, from string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.seen) >= attemptKeys {
		maps.DeleteFunc(a.seen, func(_ string, x attempt) bool { return a.now().Sub(x.since) > attemptTime })
	}
	return a.count(from, attemptPlace) && a.count(login+"\x00"+from, attemptCount)
}

func (a *attempts) count(key string, most int) bool {
	x, known := a.seen[key]
	if !known && len(a.seen) >= attemptKeys {
		return false // thousands of places at once: whoever is not among them waits a minute
	}
	if a.now().Sub(x.since) > attemptTime {
		x = attempt{since: a.now()}
	}
	x.n++
	a.seen[key] = x
	return x.n <= most
}

func (a *attempts) clear(login, from string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seen, login+"\x00"+from)
}

// Remote is the place from which a request comes: the address, of which one house with the newer kind has many. A proxy on
// this machine says for whom it asks; what others say of themselves counts for nothing.
func Remote(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if said := r.Header.Values("X-Forwarded-For"); at.IsLoopback() && len(said) > 0 {
		last := said[len(said)-1]
		if behind, err := netip.ParseAddr(strings.TrimSpace(last[strings.LastIndex(last, ",")+1:])); err == nil {
			at = behind
		}
	}
	if at = at.Unmap(); at.Is6() {
		if p, err := at.WithZone("").Prefix(64); err == nil {
			return p.String()
		}
	}
	return at.String()
}

// hashers is how many passwords are hashed at once: each takes 64 MB, and whoever asks need not be signed in.
const hashers = 2

// hashing waits for a turn to hash; the caller gives it back.
func (a *App) hashing(r *http.Request) (done func(), err error) {
	select {
	case a.hashes <- struct{}{}:
		return func() { <-a.hashes }, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func (a *App) checkPassword(r *http.Request, hash, password string) (bool, error) {
	done, err := a.hashing(r)
	if err != nil {
		return false, err
	}
	defer done()
	return account.CheckPassword(hash, password), nil
}

func (a *App) hashPassword(r *http.Request, password string) (string, error) {
	done, err := a.hashing(r)
	if err != nil {
		return "", err
	}
	defer done()
	return account.HashPassword(password)
}
