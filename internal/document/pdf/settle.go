package pdf

import (
	"slices"
	"strings"
)

// settleMarks decides, once the page's footnotes are known, which raised letters are marks: those not sure return to the
// text unless a footnote has them, and stars that stand in the text become marks if a footnote has them.
func settleMarks(lf *leaf) {
	for i := range lf.lines {
		l := &lf.lines[i]
		for j := 0; j < len(l.marks); j++ {
			m := l.marks[j]
			if m.sure || lf.hasNote(m) {
				continue
			}
			l.text = l.text[:m.at] + m.mark + l.text[m.at:]
			l.marks = slices.Delete(l.marks, j, j+1)
			for k := j; k < len(l.marks); k++ {
				l.marks[k].at += len(m.mark)
			}
			j--
		}
		for _, n := range lf.notes {
			if n.Mark == "" || n.Mark[0] != '*' {
				continue
			}
			if at := starAt(l.text, n.Mark); at >= 0 {
				l.cutMark(at, n.Mark)
			}
		}
	}
}

func (lf *leaf) hasNote(m lineMark) bool {
	for _, n := range lf.notes {
		if n.Mark != "" && m.has(n.Mark) {
			return true
		}
	}
	return false
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
		for at := strings.Index(l.text, string(softHyphen)); at >= 0; at = strings.Index(l.text, string(softHyphen)) {
			n := len(string(softHyphen))
			l.text = l.text[:at] + l.text[at+n:]
			for k := range l.marks {
				if l.marks[k].at > at {
					l.marks[k].at -= n
				}
			}
		}
		if !broken || i+1 == len(lines) {
			continue
		}
		next := &lines[i+1]
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
}
