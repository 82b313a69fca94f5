package sample_test

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/upr"
)

func itoa(n int) string { return strconv.Itoa(n) }

func files(t *testing.T) []sample.File {
	t.Helper()
	f, err := sample.Files()
	if err != nil {
		t.Fatal(err)
	}
	if len(f) != 3 {
		t.Fatalf("%d files", len(f))
	}
	return f
}

// read is a document of the sample as the program's own reader sees it.
func read(t *testing.T, f sample.File) *document.Document {
	t.Helper()
	doc, err := docx.Read(context.Background(), f.Bytes, document.DefaultLimits())
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return doc
}

func TestTheSampleHasTheSameBytesEveryTime(t *testing.T) {
	a, b := files(t), files(t)
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Bytes, b[i].Bytes) {
			t.Errorf("%s differs from run to run", a[i].Name)
		}
	}
}

func TestTheSampleSaysThatItIsInvented(t *testing.T) {
	for _, f := range files(t) {
		if all := strings.Join(read(t, f).Running, "\n"); !strings.Contains(all, "not a document of the United Nations") {
			t.Errorf("%s does not say so on its pages: %q", f.Name, all)
		}
	}
}

func TestTheReportIsReadLikeAnyReport(t *testing.T) {
	doc := read(t, files(t)[0])
	if !wgreport.Detect(doc) {
		t.Fatal("not taken for a report of the Working Group")
	}
	r, err := wgreport.Read(context.Background(), doc, gazetteer.WithInvented())
	if err != nil {
		t.Fatal(err)
	}
	if r.Review != reference.SampleReview() || r.Symbol != sample.Symbol || r.WGSession != 48 || r.HRCSession != 59 || r.ReviewDate.String() != "2025-01-24" {
		t.Errorf("read as %s of %s, session %d/%d, %s", r.Symbol, r.Review, r.WGSession, r.HRCSession, r.ReviewDate)
	}
	c := upr.Count{Unit: upr.UnitItem}
	for _, it := range r.Items {
		c.Add(it.Position, 1)
		if err := it.Check(); err != nil {
			t.Error(err)
		}
		for _, s := range it.States() {
			if !reference.IsInvented(s) {
				t.Errorf("%s is made by a real State, %s", it.ID, s)
			}
		}
		if (len(it.States()) == 0) != (it.ID == "UPR-ZZV-C4-28.9") {
			t.Errorf("%s has States %v", it.ID, it.States())
		}
	}
	if want := (upr.Count{Unit: upr.UnitItem, Supported: 28, Noted: 7, Pending: 26}); c != want {
		t.Errorf("counted %+v, want %+v", c, want)
	}
	asked(t, r, map[upr.ItemID]string{"UPR-ZZV-C4-28.9": "state-unknown", "UPR-ZZV-C4-28.14": "label-mistyped"})
	if len(r.Pledges) != 3 {
		t.Errorf("%d pledges, want 3", len(r.Pledges))
	}
	detail(t, r)
}

// asked checks that exactly these questions are asked.
func asked(t *testing.T, r *reading.Reading, want map[upr.ItemID]string) {
	t.Helper()
	for _, q := range r.Questions {
		t.Errorf("%s asks %s %v", r.Kind, q.Kind, q.Detail)
	}
	for _, it := range r.Items {
		for _, q := range it.Questions {
			if want[it.ID] != q.Kind {
				t.Errorf("%s asks %s %v", it.ID, q.Kind, q.Detail)
			}
			delete(want, it.ID)
		}
	}
	for id, kind := range want {
		t.Errorf("nothing asks %s of %s", kind, id)
	}
}

// detail looks at the items that show something special.
func detail(t *testing.T, r *reading.Reading) {
	t.Helper()
	by := map[upr.ItemID]reading.Item{}
	for _, it := range r.Items {
		by[it.ID] = it
	}
	if it := by["UPR-ZZV-C4-26.6"]; len(it.Segments) != 2 || it.Segments[1].States()[0] != "ZZK" {
		t.Errorf("two segments: %+v", it.Segments)
	}
	if it := by["UPR-ZZV-C4-26.8"]; len(it.Segments) != 1 || len(it.States()) != 3 {
		t.Errorf("three States with a nested bracket: %v", it.States())
	}
	if it := by["UPR-ZZV-C4-26.16"]; it.Delivered == "" {
		t.Error("the words as read in the room are lost")
	}
	if it := by["UPR-ZZV-C4-26.18"]; len(it.Segments) != 1 {
		t.Errorf("a text with semicolons became %d segments", len(it.Segments))
	}
	if it := by["UPR-ZZV-C4-27.1"]; it.Claim != upr.ImplementedOrOngoing || it.Position != upr.Supported {
		t.Errorf("claim %q, position %q", it.Claim, it.Position)
	}
}

func TestTheAddendumAnswersAllThatWasPending(t *testing.T) {
	all := files(t)
	report, err := wgreport.Read(context.Background(), read(t, all[0]), gazetteer.WithInvented())
	if err != nil {
		t.Fatal(err)
	}
	var known []upr.ItemID
	pending := map[upr.ItemID]bool{}
	for _, it := range report.Items {
		if it.Position == upr.Pending {
			known = append(known, it.ID)
			pending[it.ID] = true
		}
	}
	doc := read(t, all[1])
	if !addendum.Detect(doc) || wgreport.Detect(doc) {
		t.Fatal("not taken for an addendum")
	}
	for name, items := range map[string][]upr.ItemID{"alone": nil, "with the report": known} {
		r, err := addendum.Read(context.Background(), doc, gazetteer.WithInvented(), items)
		if err != nil {
			t.Fatal(err)
		}
		if r.Review != reference.SampleReview() || r.Symbol != sample.Symbol+"/Add.1" {
			t.Errorf("%s: read as %s of %s", name, r.Symbol, r.Review)
		}
		c := upr.Count{Unit: upr.UnitItem}
		for _, e := range r.Events {
			c.Add(e.Value, 1)
			if !pending[e.Item] {
				t.Errorf("%s: %s was not pending", name, e.Item)
			}
		}
		if want := (upr.Count{Unit: upr.UnitItem, Supported: 19, Noted: 7}); c != want {
			t.Errorf("%s: counted %+v, want %+v", name, c, want)
		}
		asked(t, r, map[upr.ItemID]string{})
	}
}

func TestTheListIsReadLikeAnyList(t *testing.T) {
	doc := read(t, files(t)[2])
	if !thematic.Detect(doc) {
		t.Fatal("not taken for a list by theme")
	}
	r, err := thematic.Read(context.Background(), doc, gazetteer.WithInvented())
	if err != nil {
		t.Fatal(err)
	}
	if r.Review != reference.SampleReview() {
		t.Errorf("read as a list of %s", r.Review)
	}
	c := upr.Count{Unit: upr.UnitItem}
	for _, it := range r.Items {
		c.Add(it.Position, 1)
	}
	if want := (upr.Count{Unit: upr.UnitItem, Supported: 47, Noted: 14}); c != want {
		t.Errorf("counted %+v, want %+v", c, want)
	}
	asked(t, r, map[upr.ItemID]string{})
	if len(r.Tags) < 3*61 {
		t.Errorf("%d tags", len(r.Tags))
	}
}
