package docx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Marks of direction that turn letters round, and control letters, are no words; the marks that Arabic needs stay.
func TestWhatTurnsLettersRoundIsLeftOut(t *testing.T) {
	doc := read(t, p("Adopt \u202eno\u202c \u2066plan\u2069\u0091\u200f."), nil)
	if diff := cmp.Diff([]string{"Adopt no plan\u200f."}, texts(doc.Blocks)); diff != "" {
		t.Error(diff)
	}
}
