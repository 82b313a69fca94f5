package page

import "github.com/openupr/openupr/internal/ledger"

// About says what the program is and what the record rests on.
type About struct {
	Languages []LanguageRow
	Sources   []SourceRow
	PublicKey string // that checks the record's checkpoints
}

// LanguageRow says how many messages of a language a speaker has reviewed.
type LanguageRow struct {
	Lang          string
	Reviewed, All int
}

// SourceRow is a table of reference data with where it comes from, in English as in the file.
type SourceRow struct {
	Name string
	Head []string
}

// Glossary is the terms of the field.
type Glossary struct {
	Terms []Term
}

// Term is one concept with its word in each language. Code has messages "term.<code>" and "term.<code>.text".
type Term struct{ Code string }

// Policy is the policy table: who may do what, in the installation and in a workspace.
type Policy struct {
	Roles     []string // codes; message "role.<code>"
	Rows      []PolicyRow
	WorkRoles []string
	Grants    []GrantRow
}

// GrantRow is one act in a workspace with the scope that each role has; an empty one is nothing.
type GrantRow struct {
	Act    string
	Scopes []string // one a role; message "scope.<code>"
	Routes []string
}

// PolicyRow is one act with the roles that may do it. Act has a message ("policy.act.<code>").
type PolicyRow struct {
	Act    string
	May    []bool // one a role
	Routes []string
}

// Error is a page that says what happened, what was kept and what to do. Code has messages "error.<code>.title" and
// "error.<code>.text".
type Error struct {
	Status int
	Code   string
	Wanted string // the address or name that was asked for; may be empty
	ID     string // of the failure in the program's log; may be empty
}

// Ledger is the list of acts, the latest first.
type Ledger struct {
	Acts       []ActRow
	Pages      Pagination
	Checkpoint string
	PublicKey  string
}

// ActRow is one act with its public face.
type ActRow struct {
	ledger.ActHeader
	Href string // of what it is about; may be empty
}

// Act is one act in full.
type Act struct {
	ActRow
	Root    string // of the act's own facts
	Changes []ChangeRow
	More    int // changes beyond those shown
	Proof   []string
	Size    uint64 // of the tree that the proof leads to
}

// ChangeRow is a fact that an act brought or ended. Kind has a message ("fact.<kind>").
type ChangeRow struct {
	Kind, Subject, Href string
	Digest              string // of a fact that is closed, in place of its subject
	Ended               bool
}

// API is the page of the programs' interface.
type API struct {
	Base       string // address of the program
	Operations []Operation
	Examples   []Example
	Columns    []Column
}

// Example is a question to ask, with what it gives (message "api.example.<code>").
type Example struct{ Code, Path string }

// Column of the rows that answers hold.
type Column struct{ Name, Type string }

// Operation is one address that programs can ask.
type Operation struct{ Method, Path, Summary, Try string }
