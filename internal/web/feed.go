package web

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/feed"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// feedEntries is how many of the newest segments a feed holds.
const feedEntries = 50

// searchFeed gives the newest that a query finds as an Atom feed. Whoever asks again with the tag of the last answer
// gets nothing until an act was committed.
func (a *App) searchFeed(w http.ResponseWriter, r *http.Request) error {
	t, err := a.take(r)
	if err != nil {
		return err
	}
	if a.unchanged(w, r, t, "feed") {
		return nil
	}
	newest, err := t.newest(r.Context(), feedEntries)
	if err != nil {
		return fmt.Errorf("making a feed: %w", err)
	}
	p := t.about.Say
	asked := t.asked
	asked.Page, asked.Order = 1, ""
	v := asked.Values()
	v.Del(query.ParamUnit)
	at := v.Encode()
	out := feed.Feed{ID: t.about.Base + "/search?" + at, Title: p.T("takeaway.feed.title", "asked", cmp.Or(t.about.Asked, p.T("takeaway.title.all"))),
		Subtitle: p.T("takeaway.feed.subtitle", "counts", p.T("count.segment", "count", t.about.Totals.Segments), "act", p.Number(int(t.about.Act))),
		Lang:     p.Tag(), Self: t.about.Base + "/search.atom?" + at, Page: t.about.Base + "/search?" + at, Version: a.Version, Rights: p.T("takeaway.licence.un"), Updated: t.about.At}
	times := map[uint64]time.Time{}
	for _, d := range newest {
		if _, known := times[d.Act]; !known && d.Act > 0 {
			act, err := a.Store.Act(r.Context(), d.Act)
			if err != nil {
				return fmt.Errorf("making a feed: %w", err)
			}
			times[d.Act] = act.Time
		}
		out.Entries = append(out.Entries, t.entry(d, times[d.Act], p))
	}
	var b bytes.Buffer
	if err := feed.Write(&b, out); err != nil {
		return err
	}
	w.Header().Set("Content-Type", feed.Media)
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a feed was not taken", "error", err)
	}
	return nil
}

// newest are the segments found that the latest acts brought or changed, those of one act in document order.
func (t *taken) newest(ctx context.Context, most int) ([]*corpus.Doc, error) {
	var out []*corpus.Doc
	for d, err := range t.docs(ctx) {
		if err != nil {
			return nil, err
		}
		if len(out) == most && d.Act <= out[most-1].Act {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, d.Act, func(x *corpus.Doc, act uint64) int {
			if x.Act >= act { // behind those of the same act
				return -1
			}
			return 1
		})
		out = slices.Insert(out, at, d)
		if len(out) > most {
			out = out[:most]
		}
	}
	return out, nil
}

// entry says what a segment is: where it stands, who recommended it to whom, its position and its labels.
func (t *taken) entry(d *corpus.Doc, at time.Time, p i18n.Printer) feed.Entry {
	name := func(s upr.State) string { return reference.Name(s, string(p.Lang()), upr.Date{}) }
	page := t.about.Base + "/id/" + d.ID
	e := feed.Entry{ID: page, Title: name(d.State) + ", " + cmp.Or(d.Symbol+" "+d.Para, d.ID), Page: page, Updated: at}
	if len(d.Texts) > 0 {
		e.Words, e.Lang = d.Texts[0].Words, d.Texts[0].Lang
	}
	for _, s := range d.By {
		e.Authors = append(e.Authors, name(s))
	}
	add := func(f query.Field, code, label string) {
		if code != "" {
			e.Categories = append(e.Categories, feed.Category{Scheme: t.about.Base + "/search?" + f.Param(), Term: code, Label: label})
		}
	}
	add(query.State, string(d.State), name(d.State))
	add(query.Position, string(d.Position), p.T("position."+string(d.Position)))
	for _, code := range d.Issues {
		add(query.Issue, code, issueTitle(code))
	}
	return e
}

// issueTitle is an issue's label as its list prints it.
func issueTitle(code string) string {
	for _, i := range reference.Issues() {
		if i.Code == code {
			return i.Label
		}
	}
	return code
}
