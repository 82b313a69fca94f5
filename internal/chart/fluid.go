package chart

// A fluid picture has no fixed width: lengths across are shares of the place it gets, lengths down are pixels, and so its
// letters keep their size on a phone.

// narrowest is the width for which words in a fluid picture are cut: what a phone of 360 px leaves.
const narrowest = 312

// percent is a place across, from the side where reading begins.
func (p *pen) percent(share float64) string {
	if p.rtl {
		share = 1 - share
	}
	return num(share*100) + "%"
}

// along writes text at a share of the width, some pixels further on in the direction of reading.
func (p *pen) along(class, anchor string, share, further, y float64, s string) {
	if p.rtl {
		further = -further
	}
	p.b.WriteString(`<text class="` + class + `" x="` + p.percent(share) + `" y="` + num(y) + `"`)
	if further != 0 {
		p.b.WriteString(` dx="` + num(further) + `"`)
	}
	if anchor != "start" {
		p.b.WriteString(` text-anchor="` + anchor + `"`)
	}
	p.b.WriteString(`>` + escape(s) + `</text>`)
}

// bar lies from the starting side to a share of the width.
func (p *pen) bar(class string, share, y, h float64, attrs, title string) {
	x := "0"
	if p.rtl {
		x = num((1-share)*100) + "%"
	}
	p.b.WriteString(`<rect class="` + class + `" x="` + x + `" y="` + num(y) + `" width="` + num(share*100) + `%" height="` + num(h) + `"` + attrs)
	p.end("rect", title)
}

// stand sets what f draws around a point at a share of the width.
func (p *pen) stand(share, y float64, f func()) {
	p.b.WriteString(`<svg class="chart-spot" overflow="visible" x="` + p.percent(share) + `" y="` + num(y) + `">`)
	f()
	p.b.WriteString(`</svg>`)
}
