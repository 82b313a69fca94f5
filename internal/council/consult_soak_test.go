package council_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/flood"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// soakTime is how long people comment at once: OPENUPR_SOAK ("5m" in make soak), else a moment.
func soakTime(t *testing.T) time.Duration {
	s := os.Getenv("OPENUPR_SOAK")
	if s == "" {
		return time.Second
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const commenters = 200

// TestTwoHundredPeopleCommentAtOnce lets two hundred people comment as fast as the program takes it, one of them without any
// pause. What was taken is there with its words and in the order of its numbers, the queue has every one of it, whoever floods
// is held up and nobody else is, and the ledger verifies.
func TestTwoHundredPeopleCommentAtOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { commentSoak(t, newWorld(t)) })
	t.Run("postgres", func(t *testing.T) { commentSoak(t, onPostgres(t)) })
}

func commentSoak(t *testing.T, w *world) {
	id := w.consulted(spoken.Consultation{Before: true})
	const most = 5 // from one source; the soak is shorter than the window
	gate := flood.New(flood.Rule{Source: most, Window: time.Hour}, func() time.Time { return w.now })
	if long := soakTime(t) > time.Minute; long {
		gate = flood.New(flood.Rule{Source: 200, Window: time.Hour}, func() time.Time { return w.now })
	}
	type said struct {
		number int
		words  string
	}
	var mu sync.Mutex
	var taken []said
	var flooded, others atomic.Int64
	ctx, stop := context.WithTimeout(t.Context(), soakTime(t))
	defer stop()
	var wg sync.WaitGroup
	for n := range commenters {
		r := rand.New(rand.NewPCG(11, uint64(n)))
		wg.Go(func() {
			for i := 0; ctx.Err() == nil && (n == 0 || i < most); i++ {
				if !gate.Allow(id, fmt.Sprintf("source %d", n)) {
					if n == 0 {
						flooded.Add(1)
						time.Sleep(time.Millisecond)
						continue
					}
					others.Add(1)
					return
				}
				words := fmt.Sprintf("person %d says %d", n, i)
				got, err := w.d.Comment(t.Context(), ws, id, council.Contribution{Words: words, Passage: spoken.PassageID(id, 1, 2+r.IntN(3)), Once: words})
				if err != nil {
					t.Errorf("%s: %v", words, err)
					return
				}
				mu.Lock()
				taken = append(taken, said{got.Number, words})
				mu.Unlock()
				select {
				case <-time.After(time.Duration(r.IntN(200)) * time.Millisecond):
				case <-ctx.Done():
				}
			}
		})
	}
	wg.Wait()
	at := map[int]string{}
	for _, s := range taken {
		if at[s.number] != "" {
			t.Errorf("number %d was given to %q and %q", s.number, at[s.number], s.words)
		}
		at[s.number] = s.words
	}
	list := w.closed().CommentsOf(id)
	if len(list) != len(taken) {
		t.Errorf("%d were taken and %d are there", len(taken), len(list))
	}
	var act uint64
	for i, c := range list {
		if c.Thing.Number != i+1 || at[i+1] != c.Thing.Words || c.Act <= act {
			t.Fatalf("place %d has number %d of act %d, %q; it was taken as %q", i+1, c.Thing.Number, c.Act, c.Thing.Words, at[i+1])
		}
		act = c.Act
	}
	if queue := w.seen("writer").Queue(w.people["writer"]); len(queue) != len(taken) {
		t.Errorf("the queue has %d of %d", len(queue), len(taken))
	}
	if public := w.forum().CommentsOf(id); len(public) != len(taken) {
		t.Errorf("everyone is told of %d of %d", len(public), len(taken))
	}
	if flooded.Load() == 0 || others.Load() > 0 {
		t.Errorf("the flood was held up %d times, others %d times", flooded.Load(), others.Load())
	}
	report, err := w.d.Store.Verify(t.Context(), nil)
	if err != nil || report.Problem != nil {
		t.Errorf("the ledger: %+v %v", report, err)
	}
	t.Logf("%d comments of %d people; the flood was held up %d times", len(taken), commenters, flooded.Load())
}
