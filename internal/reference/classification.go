package reference

import (
	"slices"
	"strings"
	"sync"
)

// Goal of the 2030 Agenda, with a short title of our own.
type Goal struct {
	Code  string            // "1" to "17"
	Title map[string]string // by language: en, ru, kk
}

// Target of a goal, with a short title of our own in English.
type Target struct {
	Code  string // "3.8", "16.b"
	Goal  string
	Title string
}

// Issue is a label under which UPR Info files recommendations.
type Issue struct {
	Code  string            // ours, stable: "death-penalty"
	Label string            // as UPR Info prints it
	Rows  int               // entries of sessions 1–20 in the export of 2015
	Title map[string]string // by language: en (the label), ru, kk
}

// ActionCategory is one of the five degrees of action that a recommendation asks for.
type ActionCategory struct {
	Number int    // 1 to 5
	Code   string // "minimal", "continuity", "consider", "general", "specific"
	Title  string // English, ours
	Verbs  []string
	Added  []string // verbs that the project adds, unconfirmed
}

var goals = sync.OnceValue(func() []Goal {
	var out []Goal
	for _, r := range table("sdg_goals.tsv") {
		out = append(out, Goal{r["code"], map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]}})
	}
	return out
})

// SDGGoals in order.
func SDGGoals() []Goal {
	out := slices.Clone(goals())
	for i, g := range out {
		out[i].Title = cloned(g.Title)
	}
	return out
}

var targets = sync.OnceValue(func() []Target {
	var out []Target
	for _, r := range table("sdg_targets.tsv") {
		out = append(out, Target{r["code"], r["goal"], r["en"]})
	}
	return out
})

// SDGTargets in order.
func SDGTargets() []Target { return slices.Clone(targets()) }

var issues = sync.OnceValue(func() []Issue {
	var out []Issue
	for _, r := range table("issues.tsv") {
		out = append(out, Issue{r["code"], r["label"], r.number("rows"), map[string]string{"en": r["label"], "ru": r["ru"], "kk": r["kk"]}})
	}
	return out
})

// Issues in the order of the alphabet.
func Issues() []Issue {
	out := slices.Clone(issues())
	for i, x := range out {
		out[i].Title = cloned(x.Title)
	}
	return out
}

// ActionCategories 1 to 5.
func ActionCategories() []ActionCategory {
	var out []ActionCategory
	for _, r := range table("action_categories.tsv") {
		out = append(out, ActionCategory{r.number("number"), r["code"], r["en"], list(r["verbs"]), list(r["ours"])})
	}
	return out
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ", ")
}

func cloned(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}
