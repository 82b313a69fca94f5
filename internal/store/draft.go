package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/ledger"
)

// FactID names a fact within this record and its backups. It is no part of the ledger.
type FactID int64

// Act says who does what; it becomes the public header of the entry in the ledger.
type Act struct {
	Kind  string // "import", "save", "erase" …
	Scope string // what it is about, such as a review: "KAZ/2"
	Role  string // in which role
	Body  string // for which body; never a person's name
	Base  uint64 // the act the person saw; when greater than 0 and the scope was changed since, the act is refused (Changed)
	Based bool   // Base counts even when it is 0: the person saw an empty record
	Actor Actor  // the person, kept inside a salted fact that can be erased; may be empty
}

// Actor is the person who does an act.
type Actor struct{ Account, Name string }

// New is a fact about to be brought. Review says which review it belongs to ("KAZ/2"), for reading by review; it is kept
// inside the fact under the name "review", which is why a fact's own fields may not be named so.
type New struct {
	Fact   ledger.Fact
	Review string
}

// KindActor is the kind of the fact that names the person who did an act.
const KindActor = "actor"

// Draft is an act in the making. What it brings and ends is staged in small batches that hold the writer for about
// two milliseconds each, and nobody sees any of it until Commit. It is for one goroutine. After an error only Abandon is left.
type Draft struct {
	s     *Store
	act   Act
	id    int64
	root  ledger.RootBuilder
	ends  []ending
	rows  []row
	batch int
	done  bool
}

// row is a fact ready to be inserted.
type row struct {
	id                    int64
	kind, subject, review string
	body                  string
	salt                  ledger.Salt
	digest                ledger.Hash
}

// ending is a fact that the act ends.
type ending struct {
	id     int64
	digest ledger.Hash
}

// Begin begins an act.
func (s *Store) Begin(ctx context.Context, a Act) (*Draft, error) {
	if _, err := header(a).Leaf(); err != nil {
		return nil, fmt.Errorf("beginning an act: %w", err)
	}
	if err := s.hold(ctx); err != nil {
		return nil, fmt.Errorf("beginning an act: %w", err)
	}
	id, err := s.ids[staging].act.take(ctx, staging, 1)
	if err != nil {
		return nil, fmt.Errorf("beginning an act: %w", err)
	}
	err = s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error { return s.insertAct(ctx, tx, id, a) })
	if err != nil {
		return nil, fmt.Errorf("beginning an act: %w", err)
	}
	d := &Draft{s: s, act: a, id: id, batch: 64}
	if f, ok := actorFact(a); ok {
		if err := d.Add(ctx, f); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Add brings facts. They keep their order.
func (d *Draft) Add(ctx context.Context, facts ...New) error {
	if d.done {
		return ErrDraftDone
	}
	for _, f := range facts {
		r, err := d.s.row(f)
		if err != nil {
			d.done = true
			return fmt.Errorf("bringing a fact: %w", err)
		}
		d.rows = append(d.rows, r)
		if len(d.rows) >= d.batch {
			if err := d.flush(ctx); err != nil {
				d.done = true
				return fmt.Errorf("bringing facts: %w", err)
			}
		}
	}
	return nil
}

const (
	batchTime = 2 * time.Millisecond // that staging may hold SQLite's one writer at a time; PostgreSQL too has better things to do
	batchMax  = 1000
	endBatch  = 50
)

// flush stages what waits, and learns how many rows fit into the time.
func (d *Draft) flush(ctx context.Context) error {
	if len(d.rows) == 0 {
		return nil
	}
	killpoint.Reach("store.stage.before")
	first, err := d.s.ids[staging].fact.take(ctx, staging, int64(len(d.rows)))
	if err != nil {
		return err
	}
	for i := range d.rows {
		d.rows[i].id = first + int64(i)
	}
	began := time.Now()
	if d.s.sqlite == nil {
		err = d.s.copyFacts(ctx, d.id, d.rows)
	} else {
		err = d.s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error {
			began = time.Now() // waiting for people does not count
			if err := d.s.insertFacts(ctx, tx, d.id, d.rows); err != nil {
				return err
			}
			killpoint.Reach("store.stage.inside")
			return nil
		})
	}
	if err != nil {
		return err
	}
	killpoint.Reach("store.stage.after")
	switch took := time.Since(began); {
	case took > batchTime:
		d.batch = max(8, d.batch*2/3)
	case took < batchTime/2:
		d.batch = min(batchMax, d.batch+d.batch/4)
	}
	for i := range d.rows {
		d.root.Add(d.rows[i].digest)
	}
	d.rows = d.rows[:0]
	return nil
}

// End ends facts. A fact that was ended before, or is about to be by another draft, is refused with NotCurrent.
func (d *Draft) End(ctx context.Context, facts ...FactID) error {
	if d.done {
		return ErrDraftDone
	}
	sorted := slices.Clone(facts)
	slices.Sort(sorted) // one order for all, so that two drafts cannot wait for each other
	for part := range slices.Chunk(sorted, endBatch) {
		err := d.s.retryLost(ctx, func() error {
			return d.s.inTx(ctx, staging, func(ctx context.Context, tx *sql.Tx) error {
				ended, err := endFacts(ctx, tx, d.id, part)
				if err != nil {
					return err
				}
				d.ends = append(d.ends, ended...)
				return nil
			})
		})
		if err != nil {
			d.done = true
			return fmt.Errorf("ending facts: %w", err)
		}
	}
	return nil
}

// Commit puts the act into the record in one short transaction, numbers it and signs the new head. After an error the
// record is as it was, and the draft is taken away.
func (d *Draft) Commit(ctx context.Context) (Committed, error) {
	if d.done {
		return Committed{}, ErrDraftDone
	}
	c, err := d.commit(ctx)
	if err != nil {
		return Committed{}, errors.Join(fmt.Errorf("committing an act: %w", err), d.Abandon(context.WithoutCancel(ctx)))
	}
	return c, nil
}

func (d *Draft) commit(ctx context.Context) (Committed, error) {
	if err := d.flush(ctx); err != nil {
		return Committed{}, err
	}
	facts, ends := d.root.Len(), uint64(len(d.ends))
	if nothing(d.act, facts, ends) {
		return Committed{}, ErrEmpty
	}
	slices.SortFunc(d.ends, func(a, b ending) int { return int(a.id - b.id) })
	for _, e := range d.ends {
		d.root.Add(ledger.EndDigest(e.digest))
	}
	h := header(d.act)
	h.Facts, h.Ends, h.Root = facts, ends, d.root.Root()
	killpoint.Reach("store.commit.before")
	var c Committed
	var grown *edge
	err := d.s.inTx(ctx, person, func(ctx context.Context, tx *sql.Tx) error {
		number, err := lockHead(ctx, tx)
		if err != nil {
			return err
		}
		if err := checkBase(ctx, tx, d.act); err != nil {
			return err
		}
		c, grown, err = d.s.publish(ctx, tx, number, h, func(h ledger.ActHeader, leaf ledger.Hash) error {
			err := one(tx.ExecContext(ctx, `UPDATE act SET number = $1, made_at = $2, facts = $3, ends = $4, root = $5, leaf = $6, state = 'committed'
				WHERE id = $7 AND owner = $8 AND state = 'staged'`, numbered(h, leaf, d.id, d.s.owner.id)...))
			if err != nil {
				return errors.Join(ErrDraftLost, err)
			}
			return nil
		})
		return err
	})
	if err != nil {
		return Committed{}, err
	}
	killpoint.Reach("store.commit.after")
	d.done, d.id = true, 0
	d.s.edge.Store(grown)
	d.s.news.tell()
	return c, nil
}

// Abandon takes the draft away. It may be called at any time, also after Commit, when it does nothing.
func (d *Draft) Abandon(ctx context.Context) error {
	if d.id == 0 {
		return nil
	}
	d.done = true
	if err := d.s.discard(ctx, d.id); err != nil {
		return fmt.Errorf("abandoning an act: %w", err)
	}
	d.id = 0
	return nil
}

// row encodes, salts and digests a fact.
func (s *Store) row(n New) (row, error) {
	for _, f := range n.Fact.Fields {
		if f.Name == reviewField {
			return row{}, fmt.Errorf("%w: a field of its own named %q", ledger.ErrEncoding, reviewField)
		}
	}
	f := n.Fact
	if n.Review != "" {
		f.Fields = append(make([]ledger.Field, 0, len(f.Fields)+1), ledger.Field{Name: reviewField, Value: n.Review})
		f.Fields = append(f.Fields, n.Fact.Fields...)
	}
	b, err := ledger.Encode(f)
	if err != nil {
		return row{}, err
	}
	r := row{kind: f.Kind, subject: f.Subject, review: n.Review, body: string(b)}
	if _, err := io.ReadFull(s.cfg.Rand, r.salt[:]); err != nil {
		return row{}, err
	}
	r.digest = ledger.Digest(r.salt, b)
	return r, nil
}

// reviewField is where a fact's review is kept inside the fact.
const reviewField = "review"

func header(a Act) ledger.ActHeader {
	return ledger.ActHeader{Kind: a.Kind, Scope: a.Scope, Role: a.Role, Body: a.Body}
}

func actorFact(a Act) (New, bool) {
	if a.Actor == (Actor{}) {
		return New{}, false
	}
	subject := a.Actor.Account
	if subject == "" {
		subject = "unknown"
	}
	return New{Fact: ledger.Fact{Kind: KindActor, Subject: subject, Fields: []ledger.Field{{Name: "name", Value: a.Actor.Name}}}}, true
}

// nothing says whether an act has no content besides the name of who did it.
func nothing(a Act, facts, ends uint64) bool {
	if _, ok := actorFact(a); ok {
		facts--
	}
	return facts == 0 && ends == 0
}
