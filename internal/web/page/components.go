package page

import (
	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/i18n"
)

// FieldError is one thing that is wrong with a form, in the reader's words, with the field it belongs to.
type FieldError struct{ Field, Text string }

// Field is an input of a form. Label, Hint and Error are codes of messages.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Error        string // empty when the value is right
	ErrorArgs    []any
	Value        string
	Type         string // of the input element; "text" when empty
	Autocomplete string
	Required     bool
}

// Wrong is what is wrong with the value, in the reader's words.
func (in Field) Wrong(p i18n.Printer) string {
	if in.Error == "" {
		return ""
	}
	return p.T(in.Error, in.ErrorArgs...)
}

func (in Field) kind() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

// shown is the value to show again: a password is never sent back.
func (in Field) shown() string {
	if in.Type == "password" {
		return ""
	}
	return in.Value
}

func (in Field) described(p i18n.Printer) templ.Attributes {
	ids := ""
	if in.Hint != "" {
		ids = in.Name + "-hint"
	}
	a := templ.Attributes{}
	if in.Wrong(p) != "" {
		ids = in.Name + "-wrong " + ids
		a["aria-invalid"] = "true"
	}
	if ids != "" {
		a["aria-describedby"] = ids
	}
	return a
}

// Errors of fields, for the summary above the form.
func Errors(p i18n.Printer, fields ...Field) []FieldError {
	var out []FieldError
	for _, in := range fields {
		if w := in.Wrong(p); w != "" {
			out = append(out, FieldError{in.Name, w})
		}
	}
	return out
}

// Pagination of a list. Href builds the address of a page; All, when not empty, shows the whole list at once.
type Pagination struct {
	Current, Count int // from 1
	Near           int // pages shown on either side of the current one; 0: all
	Href           func(n int) string
	All            string
}

// noticeRole makes a problem heard at once and the rest in its turn.
func noticeRole(level string) string {
	if level == "problem" {
		return "alert"
	}
	return "status"
}

// shown are the pages to name: the first, the last and those near the current one; 0 stands for those left out.
func (p Pagination) shown() []int {
	var out []int
	for n := 1; n <= p.Count; n++ {
		switch {
		case p.Near == 0 || n == 1 || n == p.Count || (n >= p.Current-p.Near && n <= p.Current+p.Near):
			out = append(out, n)
		case out[len(out)-1] != 0:
			out = append(out, 0)
		}
	}
	return out
}
