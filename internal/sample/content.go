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
	printed           string // the number as the report prints it
	words             string
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
		if len(f) != 9 {
			return nil, fmt.Errorf("sample items: %d fields in %q", len(f), l)
		}
		it := item{printed: f[2], words: f[3], final: f[4], themes: list(f[6]), persons: list(f[7]), goals: list(f[8])}
		if it.paragraph, err = strconv.Atoi(f[0]); err != nil {
			return nil, fmt.Errorf("sample items: paragraph of %q: %w", l, err)
		}
		if it.number, err = strconv.Atoi(f[1]); err != nil {
			return nil, fmt.Errorf("sample items: number of %q: %w", l, err)
		}
		if f[5] != "" {
			if it.answer, err = strconv.Atoi(f[5]); err != nil {
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

// kind of a part of a document.
type kind uint8

const (
	plain kind = iota
	title
	heading
	numbered // a paragraph with its number
	entry    // a recommendation with its number
)

// part of a document: one paragraph.
type part struct {
	kind   kind
	number string
	text   string
}

// parts of the report or of the addendum.
func parts(name string) ([]part, error) {
	lines, err := contentLines(name)
	if err != nil {
		return nil, err
	}
	all, err := items()
	if err != nil {
		return nil, err
	}
	var out []part
	for _, l := range lines {
		switch {
		case strings.HasPrefix(l, "! "):
			out = append(out, part{title, "", l[2:]})
		case strings.HasPrefix(l, "= "):
			out = append(out, part{heading, "", l[2:]})
		case strings.HasPrefix(l, "{items "):
			n, err := strconv.Atoi(strings.TrimSuffix(l[len("{items "):], "}"))
			if err != nil {
				return nil, fmt.Errorf("sample %s: %q: %w", name, l, err)
			}
			for _, it := range all {
				if it.paragraph == n {
					out = append(out, part{entry, it.printed, it.words})
				}
			}
		default:
			number, text, ok := strings.Cut(l, "\t")
			if !ok {
				out = append(out, part{plain, "", l})
				continue
			}
			out = append(out, part{numbered, number, text})
		}
	}
	return out, nil
}
