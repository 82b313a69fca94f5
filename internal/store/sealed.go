package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// SealedPiece is a sealed piece that waits for the act of its day.
type SealedPiece struct {
	Tag       string
	Workspace string
	Day       string // "2026-11-23", by UTC
	Blob      []byte
}

// Errors of sealed pieces.
var (
	ErrSealedFull = errors.New("as many sealed pieces wait as a day can take")
	ErrSealedTag  = errors.New("a sealed piece with this tag is there already")
	ErrSealedDone = errors.New("another program closed the day")
)

// KeepSealed keeps the pieces of one message, all of one workspace, or none of them: ErrSealedFull when more than most would
// wait in it then, ErrSealedTag when a tag is taken.
func (s *Store) KeepSealed(ctx context.Context, list []SealedPiece, most int) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		for _, p := range list {
			r, err := tx.ExecContext(ctx, "INSERT INTO sealed (tag, workspace, day, blob) VALUES ($1, $2, $3, $4) ON CONFLICT (tag) DO NOTHING", p.Tag, p.Workspace, p.Day, p.Blob)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n != 1 {
				return errors.Join(ErrSealedTag, err)
			}
		}
		var n int
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM sealed WHERE workspace = $1", list[0].Workspace).Scan(&n); err != nil {
			return err
		}
		if n > most {
			return ErrSealedFull
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keeping a sealed message: %w", err)
	}
	return nil
}

// WaitingSealed are the pieces of a workspace that wait, by tag: the order in which they came is not told.
func (s *Store) WaitingSealed(ctx context.Context, workspace string) ([]SealedPiece, error) {
	return s.sealed(ctx, "workspace = $1 ORDER BY tag", workspace)
}

// SealedByTag is the piece under a tag that waits; ok is false when there is none.
func (s *Store) SealedByTag(ctx context.Context, workspace, tag string) (p SealedPiece, ok bool, err error) {
	list, err := s.sealed(ctx, "workspace = $1 AND tag = $2", workspace, tag)
	if err != nil || len(list) == 0 {
		return p, false, err
	}
	return list[0], true, nil
}

func (s *Store) sealed(ctx context.Context, where string, args ...any) ([]SealedPiece, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT tag, workspace, day, blob FROM sealed WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading what waits sealed: %w", err)
	}
	defer rows.Close()
	var out []SealedPiece
	for rows.Next() {
		var p SealedPiece
		if err := rows.Scan(&p.Tag, &p.Workspace, &p.Day, &p.Blob); err != nil {
			return nil, fmt.Errorf("reading what waits sealed: %w", err)
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// SealedWorkspaces are the workspaces in which something waits.
func (s *Store) SealedWorkspaces(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT workspace FROM sealed ORDER BY workspace")
	if err != nil {
		return nil, fmt.Errorf("reading where something waits sealed: %w", err)
	}
	out, err := column[string](rows)
	if err != nil {
		return nil, fmt.Errorf("reading where something waits sealed: %w", err)
	}
	return out, nil
}

// SealedDay is the last day of a workspace that was closed; empty when none was.
func (s *Store) SealedDay(ctx context.Context, workspace string) (day string, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT day FROM sealed_day WHERE workspace = $1", workspace).Scan(&day)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if err != nil {
		return "", fmt.Errorf("reading which day was closed: %w", err)
	}
	return day, nil
}

// SkipSealedDay remembers a day as closed without an act: the first of a workspace, on which nothing was there.
func (s *Store) SkipSealedDay(ctx context.Context, workspace, day string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error { return setSealedDay(ctx, tx, workspace, day) })
	if err != nil && !errors.Is(err, ErrSealedDone) {
		return fmt.Errorf("passing a day over: %w", err)
	}
	return nil
}

func setSealedDay(ctx context.Context, tx *sql.Tx, workspace, day string) error {
	r, err := tx.ExecContext(ctx, "INSERT INTO sealed_day (workspace, day) VALUES ($1, $2) ON CONFLICT (workspace) DO UPDATE SET day = excluded.day WHERE sealed_day.day < excluded.day", workspace, day)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n != 1 {
		return errors.Join(ErrSealedDone, err)
	}
	return nil
}

// CloseSealedDay brings the facts of a day into the ledger as one act, and takes the pieces with these tags away, in one
// step. ErrSealedDone when another program was faster: then nothing was done.
func (s *Store) CloseSealedDay(ctx context.Context, a Act, facts []New, workspace, day string, tags []string) (Committed, error) {
	c, err := s.write(ctx, a, facts, nil, func(ctx context.Context, tx *sql.Tx) error {
		if err := setSealedDay(ctx, tx, workspace, day); err != nil {
			return err
		}
		for _, tag := range tags {
			r, err := tx.ExecContext(ctx, "DELETE FROM sealed WHERE tag = $1", tag)
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n != 1 {
				return errors.Join(ErrSealedDone, err)
			}
		}
		return nil
	})
	if err != nil {
		return Committed{}, fmt.Errorf("closing a day of sealed pieces: %w", err)
	}
	return c, nil
}
