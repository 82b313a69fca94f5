package thematic_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/upr"
)

func TestSlipsAndQuestions(t *testing.T) {
	theme := []string{"- Trees"}
	merged := row([]string{"121.2 Water trees (Chile);", source}, nil, theme, nil)
	merged.Cells[1].Merged = true
	auto := row([]string{"Plant trees (France);", source}, []string{"Supported"}, theme, nil)
	auto.Cells[0].Paragraphs[0].Label = "121.1."
	for name, c := range map[string]struct {
		rows  []document.Block
		items []string // number, position and kinds of question
		asked []string // of the document
	}{
		"source on the line of the text": {[]document.Block{row([]string{"121.1 Plant trees (France); " + source}, []string{"Supported"}, theme, nil)},
			[]string{"121.1 supported []"}, nil},
		"text over two paragraphs": {[]document.Block{row([]string{"121.1 Plant trees", "and water them (France);", source}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []"}, nil},
		"automatic number": {[]document.Block{auto}, []string{"121.1 supported []"}, nil},
		"blank in the number": {[]document.Block{row([]string{"121. 24 Plant trees (France);", source}, []string{"Supported"}, theme, nil)},
			[]string{"121.24 supported []"}, nil},
		"words begin with a digit": {[]document.Block{row([]string{"121.1 2030 Agenda: follow it (France);", source}, []string{"Supported"}, theme, nil)},
			[]string{"121.1 supported []"}, nil},
		"position merged down": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, theme, nil), merged},
			[]string{"121.1 noted []", "121.2 noted []"}, nil},
		"two items in a row": {[]document.Block{row([]string{"121.1 Plant trees (France);", "121.2 Water trees (Chile);", source}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []", "121.2 noted []"}, nil},
		"an article is no second item": {[]document.Block{row([]string{"121.1 Plant trees as in", "16.2 of the plan (France);", source}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []"}, nil},
		"under two themes is one item": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, theme, nil), row([]string{"121.1 Plant trees (France).", source}, []string{"Noted"}, []string{"- Water"}, nil)},
			[]string{"121.1 noted []"}, nil},
		"rows that contradict each other": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, theme, nil), row([]string{"121.1 Fell trees (France);", source}, []string{"Supported"}, theme, nil)},
			[]string{"121.1 noted [list-position-differs list-words-differ]"}, nil},
		"another position": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Partially supported"}, theme, nil)},
			[]string{"121.1 unclear [position-unclear]"}, nil},
		"no position": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, nil, theme, nil)},
			[]string{"121.1 unclear [position-unclear]"}, nil},
		"a State nobody knows": {[]document.Block{row([]string{"121.1 Plant trees (Frankia);", source}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted [state-unknown]"}, nil},
		"no number": {[]document.Block{row([]string{"Plant trees (France);", source}, []string{"Noted"}, theme, nil)}, nil, []string{"row-without-number"}},
		"no source anywhere": {[]document.Block{row([]string{"121.1 Plant trees (France);"}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []"}, []string{"report-symbol-unknown"}},
		"sources of two reports": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, theme, nil), row([]string{"121.2 Water trees (Chile);", "Source of position: A/HRC/43/11/Add.1"}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []", "121.2 noted []"}, []string{"report-symbols-differ"}},
		"the Council's own report is not it": {[]document.Block{row([]string{"121.1 Plant trees (France);", "Source of position: A/HRC/43/2 - Para. 700"}, []string{"Noted"}, theme, nil), row([]string{"121.2 Water trees (Chile);", source}, []string{"Noted"}, theme, nil)},
			[]string{"121.1 noted []", "121.2 noted []"}, nil},
		"an assessment filled in": {[]document.Block{row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, theme, []string{"done"})},
			[]string{"121.1 noted []"}, []string{"assessment-filled"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, list(title, append([]document.Block{head3}, c.rows...)...))
			var got []string
			for _, it := range r.Items {
				got = append(got, fmt.Sprintf("%d.%s %s %v", it.Paragraph, it.Number, it.Position, kinds(it.Questions)))
			}
			if diff := cmp.Diff(c.items, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.asked, kinds(r.Questions)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheReviewFromTheHead(t *testing.T) {
	for head, want := range map[string]upr.ReviewID{
		"UPR of Kazakhstan (3rd Cycle – 34th session) Thematic list":                  {State: "KAZ", Cycle: 3},
		"UPR of Iran (Islamic Republic of) (3rd Cycle - 34th Session) Matrix":         {State: "IRN", Cycle: 3},
		"UPR of the Gambia (third cycle, 34th session)":                               {State: "GMB", Cycle: 3},
		"Universal Periodic Review of Bosnia and Herzegovina (3rd Cycle—34 session)":  {State: "BIH", Cycle: 3},
		"UPR of Kazakhstan (2nd Cycle – 34th session): the session is one of a kind.": {State: "KAZ", Cycle: 3},
	} {
		r := read(t, list(head, head3, row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, nil, nil)))
		if r.Review != want || r.WGSession != 34 {
			t.Errorf("%s: %s, session %d", head, r.Review, r.WGSession)
		}
		if asked := slices.Contains(kinds(r.Questions), thematic.CycleDiffers); asked != (head[:len("UPR of Kazakhstan (2nd")] == "UPR of Kazakhstan (2nd") {
			t.Errorf("%s: asks about the cycle: %v", head, asked)
		}
	}
}

func TestRefusals(t *testing.T) {
	one := row([]string{"121.1 Plant trees (France);", source}, []string{"Noted"}, nil, nil)
	pdf := list(title, head3, one)
	pdf.Format = document.PDF
	for name, doc := range map[string]*document.Document{
		"no head of a review":     list("Thematic list of recommendations", head3, one),
		"a State nobody knows":    list("UPR of Erewhon (3rd Cycle – 34th session)", head3, one),
		"another table":           list(title, row([]string{"Name"}, []string{"Position"}), one),
		"no table":                list(title, document.Block{Kind: document.Paragraph, Text: "Recommendation"}),
		"a list printed as PDF":   pdf,
		"lines without a source":  saved("Recommendation", "Position", "Full list of themes", title, "121.1 Plant trees (France);"),
		"an empty file":           {Format: document.DOCX},
		"a report's conclusions":  saved("II. Conclusions and/or recommendations", "121. The following recommendations will be examined by Kazakhstan:", "121.1 Plant trees (France);"),
		"nothing but three words": saved("Recommendation", "Position", "themes"),
	} {
		if thematic.Detect(doc) && name != "no head of a review" && name != "a State nobody knows" {
			t.Errorf("%s: taken for a list", name)
		}
		_, err := thematic.Read(context.Background(), doc, gazetteer.Default())
		if r, ok := document.AsRefused(err); !ok || r.Code != document.NotExpected {
			t.Errorf("%s: got %v, want a refusal", name, err)
		}
	}
}
