package account

import "context"

// Person is who makes a request. The zero value is a visitor.
type Person struct {
	ID   string // of the account; empty for a visitor
	Name string
	Role Role
	Body string // office that the person acts for; may be empty

	Seats []Seat // in workspaces
}

// SignedIn says whether there is an account behind the request.
func (p Person) SignedIn() bool { return p.ID != "" }

// May says whether the person may do an act.
func (p Person) May(a Act) bool { return May(p.role(), a) }

func (p Person) role() Role {
	if p.Role == "" {
		return Visitor
	}
	return p.Role
}

type personKey struct{}

// With puts the person into a request's context.
func With(ctx context.Context, p Person) context.Context {
	return context.WithValue(ctx, personKey{}, p)
}

// From is the person of a request; a visitor when nobody was put there.
func From(ctx context.Context) Person {
	p, ok := ctx.Value(personKey{}).(Person)
	if !ok || p.Role == "" {
		p.Role = Visitor
	}
	return p
}

// Purposes of one-time links ("openupr admin link").
const (
	LinkSetup    = "setup"    // make the first or a further administrator account
	LinkPassword = "password" // give an account a new password
	LinkRecovery = "recovery" // and take away the second factor and the passkeys, which were lost
)
