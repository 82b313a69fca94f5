package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
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
// wait that doubles each time it was earned again. The place is part of the key, and a browser from which the account signed
// in before counts for itself: nobody can shut out a person who comes from elsewhere, or who came from here before.
const (
	attemptCount = 10
	attemptPlace = 100
	attemptCodes = 20 // wrong codes for one account, by whoever knows its password
	attemptTime  = time.Minute
	attemptKeys  = 10_000
	attemptMost  = 6 // doublings: 64 minutes
)

// attempts are counted in memory. A place is kept as a hash with a salt that is thrown away every day, with what it counted.
type attempts struct {
	mu   sync.Mutex
	now  func() time.Time
	day  string
	salt [32]byte
	seen map[string]attempt
}

type attempt struct {
	n     int
	since time.Time
	level int // how often the bound was passed, one after the other
}

// wait is how long an attempt counts.
func (x attempt) wait() time.Duration { return attemptTime << x.level }

func newAttempts(now func() time.Time) *attempts {
	return &attempts{now: now, seen: map[string]attempt{}}
}

// place is where a request comes from, as it may be kept: nobody can read the address out of it tomorrow.
func (a *attempts) place(from string) string {
	if day := a.now().UTC().Format(time.DateOnly); day != a.day {
		a.day = day
		_, _ = rand.Read(a.salt[:]) // it never fails
		maps.DeleteFunc(a.seen, func(key string, _ attempt) bool { return strings.Contains(key, placeMark) })
	}
	h := hmac.New(sha256.New, a.salt[:])
	h.Write([]byte(from))
	return placeMark + string(h.Sum(nil)[:16])
}

const placeMark = "place\x00"

// allow counts a password for a name from a place. device is the mark of a browser that the account knows, or empty.
func (a *attempts) allow(login, from, device string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if device != "" {
		return a.count("device\x00"+device+"\x00"+login, attemptCount)
	}
	at := a.place(from)
	return a.count(at, attemptPlace) && a.count(login+"\x00"+at, attemptCount)
}

// code counts a code for an account whose password was right, wherever it comes from.
func (a *attempts) code(id, device string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.count("code\x00"+id+"\x00"+device, attemptCodes)
}

// codeRight forgets the wrong codes of an account.
func (a *attempts) codeRight(id, device string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.seen, "code\x00"+id+"\x00"+device)
}

func (a *attempts) count(key string, most int) bool {
	if len(a.seen) >= attemptKeys {
		maps.DeleteFunc(a.seen, func(_ string, x attempt) bool { return a.now().Sub(x.since) > x.wait() })
	}
	x, known := a.seen[key]
	if !known && len(a.seen) >= attemptKeys {
		return false // thousands of places at once: whoever is not among them waits a minute
	}
	if !known || a.now().Sub(x.since) > x.wait() {
		level := 0
		if x.n > most {
			level = min(x.level+1, attemptMost)
		}
		x = attempt{since: a.now(), level: level}
	}
	x.n++
	a.seen[key] = x
	return x.n <= most
}

func (a *attempts) clear(login, from, device string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if device != "" {
		delete(a.seen, "device\x00"+device+"\x00"+login)
		return
	}
	delete(a.seen, login+"\x00"+a.place(from))
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
