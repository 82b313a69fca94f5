package compare

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// swapped is the share of words that a repeated text has from the vocabulary instead of its own.
const swapped = 0.25

// Grow gives n segments: those of seed, then the same again with a quarter of the words drawn anew from the whole
// vocabulary (each as often as it occurs) and with States and sessions drawn anew. The same arguments give the same
// segments. One in twelve items has two segments.
func Grow(seed []corpus.Doc, n int) iter.Seq[corpus.Doc] {
	return func(yield func(corpus.Doc) bool) {
		r := rand.New(rand.NewPCG(1948, 12))
		var said []string // every word as often as it is said
		for _, d := range seed {
			said = append(said, strings.Fields(d.Texts[0].Words)...)
		}
		states := members()
		second := false // the next segment belongs to the item of the last one
		var last corpus.Doc
		for i := range n {
			d := seed[i%len(seed)]
			if i >= len(seed) {
				d.Texts = []corpus.Text{{Lang: "en", Words: varied(r, d.Texts[0].Words, said)}}
				d.State = states[r.IntN(len(states))]
				d.Session = upr.WGSession(1 + r.IntN(sessions))
				by := make([]upr.State, 0, len(d.By))
				for len(by) < len(d.By) {
					if s := states[r.IntN(len(states))]; !has(by, s) {
						by = append(by, s)
					}
				}
				d.By = by
			}
			place(&d, i)
			if second {
				d.Item, d.State, d.Session, d.Review, d.Year, d.Symbol, d.Para = last.Item, last.State, last.Session, last.Review, last.Year, last.Symbol, last.Para
				d.ID = d.Item + "-s2"
			}
			if !yield(d) {
				return
			}
			second, last = !second && r.IntN(12) == 0, d
		}
	}
}

// sessions of the Working Group from which a repeated segment is drawn.
const sessions = 40

// Segments are n segments in the order of documents: by State, cycle and item.
func Segments(seed []corpus.Doc, n int) []corpus.Doc {
	docs := slices.AppendSeq(make([]corpus.Doc, 0, n), Grow(seed, n))
	slices.SortFunc(docs, func(a, b corpus.Doc) int {
		if a.State != b.State {
			return strings.Compare(string(a.State), string(b.State))
		}
		return cmp.Or(cmp.Compare(a.Review.Cycle, b.Review.Cycle), strings.Compare(a.Item, b.Item), strings.Compare(a.ID, b.ID))
	})
	return docs
}

// place fills what follows from State and session.
func place(d *corpus.Doc, i int) {
	cycle, _ := reference.CycleOf(d.Session) // all sessions used have one
	d.Review = upr.ReviewID{State: d.State, Cycle: cycle}
	d.Year = 2008 + int(d.Session-1)*12/sessions
	if s, ok := reference.SessionByNumber(d.Session); ok && !s.Start.IsZero() {
		d.Year = s.Start.Year
	}
	d.Para = fmt.Sprintf("%d.%d", 100+i%80, 1+i/80)
	d.Item = fmt.Sprintf("UPR-%s-C%d-%s", d.State, cycle, d.Para)
	d.ID = d.Item + "-s1"
	d.Symbol = fmt.Sprintf("A/HRC/%d/%d", 8+int(d.Session), 2+int(d.State[0]-'A')%20)
}

func varied(r *rand.Rand, words string, said []string) string {
	var b strings.Builder
	b.Grow(len(words) + 40)
	for w := range strings.FieldsSeq(words) {
		if r.Float64() < swapped {
			w = said[r.IntN(len(said))]
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

func has(list []upr.State, s upr.State) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
