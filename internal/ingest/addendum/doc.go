// Package addendum is the grammar of a State's views on the recommendations it received: the document "…/Add.1" to a
// report of the Working Group. It has no template (handbook, 7.7): positions come as headings over lists of numbers, as
// tables, or as a sentence on each item, mixed in one document.
//
// Everything it finds is joined to the items of the report by number. The union of all lists must be what the report
// left pending; what is missing, doubled or contradictory is a question that names the items.
package addendum

// Grammar is the name and version that every event carries as provenance.
const Grammar = "addendum/1"
