package work

import (
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// Proofs is the list of evidence.
type Proofs struct {
	Rows  []ProofRow
	Total int
	Pages page.Pagination
	Add   *ProofForm // nil where the reader may not
}

// ProofRow is a piece of evidence in a list.
type ProofRow struct {
	Link   Link
	Access string
	Kind   string // what the file is, in words; or that it is a link
	Size   string
	Body   Link
	Date   string
	Open   bool
}

// Proof is one piece of evidence.
type Proof struct {
	ProofRow
	About    []Link
	File     string // address of the file or of the link's copy; empty: there is none
	Name     string
	Type     string
	SHA256   string
	URL      string
	Archived string
	Stripped bool
	Brought  string
	Told     []string // what became of what was handed in
	Edit     *ProofForm
	MayTake  bool // a copy of the link may be made
	Closed   bool // no administrator has opened the door
	History  string
}

// ProofForm adds or changes a piece of evidence.
type ProofForm struct {
	Form
	Evidence plan.Evidence
	Bodies   []Option
	Accesses []Option
	Strips   bool // files are cleaned by default
	Limit    string
	Show     bool
	Outside  bool // links are archived
}

func joined(list []string) string { return strings.Join(list, ", ") }
