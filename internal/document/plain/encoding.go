package plain

import (
	"bytes"
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode/utf32"

	xunicode "golang.org/x/text/encoding/unicode"

	"github.com/openupr/openupr/internal/document"
)

var (
	bomUTF8    = []byte{0xEF, 0xBB, 0xBF}
	bomUTF16LE = []byte{0xFF, 0xFE}
	bomUTF16BE = []byte{0xFE, 0xFF}
	bomUTF32LE = []byte{0xFF, 0xFE, 0, 0}
)

// decode finds a file's encoding: a byte order mark says it, bytes that form UTF-8 are UTF-8, and of what remains the
// two encodings of English files of the 2000s, Mac Roman and CP1252, the one whose letters stand where letters may.
func decode(b []byte) (string, []document.Warning, error) {
	switch {
	case bytes.HasPrefix(b, bomUTF8):
		return repaired(b[len(bomUTF8):])
	case bytes.HasPrefix(b, bomUTF32LE):
		return with(utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), b)
	case bytes.HasPrefix(b, bomUTF16LE), bytes.HasPrefix(b, bomUTF16BE):
		return with(xunicode.UTF16(xunicode.LittleEndian, xunicode.UseBOM), b)
	case binary(b):
		return "", nil, document.Refuse(document.Unknown, "not a text file")
	case utf8.Valid(b):
		return string(b), nil, nil
	case mostlyUTF8(b):
		return repaired(b)
	}
	enc, name := charmap.Windows1252, "CP1252"
	mac, win := plausible(b, charmap.Macintosh), plausible(b, charmap.Windows1252)
	bareCR := bytes.IndexByte(b, '\r') >= 0 && bytes.IndexByte(b, '\n') < 0
	if mac > win || (mac == win && bareCR) {
		enc, name = charmap.Macintosh, "Mac Roman"
	}
	text, warnings, err := with(enc, b)
	return text, append(warnings, document.Warning{Code: warnEncoding, Detail: name}), err
}

func with(enc encoding.Encoding, b []byte) (string, []document.Warning, error) {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return "", nil, &document.Refused{Code: document.Corrupt, Detail: "the letters of the file cannot be read", Err: err}
	}
	if binary(out) {
		return "", nil, document.Refuse(document.Unknown, "not a text file")
	}
	return string(out), nil, nil
}

// repaired reads UTF-8 in which some bytes are damaged.
func repaired(b []byte) (string, []document.Warning, error) {
	if binary(b) {
		return "", nil, document.Refuse(document.Unknown, "not a text file")
	}
	if utf8.Valid(b) {
		return string(b), nil, nil
	}
	_, bad := sequences(b)
	return string(bytes.ToValidUTF8(b, []byte("\uFFFD"))), []document.Warning{{Code: warnRepaired, Detail: strconv.Itoa(bad)}}, nil
}

// sequences counts letters of more than one byte, and bytes that belong to no letter.
func sequences(b []byte) (good, bad int) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good, bad
}

func mostlyUTF8(b []byte) bool {
	good, bad := sequences(b)
	return good > 20*bad
}

// plausible scores a reading of the bytes above ASCII by what stands around each letter: an accent in the middle of a
// word is likely, a capital after a small letter or a lonely ñ between blanks is not.
func plausible(b []byte, enc *charmap.Charmap) int {
	score := 0
	at := func(i int) rune {
		if i < 0 || i >= len(b) {
			return ' '
		}
		return enc.DecodeByte(b[i])
	}
	for i, c := range b {
		if c < utf8.RuneSelf {
			continue
		}
		before, r, after := at(i-1), at(i), at(i+1)
		score += likely(before, r, after)
	}
	return score
}

func likely(before, r, after rune) int {
	inWord := unicode.IsLetter(before) && unicode.IsLetter(after)
	beside := unicode.IsLetter(before) || unicode.IsLetter(after)
	switch {
	case r == utf8.RuneError || unicode.IsControl(r):
		return -5
	case r == '\u00A0':
		return 0
	case r == '’':
		if unicode.IsLetter(before) || unicode.IsPunct(before) {
			return 2
		}
		return -1
	case r == '“' || r == '‘':
		if !unicode.IsLetter(before) && !unicode.IsSpace(after) {
			return 2
		}
		return -2
	case r == '”':
		if !unicode.IsSpace(before) && !unicode.IsLetter(after) {
			return 2
		}
		return -2
	case r == '–' || r == '—' || r == '•' || r == '…':
		return 2
	case unicode.IsUpper(r):
		if unicode.IsLower(before) {
			return -2
		}
		if unicode.IsLetter(after) {
			return 1
		}
		return -1
	case unicode.IsLetter(r):
		if beside {
			return 1
		}
		return -2
	case inWord: // a sign in the middle of a word
		return -2
	}
	return 0
}
