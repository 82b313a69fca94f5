package corpus

import "github.com/openupr/openupr/internal/corpus/query"

// Suggestion is a word that may have been meant.
type Suggestion struct{ Typed, Meant string }

// Suggest gives words that may have been meant for those that are not found.
func (s *Snapshot) Suggest(query.Query) []Suggestion { return nil }
