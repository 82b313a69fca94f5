package i18n

import (
	"strings"

	"golang.org/x/text/language"
)

// Letters of English with an accent, so that a text that does not come from the catalogue stands out.
var accents = strings.NewReplacer(
	"a", "á", "b", "ƀ", "c", "ç", "d", "ð", "e", "é", "f", "ƒ", "g", "ĝ", "h", "ĥ", "i", "í", "j", "ĵ", "k", "ķ",
	"l", "ļ", "m", "ɱ", "n", "ñ", "o", "ó", "p", "þ", "q", "ǫ", "r", "ŕ", "s", "š", "t", "ţ", "u", "ú", "v", "ṽ",
	"w", "ŵ", "x", "ẋ", "y", "ý", "z", "ž",
	"A", "Á", "B", "Ɓ", "C", "Ç", "D", "Ð", "E", "É", "F", "Ƒ", "G", "Ĝ", "H", "Ĥ", "I", "Í", "J", "Ĵ", "K", "Ķ",
	"L", "Ļ", "M", "Ṁ", "N", "Ñ", "O", "Ó", "P", "Þ", "Q", "Ǫ", "R", "Ŕ", "S", "Š", "T", "Ţ", "U", "Ú", "V", "Ṽ",
	"W", "Ŵ", "X", "Ẋ", "Y", "Ý", "Z", "Ž")

// filler stands for the words that a translation needs more; its blanks let it break into lines.
const filler = "···· "

// mirror makes the pseudo-language from English: right to left, a third longer as real translations are, accented.
// Slots and their values stay.
func mirror(en *locale) (*locale, error) {
	messages := make(map[string]*message, len(en.messages))
	for code, m := range en.messages {
		forms := make(map[string]template, len(m.forms))
		for c, t := range m.forms {
			if strings.HasPrefix(code, "list.") || strings.HasPrefix(code, "date.") || strings.HasPrefix(code, "month.") {
				forms[c] = t
				continue
			}
			forms[c] = mirrorTemplate(t)
		}
		messages[code] = &message{forms: forms, reviewed: true}
	}
	return newLocale(Mirrored, "en-x-mirrored", "rtl", language.English, messages)
}

func mirrorTemplate(t template) template {
	out := make(template, 0, len(t)+1)
	length := 0
	for _, p := range t {
		length += len(p.text)
		if p.slot == "" {
			p.text = accents.Replace(p.text)
		}
		out = append(out, p)
	}
	if length == 0 {
		return out
	}
	more := []rune(strings.Repeat(filler, length/3+1))
	return append(out, part{text: strings.TrimRight(string(more[:length/3]), " ")})
}
