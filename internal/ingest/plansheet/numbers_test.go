package plansheet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/ingest/plansheet"
)

// recs of an invented State in two cycles, in our own words.
func recs() []plansheet.Rec {
	item := func(cycle int, number, words string) plansheet.Rec {
		id := "UPR-ZZV-C4-" + number
		if cycle == 3 {
			id = "UPR-ZZV-C3-" + number
		}
		return plansheet.Rec{ID: id, Number: number, Cycle: cycle, Texts: []string{words}}
	}
	return []plansheet.Rec{
		item(4, "26.1", "Lay the convention on enforced disappearances before parliament within the coming year (Aldermere);"),
		item(4, "26.2", "Open a shelter for women in each of the seven districts (Ismarra);"),
		item(4, "26.3", "Give the Office of the Public Advocate a budget line of its own (Brantovia) (Corvessa);"),
		item(4, "26.4", "Register every birth free of charge, also where the parents have no papers (Galtheim);"),
		item(4, "26.10", "Make courts and bus stops usable for people in wheelchairs (Republic of Brantovia);"),
		item(4, "27.1", "Raise the age of marriage to eighteen years without exception (Corvessa);"),
		item(3, "26.1", "Keep the lake fisheries open to small boats (Fennoria);"),
		item(3, "40.7", "Teach judges how to question children who have witnessed violence (Fennoria);"),
		{ID: "uhri/0b0c", Number: "12 (b)", Texts: []string{"Publish the yearly count of complaints against police officers"}, Names: []string{"R-12"}},
	}
}

func TestNumbersOfACellNameRecommendations(t *testing.T) {
	x := plansheet.NewIndex(recs())
	c4 := func(numbers ...string) []string {
		var out []string
		for _, n := range numbers {
			out = append(out, "UPR-ZZV-C4-"+n)
		}
		return out
	}
	for _, c := range []struct {
		text   string
		number bool
		cycle  int
		want   plansheet.Refs
	}{
		{"26.2", false, 0, plansheet.Refs{IDs: c4("26.2")}},
		{"UPR-ZZV-C4-26.2", false, 0, plansheet.Refs{IDs: c4("26.2")}},
		{"UPR-ZZV-C4-26.2-s1", false, 0, plansheet.Refs{IDs: c4("26.2")}},
		{"26.2, 26.3 and 27.1", false, 0, plansheet.Refs{IDs: c4("26.2", "26.3", "27.1")}},
		{"26.2–26.4", false, 0, plansheet.Refs{IDs: c4("26.2", "26.3", "26.4")}},
		{"26.2-4", false, 0, plansheet.Refs{IDs: c4("26.2", "26.3", "26.4")}},
		{"26.2, 3; 27.1", false, 0, plansheet.Refs{IDs: c4("26.2", "26.3", "27.1")}},
		{"рекомендация № 26.2\n№ 26.3", false, 0, plansheet.Refs{IDs: c4("26.2", "26.3")}},
		{"26.2 (частично)", false, 0, plansheet.Refs{IDs: c4("26.2"), Rest: "частично"}},
		{"26.1", false, 4, plansheet.Refs{IDs: c4("26.1")}},
		{"26.1", false, 0, plansheet.Refs{Several: [][]string{{"UPR-ZZV-C4-26.1", "UPR-ZZV-C3-26.1"}}, Cycles: []int{4, 3}}},
		{"26.1", true, 4, plansheet.Refs{Several: [][]string{c4("26.1", "26.10")}, Cycles: []int{4}}},
		{"26.10", false, 0, plansheet.Refs{IDs: c4("26.10")}},
		{"26,2", false, 0, plansheet.Refs{IDs: c4("26.2")}},
		{"26.99", false, 0, plansheet.Refs{Unknown: []string{"26.99"}}},
		{"126.27.2026", false, 0, plansheet.Refs{Unknown: []string{"126.27"}, Rest: "2026"}},
		{"R-12", false, 0, plansheet.Refs{IDs: []string{"uhri/0b0c"}}},
		{"all", false, 0, plansheet.Refs{Rest: "all"}},
	} {
		got := x.ByNumber(plansheet.Cell{Text: c.text, Number: c.number}, c.cycle)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q in cycle %d:\n%s", c.text, c.cycle, d)
		}
	}
}

func TestWordsMeetOneRecommendationOrAskAPerson(t *testing.T) {
	x := plansheet.NewIndex(recs())
	for _, c := range []struct {
		words, id  string
		same, sure bool
	}{
		{"Open a shelter for women in each of the seven districts", "UPR-ZZV-C4-26.2", true, true},
		{"open a shelter for WOMEN in each of seven districts (Ismarra)", "UPR-ZZV-C4-26.2", false, true},
		{"Open shelters", "", false, false},
		{"Something that nobody recommended to this State", "", false, false},
	} {
		hits, same := x.ByWords(c.words)
		id, sure := plansheet.Strong(hits)
		if same != c.same || sure != c.sure || sure && id != c.id {
			t.Errorf("%q: %v %v, %q %v", c.words, hits, same, id, sure)
		}
	}
}
