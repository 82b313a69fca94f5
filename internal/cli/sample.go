package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// sampleCmd brings in or takes out what a first visitor looks at.
type sampleCmd struct {
	Load   sampleLoadCmd   `cmd:"" help:"${cli_sample_load}"`
	Remove sampleRemoveCmd `cmd:"" help:"${cli_sample_remove}"`
}

type sampleLoadCmd struct{ recordFlags }

// Run loads the sample; what is there already changes nothing.
func (c *sampleLoadCmd) Run(ctx context.Context, w *world) error {
	return c.with(ctx, w, func(o *opened) error { return loadSample(ctx, w, o) })
}

// loadSample imports the sample's documents like any file, and the examples as sourced facts.
func loadSample(ctx context.Context, w *world, o *opened) error {
	files, err := sample.Files()
	if err != nil {
		return err
	}
	for _, f := range files {
		parsed, err := o.parser.Parse(ctx, ingest.NewFile(f.Name, f.Bytes))
		if err != nil {
			return fmt.Errorf("loading the sample: %s: %w", f.Name, err)
		}
		if err := bringSample(ctx, o, parsed); err != nil {
			return fmt.Errorf("loading the sample: %s: %w", f.Name, err)
		}
	}
	if err := loadExamples(ctx, o); err != nil {
		return err
	}
	if err := loadSampleWork(ctx, o, w); err != nil {
		return err
	}
	if err := o.keeper.Refresh(ctx); err != nil { // the workspace's acts too, before anybody reads the first page
		return err
	}
	w.tell("cli.sample.loaded")
	return nil
}

// bringSample brings one document, and looks again when another program that loads the sample was quicker.
func bringSample(ctx context.Context, o *opened, parsed *ingest.Parsed) error {
	for range importTries {
		plan, err := ingest.Prepare(ctx, o.store, o.keeper.View(), parsed)
		if err != nil {
			return err
		}
		_, err = ingest.Apply(ctx, o.store, o.files, plan, ingest.ActSample, operator)
		if rerr := o.keeper.Refresh(ctx); rerr != nil {
			return rerr
		}
		var changed *store.Changed
		if !errors.As(err, &changed) {
			return err
		}
	}
	return errors.New("the record is being changed all the time; try again")
}

// loadExamples brings the facts on real reviews, one act a review.
func loadExamples(ctx context.Context, o *opened) error {
	all, err := sample.Facts()
	if err != nil {
		return err
	}
	for _, rf := range all {
		facts := make([]record.Fact, 0, len(rf.Facts))
		for _, f := range rf.Facts {
			if f.Value != "" && !strings.HasPrefix(f.Name, "tally-") { // counts come as tallies, below
				facts = append(facts, record.Sourced{Review: rf.Review, Name: f.Name, Value: f.Value, Source: f.Source, Confirmed: f.Confirmed}.Fact())
			}
		}
		tallies, err := rf.Tallies()
		if err != nil {
			return err
		}
		for _, t := range tallies {
			facts = append(facts, record.TallyFact(t))
		}
		if facts, err = ingest.Missing(ctx, o.store, rf.Review, facts); err != nil {
			return err
		}
		if len(facts) == 0 {
			continue
		}
		if _, err := ingest.Commit(ctx, o.store, operator.Act(ingest.ActSample, rf.Review.String(), 0), facts, nil); err != nil {
			return fmt.Errorf("loading the examples of %s: %w", rf.Review, err)
		}
	}
	if err := loadReforms(ctx, o); err != nil {
		return err
	}
	return o.keeper.Refresh(ctx)
}

type sampleRemoveCmd struct{ recordFlags }

// Run ends every fact that came with the sample, and everything about invented States.
func (c *sampleRemoveCmd) Run(ctx context.Context, w *world) error {
	return c.with(ctx, w, func(o *opened) error {
		end, err := sampleFacts(ctx, o.store)
		if err != nil {
			return err
		}
		if len(end) == 0 {
			w.tell("cli.sample.none")
			return nil
		}
		if _, err := ingest.Commit(ctx, o.store, operator.Act(ingest.ActRemove, "sample", 0), nil, end); err != nil {
			return fmt.Errorf("removing the sample: %w", err)
		}
		w.tell("cli.sample.removed")
		return nil
	})
}

func sampleFacts(ctx context.Context, st *store.Store) ([]store.FactID, error) {
	sampleActs := map[uint64]bool{}
	head, err := st.Head(ctx)
	if err != nil {
		return nil, err
	}
	for a, err := range st.Acts(ctx, 1, head.Number) {
		if err != nil {
			return nil, err
		}
		sampleActs[a.Number] = a.Kind == ingest.ActSample
	}
	var end []store.FactID
	for r, err := range st.Facts(ctx, store.Filter{At: head.Number}) {
		if err != nil {
			return nil, err
		}
		id, err := upr.ParseReviewID(r.Review)
		state, inWorkspace := workspaceAt(r.Review)
		if (err == nil || inWorkspace) && (sampleActs[r.Act] || reference.IsInvented(id.State) || reference.IsInvented(state)) {
			end = append(end, r.ID)
		}
	}
	return end, nil
}
