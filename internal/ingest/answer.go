package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Decision is a person's answer to a question.
type Decision struct {
	Choice   string // "as-read", "leave-out", "later", "state", "position", "label", "by-hand"
	Index    int    // of the question's choices, for "state", "position" and "label"
	Segments []upr.Segment
	Position upr.Position // for "by-hand": the position to record; empty keeps the one read
	Note     string
}

// ErrAnswer is a decision that cannot be taken as it is: the record stays as it was, and the error says why.
var ErrAnswer = errors.New("the answer cannot be taken")

// Answer brings a decision into the record: the question ends, the answer stands beside what it brought.
func Answer(ctx context.Context, st *store.Store, v *record.View, q *record.Question, d Decision, who Who) (store.Committed, error) {
	return AnswerAll(ctx, st, v, []*record.Question{q}, d, who)
}

// AnswerAll gives the same decision to several questions of one review as one act ("same for all of this kind").
func AnswerAll(ctx context.Context, st *store.Store, v *record.View, qs []*record.Question, d Decision, who Who) (store.Committed, error) {
	if len(qs) == 0 {
		return store.Committed{}, fmt.Errorf("answering: no question")
	}
	d.Note = typed(d.Note)
	existing, err := currentFacts(ctx, st, qs[0].Review, v.Act)
	if err != nil {
		return store.Committed{}, err
	}
	var add []record.Fact
	var end []store.FactID
	brought := map[string]bool{}
	for _, q := range qs {
		if q.Review != qs[0].Review {
			return store.Committed{}, fmt.Errorf("answering: questions of %s and %s in one act", qs[0].Review, q.Review)
		}
		facts, value, err := decide(v, q, d)
		if err == nil {
			facts, err = besideTheRecord(v, q, d, facts, brought)
		}
		if err != nil {
			return store.Committed{}, fmt.Errorf("answering %s: %w: %w", q.ID, ErrAnswer, err)
		}
		end = append(end, q.FactID)
		end = append(end, replacedBy(v, q, facts, existing)...)
		add = append(add, facts...)
		a := record.Answer{Question: q.ID, Review: q.Review, Kind: q.Kind(), Item: q.Item, SHA256: q.SHA256, Choice: d.Choice, Value: value, Note: d.Note}
		add = append(add, a.Fact())
	}
	if err := onceEach(existing, add, end); err != nil {
		return store.Committed{}, fmt.Errorf("answering: %w: %w", ErrAnswer, err)
	}
	return Commit(ctx, st, who.Act(ActAnswer, qs[0].Review.String(), v.Act), add, end)
}

// Alike are the waiting questions to which the same decision can be given: same review, same kind, and for a State or
// position the same choice.
func Alike(v *record.View, q *record.Question, d Decision) []*record.Question {
	r, ok := v.Review(q.Review)
	if !ok {
		return nil
	}
	var out []*record.Question
	for _, o := range r.Questions {
		if o.Kind() != q.Kind() || o.SHA256 != q.SHA256 {
			continue
		}
		switch d.Choice {
		case "as-read", "leave-out":
			out = append(out, o)
		case "state", "position":
			if sameChoice(q, o, d.Index) {
				out = append(out, o)
			}
		default:
			if o.ID == q.ID {
				out = append(out, o)
			}
		}
	}
	return out
}

func sameChoice(a, b *record.Question, i int) bool {
	ca, cb := choices(a), choices(b)
	return i < len(ca) && i < len(cb) && ca[i] == cb[i] && a.Reasons[0].Detail["name"] == b.Reasons[0].Detail["name"]
}

func choices(q *record.Question) []reading.Choice {
	var out []reading.Choice
	for _, r := range q.Reasons {
		out = append(out, r.Choices...)
	}
	return out
}

// Choices that a question offers beside "as read", in the order of their index.
func Choices(q *record.Question) []reading.Choice { return choices(q) }

// decide gives the facts that a decision brings.
func decide(v *record.View, q *record.Question, d Decision) (facts []record.Fact, value string, err error) {
	switch d.Choice {
	case "leave-out":
		return nil, "", nil
	case "as-read":
		return q.Held, "", heldCheck(q.Held)
	case "by-hand":
		facts, err = byHand(v, q, d)
		return facts, "", err
	}
	cs := choices(q)
	if d.Index < 0 || d.Index >= len(cs) || cs[d.Index].Code != d.Choice {
		return nil, "", fmt.Errorf("choice %q is not offered", d.Choice)
	}
	c := cs[d.Index]
	switch c.Code {
	case "position":
		facts, err = withPosition(q, c.Position)
		return facts, string(c.Position), err
	case "state":
		facts, err = withState(q, c.State)
		return facts, string(c.State), err
	case "label":
		facts, err = withLabel(q, c.Para, c.Number)
		return facts, fmt.Sprintf("%d.%s", c.Para, c.Number), err
	}
	return nil, "", fmt.Errorf("choice %q is not known", c.Code)
}

// heldCheck lets no broken item into the record, whoever says so.
func heldCheck(held []record.Fact) error {
	for _, f := range held {
		if it, _, ok := record.ItemOf(f); ok {
			if err := it.Check(); err != nil {
				return err
			}
		}
	}
	return nil
}

func byHand(v *record.View, q *record.Question, d Decision) ([]record.Fact, error) {
	it, by, ok := q.HeldItem()
	if !ok {
		return nil, fmt.Errorf("the question holds no item to write by hand")
	}
	if better, ok := reportsItem(v, q, it.ID); ok {
		it, by = better.Item, better.By
	}
	it.Segments = nil
	for i, s := range d.Segments {
		s.N = i + 1
		it.Segments = append(it.Segments, s)
	}
	if err := it.Check(); err != nil {
		return nil, err
	}
	out := []record.Fact{record.ItemFact(it, by)}
	if e, ok := q.HeldPosition(); ok {
		if d.Position.Valid() {
			e.Value = d.Position
		}
		out = append(out, record.PositionFact(e))
	}
	return out, nil
}

func withPosition(q *record.Question, p upr.Position) ([]record.Fact, error) {
	out := slices.Clone(q.Held)
	for i, f := range out {
		if e, ok := record.PositionOf(f); ok {
			e.Value = p
			if err := e.Check(); err != nil {
				return nil, err
			}
			out[i] = record.PositionFact(e)
		}
	}
	return out, heldCheck(out)
}

// withState gives the State that a person chose to the segments whose printed name was not understood.
func withState(q *record.Question, s upr.State) ([]record.Fact, error) {
	it, by, ok := q.HeldItem()
	if !ok {
		return nil, fmt.Errorf("the question holds no item")
	}
	printed := ""
	for _, r := range q.Reasons {
		if n := r.Detail["name"]; n != "" {
			printed = n
			break
		}
	}
	it.Segments = slices.Clone(it.Segments)
	n := len(it.Segments) - 1
	for i, seg := range it.Segments {
		if len(seg.By) == 0 {
			n = i
			break
		}
	}
	if n < 0 {
		return nil, fmt.Errorf("item %s has no segment", it.ID)
	}
	if !slices.Contains(it.Segments[n].States(), s) {
		it.Segments[n].By = append(slices.Clone(it.Segments[n].By), upr.Attribution{State: s, Printed: printed})
	}
	if err := it.Check(); err != nil {
		return nil, err
	}
	out := []record.Fact{record.ItemFact(it, by)}
	for _, f := range q.Held {
		if f.Kind != record.KindItem {
			out = append(out, f)
		}
	}
	return out, nil
}

// withLabel moves the held item to the address that a person chose; its label stays as printed.
func withLabel(q *record.Question, para int, number string) ([]record.Fact, error) {
	it, by, ok := q.HeldItem()
	if !ok {
		return nil, fmt.Errorf("the question holds no item")
	}
	it.Paragraph, it.Number = para, number
	it.ID = upr.NewItemID(it.Review, para, number)
	out := []record.Fact{record.ItemFact(it, by)}
	if e, ok := q.HeldPosition(); ok {
		e.Item = it.ID
		out = append(out, record.PositionFact(e))
	}
	return out, it.Check()
}

// besideTheRecord fits what an answer brings to what the record holds: the words of an item that it has from the report
// are not replaced by those of another document, and no item takes the place of another.
func besideTheRecord(v *record.View, q *record.Question, d Decision, facts []record.Fact, brought map[string]bool) ([]record.Fact, error) {
	var out []record.Fact
	for _, f := range facts {
		if f.Kind != record.KindItem {
			out = append(out, f)
			continue
		}
		id := upr.ItemID(f.Subject)
		if brought[f.Subject] {
			return nil, fmt.Errorf("two answers bring item %s", id)
		}
		brought[f.Subject] = true
		if _, ok := reportsItem(v, q, id); ok && d.Choice != "by-hand" {
			continue
		}
		if it, _, ok := v.Item(id); ok && id != q.Item && it.Texts[0].Source.SHA256 == q.SHA256 {
			return nil, fmt.Errorf("the same document has another item %s", id)
		}
		out = append(out, f)
	}
	return out, nil
}

// reportsItem is an item as the record has it from the Working Group's report, when the question is about another document.
func reportsItem(v *record.View, q *record.Question, id upr.ItemID) (*record.Item, bool) {
	it, r, ok := v.Item(id)
	if !ok || !fromReport(r, it) {
		return nil, false
	}
	own, _, ok := v.Document(q.SHA256)
	return it, !ok || own.Kind != reading.WGReport
}

// replacedBy are the facts that an answer's take the place of: the item as the record had it, and what earlier versions of
// the same document say about it.
func replacedBy(v *record.View, q *record.Question, facts []record.Fact, existing []existingFact) []store.FactID {
	var out []store.FactID
	for _, f := range facts {
		if f.Kind != record.KindItem {
			continue
		}
		if it, _, ok := v.Item(upr.ItemID(f.Subject)); ok {
			out = append(out, it.FactID)
		}
	}
	d, r, ok := v.Document(q.SHA256)
	if len(facts) == 0 || q.Item == "" || !ok {
		return out
	}
	older := replacedFiles(*d, r)
	for _, e := range existing {
		if e.fact.Subject == string(q.Item) && e.fact.Kind != record.KindItem && e.fact.SHA256() != q.SHA256 && older[e.fact.SHA256()] {
			out = append(out, e.id)
		}
	}
	return out
}

// HandSegments reads segments of an item of a review as a person writes them in a form: one block of words each, and
// under it the States by name, separated by commas. An unknown name is an error that names it and what is near.
func HandSegments(review upr.ReviewID, words, states []string) ([]upr.Segment, error) {
	g := gazetteer.Default()
	if reference.IsInvented(review.State) {
		g = gazetteer.WithInvented()
	}
	var out []upr.Segment
	for i, w := range words {
		if w = typed(w); w == "" {
			continue
		}
		s := upr.Segment{N: len(out) + 1, Words: w}
		if i < len(states) && typed(states[i]) != "" {
			by := typed(states[i])
			names, ok := g.Names(by, upr.Date{})
			if !ok {
				return nil, &UnknownName{Name: by, Segment: i + 1, Near: g.Suggest(by)}
			}
			for _, n := range names {
				s.By = append(s.By, upr.Attribution{State: n.State, Printed: n.Printed})
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// typed is what a person wrote, in one line: letters only, and nothing that turns the order of letters round.
func typed(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.IsSpace(r):
			return ' '
		case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}

// UnknownName says which name in a form is no State's.
type UnknownName struct {
	Name    string
	Segment int
	Near    []gazetteer.Match
}

func (e *UnknownName) Error() string {
	return "segment " + strconv.Itoa(e.Segment) + ": " + strconv.Quote(e.Name) + " is not the name of a State"
}
