package plansheet_test

import (
	"testing"

	"github.com/openupr/openupr/internal/ingest/plansheet"
)

func TestDaysAndPeriodsAsPlansWriteThem(t *testing.T) {
	for _, c := range []struct {
		text, layout string
		number       bool
		day          string
		how          plansheet.Exactness
	}{
		{"2026-12-31", "", false, "2026-12-31", plansheet.Exact},
		{"31.12.2026", "", false, "2026-12-31", plansheet.Exact},
		{"03.04.2026", "", false, "", plansheet.Unclear},
		{"03.04.2026", "dmy", false, "2026-04-03", plansheet.Exact},
		{"03/04/2026", "mdy", false, "2026-03-04", plansheet.Exact},
		{"12/31/26", "", false, "2026-12-31", plansheet.Exact},
		{"30.02.2026", "dmy", false, "", plansheet.NoDay},
		{"31 December 2026", "", false, "2026-12-31", plansheet.Exact},
		{"December 31, 2026", "", false, "2026-12-31", plansheet.Exact},
		{"1 марта 2027 года", "", false, "2027-03-01", plansheet.Exact},
		{"2026 жылғы 31 желтоқсан", "", false, "2026-12-31", plansheet.Exact},
		{"to end of 2026", "", false, "2026-12-31", plansheet.EndOf},
		{"IV quarter 2026", "", false, "2026-12-31", plansheet.EndOf},
		{"Q2 2026", "", false, "2026-06-30", plansheet.EndOf},
		{"IV квартал 2026 г.", "", false, "2026-12-31", plansheet.EndOf},
		{"2 кв. 2026", "", false, "2026-06-30", plansheet.EndOf},
		{"2026 жылдың III тоқсаны", "", false, "2026-09-30", plansheet.EndOf},
		{"1 полугодие 2026 года", "", false, "2026-06-30", plansheet.EndOf},
		{"февраль 2028", "", false, "2028-02-29", plansheet.EndOf},
		{"2025–2027 гг.", "", false, "2027-12-31", plansheet.EndOf},
		{"2026", "", true, "2026-12-31", plansheet.EndOf},
		{"2026 год", "", false, "2026-12-31", plansheet.EndOf},
		{"46387", "", true, "2026-12-31", plansheet.Exact},
		{"ежегодно", "", false, "", plansheet.NoDay},
		{"постоянно, 2026", "", false, "", plansheet.NoDay},
		{"12", "", true, "", plansheet.NoDay},
		{"after the reform of 2026", "", false, "", plansheet.NoDay},
	} {
		day, how := plansheet.Day(plansheet.Cell{Text: c.text, Number: c.number}, c.layout)
		if day.String() != c.day || how != c.how {
			t.Errorf("%q as %q is %q (%q), want %q (%q)", c.text, c.layout, day, how, c.day, c.how)
		}
	}
}

func TestTheLayoutOfDaysShowsInThoseThatCanOnlyBeDays(t *testing.T) {
	for _, c := range []struct {
		cells  []string
		layout string
		sure   bool
	}{
		{[]string{"01.02.2026", "31.12.2026"}, "dmy", true},
		{[]string{"01/02/2026", "12/31/2026"}, "mdy", true},
		{[]string{"01.02.2026"}, "dmy", false},
		{[]string{"31/12/2026", "12/31/2026"}, "dmy", false},
	} {
		var cells []plansheet.Cell
		for _, s := range c.cells {
			cells = append(cells, plansheet.Cell{Text: s})
		}
		if layout, sure := plansheet.LayoutOf(cells); layout != c.layout || sure != c.sure {
			t.Errorf("%v: %s %v", c.cells, layout, sure)
		}
	}
}
