package query

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// vocabulary is the values of a field by everything that people call them.
type vocabulary struct {
	codes  []string          // in the order of the reference data
	byName map[string]string // folded name without signs → code; two codes share none
	titles []title
}

// title is a name as words, for finding a value by some of them.
type title struct {
	code  string
	words []string // stems, in English
	text  string   // as shown in a hint
}

func newVocabulary() *vocabulary { return &vocabulary{byName: map[string]string{}} }

// add gives a code its names. A name that another code has already is nobody's.
func (v *vocabulary) add(code string, names ...string) {
	v.codes = append(v.codes, code)
	for _, n := range append(names, code) {
		key := plain(n)
		if key == "" {
			continue
		}
		if other, taken := v.byName[key]; taken && other != code {
			v.byName[key] = ""
			continue
		}
		v.byName[key] = code
	}
	if len(names) > 0 {
		v.titles = append(v.titles, title{code, stems(names[0]), names[0]})
	}
}

// find gives the code that typed means: one of its names, or some words that stand in one value's first name only. With
// several the codes are in like, and nothing is chosen.
func (v *vocabulary) find(typed string) (code string, like []string) {
	if c := v.byName[plain(typed)]; c != "" {
		return c, nil
	}
	asked := stems(typed)
	if len(asked) == 0 {
		return "", nil
	}
	for _, t := range v.titles {
		missing := false
		for _, w := range asked {
			missing = missing || !slices.Contains(t.words, w)
		}
		if !missing {
			like = append(like, t.code)
		}
	}
	if len(like) == 1 {
		return like[0], nil
	}
	return "", like
}

// near lists codes whose name is one or two letters from typed, for a hint.
func (v *vocabulary) near(typed string) []string {
	key, out := plain(typed), []string(nil)
	if len(key) > 40 {
		return nil
	}
	for name, code := range v.byName {
		if code != "" && !slices.Contains(out, code) && closeTo(key, name) {
			out = append(out, code)
		}
	}
	slices.Sort(out)
	return out
}

// plain is a name by its letters and digits alone.
func plain(s string) string {
	var b strings.Builder
	words.Each(s, "", func(form []byte, _, _ int) { b.Write(form) })
	return b.String()
}

// little words do not tell one title from another.
var little = strings.Fields("and of the to on for in a an other")

func stems(s string) []string {
	var out []string
	for _, t := range words.Tokens(s, "en") {
		if !slices.Contains(little, t.Form) {
			out = append(out, words.Stem(t.Form, "en"))
		}
	}
	return out
}

// closeTo says whether two words differ in one letter, or in two where they have eight or more.
func closeTo(a, b string) bool {
	limit := 1
	if len(a) >= 8 {
		limit = 2
	}
	if len(a) < 3 || len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	prev, cur := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range len(a) {
		cur[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
		}
		prev, cur = cur, prev
	}
	return prev[len(b)] <= limit
}
