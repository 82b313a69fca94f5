package pdf

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
)

// boxedWord is one word of "pdftotext -bbox" with its box in points from the page's top left corner.
type boxedWord struct {
	page           int
	x0, y0, x1, y1 float64
	text           string
	letters        int
}

// leavesOf makes pages of lines from the words of -bbox.
func leavesOf(ctx context.Context, out []byte, lim document.Limits) ([]leaf, error) {
	leaves, words, err := boxedWords(ctx, out, lim)
	if err != nil {
		return nil, err
	}
	sizes := sizesOf(words)
	unknown := &font{}
	lines := 0
	for i := range leaves {
		var ps, turned []piece
		for ; len(words) > 0 && words[0].page == leaves[i].number; words = words[1:] {
			w := &words[0]
			p := w.piece(sizes, unknown)
			if w.letters >= 4 && w.y1-w.y0 > 2.5*(w.x1-w.x0) {
				turned = append(turned, p)
				continue
			}
			if n := len(ps); n > 0 {
				ps[n-1].blankAfter = apart(&ps[n-1], &p)
			}
			ps = append(ps, p)
		}
		leaves[i].lines = written(rowsOf(ps))
		for _, p := range turned {
			r := row{y: leaves[i].h, size: p.size, pieces: []piece{p}}
			leaves[i].lines = append(leaves[i].lines, r.line())
		}
		if lines += len(leaves[i].lines); lines > lim.Blocks {
			return nil, document.Refuse(document.TooMany, "more than %d lines", lim.Blocks)
		}
	}
	return leaves, nil
}

// boxedWords reads the <page> and <word> elements, which stand one on a line.
func boxedWords(ctx context.Context, out []byte, lim document.Limits) ([]leaf, []boxedWord, error) {
	var leaves []leaf
	var words []boxedWord
	for raw := range bytes.Lines(out) {
		s := strings.TrimSpace(string(raw))
		switch {
		case strings.HasPrefix(s, "<page "):
			if err := ctx.Err(); err != nil {
				return nil, nil, fmt.Errorf("reading PDF with pdftotext: %w", err)
			}
			if len(leaves) >= lim.Pages {
				return nil, nil, document.Refuse(document.TooMany, "more than %d pages", lim.Pages)
			}
			leaves = append(leaves, leaf{number: len(leaves) + 1, w: attribute(s, "width"), h: attribute(s, "height")})
		case strings.HasPrefix(s, "<word ") && len(leaves) > 0:
			if w, ok := parseWord(s); ok {
				w.page = len(leaves)
				words = append(words, w)
			}
		}
	}
	return leaves, words, nil
}

func parseWord(s string) (boxedWord, bool) {
	open, end := strings.IndexByte(s, '>'), strings.LastIndex(s, "</word>")
	if open < 0 || end <= open {
		return boxedWord{}, false
	}
	var b strings.Builder
	for _, r := range html.UnescapeString(s[open+1 : end]) {
		b.WriteString(fold(r))
	}
	w := boxedWord{
		x0: attribute(s, "xMin"), y0: attribute(s, "yMin"), x1: attribute(s, "xMax"), y1: attribute(s, "yMax"),
		text: strings.TrimSpace(b.String()),
	}
	w.letters = utf8.RuneCountInString(w.text)
	return w, w.letters > 0
}

func attribute(s, name string) float64 {
	_, rest, ok := strings.Cut(s, name+`="`)
	if !ok {
		return 0
	}
	v, _, _ := strings.Cut(rest, `"`)
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// boxes are the proportions of a word's box to the size of its letters, as poppler takes them from the fonts of reports:
// height of the box, and how much of the height lies below the baseline.
var boxes = [...]struct{ height, below float64 }{{0.9, 0.24}, {1.0, 0.25}, {1.107, 0.19}, {1.31, 0.215}}

// sizesOf finds the proportion for each height of box: -bbox does not say how large letters are, but how wide the words
// of one height are together tells it well enough.
func sizesOf(words []boxedWord) map[int]int {
	type sum struct{ drawn, unit float64 }
	sums := map[int]sum{}
	for i := range words {
		w := &words[i]
		s := sums[w.class()]
		s.drawn += w.x1 - w.x0
		for _, r := range w.text {
			s.unit += float64(standardWidth(&timesWidths, string(r))) / 1000
		}
		sums[w.class()] = s
	}
	out := map[int]int{}
	for class, s := range sums {
		if s.unit == 0 || s.drawn <= 0 {
			continue
		}
		k := float64(class) / 10 / (s.drawn / s.unit)
		for i := range boxes {
			if math.Abs(boxes[i].height-k) < math.Abs(boxes[out[class]].height-k) {
				out[class] = i
			}
		}
	}
	return out
}

// class is the height of the word's box in tenths of a point.
func (w *boxedWord) class() int { return int(math.Round((w.y1 - w.y0) * 10)) }

// piece is the word as a piece whose letters are evenly spread.
func (w *boxedWord) piece(sizes map[int]int, ft *font) piece {
	box := boxes[sizes[w.class()]]
	size := (w.y1 - w.y0) / box.height
	y := w.y1 - box.below*(w.y1-w.y0)
	p := piece{x0: w.x0, x1: w.x1, y: y, size: size, glyphs: make([]inked, 0, w.letters)}
	step := (w.x1 - w.x0) / float64(w.letters)
	for _, r := range w.text {
		x := w.x0 + step*float64(len(p.glyphs))
		p.glyphs = append(p.glyphs, inked{
			x0: float32(x), x1: float32(x + step), y: float32(y), size: float32(size), r: r, font: ft,
		})
	}
	return p
}

// apart says whether poppler set two words apart because there is a blank between them: it also does so where size or
// baseline change inside a word, and there only the gap tells.
func apart(p, q *piece) bool {
	return math.Abs(p.y-q.y) < 0.4 && math.Abs(p.size-q.size) < 0.2 && q.x0 >= p.x1-0.05*p.size
}
