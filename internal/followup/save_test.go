package followup_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// desk is a workspace of its own in a record of its own.
func desk(t testing.TB) *followup.Desk {
	t.Helper()
	st, err := store.Open(context.Background(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	keeper, err := record.NewKeeper(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	return &followup.Desk{Store: st, Keeper: followup.NewKeeper(st), Record: keeper, Now: time.Now}
}

var coordinator = account.Person{ID: "a1", Name: "Ada", Role: account.Visitor, Seats: []account.Seat{{Workspace: "QQQ", Role: account.Coordinator}}}

func do(t *testing.T, d *followup.Desk, s followup.Save) ([]string, error) {
	t.Helper()
	s.Workspace = "QQQ"
	_, ids, err := d.Do(t.Context(), coordinator, coordinator.Seats[0], s)
	return ids, err
}

func TestASaveOverAnOlderVersionTellsBothAndWritesNothing(t *testing.T) {
	d := desk(t)
	ids, err := do(t, d, followup.Save{Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, Thing: plan.Body{Names: plan.Names{{Lang: "en", Words: "Ministry of Tests"}}, Kind: plan.Ministry}}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Keeper.Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	first, _ := v.Bodies.Get(ids[0])
	change := func(edit func(*plan.Body)) error {
		b := first.Thing
		edit(&b)
		_, err := do(t, d, followup.Save{Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, ID: ids[0], Base: first.Fact, Thing: b}}})
		return err
	}
	if err := change(func(b *plan.Body) { b.Note = "first" }); err != nil {
		t.Fatal(err)
	}
	err = change(func(b *plan.Body) { b.Note, b.Source = "second", "letter" })
	var c *followup.Conflict
	if !errors.As(err, &c) {
		t.Fatalf("a save over an older version gave %v", err)
	}
	want := []plan.Difference{{Name: "note", B: []string{"second"}, C: []string{"first"}}, {Name: "source", B: []string{"letter"}}}
	if diff := cmp.Diff(want, c.Compare()); diff != "" {
		t.Error(diff)
	}
	v, _ = d.Keeper.Work(t.Context(), "QQQ")
	if now, _ := v.Bodies.Get(ids[0]); now.Thing.Note != "first" || now.Fact != c.Fact {
		t.Errorf("after the refused save the body is %+v", now.Thing)
	}
	loaded, err := followup.NewKeeper(d.Store).Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	if a, b := must(v.Bodies.Get(ids[0])), must(loaded.Bodies.Get(ids[0])); !cmp.Equal(a, b) {
		t.Error("a view that followed the acts differs from one loaded afresh: ", cmp.Diff(a, b))
	}
}

func must[T any](v T, _ bool) T { return v }

func TestWhatIsAboutARecommendationIsFoundByIt(t *testing.T) {
	d := desk(t)
	rec, other := "UPR-QQQ-C4-1.1", "UPR-QQQ-C4-1.2"
	ids, err := do(t, d, followup.Save{Act: "measure", Puts: []followup.Put{{Kind: plan.KindMeasure, Thing: plan.Measure{Recs: []string{rec}}}}})
	if err != nil {
		t.Fatal(err)
	}
	v, _ := d.Keeper.Work(t.Context(), "QQQ")
	h, _ := v.Measures.Get(ids[0])
	m := h.Thing
	m.Recs = []string{other}
	if _, err := do(t, d, followup.Save{Act: "measure", Puts: []followup.Put{{Kind: plan.KindMeasure, ID: ids[0], Base: h.Fact, Thing: m}}}); err != nil {
		t.Fatal(err)
	}
	if n := len(v.MeasuresOf(rec)); n != 1 {
		t.Errorf("the older view has %d measures of its recommendation", n)
	}
	v, _ = d.Keeper.Work(t.Context(), "QQQ")
	if len(v.MeasuresOf(rec)) != 0 || len(v.MeasuresOf(other)) != 1 {
		t.Errorf("after the move: %d and %d", len(v.MeasuresOf(rec)), len(v.MeasuresOf(other)))
	}
}

func TestThePublicHeaderOfAnActNamesTheBodyAndNoPerson(t *testing.T) {
	d := desk(t)
	ids, err := do(t, d, followup.Save{Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, Thing: plan.Body{Names: plan.Names{{Lang: "en", Words: "Ministry of Tests"}}, Kind: plan.Ministry}}}})
	if err != nil {
		t.Fatal(err)
	}
	ben := account.Person{ID: "b2", Name: "Ben", Seats: []account.Seat{{Workspace: "QQQ", Role: account.Contributor, Body: ids[0]}}}
	done, _, err := d.Do(t.Context(), ben, ben.Seats[0], followup.Save{Workspace: "QQQ", Act: "measure",
		Puts: []followup.Put{{Kind: plan.KindMeasure, Thing: plan.Measure{Kind: plan.LawMeasure}}}})
	if err != nil {
		t.Fatal(err)
	}
	if done.Body != "Ministry of Tests" || done.Role != string(account.Contributor) {
		t.Errorf("the header says %q, %q", done.Role, done.Body)
	}
}
