// Package testpeople makes people who can sign in and sit in workspaces. For tests only.
package testpeople

import (
	"errors"
	"sync"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
)

// Password of everybody that this package makes.
const Password = "a long enough password"

// hash of it, made once: hashing is slow on purpose.
var hash = sync.OnceValues(func() (string, error) { return account.HashPassword(Password) })

// Seated makes an account that signs in with its name and Password, and gives it seats. An account that is there already
// gets the seats that it lacks.
func Seated(t testing.TB, s *store.Store, login string, role account.Role, seats ...account.Seat) account.Person {
	t.Helper()
	h, err := hash()
	if err != nil {
		t.Fatal(err)
	}
	acc, err := s.CreateAccount(t.Context(), store.Account{Name: "Some " + login, Login: login, Role: string(role), PasswordHash: h})
	if errors.Is(err, store.ErrLoginTaken) {
		acc, err = s.AccountByLogin(t.Context(), login)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range seats {
		by := store.Act{Kind: "seat", Scope: "work/" + x.Workspace, Role: string(account.Coordinator)}
		_, err := s.Seat(t.Context(), by, store.Seat{Account: acc.ID, Workspace: x.Workspace, Role: string(x.Role), Body: x.Body})
		if err != nil && !errors.Is(err, store.ErrSeated) {
			t.Fatal(err)
		}
	}
	p := account.Person{ID: acc.ID, Name: acc.Name, Role: account.Role(acc.Role)}
	all, err := s.Seats(t.Context(), acc.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		p.Seats = append(p.Seats, account.Seat{Workspace: x.Workspace, Role: account.Role(x.Role), Body: x.Body})
	}
	return p
}
