package page

import (
	"context"
	"html"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// FacetName is a value of a facet as the pages of one language show it. It is made once and used on every page, so that
// a thousand counts cost no more than writing them down.
type FacetName struct {
	Text string
	Rank int    // in the order in which the language lists the values
	end  string // of a link, from the parameter to its end: `by=FRA">France</a>`
	name string // escaped
}

// NewFacetName prepares a value.
func NewFacetName(param, value, text string, rank int) *FacetName {
	name := html.EscapeString(text)
	return &FacetName{Text: text, Rank: rank, name: name,
		end: html.EscapeString(url.QueryEscape(param)+"="+url.QueryEscape(value)) + `">` + name + "</a>"}
}

// longFacet is the number of values from which a facet is closed at first and can be searched.
const longFacet = 12

var facetBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// facetLists writes all facets. It writes by hand what a view would write, because there are up to a thousand rows on
// every keystroke.
func facetLists(f Frame, facets []Facet) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		buf := facetBuffers.Get().(*[]byte)
		b := (*buf)[:0]
		group := f.P.Number(1000)
		group = strings.TrimSuffix(strings.TrimPrefix(group, "1"), "000")
		find, off, not := html.EscapeString(f.T("search.facet.find")), html.EscapeString(f.T("search.remove")), html.EscapeString(f.T("search.not"))
		for i := range facets {
			b = appendFacet(b, &facets[i], group, find, off, not)
		}
		_, err := w.Write(b)
		*buf = b
		facetBuffers.Put(buf)
		return err
	})
}

func appendFacet(b []byte, x *Facet, group, find, off, not string) []byte {
	b = append(b, `<details class="facet" id="facet-`...)
	b = append(b, x.Field...)
	b = append(b, '"')
	if x.Open {
		b = append(b, " open"...)
	}
	if len(x.Rows) >= longFacet {
		b = append(b, ` data-long="`...)
		b = append(b, find...)
		b = append(b, '"')
	}
	b = append(b, `><summary>`...)
	b = append(b, html.EscapeString(x.Title)...)
	b = append(b, ` <span class="aside">`...)
	b = appendNumber(b, len(x.Rows), group)
	b = append(b, `</span></summary>`...)
	if x.Note != "" {
		b = append(b, `<p class="hint">`...)
		b = append(b, html.EscapeString(x.Note)...)
		b = append(b, `</p>`...)
	}
	b = append(b, `<ul>`...)
	for i := range x.Rows {
		b = appendFacetRow(b, &x.Rows[i], x.Base, group, off, not)
	}
	return append(b, `</ul></details>`...)
}

func appendFacetRow(b []byte, r *FacetRow, base, group, off, not string) []byte {
	if r.Off == "" {
		b = append(b, `<li><a href="`...)
		b = append(b, base...)
		b = append(b, r.Name.end...)
	} else {
		b = append(b, `<li><a aria-current="true" href="`...)
		b = append(b, html.EscapeString(r.Off)...)
		b = append(b, `">`...)
		if r.Not {
			b = append(b, not...)
			b = append(b, ' ')
		}
		b = append(b, r.Name.name...)
		b = append(b, `<span class="visually-hidden"> – `...)
		b = append(b, off...)
		b = append(b, `</span></a>`...)
	}
	b = append(b, ` <b>`...)
	b = appendNumber(b, r.N, group)
	return append(b, `</b></li>`...)
}

// appendNumber writes a number in groups of three digits.
func appendNumber(b []byte, n int, group string) []byte {
	if n < 1000 {
		return strconv.AppendInt(b, int64(n), 10)
	}
	b = appendNumber(b, n/1000, group)
	b = append(b, group...)
	n %= 1000
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}
