package report

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reference"
)

// NationalOptions are what a person chooses of a national report.
type NationalOptions struct {
	Sections map[string]string // section of a theme, by the theme's id; a theme without one stands in DefaultSection
	Letters  map[string]string // letter of a section, where it is not that of the reference data
	Texts    []string          // ids of the reports and measures whose words go in; nil: the latest report of each recommendation
	Measures bool              // with measures, obstacles and assistance requested, where Texts is nil
	Gaps     bool              // with the list of gaps behind the report
	Asked    []Asked           // consultations on the draft: they are its section on methodology
}

// DefaultSection is where themes stand when nobody said otherwise: follow-up to the previous review.
const DefaultSection = "follow-up"

// National is the draft of a national report: the sections of the guidelines, below them the themes of the plan with the
// numbers of their recommendations in brackets, and numbered paragraphs of the words that people chose. Words that stand on
// several recommendations stand once, with all their numbers. The list of gaps is no part of the report, and its words do
// not count.
func National(c *Case, o NationalOptions) *Document {
	d := c.begin(c.t("output.national.title", "state", c.stateName()))
	n := &national{c: c, d: d, o: o, used: map[string]bool{}}
	themes := slices.Clone(c.Themes)
	if rest := c.outside(); len(rest) > 0 {
		t := Theme{Title: c.t("output.national.rest"), Lang: c.Say.Tag()}
		for _, r := range rest {
			t.Recs = append(t.Recs, r.ID)
		}
		themes = append(themes, t)
	}
	for _, s := range reference.ReportSections() {
		letter := s.Letter
		if l := o.Letters[s.Code]; l != "" {
			letter = l
		}
		title := s.Title[string(c.Say.Lang())]
		if title == "" {
			title = s.Title["en"]
		}
		d.heading(1, Run{Text: letter + ". " + title})
		for _, t := range themes {
			section := o.Sections[t.ID]
			if section == "" {
				section = DefaultSection
			}
			if section == s.Code {
				n.theme(t)
			}
		}
		switch s.Code {
		case "methodology":
			for _, a := range o.Asked {
				title, lang := a.Method.Of.Title.In(string(c.Say.Lang()))
				d.heading(2, in(lang, title))
				consulted{c.Say, d, a.Named, 2}.all(a.Method)
			}
		case "achievements":
			n.each(func(m Measure) (string, string) { return m.Obstacles, m.Lang })
		case "assistance":
			n.each(func(m Measure) (string, string) { return m.Assistance, m.Lang })
		}
	}
	d.close("national-report", c.On)
	c.gaps(d)
	if o.Gaps {
		c.gapsTable(d)
	}
	if len(c.Unplanned) > 0 {
		d.Findings = append(d.Findings, Find{NotPlanned, c.Unplanned})
	}
	return d
}

type national struct {
	c    *Case
	d    *Document
	o    NationalOptions
	used map[string]bool // texts that stand in the report already
}

// chosen says whether the words of a report or measure go in.
func (n *national) chosen(id string, byDefault bool) bool {
	if n.o.Texts == nil {
		return byDefault
	}
	return slices.Contains(n.o.Texts, id)
}

// paragraphs of one theme: words with the recommendations on which they stand.
type passage struct {
	words, lang string
	runs        []Run
	recs        []*Rec
}

func (n *national) theme(t Theme) {
	recs := n.c.of(t.Recs)
	if len(recs) == 0 {
		return
	}
	items := ofKind(recs, followup.RecItem)
	head := []Run{in(t.Lang, t.Title)}
	if list := Numbers(numbersOf(items)); list != "" {
		head = append(head, Run{Text: " " + n.c.t("output.national.numbers", "list", list)})
	}
	n.d.heading(2, head...)
	n.passages(items)
	for _, kind := range besides {
		if list := ofKind(recs, kind); len(list) > 0 {
			n.d.heading(3, Run{Text: n.c.part(kind) + " (" + Numbers(namesOf(list)) + ")"})
			n.passages(list)
		}
	}
}

// passages are the numbered paragraphs on recommendations of one kind. Words that stand in the report already stand there
// once.
func (n *national) passages(recs []*Rec) {
	var out []*passage
	add := func(id, words, lang string, runs []Run, r *Rec) {
		for _, p := range out {
			if p.words == words && p.lang == lang {
				if !slices.Contains(p.recs, r) {
					p.recs = append(p.recs, r)
				}
				n.used[id] = true
				return
			}
		}
		if n.used[id] {
			return
		}
		n.used[id] = true
		out = append(out, &passage{words, lang, runs, []*Rec{r}})
	}
	for _, r := range recs {
		for i, s := range r.Reports {
			if s.Words != "" && n.chosen(s.ID, i == len(r.Reports)-1) {
				add(s.ID, s.Words, s.Lang, []Run{in(s.Lang, strings.TrimSpace(s.Words))}, r)
			}
		}
	}
	for _, r := range recs {
		for _, m := range r.Measures {
			if n.chosen(m.ID, n.o.Measures) {
				add(m.ID, m.ID, "", n.c.measure(m), r)
			}
		}
	}
	for _, p := range out {
		runs := p.runs
		runs = append(runs, Run{Text: n.cited(p.recs)})
		n.d.numbered(runs...)
	}
}

// cited are the recommendations on which words stand, in brackets.
func (n *national) cited(recs []*Rec) string {
	if recs[0].Kind != followup.RecItem {
		return " (" + n.c.part(recs[0].Kind) + ": " + Numbers(namesOf(recs)) + ")"
	}
	if list := Numbers(numbersOf(recs)); list != "" {
		return " " + n.c.t("output.national.numbers", "list", list)
	}
	return ""
}

// each writes one text of every measure that goes in, once.
func (n *national) each(text func(Measure) (words, lang string)) {
	seen := map[string]bool{}
	for _, r := range n.c.Recs {
		for _, m := range r.Measures {
			words, lang := text(m)
			if words == "" || seen[m.ID] || !n.chosen(m.ID, n.o.Measures) {
				continue
			}
			seen[m.ID] = true
			n.d.numbered(in(m.Lang, m.Title), Run{Text: ": "}, in(lang, words))
		}
	}
}

// outside are the recommendations that stand under no theme.
func (c *Case) outside() []*Rec {
	within := map[string]bool{}
	for _, t := range c.Themes {
		for _, id := range t.Recs {
			within[id] = true
		}
	}
	return filter(c.Recs, func(r *Rec) bool { return !within[r.ID] })
}

// gaps are recommendations without a report, a lead or a proof.
func (c *Case) gaps(d *Document) {
	for _, g := range []struct {
		code string
		of   func(*Rec) bool
	}{
		{NoReport, func(r *Rec) bool { return len(r.Reports) == 0 }},
		{NoLead, func(r *Rec) bool { return r.Lead == "" }},
		{NoEvidence, func(r *Rec) bool { return len(r.Reports) > 0 && r.Evidence == 0 }},
	} {
		if list := filter(c.Recs, g.of); len(list) > 0 {
			d.Findings = append(d.Findings, Find{g.code, list})
		}
	}
}

// gapsTable stands behind the report and is no part of it.
func (c *Case) gapsTable(d *Document) {
	if len(d.Findings) == 0 {
		return
	}
	d.heading(1, Run{Text: c.t("output.gaps.title")})
	t := &Table{Caption: c.t("output.gaps.title"), Widths: []float64{3, 1, 6}, Head: []Cell{cell(c.t("output.gaps.what")), cell(c.t("output.gaps.count")), cell(c.t("output.gaps.which"))}}
	for _, f := range d.Findings {
		t.Rows = append(t.Rows, []Cell{cell(c.t("output.find." + f.Code)), cell(c.Say.Number(len(f.Recs))), cell(Numbers(namesOf(f.Recs)))})
	}
	d.table(t)
}

// namesOf are what a report calls recommendations.
func namesOf(list []*Rec) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Name())
	}
	return out
}
