package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
	"github.com/openupr/openupr/internal/words"
)

// Names of what is asked of comments, in addresses.
const (
	askPassage = "p"
	askGroup   = "group"
	askOutcome = "outcome"
	askTheme   = "theme"
	askWords   = "q"
)

// Values of askOutcome besides the outcomes.
const (
	noAnswer  = "none"
	anyAnswer = "any"
	wholeOf   = "whole" // of askPassage: comments on the whole draft
)

// query200 are the words that are looked for.
func query200(q url.Values) string {
	s := cleaned(q.Get(askWords))
	return s[:min(len(s), 200)]
}

// findComments are the comments of a consultation that meet what is asked, in the order in which they came in. themes gives
// the issues of a comment; nil: they are not asked for.
func findComments(v *council.View, h *council.Held[spoken.Consultation], q url.Values, themes func(*council.Held[spoken.Comment]) []string) []*council.Held[spoken.Comment] {
	passage, group, outcome, theme := q.Get(askPassage), q.Get(askGroup), q.Get(askOutcome), q.Get(askTheme)
	var wanted []string
	for _, t := range words.Tokens(query200(q), "") {
		wanted = append(wanted, t.Form)
	}
	var out []*council.Held[spoken.Comment]
	for _, c := range v.CommentsOf(h.ID) {
		x := c.Thing
		switch {
		case passage == wholeOf && (x.Passage != "" || x.Words == ""), passage != "" && passage != wholeOf && x.Passage != passage:
			continue
		case group != "" && !slices.Contains(x.Groups, group):
			continue
		case !meetsOutcome(v, c, outcome), len(wanted) > 0 && !hasWords(x.Words, wanted):
			continue
		case theme != "" && themes != nil && !slices.Contains(themes(c), theme):
			continue
		}
		out = append(out, c)
	}
	return out
}

func meetsOutcome(v *council.View, c *council.Held[spoken.Comment], outcome string) bool {
	switch outcome {
	case "":
		return true
	case noAnswer:
		return (c.Thing.Shown == spoken.IsShown || c.Thing.Shown == spoken.NeverShown) && !v.HasResponse(c.ID)
	case anyAnswer:
		return v.HasResponse(c.ID)
	}
	return slices.ContainsFunc(v.ResponsesTo(c.ID), func(r *council.Held[spoken.Response]) bool { return string(r.Thing.Outcome) == outcome })
}

// hasWords says whether a text has all the words, or words that begin so.
func hasWords(text string, wanted []string) bool {
	tokens := words.Tokens(text, "")
	for _, w := range wanted {
		if !slices.ContainsFunc(tokens, func(t words.Token) bool { return strings.HasPrefix(t.Form, w) }) {
			return false
		}
	}
	return true
}

// commentChoices are the questions that can be asked of a consultation's comments.
func commentChoices(f page.Frame, v *council.View, h *council.Held[spoken.Consultation], q url.Values) []consult.Choice {
	any := work.Option{Label: f.T("consult.any")}
	passages := consult.Choice{Name: askPassage, Label: f.T("consult.say.passage"), Options: []work.Option{any}}
	groups := consult.Choice{Name: askGroup, Label: f.T("consult.field.group"), Options: []work.Option{any}}
	onPassage, onGroup, whole := map[string]int{}, map[string]int{}, 0
	for _, c := range v.CommentsOf(h.ID) {
		if c.Thing.Words == "" {
			continue
		}
		if c.Thing.Passage == "" {
			whole++
		} else {
			onPassage[c.Thing.Passage]++
		}
		for _, g := range c.Thing.Groups {
			onGroup[g]++
		}
	}
	if whole > 0 {
		passages.Options = append(passages.Options, work.Option{Value: wholeOf, Label: f.T("consult.whole") + " (" + f.P.Number(whole) + ")", Chosen: q.Get(askPassage) == wholeOf})
	}
	for version := h.Thing.Version; version > 0; version-- {
		for _, p := range v.PassagesOf(h.ID, version) {
			n := onPassage[p.ID]
			if n == 0 {
				continue
			}
			label := f.T("consult.passage", "number", strconv.Itoa(p.Thing.Number))
			if version != h.Thing.Version {
				label += ", " + f.T("consult.version", "number", strconv.Itoa(version))
			}
			passages.Options = append(passages.Options, work.Option{Value: p.ID, Label: label + " (" + f.P.Number(n) + ")", Chosen: q.Get(askPassage) == p.ID})
		}
	}
	for g, n := range onGroup {
		groups.Options = append(groups.Options, work.Option{Value: g, Label: facetValue(f.P, query.Affected, g) + " (" + f.P.Number(n) + ")", Chosen: q.Get(askGroup) == g})
	}
	less := f.P.Less()
	slices.SortFunc(groups.Options[1:], func(a, b work.Option) int { return less(a.Label, b.Label) })
	outcomes := consult.Choice{Name: askOutcome, Label: f.T("consult.field.outcome"), Options: []work.Option{any,
		{Value: noAnswer, Label: f.T("consult.outcome.none"), Chosen: q.Get(askOutcome) == noAnswer}, {Value: anyAnswer, Label: f.T("consult.outcome.any"), Chosen: q.Get(askOutcome) == anyAnswer}}}
	for _, o := range council.ResponseOutcomes {
		outcomes.Options = append(outcomes.Options, work.Option{Value: string(o), Label: f.T("consult.outcome." + string(o)), Chosen: q.Get(askOutcome) == string(o)})
	}
	out := []consult.Choice{outcomes}
	if len(passages.Options) > 1 {
		out = append(out, passages)
	}
	if len(groups.Options) > 1 {
		out = append(out, groups)
	}
	return out
}

// themesMost is how many comments are read for their themes.
const themesMost = 3000

// themes gives the issues that comments are about, as the program finds them; nothing of a text is remembered by it.
func (c *consulting) themes(v *council.View, h *council.Held[spoken.Consultation]) func(*council.Held[spoken.Comment]) []string {
	all := council.Once(v, "themes "+h.ID, func() map[string][]string {
		out := map[string][]string{}
		for i, x := range v.CommentsOf(h.ID) {
			if i == themesMost {
				break
			}
			for _, g := range c.Classifier.Counted(x.Thing.Words, x.Thing.Lang) {
				if g.Scheme == classify.Issue {
					out[x.ID] = append(out[x.ID], g.Code)
				}
			}
		}
		return out
	})
	return func(x *council.Held[spoken.Comment]) []string { return all[x.ID] }
}

// themeChoice are the issues of the comments at the desk, so that those of one theme are answered together.
func themeChoice(f page.Frame, list []*council.Held[spoken.Comment], themes func(*council.Held[spoken.Comment]) []string, chosen string) consult.Choice {
	out := consult.Choice{Name: askTheme, Label: f.T("consult.theme"), Options: []work.Option{{Label: f.T("consult.any")}}}
	n := map[string]int{}
	for _, x := range list {
		for _, t := range themes(x) {
			n[t]++
		}
	}
	for t, count := range n {
		out.Options = append(out.Options, work.Option{Value: t, Label: facetValue(f.P, query.Issue, t) + " (" + f.P.Number(count) + ")", Chosen: chosen == t})
	}
	less := f.P.Less()
	slices.SortFunc(out.Options[1:], func(a, b work.Option) int { return less(a.Label, b.Label) })
	return out
}
