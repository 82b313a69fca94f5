package pdf

import (
	"regexp"
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
	count := map[string]int{}
	for i := range leaves {
		seen := map[string]bool{}
		for _, e := range edges(&leaves[i]) {
			if k := e.key(&leaves[i]); !seen[k] {
				seen[k] = true
				count[k]++
			}
		}
	}
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
				if !furniture(e, lf, count, len(leaves)) {
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

// edge is a line near an edge of its page, from the edge inwards.
type edge struct {
	i   int
	top bool
}

func edges(lf *leaf) []edge {
	var out []edge
	for i := 0; i < len(lf.lines) && i < edgeLines && lf.lines[i].y < edgeShare*lf.h; i++ {
		out = append(out, edge{i, true})
	}
	for n, i := 0, len(lf.lines)-1; i >= 0 && n < edgeLines && lf.lines[i].y > (1-edgeShare)*lf.h; i-- {
		out = append(out, edge{i, false})
		n++
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
func furniture(e edge, lf *leaf, count map[string]int, pages int) bool {
	l := &lf.lines[e.i]
	if len(l.text) > 160 {
		return false
	}
	if byForm(l.text, lf.number) && (!e.top || lf.number > 1) {
		return true
	}
	words := strings.Fields(l.text)
	if len(words) == 0 {
		return true
	}
	n := count[e.key(lf)]
	return n >= 3 && n*3 >= pages || pages <= 4 && pages > 1 && n == pages && n > 1
}

// byForm says that a line has nothing but symbols, job numbers and the page's number.
func byForm(s string, page int) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 8 {
		return false
	}
	job := strings.Contains(s, "GE.")
	for i, w := range words {
		switch {
		case symbolWord.MatchString(w), jobWord.MatchString(w) && (job || w[0] == '*'), w == "Page", w == "page":
		case job && (w == "Please" || w == "recycle"):
		case pageWord.MatchString(w):
			n, err := strconv.Atoi(w)
			if err != nil || !(i > 0 && strings.EqualFold(words[i-1], "page")) && abs(n-page) > 3 {
				return false
			}
		default:
			return false
		}
	}
	return true
}
