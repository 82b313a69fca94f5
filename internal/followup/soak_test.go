package followup_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// soakTime is how long people edit at once: OPENUPR_SOAK ("5m" in make soak), else a moment.
func soakTime(t *testing.T) time.Duration {
	s := os.Getenv("OPENUPR_SOAK")
	if s == "" {
		return 1500 * time.Millisecond
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const people = 50

// TestFiftyPeopleEditAtOnce lets fifty people save the same few things as fast as they can, on one program with SQLite and
// on two programs that share a PostgreSQL. Each save either is in the history on top of the very version that the person
// saw, or the person was told of the conflict; there is no other error, and the ledger verifies.
func TestFiftyPeopleEditAtOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		soak(t, store.Config{Dir: t.TempDir()}, 1)
	})
	t.Run("postgres", func(t *testing.T) {
		soak(t, store.Config{Dir: t.TempDir(), DSN: testpg.DSN(t)}, 2)
	})
}

func soak(t *testing.T, cfg store.Config, programs int) {
	var desks []*followup.Desk
	for range programs {
		st, err := store.Open(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		keeper, err := record.NewKeeper(t.Context(), st)
		if err != nil {
			t.Fatal(err)
		}
		desks = append(desks, &followup.Desk{Store: st, Keeper: followup.NewKeeper(st), Record: keeper, Now: time.Now})
	}
	w := newWorld(t, desks[0], 10)
	for _, d := range desks {
		d.Now = func() time.Time { return today.Time() }
	}
	coordinator := w.people["coordinator"]
	var measures []string
	for i := range 10 {
		measures = append(measures, w.id(desks[0].SaveMeasure(t.Context(), coordinator, ws, "", 0, plan.Measure{Title: names("Measure"), Kind: plan.LawMeasure, Recs: w.recs[i : i+1], Lead: w.bodies["justice"], Note: "0"})))
	}
	for _, d := range desks {
		if err := d.Keeper.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	var saved, conflicts, steps atomic.Int64
	var mu sync.Mutex
	done := map[string]string{} // by what the person wrote, the measure
	ctx, stop := context.WithTimeout(t.Context(), soakTime(t))
	defer stop()
	var wg sync.WaitGroup
	for n := range people {
		d := desks[n%len(desks)]
		p := account.Person{ID: fmt.Sprintf("p%d", n), Name: "A person", Seats: []account.Seat{{Workspace: ws, Role: account.Contributor, Body: w.bodies["justice"]}}}
		r := rand.New(rand.NewPCG(7, uint64(n)))
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				v, err := d.Keeper.Work(t.Context(), ws)
				if err != nil {
					t.Error(err)
					return
				}
				h, _ := v.Measures.Get(measures[r.IntN(len(measures))])
				m, mine := h.Thing, fmt.Sprintf("%s-%d", p.ID, i)
				m.Note = mine + " over " + first(m.Note)
				time.Sleep(time.Duration(r.IntN(3)) * time.Millisecond) // to look at the form
				_, err = d.SaveMeasure(t.Context(), p, ws, h.ID, h.Fact, m)
				switch {
				case err == nil:
					saved.Add(1)
					mu.Lock()
					done[mine] = h.ID
					mu.Unlock()
				case conflict(err):
					conflicts.Add(1)
				default:
					t.Errorf("a save: %v", err)
					return
				}
				if i%10 == 0 {
					if !aWhole(t, w, d, n, r) {
						return
					}
					steps.Add(1)
				}
			}
		})
	}
	wg.Wait()
	for _, d := range desks {
		if err := d.Keeper.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d saves, %d conflicts told, %d reports from draft to validated", saved.Load(), conflicts.Load(), steps.Load())
	if saved.Load() == 0 {
		t.Fatal("nobody saved anything")
	}
	chains(t, desks[0], measures, done)
	for i, d := range desks {
		followed, err := d.Keeper.Work(t.Context(), ws)
		if err != nil {
			t.Fatal(err)
		}
		sameAsLoaded(t, fmt.Sprint("program ", i), d, followed)
	}
	report, err := desks[0].Store.Verify(t.Context(), nil)
	if err != nil || report.Problem != nil {
		t.Errorf("the ledger: %+v %v", report, err)
	}
}

// aWhole takes a report from draft to validated, by two people.
func aWhole(t *testing.T, w *world, d *followup.Desk, n int, r *rand.Rand) bool {
	writer := account.Person{ID: fmt.Sprintf("p%d", n), Seats: []account.Seat{{Workspace: ws, Role: account.Contributor, Body: w.bodies["justice"]}}}
	validator := account.Person{ID: "v", Seats: []account.Seat{{Workspace: ws, Role: account.Validator, Body: w.bodies["justice"]}}}
	ctx := t.Context()
	version := func(id string) store.FactID {
		v, err := d.Keeper.Work(ctx, ws)
		if err != nil {
			t.Error(err)
			return 0
		}
		h, ok := v.Reports.Get(id)
		if !ok {
			t.Error("a report is gone")
			return 0
		}
		return h.Fact
	}
	id, err := d.SaveReport(ctx, writer, ws, "", 0, plan.Report{Rec: w.recs[r.IntN(len(w.recs))], Body: w.bodies["justice"], Status: plan.Ongoing, Texts: names("Begun"), Until: upr.Date{Year: 2027, Month: 1, Day: 1}})
	if err == nil {
		err = d.Submit(ctx, writer, ws, id, version(id))
	}
	if err == nil {
		err = d.Validate(ctx, validator, ws, id, version(id))
	}
	if err != nil {
		t.Errorf("a report of one person's own: %v", err)
	}
	return err == nil
}

func first(words string) string {
	one, _, _ := strings.Cut(words, " ")
	return one
}

// chains holds that each version of a measure was made over the version before it, and that every save that was said to be
// done is one of them.
func chains(t *testing.T, d *followup.Desk, measures []string, done map[string]string) {
	t.Helper()
	for _, id := range measures {
		var rows []store.Row
		for row, err := range d.Store.History(t.Context(), id) {
			if err != nil {
				t.Fatal(err)
			}
			rows = append(rows, row)
		}
		slices.SortFunc(rows, func(a, b store.Row) int { return cmp.Compare(a.Act, b.Act) }) // two programs give ids of their own
		last := ""
		for _, row := range rows {
			note := ""
			for _, f := range row.Fact.Fields {
				if f.Name == "note" {
					note = f.Value
				}
			}
			if _, over, ok := strings.Cut(note, " over "); ok && over != last {
				t.Errorf("measure %s: %q was saved over %q: an update is lost", id, note, last)
			}
			last = first(note)
			if done[last] == id {
				delete(done, last)
			}
		}
	}
	if len(done) > 0 {
		t.Errorf("%d saves were said to be done and are not in the history", len(done))
	}
}

// sameAsLoaded holds a view that followed the acts to one loaded afresh.
func sameAsLoaded(t testing.TB, name string, d *followup.Desk, followed *followup.View) {
	t.Helper()
	loaded, err := followup.NewKeeper(d.Store).At(t.Context(), ws, followed.Open, followed.Act)
	if err != nil {
		t.Fatal(err)
	}
	same(t, name+": measures", followed.Measures, loaded.Measures)
	same(t, name+": reports", followed.Reports, loaded.Reports)
	same(t, name+": assignments", followed.Assignments, loaded.Assignments)
	same(t, name+": assessments", followed.Assessments, loaded.Assessments)
	same(t, name+": evidence", followed.Evidence, loaded.Evidence)
	same(t, name+": bodies", followed.Bodies, loaded.Bodies)
}

func same[T any](t testing.TB, name string, a, b *followup.Table[*followup.Held[T]]) {
	t.Helper()
	x, y := map[string]*followup.Held[T]{}, map[string]*followup.Held[T]{}
	for k, v := range a.All() {
		x[k] = v
	}
	for k, v := range b.All() {
		y[k] = v
	}
	if d := diff.Diff(y, x); d != "" {
		t.Errorf("%s: as followed (+) and as loaded (-): %s", name, d)
	}
}
