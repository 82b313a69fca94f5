// Package sitting draws the pages of a workspace on which councils are kept: what a council is, who holds its seats, its
// sittings, who was there, how they voted, what they decided. Like package page it decides nothing: handlers (package web)
// have asked the policy table and filled the structs.
package sitting

import "github.com/openupr/openupr/internal/web/page/work"

// Pair is a named line: the name is the message "sittings.field.<Name>".
type Pair struct {
	Name  string
	Text  work.Text
	Links []work.Link
}

// Part is some of a council's seats that have something in common.
type Part struct {
	Link  work.Link
	Held  int
	Seats int // that the basis gives; 0: no number
}

// Composition of a council by one thing: the message is "sittings.by.<Code>".
type Composition struct {
	Code  string
	Parts []Part
	New   string // address of the form for a new part; empty: none
}

// Row of a list: a council, a sitting, a vote.
type Row struct {
	Link  work.Link
	Aside []string // in the reader's words
	Ended bool
}
