package sitting

import (
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Table is where a table of members is handed in.
type Table struct {
	Council work.Link
	Action  string
	Limit   int
	Problem *page.Refusal
	Back    string
}

// TableColumns asks what the columns of a table hold, and shows what would follow.
type TableColumns struct {
	work.Form
	Council work.Link
	File    string
	Langs   []work.Option
	Layouts []work.Option
	Columns []TableColumn
	Counts  []work.Count // "sittings.table.<Code>"
	New     []string     // categories and sections that come with it
	Rows    []TableRow   // the first ones and all with something wrong
	More    int          // that are not shown
	Ready   bool         // there is something to bring
	Back    string
}

// TableColumn is one column.
type TableColumn struct {
	Name    string // of the field
	Letter  string
	Heading string
	Sample  string
	Options []work.Option
}

// TableRow is one row with what becomes of it.
type TableRow struct {
	Line   int
	Name   string
	Number int
	Parts  string
	Fate   string // code: "new", "changed", "same"; empty: Wrong says why it is left out
	Wrong  string
}
