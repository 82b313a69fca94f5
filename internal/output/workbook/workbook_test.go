package workbook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/workbook"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

const ws = "QQQ"

var (
	coordinator = account.Person{ID: "a1", Name: "Ada", Seats: []account.Seat{{Workspace: ws, Role: account.Coordinator}}}
	writer      = account.Person{ID: "w1", Name: "Wim", Seats: []account.Seat{{Workspace: ws, Role: account.Contributor, Body: "moj"}}}
	stranger    = account.Person{ID: "s1", Name: "Sia", Seats: []account.Seat{{Workspace: ws, Role: account.Contributor, Body: "mia"}}}
)

func desk(t testing.TB) *followup.Desk {
	t.Helper()
	st, err := store.Open(context.Background(), store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	keeper, err := record.NewKeeper(t.Context(), st)
	if err != nil {
		t.Fatal(err)
	}
	return &followup.Desk{Store: st, Keeper: followup.NewKeeper(st), Record: keeper, Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }}
}

func put(t testing.TB, d *followup.Desk, puts ...followup.Put) {
	t.Helper()
	if _, _, err := d.Do(t.Context(), coordinator, coordinator.Seats[0], followup.Save{Workspace: ws, Act: "test", Puts: puts}); err != nil {
		t.Fatal(err)
	}
}

func en(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }

func rec(i int) string { return followup.OwnID(fmt.Sprintf("r%d", i)) }

// filled is a workspace with two bodies, n recommendations of the first and as many measures, in words that a spreadsheet
// would like to take for something else.
func filled(t testing.TB, n int) *followup.Desk {
	d := desk(t)
	puts := []followup.Put{
		{Kind: plan.KindBody, ID: "moj", Thing: plan.Body{Names: en("Ministry of Justice"), Kind: plan.Ministry}},
		{Kind: plan.KindBody, ID: "mia", Thing: plan.Body{Names: en("Ministry of the Interior"), Kind: plan.Ministry}},
	}
	odd := []string{"=cmd|' /C calc'!A1", "+7 (717) 274-00-00", "@home", "Құқықтық көмек\nтүсінікті тілде", "1.10", "00012", "_x000D_ as written", "“quotes” & <tags>", "TRUE", "2026-12-31", "-"}
	for i := range n {
		s := odd[i%len(odd)]
		puts = append(puts,
			followup.Put{Kind: plan.KindOwnRec, ID: fmt.Sprintf("r%d", i), Thing: plan.OwnRec{Number: fmt.Sprintf("1.%d", i+1), Texts: en("Do thing " + fmt.Sprint(i) + " " + s)}},
			followup.Put{Kind: plan.KindAssignment, ID: plan.AssignmentID(rec(i), "moj"), Thing: plan.Assignment{Rec: rec(i), Body: "moj", Part: plan.Leads, Reply: plan.Accepted, Due: upr.Date{Year: 2027, Month: 1 + i%12, Day: 5}}},
			followup.Put{Kind: plan.KindMeasure, ID: fmt.Sprintf("m%05d", i), Thing: plan.Measure{Title: plan.Names{{Lang: "kk", Words: "Шара " + fmt.Sprint(i)}, {Lang: "en", Words: s + " measure"}}, Kind: plan.MeasureKinds[i%len(plan.MeasureKinds)],
				Recs: []string{rec(i)}, Lead: "moj", Status: plan.Statuses[i%len(plan.Statuses)], Due: upr.Date{Year: 2027, Month: 1 + i%12, Day: 1 + i%28}, Outcome: s, Cost: "12 000", Note: s, Number: fmt.Sprint(i)}})
		if i%3 == 0 {
			puts = append(puts, followup.Put{Kind: plan.KindReport, ID: fmt.Sprintf("p%d", i), Thing: plan.Report{Rec: rec(i), Body: "moj", Status: plan.Ongoing, Texts: en(s), Step: plan.Draft, Author: "w1"}})
		}
	}
	put(t, d, puts...)
	return d
}

func printer(t testing.TB) i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(i18n.English)
}

func take(t testing.TB, d *followup.Desk, who account.Person) []byte {
	t.Helper()
	b, err := d.BookOf(t.Context(), who, ws, "moj", "en")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := workbook.Write(&out, b, printer(t)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filledIn changes cells of a workbook as a person with a spreadsheet does. A value that is a func works on the file.
func filledIn(t testing.TB, b []byte, change func(f *excelize.File) error) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := errors.Join(change(f), f.Write(&out), f.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func back(t testing.TB, d *followup.Desk, who account.Person, b []byte, choices map[string]string) *followup.BookPreview {
	t.Helper()
	read, err := workbook.Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.PreviewBook(t.Context(), who, ws, read, choices)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func bring(t testing.TB, d *followup.Desk, who account.Person, b []byte, p *followup.BookPreview, choices map[string]string) {
	t.Helper()
	read, err := workbook.Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ImportBook(t.Context(), who, ws, read, choices, p.Seen); err != nil {
		t.Fatal(err)
	}
}

func TestFiveThousandRowsComeBackWithoutADifference(t *testing.T) {
	d := filled(t, 2500)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	b := take(t, d, writer)
	wrote := time.Since(start)
	start = time.Now()
	read, err := workbook.Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	readIn := time.Since(start)
	runtime.ReadMemStats(&after)
	if read.Untouched != 5000 || len(read.Rows)+len(read.Wrong)+read.Gone+read.Beside > 0 {
		t.Errorf("%d untouched, %d gone, %d beside, %+v, %+v", read.Untouched, read.Gone, read.Beside, read.Rows[:min(3, len(read.Rows))], read.Wrong[:min(3, len(read.Wrong))])
	}
	p, err := d.PreviewBook(t.Context(), writer, ws, read, nil)
	if err != nil || !p.Nothing() {
		t.Errorf("%v %+v", err, p)
	}
	// And once more through a spreadsheet that saves it anew, with every measure's note changed.
	changed := filledIn(t, b, func(f *excelize.File) error {
		var errs []error
		for i := range 2500 {
			errs = append(errs, f.SetCellStr("Measures", fmt.Sprintf("N%d", i+3), fmt.Sprintf("noted %d", i)))
		}
		return errors.Join(errs...)
	})
	p = back(t, d, writer, changed, nil)
	if len(p.Changes) != 2500 || len(p.Wrong) > 0 || !p.Ready() {
		t.Fatalf("%d changes, %+v", len(p.Changes), p.Wrong[:min(3, len(p.Wrong))])
	}
	bring(t, d, writer, changed, p, nil)
	if again := back(t, d, writer, changed, nil); !again.Nothing() {
		t.Errorf("the same workbook twice changes %d rows", len(again.Changes))
	}
	t.Logf("5,000 rows: written in %v (%d KB), read in %v, %d MB allocated", wrote.Round(time.Millisecond), len(b)>>10, readIn.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
}

func TestWhatAPersonFillsInIsShownFieldByField(t *testing.T) {
	d := filled(t, 4)
	b := filledIn(t, take(t, d, writer), func(f *excelize.File) error {
		return errors.Join(
			f.SetCellStr("Reports", "F4", "implemented"),
			f.SetCellValue("Reports", "G4", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)),
			f.SetCellStr("Reports", "H4", "The law was passed.\nIt is in force."),
			f.SetCellStr("Measures", "G4", "1 March 2028"),
			f.SetCellStr("Measures", "D5", ""),
			f.SetCellStr("Measures", "D6", "A better name"),
			f.SetCellStr("Measures", "C7", "1.2; own/r2"),
			f.SetCellStr("Measures", "D7", "A new measure"),
			f.SetCellStr("Measures", "F7", "planned"),
		)
	})
	p := back(t, d, writer, b, nil)
	got := map[string]string{}
	for _, c := range p.Changes {
		for _, f := range c.Fields {
			got[c.Row+" "+f.Name] = f.Theirs + " → " + f.Mine
		}
	}
	if diff := cmp.Diff(map[string]string{
		"Reports, 4 status": " → full", "Reports, 4 until": " → 2026-11-01", "Reports, 4 text": " → The law was passed.\nIt is in force.",
		"Measures, 4 due": "2027-02-02 → 2028-03-01", "Measures, 5 title": "@home measure → ", "Measures, 6 title": "Құқықтық көмек\nтүсінікті тілде measure → A better name",
		"Measures, 7 title": " → A new measure", "Measures, 7 status": " → planned",
	}, got); diff != "" {
		t.Error(diff)
	}
	bring(t, d, writer, b, p, nil)
	v, err := d.Keeper.Work(t.Context(), ws)
	if err != nil {
		t.Fatal(err)
	}
	reports := v.ReportsOf(rec(1))
	if len(reports) != 1 || reports[0].Thing.Step != plan.Draft || reports[0].Thing.Author != "w1" || reports[0].Thing.Body != "moj" || reports[0].Thing.Texts[0].Lang != "en" {
		t.Errorf("%+v", reports)
	}
	m, _ := v.Measures.Get("m00003")
	if diff := cmp.Diff(plan.Names{{Lang: "kk", Words: "Шара 3"}, {Lang: "en", Words: "A better name"}}, m.Thing.Title); diff != "" {
		t.Error(diff)
	}
	if v.Measures.Len() != 5 {
		t.Errorf("%d measures", v.Measures.Len())
	}
	for _, h := range v.Measures.All() {
		if x := h.Thing; len(x.Title) > 0 && x.Title[0].Words == "A new measure" && (x.Lead != "moj" || !slices.Equal(x.Recs, []string{rec(1), rec(2)})) {
			t.Errorf("%+v", x)
		}
	}
	if again := back(t, d, writer, b, nil); !again.Nothing() {
		t.Errorf("twice: %+v", again.Changes)
	}
}

func TestEditsMadeMeanwhileAreChosenFieldByField(t *testing.T) {
	d := filled(t, 2)
	out := take(t, d, writer)
	v, _ := d.Keeper.Work(t.Context(), ws)
	h, _ := v.Measures.Get("m00000")
	m := h.Thing
	m.Note, m.Cost, m.Outcome = "theirs", "13 000", "their outcome"
	put(t, d, followup.Put{Kind: plan.KindMeasure, ID: h.ID, Base: h.Fact, Thing: m})
	b := filledIn(t, out, func(f *excelize.File) error {
		return errors.Join(f.SetCellStr("Measures", "N3", "mine"), f.SetCellStr("Measures", "H3", "my outcome"), f.SetCellStr("Measures", "J3", "KZT"))
	})
	p := back(t, d, writer, b, nil)
	if p.Conflicts != 2 || p.Ready() || len(p.Changes) != 1 {
		t.Fatalf("%d conflicts, %+v", p.Conflicts, p.Changes)
	}
	read, err := workbook.Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	var stale *followup.StaleBook
	if _, err := d.ImportBook(t.Context(), writer, ws, read, nil, p.Seen); !errors.As(err, &stale) {
		t.Errorf("with open conflicts: %v", err)
	}
	choices := map[string]string{}
	for _, f := range p.Changes[0].Fields {
		choices[f.Form] = map[string]string{"note": "mine", "outcome": "theirs"}[f.Name]
	}
	p = back(t, d, writer, b, choices)
	if p.Conflicts != 0 || !p.Ready() {
		t.Fatalf("%+v", p)
	}
	bring(t, d, writer, b, p, choices)
	v, _ = d.Keeper.Work(t.Context(), ws)
	h, _ = v.Measures.Get("m00000")
	if x := h.Thing; x.Note != "mine" || x.Outcome != "their outcome" || x.Cost != "13 000" || x.Currency != "KZT" {
		t.Errorf("%+v", x)
	}
}

func TestASortedFilteredOrRenamedWorkbookStillReads(t *testing.T) {
	d := filled(t, 5)
	out := take(t, d, writer)
	for name, change := range map[string]func(f *excelize.File) error{
		"renamed sheets": func(f *excelize.File) error {
			return errors.Join(f.SetSheetName("Measures", "Мои меры"), f.SetSheetName("Reports", "x"), f.SetSheetName("openupr", "Sheet9"))
		},
		"sheets in another order": func(f *excelize.File) error { return f.MoveSheet("Measures", "Read me") },
		"rows in another order":   func(f *excelize.File) error { return f.DuplicateRowTo("Measures", 3, 9) },
		"hidden rows":             func(f *excelize.File) error { return f.SetRowVisible("Measures", 4, false) },
		"an own sheet": func(f *excelize.File) error {
			_, err := f.NewSheet("notes")
			return errors.Join(err, f.SetCellStr("notes", "A1", "mine"))
		},
	} {
		b := filledIn(t, out, func(f *excelize.File) error {
			err := change(f)
			if name == "rows in another order" {
				err = errors.Join(err, f.RemoveRow("Measures", 3))
			}
			return err
		})
		if p := back(t, d, writer, b, nil); !p.Nothing() || len(p.Wrong) > 0 || p.Untouched != 10 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	b := filledIn(t, out, func(f *excelize.File) error {
		return errors.Join(f.RemoveRow("Measures", 3), f.RemoveCol("Measures", "H"))
	})
	if p := back(t, d, writer, b, nil); p.Gone != 1 || len(p.Wrong) > 0 {
		t.Errorf("a row and a column less: %+v", p)
	}
}

func TestWhatCannotBeTakenIsNamedWithItsCell(t *testing.T) {
	d := filled(t, 3)
	out := take(t, d, writer)
	for name, c := range map[string]struct {
		change func(f *excelize.File) error
		want   string
	}{
		"a formula":               {func(f *excelize.File) error { return f.SetCellFormula("Measures", "N3", "=HYPERLINK(\"x\")") }, "formula"},
		"a word of no list":       {func(f *excelize.File) error { return f.SetCellStr("Measures", "F3", "nearly") }, "list"},
		"no day":                  {func(f *excelize.File) error { return f.SetCellStr("Measures", "G3", "soon") }, "day"},
		"a day of two layouts":    {func(f *excelize.File) error { return f.SetCellStr("Measures", "G3", "03/04/2027") }, "day"},
		"a changed identifier":    {func(f *excelize.File) error { return f.SetCellStr("Measures", "A3", "m99999") }, "key"},
		"an identifier twice":     {func(f *excelize.File) error { return f.SetCellStr("Measures", "A3", "m00001") }, "twice"},
		"a report without one":    {func(f *excelize.File) error { return f.SetCellStr("Reports", "H9", "x") }, "no-key"},
		"a measure without words": {func(f *excelize.File) error { return f.SetCellStr("Measures", "N9", "x") }, "no-title"},
		"a number that is nothing": {func(f *excelize.File) error {
			return errors.Join(f.SetCellStr("Measures", "D9", "x"), f.SetCellStr("Measures", "C9", "99.1"))
		}, "numbers"},
		"a day to come": {func(f *excelize.File) error { return f.SetCellStr("Reports", "G3", "2030-01-01") }, "invalid-date"},
	} {
		p := back(t, d, writer, filledIn(t, out, c.change), nil)
		if len(p.Wrong) == 0 || p.Wrong[0].Code != c.want || p.Wrong[0].Cell == "" || p.Ready() {
			t.Errorf("%s: %+v, ready %v", name, p.Wrong, p.Ready())
		}
	}
}

func TestAWorkbookIsTakenOnlyAsThePolicySays(t *testing.T) {
	d := filled(t, 3)
	b := filledIn(t, take(t, d, writer), func(f *excelize.File) error {
		return errors.Join(f.SetCellStr("Reports", "H4", "done"), f.SetCellStr("Measures", "N3", "x"))
	})
	read, err := workbook.Read(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	var refused *followup.Refused
	if _, err := d.PreviewBook(t.Context(), stranger, ws, read, nil); !errors.As(err, &refused) {
		t.Errorf("another body's: %v", err)
	}
	for _, role := range []account.Role{account.Monitor, account.Stakeholder, account.CouncilMember, account.Reader, account.Steward} {
		who := account.Person{ID: "x", Seats: []account.Seat{{Workspace: ws, Role: role, Body: "moj"}}}
		if _, err := d.ImportBook(t.Context(), who, ws, read, nil, ""); !errors.As(err, &refused) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if p := back(t, d, coordinator, b, nil); len(p.Wrong) != 1 || p.Wrong[0].Code != "may-not-report" {
		t.Errorf("the coordinator writes no report: %+v", p.Wrong)
	}
	// Whoever writes another thing's identifier into the hidden sheet and makes its checksum anew still may not.
	put(t, d, followup.Put{Kind: plan.KindMeasure, ID: "theirs", Thing: plan.Measure{Title: en("Of the Interior"), Kind: plan.LawMeasure, Lead: "mia"}},
		followup.Put{Kind: plan.KindReport, ID: "pm", Thing: plan.Report{Rec: rec(2), Body: "mia", Step: plan.Draft, Author: "s1"}})
	forged := &followup.BookBack{Workspace: ws, Body: "moj", Rows: []followup.BackRow{
		{Sheet: followup.SheetMeasures, Key: "theirs", ID: "theirs", Row: "1", Values: map[string]string{"note": "x"}},
		{Sheet: followup.SheetReports, Key: rec(2), ID: "pm", Row: "2", Values: map[string]string{"text": "x"}},
		{Sheet: followup.SheetReports, Key: "own/nowhere", Row: "3", Values: map[string]string{"text": "x"}},
	}}
	p, err := d.PreviewBook(t.Context(), writer, ws, forged, nil)
	if err != nil || len(p.Wrong) != 3 || len(p.Changes) > 0 {
		t.Errorf("forged identifiers: %+v %v", p, err)
	}
	v, _ := d.Keeper.Work(t.Context(), ws)
	a, _ := v.Assignments.Get(plan.AssignmentID(rec(1), "moj"))
	put(t, d, followup.Put{Kind: plan.KindAssignment, ID: a.ID, Base: a.Fact, Thing: plan.Assignment{Rec: rec(1), Body: "moj", Part: plan.Leads, Reply: plan.HandedBack, Reason: "not ours"}})
	if p := back(t, d, writer, b, nil); len(p.Wrong) != 1 || p.Wrong[0].Code != "not-yours" {
		t.Errorf("handed back meanwhile: %+v", p.Wrong)
	}
}

func TestHostileWorkbooksAreRefused(t *testing.T) {
	d := filled(t, 2)
	out := take(t, d, writer)
	for name, c := range map[string]struct {
		b    []byte
		want document.Reason
	}{
		"nothing":                     {nil, document.Empty},
		"a CSV":                       {[]byte("a,b\n"), document.NotExpected},
		"a damaged one":               {out[:len(out)/2], document.Corrupt},
		"another workbook":            {filledIn(t, out, func(f *excelize.File) error { return f.DeleteSheet("openupr") }), document.NotExpected},
		"a changed hidden sheet":      {filledIn(t, out, func(f *excelize.File) error { return f.SetCellStr("openupr", "B3", "mia") }), document.Corrupt},
		"a hidden sheet without end":  {filledIn(t, out, func(f *excelize.File) error { return f.RemoveRow("openupr", 30) }), document.Corrupt},
		"another version of a layout": {filledIn(t, out, func(f *excelize.File) error { return f.SetCellStr("openupr", "B1", "openupr-workbook/9") }), document.Corrupt},
	} {
		_, err := workbook.Read(t.Context(), c.b)
		if r, ok := document.AsRefused(err); !ok || r.Code != c.want {
			t.Errorf("%s: %v, want refused as %s", name, err, c.want)
		}
	}
}

func TestNoTextIsAFormulaAndIdentifiersAreLocked(t *testing.T) {
	d := filled(t, 11)
	f, err := excelize.OpenReader(bytes.NewReader(take(t, d, writer)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range []string{"Reports", "Measures"} {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, r := range rows {
			for j := range r {
				ref, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := f.GetCellFormula(sheet, ref); err != nil || formula != "" {
					t.Errorf("%s!%s is the formula %q", sheet, ref, formula)
				}
			}
		}
		opts, err := f.GetSheetProtection(sheet)
		if err != nil || !opts.AutoFilter || opts.InsertRows {
			t.Errorf("%s: %+v %v", sheet, opts, err)
		}
		if dv, err := f.GetDataValidations(sheet); err != nil || len(dv) < 2 {
			t.Errorf("%s: %d validations (%v)", sheet, len(dv), err)
		}
	}
	for cell, locked := range map[string]bool{"A3": true, "B3": true, "D3": false, "A14": true, "D14": false} {
		id, err := f.GetCellStyle("Measures", cell)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil || s.Protection == nil || s.Protection.Locked != locked {
			t.Errorf("%s: %+v %v", cell, s.Protection, err)
		}
	}
	if visible, err := f.GetSheetVisible("openupr"); visible || err != nil {
		t.Errorf("the sheet of identifiers is seen (%v)", err)
	}
}

func TestALongTextIsNotShortened(t *testing.T) {
	d := filled(t, 1)
	v, _ := d.Keeper.Work(t.Context(), ws)
	h, _ := v.Measures.Get("m00000")
	m := h.Thing
	m.Note = strings.Repeat("ж", 34_000)
	put(t, d, followup.Put{Kind: plan.KindMeasure, ID: h.ID, Base: h.Fact, Thing: m})
	if p := back(t, d, writer, take(t, d, writer), nil); !p.Nothing() || len(p.Wrong) > 0 {
		t.Errorf("%+v", p)
	}
}

func FuzzRead(f *testing.F) {
	d := filled(f, 2)
	f.Add(take(f, d, writer))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := workbook.Read(context.Background(), b); err != nil {
			if _, ok := document.AsRefused(err); !ok {
				t.Fatalf("an error that is no refusal: %v", err)
			}
		}
	})
}
