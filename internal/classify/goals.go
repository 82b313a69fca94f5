package classify

import (
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/reference"
)

// loadGoals reads to which goals an issue belongs.
func loadGoals() (map[string][]string, error) {
	rows, err := table("issue_goals.tsv")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, i := range reference.Issues() {
		known[i.Code] = true
	}
	out := map[string][]string{}
	for _, r := range rows {
		if !known[r[0]] {
			return nil, fmt.Errorf("goals of issues: there is no issue %q", r[0])
		}
		out[r[0]] = strings.Fields(r[2])
	}
	return out, nil
}

// withGoals adds the goals of sure issues that no words named already.
func (c *Classifier) withGoals(l Labels) Labels {
	n := len(l)
	for _, g := range l[:n] {
		if g.Scheme != Issue || !g.Sure {
			continue
		}
		for _, goal := range c.goals[g.Code] {
			has := false
			for _, x := range l {
				has = has || x.Scheme == SDG && x.Code == goal
			}
			if !has {
				l = append(l, Guess{Scheme: SDG, Code: goal, Origin: Rule, Confidence: 0.9 * g.Confidence, Sure: 0.9*g.Confidence >= sureFrom, Reason: g.Reason})
			}
		}
	}
	if len(l) > n {
		slices.SortStableFunc(l, func(a, b Guess) int { return slices.Index(schemes[:], a.Scheme) - slices.Index(schemes[:], b.Scheme) })
	}
	return l
}

var schemes = [...]string{Action, Issue, Affected, SDG, Treaty, Institution, Hint}
