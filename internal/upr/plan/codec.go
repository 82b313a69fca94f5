package plan

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"

	"github.com/openupr/openupr/internal/upr"
)

// Field is one named value of a thing in a plan. A name may come more than once (a list); an empty value is no field.
type Field struct{ Name, Value string }

// Fields writes a thing of this package as named values, in the order in which its struct declares them. The order is
// part of the ledger's encoding: new fields of a struct are only ever added at its end.
func Fields(thing any) []Field {
	v := reflect.Indirect(reflect.ValueOf(thing))
	var out []Field
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("fact")
		if name == "" {
			continue
		}
		if f := v.Field(i); f.Kind() == reflect.Slice {
			for n := range f.Len() {
				out = appendField(out, name, f.Index(n))
			}
		} else {
			out = appendField(out, name, f)
		}
	}
	return out
}

func appendField(out []Field, name string, v reflect.Value) []Field {
	value := ""
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			panic(fmt.Sprintf("writing %s: %v", name, err)) // the types of this package cannot fail
		}
		value = string(b)
	} else if d, ok := v.Interface().(upr.Date); ok {
		value = d.String()
	} else {
		switch v.Kind() {
		case reflect.String:
			value = v.String()
		case reflect.Int, reflect.Int64:
			if v.Int() != 0 {
				value = strconv.FormatInt(v.Int(), 10)
			}
		case reflect.Bool:
			if v.Bool() {
				value = "yes"
			}
		default:
			panic(fmt.Sprintf("%s has a type that is not written: %s", name, v.Type()))
		}
	}
	if value == "" {
		return out
	}
	return append(out, Field{name, value})
}

// Read fills a thing from named values; names that it does not know are passed over, since a later version may have
// written them.
func Read(fields []Field, thing any) error {
	v := reflect.ValueOf(thing).Elem()
	at := places(v.Type())
	for _, f := range fields {
		i, ok := at[f.Name]
		if !ok {
			continue
		}
		to := v.Field(i)
		if to.Kind() == reflect.Slice {
			one := reflect.New(to.Type().Elem()).Elem()
			if err := setField(one, f); err != nil {
				return err
			}
			to.Set(reflect.Append(to, one))
		} else if err := setField(to, f); err != nil {
			return err
		}
	}
	return nil
}

func setField(to reflect.Value, f Field) error {
	if u, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
		if err := u.UnmarshalText([]byte(f.Value)); err != nil {
			return fmt.Errorf("reading %s: %w", f.Name, err)
		}
		return nil
	}
	if _, ok := to.Interface().(upr.Date); ok {
		d, err := upr.ParseDate(f.Value)
		if err != nil {
			return fmt.Errorf("reading %s: %w", f.Name, err)
		}
		to.Set(reflect.ValueOf(d))
		return nil
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(f.Value)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(f.Value, 10, 64)
		if err != nil {
			return fmt.Errorf("reading %s: %q is not a number", f.Name, f.Value)
		}
		to.SetInt(n)
	case reflect.Bool:
		to.SetBool(f.Value == "yes")
	default:
		return fmt.Errorf("reading %s: it has a type that is not read", f.Name)
	}
	return nil
}

// places are the fields of a struct by their names in facts.
func places(t reflect.Type) map[string]int {
	at := make(map[string]int, t.NumField())
	for i := range t.NumField() {
		if name := t.Field(i).Tag.Get("fact"); name != "" {
			at[name] = i
		}
	}
	return at
}

// Difference is a field whose values are not the same in two versions of a thing.
type Difference struct {
	Name    string
	A, B, C []string // of the common base, of the one and of the other version
}

// Clash says whether both versions changed the field, and differently.
func (d Difference) Clash() bool { return !equal(d.A, d.B) && !equal(d.A, d.C) && !equal(d.B, d.C) }

// Compare lists the fields in which two versions differ from each other or from what both came from, in the order in
// which they first come.
func Compare(base, one, other []Field) []Difference {
	var names []string
	seen := map[string]bool{}
	values := [3]map[string][]string{{}, {}, {}}
	for i, list := range [][]Field{base, one, other} {
		for _, f := range list {
			if !seen[f.Name] {
				seen[f.Name] = true
				names = append(names, f.Name)
			}
			values[i][f.Name] = append(values[i][f.Name], f.Value)
		}
	}
	var out []Difference
	for _, n := range names {
		d := Difference{n, values[0][n], values[1][n], values[2][n]}
		if !equal(d.A, d.B) || !equal(d.A, d.C) {
			out = append(out, d)
		}
	}
	return out
}

func equal(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
