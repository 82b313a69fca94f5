package followup

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Desk is where work on a plan is done: every use case is a method of it. It asks the policy table itself, so that no door
// can forget to.
type Desk struct {
	Store  *store.Store
	Keeper *Keeper
	Record *record.Keeper
	Now    func() time.Time
	NewID  func() string // of a thing; nil: NewID

	Classifier *classify.Classifier // says which treaties a recommendation names; nil: only people's words count
	Files      *files.Folder        // of evidence; nil: none is taken
	Outside    *outside.Door        // to archive links; nil or closed: they are kept as links only
}

// NewID makes an identifier for a thing: 16 letters and digits without meaning.
func NewID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // it never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

func (d *Desk) newID() string {
	if d.NewID != nil {
		return d.NewID()
	}
	return NewID()
}

// Put is a thing to be saved.
type Put struct {
	Kind  string
	ID    string       // empty: a new one is made
	Base  store.FactID // the version that the person saw; 0: there was none
	Thing any          // a struct of package plan, or []plan.Field
}

// Drop is a thing to be taken away. What was said stays in the ledger's history.
type Drop struct {
	Kind string
	ID   string
	Base store.FactID
}

// Save is what one act does in a workspace: all of it or nothing.
type Save struct {
	Workspace string
	Open      bool   // on the published side
	Act       string // kind of the act in the ledger: "report", "assign" …
	Puts      []Put
	Drops     []Drop

	OpenPuts  []Put // on the published side, in the same act
	OpenDrops []Drop
}

// Conflict is a save over a version that is no longer the current one: nothing was written. What to do: show both, let the
// person choose field by field, and save over Theirs.
type Conflict struct {
	Kind, ID string
	Base     []plan.Field // what the person began with; empty when it is not known any more
	Mine     []plan.Field
	Theirs   []plan.Field // empty: it was taken away
	Fact     store.FactID // of Theirs; 0 when it was taken away
	Act      uint64       // that brought Theirs
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s %s was changed meanwhile by act %d", c.Kind, c.ID, c.Act)
}

// Compare lists the fields in which the two versions differ.
func (c *Conflict) Compare() []plan.Difference { return plan.Compare(c.Base, c.Mine, c.Theirs) }

// Refused is an act that the policy table does not allow to the person.
type Refused struct {
	Workspace string
	Act       account.Act
}

func (e *Refused) Error() string { return fmt.Sprintf("not allowed in %s: %s", e.Workspace, e.Act) }

// Invalid is a thing that cannot be saved as it is. Code has a message in the catalogue ("work.invalid.<code>").
type Invalid struct{ Code, Field, Value string }

func (e *Invalid) Error() string { return fmt.Sprintf("%s: %s %q", e.Code, e.Field, e.Value) }

// allow asks the policy table and gives the seat in whose name the act is done.
func allow(who account.Person, workspace string, act account.Act, t *account.Target) (account.Seat, error) {
	seat, ok := who.SeatFor(workspace, act, t)
	if !ok {
		return account.Seat{}, &Refused{workspace, act}
	}
	return seat, nil
}

// Do saves, in the name of a seat. The caller has asked the policy table. IDs are those of the puts, in order. A save over
// an older version is a *Conflict. A save whose rules look at more than the things that it changes is made by change.
func (d *Desk) Do(ctx context.Context, who account.Person, seat account.Seat, s Save) (done store.Committed, ids []string, err error) {
	turn, err := d.Keeper.turn(ctx, s.Workspace)
	if err != nil {
		return done, nil, err
	}
	defer turn()
	for until := time.Now().Add(savePatience); ; {
		done, ids, err = d.tryNow(ctx, who, seat, s)
		if !errors.Is(err, errAgain) || time.Now().After(until) {
			return done, ids, err
		}
		if err := d.waitAgain(ctx); err != nil { // the other act is on its way: see how it ends
			return done, nil, err
		}
	}
}

// How long a save looks again after a program on another machine was faster between its look and its commit, and how long
// it waits at most before each look.
const (
	savePatience = 20 * time.Second
	saveWait     = 30 * time.Millisecond
)

var errAgain = errors.New("another act is on its way; try again")

// tryNow saves once, from how things stand.
func (d *Desk) tryNow(ctx context.Context, who account.Person, seat account.Seat, s Save) (done store.Committed, ids []string, err error) {
	work, err := d.Keeper.Work(ctx, s.Workspace)
	if err != nil {
		return done, nil, err
	}
	open, err := d.Keeper.Open(ctx, s.Workspace)
	if err != nil {
		return done, nil, err
	}
	return d.try(ctx, who, seat, s, min(work.Act, open.Act))
}

// try saves once. Nothing is written when the workspace was changed after the act seen: then it is errAgain.
func (d *Desk) try(ctx context.Context, who account.Person, seat account.Seat, s Save, seen uint64) (done store.Committed, ids []string, err error) {
	work, err := d.Keeper.current(ctx, s.Workspace, s.Open)
	if err != nil {
		return done, nil, err
	}
	batch := &batch{}
	if err := batch.side(ctx, d, work, s.Puts, s.Drops); err != nil {
		return done, nil, err
	}
	ids = batch.ids
	if len(s.OpenPuts)+len(s.OpenDrops) > 0 {
		open, err := d.Keeper.Open(ctx, s.Workspace)
		if err != nil {
			return done, nil, err
		}
		if err := batch.side(ctx, d, open, s.OpenPuts, s.OpenDrops); err != nil {
			return done, nil, err
		}
	}
	if len(batch.add)+len(batch.end) == 0 {
		return done, ids, nil // it stands so already
	}
	act := store.Act{Kind: s.Act, Scope: WorkHome(s.Workspace), Role: string(seat.Role), Body: work.Office(seat.Body), Base: seen, Based: true,
		Actor: store.Actor{Account: who.ID, Name: who.Name}}
	done, err = d.commit(ctx, act, batch)
	var not *store.NotCurrent
	var changed *store.Changed
	if errors.As(err, &not) || errors.As(err, &changed) {
		if err := d.Keeper.Refresh(ctx); err != nil { // now the look finds what was done
			return done, nil, err
		}
		return done, nil, fmt.Errorf("saving in %s: %w", s.Workspace, errAgain)
	}
	if err != nil {
		return done, nil, fmt.Errorf("saving in %s: %w", s.Workspace, err)
	}
	if err := d.Keeper.Refresh(ctx); err != nil {
		return done, ids, err
	}
	return done, ids, nil
}

// commit writes a small act at once and a large one through a draft.
func (d *Desk) commit(ctx context.Context, act store.Act, b *batch) (store.Committed, error) {
	if len(b.add)+len(b.end) < store.WriteMax {
		return d.Store.Write(ctx, act, b.add, b.end)
	}
	draft, err := d.Store.Begin(ctx, act)
	if err != nil {
		return store.Committed{}, err
	}
	if err := errors.Join(draft.End(ctx, b.end...), draft.Add(ctx, b.add...)); err != nil {
		return store.Committed{}, errors.Join(err, draft.Abandon(context.WithoutCancel(ctx)))
	}
	return draft.Commit(ctx)
}

// batch is what an act brings and ends.
type batch struct {
	add []store.New
	end []store.FactID
	ids []string
}

// side adds what a save does on one side of a workspace.
func (b *batch) side(ctx context.Context, d *Desk, v *View, puts []Put, drops []Drop) error {
	home := homeName(v.Workspace, v.Open)
	for _, p := range puts {
		if p.ID == "" {
			p.ID = d.newID()
		}
		b.ids = append(b.ids, p.ID)
		s := v.shelf(p.Kind)
		if s == nil {
			return fmt.Errorf("%q is no kind of a workspace", p.Kind)
		}
		fields, ok := p.Thing.([]plan.Field)
		if !ok {
			fields = plan.Fields(p.Thing)
		}
		now, stands, held := s.held(p.ID)
		if held && slices.Equal(stands, fields) {
			continue
		}
		if now != p.Base {
			return d.conflict(ctx, p.Kind, p.ID, home, p.Base, fields, now, stands)
		}
		if held {
			b.end = append(b.end, now)
		}
		b.add = append(b.add, store.New{Fact: factOf(p.Kind, p.ID, fields), Review: home})
	}
	for _, x := range drops {
		s := v.shelf(x.Kind)
		if s == nil {
			return fmt.Errorf("%q is no kind of a workspace", x.Kind)
		}
		now, stands, held := s.held(x.ID)
		switch {
		case !held:
			continue // it is gone already
		case now != x.Base:
			return d.conflict(ctx, x.Kind, x.ID, home, x.Base, nil, now, stands)
		}
		b.end = append(b.end, now)
	}
	return nil
}

// conflict tells both versions of a thing and what they came from.
func (d *Desk) conflict(ctx context.Context, kind, id, home string, base store.FactID, mine []plan.Field, now store.FactID, theirs []plan.Field) error {
	c := &Conflict{Kind: kind, ID: id, Mine: mine, Theirs: theirs, Fact: now}
	for r, err := range d.Store.History(ctx, id) {
		if err != nil {
			return fmt.Errorf("reading what changed: %w", err)
		}
		if r.Review != home || r.Fact.Kind != kind {
			continue
		}
		if r.ID == base {
			c.Base = fieldsOf(r.Fact)
		}
		if r.ID == now {
			c.Act = r.Act
		}
	}
	return c
}

func factOf(kind, id string, fields []plan.Field) ledger.Fact {
	f := ledger.Fact{Kind: kind, Subject: id}
	for _, x := range fields {
		f.Fields = append(f.Fields, ledger.Field{Name: x.Name, Value: x.Value})
	}
	return f
}
