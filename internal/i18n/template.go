package i18n

import (
	"fmt"
	"strings"
)

// template is a message cut at its slots: text, slot, text, slot, text.
type template []part

type part struct {
	text string
	slot string // empty for text
}

func compile(s string) (template, error) {
	var t template
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			if s != "" || t == nil {
				t = append(t, part{text: s})
			}
			return t, nil
		}
		length := strings.IndexByte(s[open:], '}')
		if length < 2 {
			return nil, fmt.Errorf("a slot is not closed or has no name in %q", s)
		}
		if open > 0 {
			t = append(t, part{text: s[:open]})
		}
		t = append(t, part{slot: s[open+1 : open+length]})
		s = s[open+length+1:]
	}
}

func (t template) slots() []string {
	var out []string
	for _, p := range t {
		if p.slot != "" {
			out = append(out, p.slot)
		}
	}
	return out
}

func (t template) execute(b *strings.Builder, value func(slot string) string) {
	for _, p := range t {
		if p.slot == "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(value(p.slot))
		}
	}
}
