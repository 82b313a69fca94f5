package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// Bounds of a page of the ledger, and of what is listed of one act.
const (
	pageActs    = 100
	pageChanges = 200
)

// ledger lists the acts, the latest first.
func (a *App) ledger(w http.ResponseWriter, r *http.Request) error {
	head, err := a.Store.Head(r.Context())
	if err != nil {
		return err
	}
	out := page.Ledger{PublicKey: a.Store.Public()}
	n := (int(head.Number) + pageActs - 1) / pageActs
	current := min(max(atoi(r.URL.Query().Get("page")), 1), max(n, 1))
	out.Pages = page.Pagination{Current: current, Count: n, Near: 3, Href: func(n int) string { return "/ledger?page=" + strconv.Itoa(n) }}
	if head.Number > 0 {
		to := int(head.Number) - (current-1)*pageActs
		from := max(to-pageActs+1, 1)
		for h, err := range a.Store.Acts(r.Context(), uint64(from), uint64(to)) {
			if err != nil {
				return fmt.Errorf("listing acts: %w", err)
			}
			out.Acts = append(out.Acts, actRow(h))
		}
		slices.Reverse(out.Acts)
		if out.Checkpoint, err = a.Store.Checkpoint(r.Context(), head.TreeSize); err != nil {
			return fmt.Errorf("reading the checkpoint: %w", err)
		}
	}
	return a.render(w, r, http.StatusOK, page.LedgerPage(a.frame(r, a.Keeper.View()), out))
}

func actRow(h ledger.ActHeader) page.ActRow {
	row := page.ActRow{ActHeader: h}
	if id, err := upr.ParseReviewID(h.Scope); err == nil {
		row.Href = reviewHref(id)
	}
	return row
}

// act shows one act: its public face, what it brought and ended, and the proof that it is in the ledger.
func (a *App) act(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseUint(r.PathValue("act"), 10, 63)
	if err != nil {
		return notFound(r.PathValue("act"))
	}
	h, err := a.Store.Act(r.Context(), n)
	if errors.Is(err, store.ErrNoAct) {
		return notFound(r.PathValue("act"))
	}
	if err != nil {
		return err
	}
	out := page.Act{ActRow: actRow(h), Root: base64.StdEncoding.EncodeToString(h.Root[:])}
	for row, err := range a.Store.Facts(r.Context(), store.Filter{Since: n - 1, At: n, Digests: true}) {
		if err != nil {
			return fmt.Errorf("listing what act %d changed: %w", n, err)
		}
		if row.Fact.Kind == store.KindActor {
			continue // the person is no part of the public face
		}
		if len(out.Changes) >= pageChanges {
			out.More++
			continue
		}
		out.Changes = append(out.Changes, a.changeRow(row, n))
	}
	proof, err := a.Store.Prove(r.Context(), n)
	if err != nil {
		return fmt.Errorf("proving act %d: %w", n, err)
	}
	for _, p := range proof.Path {
		out.Proof = append(out.Proof, base64.StdEncoding.EncodeToString(p[:]))
	}
	out.Size = a.Keeper.View().Act
	return a.render(w, r, http.StatusOK, page.ActPage(a.frame(r, a.Keeper.View()), out))
}

// changeRow is the public face of a fact: of one that is closed only its kind and what the ledger holds of it.
func (a *App) changeRow(row store.Row, act uint64) page.ChangeRow {
	if followup.Closed(row.Review) {
		return page.ChangeRow{Kind: row.Fact.Kind, Digest: base64.StdEncoding.EncodeToString(row.Digest[:]), Ended: row.EndedBy == act}
	}
	return page.ChangeRow{Kind: row.Fact.Kind, Subject: row.Fact.Subject, Href: a.subjectHref(row.Fact), Ended: row.EndedBy == act}
}

// subjectHref leads to what a fact is about, where there is a page for it now.
func (a *App) subjectHref(f ledger.Fact) string {
	v := a.Keeper.View()
	if _, _, ok := v.Item(upr.ItemID(f.Subject)); ok {
		return "/items/" + f.Subject
	}
	if _, _, ok := v.Document(f.Subject); ok {
		return "/documents/" + f.Subject
	}
	if _, ok := v.Question(f.Subject); ok {
		return "/questions/" + f.Subject
	}
	if id, err := upr.ParseReviewID(f.Subject); err == nil {
		return reviewHref(id)
	}
	if row, ok := strings.CutPrefix(f.Subject, uprInfo+"/"); ok && strings.Contains(row, "/") {
		if id, err := upr.ParseReviewID(row[:strings.LastIndexByte(row, '/')]); err == nil {
			return rowsHref(id)
		}
	}
	return ""
}
