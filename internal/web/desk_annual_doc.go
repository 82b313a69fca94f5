package web

import (
	"iter"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/output/sheet"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// office is the name of a body, from the side that the tables are made of.
func (in *inAnnual) office(id string) string {
	if b, ok := in.c.Bodies.Get(id); ok && in.c.Open {
		return in.words(b.Thing.Names)
	}
	return in.inWork.body(id)
}

func (in *inAnnual) annualTitle() string {
	return in.f.T("desks.annual.of", "body", in.office(in.body), "year", itoa(in.year))
}

// document is the year as headings and tables: the page, the Word file and the table for spreadsheets are made of it.
func (in *inAnnual) document() *report.Document {
	t := in.f.T
	x := in.annual
	d := &report.Document{Title: in.annualTitle(), Lang: in.f.P.Tag(), RTL: in.f.P.Dir() == "rtl", Foot: t("desks.annual.foot", "day", in.day(x.On), "act", in.f.P.Number(int(in.c.Act)))}
	head := func(words string) {
		d.Blocks = append(d.Blocks, report.Block{Kind: report.Heading, Level: 1, Runs: []report.Run{{Text: words}}})
	}
	say := func(words string) {
		d.Blocks = append(d.Blocks, report.Block{Kind: report.Paragraph, Runs: []report.Run{{Text: words}}})
	}
	table := func(caption string, widths []float64, heads []string, rows [][]string) {
		tab := &report.Table{Caption: caption, Widths: widths, Head: cellsOf(heads)}
		for _, r := range rows {
			tab.Rows = append(tab.Rows, cellsOf(r))
		}
		d.Blocks = append(d.Blocks, report.Block{Kind: report.TableOf, Table: tab})
	}
	if in.body == "" {
		say(t("desks.annual.none"))
		return d
	}
	say(t("desks.annual.unit", "day", in.day(x.On)))

	head(t("desks.accreditation"))
	if x.Rank == nil {
		say(t("desks.accreditation.empty"))
	} else {
		k := x.Rank.Thing
		words := []string{t("desks.rank." + k.Status), in.period(k.From, k.To), k.By, k.Source}
		if !k.Sure {
			words = append(words, t("desks.unconfirmed"))
		}
		say(strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · "))
	}

	head(t("desks.annual.advice"))
	rows := [][]string{}
	for _, h := range x.Advice {
		rows = append(rows, []string{h.Thing.Number, in.words(h.Thing.Texts), in.day(h.Thing.On), in.number(len(in.c.ReferralsOf(h.ID)))})
	}
	say(t("desks.count.advice", "count", len(x.Advice)))
	if len(rows) > 0 {
		table(t("desks.annual.advice"), []float64{1, 5, 2, 1}, []string{t("work.field.number"), t("desks.field.advice"), t("desks.advice.on"), t("desks.annual.asked")}, rows)
	}
	in.annualReplies(table, head, say)
	in.annualRest(table, head, say)
	return d
}

type (
	tabled = func(caption string, widths []float64, heads []string, rows [][]string)
	worded = func(words string)
)

// annualReplies is how bodies answered.
func (in *inAnnual) annualReplies(table tabled, head, say worded) {
	t, x, n := in.f.T, in.annual, in.number
	head(t("desks.annual.replies"))
	if len(x.Bodies) == 0 {
		say(t("desks.annual.no-replies"))
		return
	}
	bodies := slices.Clone(x.Bodies)
	less := in.f.P.Less()
	slices.SortStableFunc(bodies, func(a, b council.AnnualBody) int { return less(in.office(a.Body), in.office(b.Body)) })
	var rows [][]string
	line := func(name string, b council.AnnualBody) []string {
		return []string{name, n(b.Referred), n(b.Due), n(b.InTime), n(b.After), n(b.None), n(b.Older)}
	}
	for _, b := range bodies {
		rows = append(rows, line(in.office(b.Body), b))
	}
	rows = append(rows, line(t("desks.annual.all"), x.Sum))
	table(t("desks.annual.replies"), []float64{4, 1, 1, 1, 1, 1, 1},
		[]string{t("work.field.body"), t("desks.annual.asked"), t("desks.annual.due"), t("desks.annual.in-time"), t("desks.annual.after"), t("desks.annual.unanswered"), t("desks.annual.older")}, rows)

	heads, sum := []string{t("work.field.body")}, []string{t("desks.annual.all")}
	for _, o := range spoken.Outcomes {
		heads, sum = append(heads, t("desks.outcome."+string(o))), append(sum, n(x.Sum.Outcomes[o]))
	}
	rows = nil
	for _, b := range bodies {
		row := []string{in.office(b.Body)}
		for _, o := range spoken.Outcomes {
			row = append(row, n(b.Outcomes[o]))
		}
		rows = append(rows, row)
	}
	table(t("desks.annual.outcomes"), []float64{4, 1, 1, 1, 1, 1}, heads, append(rows, sum))

	if len(x.Late) > 0 {
		rows = nil
		for _, h := range x.Late {
			title := ""
			if a, ok := in.c.Advice.Get(h.Thing.About); ok {
				title = in.adviceTitle(a.Thing)
			}
			rows = append(rows, []string{title, in.office(h.Thing.Body), in.day(h.Thing.On), in.day(h.Thing.Due)})
		}
		table(t("desks.annual.late"), []float64{3, 3, 2, 2}, []string{t("desks.field.advice"), t("work.field.body"), t("desks.annual.asked-on"), t("work.field.due")}, rows)
	}
}

// annualRest are assessments and figures.
func (in *inAnnual) annualRest(table tabled, head, say worded) {
	t, x, n := in.f.T, in.annual, in.number
	head(t("desks.annual.assessments"))
	if x.Recs == 0 {
		say(t("desks.annual.no-assessments"))
	} else {
		say(t("desks.annual.assessed", "count", x.Recs))
		var rows [][]string
		for _, v := range plan.Verdicts {
			rows = append(rows, []string{t("work.verdict." + string(v)), n(x.Said[v])})
		}
		table(t("desks.annual.assessments"), []float64{3, 1}, []string{t("work.field.verdict"), t("desks.annual.n")}, rows)
	}
	head(t("desks.figures"))
	if len(x.Count) == 0 {
		say(t("desks.figures.empty"))
		return
	}
	var rows [][]string
	for _, h := range x.Count {
		rows = append(rows, []string{in.words(h.Thing.Names), n(h.Thing.Value)})
	}
	table(t("desks.figures"), []float64{3, 1}, []string{t("desks.figure.name"), t("work.field.value")}, rows)
}

func cellsOf(words []string) []report.Cell {
	var out []report.Cell
	for _, w := range words {
		out = append(out, report.Cell{Paragraphs: [][]report.Run{{{Text: w}}}})
	}
	return out
}

// number of a table as a person reads it, or as a spreadsheet does.
func (in *inAnnual) number(n int) string {
	if in.bare {
		return itoa(n)
	}
	return in.f.P.Number(n)
}

// annualCSV writes every table of the year below the one before, each with its caption in the first column.
func annualCSV(in *inAnnual, d *report.Document) sheet.Table {
	most := 0
	for _, b := range d.Blocks {
		if b.Table != nil {
			most = max(most, len(b.Table.Head))
		}
	}
	out := sheet.Table{Name: in.annualTitle(), Columns: []sheet.Column{{Header: in.annualTitle()}}}
	for range most {
		out.Columns = append(out.Columns, sheet.Column{})
	}
	out.Rows = annualRows(d, most+1)
	return out
}

func annualRows(d *report.Document, width int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		row := func(caption string, cells []report.Cell) bool {
			out := make([]any, width)
			for i := range out {
				out[i] = ""
			}
			out[0] = caption
			for i, c := range cells {
				out[i+1] = c.Paragraphs[0][0].Text
			}
			return yield(out)
		}
		for _, b := range d.Blocks {
			if b.Table == nil {
				continue
			}
			if !row(b.Table.Caption, b.Table.Head) {
				return
			}
			for _, r := range b.Table.Rows {
				if !row(b.Table.Caption, r) {
					return
				}
			}
		}
		yield(append([]any{d.Foot}, make([]any, width-1)...))
	}
}
