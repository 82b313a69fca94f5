package gazetteer

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/upr"
)

// maxSuggestions is as many as a person can choose from at a glance.
const maxSuggestions = 6

// Suggest lists States whose names are similar: at most two letters differ, or most words are shared. It is for a
// person's choice only. No part of the program may take a suggestion by itself: Niger and Nigeria are two letters apart.
func (g *Gazetteer) Suggest(name string) []Match {
	if len(name) > maxName {
		return nil
	}
	key, asked := fold(name), words(name)
	if key == "" {
		return nil
	}
	type scored struct {
		Match
		score int
	}
	best := map[upr.State]scored{}
	for _, k := range g.names {
		score := -1
		if d, ok := distance(key, k.key, 2); ok {
			score = d
		} else if s, ok := g.overlap(asked, k.words); ok {
			score = 3 + s
		}
		if score < 0 {
			continue
		}
		if b, ok := best[k.state]; !ok || score < b.score {
			best[k.state] = scored{Match{State: k.state, Name: k.name.Text, Lang: k.name.Lang}, score}
		}
	}
	list := make([]scored, 0, len(best))
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.State, b.State))
	})
	var out []Match
	for _, s := range list[:min(len(list), maxSuggestions)] {
		out = append(out, s.Match)
	}
	return out
}

// distance is the number of letters to change, leave out or put in, up to a limit. Names of five letters or fewer allow
// one change only and those of three none, or everything would be similar.
func distance(a, b string, limit int) (int, bool) {
	x, y := []rune(a), []rune(b)
	switch n := min(len(x), len(y)); {
	case n <= 3:
		limit = 0
	case n <= 5:
		limit = 1
	}
	if abs(len(x)-len(y)) > limit {
		return 0, false
	}
	prev, cur := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i, r := range x {
		cur[0] = i + 1
		least := cur[0]
		for j, q := range y {
			cost := 1
			if r == q {
				cost = 0
			}
			cur[j+1] = min(prev[j]+cost, prev[j+1]+1, cur[j]+1)
			least = min(least, cur[j+1])
		}
		if least > limit {
			return 0, false
		}
		prev, cur = cur, prev
	}
	return prev[len(y)], prev[len(y)] <= limit
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// telling says which words of names point to a State: not those that more than four States share ("republic",
// "острова"), nor short ones or a few that describe a form of State.
func telling(names []known) map[string]bool {
	of := map[string]map[upr.State]bool{}
	for _, n := range names {
		for _, w := range n.words {
			if of[w] == nil {
				of[w] = map[upr.State]bool{}
			}
			of[w][n.state] = true
		}
	}
	out := map[string]bool{}
	for w, states := range of {
		out[w] = len(states) <= 4 && len(w) > 3
	}
	for _, w := range []string{"commonwealth", "union", "federal", "federated", "principality", "sultanate"} {
		delete(out, w)
	}
	return out
}

// overlap says whether two names share a telling word and at least half of the words asked for, and how many words they
// do not share.
func (g *Gazetteer) overlap(a, b []string) (apart int, ok bool) {
	shared := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			ok = ok || g.telling[w]
			shared++
		}
	}
	return len(a) + len(b) - 2*shared, ok && 2*shared >= len(a)
}
