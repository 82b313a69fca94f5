package evidence

import (
	"bufio"
	"errors"
	"io"
)

// names says which attributes and which elements' words name persons in the parts of office documents. Names are local,
// without the prefix of their name space.
type names struct{ attributes, elements map[string]bool }

var (
	// of comments and changes in words and presentations, of persons in tables
	personNames = names{set("author", "initials", "userId", "providerId", "displayName", "userName", "lastModifiedBy"), set("author", "creator", "creator-initials", "initial-creator", "sender-firstname", "sender-lastname", "sender-initials", "sender-email", "author-name", "author-initials")}
	// presentations list who commented under "name"
	authorList = names{set("name", "initials", "userId", "providerId", "displayName"), set()}
)

func set(list ...string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

// maxMarkup bounds a name of an element or attribute; a longer one is none that is looked for.
const maxMarkup = 64

// blank copies markup and empties the attributes and elements that name persons, whatever else stands in it. It reads
// from beginning to end with a few bytes of memory and knows tags, quotes, comments and CDATA, no more: what it does not
// understand passes as it is.
func blank(w io.Writer, src io.Reader, n names) error {
	r := bufio.NewReaderSize(src, 32<<10)
	out := bufio.NewWriterSize(w, 32<<10)
	b := blanker{r: r, w: out, n: n}
	if err := b.run(); !errors.Is(err, io.EOF) {
		return err
	}
	return out.Flush()
}

type blanker struct {
	r    *bufio.Reader
	w    *bufio.Writer
	n    names
	mute string // element whose words are left out now
}

// run copies until the source ends, which is io.EOF, or something else goes wrong.
func (b *blanker) run() error {
	for {
		c, err := b.r.ReadByte()
		if err != nil {
			return err
		}
		switch {
		case c == '<':
			if err := b.tag(); err != nil {
				return err
			}
		case b.mute == "":
			if err := b.w.WriteByte(c); err != nil {
				return err
			}
		}
	}
}

// tag reads what stands between < and >.
func (b *blanker) tag() error {
	if next, _ := b.r.Peek(8); string(next) == "![CDATA[" {
		return b.until("]]>")
	} else if len(next) >= 3 && string(next[:3]) == "!--" {
		return b.until("-->")
	}
	if err := b.w.WriteByte('<'); err != nil {
		return err
	}
	element, name := "", ""
	first, closing, alone := true, false, false
	for {
		c, err := b.r.ReadByte()
		if err != nil {
			return err
		}
		if c == '"' || c == '\'' {
			if err := b.value(c, b.n.attributes[local(name)]); err != nil {
				return err
			}
			name, alone = "", false
			continue
		}
		if err := b.w.WriteByte(c); err != nil {
			return err
		}
		switch {
		case c == '>':
			if first {
				element = name
			}
			switch l := local(element); {
			case closing && l == b.mute:
				b.mute = ""
			case !closing && !alone && b.mute == "" && b.n.elements[l]:
				b.mute = l
			}
			return nil
		case c == '/' && first && name == "":
			closing = true
		case c == '/':
			alone = true
			if first {
				element, first = name, false
			}
			name = ""
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if first && name != "" {
				element, first = name, false
			}
			if name != "" { // a blank may stand before the equals sign: the name is kept until the next begins
				name += " "
			}
		case c == '=':
		default:
			alone = false
			if len(name) > 0 && name[len(name)-1] == ' ' {
				name = ""
			}
			if len(name) < maxMarkup {
				name += string(rune(c))
			}
		}
		if len(name) > maxMarkup+8 {
			name = name[:maxMarkup]
		}
	}
}

// value copies an attribute's value with its quotes, or the quotes alone.
func (b *blanker) value(quote byte, without bool) error {
	if err := b.w.WriteByte(quote); err != nil {
		return err
	}
	for {
		c, err := b.r.ReadByte()
		if err != nil {
			return err
		}
		if c != quote && without {
			continue
		}
		if err := b.w.WriteByte(c); err != nil || c == quote {
			return err
		}
	}
}

// until copies a comment or CDATA to its end; in what is left out it is left out.
func (b *blanker) until(end string) error {
	keep := b.mute == ""
	if keep {
		if err := b.w.WriteByte('<'); err != nil {
			return err
		}
	}
	var tail []byte
	for {
		c, err := b.r.ReadByte()
		if err != nil {
			return err
		}
		if keep {
			if err := b.w.WriteByte(c); err != nil {
				return err
			}
		}
		if tail = append(tail, c); len(tail) > len(end) {
			tail = tail[1:]
		}
		if string(tail) == end {
			return nil
		}
	}
}

// local is a name without prefix and blanks.
func local(name string) string {
	for i := range len(name) {
		if name[i] == ':' {
			name = name[i+1:]
			break
		}
	}
	for len(name) > 0 && name[len(name)-1] == ' ' {
		name = name[:len(name)-1]
	}
	return name
}
