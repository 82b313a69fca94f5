package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
)

// seated makes an account with seats in the record of a running program, beside it, as a second program would.
func (p *program) seated(t testing.TB, login string, role account.Role, seats ...account.Seat) account.Person {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	return testpeople.Seated(t, s, login, role, seats...)
}

// signInAs signs in by the form, as a person that seated made.
func (tb *tab) signInAs(base, login string) {
	tb.t.Helper()
	tb.visit(base + "/sign-in")
	tb.submit(`form[action="/sign-in"]`, map[string]string{"text": login, "password": testpeople.Password})
	if at := get(tb, "asking where we are", chromedp.Location()); at != base+"/" {
		tb.t.Fatalf("signing in as %s leads to %s", login, at)
	}
}

func TestASecondProgramSeatsPeople(t *testing.T) {
	p := serve(t, t.TempDir())
	p.seated(t, "seated", account.Member, account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	tb := openTab(t)
	tb.signInAs(p.url, "seated")
	if eval[int](tb, "looking for the way out", `document.querySelectorAll('form[action="/sign-out"]').length`) != 1 {
		t.Error("nobody is signed in")
	}
}
