package thematic

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wording"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// maxEntries bounds a list; the longest seen has 346.
const maxEntries = 10_000

// Read reads a list by theme. Items come in the order of their numbers, each once. An error is a *document.Refused, or
// the context's.
func Read(ctx context.Context, doc *document.Document, g *gazetteer.Gazetteer) (*reading.Reading, error) {
	if !Detect(doc) {
		return nil, document.Refuse(document.NotExpected, "not a thematic list of recommendations")
	}
	f, ok := readFront(doc, g)
	if !ok {
		return nil, document.Refuse(document.NotExpected, "a thematic list of recommendations, but the State under review or the session is not known")
	}
	entries, remarks := entriesOf(doc)
	if len(entries) > maxEntries {
		return nil, document.Refuse(document.TooMany, "%d rows", len(entries))
	}
	l := &list{front: f, g: g, sha: doc.SHA256, at: map[upr.ItemID]int{}, tagged: map[reading.Tag]bool{}}
	l.out = &reading.Reading{Kind: reading.ThematicList, Title: f.title, Lang: "en", WGSession: f.session, Grammar: Grammar}
	l.out.Review, l.out.Questions = f.review()
	sources := make([]upr.Source, 0, len(entries))
	for _, e := range entries {
		_, s := e.words()
		sources = append(sources, sourceOf(s))
	}
	var asked []reading.Question
	l.out.Symbol, l.out.HRCSession, asked = reportOf(sources)
	l.out.Questions = append(l.out.Questions, asked...)
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("reading the list of %s: %w", l.out.Review, err)
		}
		l.entry(e)
	}
	if len(remarks) > 0 {
		l.out.Questions = append(l.out.Questions, reading.Question{Kind: AssessmentFilled, Place: remarks[0],
			Detail: map[string]string{"rows": strconv.Itoa(len(remarks))}})
	}
	l.sort()
	return l.out, nil
}

// list is the reading while it grows.
type list struct {
	front
	g      *gazetteer.Gazetteer
	sha    string
	out    *reading.Reading
	at     map[upr.ItemID]int
	tagged map[reading.Tag]bool
}

// entry adds the item or the items of one row.
func (l *list) entry(e entry) {
	words, source := e.words()
	var begun *numbered // an item whose paragraphs go on
	end := func() {
		if begun != nil {
			l.item(e, *begun, sourceOf(source))
		}
	}
	for _, w := range words {
		n, ok := numberOf(w)
		switch {
		case ok && (begun == nil || n.paragraph == begun.paragraph):
			end()
			begun = &n
		case begun != nil:
			begun.words += " " + w
		}
	}
	if end(); begun == nil {
		l.out.Questions = append(l.out.Questions, reading.Question{Kind: NumberMissing, Place: e.place})
	}
}

// numbered is a text with the number before it.
type numbered struct {
	paragraph, number int
	label, words      string
}

func numberOf(s string) (numbered, bool) {
	m := itemNumber.FindStringSubmatch(s)
	if m == nil {
		return numbered{}, false
	}
	words := m[3] + m[4] // one of them is empty
	return numbered{atoi(m[1]), atoi(m[2]), strings.TrimSpace(strings.TrimSuffix(s, words)), words}, true
}

func (l *list) item(e entry, n numbered, source upr.Source) {
	number, words := strconv.Itoa(n.number), n.words
	id := upr.NewItemID(l.out.Review, n.paragraph, number)
	for _, t := range tagsOf(id, e) {
		if !l.tagged[t] {
			l.tagged[t] = true
			l.out.Tags = append(l.out.Tags, t)
		}
	}
	position := positionOf(e.position)
	if at, again := l.at[id]; again {
		l.again(&l.out.Items[at], e, position, words, source)
		return
	}
	split := wording.Split(words, l.g, wording.Context{Review: l.out.Review.State, When: l.when})
	it := reading.Item{
		Item: upr.Item{
			ID: id, Review: l.out.Review, Symbol: l.out.Symbol, Paragraph: n.paragraph, Number: number, Label: n.label, Place: e.place,
			Texts: []upr.Text{{Lang: "en", Words: words, Origin: upr.FromSource, Source: upr.Source{
				Symbol: l.out.Symbol, Para: fmt.Sprintf("%d.%d", n.paragraph, n.number), SHA256: l.sha}}},
			Segments: split.Segments,
		},
		Position: position, PositionRaw: e.position, PositionSrc: source,
	}
	it.Questions = split.Questions
	if position == "" {
		it.Position = upr.Unclear
		it.Questions = append(it.Questions, reading.Question{Kind: PositionUnclear, Detail: map[string]string{"printed": short(e.position)}, Choices: positionChoices()})
	}
	for i := range it.Questions {
		it.Questions[i].Item, it.Questions[i].Place = id, e.place
	}
	l.at[id] = len(l.out.Items)
	l.out.Items = append(l.out.Items, it)
}

// again compares a further row of an item with what is known of it. The first row stands; a difference is a question.
func (l *list) again(it *reading.Item, e entry, position upr.Position, words string, source upr.Source) {
	ask := func(kind string, choices ...reading.Choice) {
		it.Questions = append(it.Questions, reading.Question{Kind: kind, Item: it.ID, Place: e.place,
			Detail: map[string]string{"rows": it.Place + ", " + e.place}, Choices: choices})
	}
	if position != "" && position != it.Position {
		ask(PositionDiffers, positionChoices()...)
	}
	if !sameWords(it.Texts[0].Words, words) {
		ask(WordsDiffer)
	}
	if it.PositionSrc.Symbol == "" {
		it.PositionSrc = source
	}
}

// sameWords compares two printings of a text: white space, quotes and what ends the item do not count.
func sameWords(a, b string) bool {
	fold := func(s string) string {
		s = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "–", "-", " ", "").Replace(s)
		return strings.TrimRight(s, ";.,")
	}
	return fold(a) == fold(b)
}

func positionChoices() []reading.Choice {
	return []reading.Choice{{Code: "position", Position: upr.Supported}, {Code: "position", Position: upr.Noted}, {Code: "position", Position: upr.Pending}}
}

// short cuts what a question quotes: never a whole passage.
func short(s string) string {
	r := []rune(s)
	if len(r) > 60 {
		return string(r[:59]) + "…"
	}
	return s
}

// sort puts items, and tags with them, in the order of their numbers: that of the report, not that of the themes.
func (l *list) sort() {
	slices.SortStableFunc(l.out.Items, func(a, b reading.Item) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(atoi(a.Number), atoi(b.Number)))
	})
	rank := make(map[upr.ItemID]int, len(l.out.Items))
	for i := range l.out.Items {
		l.out.Items[i].Sort = i + 1
		rank[l.out.Items[i].ID] = i
	}
	slices.SortStableFunc(l.out.Tags, func(a, b reading.Tag) int { return cmp.Compare(rank[a.Item], rank[b.Item]) })
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // at most three digits, by the expression
	return n
}
