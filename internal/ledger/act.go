package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ActHeader is the public face of an act: what the tree's leaf commits to and anybody may read. It names role and body
// (an office), never a person; a person's name is inside a salted fact of kind "actor".
type ActHeader struct {
	Number uint64 // from 1, in the order of commits, without gaps
	Kind   string // "import", "save", "erase" …
	Scope  string // what the act is about, such as a review; may be empty
	Time   time.Time
	Role   string
	Body   string
	Facts  uint64 // brought
	Ends   uint64 // ended
	Root   Hash   // ActRoot over them
}

// ErrHeader is what every error of ActHeader.Leaf and ParseLeaf is.
var ErrHeader = errors.New("not the header of an act")

// Leaf is the header in its one canonical form, the record that is appended to the tree. The time counts in seconds.
func (h ActHeader) Leaf() ([]byte, error) {
	if !isName(h.Kind) {
		return nil, fmt.Errorf("%w: kind %q", ErrHeader, cut(h.Kind))
	}
	for _, s := range []string{h.Scope, h.Role, h.Body} {
		if !isText(s) || len(s) > 1000 {
			return nil, fmt.Errorf("%w: %q", ErrHeader, cut(s))
		}
	}
	b := make([]byte, 0, 256+len(h.Scope)+len(h.Role)+len(h.Body))
	b = append(b, "act/1\nnumber="...)
	b = strconv.AppendUint(b, h.Number, 10)
	b = append(b, "\nkind="...)
	b = append(b, h.Kind...)
	b = append(b, "\nscope="...)
	b = appendEscaped(b, h.Scope)
	b = append(b, "\ntime="...)
	b = h.Time.UTC().AppendFormat(b, time.RFC3339)
	b = append(b, "\nrole="...)
	b = appendEscaped(b, h.Role)
	b = append(b, "\nbody="...)
	b = appendEscaped(b, h.Body)
	b = append(b, "\nfacts="...)
	b = strconv.AppendUint(b, h.Facts, 10)
	b = append(b, "\nends="...)
	b = strconv.AppendUint(b, h.Ends, 10)
	b = append(b, "\nroot="...)
	b = base64.StdEncoding.AppendEncode(b, h.Root[:])
	return append(b, '\n'), nil
}

// ParseLeaf reads a header that Leaf wrote and refuses every other form.
func ParseLeaf(leaf []byte) (ActHeader, error) {
	const lines = 10
	bad := func(what string) (ActHeader, error) { return ActHeader{}, fmt.Errorf("%w: %s", ErrHeader, what) }
	text, ok := strings.CutPrefix(string(leaf), "act/1\n")
	if !ok || strings.Count(text, "\n") != lines-1 || !isText(text) {
		return bad("its lines")
	}
	value := func(name string) (v string) {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		raw, found := strings.CutPrefix(line, name+"=")
		v, plain := unescape(raw)
		ok = ok && found && plain
		return v
	}
	number := func(name string) uint64 {
		n, err := strconv.ParseUint(value(name), 10, 64)
		ok = ok && err == nil
		return n
	}
	var h ActHeader
	h.Number, h.Kind, h.Scope = number("number"), value("kind"), value("scope")
	t, err := time.Parse(time.RFC3339, value("time"))
	h.Time = t.UTC()
	h.Role, h.Body = value("role"), value("body")
	h.Facts, h.Ends = number("facts"), number("ends")
	root, rootErr := base64.StdEncoding.Strict().DecodeString(value("root"))
	if !ok || err != nil || rootErr != nil || len(root) != DigestSize || text != "" {
		return bad("a value")
	}
	h.Root = Hash(root)
	again, err := h.Leaf()
	if err != nil || string(again) != string(leaf) {
		return bad("not as it is written")
	}
	return h, nil
}
