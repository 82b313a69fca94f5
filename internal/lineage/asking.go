package lineage

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/corpus"
)

// Tell is the likeness from which a text is told as one that may have taken up what somebody demanded. It is low, because a
// person looks at each: what is not told is not looked at.
const Tell = 0.3

// Asking are those of some texts that may ask what a text demands, the likest first, at most so many. N is the place among the
// texts. They are candidates: only a person says whether one took the demand up.
func Asking(demand *corpus.Doc, among []*corpus.Doc, most int) []Like {
	rs := readers{}
	mine := map[string][]demandIn{} // by language
	for _, t := range demand.Texts {
		if _, ok := mine[t.Lang]; ok {
			continue
		}
		for _, d := range rs.of(t.Lang).demands(t.Words) {
			mine[t.Lang] = append(mine[t.Lang], demandIn{d, t.Words})
		}
	}
	var out []Like
	for n, doc := range among {
		best := Like{N: n, Doc: doc}
		for _, t := range doc.Texts {
			if len(mine[t.Lang]) == 0 {
				continue
			}
			theirs := rs.of(t.Lang).demands(t.Words)
			for _, m := range mine[t.Lang] {
				for i := range theirs {
					if like := likeness(&m.demand, &theirs[i]); like > best.Likeness {
						best.Likeness, best.Why = like, m.why(m.text, &theirs[i])
					}
				}
			}
		}
		if best.Likeness >= Tell {
			out = append(out, best)
		}
	}
	slices.SortStableFunc(out, func(a, b Like) int { return cmp.Compare(b.Likeness, a.Likeness) })
	return out[:min(len(out), most)]
}

// demandIn is a demand with the text that it was read from.
type demandIn struct {
	demand
	text string
}
