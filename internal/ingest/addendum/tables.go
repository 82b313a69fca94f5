package addendum

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/ingest/numberlist"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// columns of a table as its header row names them; -1 where it has none.
type columns struct{ number, position, comment int }

var (
	numberHead   = regexp.MustCompile(`(?i)^(?:no|nos|number|#|№|para(?:graph)?|rec(?:ommendation)?\.? ?(?:no|nos|number))\b`)
	positionHead = regexp.MustCompile(`(?i)^(?:position|status|response|decision|accept|support|reply|answer|view)`)
	oneWord      = regexp.MustCompile(`(?i)^(?:do(?:es)? not )?(?:accept|support|note|reject|agree)[sd]?[.;]?$`)
	commentHead  = regexp.MustCompile(`(?i)(?:comment|remark|explanation|justification|observation|reason|information)`)
)

// tables reads the rows of tables: number, text of the recommendation, position, comment, in any order.
func (r *reader) tables(lines []councildoc.Line) {
	cols := columns{-1, -1, -1}
	under := ""
	for i := 0; i < len(lines); {
		if lines[i].Row == 0 {
			if isTitle(lines, i) {
				under = lines[i].Text
			}
			i++
			continue
		}
		j := i
		cells := map[int][]councildoc.Line{}
		var order []int
		for ; j < len(lines) && lines[j].Row == lines[i].Row; j++ {
			c := lines[j].Cell
			if cells[c] == nil {
				order = append(order, c)
			}
			cells[c] = append(cells[c], lines[j])
		}
		switch {
		case len(order) == 1 && read(lines[i].Text).value != "" && len(numberlist.Find(lines[i].Text, r.known)) == 0:
			under = councildoc.Join(cells[order[0]]) // a merged row is a heading
		case isHeader(cells, order):
			cols = header(cells, order)
		default:
			r.row(cells, order, cols, under)
		}
		i = j
	}
}

func isHeader(cells map[int][]councildoc.Line, order []int) bool {
	named := 0
	for _, c := range order {
		t := councildoc.Join(cells[c])
		if len(t) < 50 && (numberHead.MatchString(t) || positionHead.MatchString(t) || commentHead.MatchString(t) || strings.HasPrefix(strings.ToLower(t), "recommendation")) {
			named++
		}
	}
	return named >= 2
}

func header(cells map[int][]councildoc.Line, order []int) columns {
	cols := columns{-1, -1, -1}
	for _, c := range order {
		switch t := councildoc.Join(cells[c]); {
		case numberHead.MatchString(t) && cols.number < 0:
			cols.number = c
		case commentHead.MatchString(t) && cols.comment < 0:
			cols.comment = c
		case positionHead.MatchString(t) && cols.position < 0:
			cols.position = c
		}
	}
	return cols
}

// row reads one row: the item its first number names, the shortest cell that says a position, and the comment.
func (r *reader) row(cells map[int][]councildoc.Line, order []int, cols columns, under string) {
	refs, at := r.rowRefs(cells, order, cols)
	if len(refs) == 0 {
		return
	}
	st, raw, from := stance{}, "", -1
	for _, c := range order {
		t := councildoc.Join(cells[c])
		if c == cols.position || cols.position < 0 && c != at && len(t) < 60 && (plainAnswer.MatchString(t) || oneWord.MatchString(t)) {
			if s := read(firstSentences(t, 1)); s.value != "" {
				st, raw, from = s, t, c
				break
			}
		}
	}
	if st.value == "" && cols.comment >= 0 {
		if t := councildoc.Join(cells[cols.comment]); plainAnswer.MatchString(t) {
			st, raw = read(firstSentences(t, 1)), firstSentences(t, 1)
		}
	}
	if st.value == "" {
		st, raw = read(under), under
	}
	first := cells[at][0]
	for _, ref := range refs {
		a := r.answer(ref)
		if st.value != "" {
			a.given = append(a.given, given{stance: st, raw: firstSentences(raw, 1), page: first.Page, place: first.Place, listed: true})
		}
		if c := r.rowComment(cells, order, cols, at, from); c != "" {
			a.comments = append(a.comments, reading.Comment{Item: r.id(ref), Words: c, Lang: "en", Page: first.Page, Place: first.Place})
			if cl := read(firstSentences(c, 2)).claim; cl != upr.NoClaim {
				a.claim = cl
			}
		}
	}
}

// rowRefs are the items that the number column, or the first cell that begins with a number, names.
func (r *reader) rowRefs(cells map[int][]councildoc.Line, order []int, cols columns) ([]numberlist.Ref, int) {
	for _, c := range order {
		if cols.number >= 0 && c != cols.number {
			continue
		}
		t := councildoc.Join(cells[c])
		m := itemHead.FindStringIndex(t)
		for _, l := range numberlist.Find(t, r.known) {
			if l.Start <= m[1] {
				return l.Refs, c
			}
		}
		if n := numbered.FindStringSubmatch(t + " ."); cols.number >= 0 || n != nil {
			if ref, ok := r.bare(t); ok {
				return []numberlist.Ref{ref}, c
			}
		}
	}
	return nil, 0
}

// bare reads a number without its paragraph, where only one paragraph leads a list.
func (r *reader) bare(t string) (numberlist.Ref, bool) {
	if r.known.Only == 0 {
		return numberlist.Ref{}, false
	}
	l := numberlist.Find("No. "+t, r.known)
	if len(l) == 0 || l[0].Start != 4 {
		return numberlist.Ref{}, false
	}
	return l[0].Refs[0], true
}

// rowComment is the State's comment: the column so named, or the last cell that is neither number, position nor the
// recommendation's text, which comes first.
func (r *reader) rowComment(cells map[int][]councildoc.Line, order []int, cols columns, at, from int) string {
	if cols.comment >= 0 {
		return councildoc.Join(cells[cols.comment])
	}
	last := order[len(order)-1]
	if len(order) < 4 && from != last || last == at {
		return ""
	}
	t := councildoc.Join(cells[last])
	if last == from {
		_, rest, _ := strings.Cut(t, firstSentences(t, 1))
		return strings.TrimSpace(rest)
	}
	return t
}
