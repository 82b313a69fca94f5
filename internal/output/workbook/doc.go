// Package workbook writes what a body works on as an Excel workbook, and reads it when it comes back filled in.
//
// Identifiers are locked, what may be filled in is not; states and kinds are lists, days are date cells. A hidden sheet
// says for every row which thing it is, which version it was made from, and a digest of every cell as written, so that a
// workbook that was sorted, filtered, renamed or saved by another program still reads, and only what a person changed is
// taken. The checksum of the hidden sheet tells damage and slips; it is no secret: whoever brings a workbook in may change
// only what the policy table allows them (package followup). No text is ever written as a formula, and none is taken.
package workbook
