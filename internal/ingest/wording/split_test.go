package wording_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/upr"
)

// segment is what a test expects of one: its words, the States' codes, and their own words where they differ.
type segment struct{ Words, By, AsRead string }

func segments(it wording.Item) []segment {
	var out []segment
	for _, s := range it.Segments {
		var codes []string
		for _, st := range s.States() {
			codes = append(codes, string(st))
		}
		out = append(out, segment{s.Words, strings.Join(codes, " "), s.AsRead})
	}
	return out
}

func kinds(it wording.Item) []string {
	var out []string
	for _, q := range it.Questions {
		out = append(out, q.Kind)
	}
	return out
}

var in2014 = wording.Context{Review: "TUV", When: upr.Date{Year: 2014, Month: 5, Day: 1}}

// The shapes are those of the handbook's traps (7.5); the wording is invented.
func TestSplitReadsTheShapesOfTheTraps(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []segment
		ask  []string
	}{
		"one State":                           {"Repair the harbour road (Peru);", []segment{{"Repair the harbour road", "PER", ""}}, nil},
		"trap 1: acronym before the State":    {"Ratify the Harbour Treaty (HT) (Egypt);", []segment{{"Ratify the Harbour Treaty (HT)", "EGY", ""}}, nil},
		"trap 1: number before the States":    {"Apply the Ports Convention (No. 29) (Peru) (Chile);", []segment{{"Apply the Ports Convention (No. 29)", "PER CHL", ""}}, nil},
		"trap 2: bracket inside a name":       {"Light the pier (Iran (Islamic Republic of));", []segment{{"Light the pier", "IRN", ""}}, nil},
		"trap 2: in a list":                   {"Light the pier (Senegal, Venezuela (Bolivarian Republic of), Peru);", []segment{{"Light the pier", "SEN VEN PER", ""}}, nil},
		"trap 3: and inside a name":           {"Light the pier (Bosnia and Herzegovina and Peru);", []segment{{"Light the pier", "BIH PER", ""}}, nil},
		"trap 4: separate brackets":           {"Light the pier (France) (Lithuania).", []segment{{"Light the pier", "FRA LTU", ""}}, nil},
		"trap 4: semicolon in the bracket":    {"Light the pier (Mexico; Egypt);", []segment{{"Light the pier", "MEX EGY", ""}}, nil},
		"trap 4: comma between brackets":      {"Light the pier (Germany), (Italy);", []segment{{"Light the pier", "DEU ITA", ""}}, nil},
		"trap 4: missing comma":               {"Light the pier (United Kingdom France, Mexico);", []segment{{"Light the pier", "GBR FRA MEX", ""}}, nil},
		"trap 5: several segments":            {"Dredge the canal (Ukraine); Increase the ferry fleet (Slovakia);", []segment{{"Dredge the canal", "UKR", ""}, {"Increase the ferry fleet", "SVK", ""}}, nil},
		"trap 5: next one begins small":       {"Dredge the canal (Ukraine); increase the ferry fleet (Slovakia);", []segment{{"Dredge the canal", "UKR", ""}, {"increase the ferry fleet", "SVK", ""}}, nil},
		"trap 6: slash between sentences":     {"Ratify the Harbour Treaty (Namibia) / Actively consider joining the Ports League (China);", []segment{{"Ratify the Harbour Treaty", "NAM", ""}, {"Actively consider joining the Ports League", "CHN", ""}}, nil},
		"trap 7: and between sentences":       {"Widen the road to the northern harbour (Greece) and enhance its efforts to train all pilots (Indonesia);", []segment{{"Widen the road to the northern harbour", "GRC", ""}, {"enhance its efforts to train all pilots", "IDN", ""}}, nil},
		"trap 8: full stop between":           {"Close the old quarry (Turkey). Open the new museum (Germany), (Italy);", []segment{{"Close the old quarry", "TUR", ""}, {"Open the new museum", "DEU ITA", ""}}, nil},
		"trap 9: semicolon inside one text":   {"Train staff in rescue; first aid; and signals (Malta);", []segment{{"Train staff in rescue; first aid; and signals", "MLT", ""}}, nil},
		"trap 10: lettered points, one State": {"Provide: (a) buoys, (b) lamps and (c) boats (Germany);", []segment{{"Provide: (a) buoys, (b) lamps and (c) boats", "DEU", ""}}, nil},
		"trap 10: article with a letter":      {"Apply article 9 (1) (a) of the Treaty (Peru);", []segment{{"Apply article 9 (1) (a) of the Treaty", "PER", ""}}, nil},
		"trap 11: footnote mark glued":        {"Light the pier (Brazil)1;", []segment{{"Light the pier", "BRA", ""}}, nil},
		"trap 11: footnote mark between":      {"Dredge the canal (Brazil)1; Light the pier (Peru)**.", []segment{{"Dredge the canal", "BRA", ""}, {"Light the pier", "PER", ""}}, nil},
		"trap 14: other bracket and a blank":  {"Publish the reports (the Ports Report, the Piers Report) (Switzerland );", []segment{{"Publish the reports (the Ports Report, the Piers Report)", "CHE", ""}}, nil},
		"trap 15: observers":                  {"Light the pier (Holy See, State of Palestine);", []segment{{"Light the pier", "VAT PSE", ""}}, nil},
		"trap 15: a group is text":            {"Light the pier as requested by the European Union (France);", []segment{{"Light the pier as requested by the European Union", "FRA", ""}}, nil},
		"trap 16: as previously recommended":  {"Light the pier, as previously recommended (in 2010) (Norway);", []segment{{"Light the pier, as previously recommended (in 2010)", "NOR", ""}}, nil},
		"trap 17: dot before the bracket":     {"Light the pier. (Canada)", []segment{{"Light the pier", "CAN", ""}}, nil},
		"trap 17: no terminator":              {"Light the pier (Canada)", []segment{{"Light the pier", "CAN", ""}}, nil},
		"trap 30: a verb takes the next object": {"Sign (Algeria) and ratify (Egypt, Algeria) the Treaty on Lights (Chile);", []segment{
			{"Sign and ratify the Treaty on Lights", "DZA", "Sign … ratify … the Treaty on Lights"},
			{"ratify the Treaty on Lights", "EGY", "ratify … the Treaty on Lights"},
			{"Sign and ratify the Treaty on Lights", "CHL", "the Treaty on Lights"}}, []string{wording.Interleaved}},
		"trap 30: verbs before one object leave nothing to ask": {"Sign (Algeria), ratify (Egypt) or accede to (Chile) the Treaty on Lights;", []segment{
			{"Sign the Treaty on Lights", "DZA", "Sign … the Treaty on Lights"},
			{"ratify the Treaty on Lights", "EGY", "ratify … the Treaty on Lights"},
			{"accede to the Treaty on Lights", "CHL", "accede to … the Treaty on Lights"}}, nil},
		"trap 30: a complete verb is a sentence": {"Ratify HT (Spain) / accede to the Ports League (France);", []segment{{"Ratify HT", "ESP", ""}, {"accede to the Ports League", "FRA", ""}}, nil},
		"trap 30: the sentence goes on": {"Repair all the piers (Iraq) as well as the long bridge over the river (Chad);", []segment{
			{"Repair all the piers", "IRQ", "Repair all the piers"},
			{"Repair all the piers as well as the long bridge over the river", "TCD", "as well as the long bridge over the river"}}, []string{wording.Interleaved}},
		"trap 30: a State once in two steps": {"Join the Ports League (Maldives, Peru) and build a pilot school on the island (Maldives);", []segment{
			{"Join the Ports League and build a pilot school on the island", "MDV", ""}, {"Join the Ports League", "PER", ""}}, nil},
		"trap 31: closing bracket missing at the end": {"Light the pier (Poland;", []segment{{"Light the pier", "POL", ""}}, nil},
		"trap 31: closing bracket missing inside":     {"Light the pier (Paraguay (Argentina);", []segment{{"Light the pier", "PRY ARG", ""}}, nil},
		"trap 31: closing bracket missing between": {"Light the pier (Poland and the long bridge (Peru);", []segment{
			{"Light the pier", "POL", "Light the pier"}, {"Light the pier and the long bridge", "PER", "the long bridge"}}, []string{wording.Repaired, wording.Interleaved}},
		"trap 31: opening bracket missing": {"Light the pier United Kingdom);", []segment{{"Light the pier", "GBR", ""}}, []string{wording.Repaired}},
		"trap 31: one bracket too many":    {"Light the pier ((Iran (Islamic Republic of));", []segment{{"Light the pier", "IRN", ""}}, nil},
		"trap 31: blank inside":            {"Light the pier ( Germany);", []segment{{"Light the pier", "DEU", ""}}, nil},
		"trap 31: mark before the State":   {"Promote employment1 (Belarus);", []segment{{"Promote employment1", "BLR", ""}}, nil},
		"a State twice in one bracket":     {"Light the pier (Peru, Peru);", []segment{{"Light the pier", "PER", ""}}, nil},
		"words behind the last State":      {"Repair (France) the long pier;", []segment{{"Repair the long pier", "FRA", ""}}, []string{wording.Trailing}},
		"a segment nobody signed":          {"Repair the pier (France); build a new one;", []segment{{"Repair the pier", "FRA", ""}, {"build a new one", "", ""}}, []string{wording.Trailing}},
		"words that point back": {"Pass the harbour law (Hungary) and publish it in print (Iraq);", []segment{
			{"Pass the harbour law", "HUN", "Pass the harbour law"}, {"Pass the harbour law and publish it in print", "IRQ", "publish it in print"}}, []string{wording.Interleaved}},
		"no State at all":                {"Repair the pier;", []segment{{"Repair the pier", "", ""}}, []string{wording.NoState}},
		"a State in the sentence":        {"With regard to the recommendation of Switzerland, repair the pier.", []segment{{"With regard to the recommendation of Switzerland, repair the pier", "CHE", ""}}, []string{wording.Prose}},
		"a misprinted name":              {"Repair the pier (Lichtenstein);", []segment{{"Repair the pier", "", ""}}, []string{wording.UnknownState}},
		"a misprinted name among others": {"Repair the pier (Peru, Urugay);", []segment{{"Repair the pier", "PER", ""}}, []string{wording.UnknownState}},
		"the State under review itself":  {"Repair the pier (Tuvalu, Peru);", []segment{{"Repair the pier", "PER", ""}}, []string{wording.SelfNamed}},
	} {
		t.Run(name, func(t *testing.T) {
			got := wording.Split(c.text, gazetteer.Default(), in2014)
			if d := cmp.Diff(c.want, segments(got)); d != "" {
				t.Errorf("segments (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.ask, kinds(got)); d != "" {
				t.Errorf("questions (-want +got):\n%s", d)
			}
		})
	}
}

func TestAMisprintOffersTheNamesThatLookAlike(t *testing.T) {
	it := wording.Split("Repair the pier (Urugay);", gazetteer.Default(), in2014)
	if len(it.Questions) != 1 || len(it.Questions[0].Choices) == 0 || it.Questions[0].Choices[0].State != "URY" {
		t.Errorf("questions: %+v", it.Questions)
	}
	if it.Questions[0].Detail["name"] != "Urugay" {
		t.Errorf("the question does not quote the name: %+v", it.Questions[0].Detail)
	}
}

func TestPrintedNamesAreKept(t *testing.T) {
	it := wording.Split("Light the pier (the Netherlands, Islamic Republic of Iran);", gazetteer.Default(), in2014)
	want := []upr.Attribution{{State: "NLD", Printed: "the Netherlands"}, {State: "IRN", Printed: "Islamic Republic of Iran"}}
	if d := cmp.Diff(want, it.Segments[0].By); d != "" {
		t.Error(d)
	}
}

func TestATextTooLongIsAQuestion(t *testing.T) {
	it := wording.Split(strings.Repeat("Repair the pier (Peru); ", 2000), gazetteer.Default(), in2014)
	if len(it.Segments) != 1 || len(it.Questions) != 1 || it.Questions[0].Kind != wording.TooLong {
		t.Errorf("%d segments, questions %+v", len(it.Segments), it.Questions)
	}
}
