package words

import "unicode"

// telling are small words that tell languages in Latin letters apart; a word of two languages stands in neither list.
var telling = func() map[string]string {
	t := map[string]string{}
	for lang, list := range map[string][]string{
		"en": {"the", "of", "and", "to", "in", "that", "for", "with", "its", "by", "on", "is", "are", "be", "as", "which", "this", "from", "all", "at", "or", "an", "has", "have", "was", "were", "their", "not", "should", "against", "into", "measures", "rights", "human", "continue", "ensure", "ratify"},
		"fr": {"le", "les", "des", "et", "du", "une", "dans", "pour", "par", "sur", "aux", "au", "qui", "est", "ces", "ses", "sont", "avec", "ainsi", "dont", "pas", "ne", "leur", "leurs", "cette", "ce", "ou", "afin", "droits", "mesures", "contre", "l", "d", "qu", "il", "elle", "nous", "ete", "etre", "plus", "deux", "ils", "elles", "tous", "toutes", "tout", "etats", "meme", "nations"},
		"es": {"el", "los", "las", "y", "del", "una", "por", "para", "con", "al", "su", "sus", "se", "como", "sobre", "esta", "este", "lo", "son", "ha", "no", "sin", "entre", "derechos", "medidas", "contra", "o", "ser", "mas", "tambien", "fue", "han", "unidas", "ano", "todos", "todas", "estados", "sesion", "informe"},
	} {
		for _, w := range list {
			t[w] = lang
		}
	}
	return t
}()

// Language says in which language a text is written, as far as letters and small words tell: "ar", "en", "es", "fr",
// "kk", "ru", "zh", or "" when it cannot tell. It looks at the first four thousand bytes.
func Language(text string) string {
	if len(text) > 4096 {
		text = text[:4096]
	}
	var han, arab, cyrillic, kazakh, roman, other int
	for _, r := range text {
		switch {
		case r < 0x41:
		case r < 0x250:
			if unicode.IsLetter(r) {
				roman++
			}
		case r >= 0x400 && r < 0x530:
			cyrillic++
			switch r {
			case 'ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'һ', 'і', 'Ә', 'Ғ', 'Қ', 'Ң', 'Ө', 'Ұ', 'Ү', 'Һ', 'І':
				kazakh++
			}
		case r >= 0x600 && r < 0x700:
			arab++
		case r >= 0x3400 && isHan(r):
			han += 3 // a character says as much as a short word
		case unicode.IsLetter(r):
			other++
		}
	}
	all := han + arab + cyrillic + roman + other
	switch {
	case all == 0:
		return ""
	case han*2 > all:
		return "zh"
	case arab*2 > all:
		return "ar"
	case cyrillic*2 > all && kazakh*25 >= cyrillic:
		return "kk"
	case cyrillic*2 > all:
		return "ru"
	case roman*2 > all:
		return latinLanguage(text)
	}
	return ""
}

// latinLanguage counts the telling words; one language must have at least two, and half as many again as any other.
func latinLanguage(text string) string {
	var en, fr, es int
	Each(text, "", func(form []byte, _, _ int) {
		switch telling[string(form)] {
		case "en":
			en++
		case "fr":
			fr++
		case "es":
			es++
		}
	})
	best, lang, next := en, "en", max(fr, es)
	if fr > best {
		best, lang, next = fr, "fr", max(en, es)
	}
	if es > best {
		best, lang, next = es, "es", max(en, fr)
	}
	if best < 2 || best*2 < next*3 {
		return ""
	}
	return lang
}
