package ingest_test

import (
	"testing"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// french is the same report in another language of the United Nations.
func french(bytes string, items ...reading.Item) *ingest.Parsed {
	p := wgReport(bytes, items...)
	p.Reading.Lang = "fr"
	for i := range items {
		items[i].Texts[0].Lang = "fr"
	}
	return p
}

// TestTheSameReportInAnotherLanguageJoinsByNumber: its words become the items' words in that language; States and
// positions are not read twice, and it does not matter which language came first.
func TestTheSameReportInAnotherLanguageJoinsByNumber(t *testing.T) {
	docs := map[string]*ingest.Parsed{
		"en": wgReport("english", read(1, "Open a library", upr.Supported, "FJI"), read(2, "Plant trees", upr.Pending, "TCD")),
		"fr": french("french", read(1, "Ouvrir une bibliothèque", upr.Supported, "FJI"), read(2, "Planter des arbres", upr.Pending, "TCD")),
		"es": french("spanish", read(1, "Abrir una biblioteca", upr.Supported, "FJI"), read(2, "Plantar árboles", upr.Pending, "TCD")),
	}
	docs["es"].Reading.Lang = "es"
	for i := range docs["es"].Reading.Items {
		docs["es"].Reading.Items[i].Texts[0].Lang = "es"
	}
	var first *record.Review
	for _, order := range permutations([]string{"en", "fr", "es"}) {
		d := newDesk(t)
		for _, lang := range order {
			d.bring(t, docs[lang])
		}
		for _, lang := range order {
			if plan := d.bring(t, docs[lang]); !plan.Nothing() {
				t.Errorf("%v: the report in %s again adds %d and ends %d facts", order, lang, len(plan.Add), len(plan.End))
			}
		}
		r := d.review(t, kaz)
		it, _ := r.Item(id(1))
		if len(it.Texts) != 3 || it.Texts[0].Words != "Open a library" || it.Texts[0].Origin != upr.Authentic || len(it.Events) != 1 || len(it.Segments) != 1 {
			t.Errorf("%v: %+v", order, it)
		}
		if len(r.Units) != 1 || len(r.Documents) != 3 || r.Pairs.Received() != 2 {
			t.Errorf("%v: %d units, %d documents, %d pairs", order, len(r.Units), len(r.Documents), r.Pairs.Received())
		}
		if first == nil {
			first = r
		} else {
			same(t, "the review in another order", first, r, content)
		}
		d.verify(t)
	}
}
