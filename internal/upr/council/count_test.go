package council_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/upr/council"
)

func TestWordsOfASubmissionAreCountedByItsRule(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want council.Count
	}{
		"nothing":                                 {" \n\n ", council.Count{}},
		"words between white space":               {"Ratify the treaty – now.", council.Count{Words: 4, Paragraphs: 1}},
		"a hyphen does not part a word":           {"follow-up of 2027", council.Count{Words: 3, Paragraphs: 1}},
		"paragraphs are divided by blank lines":   {"One two\nthree.\n\nFour.", council.Count{Words: 4, Paragraphs: 2}},
		"a mark of a footnote is no word":         {"Ratify[^1] it.", council.Count{Words: 2, Paragraphs: 1}},
		"a footnote does not count":               {"Ratify it.[^1]\n\n[^1]: Law of 2027, article 3.", council.Count{Words: 2, Notes: 5, Paragraphs: 1}},
		"footnotes on lines one after another":    {"Do it.\n[^1]: One.\n[^2]: Two three.", council.Count{Words: 2, Notes: 3, Paragraphs: 1}},
		"a line after a footnote belongs to it":   {"[^1]: One\ntwo.\n\nThree.", council.Count{Words: 1, Notes: 2, Paragraphs: 1}},
		"letters of any alphabet":                 {"Ратифицировать бұл құжатты", council.Count{Words: 3, Paragraphs: 1}},
		"a square bracket that is no footnote":    {"[sic] here", council.Count{Words: 2, Paragraphs: 1}},
		"a paragraph that begins with a bracket^": {"[^ open", council.Count{Words: 1, Paragraphs: 1}},
	} {
		if d := cmp.Diff(c.want, council.CountWords(c.text)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// Whatever stands in a text, no word is counted twice and no paragraph is empty.
func FuzzCountWords(f *testing.F) {
	f.Add("One[^1].\n\n[^1]: Two.")
	f.Add("[^a]\r\n\r\n \t x")
	f.Fuzz(func(t *testing.T, text string) {
		c := council.CountWords(text)
		marks := strings.Count(text, "[^")
		if most := len(strings.Fields(text)) + marks; c.Words+c.Notes > most {
			t.Errorf("%d and %d words of at most %d", c.Words, c.Notes, most)
		}
		for _, p := range council.Paragraphs(text) {
			if strings.TrimSpace(p) == "" {
				t.Error("an empty paragraph")
			}
		}
	})
}
