package ingest

import (
	"bytes"
	"context"
	"fmt"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
)

// Who does an act: the public face is role and body, the person's name is inside the salted content.
type Who struct {
	Name string // may be empty: the command line on the operator's machine
	Role string
	Body string
}

// ActImport and the others are the kinds of acts that this package does.
const (
	ActImport = "import"
	ActAnswer = "answer"
	ActSample = "sample"
	ActRemove = "remove"
)

// stageBatch is how many facts one staging transaction holds: small, so that a person's save never waits long.
const stageBatch = 64

// Apply keeps the original and brings the plan into the record as one act. The plan is refused with store.Changed when
// its review changed since it was made; nothing is then done.
func Apply(ctx context.Context, st *store.Store, fs *files.Folder, plan *Plan, kind string, who Who) (store.Committed, error) {
	if plan.Nothing() {
		return store.Committed{}, nil
	}
	f := plan.Parsed.File
	if _, _, err := fs.Put(ctx, bytes.NewReader(f.Bytes), int64(len(f.Bytes))+1); err != nil {
		return store.Committed{}, fmt.Errorf("keeping the original of %s: %w", f.Name, err)
	}
	killpoint.Reach("ingest-filed")
	act := store.Act{Kind: kind, Scope: plan.Document.Review.String(), Role: who.Role, Body: who.Body, Base: plan.Base}
	c, err := Commit(ctx, st, act, who, plan.Add, plan.End)
	if err != nil {
		return store.Committed{}, fmt.Errorf("bringing in %s: %w", f.Name, err)
	}
	return c, nil
}

// Commit stages facts in small batches and commits them as one act; an error leaves the record as it was.
func Commit(ctx context.Context, st *store.Store, act store.Act, who Who, add []record.Fact, end []int64) (store.Committed, error) {
	d, err := st.Begin(ctx, act)
	if err != nil {
		return store.Committed{}, err
	}
	if err := stage(ctx, d, who, add, end); err != nil {
		if aerr := d.Abandon(context.WithoutCancel(ctx)); aerr != nil {
			return store.Committed{}, fmt.Errorf("%w (and abandoning the draft: %v)", err, aerr)
		}
		return store.Committed{}, err
	}
	killpoint.Reach("ingest-staged")
	c, err := d.Commit(ctx)
	if err != nil {
		if aerr := d.Abandon(context.WithoutCancel(ctx)); aerr != nil {
			return store.Committed{}, fmt.Errorf("%w (and abandoning the draft: %v)", err, aerr)
		}
		return store.Committed{}, err
	}
	killpoint.Reach("ingest-committed")
	return c, nil
}

func stage(ctx context.Context, d *store.Draft, who Who, add []record.Fact, end []int64) error {
	if who.Name != "" {
		if err := d.Add(ctx, []store.NewFact{{Fact: actor(who)}}); err != nil {
			return err
		}
	}
	batch := make([]store.NewFact, 0, stageBatch)
	for i, f := range add {
		batch = append(batch, store.NewFact{Fact: f.Fact, Review: f.Review})
		if len(batch) == stageBatch || i == len(add)-1 {
			if err := d.Add(ctx, batch); err != nil {
				return err
			}
			killpoint.Reach("ingest-staging")
			batch = batch[:0]
		}
	}
	if len(end) == 0 {
		return nil
	}
	return d.End(ctx, end)
}

// actor is the salted fact that names the person behind an act.
func actor(who Who) ledger.Fact {
	return ledger.Fact{Kind: "actor", Subject: who.Role, Fields: []ledger.Field{{Name: "name", Value: who.Name}}}
}
