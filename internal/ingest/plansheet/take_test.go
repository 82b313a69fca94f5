package plansheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr/plan"
)

// workbook writes cells by reference into sheets; merge are ranges of the first.
func workbook(t testing.TB, sheets map[string]map[string]any, merge ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	names := []string{}
	for n := range sheets {
		names = append(names, n)
	}
	slices.Sort(names)
	for i, n := range names {
		if i == 0 {
			check(f.SetSheetName("Sheet1", n))
		} else if _, err := f.NewSheet(n); err != nil {
			t.Fatal(err)
		}
		for ref, v := range sheets[n] {
			check(f.SetCellValue(n, ref, v))
		}
	}
	for _, m := range merge {
		from, to, _ := strings.Cut(m, ":")
		check(f.MergeCell(names[0], from, to))
	}
	var b bytes.Buffer
	check(f.Write(&b))
	check(f.Close())
	return b.Bytes()
}

var bodies = []plansheet.Body{{ID: "moj", Names: []string{"Ministry of Justice", "Министерство юстиции"}}, {ID: "mia", Names: []string{"Ministry of Internal Affairs", "Министерство внутренних дел"}}}

func look(t testing.TB, name string, b []byte) (*plansheet.Book, plansheet.Layout) {
	t.Helper()
	book, err := plansheet.Read(context.Background(), name, b)
	if err != nil {
		t.Fatal(err)
	}
	sheet, h, ok := plansheet.Best(book)
	if !ok {
		t.Fatal("no header found")
	}
	return book, plansheet.Propose(book, sheet, h, plansheet.NewIndex(recs()), plansheet.NewBodies(bodies), nil)
}

func roles(l plansheet.Layout) []plansheet.Role {
	var out []plansheet.Role
	for _, c := range l.Columns {
		out = append(out, c.Role)
	}
	return out
}

func take(t testing.TB, b *plansheet.Book, l plansheet.Layout, a plansheet.Answers) *plansheet.Table {
	t.Helper()
	table, err := plansheet.Take(context.Background(), b, l, a, plansheet.NewIndex(recs()), plansheet.NewBodies(bodies))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// A table as ministries keep it: an approval above, a header of two lines with merged cells, columns counted, a section,
// merged cells down, several bodies in a cell, periods for days, a name of a status.
func official() map[string]map[string]any {
	return map[string]map[string]any{"План": {
		"A1": "Утвержден приказом № 5", "A2": "План мероприятий",
		"A4": "№ п/п", "B4": "Рекомендация", "D4": "Мероприятие", "E4": "Срок исполнения", "F4": "Исполнители", "H4": "Статус", "I4": "Инв. номер",
		"B5": "номер", "C5": "текст", "F5": "ответственный исполнитель", "G5": "соисполнители",
		"A6": 1, "B6": 2, "C6": 3, "D6": 4, "E6": 5, "F6": 6, "G6": 7, "H6": 8, "I6": 9,
		"A7": "Раздел I. Женщины",
		"A8": 1, "B8": "26.2", "C8": "Open a shelter for women in each of the seven districts", "D8": "Открыть приюты", "E8": "IV квартал 2027 г.", "F8": "Министерство юстиции", "G8": "МВД", "H8": "в работе", "I8": "x-1",
		"A9": 2, "D9": "Обучить сотрудников приютов", "E9": "31.12.2026", "F9": "Министерство юстиции;\nМинистерство внутренних дел", "H9": "не начато",
		"A10": 3, "B10": "26.3, 26.4", "D10": "Выделить бюджет", "E10": "постоянно", "F10": "Акимат", "H10": "в работе",
		"B11": "27.1",
		"A13": "Исп. Иванов",
	}}
}

var officialMerges = []string{"A4:A5", "B4:C4", "D4:D5", "E4:E5", "F4:G4", "H4:H5", "I4:I5", "A7:I7", "A10:A11", "D10:D11", "E10:E11", "F10:F11", "H10:H11"}

func TestAnOfficialTableIsUnderstood(t *testing.T) {
	book, l := look(t, "plan.xlsx", workbook(t, official(), officialMerges...))
	want := []plansheet.Role{plansheet.Item, plansheet.Number, plansheet.Words, plansheet.Measure, plansheet.Due, plansheet.Lead, plansheet.Support, plansheet.Status, plansheet.Unplaced}
	if d := cmp.Diff(want, roles(l)); d != "" {
		t.Fatalf("columns: %s\n%+v", d, l.Columns)
	}
	if l.Header.Row != 3 || l.Header.Lines != 2 || l.Header.First != 6 {
		t.Errorf("header %+v", l.Header)
	}
	a := plansheet.Answers{}
	a.Say(plansheet.SayStatus, plansheet.StatusKey("в работе"), "ongoing")
	a.Say(plansheet.SayStatus, plansheet.StatusKey("не начато"), "not-started")
	a.Say(plansheet.SayBody, plansheet.BodyKey("МВД"), "mia")
	table := take(t, book, l, a)
	if len(table.Questions) > 0 || table.Carried != 1 || table.Periods != 1 || table.Unread != 1 || table.Joint != 1 {
		t.Errorf("%+v", table)
	}
	type row struct {
		Item, Title, Area, Due string
		Recs, Lead, Support    []string
		Status                 plan.Status
		Kept                   []string
	}
	var got []row
	for _, e := range table.Entries {
		r := row{e.Item, e.Title, e.Area, e.Due.String(), e.Recs, e.Lead, e.Support, e.Status, nil}
		for _, k := range e.Kept {
			r.Kept = append(r.Kept, k.Cell+" "+k.Words)
		}
		got = append(got, r)
	}
	id := func(n string) string { return "UPR-ZZV-C4-" + n }
	if d := cmp.Diff([]row{
		{"1", "Открыть приюты", "Раздел I. Женщины", "2027-12-31", []string{id("26.2")}, []string{"Министерство юстиции"}, []string{"МВД"}, plan.Ongoing, []string{"План!E8 IV квартал 2027 г.", "План!I8 x-1"}},
		{"2", "Обучить сотрудников приютов", "Раздел I. Женщины", "2026-12-31", []string{id("26.2")}, []string{"Министерство юстиции", "Министерство внутренних дел"}, nil, plan.NotStarted, nil},
		{"3", "Выделить бюджет", "Раздел I. Женщины", "", []string{id("26.3"), id("26.4"), id("27.1")}, []string{"Акимат"}, nil, plan.Ongoing, []string{"План!E10 постоянно"}},
	}, got); d != "" {
		t.Error(d)
	}
	var stray []string
	for _, k := range table.Stray {
		stray = append(stray, k.Cell)
	}
	if d := cmp.Diff([]string{"План!A1", "План!A2", "План!A6", "План!B6", "План!C6", "План!D6", "План!E6", "План!F6", "План!G6", "План!H6", "План!I6", "План!A13"}, stray); d != "" {
		t.Error(d)
	}
	if w := table.Waiting(); w != 1 { // the body that nobody knows
		t.Errorf("%d questions wait: %+v", w, table.Bodies)
	}
}

func TestHeadersInThreeLanguages(t *testing.T) {
	for _, names := range [][]string{
		{"Recommendation No.", "Recommendation", "Measure", "Responsible body", "Deadline", "Status", "Note"},
		{"Номер рекомендации", "Содержание рекомендации", "Мероприятие", "Ответственный исполнитель", "Срок исполнения", "Статус исполнения", "Примечание"},
		{"Ұсынымның нөмірі", "Ұсынымның мәтіні", "Іс-шара", "Жауапты орган", "Орындау мерзімі", "Орындалу мәртебесі", "Ескертпе"},
	} {
		cells := map[string]any{}
		for i, n := range names {
			cells[fmt.Sprintf("%c3", 'A'+i)] = n
			cells[fmt.Sprintf("%c4", 'A'+i)] = "qq"
		}
		_, l := look(t, "x.xlsx", workbook(t, map[string]map[string]any{"s": cells}))
		if d := cmp.Diff([]plansheet.Role{plansheet.Number, plansheet.Words, plansheet.Measure, plansheet.Lead, plansheet.Due, plansheet.Status, plansheet.Note}, roles(l)); d != "" {
			t.Errorf("%v: %s", names, d)
		}
	}
}

func TestACSVWithAnySeparatorAndEncoding(t *testing.T) {
	text := "Номер рекомендации;Мероприятие;Срок исполнения\n26.2;Открыть приюты, в том числе в сёлах;31.12.2026\n"
	cp1251, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]string{"UTF-8": text, "with a mark": "\uFEFF" + text, "CP1251": cp1251, "tabs": strings.ReplaceAll(text, ";", "\t"),
		"Excel's own mark": "sep=;\r\n" + strings.ReplaceAll(text, "\n", "\r\n"), "old line ends": strings.ReplaceAll(text, "\n", "\r")} {
		book, l := look(t, "p.csv", []byte(b))
		table := take(t, book, l, plansheet.Answers{})
		if len(table.Entries) != 1 || table.Entries[0].Title != "Открыть приюты, в том числе в сёлах" || !slices.Equal(table.Entries[0].Recs, []string{"UPR-ZZV-C4-26.2"}) {
			t.Errorf("%s: %+v", name, table.Entries)
		}
	}
}

func TestWhatIsNotCertainIsAsked(t *testing.T) {
	csv := "Recommendation No.,Recommendation,Measure\n" +
		"26.1,,A\n" + // two cycles
		"26.99,,B\n" + // nobody has it
		"26.3,Open a shelter for women in each of the seven districts,C\n" + // number and words disagree
		",Open a shelter for the women in all of the seven districts,D\n" // alike
	book, l := look(t, "p.csv", []byte(csv))
	table := take(t, book, l, plansheet.Answers{})
	var kinds []string
	for _, q := range table.Questions {
		kinds = append(kinds, q.Kind)
	}
	if d := cmp.Diff([]string{"several", "unknown", "differ", "words"}, kinds); d != "" {
		t.Fatal(d)
	}
	if d := cmp.Diff([]string{"UPR-ZZV-C4-26.2"}, table.Questions[3].Proposed); d != "" {
		t.Error(d)
	}
	for _, e := range table.Entries {
		if len(e.Recs) > 0 {
			t.Errorf("%s was guessed: %v", e.Title, e.Recs)
		}
	}
	a := plansheet.Answers{}
	a.Say(plansheet.SayRec, table.Questions[0].Key, "UPR-ZZV-C3-26.1")
	a.Say(plansheet.SayRec, table.Questions[1].Key, plansheet.AsNote)
	table = take(t, book, l, a)
	if got := table.Entries[0]; !slices.Equal(got.Recs, []string{"UPR-ZZV-C3-26.1"}) || got.How != plansheet.ByPerson {
		t.Errorf("%+v", got)
	}
	if k := table.Entries[1].Kept; len(k) != 1 || k[0].Words != "26.99" || k[0].Cell != "A3" {
		t.Errorf("%+v", k)
	}
}

func TestTablesOfImpactOSSComeWithTheirMapping(t *testing.T) {
	csv := "Referenz [database:reference],Titel [database:title],Description [database:description],Desired outcome [database:outcome],Target Date [database:target_date],recommendation-reference [rel:recommendation-reference],\n" +
		"Required: text,Required: text,Optional: text,Optional,Date format: dd/mm/yyyy,One or more,Hints\n" +
		"A1,Shelters,in all districts,Women are safe,03/04/2027,\"R-12,26.2\",\n"
	book, l := look(t, "actions.csv", []byte(csv))
	if l.Kind != plansheet.ImpactActions {
		t.Fatalf("%+v", l)
	}
	table := take(t, book, l, plansheet.Answers{})
	if len(table.Entries) != 1 {
		t.Fatalf("%+v", table.Entries)
	}
	e := table.Entries[0]
	if e.Item != "A1" || e.Title != "Shelters" || e.Details != "in all districts" || e.Outcome != "Women are safe" || e.Due.String() != "2027-04-03" ||
		!slices.Equal(e.Recs, []string{"uhri/0b0c", "UPR-ZZV-C4-26.2"}) || len(table.Stray) != 7 {
		t.Errorf("%+v\n%v", e, table.Stray)
	}
}

func TestRefusals(t *testing.T) {
	big := excelize.NewFile()
	sw, err := big.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 21_000 {
		if err := sw.SetRow(fmt.Sprintf("A%d", i+1), []any{"x"}); err != nil {
			t.Fatal(err)
		}
	}
	var rows bytes.Buffer
	if err := errors.Join(sw.Flush(), big.Write(&rows)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		b    []byte
		want document.Reason
	}{
		"nothing":            {nil, document.Empty},
		"no workbook":        {[]byte("PK\x03\x04 and nothing"), document.Corrupt},
		"PDF":                {[]byte("%PDF-1.7"), document.NotExpected},
		"a program":          {[]byte("\x7fELF\x00\x00\x01"), document.Unknown},
		"only blanks":        {[]byte(" , ,\n,,\n"), document.Empty},
		"too many rows":      {rows.Bytes(), document.TooMany},
		"many CSV rows":      {[]byte(strings.Repeat("x,y\n", 20_001)), document.TooMany},
		"many columns":       {[]byte(strings.Repeat("x,", 300)), document.TooMany},
		"a Word document":    {zipped(t, map[string]string{"word/document.xml": "<w/>"}), document.NotExpected},
		"a bomb":             {zipped(t, map[string]string{"xl/workbook.xml": strings.Repeat("0", 140<<20)}), document.Bomb},
		"macros":             {zipped(t, map[string]string{"xl/workbook.xml": "<w/>", "xl/vbaProject.bin": "x"}), document.Hostile},
		"a workbook of junk": {zipped(t, map[string]string{"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><workbook>&x;</workbook>"}), document.Corrupt},
	} {
		_, err := plansheet.Read(t.Context(), "x", c.b)
		if r, ok := document.AsRefused(err); !ok || r.Code != c.want {
			t.Errorf("%s: %v, want refused as %s", name, err, c.want)
		}
	}
}

// Every cell that holds something is found again: in a field, in a note, or as a word that a person gave a meaning.
func TestNoCellIsLost(t *testing.T) {
	texts := []string{"26.2", "26.1", "26.3; 27.1 (part)", "Open a shelter for women in each of the seven districts", "Build it", "Ministry of Justice", "Ministry of Salt, Fish; МВД (по согласованию)",
		"31.12.2026", "IV quarter 2026", "soon", "ongoing", "в работе", "1", "2", "SDG 5.1, 16", "16 and more", "12 000", "Раздел II", "n/a"}
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"No.", "Recommendation No.", "Recommendation", "Measure", "Responsible", "Co-responsible", "Deadline", "Status", "Note", "Cost", "SDG", "Section", "Cycle", "Whatever", "Expected result"}
		width := rapid.IntRange(2, len(names)).Draw(t, "width")
		header := rapid.Permutation(names).Draw(t, "names")[:width]
		var csv bytes.Buffer
		write := func(cells []string) {
			for i, c := range cells {
				if i > 0 {
					csv.WriteByte(',')
				}
				csv.WriteString(`"` + c + `"`)
			}
			csv.WriteByte('\n')
		}
		write([]string{"Approved by somebody"})
		write(header)
		var all []string
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := make([]string, width)
			for i := range row {
				if rapid.IntRange(0, 3).Draw(t, "empty") > 0 {
					row[i] = rapid.SampledFrom(texts).Draw(t, "cell")
					all = append(all, row[i])
				}
			}
			write(row)
		}
		book, err := plansheet.Read(context.Background(), "p.csv", csv.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		h, ok := plansheet.At(book.Sheets[0], 1)
		if !ok {
			t.Fatalf("no header in %q", csv.String())
		}
		x, bs := plansheet.NewIndex(recs()), plansheet.NewBodies(bodies)
		l := plansheet.Propose(book, 0, h, x, bs, nil)
		answers := plansheet.Answers{}
		for _, s := range texts {
			if rapid.Bool().Draw(t, "said") {
				answers.Say(plansheet.SayStatus, plansheet.StatusKey(s), "ongoing")
			}
		}
		table, err := plansheet.Take(context.Background(), book, l, answers, x, bs)
		if err != nil {
			t.Fatal(err)
		}
		held := said(table, answers, l)
		for _, s := range append(all, "Approved by somebody") {
			if !slices.Contains(held, s) {
				t.Fatalf("%q is lost\n%s\n%v", s, csv.String(), roles(l))
			}
		}
	})
}

// said is all that a table holds, as printed.
func said(table *plansheet.Table, answers plansheet.Answers, l plansheet.Layout) []string {
	var out []string
	kept := func(list []plansheet.Kept) {
		for _, k := range list {
			out = append(out, k.Words)
		}
	}
	kept(table.Stray)
	x := plansheet.NewIndex(recs())
	for _, e := range table.Entries {
		out = append(out, e.Title, e.Details, e.Item, e.Outcome, e.Note, e.Cost, e.Currency, e.Funding, e.Indicator, e.Area, e.Obstacle, e.Assistance)
		out = append(append(out, e.Lead...), e.Support...)
		if d := e.Due; !d.IsZero() {
			out = append(out, fmt.Sprintf("%02d.%02d.%d", d.Day, d.Month, d.Year))
		}
		kept(e.Kept)
		for _, id := range e.Recs {
			r, _ := x.Get(id)
			out = append(out, r.Number, strings.TrimSuffix(r.Texts[0], " (Ismarra);"), fmt.Sprint(r.Cycle))
		}
		if len(e.Goals) > 0 {
			out = append(out, strings.Join(e.Goals, ", "), "SDG "+strings.Join(e.Goals, ", "))
		}
		for _, w := range table.Statuses {
			if w.Means != "" {
				out = append(out, w.Word)
			}
		}
	}
	return out
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Recommendation No.,Measure\n26.2,x\n"))
	f.Add([]byte("sep=;\na;b\n\"1\n2\";3"))
	f.Add(workbook(f, official(), officialMerges...))
	x, bs := plansheet.NewIndex(recs()), plansheet.NewBodies(bodies)
	f.Fuzz(func(t *testing.T, b []byte) {
		book, err := plansheet.Read(context.Background(), "x", b)
		if err != nil {
			if _, ok := document.AsRefused(err); !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
			return
		}
		sheet, h, ok := plansheet.Best(book)
		if !ok {
			return
		}
		l := plansheet.Propose(book, sheet, h, x, bs, nil)
		if _, err := plansheet.Take(context.Background(), book, l, plansheet.Answers{}, x, bs); err != nil {
			if _, ok := document.AsRefused(err); !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
		}
	})
}
