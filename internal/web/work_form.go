package web

import (
	"encoding"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Bounds of what a form of a workspace may say.
const (
	maxWords = 20_000 // letters of one text
	maxList  = 5_000  // entries of one list
	maxLangs = 12     // languages of one text
)

// formError is an answer that cannot be taken: the message "work.wrong.<code>" with the words that were given.
type formError struct{ Field, Code, Value string }

// baseIn is the version that the person saw; 0 for a new thing.
func baseIn(form url.Values) store.FactID {
	n, err := strconv.ParseInt(form.Get("base"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return store.FactID(n)
}

// decodeThing reads a form into a struct of package plan, by the names of its fields in the ledger. A field that the form
// does not have keeps what the struct held; a list without any answer is emptied when the form says, in "field", that it
// has the list. Words in languages come as pairs of "<name>-lang" and "<name>", stages as "stage-name", "stage-due" and
// "stage-done".
func decodeThing(form url.Values, thing any) []formError {
	v := reflect.ValueOf(thing).Elem()
	var wrong []formError
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("fact")
		if name == "" {
			continue
		}
		given, ok := form[name]
		if !ok && slices.Contains(form["field"], name) {
			ok = true
		}
		var e *formError
		switch to := v.Field(i).Addr().Interface().(type) {
		case *plan.Names:
			if ok {
				e = decodeNames(form[name+"-lang"], given, to)
			}
		case *[]plan.Stage:
			if ok || slices.Contains(form["field"], name) {
				e = decodeStages(form, to)
			}
		case *[]string:
			if ok {
				e = decodeList(given, to)
			}
		default:
			if ok && len(given) > 0 {
				e = decodeValue(given[0], v.Field(i))
			}
		}
		if e != nil {
			e.Field = name
			wrong = append(wrong, *e)
		}
	}
	return wrong
}

// cleaned is text as it is kept: whole letters, no blanks at its ends, no carriage returns.
func cleaned(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n"))
}

func decodeNames(langs, words []string, to *plan.Names) *formError {
	out := plan.Names{}
	for i, w := range words {
		w = cleaned(w)
		switch {
		case w == "":
			continue
		case utf8.RuneCountInString(w) > maxWords:
			return &formError{Code: "long", Value: strconv.Itoa(maxWords)}
		case len(out) == maxLangs:
			return &formError{Code: "many", Value: strconv.Itoa(maxLangs)}
		}
		n := plan.Name{Words: w}
		if i < len(langs) && len(langs[i]) <= 8 && !strings.ContainsAny(langs[i], ": \t\n") {
			n.Lang = langs[i]
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		out = nil
	}
	*to = out
	return nil
}

func decodeStages(form url.Values, to *[]plan.Stage) *formError {
	names, due, done := form["stage-name"], form["stage-due"], form["stage-done"]
	if len(names) > maxList {
		return &formError{Code: "many", Value: strconv.Itoa(maxList)}
	}
	var out []plan.Stage
	for i, n := range names {
		s := plan.Stage{Name: strings.ReplaceAll(cleaned(n), "\n", " ")}
		var err error
		for _, d := range []struct {
			list []string
			to   *upr.Date
		}{{due, &s.Due}, {done, &s.Done}} {
			if i < len(d.list) {
				if *d.to, err = upr.ParseDate(cleaned(d.list[i])); err != nil {
					return &formError{Code: "day", Value: short(d.list[i])}
				}
			}
		}
		switch {
		case s == plan.Stage{}:
			continue
		case s.Name == "":
			return &formError{Code: "stage", Value: ""}
		case utf8.RuneCountInString(s.Name) > maxWords:
			return &formError{Code: "long", Value: strconv.Itoa(maxWords)}
		}
		out = append(out, s)
	}
	*to = out
	return nil
}

func decodeList(given []string, to *[]string) *formError {
	if len(given) > maxList {
		return &formError{Code: "many", Value: strconv.Itoa(maxList)}
	}
	var out []string
	for _, g := range given {
		if g = cleaned(g); g != "" && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	*to = out
	return nil
}

func decodeValue(given string, to reflect.Value) *formError {
	given = cleaned(given)
	if utf8.RuneCountInString(given) > maxWords {
		return &formError{Code: "long", Value: strconv.Itoa(maxWords)}
	}
	switch x := to.Addr().Interface().(type) {
	case encoding.TextUnmarshaler:
		if err := x.UnmarshalText([]byte(given)); err != nil {
			return &formError{Code: "value", Value: short(given)}
		}
		return nil
	case *upr.Date:
		d, err := upr.ParseDate(given)
		if err != nil {
			return &formError{Code: "day", Value: short(given)}
		}
		*x = d
		return nil
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(given)
	case reflect.Int, reflect.Int64:
		if given == "" {
			to.SetInt(0)
			return nil
		}
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil {
			return &formError{Code: "number", Value: short(given)}
		}
		to.SetInt(n)
	case reflect.Bool:
		to.SetBool(given == "yes")
	}
	return nil
}

// formBase writes a version for a form: what baseIn reads.
func formBase(id store.FactID) string { return strconv.FormatInt(int64(id), 10) }

func itoa(n int) string { return strconv.Itoa(n) }
