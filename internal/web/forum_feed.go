package web

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/output/feed"
)

// forumFeed tells what is new in participation, the newest first: of everything, or of the one thing that ?about= names.
func (a *App) forumFeed(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	about, err := council.ParseAbout(r.URL.Query().Get("about"))
	if err != nil {
		return badRequest(short(r.URL.Query().Get("about")))
	}
	base := origin(r)
	self := base + in.feed(string(about))
	out := feed.Feed{ID: self, Title: in.t("feed.title", "state", in.f.State.Name), Subtitle: in.t("feed.text"), Lang: in.f.P.Tag(), Self: self,
		Page: base + in.aboutHref(about), Version: a.Version, Updated: time.Unix(0, 0)}
	if what := in.aboutName(about); what != "" {
		out.Title = in.t("feed.title.about", "what", what, "state", in.f.State.Name)
	}
	news := in.news(about)
	for _, n := range news[:min(len(news), feedEntries)] {
		e, ok := in.entry(n, base)
		if !ok {
			continue
		}
		out.Entries = append(out.Entries, e)
		if n.At.After(out.Updated) {
			out.Updated = n.At
		}
	}
	var b bytes.Buffer
	if err := feed.Write(&b, out); err != nil {
		return fmt.Errorf("making a feed of participation: %w", err)
	}
	w.Header().Set("Content-Type", feed.Media)
	w.Header().Add("Vary", "Accept-Language, Cookie")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a feed was not taken", "error", err)
	}
	return nil
}

// news about a thing, the newest first.
func (in *inForum) news(about council.Followed) []council.News {
	list := in.v.News(about, 0)
	slices.SortFunc(list, func(a, b council.News) int {
		return cmp.Or(cmp.Compare(b.Act, a.Act), strings.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID))
	})
	return list
}

// entry of a feed; false for what has no page of its own any more.
func (in *inForum) entry(n council.News, base string) (feed.Entry, bool) {
	title, href, text := in.newsLine(n)
	if title == "" {
		return feed.Entry{}, false
	}
	return feed.Entry{ID: base + in.f.State.Href() + "/participation#" + n.Kind + "-" + n.ID, Title: title, Page: base + href, Words: text.Words, Lang: text.Lang, Updated: n.At}, true
}

// aboutHref is the page of what is followed.
func (in *inForum) aboutHref(about council.Followed) string {
	switch kind, id := about.Parts(); kind {
	case "proposal":
		return in.href("proposals", id)
	case "council":
		return in.href("councils", id)
	case "consultation":
		return in.href("consultations", id)
	case "body":
		return in.href("proposals") + "?body=" + queryEscape(id)
	case "rec":
		return in.href("followup", id)
	case "group":
		return in.href("plain", id)
	case "plain":
		return in.href("plain")
	}
	return in.href("participation")
}

// aboutName is what is followed, in words; empty for everything.
func (in *inForum) aboutName(about council.Followed) string {
	kind, id := about.Parts()
	switch kind {
	case "proposal":
		l, _ := in.proposalLink(id)
		return l.Label
	case "council":
		return in.council(id).Label
	case "consultation":
		if c, ok := in.v.Consulted.Get(id); ok {
			return in.words(c.Thing.Title)
		}
	case "body":
		return in.body(id)
	case "rec":
		return in.rec(id).Label
	case "group":
		return in.groupName(id)
	case "plain":
		return in.t("plain")
	}
	return ""
}
