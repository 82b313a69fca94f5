package corpus_test

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
)

// house is a record with its keepers.
type house struct {
	t       testing.TB
	store   *store.Store
	records *record.Keeper
	corpus  *corpus.Keeper
	rnd     *rand.Rand
}

func newHouse(t testing.TB, cfg store.Config) *house {
	t.Helper()
	st, err := store.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	records, err := record.NewKeeper(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	return &house{t, st, records, corpus.NewKeeper(records, st, nil, slog.New(slog.DiscardHandler)), rand.New(rand.NewPCG(3, 4))}
}

// save brings invented items of a review in one act, in place of those it had.
func (h *house) save(review upr.ReviewID, items int) uint64 {
	h.t.Helper()
	var end []store.FactID
	for r, err := range h.store.Facts(h.t.Context(), store.Filter{Review: review.String()}) {
		if err != nil {
			h.t.Fatal(err)
		}
		end = append(end, r.ID)
	}
	var facts []store.New
	for n := range items {
		f := record.ItemFact(h.item(review, n+1), record.ReadBy{Grammar: "test/1"})
		facts = append(facts, store.New{Fact: f.Fact, Review: f.Review})
	}
	c, err := h.store.Write(h.t.Context(), store.Act{Kind: "save", Scope: review.String(), Role: "editor"}, facts, end)
	if err != nil {
		h.t.Fatal(err)
	}
	return c.Number
}

func (h *house) item(review upr.ReviewID, n int) upr.Item {
	words := func() string {
		out := make([]string, 3+h.rnd.IntN(6))
		for i := range out {
			out[i] = drawnWords["en"][h.rnd.IntN(len(drawnWords["en"]))]
		}
		return strings.Join(out, " ")
	}
	number := fmt.Sprint(n)
	it := upr.Item{ID: upr.NewItemID(review, 124, number), Review: review, Symbol: "A/HRC/99/" + string(review.State), Paragraph: 124, Number: number, Sort: n}
	for k := range 1 + h.rnd.IntN(2) {
		s := upr.Segment{N: k + 1, Words: words()}
		for _, by := range drawnStates[:1+h.rnd.IntN(4)] {
			if by != review.State {
				s.By = append(s.By, upr.Attribution{State: by, Printed: string(by)})
			}
		}
		it.Segments = append(it.Segments, s)
	}
	it.Texts = []upr.Text{{Lang: "en", Words: it.Segments[0].Words, Origin: upr.Authentic, Source: upr.Source{Symbol: it.Symbol}}}
	return it
}

func (h *house) refresh() *corpus.Snapshot {
	h.t.Helper()
	if err := h.records.Refresh(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	h.corpus.Refresh()
	return h.corpus.Snapshot()
}

func docs(s *corpus.Snapshot) []corpus.Doc {
	var out []corpus.Doc
	for n := range s.Len() {
		out = append(out, *s.Doc(n))
	}
	return out
}

// TestAnActIsFoundAsIfAllWereBuiltAgain: after every act a snapshot of two parts answers like one of a single part.
func TestAnActIsFoundAsIfAllWereBuiltAgain(t *testing.T) {
	h := newHouse(t, store.Config{Dir: t.TempDir()})
	for i := range 14 {
		h.save(upr.ReviewID{State: upr.State(fmt.Sprintf("A%c%c", 'A'+i%3, 'A'+i)), Cycle: upr.Cycle(1 + i%4)}, 6)
	}
	h.refresh()
	two := 0
	for i := range 12 {
		at := upr.ReviewID{State: upr.State(fmt.Sprintf("A%c%c", 'A'+i%3, 'A'+i)), Cycle: upr.Cycle(1 + i%4)}
		switch i % 4 {
		case 1:
			at.Cycle = 9 // a new review
		case 2: // everything of a review goes
			h.save(at, 0)
		}
		if i%4 != 2 {
			h.save(at, 3+i%5)
		}
		merged := func() {}
		if i%5 == 3 { // begun before the act, ended after it
			merged = h.corpus.BeginMerge()
		}
		got := h.refresh()
		if got.Parts() == 2 {
			two++
		}
		if merged(); h.corpus.Snapshot().Act() != got.Act() {
			t.Fatal("bringing the parts together changed the act")
		}
		got = h.corpus.Snapshot()
		want := corpus.NewKeeper(h.records, h.store, nil, slog.New(slog.DiscardHandler)).Snapshot()
		if d := cmp.Diff(docs(want), docs(got)); d != "" {
			t.Fatalf("after act %d: %s", got.Act(), d)
		}
		rapid.Check(t, func(t *rapid.T) {
			q, unit := drawQuery(t), drawnUnits.Draw(t, "unit")
			p := plain{docs(got)}
			agree(t, got, p, q, unit)
			w := corpus.Window{Limit: 7, Offset: rapid.IntRange(0, 9).Draw(t, "offset"), Unit: unit, Marks: true}
			a, err := want.Search(t.Context(), q, w)
			b, err2 := got.Search(t.Context(), q, w)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if d := cmp.Diff(a, b); d != "" {
				t.Fatalf("%+v in one part (-) and in two (+): %s", q, d)
			}
		})
	}
	if two < 8 {
		t.Errorf("only %d snapshots had two parts", two)
	}
}

// Documents made while the record is still read are those that are made afterwards, also of a review of which facts came
// in several acts, whose first ones are told of too early.
func TestDocumentsMadeAheadAreTheSame(t *testing.T) {
	h := newHouse(t, store.Config{Dir: t.TempDir()})
	for i := range 40 {
		review := upr.ReviewID{State: drawnStates[i%len(drawnStates)], Cycle: upr.Cycle(1 + i%3)}
		h.save(review, 1+i%7)
	}
	want := docs(h.refresh())
	told := 0
	ahead := corpus.NewAhead(nil)
	records, err := record.NewKeeperTelling(t.Context(), h.store, func(r *record.Review) {
		told++
		ahead.Take(r)
	})
	if err != nil {
		t.Fatal(err)
	}
	if told == 0 && runtime.GOMAXPROCS(0) > 1 {
		t.Error("nothing was made ahead")
	}
	if d := cmp.Diff(want, docs(ahead.Keeper(records, h.store, slog.New(slog.DiscardHandler)).Snapshot())); d != "" {
		t.Errorf("-after +ahead\n%s", d)
	}
}

func TestThePastComesOutAgain(t *testing.T) {
	h := newHouse(t, store.Config{Dir: t.TempDir()})
	fra := upr.ReviewID{State: "FRA", Cycle: 2}
	var acts []uint64
	var then [][]corpus.Doc
	for i := range 5 {
		acts = append(acts, h.save(fra, 2+i))
		then = append(then, docs(h.refresh()))
	}
	for range 2 {
		for i, act := range acts {
			s, err := h.corpus.At(t.Context(), act, upr.Date{})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(then[i], docs(s)); d != "" || s.Act() != act {
				t.Errorf("act %d, now %d: %s", act, s.Act(), d)
			}
		}
	}
	now, err := h.corpus.At(t.Context(), 0, upr.Date{})
	if err != nil || now != h.corpus.Snapshot() {
		t.Errorf("now is another snapshot (%v)", err)
	}
	before, err := h.corpus.At(t.Context(), 0, upr.Date{Year: 2000, Month: 1, Day: 1})
	if err != nil || before.Len() != 0 {
		t.Errorf("before the first session there are %d documents (%v)", before.Len(), err)
	}
	if n := h.corpus.Past(); n != 5 {
		t.Errorf("%d snapshots of the past are kept, not 5", n)
	}
}

// TestTwoProgramsAgreeWithinASecond on one database.
func TestTwoProgramsAgreeWithinASecond(t *testing.T) {
	for name, cfg := range map[string]func(t *testing.T) store.Config{
		"one folder":     func(t *testing.T) store.Config { return store.Config{Dir: t.TempDir()} },
		"one PostgreSQL": func(t *testing.T) store.Config { return store.Config{Dir: t.TempDir(), DSN: testpg.DSN(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			c := cfg(t)
			here, there := newHouse(t, c), newHouse(t, c)
			go there.records.Watch(t.Context(), slog.New(slog.DiscardHandler))
			go there.corpus.Follow(t.Context())
			act := here.save(upr.ReviewID{State: "FRA", Cycle: 2}, 3)
			done := time.Now()
			for there.corpus.Snapshot().Act() < act {
				if time.Since(done) > 5*time.Second {
					t.Fatal("the other program does not know of the act")
				}
				time.Sleep(5 * time.Millisecond)
			}
			took := time.Since(done)
			q := query.Query{Filters: []query.Filter{{Field: query.State, Values: []string{"FRA"}}}}
			r, err := there.corpus.Snapshot().Search(t.Context(), q, corpus.Window{})
			if err != nil || r.Totals.Items != 3 {
				t.Errorf("%d items are found there (%v)", r.Totals.Items, err)
			}
			t.Logf("seen there after %s", took)
			if took > time.Second {
				t.Errorf("an act is seen by another program after %s", took)
			}
		})
	}
}
