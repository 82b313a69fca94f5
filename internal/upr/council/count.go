package council

import (
	"regexp"
	"strings"
	"unicode"
)

// noteMark is the mark of a footnote inside a text, and the beginning of the paragraph that is the footnote: "[^3]".
var noteMark = regexp.MustCompile(`\[\^[^\]\s]{1,20}\]`)

// Count is how long a submission is by the rule for its words: stretches between white space that hold a letter or a digit,
// as a word processor counts them. Footnotes do not count.
type Count struct {
	Words      int // that count towards the limit
	Notes      int // words of footnotes
	Paragraphs int
}

// CountWords counts a submission. Paragraphs are divided by blank lines; one that begins with a footnote's mark ("[^1]: …") is
// that footnote.
func CountWords(text string) Count {
	var c Count
	for p := range paragraphs(text) {
		at := noteMark.FindStringIndex(p)
		n := countIn(noteMark.ReplaceAllString(p, " "))
		if at != nil && at[0] == 0 {
			c.Notes += n
			continue
		}
		c.Words += n
		c.Paragraphs++
	}
	return c
}

// Paragraphs of a submission, each without space around; a footnote is one.
func Paragraphs(text string) []string {
	var out []string
	for p := range paragraphs(text) {
		out = append(out, p)
	}
	return out
}

func paragraphs(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		var lines []string
		end := func() bool {
			p := strings.TrimSpace(strings.Join(lines, "\n"))
			lines = lines[:0]
			return p == "" || yield(p)
		}
		for line := range strings.SplitSeq(text, "\n") {
			if strings.TrimSpace(line) == "" {
				if !end() {
					return
				}
				continue
			}
			if noteMark.MatchString(line) && strings.HasPrefix(strings.TrimSpace(line), "[^") && !end() { // each footnote on a line of its own
				return
			}
			lines = append(lines, line)
		}
		end()
	}
}

func countIn(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}
