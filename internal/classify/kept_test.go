package classify_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/classify"
)

var saved = []struct{ words, lang string }{
	{"Abolish the death penalty", "en"}, {"Abolish the death penalty", "fr"}, {"Ratify OP-CAT", "en"}, {"Keep the river clean", "en"},
	{"Ratificar el tratado", "es"}, {"Sign ICERD, CEDAW and the ICCPR", ""}, {"", "en"},
}

// A classifier that starts with what another one remembered says the same without labelling again.
func TestSavedLabelsAreRecalled(t *testing.T) {
	one, two := classifier(t), classifier(t)
	for _, x := range saved {
		one.Codes(x.words, x.lang)
	}
	if n := one.Learned(); n != len(saved) {
		t.Errorf("%d texts are new, not %d", n, len(saved))
	}
	file := one.Save()
	if n := one.Learned(); n != 0 {
		t.Errorf("%d texts are new after they were saved", n)
	}
	if err := two.Recall(file); err != nil {
		t.Fatal(err)
	}
	for _, x := range saved {
		if d := cmp.Diff(one.Codes(x.words, x.lang), two.Codes(x.words, x.lang)); d != "" {
			t.Errorf("%q in %q: -first +recalled\n%s", x.words, x.lang, d)
		}
	}
	if n := two.Learned(); n != 0 {
		t.Errorf("%d of the texts were labelled again", n)
	}
	two.Codes("Another text", "en")
	if n := two.Learned(); n != 1 {
		t.Errorf("%d texts are new, not one", n)
	}
	if err := one.Recall(two.Save()); err != nil { // over what it knows
		t.Fatal(err)
	}
	if one.Codes("Another text", "en"); one.Learned() != 0 {
		t.Error("what was recalled later was labelled again")
	}
}

// Whichever texts were labelled, and whichever of their sets comes first in the file: also one without labels.
func TestLabelsComeBackAsTheyWere(t *testing.T) {
	phrase := rapid.SampledFrom([]string{"Abolish", "Ratify", "OP-CAT", "the death penalty", "CEDAW", "torture", "Keep", "the river", "Взять", "", "\x00"})
	one, two := classifier(t), classifier(t)
	rapid.Check(t, func(t *rapid.T) {
		classify.Remember(one, 1000)
		classify.Remember(two, 1000)
		texts := map[[2]string]classify.Labels{}
		for range rapid.IntRange(1, 6).Draw(t, "texts") {
			k := [2]string{strings.Join(rapid.SliceOfN(phrase, 0, 3).Draw(t, "words"), " "), rapid.SampledFrom([]string{"en", "fr", ""}).Draw(t, "lang")}
			texts[k] = one.Codes(k[0], k[1])
		}
		if err := two.Recall(one.Save()); err != nil {
			t.Fatal(err)
		}
		for k, want := range texts {
			if d := cmp.Diff(want, two.Codes(k[0], k[1])); d != "" {
				t.Fatalf("%q: -first +recalled\n%s", k, d)
			}
		}
		if n := two.Learned(); n != 0 {
			t.Fatalf("%d texts were labelled again", n)
		}
	})
}

// Whatever byte is another, and wherever the file ends, nothing is taken from it.
func TestDamagedLabelsAreLeftAside(t *testing.T) {
	one := classifier(t)
	for _, x := range saved {
		one.Codes(x.words, x.lang)
	}
	file := one.Save()
	two := classifier(t)
	for at := range file {
		bad := bytes.Clone(file)
		bad[at] ^= 0x20
		for _, b := range [][]byte{bad, file[:at]} {
			if err := two.Recall(b); !errors.Is(err, classify.ErrKept) {
				t.Fatalf("byte %d of %d: %v", at, len(file), err)
			}
		}
	}
	rules, err := classify.Rules()
	if err != nil {
		t.Fatal(err)
	}
	if err := rules.Recall(file); !errors.Is(err, classify.ErrKept) {
		t.Errorf("rules alone take over what the model said: %v", err)
	}
	if n := classify.Remembered(two) + classify.Remembered(rules); n != 0 {
		t.Errorf("%d texts are remembered", n)
	}
}

// FuzzRecall reads bodies whose head and checksum are right.
func FuzzRecall(f *testing.F) {
	c, err := classify.Rules()
	if err != nil {
		f.Fatal(err)
	}
	for _, x := range saved {
		c.Codes(x.words, x.lang)
	}
	body := classify.KeptBody(c.Save())
	f.Add(body)
	f.Add(body[:len(body)/2])
	f.Add([]byte("\xff\xff\xff\x0f\x01\x01"))
	f.Fuzz(func(t *testing.T, body []byte) {
		classify.Remember(c, 1000)
		if err := c.Recall(classify.Kept(c, body)); err != nil && !errors.Is(err, classify.ErrKept) {
			t.Fatal(err)
		}
		file, n := c.Save(), classify.Remembered(c)
		classify.Remember(c, 1000)
		if err := c.Recall(file); err != nil || classify.Remembered(c) != n {
			t.Fatalf("%d texts came back of %d: %v", classify.Remembered(c), n, err)
		}
	})
}
