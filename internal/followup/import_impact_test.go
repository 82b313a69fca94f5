package followup_test

import (
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
)

// impactTable reads an invented table in the layout of IMPACT OSS.
func impactTable(t *testing.T, name, csv string) *plansheet.Book {
	t.Helper()
	b, err := plansheet.Read(t.Context(), name, []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const (
	impactRecs = "Framework id [database:framework_id],Reference [database:reference],Title [database:title],Description [database:description],Government response (text) [database:response],Government response (support) [database:support_level],category-short-title [rel:category-short-title],\n" +
		"Required: text,Required: text,Required: text,Optional: text,Optional: text,Optional: number,One or more,Hints\n" +
		"1,R-12,Do the thing of 1.1 with care and patience,Longer words,We shall do it,1,Liberty,\n" +
		"1,R-13,Plant invented trees along every road of the country,,We shall not,2,Environment,\n"
	impactActions = "Reference [database:reference],Title [database:title],Description [database:description],Desired outcome [database:outcome],Target Date [database:target_date],recommendation-reference [rel:recommendation-reference],category-short-title [rel:category-short-title],\n" +
		"Required: text,Required: text,Optional: text,Optional,Date format: dd/mm/yyyy,One or more,One or more,Hints\n" +
		"A1,Open shelters,in all districts,Women are safe,03/04/2027,\"R-12,R-13\",Liberty,\n"
	impactIndicators = "Reference [database:reference],Title [database:title],Description [database:description],Start [database:start_date],End [database:end_date],Months [database:frequency_months],Repeat [database:repeat],action-reference [rel:action-reference],recommendation-reference [rel:recommendation-reference],\n" +
		"Required: text,Required: text,Optional: text,Date format: dd/mm/yyyy,Date format: dd/mm/yyyy,Number,Yes or no,Comma separated,Comma separated,Hints\n" +
		"I1,Shelters open,Counted on the last day,01/01/2027,31/12/2029,6,1,\"A1,A9\",R-12,\n"
)

// TestTheTablesOfImpactOSSComeInOneAfterAnother: recommendations, then the actions that name them by IMPACT's references, then
// the indicators that name both. What has no field is kept as a note with its cell, and the same tables again change nothing.
func TestTheTablesOfImpactOSSComeInOneAfterAnother(t *testing.T) {
	d := desk(t)
	recs := ownRecs(t, d, 2)
	own := func(a plansheet.Answers, table *plansheet.Table) {
		for _, q := range table.Questions {
			a.Say(plansheet.SayRec, q.Key, plansheet.OwnRec)
		}
	}
	tables := []struct{ name, csv, kind string }{
		{"recommendations.csv", impactRecs, plansheet.ImpactRecs}, {"actions.csv", impactActions, plansheet.ImpactActions}, {"indicators.csv", impactIndicators, plansheet.ImpactIndicator},
	}
	for _, x := range tables {
		b := impactTable(t, x.name, x.csv)
		p := confirm(t, d, b, false, own)
		if p.Table.Kind != x.kind || p.Table.Waiting() != 0 {
			t.Fatalf("%s: kind %q, %d questions wait: %+v", x.name, p.Table.Kind, p.Table.Waiting(), p.Table.Questions)
		}
		bringPlan(t, d, b, p)
	}
	v, err := d.Keeper.Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	var trees string
	for id, h := range v.Own.All() {
		if h.Thing.Number == "R-13" {
			trees = followup.OwnID(id)
		}
	}
	if trees == "" {
		t.Fatal("what nobody else recommended is no recommendation of the workspace")
	}
	if v.Measures.Len() != 1 || v.Indicators.Len() != 1 {
		t.Fatalf("%d measures, %d indicators", v.Measures.Len(), v.Indicators.Len())
	}
	var action string
	for id, h := range v.Measures.All() {
		action = id
		if m := h.Thing; m.Number != "A1" || m.Title[0].Words != "Open shelters" || m.Outcome != "Women are safe" || m.Due.String() != "2027-04-03" || !slices.Equal(m.Recs, []string{recs[0], trees}) {
			t.Errorf("%+v", m)
		}
	}
	for _, h := range v.Indicators.All() {
		i := h.Thing
		if i.Number != "I1" || i.Title[0].Words != "Shelters open" || i.Definition != "Counted on the last day" || i.BaseOn.String() != "2027-01-01" || i.TargetOn.String() != "2029-12-31" ||
			i.Frequency != 6 || !slices.Equal(i.Measures, []string{action}) || !slices.Equal(i.Recs, recs[:1]) {
			t.Errorf("%+v", i)
		}
	}
	notes := map[string]string{}
	for _, h := range v.Notes.All() {
		notes[h.Thing.Words] = h.Thing.Cell
	}
	for words, cell := range map[string]string{"We shall do it": "E3", "We shall not": "E4", "Longer words": "D3", "A9": "H3", "R-12": "B3"} {
		if notes[words] != cell {
			t.Errorf("%q is kept from cell %q, not %s", words, notes[words], cell)
		}
	}
	areas := map[string][]string{}
	for _, h := range v.Clusters.All() {
		areas[h.Thing.Title[0].Words] = append(areas[h.Thing.Title[0].Words], h.Thing.Recs...)
	}
	if !slices.Contains(areas["Liberty"], recs[0]) || !slices.Contains(areas["Environment"], trees) {
		t.Errorf("the categories are %v", areas)
	}
	for _, x := range tables {
		b := impactTable(t, x.name, x.csv)
		p, err := d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Nothing() {
			t.Errorf("%s again changes %+v", x.name, p.Changes)
		}
	}
}
