package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Mail is one message on its way. Its ID says what it is ("digest/<account>/2026-11-23"), so that it is made once however
// often and by however many nodes it is tried.
type Mail struct {
	ID      string
	Account string
	Address string
	Message []byte // as sent: headers and parts; nil once it is sent or refused
	Made    time.Time
	State   string // MailWaiting, MailSent, MailRefused, MailGivenUp
	Tries   int
	Again   time.Time
	Trouble string // what the server said last
}

// States of a mail.
const (
	MailWaiting = "waiting"
	MailSent    = "sent"
	MailRefused = "refused"  // the person's server will never take it
	MailGivenUp = "given-up" // no server took it in all that time
)

// Told is what a digest told a person; see Notice.
type Told struct {
	Act      uint64
	Period   string
	Words    string // fingerprints
	Repeated int
}

const mailColumns = "id, account, address, message, made, state, tries, again, trouble"

func scanMail(row interface{ Scan(...any) error }) (Mail, error) {
	var m Mail
	var made, again int64
	err := row.Scan(&m.ID, &m.Account, &m.Address, &m.Message, &made, &m.State, &m.Tries, &again, &m.Trouble)
	m.Made, m.Again = time.Unix(made, 0).UTC(), time.Unix(again, 0).UTC()
	return m, err
}

// QueueMail puts a mail into the outbox, to be sent at once, unless one with its ID is or was there. With told, the
// person's notice is moved on in the same step: neither is there without the other.
func (s *Store) QueueMail(ctx context.Context, m Mail, told *Told) (queued bool, err error) {
	now := s.cfg.Clock().Unix()
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "INSERT INTO outbox ("+mailColumns+") VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $5, '') ON CONFLICT (id) DO NOTHING",
			m.ID, m.Account, m.Address, m.Message, now)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		queued = n == 1
		if err != nil || !queued || told == nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE notice SET act = $1, period = $2, told = $3, told_at = $4, repeated = $5 WHERE account = $6",
			int64(told.Act), told.Period, told.Words, now, told.Repeated, m.Account)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("keeping a mail: %w", err)
	}
	return queued, nil
}

// PassOver remembers that a person's period has gone by without a mail.
func (s *Store) PassOver(ctx context.Context, account, period string) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE notice SET period = $1 WHERE account = $2", period, account)
		return err
	})
	if err != nil {
		return fmt.Errorf("passing a period over: %w", err)
	}
	return nil
}

// WaitingMail are the mails that may be tried now, those that wait longest first.
func (s *Store) WaitingMail(ctx context.Context, most int) ([]Mail, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+mailColumns+" FROM outbox WHERE state = 'waiting' AND again <= $1 ORDER BY again, id LIMIT $2", s.cfg.Clock().Unix(), most)
	if err != nil {
		return nil, fmt.Errorf("listing mails: %w", err)
	}
	return mails(rows)
}

// LatestMail are the newest mails of an account or, without one, of all.
func (s *Store) LatestMail(ctx context.Context, account string, most int) ([]Mail, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+mailColumns+" FROM outbox WHERE ($1 = '' OR account = $1) ORDER BY made DESC, id LIMIT $2", account, most)
	if err != nil {
		return nil, fmt.Errorf("listing mails: %w", err)
	}
	return mails(rows)
}

func mails(rows *sql.Rows) ([]Mail, error) {
	defer rows.Close()
	var out []Mail
	for rows.Next() {
		m, err := scanMail(rows)
		if err != nil {
			return nil, fmt.Errorf("listing mails: %w", err)
		}
		out = append(out, m)
	}
	return out, rows.Err()
}

// ClaimMail takes a waiting mail for sending: until the time given nobody else tries it. No when another was faster.
func (s *Store) ClaimMail(ctx context.Context, m Mail, length time.Duration) (bool, error) {
	had := false
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE outbox SET tries = tries + 1, again = $1 WHERE id = $2 AND state = 'waiting' AND tries = $3",
			s.cfg.Clock().Add(length).Unix(), m.ID, m.Tries)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		had = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("taking a mail to send: %w", err)
	}
	return had, nil
}

// EndMail says what became of a claimed mail: sent, refused for good, or waiting to be tried again at a time. What a sent
// or refused mail said is not kept. A refusal counts against the person's address, a mail that was taken clears it.
func (s *Store) EndMail(ctx context.Context, m Mail) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		if m.State == MailWaiting {
			return one(tx.ExecContext(ctx, "UPDATE outbox SET again = $1, trouble = $2 WHERE id = $3", m.Again.Unix(), m.Trouble, m.ID))
		}
		if err := one(tx.ExecContext(ctx, "UPDATE outbox SET state = $1, trouble = $2, message = NULL WHERE id = $3", m.State, m.Trouble, m.ID)); err != nil {
			return err
		}
		set, ok := map[string]string{MailSent: "refused = 0", MailRefused: "refused = refused + 1"}[m.State]
		if !ok {
			return nil // that nobody was reached says nothing about the person
		}
		_, err := tx.ExecContext(ctx, "UPDATE notice SET "+set+" WHERE account = $1 AND address = $2", m.Account, m.Address)
		return err
	})
	if err != nil {
		return fmt.Errorf("keeping what became of a mail: %w", err)
	}
	return nil
}

// MailCounts are how many mails there are in each state.
func (s *Store) MailCounts(ctx context.Context) (map[string]int, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT state, count(*) FROM outbox GROUP BY state")
	if err != nil {
		return nil, fmt.Errorf("counting mails: %w", err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, fmt.Errorf("counting mails: %w", err)
		}
		out[state] = n
	}
	return out, rows.Err()
}

// DropTold lets mails and deliveries go that came to their end before a time. It must lie further back than the longest
// period of digests, or one could be made twice.
func (s *Store) DropTold(ctx context.Context, before time.Time) error {
	err := s.inTx(ctx, casual, func(ctx context.Context, tx *sql.Tx) error {
		_, mails := tx.ExecContext(ctx, "DELETE FROM outbox WHERE state <> 'waiting' AND made < $1", before.Unix())
		_, hooks := tx.ExecContext(ctx, "DELETE FROM delivery WHERE state <> 'waiting' AND made < $1", before.Unix())
		return errors.Join(mails, hooks)
	})
	if err != nil {
		return fmt.Errorf("dropping what was told: %w", err)
	}
	return nil
}
