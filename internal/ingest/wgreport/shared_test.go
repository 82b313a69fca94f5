package wgreport_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

func readShared(t testing.TB, path string) *reading.Reading {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := pdf.Read(context.Background(), b, document.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return read(t, d)
}

// Counts that the documents themselves and the Council's records give; none may move.
func TestSharedReportsHaveTheirOfficialCounts(t *testing.T) {
	for path, c := range map[string]struct {
		review    upr.ReviewID
		lists     map[int]int // items by paragraph
		pairs     int         // 0: not known
		supported int
		noted     int
		pending   int
	}{
		"pdf/kazakhstan2014.pdf":          {kaz2, map[int]int{124: 47, 125: 96, 126: 51}, 198, 143, 51, 0},
		"slovenia/A_HRC_28_15_report.pdf": {upr.ReviewID{State: "SVN", Cycle: 2}, map[int]int{115: 163}, 0, 0, 0, 163},
		"slovenia/A_HRC_59_15_report.pdf": {upr.ReviewID{State: "SVN", Cycle: 4}, map[int]int{140: 254}, 262, 0, 0, 254},
		"pdf/nigeria2013.pdf":             {upr.ReviewID{State: "NGA", Cycle: 2}, nil, 219, 175, 10, 34},
		"pdf/gabon2012.pdf":               {upr.ReviewID{State: "GAB", Cycle: 2}, nil, 115, 105, 10, 0},
	} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			r := readShared(t, shareddata.Data(t, "wg-reports", filepath.FromSlash(path)))
			got, pairs := upr.Count{Unit: upr.UnitItem}, 0
			lists := map[int]int{}
			for _, it := range r.Items {
				got.Add(it.Position, 1)
				pairs += it.Pairs()
				lists[it.Paragraph]++
			}
			if r.Review != c.review {
				t.Errorf("review %v, want %v", r.Review, c.review)
			}
			if got.Supported != c.supported || got.Noted != c.noted || got.Pending != c.pending || got.Unclear != 0 {
				t.Errorf("positions %+v, want %d supported, %d noted, %d pending", got, c.supported, c.noted, c.pending)
			}
			if c.pairs > 0 && pairs != c.pairs {
				t.Errorf("%d pairs, want %d", pairs, c.pairs)
			}
			for p, n := range c.lists {
				if lists[p] != n {
					t.Errorf("paragraph %d has %d items, want %d", p, lists[p], n)
				}
			}
			for i, it := range r.Items {
				if it.Page == 0 || it.Place == "" || it.Label == "" || it.Sort != i+1 || it.Symbol != r.Symbol {
					t.Errorf("item %s lacks provenance: %+v", it.ID, it.Item)
				}
			}
		})
	}
}

// Questions are for where the grammar is unsure: not more than one for a hundred items over all shared reports.
func TestSharedReportsRaiseFewQuestions(t *testing.T) {
	files, err := filepath.Glob(shareddata.Data(t, "wg-reports", "pdf", "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no shared reports: %v", err)
	}
	items, questions := 0, 0
	seen := map[string]bool{}
	for _, f := range files {
		r := readShared(t, f)
		if seen[r.Symbol] {
			continue
		}
		seen[r.Symbol] = true
		items += len(r.Items)
		questions += len(r.Questions)
		for _, it := range r.Items {
			questions += len(it.Questions)
		}
	}
	t.Logf("%d questions on %d items of %d reports", questions, items, len(seen))
	if questions*100 > items {
		t.Errorf("%d questions on %d items", questions, items)
	}
}
