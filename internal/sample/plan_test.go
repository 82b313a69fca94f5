package sample_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/sample"
)

func TestThePlanHasNineAreasAndOnlyBodiesAndWordsThatTheSampleKnows(t *testing.T) {
	one, err := sample.Plan()
	if err != nil {
		t.Fatal(err)
	}
	two, err := sample.Plan()
	if err != nil || !bytes.Equal(one.Bytes, two.Bytes) {
		t.Errorf("the plan has other bytes in another run (%v)", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(one.Bytes))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Plan")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, b := range sample.PlanBodies {
		known[b.Name] = true
	}
	var areas []string
	for _, r := range rows[1:] {
		if len(areas) == 0 || areas[len(areas)-1] != r[0] {
			areas = append(areas, r[0])
		}
		for _, b := range strings.Split(r[4]+"; "+r[5], "; ") {
			if b != "" && !known[b] {
				t.Errorf("measure %s names %q", r[1], b)
			}
		}
		if sample.PlanStatuses[r[7]] == "" {
			t.Errorf("measure %s has the status %q", r[1], r[7])
		}
	}
	if d := cmp.Diff([]string{"Corruption", "Justice", "Health", "Family", "Social security", "Education", "Children", "Disability", "Religion"}, areas); d != "" {
		t.Error(d)
	}
	for _, r := range sample.PlanReports {
		if !known[r.Body] {
			t.Errorf("%s reports and is no body", r.Body)
		}
	}
}
