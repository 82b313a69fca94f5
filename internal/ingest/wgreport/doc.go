// Package wgreport is the grammar of a report of the Working Group on the Universal Periodic Review: section II,
// "Conclusions and/or recommendations", in the forms of all cycles (handbook, section 7).
//
// It reads neutral blocks and knows no file format. The numbers of paragraphs and entries carry the structure, the
// lead sentence of a paragraph carries the position, and package wording reads each entry's States. What it is not sure
// of it says, as a question on the item.
package wgreport

// Grammar is the name and version that every item carries as provenance. It changes whenever the same file would be
// read in another way.
const Grammar = "wgreport/1"
