package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/openupr/openupr/internal/ledger"
)

// Head is the newest state of the record.
type Head struct {
	Number   uint64 // of the newest act; 0 when there is none
	TreeSize uint64 // acts in the tree: the same
	Root     ledger.Hash
}

// Head reads the newest state of the record.
func (s *Store) Head(ctx context.Context) (Head, error) {
	h, err := readHead(ctx, s.read)
	if err != nil {
		return Head{}, fmt.Errorf("reading the head of the record: %w", err)
	}
	return h, nil
}

func readHead(ctx context.Context, q querier) (Head, error) {
	var n int64
	var root []byte
	if err := q.QueryRowContext(ctx, "SELECT number, root FROM head WHERE id = 1").Scan(&n, &root); err != nil {
		return Head{}, err
	}
	h := Head{Number: uint64(n), TreeSize: uint64(n)}
	if n == 0 {
		empty, err := ledger.Root(0, nil)
		h.Root = empty
		return h, err
	}
	if len(root) != ledger.DigestSize {
		return Head{}, errors.New("its root is damaged in the database")
	}
	h.Root = ledger.Hash(root)
	return h, nil
}

// news wakes those who wait for an act of this process.
type news struct {
	mu sync.Mutex
	ch chan struct{}
}

func (n *news) next() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ch == nil {
		n.ch = make(chan struct{})
	}
	return n.ch
}

func (n *news) tell() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ch != nil {
		close(n.ch)
		n.ch = nil
	}
}

// pollHead is how often an act of another process or node is looked for.
const pollHead = 250 * time.Millisecond

// WaitHead waits until the record has an act after the given one, by whomever, and gives the head.
func (s *Store) WaitHead(ctx context.Context, after uint64) (Head, error) {
	tick := time.NewTicker(pollHead)
	defer tick.Stop()
	for {
		next := s.news.next()
		h, err := s.Head(ctx)
		if err != nil || h.Number > after {
			return h, err
		}
		select {
		case <-ctx.Done():
			return Head{}, ctx.Err()
		case <-next:
		case <-tick.C:
		}
	}
}

const actColumns = "number, kind, scope, made_at, role, body, facts, ends, root"

func scanAct(rows interface{ Scan(...any) error }) (ledger.ActHeader, error) {
	var h ledger.ActHeader
	var number, at, facts, ends int64
	var root []byte
	if err := rows.Scan(&number, &h.Kind, &h.Scope, &at, &h.Role, &h.Body, &facts, &ends, &root); err != nil {
		return ledger.ActHeader{}, err
	}
	h.Number, h.Time, h.Facts, h.Ends = uint64(number), time.Unix(at, 0).UTC(), uint64(facts), uint64(ends)
	if len(root) != ledger.DigestSize {
		return ledger.ActHeader{}, fmt.Errorf("act %d is damaged in the database: its root", number)
	}
	h.Root = ledger.Hash(root)
	return h, nil
}

// Act reads one act's header; ErrNoAct when there is none.
func (s *Store) Act(ctx context.Context, number uint64) (ledger.ActHeader, error) {
	h, err := scanAct(s.read.QueryRowContext(ctx, "SELECT "+actColumns+" FROM act WHERE number = $1", int64(number)))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoAct
	}
	if err != nil {
		return ledger.ActHeader{}, fmt.Errorf("reading act %d: %w", number, err)
	}
	return h, nil
}

// Acts reads the headers of the acts numbered from to to, both included, in order.
func (s *Store) Acts(ctx context.Context, from, to uint64) iter.Seq2[ledger.ActHeader, error] {
	return func(yield func(ledger.ActHeader, error) bool) {
		rows, err := s.read.QueryContext(ctx, "SELECT "+actColumns+" FROM act WHERE number >= $1 AND number <= $2 ORDER BY number", int64(from), int64(min(to, 1<<62)))
		if err != nil {
			yield(ledger.ActHeader{}, fmt.Errorf("reading acts: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			h, err := scanAct(rows)
			if !yield(h, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(ledger.ActHeader{}, fmt.Errorf("reading acts: %w", err))
		}
	}
}

// Checkpoint is the signed checkpoint of the tree with the first size acts.
func (s *Store) Checkpoint(ctx context.Context, size uint64) (string, error) {
	var text string
	err := s.read.QueryRowContext(ctx, "SELECT text FROM checkpoint WHERE size = $1", int64(size)).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoAct
	}
	if err != nil {
		return "", fmt.Errorf("reading the checkpoint of %d acts: %w", size, err)
	}
	return text, nil
}

// Proof is everything needed to check that an act is in the record.
type Proof struct {
	Leaf       []byte        // the act's header as it is in the tree
	Path       []ledger.Hash // ledger.CheckAct
	Checkpoint string        // the newest one, signed
}

// Prove proves an act against the newest checkpoint.
func (s *Store) Prove(ctx context.Context, number uint64) (Proof, error) {
	h, err := s.Act(ctx, number)
	if err != nil {
		return Proof{}, err
	}
	head, err := s.Head(ctx)
	if err != nil {
		return Proof{}, err
	}
	var p Proof
	if p.Leaf, err = h.Leaf(); err != nil {
		return Proof{}, err
	}
	if p.Path, err = ledger.ProveAct(head.TreeSize, number, hashReader(ctx, s.read)); err != nil {
		return Proof{}, err
	}
	p.Checkpoint, err = s.Checkpoint(ctx, head.TreeSize)
	return p, err
}

// ProveGrowth proves that the newest tree begins with the one of the first size acts.
func (s *Store) ProveGrowth(ctx context.Context, size uint64) ([]ledger.Hash, error) {
	head, err := s.Head(ctx)
	if err != nil {
		return nil, err
	}
	return ledger.ProveGrowth(head.TreeSize, size, hashReader(ctx, s.read))
}
