package upr_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/upr"
)

// states draws a code that has the form of a State's.
func states() *rapid.Generator[upr.State] {
	return rapid.Map(rapid.StringMatching(`[A-Z]{3}`), func(s string) upr.State { return upr.State(s) })
}

func reviews() *rapid.Generator[upr.ReviewID] {
	return rapid.Custom(func(t *rapid.T) upr.ReviewID {
		return upr.ReviewID{State: states().Draw(t, "state"), Cycle: upr.Cycle(rapid.IntRange(1, 9).Draw(t, "cycle"))}
	})
}

func numbers() *rapid.Generator[string] {
	return rapid.StringMatching(`[1-9][0-9]{0,2}|0|[a-z]|[a-z]\.[a-z]{1,3}`)
}

func TestIdentifiersComeBackWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		review, para := reviews().Draw(t, "review"), rapid.IntRange(1, 400).Draw(t, "paragraph")
		number, seg, by := numbers().Draw(t, "number"), rapid.IntRange(1, 30).Draw(t, "segment"), states().Draw(t, "by")
		id := upr.NewItemID(review, para, number)
		if r, ok := id.Review(); !ok || r != review {
			t.Fatalf("%s belongs to %v, %v", id, r, ok)
		}
		for s, want := range map[string]upr.ItemRef{
			string(id):                         {Review: review, Paragraph: para, Number: number},
			id.Segment(seg):                    {Review: review, Paragraph: para, Number: number, Segment: seg},
			id.Segment(seg) + "-" + string(by): {Review: review, Paragraph: para, Number: number, Segment: seg, State: by},
		} {
			got, ok := upr.ParseItemRef(s)
			if !ok || got != want || got.ID() != id {
				t.Fatalf("%q is read as %+v (%v), not %+v", s, got, ok, want)
			}
		}
	})
}

func TestIdentifierIsTheHandbooksForm(t *testing.T) {
	id := upr.NewItemID(upr.ReviewID{State: "KAZ", Cycle: 2}, 126, "27")
	if id != "UPR-KAZ-C2-126.27" || id.Segment(2) != "UPR-KAZ-C2-126.27-s2" {
		t.Errorf("%s and %s", id, id.Segment(2))
	}
	if id := upr.NewProvisionalID(upr.ReviewID{State: "KAZ", Cycle: 2}, "5d1c09a2b3c4"); id != "UPR-KAZ-C2-P5d1c09a2b3c4" || !id.Provisional() {
		t.Errorf("provisional %s", id)
	}
	if upr.ItemID("UPR-KAZ-C2-126.27").Provisional() {
		t.Error("an item of a report passes for a provisional one")
	}
	if p := (upr.Pledge{Review: upr.ReviewID{State: "AUS", Cycle: 1}, N: 3}); p.ID() != "UPR-AUS-C1-VP-3" {
		t.Errorf("pledge %s", p.ID())
	}
}

func TestOnlyOneSpellingNamesAnItem(t *testing.T) {
	for name, s := range map[string]string{
		"empty": "", "no paragraph": "UPR-KAZ-C2", "no number": "UPR-KAZ-C2-126.", "no dot": "UPR-KAZ-C2-126", "small letters": "upr-KAZ-C2-126.27",
		"small State": "UPR-kaz-C2-126.27", "short State": "UPR-KA-C2-126.27", "cycle without C": "UPR-KAZ-2-126.27", "cycle 0": "UPR-KAZ-C0-126.27",
		"cycle 10": "UPR-KAZ-C10-126.27", "sign before the cycle": "UPR-KAZ-C+2-126.27", "zero before the cycle": "UPR-KAZ-C02-126.27",
		"paragraph 0": "UPR-KAZ-C2-0.27", "negative paragraph": "UPR-KAZ-C2--3.27", "sign before the paragraph": "UPR-KAZ-C2-+126.27",
		"zero before the paragraph": "UPR-KAZ-C2-0126.27", "zero before the number": "UPR-KAZ-C2-126.027", "blank in the number": "UPR-KAZ-C2-126. 27",
		"line break": "UPR-KAZ-C2-126.27\n", "a path": "UPR-KAZ-C2-126.../../etc", "segment 0": "UPR-KAZ-C2-126.27-s0", "segment without s": "UPR-KAZ-C2-126.27-2",
		"sign before the segment": "UPR-KAZ-C2-126.27-s+2", "zero before the segment": "UPR-KAZ-C2-126.27-s02", "empty segment": "UPR-KAZ-C2-126.27-",
		"State without segment": "UPR-KAZ-C2-126.27-FRA", "small recommending State": "UPR-KAZ-C2-126.27-s1-fra", "too long": "UPR-KAZ-C2-126.27-s1-FRA-x",
		"a short key": "UPR-KAZ-C2-P5d1c", "a key with capitals": "UPR-KAZ-C2-P5D1C09A2B3C4", "a key with more": "UPR-KAZ-C2-P5d1c09a2b3c4.1",
		"a pledge": "UPR-AUS-C1-VP-3", "huge paragraph": "UPR-KAZ-C2-99999999999999999999.1",
	} {
		if r, ok := upr.ParseItemRef(s); ok {
			t.Errorf("%s: %q is read as %+v", name, s, r)
		}
		if r, ok := upr.ItemID(s).Review(); ok {
			t.Errorf("%s: %q names review %s", name, s, r)
		}
	}
	if _, ok := upr.ItemID("UPR-KAZ-C2-126.27-s1").Review(); ok {
		t.Error("a segment's identifier passes for an item's")
	}
}

func FuzzParseItemRef(f *testing.F) {
	for _, s := range []string{"UPR-KAZ-C2-126.27", "UPR-CUB-C1-53.b", "UPR-KAZ-C2-126.27-s2", "UPR-KAZ-C2-126.27-s2-FRA", "UPR-KAZ-C2-P5d1c09a2b3c4-s1-FRA", "UPR-KAZ-C2-1.", "UPR-KAZ-C-1-1.1-s", "----"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := upr.ParseItemRef(s)
		if !ok {
			return
		}
		again := string(r.ID())
		if r.Segment > 0 {
			again = r.ID().Segment(r.Segment)
		}
		if r.State != "" {
			again += "-" + string(r.State)
		}
		if again != s {
			t.Errorf("%q is read, and written %q", s, again)
		}
	})
}

// good is an invented item that breaks nothing.
func good() upr.Item {
	review := upr.ReviewID{State: "KAZ", Cycle: 9}
	return upr.Item{
		ID: upr.NewItemID(review, 124, "3"), Review: review, Symbol: "A/HRC/99/7", Paragraph: 124, Number: "3", Label: "124.3.",
		Texts: []upr.Text{{Lang: "en", Words: "Keep the reading rooms open at night (Fiji, Chad); Plant trees along every canal (Holy See);", Origin: upr.Authentic}},
		Segments: []upr.Segment{
			{N: 1, Words: "Keep the reading rooms open at night", By: []upr.Attribution{{State: "FJI", Printed: "Fiji"}, {State: "TCD", Printed: "Chad"}}},
			{N: 2, Words: "Plant trees along every canal", By: []upr.Attribution{{State: "VAT", Printed: "Holy See"}}},
		},
	}
}

func TestAGoodItemPasses(t *testing.T) {
	if err := good().Check(); err != nil {
		t.Error(err)
	}
	none := good()
	none.Segments = nil
	if err := none.Check(); err != nil {
		t.Errorf("an item without attribution is no broken item: %v", err)
	}
}

func TestABrokenItemIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*upr.Item)
		says  string
	}{
		"identifier of another review":    {func(it *upr.Item) { it.Review.Cycle = 8 }, "does not belong"},
		"identifier without form":         {func(it *upr.Item) { it.ID = "124.3" }, "does not belong"},
		"identifier of another address":   {func(it *upr.Item) { it.Number = "4" }, "address"},
		"no symbol":                       {func(it *upr.Item) { it.Symbol = "" }, "no document symbol"},
		"no text":                         {func(it *upr.Item) { it.Texts = nil }, "no words"},
		"empty words":                     {func(it *upr.Item) { it.Texts[0].Words = "" }, "no words"},
		"segments out of order":           {func(it *upr.Item) { it.Segments[1].N = 3 }, "stands in place"},
		"a State recommends to itself":    {func(it *upr.Item) { it.Segments[0].By[0].State = "KAZ" }, "to itself"},
		"a State twice in a segment":      {func(it *upr.Item) { it.Segments[0].By[1].State = "FJI" }, "twice"},
		"a group is not a State":          {func(it *upr.Item) { it.Segments[1].By[0] = upr.Attribution{State: "EU", Printed: "European Union"} }, "not a State"},
		"a State that was not understood": {func(it *upr.Item) { it.Segments[1].By[0].State = "" }, "not a State"},
	} {
		t.Run(name, func(t *testing.T) {
			it := good()
			c.spoil(&it)
			if err := it.Check(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error that says %q", err, c.says)
			}
		})
	}
}

func TestObserversRecommend(t *testing.T) {
	it := good()
	it.Segments[0].By = []upr.Attribution{{State: "VAT", Printed: "Holy See"}, {State: "PSE", Printed: "State of Palestine"}}
	if err := it.Check(); err != nil {
		t.Error(err)
	}
}

func TestTheSameStateMayMakeTwoSegments(t *testing.T) {
	it := good()
	it.Segments[1].By = []upr.Attribution{{State: "FJI", Printed: "Fiji"}}
	if err := it.Check(); err != nil {
		t.Fatal(err)
	}
	if it.Pairs() != 3 || !cmp.Equal(it.States(), []upr.State{"FJI", "TCD"}) {
		t.Errorf("%d pairs of %v", it.Pairs(), it.States())
	}
	if got := it.Segments[0].States(); !cmp.Equal(got, []upr.State{"FJI", "TCD"}) {
		t.Errorf("States of the first segment: %v", got)
	}
}

func TestPairsAndStatesAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var it upr.Item
		pairs, all := 0, []upr.State{}
		for range rapid.IntRange(0, 5).Draw(t, "segments") {
			s := upr.Segment{N: len(it.Segments) + 1}
			for _, c := range rapid.SliceOfNDistinct(rapid.SampledFrom([]upr.State{"FJI", "TCD", "VAT", "PSE", "BRA"}), 0, 5, rapid.ID).Draw(t, "by") {
				s.By = append(s.By, upr.Attribution{State: c})
				if !slices.Contains(all, c) {
					all = append(all, c)
				}
				pairs++
			}
			it.Segments = append(it.Segments, s)
		}
		got := it.States()
		if it.Pairs() != pairs || len(got) != len(all) || len(got) > 0 && !slices.Equal(got, all) {
			t.Fatalf("%d pairs of %v, want %d of %v", it.Pairs(), got, pairs, all)
		}
	})
}
