// Package compare asks OpenUPR's search and three others the same questions over the same segments, and measures how
// long each takes: SQLite FTS5, PostgreSQL with GIN indexes, and Bleve, each set up as well as we know how. It is a
// module of its own, so that nobody who builds OpenUPR builds these engines.
//
// A question always asks for the same answer: the exact total, the counts of every value of every facet, the twenty
// most relevant segments and their highlights. Where word forms are the same, totals and counts must be too.
package compare
