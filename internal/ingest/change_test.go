package ingest_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// edited is a Word file in whose body a text run is marked as inserted by somebody who kept track of changes.
func edited(t *testing.T, file []byte, words string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == "word/document.xml" {
			content = insertion(t, string(content), words)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// insertion puts the run that holds words into a w:ins.
func insertion(t *testing.T, xml, words string) []byte {
	t.Helper()
	at := strings.Index(xml, words)
	if at < 0 {
		t.Fatalf("no %q in the file", words)
	}
	begin, end := strings.LastIndex(xml[:at], "<w:r>"), at+strings.Index(xml[at:], "</w:r>")+len("</w:r>")
	if begin < 0 {
		t.Fatal("no run around the words")
	}
	return []byte(xml[:begin] + `<w:ins w:id="7" w:author="Somebody" w:date="2026-01-01T00:00:00Z">` + xml[begin:end] + `</w:ins>` + xml[end:])
}

// TestATrackedChangeInSectionTwoIsAsked: the text stands as accepted, and a person says whether it was. A change elsewhere
// in the report does not touch any item.
func TestATrackedChangeInSectionTwoIsAsked(t *testing.T) {
	f := samples(t)[reading.WGReport]
	for name, c := range map[string]struct {
		words string
		asked func(it reading.Item) bool
	}{
		"in an item":         {"Register every birth free of charge", func(it reading.Item) bool { return it.ID == upr.ItemID("UPR-ZZV-C4-26.13") }},
		"in a lead sentence": {"did not enjoy the support of Velmora", func(it reading.Item) bool { return it.Paragraph == 29 }},
		"in section I":       {"praised the hearings held before", func(reading.Item) bool { return false }},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := ingest.NewParser().Parse(t.Context(), ingest.NewFile(f.Name, edited(t, f.Bytes, c.words)))
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Reading.Items) != 61 {
				t.Fatalf("%d items: the text does not stand as accepted", len(p.Reading.Items))
			}
			for _, it := range p.Reading.Items {
				got := false
				for _, q := range it.Questions {
					got = got || q.Kind == "tracked-change"
				}
				if got != c.asked(it) {
					t.Errorf("%s is asked about: %v", it.ID, got)
				}
			}
		})
	}
}

// TestATrackedChangeInTheViewsIsAsked: a number that somebody put in could move a position.
func TestATrackedChangeInTheViewsIsAsked(t *testing.T) {
	f := samples(t)[reading.Addendum]
	p, err := ingest.NewParser().Parse(t.Context(), ingest.NewFile(f.Name, edited(t, f.Bytes, "Velmora notes the following recommendations")))
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Reading.Events) == 0 || len(p.Reading.Questions) != 1 || p.Reading.Questions[0].Kind != "tracked-change" || p.Reading.Questions[0].Place == "" {
		t.Errorf("%d positions, questions %+v", len(p.Reading.Events), p.Reading.Questions)
	}
}

// TestATrackedChangeInAListIsAsked: in a table it is the row that carries it.
func TestATrackedChangeInAListIsAsked(t *testing.T) {
	f := samples(t)[reading.ThematicList]
	p, err := ingest.NewParser().Parse(t.Context(), ingest.NewFile(f.Name, edited(t, f.Bytes, "Register every birth free of charge")))
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range p.Reading.Items {
		if got := len(it.Questions) > 0; got != (it.ID == "UPR-ZZV-C4-26.13") {
			t.Errorf("%s: %+v", it.ID, it.Questions)
		}
	}
}
