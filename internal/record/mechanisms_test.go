package record_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

func annotations() *rapid.Generator[record.Annotation] {
	return rapid.Custom(func(t *rapid.T) record.Annotation {
		several := func(name string) []string { return rapid.SliceOfN(some(), 0, 3).Draw(t, name) }
		states := rapid.SliceOfN(rapid.SampledFrom([]upr.State{"FRA", "BRA", "JPN"}), 0, 3)
		return record.Annotation{
			ID: rapid.StringMatching(`[0-9a-f]{8}`).Draw(t, "id"), Mechanism: codes().Draw(t, "mechanism"), Body: words().Draw(t, "body"), State: "KAZ",
			Type: codes().Draw(t, "type"), Symbol: words().Draw(t, "symbol"), Words: words().Draw(t, "words"), Lang: codes().Draw(t, "lang"),
			Themes: several("themes"), Persons: several("persons"), SDGs: several("goals"), By: states.Draw(t, "by"), Also: states.Draw(t, "also"),
			Position: rapid.SampledFrom(upr.Positions).Draw(t, "position"), Session: upr.WGSession(rapid.IntRange(0, 54).Draw(t, "session")),
			Published: days().Draw(t, "published"), OnUHRI: days().Draw(t, "on the index"), SHA256: words().Draw(t, "sha"), OtherState: several("other"),
		}
	})
}

func TestWhatNoReviewHoldsComesBackByState(t *testing.T) {
	s, ctx := open(t), t.Context()
	rapid.Check(t, func(t *rapid.T) {
		a, inReview := annotations().Draw(t, "annotation"), annotations().Draw(t, "annotation of the UPR")
		inReview.ID, inReview.Review, inReview.Number = "u-"+inReview.ID, kaz, words().Draw(t, "number")
		label := record.Label{Subject: a.Subject(), Scheme: codes().Draw(t, "scheme"), Code: words().Draw(t, "code"), Absent: rapid.Bool().Draw(t, "absent"), Note: words().Draw(t, "note")}
		tie := record.Tie{A: "UPR-KAZ-C9-1.1-s1", B: a.Subject(), Same: rapid.Bool().Draw(t, "same"), Note: words().Draw(t, "tie's note")}
		act := bring(ctx, t, s, []record.Fact{record.AnnotationFact(a), record.AnnotationFact(inReview), record.LabelFact(label, a.Home()),
			record.TieFact(record.Tie{A: tie.B, B: tie.A, Same: tie.Same, Note: tie.Note}, record.Home(kaz))})
		defer endAll(t, s)
		v := load(ctx, t, s, 0)
		m, ok := v.Mechanisms("KAZ")
		if !ok || len(m.Annotations) != 1 || len(m.Labels) != 1 || m.LastAct != act {
			t.Fatalf("outside of reviews: %+v", m)
		}
		r, ok := v.Review(kaz)
		if !ok || len(r.Annotations) != 1 || len(r.Ties) != 1 {
			t.Fatalf("in the review: %+v", r)
		}
		a.FactID, a.Act, inReview.FactID, inReview.Act = m.Annotations[0].FactID, act, r.Annotations[0].FactID, act
		label.FactID, label.Act, tie.FactID, tie.Act = m.Labels[0].FactID, act, r.Ties[0].FactID, act
		same(t, "annotation", &a, m.Annotations[0])
		same(t, "annotation of the UPR", &inReview, r.Annotations[0])
		same(t, "label", []record.Label{label}, m.Labels)
		same(t, "tie", []record.Tie{tie}, r.Ties)
	})
}

func TestTheKeeperFollowsWhatNoReviewHolds(t *testing.T) {
	s, ctx := open(t), t.Context()
	a := record.Annotation{ID: "1", Mechanism: "treaty-body", State: "KAZ", Words: "Open a reading room"}
	nowhere := record.Annotation{ID: "2", Mechanism: "other", Words: "Open another", OtherState: []string{"Atlantis"}}
	k, err := record.NewKeeper(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	bring(ctx, t, s, []record.Fact{record.AnnotationFact(a)})
	bring(ctx, t, s, []record.Fact{record.AnnotationFact(nowhere)})
	before := k.View()
	if err := k.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	same(t, "refreshed", load(ctx, t, s, 0).AllMechanisms(), k.View().AllMechanisms())
	var states []upr.State
	for _, m := range k.View().AllMechanisms() {
		states = append(states, m.State)
	}
	if !slices.Equal(states, []upr.State{"", "KAZ"}) {
		t.Errorf("States %q", states)
	}
	if len(before.AllMechanisms()) != 0 {
		t.Error("an older view changed")
	}
	m, _ := k.View().Mechanisms("KAZ")
	bring(ctx, t, s, nil, m.Annotations[0].FactID)
	if err := k.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if _, ok := k.View().Mechanisms("KAZ"); ok {
		t.Error("a withdrawn annotation is still there")
	}
}

func TestAnAnnotationMeetsTheItemOfItsNumber(t *testing.T) {
	a := record.Annotation{ID: "1", State: "KAZ", Review: kaz, Symbol: "A/HRC/99/7", Number: "124.2"}
	other := record.Annotation{ID: "2", State: "KAZ", Review: kaz, Symbol: "A/HRC/99/8", Number: "124.2"}
	r := review(t, itemFact(1, "FRA"), itemFact(2, "FRA"), record.AnnotationFact(a), record.AnnotationFact(other))
	if got := r.Annotations[0].Item; got != item(2).ID {
		t.Errorf("met %q", got)
	}
	if got := r.Annotations[1].Item; got != "" {
		t.Errorf("another document's number met %q", got)
	}
}
