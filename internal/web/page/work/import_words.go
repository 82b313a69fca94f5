package work

import "github.com/openupr/openupr/internal/ingest/plansheet"

// clippedAt is how much of a long cell a list shows, in letters.
const clippedAt = 160

// clipped is the beginning of a long text.
func clipped(s string) string {
	r := []rune(s)
	if len(r) <= clippedAt {
		return s
	}
	return string(r[:clippedAt]) + "…"
}

// dateOptions are the layouts in which days may be written.
func dateOptions(f Frame, p PlanColumns) []Option {
	var out []Option
	for _, l := range plansheet.Layouts[:2] {
		out = append(out, Option{Value: l, Label: f.T("tables.dates." + l), Chosen: l == p.Dates})
	}
	return out
}

func planTitleHint(f Frame, p PlanColumns) string {
	if len(p.Plans) == 0 {
		return ""
	}
	return f.T("tables.plan-title-hint")
}
