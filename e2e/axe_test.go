package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// axeSource is axe-core as npm installed it.
var axeSource = sync.OnceValues(func() (string, error) {
	b, err := os.ReadFile(filepath.Join(root(), "node_modules", "axe-core", "axe.min.js"))
	return string(b), err
})

// violation is one rule that axe found broken, and where.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target  string
		Summary string
	}
}

func (v violation) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "axe %s (%s): %s", v.ID, v.Impact, v.Help)
	for i, n := range v.Nodes {
		if i == 4 {
			fmt.Fprintf(&b, "\n    and %d more", len(v.Nodes)-i)
			break
		}
		fmt.Fprintf(&b, "\n    %s: %s", n.Target, strings.Join(strings.Fields(n.Summary), " "))
	}
	return b.String()
}

// wcag are the rules of the Web Content Accessibility Guidelines 2.2, levels A and AA.
var wcag = map[string]any{"type": "tag", "values": []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}}

// axe runs the rules on the page as it stands.
func (tb *tab) axe(rules map[string]any) []violation {
	tb.t.Helper()
	source, err := axeSource()
	if err != nil {
		lacks(tb.t, "axe-core is not here")
	}
	if !eval[bool](tb, "asking for axe", `typeof window.axe === "object"`) {
		eval[bool](tb, "loading axe", source+";true")
	}
	options, err := json.Marshal(map[string]any{
		"runOnly":     rules,
		"rules":       map[string]any{"target-size": map[string]bool{"enabled": true}},
		"resultTypes": []string{"violations"},
	})
	if err != nil {
		tb.t.Fatal(err)
	}
	return eval[[]violation](tb, "running axe", `axe.run(document, `+string(options)+`).then(r => r.violations.map(v => ({
		ID: v.id, Impact: v.impact, Help: v.help,
		Nodes: v.nodes.map(n => ({Target: n.target.join(" "), Summary: n.failureSummary ?? ""})),
	})))`)
}
