package space

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Limits of what people write, in bytes, and of lists.
const (
	NameMax   = 500
	LineMax   = 2000
	TextMax   = 40_000
	ReasonMax = 4000
	ListMax   = 500
	langsMax  = 12
)

// Refused is an act that the policy table does not allow to the person.
type Refused struct {
	Workspace string
	Act       account.Act
}

func (e *Refused) Error() string { return fmt.Sprintf("not allowed in %s: %s", e.Workspace, e.Act) }

// Invalid is a thing that cannot be saved as it is. Code has a message in the catalogue ("work.invalid.<code>").
type Invalid struct{ Code, Field, Value string }

func (e *Invalid) Error() string { return fmt.Sprintf("%s: %s %q", e.Code, e.Field, e.Value) }

// Allow asks the policy table and gives the seat in whose name the act is done; *Refused without one.
func Allow(who account.Person, workspace string, act account.Act, t *account.Target) (account.Seat, error) {
	seat, ok := who.SeatFor(workspace, act, t)
	if !ok {
		return account.Seat{}, &Refused{workspace, act}
	}
	return seat, nil
}

// NeedWords takes words that must be there and not be longer than so many bytes; it gives them without space around.
func NeedWords(field, s string, most int) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", &Invalid{"empty", field, ""}
	}
	return s, CheckWords(field, s, most)
}

// CheckWords refuses words that are longer than so many bytes, are no text, or hold signs that no text has.
func CheckWords(field, s string, most int) error {
	switch {
	case len(s) > most:
		return &Invalid{"long", field, ""}
	case !utf8.ValidString(s), strings.ContainsRune(s, 0):
		return &Invalid{"text", field, ""}
	}
	return nil
}

// Text is what somebody wrote into a field, to be checked.
type Text struct {
	Field, Words string
	Most         int // bytes
}

// CheckAll is CheckWords of several fields.
func CheckAll(list ...Text) error {
	for _, t := range list {
		if err := CheckWords(t.Field, t.Words, t.Most); err != nil {
			return err
		}
	}
	return nil
}

// CheckTexts refuses texts without words where some are needed, or too many or too long ones.
func CheckTexts(field string, n plan.Names, need bool, most int) error {
	if need && len(n) == 0 {
		return &Invalid{"empty", field, ""}
	}
	if len(n) > langsMax {
		return &Invalid{"many", field, ""}
	}
	for _, x := range n {
		if _, err := NeedWords(field, x.Words, most); err != nil {
			return err
		}
		if len(x.Lang) > 8 || strings.ContainsAny(x.Lang, ": \t\n") {
			return &Invalid{"language", field, x.Lang}
		}
	}
	return nil
}

// CheckOneOf refuses a value that is none of those known.
func CheckOneOf[T ~string](field string, value T, known []T) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return &Invalid{"unknown", field, string(value)}
}

// CheckSpan refuses an end before its beginning.
func CheckSpan(field string, from, to upr.Date) error {
	if !from.IsZero() && !to.IsZero() && from.After(to) {
		return &Invalid{"order", field, to.String()}
	}
	return nil
}

// CheckIDs refuses names of things that are not there, and too many of them.
func CheckIDs[T any](field string, t *Table[*Held[T]], ids []string) error {
	if len(ids) > ListMax {
		return &Invalid{"many", field, ""}
	}
	for _, id := range ids {
		if _, ok := t.Get(id); !ok {
			return &Invalid{"unknown", field, id}
		}
	}
	return nil
}
