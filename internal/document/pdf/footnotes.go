package pdf

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// Footnotes stand at the bottom of a page, in smaller letters, each beginning with its mark, mostly under a short drawn
// rule. A block at the bottom is taken for footnotes only if its first line has a mark that is also seen on the page, or
// a rule stands above it; what does not qualify stays among the lines.

const noteLines = 40 // at the bottom of a page that are looked at

// plainMark is a mark that is not raised at the beginning of a line: stars, also glued to the text, or a number.
var plainMark = regexp.MustCompile(`^(?:(\*{1,4}|†|‡)[^*]|(\d{1,3})(?:[ .)]|$))`)

// takeFootnotes moves footnotes from the lines of each page to its notes, and the endnotes of the document likewise.
func takeFootnotes(leaves []leaf) {
	body := bodySize(leaves)
	var last *document.Note // of the page before, which may go on here
	for i := range leaves {
		lf := &leaves[i]
		from, ok := noteStart(lf, body, last != nil)
		if !ok {
			last = nil
			continue
		}
		notes := notesOf(lf, lf.lines[from:])
		if notes[0].Mark == "" && last != nil {
			last.Text = joined(last.Text, notes[0].Text)
			notes = notes[1:]
		}
		lf.notes, lf.lines = notes, lf.lines[:from]
		if n := len(lf.lines); n > 0 && underscores(lf.lines[n-1].text) {
			lf.lines = lf.lines[:n-1] // a rule made of letters
		}
		if n := len(notes); n > 0 {
			last = &lf.notes[n-1]
		}
	}
	takeEndnotes(leaves)
}

func underscores(s string) bool { return len(s) >= 5 && strings.Trim(s, "_") == "" }

// bodySize is the size of most of the document's letters.
func bodySize(leaves []leaf) float64 {
	count := map[float64]int{}
	for i := range leaves {
		for _, l := range leaves[i].lines {
			count[math.Round(l.size*2)/2] += len(l.text)
		}
	}
	best, n := 0.0, 0
	for size, c := range count {
		if c > n || c == n && size > best {
			best, n = size, c
		}
	}
	return best
}

// noteStart is the index of the first line of the page's footnotes.
func noteStart(lf *leaf, body float64, carried bool) (int, bool) {
	n := len(lf.lines)
	first := n
	for first > 0 && n-first < noteLines && lf.lines[first-1].size < 0.95*body {
		first--
	}
	if at, ok := ruledStart(lf, first, body); ok {
		return at, at < n && (lf.lines[at].leadingMark() != "" || carried)
	}
	// Without a rule the block begins at the first mark that the text above has too.
	for i := first; i < n; i++ {
		l := &lf.lines[i]
		if m := l.leadingMark(); m != "" && l.y > 0.4*lf.h && lf.refers(i, m) {
			return i, true
		}
	}
	if at, ok := lf.starredStart(); ok {
		return at, true
	}
	// Where rules are not known (text of pdftotext) the end of a footnote begun on the page before is small and set off.
	if carried && len(lf.rules) == 0 && first > 0 && first < n && lf.lines[first].y > 0.6*lf.h && lf.lines[first].y-lf.lines[first-1].y > 1.6*body {
		return first, true
	}
	return 0, false
}

// starredStart finds notes in letters as large as the text's, by marks that no line of text begins with: stars or a
// raised number which the text above has.
func (lf *leaf) starredStart() (int, bool) {
	n := len(lf.lines)
	for i := max(0, n-noteLines); i < n; i++ {
		l := &lf.lines[i]
		if l.y < 0.5*lf.h {
			continue
		}
		m := l.leadingMark()
		if raised := len(l.marks) > 0 && l.marks[0].at == 0; m != "" && (m[0] == '*' || raised) && lf.refers(i, m) {
			return i, true
		}
	}
	return 0, false
}

// ruledStart finds the line under a footnote rule: short, at the left, everything below it small or the line below it
// beginning with a mark that the page refers to.
func ruledStart(lf *leaf, first int, body float64) (int, bool) {
	rules := slices.Clone(lf.rules)
	for _, l := range lf.lines {
		if underscores(l.text) {
			rules = append(rules, rule{l.x0, l.x1, l.y + 0.1*l.size})
		}
	}
	slices.SortFunc(rules, func(a, b rule) int { return int(math.Copysign(1, b.y-a.y)) })
	for _, r := range rules {
		if w := r.x1 - r.x0; w < 24 || w > 0.5*lf.w || r.x0 > 0.45*lf.w {
			continue
		}
		at := len(lf.lines)
		for at > 0 && len(lf.lines)-at <= noteLines && lf.lines[at-1].y > r.y {
			at--
		}
		if at == len(lf.lines) || len(lf.lines)-at > noteLines {
			continue
		}
		l := &lf.lines[at]
		if l.y-r.y > 3.5*body {
			continue // an underline or a drawing far above
		}
		m := l.leadingMark()
		if at >= first || m != "" && lf.refers(at, m) {
			return at, true
		}
	}
	return 0, false
}

// leadingMark is the footnote mark that a line begins with.
func (l *line) leadingMark() string {
	if len(l.marks) > 0 && l.marks[0].at == 0 {
		return l.marks[0].mark
	}
	if m := plainMark.FindStringSubmatch(l.text); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// refers says whether the lines before n have the mark: raised, or as signs at the end of a word.
func (lf *leaf) refers(n int, mark string) bool {
	for i := range lf.lines[:n] {
		l := &lf.lines[i]
		for _, m := range l.marks {
			if m.has(mark) {
				return true
			}
		}
		if mark[0] == '*' && starAt(l.text, mark) >= 0 {
			return true
		}
	}
	return false
}

// each is every mark of a raised "1, 2".
func (m lineMark) each() []string {
	return strings.FieldsFunc(m.mark, func(r rune) bool { return r == ',' || r == ' ' })
}

func (m lineMark) has(mark string) bool { return slices.Contains(m.each(), mark) }

// starAt finds exactly these stars after a letter, figure or bracket, or alone at the end; -1 when they are not there.
func starAt(s, mark string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], mark)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(mark)
		closed := end == len(s) || s[end] != '*'
		if i > 0 && s[i-1] != '*' && closed && (s[i-1] != ' ' || end == len(s)) {
			return i
		}
		from = end
	}
}

// notesOf reads the lines of a page's footnotes. A line without a mark continues the note before it, or the last one of
// the page before.
func notesOf(lf *leaf, lines []line) []document.Note {
	var out []document.Note
	for i := range lines {
		l := &lines[i]
		mark, s := l.leadingMark(), l.text
		if mark != "" && !(len(l.marks) > 0 && l.marks[0].at == 0) {
			if len(out) > 0 && mark[0] != '*' && !nextMark(out[len(out)-1].Mark, mark) {
				mark = "" // a line of the note that begins with a number
			} else {
				s = strings.TrimLeft(s[len(mark):], " .)")
			}
		}
		if mark != "" || len(out) == 0 {
			out = append(out, document.Note{Mark: mark, Page: lf.number, Text: s})
			continue
		}
		n := &out[len(out)-1]
		n.Text = joined(n.Text, s)
	}
	return out
}

func nextMark(prev, mark string) bool {
	p, m := 0, 0
	for _, r := range prev {
		p = p*10 + int(r-'0')
	}
	for _, r := range mark {
		m = m*10 + int(r-'0')
	}
	return m == p+1
}

// joined puts two lines of running text together: a hyphen at the first one's end stays and takes no blank.
func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case strings.HasSuffix(a, string(softHyphen)):
		return strings.TrimSuffix(a, string(softHyphen)) + b
	case strings.HasSuffix(a, "-") && !strings.HasSuffix(a, " -"):
		return a + b
	}
	return a + " " + b
}
