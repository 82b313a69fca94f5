package record

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Codes of why an entry waits for a person (message "entry.waits.<code>").
const (
	WaitsForWords = "words" // the State recommends in this report, and nothing in these words
	WaitsForState = "state" // the State recommends nothing in this report as it was read
	WaitsForName  = "name"  // the keeper names a State that nobody here knows
)

// Likeness from which words are the same. They are chosen on the shared reports; docs/accuracy.md says what they give.
const (
	sureWhole = 0.55 // of the whole words: slips, brackets and shortenings
	surePart  = 0.70 // of the row inside an item: one of several rows that split it
	lastWhole = 0.30 // when one row and one recommendation of the State are left
	lastPart  = 0.45
)

// place is a segment where a row may belong.
type place struct {
	item     upr.ItemID
	n        int
	position upr.Position
	held     bool // its item waits for a person
	texts    []string
	grams    []grams
}

func (p *place) alike(g grams) (whole, part float64) {
	if p.grams == nil {
		for _, t := range p.texts {
			p.grams = append(p.grams, gramsOf(t))
		}
	}
	for _, o := range p.grams {
		w, q := alike(g, o)
		whole, part = max(whole, w), max(part, q)
	}
	return whole, part
}

// stateRow is the row of one State in an entry.
type stateRow struct {
	entry   *Entry
	letters string
	grams   grams
	met     bool
}

// atState is what one State has in a review: its segments, and the rows that name it.
type atState struct {
	places []*place
	taken  []bool // a row has these words
	rows   []*stateRow
}

// meet says for each entry where its words stand in the report. A row meets only segments of the very State that it
// names. Rows are taken State by State: first those in the same words, then those most alike, each segment once, then
// those that are a part of a segment that other rows have too, as where the keeper split an item. It is a pure function
// of the report, the entries and what people decided.
func (r *Review) meet() {
	for _, e := range r.Entries {
		e.Met, e.Waits = nil, ""
	}
	if len(r.Entries) == 0 || !r.hasReport() {
		return
	}
	at := r.places()
	decided := map[string]Placing{}
	for _, p := range r.Placings {
		decided[p.Entry+" "+string(p.State)] = p
	}
	var states []upr.State
	for _, e := range r.Entries {
		if e.Pledge {
			continue
		}
		text := ""
		for _, a := range e.By {
			if p, ok := decided[e.Subject+" "+string(a.State)]; ok {
				e.place(p)
				continue
			}
			if a.State == "" {
				e.Waits = WaitsForName
				continue
			}
			s := at[a.State]
			if s == nil {
				e.Waits = WaitsForState
				continue
			}
			if len(s.rows) == 0 {
				states = append(states, a.State)
			}
			if text == "" {
				text = letters(e.Words)
			}
			s.rows = append(s.rows, &stateRow{entry: e, letters: text})
		}
	}
	for _, s := range states {
		at[s].meet(s)
	}
}

// hasReport says whether there is anything that rows could meet.
func (r *Review) hasReport() bool {
	return len(r.Items) > 0 || r.Document(reading.WGReport, "") != nil
}

// places are the segments of the review by the States that made them, those included that wait for a person.
func (r *Review) places() map[upr.State]*atState {
	out := map[upr.State]*atState{}
	add := func(it *upr.Item, position upr.Position, held bool) {
		for i := range it.Segments {
			s := &it.Segments[i]
			p := &place{item: it.ID, n: s.N, position: position, held: held, texts: []string{letters(s.Words)}}
			if s.AsRead != "" {
				p.texts = append(p.texts, letters(s.AsRead))
			}
			for _, a := range s.By {
				if out[a.State] == nil {
					out[a.State] = &atState{}
				}
				out[a.State].places = append(out[a.State].places, p)
			}
		}
	}
	for _, it := range r.Items {
		add(&it.Item, it.Position, false)
	}
	for _, q := range r.Questions {
		if it, _, ok := q.HeldItem(); ok && r.byID[it.ID] == nil {
			e, _ := q.HeldPosition()
			add(&it, e.Value, true)
		}
	}
	return out
}

func (e *Entry) place(p Placing) {
	if p.Item != "" {
		e.Met = append(e.Met, Meeting{State: p.State, Item: p.Item, Segment: p.Segment, Likeness: 1, By: "person"})
	}
}

// pair is a row and a place with their likeness.
type pair struct {
	row         *stateRow
	place       int
	whole, part float64
}

func (a *atState) meet(s upr.State) {
	a.taken = make([]bool, len(a.places))
	a.same(s)
	pairs := a.pairs()
	for _, p := range pairs { // each segment once
		if !p.row.met && !a.taken[p.place] && p.whole >= sureWhole {
			a.join(s, p)
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Or(cmp.Compare(y.part, x.part), cmp.Compare(y.whole, x.whole)) })
	for _, p := range pairs { // one of several rows of a segment
		if !p.row.met && (p.part >= surePart || p.whole >= sureWhole) {
			a.join(s, p)
		}
	}
	a.last(s, pairs)
	for _, row := range a.rows {
		if !row.met {
			row.entry.Waits = WaitsForWords
		}
	}
}

// same joins rows with segments in the same words. Of several such segments a row takes one that no other row has, and
// of those one with the position that its keeper gives.
func (a *atState) same(s upr.State) {
	byWords := make(map[string][]int, len(a.places))
	for i, p := range a.places {
		for _, t := range p.texts {
			byWords[t] = append(byWords[t], i)
		}
	}
	for _, row := range a.rows {
		best := -1
		for _, i := range byWords[row.letters] {
			if best < 0 || a.fit(row, i) > a.fit(row, best) {
				best = i
			}
		}
		if best >= 0 {
			a.join(s, pair{row: row, place: best, whole: 1, part: 1})
		}
	}
}

func (a *atState) fit(row *stateRow, i int) int {
	n := 0
	if !a.taken[i] {
		n += 2
	}
	if a.places[i].position == row.entry.Position {
		n++
	}
	return n
}

// pairs are the rows not met yet with all segments, the most alike first.
func (a *atState) pairs() []pair {
	var out []pair
	for _, row := range a.rows {
		if row.met {
			continue
		}
		row.grams = gramsOf(row.letters)
		for i, p := range a.places {
			whole, part := p.alike(row.grams)
			if part > 0 {
				out = append(out, pair{row, i, whole, part})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y pair) int { return cmp.Or(cmp.Compare(y.whole, x.whole), cmp.Compare(y.part, x.part)) })
	return out
}

// last joins the one row that is left with the one segment that is left, when they are not too far apart.
func (a *atState) last(s upr.State, pairs []pair) {
	left, free := 0, 0
	for _, row := range a.rows {
		if !row.met {
			left++
		}
	}
	for _, t := range a.taken {
		if !t {
			free++
		}
	}
	if left != 1 || free != 1 {
		return
	}
	for _, p := range pairs {
		if !p.row.met && !a.taken[p.place] && (p.whole >= lastWhole || p.part >= lastPart) {
			a.join(s, p)
		}
	}
}

func (a *atState) join(s upr.State, p pair) {
	to := a.places[p.place]
	a.taken[p.place], p.row.met = true, true
	p.row.entry.Met = append(p.row.entry.Met, Meeting{State: s, Item: to.item, Segment: to.n, Likeness: max(p.whole, p.part), By: "words", Held: to.held})
}
