package page

import (
	"context"
	"html"
	"io"
	"strconv"

	"github.com/a-h/templ"

	"github.com/openupr/openupr/internal/upr"
)

// hitList writes the segments found. Like the facets it is written by hand: it is drawn on every keystroke.
func hitList(f Frame, hits []SearchHit) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := facetBuffers.Get().(*[]byte)
		h := hitWriter{f: f, b: (*buf)[:0], positions: map[upr.Position]string{}, by: f.T("search.asked-by"), labels: f.T("search.labels"),
			provisional: f.T("search.provisional"), open: f.T("search.open")}
		for i := range hits {
			h.hit(&hits[i])
		}
		_, err := w.Write(h.b)
		*buf = h.b
		facetBuffers.Put(buf)
		return err
	})
}

type hitWriter struct {
	f                             Frame
	b                             []byte
	positions                     map[upr.Position]string // their words, by what was asked for so far
	by, labels, provisional, open string
}

// raw writes markup, text what a person reads.
func (h *hitWriter) raw(s string)  { h.b = append(h.b, s...) }
func (h *hitWriter) text(s string) { h.b = append(h.b, html.EscapeString(s)...) }

func (h *hitWriter) link(class, href, text string) {
	h.raw("<a")
	if class != "" {
		h.raw(` class="`)
		h.raw(class)
		h.raw(`"`)
	}
	h.raw(` href="`)
	h.text(href)
	h.raw(`">`)
	h.text(text)
	h.raw("</a>")
}

func (h *hitWriter) span(class, text string) {
	h.raw(`<span class="`)
	h.raw(class)
	h.raw(`">`)
	h.text(text)
	h.raw("</span> ")
}

func (h *hitWriter) hit(x *SearchHit) {
	h.raw(`<li class="hit" data-entry><p class="hit-head">`)
	number := x.Number
	if number == "" {
		number = h.open
	}
	h.link("item-number", x.Href, number)
	h.raw(" ")
	if x.ReviewHref != "" {
		h.link("", x.ReviewHref, x.To.Name+", "+h.f.T("cycle.n", "n", x.Cycle))
	} else {
		h.link("", x.To.Href(), x.To.Name)
	}
	h.raw(" ")
	if x.Symbol != "" {
		h.span("aside", x.Symbol)
	} else if x.Year > 0 {
		h.span("aside", strconv.Itoa(x.Year))
	}
	if x.Kind != "recommendation" {
		h.span("tag", h.f.T("facet.kind."+x.Kind))
	}
	if x.Provisional {
		h.span("tag", h.provisional)
	}
	h.raw(`</p><p class="words" lang="`)
	h.text(x.Lang)
	h.raw(`" dir="auto">`)
	for _, s := range x.Words {
		if s.Found {
			h.raw("<mark>")
			h.text(s.Text)
			h.raw("</mark>")
		} else {
			h.text(s.Text)
		}
	}
	h.raw(`</p><div class="hit-foot">`)
	h.foot(x)
	h.raw("</div></li>")
}

func (h *hitWriter) foot(x *SearchHit) {
	if x.Position != "" {
		h.position(x.Position)
	}
	if len(x.By) > 0 {
		h.raw("<div>")
		h.span("aside", h.by)
		h.raw(`<ul class="states">`)
		for _, s := range x.By {
			h.raw("<li>")
			h.link("", s.Href(), s.Name)
			h.raw("</li>")
		}
		h.raw("</ul></div> ")
	}
	if len(x.Labels) > 0 {
		h.raw(`<span class="labels">`)
		h.span("visually-hidden", h.labels)
		for _, l := range x.Labels {
			h.link("", l.Href, l.Text)
			h.raw(" ")
		}
		h.raw("</span> ")
	}
	if x.Source != "" {
		h.span("aside", h.f.T("search.source."+x.Source))
	}
}

// position is shape and word, as the view Position has it.
func (h *hitWriter) position(p upr.Position) {
	word, ok := h.positions[p]
	if !ok {
		word = html.EscapeString(h.f.T("position." + string(p)))
		h.positions[p] = word
	}
	h.raw(`<span class="position position-`)
	h.raw(string(p))
	h.raw(`"><svg width="12" height="12" aria-hidden="true" focusable="false"><use href="#shape-`)
	h.raw(string(p))
	h.raw(`"></use></svg> `)
	h.raw(word)
	h.raw("</span> ")
}
