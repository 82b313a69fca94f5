package ledger

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of one fact. A recommendation has a few hundred bytes; the longest passage of a report a few thousand.
const (
	MaxFact  = 1 << 20 // bytes, encoded
	MaxField = 10_000  // fields
)

// version is the first word of every encoded fact. A new encoding gets a new one; facts already written keep theirs.
const version = "fact/1 "

// Fact is one sourced statement of the record: what kind it is, whom or what it is about, and named values in the order
// that its kind fixes. A name may come more than once (a list). A value that is empty is not part of the fact.
type Fact struct {
	Kind    string // lower-case words of the field: "item", "position", "attribution"
	Subject string // permanent identifier of the thing, without a person's data: it outlives the erasing of the fact
	Fields  []Field
}

// Field is one named value.
type Field struct{ Name, Value string }

// Get is the first value named so, or empty.
func (f Fact) Get(name string) string {
	for _, x := range f.Fields {
		if x.Name == name {
			return x.Value
		}
	}
	return ""
}

// All are the values named so, in order.
func (f Fact) All(name string) []string {
	var out []string
	for _, x := range f.Fields {
		if x.Name == name {
			out = append(out, x.Value)
		}
	}
	return out
}

// ErrEncoding is what every error of Encode and Decode is.
var ErrEncoding = errors.New("not a fact in canonical encoding")

// Encode writes a fact in its one canonical form:
//
//	fact/1 <kind> <subject>
//	name=value
//
// each line ended by a newline; a backslash, newline or carriage return inside subject or value is \\, \n or \r; fields
// with an empty value are left out. It refuses bad UTF-8, the NUL character (PostgreSQL has no place for it in text),
// names outside [a-z0-9._:-] and facts over the limits. Errors are ErrEncoding.
func Encode(f Fact) ([]byte, error) {
	n := len(version) + len(f.Kind) + len(f.Subject) + 2
	for i := range f.Fields {
		n += len(f.Fields[i].Name) + len(f.Fields[i].Value) + 2
	}
	return AppendFact(make([]byte, 0, n+8), f)
}

// AppendFact appends what Encode makes to b; on an error it returns b as it was.
func AppendFact(b []byte, f Fact) ([]byte, error) {
	start := len(b)
	if !isName(f.Kind) {
		return b, fmt.Errorf("%w: kind %q", ErrEncoding, cut(f.Kind))
	}
	if f.Subject == "" || !isText(f.Subject) {
		return b, fmt.Errorf("%w: subject %q", ErrEncoding, cut(f.Subject))
	}
	if len(f.Fields) > MaxField {
		return b, fmt.Errorf("%w: %d fields, more than %d", ErrEncoding, len(f.Fields), MaxField)
	}
	b = append(b, version...)
	b = append(b, f.Kind...)
	b = append(b, ' ')
	b = appendEscaped(b, f.Subject)
	b = append(b, '\n')
	for i := range f.Fields {
		x := &f.Fields[i]
		if x.Value == "" {
			continue
		}
		if !isName(x.Name) || !isText(x.Value) {
			return b[:start], fmt.Errorf("%w: field %q of %s %s", ErrEncoding, cut(x.Name), f.Kind, cut(f.Subject))
		}
		b = append(b, x.Name...)
		b = append(b, '=')
		b = appendEscaped(b, x.Value)
		b = append(b, '\n')
	}
	if len(b)-start > MaxFact {
		return b[:start], fmt.Errorf("%w: %s %s has %d bytes, more than %d", ErrEncoding, f.Kind, cut(f.Subject), len(b)-start, MaxFact)
	}
	return b, nil
}

// Decode reads a fact that Encode wrote and refuses every other form, so that one fact has one encoding.
func Decode(b []byte) (Fact, error) { return DecodeString(string(b)) }

// DecodeString is Decode; the values are parts of s and nothing is copied unless it was escaped.
func DecodeString(s string) (Fact, error) {
	if len(s) > MaxFact {
		return Fact{}, fmt.Errorf("%w: %d bytes, more than %d", ErrEncoding, len(s), MaxFact)
	}
	rest, ok := strings.CutPrefix(s, version)
	if !ok {
		return Fact{}, fmt.Errorf("%w: it does not begin with %q", ErrEncoding, version)
	}
	if !isText(s) {
		return Fact{}, fmt.Errorf("%w: bad UTF-8 or a NUL character", ErrEncoding)
	}
	lines := strings.Count(rest, "\n")
	if lines == 0 || rest[len(rest)-1] != '\n' {
		return Fact{}, fmt.Errorf("%w: the last line is not ended", ErrEncoding)
	}
	if lines-1 > MaxField {
		return Fact{}, fmt.Errorf("%w: %d fields, more than %d", ErrEncoding, lines-1, MaxField)
	}
	end := strings.IndexByte(rest, '\n')
	kind, subject, _ := strings.Cut(rest[:end], " ")
	f := Fact{Kind: kind}
	if f.Subject, ok = unescape(subject); !ok || subject == "" || !isName(kind) {
		return Fact{}, fmt.Errorf("%w: first line %q", ErrEncoding, cut(rest[:end]))
	}
	if lines == 1 {
		return f, nil
	}
	f.Fields = make([]Field, 0, lines-1)
	for rest = rest[end+1:]; rest != ""; rest = rest[end+1:] {
		end = strings.IndexByte(rest, '\n')
		name, raw, _ := strings.Cut(rest[:end], "=")
		value, ok := unescape(raw)
		if !ok || raw == "" || !isName(name) {
			return Fact{}, fmt.Errorf("%w: line %q of %s %s", ErrEncoding, cut(rest[:end]), kind, cut(subject))
		}
		f.Fields = append(f.Fields, Field{name, value})
	}
	return f, nil
}

func appendEscaped(b []byte, s string) []byte {
	if strings.IndexByte(s, '\\') < 0 && strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return append(b, s...)
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			b = append(b, `\\`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, c)
		}
	}
	return b
}

// unescape undoes appendEscaped; false when s could not have come from it.
func unescape(s string) (string, bool) {
	if strings.IndexByte(s, '\r') >= 0 {
		return "", false
	}
	i := strings.IndexByte(s, '\\')
	if i < 0 {
		return s, true
	}
	var b strings.Builder
	b.Grow(len(s))
	for ; i >= 0; i = strings.IndexByte(s, '\\') {
		if i+1 == len(s) {
			return "", false
		}
		b.WriteString(s[:i])
		switch s[i+1] {
		case '\\':
			b.WriteByte('\\')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		default:
			return "", false
		}
		s = s[i+2:]
	}
	b.WriteString(s)
	return b.String(), true
}

func isName(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != '.' && c != ':' {
			return false
		}
	}
	return true
}

func isText(s string) bool { return strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) }

// cut keeps errors short; facts hold long passages.
func cut(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
