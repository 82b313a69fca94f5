package thematic_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// The same two items in every layout.
var layouts = map[string]struct {
	doc  *document.Document
	tags []reading.Tag
}{
	"cycle 2: coded themes": {
		list("UPR of Kazakhstan (2nd Cycle – 20th session) Thematic list of recommendations", head3,
			heading("Theme: A12 Acceptance of international norms"),
			row([]string{"124.2 Plant more apple trees (France, Iran (Islamic Republic of)); water them (Chile);", "Source of position: A/HRC/28/10/Add.1 - Para. 2"}, []string{"Supported"}, []string{"A12 Acceptance of international norms", "S04 SDG 4 - education", "Affected persons:", "- children"}, nil),
			heading("Theme: D43 Freedom of opinion"),
			row([]string{"124.10 Read aloud (Holy See).", "Source of position: A/HRC/28/10"}, []string{"Noted"}, []string{"D43 Freedom of opinion", "Affected persons:", "- media"}, nil)),
		[]reading.Tag{{Scheme: reading.Theme, Code: "A12", Label: "Acceptance of international norms"}, {Scheme: reading.SDG, Code: "4", Label: "education"}, {Scheme: reading.Persons, Label: "children"}, {Scheme: reading.Theme, Code: "D43", Label: "Freedom of opinion"}, {Scheme: reading.Persons, Label: "media"}},
	},
	"cycle 3: themes in words": {
		list("UPR of Kazakhstan (3rd Cycle – 34th session) Thematic list of recommendations", head3,
			heading("Theme: Human trafficking"),
			row([]string{"124.2 Plant more apple trees (France, Iran (Islamic Republic of)); water them (Chile);", "Source of position: A/HRC/28/10/Add.1 - Para. 2"}, []string{"Supported"}, []string{"- Human trafficking", "SDGs:", "- 4 - QUALITY EDUCATION", "Affected persons:", "- children"}, nil),
			row([]string{"124.10 Read aloud (Holy See).", "Source of position: A/HRC/28/10"}, []string{"Noted"}, []string{"- Freedom of opinion", "Affected persons:", "- media"}, nil)),
		[]reading.Tag{{Scheme: reading.Theme, Label: "Human trafficking"}, {Scheme: reading.SDG, Code: "4", Label: "QUALITY EDUCATION"}, {Scheme: reading.Persons, Label: "children"}, {Scheme: reading.Theme, Label: "Freedom of opinion"}, {Scheme: reading.Persons, Label: "media"}},
	},
	"cycle 4: a column for Goals": {
		list("UPR of Kazakhstan (4th Cycle - 48th Session) Thematic list of recommendations* Page 1 of 2",
			row([]string{"Recommendation and recommending State"}, []string{"Position of the State under review"}, []string{"Human rights themes and groups of persons"}, []string{"Relevant SDGs"}),
			heading("Theme: Human trafficking"),
			row([]string{"124.2 Plant more apple trees (France, Iran (Islamic Republic of)); water them (Chile);", "Source of Position: A/HRC/28/10/Add.1 - Para.2vv"}, []string{"Supported"}, []string{"- Human trafficking", "Groups of Persons:", "- children"}, []string{"- 4 - QUALITY EDUCATION", "- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"}),
			row([]string{"124.10 Read aloud (Holy See).", "Source of Position: A/HRC/28/10"}, []string{"Noted"}, []string{"- Freedom of opinion", "Groups of Persons:", "- media"}, nil)),
		[]reading.Tag{{Scheme: reading.Theme, Label: "Human trafficking"}, {Scheme: reading.Persons, Label: "children"}, {Scheme: reading.SDG, Code: "4", Label: "QUALITY EDUCATION"}, {Scheme: reading.SDG, Code: "16", Label: "PEACE, JUSTICE AND STRONG INSTITUTIONS"}, {Scheme: reading.Theme, Label: "Freedom of opinion"}, {Scheme: reading.Persons, Label: "media"}},
	},
	"saved as text": {
		saved("Recommendation", "Position", "Full list of themes", "Assessment/comments on level of implementation", "Theme: Human trafficking",
			"124.2 Plant more apple trees (France, Iran (Islamic Republic of)); water them (Chile);", "Source of position: A/HRC/28/10/Add.1, para. 2 - Para. 2", "Supported", "Human trafficking", "SDGs:", "- 4 - QUALITY EDUCATION", "Affected persons:", "- children", "", "",
			"Theme: Freedom of opinion",
			"124.10 Read aloud (Holy See).", "Source of position: A/HRC/28/10", "Noted", "Freedom of opinion", "Affected persons:", "- media", "", "",
			"UPR of Kazakhstan (3rd Cycle – 34th session) Thematic list of recommendations Page 2 of 2"),
		[]reading.Tag{{Scheme: reading.Theme, Label: "Human trafficking"}, {Scheme: reading.SDG, Code: "4", Label: "QUALITY EDUCATION"}, {Scheme: reading.Persons, Label: "children"}, {Scheme: reading.Theme, Label: "Freedom of opinion"}, {Scheme: reading.Persons, Label: "media"}},
	},
}

func TestEveryLayoutGivesTheSameItems(t *testing.T) {
	type item struct {
		Number   string
		States   [][]upr.State
		Position upr.Position
		Source   upr.Source
	}
	want := []item{
		{"2", [][]upr.State{{"FRA", "IRN"}, {"CHL"}}, upr.Supported, upr.Source{Symbol: "A/HRC/28/10/Add.1", Para: "2"}},
		{"10", [][]upr.State{{"VAT"}}, upr.Noted, upr.Source{Symbol: "A/HRC/28/10"}},
	}
	for name, l := range layouts {
		t.Run(name, func(t *testing.T) {
			r := read(t, l.doc)
			var got []item
			for _, it := range r.Items {
				g := item{Number: it.Number, Position: it.Position, Source: it.PositionSrc}
				for _, s := range it.Segments {
					g.States = append(g.States, s.States())
				}
				if err := it.Check(); err != nil || len(it.Questions) > 0 || it.Symbol != "A/HRC/28/10" || it.Paragraph != 124 {
					t.Errorf("item %s of %s: %v, questions %v", it.ID, it.Symbol, err, kinds(it.Questions))
				}
				got = append(got, g)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			for i := range r.Tags {
				r.Tags[i].Item = ""
			}
			if diff := cmp.Diff(l.tags, r.Tags); diff != "" {
				t.Error(diff)
			}
			if r.Kind != reading.ThematicList || r.Symbol != "A/HRC/28/10" || r.HRCSession != 28 || r.Review.State != "KAZ" || len(r.Questions) > 0 {
				t.Errorf("%s of %s, %s, Council session %d, questions %v", r.Kind, r.Review, r.Symbol, r.HRCSession, kinds(r.Questions))
			}
		})
	}
}

func TestWhereAnItemStands(t *testing.T) {
	r := read(t, list(title, head3, heading("Theme: Trees"), row([]string{"121.7 Plant trees (France);", source}, []string{"Supported"}, []string{"- Trees"}, nil)))
	it := r.Items[0]
	if it.ID != "UPR-KAZ-C3-121.7" || it.Label != "121.7" || it.Place != "row 3" || it.Sort != 1 || it.PositionRaw != "Supported" {
		t.Errorf("%+v", it)
	}
	want := []upr.Text{{Lang: "en", Words: "Plant trees (France);", Origin: upr.FromSource, Source: upr.Source{Symbol: "A/HRC/43/10", Para: "121.7", SHA256: "f00d"}}}
	if diff := cmp.Diff(want, it.Texts); diff != "" {
		t.Error(diff)
	}
	r = read(t, saved("Recommendation", "Position", "Full list of themes", title, "121.7 Plant trees (France);", source, "Supported", "Trees"))
	if got := r.Items[0].Place; got != "l. 5" {
		t.Errorf("place %q", got)
	}
}
