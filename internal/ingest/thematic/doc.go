// Package thematic reads the list that the Office of the High Commissioner publishes after a review is adopted: the
// "thematic list" or "matrix" of recommendations, with the final position of the State under review, themes, groups of
// persons and Goals (handbook, 8.7; formats, section 5).
//
// Four layouts are known: a table with coded themes (cycle 2), one with themes in words (cycle 3), one with a column of
// its own for Goals (cycle 4), and the same table saved as text, one paragraph of a cell a line. All become records of
// one shape first; what is read of a record does not depend on its layout.
package thematic

// Grammar is the name and version of this grammar, part of every item's provenance.
const Grammar = "thematic/1"

// Kinds of question that the grammar asks, besides those of package wording.
const (
	SymbolUnknown    = "report-symbol-unknown" // no line says from which report's addendum the positions come
	SymbolsDiffer    = "report-symbols-differ" // lines name different reports; Detail["symbols"]
	CycleDiffers     = "cycle-differs"         // the printed cycle is not that of the session; Detail["printed"], ["expected"]
	PositionUnclear  = "position-unclear"      // a position in other words than the two; Detail["printed"]
	PositionDiffers  = "list-position-differs" // two rows give an item different positions; Detail["rows"]
	WordsDiffer      = "list-words-differ"     // two rows give an item different words; Detail["rows"]
	NumberMissing    = "row-without-number"    // a row with a position has no item number
	AssessmentFilled = "assessment-filled"     // somebody filled in the column for assessments; Detail["rows"]
)
