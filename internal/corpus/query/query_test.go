package query_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus/query"
)

type (
	and    = query.And
	or     = query.Or
	not    = query.Not
	word   = query.Word
	prefix = query.Prefix
	phrase = query.Phrase
	near   = query.Near
	nodes  = []query.Node
)

func has(f query.Field, values ...string) query.Has {
	return query.Has{Filter: query.Filter{Field: f, Values: values}}
}

func filter(f query.Field, values ...string) query.Filter {
	return query.Filter{Field: f, Values: values}
}

var lexicon = query.NewLexicon()

func TestWordsAndOperators(t *testing.T) {
	for typed, want := range map[string]query.Node{
		"":                              nil,
		" – , ":                         nil,
		"Torture":                       word{"torture"},
		"women and  girls":              and{nodes{word{"women"}, word{"girls"}}},
		"torture AND prisons":           and{nodes{word{"torture"}, word{"prisons"}}},
		"a1 OR b1 c1":                   or{nodes{word{"a1"}, and{nodes{word{"b1"}, word{"c1"}}}}},
		"(a1 OR b1) c1":                 and{nodes{or{nodes{word{"a1"}, word{"b1"}}}, word{"c1"}}},
		"NOT torture":                   not{word{"torture"}},
		"police -torture":               and{nodes{word{"police"}, not{word{"torture"}}}},
		"-(a1 OR b1)":                   not{or{nodes{word{"a1"}, word{"b1"}}}},
		"NOT NOT a1":                    word{"a1"},
		"torture or detention":          and{nodes{word{"torture"}, word{"or"}, word{"detention"}}},
		`"Death  penalty,"`:             phrase{[]string{"death", "penalty"}},
		`«droits de l’homme»`:           phrase{[]string{"droits", "de", "l", "homme"}},
		`"women"`:                       phrase{[]string{"women"}},
		`""`:                            nil,
		"discrimin*":                    prefix{"discrimin"},
		"non-discrim*":                  and{nodes{word{"non"}, prefix{"discrim"}}},
		"police NEAR/5 training":        near{"police", "training", 5},
		"police NEAR training NEAR/2 x": and{nodes{near{"police", "training", 10}, near{"training", "x", 2}}},
		"non-discrimination":            phrase{[]string{"non", "discrimination"}},
		"l’éducation":                   word{"education"},
		"women,children":                and{nodes{word{"women"}, word{"children"}}},
		"人权":                            word{"人权"},
		"人":                             word{"人"},
		"妇女权":                           phrase{[]string{"妇", "妇女", "女", "女权", "权"}},
		"HIV艾滋":                         and{nodes{word{"hiv"}, word{"艾滋"}}},
		"12:30":                         and{nodes{word{"12"}, word{"30"}}},
		"see: police":                   and{nodes{word{"see"}, word{"police"}}},
	} {
		q, _, err := query.Parse(typed, lexicon)
		if err != nil || len(q.Filters) > 0 {
			t.Errorf("%q: %+v, %v", typed, q.Filters, err)
		}
		if diff := cmp.Diff(want, q.Text); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
}

func TestFieldsAreLookedUpAndLifted(t *testing.T) {
	for typed, want := range map[string]query.Query{
		"sur:Kazakhstan torture":          {Text: word{"torture"}, Filters: []query.Filter{filter(query.State, "KAZ")}},
		"sur:kaz":                         {Filters: []query.Filter{filter(query.State, "KAZ")}},
		"sur: Қазақстан":                  {Filters: []query.Filter{filter(query.State, "KAZ")}},
		"by:Burma":                        {Filters: []query.Filter{filter(query.By, "MMR")}},
		"by:Republic of Korea police":     {Text: word{"police"}, Filters: []query.Filter{filter(query.By, "KOR")}},
		"by:Korea, Republic of":           {Filters: []query.Filter{filter(query.By, "KOR")}},
		`by:"Iran (Islamic Republic of)"`: {Filters: []query.Filter{filter(query.By, "IRN")}},
		"by:(France OR Germany)":          {Filters: []query.Filter{filter(query.By, "FRA", "DEU")}},
		`by:("France" OR Germany, ESP)`:   {Filters: []query.Filter{filter(query.By, "FRA", "DEU", "ESP")}},
		"by:FRA,DEU,FRA":                  {Filters: []query.Filter{filter(query.By, "FRA", "DEU")}},
		"by:France, Germany torture":      {Text: word{"torture"}, Filters: []query.Filter{filter(query.By, "FRA", "DEU")}},
		"cycle:2..4":                      {Filters: []query.Filter{{Field: query.Cycle, From: 2, To: 4}}},
		"year:2012..":                     {Filters: []query.Filter{{Field: query.Year, From: 2012}}},
		"session:14..16,20":               {Filters: []query.Filter{filter(query.Session, "14", "15", "16", "20")}},
		"-position:rejected":              {Filters: []query.Filter{{Field: query.Position, Values: []string{"noted"}, Not: true}}},
		"NOT by:FRA NOT by:DEU":           {Filters: []query.Filter{{Field: query.By, Values: []string{"FRA", "DEU"}, Not: true}}},
		"by:FRA by:DEU":                   {Text: has(query.By, "DEU"), Filters: []query.Filter{filter(query.By, "FRA")}},
		"by:FRA OR by:DEU":                {Text: or{nodes{has(query.By, "FRA"), has(query.By, "DEU")}}},
		"issue:torture":                   {Filters: []query.Filter{filter(query.Issue, "torture-and-other-cid-treatment")}},
		`issue:"Women's rights"`:          {Filters: []query.Filter{filter(query.Issue, "womens-rights")}},
		"issue:none":                      {Filters: []query.Filter{filter(query.Issue, "")}},
		"sdg:5 action:specific":           {Filters: []query.Filter{filter(query.Action, "5"), filter(query.SDG, "5")}},
		"treaty:opcat":                    {Filters: []query.Filter{filter(query.Treaty, "OP-CAT")}},
		"treaty:disappearances":           {Filters: []query.Filter{filter(query.Treaty, "ICPPED")}},
		"group:Africa by-group:WEOG":      {Filters: []query.Filter{filter(query.Group, "AFR"), filter(query.ByGroup, "WEOG")}},
		"org:\"European Union\"":          {Filters: []query.Filter{filter(query.Org, "EU")}},
		"symbol:a/hrc/28/10 para:124.1":   {Filters: []query.Filter{filter(query.Symbol, "A/HRC/28/10"), filter(query.Para, "124.1")}},
		"kind:pledges lang:French":        {Filters: []query.Filter{filter(query.Kind, "pledge"), filter(query.Lang, "fr")}},
		"accepted torture":                {Text: word{"torture"}, Filters: []query.Filter{filter(query.Position, "supported")}},
		"Rejected":                        {Filters: []query.Filter{filter(query.Position, "noted")}},
		"OP-CAT":                          {Text: or{nodes{has(query.Treaty, "OP-CAT"), phrase{[]string{"op", "cat"}}}}},
		"CEDAW":                           {Text: or{nodes{has(query.Treaty, "CEDAW"), word{"cedaw"}}}},
		"op cat":                          {Text: or{nodes{has(query.Treaty, "OP-CAT"), phrase{[]string{"op", "cat"}}}}},
		"cat":                             {Text: word{"cat"}},
		"SDG 5":                           {Text: or{nodes{has(query.SDG, "5"), phrase{[]string{"sdg", "5"}}}}},
		"UPR-KAZ-C2-126.27":               {Filters: []query.Filter{filter(query.ID, "UPR-KAZ-C2-126.27")}},
	} {
		q, notes, err := query.Parse(typed, lexicon)
		if err != nil {
			t.Errorf("%q: %+v", typed, err)
			continue
		}
		if diff := cmp.Diff(want, q); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
		for _, n := range notes {
			if n.Code == "" || n.Typed == "" {
				t.Errorf("%q: note %+v", typed, n)
			}
		}
	}
}

func TestWhatWasUnderstoodIsSaid(t *testing.T) {
	for typed, want := range map[string][]query.Note{
		"by:Burma":               {{Code: "field-value", Typed: "Burma", Field: query.By, Value: "MMR"}},
		"by:MMR":                 nil,
		"noted torture":          {{Code: "position", Typed: "noted", Field: query.Position, Value: "noted"}},
		"CEDAW":                  {{Code: "treaty", Typed: "CEDAW", Field: query.Treaty, Value: "CEDAW"}},
		"a1 or b1":               {{Code: "operator", Typed: "or"}},
		"police in South Africa": {{Code: "state", Typed: "South Africa", Field: query.State, Value: "ZAF"}},
		"Swaziland":              {{Code: "state", Typed: "Swaziland", Field: query.State, Value: "SWZ"}},
	} {
		_, notes, err := query.Parse(typed, lexicon)
		if err != nil {
			t.Errorf("%q: %+v", typed, err)
		}
		if diff := cmp.Diff(want, notes); diff != "" {
			t.Errorf("%q: %s", typed, diff)
		}
	}
	q, notes, err := query.Parse("accepted CEDAW by:Burma", lexicon.Literally())
	want := query.Query{Text: and{nodes{word{"accepted"}, word{"cedaw"}}}, Filters: []query.Filter{filter(query.By, "MMR")}}
	if diff := cmp.Diff(want, q); diff != "" || err != nil || len(notes) != 1 {
		t.Errorf("literally: %s %v %v", diff, notes, err)
	}
}

func TestErrorsSayWhereAndWhat(t *testing.T) {
	for _, c := range []struct {
		typed, code string
		at, length  int
		hint        string
	}{
		{`torture "death penalty`, "quote-open", 8, 1, ""},
		{"(a1 b1", "bracket-open", 0, 1, ""},
		{"a1) b1", "bracket-closed", 2, 1, ""},
		{"a1 ()", "empty", 3, 2, ""},
		{"AND a1", "operator", 0, 3, ""},
		{"a1 AND", "operator", 3, 3, ""},
		{"a1 AND AND b1", "operator", 7, 3, ""},
		{"a1 OR", "operator", 3, 2, ""},
		{"OR a1", "operator", 0, 2, ""},
		{"a1 NOT", "operator", 3, 3, ""},
		{"a1 NEAR/99 b1", "within", 3, 7, ""},
		{"a1 NEAR", "near", 3, 4, ""},
		{`non-discrimination NEAR/3 b1`, "near", 0, 18, ""},
		{"a*", "prefix", 0, 2, ""},
		{"tort*ure", "prefix", 0, 8, ""},
		{"sur:", "empty", 0, 4, ""},
		{"curcle:2", "field", 0, 6, ""},
		{"cycel:2", "field", 0, 5, ""},
		{"sesion:2", "field", 0, 6, "session"},
		{"cycle:two", "number", 6, 3, "1–9"},
		{"cycle:12", "number", 6, 2, "1–9"},
		{"cycle:4..2", "range", 6, 4, ""},
		{"by:a..b", "range", 3, 4, ""},
		{"sur:Kazakhstn", "state", 4, 9, "Kazakhstan"},
		{"sur:Korea", "state-ambiguous", 4, 5, ""},
		{"position:maybe", "value", 9, 5, "supported, noted, pending, unclear"},
		{"issue:rights", "ambiguous", 6, 6, ""},
		{"by:(France AND Germany)", "field-expression", 4, 18, ""},
		{"by:FRA,XXQ", "state", 7, 3, ""},
		{"para:abc", "value", 5, 3, ""},
		{strings.Repeat("a", 2001), "too-long", 2000, 1, ""},
		{strings.Repeat("ab ", 65), "too-many", 192, 3, ""},
		{strings.Repeat("(", 17) + "a", "too-deep", 16, 1, ""},
		{`"` + strings.Repeat("ab ", 49) + `"`, "phrase", 0, 149, ""},
	} {
		q, _, err := query.Parse(c.typed, lexicon)
		if err == nil {
			t.Errorf("%.40q gives %+v, want %s", c.typed, q, c.code)
			continue
		}
		if err.Code != c.code || err.At != c.at || err.Len != c.length || c.hint != "" && err.Hint != c.hint {
			t.Errorf("%.40q: %+v, want %s at %d+%d, hint %q", c.typed, err, c.code, c.at, c.length, c.hint)
		}
		if q.Text != nil || len(q.Filters) > 0 {
			t.Errorf("%.40q: the query is not empty: %+v", c.typed, q)
		}
	}
}

func TestAddressesAreRead(t *testing.T) {
	v := url.Values{"q": {"  torture by:FRA "}, "sur": {"Kazakhstan", "uzb"}, "-cycle": {"9"}, "cycle": {"2..3", "4"}, "position": {"-noted", ""},
		"unit": {"pair"}, "page": {"3"}, "on": {"2014-11-05"}, "act": {"17"}, "text": {"ru"}, "lang": {"kk"}}
	r := query.FromValues(v, lexicon)
	if r.Mistaken != nil {
		t.Fatalf("%+v", r.Mistaken)
	}
	if got, want := r.Values().Encode(), "act=17&cycle=2&cycle=3&cycle=4&on=2014-11-05&page=3&position=-noted&q=torture+by%3AFRA&sur=KAZ&sur=UZB&text=ru&unit=pair"; got != want {
		t.Errorf("address %s, want %s", got, want)
	}
	if got, want := r.Plain().Values().Encode(), "act=17&by=FRA&cycle=2&cycle=3&cycle=4&on=2014-11-05&page=3&position=-noted&q=torture&sur=KAZ&sur=UZB&text=ru&unit=pair"; got != want {
		t.Errorf("plain address %s, want %s", got, want)
	}
	if got, want := r.With(query.By, "DEU").Without(query.State, "KAZ", false).Values().Encode(), "act=17&by=FRA&by=DEU&cycle=2&cycle=3&cycle=4&on=2014-11-05&position=-noted&q=torture&sur=UZB&text=ru&unit=pair"; got != want {
		t.Errorf("turned address %s, want %s", got, want)
	}
	for param, value := range map[string]string{"unit": "kilo", "page": "0", "on": "yesterday", "act": "-1", "order": "best", "sur": "Atlantis", "cycle": "x"} {
		r := query.FromValues(url.Values{"q": {"torture"}, param: {value}}, lexicon)
		if r.Mistaken == nil || r.Text != nil || !strings.HasPrefix(r.Mistaken.What, param) {
			t.Errorf("%s=%s: %+v", param, value, r.Mistaken)
		}
	}
}

func TestOnlyRecommendationsUnlessSaidOtherwise(t *testing.T) {
	only := filter(query.Kind, "recommendation")
	for address, want := range map[string][]query.Filter{
		"":                         {only},
		"q=torture":                {only},
		"q=kind:pledge":            {filter(query.Kind, "pledge")},
		"q=kind:pledge OR torture": nil,
		"kind=pledge":              {filter(query.Kind, "pledge")},
		"kind=all":                 nil,
		"q=UPR-KAZ-C2-126.27":      {filter(query.ID, "UPR-KAZ-C2-126.27")},
	} {
		v, err := url.ParseQuery(address)
		if err != nil {
			t.Fatal(err)
		}
		r := query.FromValues(v, lexicon)
		if diff := cmp.Diff(want, r.Filters); diff != "" {
			t.Errorf("%q: %s", address, diff)
		}
		if diff := cmp.Diff(r.Plain().Filters, query.FromValues(r.Plain().Values(), lexicon).Filters); diff != "" {
			t.Errorf("%q, plain: %s", address, diff)
		}
	}
	all := query.FromValues(url.Values{}, lexicon).OfAllKinds()
	if got := all.Values().Encode(); got != "kind=all" || len(all.Filters) > 0 {
		t.Errorf("of all kinds: %s, %v", got, all.Filters)
	}
	if got := all.With(query.Kind, "pledge").Without(query.Kind, "pledge", false); got.Values().Encode() != "" || !got.Implied {
		t.Errorf("back again: %s", got.Values().Encode())
	}
}

// typing draws what a person might type, right or wrong.
func typing() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{"torture", "women", "AND", "OR", "NOT", "-", "(", ")", `"death penalty"`, "discrimin*", "NEAR/3", "by:FRA",
		"by:Germany", "-by:(FRA OR DEU)", "cycle:2..4", "cycle:2", "position:accepted", "accepted", "noted", "CEDAW", "OP", "CAT", "SDG", "5", "a,b",
		"人权保护", "l’État", "sur:South", "Africa", "issue:none", "year:..2014", "and", "or", "x:y", `"`, "A/HRC/28/10", "symbol:A/HRC/28/10", "kind:pledge", "id:x-1", "é\u0301", "\x00", "сур:", "text"})
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(0, 9).Draw(t, "parts") {
			b.WriteString(part.Draw(t, "part"))
			b.WriteString(rapid.SampledFrom([]string{" ", " ", "  ", "", "\t"}).Draw(t, "blank"))
		}
		return b.String()
	})
}

func address() *rapid.Generator[url.Values] {
	return rapid.Custom(func(t *rapid.T) url.Values {
		v := url.Values{"q": {typing().Draw(t, "typed")}}
		for range rapid.IntRange(0, 4).Draw(t, "chosen") {
			f := rapid.SampledFrom([]string{"by", "sur", "cycle", "position", "issue", "text", "para", "session", "kind"}).Draw(t, "field")
			value := map[string][]string{"by": {"FRA", "-DEU", "Germany", "none"}, "sur": {"KAZ", "-UZB"}, "cycle": {"2", "2..3", "-4", "..3", "none"},
				"position": {"supported", "-noted", "accepted"}, "issue": {"death-penalty", "none", "-none"}, "text": {"en", "ru"}, "kind": {"all", "pledge", "-pledge"}, "para": {"124", "124.1"}, "session": {"7..", "14,16..17"}}[f]
			v.Add(f, rapid.SampledFrom(value).Draw(t, "value"))
		}
		for param, value := range map[string][]string{"unit": {"", "pair", "item"}, "order": {"", "relevance", "document"}, "page": {"", "1", "7"},
			"on": {"", "2014-11-01"}, "act": {"", "5"}, "literal": {"", "1"}} {
			v.Set(param, rapid.SampledFrom(value).Draw(t, param))
		}
		return v
	})
}

func TestARequestComesBackFromItsAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := address().Draw(t, "address")
		comesBack(t, v)
	})
}

func comesBack(t interface{ Fatalf(string, ...any) }, v url.Values) {
	r := query.FromValues(v, lexicon)
	again := query.FromValues(r.Values(), lexicon)
	if diff := cmp.Diff(r, again); diff != "" && (r.Mistaken == nil || strings.TrimSpace(r.Typed) != r.Typed) {
		t.Fatalf("%v comes back as %v: %s", v, r.Values(), diff)
	}
	if r.Mistaken != nil {
		return
	}
	plain := query.FromValues(r.Plain().Values(), lexicon)
	if diff := cmp.Diff(r.Query, plain.Query); diff != "" || plain.Mistaken != nil {
		t.Fatalf("%q becomes %q, which asks something else (%v): %s", r.Typed, r.Rest, plain.Mistaken, diff)
	}
	if diff := cmp.Diff(plain.Values(), plain.Plain().Values()); diff != "" {
		t.Fatalf("the plain form of %q is not plain: %s", r.Rest, diff)
	}
	for i, f := range r.Filters {
		if i > 0 && r.Filters[i-1].Field == f.Field && r.Filters[i-1].Not == f.Not {
			t.Fatalf("%v has two filters of %s", v, f.Field)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"torture OR (women -girls)", `by:(FRA OR "Iran (Islamic Republic of)") "a b`, "sur:South Africa, Mali police NEAR/3 train*", "a:b:c", "((((", "-(-x)", "人权 OP CAT", "\xff\"\xfe", "by:,,", "cycle:..", "x NEAR/ y", "“a” AND «b»"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q, notes, err := query.Parse(typed, lexicon)
		if err != nil {
			if err.At < 0 || err.Len < 0 || err.At+err.Len > len(typed) || err.Code == "" || q.Text != nil {
				t.Fatalf("%q: %+v", typed, err)
			}
		}
		if len(notes) > 24 {
			t.Fatalf("%q: %d notes", typed, len(notes))
		}
		comesBack(t, url.Values{"q": {typed}})
	})
}

func FuzzFromValues(f *testing.F) {
	for _, s := range []string{"q=torture&by=FRA&by=-DEU", "cycle=2..4&q=cycle%3A3", "page=99999999999", "on=2014-13-01", "sur=%00", "issue=none&text=none&para=-", "by=FRA,DEU;ESP"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := url.ParseQuery(s)
		if err != nil {
			return
		}
		comesBack(t, v)
	})
}

func BenchmarkFromValues(b *testing.B) {
	v := url.Values{"q": {`torture "death penalty" police NEAR/5 training accepted`}, "by": {"FRA", "DEU"}, "cycle": {"2..4"}}
	b.ReportAllocs()
	for b.Loop() {
		query.FromValues(v, lexicon)
	}
}
