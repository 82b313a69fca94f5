package docx_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
)

func wide(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}

func TestRefusals(t *testing.T) {
	ole := append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 504)...)
	good := pack(t, strings.Repeat(p("a paragraph that takes some room"), 500), nil)
	damaged := bytes.Clone(good)
	for i := 200; i < 260; i++ {
		damaged[i] ^= 0x5A
	}
	for name, c := range map[string]struct {
		file []byte
		lim  document.Limits
		want document.Reason
	}{
		"no bytes":                    {nil, document.Limits{}, document.Empty},
		"too large":                   {good, document.Limits{Bytes: 100}, document.TooLarge},
		"old Word":                    {append(bytes.Clone(ole), wide("WordDocument")...), document.Limits{}, document.OldWord},
		"password":                    {append(bytes.Clone(ole), wide("EncryptedPackage")...), document.Limits{}, document.Encrypted},
		"other OLE":                   {ole, document.Limits{}, document.Unknown},
		"PDF":                         {[]byte("%PDF-1.4 …"), document.Limits{}, document.Unknown},
		"RTF":                         {[]byte(`{\rtf1 x}`), document.Limits{}, document.Unknown},
		"the end is missing":          {good[:len(good)-300], document.Limits{}, document.Truncated},
		"four bytes":                  {good[:4], document.Limits{}, document.Truncated},
		"two bytes":                   {good[:2], document.Limits{}, document.Truncated},
		"damaged inside":              {damaged, document.Limits{}, document.Corrupt},
		"ZIP without Word":            {zipped(t, parts{"hello.txt": "x"}), document.Limits{}, document.Unknown},
		"spreadsheet":                 {zipped(t, parts{"word/document.xml": `<workbook/>`}), document.Limits{}, document.Unknown},
		"no body":                     {zipped(t, parts{"word/document.xml": `<w:document ` + wordNS + `/>`}), document.Limits{}, document.Corrupt},
		"empty part":                  {zipped(t, parts{"word/document.xml": ``}), document.Limits{}, document.Corrupt},
		"not well-formed":             {pack(t, `<w:p></w:q>`, nil), document.Limits{}, document.Corrupt},
		"XML ends early":              {zipped(t, parts{"word/document.xml": `<w:document ` + wordNS + `><w:body><w:p>`}), document.Limits{}, document.Truncated},
		"entities":                    {zipped(t, parts{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document ` + wordNS + `><w:body>` + p("&a;") + `</w:body></w:document>`}), document.Limits{}, document.Hostile},
		"entities in the styles":      {pack(t, p("x"), parts{"word/styles.xml": `<!DOCTYPE x SYSTEM "http://example.org/x"><w:styles/>`, "word/_rels/document.xml.rels": `<Relationships ` + relNS + `><Relationship Id="s" Type="` + relTypes + `styles" Target="styles.xml"/></Relationships>`}), document.Limits{}, document.Hostile},
		"a part twice":                {zipped(t, parts{"word/document.xml": `<a/>`, "word/Document.xml": `<a/>`}), document.Limits{}, document.Hostile},
		"too deep":                    {pack(t, strings.Repeat(`<w:tbl><w:tr><w:tc>`, 40)+strings.Repeat(`</w:tc></w:tr></w:tbl>`, 40), nil), document.Limits{}, document.TooDeep},
		"too many paragraphs":         {good, document.Limits{Blocks: 100}, document.TooMany},
		"too many empty cells":        {pack(t, tbl(strings.Repeat(tr(tc(""), tc("")), 60)), nil), document.Limits{Blocks: 100}, document.TooMany},
		"a row of endless cells":      {pack(t, tbl(tr(strings.Repeat(tc(""), 2000))), nil), document.Limits{}, document.TooMany},
		"inflates above the limit":    {pack(t, strings.Repeat(p("0"), 5000), nil), document.Limits{Inflat: 50_000}, document.Bomb},
		"inflates beyond all measure": {pack(t, strings.Repeat(" ", 8<<20), nil), document.Limits{}, document.Bomb},
	} {
		t.Run(name, func(t *testing.T) {
			if got := refusal(t, c.file, c.lim); got != c.want {
				t.Errorf("refused as %s, want %s", got, c.want)
			}
		})
	}
}

// A declared size is only a claim: the real one counts.
func TestASizeThatLiesIsABomb(t *testing.T) {
	b := pack(t, strings.Repeat(p("0"), 20_000), nil)
	at := bytes.Index(b, []byte("PK\x01\x02"))
	for at >= 0 {
		next := bytes.Index(b[at+4:], []byte("PK\x01\x02"))
		copy(b[at+24:at+28], []byte{16, 0, 0, 0}) // uncompressed size in the directory
		if next < 0 {
			break
		}
		at += 4 + next
	}
	got := refusal(t, b, document.Limits{Inflat: 100_000})
	if got != document.Bomb && got != document.Corrupt {
		t.Errorf("refused as %s, want bomb or corrupt", got)
	}
}

func TestRelationsOutOfTheFileAreNotFollowed(t *testing.T) {
	rels := `<Relationships ` + relNS + `><Relationship Id="h" Type="` + relTypes + `header" Target="http://192.0.2.1/header.xml" TargetMode="External"/>` +
		`<Relationship Id="s" Type="` + relTypes + `styles" Target="../../../../etc/passwd"/></Relationships>`
	doc := read(t, p("x")+`<w:sectPr><w:headerReference r:id="h"/></w:sectPr>`, parts{"word/_rels/document.xml.rels": rels})
	if len(doc.Running) != 0 || len(doc.Blocks) != 1 {
		t.Errorf("running heads %q, %d blocks; want none and 1", doc.Running, len(doc.Blocks))
	}
}

func TestACancelledReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := docx.Read(ctx, pack(t, strings.Repeat(p("x"), 5000), nil), document.Limits{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestProvenance(t *testing.T) {
	doc := read(t, p("x"), nil)
	if doc.Format != document.DOCX || doc.Extractor != docx.Extractor || len(doc.SHA256) != 64 {
		t.Errorf("format %q, extractor %q, hash %q", doc.Format, doc.Extractor, doc.SHA256)
	}
}
