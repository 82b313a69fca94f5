package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// loadSampleWork sets the invented State's workspace up: its plan comes in as a workbook, like any ministry's; a few reports
// and assessments follow through their usual steps. Those in whose name it is done are nobody: no account, no password.
// A workspace that is there already is left as it is.
func loadSampleWork(ctx context.Context, o *opened, w *world) error {
	s := &sampleWork{desk: &followup.Desk{Store: o.store, Files: o.files, Keeper: followup.NewKeeper(o.store), Record: o.keeper, Now: w.now}}
	v, err := s.desk.Keeper.Work(ctx, sample.Workspace)
	if err != nil {
		return err
	}
	if _, there := v.Self(); there {
		return nil
	}
	for _, step := range []func(context.Context) error{s.space, s.bring, s.report, s.measure, s.participate} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("loading the sample's workspace: %w", err)
		}
	}
	return nil
}

type sampleWork struct {
	desk   *followup.Desk
	bodies map[string]string // by name
}

// seated is an invented person on a seat.
func seated(role account.Role, body string) account.Person {
	return account.Person{ID: "sample-" + string(role), Name: "Sample " + string(role), Seats: []account.Seat{{Workspace: sample.Workspace, Role: role, Body: body}}}
}

var sampleCoordinator = seated(account.Coordinator, "")

// space founds the workspace and its bodies.
func (s *sampleWork) space(ctx context.Context) error {
	w := plan.Workspace{State: upr.State(sample.Workspace), Title: plan.Names{{Lang: "en", Words: "Velmora’s follow-up (invented)"}, {Lang: "ru", Words: "Реализация рекомендаций: Велмора (вымышленная)"},
		{Lang: "kk", Words: "Велмора: ұсынымдарды орындау (ойдан шығарылған)"}}, Since: upr.Date{Year: 2026, Month: 1, Day: 15}}
	if err := s.desk.SaveSpace(ctx, sampleCoordinator, sample.Workspace, 0, w); err != nil {
		return err
	}
	s.bodies = map[string]string{}
	for _, b := range sample.PlanBodies {
		id, err := s.desk.SaveBody(ctx, sampleCoordinator, sample.Workspace, "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: b.Name}}, Kind: b.Kind, Source: "invented"})
		if err != nil {
			return err
		}
		s.bodies[b.Name] = id
	}
	return nil
}

// bring imports the plan's workbook as a person does: columns confirmed, words answered, one act.
func (s *sampleWork) bring(ctx context.Context) error {
	file, err := sample.Plan()
	if err != nil {
		return err
	}
	book, err := plansheet.Read(ctx, file.Name, file.Bytes)
	if err != nil {
		return err
	}
	f, err := s.desk.LookAtPlan(ctx, sampleCoordinator, sample.Workspace, book, 0, 0)
	if err != nil {
		return err
	}
	said := plansheet.Answers{}
	for word, means := range sample.PlanStatuses {
		said.Say(plansheet.SayStatus, plansheet.StatusKey(word), string(means))
	}
	c := f.Columns
	c.Title, c.Type, c.Assign, c.Dates, c.Values = "National plan 2026–2028 (invented)", plan.UPRPlan, true, plansheet.DMY, said.Values()
	c.Sheet, c.Row = book.Sheets[f.Layout.Sheet].Name, f.Layout.Header.Row+1
	if err := s.desk.SaveColumns(ctx, sampleCoordinator, sample.Workspace, f.ID, f.Base, c); err != nil {
		return err
	}
	p, err := s.desk.PreviewPlan(ctx, sampleCoordinator, sample.Workspace, book, nil)
	if err != nil {
		return err
	}
	_, err = s.desk.ImportPlan(ctx, sampleCoordinator, sample.Workspace, book, nil, p.Seen)
	return err
}

// report lets bodies report and others assess.
func (s *sampleWork) report(ctx context.Context) error {
	recs, err := s.desk.Recs(ctx, sample.Workspace)
	if err != nil {
		return err
	}
	now := s.desk.Now().UTC()
	until := upr.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	var publish []string
	for _, r := range sample.PlanReports {
		i := slices.IndexFunc(recs.All, func(x *followup.Rec) bool { return x.Number == r.Number })
		if i < 0 {
			return fmt.Errorf("the sample's review has no recommendation %s", r.Number)
		}
		texts := plan.Names{{Lang: "en", Words: r.Text}}
		if r.Verdict != "" {
			if err := s.assess(ctx, recs.All[i].ID, r, texts, until); err != nil {
				return err
			}
			continue
		}
		id, err := s.validated(ctx, plan.Report{Rec: recs.All[i].ID, Body: s.bodies[r.Body], Status: r.Status, Texts: texts, Effect: r.Effect, Until: until})
		if err != nil {
			return err
		}
		publish = append(publish, id)
	}
	return s.desk.Publish(ctx, sampleCoordinator, sample.Workspace, publish)
}

// measure brings what is measured, with its values, and publishes it.
func (s *sampleWork) measure(ctx context.Context) error {
	recs, err := s.desk.Recs(ctx, sample.Workspace)
	if err != nil {
		return err
	}
	var publish []string
	for _, x := range sample.PlanIndicators {
		i := slices.IndexFunc(recs.All, func(r *followup.Rec) bool { return r.Number == x.Number })
		if i < 0 {
			return fmt.Errorf("the sample's review has no recommendation %s", x.Number)
		}
		var values []plan.Observation
		first := upr.Date{Year: 2022, Month: 12, Day: 31}
		for _, of := range slices.Sorted(maps.Keys(x.Values)) {
			for n, v := range x.Values[of] {
				values = append(values, plan.Observation{On: upr.Date{Year: first.Year + n, Month: 12, Day: 31}, Of: of, Value: v, Source: "Yearbook of Velmora (invented)"})
			}
		}
		id, err := s.desk.SaveIndicator(ctx, sampleCoordinator, sample.Workspace, "", 0, plan.Indicator{Title: plan.Names{{Lang: "en", Words: x.Title}}, Type: x.Type, Definition: x.Definition, Unit: x.Unit,
			Source: "Yearbook of Velmora (invented)", Baseline: x.Values[""][0], BaseOn: first, Target: x.Target, TargetOn: upr.Date{Year: 2028, Month: 12, Day: 31}, Frequency: 12, By: x.Of,
			Recs: []string{recs.All[i].ID}, Body: s.bodies[x.Body]})
		if err != nil {
			return err
		}
		for n := range values {
			values[n].Indicator = id
		}
		p, err := s.desk.PlanSeries(ctx, sampleCoordinator, sample.Workspace, id, values)
		if err != nil {
			return err
		}
		if _, err := s.desk.SaveObservations(ctx, sampleCoordinator, sample.Workspace, id, values, p.Digest); err != nil {
			return err
		}
		publish = append(publish, id)
	}
	return s.desk.Publish(ctx, sampleCoordinator, sample.Workspace, publish)
}

// validated takes a report from its draft to a second person's word.
func (s *sampleWork) validated(ctx context.Context, r plan.Report) (string, error) {
	ws := sample.Workspace
	writer, second := seated(account.Contributor, r.Body), seated(account.Validator, r.Body)
	proof, _, err := s.desk.AddEvidence(ctx, writer, ws, plan.Evidence{Title: "Official bulletin (invented)", About: []string{r.Rec}, Body: r.Body, Access: plan.Public, URL: "https://example.org/bulletin", Date: r.Until}, nil)
	if err != nil {
		return "", err
	}
	r.Evidence = []string{proof}
	id, err := s.desk.SaveReport(ctx, writer, ws, "", 0, r)
	if err != nil {
		return "", err
	}
	for _, step := range []func() error{
		func() error { return s.desk.Submit(ctx, writer, ws, id, s.fact(ctx, id)) },
		func() error { return s.desk.Validate(ctx, second, ws, id, s.fact(ctx, id)) },
	} {
		if err := step(); err != nil {
			return "", err
		}
	}
	return id, nil
}

// assess says in the name of another voice what it thinks of a report.
func (s *sampleWork) assess(ctx context.Context, rec string, r sample.PlanReport, texts plan.Names, until upr.Date) error {
	ws, role := sample.Workspace, account.Stakeholder
	if i := slices.IndexFunc(sample.PlanBodies, func(b sample.PlanBody) bool { return b.Name == r.Body }); i >= 0 && sample.PlanBodies[i].Kind == plan.Commissioner {
		role = account.Monitor
	}
	who := seated(role, s.bodies[r.Body])
	id, err := s.desk.SaveAssessment(ctx, who, ws, "", 0, plan.Assessment{Rec: rec, Body: s.bodies[r.Body], Verdict: r.Verdict, Texts: texts, Until: until})
	if err != nil {
		return err
	}
	return s.desk.PublishAssessment(ctx, who, ws, id, s.fact(ctx, id))
}

// fact is the version of a report or assessment as it stands; 0 when it is gone.
func (s *sampleWork) fact(ctx context.Context, id string) store.FactID {
	v, err := s.desk.Keeper.Work(ctx, sample.Workspace)
	if err != nil {
		return 0
	}
	if h, ok := v.Reports.Get(id); ok {
		return h.Fact
	}
	if h, ok := v.Assessments.Get(id); ok {
		return h.Fact
	}
	return 0
}
