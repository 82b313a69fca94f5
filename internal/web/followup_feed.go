package web

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/output/feed"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// followupFeed tells what was published of a State's follow-up, the newest first: reports of the State and what others say
// beside them, in one order and one form.
func (a *App) followupFeed(w http.ResponseWriter, r *http.Request) error {
	state := upr.State(r.PathValue("state"))
	if !state.Valid() || !a.followed(state) {
		return notFound(short(string(state)))
	}
	v, recs, err := a.Desk.Public(r.Context(), string(state))
	if err != nil {
		return err
	}
	in := &inWork{ws: string(state), view: v, recs: recs, f: work.Frame{Frame: a.frame(r, a.Keeper.View()), WS: string(state)}, now: a.Now()}
	base := origin(r)
	at := base + "/states/" + string(state)
	out := feed.Feed{ID: at + "/followup", Title: in.f.T("dates.atom.title", "state", stateName(in.f.P, state)), Subtitle: in.f.T("dates.atom.text"), Lang: in.f.P.Tag(),
		Self: at + "/followup.atom", Page: at, Version: a.Version, Updated: time.Unix(0, 0)}
	var entries []publishedEntry
	for id, h := range v.Reports.Any() {
		entries = append(entries, publishedEntry{id, h.Act, h.At, in.reportEntry(h, base)})
	}
	for id, h := range v.Assessments.Any() {
		entries = append(entries, publishedEntry{id, h.Act, h.At, in.assessmentEntry(h, base)})
	}
	slices.SortFunc(entries, func(x, y publishedEntry) int { return cmp.Or(cmp.Compare(y.act, x.act), strings.Compare(x.id, y.id)) })
	for _, e := range entries[:min(len(entries), feedEntries)] {
		e.Updated = e.at
		out.Entries = append(out.Entries, e.Entry)
		if e.at.After(out.Updated) {
			out.Updated = e.at
		}
	}
	var b bytes.Buffer
	if err := feed.Write(&b, out); err != nil {
		return fmt.Errorf("making a feed of follow-up: %w", err)
	}
	w.Header().Set("Content-Type", feed.Media)
	w.Header().Add("Vary", "Accept-Language, Cookie")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a feed was not taken", "error", err)
	}
	return nil
}

// publishedEntry is an entry with what orders it.
type publishedEntry struct {
	id  string
	act uint64
	at  time.Time
	feed.Entry
}

func (in *inWork) reportEntry(h *followup.Held[plan.Report], base string) feed.Entry {
	x := h.Thing
	e := in.entryOf(h.ID, x.Rec, x.Body, x.Texts, base)
	e.Title = in.f.T("dates.atom.report", "rec", in.recLabel(x.Rec), "body", in.body(x.Body), "status", in.f.T("work.status."+string(x.Status)))
	return e
}

func (in *inWork) assessmentEntry(h *followup.Held[plan.Assessment], base string) feed.Entry {
	x := h.Thing
	e := in.entryOf(h.ID, x.Rec, x.Body, x.Texts, base)
	e.Title = in.f.T("dates.atom.assessment", "rec", in.recLabel(x.Rec), "body", in.body(x.Body), "verdict", in.f.T("work.verdict."+string(x.Verdict)))
	return e
}

func (in *inWork) entryOf(id, rec, body string, texts plan.Names, base string) feed.Entry {
	page := base + "/id/" + url.PathEscape(rec)
	e := feed.Entry{ID: base + "/states/" + in.ws + "/followup#" + url.PathEscape(id), Page: page, Authors: []string{in.body(body)}}
	e.Words, e.Lang = texts.In(string(in.f.P.Lang()))
	return e
}
