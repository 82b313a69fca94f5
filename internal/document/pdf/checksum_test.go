package pdf_test

import (
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

// withContent is a one-page file whose text is compressed data as given.
func withContent(data []byte) []byte {
	b := pagesOf("", "")
	b.set(5, fmt.Sprintf("<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", len(data), data))
	return b.table()
}

// A changed byte inside compressed text can give other words without breaking anything: the checksum tells.
func TestOtherWordsThanWereCompressedAreRefused(t *testing.T) {
	data := deflate([]byte(at("F1", 10, 100, 700, "Adopt a plan")))
	var raw bytes.Buffer // the same data as it would be with another word
	w, err := flate.NewWriter(&raw, flate.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(at("F1", 10, 100, 700, "Adopt no plan"))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	other := append(append(bytes.Clone(data[:2]), raw.Bytes()...), data[len(data)-4:]...)
	_, err = pdf.Read(context.Background(), withContent(other), document.Limits{})
	if got := refusal(t, err); got != document.Corrupt {
		t.Errorf("refused as %q", got)
	}
	for name, file := range map[string][]byte{"whole": withContent(data), "without a checksum": withContent(data[:len(data)-4]), "with a line end behind": withContent(append(bytes.Clone(data), "\r\n"...))} {
		if diff := cmp.Diff([]string{"Adopt a plan"}, texts(read(t, file))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
