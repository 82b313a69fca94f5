package uhri_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest/uhri"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

func read(t *testing.T, text string) ([]record.Annotation, *uhri.Summary) {
	t.Helper()
	var out []record.Annotation
	s, err := uhri.JSON(t.Context(), strings.NewReader(text), uhri.Options{}, func(_ int, a *record.Annotation) error {
		out = append(out, *a)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, s
}

// Invented words; the layout is that of the exports.
const ofTheUPR = `{"AffectedPersons":["- invented persons"],"AnnotationId":"0A5F3B1C-0000-4000-8000-000000000001","AnnotationType":"- Recommendations",
"Body":"- UPR","Countries":["Kazakhstan"],"DocumentId":"x","PublicationDate":"2014-12-10T00:00:00","PublicationDateOnUhri":"2015-01-02T03:04:05.678",
"Regions":["Asia"],"Sdgs":["16.2 - Invented","16 - PEACE","16.2 - again"],"Symbol":"A/HRC/28/10","Text":"<p><b>124.1</b>&nbsp;Build&nbsp;more <i>in</i>vented<br/>schools &amp; roads</p>",
"Themes":["- Education","- Education"],"UprCycle":null,"UprPositions":["- Supported"],"UprRecommendingCountry":["Slovenia","Atlantis"],"UprSession":["20"]}`

func TestAnnotationOfTheUPR(t *testing.T) {
	got, s := read(t, "\uFEFF["+ofTheUPR+"]")
	want := []record.Annotation{{ID: "0a5f3b1c-0000-4000-8000-000000000001", Mechanism: "upr", Body: "UPR", State: "KAZ", Review: upr.ReviewID{State: "KAZ", Cycle: 2},
		Type: "recommendation", Symbol: "A/HRC/28/10", Number: "124.1", Words: "Build more invented schools & roads", Lang: "en", Themes: []string{"Education"},
		Persons: []string{"invented persons"}, SDGs: []string{"16.2", "16"}, By: []upr.State{"SVN"}, Position: upr.Supported, Session: 20,
		Published: upr.Date{Year: 2014, Month: 12, Day: 10}, OnUHRI: upr.Date{Year: 2015, Month: 1, Day: 2}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"Atlantis"}, s.Names); d != "" {
		t.Error(d)
	}
}

func TestEveryMechanismIsItsOwn(t *testing.T) {
	for body, want := range map[string]string{"UPR": uhri.UPR, "CRC": uhri.TreatyBody, "CRC-OP-AC": uhri.TreatyBody, "CCPR": uhri.TreatyBody,
		"SR Invented matters": uhri.SpecialProcedure, "WG Invented": uhri.SpecialProcedure, "IE Invented": uhri.SpecialProcedure, "An invented commission": uhri.Other, "": uhri.Other} {
		if got := uhri.Mechanism(body); got != want {
			t.Errorf("%q is %s, want %s", body, got, want)
		}
	}
}

func TestListsMayBeTextsAndTextsLists(t *testing.T) {
	got, _ := read(t, `[{"AnnotationId":["a1"],"Body":["- CEDAW"],"Countries":"- Slovenia\n- China","Text":["Teach","all"],"Themes":"- One\n- Two","Sdgs":"- 4 - EDUCATION","Symbol":" CEDAW/C/SVN/CO/9 ","AnnotationType":"- Concerns/Observations","UprCycle":3,"PublicationDate":null}]`)
	want := []record.Annotation{{ID: "a1", Mechanism: "treaty-body", Body: "CEDAW", State: "SVN", Also: []upr.State{"CHN"}, Type: "concern", Symbol: "CEDAW/C/SVN/CO/9",
		Words: "Teach all", Lang: "en", Themes: []string{"One", "Two"}, SDGs: []string{"4"}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestWhatCannotBeTakenInIsLeftOutWithTheReason(t *testing.T) {
	got, s := read(t, `[{"Text":"no id"},{"AnnotationId":"a","Text":"one"},{"AnnotationId":"A","Text":"two"},{"AnnotationId":"b","Text":"<p> </p>"},
{"AnnotationId":"c","Text":{"en":"x"}},{"AnnotationId":"d","Text":"`+strings.Repeat("x", 300<<10)+`"},{"AnnotationId":"e","Text":"last"}]`)
	if len(got) != 2 || got[1].ID != "e" {
		t.Errorf("%d annotations were taken", len(got))
	}
	want := []uhri.Left{{N: 1, Code: "id"}, {N: 3, Code: "twice", What: "a"}, {N: 4, Code: "words", What: "b"}, {N: 5, Code: "shape"}, {N: 6, Code: "long", What: "d"}}
	if d := cmp.Diff(want, s.Left, cmpopts.IgnoreFields(uhri.Left{}, "What")); d != "" || s.LeftOut != 5 {
		t.Error(s.LeftOut, d)
	}
}

func TestNumbersThatADocumentHasTwiceAreSaid(t *testing.T) {
	second := strings.ReplaceAll(ofTheUPR, "000000000001", "000000000002")
	_, s := read(t, "["+ofTheUPR+","+second+"]")
	if d := cmp.Diff([]string{"A/HRC/28/10 124.1"}, s.Shared); d != "" || s.Read != 2 {
		t.Error(s.Read, d)
	}
}

func TestFilesThatCannotBeTrustedAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want document.Reason
	}{
		"nothing":            {"", document.Empty},
		"an object":          {`{"AnnotationId":"a"}`, document.NotExpected},
		"cut inside":         {`[{"AnnotationId":"a","Te`, document.Truncated},
		"cut between":        {`[{"AnnotationId":"a","Text":"x"},`, document.Truncated},
		"no JSON":            {`[{"AnnotationId":"a","Text":x}]`, document.Corrupt},
		"one endless object": {`[{"AnnotationId":"a","Text":"` + strings.Repeat("x", 3<<20) + `"}]`, document.TooLarge},
		"deep":               {`[{"AnnotationId":` + strings.Repeat("[", 20_000), document.Corrupt},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := uhri.JSON(t.Context(), strings.NewReader(c.text), uhri.Options{}, func(int, *record.Annotation) error { return nil })
			if r, ok := document.AsRefused(err); !ok || r.Code != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	header := []any{"Text", "countries concerned", "Reccomending Body", "Document Symbol", "Themes", "Affected Persons", "Sdgs", "Document Publication Date",
		"UPR Recommending States", "UPR Position", "Type", "OHCHR Annotation Id", "UPR Session", "Regions Concerned", "Recommending Regions", "Date of publication on UHRI"}
	rows := [][]any{header,
		{"124.1 Build invented schools", "- Kazakhstan", "- UPR", "- A/HRC/28/10", "- One\n- Two", "", "- 4 - EDUCATION", 41983, "- Slovenia\n- China", "- Noted", "- Recommendations", "id-1", "- 20", "", "", "2015-01-02"},
		{},
		{"Invented words", "- Slovenia", "- SR Invented", "- A/HRC/1/1", "", "", "", "12 Feb 2025", "", "", "- Concerns/Observations", "id-2"}}
	for i, r := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "export-full-en.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	var got []record.Annotation
	if _, err := uhri.Workbook(t.Context(), path, uhri.Options{}, func(_ int, a *record.Annotation) error {
		got = append(got, *a)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []record.Annotation{
		{ID: "id-1", Mechanism: "upr", Body: "UPR", State: "KAZ", Review: upr.ReviewID{State: "KAZ", Cycle: 2}, Type: "recommendation", Symbol: "A/HRC/28/10", Number: "124.1",
			Words: "Build invented schools", Lang: "en", Themes: []string{"One", "Two"}, SDGs: []string{"4"}, By: []upr.State{"SVN", "CHN"}, Position: upr.Noted, Session: 20,
			Published: upr.Date{Year: 2014, Month: 12, Day: 10}, OnUHRI: upr.Date{Year: 2015, Month: 1, Day: 2}},
		{ID: "id-2", Mechanism: "special-procedure", Body: "SR Invented", State: "SVN", Type: "concern", Symbol: "A/HRC/1/1", Words: "Invented words", Lang: "en",
			Published: upr.Date{Year: 2025, Month: 2, Day: 12}}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestMarkupFallsAway(t *testing.T) {
	for in, want := range map[string]string{
		"a < b and c > d":                "a < b and c > d",
		"<p>one</p><p>two</p>":           "one two",
		"wo<b>rd</b>":                    "word",
		"x<!-- <p>hidden</p> -->y":       "x y",
		"&nbsp;&lt;3&nbsp;":              "<3",
		"open <p":                        "open <p",
		"tab\tand\u200bzero\u00a0blanks": "tab and zero blanks",
	} {
		if got := uhri.Plain(in); got != want {
			t.Errorf("%q gives %q, want %q", in, got, want)
		}
	}
}

func FuzzJSON(f *testing.F) {
	f.Add("[" + ofTheUPR + "]")
	f.Add(`[{"AnnotationId":1,"Countries":[null,2,"x"],"Text":"<a<b>"}]`)
	f.Add(`[[]]`)
	f.Fuzz(func(t *testing.T, text string) {
		given := 0
		s, err := uhri.JSON(t.Context(), strings.NewReader(text), uhri.Options{}, func(_ int, a *record.Annotation) error {
			given++
			if a.ID == "" || a.Words == "" || a.Mechanism == "" {
				t.Errorf("an annotation without what every one has: %+v", a)
			}
			if back, ok := record.AnnotationOf(record.AnnotationFact(*a)); !ok || back.Words != a.Words {
				t.Errorf("the fact of %+v is read as %+v", a, back)
			}
			return nil
		})
		switch _, refused := document.AsRefused(err); {
		case err != nil && !refused:
			t.Error(err)
		case err == nil && given != s.Read:
			t.Errorf("%d were given, %d are said", given, s.Read)
		}
	})
}

func FuzzPlain(f *testing.F) {
	f.Add("<p>one</p> &amp; <b")
	f.Fuzz(func(t *testing.T, s string) {
		if got := uhri.Plain(s); len(got) > len(s)*3+3 || strings.Contains(got, "\u00a0") || strings.TrimSpace(got) != got {
			t.Errorf("%q gives %q", s, got)
		}
	})
}
