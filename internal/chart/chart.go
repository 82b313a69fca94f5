// Package chart draws numbers as pictures that can be read without seeing them: SVG with a title, a description and the
// table behind it. It decides nothing: the caller brings numbers, labels in the reader's language, and the order of both;
// no chart sorts by count. The functions are pure: the same chart gives the same bytes.
//
// A chart inside a page takes type and colours from the page's style sheet by classes ("chart-…"); one that stands alone
// as a file carries its own style, its words and its source. Value is told by length, area, shape or text, never by
// colour alone. From right to left everything but the map is mirrored.
package chart

import (
	"strconv"
	"strings"
)

// Caption is the words of a chart, in the reader's language.
type Caption struct {
	Question string // the title: what the chart answers
	Reading  string // one sentence that says what it shows
	Unit     string // what is counted
	Source   string
	AsOf     string // act and day
	Notes    []string
}

// Label of a row or column.
type Label struct {
	Code string // canonical; empty where the thing has no value
	Text string // in the reader's language
}

// Setting is how a chart is set for a reader. Number and Share must not be nil.
type Setting struct {
	ID     string // begins the ids inside the picture; different for each chart of a page
	Lang   string // of the words, BCP 47
	RTL    bool
	Number func(n int) string
	Share  func(part, whole int) string // "34 %"
	None   string                       // what stands where nothing is known
}

// Chart is one of the kinds of this package.
type Chart interface {
	// Words of the chart.
	Words() *Caption
	// Numbers behind the chart: what is drawn is this table and nothing else.
	Numbers() Table
	// pictures are the parts that a page may set side by side; most charts are one.
	pictures(s Setting) []picture
}

// picture is marks with their size. A fluid picture is as wide as its place: its marks lie at shares of the width.
type picture struct {
	w, h  float64
	fluid bool
	title string // of a part; the chart's own question when empty
	desc  string
	marks string
}

// fluidWidth is how wide a fluid picture is when it stands alone.
const fluidWidth = 640

// Inline is the chart for a page that brings style sheet, caption and table. A chart of several parts is several
// pictures, one after another.
func Inline(c Chart, s Setting) string {
	var b strings.Builder
	for i, pic := range c.pictures(s) {
		title, desc := pic.title, pic.desc
		if title == "" {
			title, desc = c.Words().Question, c.Words().Reading
		}
		id := s.ID + "-" + strconv.Itoa(i)
		b.WriteString(`<svg class="chart" role="img" focusable="false" aria-labelledby="` + escape(id) + `-t"`)
		if pic.fluid {
			b.WriteString(` width="100%" height="` + num(pic.h) + `"`)
		} else {
			b.WriteString(` width="` + num(pic.w) + `" height="` + num(pic.h) + `" viewBox="0 0 ` + num(pic.w) + ` ` + num(pic.h) + `"`)
		}
		if desc != "" {
			b.WriteString(` aria-describedby="` + escape(id) + `-d"`)
		}
		b.WriteString(`><title id="` + escape(id) + `-t">` + escape(title) + `</title>`)
		if desc != "" {
			b.WriteString(`<desc id="` + escape(id) + `-d">` + escape(desc) + `</desc>`)
		}
		b.WriteString(pic.marks + "</svg>")
	}
	return b.String()
}

// num writes a length with at most one decimal.
func num(f float64) string {
	s := strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
	if s == "-0" {
		return "0"
	}
	return s
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes words safe between and inside tags; signs that XML does not know (1.0, section 2.2) are left out.
func escape(s string) string {
	return escaper.Replace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF || r >= 0xD800 && r <= 0xDFFF {
			return -1
		}
		return r
	}, s))
}

// fine writes a length with two decimals: bands of small numbers are narrower than a tenth of a pixel.
func fine(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(f, 'f', 2, 64), "0"), ".")
}
