package addendum_test

import (
	"context"
	"os"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

func readPDF(t *testing.T, path string) *document.Document {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := pdf.Read(context.Background(), b, document.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func pending(t *testing.T, r *reading.Reading) []upr.ItemID {
	t.Helper()
	var out []upr.ItemID
	for _, it := range r.Items {
		if it.Position == upr.Pending {
			out = append(out, it.ID)
		}
	}
	return out
}

func count(r *reading.Reading) upr.Count {
	c := upr.Count{Unit: upr.UnitItem}
	for _, e := range r.Events {
		c.Add(e.Value, 1)
	}
	return c
}

// The counts are those that the Council's documents and the list of the High Commissioner's Office give (A/HRC/28/15 and
// A/HRC/59/15 with their addenda).
func TestSharedAddendaAnswerEveryItem(t *testing.T) {
	for name, c := range map[string]struct {
		report, add        string
		pending            int
		supported, noted   int
		questions, tallies int
	}{
		"numbers without their paragraph": {"A_HRC_28_15_report.pdf", "A_HRC_28_15_Add.1.pdf", 163, 142, 21, 0, 1},
		"dotted numbers with slips":       {"A_HRC_59_15_report.pdf", "A_HRC_59_15_Add.1.pdf", 254, 217, 37, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			g := gazetteer.Default()
			report, err := wgreport.Read(context.Background(), readPDF(t, shareddata.Data(t, "wg-reports", "slovenia", c.report)), g)
			if err != nil {
				t.Fatal(err)
			}
			known := pending(t, report)
			if len(known) != c.pending {
				t.Errorf("report leaves %d items pending, want %d", len(known), c.pending)
			}
			r, err := addendum.Read(context.Background(), readPDF(t, shareddata.Data(t, "wg-reports", "slovenia", c.add)), g, known)
			if err != nil {
				t.Fatal(err)
			}
			if got := count(r); got.Supported != c.supported || got.Noted != c.noted || got.Unclear+got.Pending > 0 {
				t.Errorf("got %d supported, %d noted, %d unclear; want %d and %d", got.Supported, got.Noted, got.Unclear, c.supported, c.noted)
			}
			if len(r.Questions) != c.questions {
				t.Errorf("questions: %+v", r.Questions)
			}
			if len(r.Tallies) != c.tallies || r.Tallies[0].Received != c.pending {
				t.Errorf("tallies: %+v", r.Tallies)
			}
			if len(r.Comments) == 0 {
				t.Error("no comments read")
			}
			if r.Review != report.Review {
				t.Errorf("review %v, want %v", r.Review, report.Review)
			}
			for _, e := range r.Events {
				if err := e.Check(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}
