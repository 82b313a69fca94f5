package e2e_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// workspace of the sample's State, in which pages of daily work are looked at.
const workspace = "/work/ZZV"

// Recommendations of the sample, by what the workspace has of them.
const (
	recPublished = "UPR-ZZV-C4-26.1" // reported, validated and published; contested
	recSubmitted = "UPR-ZZV-C4-26.2" // waits for a validator
	recAsked     = "UPR-ZZV-C4-26.3" // waits for its lead body's answer
)

// plannedWork makes, once, a workspace in the sample's program with something of everything, and a person who sees all of it.
var plannedWork sync.Once

// seatedCookies are those of that person.
var seatedCookies = &credentials{}

// signInSeated makes the tab that of a person with seats in the sample's workspace.
func (tb *tab) signInSeated(base string) {
	tb.t.Helper()
	p, err := sample()
	if err != nil {
		tb.t.Fatal(err)
	}
	plannedWork.Do(func() { planWork(tb.t, p) })
	seatedCookies.once.Do(func() {
		tb.signInAs(base, "planner")
		seatedCookies.cookies = tb.cookies()
	})
	for _, k := range seatedCookies.cookies {
		c := network.SetCookieParams{Name: k.Name, Value: k.Value, Domain: k.Domain, Path: k.Path, HTTPOnly: &k.HTTPOnly, SameSite: k.SameSite}
		if _, err := chromedp.Call(tb.ctx, network.SetCookie, c); err != nil {
			tb.t.Fatalf("setting the cookie %s: %v", k.Name, err)
		}
	}
}

// desk is the use cases of follow-up on a program's record, beside it, as a second program would have them.
func (p *program) desk(t testing.TB) (*followup.Desk, *store.Store) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	k, err := record.NewKeeper(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return &followup.Desk{Store: s, Keeper: followup.NewKeeper(s), Record: k, Now: time.Now}, s
}

// planner does what must not fail while a workspace is made.
type planner struct {
	t  testing.TB
	d  *followup.Desk
	ws string
}

func (x planner) id(id string, err error) string {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
	return id
}

func (x planner) ok(err error) {
	x.t.Helper()
	x.id("", err)
}

// view is the workspace as it stands.
func (x planner) view() *followup.View {
	x.t.Helper()
	v, err := x.d.Keeper.Work(x.t.Context(), x.ws)
	x.ok(err)
	return v
}

func (x planner) names(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }

// fact is the version of a thing as it stands.
func factOf[T any](x planner, table func(*followup.View) *followup.Table[*followup.Held[T]], id string) store.FactID {
	x.t.Helper()
	v, err := x.d.Keeper.Work(x.t.Context(), x.ws)
	x.ok(err)
	h, ok := table(v).Get(id)
	if !ok {
		x.t.Fatalf("%s is not there", id)
	}
	return h.Fact
}

func reportsOf(v *followup.View) *followup.Table[*followup.Held[plan.Report]] { return v.Reports }

// planWork makes a workspace: bodies, a plan with measures and a cluster, assignments, reports at every step, voices.
func planWork(t testing.TB, p *program) {
	t.Helper()
	d, s := p.desk(t)
	x := planner{t: t, d: d, ws: "ZZV"}
	ctx := t.Context()
	seat := func(role account.Role, body string) account.Seat {
		return account.Seat{Workspace: x.ws, Role: role, Body: body}
	}
	boss := testpeople.Seated(t, s, "planner", account.Member, seat(account.Coordinator, ""))
	put := func(kind, id string, thing any) string { // under a name that the table of pages can say
		_, _, err := d.Do(ctx, boss, boss.Seats[0], followup.Save{Workspace: x.ws, Act: kind, Puts: []followup.Put{{Kind: kind, ID: id, Thing: thing}}})
		return x.id(id, err)
	}
	body := func(id string, b plan.Body) string { return put(plan.KindBody, id, b) }
	justice := body("sample-justice", plan.Body{Names: plan.Names{{Lang: "en", Words: "Ministry of Justice of the sample"}, {Lang: "ru", Words: "Министерство юстиции образца"}}, Kind: plan.Ministry})
	labour := body("sample-work", plan.Body{Names: x.names("Ministry of Work of the sample"), Kind: plan.Ministry})
	body("sample-crafts", plan.Body{Names: x.names("Ministry of Crafts of the sample"), Kind: plan.Ministry, To: upr.Date{Year: 2024, Month: 12, Day: 31}, Successors: []string{labour}})
	monitor := body("sample-commissioner", plan.Body{Names: x.names("Commissioner of the sample"), Kind: plan.Commissioner})
	ngo := body("sample-association", plan.Body{Names: x.names("Association of the sample"), Kind: plan.Organisation})
	chamber := ""
	for id, b := range x.view().Bodies.All() {
		if b.Thing.Kind == plan.Council {
			chamber = id // of the sample
		}
	}
	boss = testpeople.Seated(t, s, "planner", account.Member, seat(account.Validator, justice), seat(account.Monitor, monitor), seat(account.Secretary, chamber))
	key, err := age.GenerateX25519Identity()
	x.ok(err)
	inbox := &sealed.Inbox{Store: s, Work: d.Keeper, Now: time.Now}
	x.ok(inbox.SetKey(ctx, boss, x.ws, monitor, key.Recipient().String(), "We read on Mondays, in English and Russian."))
	writer := testpeople.Seated(t, s, "planwriter", account.Member, seat(account.Contributor, justice))
	activist := testpeople.Seated(t, s, "planactivist", account.Member, seat(account.Stakeholder, ngo))

	recs, err := d.Recs(ctx, x.ws)
	x.ok(err)
	late := upr.Date{Year: 2026, Month: 3, Day: 31}
	x.ok(d.Assign(ctx, boss, x.ws, []string{recPublished, recSubmitted}, justice, plan.Leads, late))
	x.ok(d.Assign(ctx, boss, x.ws, []string{recAsked}, justice, plan.Leads, upr.Date{}))
	x.ok(d.Assign(ctx, boss, x.ws, []string{recPublished}, labour, plan.Supports, upr.Date{}))
	v, err := d.Keeper.Work(ctx, x.ws)
	x.ok(err)
	for _, rec := range []string{recPublished, recSubmitted} {
		a, _ := v.Assignments.Get(plan.AssignmentID(rec, justice))
		x.ok(d.Reply(ctx, writer, x.ws, rec, justice, a.Fact, true, ""))
	}
	planID := put(plan.KindPlan, "sample-plan", plan.Plan{Title: x.names("Plan of the sample"), Type: plan.UPRPlan, From: upr.Date{Year: 2025, Month: 1, Day: 1}, To: upr.Date{Year: 2028, Month: 12, Day: 31}})
	m := plan.Measure{Title: x.names("A law on what was asked"), Kind: plan.LawMeasure, Lead: justice, Recs: []string{recPublished, recSubmitted}, Plans: []string{planID}, Status: plan.Ongoing,
		Due: late, Assistance: "Advice on drafting", Fund: "implementation", Cost: "12 000", Currency: "USD",
		Stages: []plan.Stage{{Name: "draft", Due: upr.Date{Year: 2025, Month: 6, Day: 30}, Done: upr.Date{Year: 2025, Month: 7, Day: 2}}, {Name: "adopted", Due: late}}}
	measure := put(plan.KindMeasure, "sample-measure", m)
	plans := func(v *followup.View) *followup.Table[*followup.Held[plan.Plan]] { return v.Plans }
	x.ok(d.ApprovePlan(ctx, boss, x.ws, planID, factOf(x, plans, planID), "Order 12 of the sample", upr.Date{Year: 2025, Month: 1, Day: 15}))
	measures := func(v *followup.View) *followup.Table[*followup.Held[plan.Measure]] { return v.Measures }
	m.Outcome = "People can rely on it"
	x.id(d.SaveMeasure(ctx, boss, x.ws, measure, factOf(x, measures, measure), m))
	put(plan.KindCluster, "sample-cluster", plan.Cluster{Title: x.names("What the law answers"), Basis: plan.ByHand, Recs: []string{recPublished, recSubmitted, recs.All[len(recs.All)-1].ID}, Lead: justice, Plan: planID})

	planLaw(x, p, boss, justice, measure)
	planDesks(x, s, boss, monitor, ngo, justice, measure)

	until := upr.Date{Year: 2026, Month: 2, Day: 28}
	for _, rec := range []string{recPublished, recSubmitted} {
		r := plan.Report{Rec: rec, Body: justice, Status: plan.Ongoing, Texts: x.names("The draft is with parliament."), Until: until, Effect: "Nothing has changed for people yet.", Measures: []string{measure}}
		id := x.id(d.SaveReport(ctx, writer, x.ws, "", 0, r))
		x.ok(d.Submit(ctx, writer, x.ws, id, factOf(x, reportsOf, id)))
		if rec == recPublished {
			x.ok(d.Validate(ctx, boss, x.ws, id, factOf(x, reportsOf, id)))
			x.ok(d.Publish(ctx, boss, x.ws, []string{id}))
		}
	}
	assessments := func(v *followup.View) *followup.Table[*followup.Held[plan.Assessment]] { return v.Assessments }
	for _, who := range []account.Person{boss, activist} {
		says := plan.Assessment{Rec: recPublished, Body: monitor, Verdict: plan.Shares, Texts: x.names("We see the same."), Until: until}
		if who.ID == activist.ID {
			says.Body, says.Verdict, says.Status, says.Texts = ngo, plan.Contests, plan.NotStarted, x.names("We were not heard on the draft.")
		}
		id := x.id(d.SaveAssessment(ctx, who, x.ws, "", 0, says))
		x.ok(d.PublishAssessment(ctx, who, x.ws, id, factOf(x, assessments, id)))
	}
	planHearing(t, d, s, x.ws, justice, boss, writer)
}

// Two people save the same measure: the second sees both versions field by field, chooses, and loses nothing, also where no
// script runs.
func TestTheSecondToSaveChoosesFieldByField(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		t.Run(fmt.Sprintf("scripts %v", scripts), func(t *testing.T) { secondToSave(t, scripts) })
	}
}

func secondToSave(t *testing.T, scripts bool) {
	base := sampleURL(t)
	tb := openTab(t)
	tb.signInSeated(base)
	if !scripts {
		tb.withoutScripts()
	}
	p, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	d, s := p.desk(t)
	x := planner{t: t, d: d, ws: "ZZV"}
	boss := testpeople.Seated(t, s, "planner", account.Member)
	m := plan.Measure{Title: x.names("Two people change it"), Kind: plan.TrainingMeasure, Outcome: "as it was", Recs: []string{recAsked}}
	id := x.id(d.SaveMeasure(t.Context(), boss, x.ws, "", 0, m))
	v, err := d.Keeper.Work(t.Context(), x.ws)
	x.ok(err)
	first, _ := v.Measures.Get(id)

	eventually(t, "the running program knows the measure", func() bool {
		return tb.visit(base+workspace+"/measures/"+id+"/edit") == 200
	})
	fill := func(field, words string) {
		eval[bool](tb, "writing "+field, `(() => { document.querySelector(`+quote(`[name="`+field+`"]`)+`).value = `+quote(words)+`; return true; })()`)
	}
	fill("outcome", "as I want it")
	fill("note", "only I wrote this")
	m.Outcome, m.Funding = "as they want it", "only they wrote this"
	x.id(d.SaveMeasure(t.Context(), boss, x.ws, id, first.Fact, m))
	eventually(t, "the save meets the other one", func() bool {
		tb.follow(`form.thing button[type="submit"]`)
		return eval[int](tb, "looking for two versions", `document.querySelectorAll(".conflict-row").length`) > 0
	})
	if scripts {
		tb.checkHere("conflict", "en")
		tb.look("light", 1280)
	}
	rows := eval[[]string](tb, "reading what differs", `[...document.querySelectorAll(".conflict-row")].map(r => r.querySelector("input[type=radio]").name)`)
	slices.Sort(rows)
	if !slices.Equal(rows, []string{"keep.funding", "keep.note", "keep.outcome"}) {
		t.Fatalf("the page tells of %v", rows)
	}
	eval[bool](tb, "choosing both", `(() => { document.querySelector('[name="keep.outcome"][value="both"]').checked = true; return true; })()`)
	tb.follow(`form.conflict button[type="submit"]`)
	eventually(t, "both are kept", func() bool {
		x.ok(d.Keeper.Refresh(t.Context()))
		v, err := d.Keeper.Work(t.Context(), x.ws)
		x.ok(err)
		h, _ := v.Measures.Get(id)
		return h.Thing.Note == "only I wrote this" && h.Thing.Funding == "only they wrote this" && h.Thing.Outcome == "as I want it\n\nas they want it"
	})
}
