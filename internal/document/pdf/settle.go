package pdf

import (
	"slices"
	"strings"
)

// settleMarks decides, once the page's footnotes are known, which raised letters are marks: those not sure return to the
// text unless a footnote has them, and stars that stand in the text become marks if a footnote has them.
func settleMarks(lf *leaf) {
	known, stars := map[string]bool{}, []string(nil)
	for _, n := range lf.notes {
		if n.Mark == "" || known[n.Mark] {
			continue
		}
		if known[n.Mark] = true; n.Mark[0] == '*' {
			stars = append(stars, n.Mark)
		}
	}
	for i := range lf.lines {
		l := &lf.lines[i]
		l.returnMarks(known)
		for _, mark := range stars {
			for at := starAt(l.text, mark); at >= 0; at = starAt(l.text, mark) {
				l.cutMark(at, mark)
			}
		}
	}
}

// returnMarks writes marks that are none back into the text.
func (l *line) returnMarks(known map[string]bool) {
	kept := l.marks[:0]
	var b strings.Builder
	from := 0
	for _, m := range l.marks {
		b.WriteString(l.text[from:m.at])
		from = m.at
		if m.sure || slices.ContainsFunc(m.each(), func(n string) bool { return known[n] }) {
			m.at = b.Len()
			kept = append(kept, m)
			continue
		}
		b.WriteString(m.mark)
	}
	if len(kept) == len(l.marks) {
		return
	}
	b.WriteString(l.text[from:])
	l.text, l.marks = b.String(), kept
}

// cutMark takes a mark out of the text.
func (l *line) cutMark(at int, mark string) {
	l.text = l.text[:at] + l.text[at+len(mark):]
	if at == len(l.text) {
		l.finish(l.text)
		at = len(l.text)
	}
	for i := range l.marks {
		if l.marks[i].at > at {
			l.marks[i].at -= len(mark)
		}
	}
	l.marks = append(l.marks, lineMark{at: at, mark: mark, sure: true})
	slices.SortStableFunc(l.marks, func(a, b lineMark) int { return a.at - b.at })
	l.finish(l.text)
}

// joinSoftHyphens takes soft hyphens out. One at a line's end is where a word was broken: the rest of the word comes up
// from the next line.
func joinSoftHyphens(lines []line) {
	for i := range lines {
		l := &lines[i]
		if !strings.Contains(l.text, string(softHyphen)) {
			continue
		}
		broken := strings.HasSuffix(l.text, string(softHyphen))
		l.dropSoftHyphens()
		if broken && i+1 < len(lines) {
			l.takeWord(&lines[i+1])
		}
	}
}

func (l *line) dropSoftHyphens() {
	before := l.text
	for i := range l.marks {
		l.marks[i].at -= strings.Count(before[:l.marks[i].at], string(softHyphen)) * len(string(softHyphen))
	}
	l.finish(strings.ReplaceAll(before, string(softHyphen), ""))
}

// takeWord moves the first word of the next line, and the marks in it, to the end of this one.
func (l *line) takeWord(next *line) {
	rest, after, more := strings.Cut(next.text, " ")
	cut := len(rest)
	if more {
		cut++
	}
	l.text += rest
	next.text = after
	kept := next.marks[:0]
	for _, m := range next.marks {
		if m.at <= len(rest) {
			l.marks = append(l.marks, lineMark{at: len(l.text) - len(rest) + m.at, mark: m.mark, sure: m.sure})
			continue
		}
		m.at = max(0, m.at-cut)
		kept = append(kept, m)
	}
	next.marks = kept
}
