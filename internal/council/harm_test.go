package council_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/council"
)

func TestLookForHarm(t *testing.T) {
	for words, want := range map[string][]council.Harm{
		"Call +7 (701) 123-45-67":                    {council.HarmTelephone},
		"тел. 8 701 123 45 67":                       {council.HarmTelephone},
		"Write to someone.else@example.org":          {council.HarmMail},
		"Пишите в t.me/someone_else":                 {council.HarmAccount},
		"number 870101300123 of the person":          {council.HarmNumber},
		"паспорт N 12345678":                         {council.HarmNumber},
		"Менің атым Самат":                           {council.HarmName},
		"Меня зовут так же, как моего деда":          {council.HarmName},
		"My name is of no matter":                    {council.HarmName},
		"улица Садовая, 12":                          {council.HarmAddress},
		"She was born on 12 March 1985":              {council.HarmBirth},
		"Abai көшесі, 5, пәтер 7":                    {council.HarmAddress},
		"In 2024-2026 the budget was 12 500 000":     nil,
		"See A/HRC/28/10, paragraph 126.27":          nil,
		"On 12.03.2026 and 2026-03-12 nothing":       nil,
		"The street is not safe for women":           nil,
		"Мен мектептер жақсарғанын қалаймын":         nil,
		"Тексеру керек: 30 %, 40 %, 50 % және 60 %.": nil,
	} {
		if d := cmp.Diff(want, council.LookForHarm(words)); d != "" {
			t.Errorf("%q: %s", words, d)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []council.Paragraph
	}{
		"blank lines divide":           {"One\nstill one\n\n\nTwo", []council.Paragraph{{Words: "One still one"}, {Words: "Two"}}},
		"without them every line does": {"One\r\nTwo\r\n", []council.Paragraph{{Words: "One"}, {Words: "Two"}}},
		"a mark makes a heading":       {"# Part\nOne\n\nTwo", []council.Paragraph{{Heading: true, Words: "Part"}, {Words: "One"}, {Words: "Two"}}},
		"nothing":                      {" \n\n# \n", nil},
	} {
		if d := cmp.Diff(c.want, council.Paragraphs(c.text)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	long := council.Paragraphs(strings.Repeat("A sentence of some words. ", 4000))
	if len(long) < 4 || !strings.HasSuffix(long[0].Words, ".") {
		t.Errorf("a long text is %d passages", len(long))
	}
}

// What is shown in the form, saved as it is, is the same draft.
func TestADraftWrittenAndReadIsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := council.Paragraphs(rapid.StringOf(rapid.SampledFrom([]rune("ab #.\n\r\tж"))).Draw(t, "text"))
		if d := cmp.Diff(list, council.Paragraphs(council.Written(list))); d != "" {
			t.Fatal(d)
		}
	})
}

func FuzzParagraphs(f *testing.F) {
	f.Add("# One\n\ntwo\r\nthree")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range council.Paragraphs(text) {
			if p.Words == "" || strings.ContainsAny(p.Words, "\n\r\x00") {
				t.Fatalf("a passage is %q", p.Words)
			}
		}
		council.LookForHarm(text)
	})
}
