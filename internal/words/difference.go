package words

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Change says what became of a stretch of words between two versions of a text.
type Change string

// Changes. A changed stretch is one that is gone followed by one that came.
const (
	Kept Change = "kept"
	Gone Change = "gone"
	Came Change = "came"
)

// Stretch is words of one or both versions, with the blanks behind them.
type Stretch struct {
	Change Change
	Text   string
}

// differenceCells bounds what is compared word by word: two texts of two thousand words each, beyond what begins and ends
// the same. Of longer ones the whole middle is gone and came.
const differenceCells = 4_000_000

// Difference tells two versions of a text apart word by word. The stretches that are kept or gone make up before, those that
// are kept or came make up after; neighbours are never of the same kind.
func Difference(before, after string) []Stretch {
	a, b := wordsOf(before), wordsOf(after)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d difference
	d.add(Kept, a[:head]...)
	d.middle(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(Kept, a[len(a)-tail:]...)
	d.end()
	return d.out
}

// difference gathers stretches; what is gone and came between two that are kept stands together.
type difference struct {
	out        []Stretch
	gone, came strings.Builder
}

func (d *difference) add(c Change, list ...string) {
	if len(list) == 0 {
		return
	}
	text := strings.Join(list, "")
	switch c {
	case Gone:
		d.gone.WriteString(text)
	case Came:
		d.came.WriteString(text)
	default:
		d.end()
		if n := len(d.out); n > 0 && d.out[n-1].Change == Kept {
			d.out[n-1].Text += text
		} else {
			d.out = append(d.out, Stretch{Kept, text})
		}
	}
}

// end closes what is gone and came.
func (d *difference) end() {
	if d.gone.Len() > 0 {
		d.out = append(d.out, Stretch{Gone, d.gone.String()})
	}
	if d.came.Len() > 0 {
		d.out = append(d.out, Stretch{Came, d.came.String()})
	}
	d.gone.Reset()
	d.came.Reset()
}

// middle compares what neither begins nor ends the same, by the longest words in common in the same order.
func (d *difference) middle(a, b []string) {
	if len(a) == 0 || len(b) == 0 || len(a) > differenceCells/len(b) {
		d.add(Gone, a...)
		d.add(Came, b...)
		return
	}
	wide := len(b) + 1
	most := make([]uint16, (len(a)+1)*wide) // of the rests from i and j: at most 4 million cells, so no rest in common is longer than 2,000
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				most[i*wide+j] = most[(i+1)*wide+j+1] + 1
			} else {
				most[i*wide+j] = max(most[(i+1)*wide+j], most[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			d.add(Kept, a[i])
			i, j = i+1, j+1
		case most[(i+1)*wide+j] >= most[i*wide+j+1]:
			d.add(Gone, a[i])
			i++
		default:
			d.add(Came, b[j])
			j++
		}
	}
	d.add(Gone, a[i:]...)
	d.add(Came, b[j:]...)
}

// wordsOf cuts a text before each word; signs and blanks belong to the word before them. In writing without blanks each letter
// is a word. Together they are the text.
func wordsOf(text string) []string {
	var out []string
	from, blank := 0, true
	for at, r := range text {
		single := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
		if at > from && (single || blank && !unicode.IsSpace(r)) {
			out = append(out, text[from:at])
			from = at
		}
		blank = unicode.IsSpace(r) || single
		if r == utf8.RuneError {
			blank = false
		}
	}
	if from < len(text) {
		out = append(out, text[from:])
	}
	return out
}
