package record_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// same fails unless both are equal; nil and empty lists are the same.
func same(t fataler, what string, want, got any, opts ...cmp.Option) {
	t.Helper()
	if reflect.DeepEqual(want, got) { // most are, and it is much faster
		return
	}
	if d := cmp.Diff(want, got, append(opts, cmpopts.EquateEmpty())...); d != "" {
		t.Fatalf("%s (-want +got):\n%s", what, d)
	}
}

// TestEveryKindOfFactComesBackFromTheRecord draws one fact of each kind, brings them into a real record through the
// canonical encoding, and compares what the view then shows.
func TestEveryKindOfFactComesBackFromTheRecord(t *testing.T) {
	s, ctx := open(t), t.Context()
	rapid.Check(t, func(t *rapid.T) {
		it, by := anItem(kaz, 124, 3).Draw(t, "item"), readers().Draw(t, "by")
		text, event, tag := texts().Draw(t, "text"), events(it.ID).Draw(t, "event"), reading.Tag{Item: it.ID, Scheme: reading.Scheme(words().Draw(t, "scheme")), Code: words().Draw(t, "code"), Label: words().Draw(t, "label")}
		src := sources().Draw(t, "source")
		comment := reading.Comment{Item: it.ID, Words: words().Draw(t, "comment"), Lang: words().Draw(t, "comment's language"), Place: words().Draw(t, "comment's place"), Page: src.Page}
		doc, unit, pledge := documents(kaz).Draw(t, "document"), units().Draw(t, "unit"), pledges(kaz, 3).Draw(t, "pledge")
		tally, value, answer := tallies(kaz).Draw(t, "tally"), sourced(kaz).Draw(t, "sourced"), answers(kaz).Draw(t, "answer")
		held := []record.Fact{record.ItemFact(it, by), record.PositionFact(event)}
		q := record.NewQuestion(kaz, it.ID, words().Draw(t, "sha"), words().Draw(t, "symbol"), rapid.SliceOfN(reasons(it.ID), 0, 3).Draw(t, "reasons"), held)
		asked, err := q.Fact()
		if err != nil {
			t.Fatal(err)
		}
		facts := []record.Fact{record.ItemFact(it, by), record.TextFact(it.ID, text), record.PositionFact(event), record.CommentFact(comment, src),
			record.TagFact(tag, "ff"), doc.Fact(), record.UnitFact(kaz, unit), record.PledgeFact(pledge), record.TallyFact(tally), value.Fact(), answer.Fact(), asked}
		for _, f := range facts {
			if f.Review != kaz.String() {
				t.Fatalf("%s %s belongs to review %q", f.Kind, f.Subject, f.Review)
			}
		}
		act := bring(ctx, t, s, facts)
		defer endAll(t, s)
		v := load(ctx, t, s, 0)
		r, ok := v.Review(kaz)
		if !ok || len(r.Items) != 1 {
			t.Fatalf("the review: %+v", r)
		}
		got := r.Items[0]
		want := it
		want.Texts = append(want.Texts[:1:1], text)
		same(t, "item", want, got.Item)
		same(t, "who read it", by, got.By)
		same(t, "event", []upr.PositionEvent{event}, got.Events)
		same(t, "acts of events", []uint64{act}, got.EventAct)
		same(t, "comment", []record.Comment{{Comment: comment, Source: src}}, got.Comments)
		same(t, "tag", []record.Tag{{Tag: tag, SHA256: "ff"}}, got.Tags)
		doc.Act, q.Act = act, act
		same(t, "document", []*record.Document{&doc}, r.Documents)
		same(t, "unit", []record.Unit{unit}, r.Units)
		same(t, "pledge", []upr.Pledge{pledge}, r.Pledges)
		same(t, "tally", []upr.Tally{tally}, r.Tallies)
		same(t, "sourced", []record.Sourced{value}, r.Facts)
		same(t, "answer", []record.Answer{answer}, r.Answers)
		if len(r.Questions) != 1 {
			t.Fatalf("%d questions", len(r.Questions))
		}
		q.FactID = r.Questions[0].FactID
		same(t, "question", &q, r.Questions[0])
		if heldItem, heldBy, ok := r.Questions[0].HeldItem(); !ok || heldBy != by {
			t.Fatal("the held item is not found")
		} else {
			same(t, "held item", it, heldItem)
		}
		if e, ok := r.Questions[0].HeldPosition(); !ok || e != event {
			t.Fatalf("held position %+v", e)
		}
	})
}

// endAll ends everything, so that the next run begins with nothing.
func endAll(t *rapid.T, s *store.Store) {
	var end []store.FactID
	for r, err := range s.Facts(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		end = append(end, r.ID)
	}
	if len(end) > 0 {
		bring(t.Context(), t, s, nil, end...)
	}
}

func TestTheSameThingIsTheSameFact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		it, by := anItem(kaz, 124, 3).Draw(t, "item"), readers().Draw(t, "by")
		f := record.ItemFact(it, by)
		b, err := ledger.Encode(f.Fact)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ledger.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		got, gotBy, ok := record.ItemOf(record.Fact{Fact: again})
		if !ok {
			t.Fatal("it is no item any more")
		}
		same(t, "fact of what was read", f, record.ItemFact(got, gotBy))
	})
}

func TestAFactKnowsItsFile(t *testing.T) {
	doc := record.Document{SHA256: "dd", Review: kaz}
	for name, c := range map[string]struct {
		fact record.Fact
		want string
	}{
		"document":      {doc.Fact(), "dd"},
		"item":          {itemFact(1, "FJI"), "aa"},
		"position":      {said(1, upr.StageWG, upr.Noted, "bb"), "bb"},
		"tag":           {record.TagFact(reading.Tag{Item: item(1).ID, Label: "x"}, "cc"), "cc"},
		"text":          {record.TextFact(item(1).ID, upr.Text{Words: "x", Source: upr.Source{SHA256: "ee"}}), "ee"},
		"typed by hand": {record.Sourced{Review: kaz, Name: "troika", Value: "x"}.Fact(), ""},
	} {
		if got := c.fact.SHA256(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestReadersKnowTheirKind(t *testing.T) {
	f := said(1, upr.StageWG, upr.Noted, "")
	if _, _, ok := record.ItemOf(f); ok {
		t.Error("a position is read as an item")
	}
	if _, ok := record.FirstText(f); ok {
		t.Error("a position has words")
	}
	if _, ok := record.PositionOf(itemFact(1)); ok {
		t.Error("an item is read as a position")
	}
	if e, ok := record.PositionOf(f); !ok || e.Value != upr.Noted {
		t.Errorf("position %+v", e)
	}
	if w, ok := record.FirstText(itemFact(1)); !ok || w.Words != "Open reading room 1" {
		t.Errorf("words %+v", w)
	}
}

// TestAFactThatCannotBeReadIsNamed: what somebody changed in the database by hand is an error that names the fact, and
// never a page with a wrong number.
func TestAFactThatCannotBeReadIsNamed(t *testing.T) {
	field := func(kind, subject, name, value string) record.Fact {
		return record.Fact{Fact: ledger.Fact{Kind: kind, Subject: subject, Fields: []ledger.Field{{Name: name, Value: value}}}, Review: kaz.String()}
	}
	id := string(item(1).ID)
	for name, f := range map[string]record.Fact{
		"item with a paragraph that is no number": field(record.KindItem, id, "paragraph", "many"),
		"item with a State outside a segment":     field(record.KindItem, id, "by", "FJI Fiji"),
		"document with a day that is none":        field(record.KindDocument, "aa", "issued", "2015-02-30"),
		"unit":                                    field(record.KindUnit, kaz.String(), "items", "x"),
		"pledge":                                  field(record.KindPledge, "UPR-KAZ-C9-VP-1", "n", "x"),
		"tally":                                   field(record.KindTally, kaz.String(), "received", "x"),
		"position":                                field(record.KindPosition, id, "date", "yesterday"),
		"text":                                    field(record.KindText, id, "page", "x"),
		"comment":                                 field(record.KindComment, id, "page", "x"),
		"question with a choice outside a reason": field(record.KindQuestion, "q", "choice", "a|b|c|1|2"),
		"question that holds no fact":             field(record.KindQuestion, "q", "held", "fact/1"),
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			bring(t.Context(), t, s, []record.Fact{itemFact(1, "FJI")})
			if f.Kind == record.KindItem {
				f.Subject = string(item(2).ID)
			}
			bring(t.Context(), t, s, []record.Fact{f})
			_, err := record.Load(t.Context(), s, 0)
			if err == nil || !strings.Contains(err.Error(), f.Subject) || !strings.Contains(err.Error(), kaz.String()) {
				t.Errorf("got %v, want an error that names %s and %s", err, kaz, f.Subject)
			}
		})
	}
}
