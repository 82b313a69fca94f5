// Package ledger says how the record is written down and proved: the canonical encoding of a fact, its salted digest,
// the public header of an act, the Merkle tree over the acts and its signed checkpoints. It is pure: it keeps nothing
// and asks nobody, so the same facts have the same tree head on every database.
//
// The form is the one of the Go checksum database (golang.org/x/mod/sumdb/tlog and note): what checks that log can
// check this one. docs/notes/ledger.md has the bytes.
package ledger
