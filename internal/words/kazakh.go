package words

import (
	"strings"
	"unicode/utf8"
)

// Endings of Kazakh nouns from the last to the first: case, person, number. The list is ours and light: of an ending
// with several forms the one that fits the vowels and the last sound is written, so any of them may be cut.
var (
	kazakhCase = strings.Fields("ының інің ның нің дың дің тың тің ында інде ынан інен ына іне ымен імен " +
		"нда нде нан нен дан ден тан тен ға ге қа ке на не ды ді ты ті ны ні да де та те мен бен пен ын ін")
	kazakhPerson = strings.Fields("ымыз іміз мыз міз ыңыз іңіз сы сі ым ім ың ің ы і")
	kazakhNumber = strings.Fields("лар лер дар дер тар тер")
)

// stemKazakh cuts at most one ending of each kind and leaves at least three letters. A last consonant that became
// voiced before a vowel is written voiceless again: "құқығы" and "құқық" have one stem.
func stemKazakh(form string) string {
	if !kazakhLetters(form) {
		return form
	}
	s := form
	if cut := cutEnding(s, kazakhCase); cut != s {
		s = cut
	}
	s = cutEnding(s, kazakhPerson)
	s = cutEnding(s, kazakhNumber)
	for _, v := range [...][2]string{{"ғ", "қ"}, {"г", "к"}, {"б", "п"}} {
		if cut, ok := strings.CutSuffix(s, v[0]); ok && s != form {
			return cut + v[1]
		}
	}
	return s
}

func kazakhLetters(s string) bool {
	for _, r := range s {
		if r < 0x430 || r > 0x52F {
			return false
		}
	}
	return true
}

func cutEnding(s string, endings []string) string {
	for _, e := range endings {
		if cut, ok := strings.CutSuffix(s, e); ok && utf8.RuneCountInString(cut) >= 3 && strings.ContainsAny(cut, "аәеиоөуұүыіэяюё") {
			return cut
		}
	}
	return s
}
