package sample_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// values of a field of a reform.
func values(x sample.Reform, name string) []string {
	var out []string
	for _, f := range x.Fields {
		if f.Name == name {
			out = append(out, f.Value)
		}
	}
	return out
}

func TestReformsHoldTogether(t *testing.T) {
	all, err := sample.AllReforms()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d files: %v", len(all), err)
	}
	for _, r := range all {
		if _, ok := reference.State(r.State); !ok {
			t.Errorf("%s is no State", r.State)
		}
		kinds := map[string]string{}
		for _, x := range r.Things {
			kinds[x.ID] = x.Kind
		}
		names := map[string][]string{"legal-act": {plan.KindLegalAct}, "amends": {plan.KindLegalAct}, "repeals": {plan.KindLegalAct}, "successor": {plan.KindBody},
			"of": {plan.KindTreatyAct}, "about": {plan.KindLegalAct, plan.KindTreatyAct, plan.KindBody, plan.KindMeasure}}
		for _, x := range r.Things {
			for name, want := range names {
				for _, id := range values(x, name) {
					if !slices.Contains(want, kinds[id]) {
						t.Errorf("%s %s: %s names %q, which is %q", r.State, x.ID, name, id, kinds[id])
					}
				}
			}
			for _, rec := range values(x, "rec") {
				if id, ok := upr.ItemID(rec).Review(); !ok || id.State != r.State {
					t.Errorf("%s %s names %q, which is no recommendation to it", r.State, x.ID, rec)
				}
			}
			if slices.Contains([]string{plan.KindLegalAct, plan.KindTreatyAct, plan.KindClaim, plan.KindBody}, x.Kind) && len(values(x, "source")) != 1 {
				t.Errorf("%s %s has no source", r.State, x.ID)
			}
			if x.Kind == plan.KindClaim && (len(values(x, "by")) != 1 || len(values(x, "text"))+len(values(x, "value")) == 0) {
				t.Errorf("%s %s: a claim needs who claims and what", r.State, x.ID)
			}
		}
	}
}

// What a story of reforms needs: dates that stay apart, an act that lifts a reservation, a body with a successor, a day that
// two sources give differently, and voices that differ on one law.
func TestReformsTellTheStory(t *testing.T) {
	all, err := sample.AllReforms()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(r sample.Reforms) bool { return r.State == "KAZ" })
	if i < 0 {
		t.Fatal("the file on Kazakhstan is not there")
	}
	by := map[string]sample.Reform{}
	for _, x := range all[i].Things {
		by[x.ID] = x
	}
	for id, want := range map[string]string{
		"kaz-moratorium": "signed=2003-12-17", "kaz-op2-signature": "date=2020-09-23", "kaz-law-404-vi": "signed=2021-01-02", "kaz-law-89-vii": "amends=kaz-law-404-vi",
		"kaz-op2-withdrawal": "of=kaz-op2-reservation", "kaz-op2-deposit": "date=2022-03-24", "kaz-op2-in-force": "date=2022-06-24", "kaz-referendum-2022": "adopted=2022-06-05",
		"kaz-council-of-public-trust": "successor=kaz-kurultai", "kaz-law-154-vii": "repeals=kaz-law-90-vii", "kaz-claim-kurultai-day": "value=2022-06-15", "kaz-decree-kurultai": "signed=2022-06-14",
	} {
		name, value, _ := strings.Cut(want, "=")
		if got := values(by[id], name); !slices.Equal(got, []string{value}) {
			t.Errorf("%s: %s is %v, want %s", id, name, got, value)
		}
	}
	voices, unsure := map[string]bool{}, 0
	for _, x := range by {
		if x.Kind == plan.KindClaim && slices.Contains(values(x, "about"), "kaz-law-333-vi") {
			voices[strings.Join(values(x, "by"), "")] = true
		}
		if x.Kind == plan.KindClaim && len(values(x, "confirmed")) == 0 {
			unsure++
		}
	}
	if len(voices) < 3 || unsure < 4 {
		t.Errorf("%d voices on one law, %d claims that are not confirmed", len(voices), unsure)
	}
}
