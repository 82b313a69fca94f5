package report

import (
	"slices"

	"github.com/openupr/openupr/internal/followup"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Brief is one page on a theme, for somebody who has a minute: what was asked, what was done, who says so and who contests
// it, what is overdue. Counts say their unit and as of which act. Words beyond a page are counted, never cut.
func Brief(c *Case, theme Theme) *Document {
	recs := c.of(theme.Recs)
	d := c.begin(theme.Title)
	d.Compact = true
	var n upr.Count
	reported, contested := 0, 0
	var overdue []*Rec
	var leads []string
	items := ofKind(recs, followup.RecItem)
	for _, r := range items {
		if r.Position != "" {
			n.Add(r.Position, 1)
		}
		if len(r.Reports) > 0 {
			reported++
		}
		if r.Standing() == plan.Contested {
			contested++
		}
	}
	for _, r := range recs {
		if r.Overdue(c.On) {
			overdue = append(overdue, r)
		}
		if r.Lead != "" && !slices.Contains(leads, r.Lead) {
			leads = append(leads, r.Lead)
		}
	}
	d.paragraph(Run{Text: c.t("output.brief.counts", "all", c.t("count.item", "count", len(items)), "supported", c.Say.Number(n.Supported), "noted", c.Say.Number(n.Noted),
		"reported", c.Say.Number(reported), "contested", c.Say.Number(contested), "act", c.Say.Number(int(c.Act)), "date", c.Say.Date(c.At))})
	d.heading(2, Run{Text: c.t("output.brief.asked")})
	for _, p := range upr.Positions {
		if list := filter(items, func(r *Rec) bool { return r.Position == p }); len(list) > 0 {
			d.paragraph(Run{Text: c.t("position." + string(p)), Bold: true}, Run{Text: ": " + Numbers(namesOf(list))})
		}
	}
	for _, kind := range besides {
		if list := ofKind(recs, kind); len(list) > 0 {
			d.paragraph(Run{Text: c.part(kind), Bold: true}, Run{Text: ": " + Numbers(namesOf(list))})
		}
	}
	if len(leads) > 0 {
		d.paragraph(Run{Text: c.t("output.brief.leads"), Bold: true}, Run{Text: ": " + c.Say.List(leads)})
	}
	d.heading(2, Run{Text: c.t("output.brief.done")})
	c.briefDone(d, recs)
	d.heading(2, Run{Text: c.t("output.brief.others-say")})
	c.briefOthers(d, recs)
	d.heading(2, Run{Text: c.t("output.brief.overdue", "date", c.day(c.On))})
	if len(overdue) == 0 {
		d.paragraph(Run{Text: c.t("output.brief.overdue-none")})
	} else {
		d.paragraph(Run{Text: Numbers(namesOf(overdue))})
	}
	if gap := unreported(recs); len(gap) > 0 {
		d.Findings = append(d.Findings, Find{NoReport, gap})
	}
	return c.finish(d, "brief")
}

// briefDone are the measures of the theme, each once, and what the State reports.
func (c *Case) briefDone(d *Document, recs []*Rec) {
	seen := map[string]bool{}
	any := false
	for _, r := range recs {
		for _, m := range r.Measures {
			if !seen[m.ID] {
				seen[m.ID], any = true, true
				d.paragraph(c.measure(m)...)
			}
		}
	}
	for r, first := range c.byKind(recs, func(r *Rec) bool { return len(r.Reports) > 0 }) {
		if s, ok := r.Report(); ok {
			any = true
			c.briefPart(d, r, first)
			d.paragraph(append([]Run{{Text: namesOf([]*Rec{r})[0] + " – "}}, c.said("output.said.report", s, c.status(s.Status))...)...)
		}
	}
	if !any {
		d.paragraph(Run{Text: c.t("output.said.no-report")})
	}
}

// briefPart names the kind above the first of those that stand beside the items.
func (c *Case) briefPart(d *Document, r *Rec, first bool) {
	if first && r.Kind != followup.RecItem {
		d.paragraph(Run{Text: c.part(r.Kind), Bold: true})
	}
}

func (c *Case) briefOthers(d *Document, recs []*Rec) {
	any := false
	for r, first := range c.byKind(recs, func(r *Rec) bool { return len(r.Others) > 0 }) {
		c.briefPart(d, r, first)
		for _, s := range r.Others {
			any = true
			d.paragraph(append([]Run{{Text: namesOf([]*Rec{r})[0] + " – "}}, c.said("output.said.other", s, c.t("output.verdict."+string(s.Verdict)))...)...)
		}
	}
	if !any {
		d.paragraph(Run{Text: c.t("output.standing.not-assessed")})
	}
}
