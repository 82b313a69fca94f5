package wgreport_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// front is the title page and introduction of an invented report in the standing form.
var front = []string{
	"A/HRC/28/99", "United Nations", "General Assembly", "Distr.: General", "10 December 2014", "Original: English",
	"Human Rights Council", "Twenty-eighth session", "Agenda item 6", "Universal Periodic Review",
	"Report of the Working Group on the Universal Periodic", "Review*", "Kazakhstan",
	"* The annex to the present report is circulated as received.",
	"Contents", "Conclusions and/or recommendations ........................ 124–127 14",
	"Introduction",
	"1. The Working Group on the Universal Periodic Review, established in accordance with",
	"Human Rights Council resolution 5/1, held its twentieth session from 27 October to 7 November 2014. The review of",
	"Kazakhstan was held at the 7th meeting, on 30 October 2014.",
	"2. On 15 January 2014, the Council selected the troika.",
	"I. Summary of the proceedings of the review process",
}

const disclaimer = "All conclusions and/or recommendations contained in the present report reflect the position of the submitting State(s) and/or the State under review."

// doc makes a document of lines, twenty to a page.
func doc(lines ...string) *document.Document {
	d := &document.Document{Format: document.PDF, Extractor: "test/1", SHA256: "00", Running: []string{"A/HRC/28/99"}}
	for i, l := range lines {
		d.Blocks = append(d.Blocks, document.Block{Text: l, Page: i/20 + 1, Index: i%20 + 1})
	}
	d.Pages = len(lines)/20 + 1
	return d
}

// report is an invented report with the given lines in section II.
func report(section ...string) *document.Document {
	lines := append([]string{}, front...)
	lines = append(lines, "II. Conclusions and/or recommendations**")
	lines = append(lines, section...)
	return doc(lines...)
}

func read(t testing.TB, d *document.Document) *reading.Reading {
	t.Helper()
	r, err := wgreport.Read(context.Background(), d, gazetteer.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range r.Items {
		if err := it.Check(); err != nil {
			t.Error(err)
		}
	}
	return r
}

// summary writes the items of a reading on one line each: address, position, claim, pairs.
func summary(r *reading.Reading) []string {
	var out []string
	for _, it := range r.Items {
		s := fmt.Sprintf("%d.%s %s", it.Paragraph, it.Number, it.Position)
		if it.Claim != "" {
			s += " " + string(it.Claim)
		}
		for _, seg := range it.Segments {
			var by []string
			for _, st := range seg.States() {
				by = append(by, string(st))
			}
			s += " | " + seg.Words + " " + strings.Join(by, ",")
		}
		for _, q := range it.Questions {
			s += " ?" + q.Kind
		}
		out = append(out, s)
	}
	return out
}

func questions(r *reading.Reading) []string {
	var out []string
	for _, q := range r.Questions {
		out = append(out, q.Kind)
	}
	return out
}

func contains(s, part string) bool { return strings.Contains(s, part) }

func itoa(n int) string { return strconv.Itoa(n) }

var kaz2 = upr.ReviewID{State: "KAZ", Cycle: 2}
