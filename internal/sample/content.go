package sample

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed review
var review embed.FS

// item is one recommendation of the invented review.
type item struct {
	paragraph, number int
	printed           string // the number as the report prints it; the other slip
	misprint          string // what the report misprints, as right=wrong; one of the two slips that show a question
	words             string
	delivered         string // as read in the room, where it differed
	final             string // "supported" or "noted", after all answers
	answer            int    // paragraph of the addendum that answers; 0 where the report itself does
	themes, persons   []string
	goals             []string
}

// address is the number by which other documents call the item.
func (it item) address() string { return strconv.Itoa(it.paragraph) + "." + strconv.Itoa(it.number) }

func items() ([]item, error) {
	lines, err := contentLines("items.tsv")
	if err != nil {
		return nil, err
	}
	var out []item
	for _, l := range lines[1:] {
		f := strings.Split(l, "\t")
		if len(f) != 11 {
			return nil, fmt.Errorf("sample items: %d fields in %q", len(f), l)
		}
		it := item{printed: f[2], misprint: f[3], words: f[4], delivered: f[5], final: f[6], themes: list(f[8]), persons: list(f[9]), goals: list(f[10])}
		if it.paragraph, err = strconv.Atoi(f[0]); err != nil {
			return nil, fmt.Errorf("sample items: paragraph of %q: %w", l, err)
		}
		if it.number, err = strconv.Atoi(f[1]); err != nil {
			return nil, fmt.Errorf("sample items: number of %q: %w", l, err)
		}
		if f[7] != "" {
			if it.answer, err = strconv.Atoi(f[7]); err != nil {
				return nil, fmt.Errorf("sample items: answer of %q: %w", l, err)
			}
		}
		if it.printed == "" {
			it.printed = it.address()
		}
		out = append(out, it)
	}
	return out, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, " | ")
}

// contentLines of a file, without its comments.
func contentLines(name string) ([]string, error) {
	b, err := review.ReadFile("review/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading the sample: %w", err)
	}
	var out []string
	for _, l := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out, nil
}
