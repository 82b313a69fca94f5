package notify_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

const ws = "ZZV"

// clock is turned by the test.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// world is a workspace with four people, two bodies and some recommendations of its own.
type world struct {
	t      *testing.T
	clock  *clock
	store  *store.Store
	desk   *followup.Desk
	teller *notify.Teller
	recs   []string
	key    string
	bodies map[string]string // ids by short names

	coordinator, writer, validator, reader account.Person
}

func newWorld(t *testing.T, cfg store.Config, c *clock) *world {
	t.Helper()
	w := &world{t: t, clock: c, bodies: map[string]string{}}
	cfg.Clock = w.clock.now
	if cfg.Dir == "" {
		cfg.Dir = t.TempDir()
	}
	if w.key = cfg.KeyFile; w.key == "" {
		w.key = filepath.Join(cfg.Dir, "ledger.key")
	}
	var err error
	if w.store, err = store.Open(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	w.desk = w.newDesk()
	w.teller = w.newTeller("one")
	return w
}

func (w *world) newDesk() *followup.Desk {
	w.t.Helper()
	k, err := record.NewKeeper(w.t.Context(), w.store)
	if err != nil {
		w.t.Fatal(err)
	}
	return &followup.Desk{Store: w.store, Keeper: followup.NewKeeper(w.store), Record: k, Now: w.clock.now}
}

func (w *world) newTeller(node string) *notify.Teller {
	w.t.Helper()
	cat, err := i18n.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	return &notify.Teller{Store: w.store, Desk: w.desk, Catalogue: cat, Outside: outside.New(outside.Config{}), Node: node, Now: w.clock.now, Log: slog.New(slog.DiscardHandler)}
}

// fill seats people and makes bodies and n recommendations.
func (w *world) fill(n int) {
	w.t.Helper()
	seat := func(r account.Role, body string) account.Seat {
		return account.Seat{Workspace: ws, Role: r, Body: body}
	}
	w.coordinator = testpeople.Seated(w.t, w.store, "coordinator", account.Member, seat(account.Coordinator, ""))
	for short, name := range map[string]string{"wells": "Ministry of Wells", "drains": "Ministry of Drains"} {
		id, err := w.desk.SaveBody(w.t.Context(), w.coordinator, ws, "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: name}}, Kind: plan.Ministry})
		w.must(err)
		w.bodies[short] = id
	}
	w.writer = testpeople.Seated(w.t, w.store, "writer", account.Member, seat(account.Contributor, w.bodies["wells"]))
	w.validator = testpeople.Seated(w.t, w.store, "validator", account.Member, seat(account.Validator, w.bodies["wells"]))
	w.reader = testpeople.Seated(w.t, w.store, "reader", account.Member, seat(account.Reader, ""))
	for i := range n {
		id, err := w.desk.SaveOwn(w.t.Context(), w.coordinator, ws, "", 0, plan.OwnRec{Number: fmt.Sprint("W.", i+1), By: "Commissioner of Wells",
			Texts: plan.Names{{Lang: "en", Words: "Dig a well whose place stays secret"}}})
		w.must(err)
		w.recs = append(w.recs, followup.OwnID(id))
	}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// day is a day of the clock and some more.
func (w *world) day(more int) upr.Date {
	y, m, d := w.clock.now().AddDate(0, 0, more).Date()
	return upr.Date{Year: y, Month: int(m), Day: d}
}

func (w *world) assign(i int, body string, due upr.Date) {
	w.t.Helper()
	w.must(w.desk.Assign(w.t.Context(), w.coordinator, ws, []string{w.recs[i]}, w.bodies[body], plan.Leads, due))
}

// pass lets a teller do what is due.
func (w *world) pass(t *notify.Teller) {
	w.t.Helper()
	w.must(w.desk.Keeper.Refresh(w.t.Context()))
	w.must(t.Pass(w.t.Context()))
}

// wants chooses digests for a person, whose address is the login.
func (w *world) wants(p account.Person, every string) store.Notice {
	w.t.Helper()
	acc, err := w.store.Account(w.t.Context(), p.ID)
	w.must(err)
	n, err := w.store.SetNotice(w.t.Context(), store.Notice{Account: p.ID, Address: acc.Login + "@velmora.example", Confirmed: true, Every: every, Weekday: time.Monday, Lang: "en"})
	w.must(err)
	return n
}
