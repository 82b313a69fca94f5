package ingest_test

import (
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
)

// A base document says its own symbol and may cite those of earlier cycles; what cites several of one review, as a report
// does whose grammar could not be recognised, is not silently filed as one of them.
func TestWhatCitesTheBaseDocumentsIsNoneOfThem(t *testing.T) {
	p := ingest.Parser{}
	own, err := p.Parse(t.Context(), ingest.NewFile("a.txt", []byte("A/HRC/WG.6/48/SVN/1\nNational report\nThe first report (A/HRC/WG.6/7/SVN/1) said otherwise.\n")))
	if err != nil || own.Reading.Kind != reading.NationalReport || own.Reading.Review.String() != "SVN/4" {
		t.Errorf("its own symbol is read as %+v, %v", own, err)
	}
	_, err = p.Parse(t.Context(), ingest.NewFile("b.txt", []byte("The review was based on:\n(a) A/HRC/WG.6/48/SVN/1;\n(b) A/HRC/WG.6/48/SVN/2;\n(c) A/HRC/WG.6/48/SVN/3.\n")))
	if r, ok := document.AsRefused(err); !ok || r.Code != document.NotExpected {
		t.Errorf("what cites all three is answered with %v", err)
	}
}
