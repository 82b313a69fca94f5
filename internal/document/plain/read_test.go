package plain_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/plain"
	"github.com/openupr/openupr/internal/shareddata"
)

const words = "It’s the State’s “own” plan – côte, Türkiye, naïve, São, coöperate…"

func encoded(t *testing.T, enc encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := enc.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func texts(doc *document.Document) []string {
	var out []string
	for _, b := range doc.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func TestEncodings(t *testing.T) {
	cp1252Words := strings.ReplaceAll(words, "São", "Sao")
	for name, c := range map[string]struct {
		file    []byte
		want    string
		warning []document.Warning
	}{
		"UTF-8":                       {[]byte(words), words, nil},
		"UTF-8 with mark":             {append([]byte{0xEF, 0xBB, 0xBF}, words...), words, nil},
		"UTF-16 little endian":        {encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), words), words, nil},
		"UTF-16 big endian":           {encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), words), words, nil},
		"Mac Roman":                   {encoded(t, charmap.Macintosh, words), words, []document.Warning{{Code: "encoding-guessed", Detail: "Mac Roman"}}},
		"CP1252":                      {encoded(t, charmap.Windows1252, cp1252Words), cp1252Words, []document.Warning{{Code: "encoding-guessed", Detail: "CP1252"}}},
		"one apostrophe in Mac Roman": {encoded(t, charmap.Macintosh, "peoples’ rights"), "peoples’ rights", []document.Warning{{Code: "encoding-guessed", Detail: "Mac Roman"}}},
		"one apostrophe in CP1252":    {encoded(t, charmap.Windows1252, "women’s rights"), "women’s rights", []document.Warning{{Code: "encoding-guessed", Detail: "CP1252"}}},
		"UTF-8 with one bad byte":     {append([]byte(strings.Repeat("é", 40)), 0xFF), strings.Repeat("é", 40) + "\uFFFD", []document.Warning{{Code: "repaired", Detail: "1"}}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := plain.Read(context.Background(), c.file, document.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{c.want}, texts(doc)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.warning, doc.Warnings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLines(t *testing.T) {
	want := []document.Block{{Kind: document.Line, Text: "one two", Index: 1}, {Kind: document.Line, Text: "three", Index: 3}}
	for name, file := range map[string]string{
		"LF": "one  two\n\nthree\n", "CR LF": "one\ttwo \r\n\r\nthree", "bare CR": "\u00adone two\r\rthree\r", "mixed": "one two\r\n\rthree\n\n",
	} {
		doc, err := plain.Read(context.Background(), []byte(file), document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, doc.Blocks); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	doc, err := plain.Read(context.Background(), []byte("one\ntwo\n\fthree\n\f"), document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	paged := []document.Block{{Text: "one", Page: 1, Index: 1}, {Text: "two", Page: 1, Index: 2}, {Text: "three", Page: 2, Index: 1}}
	if diff := cmp.Diff(paged, doc.Blocks); diff != "" || doc.Pages != 2 {
		t.Errorf("%d pages: %s", doc.Pages, diff)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		file []byte
		lim  document.Limits
		want document.Reason
	}{
		"no bytes":       {nil, document.Limits{}, document.Empty},
		"only blanks":    {[]byte(" \r\n\t\f\n"), document.Limits{}, document.Empty},
		"too large":      {[]byte("abc"), document.Limits{Bytes: 2}, document.TooLarge},
		"too many lines": {[]byte("a\nb\nc\n"), document.Limits{Blocks: 2}, document.TooMany},
		"too many pages": {[]byte("a\fb\fc"), document.Limits{Pages: 2}, document.TooMany},
		"binary":         {[]byte("abc\x00\x01\x02def"), document.Limits{}, document.Unknown},
		"PDF":            {[]byte("%PDF-1.4\n"), document.Limits{}, document.Unknown},
		"RTF":            {[]byte(`{\rtf1 hello}`), document.Limits{}, document.Unknown},
	} {
		_, err := plain.Read(context.Background(), c.file, c.lim)
		if r, ok := document.AsRefused(err); !ok || r.Code != c.want {
			t.Errorf("%s: got %v, want refused as %s", name, err, c.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := plain.Read(ctx, []byte("x"), document.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestRealFile(t *testing.T) {
	b, err := os.ReadFile(shareddata.Data(t, "matrices/UPR31_China_Matrix_2018_macroman_CR.txt"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := plain.Read(context.Background(), b, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]document.Warning{{Code: "encoding-guessed", Detail: "Mac Roman"}}, doc.Warnings); diff != "" {
		t.Error(diff)
	}
	if n := len(doc.Blocks); n < 2500 {
		t.Errorf("%d lines", n)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("one\r\ntwo\fthree"))
	f.Add([]byte{0xFF, 0xFE, 'a', 0, 0xD8})
	f.Add([]byte("peopleÕs \xD5\x92\x93"))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := plain.Read(context.Background(), b, document.Limits{Blocks: 1000})
		if err != nil {
			if _, ok := document.AsRefused(err); !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		for _, b := range doc.Blocks {
			if b.Text == "" || !utf8.ValidString(b.Text) || strings.ContainsAny(b.Text, "\r\n\t\f\x00") || strings.Contains(b.Text, "  ") {
				t.Errorf("line %q is not clean", b.Text)
			}
		}
	})
}
