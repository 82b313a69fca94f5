package ingest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// facts are all current facts in their canonical form; those that name who acted are left out.
func (d *desk) facts(t fataler) []string {
	t.Helper()
	var out []string
	for r, err := range d.store.Facts(d.ctx, store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if r.Fact.Kind != store.KindActor {
			out = append(out, encoded(t, r.Fact))
		}
	}
	slices.Sort(out)
	return out
}

func encoded(t fataler, f ledger.Fact) string {
	t.Helper()
	b, err := ledger.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// without takes one fact out of a list that must hold it.
func without(t fataler, facts []string, f string) []string {
	t.Helper()
	i := slices.Index(facts, f)
	if i < 0 {
		t.Fatalf("not in the record: %s", f)
	}
	return slices.Delete(slices.Clone(facts), i, i+1)
}

// one waits: a report whose second item has a question.
func one(t fataler, d *desk, q reading.Question) *record.Question {
	t.Helper()
	d.bring(t, wgReport("report", read(1, "Open a library", upr.Pending, "FJI"), asked(read(2, "Plant trees", upr.Pending), q)))
	qs := d.keeper.View().Questions()
	if len(qs) != 1 || qs[0].Item != id(2) {
		t.Fatalf("questions %+v", qs)
	}
	return qs[0]
}

var unknownState = reading.Question{Kind: "state-unknown", Detail: map[string]string{"name": "Tchad"}, Choices: []reading.Choice{{Code: "state", State: "TCD"}, {Code: "state", State: "CHL"}}}

// TestAnAnswerBringsExactlyWhatWasHeld compares all facts before and after: nothing but the question goes, and nothing but
// the answer and what was held comes.
func TestAnAnswerBringsExactlyWhatWasHeld(t *testing.T) {
	checkSome(t, func(rt *rapid.T) {
		d, docs := newDesk(t), draft(rt)
		for _, k := range threeDocuments {
			d.bring(rt, docs[k])
		}
		for _, q := range d.keeper.View().Questions() {
			choice := rapid.SampledFrom([]string{"as-read", "leave-out"}).Draw(rt, "choice")
			before := d.facts(rt)
			v := d.keeper.View()
			d.answer(rt, ingest.Decision{Choice: choice, Note: "because"}, q)
			waiting, err := q.Fact()
			if err != nil {
				rt.Fatal(err)
			}
			want := without(rt, before, encoded(rt, waiting.Fact))
			a := record.Answer{Question: q.ID, Review: kaz, Kind: q.Kind(), Item: q.Item, SHA256: q.SHA256, Choice: choice, Note: "because"}
			want = append(want, encoded(rt, a.Fact().Fact))
			if choice == "as-read" {
				for _, f := range q.Held {
					if f.Kind != record.KindItem {
						want = append(want, encoded(rt, f.Fact))
						continue
					}
					old, _, known := v.Item(q.Item)
					if q.Symbol == report && q.SHA256 == docs[reading.WGReport].File.SHA256 || !known { // a list's words wait for none and replace none
						want = append(want, encoded(rt, f.Fact))
					}
					if known && q.SHA256 == docs[reading.WGReport].File.SHA256 {
						want = without(rt, want, encoded(rt, record.ItemFact(old.Item, old.By).Fact))
					}
				}
			}
			slices.Sort(want)
			same(rt, "facts after "+choice, want, d.facts(rt))
		}
		if n := len(d.keeper.View().Questions()); n != 0 {
			rt.Fatalf("%d questions still wait", n)
		}
		d.verify(rt)
	})
}

func TestLeavingOutIsRemembered(t *testing.T) {
	d := newDesk(t)
	q := one(t, d, unknownState)
	d.answer(t, ingest.Decision{Choice: "leave-out", Note: "a slip of the pen"}, q)
	r := d.review(t, kaz)
	if _, ok := r.Item(id(2)); ok || len(r.Questions) != 0 || len(r.Answers) != 1 || r.Answers[0].Note != "a slip of the pen" {
		t.Errorf("%+v", r.Answers)
	}
	plan := d.prepare(t, wgReport("report", read(1, "Open a library", upr.Pending, "FJI"), asked(read(2, "Plant trees", upr.Pending), unknownState)))
	if !plan.Nothing() || plan.Settled != 1 || len(plan.Questions) != 0 {
		t.Errorf("asked again: %+v", plan.Questions)
	}
}

func TestAChosenState(t *testing.T) {
	d := newDesk(t)
	it := read(2, "Plant trees", upr.Pending, "FJI", "TCD")
	it.Segments[1].By = nil
	d.bring(t, wgReport("report", asked(it, unknownState)))
	q := d.keeper.View().Questions()[0]
	if got := ingest.Choices(q); len(got) != 2 || got[1].State != "CHL" {
		t.Fatalf("choices %+v", got)
	}
	d.answer(t, ingest.Decision{Choice: "state", Index: 1}, q)
	got, _, ok := d.keeper.View().Item(id(2))
	if !ok {
		t.Fatal("the item did not come")
	}
	same(t, "segments", []upr.Segment{
		{N: 1, Words: "Plant trees", By: []upr.Attribution{{State: "FJI", Printed: "FJI"}}},
		{N: 2, Words: "Plant trees", By: []upr.Attribution{{State: "CHL", Printed: "Tchad"}}}}, got.Segments)
	if got.Position != upr.Pending || len(got.Events) != 1 {
		t.Errorf("position %s", got.Position)
	}
	if a := d.review(t, kaz).Answers[0]; a.Choice != "state" || a.Value != "CHL" || a.Kind != "state-unknown" {
		t.Errorf("answer %+v", a)
	}
}

func TestAChosenPosition(t *testing.T) {
	d := newDesk(t)
	it := read(2, "Plant trees", upr.Unclear, "FJI")
	d.bring(t, wgReport("report", asked(it, reading.Question{Kind: "position-unclear", Choices: []reading.Choice{{Code: "position", Position: upr.Supported}, {Code: "position", Position: upr.Noted}}})))
	d.answer(t, ingest.Decision{Choice: "position", Index: 1}, d.keeper.View().Questions()[0])
	if got, _, _ := d.keeper.View().Item(id(2)); got.Position != upr.Noted {
		t.Errorf("position %s", got.Position)
	}
}

// TestAChosenLabel: the item moves to the address that the person chose, with its label as printed, and stays there when
// the file is handed in again.
func TestAChosenLabel(t *testing.T) {
	d := newDesk(t)
	p := wgReport("report", read(1, "Open a library", upr.Pending, "FJI"), asked(read(2, "Plant trees", upr.Pending, "TCD"), reading.Question{Kind: "label-mistyped", Choices: []reading.Choice{{Code: "label", Para: 124, Number: "7"}}}))
	d.bring(t, p)
	d.answer(t, ingest.Decision{Choice: "label"}, d.keeper.View().Questions()[0])
	for range 2 {
		r := d.review(t, kaz)
		it, ok := r.Item(id(7))
		if !ok || it.Label != "124.2" || it.Position != upr.Pending || len(r.Items) != 2 || r.Answers[0].Value != "124.7" {
			t.Fatalf("items %v, answers %+v", words(r), r.Answers)
		}
		if plan := d.bring(t, p); !plan.Nothing() {
			t.Errorf("the same file again adds %d and ends %d facts", len(plan.Add), len(plan.End))
		}
	}
}

func TestNoItemTakesThePlaceOfAnother(t *testing.T) {
	d := newDesk(t)
	choose := func(n string) reading.Question {
		return reading.Question{Kind: "label-mistyped", Choices: []reading.Choice{{Code: "label", Para: 124, Number: n}}}
	}
	d.bring(t, wgReport("report", read(1, "Open a library", upr.Pending, "FJI"), asked(read(2, "Plant trees", upr.Pending, "TCD"), choose("1")),
		asked(read(3, "Dig wells", upr.Pending, "TCD"), choose("7")), asked(read(4, "Build a bridge", upr.Pending, "TCD"), choose("7"))))
	before, v := d.facts(t), d.keeper.View()
	qs := v.Questions()
	slices.SortFunc(qs, func(a, b *record.Question) int { return strings.Compare(string(a.Item), string(b.Item)) })
	if _, err := ingest.Answer(d.ctx, d.store, v, qs[0], ingest.Decision{Choice: "label"}, who); !errors.Is(err, ingest.ErrAnswer) {
		t.Errorf("an item took the place of another of the same report: %v", err)
	}
	if _, err := ingest.AnswerAll(d.ctx, d.store, v, qs[1:], ingest.Decision{Choice: "label"}, who); !errors.Is(err, ingest.ErrAnswer) {
		t.Errorf("two items took one place: %v", err)
	}
	same(t, "facts", before, d.facts(t))
	if err := d.keeper.Refresh(d.ctx); err != nil {
		t.Error(err)
	}
}

func TestByHand(t *testing.T) {
	d := newDesk(t)
	q := one(t, d, unknownState)
	segments, err := ingest.HandSegments(kaz, []string{"Plant trees", "  ", "Water them"}, []string{"Fiji, Chad and the Holy See", "", "State of Palestine"})
	if err != nil {
		t.Fatal(err)
	}
	d.answer(t, ingest.Decision{Choice: "by-hand", Segments: segments, Position: upr.Noted}, q)
	it, _, ok := d.keeper.View().Item(id(2))
	if !ok || len(it.Segments) != 2 || it.Segments[1].N != 2 || it.Segments[1].Words != "Water them" || it.Position != upr.Noted {
		t.Fatalf("%+v", it)
	}
	same(t, "States", []upr.State{"FJI", "TCD", "VAT", "PSE"}, it.States())
	if it.Texts[0].Words != "Plant trees" {
		t.Errorf("the verbatim words became %q", it.Texts[0].Words)
	}
}

func TestWrittenByHandOverAList(t *testing.T) {
	d := newDesk(t)
	d.bring(t, wgReport("report", read(1, "Open a library;", upr.Pending, "FJI")))
	d.bring(t, list("list", asked(listed(1, "Open library", views, upr.Supported, "FJI"), unknownState)))
	segments, err := ingest.HandSegments(kaz, []string{"Open a library"}, []string{"Chad"})
	if err != nil {
		t.Fatal(err)
	}
	d.answer(t, ingest.Decision{Choice: "by-hand", Segments: segments}, d.keeper.View().Questions()[0])
	if it, _, _ := d.keeper.View().Item(id(1)); it.Texts[0].Words != "Open a library;" || !slices.Equal(it.States(), []upr.State{"TCD"}) || it.Position != upr.Supported {
		t.Errorf("%+v", it)
	}
}

func TestAnUnknownNameWrittenByHandIsNamed(t *testing.T) {
	_, err := ingest.HandSegments(kaz, []string{"Open a library", "Plant trees"}, []string{"Fiji", "Kazahkstan"})
	var unknown *ingest.UnknownName
	if !errors.As(err, &unknown) || unknown.Segment != 2 || unknown.Name != "Kazahkstan" || len(unknown.Near) == 0 || !strings.Contains(err.Error(), "Kazahkstan") {
		t.Errorf("%v %+v", err, unknown)
	}
}

func TestAnAnswerThatCannotBeLeavesTheRecord(t *testing.T) {
	d := newDesk(t)
	q := one(t, d, unknownState)
	before, head := d.facts(t), d.head(t)
	for name, decision := range map[string]ingest.Decision{
		"no choice":                    {},
		"an unknown one":               {Choice: "guess"},
		"a State that was not offered": {Choice: "state", Index: 2},
		"a negative index":             {Choice: "state", Index: -1},
		"another kind of choice":       {Choice: "position", Index: 0},
		"itself by hand":               {Choice: "by-hand", Segments: []upr.Segment{{Words: "x", By: []upr.Attribution{{State: "KAZ"}}}}},
		"a State twice by hand":        {Choice: "by-hand", Segments: []upr.Segment{{Words: "x", By: []upr.Attribution{{State: "FJI"}, {State: "FJI"}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ingest.Answer(d.ctx, d.store, d.keeper.View(), q, decision, who); !errors.Is(err, ingest.ErrAnswer) {
				t.Errorf("%v", err)
			}
			if d.head(t) != head {
				t.Error("the record moved")
			}
			same(t, "facts", before, d.facts(t))
		})
	}
	if _, err := ingest.AnswerAll(d.ctx, d.store, d.keeper.View(), nil, ingest.Decision{Choice: "as-read"}, who); err == nil {
		t.Error("an answer to no question")
	}
}

func TestAQuestionIsAnsweredOnce(t *testing.T) {
	d := newDesk(t)
	q := one(t, d, unknownState)
	v := d.keeper.View()
	d.answer(t, ingest.Decision{Choice: "leave-out"}, q)
	head := d.head(t)
	_, err := ingest.Answer(d.ctx, d.store, v, q, ingest.Decision{Choice: "as-read"}, who)
	var changed *store.Changed
	var gone *store.NotCurrent
	if !errors.As(err, &changed) && !errors.As(err, &gone) || d.head(t) != head {
		t.Errorf("answered twice: %v", err)
	}
}

func TestTheSameForAllOfThisKind(t *testing.T) {
	d := newDesk(t)
	chad := reading.Question{Kind: "state-unknown", Detail: map[string]string{"name": "Tchad"}, Choices: []reading.Choice{{Code: "state", State: "TCD"}}}
	fiji := reading.Question{Kind: "state-unknown", Detail: map[string]string{"name": "Fidji"}, Choices: []reading.Choice{{Code: "state", State: "FJI"}}}
	d.bring(t, wgReport("report", asked(read(1, "Open a library", upr.Pending), chad), asked(read(2, "Plant trees", upr.Pending), chad), asked(read(3, "Dig wells", upr.Pending), fiji),
		asked(read(4, "Build a bridge", upr.Pending, "FJI"), reading.Question{Kind: "brackets"})))
	d.bring(t, list("list", asked(listed(5, "Sing", views, upr.Noted), chad)))
	for i := 1; i <= 3; i++ { // each item of the report has one segment without a State
		if q := d.question(t, id(i)); len(q.Held) == 0 {
			t.Fatalf("nothing held for %d", i)
		}
	}
	q, v := d.question(t, id(1)), d.keeper.View()
	items := func(qs []*record.Question) []upr.ItemID {
		var out []upr.ItemID
		for _, q := range qs {
			out = append(out, q.Item)
		}
		slices.Sort(out)
		return out
	}
	same(t, "as read", []upr.ItemID{id(1), id(2), id(3)}, items(ingest.Alike(v, q, ingest.Decision{Choice: "as-read"})))
	same(t, "the same State for the same name", []upr.ItemID{id(1), id(2)}, items(ingest.Alike(v, q, ingest.Decision{Choice: "state"})))
	same(t, "by hand", []upr.ItemID{id(1)}, items(ingest.Alike(v, q, ingest.Decision{Choice: "by-hand"})))
	d.answer(t, ingest.Decision{Choice: "as-read"}, ingest.Alike(v, q, ingest.Decision{Choice: "as-read"})...)
	if n := d.head(t).Number; n != 3 {
		t.Errorf("%d acts: all of a kind are one", n)
	}
	r := d.review(t, kaz)
	if len(r.Questions) != 2 || len(r.Answers) != 3 || len(r.Items) != 3 {
		t.Errorf("%d questions, %d answers, %d items", len(r.Questions), len(r.Answers), len(r.Items))
	}
	d.verify(t)
}

func (d *desk) question(t fataler, of upr.ItemID) *record.Question {
	t.Helper()
	for _, q := range d.keeper.View().Questions() {
		if q.Item == of {
			return q
		}
	}
	t.Fatalf("no question about %s", of)
	return nil
}

// TestAnAnswerAboutANewVersionEndsTheOldOne: what the earlier file said of the item goes when the later one's reading is
// taken, and stays when it is left out.
func TestAnAnswerAboutANewVersionEndsTheOldOne(t *testing.T) {
	for choice, want := range map[string]upr.Position{"as-read": upr.Noted, "leave-out": upr.Supported} {
		d := newDesk(t)
		d.bring(t, wgReport("first", read(1, "Open a library", upr.Supported, "FJI"), read(2, "Plant trees", upr.Supported, "FJI")))
		second := wgReport("second", read(1, "Open a library", upr.Supported, "FJI"), asked(read(2, "Plant many trees", upr.Noted, "FJI"), reading.Question{Kind: "brackets"}))
		d.bring(t, second)
		if it, _, _ := d.keeper.View().Item(id(2)); it.Position != upr.Supported || it.Texts[0].Words != "Plant trees" {
			t.Errorf("the old version did not wait for the answer: %+v", it)
		}
		d.answer(t, ingest.Decision{Choice: choice}, d.question(t, id(2)))
		it, _, _ := d.keeper.View().Item(id(2))
		if it.Position != want || len(it.Events) != 1 {
			t.Errorf("%s: position %s of %+v", choice, it.Position, it.Events)
		}
		if other, _, _ := d.keeper.View().Item(id(1)); len(other.Events) != 1 {
			t.Errorf("%s: the other item has %+v", choice, other.Events)
		}
		if plan := d.bring(t, second); !plan.Nothing() {
			t.Errorf("%s: the same file again adds %d and ends %d facts", choice, len(plan.Add), len(plan.End))
		}
		d.verify(t)
	}
}
