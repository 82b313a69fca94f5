package rows

import "strings"

// Where a row comes from, as its column "source" says it.
const (
	SourceDocument = "document" // a document of the United Nations that the record read
	SourceUPRInfo  = "uprinfo"  // UPR Info's database; provisional until the report is at hand
	SourceUHRI     = "uhri"     // OHCHR's Universal Human Rights Index
)

// Column of the rows. Its header and its meaning are the messages "takeaway.column.<name>" and "takeaway.means.<name>".
type Column struct {
	Name  string
	Type  Type
	Width float64 // in a workbook, in characters
	value func(*Row) any
}

// Type of a column, as table schemas name it.
type Type string

// Types of columns. An integer that is not known is empty.
const (
	String  Type = "string"
	Integer Type = "integer"
	Boolean Type = "boolean"
	List    Type = "list" // of codes; in one cell with ListSign between them
)

// ListSign stands between the codes of a list where a format has no lists of its own.
const ListSign = ";"

// Columns in the order in which every format writes them.
func Columns() []Column {
	return []Column{
		{"id", String, 26, func(r *Row) any { return r.ID }},
		{"item", String, 22, func(r *Row) any { return r.Item }},
		{"kind", String, 16, func(r *Row) any { return r.Kind }},
		{"source", String, 10, func(r *Row) any { return r.Source }},
		{"provisional", Boolean, 10, func(r *Row) any { return r.Provisional }},
		{"state", String, 8, func(r *Row) any { return r.State }},
		{"cycle", Integer, 7, func(r *Row) any { return known(r.Cycle) }},
		{"session", Integer, 9, func(r *Row) any { return known(r.Session) }},
		{"year", Integer, 7, func(r *Row) any { return known(r.Year) }},
		{"recommending", List, 18, func(r *Row) any { return r.Recommending }},
		{"position", String, 12, func(r *Row) any { return r.Position }},
		{"action", Integer, 8, func(r *Row) any { return known(r.Action) }},
		{"issues", List, 24, func(r *Row) any { return r.Issues }},
		{"affected", List, 18, func(r *Row) any { return r.Affected }},
		{"sdgs", List, 10, func(r *Row) any { return r.SDGs }},
		{"treaties", List, 14, func(r *Row) any { return r.Treaties }},
		{"symbol", String, 14, func(r *Row) any { return r.Symbol }},
		{"paragraph", String, 10, func(r *Row) any { return r.Paragraph }},
		{"segments", Integer, 10, func(r *Row) any { return r.Segments }},
		{"act", Integer, 7, func(r *Row) any { return known(r.Act) }},
		{"lang", String, 6, func(r *Row) any { return r.Lang }},
		{"text", String, 80, func(r *Row) any { return r.Text }},
	}
}

func known(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// cell is the column's value where a format knows texts and numbers only.
func (c Column) cell(r *Row) any {
	switch v := c.value(r).(type) {
	case []string:
		return strings.Join(v, ListSign)
	case bool:
		if v {
			return "true"
		}
		return "false"
	default:
		return v
	}
}
