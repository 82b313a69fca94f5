package sample

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/output/sheet"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Workspace of the invented State.
const Workspace = "ZZV"

// Plan is the national plan of the invented State as its ministry of justice keeps it: a workbook, to be imported like any
// other. It is clustered by the nine areas in which States are asked for reforms most often: corruption, justice, health,
// family, social security, education, children, disability and religion. The bytes are the same in every run.
func Plan() (File, error) {
	lines, err := contentLines("plan.tsv")
	if err != nil {
		return File{}, err
	}
	var header []sheet.Column
	for _, h := range strings.Split(lines[0], "\t") {
		header = append(header, sheet.Column{Header: h, Width: 24, Wrap: true})
	}
	rows := func(yield func([]any) bool) {
		for _, l := range lines[1:] {
			cells := make([]any, len(header))
			for i, c := range strings.Split(l, "\t") {
				if c != "" && i < len(cells) {
					cells[i] = c
				}
			}
			if !yield(cells) {
				return
			}
		}
	}
	var b bytes.Buffer
	t := sheet.Table{Name: "Plan", Columns: header, Rows: rows, Made: time.Date(2026, 1, 15, 0, 0, 0, 0, time.UTC)}
	if err := sheet.WriteXLSX(&b, t); err != nil {
		return File{}, fmt.Errorf("building the sample's plan: %w", err)
	}
	return File{"velmora-national-plan-2026.xlsx", b.Bytes()}, nil
}

// PlanStatuses say what the words of the plan's status column mean.
var PlanStatuses = map[string]plan.Status{"done": plan.Full, "partly done": plan.Partial, "in progress": plan.Ongoing, "planned": plan.Planned, "not started": plan.NotStarted}

// PlanBodies are the bodies of the plan with their kinds; those that assess are named in no row.
var PlanBodies = []PlanBody{
	{"Ministry of Justice", plan.Ministry}, {"Ministry of the Interior", plan.Ministry}, {"Ministry of Health", plan.Ministry},
	{"Ministry of Social Affairs", plan.Ministry}, {"Ministry of Education", plan.Ministry}, {"Ministry of Foreign Affairs", plan.Ministry},
	{"Ministry of the Lake", plan.Ministry}, {"Supreme Court", plan.Court}, {"Audit Chamber", plan.OtherBody},
	{"Office of the Public Advocate", plan.Commissioner}, {"Velmora Network of Lake Women", plan.Organisation},
}

// PlanBody is a body of the invented State.
type PlanBody struct {
	Name string
	Kind plan.BodyKind
}

// PlanReport is what a body of the invented State reports, or what another body says of it.
type PlanReport struct {
	Number, Body, Text, Effect string
	Status                     plan.Status
	Verdict                    plan.Verdict // of an assessment; empty: a report
}

// PlanIndicator is measured every year from the end of 2022 on.
type PlanIndicator struct {
	Body, Title, Unit, Definition, Target string
	Number                                string // of the recommendation
	Of                                    []string
	Type                                  plan.IndicatorType
	Values                                map[string][]string // by what they are of; empty: the whole
}

// PlanIndicators of the invented State, published with their values.
var PlanIndicators = []PlanIndicator{
	{Number: "26.6", Body: "Ministry of Social Affairs", Type: plan.Structural, Title: "Districts with a shelter", Unit: "districts of seven", Target: "7",
		Definition: "Districts in which a shelter takes women and children in at night, on the last day of the year.", Values: map[string][]string{"": {"1", "2", "3", "4"}}},
	{Number: "26.8", Body: "Ministry of Education", Type: plan.Outcome, Title: "Children who finish primary school", Unit: "per cent", Target: "98", Of: []string{"sex"},
		Definition: "Of all children who began it eight years before.", Values: map[string][]string{"": {"88.4", "90", "91.5", "94"}, "girls": {"86", "88.5", "90.9", "94.1"}, "boys": {"90.7", "91.4", "92.1", "93.9"}}},
}

// PlanReports come through the same steps as any: draft, submitted, validated, published; assessments as their bodies
// publish them.
var PlanReports = []PlanReport{
	{Number: "27.1", Body: "Ministry of Justice", Status: plan.Full, Text: "The Family Act sets the age of marriage at eighteen years without exception since October.", Effect: "No licence for a younger person was given since."},
	{Number: "26.6", Body: "Ministry of Social Affairs", Status: plan.Partial, Text: "Shelters are open in four of seven districts. The emergency line is staffed through the night.", Effect: "Two hundred women and children found a place this year."},
	{Number: "28.4", Body: "Ministry of Justice", Status: plan.Ongoing, Text: "Parliament read the draft that takes the penalty out of the Penal Code twice."},
	{Number: "26.8", Body: "Ministry of Education", Status: plan.Full, Text: "All primary schools serve a meal since September."},
	{Number: "28.7", Body: "Ministry of Justice", Status: plan.NotStarted, Text: "A study of what other States require is planned. The position on the recommendation has not changed."},
	{Number: "26.6", Body: "Office of the Public Advocate", Verdict: plan.Shares, Text: "The Office visited the four shelters and found them in use. Three districts wait."},
	{Number: "26.6", Body: "Velmora Network of Lake Women", Verdict: plan.Contests, Text: "Two of the four shelters take nobody in at night. The line went unanswered on nine of thirty evenings on which we called."},
	{Number: "27.1", Body: "Office of the Public Advocate", Verdict: plan.Shares, Text: "The register shows no marriage of a child since the act came into force."},
}
