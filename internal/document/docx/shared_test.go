package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"os"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/shareddata"
)

func TestRealFiles(t *testing.T) {
	for file, want := range map[string]struct{ rows, paragraphs, labels int }{
		"matrices/UPR20_Slovenia_ThematicList.docx":                    {201, 0, 0},
		"matrices/UPR48_Slovenia_ThematicList.docx":                    {308, 0, 0},
		"matrices/UPR31_China_Matrix_2018.docx":                        {411, 0, 0},
		"wg-reports/slovenia/AdvancedQuestionsSlovenia.doc":            {0, 20, 15}, // a DOCX under an old name
		"wg-reports/slovenia/UPR-wg48-Advance-Questions-Slovenia.docx": {0, 31, 22},
	} {
		b, err := os.ReadFile(shareddata.Data(t, file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := docx.Read(context.Background(), b, document.Limits{})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		var rows, paragraphs, labels int
		for _, b := range doc.Blocks {
			if b.Kind == document.Row {
				rows++
			} else {
				paragraphs++
			}
			if b.Label != "" {
				labels++
			}
		}
		if rows != want.rows || paragraphs != want.paragraphs || labels != want.labels {
			t.Errorf("%s: %d rows, %d paragraphs, %d numbered; want %+v", file, rows, paragraphs, labels, want)
		}
	}
}

// BenchmarkRead reads the list of a review of cycle 4 with 254 items. BenchmarkUnzipAndScan is the floor to compare
// with: the same file unzipped and its main part read once as XML tokens.
func BenchmarkRead(b *testing.B) {
	file := realList(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := docx.Read(context.Background(), file, document.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnzipAndScan(b *testing.B) {
	file := realList(b)
	b.ReportAllocs()
	for b.Loop() {
		zr, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			b.Fatal(err)
		}
		rc, err := zr.Open("word/document.xml")
		if err != nil {
			b.Fatal(err)
		}
		dec := xml.NewDecoder(rc)
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
		rc.Close()
	}
}

func realList(b *testing.B) []byte {
	file, err := os.ReadFile(shareddata.Data(b, "matrices/UPR48_Slovenia_ThematicList.docx"))
	if err != nil {
		b.Fatal(err)
	}
	return file
}
