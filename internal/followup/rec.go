package followup

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// What a recommendation is in the record.
const (
	RecItem       = "item"       // of a report of the Working Group, of any cycle
	RecPledge     = "pledge"     // of the State under review
	RecAnnotation = "annotation" // of another mechanism, as OHCHR's index keeps it
	RecOwn        = "own"        // typed into the workspace
)

// RecKinds in the order in which they are shown.
var RecKinds = []string{RecItem, RecPledge, RecAnnotation, RecOwn}

// Rec is a recommendation that the workspace follows up, wherever it comes from. It is shared: do not change it.
type Rec struct {
	ID       string // permanent: "UPR-KAZ-C2-126.27", "UPR-KAZ-C2-VP-3", "uhri/…", "own/…"
	Kind     string // RecItem …
	Number   string // as its document calls it
	Review   upr.ReviewID
	Symbol   string // of the document
	Words    string // in the language of Lang
	Lang     string
	Texts    plan.Names   // in every language at hand, the original first
	Position upr.Position // of an item; empty for what has none
	By       []upr.State  // that recommended it
	From     string       // body or mechanism that asked, where no States did
	Date     upr.Date     // of the document; zero: unknown

	at      int      // place in Recs.All
	folded  string   // words and number, as free words are looked for
	symbols []uint32 // of its values of facets
}

// In is the recommendation's text in a language, else the original; lang says which it is.
func (r *Rec) In(want string) (words, lang string) {
	if len(r.Texts) == 0 {
		return r.Words, r.Lang
	}
	return r.Texts.In(want)
}

// Recs are the recommendations of a workspace's State, in a fixed order: the newest cycle first, in document order, then
// pledges, other mechanisms and own ones. They are shared: do not change them.
type Recs struct {
	State   upr.State
	All     []*Rec
	byID    map[string]*Rec
	symbols *symbols
}

// Get is the recommendation with an identifier.
func (r *Recs) Get(id string) (*Rec, bool) {
	x, ok := r.byID[id]
	return x, ok
}

// recsOf remembers the recommendations of one workspace and what they were made of.
type recsOf struct {
	mu         sync.Mutex
	view       *record.View
	state      upr.State
	reviews    []*record.Review
	mechanisms *record.Mechanisms
	own        *Table[*Held[plan.OwnRec]]
	recs       *Recs
}

// Recs are the recommendations of the workspace's State from the record and its own ones. Whoever asks has been let in.
func (d *Desk) Recs(ctx context.Context, workspace string) (*Recs, error) {
	v, err := d.Keeper.Work(ctx, workspace)
	if err != nil {
		return nil, err
	}
	return d.recsAt(v), nil
}

// recsAt are the recommendations beside a view of the workspace.
func (d *Desk) recsAt(v *View) *Recs {
	m := d.Keeper.recsOf(homeName(v.Workspace, v.Open))
	m.mu.Lock()
	defer m.mu.Unlock()
	rec, state := d.Record.View(), v.State()
	if m.recs != nil && m.view == rec && m.own == v.Own && m.state == state {
		return m.recs
	}
	reviews := rec.Received(state)
	mech, _ := rec.Mechanisms(state)
	if m.recs == nil || m.state != state || m.own != v.Own || m.mechanisms != mech || !slices.Equal(m.reviews, reviews) {
		m.recs = gather(d.Keeper.symbolsOf(v.Workspace), state, reviews, mech, v.Own)
	}
	m.view, m.state, m.reviews, m.mechanisms, m.own = rec, state, reviews, mech, v.Own
	return m.recs
}

// State whose recommendations the workspace follows up: as it says itself, else the one whose code it has for a name.
func (v *View) State() upr.State {
	if w, ok := v.Self(); ok && w.State != "" {
		return w.State
	}
	if s := upr.State(v.Workspace); s.Valid() {
		return s
	}
	return ""
}

func gather(sy *symbols, state upr.State, reviews []*record.Review, mech *record.Mechanisms, own *Table[*Held[plan.OwnRec]]) *Recs {
	r := &Recs{State: state, byID: map[string]*Rec{}, symbols: sy}
	reviews = slices.Clone(reviews)
	slices.SortFunc(reviews, func(a, b *record.Review) int { return int(b.ID.Cycle) - int(a.ID.Cycle) })
	for _, review := range reviews {
		for _, it := range slices.Concat(review.Items, review.Provisional) {
			r.add(ofItem(it))
		}
	}
	for _, review := range reviews {
		for _, p := range review.Pledges {
			r.add(ofPledge(p))
		}
	}
	for _, review := range reviews {
		if len(review.Items) > 0 {
			continue // the report says it better
		}
		for _, a := range review.Annotations {
			r.add(ofAnnotation(a))
		}
	}
	if mech != nil {
		for _, a := range mech.Annotations {
			r.add(ofAnnotation(a))
		}
	}
	for id, o := range own.All() {
		r.add(&Rec{ID: OwnID(id), Kind: RecOwn, Number: o.Thing.Number, From: o.Thing.By, Texts: o.Thing.Texts, Symbol: o.Thing.Source, Date: o.Thing.Date})
	}
	return r
}

const ownPrefix = "own/"

// OwnID is the identifier, as a recommendation, of an own recommendation's thing.
func OwnID(thing string) string { return ownPrefix + strings.TrimPrefix(thing, ownPrefix) }

func (r *Recs) add(x *Rec) {
	if r.byID[x.ID] != nil || x.ID == "" {
		return
	}
	if x.Words == "" && len(x.Texts) > 0 {
		x.Words, x.Lang = x.Texts[0].Words, x.Texts[0].Lang
	}
	x.folded = fold(x.ID + " " + x.Number + " " + x.Symbol + " " + x.Words)
	for _, t := range x.Texts[min(1, len(x.Texts)):] {
		x.folded += " " + fold(t.Words)
	}
	x.symbols = r.symbols.ofRec(x)
	x.at = len(r.All)
	r.byID[x.ID] = x
	r.All = append(r.All, x)
}

// fold makes words comparable: case does not count.
func fold(s string) string { return strings.ToLower(s) }

func ofItem(it *record.Item) *Rec {
	x := &Rec{ID: string(it.ID), Kind: RecItem, Review: it.Review, Symbol: it.Symbol, Number: it.Number, Position: it.Position}
	if it.Paragraph > 0 {
		x.Number = fmt.Sprintf("%d.%s", it.Paragraph, it.Number)
	}
	if x.Position == "" {
		x.Position = upr.Pending
	}
	for _, t := range it.Texts {
		x.Texts = append(x.Texts, plan.Name{Lang: t.Lang, Words: t.Words})
	}
	for _, s := range it.Segments {
		for _, by := range s.States() {
			if by != "" && !slices.Contains(x.By, by) {
				x.By = append(x.By, by)
			}
		}
	}
	return x
}

func ofPledge(p upr.Pledge) *Rec {
	x := &Rec{ID: p.ID(), Kind: RecPledge, Review: p.Review, Number: p.Label}
	for _, t := range p.Texts {
		x.Texts = append(x.Texts, plan.Name{Lang: t.Lang, Words: t.Words})
	}
	return x
}

func ofAnnotation(a *record.Annotation) *Rec {
	return &Rec{ID: a.Subject(), Kind: RecAnnotation, Review: a.Review, Number: a.Number, Symbol: a.Symbol, Position: a.Position,
		Texts: plan.Names{{Lang: a.Lang, Words: a.Words}}, By: a.By, From: a.Body, Date: a.Published}
}
