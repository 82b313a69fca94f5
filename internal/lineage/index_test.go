package lineage_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// asked makes an invented recommendation: its identifier is State, cycle and number.
func asked(st upr.State, cycle, n int, p upr.Position, words string, by ...upr.State) corpus.Doc {
	id := upr.NewItemID(upr.ReviewID{State: st, Cycle: upr.Cycle(cycle)}, 100, fmt.Sprint(n))
	return corpus.Doc{ID: id.Segment(1), Item: string(id), Review: upr.ReviewID{State: st, Cycle: upr.Cycle(cycle)}, State: st, By: by, Position: p,
		Year: 2004 + 4*cycle, Para: fmt.Sprintf("100.%d", n), Texts: []corpus.Text{{Lang: "en", Words: words}}}
}

// record of two States with a treaty asked in three cycles, lighthouses in two, and things asked once.
func invented() []corpus.Doc {
	return []corpus.Doc{
		asked("AUT", 1, 1, upr.Noted, "Ratify the Optional Protocol to the Convention against Torture", "FRA", "PER"),
		asked("AUT", 1, 2, upr.Supported, "Repaint the lighthouses of the northern coast", "FJI"),
		asked("AUT", 1, 3, upr.Supported, "Repaint quickly the lighthouses of the northern coast", "TON"),
		asked("AUT", 2, 1, upr.Noted, "Consider ratifying OP-CAT and ILO Convention No. 169", "CHL"),
		asked("AUT", 2, 2, upr.Supported, "Repaint the northern lighthouses", "FJI"),
		asked("AUT", 2, 3, upr.Supported, "Double the salaries of librarians", "FJI"),
		asked("AUT", 3, 1, upr.Supported, "Accede to OP-CAT", "CHL", "EST"),
		asked("AUT", 3, 2, upr.Supported, "Paint the lighthouses of the south", "CHL"),
		asked("BEL", 2, 1, upr.Noted, "Accede to the Optional Protocol to the Convention against Torture", "KEN"),
	}
}

func index(t *testing.T, docs []corpus.Doc, ties ...record.Tie) *lineage.Index {
	t.Helper()
	return lineage.New(corpus.Build(docs, 1), ties)
}

func id(cycle, n int) string {
	return upr.NewItemID(upr.ReviewID{State: "AUT", Cycle: upr.Cycle(cycle)}, 100, fmt.Sprint(n)).Segment(1)
}

// members lists chains by the identifiers of their members.
func members(chains []lineage.Chain) [][]string {
	var out [][]string
	for _, c := range chains {
		var ids []string
		for _, m := range c.Members {
			ids = append(ids, m.Doc.ID)
		}
		out = append(out, ids)
	}
	return out
}

func TestChainsOverTheCycles(t *testing.T) {
	x := index(t, invented())
	got, err := x.Chains(context.Background(), "AUT", lineage.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{id(1, 1), id(2, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2)}}
	if d := cmp.Diff(want, members(got)); d != "" {
		t.Fatal(d)
	}
	if w := got[0].Why; w.Demand != "join" || w.Thing != "OP-CAT" {
		t.Errorf("why: %+v", w)
	}
	o := got[0].Occasions()
	if len(o) != 3 || o[0].Year != 2008 || o[2].Cycle != 3 || len(got[1].Occasions()) != 2 {
		t.Errorf("occasions: %+v", o)
	}
	of, err := x.Of(context.Background(), id(2, 1), lineage.Reviews)
	if err != nil || len(of) != 1 || of[0].ID() != got[0].ID() {
		t.Errorf("chains of one text: %v, %v", members(of), err)
	}
	if of, err := x.Of(context.Background(), "UPR-AUT-C9-1.1-s1", lineage.Reviews); err != nil || of != nil {
		t.Errorf("chains of an unknown text: %v, %v", of, err)
	}
}

func TestAPersonsWordWins(t *testing.T) {
	ctx := context.Background()
	tie := func(a, b string, same bool, act uint64) record.Tie {
		a, b = record.FirstOf(a, b)
		return record.Tie{A: a, B: b, Same: same, Act: act}
	}
	for name, c := range map[string]struct {
		ties []record.Tie
		want [][]string
	}{
		"refused":                     {[]record.Tie{tie(id(1, 1), id(2, 1), false, 2)}, [][]string{{id(1, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2)}}},
		"confirmed":                   {[]record.Tie{tie(id(3, 2), id(2, 2), true, 2)}, [][]string{{id(1, 1), id(2, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2), id(3, 2)}}},
		"confirmed as new":            {[]record.Tie{tie(id(2, 3), id(3, 2), true, 2)}, [][]string{{id(1, 1), id(2, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2)}, {id(2, 3), id(3, 2)}}},
		"the last word counts":        {[]record.Tie{tie(id(2, 3), id(3, 2), true, 2), tie(id(2, 3), id(3, 2), false, 3)}, [][]string{{id(1, 1), id(2, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2)}}},
		"of texts that are not there": {[]record.Tie{tie("UPR-AUT-C4-1.1-s1", id(3, 2), true, 2)}, [][]string{{id(1, 1), id(2, 1), id(3, 1)}, {id(1, 2), id(1, 3), id(2, 2)}}},
	} {
		t.Run(name, func(t *testing.T) {
			x := index(t, invented(), c.ties...)
			got, err := x.Chains(ctx, "AUT", lineage.Reviews)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, members(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestTextsNearbyWaitForAPerson(t *testing.T) {
	x := index(t, invented(), record.Tie{A: id(1, 1), B: id(2, 1)})
	got, err := x.Near(context.Background(), id(1, 1), lineage.Reviews)
	if err != nil || len(got) != 1 || got[0].Doc.ID != id(2, 1) || got[0].Tie == nil {
		t.Errorf("refused text is not offered again: %+v, %v", got, err)
	}
	got, err = x.Near(context.Background(), id(2, 3), lineage.Reviews)
	if err != nil || len(got) != 0 {
		t.Errorf("near to nothing: %+v, %v", got, err)
	}
}

func TestOtherStatesAndOtherMechanisms(t *testing.T) {
	ctx := context.Background()
	body := corpus.Doc{ID: "uhri-1", Item: "uhri-1", Kind: corpus.TreatyBody, State: "AUT", Year: 2010, Symbol: "CAT/C/AUT/CO/9",
		Texts: []corpus.Text{{Lang: "en", Words: "The State party should ratify the Optional Protocol to the Convention."}}}
	other := body
	other.ID, other.Item, other.Texts = "uhri-2", "uhri-2", []corpus.Text{{Lang: "en", Words: "The Committee recommends that the State party ratify OP-CAT."}}
	x := index(t, append(invented(), body, other))
	out, more, err := x.Elsewhere(ctx, id(1, 1), lineage.Reviews)
	if err != nil || more || len(out) != 1 || out[0].Doc.State != "BEL" {
		t.Errorf("elsewhere: %+v, %v, %v", out, more, err)
	}
	reviews, err := x.Of(ctx, id(1, 1), lineage.Reviews)
	if err != nil {
		t.Fatal(err)
	}
	all, err := x.Of(ctx, id(1, 1), lineage.All)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]string{{id(1, 1), id(2, 1), id(3, 1)}}, members(reviews)); d != "" {
		t.Errorf("reviews only: %s", d)
	}
	if d := cmp.Diff([][]string{{id(1, 1), id(2, 1), id(3, 1), "uhri-2"}}, members(all)); d != "" {
		t.Errorf("all mechanisms: %s", d)
	}
}

func TestNearDuplicatesOfOneReview(t *testing.T) {
	docs := append(invented(), asked("AUT", 3, 3, upr.Pending, "Ratify the OP-CAT", "GRC"), asked("AUT", 3, 4, upr.Pending, "Ratify the OP-CAT and abolish the death penalty", "GRC"))
	got, err := index(t, docs).Alike(context.Background(), upr.ReviewID{State: "AUT", Cycle: 3})
	if err != nil || len(got) != 1 || len(got[0].Docs) != 2 || got[0].Docs[1].ID != id(3, 3) || got[0].Why[0].Thing != "OP-CAT" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnEndedRequestIsNotKept(t *testing.T) {
	x := index(t, invented())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := x.Chains(ctx, "AUT", lineage.Reviews); err == nil {
		t.Fatal("an ended request got an answer")
	}
	if got, err := x.Chains(context.Background(), "AUT", lineage.Reviews); err != nil || len(got) != 2 {
		t.Errorf("the next request: %v, %v", members(got), err)
	}
}

func TestEveryChainHasAnIdentifierOfItsOwn(t *testing.T) {
	docs := []corpus.Doc{
		asked("AUT", 1, 1, upr.Noted, "Repaint the lighthouses of the coast; double the salaries of librarians; ratify OP-CAT"),
		asked("AUT", 2, 1, upr.Noted, "Repaint the lighthouses of the coast"),
		asked("AUT", 2, 2, upr.Noted, "Double the salaries of librarians"),
		asked("AUT", 2, 3, upr.Noted, "Ratify OP-CAT"),
	}
	got, err := index(t, docs).Chains(context.Background(), "AUT", lineage.Reviews)
	if err != nil || len(got) != 3 {
		t.Fatalf("%v, %v", members(got), err)
	}
	seen := map[string]bool{}
	for _, c := range got {
		if seen[c.ID()] {
			t.Errorf("%s twice", c.ID())
		}
		seen[c.ID()] = true
	}
}
