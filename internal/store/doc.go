// Package store keeps the record: an append-only table of facts, brought by one act and ended by a later one, on SQLite
// inside the program or on PostgreSQL. There is one way in (a Draft, or Write for small acts), one proof (package
// ledger) and one backup for both. Everything shown is derived from the facts by readers of this package.
//
// A fact belongs to the record from the act that brought it up to, and not including, the act that ended it. Acts are
// numbered from 1 in the order of their commits without gaps; "the record at act n" never changes.
//
// docs/notes/store.md says why it is built so.
package store
