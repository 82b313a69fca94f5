package followup

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SavePlan saves a plan. Its approval is a matter of ApprovePlan and stays as it was.
func (d *Desk) SavePlan(ctx context.Context, who account.Person, ws, id string, base store.FactID, p plan.Plan) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActPlan}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if old, ok := s.Work.Plans.Get(id); ok {
			p.Approval, p.Approved, p.At = old.Thing.Approval, old.Thing.Approved, old.Thing.At
		} else {
			p.Approval, p.Approved, p.At = "", upr.Date{}, 0
		}
		if err := cmp.Or(space.CheckID(plan.KindPlan, s.Work.Plans, id, base), space.CheckTexts("title", p.Title, true, space.NameMax)); err != nil {
			return seat, save, err
		}
		if err := space.CheckOneOf("type", p.Type, plan.PlanTypes); err != nil {
			return seat, save, err
		}
		if err := space.CheckSpan("to", p.From, p.To); err != nil {
			return seat, save, err
		}
		if err := space.CheckAll(space.Text{Field: "version", Words: p.Version, Most: space.NameMax}, space.Text{Field: "source", Words: p.Source, Most: space.LineMax}); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindPlan, ID: id, Base: base, Thing: p}}
		return seat, save, nil
	})
	return firstID(ids), err
}

// ApprovePlan says that an act of the State approved the plan as it stands now: the act of the ledger after which it stood
// so is kept, so that what is changed later can be compared with what was approved (View.At).
func (d *Desk) ApprovePlan(ctx context.Context, who account.Person, ws, id string, base store.FactID, approval string, on upr.Date) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActApprove}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		h, err := space.SeenVersion(ctx, d.Store, s.Work.Home(), plan.KindPlan, s.Work.Plans, id, base)
		if err != nil {
			return seat, save, err
		}
		p := h.Thing
		if p.Approval, err = space.NeedWords("approval", approval, space.LineMax); err != nil {
			return seat, save, err
		}
		if on.IsZero() || on.After(d.today()) {
			return seat, save, &Invalid{Code: "date", Field: "approved", Value: on.String()}
		}
		p.Approved, p.At = on, int64(s.Work.Act)
		save.Puts = []Put{{Kind: plan.KindPlan, ID: id, Base: base, Thing: p}}
		return seat, save, nil
	})
	return err
}

// SaveCluster saves a cluster. It may hold recommendations of any cycle, position and mechanism.
func (d *Desk) SaveCluster(ctx context.Context, who account.Person, ws, id string, base store.FactID, c plan.Cluster) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActCluster}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if err := cmp.Or(space.CheckID(plan.KindCluster, s.Work.Clusters, id, base), d.checkCluster(s, c)); err != nil {
			return seat, save, err
		}
		c.Recs = distinct(c.Recs)
		save.Puts = []Put{{Kind: plan.KindCluster, ID: id, Base: base, Thing: c}}
		return seat, save, nil
	})
	return firstID(ids), err
}

// clustersMax is how many clusters one act saves.
const clustersMax = 200

// SaveClusters saves clusters in one act: all of them or none. Those without an ID are new; Base is the version that was seen of
// the others. It says how many there are.
func (d *Desk) SaveClusters(ctx context.Context, who account.Person, ws string, list []*Held[plan.Cluster]) (int, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActCluster}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		switch {
		case err != nil:
			return seat, save, err
		case len(list) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "take"}
		case len(list) > clustersMax:
			return seat, save, &Invalid{Code: "many", Field: "take"}
		}
		for _, h := range list {
			c := h.Thing
			if err := cmp.Or(space.CheckID(plan.KindCluster, s.Work.Clusters, h.ID, h.Fact), d.checkCluster(s, c)); err != nil {
				return seat, save, err
			}
			c.Recs = distinct(c.Recs)
			save.Puts = append(save.Puts, Put{Kind: plan.KindCluster, ID: h.ID, Base: h.Fact, Thing: c})
		}
		return seat, save, nil
	})
	return len(ids), err
}

func (d *Desk) checkCluster(s *sides, c plan.Cluster) error {
	if err := space.CheckTexts("title", c.Title, true, space.NameMax); err != nil {
		return err
	}
	if err := space.CheckOneOf("basis", c.Basis, plan.ClusterBases); err != nil {
		return err
	}
	if err := checkKnown(s.Recs, c.Recs); err != nil {
		return err
	}
	if c.Plan != "" {
		if err := space.CheckIDs("plan", s.Work.Plans, []string{c.Plan}); err != nil {
			return err
		}
	}
	if c.Lead != "" {
		if err := space.CheckIDs("lead", s.Work.Bodies, []string{c.Lead}); err != nil {
			return err
		}
	}
	return space.CheckAll(space.Text{Field: "code", Words: c.Code, Most: space.LineMax})
}

// SaveMeasure saves a measure. Whoever sits for a body saves those that it leads or supports, before and after the save.
func (d *Desk) SaveMeasure(ctx context.Context, who account.Person, ws, id string, base store.FactID, m plan.Measure) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActMeasure}
		seat, err := space.Allow(who, ws, account.EditMeasure, &account.Target{Bodies: bodiesOfMeasure(m)})
		if old, ok := s.Work.Measures.Get(id); ok && err == nil {
			seat, err = space.Allow(who, ws, account.EditMeasure, &account.Target{Bodies: bodiesOfMeasure(old.Thing)})
		}
		if err != nil {
			return seat, save, err
		}
		m.Recs, m.Supporting = distinct(m.Recs), distinct(m.Supporting)
		if err := cmp.Or(space.CheckID(plan.KindMeasure, s.Work.Measures, id, base), d.checkMeasure(s, m)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindMeasure, ID: id, Base: base, Thing: m}}
		return seat, save, nil
	})
	return firstID(ids), err
}

func bodiesOfMeasure(m plan.Measure) []string {
	var out []string
	for _, b := range append([]string{m.Lead}, m.Supporting...) {
		if b != "" {
			out = append(out, b)
		}
	}
	return out
}

func (d *Desk) checkMeasure(s *sides, m plan.Measure) error {
	if err := space.CheckTexts("title", m.Title, true, space.LineMax); err != nil {
		return err
	}
	if err := space.CheckTexts("text", m.Text, false, space.TextMax); err != nil {
		return err
	}
	if err := space.CheckOneOf("kind", m.Kind, plan.MeasureKinds); err != nil {
		return err
	}
	if m.Status != "" {
		if err := space.CheckOneOf("status", m.Status, plan.Statuses); err != nil {
			return err
		}
	}
	if err := checkKnown(s.Recs, m.Recs); err != nil {
		return err
	}
	if err := space.CheckIDs("plan", s.Work.Plans, m.Plans); err != nil {
		return err
	}
	if err := space.CheckIDs("lead", s.Work.Bodies, bodiesOfMeasure(m)); err != nil {
		return err
	}
	if err := space.CheckIDs("legal-act", s.Work.LegalActs, m.Legal); err != nil {
		return err
	}
	if len(m.Stages) > space.ListMax || len(m.Goals) > space.ListMax {
		return &Invalid{Code: "many", Field: "stage"}
	}
	for _, st := range m.Stages {
		if _, err := space.NeedWords("stage", st.Name, space.NameMax); err != nil {
			return err
		}
	}
	return space.CheckAll(space.Text{Field: "outcome", Words: m.Outcome, Most: space.TextMax}, space.Text{Field: "cost", Words: m.Cost, Most: space.NameMax}, space.Text{Field: "currency", Words: m.Currency, Most: space.NameMax},
		space.Text{Field: "funding", Words: m.Funding, Most: space.LineMax}, space.Text{Field: "obstacle", Words: m.Obstacles, Most: space.TextMax}, space.Text{Field: "assistance", Words: m.Assistance, Most: space.TextMax},
		space.Text{Field: "fund", Words: m.Fund, Most: space.NameMax}, space.Text{Field: "note", Words: m.Note, Most: space.TextMax}, space.Text{Field: "number", Words: m.Number, Most: space.NameMax})
}

// Remove takes a cluster or measure away, or a plan that nobody approved. What was said stays in the ledger's history.
func (d *Desk) Remove(ctx context.Context, who account.Person, ws, kind, id string, base store.FactID) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (seat account.Seat, save Save, err error) {
		save = Save{Act: ActRemove, Drops: []Drop{{Kind: kind, ID: id, Base: base}}}
		switch kind {
		case plan.KindCluster:
			seat, err = space.Allow(who, ws, account.EditPlan, nil)
		case plan.KindPlan:
			seat, err = space.Allow(who, ws, account.EditPlan, nil)
			if p, ok := s.Work.Plans.Get(id); ok && err == nil && p.Thing.Approval != "" {
				err = &Invalid{Code: "approved", Field: "plan", Value: id}
			}
		case plan.KindMeasure:
			m, _ := s.Work.Measures.Get(id)
			if m == nil {
				return seat, save, &Invalid{Code: "gone", Field: kind, Value: id}
			}
			seat, err = space.Allow(who, ws, account.EditMeasure, &account.Target{Bodies: bodiesOfMeasure(m.Thing)})
		default:
			err = &Invalid{Code: "unknown", Field: "kind", Value: kind}
		}
		return seat, save, err
	})
	return err
}

// AssistanceRequests are the measures for which help is asked, those asked of a voluntary fund first, by number and title.
func (v *View) AssistanceRequests() []*Held[plan.Measure] {
	var out []*Held[plan.Measure]
	for _, m := range v.Measures.All() {
		if m.Thing.Assistance != "" {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b *Held[plan.Measure]) int {
		if x, y := a.Thing.Fund == "", b.Thing.Fund == ""; x != y {
			if y {
				return -1
			}
			return 1
		}
		return 0
	})
	return out
}

// distinct are the values that are there, each once, in their order.
func distinct(list []string) []string {
	var out []string
	seen := make(map[string]bool, len(list))
	for _, s := range list {
		if s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
