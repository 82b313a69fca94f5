package i18n

import (
	"fmt"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Printer writes messages in one language. It is immutable and safe for concurrent use.
type Printer struct{ loc *locale }

// Printer of a language; of English when the catalogue does not know the language.
func (c *Catalogue) Printer(l Lang) Printer {
	if loc := c.locales[l]; loc != nil {
		return Printer{loc}
	}
	return Printer{c.locales[English]}
}

// Lang is the printer's language.
func (p Printer) Lang() Lang { return p.loc.lang }

// Tag is the language for the lang attribute of a page (BCP 47).
func (p Printer) Tag() string { return p.loc.tag }

// Dir is the direction of the script: "ltr" or "rtl".
func (p Printer) Dir() string { return p.loc.dir }

// Reviewed says whether a speaker of the language has reviewed every message.
func (p Printer) Reviewed() bool { return p.loc.reviewed }

// Has says whether there is a message for a code.
func (p Printer) Has(code string) bool { return p.loc.messages[code] != nil }

// T writes the message with the code. args are pairs of a slot's name and its value: a text, a number (written in the
// language's form) or something with a String method. The value of the slot "count" decides the plural form.
//
//	p.T("count.item", "count", 194)
//
// A code without a message gives the code in ⟦ ⟧: the tests of the pages look for that sign, a reader sees at least
// what was meant.
func (p Printer) T(code string, args ...any) string {
	m := p.loc.messages[code]
	if m == nil {
		return "⟦" + code + "⟧"
	}
	t := m.forms["other"]
	if len(m.forms) > 1 {
		t = p.form(code, m, args)
	}
	if len(t) == 1 && t[0].slot == "" {
		return t[0].text
	}
	var b strings.Builder
	t.execute(&b, func(slot string) string { return p.value(slot, args) })
	return b.String()
}

func (p Printer) form(code string, m *message, args []any) template {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != "count" {
			continue
		}
		category, err := p.loc.plural.Localize(&goi18n.LocalizeConfig{MessageID: code, PluralCount: args[i+1]})
		if err != nil {
			break
		}
		return m.forms[category]
	}
	return m.forms["other"]
}

func (p Printer) value(slot string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != slot {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return v
		case int:
			return p.Number(v)
		case int64:
			return p.Number(int(v))
		default:
			return fmt.Sprint(v)
		}
	}
	return "⟦" + slot + "⟧"
}
