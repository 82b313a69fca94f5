package web_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web"
)

func TestAFormIsReadByTheLedgersFieldNames(t *testing.T) {
	had := plan.Measure{Note: "stays", Plans: []string{"p1"}, Recs: []string{"r1"}, Kind: plan.LawMeasure}
	for name, tt := range map[string]struct {
		form  string
		want  func(*plan.Measure)
		wrong map[string]string
	}{
		"what the form does not have stays":       {"outcome=better", func(m *plan.Measure) { m.Outcome = "better" }, nil},
		"a list that the form has can be emptied": {"field=rec&field=plan&plan=p2", func(m *plan.Measure) { m.Recs, m.Plans = nil, []string{"p2"} }, nil},
		"words keep their language and order":     {"field=title&title-lang=kk&title=A&title-lang=en&title=+&title-lang=ru&title=B", func(m *plan.Measure) { m.Title = plan.Names{{Lang: "kk", Words: "A"}, {Lang: "ru", Words: "B"}} }, nil},
		"stages keep both days, empty rows go": {"field=stage&stage-name=draft&stage-due=2026-01-02&stage-done=&stage-name=&stage-due=&stage-done=", func(m *plan.Measure) {
			m.Stages = []plan.Stage{{Name: "draft", Due: upr.Date{Year: 2026, Month: 1, Day: 2}}}
		}, nil},
		"a stage with a day needs a name":            {"field=stage&stage-name=&stage-due=2026-01-02", func(*plan.Measure) {}, map[string]string{"stage": "stage"}},
		"what is no day is said and changes nothing": {"due=soon", func(*plan.Measure) {}, map[string]string{"due": "day"}},
	} {
		t.Run(name, func(t *testing.T) {
			form, err := url.ParseQuery(tt.form)
			if err != nil {
				t.Fatal(err)
			}
			got, want := had, had
			tt.want(&want)
			wrong := web.DecodeForm(form, &got)
			if tt.wrong == nil {
				tt.wrong = map[string]string{}
			}
			if diff := cmp.Diff(tt.wrong, wrong); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever is posted, what is taken can be written into the ledger and comes out as it went in.
func FuzzDecodeForm(f *testing.F) {
	f.Add("field=title&title-lang=en&title=A&rec=r1&rec=r1&stage-name=x|y&stage-due=2026-01-02")
	f.Add("title=%ff%00:&title-lang=a:b&due=2026-13-40&cost=1%0d%0a2")
	f.Fuzz(func(t *testing.T, posted string) {
		form, _ := url.ParseQuery(posted) // what could be read of it
		var m, again plan.Measure
		if len(web.DecodeForm(form, &m)) > 0 {
			return
		}
		if err := plan.Read(plan.Fields(m), &again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, again); diff != "" {
			t.Error(diff)
		}
	})
}
