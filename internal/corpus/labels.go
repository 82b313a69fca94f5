package corpus

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Joiner joins what people, other keepers' databases and the classifier say of the segments of one home (a review, or
// what mechanisms asked of a State). A person's word wins over a source, a source over a rule, a rule over the model.
// Where a source codes every recommendation under a scheme, as UPR Info does with action and issues, its codes are all
// there are and no guess is added; OHCHR's headings are added to what is guessed.
type Joiner struct {
	c       *classify.Classifier
	counted bool                            // only the codes that count are wanted
	people  map[string][]record.Label       // by segment, pledge or annotation
	entries map[string][]*record.Entry      // by segment
	notes   map[string][]*record.Annotation // by item

	// Used again from segment to segment where only codes are wanted, and where their lists are kept.
	out    classify.Labels
	found  [4][]string // issues, affected, goals, treaties
	by     []upr.State
	said   []Text
	codes  shelf[string]
	states shelf[upr.State]
	texts  shelf[Text]
}

// whole says which schemes a source codes whole.
type whole struct{ action, issue bool }

func (w whole) has(scheme string) bool {
	return scheme == classify.Action && w.action || scheme == classify.Issue && w.issue
}

// NewJoiner takes what is known of a review. c may be nil: then nothing is guessed.
func NewJoiner(r *record.Review, c *classify.Classifier) *Joiner {
	j := &Joiner{c: c, people: byLabelled(r.Labels), entries: make(map[string][]*record.Entry, len(r.Entries)), notes: map[string][]*record.Annotation{}}
	for _, e := range r.Entries {
		if e.Pledge {
			id := r.PledgeOf(e)
			j.entries[id] = append(j.entries[id], e)
		}
		for i, m := range e.Met {
			id := m.Item.Segment(m.Segment)
			if l := j.entries[id]; i == 0 || len(l) == 0 || l[len(l)-1] != e {
				j.entries[id] = append(l, e)
			}
		}
	}
	for _, it := range r.Provisional {
		j.entries[it.ID.Segment(1)] = r.EntriesOf(it.ID)
	}
	for _, a := range r.Annotations {
		if a.Item != "" {
			j.notes[string(a.Item)] = append(j.notes[string(a.Item)], a)
		}
	}
	return j
}

func byLabelled(labels []record.Label) map[string][]record.Label {
	out := map[string][]record.Label{}
	for _, l := range labels {
		out[l.Subject] = append(out[l.Subject], l)
	}
	return out
}

// Segment gives all labels of a segment, by scheme, the one that counts first. What does not count is not Sure. id is
// the segment's; words are those that are classified.
func (j *Joiner) Segment(id string, it *record.Item, words, lang string) classify.Labels {
	return j.segment(id, j.entries[id], it, words, lang)
}

func (j *Joiner) segment(id string, entries []*record.Entry, it *record.Item, words, lang string) classify.Labels {
	return j.join(id, func(said classify.Labels) (_ classify.Labels, coded whole) {
		for _, e := range entries {
			said = appendEntry(said, e, &coded)
		}
		if it != nil {
			for _, t := range it.Tags {
				said = appendTag(said, t)
			}
			if len(j.notes) > 0 {
				for _, a := range j.notes[string(it.ID)] {
					said = appendNote(said, a)
				}
			}
		}
		return said, coded
	}, words, lang)
}

// join puts the origins together in the order of precedence. sources appends what sources say.
func (j *Joiner) join(id string, sources func(classify.Labels) (classify.Labels, whole), words, lang string) classify.Labels {
	out := j.out[:0]
	if !j.counted {
		out = make(classify.Labels, 0, 12)
	}
	var people []record.Label
	if len(j.people) > 0 {
		people = j.people[id]
	}
	decided := false // a person or a source said which action it is: it has one value
	for i, l := range slices.Backward(people) {
		same := func(o record.Label) bool { return o.Scheme == l.Scheme && o.Code == l.Code }
		if l.Absent || slices.ContainsFunc(people[i+1:], same) {
			continue // not so, or there is a later word on the same label
		}
		out = append(out, classify.Guess{Scheme: l.Scheme, Code: l.Code, Origin: classify.Person, Confidence: 1, Sure: true, Reason: l.Note})
		decided = decided || l.Scheme == classify.Action
	}
	// has says whether the label stands in out already, or a person spoke on it.
	has := func(out classify.Labels, g *classify.Guess) bool {
		return slices.ContainsFunc(people, func(l record.Label) bool { return l.Scheme == g.Scheme && l.Code == g.Code }) ||
			slices.ContainsFunc(out, func(o classify.Guess) bool { return o.Scheme == g.Scheme && o.Code == g.Code })
	}
	n := len(out)
	all, coded := sources(out)
	out = all[:n]
	for i := n; i < len(all); i++ {
		if g := all[i]; !has(out, &g) {
			g.Sure = g.Sure && (g.Scheme != classify.Action || !decided)
			out = append(out, g) // never beyond what is read already
		}
	}
	decided = decided || coded.action
	if j.c != nil && words != "" {
		guess := j.c.Of
		if j.counted {
			guess = j.c.Codes
		}
		guesses := guess(words, lang)
		for i := range guesses {
			g := &guesses[i]
			sure := g.Sure && !coded.has(g.Scheme) && (g.Scheme != classify.Action || !decided)
			if !sure && j.counted || has(out, g) {
				continue
			}
			out = append(out, *g)
			out[len(out)-1].Sure = sure
		}
	}
	if j.counted {
		j.out = out
	}
	return out
}

func source(scheme, code, keeper string) classify.Guess {
	return classify.Guess{Scheme: scheme, Code: code, Origin: classify.Source, Confidence: 1, Sure: true, Reason: keeper}
}

// appendEntry adds the codes of a row. Of several rows of one segment the first one's action counts.
func appendEntry(out classify.Labels, e *record.Entry, coded *whole) classify.Labels {
	keeper := record.KeeperName(e.Keeper)
	if e.Action > 0 {
		g := source(classify.Action, strconv.Itoa(e.Action), keeper)
		g.Sure = !coded.action
		coded.action = true
		out = append(out, g)
	}
	for _, i := range e.Issues {
		coded.issue = true
		out = append(out, source(classify.Issue, i, keeper))
	}
	return out
}

// ohchr is how the headings of the Office are cited.
const ohchr = "OHCHR"

func appendTag(out classify.Labels, t record.Tag) classify.Labels {
	switch t.Scheme {
	case reading.SDG:
		if g := goal(cmp.Or(t.Code, t.Label)); g != "" {
			out = append(out, source(classify.SDG, g, ohchr))
		}
	case reading.Persons:
		if code := headings().persons[heading(t.Label)]; code != "" {
			out = append(out, source(classify.Affected, code, ohchr))
		}
	case reading.Theme:
		if code := headings().issues[heading(t.Label)]; code != "" {
			out = append(out, source(classify.Issue, code, ohchr))
		}
	}
	return out
}

func appendNote(out classify.Labels, a *record.Annotation) classify.Labels {
	for _, g := range a.SDGs {
		if g = goal(g); g != "" {
			out = append(out, source(classify.SDG, g, ohchr))
		}
	}
	for _, p := range a.Persons {
		if code := headings().persons[heading(p)]; code != "" {
			out = append(out, source(classify.Affected, code, ohchr))
		}
	}
	for _, t := range a.Themes {
		if code := headings().issues[heading(t)]; code != "" {
			out = append(out, source(classify.Issue, code, ohchr))
		}
	}
	return out
}

// goal is the goal of a code such as "16", "16.2" or "16 - ...": the number at its beginning.
func goal(s string) string {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if v, err := strconv.Atoi(s[:n]); err != nil || v < 1 || v > 17 {
		return ""
	}
	return s[:n]
}

type headingTable struct{ persons, issues map[string]string }

// headings of OHCHR's lists that mean one of our codes for certain: those in the very words of our table.
var headings = sync.OnceValue(func() headingTable {
	t := headingTable{map[string]string{}, map[string]string{}}
	for _, a := range reference.Affected() {
		for _, w := range append([]string{a.Label, a.Title["en"]}, a.Also...) {
			if w != "" {
				t.persons[heading(w)] = a.Code
			}
		}
	}
	for _, i := range reference.Issues() {
		if i.Code != "general" && i.Code != "other" { // remainders of UPR Info's list, no themes
			t.issues[heading(i.Label)] = i.Code
		}
	}
	return t
})

// heading folds a heading: small letters, one blank between words, no code before it ("D23 Death penalty").
func heading(s string) string {
	f := strings.Fields(strings.ToLower(s))
	if len(f) > 1 && len(f[0]) <= 4 && strings.ContainsAny(f[0], "0123456789") {
		f = f[1:]
	}
	return strings.Join(f, " ")
}
