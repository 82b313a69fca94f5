package compare

import (
	"slices"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/words"
)

// Stemmer says which forms an engine takes for forms of one word: those with the same stem. Engines differ: FTS5 has
// Porter's first English stemmer, the others his second.
type Stemmer interface {
	// Stems gives the stem of each form; ours is words.Stem.
	Stems(forms []string) ([]string, error)
}

// SameForms says of which words an engine means the same forms as OpenUPR does, among all forms of the segments. Only
// for these must totals and counts be the same; for phrases, prefixes and single forms they always must.
func SameForms(docs []corpus.Doc, s Stemmer) (map[string]bool, error) {
	seen := map[string]bool{}
	var forms []string
	for i := range docs {
		for _, f := range Forms(docs[i].Texts[0].Words) {
			if !seen[f] {
				seen[f] = true
				forms = append(forms, f)
			}
		}
	}
	slices.Sort(forms)
	theirs, err := s.Stems(forms)
	if err != nil {
		return nil, err
	}
	us, them := map[string][]string{}, map[string][]string{}
	ours := make([]string, len(forms))
	for i, f := range forms {
		ours[i] = words.Stem(f, "en")
		us[ours[i]] = append(us[ours[i]], f)
		them[theirs[i]] = append(them[theirs[i]], f)
	}
	same := map[string]bool{}
	for i, f := range forms {
		same[f] = slices.Equal(us[ours[i]], them[theirs[i]])
	}
	return same, nil
}
