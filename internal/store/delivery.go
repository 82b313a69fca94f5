package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

const deliveryColumns = "hook, act, body, made, state, tries, again, status, trouble"

func (s *Store) deliveries(ctx context.Context, where string, args ...any) ([]Delivery, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+deliveryColumns+" FROM delivery WHERE "+where, args...)
	if err != nil {
		return nil, fmt.Errorf("listing messages to receivers: %w", err)
	}
	defer rows.Close()
	var out []Delivery
	for rows.Next() {
		var d Delivery
		var act, made, again int64
		if err := rows.Scan(&d.Hook, &act, &d.Body, &made, &d.State, &d.Tries, &again, &d.Status, &d.Trouble); err != nil {
			return nil, fmt.Errorf("listing messages to receivers: %w", err)
		}
		d.Act, d.Made, d.Again = uint64(act), time.Unix(made, 0).UTC(), time.Unix(again, 0).UTC()
		out = append(out, d)
	}
	return out, rows.Err()
}

// QueueDeliveries keeps what a receiver is to be given and moves its cursor on to act, both or neither. What was queued
// before is not queued again.
func (s *Store) QueueDeliveries(ctx context.Context, h Hook, act uint64, list []Delivery) error {
	now := s.cfg.Clock().Unix()
	return s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE hook SET act = $1 WHERE id = $2 AND act = $3 AND state = 'on'", int64(act), h.ID, int64(h.Act))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return err // another node was faster, or a person switched it off
		}
		for _, d := range list {
			if _, err := tx.ExecContext(ctx, "INSERT INTO delivery ("+deliveryColumns+") VALUES ($1, $2, $3, $4, 'waiting', 0, $4, 0, '') ON CONFLICT (hook, act) DO NOTHING",
				h.ID, int64(d.Act), d.Body, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// WaitingDeliveries are the messages that may be tried now: of each receiver only the first that waits, so that what was
// published first arrives first.
func (s *Store) WaitingDeliveries(ctx context.Context, most int) ([]Delivery, error) {
	return s.deliveries(ctx, `state = 'waiting' AND again <= $1 AND act = (SELECT min(x.act) FROM delivery x WHERE x.hook = delivery.hook AND x.state = 'waiting')
		ORDER BY again, hook LIMIT $2`, s.cfg.Clock().Unix(), most)
}

// LatestDeliveries are the newest messages to a receiver.
func (s *Store) LatestDeliveries(ctx context.Context, hook string, most int) ([]Delivery, error) {
	return s.deliveries(ctx, "hook = $1 ORDER BY act DESC LIMIT $2", hook, most)
}

// HookOf is the receiver of a delivery, with its secret. When that does not open, the receiver comes with ErrHookSealed.
func (s *Store) HookOf(ctx context.Context, d Delivery) (Hook, error) {
	h, err := s.oneHook(ctx, "id = $1", d.Hook)
	if err != nil {
		return Hook{}, err
	}
	h.Secret, err = s.openSecret(hookSecrets, h.ID, h.sealed)
	if errors.Is(err, ErrSealed) {
		err = ErrHookSealed
	}
	return h, err
}

// ClaimDelivery takes a waiting message for sending: until the time given nobody else tries it. No when another was faster.
func (s *Store) ClaimDelivery(ctx context.Context, d Delivery, length time.Duration) (bool, error) {
	had := false
	err := s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE delivery SET tries = tries + 1, again = $1 WHERE hook = $2 AND act = $3 AND state = 'waiting' AND tries = $4",
			s.cfg.Clock().Add(length).Unix(), d.Hook, int64(d.Act), d.Tries)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		had = n == 1
		return err
	})
	return had, err
}

// EndDelivery says what became of a claimed message. A receiver that took one has no failures any more; one that failed as
// often in a row as most says is switched off, and off is true then.
func (s *Store) EndDelivery(ctx context.Context, d Delivery, most int) (off bool, err error) {
	err = s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if err := one(tx.ExecContext(ctx, "UPDATE delivery SET state = $1, again = $2, status = $3, trouble = $4 WHERE hook = $5 AND act = $6",
			d.State, d.Again.Unix(), d.Status, d.Trouble, d.Hook, int64(d.Act))); err != nil {
			return err
		}
		if d.State == DeliveryTaken {
			_, err := tx.ExecContext(ctx, "UPDATE hook SET failures = 0, trouble = '' WHERE id = $1", d.Hook)
			return err
		}
		var failures int
		if err := tx.QueryRowContext(ctx, "UPDATE hook SET failures = failures + 1, trouble = $1 WHERE id = $2 RETURNING failures", d.Trouble, d.Hook).Scan(&failures); err != nil {
			return err
		}
		if failures < most {
			return nil
		}
		r, err := tx.ExecContext(ctx, "UPDATE hook SET state = 'failed' WHERE id = $1 AND state = 'on'", d.Hook)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if err != nil {
			return err
		}
		off = n == 1
		_, err = tx.ExecContext(ctx, "UPDATE delivery SET state = 'given-up' WHERE hook = $1 AND state = 'waiting'", d.Hook)
		return err
	})
	return off, err
}
