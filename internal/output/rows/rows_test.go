package rows_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/output/sheet"
	"github.com/openupr/openupr/internal/upr"
)

func about(t testing.TB, lang i18n.Lang) rows.About {
	t.Helper()
	cat, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return rows.About{Base: "https://upr.example", Address: "https://upr.example/search?act=57&q=wells", Asked: "wells", Unit: upr.UnitSegment,
		Totals: corpus.Totals{Items: 2, Segments: 3, Pairs: 5}, Act: 57, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Root: "cm9vdA==",
		Checkpoint: "openupr/1\n57\ncm9vdA==\n\n— signed\n", Made: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Program: "1.2", Model: "7",
		Sources: []string{rows.SourceDocument, rows.SourceUPRInfo}, Provisional: 1, Say: cat.Printer(lang)}
}

// docs draws segments of a few items, those of one item one after another.
func docs(t *rapid.T) []corpus.Doc {
	codes := func(name string, of ...string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, len(of), rapid.ID[string]).Draw(t, name)
	}
	words := rapid.StringOfN(rapid.SampledFrom([]rune("ab Zқ“’é,;\"'\t=+-@|(){}🙂中＝<&")), 0, 30, -1)
	var out []corpus.Doc
	for i := range rapid.IntRange(0, 6).Draw(t, "items") {
		item := fmt.Sprintf("UPR-ZZV-C2-9.%d", i+1)
		for s := range rapid.IntRange(1, 3).Draw(t, "segments") {
			d := corpus.Doc{ID: fmt.Sprintf("%s-s%d", item, s+1), Item: item, Kind: corpus.Kind(rapid.IntRange(0, 4).Draw(t, "kind")), Provisional: rapid.Bool().Draw(t, "provisional"),
				Review: upr.ReviewID{State: "ZZV", Cycle: upr.Cycle(rapid.IntRange(0, 4).Draw(t, "cycle"))}, State: "ZZV", Session: 20, Year: rapid.SampledFrom([]int{0, 2014}).Draw(t, "year"),
				Position: rapid.SampledFrom([]upr.Position{"", upr.Supported, upr.Noted}).Draw(t, "position"), Action: rapid.IntRange(0, 5).Draw(t, "action"),
				Issues: codes("issues", "women-rights", "justice"), SDGs: codes("sdgs", "5", "16"), Treaties: codes("treaties", "CRC", "CAT"), Affected: codes("affected", "women"),
				Symbol: "A/HRC/99/7", Para: fmt.Sprintf("9.%d", i+1), Act: uint64(rapid.IntRange(0, 60).Draw(t, "act")), Texts: []corpus.Text{{Lang: "en", Words: words.Draw(t, "words")}}}
			for _, by := range codes("by", "FJI", "TCD", "PER") {
				d.By = append(d.By, upr.State(by))
			}
			out = append(out, d)
		}
	}
	return out
}

func each(all []corpus.Doc) rows.Docs {
	return func(yield func(*corpus.Doc, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}
}

func kept(t rapid.TB, all rows.Rows) []rows.Row {
	var out []rows.Row
	for r, err := range all {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Clone())
	}
	return out
}

// readers read back what each format wrote.
var readers = map[string]func(t rapid.TB, b []byte) []rows.Row{
	"csv": func(t rapid.TB, b []byte) []rows.Row {
		table, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return fromCells(t, table, sheet.Plain)
	},
	"xlsx": func(t rapid.TB, b []byte) []rows.Row {
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		table, err := f.GetRows(f.GetSheetList()[0])
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range rows.Columns() {
			table[0][i] = c.Name // headers are in the reader's language
		}
		return fromCells(t, table, func(s string) string { return s })
	},
	"ndjson": func(t rapid.TB, b []byte) []rows.Row {
		var out []rows.Row
		for dec := json.NewDecoder(bytes.NewReader(b)); ; {
			var r rows.Row
			if err := dec.Decode(&r); errors.Is(err, io.EOF) {
				return out
			} else if err != nil {
				t.Fatal(err)
			}
			out = append(out, r)
		}
	},
	"jsonld": func(t rapid.TB, b []byte) []rows.Row {
		var d struct {
			Context map[string]any `json:"@context"`
			HasPart []rows.Row     `json:"hasPart"`
		}
		if err := json.Unmarshal(b, &d); err != nil {
			t.Fatalf("%v in %s", err, b)
		}
		return d.HasPart
	},
	"parquet": func(t rapid.TB, b []byte) []rows.Row {
		out, err := parquet.Read[rows.Row](bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		return out
	},
}

// fromCells reads a table as a stranger would who has the columns' description only.
func fromCells(t rapid.TB, table [][]string, plain func(string) string) []rows.Row {
	var out []rows.Row
	for _, line := range table[1:] {
		o := map[string]any{}
		for i, c := range rows.Columns() {
			if table[0][i] != c.Name {
				t.Fatalf("column %d is %q, not %q", i, table[0][i], c.Name)
			}
			cell := ""
			if i < len(line) { // trailing empty cells are left out
				cell = plain(line[i])
			}
			switch c.Type {
			case rows.Integer:
				if cell != "" {
					n, err := strconv.Atoi(cell)
					if err != nil {
						t.Fatal(err)
					}
					o[c.Name] = n
				}
			case rows.Boolean:
				o[c.Name] = cell == "true"
			case rows.List:
				if cell != "" {
					o[c.Name] = strings.Split(cell, rows.ListSign)
				}
			default:
				o[c.Name] = cell
			}
		}
		b, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var r rows.Row
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestEveryFormatGivesBackTheRowsWritten(t *testing.T) {
	say := about(t, i18n.Russian)
	for _, f := range rows.Formats() {
		t.Run(f.Code, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				all := docs(t)
				unit := rapid.SampledFrom([]upr.Unit{upr.UnitSegment, upr.UnitItem, upr.UnitPair}).Draw(t, "unit")
				want := kept(t, rows.From(each(all), unit, nil))
				var b bytes.Buffer
				if err := f.Write(&b, rows.From(each(all), unit, nil), say); err != nil {
					t.Fatal(err)
				}
				got := readers[f.Code](t, b.Bytes())
				if f.Code == "csv" { // line ends are those of the format
					for i := range got {
						got[i].Text = strings.ReplaceAll(got[i].Text, "\r\n", "\n")
					}
				}
				if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("(-written +read):\n%s", d)
				}
			})
		})
	}
}

func TestUnitsSayHowManyRowsThereAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := docs(t)
		items, pairs := map[string]bool{}, 0
		for _, d := range all {
			items[d.Item] = true
			pairs += len(d.By)
		}
		for unit, want := range map[upr.Unit]int{upr.UnitItem: len(items), upr.UnitSegment: len(all), upr.UnitPair: pairs} {
			ids := map[string]bool{}
			segments := 0
			for _, r := range kept(t, rows.From(each(all), unit, nil)) {
				ids[r.ID] = true
				segments += r.Segments
			}
			if len(ids) != want || unit == upr.UnitItem && segments != len(all) {
				t.Fatalf("%s: %d rows with %d segments, want %d", unit, len(ids), segments, want)
			}
		}
	})
}

// A row of an item holds the words of its segments a line each, and each State and label once.
func TestARowOfAnItemHoldsItsSegments(t *testing.T) {
	one := corpus.Doc{ID: "UPR-ZZV-C2-9.1-s1", Item: "UPR-ZZV-C2-9.1", By: []upr.State{"FJI", "TCD"}, Action: 2, Issues: []string{"justice"}, Act: 4, Texts: []corpus.Text{{Lang: "en", Words: "Plant trees"}}}
	two := one
	two.ID, two.By, two.Action, two.Issues, two.Act = "UPR-ZZV-C2-9.1-s2", []upr.State{"TCD", "PER"}, 3, []string{"justice", "women-rights"}, 9
	two.Texts = []corpus.Text{{Lang: "en", Words: "Dig wells"}, {Lang: "fr", Words: "Creuser des puits"}}
	got := kept(t, rows.From(each([]corpus.Doc{one, two}), upr.UnitItem, nil))
	want := []rows.Row{{ID: one.Item, Item: one.Item, Kind: "recommendation", Source: "document", Recommending: []string{"FJI", "TCD", "PER"}, Issues: []string{"justice", "women-rights"},
		Affected: []string{}, SDGs: []string{}, Treaties: []string{}, Segments: 2, Act: 9, Lang: "en", Text: "Plant trees\nDig wells"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestColumnsAreTheFieldsOfARow(t *testing.T) {
	b, err := json.Marshal(rows.Row{Cycle: 1, Session: 1, Year: 1, Action: 1, Act: 1})
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(b, &fields); err != nil {
		t.Fatal(err)
	}
	say := about(t, i18n.English).Say
	for _, c := range rows.Columns() {
		if _, ok := fields[c.Name]; !ok {
			t.Errorf("a row has no field %q", c.Name)
		}
		delete(fields, c.Name)
		if !say.Has("takeaway.column."+c.Name) || !say.Has("takeaway.means."+c.Name) {
			t.Errorf("nothing says what the column %q is", c.Name)
		}
	}
	if len(fields) > 0 {
		t.Errorf("fields without a column: %v", fields)
	}
}

// An error among the rows is the writer's error in every format: nobody takes half for the whole.
func TestAnErrorAmongTheRowsComesThrough(t *testing.T) {
	broken := errors.New("the disk is gone")
	failing := func(yield func(*rows.Row, error) bool) {
		if yield(&rows.Row{ID: "one"}, nil) {
			yield(nil, broken)
		}
	}
	for _, f := range rows.Formats() {
		if err := f.Write(io.Discard, failing, about(t, i18n.English)); !errors.Is(err, broken) {
			t.Errorf("%s: %v", f.Code, err)
		}
	}
}

// stuck takes so many bytes and then nothing more, as a reader does who has gone.
type stuck struct{ left int }

var errGone = errors.New("the reader has gone")

func (s *stuck) Write(b []byte) (int, error) {
	if s.left -= len(b); s.left < 0 {
		return 0, errGone
	}
	return len(b), nil
}

func TestAReaderWhoHasGoneEndsTheWriting(t *testing.T) {
	for _, f := range rows.Formats() {
		asked := 0
		err := f.Write(&stuck{left: 1 << 10}, counted(many(60_000), &asked), about(t, i18n.English))
		if !errors.Is(err, errGone) || asked >= 60_000 {
			t.Errorf("%s: %v after %d rows", f.Code, err, asked)
		}
	}
}

func counted(all rows.Rows, n *int) rows.Rows {
	return func(yield func(*rows.Row, error) bool) {
		for r, err := range all {
			*n++
			if !yield(r, err) {
				return
			}
		}
	}
}

// many makes rows as long as real ones, without keeping them.
func many(n int) rows.Rows {
	base := strings.Repeat("Take further steps to protect the wells of the valley and to hear those who draw from them. ", 2)
	return rows.From(func(yield func(*corpus.Doc, error) bool) {
		for i := range n {
			d := corpus.Doc{ID: fmt.Sprintf("UPR-ZZV-C2-9.%d-s1", i), Item: fmt.Sprintf("UPR-ZZV-C2-9.%d", i), Review: upr.ReviewID{State: "ZZV", Cycle: 2}, State: "ZZV", Session: 20, Year: 2014,
				By: []upr.State{"FJI", "TCD"}, Position: upr.Supported, Action: i % 6, Issues: []string{"women-rights", "justice"}, SDGs: []string{"5"}, Symbol: "A/HRC/99/7", Para: strconv.Itoa(i), Act: uint64(i),
				Texts: []corpus.Text{{Lang: "en", Words: strconv.Itoa(i*7919) + " " + base + strconv.Itoa(i)}}}
			if !yield(&d, nil) {
				return
			}
		}
	}, upr.UnitSegment, nil)
}

var _ iter.Seq2[*rows.Row, error] = many(0)

func TestSurveySaysWhoseRowsThereAre(t *testing.T) {
	all := []corpus.Doc{{ID: "1"}, {ID: "2", Provisional: true}, {ID: "3", Kind: corpus.TreatyBody}, {ID: "4", Source: rows.SourceUPRInfo}}
	a := about(t, i18n.English)
	if err := a.Survey(each(all)); err != nil {
		t.Fatal(err)
	}
	if want := []string{rows.SourceDocument, rows.SourceUHRI, rows.SourceUPRInfo}; !slices.Equal(a.Sources, want) || a.Provisional != 1 {
		t.Errorf("%v, %d provisional", a.Sources, a.Provisional)
	}
}
