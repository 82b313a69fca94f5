package record_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

func ids(items []*record.Item) []upr.ItemID {
	out := []upr.ItemID{}
	for _, it := range items {
		out = append(out, it.ID)
	}
	return out
}

func TestAnEmptyRecordHasAnEmptyView(t *testing.T) {
	v := load(t.Context(), t, open(t), 0)
	if v.Act != 0 || !v.At.IsZero() || len(v.Reviews()) != 0 || len(v.Made("FJI")) != 0 || len(v.Questions()) != 0 {
		t.Errorf("%+v", v)
	}
	if _, _, ok := v.Item(item(1).ID); ok {
		t.Error("an item of nothing")
	}
}

func TestItemsStandInTheOrderOfTheDocument(t *testing.T) {
	sorted := func(n, sort int) record.Fact {
		it := item(n, "FJI")
		it.Sort = sort
		return record.ItemFact(it, record.ReadBy{})
	}
	r := review(t, sorted(10, 2), sorted(9, 1), sorted(11, 3), record.UnitFact(kaz, record.Unit{Unit: reading.Unit{Paragraph: 125}}),
		record.UnitFact(kaz, record.Unit{Unit: reading.Unit{Paragraph: 124}}), record.PledgeFact(upr.Pledge{Review: kaz, N: 2}), record.PledgeFact(upr.Pledge{Review: kaz, N: 1}))
	same(t, "items", []upr.ItemID{item(9).ID, item(10).ID, item(11).ID}, ids(r.Items))
	if r.Units[0].Paragraph != 124 || r.Pledges[0].N != 1 {
		t.Errorf("units %+v, pledges %+v", r.Units, r.Pledges)
	}
}

func TestEveryCountSaysItsUnitAndAddsUp(t *testing.T) {
	r := review(t, itemFact(1, "FJI", "TCD"), itemFact(2, "FJI"), itemFact(3, "VAT"), itemFact(4),
		said(1, upr.StageWG, upr.Supported, "aa"), said(2, upr.StageWG, upr.Noted, "aa"), said(4, upr.StageWG, upr.Unclear, "aa"))
	same(t, "items", upr.Count{Unit: upr.UnitItem, Supported: 1, Noted: 1, Pending: 1, Unclear: 1}, r.Count)
	same(t, "segments", upr.Count{Unit: upr.UnitSegment, Supported: 2, Noted: 1, Pending: 1}, r.Segments)
	same(t, "pairs", upr.Count{Unit: upr.UnitPair, Supported: 2, Noted: 1, Pending: 1}, r.Pairs)
}

func TestThePositionFollowsStageAndDateNotArrival(t *testing.T) {
	plenary, wg := said(1, upr.StagePlenary, upr.Supported, "cc"), said(1, upr.StageWG, upr.Noted, "aa")
	r := review(t, plenary, itemFact(1, "FJI"), wg)
	it, ok := r.Item(item(1).ID)
	if !ok || it.Position != upr.Supported || len(it.Events) != 2 || it.Events[0].Stage != upr.StageWG {
		t.Errorf("%+v", it)
	}
}

func TestTheLastClaimStands(t *testing.T) {
	claim := func(stage upr.Stage, c upr.Claim) record.Fact {
		return record.PositionFact(upr.PositionEvent{Item: item(1).ID, Stage: stage, Value: upr.Supported, Claim: c, Source: upr.Source{Symbol: "A/HRC/99/7"}})
	}
	r := review(t, itemFact(1, "FJI"), claim(upr.StagePlenary, upr.NoClaim), claim(upr.StageAddendum, upr.Ongoing), claim(upr.StageWG, upr.Implemented))
	if got := r.Items[0].Claim; got != upr.Ongoing {
		t.Errorf("claim %q", got)
	}
}

func TestAFactAboutAnItemThatIsNotThereYetWaits(t *testing.T) {
	s, ctx := open(t), t.Context()
	bring(ctx, t, s, []record.Fact{said(1, upr.StageAddendum, upr.Noted, "bb"), record.TextFact(item(1).ID, upr.Text{Lang: "fr", Words: "Ouvrir", Origin: upr.Official})})
	r, _ := load(ctx, t, s, 0).Review(kaz)
	if len(r.Items) != 0 || r.Count.Received() != 0 {
		t.Fatalf("an item out of nothing: %+v", r.Items)
	}
	bring(ctx, t, s, []record.Fact{itemFact(1, "FJI")})
	r, _ = load(ctx, t, s, 0).Review(kaz)
	if it := r.Items[0]; it.Position != upr.Noted || len(it.Texts) != 2 || it.EventAct[0] != 1 || it.Act != 2 {
		t.Errorf("%+v", it)
	}
}

func TestReceivedAndMade(t *testing.T) {
	svn := upr.ReviewID{State: "SVN", Cycle: 9}
	other := item(1, "FJI")
	other.Review, other.ID = svn, upr.NewItemID(svn, 124, "1")
	twice := item(2, "FJI", "FJI")
	s, ctx := open(t), t.Context()
	bring(ctx, t, s, []record.Fact{itemFact(1, "TCD"), record.ItemFact(twice, record.ReadBy{}), itemFact(3, "FJI", "VAT"),
		said(3, upr.StageWG, upr.Noted, "aa"), record.ItemFact(other, record.ReadBy{})})
	v := load(ctx, t, s, 0)
	made := v.Made("FJI")
	if len(made) != 2 || made[0].Review.ID != kaz || made[1].Review.ID != svn {
		t.Fatalf("%+v", made)
	}
	same(t, "which", []upr.ItemID{item(2).ID, item(3).ID}, ids(made[0].Which))
	same(t, "items", upr.Count{Unit: upr.UnitItem, Pending: 1, Noted: 1}, made[0].Items)
	same(t, "pairs", upr.Count{Unit: upr.UnitPair, Pending: 2, Noted: 1}, made[0].Pairs)
	if got := v.Received("KAZ"); len(got) != 1 || got[0].ID != kaz {
		t.Errorf("received by KAZ: %v", got)
	}
	if len(v.Received("FJI"))+len(v.Made("KAZ")) != 0 {
		t.Error("a State received or made what it did not")
	}
	if it, r, ok := v.Item(other.ID); !ok || it.ID != other.ID || r.ID != svn {
		t.Errorf("item %v of %v", it, r)
	}
	for _, id := range []upr.ItemID{"", "UPR-KAZ-C9-124.99", "UPR-FJI-C1-1.1", "UPR-KAZ-C9-124.1-s1"} {
		if _, _, ok := v.Item(id); ok {
			t.Errorf("%q is found", id)
		}
	}
}

func TestDocumentsAndQuestionsAreFound(t *testing.T) {
	doc := func(sha, lang string, k reading.Kind) record.Fact {
		return record.Document{SHA256: sha, Review: kaz, Kind: k, Lang: lang, Symbol: "A/HRC/99/7"}.Fact()
	}
	q := record.NewQuestion(kaz, item(2).ID, "aa", "A/HRC/99/7", []reading.Question{{Kind: "brackets", Item: item(2).ID}}, []record.Fact{itemFact(2, "FJI")})
	asked, err := q.Fact()
	if err != nil {
		t.Fatal(err)
	}
	s, ctx := open(t), t.Context()
	bring(ctx, t, s, []record.Fact{doc("aa", "en", reading.WGReport), doc("bb", "fr", reading.WGReport)})
	bring(ctx, t, s, []record.Fact{doc("cc", "en", reading.Addendum), asked, itemFact(1, "TCD")})
	v := load(ctx, t, s, 0)
	r, _ := v.Review(kaz)
	if d := r.Document(reading.WGReport, ""); d == nil || d.SHA256 != "bb" {
		t.Errorf("last report %+v", d)
	}
	if d := r.Document(reading.WGReport, "en"); d == nil || d.SHA256 != "aa" {
		t.Errorf("English report %+v", d)
	}
	if d := r.Document(reading.Decision, ""); d != nil {
		t.Errorf("a decision out of nothing: %+v", d)
	}
	if d, of, ok := v.Document("cc"); !ok || d.Kind != reading.Addendum || of.ID != kaz || d.Act != 2 {
		t.Errorf("document cc: %+v", d)
	}
	if _, _, ok := v.Document("dd"); ok {
		t.Error("document dd is found")
	}
	if got, ok := v.Question(q.ID); !ok || got.Item != item(2).ID || got.Kind() != "brackets" || got.Act != 2 {
		t.Errorf("question %+v", got)
	}
	if _, ok := v.Question("nothing"); ok {
		t.Error("a question out of nothing")
	}
	if len(v.Questions()) != 1 || r.WaitingItems() != 1 || len(r.Items) != 1 {
		t.Errorf("%d questions, %d items wait, %d are in", len(v.Questions()), r.WaitingItems(), len(r.Items))
	}
	if (record.Question{}).Kind() != "" {
		t.Error("a question without a reason has a kind")
	}
}

// TestAQuestionIsTheSameWheneverTheSameFileIsRead: its identifier depends on the file, the item and the reasons only.
func TestAQuestionIsTheSameWheneverTheSameFileIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id, why, sha := item(rapid.IntRange(1, 9).Draw(t, "n")).ID, rapid.SliceOfN(reasons(""), 1, 3).Draw(t, "why"), rapid.StringMatching(`[0-9a-f]{8}`).Draw(t, "sha")
		q := record.NewQuestion(kaz, id, sha, "A/HRC/99/7", why, nil)
		if again := record.NewQuestion(kaz, id, sha, "another name", slices.Clone(why), []record.Fact{itemFact(1)}); again.ID != q.ID {
			t.Fatal("another identifier for the same question")
		}
		for name, other := range map[string]record.Question{
			"file":   record.NewQuestion(kaz, id, sha+"0", "A/HRC/99/7", why, nil),
			"item":   record.NewQuestion(kaz, id+"0", sha, "A/HRC/99/7", why, nil),
			"reason": record.NewQuestion(kaz, id, sha, "A/HRC/99/7", append(slices.Clone(why), reading.Question{Kind: "more"}), nil),
		} {
			if other.ID == q.ID {
				t.Fatalf("the same identifier for another %s", name)
			}
		}
	})
}

// TestEndedFactsAreGoneAndErasedOnesAreLeftOut: an erased fact is a tombstone, also when the record is shown as it was.
func TestEndedFactsAreGoneAndErasedOnesAreLeftOut(t *testing.T) {
	s, ctx := open(t), t.Context()
	bring(ctx, t, s, []record.Fact{itemFact(1, "FJI"), itemFact(2, "FJI"), said(1, upr.StageWG, upr.Noted, "aa"), said(2, upr.StageWG, upr.Noted, "aa")})
	r, _ := load(ctx, t, s, 0).Review(kaz)
	first := r.Items[0]
	bring(ctx, t, s, []record.Fact{itemFact(3, "FJI")}, first.FactID)
	if r, _ = load(ctx, t, s, 0).Review(kaz); !slices.Equal(ids(r.Items), []upr.ItemID{item(2).ID, item(3).ID}) {
		t.Errorf("items %v", ids(r.Items))
	}
	if _, err := s.Erase(ctx, store.Act{Kind: "erase", Role: "administrator"}, first.FactID); err != nil {
		t.Fatal(err)
	}
	var positions []store.FactID
	for row, err := range s.Facts(ctx, store.Filter{Subject: string(item(2).ID), Kinds: []string{record.KindPosition}}) {
		if err != nil {
			t.Fatal(err)
		}
		positions = append(positions, row.ID)
	}
	if _, err := s.Erase(ctx, store.Act{Kind: "erase", Role: "administrator"}, positions[0]); err != nil {
		t.Fatal(err)
	}
	then, ok, err := record.LoadReview(ctx, s, kaz, 1)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if !slices.Equal(ids(then.Items), []upr.ItemID{item(2).ID}) || then.Items[0].Position != upr.Pending || then.Count.Received() != 1 {
		t.Errorf("as it was: %v %+v", ids(then.Items), then.Count)
	}
	if v := load(ctx, t, s, 1); v.Act != 1 || len(v.Reviews()) != 1 {
		t.Errorf("view at act 1: %+v", v)
	}
}

func TestAReviewThatIsNotThere(t *testing.T) {
	s, ctx := open(t), t.Context()
	bring(ctx, t, s, []record.Fact{itemFact(1, "FJI")})
	if r, ok, err := record.LoadReview(ctx, s, upr.ReviewID{State: "SVN", Cycle: 9}, 0); ok || err != nil || r != nil {
		t.Errorf("%v %v %v", r, ok, err)
	}
	if _, ok := load(ctx, t, s, 0).Review(upr.ReviewID{State: "SVN", Cycle: 9}); ok {
		t.Error("a review out of nothing")
	}
}
