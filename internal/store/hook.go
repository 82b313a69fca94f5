package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"
)

// Hook is a receiver of what a workspace publishes.
type Hook struct {
	ID        string // made by the store
	Workspace string
	URL       string
	Secret    string // "whsec_" and base64: what its messages are signed with; made by the store and kept sealed; from AddHook, RenewHook and HookOf only
	By        string // account that set it up
	Made      time.Time
	State     string // HookOn, HookOff by a person, HookFailed by the program
	Failures  int    // attempts in a row that came to nothing
	Trouble   string // of the last
	Act       uint64 // what later acts published is still to be sent

	sealed string // the secret as it is kept
}

// States of a hook.
const (
	HookOn     = "on"
	HookOff    = "off"
	HookFailed = "failed"
)

// Delivery is one message to a receiver: what one act published.
type Delivery struct {
	Hook    string
	Act     uint64
	Body    []byte
	Made    time.Time
	State   string // DeliveryWaiting, DeliveryTaken, DeliveryGivenUp
	Tries   int
	Again   time.Time
	Status  int // of the last answer; 0: none
	Trouble string
}

// States of a delivery.
const (
	DeliveryWaiting = "waiting"
	DeliveryTaken   = "taken"
	DeliveryGivenUp = "given-up"
)

// ErrNoHook is a receiver that is not there.
var ErrNoHook = errors.New("there is no such receiver")

const hookColumns = "id, workspace, url, secret, made_by, made, state, failures, trouble, act"

func (s *Store) hooks(ctx context.Context, where string, args ...any) ([]Hook, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT "+hookColumns+" FROM hook WHERE "+where+" ORDER BY made, id", args...)
	if err != nil {
		return nil, fmt.Errorf("listing receivers: %w", err)
	}
	defer rows.Close()
	var out []Hook
	for rows.Next() {
		var h Hook
		var made, act int64
		if err := rows.Scan(&h.ID, &h.Workspace, &h.URL, &h.Secret, &h.By, &made, &h.State, &h.Failures, &h.Trouble, &act); err != nil {
			return nil, fmt.Errorf("listing receivers: %w", err)
		}
		h.Made, h.Act = time.Unix(made, 0).UTC(), uint64(act)
		h.sealed, h.Secret = h.Secret, ""
		out = append(out, h)
	}
	return out, rows.Err()
}

// Hooks are a workspace's receivers, the oldest first.
func (s *Store) Hooks(ctx context.Context, workspace string) ([]Hook, error) {
	if !plain(workspace) {
		return nil, nil
	}
	return s.hooks(ctx, "workspace = $1", workspace)
}

// HooksBehind are the receivers of all workspaces that have not been given all up to an act.
func (s *Store) HooksBehind(ctx context.Context, act uint64) ([]Hook, error) {
	return s.hooks(ctx, "state = 'on' AND act < $1", int64(act))
}

// Hook is one receiver of a workspace; ErrNoHook when there is none.
func (s *Store) Hook(ctx context.Context, workspace, id string) (Hook, error) {
	if !plain(workspace + id) {
		return Hook{}, ErrNoHook
	}
	return s.oneHook(ctx, "workspace = $1 AND id = $2", workspace, id)
}

func (s *Store) oneHook(ctx context.Context, where string, args ...any) (Hook, error) {
	list, err := s.hooks(ctx, where, args...)
	if err == nil && len(list) == 0 {
		err = ErrNoHook
	}
	if err != nil {
		return Hook{}, err
	}
	return list[0], nil
}

// AddHook makes a receiver that is told of what is published after act.
func (s *Store) AddHook(ctx context.Context, h Hook) (Hook, error) {
	var id [8]byte
	if _, err := io.ReadFull(s.cfg.Rand, id[:]); err != nil {
		return Hook{}, fmt.Errorf("making a receiver: %w", err)
	}
	var err error
	if h.Secret, err = s.hookSecret(); err != nil {
		return Hook{}, err
	}
	h.ID, h.Made, h.State = hex.EncodeToString(id[:]), s.now(), HookOn
	sealed, err := s.sealSecret(s.signing.Load().key, hookSecrets, h.ID, h.Secret)
	if err != nil {
		return Hook{}, fmt.Errorf("making a receiver: %w", err)
	}
	err = s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO hook ("+hookColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7, 0, '', $8)",
			h.ID, h.Workspace, h.URL, sealed, h.By, h.Made.Unix(), h.State, int64(h.Act))
		return err
	})
	if err != nil {
		return Hook{}, fmt.Errorf("making a receiver: %w", err)
	}
	return h, nil
}

// hookSecret is a secret as the Standard Webhooks write it.
func (s *Store) hookSecret() (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(s.cfg.Rand, b[:]); err != nil {
		return "", fmt.Errorf("making a secret: %w", err)
	}
	return "whsec_" + base64.StdEncoding.EncodeToString(b[:]), nil
}

// SetHook switches a receiver on or off, at an act from which on it is told again; what waited for it is given up.
func (s *Store) SetHook(ctx context.Context, workspace, id, state string, act uint64) error {
	return s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE hook SET state = $1, failures = 0, trouble = '', act = $2 WHERE workspace = $3 AND id = $4", state, int64(act), workspace, id)
		if err := hookChanged(r, err); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE delivery SET state = 'given-up' WHERE hook = $1 AND state = 'waiting'", id)
		return err
	})
}

// RenewHook gives a receiver a new secret; messages are signed with it from now on.
func (s *Store) RenewHook(ctx context.Context, workspace, id string) (string, error) {
	secret, err := s.hookSecret()
	if err != nil {
		return "", err
	}
	sealed, err := s.sealSecret(s.signing.Load().key, hookSecrets, id, secret)
	if err != nil {
		return "", fmt.Errorf("changing a receiver: %w", err)
	}
	return secret, s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		return hookChanged(tx.ExecContext(ctx, "UPDATE hook SET secret = $1 WHERE workspace = $2 AND id = $3", sealed, workspace, id))
	})
}

// DropHook takes a receiver away with the log of its messages.
func (s *Store) DropHook(ctx context.Context, workspace, id string) error {
	return s.changeHook(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM delivery WHERE hook IN (SELECT id FROM hook WHERE workspace = $1 AND id = $2)", workspace, id); err != nil {
			return err
		}
		return hookChanged(tx.ExecContext(ctx, "DELETE FROM hook WHERE workspace = $1 AND id = $2", workspace, id))
	})
}

func hookChanged(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ErrNoHook
}

func (s *Store) changeHook(ctx context.Context, do func(context.Context, *sql.Tx) error) error {
	if err := s.inTx(ctx, person, do); err != nil {
		return fmt.Errorf("changing a receiver: %w", err)
	}
	return nil
}
