package store

import (
	"context"
	"sync"
)

// gate lets one writer in at a time: people's acts before batches of an import, each in the order they came.
type gate struct {
	mu      sync.Mutex
	held    bool
	people  []chan struct{}
	batches []chan struct{}
}

// enter waits for its turn. Giving up while waiting is safe; once in, only leave ends the turn.
func (g *gate) enter(ctx context.Context, person bool) error {
	g.mu.Lock()
	if !g.held {
		g.held = true
		g.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	queue := &g.batches
	if person {
		queue = &g.people
	}
	*queue = append(*queue, turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	for i, c := range *queue {
		if c == turn {
			*queue = append((*queue)[:i], (*queue)[i+1:]...)
			g.mu.Unlock()
			return ctx.Err()
		}
	}
	g.mu.Unlock()
	g.leave() // the turn came in the same moment
	return ctx.Err()
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	queue := &g.people
	if len(*queue) == 0 {
		queue = &g.batches
	}
	if len(*queue) == 0 {
		g.held = false
		return
	}
	close((*queue)[0])
	*queue = (*queue)[1:]
}
