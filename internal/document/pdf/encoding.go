package pdf

import "unicode/utf8"

// encoding says which letter a simple font's code stands for; 0 where it stands for none.
type encoding [256]rune

// The encodings of Annex D of ISO 32000-1. Each is written as the letters of a run of codes; a blank among the letters
// of the upper half means that the code is not used.
var (
	standardEncoding = encodingOf(
		run{0x20, " !\"#$%&’()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_‘abcdefghijklmnopqrstuvwxyz{|}~"},
		run{0xA1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—"},
		run{0xE1, "Æ ª    ŁØŒº     æ   ı  łøœß"},
	)
	winAnsiEncoding = encodingOf(
		run{0x20, ascii},
		run{0x7F, "•€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ"},
		run{0xA0, "\u00a0¡¢£¤¥¦§¨©ª«¬-®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"},
	)
	macRomanEncoding = encodingOf(
		run{0x20, ascii},
		run{0x80, "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"},
	)
	symbolEncoding = encodingOf(
		run{0x20, " !∀#∃%&∍()*+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"},
		run{0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"},
	)
)

const ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

// run is a row of letters from a code on.
type run struct {
	first   int
	letters string
}

func encodingOf(runs ...run) *encoding {
	var e encoding
	for _, r := range runs {
		code := r.first
		for _, c := range r.letters {
			if c != ' ' || code == 0x20 {
				e[code] = c
			}
			code++
		}
	}
	return &e
}

// namedEncoding is a predefined encoding by its PDF name; nil for another name.
func namedEncoding(n name) *encoding {
	switch n {
	case "WinAnsiEncoding":
		return winAnsiEncoding
	case "MacRomanEncoding":
		return macRomanEncoding
	case "StandardEncoding":
		return standardEncoding
	}
	return nil
}

// fold is how a letter of a font becomes text: ligatures in their letters, blanks of every width as a blank, hyphens as
// "-"; what has no width of its own (joiners, marks of direction, controls) goes. U+00AD stays: only the line knows
// whether it is a hyphen. The result is empty for what goes.
func fold(r rune) string {
	switch {
	case r == softHyphen:
		return string(softHyphen)
	case r == 0x2217:
		return "*" // how the font Symbol writes an asterisk
	case r == 0x02 || r == 0x2010 || r == 0x2011:
		return "-" // U+0002 is how some writers map the hyphen at a line's end
	case r < 0x20 || r >= 0x7F && r < 0xA0:
		if r == '\t' || r == '\n' || r == '\r' {
			return " "
		}
		return ""
	case r < 0x250:
		if r == 0xA0 {
			return " "
		}
	case r >= 0x2000 && r <= 0x200A || r == 0x202F || r == 0x205F || r == 0x3000:
		return " "
	case r >= 0x200B && r <= 0x200F || r >= 0x202A && r <= 0x202E || r >= 0x2060 && r <= 0x2069 || r == 0xFEFF:
		return ""
	case r >= 0xFB00 && r <= 0xFB06:
		return [...]string{"ff", "fi", "fl", "ffi", "ffl", "st", "st"}[r-0xFB00]
	case r >= 0xF020 && r <= 0xF0FF:
		// Symbol fonts keep their codes in the private area; those of the font Symbol are the ones seen in reports.
		if s := symbolEncoding[r-0xF000]; s != 0 {
			return string(s)
		}
	case r >= 0xD800 && r <= 0xDFFF || r == 0xFFFD || r == 0xFFFF || r > utf8.MaxRune:
		return ""
	}
	return string(r)
}

const softHyphen = '\u00AD'
