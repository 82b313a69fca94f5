package followup

import (
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// refNames are the fields that name other things, by which View.About finds them.
var refNames = map[string]bool{"rec": true, "about": true, "measure": true, "indicator": true, "legal-act": true, "report": true, "evidence": true}

// shelf is the table of one kind of thing, whatever its type.
type shelf interface {
	put(r store.Row, fields []plan.Field) error
	drop(id string)
	held(id string) (store.FactID, []plan.Field, bool)
	close()
}

type shelfOf[T any] struct {
	at **Table[*Held[T]]
	e  *editor[*Held[T]]
}

func shelfAt[T any](at **Table[*Held[T]]) shelf { return &shelfOf[T]{at: at, e: edit(*at)} }

func (s *shelfOf[T]) put(r store.Row, fields []plan.Field) error {
	h := &Held[T]{ID: r.Fact.Subject, Fact: r.ID, Act: r.Act, At: r.Time, Fields: fields}
	if err := plan.Read(fields, &h.Thing); err != nil {
		return fmt.Errorf("%s %s: %w", r.Fact.Kind, r.Fact.Subject, err)
	}
	s.e.put(h.ID, h)
	return nil
}

func (s *shelfOf[T]) drop(id string) { s.e.drop(id) }

func (s *shelfOf[T]) held(id string) (store.FactID, []plan.Field, bool) {
	h, ok := s.e.table.Get(id)
	if !ok {
		return 0, nil, false
	}
	return h.Fact, h.Fields, true
}

func (s *shelfOf[T]) close() { *s.at = s.e.done() }

// shelf of a kind; nil for what is none of a workspace's (the actor of an act).
func (v *View) shelf(kind string) shelf {
	switch kind {
	case plan.KindWorkspace:
		return shelfAt(&v.Workspaces)
	case plan.KindBody:
		return shelfAt(&v.Bodies)
	case plan.KindPlan:
		return shelfAt(&v.Plans)
	case plan.KindCluster:
		return shelfAt(&v.Clusters)
	case plan.KindAssignment:
		return shelfAt(&v.Assignments)
	case plan.KindMeasure:
		return shelfAt(&v.Measures)
	case plan.KindLegalAct:
		return shelfAt(&v.LegalActs)
	case plan.KindTreatyAct:
		return shelfAt(&v.TreatyActs)
	case plan.KindProposal:
		return shelfAt(&v.Proposals)
	case plan.KindIndicator:
		return shelfAt(&v.Indicators)
	case plan.KindObservation:
		return shelfAt(&v.Observations)
	case plan.KindEvidence:
		return shelfAt(&v.Evidence)
	case plan.KindReport:
		return shelfAt(&v.Reports)
	case plan.KindAssessment:
		return shelfAt(&v.Assessments)
	case plan.KindDeadline:
		return shelfAt(&v.Deadlines)
	case plan.KindColumns:
		return shelfAt(&v.Columns)
	case plan.KindSourceNote:
		return shelfAt(&v.Notes)
	case plan.KindOwnRec:
		return shelfAt(&v.Own)
	case plan.KindClaim:
		return shelfAt(&v.Claims)
	case plan.KindAnswer:
		return shelfAt(&v.Answers)
	}
	return nil
}

// empty is the view of a workspace in which nothing was done.
func empty(workspace string, open bool) *View {
	return &View{Workspace: workspace, Open: open, Bodies: new(Table[*Held[plan.Body]]), Plans: new(Table[*Held[plan.Plan]]),
		Clusters: new(Table[*Held[plan.Cluster]]), Assignments: new(Table[*Held[plan.Assignment]]), Measures: new(Table[*Held[plan.Measure]]),
		LegalActs: new(Table[*Held[plan.LegalAct]]), TreatyActs: new(Table[*Held[plan.TreatyAct]]), Proposals: new(Table[*Held[plan.Proposal]]),
		Indicators: new(Table[*Held[plan.Indicator]]), Observations: new(Table[*Held[plan.Observation]]), Evidence: new(Table[*Held[plan.Evidence]]),
		Reports: new(Table[*Held[plan.Report]]), Assessments: new(Table[*Held[plan.Assessment]]), Deadlines: new(Table[*Held[plan.Deadline]]),
		Columns: new(Table[*Held[plan.Columns]]), Notes: new(Table[*Held[plan.SourceNote]]), Own: new(Table[*Held[plan.OwnRec]]),
		Workspaces: new(Table[*Held[plan.Workspace]]), Claims: new(Table[*Held[plan.Claim]]), Answers: new(Table[*Held[plan.Answer]]), about: new(Table[[]Ref]), cards: new(Table[*Card])}
}

// changes collects what acts changed and makes the next view of it.
type changes struct {
	v       View
	shelves map[string]shelf
	about   *editor[[]Ref]
	touched map[string]bool // ids named by what was brought or ended: their cards, or those of what they are about, are made anew
}

func from(v *View) *changes {
	return &changes{v: *v, shelves: map[string]shelf{}, about: edit(v.about), touched: map[string]bool{}}
}

func (c *changes) shelf(kind string) shelf {
	s, ok := c.shelves[kind]
	if !ok {
		s = c.v.shelf(kind)
		c.shelves[kind] = s
	}
	return s
}

// bring puts a fact on its shelf; what stood there under the same id was ended by the same act.
func (c *changes) bring(r store.Row) error {
	s := c.shelf(r.Fact.Kind)
	if s == nil {
		return nil
	}
	c.forget(r.Fact.Kind, r.Fact.Subject, s)
	fields := fieldsOf(r.Fact)
	if err := s.put(r, fields); err != nil {
		return err
	}
	ref := Ref{r.Fact.Kind, r.Fact.Subject}
	c.touch(ref.ID, fields)
	for _, name := range named(fields) {
		list, _ := c.about.table.Get(name)
		c.about.put(name, append(list, ref)) // only the newest view is ever appended to: older ones keep their length
	}
	return nil
}

// end takes an ended fact away, unless a later one stands in its place already.
func (c *changes) end(r store.Row) {
	s := c.shelf(r.Fact.Kind)
	if s == nil {
		return
	}
	if id, _, ok := s.held(r.Fact.Subject); ok && id == r.ID {
		c.forget(r.Fact.Kind, r.Fact.Subject, s)
		s.drop(r.Fact.Subject)
	}
}

// forget takes a thing's references out.
func (c *changes) forget(kind, id string, s shelf) {
	_, old, ok := s.held(id)
	if !ok {
		return
	}
	c.touch(id, old)
	for _, name := range named(old) {
		list, _ := c.about.table.Get(name)
		c.about.put(name, slices.DeleteFunc(slices.Clone(list), func(r Ref) bool { return r == Ref{kind, id} }))
	}
}

// done is the view with the changes.
func (c *changes) done(act uint64) *View {
	for _, s := range c.shelves {
		if s != nil {
			s.close()
		}
	}
	c.v.about, c.v.Act, c.v.memo = c.about.done(), act, &memo{made: map[string]*made{}}
	c.cards()
	return &c.v
}

// touch notes that a thing was brought or ended.
func (c *changes) touch(id string, fields []plan.Field) {
	c.touched[id] = true
	for _, name := range named(fields) {
		c.touched[name] = true
	}
}

// cards makes the cards anew of the recommendations that something was brought or ended about, directly or by way of a
// measure, report or piece of evidence.
func (c *changes) cards() {
	recs := map[string]bool{}
	for id := range c.touched {
		c.recsOf(id, recs)
	}
	cards := edit(c.v.cards)
	made := make(map[string]*Card, len(recs))
	for rec := range recs {
		if refs, _ := c.v.about.Get(rec); len(refs) > 0 {
			made[rec] = c.v.card(rec)
			cards.put(rec, made[rec])
		} else {
			made[rec] = nil
			cards.drop(rec)
		}
	}
	c.v.cards, c.v.board = cards.done(), c.v.board.with(made)
}

// recsOf adds the recommendations whose cards show something of the thing with an id.
func (c *changes) recsOf(id string, to map[string]bool) {
	if m, ok := c.v.Measures.Get(id); ok {
		for _, r := range m.Thing.Recs {
			to[r] = true
		}
		return
	}
	if r, ok := c.v.Reports.Get(id); ok {
		to[r.Thing.Rec] = true
		return
	}
	if _, ok := c.v.Evidence.Get(id); ok {
		refs, _ := c.v.about.Get(id) // reports that name it
		for _, r := range refs {
			if x, ok := c.v.Reports.Get(r.ID); ok {
				to[x.Thing.Rec] = true
			}
		}
		return
	}
	if refs, _ := c.v.about.Get(id); len(refs) > 0 || c.hasCard(id) {
		to[id] = true // the card of a thing that is no recommendation is never asked for
	}
}

func (c *changes) hasCard(rec string) bool {
	_, ok := c.v.cards.Get(rec)
	return ok
}

// named are the ids that a thing's fields name, each once.
func named(fields []plan.Field) []string {
	var out []string
	for _, f := range fields {
		if refNames[f.Name] && !slices.Contains(out, f.Value) {
			out = append(out, f.Value)
		}
	}
	return out
}

func fieldsOf(f ledger.Fact) []plan.Field {
	out := make([]plan.Field, len(f.Fields))
	for i, x := range f.Fields {
		out[i] = plan.Field{Name: x.Name, Value: x.Value}
	}
	return out
}
