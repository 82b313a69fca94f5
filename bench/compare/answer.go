package compare

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/words"
)

// Answer to a question: the same from every engine.
type Answer struct {
	Total  int
	Counts map[query.Field]map[string]int // segments; values that none has are left out
	Top    []Found
}

// Found is one of the most relevant segments.
type Found struct {
	N     int // the segment's number, in the order in which they were loaded
	Marks int // highlighted stretches
}

// top is how many of the most relevant segments an answer has.
const top = 20

// Engine is loaded once with segments and then asked.
type Engine interface {
	Name() string
	Load(docs []corpus.Doc) error
	Ask(q Question) (Answer, error)
	Close() error
}

// Values are what a segment counts for in each facet. Every engine is given the same.
func Values(d *corpus.Doc) map[query.Field][]string {
	v := map[query.Field][]string{
		query.State: {string(d.State)}, query.Cycle: {strconv.Itoa(int(d.Review.Cycle))}, query.Session: {strconv.Itoa(int(d.Session))},
		query.Year: {strconv.Itoa(d.Year)}, query.Kind: {d.Kind.String()}, query.Lang: {d.Texts[0].Lang},
		query.Issue: d.Issues, query.Affected: d.Affected, query.SDG: d.SDGs, query.Treaty: d.Treaties,
		query.Org: reference.OrganisationsOf(d.State),
	}
	if d.Position != "" {
		v[query.Position] = []string{string(d.Position)}
	}
	if d.Action > 0 {
		v[query.Action] = []string{strconv.Itoa(d.Action)}
	}
	if g := groupOf(d.State); g != "" {
		v[query.Group] = []string{g}
	}
	for _, s := range d.By {
		v[query.By] = add(v[query.By], string(s))
		if g := groupOf(s); g != "" {
			v[query.ByGroup] = add(v[query.ByGroup], g)
		}
		for _, o := range reference.OrganisationsOf(s) {
			v[query.ByOrg] = add(v[query.ByOrg], o)
		}
	}
	return v
}

func add(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

var groups = sync.OnceValue(func() map[upr.State]string {
	out := map[upr.State]string{}
	for _, s := range reference.States() {
		out[s.Code] = string(s.Group)
	}
	return out
})

func groupOf(s upr.State) string { return groups()[s] }

// Forms are the words of a text as every engine is given them: folded, without accents.
func Forms(text string) []string {
	var out []string
	words.Each(text, "en", func(form []byte, _, _ int) { out = append(out, string(form)) })
	return out
}

// Folded is a text in which only its forms are left, for engines whose own reading of marks between words differs.
func Folded(text string) string { return strings.Join(Forms(text), " ") }
