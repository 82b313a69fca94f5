package ingest_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

func same(t fataler, what string, want, got any, opts ...cmp.Option) {
	t.Helper()
	if d := cmp.Diff(want, got, append(opts, cmpopts.EquateEmpty())...); d != "" {
		t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

func words(r *record.Review) map[upr.ItemID]string {
	out := map[upr.ItemID]string{}
	for _, it := range r.Items {
		out[it.ID] = it.Texts[0].Words
	}
	return out
}

func TestThePreviewCountsWhatWouldChange(t *testing.T) {
	d := newDesk(t)
	plan := d.prepare(t, wgReport("1", read(1, "Open a library", upr.Supported, "FJI", "TCD"), read(2, "Plant trees", upr.Pending, "FJI"), read(3, "Dig wells", upr.Noted)))
	same(t, "items", upr.Count{Unit: upr.UnitItem, Supported: 1, Noted: 1, Pending: 1}, plan.Items)
	same(t, "segments", upr.Count{Unit: upr.UnitSegment, Supported: 2, Pending: 1}, plan.Segments)
	same(t, "pairs", upr.Count{Unit: upr.UnitPair, Supported: 2, Pending: 1}, plan.Pairs)
	same(t, "new", []upr.ItemID{id(1), id(2), id(3)}, plan.New)
	if len(plan.Changed) != 0 || plan.Same != 0 || plan.Positions != 3 || plan.Base != 0 || plan.Nothing() {
		t.Errorf("%+v", plan)
	}
	if d.head(t).Number != 0 {
		t.Error("looking at a plan changed the record")
	}
}

func TestAReissueEndsTheOldVersion(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("first", read(1, "Open a library", upr.Pending, "FJI"), read(2, "Plant trees", upr.Pending, "FJI"), read(3, "Dig wells", upr.Pending, "TCD")))
	before, _, _ := d.keeper.View().Item(id(1))
	plan := d.bring(t, wgReport("second", read(1, "Open a library", upr.Pending, "FJI"), read(2, "Plant many trees", upr.Supported, "FJI"), read(4, "Build a bridge", upr.Pending, "TCD")))
	same(t, "new", []upr.ItemID{id(4)}, plan.New)
	same(t, "changed", []upr.ItemID{id(2)}, plan.Changed)
	if plan.Same != 1 {
		t.Errorf("%d the same", plan.Same)
	}
	r := d.review(t, kaz)
	same(t, "words", map[upr.ItemID]string{id(1): "Open a library", id(2): "Plant many trees", id(4): "Build a bridge"}, words(r))
	same(t, "count", upr.Count{Unit: upr.UnitItem, Pending: 2, Supported: 1}, r.Count)
	if it, _ := r.Item(id(1)); it.FactID != before.FactID {
		t.Error("what did not change was brought again")
	}
	if it, _ := r.Item(id(2)); len(it.Events) != 1 || it.Act != 2 {
		t.Errorf("the old position stayed beside the new one: %+v", it.Events)
	}
	versions := 0
	for row, err := range d.store.History(d.ctx, string(id(2))) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Fact.Kind == record.KindItem {
			versions++
		}
	}
	if versions != 2 {
		t.Errorf("history has %d versions: the old words are not kept", versions)
	}
	if then, ok, err := record.LoadReview(d.ctx, d.store, kaz, 1); err != nil || !ok || words(then)[id(2)] != "Plant trees" {
		t.Errorf("as it was: %v %v", words(then), err)
	}
	d.verify(t)
}

func TestAListNeverReplacesTheReportsWords(t *testing.T) {
	for _, order := range permutations([]int{0, 1}) {
		d := newDesk(t)
		docs := []*ingest.Parsed{wgReport("report", read(1, "Open a library;", upr.Pending, "FJI")), list("list", listed(1, "Open library", views, upr.Supported, "TCD"))}
		for _, i := range order {
			d.bring(t, docs[i])
		}
		it, _, _ := d.keeper.View().Item(id(1))
		if it.Texts[0].Words != "Open a library;" || !slices.Equal(it.States(), []upr.State{"FJI"}) || it.Position != upr.Supported || len(it.Tags) != 2 {
			t.Errorf("in order %v: %+v", order, it)
		}
	}
}

func TestPositionsThatContradictAreHeld(t *testing.T) {
	for name, first := range map[string][]*ingest.Parsed{
		"after the report":         {wgReport("report", read(1, "Open a library", upr.Pending, "FJI")), addendum("views", answered(1, upr.Noted))},
		"before there is any item": {addendum("views", answered(1, upr.Noted))},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			for _, p := range first {
				d.bring(t, p)
			}
			contrary := list("list", listed(1, "Open a library", views, upr.Supported, "FJI"))
			plan := d.bring(t, contrary)
			if len(plan.Contrary) != 1 || plan.Contrary[0].Item != id(1) || plan.Contrary[0].Here != upr.Supported || plan.Contrary[0].There != upr.Noted || plan.Contrary[0].ThereSrc.Symbol != views {
				t.Fatalf("%+v", plan.Contrary)
			}
			r := d.review(t, kaz)
			it, _ := r.Item(id(1))
			if it.Position != upr.Noted || len(r.Questions) != 1 || r.Questions[0].Kind() != "position-contradiction" {
				t.Fatalf("position %s, questions %+v", it.Position, r.Questions)
			}
			if e, ok := r.Questions[0].HeldPosition(); !ok || e.Value != upr.Supported {
				t.Errorf("held %+v", e)
			}
			for _, again := range append(slices.Clone(first), contrary) {
				if plan := d.bring(t, again); !plan.Nothing() {
					t.Errorf("%s again adds %d and ends %d facts", again.Reading.Kind, len(plan.Add), len(plan.End))
				}
			}
			d.answer(t, ingest.Decision{Choice: "as-read"}, r.Questions[0])
			it, _, _ = d.keeper.View().Item(id(1))
			if len(it.Events) < 2 {
				t.Errorf("events %+v", it.Events)
			}
			for _, again := range append(slices.Clone(first), contrary) {
				if plan := d.bring(t, again); !plan.Nothing() {
					t.Errorf("after the answer %s again adds %d and ends %d facts", again.Reading.Kind, len(plan.Add), len(plan.End))
				}
			}
			d.verify(t)
		})
	}
}

func TestPositionsOfAnotherStageDoNotContradict(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("report", read(1, "Open a library", upr.Noted, "FJI")))
	if plan := d.bring(t, addendum("views", answered(1, upr.Supported))); len(plan.Contrary) != 0 {
		t.Errorf("%+v", plan.Contrary)
	}
	if it, _, _ := d.keeper.View().Item(id(1)); it.Position != upr.Supported || len(it.Events) != 2 {
		t.Errorf("%+v", it)
	}
}

func TestABrokenItemWaits(t *testing.T) {
	d := newDesk(t)
	plan := d.bring(t, wgReport("report", read(1, "Praise yourself", upr.Pending, "KAZ"), read(2, "Plant trees", upr.Pending, "FJI")))
	r := d.review(t, kaz)
	if len(plan.Questions) != 1 || len(r.Questions) != 1 || r.Questions[0].Kind() != "invariant" || len(r.Items) != 1 {
		t.Fatalf("%+v", r.Questions)
	}
	_, err := ingest.Answer(d.ctx, d.store, d.keeper.View(), r.Questions[0], ingest.Decision{Choice: "as-read"}, who)
	if !errors.Is(err, ingest.ErrAnswer) {
		t.Errorf("a State recommends to itself because somebody said so: %v", err)
	}
}

func TestAReviewThatIsNotKnownIsAnErrorThatSaysSo(t *testing.T) {
	d := newDesk(t)
	p := wgReport("report", read(1, "Open a library", upr.Pending, "FJI"))
	p.Reading.Review, p.Reading.WGSession = upr.ReviewID{State: "KAZ"}, 77
	_, err := ingest.Prepare(d.ctx, d.store, d.keeper.View(), p)
	var unknown *ingest.UnknownReview
	if !errors.As(err, &unknown) || unknown.State != "KAZ" || unknown.Session != 77 {
		t.Errorf("%v", err)
	}
}

func TestAPlanOfYesterdayIsRefused(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("report", read(1, "Open a library", upr.Pending, "FJI")))
	plan := d.prepare(t, addendum("views", answered(1, upr.Noted)))
	d.bring(t, list("list", listed(1, "Open a library", views, upr.Supported, "FJI")))
	before := d.head(t)
	_, err := ingest.Apply(d.ctx, d.store, d.files, plan, ingest.ActImport, who)
	var changed *store.Changed
	if !errors.As(err, &changed) || changed.Base != 1 || changed.Act != 2 || changed.Scope != kaz.String() {
		t.Errorf("%v", err)
	}
	if d.head(t) != before {
		t.Error("the record moved")
	}
	d.verify(t)
	other := wgReport("other", reading.Item{})
	other.Reading.Review, other.Reading.Items, other.Reading.Units = upr.ReviewID{State: "SVN", Cycle: 9}, nil, nil
	plan = d.prepare(t, addendum("views", answered(1, upr.Noted)))
	d.bring(t, other)
	if _, err := ingest.Apply(d.ctx, d.store, d.files, plan, ingest.ActImport, who); err != nil {
		t.Errorf("an act on another review stands in the way: %v", err)
	}
}

func TestAnImportIsOneActWithItsPerson(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("report", read(1, "Open a library", upr.Pending, "FJI")))
	a, err := d.store.Act(d.ctx, 1)
	if err != nil || d.head(t).Number != 1 || a.Kind != ingest.ActImport || a.Scope != kaz.String() || a.Role != who.Role || a.Body != who.Body {
		t.Errorf("%+v %v", a, err)
	}
}

// draft draws three documents of one review that agree with each other, with a question here and there.
func draft(t *rapid.T) map[reading.Kind]*ingest.Parsed {
	var inReport, inList []reading.Item
	var events []upr.PositionEvent
	states := []upr.State{"FJI", "TCD", "VAT", "PSE", "BRA"}
	for n := range rapid.IntRange(1, 6).Draw(t, "items") {
		n++
		text := "Open library " + fmt.Sprint(n)
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(states), 0, 3, rapid.ID).Draw(t, "by")
		wg := rapid.SampledFrom([]upr.Position{upr.Pending, upr.Pending, upr.Supported, upr.Noted}).Draw(t, "in the report")
		final, source := wg, report
		if wg == upr.Pending {
			final, source = rapid.SampledFrom([]upr.Position{upr.Supported, upr.Noted}).Draw(t, "in the end"), views
			events = append(events, answered(n, final))
		}
		r, l := read(n, text+";", wg, by...), listed(n, text, source, final, by...)
		if rapid.IntRange(0, 3).Draw(t, "asked") == 0 {
			r = asked(r, reading.Question{Kind: rapid.SampledFrom([]string{"brackets", "state-unknown"}).Draw(t, "kind")})
		}
		if rapid.IntRange(0, 5).Draw(t, "asked in the list") == 0 {
			l = asked(l, reading.Question{Kind: "state-unknown"})
		}
		inReport = append(inReport, r)
		if rapid.IntRange(0, 9).Draw(t, "left out of the list") > 0 {
			inList = append(inList, l)
		}
	}
	return map[reading.Kind]*ingest.Parsed{reading.WGReport: wgReport("report", inReport...), reading.Addendum: addendum("views", events...), reading.ThematicList: list("list", inList...)}
}

// TestAnyOrderGivesTheSameReview: whatever comes first, and whenever the questions are answered, the record says the same
// in the end; and what is in it can be handed in again without changing anything.
func TestAnyOrderGivesTheSameReview(t *testing.T) {
	checkSome(t, func(rt *rapid.T) {
		docs := draft(rt)
		var first *record.Review
		for i, order := range permutations(threeDocuments) {
			if i > 0 && rapid.IntRange(0, 2).Draw(rt, "try this order") > 0 {
				continue
			}
			d := newDesk(t)
			early := rapid.Bool().Draw(rt, "answer early")
			for _, k := range order {
				d.bring(rt, docs[k])
				if early {
					d.answerAll(rt)
				}
			}
			d.answerAll(rt)
			for _, k := range rapid.Permutation(threeDocuments).Draw(rt, "again") {
				if plan := d.bring(rt, docs[k]); !plan.Nothing() {
					rt.Fatalf("%s again after %v adds %d and ends %d facts", k, order, len(plan.Add), len(plan.End))
				}
			}
			r := d.review(rt, kaz)
			if first == nil {
				first = r
				continue
			}
			same(rt, fmt.Sprint("the review in order ", order), first, r, content)
		}
	})
}

// answerAll answers every waiting question as read.
func (d *desk) answerAll(t fataler) {
	t.Helper()
	for _, q := range d.keeper.View().Questions() {
		d.answer(t, ingest.Decision{Choice: "as-read"}, q)
	}
}
