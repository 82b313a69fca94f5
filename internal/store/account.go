package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Account is a person who may sign in. It is operational, not part of the record: the record names an account's id only
// inside a salted fact.
type Account struct {
	ID           string // made by the store
	Name         string // as the person writes it
	Login        string // normalised: see NormalLogin
	Role         string
	PasswordHash string `json:"-"` // made by the caller; empty: cannot sign in by password
	Created      time.Time
	Disabled     bool
}

// Errors of accounts.
var (
	ErrNoAccount  = errors.New("there is no such account")
	ErrLoginTaken = errors.New("there is an account with this sign-in name already")
	ErrLogin      = errors.New("a sign-in name has 1 to 200 characters")
)

// NormalLogin is the form in which sign-in names are kept and compared: composed, lower case, no space around.
func NormalLogin(login string) string {
	return strings.ToLower(norm.NFKC.String(strings.TrimSpace(login)))
}

const accountColumns = "id, name, login, role, password_hash, created, disabled"

func scanAccount(row interface{ Scan(...any) error }) (Account, error) {
	var a Account
	var created, disabled int64
	err := row.Scan(&a.ID, &a.Name, &a.Login, &a.Role, &a.PasswordHash, &created, &disabled)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoAccount
	}
	a.Created, a.Disabled = time.Unix(created, 0).UTC(), disabled != 0
	return a, err
}

// CreateAccount makes an account; ID and Created are given by the store. ErrLoginTaken when the sign-in name is in use.
func (s *Store) CreateAccount(ctx context.Context, a Account) (Account, error) {
	return s.createAccount(ctx, a, false)
}

func (s *Store) createAccount(ctx context.Context, a Account, first bool) (Account, error) {
	a.Login = NormalLogin(a.Login)
	if n := len([]rune(a.Login)); n == 0 || n > 200 || !plain(a.Login+a.Name) {
		return Account{}, fmt.Errorf("making an account: %w", ErrLogin)
	}
	var id [8]byte
	if _, err := io.ReadFull(s.cfg.Rand, id[:]); err != nil {
		return Account{}, fmt.Errorf("making an account: %w", err)
	}
	a.ID, a.Created = hex.EncodeToString(id[:]), s.now()
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		if first {
			if err := nobody(ctx, tx); err != nil {
				return err
			}
		}
		r, err := tx.ExecContext(ctx, "INSERT INTO account ("+accountColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (login) DO NOTHING",
			a.ID, a.Name, a.Login, a.Role, a.PasswordHash, a.Created.Unix(), flag(a.Disabled))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return ErrLoginTaken
	})
	if err != nil {
		return Account{}, fmt.Errorf("making an account: %w", err)
	}
	return a, nil
}

// nobody gives ErrNotFirst when there is an account. It holds the head's lock, as every write does, so that no other
// program makes one meanwhile.
func nobody(ctx context.Context, tx *sql.Tx) error {
	if err := one(tx.ExecContext(ctx, "UPDATE head SET number = number WHERE id = 1")); err != nil {
		return err
	}
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM account").Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return ErrNotFirst
	}
	return nil
}

// ErrNotFirst is a first account where there is one already.
var ErrNotFirst = errors.New("there is an account already")

// CreateFirstAccount makes an account as long as there is none: of many who try at once one succeeds, the others get
// ErrNotFirst.
func (s *Store) CreateFirstAccount(ctx context.Context, a Account) (Account, error) {
	return s.createAccount(ctx, a, true)
}

// AccountByLogin finds an account by its sign-in name; ErrNoAccount when there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (Account, error) {
	login = NormalLogin(login)
	if !plain(login) {
		return Account{}, fmt.Errorf("finding an account: %w", ErrNoAccount)
	}
	a, err := scanAccount(s.read.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM account WHERE login = $1", login))
	if err != nil {
		return Account{}, fmt.Errorf("finding an account: %w", err)
	}
	return a, nil
}

// Account finds an account by its id; ErrNoAccount when there is none.
func (s *Store) Account(ctx context.Context, id string) (Account, error) {
	a, err := scanAccount(s.read.QueryRowContext(ctx, "SELECT "+accountColumns+" FROM account WHERE id = $1", id))
	if err != nil {
		return Account{}, fmt.Errorf("finding an account: %w", err)
	}
	return a, nil
}

// Accounts are all accounts, the oldest first.
func (s *Store) Accounts(ctx context.Context) ([]Account, error) {
	out, err := readAccounts(ctx, s.read)
	if err != nil {
		return nil, fmt.Errorf("listing accounts: %w", err)
	}
	return out, nil
}

func readAccounts(ctx context.Context, q querier) ([]Account, error) {
	rows, err := q.QueryContext(ctx, "SELECT "+accountColumns+" FROM account ORDER BY created, id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Account
	for rows.Next() {
		a, err := scanAccount(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// SetPassword keeps the hash of an account's new password.
func (s *Store) SetPassword(ctx context.Context, id, hash string) error {
	return s.setAccount(ctx, id, "password_hash", hash)
}

// SetRole gives an account another role.
func (s *Store) SetRole(ctx context.Context, id, role string) error {
	return s.setAccount(ctx, id, "role", role)
}

// SetDisabled says whether an account may no longer sign in.
func (s *Store) SetDisabled(ctx context.Context, id string, disabled bool) error {
	return s.setAccount(ctx, id, "disabled", flag(disabled))
}

func (s *Store) setAccount(ctx context.Context, id, column string, value any) error {
	err := s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, "UPDATE account SET "+column+" = $1 WHERE id = $2", value, id)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return ErrNoAccount
	})
	if err != nil {
		return fmt.Errorf("changing an account: %w", err)
	}
	return nil
}

// plain says whether both databases take s as text. What they refuse is in no row, so looking for it finds nothing.
func plain(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
