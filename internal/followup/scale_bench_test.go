package followup_test

import (
	"os"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/testplan"
	"github.com/openupr/openupr/internal/upr/plan"
)

// sizes are those measured: the large one only where somebody has time (make bench).
func sizes() map[string]testplan.Size {
	out := map[string]testplan.Size{"small": testplan.Small}
	if os.Getenv("OPENUPR_SCALE") != "" {
		out["large"] = testplan.Large
	}
	return out
}

func filled(b *testing.B, size testplan.Size) (*followup.Desk, testplan.Plan) {
	d := desk(b)
	p := testplan.Fill(b, d.Store, ws, size)
	var err error
	if d.Record, err = record.NewKeeper(b.Context(), d.Store); err != nil {
		b.Fatal(err)
	}
	d.Now = func() time.Time { return today.Time() }
	return d, p
}

// BenchmarkWorkspace times what pages ask of a workspace, and a save in it.
func BenchmarkWorkspace(b *testing.B) {
	who := account.Person{ID: "a", Seats: []account.Seat{{Workspace: ws, Role: account.Coordinator}}}
	for name, size := range sizes() {
		d, p := filled(b, size)
		began := time.Now()
		v, err := d.Keeper.Work(b.Context(), ws)
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%s loads in %s", name, time.Since(began))
		must := func(b *testing.B, err error) {
			if err != nil {
				b.Fatal(err)
			}
		}
		b.Run("find/"+name, func(b *testing.B) {
			q := followup.ParseQuery(map[string][]string{"position": {"noted"}, "overdue": {"yes"}})
			for b.Loop() {
				_, err := d.Find(b.Context(), who, ws, q)
				must(b, err)
			}
		})
		b.Run("find all/"+name, func(b *testing.B) {
			for b.Loop() {
				_, err := d.Find(b.Context(), who, ws, followup.Query{})
				must(b, err)
			}
		})
		b.Run("lists/"+name, func(b *testing.B) {
			for b.Loop() {
				_, err := d.Lists(b.Context(), who, ws, today)
				must(b, err)
			}
		})
		b.Run("save/"+name, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				v, _ = d.Keeper.Work(b.Context(), ws)
				h, _ := v.Measures.Get(p.Measures[n%len(p.Measures)])
				m := h.Thing
				m.Title = plan.Names{{Lang: "en", Words: m.Title[0].Words + "."}}
				_, err := d.SaveMeasure(b.Context(), who, ws, h.ID, h.Fact, m)
				must(b, err)
			}
		})
	}
}
