package words

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
)

// Stem is what the forms of a word have in common: "rights" and "right" give "right". form is folded. English, French,
// Spanish, Russian and Arabic are stemmed by Snowball, Kazakh by its commonest endings; in other languages, and for
// words in letters that are not the language's, the stem is the form. It allocates; keep the stems of forms seen.
func Stem(form, lang string) string {
	if len(form) < 3 || len(form) > maxForm {
		return form
	}
	switch lang {
	case "en":
		if s, ok := irregular[form]; ok {
			return s
		}
		return snowball(form, latinLetters, english.Stem)
	case "fr":
		return snowball(form, latinLetters, stemFrench)
	case "es":
		return snowball(accentSpanish(form), nil, stemSpanish)
	case "ru":
		return snowball(form, cyrillicLetters, russian.Stem)
	case "ar":
		return snowball(bareArabic(form), arabicLetters, stemArabic)
	case "kk":
		return stemKazakh(form)
	}
	return form
}

// irregular plurals of English that the record is full of and Snowball leaves apart.
var irregular = map[string]string{"women": "woman", "men": "man", "children": "child"}

func latinLetters(r rune) bool    { return r >= 'a' && r <= 'z' }
func cyrillicLetters(r rune) bool { return r >= 0x430 && r <= 0x44F }
func arabicLetters(r rune) bool   { return r >= 0x621 && r <= 0x64A }

func snowball(form string, letters func(rune) bool, stem func(*snowballstem.Env) bool) string {
	if letters != nil {
		for _, r := range form {
			if !letters(r) {
				return form
			}
		}
	}
	env := snowballstem.NewEnv(form)
	stem(env)
	if s := env.Current(); s != "" {
		return s
	}
	return form
}

// stemFrench drops what Snowball leaves of a participle when its accent is folded: "protegee" beside "proteger".
func stemFrench(env *snowballstem.Env) bool {
	ok := french.Stem(env)
	s := env.Current()
	for len(s) > 4 && s[len(s)-1] == 'e' {
		s = s[:len(s)-1]
	}
	env.SetCurrent(s)
	return ok
}

// accentSpanish puts back the accents that Snowball needs to know an ending, where the folded ending can be no other.
func accentSpanish(form string) string {
	for _, r := range form {
		if !latinLetters(r) {
			return form
		}
	}
	for _, e := range [...][2]string{{"cion", "ción"}, {"logia", "logía"}, {"logias", "logías"}, {"iendose", "iéndose"}, {"andose", "ándose"}, {"arian", "arían"}, {"erian", "erían"}, {"irian", "irían"}, {"aran", "arán"}, {"eran", "erán"}} {
		if cut, ok := strings.CutSuffix(form, e[0]); ok && len(cut) >= 2 {
			return cut + e[1]
		}
	}
	return form
}

func stemSpanish(env *snowballstem.Env) bool {
	ok := spanish.Stem(env)
	var form []byte
	for _, r := range env.Current() {
		form, _ = foldRune(form, r)
	}
	env.SetCurrent(string(form))
	return ok
}

// particles that Arabic writes together with the word behind them.
var particles = [...]string{"وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و"}

// bareArabic cuts a particle, "and" alone only before four letters or more, and the ending of the feminine plural.
func bareArabic(form string) string {
	if cut, ok := strings.CutSuffix(form, "ات"); ok && len(cut) >= 6 {
		form = cut
	}
	for _, p := range particles {
		if cut, ok := strings.CutPrefix(form, p); ok && len(cut) >= 6 && (p != "و" || len(cut) >= 8) {
			return cut
		}
	}
	return form
}

// stemArabic drops the feminine ending that Snowball leaves once it is folded.
func stemArabic(env *snowballstem.Env) bool {
	ok := arabic.Stem(env)
	s := env.Current()
	if cut, found := strings.CutSuffix(s, "ه"); found && len(cut) >= 6 {
		env.SetCurrent(cut)
	}
	return ok
}
