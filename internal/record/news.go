package record

import (
	"context"
	"sync"
)

// news tells those who wait that there is a new view.
type news struct {
	mu   sync.Mutex
	next chan struct{} // closed when there is one; nil while nobody waits
}

func (n *news) wait() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next == nil {
		n.next = make(chan struct{})
	}
	return n.next
}

func (n *news) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.next != nil {
		close(n.next)
		n.next = nil
	}
}

// Next waits until the view holds a later act than after, and gives it. The error is the context's.
func (k *Keeper) Next(ctx context.Context, after uint64) (*View, error) {
	for {
		next := k.news.wait()
		if v := k.View(); v.Act > after {
			return v, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-next:
		}
	}
}
