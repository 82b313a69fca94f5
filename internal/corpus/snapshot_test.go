package corpus_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

var (
	drawnStates = []upr.State{"DEU", "FRA", "KAZ", "PSE", "TCD", "VAT", "XQQ"}
	drawnCodes  = map[query.Field][]string{
		query.Issue: {"death-penalty", "womens-rights", "an-issue-of-tomorrow", "asylum-seekers-refugees"}, query.Affected: {"women", "children", "disabilities", "boat-people"},
		query.SDG: {"1", "5", "10", "16"}, query.Treaty: {"CAT", "OP-CAT", "CRC", "TREATY-X"},
	}
	drawnWords = map[string][]string{
		"en": {"right", "rights", "the", "of", "child", "children", "protect", "protection", "self-determination", "women's", "résumé", "School"},
		"fr": {"droit", "droits", "de", "l'enfant", "enfants", "protéger", "rights"},
		"ru": {"право", "прав", "ребёнка", "дети"},
		"zh": {"人权", "保护", "儿童", "人"},
	}
	drawnLangs = []string{"en", "fr", "ru", "zh"}
)

func some(t *rapid.T, of []string, most int, label string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 0, most, rapid.ID).Draw(t, label)
}

func drawWords(t *rapid.T, lang string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(drawnWords[lang]), 0, 9).Draw(t, "words"), " ")
}

// drawDocs draws documents of some reviews in order; some items have several segments.
func drawDocs(t *rapid.T) []corpus.Doc {
	var docs []corpus.Doc
	for r := range rapid.IntRange(0, 4).Draw(t, "reviews") {
		review := upr.ReviewID{State: drawnStates[r], Cycle: upr.Cycle(rapid.IntRange(0, 3).Draw(t, "cycle"))}
		base := corpus.Doc{
			Kind: rapid.SampledFrom([]corpus.Kind{corpus.Recommendation, corpus.Recommendation, corpus.Pledge, corpus.TreatyBody}).Draw(t, "kind"), Review: review, State: review.State,
			Session: upr.WGSession(rapid.IntRange(0, 12).Draw(t, "session")), Year: rapid.SampledFrom([]int{0, 2009, 2014}).Draw(t, "year"), Symbol: fmt.Sprintf("A/HRC/%d/1", r),
		}
		for i := range rapid.IntRange(0, 9).Draw(t, "items") {
			item := fmt.Sprintf("UPR-%s-C%d-12.%d", review.State, review.Cycle, i+1)
			for n := range rapid.SampledFrom([]int{1, 1, 1, 2, 4}).Draw(t, "segments") {
				d := base
				d.ID, d.Item, d.Para = fmt.Sprintf("%s-s%d", item, n+1), item, fmt.Sprintf("12.%d", i+1)
				d.By = rapid.SliceOfNDistinct(rapid.SampledFrom(drawnStates), 0, 4, rapid.ID).Draw(t, "by")
				d.Position = rapid.SampledFrom(append([]upr.Position{""}, upr.Positions...)).Draw(t, "position")
				d.Action = rapid.IntRange(0, 5).Draw(t, "action")
				d.Issues, d.Affected = some(t, drawnCodes[query.Issue], 4, "issues"), some(t, drawnCodes[query.Affected], 3, "affected")
				d.SDGs, d.Treaties = some(t, drawnCodes[query.SDG], 4, "goals"), some(t, drawnCodes[query.Treaty], 3, "treaties")
				d.Act, d.Provisional = uint64(rapid.IntRange(0, 3).Draw(t, "act")), rapid.Bool().Draw(t, "provisional")
				for _, lang := range some(t, drawnLangs, 2, "langs") {
					d.Texts = append(d.Texts, corpus.Text{Lang: lang, Words: drawWords(t, lang)})
				}
				docs = append(docs, d)
			}
		}
	}
	return docs
}

func drawFilter(t *rapid.T) query.Filter {
	f := query.Filter{Field: rapid.SampledFrom(append(slices.Clone(corpus.Facets), query.Symbol, query.Para, query.ID)).Draw(t, "field"), Not: rapid.IntRange(0, 3).Draw(t, "not") == 0}
	if (f.Field == query.Cycle || f.Field == query.Session || f.Field == query.Year) && rapid.Bool().Draw(t, "range") {
		f.From, f.To = rapid.SampledFrom([]int{0, 1, 2, 2010}).Draw(t, "from"), rapid.SampledFrom([]int{0, 2, 3, 10, 2014}).Draw(t, "to")
		return f
	}
	pool := map[query.Field][]string{
		query.Position: {"supported", "noted", "pending", "", "nonsense"}, query.Group: {"AFR", "WEOG", "APG", ""}, query.ByGroup: {"AFR", "WEOG", ""}, query.Org: {"EU", "OIC", ""}, query.ByOrg: {"EU", "OIC", ""},
		query.Cycle: {"1", "2", ""}, query.Session: {"1", "7", ""}, query.Year: {"2014", ""}, query.Action: {"1", "5", ""}, query.Kind: {"recommendation", "pledge"}, query.Lang: append(slices.Clone(drawnLangs), ""),
		query.Symbol: {"A/HRC/1/1", "A/HRC/2/1"}, query.Para: {"12", "12.1", "12.3", "1"}, query.ID: {"UPR-FRA-C1-12.1", "UPR-FRA-C1-12.1-s2", "UPR-DEU-C2-12.2"}, query.State: {"FRA", "DEU", ""}, query.By: {"FRA", "TCD", "VAT", "XQQ", ""},
	}
	for field, codes := range drawnCodes {
		pool[field] = append(slices.Clone(codes), "")
	}
	f.Values = rapid.SliceOfNDistinct(rapid.SampledFrom(pool[f.Field]), 1, 3, rapid.ID).Draw(t, "values")
	return f
}

func drawNode(t *rapid.T, depth int) query.Node {
	lang := rapid.SampledFrom(drawnLangs).Draw(t, "lang")
	word := func() string { return rapid.SampledFrom(drawnWords[lang]).Draw(t, "word") }
	kind := rapid.IntRange(0, 9).Draw(t, "node")
	if depth == 0 {
		kind %= 6
	}
	switch kind {
	case 0, 1:
		return query.Word{Text: word()}
	case 2:
		return query.Phrase{Words: strings.Fields(drawWords(t, lang))}
	case 3:
		return query.Prefix{Text: string([]rune(strings.ToLower(word()))[:1])}
	case 4:
		return query.Near{A: word(), B: word(), Within: rapid.IntRange(0, 4).Draw(t, "within")}
	case 5:
		return query.Has{Filter: drawFilter(t)}
	case 6:
		return query.Not{Of: drawNode(t, depth-1)}
	}
	var of []query.Node
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		of = append(of, drawNode(t, depth-1))
	}
	if kind == 7 {
		return query.Or{Of: of}
	}
	return query.And{Of: of}
}

func drawQuery(t *rapid.T) query.Query {
	var q query.Query
	if rapid.IntRange(0, 3).Draw(t, "words") > 0 {
		q.Text = drawNode(t, 3)
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 2, 3}).Draw(t, "filters") {
		f := drawFilter(t)
		if !slices.ContainsFunc(q.Filters, func(o query.Filter) bool { return o.Field == f.Field && o.Not == f.Not }) {
			q.Filters = append(q.Filters, f)
		}
	}
	return q
}

var drawnUnits = rapid.SampledFrom([]upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair})

func TestEveryAnswerIsTheOneOfLookingAtEveryDocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocs(t)
		s, p := corpus.Build(docs, 7), plain{docs}
		for range 4 {
			q, unit := drawQuery(t), drawnUnits.Draw(t, "unit")
			agree(t, s, p, q, unit)
		}
	})
}

// agree compares everything that a snapshot answers to a query with what looking at every document answers.
func agree(t *rapid.T, s *corpus.Snapshot, p plain, q query.Query, unit upr.Unit) {
	w := corpus.Window{Order: query.Document, Limit: len(p.docs) + 1, Unit: unit}
	got, err := s.Search(t.Context(), q, w)
	if err != nil {
		t.Fatal(err)
	}
	want := p.search(q, w)
	for f, c := range want.Facets {
		if c == nil {
			want.Facets[f] = []corpus.Count{}
		}
	}
	if want.Hits == nil {
		got.Hits = nil
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("%+v by %s (want -, got +):\n%s", q, unit, d)
	}
	ranked, err := s.Search(t.Context(), q, corpus.Window{Order: query.Relevance, Limit: len(p.docs) + 1, Unit: unit, Marks: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for i, h := range ranked.Hits {
		seen[h.N] = true
		if i > 0 && (h.Score > ranked.Hits[i-1].Score || h.Score == ranked.Hits[i-1].Score && h.N < ranked.Hits[i-1].N) {
			t.Fatalf("%+v: %v stands behind %v", q, h, ranked.Hits[i-1])
		}
	}
	if len(seen) != len(want.Hits) {
		t.Fatalf("%+v: %d ranked, not %d", q, len(seen), len(want.Hits))
	}
	for _, h := range want.Hits {
		if !seen[h.N] {
			t.Fatalf("%+v: %d is not ranked", q, h.N)
		}
	}
	var all []int
	for n, err := range s.Each(t.Context(), q, query.Document) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	if d := cmp.Diff(p.found(q, ""), all); d != "" {
		t.Fatalf("%+v: %s", q, d)
	}
	rows, cols := rapid.SampledFrom(corpus.Facets).Draw(t, "rows"), rapid.SampledFrom(corpus.Facets).Draw(t, "cols")
	cross, err := s.Cross(t.Context(), q, rows, cols, unit)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p.cross(q, rows, cols, unit), cross); d != "" {
		t.Fatalf("%+v, %s by %s in %s (want -, got +):\n%s", q, rows, cols, unit, d)
	}
}

func TestDocumentsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocs(t)
		s := corpus.Build(docs, 7)
		if rapid.Bool().Draw(t, "one by one") {
			s = corpus.BuildSeq(slices.Values(docs), 7)
		}
		if s.Len() != len(docs) || s.Act() != 7 {
			t.Fatalf("%d documents at act %d", s.Len(), s.Act())
		}
		for n := range docs {
			want := docs[n]
			for _, l := range []*[]string{&want.Issues, &want.Affected, &want.SDGs, &want.Treaties} {
				if len(*l) == 0 {
					*l = nil
				}
			}
			if len(want.By) == 0 {
				want.By = nil
			}
			if d := cmp.Diff(&want, s.Doc(n)); d != "" {
				t.Fatal(d)
			}
			if at, ok := s.Lookup(want.ID); !ok || at != n {
				t.Fatalf("%s is found at %d (%v), not %d", want.ID, at, ok, n)
			}
			if at, ok := s.Lookup(want.Item); !ok || docs[at].Item != want.Item || at > 0 && docs[at-1].Item == want.Item {
				t.Fatalf("%s is found at %d (%v)", want.Item, at, ok)
			}
		}
		if _, ok := s.Lookup("UPR-ZZZ-C1-1.1"); ok {
			t.Fatal("what is not there is found")
		}
	})
}

func TestManyDocumentsMayComeOneByOne(t *testing.T) {
	w, s := benchWorld()
	other := corpus.BuildSeq(slices.Values(w.docs), 1)
	for name, kind := range w.kinds() {
		q := kind()
		window := corpus.Window{Limit: 20, Unit: upr.UnitItem, Marks: true}
		a, err := s.Search(t.Context(), q, window)
		b, err2 := other.Search(t.Context(), q, window)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if d := cmp.Diff(a, b); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}
