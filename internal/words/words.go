// Package words takes texts of the record apart: tokens with their place, folded forms, stems, and the language of a
// text. Pure functions; nothing here knows what a recommendation is.
package words

// Token is a word with its place in the text, in bytes.
type Token struct {
	Form     string // folded: small letters, no accents, one letter form
	From, To int
}
