package notify

import (
	"context"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// followed adds what became public since the last digest of what the person follows in participation: how much of what, and
// where it stands for everyone. Like every line of a digest it names numbers and bodies and never says what a text says.
func (w *inWorkspace) followed(ctx context.Context, ws string) error {
	if w.t.Council == nil {
		return nil
	}
	list, err := w.t.Council.Followed(ctx, w.who, ws)
	if err != nil || len(list) == 0 {
		return err
	}
	forum, err := w.t.Council.Public(ctx, ws)
	if err != nil {
		return err
	}
	var lines []line
	for _, f := range list {
		fresh := 0
		for _, n := range forum.News(f, 0) {
			if n.At.After(w.since) {
				fresh++
				w.mark(ws, "followed", n.Kind, n.ID, n.Act)
			}
		}
		label, path := w.what(forum, f)
		if fresh == 0 || label == "" {
			continue
		}
		lines = append(lines, line{Label: label, Note: w.say.T("notify.followed.new", "count", fresh), Href: w.t.Mail.Base + "/states/" + escape(ws) + path})
	}
	w.add("followed", lines, len(lines), "/notices")
	return nil
}

// what names what is followed, and says where everyone finds it; empty for what is not public any more.
func (w *inWorkspace) what(forum *council.View, f council.Followed) (label, path string) {
	name := func(body string) string {
		if b, ok := forum.Bodies.Get(body); ok {
			words, _ := b.Thing.Names.In(string(w.say.Lang()))
			return words
		}
		return ""
	}
	kind, id := f.Parts()
	switch kind {
	case "proposal":
		if p, ok := forum.Proposals.Get(id); ok {
			return w.say.T("notify.followed.proposal", "n", w.say.Number(p.Thing.Number)), "/proposals/" + escape(id)
		}
	case "council":
		if c, ok := forum.Councils.Get(id); ok {
			return name(c.Thing.Body), "/councils/" + escape(id)
		}
	case "consultation":
		if c, ok := forum.Consulted.Get(id); ok {
			return w.say.T("notify.followed.consultation", "body", name(c.Thing.Body)), "/consultations/" + escape(id)
		}
	case "body":
		return name(id), "/proposals?body=" + escape(id)
	case "rec":
		return w.say.T("notify.followed.rec", "id", id), "/followup/" + escape(id)
	case "group":
		for _, g := range reference.Affected() {
			if g.Code == id {
				title := g.Title[string(w.say.Lang())]
				if title == "" {
					title = g.Title["en"]
				}
				return title, "/plain/" + escape(id)
			}
		}
	case "plain":
		return w.say.T("notify.followed.plain"), "/plain"
	case string(council.FollowedAll):
		return w.say.T("notify.followed.all", "state", reference.Name(upr.State(w.v.Workspace), string(w.say.Lang()), upr.Date{})), "/participation"
	}
	return "", ""
}
