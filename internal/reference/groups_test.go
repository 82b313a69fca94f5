package reference_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestOrganisationsOfStates(t *testing.T) {
	for _, c := range []struct {
		code upr.State
		want []string
	}{
		{"KAZ", []string{"CIS", "OIC"}},
		{"CAN", []string{"Commonwealth", "OAS", "OIF"}},
		{"CHE", []string{"OIF"}},
		{"CHN", nil},
		{reference.SampleState, nil},
		{"QQQ", nil},
	} {
		if d := cmp.Diff(c.want, reference.OrganisationsOf(c.code)); d != "" {
			t.Errorf("OrganisationsOf(%s): -want +got\n%s", c.code, d)
		}
	}
}

func TestEveryOrganisationHasMembersThatAreStates(t *testing.T) {
	members := map[string]int{}
	for _, s := range reference.States() {
		of := reference.OrganisationsOf(s.Code)
		if !slices.IsSorted(of) || len(slices.Compact(slices.Clone(of))) != len(of) {
			t.Errorf("%s belongs to %v", s.Code, of)
		}
		for _, o := range of {
			members[o]++
		}
	}
	for _, o := range reference.Organisations() {
		if members[o.Code] < 9 {
			t.Errorf("%s has %d members", o.Code, members[o.Code])
		}
		delete(members, o.Code)
		for _, lang := range []string{"en", "ru", "kk"} {
			if o.Title[lang] == "" {
				t.Errorf("%s has no name in %s", o.Code, lang)
			}
		}
	}
	if len(members) > 0 {
		t.Errorf("organisations without a name: %v", members)
	}
}

func TestAffectedGroupsHaveCodesAndTitles(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range reference.Affected() {
		if a.Code == "" || seen[a.Code] || a.Title["en"] == "" || a.Title["ru"] == "" || a.Title["kk"] == "" {
			t.Errorf("group %+v", a)
		}
		seen[a.Code] = true
	}
	for _, code := range []string{"women", "children", "disabilities", "liberty", "lgbti"} {
		if !seen[code] {
			t.Errorf("there is no group %q", code)
		}
	}
	a := reference.Affected()
	a[0].Title["en"] = "changed"
	if reference.Affected()[0].Title["en"] == "changed" {
		t.Error("what is returned is not the caller's own")
	}
}
