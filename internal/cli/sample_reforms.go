package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// loadReforms brings what is known of States' reforms to the published side of their workspaces, one act a State. What
// stands there already, in whatever words, stays as it is.
func loadReforms(ctx context.Context, o *opened) error {
	all, err := sample.AllReforms()
	if err != nil {
		return err
	}
	for _, r := range all {
		home := followup.OpenHome(string(r.State))
		stands := map[string]bool{}
		for row, err := range o.store.Facts(ctx, store.Filter{Review: home}) {
			if err != nil {
				return fmt.Errorf("loading the reforms of %s: %w", r.State, err)
			}
			stands[row.Fact.Kind+" "+row.Fact.Subject] = true
		}
		var facts []record.Fact
		for _, x := range r.Things {
			if stands[x.Kind+" "+x.ID] {
				continue
			}
			f := record.Fact{Fact: ledger.Fact{Kind: x.Kind, Subject: x.ID}, Review: home}
			for _, field := range x.Fields {
				f.Fields = append(f.Fields, ledger.Field{Name: field.Name, Value: field.Value})
			}
			facts = append(facts, f)
		}
		if len(facts) == 0 {
			continue
		}
		if _, err := ingest.Commit(ctx, o.store, operator.Act(ingest.ActSample, home, 0), facts, nil); err != nil {
			return fmt.Errorf("loading the reforms of %s: %w", r.State, err)
		}
	}
	return nil
}

// workspaceAt is the State whose workspace a fact's home is of; ok is false for the record of the review itself.
func workspaceAt(home string) (upr.State, bool) {
	side, ws, ok := strings.Cut(home, "/")
	return upr.State(ws), ok && slices.Contains([]string{record.WorkHome, record.OpenHome, record.CouncilHome, record.ForumHome, record.SealedHome}, side+"/")
}
