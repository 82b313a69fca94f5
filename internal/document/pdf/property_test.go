package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"pgregory.net/rapid"
)

// escaped is a string as a PDF writes it.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}

// sentence draws words of printable letters with single blanks between them, short enough for a line.
func sentence(t *rapid.T, label string) string {
	words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z0-9(;:,"/\\]{1,8}[a-z.)]`), 1, 8).Draw(t, label)
	return strings.Join(words, " ")
}

func mustRead(t *rapid.T, b []byte) *document.Document {
	d, err := pdf.Read(t.Context(), b, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAnyTextComesBackHoweverTheFileIsBuilt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "lines")
		var content string
		var want []string
		for i := range n {
			s := sentence(t, "line")
			want = append(want, s)
			content += at("F1", 10, 100, 700-float64(14*i), escaped(s))
		}
		data := deflate([]byte(content))
		b := pagesOf("", "")
		b.set(5, fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(data), data))
		for name, file := range map[string][]byte{"plain": onePage(content), "compressed": b.table(), "packed": packed(b, true)} {
			if diff := cmp.Diff(want, texts(mustRead(t, file))); diff != "" {
				t.Fatalf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestTheOrderOfDrawingDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 10).Draw(t, "lines")
		var parts []string
		for i := range n {
			parts = append(parts, at("F1", 10, 100+float64(i%3)*20, 700-float64(14*i), escaped(sentence(t, "line"))))
		}
		drawn := rapid.Permutation(parts).Draw(t, "order")
		if diff := cmp.Diff(mustRead(t, onePage(strings.Join(parts, ""))).Blocks, mustRead(t, onePage(strings.Join(drawn, ""))).Blocks); diff != "" {
			t.Fatalf("blocks (-in order +shuffled):\n%s", diff)
		}
	})
}

func TestAnyCutOrFlippedByteIsReadOrRefused(t *testing.T) {
	whole := [][]byte{report(3, nothing), packed(pagesOf("", at("F1", 10, 100, 700, "Adopt a plan")), true), locked(4, true, "")}
	rapid.Check(t, func(t *rapid.T) {
		b := append([]byte(nil), rapid.SampledFrom(whole).Draw(t, "file")...)
		for range rapid.IntRange(1, 4).Draw(t, "damages") {
			at := rapid.IntRange(0, len(b)-1).Draw(t, "at")
			if rapid.Bool().Draw(t, "cut") {
				b = append(b[:at], b[min(len(b), at+rapid.IntRange(1, 40).Draw(t, "bytes")):]...)
			} else {
				b[at] = rapid.Byte().Draw(t, "byte")
			}
			if len(b) == 0 {
				return
			}
		}
		d, err := pdf.Read(t.Context(), b, document.Limits{})
		if err == nil {
			if len(d.Blocks) == 0 {
				t.Fatal("a document without lines")
			}
			return
		}
		if r, ok := document.AsRefused(err); !ok || r.Code == document.Panicked || r.Detail == "" {
			t.Fatalf("error %v", err)
		}
	})
}
