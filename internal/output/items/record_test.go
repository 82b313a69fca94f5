package items_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
)

// TestWhatIsExportedIsWhatWasParsed: an item that was certain leaves the record with the fields that parse printed for it,
// and with the history of its position.
func TestWhatIsExportedIsWhatWasParsed(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	}()
	all, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	p, err := ingest.NewParser().Parse(ctx, ingest.NewFile(all[0].Name, all[0].Bytes))
	if err != nil {
		t.Fatal(err)
	}
	v, err := record.Load(ctx, st, 0)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := ingest.Prepare(ctx, st, v, p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ingest.Apply(ctx, st, folder, plan, ingest.ActImport, ingest.Who{Role: "editor"}); err != nil {
		t.Fatal(err)
	}
	if v, err = record.Load(ctx, st, 0); err != nil {
		t.Fatal(err)
	}
	r, ok := v.Review(reference.SampleReview())
	if !ok {
		t.Fatal("nothing was brought")
	}
	var printed, exported []items.Row
	for _, row := range items.FromParsed(p) {
		if len(row.Questions) == 0 {
			printed = append(printed, row)
		}
	}
	for _, it := range r.Items {
		row := items.FromRecord(r, it)
		if len(row.Events) != 1 || string(row.Events[0].Value) != row.Position || row.Events[0].Act != 1 || row.Events[0].Date == "" {
			t.Errorf("%s: positions %+v", row.Permanent, row.Events)
		}
		exported = append(exported, row)
	}
	if d := cmp.Diff(printed, exported, cmpopts.IgnoreFields(items.Row{}, "Events")); d != "" {
		t.Errorf("(-parsed +exported):\n%s", d)
	}
}
