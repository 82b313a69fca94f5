package wording

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Context is what an item's text does not say itself.
type Context struct {
	Review upr.State // State under review: it never recommends to itself
	When   upr.Date  // names are those valid on this day; zero for any time
}

// Item is an item's text as read.
type Item struct {
	Segments  []upr.Segment
	Questions []reading.Question // Kind and Detail only; where the item stands is for the caller to add
}

// Kinds of question that Split asks.
const (
	NoState      = "no-state"           // no recommending State was found
	UnknownState = "state-unknown"      // a name in a State's place is not in the gazetteer; Detail["name"]
	Interleaved  = "interleaved"        // States stand inside the sentence; Detail["states"]
	Trailing     = "text-after-states"  // words behind the last State belong to it, or to nobody
	Repaired     = "bracket-missing"    // a bracket was missing around a State's name; Detail["name"]
	Prose        = "state-in-prose"     // the State is named in the sentence, not in a bracket
	SelfNamed    = "state-under-review" // the State under review stands among the recommending States
	TooLong      = "text-too-long"
)

// maxText bounds one item. The longest seen has 2,500 characters.
const maxText = 20_000

// Split reads the text of one item, without its number. Segments come in the order of the text, each State once a
// segment. It never guesses: an unknown name gives no attribution but a question with the names that look alike.
func Split(text string, g *gazetteer.Gazetteer, c Context) Item {
	text = fold(text)
	var it Item
	if len(text) > maxText {
		it.ask(TooLong, nil)
		it.Segments = []upr.Segment{{N: 1, Words: clean(text)}}
		return it
	}
	r := reader{g, c}
	groups := r.groups(text)
	for _, gr := range groups {
		if gr.repaired {
			it.ask(Repaired, map[string]string{"name": printed(gr.by)})
		}
		if gr.self {
			it.ask(SelfNamed, nil)
		}
		for _, u := range gr.unknown {
			it.askName(r, u)
		}
	}
	if groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.by) == 0 }); len(groups) == 0 {
		it.stateless(r, text)
		return it
	}
	parts, tail := partsOf(text, groups)
	runs := runsOf(parts)
	if it.misprinted(r, &tail); tail.text != "" && tail.sep != ';' && tail.sep != '.' {
		runs[len(runs)-1] = append(runs[len(runs)-1], tail)
		tail.text = ""
	}
	for from := 0; from < len(runs); {
		to := from + 1
		for to < len(runs) && !runs[to][0].hard() {
			to++
		}
		it.addClauses(runs[from:to])
		from = to
	}
	if tail.text != "" { // a segment that no State has signed
		it.ask(Trailing, nil)
		it.Segments = append(it.Segments, upr.Segment{Words: clean(unjoin(tail.text))})
	}
	for i := range it.Segments {
		it.Segments[i].N = i + 1
	}
	return it
}

// ask adds a question, once of each kind: a person who looks at the item sees all of it.
func (it *Item) ask(kind string, detail map[string]string) {
	for i := range it.Questions {
		if q := &it.Questions[i]; q.Kind == kind {
			if detail["states"] != "" {
				q.Detail["states"] += "; " + detail["states"]
			}
			return
		}
	}
	it.Questions = append(it.Questions, reading.Question{Kind: kind, Detail: detail})
}

// maxUnknown bounds the names asked about in one item.
const maxUnknown = 20

func (it *Item) askName(r reader, name string) {
	for _, q := range it.Questions {
		if q.Detail["name"] == name && q.Kind == UnknownState {
			return
		}
	}
	if len(it.Questions) >= maxUnknown {
		return
	}
	q := reading.Question{Kind: UnknownState, Detail: map[string]string{"name": name}}
	for _, m := range r.g.Suggest(name) {
		if m.State != r.c.Review {
			q.Choices = append(q.Choices, reading.Choice{Code: "state", State: m.State})
		}
	}
	it.Questions = append(it.Questions, q)
}

// stateless reads a text without any known State in brackets: a misprint, a State named in the sentence, or none.
func (it *Item) stateless(r reader, text string) {
	seg := upr.Segment{N: 1, Words: clean(text)}
	if name, ok := r.lastBracket(text); ok {
		seg.Words = clean(strings.TrimSuffix(clean(text), "("+name+")"))
		it.askName(r, name)
	} else if by := r.prose(text); len(by) > 0 {
		seg.By = by
		it.ask(Prose, map[string]string{"name": printed(by)})
	} else if len(it.Questions) == 0 {
		it.ask(NoState, nil)
	}
	it.Segments = append(it.Segments, seg)
}

// lastBracket is the content of a bracket that ends the text and could be a misprinted name.
func (r reader) lastBracket(text string) (string, bool) {
	pairs, _, _ := brackets(text)
	if len(pairs) == 0 {
		return "", false
	}
	l := pairs[len(pairs)-1]
	in := inside(text, l)
	if strings.Trim(afterMark(text[l.end:]), " ;.,:") != "" || !r.misprint(in) {
		return "", false
	}
	return in, true
}

func printed(by []upr.Attribution) string {
	names := make([]string, len(by))
	for i, a := range by {
		names[i] = a.Printed
	}
	return strings.Join(names, ", ")
}

// Closed says whether a text ends with a bracket that names a State, terminator and footnote mark aside.
func Closed(text string, g *gazetteer.Gazetteer, c Context) bool {
	text = fold(text)
	if len(text) > maxText {
		return false
	}
	groups := reader{g, c}.groups(text)
	return len(groups) > 0 && !strings.ContainsFunc(afterMark(text[groups[len(groups)-1].end:]), isLetter)
}

// Mentions says whether a bracket anywhere in the text names a State.
func Mentions(text string, g *gazetteer.Gazetteer, c Context) bool {
	return len(text) <= maxText && len(reader{g, c}.groups(fold(text))) > 0
}

// StartsSentence says whether a text begins like a recommendation: an imperative or a "to" infinitive.
func StartsSentence(text string) bool { return startsSentence(text) }
