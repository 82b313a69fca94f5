package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Who does an act: the public face is role and body, the person's name is inside the salted content.
type Who struct {
	Account string // of the person; empty for the command line on the operator's machine
	Name    string
	Role    string
	Body    string
}

// Act is the header of an act by this person.
func (w Who) Act(kind, scope string, base uint64) store.Act {
	return store.Act{Kind: kind, Scope: scope, Role: w.Role, Body: w.Body, Base: base, Actor: store.Actor{Account: w.Account, Name: w.Name}}
}

// ActImport and the others are the kinds of acts that this package does.
const (
	ActImport = "import"
	ActAnswer = "answer"
	ActSample = "sample"
	ActRemove = "remove"
)

// Apply keeps the original and brings the plan into the record as one act. The plan is refused with store.Changed when
// its review changed since it was made; nothing is then done.
func Apply(ctx context.Context, st *store.Store, fs *files.Folder, plan *Plan, kind string, who Who) (store.Committed, error) {
	if plan.Nothing() {
		return store.Committed{}, nil
	}
	f := plan.Parsed.File
	if _, _, err := fs.Put(bytes.NewReader(f.Bytes), int64(len(f.Bytes))+1); err != nil {
		return store.Committed{}, fmt.Errorf("keeping the original of %s: %w", f.Name, err)
	}
	killpoint.Reach("ingest.filed")
	act := who.Act(kind, plan.Document.Review.String(), plan.Base)
	act.Based = true // of two people who bring the first file into an empty record at once, one is told
	c, err := Commit(ctx, st, act, plan.Add, plan.End)
	if err != nil {
		return store.Committed{}, fmt.Errorf("bringing in %s: %w", f.Name, err)
	}
	return c, nil
}

// How long an act waits for another one, not committed yet, that is about to end the same facts.
const (
	conflictTries = 50
	conflictWait  = 100 * time.Millisecond
)

// Commit stages facts in small batches and commits them as one act; an error leaves the record as it was. When somebody else
// ended meanwhile what this act was to end, that is store.Changed: look again, then confirm.
func Commit(ctx context.Context, st *store.Store, act store.Act, add []record.Fact, end []store.FactID) (store.Committed, error) {
	var err error
	for range conflictTries {
		var c store.Committed
		if c, err = commit(ctx, st, act, add, end); err == nil {
			return c, nil
		}
		var not *store.NotCurrent
		switch {
		case !errors.As(err, &not):
			return store.Committed{}, err
		case not.EndedBy > 0:
			return store.Committed{}, &store.Changed{Scope: act.Scope, Base: act.Base, Act: not.EndedBy}
		}
		select { // the other act is on its way: see how it ends
		case <-time.After(conflictWait):
		case <-ctx.Done():
			return store.Committed{}, ctx.Err()
		}
	}
	return store.Committed{}, err
}

func commit(ctx context.Context, st *store.Store, act store.Act, add []record.Fact, end []store.FactID) (store.Committed, error) {
	d, err := st.Begin(ctx, act)
	if err != nil {
		return store.Committed{}, err
	}
	if err := stage(ctx, d, add, end); err != nil {
		if aerr := d.Abandon(context.WithoutCancel(ctx)); aerr != nil {
			return store.Committed{}, fmt.Errorf("%w (and abandoning the draft: %v)", err, aerr)
		}
		return store.Committed{}, err
	}
	killpoint.Reach("ingest.staged")
	c, err := d.Commit(ctx)
	if err != nil {
		if aerr := d.Abandon(context.WithoutCancel(ctx)); aerr != nil {
			return store.Committed{}, fmt.Errorf("%w (and abandoning the draft: %v)", err, aerr)
		}
		return store.Committed{}, err
	}
	killpoint.Reach("ingest.committed")
	return c, nil
}

func stage(ctx context.Context, d *store.Draft, add []record.Fact, end []store.FactID) error {
	for _, f := range add {
		if err := d.Add(ctx, store.New{Fact: f.Fact, Review: f.Review}); err != nil {
			return err
		}
		killpoint.Reach("ingest.staging")
	}
	if len(end) == 0 {
		return nil
	}
	return d.End(ctx, end...)
}

// Missing leaves of facts those that the record does not hold about a review.
func Missing(ctx context.Context, st *store.Store, review upr.ReviewID, facts []record.Fact) ([]record.Fact, error) {
	have, err := currentFacts(ctx, st, review, 0)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool, len(have))
	for _, e := range have {
		known[key(e.fact)] = true
	}
	var out []record.Fact
	for _, f := range facts {
		if !known[key(f)] {
			out = append(out, f)
		}
	}
	return out, nil
}
