package plansheet

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of tables.
const (
	PlanTable       = ""                // of a ministry
	ImpactActions   = "actions"         // of IMPACT OSS
	ImpactRecs      = "recommendations" //
	ImpactIndicator = "indicators"      //
)

// Roles of IMPACT OSS's tables that no plan of a ministry is asked for.
const (
	Begins    Role = "begins"    // first day of an indicator
	Frequency Role = "frequency" // months between its values
	Actions   Role = "actions"   // references of the measures that an indicator belongs to
)

// attribute is what IMPACT OSS means by a column, whatever its label says in whatever language.
var attribute = regexp.MustCompile(`\[(?:database|rel):\s*([a-z0-9_-]+)\s*\]`)

// impactRoles by kind of table and attribute. What is not here is kept as a note.
var impactRoles = map[string]map[string]Role{
	ImpactActions: {"reference": Item, "title": Measure, "description": Details, "outcome": Outcome, "target_date": Due,
		"recommendation-reference": Number, "category-short-title": Area},
	ImpactRecs:      {"reference": Number, "title": Words, "category-short-title": Area},
	ImpactIndicator: {"reference": Item, "title": Measure, "description": Details, "start_date": Begins, "end_date": Due, "frequency_months": Frequency, "recommendation-reference": Number, "action-reference": Actions},
}

// Impact says whether a header is one of IMPACT OSS's and of which table.
func Impact(names []string) (kind string, ok bool) {
	set := map[string]bool{}
	for _, n := range names {
		if m := attribute.FindStringSubmatch(strings.ToLower(n)); m != nil {
			set[m[1]] = true
		}
	}
	switch {
	case !set["title"] && !set["reference"]:
		return "", false
	case set["frequency_months"] || set["repeat"] || set["action-reference"] && set["recommendation-reference"]:
		return ImpactIndicator, true
	case set["response"] || set["support_level"] || set["framework_id"]:
		return ImpactRecs, true
	}
	return ImpactActions, true
}

// hintWords begin the row of hints below the header of IMPACT OSS's template.
var hintWords = regexp.MustCompile(`(?i)^\s*(?:required|optional|one or more|comma|provide|leave|date|format|number|yes|text|unique|free|markdown)`)

// impactLayout is the ready mapping of a table of IMPACT OSS.
func (l *Layout) impact(s Sheet) bool {
	kind, ok := Impact(l.Header.Names)
	if !ok {
		return false
	}
	l.Kind, l.Dates, l.DatesSure = kind, DMY, true
	taken := map[Role]bool{}
	for i := range l.Columns {
		m := attribute.FindStringSubmatch(strings.ToLower(l.Columns[i].Name))
		if m == nil {
			l.Columns[i].Reasons = []Reason{{SaysImpact, ""}}
			continue
		}
		role := impactRoles[kind][m[1]]
		if taken[role] {
			role = Unplaced
		}
		taken[role] = role != Unplaced
		l.Columns[i].Role, l.Columns[i].Reasons = role, []Reason{{SaysImpact, m[0]}}
	}
	if r := l.Header.First; r < len(s.Rows) && hints(s.Rows[r]) {
		l.Header.First++
	}
	return true
}

// hints says whether a row holds hints and no values: most of its cells begin as hints do.
func hints(row []Cell) bool {
	n, hint := 0, 0
	for _, c := range row {
		if c.Own() {
			n++
			if hintWords.MatchString(c.Text) {
				hint++
			}
		}
	}
	return n > 0 && hint*2 > n
}

// ReferenceOf is the reference that an earlier table of IMPACT OSS gave a recommendation, as a note keeps it.
func ReferenceOf(n plan.SourceNote) (string, bool) {
	m := attribute.FindStringSubmatch(strings.ToLower(n.Column))
	return n.Words, m != nil && m[1] == "reference" && n.Words != ""
}

// list are the values of a relation.
func list(s string) []string {
	var out []string
	for _, v := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
