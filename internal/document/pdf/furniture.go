package pdf

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Page furniture is what a page repeats at its edges: symbol, page number, job number of the printing section ("GE."),
// running heads. It is known by place and repetition; a symbol, number or job number alone on an edge line also by form.

const (
	edgeLines = 4   // lines from the top or bottom of a page that can be furniture
	edgeShare = 0.2 // of the page's height: furniture stands no farther from the edge
)

var (
	symbolWord = regexp.MustCompile(`^[AES]/[A-Z0-9][A-Za-z0-9./()-]*\*{0,3}$`)
	jobWord    = regexp.MustCompile(`^(GE\.?\d\d-\d{0,6}|\*\d{5,9}\*|\(E\)|\d{6})$`)
	pageWord   = regexp.MustCompile(`^\d{1,4}$`)
)

// takeFurniture removes furniture from the pages and returns each text once, in order.
func takeFurniture(leaves []leaf) []string {
	known := survey(leaves)
	var running []string
	said := map[string]bool{}
	for i := range leaves {
		lf := &leaves[i]
		drop := map[int]bool{}
		for _, top := range [...]bool{true, false} {
			for _, e := range edges(lf) {
				if e.top != top {
					continue
				}
				if !known.furniture(e, lf) {
					break // furniture lies outermost: behind the first other line there is none
				}
				drop[e.i] = true
			}
		}
		kept := lf.lines[:0]
		for j, l := range lf.lines {
			if !drop[j] {
				kept = append(kept, l)
				continue
			}
			if !said[l.text] {
				said[l.text] = true
				running = append(running, l.text)
			}
		}
		lf.lines = kept
	}
	return running
}

// repeats is what the edges of all pages have in common.
type repeats struct {
	pages   int
	keys    map[string]int // pages that have a line of this key
	symbols map[string]int // pages that have this symbol at an edge, or on the first page anywhere
	offset  int            // printed page number less the number of the page in the file
}

func survey(leaves []leaf) repeats {
	r := repeats{pages: len(leaves), keys: map[string]int{}, symbols: map[string]int{}}
	offsets := map[int]int{}
	for i := range leaves {
		lf := &leaves[i]
		seen, symbols := map[string]bool{}, map[string]bool{}
		for _, e := range edges(lf) {
			seen[e.key(lf)] = true
			words := strings.Fields(lf.lines[e.i].text)
			for _, w := range words {
				if symbolWord.MatchString(w) {
					symbols[w] = true
				}
				if n, err := strconv.Atoi(w); err == nil && len(words) <= 3 {
					offsets[n-lf.number]++
				}
			}
		}
		if i == 0 {
			for _, l := range lf.lines {
				for _, w := range strings.Fields(l.text) {
					if symbolWord.MatchString(w) {
						symbols[w] = true
					}
				}
			}
		}
		for k := range seen {
			r.keys[k]++
		}
		for s := range symbols {
			r.symbols[s]++
		}
	}
	for o, n := range offsets {
		if best := offsets[r.offset]; n > best || n == best && (abs(o) < abs(r.offset) || abs(o) == abs(r.offset) && o > r.offset) {
			r.offset = o
		}
	}
	return r
}

// edge is a line near an edge of its page, from the edge inwards.
type edge struct {
	i   int
	top bool
}

func edges(lf *leaf) []edge {
	byHeight := make([]int, len(lf.lines))
	for i := range byHeight {
		byHeight[i] = i
	}
	slices.SortStableFunc(byHeight, func(a, b int) int { return cmp.Compare(lf.lines[a].y, lf.lines[b].y) })
	n := len(byHeight)
	var out []edge
	for k := 0; k < n && k < edgeLines && lf.lines[byHeight[k]].y < edgeShare*lf.h; k++ {
		out = append(out, edge{byHeight[k], true})
	}
	for k := n - 1; k >= 0 && n-k <= edgeLines && lf.lines[byHeight[k]].y > (1-edgeShare)*lf.h; k-- {
		out = append(out, edge{byHeight[k], false})
	}
	return out
}

// key is the same for lines that differ only in their numbers and stand at the same height.
func (e edge) key(lf *leaf) string {
	l := &lf.lines[e.i]
	var b strings.Builder
	digit := false
	for _, r := range l.text {
		isDigit := r >= '0' && r <= '9'
		switch {
		case isDigit && !digit:
			b.WriteByte('#')
		case !isDigit && r != ' ':
			b.WriteRune(r)
		}
		digit = isDigit
	}
	b.WriteString(strconv.FormatBool(e.top))
	b.WriteString(strconv.Itoa(int(l.y+1) / 6))
	return b.String()
}

// furniture says whether an edge line is furniture. On the first page the masthead stands at the top: there only what
// other pages repeat at the same height is.
func (r *repeats) furniture(e edge, lf *leaf) bool {
	l := &lf.lines[e.i]
	if len(l.text) > 160 || len(l.marks) > 0 {
		return false
	}
	if l.text == "" || r.byForm(l.text, lf.number) && (!e.top || lf.number > 1) {
		return true
	}
	n := r.keys[e.key(lf)]
	return n >= 3 && n*3 >= r.pages || r.pages <= 4 && r.pages > 1 && n == r.pages
}

// byForm says that a line has nothing but symbols that come again, job numbers and the page's number.
func (r *repeats) byForm(s string, page int) bool {
	words := strings.Fields(s)
	if len(words) > 8 {
		return false
	}
	job := strings.Contains(s, "GE.")
	for _, w := range words {
		switch {
		case symbolWord.MatchString(w) && (r.symbols[w] > 1 || r.symbols[w+"*"] > 0):
		case jobWord.MatchString(w) && (job || w[0] == '*'), w == "Page", w == "page":
		case job && (w == "Please" || w == "recycle"):
		case pageWord.MatchString(w):
			if n, err := strconv.Atoi(w); err != nil || n != page+r.offset {
				return false
			}
		default:
			return false
		}
	}
	return true
}
