package sample

import (
	"fmt"
	"strconv"
	"strings"
)

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
	note   string // footnote behind the text
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
			out = append(out, part{kind: title, text: l[2:]})
		case strings.HasPrefix(l, "= "):
			out = append(out, part{kind: heading, text: l[2:]})
		case strings.HasPrefix(l, "{items "):
			n, err := strconv.Atoi(strings.TrimSuffix(l[len("{items "):], "}"))
			if err != nil {
				return nil, fmt.Errorf("sample %s: %q: %w", name, l, err)
			}
			for _, it := range all {
				if it.paragraph == n {
					out = append(out, part{entry, it.printed, it.asReported(), it.note()})
				}
			}
		default:
			number, text, ok := strings.Cut(l, "\t")
			if !ok {
				out = append(out, part{kind: plain, text: l})
				continue
			}
			out = append(out, part{kind: numbered, number: number, text: text})
		}
	}
	return out, nil
}

// note is the footnote in which a report gives the words as they were read in the room.
func (it item) note() string {
	if it.delivered == "" {
		return ""
	}
	return "The recommendation as read during the interactive dialogue: “" + it.delivered + "”."
}

// asReported are the words as the report prints them.
func (it item) asReported() string {
	right, wrong, _ := strings.Cut(it.misprint, "=")
	if right == "" {
		return it.words
	}
	return strings.Replace(it.words, right, wrong, 1)
}
