package followup

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Card is what lists need of a recommendation: everything that the workspace says of it, at a glance. It is kept with the
// view and made anew only for what an act touched. It is shared: do not change it.
type Card struct {
	Rec       string
	Lead      string                   // id of the body that leads; empty: nobody
	LeadReply plan.Reply               // of that body
	Support   []string                 // ids of bodies
	Part      []*Held[plan.Assignment] // of all bodies, also those that handed back; the lead first

	Measures   []*Held[plan.Measure]
	Clusters   []string // ids
	Indicators []string // ids
	Evidence   int      // pieces that every seat may open, also those of its reports and measures
	Public     int      // of them, those that everyone may open

	Reported  *Held[plan.Report]   // what the State reports: the latest validated or published, of the lead before others; may be nil
	Published *Held[plan.Report]   // the latest published; may be nil
	Open      []*Held[plan.Report] // draft, submitted or returned, the oldest first
	Voices    []Voiced             // the latest published of each body of the other voices, in the order of plan.OtherVoices
	Drafts    []*Held[plan.Assessment]

	Due Due // what is due next and not done; zero: nothing

	symbols []uint32 // of the values of facets that depend on nothing else
	settled uint32   // symbol of the stage when no text is under way
}

// Due is a day on which something is due.
type Due struct {
	On   upr.Date
	Kind string // plan.KindAssignment: the next report; plan.KindMeasure: the measure or a stage of it
	ID   string
}

// Voiced is what a body of another voice says.
type Voiced struct {
	Voice   plan.Voice
	Body    string
	Verdict plan.Verdict
	Status  plan.Status
	ID      string // of the assessment
}

// Stage of a recommendation in the work: how far it came.
type Stage string

// Stages.
const (
	StageUnassigned Stage = "unassigned" // no body leads it
	StageWaiting    Stage = "waiting"    // the lead has not replied
	StageAccepted   Stage = "accepted"   // nothing is written yet
	StageDraft      Stage = "draft"
	StageSubmitted  Stage = "submitted"
	StageReturned   Stage = "returned"
	StageValidated  Stage = "validated"
	StagePublished  Stage = "published"
)

// Stages in their order.
var Stages = []Stage{StageUnassigned, StageWaiting, StageAccepted, StageDraft, StageSubmitted, StageReturned, StageValidated, StagePublished}

// Stage of the recommendation: a text under way that the reader may see says more than the last one that is done.
func (c *Card) Stage() Stage {
	if len(c.Open) > 0 {
		return Stage(c.Open[len(c.Open)-1].Thing.Step)
	}
	return c.done()
}

// done is the stage when no text is under way.
func (c *Card) done() Stage {
	switch {
	case c.Reported != nil:
		return Stage(c.Reported.Thing.Step)
	case c.Lead == "":
		return StageUnassigned
	case c.LeadReply == plan.Accepted:
		return StageAccepted
	}
	return StageWaiting
}

// Overdue says whether something was due before a day and is not done.
func (c *Card) Overdue(on upr.Date) bool { return !c.Due.On.IsZero() && on.After(c.Due.On) }

// NoEvidence says whether nothing proves anything yet.
func (c *Card) NoEvidence() bool { return c.Evidence == 0 }

// Status that the State reports; empty when it reports none.
func (c *Card) Status() plan.Status {
	if c.Reported == nil {
		return ""
	}
	return c.Reported.Thing.Status
}

// HandedBack are the assignments that bodies gave back, with their reasons.
func (c *Card) HandedBack() []*Held[plan.Assignment] {
	var out []*Held[plan.Assignment]
	for _, a := range c.Part {
		if !a.Thing.Stands() {
			out = append(out, a)
		}
	}
	return out
}

// Card of a recommendation, as whoever the view is for may read it.
func (v *View) Card(rec string) *Card {
	c, ok := v.cards.Get(rec)
	switch {
	case !ok:
		return &Card{Rec: rec}
	case v.reader == nil || len(c.Open)+len(c.Drafts) == 0:
		return c
	}
	mine := *c
	mine.Open = slices.DeleteFunc(slices.Clone(c.Open), func(h *Held[plan.Report]) bool { return !v.reader.report(h.Thing) })
	mine.Drafts = slices.DeleteFunc(slices.Clone(c.Drafts), func(h *Held[plan.Assessment]) bool { return !v.reader.assessment(h.Thing) })
	return &mine
}

// under is the text under way that whoever the view is for may read; nil when there is none.
func (v *View) under(c *Card) *Held[plan.Report] {
	for i := len(c.Open) - 1; i >= 0; i-- {
		if v.reader == nil || v.reader.report(c.Open[i].Thing) {
			return c.Open[i]
		}
	}
	return nil
}

// card makes the card of a recommendation from what the view holds.
func (v *View) card(rec string) *Card {
	c := &Card{Rec: rec, Part: v.AssignmentsOf(rec), Measures: v.MeasuresOf(rec)}
	for _, a := range c.Part {
		switch {
		case !a.Thing.Stands():
			continue
		case a.Thing.Part == plan.Leads:
			c.Lead, c.LeadReply = a.Thing.Body, a.Thing.Reply
		default:
			c.Support = append(c.Support, a.Thing.Body)
		}
		c.due(a.Thing.Due, plan.KindAssignment, a.ID)
	}
	for _, m := range c.Measures {
		c.dueOf(m)
		for _, i := range v.About(plan.KindIndicator, m.ID) {
			c.Indicators = appendOnce(c.Indicators, i)
		}
	}
	for _, i := range v.About(plan.KindIndicator, rec) {
		c.Indicators = appendOnce(c.Indicators, i)
	}
	c.Clusters = v.About(plan.KindCluster, rec)
	proofs := v.About(plan.KindEvidence, rec)
	for _, m := range c.Measures {
		for _, e := range v.About(plan.KindEvidence, m.ID) {
			proofs = appendOnce(proofs, e)
		}
	}
	for _, r := range v.ReportsOf(rec) {
		c.report(r)
		for _, e := range slices.Concat(r.Thing.Evidence, v.About(plan.KindEvidence, r.ID)) {
			proofs = appendOnce(proofs, e)
		}
	}
	for _, id := range proofs {
		if e, ok := v.Evidence.Get(id); ok && e.Thing.Access != plan.BodyOnly {
			if c.Evidence++; e.Thing.Access == plan.Public {
				c.Public++
			}
		}
	}
	for _, a := range v.AssessmentsOf(rec) {
		c.assessment(a)
	}
	slices.SortStableFunc(c.Voices, func(a, b Voiced) int {
		return cmp.Or(cmp.Compare(slices.Index(plan.OtherVoices, a.Voice), slices.Index(plan.OtherVoices, b.Voice)), cmp.Compare(a.Body, b.Body))
	})
	if v.symbols != nil {
		c.symbols, c.settled = v.symbols.ofCard(c), v.symbols.number(FacetStage, string(c.done()))
	}
	return c
}

// due keeps the earliest day.
func (c *Card) due(on upr.Date, kind, id string) {
	if !on.IsZero() && (c.Due.On.IsZero() || c.Due.On.After(on)) {
		c.Due = Due{on, kind, id}
	}
}

func (c *Card) dueOf(m *Held[plan.Measure]) {
	switch m.Thing.Status {
	case plan.Full, plan.Continuous, plan.NotApplied:
		return // done: what is due of it has no more meaning
	}
	c.due(m.Thing.Due, plan.KindMeasure, m.ID)
	for _, s := range m.Thing.Stages {
		if s.Done.IsZero() {
			c.due(s.Due, plan.KindMeasure, m.ID)
		}
	}
}

// report takes in a report; they come in the order of their acts.
func (c *Card) report(r *Held[plan.Report]) {
	switch r.Thing.Step {
	case plan.Published:
		if later(c.Published, r, c.Lead) {
			c.Published = r
		}
	case plan.Validated:
	default:
		c.Open = append(c.Open, r)
		return
	}
	if later(c.Reported, r, c.Lead) {
		c.Reported = r
	}
}

// later says whether a report takes the place of another as what the State reports: the lead's before others', then the
// one that reports up to a later day, then the later act's.
func later(old, r *Held[plan.Report], lead string) bool {
	if old == nil {
		return true
	}
	if a, b := old.Thing.Body == lead, r.Thing.Body == lead; a != b {
		return b
	}
	return cmp.Or(r.Thing.Until.Compare(old.Thing.Until), cmp.Compare(r.Act, old.Act)) >= 0
}

func (c *Card) assessment(a *Held[plan.Assessment]) {
	if a.Thing.Step != plan.Published {
		c.Drafts = append(c.Drafts, a)
		return
	}
	says := Voiced{a.Thing.Voice, a.Thing.Body, a.Thing.Verdict, a.Thing.Status, a.ID}
	if i := slices.IndexFunc(c.Voices, func(x Voiced) bool { return x.Body == says.Body && x.Voice == says.Voice }); i >= 0 {
		c.Voices[i] = says // a body's later word stands for its earlier one
		return
	}
	c.Voices = append(c.Voices, says)
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
