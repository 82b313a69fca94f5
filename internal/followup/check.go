package followup

import (
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Limits of what people write, in bytes, and of lists.
const (
	nameMax   = 500
	lineMax   = 2000
	textMax   = 40_000
	reasonMax = 4000
	listMax   = 500
	langsMax  = 12
)

// needWords takes words that must be there and not be too long.
func needWords(field, s string, most int) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", &Invalid{"empty", field, ""}
	}
	return s, checkWords(field, s, most)
}

// checkWords refuses words that are too long, are no text, or hold signs that no text has.
func checkWords(field, s string, most int) error {
	switch {
	case len(s) > most:
		return &Invalid{"long", field, ""}
	case !utf8.ValidString(s), strings.ContainsRune(s, 0):
		return &Invalid{"text", field, ""}
	}
	return nil
}

// field is a value to be checked with its name.
type field struct {
	name, value string
	most        int
}

func checkFields(list ...field) error {
	for _, f := range list {
		if err := checkWords(f.name, f.value, f.most); err != nil {
			return err
		}
	}
	return nil
}

// checkTexts refuses names without words where some are needed, or too many or too long ones.
func checkTexts(field string, n plan.Names, need bool, most int) error {
	if need && len(n) == 0 {
		return &Invalid{"empty", field, ""}
	}
	if len(n) > langsMax {
		return &Invalid{"many", field, ""}
	}
	for _, x := range n {
		if _, err := needWords(field, x.Words, most); err != nil {
			return err
		}
		if len(x.Lang) > 8 || strings.ContainsAny(x.Lang, ": \t\n") {
			return &Invalid{"language", field, x.Lang}
		}
	}
	return nil
}

// checkOneOf refuses a value that is none of those known.
func checkOneOf[T ~string](field string, value T, known []T) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return &Invalid{"unknown", field, string(value)}
}

// checkSpan refuses an end before its beginning.
func checkSpan(field string, from, to upr.Date) error {
	if !from.IsZero() && !to.IsZero() && from.After(to) {
		return &Invalid{"order", field, to.String()}
	}
	return nil
}

// checkRecs refuses recommendations that the workspace does not follow up.
func checkRecs(recs *Recs, ids []string) error {
	switch {
	case len(ids) == 0:
		return &Invalid{"empty", "rec", ""}
	case len(ids) > recsMax:
		return &Invalid{"many", "rec", ""}
	}
	return checkKnown(recs, ids)
}

func checkKnown(recs *Recs, ids []string) error {
	if len(ids) > recsMax {
		return &Invalid{"many", "rec", ""}
	}
	for _, id := range ids {
		if _, ok := recs.Get(id); !ok {
			return &Invalid{"unknown", "rec", id}
		}
	}
	return nil
}

// checkBody refuses a body that is not there or does not exist any more.
func (d *Desk) checkBody(v *View, field, id string) error {
	b, ok := v.Bodies.Get(id)
	switch {
	case !ok:
		return &Invalid{"unknown", field, id}
	case !b.Thing.Exists(d.today()):
		return &Invalid{"ended", field, id}
	}
	return nil
}

// checkIDs refuses names of things that are not there.
func checkIDs[T any](field string, t *Table[*Held[T]], ids []string) error {
	if len(ids) > listMax {
		return &Invalid{"many", field, ""}
	}
	for _, id := range ids {
		if _, ok := t.Get(id); !ok {
			return &Invalid{"unknown", field, id}
		}
	}
	return nil
}
