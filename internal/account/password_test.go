package account_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/account"
)

const good = "twelve letters and more"

func hash(t *testing.T, password string) string {
	t.Helper()
	h, err := account.HashPassword(password)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAPasswordIsKnownAgainAndNoOther(t *testing.T) {
	h := hash(t, good)
	if !account.CheckPassword(h, good) {
		t.Error("the password does not open its own hash")
	}
	for name, p := range map[string]string{"another": "twelve letters and mor", "longer": good + " ", "empty": "", "capitals": strings.ToUpper(good), "too long": strings.Repeat("x", 10_000)} {
		if account.CheckPassword(h, p) {
			t.Errorf("%s password opens the hash", name)
		}
	}
	if strings.Contains(h, good) || !strings.HasPrefix(h, "$argon2id$v=19$m=65536,t=3,p=2$") {
		t.Errorf("stored as %s", h)
	}
	if h == hash(t, good) {
		t.Error("the same password twice has the same hash: the salt is not its own")
	}
}

func TestPasswordsHaveALengthAndNoOtherRule(t *testing.T) {
	for name, c := range map[string]struct {
		password string
		want     error
	}{
		"eleven letters":              {"elevenchars", account.ErrShortPassword},
		"empty":                       {"", account.ErrShortPassword},
		"twelve letters":              {"twelve chars", nil},
		"eleven letters of two bytes": {"құпиясөзбұл", account.ErrShortPassword},
		"twelve letters of two bytes": {"құпиясөз бұл", nil},
		"twelve blanks":               {strings.Repeat(" ", 12), nil},
		"as long as is taken":         {strings.Repeat("x", 512), nil},
		"too long":                    {strings.Repeat("x", 513), account.ErrLongPassword},
		"a hostile megabyte":          {strings.Repeat("x", 1<<20), account.ErrLongPassword},
	} {
		t.Run(name, func(t *testing.T) {
			h, err := account.HashPassword(c.password)
			if !errors.Is(err, c.want) {
				t.Fatalf("%v, want %v", err, c.want)
			}
			if err == nil && !account.CheckPassword(h, c.password) {
				t.Error("taken, and not known again")
			}
			if err != nil && h != "" {
				t.Error("refused, and still hashed")
			}
		})
	}
}

func TestAHashOfAnotherFormNeverMatches(t *testing.T) {
	h := hash(t, good)
	part := strings.Split(h, "$")
	with := func(i int, s string) string {
		p := append([]string(nil), part...)
		p[i] = s
		return strings.Join(p, "$")
	}
	for name, s := range map[string]string{
		"empty": "", "plain text": good, "another scheme": with(1, "argon2i"), "another version": with(2, "v=16"), "no version": with(2, ""),
		"no cost": with(3, ""), "memory that eats the machine": with(3, "m=4294967295,t=3,p=2"), "time without end": with(3, "m=65536,t=4000000000,p=2"),
		"no threads": with(3, "m=65536,t=3,p=0"), "negative": with(3, "m=-1,t=3,p=2"), "salt that is no base64": with(4, "***"), "no key": with(5, ""),
		"a shorter key": with(5, part[5][:8]), "cut": strings.Join(part[:5], "$"), "more parts": h + "$x", "only dollars": "$$$$$",
	} {
		if account.CheckPassword(s, good) {
			t.Errorf("%s: %q opens", name, s)
		}
	}
}

func TestTheHashOfNobodyOpensForNobody(t *testing.T) {
	for _, p := range []string{"", good, strings.Repeat("A", 43)} {
		if account.CheckPassword(account.NoAccount, p) {
			t.Errorf("%q signs in to no account", p)
		}
	}
	if strings.Count(account.NoAccount, "$") != strings.Count(hash(t, good), "$") || !strings.HasPrefix(account.NoAccount, "$argon2id$v=19$m=65536,t=3,p=2$") {
		t.Error("checking against nobody costs something else than checking against an account")
	}
}

// TestNoStoredTextMakesCheckingFail: whatever stands in the database, checking gives yes or no and a bounded amount of work.
func TestNoStoredTextMakesCheckingFail(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`\$argon2id\$v=19\$m=[0-9]{0,3},t=[0-4]?,p=[0-4]?\$[A-Za-z0-9+/]{0,24}\$[A-Za-z0-9+/]{0,44}`)).Draw(t, "stored")
		if account.CheckPassword(s, "another password") {
			t.Fatalf("%q opens", s)
		}
	})
}
