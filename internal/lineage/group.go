package lineage

import "slices"

// piece is a demand of one of the texts that are grouped, with the group that it came to.
type piece struct {
	demand
	text  int
	lang  string
	group int
	like  float32 // to the member most like it when it came; 1 for the first
}

// sorter puts demands into groups in the order in which they come. A demand joins the group of the demand most like it
// if at least half of that group is near it too, so that a group does not wander from one thing to another over demands
// that lie between.
type sorter struct {
	threshold float32
	apart     func(a, b int) bool // a person said that these texts do not ask the same

	pieces []piece
	groups [][]int          // pieces by group
	keyed  map[string][]int // groups of demands with a key, by what stands before the articles
	index  map[string]map[string][]int32

	common  []float32 // by piece, while one is placed
	touched []int32
}

// near is how like a demand is to be to count as near.
const near = 0.5

// telling is the least weight of a word that leads to demands to compare with, and part how much of the lighter demand
// such words in common must weigh. Below it no likeness comes near the threshold.
const (
	telling = 1.3
	part    = 0.3
)

func newSorter(threshold float32, apart func(a, b int) bool) *sorter {
	return &sorter{threshold: threshold, apart: apart, keyed: map[string][]int{}, index: map[string]map[string][]int32{}}
}

// add places the demands of a text.
func (s *sorter) add(text int, lang string, demands []demand) {
	if n := len(demands); n > 2 { // the last is the whole text, whose parts say all that it does
		demands = demands[:n-1]
	}
	for _, d := range demands {
		p := piece{demand: d, text: text, lang: lang, like: 1}
		if d.key != "" {
			s.placeKeyed(p)
		} else {
			s.placeWorded(p)
		}
	}
}

func (s *sorter) placeKeyed(p piece) {
	stem := keyStem(p.key)
	for _, g := range s.keyed[stem] {
		if sameKey(s.pieces[s.groups[g][0]].key, p.key) && !s.refused(g, p.text) {
			s.join(g, p)
			return
		}
	}
	s.keyed[stem] = append(s.keyed[stem], s.open(p))
}

func (s *sorter) placeWorded(p piece) {
	posts := s.index[p.lang]
	if posts == nil {
		posts = map[string][]int32{}
		s.index[p.lang] = posts
	}
	for _, t := range p.terms {
		if t.weight < telling {
			continue
		}
		for _, i := range posts[t.name] {
			if s.common[i] == 0 {
				s.touched = append(s.touched, i)
			}
			s.common[i] += t.weight
		}
	}
	p.like = 0
	at, alike := -1, map[int]int{}
	for _, i := range s.touched {
		o, common := &s.pieces[i], s.common[i]
		s.common[i] = 0
		if common < 2 || common < part*min(p.sum, o.sum) {
			continue
		}
		like := likeness(&p.demand, &o.demand)
		if like >= near {
			alike[o.group]++
		}
		if like >= s.threshold && like > p.like && !s.refused(o.group, p.text) {
			at, p.like = o.group, like
		}
	}
	s.touched = s.touched[:0]
	if at >= 0 && 2*alike[at] >= len(s.groups[at]) {
		s.join(at, p)
	} else {
		p.like = 1
		s.open(p)
	}
	n := int32(len(s.pieces) - 1)
	for _, t := range p.terms {
		if t.weight >= telling {
			posts[t.name] = append(posts[t.name], n)
		}
	}
}

func (s *sorter) open(p piece) int {
	g := len(s.groups)
	s.groups = append(s.groups, nil)
	s.join(g, p)
	return g
}

func (s *sorter) join(g int, p piece) {
	p.group = g
	s.groups[g] = append(s.groups[g], len(s.pieces))
	s.pieces = append(s.pieces, p)
	s.common = append(s.common, 0)
}

// refused says whether a text may not stand in a group.
func (s *sorter) refused(g, text int) bool {
	return s.apart != nil && slices.ContainsFunc(s.groups[g], func(i int) bool { return s.apart(s.pieces[i].text, text) })
}
