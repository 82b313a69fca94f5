package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func TestGateLetsPeopleGoFirst(t *testing.T) {
	var g gate
	if err := g.enter(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var order []string
	var wg sync.WaitGroup
	queued := func(n int) { // waits until so many stand in the queue, so that the order of coming is known
		for {
			g.mu.Lock()
			waiting := len(g.people) + len(g.batches)
			g.mu.Unlock()
			if waiting == n {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}
	for i, who := range []string{"batch 1", "person 1", "batch 2", "person 2"} {
		wg.Go(func() {
			if err := g.enter(t.Context(), who[0] == 'p'); err != nil {
				t.Error(err)
			}
			mu.Lock()
			order = append(order, who)
			mu.Unlock()
			g.leave()
		})
		queued(i + 1)
	}
	g.leave()
	wg.Wait()
	want := []string{"person 1", "person 2", "batch 1", "batch 2"}
	for i := range want {
		if order[i] != want[i] {
			t.Fatalf("order %v", order)
		}
	}
}

func TestGateForgetsWhoGivesUp(t *testing.T) {
	var g gate
	for range 200 {
		if err := g.enter(t.Context(), true); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		for i := range 4 {
			wg.Go(func() {
				if err := g.enter(ctx, i%2 == 0); err == nil {
					g.leave()
				} else if !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			})
		}
		go cancel() // somewhere between their coming and their turn
		g.leave()
		wg.Wait()
	}
	if g.held || len(g.people)+len(g.batches) > 0 {
		t.Errorf("%+v is left", &g)
	}
}
