// Package testplan makes workspaces of any size, through the real store. For tests and measurements only.
package testplan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Size of a workspace.
type Size struct{ Recs, Measures, Reports int }

// Small and Large are what demands are measured between: the same workspace a hundred times over.
var (
	Small = Size{Recs: 20, Measures: 50, Reports: 500}
	Large = Size{Recs: 2000, Measures: 5000, Reports: 50_000}
)

// Plan names what a workspace holds.
type Plan struct {
	Workspace                                               string
	Recs, Bodies, Plans, Clusters, Measures, Reports, Voice []string
	Indicators, Evidence, LegalActs, TreatyActs, Deadlines  []string // of the evidence, what every seat may open
}

const (
	ministries = 34 // as many in a small workspace: a State has them anyway
	cycles     = 4
	approvedAt = 2 // the act that brings the workspace
)

// Fill makes a State's reviews in four cycles and a workspace of its own. Everything in it is invented; the same size gives
// the same workspace.
func Fill(t testing.TB, s *store.Store, state upr.State, size Size) Plan {
	t.Helper()
	m := &maker{t: t, r: rand.New(rand.NewPCG(1, 2)), plan: Plan{Workspace: string(state)}}
	m.reviews(state, size.Recs)
	m.commit(s, "import", string(state)+"/1")
	m.bodies()
	m.plans(size)
	m.measures(size.Measures)
	m.reports(size.Reports)
	m.assessments(size.Recs / 2)
	m.rest(size)
	m.commit(s, followup.ActPlan, followup.WorkHome(string(state)))
	return m.plan
}

// maker collects facts and brings them in one act.
type maker struct {
	t    testing.TB
	r    *rand.Rand
	add  []store.New
	plan Plan
	n    int
}

func (m *maker) commit(s *store.Store, kind, scope string) {
	m.t.Helper()
	ctx := m.t.Context()
	d, err := s.Begin(ctx, store.Act{Kind: kind, Scope: scope, Role: "coordinator"})
	if err == nil {
		err = d.Add(ctx, m.add...)
	}
	if err == nil {
		_, err = d.Commit(ctx)
	}
	if err != nil {
		m.t.Fatal(err)
	}
	m.add = nil
}

func (m *maker) record(f record.Fact) {
	m.add = append(m.add, store.New{Fact: f.Fact, Review: f.Review})
}

// isClosed says whether a piece of evidence is for its own body alone.
func isClosed(f ledger.Fact) bool {
	return slices.Contains(f.Fields, ledger.Field{Name: "access", Value: string(plan.BodyOnly)})
}

// put brings a thing of the workspace.
func (m *maker) put(kind, id string, thing any) string {
	if id == "" {
		m.n++
		id = fmt.Sprintf("%s%012d", kind[:2], m.n)
	}
	f := ledger.Fact{Kind: kind, Subject: id}
	for _, x := range plan.Fields(thing) {
		f.Fields = append(f.Fields, ledger.Field{Name: x.Name, Value: x.Value})
	}
	m.add = append(m.add, store.New{Fact: f, Review: followup.WorkHome(m.plan.Workspace)})
	return id
}

func (m *maker) one(list []string) string { return list[m.r.IntN(len(list))] }

func (m *maker) some(list []string, most int) []string {
	var out []string
	for range 1 + m.r.IntN(most) {
		out = append(out, m.one(list))
	}
	return out
}

// day within some years.
func (m *maker) day() upr.Date {
	return upr.Date{Year: 2025 + m.r.IntN(4), Month: 1 + m.r.IntN(12), Day: 1 + m.r.IntN(28)}
}

var (
	verbs = []string{"Adopt", "Amend", "Strengthen", "Continue", "Review", "Finance", "Publish", "Train", "Repeal", "Consider"}
	what  = []string{"a law on fair hearings", "a plan for rural schools", "the budget of legal aid", "training of judges", "an independent inspection of prisons",
		"access to buildings for everyone", "a register of complaints", "support for families", "a programme against violence at home", "the work of labour inspectors"}
	ends = []string{"in all regions", "without delay", "together with civil society", "and report on it in public", "with enough means"}
)

func (m *maker) words() string { return m.one(verbs) + " " + m.one(what) + " " + m.one(ends) }

func (m *maker) reviews(state upr.State, recs int) {
	by := []upr.State{"FRA", "BRA", "KEN", "JPN", "NOR", "EGY", "MEX", "IND"}
	for i := range recs {
		review := upr.ReviewID{State: state, Cycle: upr.Cycle(1 + i%cycles)}
		id := upr.NewItemID(review, 100+i/cycles/200, fmt.Sprint(1+i/cycles%200))
		sort := 1 + i/cycles
		words := m.words()
		text := upr.Text{Lang: "en", Words: words, Origin: upr.Authentic, Source: upr.Source{Symbol: fmt.Sprintf("A/HRC/99/%d", review.Cycle)}}
		m.record(record.ItemFact(upr.Item{ID: id, Review: review, Symbol: text.Source.Symbol, Paragraph: 100 + i/cycles/200, Number: fmt.Sprint(1 + i/cycles%200), Sort: sort,
			Texts: []upr.Text{text}, Segments: []upr.Segment{{N: 1, Words: words, By: []upr.Attribution{{State: by[m.r.IntN(len(by))], Printed: "A State"}}}}}, record.ReadBy{}))
		value := upr.Supported
		if m.r.IntN(4) == 0 {
			value = upr.Noted
		}
		m.record(record.PositionFact(upr.PositionEvent{Item: id, Stage: upr.StageWG, Value: value, Source: text.Source, Date: upr.Date{Year: 2008 + 5*int(review.Cycle), Month: 2, Day: 1}}))
		m.plan.Recs = append(m.plan.Recs, string(id))
	}
}

func name(words string) plan.Names {
	return plan.Names{{Lang: "en", Words: words}, {Lang: "ru", Words: words + " (по-русски)"}}
}

func (m *maker) bodies() {
	m.put(plan.KindWorkspace, m.plan.Workspace, plan.Workspace{State: upr.State(m.plan.Workspace), Title: name("National follow-up"), Since: upr.Date{Year: 2025, Month: 3, Day: 1}})
	for i := range ministries {
		m.plan.Bodies = append(m.plan.Bodies, m.put(plan.KindBody, "", plan.Body{Names: name(fmt.Sprintf("Ministry %02d", i)), Kind: plan.Ministry}))
	}
	for _, k := range []plan.BodyKind{plan.Commissioner, plan.Organisation, plan.Organisation, plan.Council, plan.UNBody} {
		m.plan.Voice = append(m.plan.Voice, m.put(plan.KindBody, "", plan.Body{Names: name("Voice " + string(k)), Kind: k}))
	}
}

func (m *maker) plans(size Size) {
	for i, k := range plan.PlanTypes {
		p := plan.Plan{Title: name(fmt.Sprintf("Plan %d", i)), Type: k, Version: "1"}
		if i == 0 {
			p.Approval, p.Approved, p.At = "Decree 1", upr.Date{Year: 2025, Month: 3, Day: 1}, approvedAt
		}
		m.plan.Plans = append(m.plan.Plans, m.put(plan.KindPlan, "", p))
	}
	for i := range 9 {
		c := plan.Cluster{Title: name(fmt.Sprintf("Area %d", i)), Basis: plan.ByArea, Plan: m.plan.Plans[0], Lead: m.one(m.plan.Bodies)}
		for n := i; n < size.Recs; n += 9 {
			c.Recs = append(c.Recs, m.plan.Recs[n])
		}
		m.plan.Clusters = append(m.plan.Clusters, m.put(plan.KindCluster, "", c))
	}
	for i, rec := range m.plan.Recs {
		if i%20 == 19 {
			continue // nobody leads it
		}
		replies := []plan.Reply{plan.Accepted, plan.Accepted, plan.Accepted, plan.Waiting}
		seen := map[string]bool{}
		for part := range 1 + m.r.IntN(3) {
			a := plan.Assignment{Rec: rec, Body: m.one(m.plan.Bodies), Part: plan.Supports, Reply: replies[m.r.IntN(4)], Due: m.day()}
			if seen[a.Body] {
				continue
			}
			if seen[a.Body] = true; part == 0 {
				a.Part = plan.Leads
			}
			m.put(plan.KindAssignment, a.ID(), a)
		}
	}
}

func (m *maker) measures(n int) {
	for i := range n {
		x := plan.Measure{Title: name(m.words()), Kind: plan.MeasureKinds[m.r.IntN(len(plan.MeasureKinds))], Recs: m.some(m.plan.Recs, 3), Plans: m.plan.Plans[:1+i%2],
			Lead: m.one(m.plan.Bodies), Supporting: m.some(m.plan.Bodies, 2), Status: plan.Statuses[m.r.IntN(len(plan.Statuses))], Due: m.day(), Number: fmt.Sprintf("%d.%d", 1+i/50, 1+i%50),
			Stages: []plan.Stage{{Name: "Draft", Due: m.day()}, {Name: "Adopted", Due: m.day()}}, Cost: "100000", Currency: "USD"}
		if i%10 == 0 {
			x.Assistance, x.Fund = "Two experts", "implementation"
		}
		m.plan.Measures = append(m.plan.Measures, m.put(plan.KindMeasure, "", x))
	}
}

func (m *maker) reports(n int) {
	steps := []plan.Step{plan.Draft, plan.Submitted, plan.Returned, plan.Validated}
	for i := range n {
		rec := m.plan.Recs[i%len(m.plan.Recs)]
		x := plan.Report{Rec: rec, Body: m.one(m.plan.Bodies), Status: plan.Statuses[m.r.IntN(len(plan.Statuses))], Until: upr.Date{Year: 2025, Month: 1 + m.r.IntN(12), Day: 1 + m.r.IntN(28)},
			Texts: name(m.words() + ". " + m.words() + "."), Step: plan.Published, Author: "somebody", Validator: "another"}
		if m.r.IntN(20) == 0 {
			x.Step = steps[m.r.IntN(len(steps))]
		}
		if i%5 == 0 {
			e := m.put(plan.KindEvidence, "", plan.Evidence{Title: "Proof " + fmt.Sprint(i), About: []string{rec}, Body: x.Body, Access: plan.Accesses[m.r.IntN(3)], URL: "https://proof.example/" + fmt.Sprint(i), Date: x.Until})
			if n := len(m.add) - 1; !isClosed(m.add[n].Fact) {
				m.plan.Evidence = append(m.plan.Evidence, e)
			}
			x.Evidence = []string{e}
		}
		m.plan.Reports = append(m.plan.Reports, m.put(plan.KindReport, "", x))
	}
}

func (m *maker) assessments(n int) {
	voices := []plan.Voice{plan.VoiceInstitution, plan.VoiceCivil, plan.VoiceCivil, plan.VoiceCouncil, plan.VoiceUN}
	for range n {
		who := m.r.IntN(len(voices))
		m.put(plan.KindAssessment, "", plan.Assessment{Rec: m.one(m.plan.Recs), Body: m.plan.Voice[who], Voice: voices[who], Verdict: plan.Verdicts[m.r.IntN(3)], Texts: name(m.words()),
			Step: plan.Published, Until: upr.Date{Year: 2025, Month: 6, Day: 30}, Author: "a third"})
	}
}

func (m *maker) rest(size Size) {
	for i := range max(4, size.Recs/20) {
		id := m.put(plan.KindIndicator, "", plan.Indicator{Title: name(fmt.Sprintf("Indicator %d", i)), Type: plan.IndicatorTypes[i%3], Unit: "persons", Baseline: "10", Target: "20", Frequency: 12,
			Recs: m.some(m.plan.Recs, 3), Body: m.one(m.plan.Bodies)})
		m.plan.Indicators = append(m.plan.Indicators, id)
		for y := range 8 {
			on := upr.Date{Year: 2018 + y, Month: 12, Day: 31}
			m.put(plan.KindObservation, plan.ObservationID(id, on, ""), plan.Observation{Indicator: id, On: on, Value: fmt.Sprint(10 + y), Source: "Statistics"})
		}
	}
	for i := range max(4, size.Recs/40) {
		m.plan.LegalActs = append(m.plan.LegalActs, m.put(plan.KindLegalAct, "", plan.LegalAct{Number: fmt.Sprintf("%d-I", 100+i), Title: name("A law"), Kind: plan.Law, Signed: m.day(), InForce: m.day(),
			Recs: m.some(m.plan.Recs, 2), Source: "Gazette"}))
		m.plan.Deadlines = append(m.plan.Deadlines, m.put(plan.KindDeadline, "", plan.Deadline{Title: "Report", Mechanism: "A committee", Due: m.day()}))
	}
	for _, s := range []plan.TreatyStep{plan.Signature, plan.Approval, plan.Deposit, plan.EntryInForce} {
		m.plan.TreatyActs = append(m.plan.TreatyActs, m.put(plan.KindTreatyAct, "", plan.TreatyAct{Treaty: "ICCPR-OP2", Step: s, Date: m.day(), Source: "Depositary"}))
	}
}
