package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
)

// Orders of the table for the cabinet.
const (
	ByBody     = "body"
	ByDeadline = "deadline"
)

// CabinetOptions are what a person chooses of the table for the cabinet.
type CabinetOptions struct {
	By      string // ByBody or ByDeadline
	Overdue bool   // only what is overdue
}

// Cabinet is the table that a cabinet decides by: what is whose, by when, and how far it is. Noted recommendations stand
// beside supported ones; no body is ranked.
func Cabinet(c *Case, o CabinetOptions) *Document {
	d := c.begin(c.t("output.cabinet.title", "state", c.stateName()))
	d.Landscape, d.Compact = true, true
	list := slices.Clone(c.Recs)
	if o.Overdue {
		list = filter(list, func(r *Rec) bool { return r.Overdue(c.On) })
	}
	late := filter(list, func(r *Rec) bool { return r.Overdue(c.On) })
	d.paragraph(Run{Text: c.t("output.cabinet.counts", "all", c.t("count.item", "count", len(list)), "overdue", c.t("count.item", "count", len(late)), "date", c.day(c.On))})
	parts := 0
	for _, kind := range kinds {
		if len(ofKind(list, kind)) > 0 {
			parts++
		}
	}
	for _, kind := range kinds {
		mine := ofKind(list, kind)
		if len(mine) == 0 && (kind != followup.RecItem || parts > 0) {
			continue
		}
		if parts > 1 || kind != followup.RecItem {
			d.heading(1, Run{Text: c.part(kind)})
		}
		c.cabinetPart(d, mine, o)
	}
	if gap := filter(list, func(r *Rec) bool { return r.Lead == "" }); len(gap) > 0 {
		d.Findings = append(d.Findings, Find{NoLead, gap})
	}
	return c.finish(d, "cabinet")
}

// cabinetPart are the recommendations of one kind by body or by day.
func (c *Case) cabinetPart(d *Document, list []*Rec, o CabinetOptions) {
	if o.By == ByDeadline {
		slices.SortStableFunc(list, func(a, b *Rec) int {
			x, y := a.Due, b.Due
			if x.IsZero() != y.IsZero() {
				if x.IsZero() {
					return 1
				}
				return -1
			}
			return x.Compare(y)
		})
		d.table(c.cabinetTable(c.t("output.cabinet.by-deadline"), list, true))
	} else {
		less := c.Say.Less()
		var leads []string
		for _, r := range list {
			if !slices.Contains(leads, r.Lead) {
				leads = append(leads, r.Lead)
			}
		}
		slices.SortFunc(leads, func(a, b string) int {
			if (a == "") != (b == "") { // what nobody has stands last
				return strings.Compare(b, a)
			}
			return less(a, b)
		})
		for _, lead := range leads {
			mine := filter(list, func(r *Rec) bool { return r.Lead == lead })
			title := cmp.Or(lead, c.t("output.cabinet.nobody"))
			d.heading(2, Run{Text: title})
			d.table(c.cabinetTable(title, mine, false))
		}
	}
}

func (c *Case) cabinetTable(caption string, list []*Rec, lead bool) *Table {
	t := &Table{Caption: caption, Widths: []float64{1.1, 4.5, 1.3, 3, 1.6, 2.2}}
	head := []string{"output.column.number", "output.column.asked", "output.column.position", "output.column.measures", "output.column.due", "output.column.reported"}
	if lead {
		t.Widths = slices.Insert(t.Widths, 3, 2)
		head = slices.Insert(head, 3, "output.column.lead")
	}
	for _, h := range head {
		t.Head = append(t.Head, cell(c.t(h)))
	}
	for _, r := range list {
		row := []Cell{cell(r.Name()), {Paragraphs: [][]Run{{in(r.Lang, r.Words)}}}, cell(c.position(r))}
		if lead {
			row = append(row, cell(cmp.Or(r.Lead, c.t("output.cabinet.nobody"))))
		}
		var measures Cell
		for _, m := range r.Measures {
			measures.Paragraphs = append(measures.Paragraphs, []Run{in(m.Lang, m.Title)})
		}
		due := c.day(r.Due)
		if r.Overdue(c.On) {
			due = strings.TrimSpace(due + "\n" + c.t("output.overdue"))
		}
		t.Rows = append(t.Rows, append(row, measures, cell(due), cell(c.reported(r)...)))
	}
	return t
}

// position in words; empty for what has none.
func (c *Case) position(r *Rec) string {
	if r.Position == "" {
		return ""
	}
	return c.t("position." + string(r.Position))
}

// reported is what the State reports, and how that stands with others, each on its own line.
func (c *Case) reported(r *Rec) []string {
	s, ok := r.Report()
	if !ok {
		return []string{c.t("output.said.no-report")}
	}
	return append([]string{c.status(s.Status) + ", " + c.day(s.On)}, c.standing(r)...)
}
