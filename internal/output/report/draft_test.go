package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/upr"
)

// said is a document as lines: level and words of headings, number and words of paragraphs.
func said(d *report.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		var s strings.Builder
		for _, r := range b.Runs {
			s.WriteString(r.Text)
		}
		switch b.Kind {
		case report.Heading:
			out = append(out, strings.Repeat("#", b.Level)+" "+s.String())
		case report.Numbered:
			out = append(out, string(rune('0'+b.Number))+". "+s.String())
		case report.TableOf:
			out = append(out, "table "+b.Table.Caption)
		default:
			out = append(out, s.String())
		}
	}
	return out
}

func TestANationalReportHasWhatPeopleChoseUnderItsHeadings(t *testing.T) {
	c := caseIn(t, "en")
	c.Recs[1].Reports = append(c.Recs[1].Reports, report.Said{ID: "r9", Words: "Invented visits began.", Lang: "en"})
	c.Recs[2].Reports = append(c.Recs[2].Reports, report.Said{ID: "r10", Words: "Invented visits began.", Lang: "en"})
	d := report.National(c, report.NationalOptions{Sections: map[string]string{"c1": "protection"}, Letters: map[string]string{"protection": "III"}, Texts: []string{"r9", "r10", "m1"}})
	got := said(d)
	from := slices.Index(got, "# III. Human rights on the ground and work with international mechanisms")
	if from < 0 {
		t.Fatalf("no such section in %q", got)
	}
	want := []string{"# III. Human rights on the ground and work with international mechanisms", "## A12 Invented prisons (Recommendations 26.1–4)",
		"1. Invented visits began. (Recommendations 26.2–3)"}
	if diff := cmp.Diff(want, got[from:from+3]); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(got[from+3], "2. Measure: An invented law on visits (under way;") || !strings.HasSuffix(got[from+3], "(Recommendations 26.1–2)") {
		t.Errorf("the measure is %q", got[from+3])
	}
	if strings.Contains(strings.Join(got, "\n"), "script") {
		t.Error("a report that nobody chose is in the draft")
	}
	lists := []string{}
	has := func(n string) bool {
		return slices.ContainsFunc(c.Recs, func(r *report.Rec) bool { return r.Number == n })
	}
	for _, l := range got {
		if strings.HasPrefix(l, "## ") {
			numbers, _ := report.ParseNumbers(l, has)
			lists = append(lists, numbers...)
		}
	}
	slices.Sort(lists)
	for _, r := range c.Recs {
		if _, found := slices.BinarySearch(lists, r.Number); !found {
			t.Errorf("no heading names %s", r.Number)
		}
	}
}

func TestAReportOverItsLimitSaysByHowManyWordsAndIsNotCut(t *testing.T) {
	c := caseIn(t, "en")
	c.Recs[0].Reports = []report.Said{{ID: "long", Words: strings.Repeat("reform ", 11_000), Lang: "en"}}
	d := report.National(c, report.NationalOptions{Gaps: true})
	if d.Limit.Words != 10_700 || d.Limit.Source == "" || d.Over() != d.Words-10_700 || d.Over() < 300 || d.Complete() {
		t.Errorf("%d words, limit %+v, over by %d", d.Words, d.Limit, d.Over())
	}
	if n := strings.Count(textOf(readBack(t, written(t, d))), "reform"); n != 11_000 {
		t.Errorf("the file has %d of 11000 words", n)
	}
	without := report.National(c, report.NationalOptions{})
	if without.Words != d.Words {
		t.Errorf("the list of gaps counts: %d words with it, %d without", d.Words, without.Words)
	}
}

func TestGapsAreNamed(t *testing.T) {
	c := caseIn(t, "en")
	d := report.National(c, report.NationalOptions{})
	all := len(c.Recs)
	for code, want := range map[string]int{report.NoReport: all - 1, report.NoLead: all - 1, report.NoEvidence: 1} {
		if got := finding(d, code); len(got) != want {
			t.Errorf("%s: %d recommendations, want %d", code, len(got), want)
		}
	}
}

func TestTheCabinetSeesWhatIsOverdueByBodyAndByDay(t *testing.T) {
	c := caseIn(t, "en")
	if got := said(report.Cabinet(c, report.CabinetOptions{By: report.ByBody})); !slices.Contains(got, "## Ministry of Invented Justice") || got[len(got)-2] != "## No lead body" {
		t.Errorf("%q", got)
	}
	d := report.Cabinet(c, report.CabinetOptions{By: report.ByDeadline, Overdue: true})
	rows := d.Blocks[len(d.Blocks)-1].Table.Rows
	var numbers []string
	for _, r := range rows {
		numbers = append(numbers, r[0].Paragraphs[0][0].Text)
	}
	if !slices.Equal(numbers, []string{"26.1", "26.2"}) {
		t.Errorf("overdue are %v", numbers)
	}
	c.On = upr.Date{Year: 2026, Month: 1, Day: 1}
	if d := report.Cabinet(c, report.CabinetOptions{Overdue: true, By: report.ByDeadline}); len(d.Blocks[len(d.Blocks)-1].Table.Rows) > 0 {
		t.Error("something is overdue before its day")
	}
}

func TestABriefCountsWithUnitAndAct(t *testing.T) {
	c := caseIn(t, "en")
	d := report.Brief(c, c.Themes[0])
	if got := said(d)[0]; got != "4 items: supported 4, noted 0. The State reports on 1; others contest 1. As of act "+c.Say.Number(int(c.Act))+", 23 November 2026." {
		t.Errorf("%q", got)
	}
	if d.Over() != 0 || d.Limit.Words == 0 {
		t.Errorf("%d words of %d", d.Words, d.Limit.Words)
	}
}
