package evidence

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is the length of a kept name, in letters and in bytes.
const (
	maxName      = 120
	maxNameBytes = 200
)

// devices are names that some systems take for devices whatever their ending.
var devices = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "com1": true, "com2": true, "com3": true, "com4": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "clock$": true}

// Name is a harmless name for a file of a kind, and whether it differs from the one that was handed in: no folders, no
// control characters or marks of direction, nothing hidden or reserved, of bounded length, and with an ending that says
// what the file is.
func Name(given string, k Kind) (name string, changed bool) {
	s := strings.ToValidUTF8(given, "")
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r), r == '\u2028', r == '\u2029':
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r), r == utf8.RuneError:
			return '_'
		}
		return r
	}, s)
	s = strings.TrimLeft(strings.TrimRight(strings.Join(strings.Fields(s), " "), ". "), ".-~ ")
	ext := path.Ext(s)
	stem := strings.TrimRight(strings.TrimSuffix(s, ext), ". ")
	if !k.has(ext) {
		stem, ext = strings.TrimRight(s, ". "), first(k.Exts)
	}
	if devices[strings.ToLower(strings.SplitN(stem, ".", 2)[0])] {
		stem = "_" + stem
	}
	if stem == "" {
		stem = "file"
	}
	if r := []rune(stem); len(r) > maxName-len(ext) {
		stem = string(r[:maxName-len(ext)])
	}
	for len(stem) > maxNameBytes-len(ext) {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	s = strings.TrimRight(stem, ". ") + ext
	return s, s != given
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
