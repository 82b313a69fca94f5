package work

import "github.com/openupr/openupr/internal/web/page"

// Books lists the workbooks of a workspace.
type Books struct {
	Action    string
	Problem   *page.Refusal
	Limit     int64
	MayReturn bool
	Bodies    []BookLine
	Waiting   []WaitingFile
}

// BookLine is the workbook of a body.
type BookLine struct {
	Body           Link
	Href           string
	Recs, Measures int
	Own            bool // the reader sits for it
}

// BookBack shows what a workbook that came back would change.
type BookBack struct {
	File, Action, Seen, Body string
	Stale, Nothing, Ready    bool
	Untouched, Gone, Beside  int
	Conflicts, Changes       int
	Page, Pages              int
	Wrong                    []WrongCell
	Clashes, List            []BookChange
}

// WrongCell is a cell that cannot be taken.
type WrongCell struct{ Cell, Why string }

// BookChange is a row with its changes.
type BookChange struct {
	N      int
	Kind   string
	Thing  Link
	Row    string
	New    bool
	Fields []BookField
}

// BookField is one field of a row.
type BookField struct {
	Label, Before, Mine, Theirs string
	Clash                       bool
	Choice, Form                string
}
