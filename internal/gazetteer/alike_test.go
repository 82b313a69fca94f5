package gazetteer_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// alike are names that a reader or a loose comparison takes for one another (handbook, 7.8).
var alike = [][2]upr.State{
	{"NER", "NGA"}, {"GIN", "GNB"}, {"GIN", "GNQ"}, {"GIN", "PNG"}, {"GNB", "GNQ"}, {"GNB", "PNG"}, {"GNQ", "PNG"}, {"GIN", "GUY"},
	{"COD", "COG"}, {"KOR", "PRK"}, {"DMA", "DOM"}, {"IRL", "ISL"}, {"SVK", "SVN"}, {"AUT", "AUS"}, {"IRN", "IRQ"},
	{"MLI", "MLT"}, {"MLI", "MWI"}, {"MLT", "MWI"}, {"SDN", "SSD"}, {"MRT", "MUS"}, {"LVA", "LTU"}, {"GMB", "ZMB"},
	{"LBY", "LBR"}, {"SWE", "CHE"}, {"SWE", "SWZ"}, {"GRD", "VCT"}, {"LCA", "KNA"}, {"WSM", "SMR"}, {"MCO", "MAR"}, {"TUV", "VUT"},
	{"PRY", "URY"}, {"IND", "IDN"}, {"NLD", "NZL"}, {"GBR", "IRL"}, {"USA", "GBR"}, {"CAF", "ZAF"}, {"MDV", "MDA"}, {"TKM", "TUR"},
}

func TestNamesThatLookAlikeStayApart(t *testing.T) {
	g := gazetteer.Default()
	for _, pair := range alike {
		for i, code := range pair {
			s, ok := reference.State(code)
			if !ok {
				t.Fatalf("%s is no State", code)
			}
			for _, n := range s.Names {
				for _, written := range []string{n.Text, strings.ToUpper(n.Text), strings.ReplaceAll(n.Text, " ", "\n"), "the " + n.Text} {
					if m, ok := g.Lookup(written, upr.Date{}); !ok || m.State != code {
						t.Errorf("%q means %q, want %s and never %s", written, m.State, code, pair[1-i])
					}
				}
			}
		}
	}
}

func TestHalfANameIsNoState(t *testing.T) {
	for _, s := range []string{"Korea", "Guinea Ecuatorial and Bissau", "Republic", "Democratic Republic", "Saint", "United", "Kingdom", "Islamic Republic of", "Bissau", "New Guinea", "Herzegovina", "Northern Ireland", "Tobago"} {
		if m, ok := gazetteer.Default().Lookup(s, upr.Date{}); ok {
			t.Errorf("Lookup(%q) = %s", s, m.State)
		}
		if n, ok := gazetteer.Default().Names(s, upr.Date{}); ok {
			t.Errorf("Names(%q) = %v", s, n)
		}
	}
}

func TestSimilarNamesAreOnlySuggested(t *testing.T) {
	g := gazetteer.Default()
	for _, c := range []struct {
		name string
		want upr.State
	}{{"Kazakhstn", "KAZ"}, {"Slovvenia", "SVN"}, {"Plurinational State of", "BOL"}, {"Nigera", "NGA"}, {"Argentinia", "ARG"}} {
		if m, ok := g.Lookup(c.name, upr.Date{}); ok {
			t.Errorf("Lookup(%q) accepts %s", c.name, m.State)
		}
		found := false
		for _, m := range g.Suggest(c.name) {
			found = found || m.State == c.want
			if m.How != "" {
				t.Errorf("suggestion %+v looks like a find", m)
			}
		}
		if !found {
			t.Errorf("Suggest(%q) = %v, want %s among them", c.name, g.Suggest(c.name), c.want)
		}
	}
	for _, s := range []string{"", "CRPD", "d", "see below", "No. 29"} {
		if got := g.Suggest(s); len(got) > 0 {
			t.Errorf("Suggest(%q) = %v", s, got)
		}
	}
}

func TestInventedStatesAreKnownOnlyWhenAsked(t *testing.T) {
	real, both := gazetteer.Default(), gazetteer.WithInvented()
	for _, s := range reference.InventedStates() {
		for _, n := range s.Names {
			if m, ok := real.Lookup(n.Text, upr.Date{}); ok {
				t.Errorf("%q means %s", n.Text, m.State)
			}
			if m, ok := both.Lookup(n.Text, upr.Date{}); !ok || m.State != s.Code {
				t.Errorf("%q means %q", n.Text, m.State)
			}
			for _, m := range real.Suggest(n.Text) {
				t.Errorf("%q is near %s (%s)", n.Text, m.State, m.Name)
			}
		}
	}
	for _, s := range reference.States() {
		for _, n := range s.Names {
			if m, ok := both.Lookup(n.Text, upr.Date{}); !ok || m.State != s.Code {
				t.Errorf("with the invented States %q means %q", n.Text, m.State)
			}
		}
	}
}

// A name keeps its meaning however it is typed: letter case, quotes, blanks, hyphens, articles.
func TestAnyWritingOfANameMeansItsState(t *testing.T) {
	type named struct {
		code upr.State
		name reference.StateName
	}
	var all []named
	for _, s := range reference.States() {
		for _, n := range s.Names {
			all = append(all, named{s.Code, n})
		}
	}
	g := gazetteer.Default()
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(all).Draw(t, "name")
		written := ""
		for _, r := range x.name.Text {
			switch {
			case r == '\'' || r == '’':
				r = rapid.SampledFrom([]rune("'’‘ʼ`")).Draw(t, "quote")
			case r == '-':
				r = rapid.SampledFrom([]rune("-‐‑–\u00ad")).Draw(t, "hyphen")
			case r == ' ':
				r = rapid.SampledFrom([]rune(" \u00a0\n\t")).Draw(t, "blank")
			case r < 0x80 && rapid.Bool().Draw(t, "case"):
				r = unicode.ToUpper(r)
			}
			written += string(r)
		}
		written = rapid.SampledFrom([]string{"", " "}).Draw(t, "before") + written + rapid.SampledFrom([]string{"", " ", "  "}).Draw(t, "after")
		when := upr.Date{Year: rapid.IntRange(2006, 2027).Draw(t, "year"), Month: 6, Day: 15}
		m, ok := g.Lookup(written, when)
		if !ok || m.State != x.code {
			t.Fatalf("%q means %q, want %s", written, m.State, x.code)
		}
		if x.name.Valid(when) && m.OutOfDate {
			t.Fatalf("%q is out of date on %s", written, when)
		}
	})
}

// A group made of names is read back as these names, whatever stands between them.
func TestAGroupOfNamesIsReadBack(t *testing.T) {
	states := reference.States()
	rapid.Check(t, func(t *rapid.T) {
		group, want := "", []upr.State{}
		for i := range rapid.IntRange(1, 12).Draw(t, "States") {
			s := rapid.SampledFrom(states).Draw(t, "State")
			if i > 0 {
				group += rapid.SampledFrom([]string{", ", "; ", ",", " / ", " and ", ", and ", " , "}).Draw(t, "between")
			}
			group += rapid.SampledFrom([]string{"", "the ", "The "}).Draw(t, "article") + reference.Name(s.Code, "en", upr.Date{})
			want = append(want, s.Code)
		}
		names, ok := gazetteer.Default().Names(group, upr.Date{})
		if !ok || len(names) != len(want) {
			t.Fatalf("Names(%q) = %v, %v", group, names, ok)
		}
		for i, n := range names {
			if n.State != want[i] {
				t.Fatalf("Names(%q): %s in place %d, want %s", group, n.State, i, want[i])
			}
		}
	})
}

func FuzzNames(f *testing.F) {
	for _, s := range []string{"France", "Portugal, Slovakia", "Iran (Islamic Republic of), and the Sudan", "United Kingdom France", "((", "and and", "CRPD", "西班牙、法国", "a\xffb", strings.Repeat("Mali ", 400)} {
		f.Add(s)
	}
	g := gazetteer.Default()
	f.Fuzz(func(t *testing.T, s string) {
		names, ok := g.Names(s, upr.Date{})
		if ok != (len(names) > 0) {
			t.Fatalf("Names(%q) = %v, %v", s, names, ok)
		}
		for _, n := range names {
			if !strings.Contains(s, n.Printed) || !n.State.Valid() {
				t.Fatalf("Names(%q) reads %q as %q", s, n.Printed, n.State)
			}
			if m, ok := g.Lookup(n.Printed, upr.Date{}); !ok || m.State != n.State {
				t.Fatalf("%q is %s in a group and %s alone", n.Printed, n.State, m.State)
			}
		}
		g.Suggest(s)
	})
}

func BenchmarkNames(b *testing.B) {
	g := gazetteer.Default()
	for _, c := range []struct{ name, inside string }{
		{"one", "Kazakhstan"}, {"three", "France, Iran (Islamic Republic of), United Kingdom"},
		{"none", "Convention on the Rights of Persons with Disabilities"}, {"accent", "Côte d’Ivoire"},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				g.Names(c.inside, upr.Date{})
			}
		})
	}
}
