package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

const (
	plainPerPage = 20
	linesMost    = 60 // of one text
)

// plain is something said in plain words, a sentence a line.
func (in *inForum) plain(h *council.Held[spoken.Plain]) forum.Plain {
	t := in.text(h.Thing.Texts)
	out := forum.Plain{Title: in.text(h.Thing.Title), Lang: t.Lang, Tried: h.Thing.Tried, By: in.t("plain.by", "body", in.body(h.Thing.Body), "day", in.day(h.Thing.On))}
	for _, l := range plainLines(t.Words) {
		if len(out.Lines) == linesMost {
			out.Lines[linesMost-1] += " …"
			break
		}
		out.Lines = append(out.Lines, l)
	}
	if l, ok := in.proposalLink(h.Thing.About); ok {
		out.About = &l
	} else if _, ok := in.recs.Get(h.Thing.About); ok {
		l := in.rec(h.Thing.About)
		out.About = &l
	}
	return out
}

// plainLines cuts a text into its lines and these behind every full stop, so that each sentence stands alone.
func plainLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		from := 0
		for i, r := range line {
			end := strings.ContainsRune(".!?。؟", r)
			if end && i > from && (i+len(string(r)) == len(line) || strings.HasPrefix(line[i+len(string(r)):], " ")) {
				out = append(out, strings.TrimSpace(line[from:i+len(string(r))]))
				from = i + len(string(r))
			}
		}
		out = append(out, strings.TrimSpace(line[from:]))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

// plainWords is everything that is said in plain words, the newest first, and what there is for which group.
func (a *App) plainWords(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	out := forum.PlainPage{Title: in.t("plain.title", "state", in.f.State.Name)}
	in.plainTexts(&out, r, func(spoken.Plain) bool { return true }, in.href("plain"))
	out.Says = in.says()
	groups, err := in.groups(r)
	if err != nil {
		return err
	}
	out.Groups = groups
	in.f.Feed = in.feed("plain")
	if out.Follow, err = in.follows(r, "plain"); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, forum.PlainWordsPage(in.f, out))
}

// plainGroup is what changed for one group of people.
func (a *App) plainGroup(w http.ResponseWriter, r *http.Request) error {
	in, err := a.forum(r)
	if err != nil {
		return err
	}
	code := r.PathValue("group")
	if !slices.ContainsFunc(reference.Affected(), func(g reference.AffectedGroup) bool { return g.Code == code }) {
		return notFound(short(code))
	}
	name := facetValue(in.f.P, query.Affected, code)
	out := forum.PlainPage{Title: in.t("plain.group.title", "group", name), Group: name, All: in.href("plain")}
	if out.Says, err = in.saysFor(r, code); err != nil {
		return err
	}
	in.plainTexts(&out, r, func(p spoken.Plain) bool { return p.About == "group:"+code || in.isFor(p.About, code) }, in.href("plain", code))
	in.f.Feed = in.feed("group:" + code)
	if out.Follow, err = in.follows(r, council.Followed("group:"+code)); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, forum.PlainWordsPage(in.f, out))
}

// isFor says whether a thing named an affected group itself.
func (in *inForum) isFor(id, group string) bool {
	c, ok := in.v.Comments.Get(id)
	return ok && slices.Contains(c.Thing.Groups, group)
}

func (in *inForum) plainTexts(out *forum.PlainPage, r *http.Request, which func(spoken.Plain) bool, action string) {
	var list []*council.Held[spoken.Plain]
	for _, x := range in.v.Plain.Any() {
		if x.Thing.Step == plan.Published && which(x.Thing) {
			list = append(list, x)
		}
	}
	list = space.ByTime(list)
	slices.Reverse(list)
	at := whichOf(len(list), r.URL.Query().Get("page"), plainPerPage)
	current := 1
	for _, i := range at {
		out.Texts = append(out.Texts, in.plain(list[i]))
		current = at[0]/plainPerPage + 1
	}
	out.Pages = page.Pagination{Current: current, Count: (len(list) + plainPerPage - 1) / plainPerPage, Near: 2, Href: func(n int) string { return action + "?page=" + itoa(n) }}
}

// says counts in short sentences, each leading to what it counts.
func (in *inForum) says() []forum.PlainCount {
	if in.v.Proposals.Len() == 0 {
		return nil
	}
	q := derived.ProposalQuery{}
	found := derived.FindProposals(in.v, q, in.on)
	out := []forum.PlainCount{{Words: in.t("plain.says.proposals", "count", found.Total), Href: in.found(q, "", "")}}
	for _, x := range []derived.Fate{derived.FateAnswered, derived.FateWaiting, derived.FateOverdue} {
		if n := found.Counts[derived.ByFate][string(x)]; n > 0 {
			out = append(out, forum.PlainCount{Words: in.t("plain.says."+string(x), "count", n), Href: in.found(q, derived.ByFate, string(x))})
		}
	}
	return out
}
