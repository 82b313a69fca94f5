package plansheet

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/words"
)

// Rec is a recommendation that a row may be about.
type Rec struct {
	ID     string   // "UPR-KAZ-C2-126.27", "uhri/…", "own/…"
	Number string   // as people cite it: "126.27"
	Cycle  int      // of the review; 0 for what is of none
	Texts  []string // in the languages at hand
	Names  []string // other numbers by which tables call it (IMPACT OSS: its reference)
}

// Index finds recommendations by number and by words. It is not changed after NewIndex.
type Index struct {
	recs    []Rec
	byID    map[string]int
	numbers map[string][]int // "126.27", folded names
	paras   map[string]bool  // "126"
	letters map[string][]int // of all texts
	docs    []doc            // one a text
	posts   map[string][]int // places in docs
	Cycles  []int
}

// doc is a text with its weighted words.
type doc struct {
	rec    int
	weight float64
	words  map[string]bool
}

// NewIndex makes an index.
func NewIndex(recs []Rec) *Index {
	x := &Index{recs: recs, byID: map[string]int{}, numbers: map[string][]int{}, paras: map[string]bool{}, letters: map[string][]int{}, posts: map[string][]int{}}
	for i, r := range recs {
		x.byID[r.ID] = i
		for _, n := range append([]string{r.Number}, r.Names...) {
			if n = fold(n); n != "" && !slices.Contains(x.numbers[n], i) {
				x.numbers[n] = append(x.numbers[n], i)
			}
		}
		if para, _, ok := strings.Cut(r.Number, "."); ok {
			x.paras[para] = true
		}
		if r.Cycle > 0 && !slices.Contains(x.Cycles, r.Cycle) {
			x.Cycles = append(x.Cycles, r.Cycle)
		}
		for _, t := range withoutStates(r.Texts) {
			if l := letters(t); l != "" && !slices.Contains(x.letters[l], i) {
				x.letters[l] = append(x.letters[l], i)
			}
			set := wordSet(t)
			for w := range set {
				x.posts[w] = append(x.posts[w], len(x.docs))
			}
			x.docs = append(x.docs, doc{rec: i, words: set})
		}
	}
	slices.Sort(x.Cycles)
	for i := range x.docs {
		for w := range x.docs[i].words {
			x.docs[i].weight += x.weight(w)
		}
	}
	return x
}

// Get is the recommendation with an identifier.
func (x *Index) Get(id string) (Rec, bool) {
	i, ok := x.byID[id]
	if !ok {
		return Rec{}, false
	}
	return x.recs[i], true
}

// wordSet are the stems of a text without numbers and words of one letter.
func wordSet(text string) map[string]bool {
	lang := words.Language(text)
	out := map[string]bool{}
	words.Each(text, lang, func(form []byte, _, _ int) {
		if len(form) < 2 || form[0] >= '0' && form[0] <= '9' {
			return
		}
		out[words.Stem(string(form), lang)] = true
	})
	return out
}

// weight of a word: the rarer the heavier.
func (x *Index) weight(w string) float64 {
	return math.Log(1 + float64(len(x.docs)+1)/float64(len(x.posts[w])+1))
}

// Hit is a recommendation with how alike its words are, from 0 to 1.
type Hit struct {
	ID    string
	Alike float64
}

// How alike words must be, and how far before the next, to be proposed.
const (
	strongAlike  = 0.75
	strongBefore = 0.12
	weakAlike    = 0.30
)

// maxHits is how many recommendations are offered to a person.
const maxHits = 5

// ByWords are the recommendations whose words are alike, the most alike first. same says that the first has the very
// words, and no other has.
func (x *Index) ByWords(text string) (hits []Hit, same bool) {
	l := letters(text)
	if len(l) < 8 {
		return nil, false
	}
	if exact := x.letters[l]; len(exact) > 0 {
		for _, i := range exact[:min(len(exact), maxHits)] {
			hits = append(hits, Hit{x.recs[i].ID, 1})
		}
		return hits, len(exact) == 1
	}
	set := wordSet(text)
	mine := 0.0
	common := map[int]float64{}
	for w := range set {
		weight := x.weight(w)
		mine += weight
		for _, d := range x.posts[w] {
			common[d] += weight
		}
	}
	best := map[int]float64{}
	for d, n := range common {
		doc := x.docs[d]
		alike := 2 * n / (mine + doc.weight)
		if whole := n / doc.weight; whole > 0.97 && doc.weight > mine/4 { // the whole recommendation inside a longer cell
			alike = max(alike, 0.9)
		}
		best[doc.rec] = max(best[doc.rec], min(alike, 0.99))
	}
	for i, a := range best {
		if a >= weakAlike {
			hits = append(hits, Hit{x.recs[i].ID, a})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Alike, a.Alike), cmp.Compare(a.ID, b.ID)) })
	return hits[:min(len(hits), maxHits)], false
}

// Strong is the only recommendation that is so much more alike than all others that it may be proposed.
func Strong(hits []Hit) (string, bool) {
	if len(hits) == 0 || hits[0].Alike < strongAlike || len(hits) > 1 && hits[0].Alike-hits[1].Alike < strongBefore {
		return "", false
	}
	return hits[0].ID, true
}

// byStates are the States behind a recommendation, in brackets, as reports print them.
var byStates = regexp.MustCompile(`(?:\s*\([^()]*(?:\([^()]*\)[^()]*)*\))+\s*[;.]?\s*$`)

// withoutStates are texts as they stand, and each of their recommendations without the States behind it: tables of plans
// leave them out.
func withoutStates(texts []string) []string {
	out := slices.Clone(texts)
	for _, t := range texts {
		for part := range strings.SplitSeq(t, ");") {
			part = strings.TrimSpace(part)
			if part == "" {
				continue
			}
			if bare := byStates.ReplaceAllString(part+")", ""); len(bare) > 20 && !strings.HasSuffix(bare, ")") && !slices.Contains(out, bare) {
				out = append(out, bare)
			}
		}
	}
	return out
}
