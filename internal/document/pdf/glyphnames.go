package pdf

import (
	"strconv"
	"strings"
	"sync"
)

// The names that fonts give to letters other than a–z and A–Z, as far as texts in Latin, Greek and Cyrillic script use
// them; accented letters are put together from accentNames. Names and letters: Adobe Glyph List, annex D of ISO 32000-1.
const glyphNameList = `space   exclam ! quotedbl " numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright )
asterisk * plus + comma , hyphen - period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9
colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \ bracketright ] asciicircum ^
underscore _ grave ` + "`" + ` braceleft { bar | braceright } asciitilde ~ quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ”
quotesinglbase ‚ quotedblbase „ exclamdown ¡ questiondown ¿ cent ¢ sterling £ currency ¤ yen ¥ Euro € brokenbar ¦ section §
dieresis ¨ copyright © ordfeminine ª ordmasculine º guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright ›
logicalnot ¬ registered ® trademark ™ macron ¯ degree ° plusminus ± acute ´ mu µ paragraph ¶ periodcentered · middot ·
cedilla ¸ onesuperior ¹ twosuperior ² threesuperior ³ onequarter ¼ onehalf ½ threequarters ¾ multiply × divide ÷
AE Æ ae æ OE Œ oe œ Oslash Ø oslash ø Lslash Ł lslash ł Eth Ð eth ð Thorn Þ thorn þ germandbls ß dotlessi ı Dcroat Đ dcroat đ
Hbar Ħ hbar ħ Tbar Ŧ tbar ŧ Eng Ŋ eng ŋ kgreenlandic ĸ longs ſ florin ƒ schwa ə Schwa Ə
ff ﬀ fi ﬁ fl ﬂ ffi ﬃ ffl ﬄ endash – emdash — bullet • ellipsis … dagger † daggerdbl ‡ perthousand ‰ fraction ⁄ minus −
circumflex ˆ tilde ˜ breve ˘ dotaccent ˙ ring ˚ hungarumlaut ˝ ogonek ˛ caron ˇ nbspace   nonbreakingspace   sfthyphen - softhyphen -
figuredash ‒ horizontalbar ― underscoredbl ‗ minute ′ second ″ primemod ′ arrowleft ← arrowup ↑ arrowright → arrowdown ↓
lozenge ◊ notequal ≠ lessequal ≤ greaterequal ≥ infinity ∞ approxequal ≈ summation ∑ product ∏ radical √ integral ∫ partialdiff ∂
Delta ∆ Omega Ω pi π checkmark ✓ filledbox ■ square □ H22073 □ H18543 ▪ H18551 ▫ circle ○ afii61352 № numero № estimated ℮
Alpha Α Beta Β Gamma Γ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ
Upsilon Υ Phi Φ Chi Χ Psi Ψ alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ nu ν xi ξ
omicron ο rho ρ sigma σ sigma1 ς tau τ upsilon υ phi φ chi χ psi ψ omega ω commaaccent ,`

// accentNames are the endings of accented letters' names, with the letters they go with.
var accentNames = []struct{ ending, plain, accented string }{
	{"acute", "AEIOUYCLNRSZaeiouyclnrsz", "ÁÉÍÓÚÝĆĹŃŔŚŹáéíóúýćĺńŕśź"},
	{"grave", "AEIOUaeiou", "ÀÈÌÒÙàèìòù"},
	{"circumflex", "AEIOUCGHJSWYaeioucghjswy", "ÂÊÎÔÛĈĜĤĴŜŴŶâêîôûĉĝĥĵŝŵŷ"},
	{"dieresis", "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"},
	{"tilde", "ANOIUanoiu", "ÃÑÕĨŨãñõĩũ"},
	{"ring", "AUau", "ÅŮåů"},
	{"cedilla", "CSTcst", "ÇŞŢçşţ"},
	{"caron", "CDELNRSTZGcdelnrstzg", "ČĎĚĽŇŘŠŤŽǦčďěľňřšťžǧ"},
	{"macron", "AEIOUaeiou", "ĀĒĪŌŪāēīōū"},
	{"breve", "AEGIOUaegiou", "ĂĔĞĬŎŬăĕğĭŏŭ"},
	{"ogonek", "AEIUaeiu", "ĄĘĮŲąęįų"},
	{"dotaccent", "CEGIZcegz", "ĊĖĠİŻċėġż"},
	{"hungarumlaut", "OUou", "ŐŰőű"},
	{"commaaccent", "GKLNRSTgklnrst", "ĢĶĻŅŖȘȚģķļņŗșț"},
}

var glyphNames = sync.OnceValue(func() map[string]rune {
	m := make(map[string]rune, 700)
	fields := strings.FieldsFunc(glyphNameList, func(r rune) bool { return r == ' ' || r == '\n' })
	for i := 0; i+1 < len(fields); {
		// A blank is the value of the three names of blanks; fields cannot hold it.
		if n := fields[i]; n == "space" || n == "nbspace" || n == "nonbreakingspace" {
			m[n] = ' '
			i++
			continue
		}
		for _, r := range fields[i+1] {
			m[fields[i]] = r
		}
		i += 2
	}
	for _, a := range accentNames {
		accented := []rune(a.accented)
		for i, p := range a.plain {
			m[string(p)+a.ending] = accented[i]
		}
	}
	for c := 'A'; c <= 'Z'; c++ {
		m[string(c)], m[string(c+32)] = c, c+32
	}
	cyrillic(m)
	return m
})

// cyrillic adds the names afii10017 to afii10097, which follow the Russian alphabet, and its neighbours.
func cyrillic(m map[string]rune) {
	add := func(first int, letters string) {
		for _, r := range letters {
			m["afii"+strconv.Itoa(first)] = r
			first++
		}
	}
	add(10017, "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ")
	add(10050, "ҐЂЃЄЅІЇЈЉЊЋЌЎ")
	add(10065, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
	add(10098, "ґђѓєѕіїјљњћќў")
	m["afii10145"], m["afii10193"] = 'Џ', 'џ'
}

// letters is the text that a glyph's name stands for, empty where the name says nothing (Adobe Glyph List
// Specification, section 2).
func letters(n string) string {
	if i := strings.IndexByte(n, '.'); i > 0 {
		n = n[:i]
	}
	var out strings.Builder
	for part := range strings.SplitSeq(n, "_") {
		if r, ok := glyphNames()[part]; ok {
			out.WriteRune(r)
			continue
		}
		out.WriteString(uniName(part))
	}
	return out.String()
}

// uniName reads "uni20AC", "uni00660069" and "u1F600".
func uniName(n string) string {
	if h, ok := strings.CutPrefix(n, "uni"); ok && len(h) >= 4 && len(h)%4 == 0 && len(h) <= 32 {
		var out []rune
		for ; h != ""; h = h[4:] {
			v, err := strconv.ParseUint(h[:4], 16, 16)
			if err != nil {
				return ""
			}
			out = append(out, rune(v))
		}
		return string(out)
	}
	if h, ok := strings.CutPrefix(n, "u"); ok && len(h) >= 4 && len(h) <= 6 {
		if v, err := strconv.ParseUint(h, 16, 21); err == nil {
			return string(rune(v))
		}
	}
	return ""
}
