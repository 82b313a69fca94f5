package pdf_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
)

// report is pages in the manner of a report, with an invented symbol; extra gives what stands on a page besides.
func report(n int, extra func(page int) string) []byte {
	var pages []string
	for p := 1; p <= n; p++ {
		s := ""
		if p == 1 {
			s += at("F1", 10, 100, 750, "United Nations") + at("F1", 10, 450, 750, "A/HRC/99/7") +
				at("F1", 8, 60, 40, "GE.31-01234 (E)") + at("F1", 8, 60, 30, "*3101234*")
		} else if p%2 == 0 {
			s += at("F2", 9, 60, 760, "A/HRC/99/7") + at("F2", 9, 60, 40, fmt.Sprint(p)) + at("F1", 8, 300, 40, "GE.31-01234")
		} else {
			s += at("F2", 9, 450, 760, "A/HRC/99/7") + at("F1", 8, 200, 40, "GE.31-01234") + at("F2", 9, 540, 40, fmt.Sprint(p))
		}
		if p > 1 {
			for i, w := range []string{"one", "two", "three", "four", "five"} {
				s += at("F1", 10, 100, 700-float64(12*i), fmt.Sprintf("Page %s line %s of running text,", []string{"alpha", "beta", "gamma", "delta", "eps"}[p%5], w))
			}
		}
		pages = append(pages, s+extra(p))
	}
	return pagesOf("", pages...).table()
}

func nothing(int) string { return "" }

func TestPageFurnitureIsNoText(t *testing.T) {
	d := read(t, report(5, nothing))
	if got := texts(d)[0]; got != "United Nations A/HRC/99/7" {
		t.Errorf("the masthead reads %q", got)
	}
	if len(d.Blocks) != 1+4*5 {
		t.Errorf("lines %q", texts(d))
	}
	want := []string{"*3101234*", "GE.31-01234 (E)", "A/HRC/99/7", "2 GE.31-01234", "GE.31-01234 3", "4 GE.31-01234", "GE.31-01234 5"}
	seen := map[string]bool{}
	for _, r := range d.Running {
		seen[r] = true
	}
	for _, w := range want {
		if !seen[w] {
			t.Errorf("running %q lacks %q", d.Running, w)
		}
	}
}

func TestTextAtAPagesEdgeIsKept(t *testing.T) {
	tests := []struct {
		name, line string
		y          float64
		page       int
	}{
		{"a number that is not the page's", "12", 745, 3},
		{"an item's number", "2.", 745, 2},
		{"a symbol that no other page has at its edge", "A/HRC/98/53", 55, 4},
		{"a symbol within a sentence", "in A/HRC/99/7 (Norland);", 745, 3},
		{"a line alone", "Annex", 745, 5},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, report(6, func(p int) string {
				if p == tc.page {
					return at("F1", 10, 100, tc.y, tc.line)
				}
				return ""
			}))
			for _, b := range d.Blocks {
				if b.Text == tc.line && b.Page == tc.page {
					return
				}
			}
			t.Errorf("line lost: lines %q, running %q", texts(d), d.Running)
		})
	}
}

func TestRunningHeadsAreKnownByRepetition(t *testing.T) {
	d := read(t, report(6, func(p int) string { return at("F1", 9, 200, 772, fmt.Sprintf("Review of Norland, part %d", p)) }))
	for _, b := range d.Blocks {
		if b.Y < 35 {
			t.Errorf("line %q on page %d", b.Text, b.Page)
		}
	}
}

// raised writes a mark above the baseline.
func raised(x, y float64, s string) string { return at("F1", 6, x, y+3.5, s) }

const drawnRule = "60 130 120 0.5 re f "

func TestFootnotesAreNotes(t *testing.T) {
	body := paragraph(10, 100, 700, "12.1 Ratify the treaty on rivers", "12.2 Sign the treaty on lakes", "12.3 Adopt a plan") + raised(223.5, 700, "1")
	tests := []struct {
		name, page string
		want       []document.Note
		marks      []document.Mark
		lines      int
	}{
		{"under a rule", body + drawnRule + raised(100, 120, "1") + paragraph(8, 108, 120, "As read during the dialogue:", "Ratify the river treaty."),
			[]document.Note{{Mark: "1", Page: 1, Text: "As read during the dialogue: Ratify the river treaty."}}, []document.Mark{{Offset: 32, Note: "1"}}, 3},
		{"without a rule, smaller", body + raised(100, 120, "1") + paragraph(8, 108, 120, "As read during the dialogue."),
			[]document.Note{{Mark: "1", Page: 1, Text: "As read during the dialogue."}}, []document.Mark{{Offset: 32, Note: "1"}}, 3},
		{"a mark on the line, glued", body + drawnRule + paragraph(8, 100, 120, "1  As read during the dialogue."),
			[]document.Note{{Mark: "1", Page: 1, Text: "As read during the dialogue."}}, []document.Mark{{Offset: 32, Note: "1"}}, 3},
		{"stars, as large as the text", paragraph(10, 100, 700, "II. Conclusions**", "12.1 Adopt a plan") + drawnRule + paragraph(10, 100, 118, "** Not edited."),
			[]document.Note{{Mark: "**", Page: 1, Text: "Not edited."}}, []document.Mark{{Offset: 15, Note: "**"}}, 2},
		{"under a line of underscores", paragraph(10, 100, 700, "Norland *") + paragraph(10, 100, 130, "__________", "* Issued anew."),
			[]document.Note{{Mark: "*", Page: 1, Text: "Issued anew."}}, []document.Mark{{Offset: 7, Note: "*"}}, 1},
		{"a hyphen at a line's end joins", body + drawnRule + raised(100, 120, "1") + paragraph(8, 108, 120, "Non-", "discrimination."),
			[]document.Note{{Mark: "1", Page: 1, Text: "Non-discrimination."}}, []document.Mark{{Offset: 32, Note: "1"}}, 3},
		{"small print without a mark stays", body + paragraph(8, 100, 120, "See the annex."), nil, []document.Mark{{Offset: 32, Note: "1"}}, 4},
		{"a table's rule makes no note", body + drawnRule + paragraph(10, 100, 120, "12.4 Build schools"), nil, []document.Mark{{Offset: 32, Note: "1"}}, 4},
		{"items that begin with a figure stay", paragraph(10, 100, 700, "some text", "more text") + paragraph(8, 100, 150, "1 Ratify", "2 Sign"), nil, nil, 4},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			d := read(t, onePage(tc.page))
			if diff := cmp.Diff(tc.want, d.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			if len(d.Blocks) != tc.lines {
				t.Errorf("lines %q, want %d", texts(d), tc.lines)
			}
			if diff := cmp.Diff(tc.marks, d.Blocks[0].Marks); diff != "" {
				t.Errorf("marks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFootnoteGoesOnOnTheNextPage(t *testing.T) {
	d := read(t, pagesOf("",
		paragraph(10, 100, 700, "Text one", "text two", "text three")+raised(140, 700, "1")+drawnRule+raised(100, 120, "1")+paragraph(8, 108, 120, "Norland, Westland"),
		paragraph(10, 100, 700, "Text four", "text five")+drawnRule+paragraph(8, 108, 120, "and Eastland."),
	).table())
	want := []document.Note{{Mark: "1", Page: 1, Text: "Norland, Westland and Eastland."}}
	if diff := cmp.Diff(want, d.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if len(d.Blocks) != 5 {
		t.Errorf("lines %q", texts(d))
	}
}

func TestEndnotesAreNotes(t *testing.T) {
	d := read(t, pagesOf("",
		paragraph(10, 100, 700, "The treaty", "and the law")+raised(142, 700, "1")+raised(146, 688, "2"),
		at("F1", 12, 100, 700, "Notes")+raised(92, 670, "1")+paragraph(10, 100, 670, "See chapter one", "of the book.")+raised(92, 640, "2")+paragraph(10, 100, 640, "Ibid.")+
			at("F2", 12, 100, 600, "Annex")+paragraph(10, 100, 580, "Members of the delegation"),
	).table())
	want := []document.Note{{Mark: "1", Page: 2, Text: "See chapter one of the book."}, {Mark: "2", Page: 2, Text: "Ibid."}}
	if diff := cmp.Diff(want, d.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"The treaty", "and the law", "Annex", "Members of the delegation"}, texts(d)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
