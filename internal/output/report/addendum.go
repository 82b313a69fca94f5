package report

import (
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
)

// AddendumOptions are what a person chooses of an addendum.
type AddendumOptions struct {
	Intended bool // with the positions that the State intends to give; else those of its documents only
	Comments bool // with comments
}

// Addendum is the draft of the State's views: a position for every item of the review, those without a comment in lists of
// numbers, those with one in a table. Where an item has no position, the draft says that it is not complete and names it.
func Addendum(c *Case, o AddendumOptions) *Document {
	d := c.begin(c.t("output.addendum.title", "state", c.stateName()))
	line := func(s string) { d.Blocks = append(d.Blocks, Block{Kind: Line, Runs: bold(s)}) }
	line(c.t("output.addendum.report"))
	line(c.stateName())
	line(c.t("output.addendum.addendum"))
	line(c.t("output.addendum.views"))
	d.paragraph(Run{Text: c.t("output.addendum.draft", "symbol", c.Symbol, "session", int(c.Session))})

	by := map[upr.Position][]*Rec{}
	for _, r := range ofKind(c.Recs, followup.RecItem) {
		if _, ok := refOf(r.Number); !ok {
			d.without(WithoutNumber, r)
			continue
		}
		p := c.answer(r, o)
		by[p] = append(by[p], r)
	}
	if missing := by[""]; len(missing) > 0 {
		d.Findings = append(d.Findings, Find{NoPosition, missing})
		d.heading(1, Run{Text: c.t("output.addendum.incomplete")})
		d.paragraph(Run{Text: c.t("output.addendum.incomplete.text", "count", len(missing), "list", Numbers(numbersOf(missing)))})
	}
	for _, p := range []upr.Position{upr.Supported, upr.Noted} {
		c.answers(d, by[p], p, o)
	}
	for _, kind := range besides {
		c.beside(d, kind, o)
	}
	return c.finish(d, "addendum")
}

// beside are the State's pledges, and what it says of recommendations of others: an addendum answers a review, so that these
// stand in it only where the State has a comment.
func (c *Case) beside(d *Document, kind string, o AddendumOptions) {
	list := filter(ofKind(c.Recs, kind), func(r *Rec) bool {
		return kind == followup.RecPledge || o.Intended && o.Comments && r.Answer.Comment != ""
	})
	if len(list) == 0 {
		return
	}
	d.heading(1, Run{Text: c.part(kind)})
	t := &Table{Caption: c.part(kind), Widths: []float64{5, 6}, Head: []Cell{cell(c.part(kind)), cell(c.t("output.addendum.column.comment"))}}
	for _, r := range list {
		row := []Cell{c.named(r), {}}
		if o.Intended && o.Comments && r.Answer.Comment != "" {
			row[1] = Cell{Paragraphs: [][]Run{{in(r.Answer.Lang, r.Answer.Comment)}}}
		}
		t.Rows = append(t.Rows, row)
	}
	d.table(t)
}

// without adds a recommendation to a finding.
func (d *Document) without(code string, r *Rec) {
	for i := range d.Findings {
		if d.Findings[i].Code == code {
			d.Findings[i].Recs = append(d.Findings[i].Recs, r)
			return
		}
	}
	d.Findings = append(d.Findings, Find{code, []*Rec{r}})
}

// answer is the position of an item for the addendum: what the State intends where it says so, else what its documents
// say. Only the Council's two positions are answers.
func (c *Case) answer(r *Rec, o AddendumOptions) upr.Position {
	p := r.Position
	if o.Intended && r.Answer.Position != "" {
		p = r.Answer.Position
	}
	if p.Final() {
		return p
	}
	return ""
}

func (c *Case) answers(d *Document, list []*Rec, p upr.Position, o AddendumOptions) {
	if len(list) == 0 {
		return
	}
	commented := filter(list, func(r *Rec) bool { return o.Comments && r.Answer.Comment != "" })
	plain := filter(list, func(r *Rec) bool { return !o.Comments || r.Answer.Comment == "" })
	d.heading(1, Run{Text: c.t("output.addendum."+string(p), "state", c.stateName())})
	if len(plain) > 0 {
		d.numbered(Run{Text: c.t("output.addendum."+string(p)+".list", "state", c.stateName(), "list", Numbers(numbersOf(plain)))})
	}
	if len(commented) == 0 {
		return
	}
	d.numbered(Run{Text: c.t("output.addendum." + string(p) + ".comments")})
	t := &Table{Caption: c.t("output.addendum." + string(p) + ".comments"), Widths: []float64{1, 1.3, 6},
		Head: []Cell{cell(c.t("output.addendum.column.number")), cell(c.t("output.addendum.column.position")), cell(c.t("output.addendum.column.comment"))}}
	for _, r := range commented {
		t.Rows = append(t.Rows, []Cell{cell(r.Number), cell(c.t("output.addendum.position." + string(p))), {Paragraphs: [][]Run{{in(r.Answer.Lang, r.Answer.Comment)}}}})
	}
	d.table(t)
}
