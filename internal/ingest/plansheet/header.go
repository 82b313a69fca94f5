package plansheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// Header is where a sheet's header stands.
type Header struct {
	Sheet string
	Row   int      // first row of the header, from 0
	Lines int      // rows that it takes: 1 or 2
	Names []string // by column; what a two-line header says is joined with " / "
	First int      // first row of the table below it
	Hits  int      // columns whose name says a role
}

// Known says whether the header is worth proposing: two columns or more say what they are.
func (h Header) Known() bool { return h.Hits >= 2 }

// headerDepth is how many rows are looked at: above a table stand its title, the act that approved it, an emblem's text.
const headerDepth = 40

// Find finds the header of a sheet, also below title rows: the row in which most cells say what a column may hold. ok is
// false when a sheet has no two filled columns.
func Find(s Sheet) (h Header, ok bool) {
	best := -1
	for i := range min(len(s.Rows), headerDepth) {
		if n := headerScore(s, i); n > best {
			best, h = n, Header{Sheet: s.Name, Row: i, Lines: 1}
			ok = n > 0
		}
	}
	if !ok {
		return Header{}, false
	}
	h.read(s)
	return h, true
}

// At is the header that a person points at.
func At(s Sheet, row int) (h Header, ok bool) {
	if row < 0 || row >= len(s.Rows) {
		return Header{}, false
	}
	h = Header{Sheet: s.Name, Row: row, Lines: 1}
	h.read(s)
	return h, len(h.Names) > 0
}

// headerScore weighs a row as a header: cells that say a role count most, long cells, numbers and repeated ones against.
func headerScore(s Sheet, i int) int {
	filled, hits, against := 0, 0, 0
	seen := map[Role]bool{}
	for _, c := range s.Rows[i] {
		if !c.Own() {
			continue // empty, or the rest of a merged cell
		}
		filled++
		role, _ := headerRole(c.Text)
		switch {
		case attribute.MatchString(strings.ToLower(c.Text)):
			hits++
		case c.Number || !c.Date.IsZero() || len([]rune(c.Text)) > 120:
			against++
		case role != Unplaced && !seen[role]:
			seen[role] = true
			hits++
		}
	}
	if filled < 2 {
		return 0
	}
	below := 0
	for _, r := range s.Rows[i+1 : min(len(s.Rows), i+6)] {
		n := 0
		for _, c := range r {
			if c.Text != "" {
				n++
			}
		}
		below += min(n, filled)
	}
	return max(1, 100*hits+5*filled+below-40*against-i/4)
}

// read takes the names, of two lines where the second says more, and finds the first row below.
func (h *Header) read(s Sheet) {
	top := s.Rows[h.Row]
	width := len(top)
	if h.second(s) {
		h.Lines = 2
		width = max(width, len(s.Rows[h.Row+1]))
	}
	h.Names = make([]string, width)
	for c := range width {
		name := oneLine(at(top, c).Text)
		if h.Lines == 2 {
			if sub := oneLine(at(s.Rows[h.Row+1], c).Text); sub != "" && sub != name {
				name = strings.TrimPrefix(name+" / "+sub, " / ")
			}
		}
		h.Names[c] = name
		if role, _ := headerRole(name); role != Unplaced {
			h.Hits++
		}
	}
	for len(h.Names) > 0 && h.Names[len(h.Names)-1] == "" {
		h.Names = h.Names[:len(h.Names)-1]
	}
	h.First = h.Row + h.Lines
	if h.First < len(s.Rows) && counts(s.Rows[h.First]) {
		h.First++ // "1 2 3 4" under the names, as official tables have it
	}
}

// second says whether the row below belongs to the header: the header has a cell merged across, and the row below parts it;
// or the header has gaps that the row below fills with names.
func (h *Header) second(s Sheet) bool {
	if h.Row+1 >= len(s.Rows) {
		return false
	}
	top, sub := s.Rows[h.Row], s.Rows[h.Row+1]
	across, down, own, names := false, 0, 0, 0
	for c := range max(len(top), len(sub)) {
		a, b := at(top, c), at(sub, c)
		if a.From != "" && !strings.HasPrefix(a.From, columnName(c)+strconv.Itoa(h.Row+1)) && b.Own() {
			across = true
		}
		if b.From != "" && b.Text == a.Text {
			down++
		}
		if b.Own() {
			own++
			if b.Number || !b.Date.IsZero() || len([]rune(b.Text)) > 60 {
				return false
			}
			if role, _ := headerRole(b.Text); role != Unplaced && at(top, c).Text == "" {
				names++
			}
		}
	}
	return own > 0 && (across || down > 0) || names > 0 && names == own
}

// counts says whether a row numbers the columns: 1, 2, 3 …
func counts(row []Cell) bool {
	n := 0
	for _, c := range row {
		if c.Text == "" {
			continue
		}
		n++
		if c.Text != strconv.Itoa(n) {
			return false
		}
	}
	return n > 2
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Key is a header as it is remembered: the folded names in order.
func Key(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = fold(n)
	}
	return strings.Join(out, "\x1f")
}

func fold(s string) string { return words.Fold(oneLine(s)) }

var foldedWords = func() []headerWord {
	out := make([]headerWord, len(headerWords))
	for i, h := range headerWords {
		out[i].role = h.role
		for _, w := range h.words {
			out[i].words = append(out[i].words, fold(w))
		}
	}
	return out
}()

var afterSlash = regexp.MustCompile(`\s/\s`)

// headerRole is the role that a header's words say and the word that says it. Of several the longest wins; at the same
// length the one that stands first. A name of two lines goes by its second, which is the narrower one.
func headerRole(name string) (Role, string) {
	if parts := afterSlash.Split(name, -1); len(parts) > 1 {
		if r, w := headerRole(parts[len(parts)-1]); r != Unplaced {
			return r, w
		}
		return headerRole(strings.Join(parts[:len(parts)-1], " "))
	}
	f := fold(name)
	if f == "" || len([]rune(f)) > 120 {
		return Unplaced, ""
	}
	type hit struct {
		role Role
		word string
		at   int
	}
	var best hit
	for _, h := range foldedWords {
		for _, w := range h.words {
			i := strings.Index(f, w)
			if i < 0 || !wordBegins(f, i) || len(w) <= 4 && !wordEnds(f, i+len(w)) {
				continue
			}
			if len(w) > len(best.word) || len(w) == len(best.word) && i < best.at {
				best = hit{h.role, w, i}
			}
		}
	}
	return best.role, best.word
}

func wordBegins(s string, i int) bool { return i == 0 || !letter(lastRune(s[:i])) }

func wordEnds(s string, i int) bool { return i >= len(s) || !letter(firstRune(s[i:])) }

// longest first, for what is told to a person.
func sortReasons(r []Reason) {
	order := []string{SaysRemembered, SaysImpact, SaysKnown, SaysAlike, SaysHeader, SaysBodies, SaysStatus, SaysDates, SaysNumbers, SaysCount}
	slices.SortStableFunc(r, func(a, b Reason) int { return slices.Index(order, a.Code) - slices.Index(order, b.Code) })
}
