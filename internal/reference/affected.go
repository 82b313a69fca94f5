package reference

import (
	"slices"
	"strings"
	"sync"
)

// AffectedGroup is a group of persons whom a recommendation concerns.
type AffectedGroup struct {
	Code  string            // ours, stable: "disabilities"
	Title map[string]string // by language: en, ru, kk
	Label string            // heading in OHCHR's lists, in one of its wordings
	Also  []string          // other wordings of the heading, in small letters
}

var affected = sync.OnceValue(func() []AffectedGroup {
	var out []AffectedGroup
	for _, r := range table("affected.tsv") {
		out = append(out, AffectedGroup{r["code"], map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]}, r["label"], wordings(r["also"])})
	}
	return out
})

// Affected are the groups of persons in the order in which pages show them (handbook, 8.5).
func Affected() []AffectedGroup {
	out := slices.Clone(affected())
	for i, a := range out {
		out[i].Title, out[i].Also = cloned(a.Title), slices.Clone(a.Also)
	}
	return out
}

func wordings(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}
