package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// recommendedTo is the question to the record's index: what a State was recommended, about one affected group where one is named.
func recommendedTo(ws, group string) query.Query {
	q := query.Query{Filters: []query.Filter{{Field: query.State, Values: []string{ws}}, {Field: query.Kind, Values: []string{corpus.Recommendation.String()}}}}
	if group != "" {
		q.Filters = append(q.Filters, query.Filter{Field: query.Affected, Values: []string{group}})
	}
	return q
}

// groups that recommendations to the State are about, by name, each with its page.
func (in *inForum) groups(r *http.Request) ([]forum.Entry, error) {
	found, err := in.a.Corpus.Snapshot().Search(r.Context(), recommendedTo(in.ws, ""), corpus.Window{Unit: upr.UnitItem})
	if err != nil {
		return nil, fmt.Errorf("looking whom recommendations to %s are about: %w", in.ws, err)
	}
	var out []forum.Entry
	for _, c := range found.Facets[query.Affected] {
		if c.Value != "" && c.N > 0 {
			out = append(out, forum.Entry{Title: forum.Text{Words: in.t("plain.group.title", "group", facetValue(in.f.P, query.Affected, c.Value))}, Href: in.href("plain", c.Value),
				Notes: []string{in.t("plain.group.recs", "count", c.N)}})
		}
	}
	return in.byLabel(out), nil
}

// saysFor tells what was asked, promised, done and proposed for a group of people, a short sentence each, leading to what it counts.
func (in *inForum) saysFor(r *http.Request, group string) ([]forum.PlainCount, error) {
	snap := in.a.Corpus.Snapshot()
	items := map[string]bool{}
	positions := map[upr.Position]int{}
	for n, err := range snap.Each(r.Context(), recommendedTo(in.ws, group), query.Document) {
		if err != nil {
			return nil, fmt.Errorf("counting what %s was asked for %s: %w", in.ws, group, err)
		}
		if d := snap.Doc(n); !items[d.Item] {
			items[d.Item] = true
			positions[d.Position]++
		}
	}
	list := func(position upr.Position) string {
		v := url.Values{query.State.Param(): {in.ws}, query.Affected.Param(): {group}}
		if position != "" {
			v.Set(query.Position.Param(), string(position))
		}
		return "/search?" + v.Encode()
	}
	out := []forum.PlainCount{{Words: in.t("plain.says.asked", "count", len(items)), Href: list("")}}
	for _, p := range []upr.Position{upr.Supported, upr.Noted} {
		if n := positions[p]; n > 0 {
			out = append(out, forum.PlainCount{Words: in.t("plain.says."+string(p), "count", n), Href: list(p)})
		}
	}
	return append(out, in.doneFor(items)...), nil
}

// doneFor counts what is published of recommendations: reports, measures, proposals. What others contest is said beside what the
// State reports, never left out.
func (in *inForum) doneFor(items map[string]bool) []forum.PlainCount {
	done, contested, proposals := 0, 0, 0
	measures, ready := map[string]bool{}, 0
	for rec := range items {
		c := in.plan.Card(rec)
		if c.Reported != nil && c.Reported.Thing.Status == plan.Full {
			done++
			if slices.ContainsFunc(c.Voices, func(s followup.Voiced) bool { return s.Verdict == plan.Contests }) {
				contested++
			}
		}
		for _, m := range c.Measures {
			if !measures[m.ID] {
				measures[m.ID] = true
				if m.Thing.Status == plan.Full {
					ready++
				}
			}
		}
	}
	for _, p := range derived.Proposed(in.v, in.on) {
		if slices.ContainsFunc(p.Thing.Recs, func(rec string) bool { return items[rec] }) {
			proposals++
		}
	}
	var out []forum.PlainCount
	add := func(code string, n int, href string) {
		if n > 0 {
			out = append(out, forum.PlainCount{Words: in.t("plain.says."+code, "count", n), Href: href})
		}
	}
	add("measures", len(measures), in.href("followup", "reforms")+"#measures")
	add("ready", ready, in.href("followup", "reforms")+"#measures")
	add("done", done, in.href("followup")+"?reported="+string(plan.Full))
	add("contested", contested, in.href("followup"))
	add("proposals-about", proposals, in.href("proposals"))
	return out
}
