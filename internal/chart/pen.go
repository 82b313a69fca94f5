package chart

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// pen writes marks. Lengths are measured from the side where reading begins: from right to left they are mirrored in a
// picture of width w; texts keep their anchors, because "start" follows the direction of the words.
type pen struct {
	b   strings.Builder
	w   float64
	rtl bool
}

func newPen(s Setting, w float64) *pen { return &pen{w: w, rtl: s.RTL} }

// x turns a length from the starting side into a coordinate.
func (p *pen) x(x float64) float64 {
	if p.rtl {
		return p.w - x
	}
	return x
}

// datum names the cell that a mark shows, for those who take a picture apart and for the tests.
func datum(row, col string, n int) string {
	return ` data-row="` + escape(row) + `" data-column="` + escape(col) + `" data-n="` + strconv.Itoa(n) + `"`
}

func (p *pen) text(class, anchor string, x, y float64, s string) {
	p.b.WriteString(`<text class="` + class + `" x="` + num(p.x(x)) + `" y="` + num(y) + `"`)
	if anchor != "start" {
		p.b.WriteString(` text-anchor="` + anchor + `"`)
	}
	p.b.WriteString(`>` + escape(s) + `</text>`)
}

// upright writes from below to above, beginning at the place given.
func (p *pen) upright(class string, x, y float64, s string) {
	anchor := "start"
	if p.rtl { // words that begin at the right end begin above once they are turned
		anchor = "end"
	}
	at := num(p.x(x)) + " " + num(y)
	p.b.WriteString(`<text class="` + class + `" text-anchor="` + anchor + `" transform="translate(` + at + `) rotate(-90)">` + escape(s) + `</text>`)
}

func (p *pen) line(class string, x1, y1, x2, y2 float64) {
	p.b.WriteString(`<line class="` + class + `" x1="` + num(p.x(x1)) + `" y1="` + num(y1) + `" x2="` + num(p.x(x2)) + `" y2="` + num(y2) + `"/>`)
}

// rect with attributes ready written and a title that a pointer shows.
func (p *pen) rect(class string, x, y, w, h float64, attrs, title string) {
	left := x
	if p.rtl {
		left = p.w - x - w
	}
	p.b.WriteString(`<rect class="` + class + `" x="` + num(left) + `" y="` + num(y) + `" width="` + num(w) + `" height="` + num(h) + `"` + attrs)
	p.end("rect", title)
}

func (p *pen) circle(class string, cx, cy, r float64, attrs, title string) {
	p.b.WriteString(`<circle class="` + class + `" cx="` + num(p.x(cx)) + `" cy="` + num(cy) + `" r="` + num(r) + `"` + attrs)
	p.end("circle", title)
}

func (p *pen) end(element, title string) {
	if title == "" {
		p.b.WriteString("/>")
		return
	}
	p.b.WriteString("><title>" + escape(title) + "</title></" + element + ">")
}

// Widths of letters in our type family at 13 px, for breaking lines; scripts differ little on average.
const letterWidth = 7.0

// fit cuts words that are longer than a width and says so with an ellipsis.
func fit(s string, width float64) string {
	most := max(int(width/letterWidth), 1)
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return strings.TrimRight(string(r[:max(most-1, 1)]), " ,;–-") + "…"
}

// lines breaks words into at most n lines of a width; what is left over is cut.
func lines(s string, width float64, n int) []string {
	most := max(int(width/letterWidth), 1)
	var out []string
	words := strings.Fields(s)
	for len(words) > 0 {
		line := words[0]
		k := 1
		for k < len(words) && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(words[k]) <= most {
			line += " " + words[k]
			k++
		}
		if len(out) == n-1 {
			line = strings.Join(words, " ")
			k = len(words)
		}
		out = append(out, fit(line, width))
		words = words[k:]
	}
	return out
}

// said is a mark's own words: "African States → Asia-Pacific States: 12".
func said(s Setting, row, col string, n int) string {
	value := s.None
	if n != None {
		value = s.Number(n)
	}
	switch {
	case row == "":
		return col + ": " + value
	case col == "":
		return row + ": " + value
	}
	return row + " → " + col + ": " + value
}
