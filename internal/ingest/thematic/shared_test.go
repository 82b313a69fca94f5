package thematic_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/document/plain"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

func open(t testing.TB, name string) *document.Document {
	t.Helper()
	b, err := os.ReadFile(shareddata.Data(t, "matrices", name))
	if err != nil {
		t.Fatal(err)
	}
	reader := docx.Read
	if strings.HasSuffix(name, ".txt") {
		reader = plain.Read
	}
	doc, err := reader(context.Background(), b, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// The counts are those of the data's README and of the handbook, sections 5.3 and 7.6.
func TestCountsOfRealLists(t *testing.T) {
	type counts struct {
		Review           string
		Session          int
		Symbol           string
		Supported, Noted int
		Pairs            int
		SDGs             bool
	}
	for name, want := range map[string]counts{
		"UPR20_Slovenia_ThematicList.docx":        {"SVN/2", 20, "A/HRC/28/15", 142, 21, 180, false},
		"UPR48_Slovenia_ThematicList.docx":        {"SVN/4", 48, "A/HRC/59/15", 217, 37, 262, true},
		"UPR31_China_Matrix_2018.docx":            {"CHN/3", 31, "A/HRC/40/6", 284, 62, 389, true},
		"UPR31_China_Matrix_2018_macroman_CR.txt": {"CHN/3", 31, "A/HRC/40/6", 284, 62, 389, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, open(t, name))
			got := counts{Review: r.Review.String(), Session: int(r.WGSession), Symbol: r.Symbol}
			for i, it := range r.Items {
				switch it.Position {
				case upr.Supported:
					got.Supported++
				case upr.Noted:
					got.Noted++
				}
				got.Pairs += it.Pairs()
				if err := it.Check(); err != nil || !it.Certain() || it.Sort != i+1 || !strings.HasSuffix(it.PositionSrc.Symbol, "/Add.1") {
					t.Errorf("item %s: %v, %v, source %v", it.ID, err, kinds(it.Questions), it.PositionSrc)
				}
			}
			for _, tag := range r.Tags {
				got.SDGs = got.SDGs || tag.Scheme == reading.SDG
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if len(r.Questions) > 0 {
				t.Errorf("asks %v", kinds(r.Questions))
			}
		})
	}
}

func TestOneMatrixInTwoFormats(t *testing.T) {
	word, text := read(t, open(t, "UPR31_China_Matrix_2018.docx")), read(t, open(t, "UPR31_China_Matrix_2018_macroman_CR.txt"))
	opts := cmp.Options{cmpopts.IgnoreFields(upr.Item{}, "Place"), cmpopts.IgnoreFields(upr.Source{}, "SHA256")}
	if diff := cmp.Diff(word.Items, text.Items, opts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(word.Tags, text.Tags); diff != "" {
		t.Error(diff)
	}
	for _, it := range word.Items {
		if it.ID == "UPR-CHN-C3-28.9" && len(it.Segments) != 6 {
			t.Errorf("28.9 holds %d texts, want 6", len(it.Segments))
		}
	}
}

// BenchmarkReadList reads a list of 254 items from its bytes; docx.BenchmarkUnzipAndScan is the floor.
func BenchmarkReadList(b *testing.B) {
	file, err := os.ReadFile(shareddata.Data(b, "matrices/UPR48_Slovenia_ThematicList.docx"))
	if err != nil {
		b.Fatal(err)
	}
	g := gazetteer.Default()
	b.ReportAllocs()
	for b.Loop() {
		doc, err := docx.Read(context.Background(), file, document.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := thematic.Read(context.Background(), doc, g); err != nil {
			b.Fatal(err)
		}
	}
}
