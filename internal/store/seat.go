package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/openupr/openupr/internal/ledger"
)

// KindSeat is the kind of the facts that seat people. Who it is stands inside the salted content, in the closed home of the
// workspace; the act's header names the role and the body of whoever seats.
const KindSeat = "seat"

// Seat is a person's place in a workspace.
type Seat struct {
	ID        string // made by the store; subject of the seat's fact
	Account   string
	Workspace string
	Role      string
	Body      string // the body that the person sits for; may be empty
	Since     time.Time
	By        string // account that decided on it; in the fact only, not read back
}

// Errors of seats.
var (
	ErrSeated = errors.New("the person has this seat already")
	ErrNoSeat = errors.New("there is no such seat")
)

const seatColumns = "id, account, workspace, role, body, since"

// Seats are the places of an account in all workspaces, in the order in which they were given.
func (s *Store) Seats(ctx context.Context, account string) ([]Seat, error) {
	return s.seats(ctx, "account", account)
}

// SeatsIn are the seats of a workspace, in the order in which they were given.
func (s *Store) SeatsIn(ctx context.Context, workspace string) ([]Seat, error) {
	return s.seats(ctx, "workspace", workspace)
}

// DisabledIn are the accounts that sit in a workspace and cannot sign in any more, in a fixed order.
func (s *Store) DisabledIn(ctx context.Context, workspace string) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT seat.account FROM seat JOIN account ON account.id = seat.account WHERE seat.workspace = $1 AND account.disabled = 1 ORDER BY 1", workspace)
	if err != nil {
		return nil, fmt.Errorf("listing disabled seats: %w", err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var account string
		if err := rows.Scan(&account); err != nil {
			return nil, fmt.Errorf("listing disabled seats: %w", err)
		}
		out = append(out, account)
	}
	return out, rows.Err()
}

func (s *Store) seats(ctx context.Context, column, value string) ([]Seat, error) {
	if !plain(value) {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT "+seatColumns+" FROM seat WHERE "+column+" = $1 ORDER BY since, id", value)
	if err != nil {
		return nil, fmt.Errorf("listing seats: %w", err)
	}
	defer rows.Close()
	var out []Seat
	for rows.Next() {
		var x Seat
		var since int64
		if err := rows.Scan(&x.ID, &x.Account, &x.Workspace, &x.Role, &x.Body, &since); err != nil {
			return nil, fmt.Errorf("listing seats: %w", err)
		}
		x.Since = time.Unix(since, 0).UTC()
		out = append(out, x)
	}
	return out, rows.Err()
}

// Seat gives a person a seat, as one act in the workspace's closed home (by.Scope). ErrSeated when they have it.
func (s *Store) Seat(ctx context.Context, by Act, seat Seat) (Seat, error) {
	given, err := s.ChangeSeats(ctx, by, []Seat{seat}, nil)
	if err != nil {
		return Seat{}, err
	}
	return given[0], nil
}

// Unseat takes a seat away, as one act. ErrNoSeat when there is none.
func (s *Store) Unseat(ctx context.Context, by Act, id string) error {
	_, err := s.ChangeSeats(ctx, by, nil, []string{id})
	return err
}

// ChangeSeats gives and takes seats as one act: all of it or nothing. by.Scope is the home of the facts.
func (s *Store) ChangeSeats(ctx context.Context, by Act, give []Seat, take []string) ([]Seat, error) {
	given, err := s.changeSeats(ctx, by, give, take)
	if err != nil {
		return nil, fmt.Errorf("changing seats: %w", err)
	}
	return given, nil
}

func (s *Store) changeSeats(ctx context.Context, by Act, give []Seat, take []string) ([]Seat, error) {
	given := make([]Seat, len(give))
	var add []New
	for i, x := range give {
		var id [8]byte
		if _, err := io.ReadFull(s.cfg.Rand, id[:]); err != nil {
			return nil, err
		}
		x.ID, x.Since = hex.EncodeToString(id[:]), s.now()
		given[i] = x
		add = append(add, New{Review: by.Scope, Fact: seatFact(x)})
	}
	var end []FactID
	for _, id := range take {
		fact, err := s.seatFactID(ctx, id)
		if err != nil {
			return nil, err
		}
		end = append(end, fact)
	}
	_, err := s.write(ctx, by, add, end, func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range take {
			if err := one(tx.ExecContext(ctx, "DELETE FROM seat WHERE id = $1", id)); err != nil {
				return errors.Join(err, ErrNoSeat)
			}
		}
		for _, x := range given {
			r, err := tx.ExecContext(ctx, "INSERT INTO seat ("+seatColumns+") VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
				x.ID, x.Account, x.Workspace, x.Role, x.Body, x.Since.Unix())
			if err != nil {
				return err
			}
			if n, err := r.RowsAffected(); err != nil || n != 1 {
				return errors.Join(err, ErrSeated)
			}
		}
		return nil
	})
	var not *NotCurrent
	if errors.As(err, &not) { // somebody else took it away in this moment
		err = errors.Join(err, ErrNoSeat)
	}
	return given, err
}

func seatFact(x Seat) ledger.Fact {
	f := ledger.Fact{Kind: KindSeat, Subject: x.ID, Fields: []ledger.Field{{Name: "account", Value: x.Account}, {Name: "workspace", Value: x.Workspace}, {Name: "role", Value: x.Role}}}
	if x.Body != "" {
		f.Fields = append(f.Fields, ledger.Field{Name: "body", Value: x.Body})
	}
	if x.By != "" {
		f.Fields = append(f.Fields, ledger.Field{Name: "by", Value: x.By})
	}
	return f
}

// seatFactID finds the fact of a seat.
func (s *Store) seatFactID(ctx context.Context, id string) (FactID, error) {
	if id == "" {
		return 0, ErrNoSeat
	}
	for r, err := range s.Facts(ctx, Filter{Kinds: []string{KindSeat}, Subject: id}) {
		return r.ID, err
	}
	return 0, ErrNoSeat
}
