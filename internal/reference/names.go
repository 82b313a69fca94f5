package reference

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/openupr/openupr/internal/upr"
)

// Name is the short name of a State in a language on a day; the unknown day means today's name. Where the language has
// none it is the English name, and for a code that is no State the code itself. It also names the sample's invented
// States. Names in a document are shown as printed there, not with this function (handbook, I9).
func Name(code upr.State, lang string, when upr.Date) string {
	t := states()
	if i, ok := t.at[code]; ok {
		return nameOf(t.list[i], lang, when)
	}
	for _, s := range invented() {
		if s.Code == code {
			return nameOf(s, lang, when)
		}
	}
	return string(code)
}

// NameIn gives the function that names States in a language today.
func NameIn(lang string) func(upr.State) string {
	return func(code upr.State) string { return Name(code, lang, upr.Date{}) }
}

// nameOf prefers the short name valid on the day, then the latest one, then English, then the code.
func nameOf(s StateInfo, lang string, when upr.Date) string {
	var best *StateName
	for i, n := range s.Names {
		if n.Lang != lang || n.Kind != ShortName {
			continue
		}
		switch {
		case !when.IsZero() && n.Valid(when):
			return n.Text
		case best == nil, best.From.Compare(n.From) < 0 && n.To.IsZero():
			best = &s.Names[i]
		}
	}
	switch {
	case best != nil:
		return best.Text
	case lang != "en":
		return nameOf(s, "en", when)
	default:
		return string(s.Code)
	}
}

func collator(lang string) *collate.Collator {
	tag, err := language.Parse(lang)
	if err != nil {
		tag = language.English
	}
	return collate.New(tag, collate.IgnoreCase)
}

// SortByName sorts codes by their names in a language, in that language's order. Official lists of speakers and of
// States go by English names.
func SortByName(codes []upr.State, lang string) {
	c, name := collator(lang), NameIn(lang)
	slices.SortStableFunc(codes, func(a, b upr.State) int { return c.CompareString(name(a), name(b)) })
}
