package work

import (
	"time"

	"github.com/openupr/openupr/internal/web/page"
)

// PlanFiles is where tables of plans are handed in.
type PlanFiles struct {
	Action  string
	Problem *page.Refusal
	Limit   int64
	Waiting []WaitingFile
	Done    []ImportedFile
}

// WaitingFile is a file that waits for the reader's answers.
type WaitingFile struct {
	Link
	At time.Time
}

// ImportedFile is a file that came in.
type ImportedFile struct {
	Plan   Link
	File   string
	SHA256 string
	At     time.Time
}

// PlanColumns asks what each column of a table holds.
type PlanColumns struct {
	Form
	File       string
	Kind       string // of table: IMPACT OSS's have their own mapping
	Remembered bool
	Sheets     []Option
	Sheet, Row int
	Columns    []PlanColumn
	Dates      string
	DatesSure  bool
	Cycles     []Option
	Cycle      int
	Plans      []Option
	Title      string
	Types      []Option
	Assign     bool
}

// PlanColumn is one column.
type PlanColumn struct {
	Name, Letter, Header string
	Samples              []string
	Filled               int
	Unsure               bool
	Reasons              []string
	Roles                []Option
}

// PlanAnswers asks what a table's words mean.
type PlanAnswers struct {
	Form
	File      string
	Waiting   int
	Columns   string // address of the step before
	Statuses  []PlanWord
	Bodies    []PlanWord
	Questions []PlanQuestion
	More      int
}

// PlanWord is a word or name with what it may mean.
type PlanWord struct {
	Name, Word string
	Count      int
	Options    []Option
}

// PlanQuestion asks which recommendations some rows are about.
type PlanQuestion struct {
	Name, Ask            string
	Number, Words, Cells string
	Options              []Option
}

// PlanPreview shows what a table would change.
type PlanPreview struct {
	File, SHA256, Action, Seen    string
	Nothing, Stale, Begins        bool
	Title, Plan, Columns, Answers string
	Rows, Carried, Periods        int
	Unread, Joint, Stray          int
	Unlinked, Missing             int
	Long                          []string
	Left                          []Link
	Counts                        []PlanCount
	Changes, Page, Pages          int
	List                          []PlanChange
}

// PlanCount counts the things of a kind.
type PlanCount struct {
	Kind                     string
	New, Changed, Same, Gone int
}

// PlanChange is one thing with its changes.
type PlanChange struct {
	N                     int
	ID, Kind, Title, Cell string
	New, Gone, MayLeave   bool
	Meanwhile             uint64
	Rows                  []PlanField
}

// PlanField is one field before and after.
type PlanField struct {
	Label         string
	Before, After []string
}
