// Package i18n holds every text that a person sees, in English, Russian and Kazakh, and the forms of numbers and dates
// in each language.
//
// Codes stand in data and in code, messages stand in one file a language (catalogue/en.toml and so on). A message has
// slots in braces; where a number decides the form, the message has one text for each CLDR plural category of its
// language, and the slot that decides is always called count:
//
//	"count.item" = { one = "{count} item", other = "{count} items" }
//
// Each message says whether a speaker of the language has reviewed it: the file's own word "reviewed" is the default,
// a message may say otherwise. Pages in a language that is not reviewed say so.
//
// Catalogue.Load reads the files once; a Printer is then a look-up. Nothing here may fail while a page is written.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalogue/*.toml
var files embed.FS

// Lang is a language of the pages, as it stands in addresses and cookies.
type Lang string

const (
	English  Lang = "en"
	Russian  Lang = "ru"
	Kazakh   Lang = "kk"
	Mirrored Lang = "x-mirrored" // made from English at load, right to left, longer, accented; for tests of pages
)

// Languages that a reader may choose, in the order in which they are offered.
var languages = []Lang{English, Kazakh, Russian}

// Languages that a reader may choose, in the order in which they are offered. The pseudo-language is not among them.
func Languages() []Lang { return slices.Clone(languages) }

// Catalogue is all messages in all languages. It is immutable and safe for concurrent use.
type Catalogue struct {
	locales map[Lang]*locale
	matcher language.Matcher
}

type locale struct {
	lang     Lang
	tag      string // for the lang attribute of a page
	dir      string
	reviewed bool // every message
	messages map[string]*message
	plural   *goi18n.Localizer
	number   numberForm
}

type message struct {
	forms    map[string]template // by CLDR category; a message without plural has only "other"
	reviewed bool
}

type file struct {
	Reviewed bool                      `toml:"reviewed"`
	Messages map[string]toml.Primitive `toml:"messages"`
}

// Load reads the embedded files. An error means that a file is wrong, which the package's tests find.
func Load() (*Catalogue, error) {
	c := &Catalogue{locales: map[Lang]*locale{}}
	var tags []language.Tag
	for _, l := range languages {
		loc, err := loadLocale(l)
		if err != nil {
			return nil, fmt.Errorf("loading messages of %s: %w", l, err)
		}
		c.locales[l] = loc
		tags = append(tags, language.MustParse(string(l)))
	}
	c.matcher = language.NewMatcher(tags)
	mirrored, err := mirror(c.locales[English])
	if err != nil {
		return nil, fmt.Errorf("making the mirrored language: %w", err)
	}
	c.locales[Mirrored] = mirrored
	return c, nil
}

// loadLocale reads a language's files: en.toml holds the pages, cli.en.toml the command line. A code stands in one of them.
func loadLocale(l Lang) (*locale, error) {
	names, err := fs.Glob(files, "catalogue/*"+string(l)+".toml")
	if err != nil {
		return nil, err
	}
	messages := map[string]*message{}
	for _, name := range names {
		if err := loadFile(name, messages); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return newLocale(l, string(l), "ltr", language.MustParse(string(l)), messages)
}

func loadFile(name string, messages map[string]*message) error {
	raw, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	var f file
	meta, err := toml.Decode(string(raw), &f)
	if err != nil {
		return err
	}
	for code, p := range f.Messages {
		if messages[code] != nil {
			return fmt.Errorf("message %s stands in two files", code)
		}
		m, err := decodeMessage(meta, p, f.Reviewed)
		if err != nil {
			return fmt.Errorf("message %s: %w", code, err)
		}
		messages[code] = m
	}
	return nil
}

func decodeMessage(meta toml.MetaData, p toml.Primitive, reviewed bool) (*message, error) {
	m := &message{forms: map[string]template{}, reviewed: reviewed}
	var text string
	if err := meta.PrimitiveDecode(p, &text); err == nil {
		t, err := compile(text)
		m.forms["other"] = t
		return m, err
	}
	var parts map[string]any
	if err := meta.PrimitiveDecode(p, &parts); err != nil {
		return nil, err
	}
	for k, v := range parts {
		switch v := v.(type) {
		case bool:
			if k != "reviewed" {
				return nil, fmt.Errorf("%q is not known", k)
			}
			m.reviewed = v
		case string:
			t, err := compile(v)
			if err != nil {
				return nil, err
			}
			m.forms[k] = t
		default:
			return nil, fmt.Errorf("%q is neither text nor reviewed", k)
		}
	}
	if _, ok := m.forms["other"]; !ok {
		return nil, fmt.Errorf("has no form %q", "other")
	}
	return m, nil
}

// newLocale hands the plural messages to go-i18n with the CLDR category as their text: it chooses, we fill in.
func newLocale(l Lang, tag, dir string, rules language.Tag, messages map[string]*message) (*locale, error) {
	bundle := goi18n.NewBundle(rules)
	for _, code := range slices.Sorted(maps.Keys(messages)) {
		m := messages[code]
		if len(m.forms) == 1 {
			continue
		}
		category := func(c string) string {
			if _, ok := m.forms[c]; ok {
				return c
			}
			return ""
		}
		err := bundle.AddMessages(rules, &goi18n.Message{ID: code, Zero: category("zero"), One: category("one"),
			Two: category("two"), Few: category("few"), Many: category("many"), Other: "other"})
		if err != nil {
			return nil, fmt.Errorf("message %s: %w", code, err)
		}
	}
	reviewed := true
	for _, m := range messages {
		reviewed = reviewed && m.reviewed
	}
	number := newNumberForm(rules)
	return &locale{lang: l, tag: tag, dir: dir, reviewed: reviewed, messages: messages,
		plural: goi18n.NewLocalizer(bundle, rules.String()), number: number}, nil
}

// Codes of all messages of a language, sorted.
func (c *Catalogue) Codes(l Lang) []string {
	if loc := c.locales[l]; loc != nil {
		return slices.Sorted(maps.Keys(loc.messages))
	}
	return nil
}

// Slots of a message, sorted and each once; nil when the language has no such message.
func (c *Catalogue) Slots(l Lang, code string) []string {
	loc := c.locales[l]
	if loc == nil || loc.messages[code] == nil {
		return nil
	}
	names := map[string]bool{}
	for _, t := range loc.messages[code].forms {
		for _, s := range t.slots() {
			names[s] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// Forms are the CLDR plural categories for which a message has a text, sorted.
func (c *Catalogue) Forms(l Lang, code string) []string {
	loc := c.locales[l]
	if loc == nil || loc.messages[code] == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(loc.messages[code].forms))
}

// Reviewed says whether a speaker of the language has reviewed the message.
func (c *Catalogue) Reviewed(l Lang, code string) bool {
	loc := c.locales[l]
	return loc != nil && loc.messages[code] != nil && loc.messages[code].reviewed
}

// ReviewedCount says how many of a language's messages a speaker has reviewed.
func (c *Catalogue) ReviewedCount(l Lang) (reviewed, all int) {
	for _, code := range c.Codes(l) {
		if c.Reviewed(l, code) {
			reviewed++
		}
		all++
	}
	return reviewed, all
}
