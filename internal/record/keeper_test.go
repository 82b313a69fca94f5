package record_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

func keeper(ctx context.Context, t fataler, s *store.Store) *record.Keeper {
	t.Helper()
	k, err := record.NewKeeper(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var threeReviews = []upr.ReviewID{kaz, {State: "SVN", Cycle: 9}, {State: "SVN", Cycle: 8}}

// randomAct draws an act: items that are new, issued again or taken out, positions, questions, documents.
func randomAct(ctx context.Context, t *rapid.T, s *store.Store, v *record.View) {
	var facts []record.Fact
	var end []store.FactID
	brought := map[upr.ItemID]bool{}
	for range rapid.IntRange(1, 6).Draw(t, "changes") {
		r := rapid.SampledFrom(threeReviews).Draw(t, "review")
		it := anItem(r, 124, rapid.IntRange(1, 4).Draw(t, "n")).Draw(t, "item")
		old, _, known := v.Item(it.ID)
		switch rapid.IntRange(0, 5).Draw(t, "what") {
		case 0, 1:
			if !brought[it.ID] {
				facts = append(facts, record.ItemFact(it, record.ReadBy{Grammar: "wgreport/1"}))
				if known {
					end = append(end, old.FactID)
				}
				brought[it.ID] = true
			}
		case 2:
			if known && !brought[it.ID] {
				end = append(end, old.FactID)
				brought[it.ID] = true
			}
		case 3:
			facts = append(facts, record.PositionFact(events(it.ID).Draw(t, "event")))
		case 4:
			q := record.NewQuestion(r, it.ID, "aa", "A/HRC/99/7", rapid.SliceOfN(reasons(it.ID), 1, 2).Draw(t, "why"), []record.Fact{record.ItemFact(it, record.ReadBy{})})
			f, err := q.Fact()
			if err != nil {
				t.Fatal(err)
			}
			facts = append(facts, f)
		case 5:
			facts = append(facts, documents(r).Draw(t, "document").Fact())
		}
	}
	if len(facts)+len(end) > 0 {
		bring(ctx, t, s, facts, end...)
	}
}

// TestRefreshingGivesWhatLoadingGives is the property that lets the program refresh only what an act touched: however the
// acts fall, the refreshed view equals one that is built from nothing, and the view of every earlier act stays what it was.
func TestRefreshingGivesWhatLoadingGives(t *testing.T) {
	var s *store.Store
	runs, ctx := 0, t.Context()
	rapid.Check(t, func(rt *rapid.T) {
		if runs++; runs%10 == 1 { // a record of its own for each run would take most of the time
			s = open(t)
		}
		defer endAll(rt, s)
		k := keeper(ctx, rt, s)
		seen := []*record.View{}
		for range rapid.IntRange(1, 6).Draw(rt, "acts") {
			for range rapid.IntRange(1, 2).Draw(rt, "between refreshes") {
				randomAct(ctx, rt, s, load(ctx, rt, s, 0))
			}
			if err := k.Refresh(ctx); err != nil {
				rt.Fatal(err)
			}
			same(rt, "the refreshed view", load(ctx, rt, s, 0), k.View(), whole)
			if k.View().Act > 0 && (len(seen) == 0 || seen[len(seen)-1].Act < k.View().Act) {
				seen = append(seen, k.View())
			}
			for _, r := range k.View().Reviews() {
				if r.Count.Received() != len(r.Items) {
					rt.Fatalf("%s received %d and shows %d", r.ID, r.Count.Received(), len(r.Items))
				}
			}
		}
		for _, v := range seen {
			same(rt, "the view of an earlier act", v, load(ctx, rt, s, v.Act), whole)
			for _, r := range v.Reviews() {
				then, ok, err := record.LoadReview(ctx, s, r.ID, v.Act)
				if err != nil || !ok {
					rt.Fatal(ok, err)
				}
				same(rt, "a review at an earlier act", r, then, whole)
			}
		}
	})
}

func TestAReviewThatEmptiesLeavesTheView(t *testing.T) {
	s, ctx := open(t), t.Context()
	k := keeper(ctx, t, s)
	bring(ctx, t, s, []record.Fact{itemFact(1, "FJI")})
	if err := k.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	before := k.View()
	it, _, _ := before.Item(item(1).ID)
	bring(ctx, t, s, nil, it.FactID)
	if err := k.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if len(k.View().Reviews()) != 0 || len(k.View().Made("FJI")) != 0 {
		t.Errorf("%v", k.View().Reviews())
	}
	if len(before.Reviews()) != 1 {
		t.Error("a view that somebody reads has changed")
	}
}

func TestKnownItemsAreThoseThatTheReportLeftPending(t *testing.T) {
	s, ctx := open(t), t.Context()
	q := record.NewQuestion(kaz, item(2).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "brackets"}}, []record.Fact{itemFact(2, "FJI")})
	again := record.NewQuestion(kaz, item(1).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "brackets"}}, []record.Fact{itemFact(1, "FJI")})
	asked, err := q.Fact()
	if err != nil {
		t.Fatal(err)
	}
	askedAgain, err := again.Fact()
	if err != nil {
		t.Fatal(err)
	}
	bring(ctx, t, s, []record.Fact{itemFact(1, "FJI"), asked, askedAgain, itemFact(3, "FJI"), said(3, upr.StageWG, upr.Noted, "aa"), itemFact(4, "FJI"), said(4, upr.StageAddendum, upr.Noted, "bb")})
	k := keeper(ctx, t, s)
	if got, _ := k.Known(kaz); len(got) != 0 {
		t.Errorf("known before the report: %v", got)
	}
	bring(ctx, t, s, []record.Fact{record.Document{SHA256: "aa", Review: kaz, Kind: reading.WGReport}.Fact()})
	if err := k.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	got, decided := k.Known(kaz)
	slices.Sort(got)
	same(t, "known", []upr.ItemID{item(1).ID, item(2).ID, item(4).ID}, got)
	same(t, "decided in the report", []upr.ItemID{item(3).ID}, decided)
	if got, _ := k.Known(upr.ReviewID{State: "SVN", Cycle: 9}); len(got) != 0 {
		t.Errorf("known of nothing: %v", got)
	}
}

// TestWatchShowsWhatAnotherBrought: a reader sees the act of another program on the same record without asking, and
// readers never meet half a view.
func TestWatchShowsWhatAnotherBrought(t *testing.T) {
	s, ctx := open(t), t.Context()
	k := keeper(ctx, t, s)
	watched, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() { k.Watch(watched, slog.New(slog.DiscardHandler)) })
	for range 4 {
		running.Go(func() {
			for watched.Err() == nil {
				v := k.View()
				for _, r := range v.Reviews() {
					if r.Count.Received() != len(r.Items) || r.LastAct > v.Act {
						t.Errorf("half a view at act %d", v.Act)
						return
					}
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	for n := 1; n <= 5; n++ {
		bring(ctx, t, s, []record.Fact{itemFact(2*n, "FJI"), itemFact(2*n+1, "TCD")})
	}
	deadline := time.Now().Add(10 * time.Second)
	for k.View().Act < 5 && time.Now().Before(deadline) {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	running.Wait()
	if r, ok := k.View().Review(kaz); !ok || len(r.Items) != 10 {
		t.Errorf("the view stands at act %d", k.View().Act)
	}
}
