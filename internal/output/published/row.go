// Package published writes everything that a workspace published as open data: a row for every thing, with nothing left
// out. It is made of the published side alone, in which there are no persons.
package published

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Row is one published thing.
type Row struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"` // of package plan or upr/council: "report", "measure", "proposed", "reply" …
	Recs     []string   `json:"recs,omitempty"`
	Body     string     `json:"body,omitempty"`     // id of the body that says or does it
	BodyName string     `json:"bodyName,omitempty"` // in the language of the file
	Voice    string     `json:"voice,omitempty"`
	Verdict  string     `json:"verdict,omitempty"`
	Status   string     `json:"status,omitempty"`
	Title    string     `json:"title,omitempty"`
	Text     string     `json:"text,omitempty"`
	Lang     string     `json:"lang,omitempty"` // of Title and Text
	Until    string     `json:"until,omitempty"`
	Due      string     `json:"due,omitempty"`
	Source   string     `json:"source,omitempty"`
	URL      string     `json:"url,omitempty"`
	Act      uint64     `json:"act"` // of the ledger that brought it
	At       string     `json:"at"`  // when that act was committed
	Fields   [][]string `json:"fields"`
}

// Rows of a file, in the order of kinds and identifiers.
type Rows = iter.Seq2[*Row, error]

// kinds that are published, in their order; names of bodies come first, since the others name them.
var kinds = []string{plan.KindWorkspace, plan.KindBody, plan.KindPlan, plan.KindCluster, plan.KindAssignment, plan.KindMeasure, plan.KindLegalAct, plan.KindTreatyAct,
	plan.KindProposal, plan.KindClaim, plan.KindIndicator, plan.KindObservation, plan.KindEvidence, plan.KindReport, plan.KindAssessment, plan.KindDeadline, plan.KindOwnRec}

// Of are the rows of a workspace's published side. A view of the closed side gives an error: nothing of it may get out.
func Of(v *followup.View, lang string) Rows {
	return func(yield func(*Row, error) bool) {
		if !v.Open {
			yield(nil, fmt.Errorf("open data of %s: the view is of the closed side", v.Workspace))
			return
		}
		for _, kind := range kinds {
			for _, r := range rowsOf(v, kind, lang) {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func rowsOf(v *followup.View, kind, lang string) []*Row {
	switch kind {
	case plan.KindWorkspace:
		return table(v, v.Workspaces, kind, lang)
	case plan.KindBody:
		return table(v, v.Bodies, kind, lang)
	case plan.KindPlan:
		return table(v, v.Plans, kind, lang)
	case plan.KindCluster:
		return table(v, v.Clusters, kind, lang)
	case plan.KindAssignment:
		return table(v, v.Assignments, kind, lang)
	case plan.KindMeasure:
		return table(v, v.Measures, kind, lang)
	case plan.KindLegalAct:
		return table(v, v.LegalActs, kind, lang)
	case plan.KindTreatyAct:
		return table(v, v.TreatyActs, kind, lang)
	case plan.KindProposal:
		return table(v, v.Proposals, kind, lang)
	case plan.KindClaim:
		return table(v, v.Claims, kind, lang)
	case plan.KindIndicator:
		return table(v, v.Indicators, kind, lang)
	case plan.KindObservation:
		return table(v, v.Observations, kind, lang)
	case plan.KindEvidence:
		return table(v, v.Evidence, kind, lang)
	case plan.KindReport:
		return table(v, v.Reports, kind, lang)
	case plan.KindAssessment:
		return table(v, v.Assessments, kind, lang)
	case plan.KindDeadline:
		return table(v, v.Deadlines, kind, lang)
	case plan.KindOwnRec:
		return table(v, v.Own, kind, lang)
	}
	return nil
}

func table[T any](v *followup.View, t *followup.Table[*followup.Held[T]], kind, lang string) []*Row {
	var out []*Row
	for id, h := range t.All() {
		out = append(out, row(v, kind, id, lang, h.Fields, h.Act, h.At))
	}
	return out
}

// personal are fields that name accounts. They are not in public copies; should one ever be, it still does not get out.
var personal = []string{"author", "validator", "person", "with"}

func row(v *followup.View, kind, id, lang string, fields []plan.Field, act uint64, at time.Time) *Row {
	r := &Row{ID: id, Kind: kind, Act: act, At: at.UTC().Format(time.RFC3339), Fields: [][]string{}}
	var titles, texts plan.Names
	for _, f := range fields {
		if slices.Contains(personal, f.Name) {
			continue
		}
		r.Fields = append(r.Fields, []string{f.Name, f.Value})
		switch f.Name {
		case "rec":
			r.Recs = append(r.Recs, f.Value)
		case "about":
			if kind == plan.KindEvidence {
				r.Recs = append(r.Recs, f.Value)
			}
		case "body", "lead":
			r.Body = cmp.Or(r.Body, f.Value)
		case "voice":
			r.Voice = f.Value
		case "verdict":
			r.Verdict = f.Value
		case "status":
			r.Status = f.Value
		case "title", "name":
			titles = append(titles, nameOf(f.Value))
		case "text":
			texts = append(texts, nameOf(f.Value))
		case "until", "date", "on":
			r.Until = f.Value
		case "due":
			r.Due = f.Value
		case "source":
			r.Source = f.Value
		case "url":
			r.URL = f.Value
		}
	}
	r.Title, r.Lang = titles.In(lang)
	if len(texts) > 0 {
		r.Text, r.Lang = texts.In(lang)
	}
	if b, ok := v.Bodies.Get(r.Body); ok {
		r.BodyName, _ = b.Thing.Names.In(lang)
	}
	if kind == plan.KindReport {
		r.Voice = string(plan.VoiceState)
	}
	return r
}

func nameOf(value string) plan.Name {
	var n plan.Name
	_ = n.UnmarshalText([]byte(value)) // it takes any text
	return n
}

// rest are the fields as text for a table: one JSON list of pairs.
func (r *Row) rest() string {
	b, err := json.Marshal(r.Fields)
	if err != nil {
		return "" // pairs of text cannot fail
	}
	return string(b)
}

// columns of the table, in their order.
var columns = []struct {
	name  string
	value func(*Row) any
}{
	{"id", func(r *Row) any { return r.ID }},
	{"kind", func(r *Row) any { return r.Kind }},
	{"recs", func(r *Row) any { return strings.Join(r.Recs, ";") }},
	{"body", func(r *Row) any { return r.Body }},
	{"body_name", func(r *Row) any { return r.BodyName }},
	{"voice", func(r *Row) any { return r.Voice }},
	{"verdict", func(r *Row) any { return r.Verdict }},
	{"status", func(r *Row) any { return r.Status }},
	{"title", func(r *Row) any { return r.Title }},
	{"text", func(r *Row) any { return r.Text }},
	{"lang", func(r *Row) any { return r.Lang }},
	{"until", func(r *Row) any { return r.Until }},
	{"due", func(r *Row) any { return r.Due }},
	{"source", func(r *Row) any { return r.Source }},
	{"url", func(r *Row) any { return r.URL }},
	{"act", func(r *Row) any { return int(r.Act) }},
	{"at", func(r *Row) any { return r.At }},
	{"fields", func(r *Row) any { return r.rest() }},
}

// Columns are the names of the columns.
func Columns() []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.name
	}
	return out
}

// About says what a file is.
type About struct {
	State  upr.State
	Base   string // address of the program, without a slash at the end
	Act    uint64 // as of which the rows are
	At     time.Time
	Root   string // tree head at that act
	Lang   string
	Title  string
	Method string // how the rows came about, in plain words
	Rule   string // by which standings are said
	Note   string // signed checkpoint
	Area   string // AreaParticipation, or empty for follow-up
}

// AreaParticipation is participation, whose rows are those of OfForum.
const AreaParticipation = "participation"

// area names the files.
func (a About) area() string { return cmp.Or(a.Area, "followup") }

// Address of the State's page of follow-up, or of participation.
func (a About) Address() string { return a.Base + "/states/" + string(a.State) + "/" + a.area() }
