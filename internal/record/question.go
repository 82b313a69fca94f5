package record

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Question is what waits for a person: reasons why a grammar was not sure, with the facts that it would bring if the
// reading is right. Those facts are not in the record until the question is answered.
type Question struct {
	ID      string
	Review  upr.ReviewID
	Item    upr.ItemID // empty when it concerns no single item
	SHA256  string     // of the document
	Symbol  string     // of the document, for people
	Reasons []reading.Question
	Held    []Fact
	FactID  store.FactID // of the fact in the store, to end it
	Act     uint64       // that brought it
}

// Kind groups questions for "same for all of this kind": the first reason's.
func (q Question) Kind() string {
	if len(q.Reasons) == 0 {
		return ""
	}
	return q.Reasons[0].Kind
}

// HeldItem is the item as the grammar read it; ok is false when the question holds none.
func (q Question) HeldItem() (it upr.Item, by ReadBy, ok bool) {
	for _, f := range q.Held {
		if f.Kind == KindItem {
			it, by, err := readItem(f.Fact)
			return it, by, err == nil
		}
	}
	return upr.Item{}, ReadBy{}, false
}

// HeldPosition is the position event that the question holds, if any.
func (q Question) HeldPosition() (upr.PositionEvent, bool) {
	for _, f := range q.Held {
		if f.Kind == KindPosition {
			e, err := readPosition(f.Fact)
			return e, err == nil
		}
	}
	return upr.PositionEvent{}, false
}

// NewQuestion makes a question with an identifier that is the same whenever the same file is read again.
func NewQuestion(review upr.ReviewID, item upr.ItemID, sha, symbol string, reasons []reading.Question, held []Fact) Question {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n", sha, item)
	for _, r := range reasons {
		fmt.Fprintf(h, "%s\n%s\n", r.Kind, r.Place)
		for _, k := range keys(r.Detail) {
			fmt.Fprintf(h, "%s=%s\n", k, r.Detail[k])
		}
	}
	return Question{ID: hex.EncodeToString(h.Sum(nil)[:8]), Review: review, Item: item, SHA256: sha, Symbol: symbol, Reasons: reasons, Held: held}
}

// Fact writes the question with everything that it holds.
func (q Question) Fact() (Fact, error) {
	w := start(KindQuestion, q.ID, q.Review)
	w.put("item", string(q.Item))
	w.put("sha256", q.SHA256)
	w.put("symbol", q.Symbol)
	for _, r := range q.Reasons {
		w.put("reason", r.Kind)
		w.num("page", r.Page)
		w.put("place", r.Place)
		for _, k := range keys(r.Detail) {
			w.put("detail", k+" "+r.Detail[k])
		}
		for _, c := range r.Choices {
			w.put("choice", strings.Join([]string{c.Code, string(c.State), string(c.Position), strconv.Itoa(c.Para), c.Number}, "|"))
		}
	}
	for _, h := range q.Held {
		b, err := ledger.Encode(h.Fact)
		if err != nil {
			return Fact{}, fmt.Errorf("writing question %s: %w", q.ID, err)
		}
		w.put("held", string(b))
	}
	return w.f, nil
}

func readQuestion(f ledger.Fact) (q Question, err error) {
	r := fieldReader{fact: f}
	q.ID = f.Subject
	for _, x := range f.Fields {
		switch x.Name {
		case "item":
			q.Item = upr.ItemID(x.Value)
		case "sha256":
			q.SHA256 = x.Value
		case "symbol":
			q.Symbol = x.Value
		case "reason":
			q.Reasons = append(q.Reasons, reading.Question{Kind: x.Value, Item: q.Item})
		case "page", "place", "detail", "choice":
			if len(q.Reasons) == 0 {
				r.fail(x.Name, "inside a reason")
				continue
			}
			readReason(&r, &q.Reasons[len(q.Reasons)-1], x)
		case "held":
			h, err := ledger.Decode([]byte(x.Value))
			if err != nil {
				return q, fmt.Errorf("question %s holds a fact that cannot be read: %w", q.ID, err)
			}
			q.Held = append(q.Held, Fact{Fact: h})
		}
	}
	return q, r.err
}

func readReason(r *fieldReader, q *reading.Question, x ledger.Field) {
	switch x.Name {
	case "page":
		q.Page = r.num(x)
	case "place":
		q.Place = x.Value
	case "detail":
		if q.Detail == nil {
			q.Detail = map[string]string{}
		}
		k, v, _ := strings.Cut(x.Value, " ")
		q.Detail[k] = v
	case "choice":
		p := strings.SplitN(x.Value, "|", 5)
		if len(p) != 5 {
			r.fail("choice", "a choice")
			return
		}
		para, _ := strconv.Atoi(p[3])
		q.Choices = append(q.Choices, reading.Choice{Code: p[0], State: upr.State(p[1]), Position: upr.Position(p[2]), Para: para, Number: p[4]})
	}
}

// Answer is what a person decided on a question.
type Answer struct {
	Question string
	Review   upr.ReviewID
	Kind     string
	Item     upr.ItemID
	SHA256   string
	Choice   string // "as-read", "leave-out", "state", "position", "label", "by-hand"
	Value    string // the State, position or label chosen
	Note     string
}

// Fact writes the answer.
func (a Answer) Fact() Fact {
	w := start(KindAnswer, a.Question, a.Review)
	w.put("kind", a.Kind)
	w.put("item", string(a.Item))
	w.put("sha256", a.SHA256)
	w.put("choice", a.Choice)
	w.put("value", a.Value)
	w.put("note", a.Note)
	return w.f
}

func readAnswer(f ledger.Fact) (a Answer, err error) {
	r := fieldReader{fact: f}
	a.Question = f.Subject
	for _, x := range f.Fields {
		switch x.Name {
		case "kind":
			a.Kind = x.Value
		case "item":
			a.Item = upr.ItemID(x.Value)
		case "sha256":
			a.SHA256 = x.Value
		case "choice":
			a.Choice = x.Value
		case "value":
			a.Value = x.Value
		case "note":
			a.Note = x.Value
		}
	}
	return a, r.err
}

func keys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
