package classify

import (
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/words"
)

// text is a recommendation taken apart: folded words with their place. Han characters stand one by one.
type text struct {
	raw      string
	forms    []string
	from, to []int
}

// tokens takes a text apart. All forms lie in one string.
func tokens(s string) text {
	n := len(s)/5 + 4
	buffer := make([]byte, 0, len(s)+len(s)/8)
	ends := make([]int, 0, n)
	t := text{raw: s, from: make([]int, 0, n), to: make([]int, 0, n)}
	words.Each(s, "", func(form []byte, from, to int) {
		if form[0] >= 0xE3 && len(form) > 4 && utf8.RuneCount(form) == 2 && words.IsHan(string(form)) {
			return // a pair of Han characters, each of which comes by itself too
		}
		buffer = append(buffer, form...)
		ends, t.from, t.to = append(ends, len(buffer)), append(t.from, from), append(t.to, to)
	})
	all := string(buffer)
	t.forms = make([]string, len(ends))
	start := 0
	for i, end := range ends {
		f := all[start:end]
		if f[0] >= 0xD8 && f[0] <= 0xDB {
			f = bareArabic(f)
		}
		t.forms[i], start = f, end
	}
	return t
}

// words are those written from one word to another, for a reason; a long stretch is cut.
func (t text) words(from, to int) string {
	const most = 90
	s := t.raw[t.from[from]:t.to[to-1]]
	if len(s) <= most {
		return s
	}
	cut := strings.LastIndexByte(s[:most], ' ')
	if cut < 0 {
		cut = most
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
	}
	return s[:cut] + "…"
}

// bareArabic takes the article, and a conjunction or preposition before it, from a word that stays long enough.
func bareArabic(s string) string {
	for _, p := range []string{"وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(s, p); ok && len(rest) >= 6 {
			return rest
		}
	}
	return s
}
