package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
)

// endDigests adds the end digests of current facts (sorted by id) to the root of the act that is about to end them.
func endDigests(ctx context.Context, tx *sql.Tx, facts []FactID, root *ledger.RootBuilder) error {
	for part := range slices.Chunk(facts, endBatch) {
		args := make([]any, len(part))
		for i, f := range part {
			args[i] = int64(f)
		}
		digests, err := keyed[[]byte](ctx, tx, "SELECT id, digest FROM fact WHERE ended_by IS NULL AND id IN ("+places(1, len(part))+`)
			AND EXISTS (SELECT 1 FROM act WHERE act.id = fact.act AND number IS NOT NULL)`, args...)
		if err != nil {
			return err
		}
		for _, f := range part {
			digest, ok := digests[int64(f)]
			if !ok {
				return notCurrent(ctx, tx, f)
			}
			if len(digest) != ledger.DigestSize {
				return &Damaged{f, errors.New("the digest has a wrong length")}
			}
			delete(digests, int64(f)) // named twice, it is refused the second time
			root.Add(ledger.EndDigest(ledger.Hash(digest)))
		}
	}
	return nil
}

// markEnded ends the facts whose digests endDigests has read.
func markEnded(ctx context.Context, tx *sql.Tx, act int64, facts []FactID) error {
	for part := range slices.Chunk(facts, endBatch) {
		args := []any{act}
		for _, f := range part {
			args = append(args, int64(f))
		}
		r, err := tx.ExecContext(ctx, "UPDATE fact SET ended_by = $1 WHERE ended_by IS NULL AND id IN ("+places(2, len(part))+")", args...)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		if n != int64(len(part)) {
			// On PostgreSQL a draft may have come in between, since staging does not take the head's lock.
			return &NotCurrent{Fact: part[0]}
		}
	}
	return nil
}

// endFacts ends the facts (sorted by id) and gives their digests in that order.
func endFacts(ctx context.Context, tx *sql.Tx, act int64, facts []FactID) ([]ending, error) {
	args := []any{act}
	for _, f := range facts {
		args = append(args, int64(f))
	}
	rows, err := tx.QueryContext(ctx, `UPDATE fact SET ended_by = $1 WHERE ended_by IS NULL AND id IN (`+places(2, len(facts))+`)
		AND act IN (SELECT id FROM act WHERE number IS NOT NULL AND act.id = fact.act) RETURNING id, digest`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	got := map[int64]ledger.Hash{}
	for rows.Next() {
		var id int64
		var digest []byte
		if err := rows.Scan(&id, &digest); err != nil {
			return nil, err
		}
		if len(digest) != ledger.DigestSize {
			return nil, &Damaged{FactID(id), errors.New("the digest has a wrong length")}
		}
		got[id] = ledger.Hash(digest)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	out := make([]ending, 0, len(facts))
	for _, f := range facts {
		digest, ok := got[int64(f)]
		if !ok {
			return nil, notCurrent(ctx, tx, f)
		}
		delete(got, int64(f)) // named twice, it is refused the second time
		out = append(out, ending{int64(f), digest})
	}
	return out, nil
}

func notCurrent(ctx context.Context, tx *sql.Tx, f FactID) error {
	var by sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT act.number FROM fact LEFT JOIN act ON act.id = fact.ended_by WHERE fact.id = $1", int64(f)).Scan(&by)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return &NotCurrent{Fact: f, EndedBy: uint64(by.Int64)}
}

// retryLost repeats an ending once when what stood in its way may be the draft of a process that is gone.
func (s *Store) retryLost(ctx context.Context, do func() error) error {
	err := do()
	var not *NotCurrent
	if !errors.As(err, &not) || not.EndedBy > 0 {
		return err
	}
	if err := s.cleanLost(ctx); err != nil {
		return err
	}
	return do()
}
