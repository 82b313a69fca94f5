// Package plansheet reads the plan that a ministry keeps in a spreadsheet: any columns, in any order and language. It finds
// the header, proposes with reasons what each column means, and reads the rows as a person confirmed it. Recommendations
// are met by number, else by words; what is not certain is a question, never a guess. What has no place is kept as a note
// with its cell: every cell that holds something is found again. It knows nothing of the store.
//
//	bytes ──▶ Read: sheets ──▶ Find: header ──▶ Propose: columns ──▶ (a person) ──▶ Take: rows, questions, notes
package plansheet
