package items

import (
	"io"
	"strings"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/sheet"
	"github.com/openupr/openupr/internal/upr"
)

// columns of a table of items, in order; the header is the message "export.<name>".
var columns = []struct {
	name  string
	width float64
	wrap  bool
	value func(*Row) any
}{
	{"permanent-id", 22, false, func(r *Row) any { return r.Permanent }},
	{"symbol", 14, false, func(r *Row) any { return r.Symbol }},
	{"state", 8, false, func(r *Row) any { return string(r.State) }},
	{"cycle", 7, false, func(r *Row) any { return r.Cycle }},
	{"session", 9, false, func(r *Row) any { return zero(int(r.WGSession)) }},
	{"number", 10, false, func(r *Row) any { return r.ID }},
	{"text", 80, true, func(r *Row) any { return r.Text }},
	{"segments", 80, true, func(r *Row) any { return segmentLines(r) }},
	{"recommending", 18, true, func(r *Row) any { return stateList(r) }},
	{"position", 12, false, func(r *Row) any { return r.Position }},
	{"claim", 14, false, func(r *Row) any { return r.Claim }},
	{"position-words", 40, true, func(r *Row) any { return r.PositionRaw }},
	{"page", 7, false, func(r *Row) any { return pointed(r.Page) }},
	{"place", 14, false, func(r *Row) any { return r.Place }},
	{"questions", 18, true, func(r *Row) any { return questionKinds(r) }},
	{"file", 24, false, func(r *Row) any { return r.Source.File }},
	{"sha256", 20, false, func(r *Row) any { return r.Source.SHA256 }},
	{"extractor", 14, false, func(r *Row) any { return r.Source.Extractor }},
	{"grammar", 14, false, func(r *Row) any { return r.Source.Grammar }},
}

// table of rows with headers in the reader's language.
func table(rows []Row, say i18n.Printer) sheet.Table {
	t := sheet.Table{Name: say.T("export.items")}
	for _, c := range columns {
		t.Columns = append(t.Columns, sheet.Column{Header: say.T("export." + c.name), Width: c.width, Wrap: c.wrap})
	}
	t.Rows = func(yield func([]any) bool) {
		for i := range rows {
			cells := make([]any, len(columns))
			for j, c := range columns {
				cells[j] = c.value(&rows[i])
			}
			if !yield(cells) {
				return
			}
		}
	}
	return t
}

// WriteCSV writes one row an item; several segments stand in one cell, a line each.
func WriteCSV(w io.Writer, rows []Row, say i18n.Printer) error {
	return sheet.WriteCSV(w, table(rows, say))
}

// WriteXLSX writes the same as a workbook.
func WriteXLSX(w io.Writer, rows []Row, say i18n.Printer) error {
	return sheet.WriteXLSX(w, table(rows, say))
}

func segmentLines(r *Row) string {
	lines := make([]string, len(r.Segments))
	for i, s := range r.Segments {
		lines[i] = s.Text
		if len(s.States) > 0 {
			lines[i] += " (" + joinStates(s.States) + ")"
		}
	}
	return strings.Join(lines, "\n")
}

func stateList(r *Row) string {
	var all []upr.State
	seen := map[upr.State]bool{}
	for _, s := range r.Segments {
		for _, st := range s.States {
			if !seen[st] {
				seen[st] = true
				all = append(all, st)
			}
		}
	}
	return joinStates(all)
}

func joinStates(states []upr.State) string {
	out := make([]string, len(states))
	for i, s := range states {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

func questionKinds(r *Row) string {
	kinds := make([]string, len(r.Questions))
	for i, q := range r.Questions {
		kinds[i] = q.Kind
	}
	return strings.Join(kinds, ", ")
}

func pointed(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

func zero(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
