package pdf

import (
	"strings"

	"github.com/openupr/openupr/internal/document"
)

// takeEndnotes moves the endnotes of a document, which stand under a heading "Notes" near its end, to the notes of the
// pages they are printed on. They are taken only if their marks count up and the first is seen before the heading.
func takeEndnotes(leaves []leaf) {
	for i := len(leaves) - 1; i >= 0 && i >= len(leaves)-40; i-- {
		for j := len(leaves[i].lines) - 1; j >= 0; j-- {
			l := &leaves[i].lines[j]
			if h := strings.ToLower(strings.Trim(l.text, " _")); h != "notes" && h != "endnotes" && h != "note" {
				continue
			}
			if endnotesFrom(leaves, i, j) {
				moveEndnotes(leaves, i, j)
			}
			return
		}
	}
}

// endnotesFrom says whether what follows the heading at line j of leaf i are notes with marks that count up from one
// that the text has.
func endnotesFrom(leaves []leaf, i, j int) bool {
	prev, found := "", 0
	for p := i; p < len(leaves); p++ {
		from := 0
		if p == i {
			from = j + 1
		}
		for k := from; k < len(leaves[p].lines); k++ {
			m := leaves[p].lines[k].raisedLead()
			if prev == "" && m == "" {
				return false // the first line under the heading must begin a note
			}
			if m == "" || prev != "" && !nextMark(prev, m) {
				continue
			}
			prev = m
			found++
		}
	}
	if found == 0 {
		return false
	}
	first := ""
	if j+1 < len(leaves[i].lines) {
		first = leaves[i].lines[j+1].raisedLead()
	} else if i+1 < len(leaves) && len(leaves[i+1].lines) > 0 {
		first = leaves[i+1].lines[0].raisedLead()
	}
	for p := range leaves[:i+1] {
		n := len(leaves[p].lines)
		if p == i {
			n = j
		}
		if leaves[p].refers(n, first) {
			return true
		}
	}
	return false
}

// raisedLead is the raised number a line begins with.
func (l *line) raisedLead() string {
	if len(l.marks) > 0 && l.marks[0].at == 0 && strings.Trim(l.marks[0].mark, "0123456789") == "" {
		return l.marks[0].mark
	}
	return ""
}

// moveEndnotes takes the lines after the heading, up to an annex or a bold heading, into notes.
func moveEndnotes(leaves []leaf, i, j int) {
	var last *document.Note
	for p := i; p < len(leaves); p++ {
		lf := &leaves[p]
		from := 0
		if p == i {
			from = j + 1
		}
		to := from
		for to < len(lf.lines) && !lf.lines[to].bold && !strings.HasPrefix(lf.lines[to].text, "Annex") {
			to++
		}
		var notes []document.Note
		for _, l := range lf.lines[from:to] {
			switch m := l.raisedLead(); {
			case m != "":
				notes = append(notes, document.Note{Mark: m, Page: lf.number, Text: l.text})
			case len(notes) > 0:
				n := &notes[len(notes)-1]
				n.Text = joined(n.Text, l.text)
			case last != nil:
				last.Text = joined(last.Text, l.text)
			}
		}
		ended := to < len(lf.lines)
		if p == i {
			from = j // the heading goes too
		}
		lf.lines = append(lf.lines[:from], lf.lines[to:]...)
		at := len(lf.notes)
		lf.notes = append(lf.notes, notes...)
		if len(lf.notes) > at {
			last = &lf.notes[len(lf.notes)-1]
		}
		if ended {
			return
		}
	}
}
