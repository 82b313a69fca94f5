package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/classify/linear"
	"github.com/openupr/openupr/internal/shareddata"
)

// Sessions 14 to 17, with everything learned and tuned on the others, reach the targets.
func TestLabelsAgreeWithPeopleOnSessionsNotLearnedFrom(t *testing.T) {
	rows, err := readRows(context.Background(), shareddata.Data(t))
	if err != nil {
		t.Fatal(err)
	}
	c, err := classify.Rules()
	if err != nil {
		t.Fatal(err)
	}
	f, labels, err := onHeld(rows, c)
	if err != nil {
		t.Fatal(err)
	}
	if f.rows < 9000 {
		t.Errorf("only %d rows were measured", f.rows)
	}
	for _, missed := range f.below(targets) {
		t.Error(missed)
	}
	var b bytes.Buffer
	f.print(&b, false, labels)
	t.Logf("\n%s", b.String())
}

// The model in the program fits its limits, keeps no text, and says where it comes from.
func TestTheShippedModel(t *testing.T) {
	file, err := os.ReadFile(filepath.Join("..", "..", "internal", "classify", "learned.model"))
	if err != nil {
		t.Fatal(err)
	}
	if len(file) > 1_500_000 {
		t.Errorf("the model has %d bytes", len(file))
	}
	head, _, _ := bytes.Cut(file, []byte("\n\n"))
	for _, word := range []string{"go run ./tools/learn -write", "UPR Info", "words, pairs of words and weights only"} {
		if !strings.Contains(string(head), word) {
			t.Errorf("the head does not say %q:\n%s", word, head)
		}
	}
	m, err := linear.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	masked, err := classify.Masked()
	if err != nil {
		t.Fatal(err)
	}
	for n := int32(1); int(n) <= m.Vocabulary.Len(); n++ {
		name := m.Vocabulary.Name(n)
		if strings.ContainsAny(name, " ") || len(name) > 60 || masked[strings.TrimPrefix(name, "=")] {
			t.Errorf("the vocabulary holds %q", name)
		}
	}
	for _, form := range m.Vocabulary.Forms() {
		if masked[form] {
			t.Errorf("the model knows the form %q", form)
		}
	}
}

func TestCorrectionsAreRows(t *testing.T) {
	got, err := readCorrections(strings.NewReader(`{"state":"ZZV","words":"Paint the lighthouse","lang":"en","action":"5","issues":["other"]}

{"state":"ZZV","words":"Peindre le phare","lang":"fr","action":"5"}
`))
	if err != nil || len(got) != 1 || got[0].action != 5 || got[0].issues[0] != "other" || got[0].held() {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{`{"words":"x","lang":"en","action":"6"}`, `{`, `[]`} {
		if _, err := readCorrections(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestThresholdStandsBetweenRightAndWrong(t *testing.T) {
	var column []scored
	for i := range 3000 {
		column = append(column, scored{float32(i) / 3000, i >= 1800})
	}
	if got := threshold(column); got < 0.59 || got > 0.61 {
		t.Errorf("threshold %g", got)
	}
	slope, shift := odds(column, 1, 0)
	l := linear.Label{Slope: slope, Shift: shift}
	if l.Right(0.1) > 0.2 || l.Right(0.95) < 0.8 || l.Right(0.6) < 0.3 || l.Right(0.6) > 0.7 {
		t.Errorf("slope %g, shift %g", slope, shift)
	}
}

func FuzzCorrections(f *testing.F) {
	f.Add([]byte(`{"words":"Paint","lang":"en","action":"5"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, err := readCorrections(bytes.NewReader(b))
		for _, r := range rows {
			if err == nil && (r.words == "" || r.action < 0 || r.action > classify.Degrees) {
				t.Fatalf("row %+v", r)
			}
		}
	})
}
