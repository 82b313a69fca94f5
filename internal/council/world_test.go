package council_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// world is a workspace with bodies and people who sit for them; its clock is set by the tests.
type world struct {
	t      testing.TB
	d      *council.Desk
	now    time.Time
	bodies map[string]string         // id by what the tests call them
	people map[string]account.Person // by what the tests call them
}

const ws = "QQQ"

// newWorld stands on SQLite, and within TestOnPostgres like onPostgres on PostgreSQL.
func newWorld(t testing.TB) *world {
	if strings.HasPrefix(t.Name(), "TestOnPostgres/") {
		return onPostgres(t)
	}
	return newWorldOn(t, "")
}

func onPostgres(t testing.TB) *world { return newWorldOn(t, testpg.DSN(t)) }

func newWorldOn(t testing.TB, dsn string) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC), bodies: map[string]string{}, people: map[string]account.Person{}}
	clock := func() time.Time { return w.now }
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), DSN: dsn, Clock: clock})
	w.must(err)
	t.Cleanup(func() { _ = s.Close() })
	k, err := record.NewKeeper(t.Context(), s)
	w.must(err)
	work := &followup.Desk{Store: s, Keeper: followup.NewKeeper(s), Record: k, Now: clock}
	w.d = &council.Desk{Store: s, Keeper: council.NewKeeper(s), Followup: work, Now: clock}

	w.seat("coordinator", account.Coordinator, "")
	w.must(work.SaveSpace(t.Context(), w.people["coordinator"], ws, 0, plan.Workspace{State: ws, Title: names("Follow-up")}))
	for name, kind := range map[string]plan.BodyKind{"justice": plan.Ministry, "interior": plan.Ministry, "commissioner": plan.Commissioner,
		"organisation": plan.Organisation, "union": plan.Organisation, "kurultai": plan.Council, "assembly": plan.Council} {
		w.bodies[name] = w.id(work.SaveBody(t.Context(), w.people["coordinator"], ws, "", 0, plan.Body{Names: names(name), Kind: kind}))
	}
	for _, x := range []struct {
		name string
		role account.Role
		body string
	}{
		{"writer", account.Contributor, "justice"}, {"validator", account.Validator, "justice"},
		{"other-writer", account.Contributor, "interior"}, {"other-validator", account.Validator, "interior"},
		{"monitor", account.Monitor, "commissioner"}, {"monitor2", account.Monitor, "commissioner"},
		{"stakeholder", account.Stakeholder, "organisation"}, {"unionist", account.Stakeholder, "union"},
		{"secretary", account.Secretary, "kurultai"}, {"secretary2", account.Secretary, "kurultai"}, {"other-secretary", account.Secretary, "assembly"},
		{"member", account.CouncilMember, "kurultai"}, {"member2", account.CouncilMember, "kurultai"},
		{"reader", account.Reader, ""}, {"steward", account.Steward, ""},
	} {
		w.seat(x.name, x.role, x.body)
	}
	return w
}

// seat gives a person one more seat.
func (w *world) seat(name string, role account.Role, body string) {
	p, ok := w.people[name]
	if !ok {
		p = account.Person{ID: "account-" + name, Name: "Person " + name, Role: account.Member}
	}
	p.Seats = append(slices.Clone(p.Seats), account.Seat{Workspace: ws, Role: role, Body: w.bodies[body]})
	w.people[name] = p
}

// closed is everything on the closed side, and forum everything that is published.
func (w *world) closed() *council.View {
	w.t.Helper()
	v, err := w.d.Keeper.Closed(w.t.Context(), ws)
	w.must(err)
	return v
}

func (w *world) forum() *council.View {
	w.t.Helper()
	v, err := w.d.Public(w.t.Context(), ws)
	w.must(err)
	return v
}

// seen is the closed side as a person may read it.
func (w *world) seen(by string) *council.View {
	w.t.Helper()
	v, err := w.d.View(w.t.Context(), w.people[by], ws)
	w.must(err)
	return v
}

// on sets the day.
func (w *world) on(d upr.Date) { w.now = d.Time().Add(9 * time.Hour) }

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

func refused(err error) bool {
	var r *council.Refused
	return errors.As(err, &r)
}

func invalid(err error, code string) bool {
	var i *council.Invalid
	return errors.As(err, &i) && i.Code == code
}

func conflict(err error) bool {
	var c *council.Conflict
	return errors.As(err, &c)
}
