package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// taking shows in how many ways the answer to a query can be taken away: files in each unit, the package, the permanent
// address with its citation, the feed, and for those who are signed in a name to keep it under.
func (a *App) taking(w http.ResponseWriter, r *http.Request) error {
	t, err := a.take(r)
	if err != nil {
		return err
	}
	if err := t.about.Survey(t.docs(r.Context())); err != nil {
		return fmt.Errorf("looking at an answer: %w", err)
	}
	asked := t.asked
	asked.Page = 1
	t.about.Unit = asked.Unit // what is cited here is the page
	t.about.Address = t.about.Base + permanentSearch(asked, t.about.Act, asked.Unit)
	now := asked
	now.Act = 0
	out := page.Taking{Asked: t.about.Asked, Search: "/search?" + asked.Values().Encode(), Address: t.about.Address, Citation: t.about.Citation(),
		Feed: "/search.atom?" + now.Values().Encode(), Query: now.Values().Encode(), Package: t.export(formatPackage), Provisional: t.about.Provisional,
		Description: t.export(formatDescription), Method: t.export(formatMethod), Checkpoint: t.export(formatCheckpoint), MayKeep: account.From(r.Context()).May(account.KeepSearch),
		API: "/api/v1/search?" + asked.Values().Encode()}
	for _, u := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
		row := page.TakingUnit{Unit: u, N: t.about.Totals.Of(u)}
		t.about.Unit, asked.Unit = u, u
		row.Href = "/search?" + asked.Values().Encode()
		for _, f := range rows.Formats() {
			row.Files = append(row.Files, page.TakingFile{Code: f.Code, Href: t.export(f.Code)})
		}
		out.Units = append(out.Units, row)
	}
	return a.render(w, r, http.StatusOK, page.TakingPage(a.frame(r, a.Keeper.View()), out))
}

// countSegments is how many segments answer a query.
func countSegments(ctx context.Context, in *corpus.Snapshot, q query.Query) (int, error) {
	found, err := in.Search(ctx, q, corpus.Window{Unit: upr.UnitSegment})
	if err != nil {
		return 0, fmt.Errorf("counting segments: %w", err)
	}
	return found.Totals.Segments, nil
}
