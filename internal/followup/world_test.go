package followup_test

import (
	"errors"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// world is a workspace with bodies, people who sit for them and recommendations of its own.
type world struct {
	t      testing.TB
	d      *followup.Desk
	recs   []string
	bodies map[string]string // by what the tests call them
	people map[string]account.Person
}

const ws = "QQQ"

var today = upr.Date{Year: 2027, Month: 3, Day: 1}

// newWorld has so many recommendations, two ministries, a commissioner, an organisation, and seats for all roles.
func newWorld(t testing.TB, d *followup.Desk, recs int) *world {
	t.Helper()
	d.Now = func() time.Time { return today.Time() }
	w := &world{t: t, d: d, bodies: map[string]string{}, people: map[string]account.Person{}}
	w.seat("coordinator", account.Coordinator, "")
	w.must(d.SaveSpace(t.Context(), w.people["coordinator"], ws, 0, plan.Workspace{State: ws, Title: names("Follow-up")}))
	for name, kind := range map[string]plan.BodyKind{"justice": plan.Ministry, "interior": plan.Ministry, "commissioner": plan.Commissioner, "organisation": plan.Organisation} {
		w.bodies[name] = w.id(d.SaveBody(t.Context(), w.people["coordinator"], ws, "", 0, plan.Body{Names: names(name), Kind: kind}))
	}
	for range recs {
		w.recs = append(w.recs, followup.OwnID(w.id(d.SaveOwn(t.Context(), w.people["coordinator"], ws, "", 0, plan.OwnRec{Texts: names("Do it")}))))
	}
	for name, seat := range map[string]account.Seat{"writer": {Role: account.Contributor, Body: "justice"}, "writer2": {Role: account.Contributor, Body: "justice"},
		"validator": {Role: account.Validator, Body: "justice"}, "other-writer": {Role: account.Contributor, Body: "interior"}, "other-validator": {Role: account.Validator, Body: "interior"},
		"monitor": {Role: account.Monitor, Body: "commissioner"}, "stakeholder": {Role: account.Stakeholder, Body: "organisation"}, "reader": {Role: account.Reader}, "steward": {Role: account.Steward}} {
		w.seat(name, seat.Role, seat.Body)
	}
	return w
}

// seat gives a person one more seat, also in the store.
func (w *world) seat(name string, role account.Role, body string) {
	w.t.Helper()
	p, ok := w.people[name]
	if !ok {
		p = account.Person{ID: "account-" + name, Name: "Person " + name, Role: account.Visitor}
	}
	p.Seats = append(p.Seats, account.Seat{Workspace: ws, Role: role, Body: w.bodies[body]})
	w.people[name] = p
	_, err := w.d.Store.Seat(w.t.Context(), store.Act{Kind: "seat", Scope: followup.WorkHome(ws), Role: "steward"},
		store.Seat{Account: p.ID, Workspace: ws, Role: string(role), Body: w.bodies[body]})
	w.must(err)
}

func names(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) id(id string, err error) string {
	w.t.Helper()
	w.must(err)
	return id
}

func (w *world) work() *followup.View {
	w.t.Helper()
	v, err := w.d.Keeper.Work(w.t.Context(), ws)
	w.must(err)
	return v
}

func (w *world) open() *followup.View {
	w.t.Helper()
	v, err := w.d.Keeper.Open(w.t.Context(), ws)
	w.must(err)
	return v
}

// report is one of the ministry of justice with everything that submitting needs.
func (w *world) report(rec string) plan.Report {
	return plan.Report{Rec: rec, Body: w.bodies["justice"], Status: plan.Ongoing, Texts: names("Begun"), Until: upr.Date{Year: 2027, Month: 2, Day: 1}}
}

func (w *world) fact(id string) store.FactID {
	w.t.Helper()
	if r, ok := w.work().Reports.Get(id); ok {
		return r.Fact
	}
	if a, ok := w.work().Assessments.Get(id); ok {
		return a.Fact
	}
	w.t.Fatalf("there is no %s", id)
	return 0
}

func (w *world) assignment(rec, body string) store.FactID {
	w.t.Helper()
	a, ok := w.work().Assignments.Get(plan.AssignmentID(rec, w.bodies[body]))
	if !ok {
		w.t.Fatalf("%s is not assigned to %s", rec, body)
	}
	return a.Fact
}

func refused(err error) bool {
	var r *followup.Refused
	return errors.As(err, &r)
}

func invalid(err error, code string) bool {
	var i *followup.Invalid
	return errors.As(err, &i) && i.Code == code
}

func conflict(err error) bool {
	var c *followup.Conflict
	return errors.As(err, &c)
}

// drafted is a report written by a person.
func (w *world) drafted(by, rec string) string {
	w.t.Helper()
	return w.id(w.d.SaveReport(w.t.Context(), w.people[by], ws, "", 0, w.report(rec)))
}

// submitted is a report that waits for its validator.
func (w *world) submitted(by, rec string) string {
	w.t.Helper()
	id := w.drafted(by, rec)
	w.must(w.d.Submit(w.t.Context(), w.people[by], ws, id, w.fact(id)))
	return id
}
