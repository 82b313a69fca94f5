package classify_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Blind to the States concerned: the same words addressed to another State get the same labels.
func TestTheStateNamedChangesNoLabel(t *testing.T) {
	c := classifier(t)
	texts := []string{
		"Recommended that # abolish the death penalty and release all political prisoners",
		"Encourage # to continue its efforts to improve the health system",
		"Take measures to protect journalists and ensure freedom of expression in #",
	}
	for _, text := range texts {
		want := labels(c.Of(strings.ReplaceAll(text, "#", "Norway"), "en"))
		for _, s := range reference.States() {
			name := reference.Name(s.Code, "en", upr.Date{})
			if strings.ContainsAny(name, " -'’(") {
				continue // names of several words move the words behind them
			}
			if d := cmp.Diff(want, labels(c.Of(strings.ReplaceAll(text, "#", name), "en"))); d != "" {
				t.Errorf("%s: -Norway +%s\n%s", text, name, d)
			}
		}
	}
}

// labels are what is guessed, without the reasons.
func labels(l classify.Labels) []classify.Guess {
	for i := range l {
		l[i].Reason = ""
	}
	return l
}

func TestIssuesAreGuessedWithReasons(t *testing.T) {
	c := classifier(t)
	for _, x := range []struct{ words, lang, want string }{
		{"Abolish the death penalty for all crimes", "en", "death-penalty"},
		{"Adopt a law against trafficking in persons and assist its victims", "en", "trafficking"},
		{"Invite the special rapporteur on torture to visit", "en", "special-procedures"},
		{"Abolir la peine de mort", "fr", "death-penalty"},
		{"Отменить смертную казнь", "ru", "death-penalty"},
		{"Abolir la pena de muerte", "es", "death-penalty"},
	} {
		found := false
		for _, g := range c.Of(x.words, x.lang) {
			if g.Scheme == classify.Issue && g.Code == x.want && g.Sure {
				found = g.Reason != ""
			}
		}
		if !found {
			t.Errorf("%q: %+v, want the issue %s with a reason", x.words, c.Of(x.words, x.lang), x.want)
		}
	}
}

func TestCountedAreTheSureOnes(t *testing.T) {
	c := classifier(t)
	for _, words := range []string{"Abolish the death penalty", "Keep the river clean", "", "Ensure gender equality at school"} {
		var want []classify.Guess
		for _, g := range labels(c.Of(words, "en")) {
			if g.Sure {
				want = append(want, g)
			}
		}
		var got []classify.Guess
		got = append(got, labels(c.Counted(words, "en"))...)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: -sure +counted\n%s", words, d)
		}
	}
}

// codes that the reference knows, by scheme.
func codes() map[string]map[string]bool {
	out := map[string]map[string]bool{classify.Hint: {"specific": true, "measurable": true, "body": true, "time": true}}
	put := func(scheme, code string) {
		if out[scheme] == nil {
			out[scheme] = map[string]bool{}
		}
		out[scheme][code] = true
	}
	for _, x := range []string{"1", "2", "3", "4", "5"} {
		put(classify.Action, x)
	}
	for _, x := range reference.Issues() {
		put(classify.Issue, x.Code)
	}
	for _, x := range reference.Affected() {
		put(classify.Affected, x.Code)
	}
	for _, x := range reference.SDGGoals() {
		put(classify.SDG, x.Code)
	}
	for _, x := range reference.Treaties() {
		put(classify.Treaty, x.Code)
	}
	for _, x := range reference.Institutions() {
		put(classify.Institution, x.Code)
	}
	return out
}

func FuzzOf(f *testing.F) {
	c := classifier(f)
	known := codes()
	f.Add("Ratify the Convention against Torture and its Optional Protocol by 2030", "en")
	f.Add("采取措施保护儿童权利公约", "zh")
	f.Add("and and and to to , , of the", "en")
	f.Add(strings.Repeat("women ", 3000), "en")
	f.Add("\xff\xfe protocol\x00", "fr")
	f.Fuzz(func(t *testing.T, words, lang string) {
		seen := map[[2]string]bool{}
		for _, g := range c.Of(words, lang) {
			if !known[g.Scheme][g.Code] || g.Confidence < 0 || g.Confidence > 1 || g.Origin != classify.Rule && g.Origin != classify.Model {
				t.Fatalf("guess %+v", g)
			}
			if key := [2]string{g.Scheme, g.Code}; seen[key] {
				t.Fatalf("guess %+v comes twice", g)
			} else {
				seen[key] = true
			}
			if utf8.ValidString(words) && !utf8.ValidString(g.Reason) {
				t.Fatalf("reason %q", g.Reason)
			}
		}
	})
}
