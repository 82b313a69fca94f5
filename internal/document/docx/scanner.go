package docx

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/openupr/openupr/internal/document"
)

// The namespaces that carry text; transitional and strict forms (ECMA-376, parts 1 and 4).
const (
	nsWord       = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsWordStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	nsCompat     = "http://schemas.openxmlformats.org/markup-compatibility/2006"
	nsMath       = "http://schemas.openxmlformats.org/officeDocument/2006/math"
	nsMathStrict = "http://purl.oclc.org/ooxml/officeDocument/math"
)

// scanner reads one part as a stream of elements. It never follows anything out of the part: a DOCTYPE is refused, so
// no entity can be declared.
type scanner struct {
	ctx   context.Context
	dec   *xml.Decoder
	part  string // for messages
	depth int
	max   int
	n     int // tokens read
}

func newScanner(ctx context.Context, part string, b []byte, maxDepth int) *scanner {
	var r io.Reader = bytes.NewReader(b)
	if bytes.HasPrefix(b, []byte{0xFE, 0xFF}) || bytes.HasPrefix(b, []byte{0xFF, 0xFE}) {
		r = transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	}
	dec := xml.NewDecoder(r)
	dec.CharsetReader = func(charset string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(charset, "utf-16") || strings.EqualFold(charset, "us-ascii") {
			return in, nil // converted above, or a subset of UTF-8
		}
		return nil, errors.New("encoding " + charset + " in a part of a Word file")
	}
	return &scanner{ctx: ctx, dec: dec, part: part, max: maxDepth}
}

// next is the next token; io.EOF at the end of the part.
func (s *scanner) next() (xml.Token, error) {
	if s.n++; s.n%4096 == 0 && s.ctx.Err() != nil {
		return nil, s.ctx.Err()
	}
	t, err := s.dec.Token()
	if err != nil {
		if err == io.EOF {
			return nil, io.EOF
		}
		var syn *xml.SyntaxError
		if errors.As(err, &syn) && syn.Msg == "unexpected EOF" {
			return nil, refuse(document.Truncated, err, "the part %q ends before its end", s.part)
		}
		return nil, refuse(document.Corrupt, err, "the part %q is not well-formed", s.part)
	}
	switch t.(type) {
	case xml.StartElement:
		if s.depth++; s.depth > s.max {
			return nil, document.Refuse(document.TooDeep, "the part %q nests deeper than %d", s.part, s.max)
		}
	case xml.EndElement:
		s.depth--
	case xml.Directive:
		return nil, document.Refuse(document.Hostile, "the part %q has a DOCTYPE", s.part)
	}
	return t, nil
}

// root finds the part's root element.
func (s *scanner) root() (xml.StartElement, error) {
	for {
		t, err := s.next()
		if err == io.EOF {
			return xml.StartElement{}, document.Refuse(document.Corrupt, "the part %q is empty", s.part)
		}
		if err != nil {
			return xml.StartElement{}, err
		}
		if el, ok := t.(xml.StartElement); ok {
			return el, nil
		}
	}
}

// each calls fn for each child of the element whose start was read last, up to that element's end. What fn leaves
// unread of a child is skipped.
func (s *scanner) each(fn func(el xml.StartElement) error) error {
	for {
		t, err := s.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			at := s.depth
			if err := fn(t); err != nil {
				return err
			}
			for s.depth >= at {
				if _, err := s.next(); err == io.EOF {
					return nil
				} else if err != nil {
					return err
				}
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text is the character data directly inside the current element, up to its end.
func (s *scanner) text() (string, error) {
	var out []byte
	at := s.depth
	for {
		t, err := s.next()
		if err == io.EOF {
			return string(out), nil
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			if s.depth == at {
				out = append(out, t...)
			}
		case xml.EndElement:
			if s.depth < at {
				return string(out), nil
			}
		}
	}
}

// word is the local name of an element of WordprocessingML, or empty for any other.
func word(el xml.StartElement) string {
	if el.Name.Space == nsWord || el.Name.Space == nsWordStrict {
		return el.Name.Local
	}
	return ""
}

// attr is the value of an attribute by its local name.
func attr(el xml.StartElement, local string) string {
	for _, a := range el.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

func val(el xml.StartElement) string { return attr(el, "val") }

// number is an attribute as a whole number, or def where it is none.
func number(el xml.StartElement, local string, def int) int {
	n, err := strconv.Atoi(attr(el, local))
	if err != nil {
		return def
	}
	return n
}

// on is the value of a toggle element: present means on unless it says otherwise.
func on(el xml.StartElement) bool {
	switch val(el) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// flag is an attribute that is off unless it says on.
func flag(el xml.StartElement, local string) bool {
	switch attr(el, local) {
	case "1", "true", "on":
		return true
	}
	return false
}
