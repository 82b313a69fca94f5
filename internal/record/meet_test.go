package record_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// listed is an entry of a keeper's database in these words by these States.
func listed(words string, by ...upr.State) record.Entry {
	e := record.Entry{Subject: record.EntrySubject("uprinfo", kaz, words), Keeper: "uprinfo", Review: kaz, Session: 48, Words: words, Lang: "en",
		Response: "Accepted", Position: upr.Supported, Action: 5, Issues: []string{"right-to-education"}, Rows: []int{1}, SHA256: "cc"}
	for _, s := range by {
		e.By = append(e.By, upr.Attribution{State: s, Printed: string(s)})
	}
	return e
}

// asked is an item in these words, one segment a State unless words repeat.
func asked(n int, words string, by ...upr.State) record.Fact {
	it := item(n)
	s := upr.Segment{N: 1, Words: words}
	for _, x := range by {
		s.By = append(s.By, upr.Attribution{State: x, Printed: string(x)})
	}
	it.Segments = []upr.Segment{s}
	return record.ItemFact(it, record.ReadBy{Grammar: "wgreport/1"})
}

func TestRowsMeetTheirOwnStatesWordsOnly(t *testing.T) {
	const (
		trees   = "Plant lime trees along every canal in the northern districts before the next harvest"
		slipped = "Plant lime tress along every cannal in the northern districts before the next harvest"
		reading = "Keep the public reading rooms open at night and on every day of rest"
	)
	for name, x := range map[string]struct {
		entry record.Entry
		met   map[upr.State]int // number of the item
		waits string
	}{
		"same words":                    {listed(trees, "FRA"), map[upr.State]int{"FRA": 1}, ""},
		"a typing slip":                 {listed(slipped, "FRA"), map[upr.State]int{"FRA": 1}, ""},
		"two States in one row":         {listed(trees, "FRA", "BRA"), map[upr.State]int{"FRA": 1, "BRA": 1}, ""},
		"a part of the words":           {listed("Plant lime trees along every canal", "FRA"), map[upr.State]int{"FRA": 1}, ""},
		"another State's words":         {listed(reading, "BRA"), nil, record.WaitsForWords},
		"a State without any":           {listed(trees, "JPN"), nil, record.WaitsForState},
		"words that stand nowhere":      {listed("Publish the accounts of the harbour", "FRA"), nil, record.WaitsForWords},
		"a name that nobody here knows": {withName(listed(trees), "Atlantis"), nil, record.WaitsForName},
	} {
		t.Run(name, func(t *testing.T) {
			r := review(t, asked(1, trees, "FRA", "BRA"), asked(2, reading, "FRA", "CHL"), record.EntryFact(x.entry))
			e := r.Entries[0]
			got := map[upr.State]int{}
			for _, m := range e.Met {
				it, _ := r.Item(m.Item)
				got[m.State] = it.Sort
			}
			if x.met == nil {
				x.met = map[upr.State]int{}
			}
			if d := cmp.Diff(x.met, got); d != "" {
				t.Errorf("met (-want +got):\n%s", d)
			}
			if e.Waits != x.waits {
				t.Errorf("waits for %q, not %q", e.Waits, x.waits)
			}
			if len(r.Provisional) > 0 {
				t.Error("provisional items beside a report")
			}
		})
	}
}

func withName(e record.Entry, printed string) record.Entry {
	e.By = []upr.Attribution{{Printed: printed}}
	return e
}

func TestSeveralRowsOfOneItemMeetIt(t *testing.T) {
	r := review(t, asked(1, "Ratify the covenant on bridges and the convention on ferries and their crews", "FRA"),
		record.EntryFact(listed("Ratify the covenant on bridges", "FRA")), record.EntryFact(listed("Ratify the convention on ferries and their crews", "FRA")))
	for _, e := range r.Entries {
		if len(e.Met) != 1 || e.Met[0].Item != item(1).ID {
			t.Errorf("%q met %+v", e.Words, e.Met)
		}
	}
}

func TestOfTwoItemsInTheSameWordsEachRowTakesItsOwn(t *testing.T) {
	const words = "Plant lime trees along every canal"
	noted := listed(words, "FRA")
	noted.Position, noted.Response, noted.Rows = upr.Noted, "Noted", []int{2}
	r := review(t, asked(1, words, "FRA"), said(1, upr.StageWG, upr.Noted, "aa"), asked(2, words, "FRA"), said(2, upr.StageWG, upr.Supported, "aa"),
		record.EntryFact(listed(words, "FRA")), record.EntryFact(noted))
	for i, want := range []int{2, 1} {
		if m, ok := r.Entries[i].MetBy("FRA"); !ok || m.Item != item(want).ID {
			t.Errorf("row %d met %+v, not item %d", i+1, m, want)
		}
	}
}

func TestAPersonsPlacingWins(t *testing.T) {
	const words = "Plant lime trees along every canal"
	e := listed(words, "FRA")
	facts := []record.Fact{asked(1, words, "FRA"), asked(2, "Keep the reading rooms open", "FRA"), record.EntryFact(e)}
	there := record.Placing{Entry: e.Subject, Review: kaz, State: "FRA", Item: item(2).ID, Segment: 1, Note: "said so"}
	r := review(t, append(slices.Clone(facts), there.Fact())...)
	if m, _ := r.Entries[0].MetBy("FRA"); m.Item != item(2).ID || m.By != "person" {
		t.Errorf("met %+v", m)
	}
	nowhere := record.Placing{Entry: e.Subject, Review: kaz, State: "FRA"}
	r = review(t, append(slices.Clone(facts), nowhere.Fact())...)
	if len(r.Entries[0].Met) > 0 || r.Entries[0].Waits != "" {
		t.Errorf("a row that is in no report: %+v", r.Entries[0])
	}
}

func TestARowMeetsAnItemThatWaitsItself(t *testing.T) {
	const words = "Plant lime trees along every canal"
	q := record.NewQuestion(kaz, item(1).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "no-state"}}, []record.Fact{asked(1, words, "FRA")})
	f, err := q.Fact()
	if err != nil {
		t.Fatal(err)
	}
	r := review(t, asked(2, "Keep the reading rooms open", "BRA"), f, record.EntryFact(listed(words, "FRA")))
	if m, ok := r.Entries[0].MetBy("FRA"); !ok || !m.Held || r.Entries[0].Waits != "" {
		t.Errorf("met %+v, waits for %q", m, r.Entries[0].Waits)
	}
}

func TestRowsWithoutAReportAreProvisionalItems(t *testing.T) {
	const words = "Plant lime trees along every canal"
	other := listed("plant lime trees, along every canal", "BRA")
	other.Action, other.Rows = 4, []int{7}
	refused := listed(words, "CHL")
	refused.Position, refused.Response, refused.Rows = upr.Noted, "Noted", []int{9}
	pledge := record.Entry{Keeper: "uprinfo", Review: kaz, Words: "We will plant them ourselves", Lang: "en", Pledge: true, Rows: []int{11}}
	r := review(t, record.EntryFact(listed(words, "FRA")), record.EntryFact(other), record.EntryFact(refused), record.EntryFact(pledge))
	if len(r.Items) > 0 || len(r.Provisional) != 2 || r.ProvisionalCount.Supported != 1 || r.ProvisionalCount.Noted != 1 || r.Count.Received() != 0 {
		t.Fatalf("%d items, %d provisional: %+v", len(r.Items), len(r.Provisional), r.ProvisionalCount)
	}
	it := r.Provisional[0]
	if !slices.Equal(it.States(), []upr.State{"FRA", "BRA"}) || !it.ID.Provisional() || it.Position != upr.Supported || it.Texts[0].Source.Symbol != "UPR Info" {
		t.Errorf("%+v", it)
	}
	if got, ok := r.ProvisionalItem(it.ID); !ok || got != it {
		t.Error("it is not found by its identifier")
	}
	if len(r.Pledges) != 1 || r.Pledges[0].ID() != r.PledgeOf(r.Entries[3]) || r.Pledges[0].Texts[0].Source.Symbol != "UPR Info" {
		t.Errorf("pledges %+v", r.Pledges)
	}
	r = review(t, record.EntryFact(listed(words, "FRA")), asked(1, words, "FRA"))
	if len(r.Provisional) > 0 || !slices.Equal(r.Absorbed(it.ID), []upr.ItemID{item(1).ID}) {
		t.Errorf("after the report: %d provisional, absorbed by %v", len(r.Provisional), r.Absorbed(it.ID))
	}
}

func TestEntriesComeBackFromTheRecord(t *testing.T) {
	s, ctx := open(t), t.Context()
	rapid.Check(t, func(t *rapid.T) {
		e := record.Entry{Keeper: "uprinfo", Review: kaz, Session: upr.WGSession(rapid.IntRange(1, 54).Draw(t, "session")), Words: some().Draw(t, "words"), Lang: codes().Draw(t, "lang"),
			By: rapid.SliceOfN(attributions(), 0, 3).Draw(t, "by"), Response: words().Draw(t, "response"), Position: rapid.SampledFrom(upr.Positions).Draw(t, "position"),
			Action: rapid.IntRange(0, 5).Draw(t, "action"), Issues: rapid.SliceOfN(codes(), 0, 3).Draw(t, "issues"), Labels: rapid.SliceOfN(some(), 0, 2).Draw(t, "labels"),
			Rows: rapid.SliceOfN(rapid.IntRange(1, 99999), 1, 4).Draw(t, "rows"), SHA256: words().Draw(t, "sha")}
		for range rapid.IntRange(0, 2).Draw(t, "also") {
			e.Also = append(e.Also, record.Also{Header: codes().Draw(t, "header"), Value: words().Draw(t, "value")})
		}
		f := record.EntryFact(e)
		e.Subject = f.Subject
		act := bring(ctx, t, s, []record.Fact{f})
		defer endAll(t, s)
		r, ok := load(ctx, t, s, 0).Review(kaz)
		if !ok || len(r.Entries) != 1 {
			t.Fatalf("%+v", r)
		}
		e.FactID, e.Act = r.Entries[0].FactID, act
		same(t, "entry", &e, r.Entries[0])
		if got, ok := record.EntryOf(f); !ok || got.Words != e.Words || got.Review != kaz {
			t.Fatalf("read from the fact: %+v", got)
		}
	})
}

func TestNoRowEverMeetsAnotherStatesSegment(t *testing.T) {
	states := rapid.SampledFrom([]upr.State{"FRA", "BRA", "CHL"})
	text := rapid.SampledFrom([]string{"Plant lime trees along every canal", "Plant lime trees along every road", "Keep the reading rooms open", "Plant trees"})
	s, ctx := open(t), t.Context()
	rapid.Check(t, func(t *rapid.T) {
		var facts []record.Fact
		for n := 1; n <= rapid.IntRange(1, 4).Draw(t, "items"); n++ {
			by := rapid.SliceOfNDistinct(states, 1, 2, rapid.ID).Draw(t, "by")
			facts = append(facts, asked(n, text.Draw(t, "words"), by...))
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "rows") {
			e := listed(text.Draw(t, "row"), rapid.SliceOfNDistinct(states, 1, 3, rapid.ID).Draw(t, "row by")...)
			e.Rows = []int{i + 1}
			facts = append(facts, record.EntryFact(e))
		}
		bring(ctx, t, s, facts)
		defer endAll(t, s)
		r, _ := load(ctx, t, s, 0).Review(kaz)
		for _, e := range r.Entries {
			if len(e.Met) < len(e.By) && e.Waits == "" {
				t.Fatalf("%q: a row is left without a word", e.Words)
			}
			for _, m := range e.Met {
				it, ok := r.Item(m.Item)
				if !ok || !slices.Contains(it.Segments[m.Segment-1].States(), m.State) {
					t.Fatalf("%s met %+v", m.State, m)
				}
			}
		}
	})
}

func TestATableOfRowsIsNoCountToReconcile(t *testing.T) {
	table := record.Document{SHA256: "cc", Review: kaz, Kind: reading.Rows, Title: "UPR Info", Items: 7, Pairs: 9}
	r := review(t, asked(1, "Plant lime trees along every canal", "FRA"), table.Fact(), record.EntryFact(listed("Plant lime trees", "FRA")))
	if rc := record.Reconcile(r, 1); len(rc.Lines) > 0 || len(rc.Differences) > 0 {
		t.Errorf("%+v, %+v", rc.Lines, rc.Differences)
	}
}
