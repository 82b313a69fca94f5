package items_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

var kaz = upr.ReviewID{State: "KAZ", Cycle: 9}

func printer(t *testing.T, lang i18n.Lang) i18n.Printer {
	t.Helper()
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat.Printer(lang)
}

func item(n string, words string, by ...upr.State) reading.Item {
	it := reading.Item{Position: upr.Pending, PositionRaw: "The following recommendations", Item: upr.Item{ID: upr.NewItemID(kaz, 124, n), Review: kaz, Symbol: "A/HRC/99/7", Paragraph: 124, Number: n, Label: "124." + n + ".", Page: 12, Place: "p. 12, l. 3",
		Texts: []upr.Text{{Lang: "en", Words: words, Origin: upr.Authentic}}}}
	s := upr.Segment{N: 1, Words: words}
	for _, b := range by {
		s.By = append(s.By, upr.Attribution{State: b, Printed: string(b)})
	}
	it.Segments = []upr.Segment{s}
	return it
}

func parsed(r reading.Reading) *ingest.Parsed {
	f := ingest.NewFile("report.docx", []byte("bytes"))
	r.Review, r.Symbol, r.WGSession, r.Grammar = kaz, "A/HRC/99/7", 99, "wgreport/1"
	return &ingest.Parsed{File: f, Doc: &document.Document{Extractor: "openupr-docx/1", SHA256: f.SHA256}, Reading: &r}
}

func lines(t *testing.T, rows []items.Row) []map[string]any {
	t.Helper()
	var b bytes.Buffer
	if err := items.WriteNDJSON(&b, rows); err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	for _, l := range strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n") {
		var o map[string]any
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			t.Fatalf("%v in %q", err, l)
		}
		out = append(out, o)
	}
	return out
}

func TestAnItemHasThePromisedForm(t *testing.T) {
	asked := item("27", "Keep <b>trees</b> & wells", "FJI", "TCD")
	asked.Questions = []reading.Question{{Kind: "brackets", Place: "p. 12, l. 4", Detail: map[string]string{"name": "x"}}}
	asked.Claim = upr.Ongoing
	got := lines(t, items.FromParsed(parsed(reading.Reading{Kind: reading.WGReport, Items: []reading.Item{asked}})))
	want := map[string]any{
		"symbol": "A/HRC/99/7", "state": "KAZ", "cycle": 9.0, "wg_session": 99.0, "paragraph": 124.0, "number": 27.0, "id": "124.27", "permanent_id": "UPR-KAZ-C9-124.27",
		"label": "124.27.", "page": 12.0, "place": "p. 12, l. 3", "text": "Keep <b>trees</b> & wells", "lang": "en",
		"segments": []any{map[string]any{"text": "Keep <b>trees</b> & wells", "states": []any{"FJI", "TCD"}}}, "position": "pending",
		"position_raw": "The following recommendations", "claim": "ongoing",
		"questions": []any{map[string]any{"kind": "brackets", "place": "p. 12, l. 4", "detail": map[string]any{"name": "x"}}},
		"source":    map[string]any{"file": "report.docx", "sha256": ingest.NewFile("", []byte("bytes")).SHA256, "extractor": "openupr-docx/1", "grammar": "wgreport/1"},
	}
	if d := cmp.Diff([]map[string]any{want}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatADocumentHasNotIsNullOrEmpty(t *testing.T) {
	bare := item("b", "Plant trees")
	bare.Page, bare.Segments = 0, nil
	o := lines(t, items.FromParsed(parsed(reading.Reading{Kind: reading.WGReport, Items: []reading.Item{bare}})))[0]
	for name, want := range map[string]any{"page": nil, "number": "b", "id": "124.b", "segments": []any{}, "questions": []any{}} {
		if d := cmp.Diff(want, o[name]); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	none := items.Row{Segments: []items.Segment{{Text: "x", States: []upr.State{}}}}
	b, err := json.Marshal(none)
	if err != nil || !strings.Contains(string(b), `"paragraph":null,"number":null`) || !strings.Contains(string(b), `"states":[]`) {
		t.Errorf("%s %v", b, err)
	}
}

func TestAnswersByNumberAreRowsWithoutWords(t *testing.T) {
	id := upr.NewItemID(kaz, 124, "3")
	r := reading.Reading{Kind: reading.Addendum, Events: []upr.PositionEvent{{Item: id, Stage: upr.StageAddendum, Value: upr.Noted, Raw: "notes", Source: upr.Source{Para: "4", Page: 2}}, {Item: "nonsense"}},
		Questions: []reading.Question{{Kind: "twice", Item: id}, {Kind: "no-positions"}}}
	got := lines(t, items.FromParsed(parsed(r)))
	if len(got) != 1 {
		t.Fatalf("%d rows", len(got))
	}
	for name, want := range map[string]any{"id": "124.3", "text": "", "position": "noted", "position_raw": "notes", "page": 2.0, "segments": []any{}, "questions": []any{map[string]any{"kind": "twice", "place": ""}}} {
		if d := cmp.Diff(want, got[0][name]); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// TestWordsComeThroughEveryFormat: what stands in an item is what a spreadsheet and a program read, in every language, and
// no cell is a formula.
func TestWordsComeThroughEveryFormat(t *testing.T) {
	say := printer(t, i18n.English)
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab Zқ“’é,;\"'\t=+-@|(){}🙂中")), 1, 30, -1)
	rapid.Check(t, func(rt *rapid.T) {
		words := text.Draw(rt, "words")
		rows := items.FromParsed(parsed(reading.Reading{Kind: reading.WGReport, Items: []reading.Item{item("1", words, "FJI"), item("2", "Plant trees", "TCD")}}))
		if got := lines(t, rows)[0]["text"]; got != words {
			rt.Fatalf("NDJSON has %q", got)
		}
		var b bytes.Buffer
		if err := items.WriteCSV(&b, rows, say); err != nil {
			rt.Fatal(err)
		}
		table, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(b.String(), "\ufeff"))).ReadAll()
		if err != nil || len(table) != 3 {
			rt.Fatalf("%d rows: %v", len(table), err)
		}
		cell := table[1][6]
		if strings.TrimPrefix(cell, "'") != words && cell != words {
			rt.Fatalf("CSV has %q", cell)
		}
		if strings.ContainsAny(cell[:1], "=+-@\t") {
			rt.Fatalf("a spreadsheet takes %q for a formula", cell)
		}
	})
}

func TestAWorkbookHoldsEveryRow(t *testing.T) {
	rows := items.FromParsed(parsed(reading.Reading{Kind: reading.WGReport, Items: []reading.Item{item("1", "=HYPERLINK(\"http://evil.example\")", "FJI", "TCD"), item("2", "Plant trees")}}))
	for _, lang := range []i18n.Lang{i18n.English, i18n.Russian, i18n.Kazakh} {
		say := printer(t, lang)
		var b bytes.Buffer
		if err := items.WriteXLSX(&b, rows, say); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		table, err := f.GetRows(f.GetSheetName(0))
		if err != nil || len(table) != 3 {
			t.Fatalf("%d rows: %v", len(table), err)
		}
		if got := table[0][6]; got != say.T("export.text") || got == "export.text" {
			t.Errorf("%v: header %q", lang, got)
		}
		if formula, err := f.GetCellFormula(f.GetSheetName(0), "G2"); err != nil || formula != "" {
			t.Errorf("a formula %q %v", formula, err)
		}
		if table[1][0] != "UPR-KAZ-C9-124.1" || !strings.Contains(table[1][6], "HYPERLINK") || !strings.Contains(table[1][8], "FJI") {
			t.Errorf("row %q", table[1])
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNoItemsAreStillATable(t *testing.T) {
	var b bytes.Buffer
	if err := items.WriteNDJSON(&b, nil); err != nil || b.Len() != 0 {
		t.Errorf("%q %v", b.String(), err)
	}
	if err := items.WriteCSV(&b, nil, printer(t, i18n.English)); err != nil || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("%q %v", b.String(), err)
	}
}
