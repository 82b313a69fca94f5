package plansheet

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

func itoa(n int) string { return strconv.Itoa(n) }

// match is how a row met its recommendations.
type match struct {
	ids []string
	how string
	key string // of a question
}

// meet finds the recommendations of a row: by number, else by words, else those of the row above when the row names none.
func (t *taker) meet(e *Entry, number, words, cycle Cell) {
	if number.Text == "" && words.Text == "" {
		if e.Title != "" && (len(t.above.ids) > 0 || t.above.key != "") && t.layout.column(Number)+t.layout.column(Words) > -2 {
			e.Recs, e.How, e.Key = slices.Clone(t.above.ids), ByAbove, t.above.key
			e.Number, e.Words = t.aboveSays[0], t.aboveSays[1]
			t.table.Carried++
		}
		return
	}
	e.Number, e.Words = number.Text, words.Text
	n := t.layout.Cycle
	if c := cycleOf(cycle.Text); c > 0 {
		n = c
	}
	key := questionKey(number.Text+"/"+itoa(n), words.Text)
	m, ok := t.met[key]
	if !ok {
		m = t.find(key, number, words, n)
		t.met[key] = m
	}
	if q := t.questions[m.key]; q != nil && len(q.Rows) < 50 {
		q.Rows = append(q.Rows, e.Ref)
	}
	e.Recs, e.How, e.Key = slices.Clone(m.ids), m.how, m.key
	t.above, t.aboveSays = m, [2]string{number.Text, words.Text}
}

// find decides once for each pair of number and words.
func (t *taker) find(key string, number, words Cell, cycle int) match {
	refs := Refs{}
	if number.Text != "" {
		refs = t.index.ByNumber(number, cycle)
	}
	hits, same := t.index.ByWords(words.Text)
	switch {
	case refs.Sure() && !t.differ(refs.IDs, hits):
		return match{ids: refs.IDs, how: ByNumber}
	case refs.Sure():
		return t.ask(key, "differ", number, words, merge(refs.IDs, hits), nil)
	case len(refs.Several) > 0 && len(refs.Unknown) == 0:
		if ids, ok := byWordsAmong(refs, hits); ok {
			return match{ids: ids, how: ByWords}
		}
		var options []string
		for _, s := range refs.Several {
			options = append(options, s...)
		}
		return t.ask(key, "several", number, words, merge(append(options, refs.IDs...), hits), nil)
	case len(refs.IDs) == 0 && same:
		return match{ids: []string{hits[0].ID}, how: ByWords}
	case len(refs.Unknown) > 0:
		return t.ask(key, "unknown", number, words, merge(refs.IDs, hits), strong(refs.IDs, hits))
	case len(hits) > 0:
		return t.ask(key, "words", number, words, hits, strong(nil, hits))
	case words.Text != "" && len([]rune(words.Text)) > 20, number.Text != "" && strings.ContainsAny(number.Text, "0123456789"):
		return t.ask(key, "unknown", number, words, nil, nil)
	}
	return match{}
}

// differ says whether the words of a row are those of another recommendation than its number says.
func (t *taker) differ(ids []string, hits []Hit) bool {
	if len(hits) == 0 || hits[0].Alike < strongAlike {
		return false
	}
	for _, h := range hits {
		if slices.Contains(ids, h.ID) && h.Alike > hits[0].Alike-strongBefore {
			return false
		}
	}
	return true
}

// byWordsAmong settles numbers that several recommendations have by the words beside them.
func byWordsAmong(refs Refs, hits []Hit) ([]string, bool) {
	ids := slices.Clone(refs.IDs)
	for _, several := range refs.Several {
		var fit []Hit
		for _, h := range hits {
			if slices.Contains(several, h.ID) {
				fit = append(fit, h)
			}
		}
		if len(fit) == 0 || fit[0].Alike < strongAlike || len(fit) > 1 && fit[0].Alike-fit[1].Alike < strongBefore {
			return nil, false
		}
		ids = append(ids, fit[0].ID)
	}
	return ids, true
}

func strong(ids []string, hits []Hit) []string {
	if id, ok := Strong(hits); ok {
		if !slices.Contains(ids, id) {
			ids = append(slices.Clone(ids), id)
		}
		return ids
	}
	return nil
}

func merge(ids []string, hits []Hit) []Hit {
	out := slices.Clone(hits)
	for _, id := range ids {
		if !slices.ContainsFunc(out, func(h Hit) bool { return h.ID == id }) {
			out = append(out, Hit{ID: id})
		}
	}
	slices.SortStableFunc(out, func(a, b Hit) int { return cmp.Compare(b.Alike, a.Alike) })
	return out
}

// ask makes a question, or takes the answer that a person gave.
func (t *taker) ask(key, kind string, number, words Cell, options []Hit, proposed []string) match {
	q := &Question{Key: key, Kind: kind, Number: number.Text, Words: words.Text, Options: options, Proposed: proposed}
	q.Means, _ = t.answers.Get(SayRec, key)
	t.questions[key] = q
	t.order.questions = append(t.order.questions, key)
	m := match{key: key}
	for id := range strings.SplitSeq(q.Means, ",") {
		if _, ok := t.index.Get(id); ok {
			m.ids, m.how = append(m.ids, id), ByPerson
		}
	}
	if q.Means != "" && q.Means != AsNote && q.Means != OwnRec && len(m.ids) == 0 {
		q.Means = "" // what was answered is no longer in the record
	}
	return m
}

var digits = regexp.MustCompile(`\d+|\b[IV]{1,3}\b`)

// cycleOf is the cycle that a cell names; 0 when it names none.
func cycleOf(s string) int {
	m := digits.FindAllString(s, -1)
	if len(m) != 1 {
		return 0
	}
	switch m[0] {
	case "I":
		return 1
	case "II":
		return 2
	case "III":
		return 3
	case "IV":
		return 4
	}
	n, _ := strconv.Atoi(m[0])
	if n < 1 || n > 20 {
		return 0
	}
	return n
}

// numberHeld says whether all that a cell of numbers says is in the recommendations that were met.
func (t *taker) numberHeld(c Cell, e Entry) bool {
	if e.How != ByNumber && e.How != ByWords {
		return false
	}
	refs := t.index.ByNumber(c, 0)
	return refs.Rest == "" && len(refs.Unknown) == 0
}

// wordsHeld says whether a cell has the very words of a recommendation that was met.
func (t *taker) wordsHeld(c Cell, e Entry) bool {
	l := letters(c.Text)
	for _, id := range e.Recs {
		rec, _ := t.index.Get(id)
		if slices.ContainsFunc(withoutStates(rec.Texts), func(s string) bool { return letters(s) == l }) {
			return true
		}
	}
	return false
}

func (t *taker) cycleHeld(c Cell, e Entry) bool {
	n := cycleOf(c.Text)
	return n > 0 && strings.Trim(fold(c.Text), "0123456789iv ") == "" && slices.ContainsFunc(e.Recs, func(id string) bool {
		rec, _ := t.index.Get(id)
		return rec.Cycle == n
	})
}

// isBody says whether a name is a body's, or a person said whose it is.
func (t *taker) isBody(name string) bool {
	if _, ok := t.answers.Get(SayBody, fold(name)); ok {
		return true
	}
	return t.bodies.Exact(name) != ""
}

// anyUnplaced says whether a person said of one of the names that it is kept as a note.
func (t *taker) anyUnplaced(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		means, _ := t.answers.Get(SayBody, fold(n))
		return means == "-"
	})
}

func (t *taker) countNames(names []string) {
	for _, n := range names {
		key := fold(n)
		w := t.names[key]
		if w == nil {
			w = &BodyWord{Name: n, ID: t.bodies.Exact(n)}
			if means, ok := t.answers.Get(SayBody, key); ok {
				w.ID, w.Said = means, true
			}
			if w.ID == "" {
				w.Like = t.bodies.Like(n)
			}
			t.names[key] = w
			t.order.names = append(t.order.names, key)
		}
		w.Count++
	}
}

// status reads a word of a status; keep says that the cell goes into a note.
func (t *taker) status(e *Entry, c Cell) (keep bool) {
	key := fold(c.Text)
	w := t.words[key]
	if w == nil {
		w = &Word{Word: oneLine(c.Text), Proposed: StatusOf(c.Text)}
		w.Means, _ = t.answers.Get(SayStatus, key)
		t.words[key] = w
		t.order.words = append(t.order.words, key)
	}
	if c.Own() {
		w.Count++
	}
	if !slices.Contains(plan.Statuses, plan.Status(w.Means)) {
		return true
	}
	e.Status = plan.Status(w.Means)
	return len([]rune(c.Text)) > maxStatusWord // longer than a person is shown: the whole stays a note
}

// maxStatusWord is how long a cell may be that is one word of a status, in letters.
const maxStatusWord = 60

var oneGoal = regexp.MustCompile(`^(?:sdg|цур|тдм|odd|ods)?\s?(\d{1,2})(\.[0-9a-z]{1,2})?$`)

// goals are the numbers of goals and targets of a cell that has nothing else.
func goals(s string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(fold(s), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		m := oneGoal.FindStringSubmatch(strings.TrimSpace(part))
		if m == nil {
			return nil
		}
		if n, _ := strconv.Atoi(m[1]); n < 1 || n > 17 {
			return nil
		}
		if g := m[1] + m[2]; !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// finish lists what is asked in the order in which it was met.
func (t *taker) finish() {
	for _, k := range t.order.words {
		t.table.Statuses = append(t.table.Statuses, *t.words[k])
	}
	for _, k := range t.order.names {
		t.table.Bodies = append(t.table.Bodies, *t.names[k])
	}
	for _, k := range t.order.questions {
		t.table.Questions = append(t.table.Questions, *t.questions[k])
	}
}

// BodyKey and StatusKey are the words under which answers are kept.
func BodyKey(name string) string   { return fold(name) }
func StatusKey(word string) string { return fold(word) }

// BodyOf is what a name of a body means: an id, "new:<kind>", "-" or nothing.
func (t *Table) BodyOf(name string) string {
	key := fold(name)
	for _, b := range t.Bodies {
		if fold(b.Name) == key {
			return b.ID
		}
	}
	return ""
}

// Waiting counts what a person has still to say.
func (t *Table) Waiting() int {
	n := 0
	for _, q := range t.Questions {
		if q.Open() {
			n++
		}
	}
	for _, w := range t.Statuses {
		if w.Means == "" {
			n++
		}
	}
	for _, b := range t.Bodies {
		if b.ID == "" {
			n++
		}
	}
	return n
}
