package reference

import (
	"slices"
	"sync"
)

// Institution is a body at home or among States that a recommendation may name.
type Institution struct {
	Code  string            // ours, stable: "nhri"
	Title map[string]string // by language: en, ru, kk
}

var institutions = sync.OnceValue(func() []Institution {
	var out []Institution
	for _, r := range table("institutions.tsv") {
		out = append(out, Institution{r["code"], map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]}})
	}
	return out
})

// Institutions in the order in which pages show them.
func Institutions() []Institution {
	out := slices.Clone(institutions())
	for i, x := range out {
		out[i].Title = cloned(x.Title)
	}
	return out
}
