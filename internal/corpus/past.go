package corpus

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// ErrBusy says that too many states of the past are being built. It goes away by itself.
var ErrBusy = errors.New("too many past states of the record are asked for at once: try again in a minute")

// Bounds of what is kept of the past, and of who may wait for more of it.
const (
	mostPastDocs = 1 << 19 // in all past snapshots together, but for one
	mostWaiting  = 16
)

// moment is a state of the record: as it knew it at an act, as it stood on a day.
type moment struct {
	act uint64
	on  upr.Date
}

// past keeps the snapshots of the past that were asked for last, and sees that each is built once and one at a time.
type past struct {
	mu     sync.Mutex
	kept   []kept // the last used last
	making map[moment]*making
	turn   sync.Mutex // one is built at a time
}

type kept struct {
	moment
	s *Snapshot
}

type making struct {
	done chan struct{}
	s    *Snapshot
	err  error
}

// At is the record as it was known at an act (0: now) and as it stood on a day (zero: now). A snapshot of the past is
// built when it is asked for, which takes as long as reading the record, and kept for a while. ErrBusy says that others
// wait already.
func (k *Keeper) At(ctx context.Context, act uint64, on upr.Date) (*Snapshot, error) {
	now := k.Snapshot()
	if act == 0 || act >= now.Act() {
		if on.IsZero() {
			return now, nil
		}
		act = now.Act()
	}
	at := moment{act, on}
	m, s, err := k.past.ask(at, func() (*Snapshot, error) { return k.build(context.WithoutCancel(ctx), at) })
	if s != nil || err != nil {
		return s, err
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-m.done:
		return m.s, m.err
	}
}

func (k *Keeper) build(ctx context.Context, at moment) (*Snapshot, error) {
	v := k.records.View()
	if v.Act != at.act {
		var err error
		if v, err = record.Load(ctx, k.store, at.act); err != nil {
			return nil, fmt.Errorf("the record at act %d: %w", at.act, err)
		}
	}
	return assemble(at.act, []*part{makePartOf(docsOf(homes(v), k.classify, at.on, nil), 1)}, nil), nil
}

// ask gives the snapshot that is kept, or what to wait for.
func (p *past) ask(at moment, build func() (*Snapshot, error)) (*making, *Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.IndexFunc(p.kept, func(x kept) bool { return x.moment == at }); i >= 0 {
		x := p.kept[i]
		p.kept = append(slices.Delete(p.kept, i, i+1), x)
		return nil, x.s, nil
	}
	if m := p.making[at]; m != nil {
		return m, nil, nil
	}
	if len(p.making) >= mostWaiting {
		return nil, nil, ErrBusy
	}
	m := &making{done: make(chan struct{})}
	if p.making == nil {
		p.making = map[moment]*making{}
	}
	p.making[at] = m
	go p.make(at, m, build)
	return m, nil, nil
}

func (p *past) make(at moment, m *making, build func() (*Snapshot, error)) {
	p.turn.Lock()
	defer p.turn.Unlock()
	m.s, m.err = build()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.making, at)
	if m.err == nil {
		p.keep(at, m.s)
	}
	close(m.done)
}

// keep remembers a snapshot and forgets those that were not asked for longest.
func (p *past) keep(at moment, s *Snapshot) {
	p.kept = append(p.kept, kept{at, s})
	docs := 0
	for _, x := range p.kept {
		docs += x.s.Len()
	}
	for len(p.kept) > 1 && docs > mostPastDocs || len(p.kept) > 16 {
		docs -= p.kept[0].s.Len()
		p.kept = slices.Delete(p.kept, 0, 1)
	}
}
