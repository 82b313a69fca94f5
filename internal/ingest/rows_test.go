package ingest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

var kaz2 = upr.ReviewID{State: "KAZ", Cycle: 2}

// table is an invented table in UPR Info's layout of 2015. A line is: State, words, recommending State, response, action,
// issue, session.
func table(lines ...string) []byte {
	var b strings.Builder
	b.WriteString("To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session\r")
	for _, l := range lines {
		f := strings.Split(l, "|")
		fmt.Fprintf(&b, "%s,Asia,\"OIC, CIS\",\"%s\",%s,WEOG,EU,%s,%s,\"%s\",%s\r", f[0], f[1], f[2], f[3], f[4], f[5], f[6])
	}
	return []byte(b.String())
}

const (
	trees  = "Kazakhstan|Plant lime trees along every canal|France|Accepted|5|Environment|20"
	trees2 = "Kazakhstan|Plant lime trees along every canal|Brazil|Accepted|5|Environment|20"
	rooms  = "Kazakhstan|Keep the reading rooms open at night|Chile|Noted|4|Right to education|20"
	boats  = "Kazakhstan|Let the ferries run on every day|Japan|Noted|4|Freedom of movement|20"
	roads  = "Slovenia|Mend the roads to the library|Chile|Accepted|4|Right to education|20"
)

func TestTheSameTableTwiceChangesNothing(t *testing.T) {
	d := newDesk(t)
	plan := d.bringRows(t, table(trees, trees2, rooms, roads))
	if plan.Rows != 4 || len(plan.Reviews) != 2 || plan.Sum(func(r ingest.RowsReview) int { return r.New }) != 3 {
		t.Errorf("the first time: %+v", plan.Reviews)
	}
	r := d.review(t, kaz2)
	if len(r.Entries) != 2 || len(r.Entries[0].By) != 2 || len(r.Provisional) != 2 {
		t.Errorf("%d entries, the first of %v", len(r.Entries), r.Entries[0].By)
	}
	head := d.head(t)
	if plan := d.bringRows(t, table(trees, trees2, rooms, roads)); !plan.Nothing() {
		t.Errorf("the same bytes bring %d facts and end %d", len(plan.Add), len(plan.End))
	}
	if plan := d.bringRows(t, table(roads, rooms, trees2, trees)); !plan.Nothing() {
		t.Errorf("the same rows in another order bring %d facts and end %d", len(plan.Add), len(plan.End))
	}
	if d.head(t) != head {
		t.Error("the record has another act")
	}
	d.verify(t)
}

func TestACorrectedTableEndsWhatItHasOtherwise(t *testing.T) {
	d := newDesk(t)
	d.bringRows(t, table(trees, trees2, rooms, boats, roads))
	plan := d.bringRows(t, table(trees, trees2, strings.Replace(rooms, "|4|", "|5|", 1), boats, roads))
	if len(plan.End) != 1 || plan.Sum(func(r ingest.RowsReview) int { return r.New }) != 1 {
		t.Errorf("%d entries end: %+v", len(plan.End), plan.Reviews)
	}
	actions := map[string]int{}
	for _, e := range d.review(t, kaz2).Entries {
		actions[e.Words] = e.Action
	}
	if len(actions) != 3 || actions["Keep the reading rooms open at night"] != 5 {
		t.Errorf("%v", actions)
	}
}

func TestAPartOfATableEndsNothingThatItDoesNotName(t *testing.T) {
	d := newDesk(t)
	d.bringRows(t, table(trees, trees2, rooms, boats, roads))
	plan := d.bringRows(t, table(strings.Replace(rooms, "Noted", "Accepted", 1)))
	if len(plan.End) != 1 || plan.Sum(func(r ingest.RowsReview) int { return r.Kept }) != 2 {
		t.Errorf("%d end, %+v", len(plan.End), plan.Reviews)
	}
	if n := len(d.review(t, kaz2).Entries); n != 3 {
		t.Errorf("%d entries", n)
	}
}

func TestAListOfPledgesLeavesRecommendationsAlone(t *testing.T) {
	d := newDesk(t)
	d.bringRows(t, table(trees, rooms))
	plan := d.bringRows(t, table("Kazakhstan|We will plant lime trees|Kazakhstan|Voluntary Pledge|5|Environment|20"))
	if len(plan.End) > 0 {
		t.Errorf("%d entries end", len(plan.End))
	}
	r := d.review(t, kaz2)
	if len(r.Pledges) != 1 || len(r.Provisional) != 2 {
		t.Errorf("%d pledges, %d provisional items", len(r.Pledges), len(r.Provisional))
	}
}

func TestOfTwoWhoBringTablesAtOnceOneIsTold(t *testing.T) {
	d := newDesk(t)
	p := d.parse(t, "rows.csv", table(trees))
	plan, err := ingest.PrepareRows(d.ctx, d.keeper.View(), p.File, p.Table)
	if err != nil {
		t.Fatal(err)
	}
	d.bringRows(t, table(trees, rooms))
	var changed *store.Changed
	if _, err := ingest.ApplyRows(d.ctx, d.store, d.files, plan, who); !errors.As(err, &changed) {
		t.Errorf("got %v", err)
	}
}

func TestAPersonPlacesARow(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("a", read(1, "Plant lime trees along every canal", upr.Supported, "FRA"), read(2, "Keep the reading rooms open", upr.Noted, "BRA")))
	var review upr.ReviewID
	for _, r := range d.keeper.View().Reviews() {
		review = r.ID
	}
	e := record.Entry{Keeper: "uprinfo", Review: review, Words: "Publish the accounts of the harbour", Lang: "en", By: []upr.Attribution{{State: "FRA", Printed: "France"}}, Rows: []int{1}}
	if _, err := ingest.Commit(d.ctx, d.store, who.Act(ingest.ActImport, "uprinfo", 0), []record.Fact{record.EntryFact(e)}, nil); err != nil {
		t.Fatal(err)
	}
	d.refresh(t)
	r := d.review(t, review)
	if r.Entries[0].Waits != record.WaitsForWords {
		t.Fatalf("%+v", r.Entries[0])
	}
	place := record.Placing{Entry: r.Entries[0].Subject, Review: review, State: "FRA", Item: r.Items[1].ID, Segment: 1}
	if _, err := ingest.PlaceRow(d.ctx, d.store, d.keeper.View(), place, false, who); !errors.Is(err, ingest.ErrNoSegment) {
		t.Errorf("another State's item: %v", err)
	}
	place.Item = r.Items[0].ID
	for _, x := range []struct {
		forget bool
		met    int
		waits  string
	}{{false, 1, ""}, {false, 1, ""}, {true, 0, record.WaitsForWords}} {
		if _, err := ingest.PlaceRow(d.ctx, d.store, d.keeper.View(), place, x.forget, who); err != nil {
			t.Fatal(err)
		}
		d.refresh(t)
		if r := d.review(t, review); len(r.Entries[0].Met) != x.met || r.Entries[0].Waits != x.waits || len(r.Placings) != x.met {
			t.Errorf("met %+v, waits %q, %d placings", r.Entries[0].Met, r.Entries[0].Waits, len(r.Placings))
		}
	}
	place.State = "CHL"
	if _, err := ingest.PlaceRow(d.ctx, d.store, d.keeper.View(), place, false, who); !errors.Is(err, ingest.ErrNoEntry) {
		t.Errorf("a State that the row does not name: %v", err)
	}
}
