package ingest

import (
	"context"
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Plan is what bringing a parsed document into the record would change. It is made against one act of the record and
// refused when the review changed since (store.Changed): look again, then confirm.
type Plan struct {
	Parsed    *Parsed
	Document  record.Document
	Base      uint64 // the act that the plan was made against
	Items     upr.Count
	Segments  upr.Count
	Pairs     upr.Count
	New       []upr.ItemID // items that the record does not have
	Changed   []upr.ItemID // items whose words or States differ from the record's
	Same      int          // items that stay as they are
	Positions int          // position events that are new
	Contrary  []Contrary
	Questions []record.Question // that are new and would wait
	Settled   int               // questions that a person has answered before
	Add       []record.Fact
	End       []store.FactID
}

// Nothing says whether the plan changes nothing: the file is in the record as it would be read now.
func (plan *Plan) Nothing() bool { return len(plan.Add) == 0 && len(plan.End) == 0 }

// Contrary is a position that contradicts one of the same stage from another document.
type Contrary struct {
	Item     upr.ItemID
	Here     upr.Position
	There    upr.Position
	ThereSrc upr.Source
}

// Prepare works out the plan for a parsed document against the record as v shows it.
func Prepare(ctx context.Context, st *store.Store, v *record.View, p *Parsed) (*Plan, error) {
	id := p.Reading.Review
	if !id.Valid() {
		return nil, &UnknownReview{State: id.State, Session: p.Reading.WGSession}
	}
	have, _ := v.Review(id)
	prop, err := propose(p, have)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Parsed: p, Document: prop.document, Base: v.Act, Items: upr.Count{Unit: upr.UnitItem},
		Segments: upr.Count{Unit: upr.UnitSegment}, Pairs: upr.Count{Unit: upr.UnitPair}}
	plan.count(p.Reading)
	existing, err := currentFacts(ctx, st, id, v.Act)
	if err != nil {
		return nil, err
	}
	prop.setAsideContrary(plan, existing)
	plan.diff(prop, have, existing)
	return plan, onceEach(existing, plan.Add, plan.End)
}

// onceEach is an error when an act would leave an item brought twice: nobody could say which one counts. It is a mistake of
// the program, and better a file that does not come in than a record that cannot be read.
func onceEach(existing []existingFact, add []record.Fact, end []store.FactID) error {
	there := map[string]bool{}
	for _, e := range existing {
		if e.fact.Kind == record.KindItem && !slices.Contains(end, e.id) {
			there[e.fact.Subject] = true
		}
	}
	for _, f := range add {
		if f.Kind != record.KindItem {
			continue
		}
		if there[f.Subject] {
			return fmt.Errorf("the item %s would be brought twice; nothing was done", f.Subject)
		}
		there[f.Subject] = true
	}
	return nil
}

// UnknownReview says that a document was read but nothing tells which review it belongs to.
type UnknownReview struct {
	State   upr.State
	Session upr.WGSession
}

func (e *UnknownReview) Error() string {
	return fmt.Sprintf("the review of this document is not known (State %q, Working Group session %d)", e.State, e.Session)
}

func (plan *Plan) count(r *reading.Reading) {
	for _, it := range r.Items {
		plan.Items.Add(it.Position, 1)
		plan.Segments.Add(it.Position, len(it.Segments))
		plan.Pairs.Add(it.Position, it.Pairs())
	}
	for _, e := range r.Events {
		plan.Items.Add(e.Value, 1)
	}
}

// setAsideContrary turns positions that contradict the record at the same stage into questions. It looks at facts, not at
// the view: a position may be in the record before its item is. A position that the record holds already stays.
func (out *proposal) setAsideContrary(plan *Plan, existing []existingFact) {
	held := map[upr.ItemID][]upr.PositionEvent{}
	inRecord := map[string]bool{}
	for _, x := range existing {
		if e, ok := record.PositionOf(x.fact); ok {
			held[e.Item] = append(held[e.Item], e)
			inRecord[key(x.fact)] = true
		}
	}
	sha := plan.Document.SHA256
	out.facts = slices.DeleteFunc(out.facts, func(f record.Fact) bool {
		e, ok := record.PositionOf(f)
		if !ok || inRecord[key(f)] {
			return false
		}
		for _, o := range held[e.Item] {
			if o.Stage != e.Stage || o.Segment != e.Segment || o.Value == e.Value || o.Source.SHA256 == sha || !o.Value.Final() || !e.Value.Final() {
				continue
			}
			plan.Contrary = append(plan.Contrary, Contrary{Item: e.Item, Here: e.Value, There: o.Value, ThereSrc: o.Source})
			out.questions = append(out.questions, record.NewQuestion(plan.Document.Review, e.Item, sha, plan.Document.Symbol, []reading.Question{{
				Kind: "position-contradiction", Item: e.Item, Page: e.Source.Page, Place: e.Source.Para,
				Detail: map[string]string{"here": string(e.Value), "there": string(o.Value), "source": o.Source.Symbol},
			}}, []record.Fact{f}))
			return true
		}
		return false
	})
}

// existingFact is a current fact with its row in the store.
type existingFact struct {
	id   store.FactID
	fact record.Fact
}

func currentFacts(ctx context.Context, st *store.Store, id upr.ReviewID, at uint64) ([]existingFact, error) {
	var out []existingFact
	for r, err := range st.Facts(ctx, store.Filter{Review: id.String(), At: at}) {
		if err != nil {
			return nil, fmt.Errorf("reading the facts of %s: %w", id, err)
		}
		out = append(out, existingFact{r.ID, record.Fact{Fact: r.Fact, Review: id.String()}})
	}
	return out, nil
}

// key is a fact's canonical encoding: two facts are the same when it is equal.
func key(f record.Fact) string {
	b, err := ledger.Encode(f.Fact)
	if err != nil {
		return fmt.Sprintf("%s %s cannot be encoded: %v", f.Kind, f.Subject, err)
	}
	return string(b)
}

// diff compares what the document would have the record hold with what the record holds from it and from the versions
// of it that it replaces. What an earlier version says in the same words stays as it is, with its own provenance: a
// second copy of a list changes nothing, a re-issued report only what it says differently.
func (plan *Plan) diff(prop *proposal, have *record.Review, existing []existingFact) {
	replaced, yields := replacedFiles(plan.Document, have), yieldingFiles(prop, have)
	inRecord := map[string]bool{}
	saidBefore := map[string]string{} // what a fact says, whatever its file, to the fact's key
	for _, e := range existing {
		k := key(e.fact)
		inRecord[k] = true
		if replaced[e.fact.SHA256()] {
			saidBefore[said(e.fact)] = k
		}
	}
	wanted := map[string]bool{}
	touched := map[upr.ItemID]bool{} // items whose words this document brings
	for _, f := range prop.facts {
		k := key(f)
		if !inRecord[k] && f.Kind != record.KindDocument {
			if before, ok := saidBefore[said(f)]; ok {
				k = before
			}
		}
		wanted[k] = true
		if f.Kind == record.KindItem {
			touched[upr.ItemID(f.Subject)] = true
		}
		if !inRecord[k] {
			plan.Add = append(plan.Add, f)
		}
	}
	waits := plan.addQuestions(prop.questions, have, inRecord, wanted)
	for _, e := range existing {
		id := upr.ItemID(e.fact.Subject)
		from := e.fact.SHA256()
		switch {
		case wanted[key(e.fact)]:
			continue
		case e.fact.Kind == record.KindItem && touched[id]:
			plan.End = append(plan.End, e.id) // its words come anew, also while its position waits for a person
		case waits[e.fact.Subject] && e.fact.Kind != record.KindQuestion:
			continue
		case e.fact.Kind == record.KindAnswer, e.fact.Kind == record.KindSourced:
			continue
		case e.fact.Kind == record.KindDocument && from != plan.Document.SHA256:
			continue // an earlier version was taken in, and stays so
		case replaced[from]:
			plan.End = append(plan.End, e.id)
		case yields[from] && (e.fact.Kind == record.KindUnit || e.fact.Kind == record.KindPosition && touched[id]):
			plan.End = append(plan.End, e.id) // read whole here; the words stay (movedTexts)
		}
	}
	plan.sortItems(prop, have)
	plan.movedTexts(prop, existing, touched)
}

// said is a fact without the fields that say from which file, and from which place in it, it was read.
func said(f record.Fact) string {
	bare := f
	bare.Fields = slices.DeleteFunc(slices.Clone(f.Fields), func(x ledger.Field) bool {
		switch x.Name {
		case "sha256", "page", "place", "label", "sort", "extractor", "grammar":
			return true
		}
		return false
	})
	return key(bare)
}

// addQuestions adds the questions that are neither waiting already nor answered, and returns the items that wait or were
// settled by a person: what the record holds of them is left alone.
func (plan *Plan) addQuestions(qs []record.Question, have *record.Review, inRecord, wanted map[string]bool) map[string]bool {
	waits := map[string]bool{}
	answers := map[string]record.Answer{}
	if have != nil {
		for _, a := range have.Answers {
			answers[a.Question] = a
		}
	}
	for _, q := range qs {
		waits[string(q.Item)] = q.Item != ""
		if a, ok := answers[q.ID]; ok {
			plan.Settled++
			if a.Choice == "label" { // the item stands where the person put it
				waits[fmt.Sprintf("UPR-%s-C%d-%s", q.Review.State, q.Review.Cycle, a.Value)] = true
			}
			continue
		}
		f, err := q.Fact()
		if err != nil {
			continue
		}
		wanted[key(f)] = true
		if !inRecord[key(f)] {
			plan.Questions = append(plan.Questions, q)
			plan.Add = append(plan.Add, f)
		}
	}
	return waits
}

// replacedFiles are the fingerprints of the files whose facts this document replaces: itself as read before, and
// earlier versions of the same document in the same language.
func replacedFiles(d record.Document, have *record.Review) map[string]bool {
	out := map[string]bool{d.SHA256: true}
	if have == nil {
		return out
	}
	for _, o := range have.Documents {
		if o.Kind == d.Kind && o.Lang == d.Lang && (o.Symbol == d.Symbol || d.Kind == reading.ThematicList) {
			out[o.SHA256] = true
		}
	}
	return out
}

// yieldingFiles are the fingerprints of the same report in other languages, whose leads and positions were read while
// there was none in the language that is read whole.
func yieldingFiles(prop *proposal, have *record.Review) map[string]bool {
	out := map[string]bool{}
	d := prop.document
	if have == nil || d.Kind != reading.WGReport || !slices.ContainsFunc(prop.facts, func(f record.Fact) bool { return f.Kind == record.KindItem }) {
		return out
	}
	for _, o := range have.Documents {
		if o.Kind == d.Kind && o.Lang != d.Lang {
			out[o.SHA256] = true
		}
	}
	return out
}

func (plan *Plan) sortItems(prop *proposal, have *record.Review) {
	added := map[string]bool{}
	for _, f := range plan.Add {
		if f.Kind == record.KindItem || f.Kind == record.KindText {
			added[f.Subject] = true
		}
		if f.Kind == record.KindPosition {
			plan.Positions++
		}
	}
	for _, f := range prop.facts {
		if f.Kind != record.KindItem && f.Kind != record.KindText {
			continue
		}
		id := upr.ItemID(f.Subject)
		switch {
		case !added[f.Subject]:
			plan.Same++
		case knownItem(have, id) == nil:
			plan.New = append(plan.New, id)
		default:
			plan.Changed = append(plan.Changed, id)
		}
	}
}

// movedTexts keeps the words of another language when a report that is read whole takes the place of one that was only
// aligned by number: the item's former words become a text of their own.
func (plan *Plan) movedTexts(prop *proposal, existing []existingFact, touched map[upr.ItemID]bool) {
	for _, e := range existing {
		if e.fact.Kind != record.KindItem || !touched[upr.ItemID(e.fact.Subject)] {
			continue
		}
		if t, ok := record.FirstText(e.fact); ok && t.Lang != prop.document.Lang {
			t.Origin = upr.Official
			plan.Add = append(plan.Add, record.TextFact(upr.ItemID(e.fact.Subject), t))
		}
	}
}
