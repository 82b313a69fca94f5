package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"

	"github.com/openupr/openupr/internal/ledger"
)

// KindErasure is the kind of the fact that says what was erased: its subject is the erased fact's, its fields are
// "fact" (id), "kind", "of-review" and "digest".
const KindErasure = "erasure"

// Erase takes the words and the salt of a fact out of the record for ever, as an act of its own; a fact that was still
// current ends with it. Its digest stays, so the record still verifies, and an "erasure" fact says what is gone. Copies in
// backups and in PostgreSQL's own log are not reached: docs/notes/store.md. ErrNoFact when there is no such fact or it is erased already.
func (s *Store) Erase(ctx context.Context, a Act, id FactID) (Committed, error) {
	f := factRow{id: int64(id)}
	var ended sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT fact.kind, fact.subject, fact.review, fact.digest, fact.ended_by FROM fact JOIN act ON act.id = fact.act
		WHERE fact.id = $1 AND act.number IS NOT NULL AND fact.body IS NOT NULL`, f.id).Scan(&f.kind, &f.subject, &f.review, &f.digest, &ended)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoFact
	}
	if err == nil && f.kind == KindErasure {
		err = errors.New("what says that something was erased cannot be erased itself")
	}
	if err != nil {
		return Committed{}, fmt.Errorf("erasing fact %d: %w", id, err)
	}
	note := New{Fact: ledger.Fact{Kind: KindErasure, Subject: f.subject, Fields: []ledger.Field{
		{Name: "fact", Value: strconv.FormatInt(f.id, 10)},
		{Name: "kind", Value: f.kind},
		{Name: "of-review", Value: f.review},
		{Name: "digest", Value: hex.EncodeToString(f.digest)},
	}}, Review: f.review}
	var end []FactID
	if !ended.Valid {
		end = []FactID{id}
	}
	c, err := s.write(ctx, a, []New{note}, end, func(ctx context.Context, tx *sql.Tx) error {
		if err := one(tx.ExecContext(ctx, "UPDATE fact SET body = NULL, salt = NULL WHERE id = $1 AND body IS NOT NULL", f.id)); err != nil {
			return errors.Join(ErrNoFact, err)
		}
		return nil
	})
	if err != nil {
		return Committed{}, fmt.Errorf("erasing fact %d: %w", id, err)
	}
	if s.sqlite != nil {
		// The words are overwritten in the database, but until this they may lie in the log beside it. It is done again at
		// the next erasure and at Close; a reader under way may be in its way now.
		if err := s.sqlite.flush(context.WithoutCancel(ctx)); err != nil {
			s.cfg.Log.Warn("erased words may stay in the write-ahead log until the program ends", "error", err)
		}
	}
	return c, nil
}
