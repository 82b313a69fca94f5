package web

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/web/page"
)

// stretch is how many blocks of a document without pages are shown at a time.
const stretch = 60

// place is where to open a document: a page, and the blocks of an item to mark.
type place struct {
	page     int
	from, to mark // the item's first block, and the first one behind it; zero to when not known
}

// mark names a block by page and index, as document.Block.Place writes it.
type mark struct{ page, index int }

func (m mark) zero() bool { return m == mark{} }

func (m mark) before(o mark) bool { return m.page < o.page || (m.page == o.page && m.index < o.index) }

var placeForm = regexp.MustCompile(`^(?:p\. (\d+), l\. |¶ |row )(\d+)`)

func parsePlace(s string) (mark, bool) {
	m := placeForm.FindStringSubmatch(s)
	if m == nil {
		return mark{}, false
	}
	p, _ := strconv.Atoi(m[1])
	i, err := strconv.Atoi(m[2])
	return mark{p, i}, err == nil
}

// placeOf is where an item stands: from its own place to the next item's. Without a next one at most lastLines lines
// are marked, down to the end of the page.
func placeOf(rv *record.Review, it *record.Item) place {
	from, ok := parsePlace(it.Place)
	if !ok {
		return place{page: it.Page}
	}
	out := place{page: from.page, from: from}
	for _, o := range rv.Items {
		m, ok := parsePlace(o.Place)
		if ok && o.Symbol == it.Symbol && from.before(m) && (out.to.zero() || m.before(out.to)) {
			out.to = m
		}
	}
	if !strings.HasPrefix(it.Place, "p. ") {
		out.to = mark{index: from.index + 1}
	}
	return out
}

// lastLines bounds what is marked of an item that nothing follows, or that a lead paragraph follows.
const lastLines = 12

func (p place) marks(b document.Block) bool {
	here := mark{b.Page, b.Index}
	if p.from.zero() || here.before(p.from) {
		return false
	}
	if b.Page == 0 || b.Page == p.from.page {
		if b.Index >= p.from.index+lastLines {
			return false
		}
	} else if b.Index > lastLines || b.Page > p.from.page+1 {
		return false
	}
	return p.to.zero() || here.before(p.to)
}

// leaf is the page of a document at a place, and where it stands among the pages.
func leaf(d *document.Document, at place, lang string) (*page.Leaf, page.Pagination) {
	out := &page.Leaf{Lang: lang}
	pages := page.Pagination{Near: 3, Count: d.Pages}
	if d.Pages > 0 {
		out.Page = min(max(at.page, 1), d.Pages)
		pages.Current = out.Page
	} else {
		pages.Current = stretchOf(d, at) + 1
		pages.Count = (len(d.Blocks) + stretch - 1) / stretch
	}
	for i, b := range d.Blocks {
		if d.Pages > 0 && b.Page == out.Page || d.Pages == 0 && i/stretch == pages.Current-1 {
			out.Lines = append(out.Lines, leafLine(b, at.marks(b)))
		}
	}
	return out, pages
}

func leafLine(b document.Block, marked bool) page.LeafLine {
	x := page.LeafLine{Text: strings.TrimSpace(b.Label + " " + b.Text), Marked: marked}
	for _, c := range b.Cells {
		var words []string
		for _, p := range c.Paragraphs {
			words = append(words, strings.TrimSpace(p.Label+" "+p.Text))
		}
		x.Cells = append(x.Cells, strings.Join(words, " "))
	}
	return x
}

// stretchOf is the number of the stretch, from 0, that holds a place; page counts stretches from 1 where there are no
// pages.
func stretchOf(d *document.Document, at place) int {
	n := max(at.page-1, 0)
	if !at.from.zero() {
		for i, b := range d.Blocks {
			if at.marks(b) {
				n = i / stretch
				break
			}
		}
	}
	return min(n, max((len(d.Blocks)-1)/stretch, 0))
}
