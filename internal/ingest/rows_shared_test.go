package ingest_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// TestSharedRowsMeetTheirItems measures matching on all shared reports and rows: how many rows met an item, that none met
// one of another State or review, and, as a check that words alone cannot fool, how often UPR Info's response agrees with
// the position that the report itself gives to the item. docs/accuracy.md tells the figures.
func TestSharedRowsMeetTheirItems(t *testing.T) {
	d := newDesk(t)
	reports, err := filepath.Glob(shareddata.Data(t, "wg-reports", "pdf", "*.pdf"))
	if err != nil || len(reports) < 40 {
		t.Fatal("no shared reports", err)
	}
	seen := map[string]bool{}
	for _, path := range reports {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if f := ingest.NewFile(path, b); !seen[f.SHA256] { // one report lies there twice
			seen[f.SHA256] = true
			d.importFile(t, filepath.Base(path), b)
		}
	}
	for _, name := range append(slices.Clone(sharedTables), "uprinfo_KAZ_session20_extract_utf8.csv") {
		b, err := os.ReadFile(shareddata.Data(t, "bulk", name))
		if err != nil {
			t.Fatal(err)
		}
		d.bringRows(t, b)
	}
	var rows, met, held, final, agree, provisional int
	waits := map[string]int{}
	for _, r := range d.keeper.View().Reviews() {
		provisional += len(r.Provisional)
		if len(r.Items) > 0 && len(r.Provisional) > 0 {
			t.Errorf("%s has items and provisional ones", r.ID)
		}
		if len(r.Items) == 0 {
			continue
		}
		for _, e := range r.Entries {
			for _, by := range e.By {
				rows++
				m, ok := e.MetBy(by.State)
				if !ok {
					waits[e.Waits]++
					continue
				}
				met++
				if m.Held {
					held++
					continue
				}
				it, ok := r.Item(m.Item)
				if !ok || m.Segment < 1 || m.Segment > len(it.Segments) || !slices.Contains(it.Segments[m.Segment-1].States(), by.State) {
					t.Fatalf("%s: the row of %s met %s, segment %d, which is not its own", e.Subject, by.State, m.Item, m.Segment)
				}
				if p := upr.Current(it.Events, upr.Date{}); p.Final() {
					final++
					if p == e.Position {
						agree++
					}
				}
			}
		}
	}
	share := float64(met) / float64(rows)
	agreement := float64(agree) / float64(final)
	t.Logf("%d rows whose report is at hand, %d met (%.4f), %d of them an item that waits itself; the others wait: %v", rows, met, share, held, waits)
	t.Logf("of %d items with a final position in the report, %.4f have it at UPR Info too; %d provisional items", final, agreement, provisional)
	if rows < 4000 || share < 0.99 {
		t.Errorf("%.4f of %d rows met an item", share, rows)
	}
	if agreement < 0.97 {
		t.Errorf("UPR Info's response agrees with the report's position in %.4f", agreement)
	}
	if want := slices.Sorted(maps.Keys(waits)); slices.Contains(want, "") {
		t.Error("a row that met nothing does not say why")
	}
}
