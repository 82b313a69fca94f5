package ledger_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/openupr/openupr/internal/ledger"
	"pgregory.net/rapid"
)

func TestEncodeIsAsDocumented(t *testing.T) {
	f := ledger.Fact{Kind: "item", Subject: "A/HRC/99/7 124.1", Fields: []ledger.Field{
		{Name: "text", Value: "Ratify it\nand\\or publish\rthe date = soon"}, {Name: "page", Value: ""}, {Name: "state", Value: "KAZ"}, {Name: "state", Value: "SVN"}}}
	got, err := ledger.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	want := "fact/1 item A/HRC/99/7 124.1\ntext=Ratify it\\nand\\\\or publish\\rthe date = soon\nstate=KAZ\nstate=SVN\n"
	if string(got) != want {
		t.Errorf("encoded\n%q, want\n%q", got, want)
	}
	back, err := ledger.Decode(got)
	if err != nil {
		t.Fatal(err)
	}
	if back.Get("text") != f.Fields[0].Value || back.Get("page") != "" || !cmp.Equal(back.All("state"), []string{"KAZ", "SVN"}) {
		t.Errorf("decoded %+v", back)
	}
}

func TestEncodeRefuses(t *testing.T) {
	ok := ledger.Field{Name: "a", Value: "b"}
	for name, f := range map[string]ledger.Fact{
		"no kind":           {Subject: "x"},
		"kind with a space": {Kind: "a b", Subject: "x"},
		"no subject":        {Kind: "item"},
		"bad UTF-8":         {Kind: "item", Subject: "x", Fields: []ledger.Field{{Name: "a", Value: "\xff"}}},
		"NUL":               {Kind: "item", Subject: "x\x00"},
		"capital name":      {Kind: "item", Subject: "x", Fields: []ledger.Field{{Name: "A", Value: "b"}}},
		"equals in a name":  {Kind: "item", Subject: "x", Fields: []ledger.Field{{Name: "a=b", Value: "b"}}},
		"too many fields":   {Kind: "item", Subject: "x", Fields: append(make([]ledger.Field, ledger.MaxField), ok)},
		"too long":          {Kind: "item", Subject: "x", Fields: []ledger.Field{{Name: "a", Value: strings.Repeat("\n", ledger.MaxFact)}}},
	} {
		if _, err := ledger.Encode(f); !errors.Is(err, ledger.ErrEncoding) {
			t.Errorf("%s: error %v", name, err)
		}
		if b, err := ledger.AppendFact([]byte("kept"), f); err == nil || string(b) != "kept" {
			t.Errorf("%s: append gave %q, %v", name, b, err)
		}
	}
}

func TestDecodeRefusesEveryOtherForm(t *testing.T) {
	for name, s := range map[string]string{
		"empty":               "",
		"other version":       "fact/2 item x\n",
		"no end of line":      "fact/1 item x",
		"field without end":   "fact/1 item x\na=b",
		"no subject":          "fact/1 item \n",
		"no space":            "fact/1 item\n",
		"empty value":         "fact/1 item x\na=\n",
		"no equals sign":      "fact/1 item x\nabc\n",
		"empty line":          "fact/1 item x\n\n",
		"raw carriage return": "fact/1 item x\na=b\r\n",
		"unknown escape":      "fact/1 item x\na=\\t\n",
		"escape at the end":   "fact/1 item x\na=b\\\n",
		"bad UTF-8":           "fact/1 item x\na=\xc3\n",
		"NUL":                 "fact/1 item x\na=\x00\n",
		"too many fields":     "fact/1 item x\n" + strings.Repeat("a=b\n", ledger.MaxField+1),
		"too long":            "fact/1 item x\na=" + strings.Repeat("b", ledger.MaxFact) + "\n",
	} {
		if f, err := ledger.Decode([]byte(s)); !errors.Is(err, ledger.ErrEncoding) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// names and texts as the record could hold them, in any script and with every character that needs care.
var (
	genName = rapid.StringMatching(`[a-z0-9_.:-]{1,20}`)
	genText = rapid.StringOf(rapid.OneOf(rapid.SampledFrom([]rune("\\\n\r= қñ漢ع\u0000")), rapid.Rune())).Filter(func(s string) bool {
		return !strings.ContainsRune(s, 0)
	})
	genFact = rapid.Custom(func(t *rapid.T) ledger.Fact {
		f := ledger.Fact{Kind: genName.Draw(t, "kind"), Subject: genText.Filter(func(s string) bool { return s != "" }).Draw(t, "subject")}
		for range rapid.IntRange(0, 8).Draw(t, "fields") {
			f.Fields = append(f.Fields, ledger.Field{Name: genName.Draw(t, "name"), Value: genText.Draw(t, "value")})
		}
		return f
	})
)

func TestEveryFactComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := genFact.Draw(t, "fact")
		b, err := ledger.Encode(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ledger.Decode(b)
		if err != nil {
			t.Fatalf("%v of %q", err, b)
		}
		want := ledger.Fact{Kind: f.Kind, Subject: f.Subject}
		for _, x := range f.Fields {
			if x.Value != "" {
				want.Fields = append(want.Fields, x)
			}
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("fact/1 item x\na=b\\n\\\\\n"))
	f.Add([]byte("fact/1 item x\n"))
	f.Add([]byte("fact/1 item a\\r b\nlist=1\nlist=2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fact, err := ledger.Decode(b)
		if err != nil {
			return
		}
		again, err := ledger.Encode(fact)
		if err != nil || string(again) != string(b) {
			t.Errorf("%q decodes to what encodes as %q, %v", b, again, err)
		}
	})
}

// typical is a fact of about 700 bytes, as an item of a report is.
func typical() ledger.Fact {
	return ledger.Fact{Kind: "item", Subject: "A/HRC/99/7 124.17", Fields: []ledger.Field{
		{Name: "number", Value: "124.17"}, {Name: "label", Value: "124.17."}, {Name: "page", Value: "19"}, {Name: "position", Value: "supported"},
		{Name: "lang", Value: "en"}, {Name: "text", Value: strings.Repeat("Invented words of a recommendation. ", 14)}, {Name: "state", Value: "KAZ"},
		{Name: "state", Value: "SVN"}, {Name: "sha256", Value: strings.Repeat("0f", 32)}}}
}

func BenchmarkEncode(b *testing.B) {
	f := typical()
	buf := make([]byte, 0, 2048)
	b.ReportAllocs()
	for b.Loop() {
		out, err := ledger.AppendFact(buf, f)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(out)))
	}
}

func BenchmarkDecode(b *testing.B) {
	enc, err := ledger.Encode(typical())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(enc)))
	for b.Loop() {
		if _, err := ledger.Decode(enc); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDigest(b *testing.B) {
	enc, err := ledger.Encode(typical())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(enc)))
	for b.Loop() {
		ledger.Digest(ledger.Salt{1}, enc)
	}
}
