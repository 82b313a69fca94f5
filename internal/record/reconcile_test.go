package record_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

func count(supported, noted, pending int) upr.Count {
	return upr.Count{Unit: upr.UnitItem, Supported: supported, Noted: noted, Pending: pending}
}

func document(sha string, k reading.Kind, symbol string, c upr.Count) record.Fact {
	return record.Document{SHA256: sha, Review: kaz, Kind: k, Symbol: symbol, Title: "List", Lang: "en", Items: c.Received(), Count: c}.Fact()
}

// sound is an invented review on which report, addendum, list and President agree: 1 and 2 supported, 3 noted.
func sound() []record.Fact {
	out := []record.Fact{
		itemFact(1, "FJI"), itemFact(2, "FJI", "TCD"), itemFact(3, "VAT"),
		document("aa", reading.WGReport, "A/HRC/99/7", count(1, 0, 2)), document("bb", reading.Addendum, "A/HRC/99/7/Add.1", count(1, 1, 0)), document("cc", reading.ThematicList, "A/HRC/99/7", count(2, 1, 0)),
		said(1, upr.StageWG, upr.Supported, "aa"), said(2, upr.StageWG, upr.Pending, "aa"), said(3, upr.StageWG, upr.Pending, "aa"),
		said(2, upr.StageAddendum, upr.Supported, "bb"), said(3, upr.StageAddendum, upr.Noted, "bb"),
		said(1, upr.StagePlenary, upr.Supported, "cc"), said(2, upr.StagePlenary, upr.Supported, "cc"), said(3, upr.StagePlenary, upr.Noted, "cc"),
		record.TallyFact(upr.Tally{Review: kaz, By: "President", Stage: upr.StagePlenary, Unit: upr.UnitItem, Received: 3, Supported: 2, Noted: 1, Source: upr.Source{Symbol: "A/HRC/99/2"}}),
	}
	return out
}

func TestAReviewOnWhichAllAgree(t *testing.T) {
	rc := record.Reconcile(review(t, sound()...), 1)
	if !rc.Agrees() {
		t.Fatalf("differences %+v, waiting %d", rc.Differences, rc.Waiting)
	}
	same(t, "items", count(2, 1, 0), rc.Items)
	same(t, "pairs", upr.Count{Unit: upr.UnitPair, Supported: 3, Noted: 1}, rc.Pairs)
	if len(rc.Lines) != 4 {
		t.Fatalf("%d lines", len(rc.Lines))
	}
	for i, want := range []record.Comparison{
		{By: "A/HRC/99/7", Kind: "document", Stage: upr.StageWG, Unit: upr.UnitItem, Received: 3, Supported: 1, Pending: 2, Ours: count(1, 0, 2), Source: upr.Source{Symbol: "A/HRC/99/7", SHA256: "aa"}},
		{By: "A/HRC/99/7/Add.1", Kind: "document", Stage: upr.StageAddendum, Unit: upr.UnitItem, Received: 2, Supported: 1, Noted: 1, Ours: count(2, 1, 0), Source: upr.Source{Symbol: "A/HRC/99/7/Add.1", SHA256: "bb"}},
		{By: "OHCHR: List", Kind: "document", Stage: upr.StagePlenary, Unit: upr.UnitItem, Received: 3, Supported: 2, Noted: 1, Ours: count(2, 1, 0), Source: upr.Source{Symbol: "A/HRC/99/7", SHA256: "cc"}},
		{By: "President", Kind: "tally", Stage: upr.StagePlenary, Unit: upr.UnitItem, Received: 3, Supported: 2, Noted: 1, Pending: -1, Ours: count(2, 1, 0), Source: upr.Source{Symbol: "A/HRC/99/2"}},
	} {
		same(t, "line "+want.By, want, rc.Lines[i])
	}
}

func TestEveryDifferenceIsNamed(t *testing.T) {
	held := record.NewQuestion(kaz, item(4).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "brackets"}}, []record.Fact{itemFact(4, "FJI")})
	asked, err := held.Fact()
	if err != nil {
		t.Fatal(err)
	}
	again := record.NewQuestion(kaz, item(3).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "brackets"}}, []record.Fact{itemFact(3, "FJI")})
	askedAgain, err := again.Fact()
	if err != nil {
		t.Fatal(err)
	}
	tally := func(received, supported, noted int) record.Fact {
		return record.TallyFact(upr.Tally{Review: kaz, By: "delegation", Stage: upr.StagePlenary, Received: received, Supported: supported, Noted: noted})
	}
	for name, c := range map[string]struct {
		more    []record.Fact
		want    []record.Difference
		waiting int
	}{
		"a list that holds more items": {[]record.Fact{document("dd", reading.ThematicList, "A/HRC/99/7", count(3, 1, 0))},
			[]record.Difference{{Kind: "received", By: "OHCHR: List", Theirs: "4", Ours: "3"}}, 0},
		"an addendum answers only a part and need not hold all": {[]record.Fact{document("dd", reading.Addendum, "A/HRC/99/7/Add.2", count(1, 0, 0))}, nil, 0},
		"a document without items says nothing":                 {[]record.Fact{document("dd", reading.Compilation, "A/HRC/WG.6/99/KAZ/2", count(0, 0, 0))}, nil, 0},
		"a position on which the record holds another at the same stage": {[]record.Fact{said(3, upr.StageAddendum, upr.Supported, "ee")},
			[]record.Difference{{Kind: "position", Item: item(3).ID, By: "A/HRC/99/7/Add.1", Theirs: "noted", Ours: "supported"}}, 0},
		"an item that waits for a person": {[]record.Fact{asked},
			[]record.Difference{{Kind: "received", By: "A/HRC/99/7", Theirs: "3", Ours: "3"}, {Kind: "received", By: "OHCHR: List", Theirs: "3", Ours: "3"}}, 1},
		"an item that waits and is in from another document": {[]record.Fact{askedAgain}, nil, 0},
		"a number that is missing": {[]record.Fact{itemFact(5, "FJI"), itemFact(7, "FJI")},
			[]record.Difference{{Kind: "received", By: "A/HRC/99/7", Theirs: "3", Ours: "5"}, {Kind: "received", By: "OHCHR: List", Theirs: "3", Ours: "5"},
				{Kind: "tally-received", By: "President", Theirs: "3", Ours: "5"},
				{Kind: "gap", Item: item(4).ID}, {Kind: "gap", Item: item(6).ID}}, 0},
		"a tally with another sum":       {[]record.Fact{tally(4, -1, -1)}, []record.Difference{{Kind: "tally-received", By: "delegation", Theirs: "4", Ours: "3"}}, 0},
		"a tally with other parts":       {[]record.Fact{tally(3, 1, 2)}, []record.Difference{{Kind: "tally-supported", By: "delegation", Theirs: "1", Ours: "2"}, {Kind: "tally-noted", By: "delegation", Theirs: "2", Ours: "1"}}, 0},
		"a tally that says nothing":      {[]record.Fact{tally(-1, -1, -1)}, nil, 0},
		"a tally of the pairs":           {[]record.Fact{record.TallyFact(upr.Tally{Review: kaz, By: "UPR Info", Unit: upr.UnitPair, Received: 4, Supported: 3, Noted: 1})}, nil, 0},
		"a tally of pairs that is wrong": {[]record.Fact{record.TallyFact(upr.Tally{Review: kaz, By: "UPR Info", Unit: upr.UnitPair, Received: 5, Supported: -1, Noted: -1})}, []record.Difference{{Kind: "tally-received", By: "UPR Info", Theirs: "5", Ours: "4"}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			rc := record.Reconcile(review(t, append(sound(), c.more...)...), 7)
			same(t, "differences", c.want, rc.Differences)
			if rc.Waiting != c.waiting || rc.Agrees() != (len(c.want) == 0 && c.waiting == 0) || rc.Act != 7 || rc.Review != kaz {
				t.Errorf("waiting %d, agrees %v, act %d", rc.Waiting, rc.Agrees(), rc.Act)
			}
		})
	}
}

// TestAPositionThatMovedLaterIsNoDifference: Kazakhstan's answer on 126.27 moved at the plenary in 2015 (A/HRC/28/2, para.
// 602). Both documents are right at their stage, and the move is told.
func TestAPositionThatMovedLaterIsNoDifference(t *testing.T) {
	rc := record.Reconcile(review(t, append(sound(), said(3, upr.StageLater, upr.Supported, "ee"))...), 1)
	if !rc.Agrees() {
		t.Errorf("differences %+v", rc.Differences)
	}
	same(t, "moved", []record.Difference{{Kind: "moved", Item: item(3).ID, By: "A/HRC/99/7/Add.1", Theirs: "noted", Ours: "supported"},
		{Kind: "moved", Item: item(3).ID, By: "OHCHR: List", Theirs: "noted", Ours: "supported"}}, rc.Moved)
}

// TestAtTheEndOfAStage: later events do not change what held at the end of an earlier stage, in any unit.
func TestAtTheEndOfAStage(t *testing.T) {
	s := open(t)
	stages := []upr.Stage{upr.StageWG, upr.StageAddendum, upr.StagePlenary, upr.StageMidTerm, upr.StageLater}
	rapid.Check(t, func(rt *rapid.T) {
		defer endAll(rt, s)
		it := item(1, "FJI", "TCD")
		facts := []record.Fact{record.ItemFact(it, record.ReadBy{})}
		at := map[upr.Stage]upr.Position{}
		last := upr.Pending
		for _, st := range stages {
			if rapid.Bool().Draw(rt, "said") {
				last = rapid.SampledFrom(upr.Positions).Draw(rt, "position")
				facts = append(facts, said(1, st, last, "aa"))
			}
			at[st] = last
		}
		bring(t.Context(), rt, s, rapid.Permutation(facts).Draw(rt, "mixed"))
		r, _ := load(t.Context(), rt, s, 0).Review(kaz)
		for _, st := range stages {
			for unit, n := range map[upr.Unit]int{upr.UnitItem: 1, upr.UnitSegment: 2, upr.UnitPair: 2} {
				if c := r.At(st, unit); c.Of(at[st]) != n || c.Received() != n || c.Unit != unit {
					rt.Fatalf("at %s in %s: %+v, want %d %s", st, unit, c, n, at[st])
				}
			}
		}
	})
}
