package plain

import "github.com/openupr/openupr/internal/document"

// Decode gives the text of a file whatever its encoding: UTF-8, UTF-16 and UTF-32 with their mark, and of what remains
// CP1252 or Mac Roman, whichever fits; a warning says when it was one of these. Its error is a *document.Refused.
func Decode(b []byte) (string, []document.Warning, error) { return decode(b) }
