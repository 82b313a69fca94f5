package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Subject is a person as an OpenID provider names them.
type Subject struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

// ErrSubjectTaken is a provider's person who is linked to an account already.
var ErrSubjectTaken = errors.New("this person of the provider is linked to an account already")

// LinkSubject lets a provider's person sign in to an account.
func (s *Store) LinkSubject(ctx context.Context, x Subject, account string) error {
	return s.factor(ctx, "linking a provider's person", ErrSubjectTaken, "INSERT INTO oidc_subject (issuer, subject, account, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		x.Issuer, x.Subject, account, s.now().Unix())
}

// UnlinkSubjects takes away an account's link to all of a provider's people.
func (s *Store) UnlinkSubjects(ctx context.Context, account, issuer string) error {
	return s.signIns(ctx, "unlinking a provider's person", "DELETE FROM oidc_subject WHERE account = $1 AND issuer = $2", account, issuer)
}

// SubjectAccount is the account to which a provider's person is linked; ErrNoAccount when there is none.
func (s *Store) SubjectAccount(ctx context.Context, x Subject) (Account, error) {
	if !plain(x.Issuer + x.Subject) {
		return Account{}, fmt.Errorf("finding a provider's person: %w", ErrNoAccount)
	}
	var id string
	err := s.read.QueryRowContext(ctx, "SELECT account FROM oidc_subject WHERE issuer = $1 AND subject = $2", x.Issuer, x.Subject).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoAccount
	}
	if err != nil {
		return Account{}, fmt.Errorf("finding a provider's person: %w", err)
	}
	return s.Account(ctx, id)
}

// Linked says whether an account is linked to somebody of a provider.
func (s *Store) Linked(ctx context.Context, account, issuer string) (bool, error) {
	var n int
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM oidc_subject WHERE account = $1 AND issuer = $2", account, issuer).Scan(&n); err != nil {
		return false, fmt.Errorf("finding a provider's person: %w", err)
	}
	return n > 0, nil
}
