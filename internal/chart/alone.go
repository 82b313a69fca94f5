package chart

import "strings"

// Measures of a chart that stands alone.
const (
	margin    = 24.0
	wordsLine = 17.0
	headLine  = 26.0
	narrow    = 560.0 // at least so wide, so that its words have room
	panelsRow = 4     // parts beside each other
)

// Style is what a chart wears as a file of its own. A page brings the same classes in its own style sheet.
const Style = `svg{background:#fdfdfc;color:#1b1d1f;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif}` +
	`text{fill:#1b1d1f;font-size:13px}.chart-head{font-size:19px;font-weight:650}.chart-title{font-weight:600}.chart-number{font-weight:600;paint-order:stroke;stroke:#fdfdfc;stroke-width:3px;stroke-opacity:.8;stroke-linejoin:round}.chart-tint~.chart-number{stroke:none}` +
	`.chart-quiet{fill:#55595e}.chart-mark{fill:#0b5468}.chart-tint{fill:#0b5468}.chart-band{fill:#0b5468;fill-opacity:.28;stroke:#fdfdfc;stroke-width:.5}` +
	`.chart-line{fill:none;stroke:#0b5468;stroke-width:2}.chart-axis{stroke:#9a9d9f;stroke-width:1}.chart-open{fill:#fdfdfc;stroke:#1b1d1f;stroke-width:1.6}` +
	`.chart-stroke{fill:none;stroke:#1b1d1f;stroke-width:2.4}.chart-land{fill:#e4e4e0;stroke:none}.chart-ring{fill:#fdfdfc;stroke:#0b5468;stroke-width:1.2}` +
	`.chart-none{fill:none;stroke:#767a7f;stroke-width:1;stroke-dasharray:2 1.6}` +
	`@media (prefers-color-scheme:dark){svg{background:#16181a}text{fill:#e7e6e2}.chart-number{stroke:#16181a}.chart-quiet{fill:#a9abac}.chart-mark,.chart-tint,.chart-band{fill:#86c5d6}` +
	`.chart-band{stroke:#16181a}.chart-line{stroke:#86c5d6}.chart-axis{stroke:#5b6064}.chart-open{fill:#16181a;stroke:#e7e6e2}.chart-stroke{stroke:#e7e6e2}` +
	`.chart-land{fill:#2a2e31}.chart-ring{fill:#16181a;stroke:#86c5d6}.chart-none{stroke:#868a8e}}`

// Alone is the chart as a file: with its style, its question above and what it says, counts and comes from below.
func Alone(c Chart, s Setting) string {
	pics := c.pictures(s)
	perRow := min(len(pics), panelsRow)
	w := narrow
	for _, pic := range pics {
		w = max(w, float64(perRow)*(pic.w+margin)-margin)
	}
	full := w + 2*margin
	p := newPen(s, full)
	y := margin
	words := c.Words()
	for _, l := range lines(words.Question, w*letterWidth/10.2, 3) {
		y += headLine
		p.text("chart-head", "start", margin, y-8, l)
	}
	y += 10
	for i := 0; i < len(pics); i += perRow {
		tall := 0.0
		for k, pic := range pics[i:min(i+perRow, len(pics))] {
			tall = max(tall, pic.h)
			p.nest(margin+float64(k)*(pic.w+margin), y, w, pic)
		}
		y += tall + margin
	}
	for _, l := range foot(words, w) {
		p.text("chart-quiet", "start", margin, y, l)
		y += wordsLine
	}
	y += margin - wordsLine/2
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t" aria-describedby="d"`)
	if s.Lang != "" {
		b.WriteString(` xml:lang="` + escape(s.Lang) + `"`)
	}
	if s.RTL {
		b.WriteString(` direction="rtl"`)
	}
	b.WriteString(` width="` + num(full) + `" height="` + num(y) + `" viewBox="0 0 ` + num(full) + ` ` + num(y) + `">`)
	b.WriteString(`<title id="t">` + escape(words.Question) + `</title><desc id="d">` + escape(words.Reading) + `</desc><style>` + Style + `</style>`)
	b.WriteString(p.b.String() + "</svg>\n")
	return b.String()
}

// nest sets a picture into the file; a fluid one takes the whole width.
func (p *pen) nest(x, y, whole float64, pic picture) {
	w := pic.w
	if pic.fluid {
		w = whole
	}
	left := x
	if p.rtl {
		left = p.w - x - w
	}
	p.b.WriteString(`<svg x="` + num(left) + `" y="` + num(y) + `" width="` + num(w) + `" height="` + num(pic.h) + `">`)
	if pic.title != "" {
		p.b.WriteString(`<title>` + escape(pic.title) + `</title><desc>` + escape(pic.desc) + `</desc>`)
	}
	p.b.WriteString(pic.marks + `</svg>`)
}

// foot is the words below a chart, broken into lines.
func foot(c *Caption, w float64) []string {
	var out []string
	for _, s := range append(append([]string{c.Reading, c.Unit}, c.Notes...), c.Source, c.AsOf) {
		if s != "" {
			out = append(out, lines(s, w, 6)...)
		}
	}
	return out
}
