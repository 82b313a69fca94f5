package web

import (
	"errors"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// searchHits is how many segments a page of results shows.
const searchHits = 20

// search shows what the record has for a query. With nothing asked it shows everything, to be narrowed.
func (a *App) search(w http.ResponseWriter, r *http.Request) error {
	asked, in, err := a.ask(r)
	if err != nil {
		return err
	}
	v := a.Keeper.View()
	f := a.frame(r, v)
	if asked.Mistaken != nil {
		return a.render(w, r, http.StatusBadRequest, page.SearchPage(f, a.mistakenSearch(f, asked)))
	}
	found, err := in.Search(r.Context(), asked.Query, corpus.Window{Order: asked.Order, Offset: (asked.Page - 1) * searchHits,
		Limit: searchHits, Unit: asked.Unit, Marks: true, Lang: nameLang(f.P)})
	var wrong *query.Error
	if errors.As(err, &wrong) {
		asked.Mistaken = wrong
		return a.render(w, r, http.StatusBadRequest, page.SearchPage(f, a.mistakenSearch(f, asked)))
	}
	if err != nil {
		return fmt.Errorf("searching: %w", err)
	}
	x := searching{app: a, f: f, asked: asked, plain: asked.Plain(), in: in, found: found, names: a.facets.of(f.P.Lang())}
	out, err := x.page(r)
	if err != nil {
		return err
	}
	f.Canonical = origin(r) + searchHref(x.plain)
	return a.render(w, r, http.StatusOK, page.SearchPage(f, out))
}

// searchHref is the address of a request's results.
func searchHref(asked query.Request) string {
	if q := asked.Values().Encode(); q != "" {
		return "/search?" + q
	}
	return "/search"
}

// formOf is what stands in the form: everything that was asked, as it was asked.
func formOf(asked query.Request) page.Search {
	s := page.Search{Typed: asked.Typed, Literal: asked.Literal, Past: asked.Act > 0 || !asked.On.IsZero()}
	if !asked.On.IsZero() {
		s.On = asked.On.String()
	}
	if asked.Act > 0 {
		s.Act = strconv.FormatUint(asked.Act, 10)
	}
	for name, values := range asked.Values() {
		switch name {
		case query.ParamTyped, query.ParamOn, query.ParamAct, query.ParamLiteral, query.ParamPage:
			continue
		}
		for _, value := range values {
			s.Hidden = append(s.Hidden, page.Param{Name: name, Value: value})
		}
	}
	sortParams(s.Hidden)
	return s
}

// mistakenSearch says where and what is wrong.
func (a *App) mistakenSearch(f page.Frame, asked query.Request) page.Search {
	s := formOf(asked)
	e := asked.Mistaken
	m := &page.Mistake{Text: f.T("query.error."+e.Code, "what", e.What, "hint", e.Hint), Hint: e.Hint}
	if e.Len > 0 && e.At >= 0 && e.At+e.Len <= len(asked.Typed) {
		m.Before, m.Wrong, m.After = around(asked.Typed, e.At, e.At+e.Len)
	} else {
		m.Wrong = e.What
	}
	if e.Code == "act" || e.Code == "number" {
		m.Hint = ""
	}
	if e.Code == "act" {
		now := asked
		now.Act = 0
		m.NowHref = searchHref(now)
	}
	s.Mistake = m
	return s
}

// around cuts what was typed down to the mistake and a little on each side.
func around(typed string, from, to int) (before, wrong, after string) {
	const most = 60
	before, wrong, after = typed[:from], typed[from:to], typed[to:]
	if r := []rune(before); len(r) > most {
		before = "…" + string(r[len(r)-most:])
	}
	if r := []rune(wrong); len(r) > most {
		wrong = string(r[:most]) + "…"
	}
	if r := []rune(after); len(r) > most {
		after = string(r[:most]) + "…"
	}
	return before, wrong, after
}

// searching is one search on its way to a page.
type searching struct {
	app   *App
	f     page.Frame
	asked query.Request
	plain query.Request // the form in which links are made
	in    *corpus.Snapshot
	found corpus.Result
	names *facetTable
	base  string // address that a value is added to, escaped
}

func (x *searching) page(r *http.Request) (page.Search, error) {
	s := formOf(x.asked)
	var err error
	if s.AsOf, err = x.app.asOf(r, x.in.Act()); err != nil {
		return s, err
	}
	first := x.plain
	first.Page = 1
	x.base = baseOf(first)
	s.Notes, s.LiteralHref = x.notes()
	s.Chosen = x.chosen()
	s.ClearHref = searchHref(query.Request{Typed: x.plain.Typed, Unit: x.asked.Unit, On: x.asked.On, Act: x.asked.Act, Literal: x.asked.Literal})
	for _, u := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
		in := x.plain
		in.Unit, in.Page = u, 1
		s.Totals = append(s.Totals, page.TotalLink{Unit: u, N: x.found.Totals.Of(u), Href: searchHref(in), Current: u == x.asked.Unit})
	}
	for _, o := range []query.Order{query.Relevance, query.Document} {
		by := x.plain
		by.Order, by.Page = o, 1
		s.Orders = append(s.Orders, page.ChoiceLink{Text: x.f.T("search.order." + string(o)), Href: searchHref(by), Current: o == x.asked.Order})
	}
	s.Kinds = x.kinds()
	s.Facets = x.facets()
	s.First = (x.asked.Page-1)*searchHits + 1
	for _, h := range x.found.Hits {
		s.Hits = append(s.Hits, x.hit(h))
	}
	s.Pages = page.Pagination{Current: x.asked.Page, Count: (x.found.Totals.Segments + searchHits - 1) / searchHits, Near: 2, Href: func(n int) string {
		at := x.plain
		at.Page = n
		return searchHref(at)
	}}
	if x.found.Totals.Segments == 0 {
		s.Spelled = x.spelled()
	}
	this := x.plain
	this.Act, this.Page = x.in.Act(), 1
	s.Permanent = origin(r) + searchHref(this)
	s.Take = strings.Replace(searchHref(this), "/search", "/search/take", 1)
	s.Chart = strings.Replace(searchHref(first), "/search", "/analysis", 1)
	return s, nil
}

// baseOf is the address of a request with room for one more parameter, escaped.
func baseOf(asked query.Request) string {
	if q := asked.Values().Encode(); q != "" {
		return "?" + html.EscapeString(q) + "&amp;"
	}
	return "?"
}

// asOf says when an act was and how far its record goes.
func (a *App) asOf(r *http.Request, act uint64) (page.AsOf, error) {
	if v := a.Keeper.View(); v.Act == act {
		return page.AsOf{Act: int64(v.Act), At: v.At, Head: v.Root}, nil
	}
	if act == 0 {
		return page.AsOf{}, nil
	}
	x, err := a.Store.Act(r.Context(), act)
	if err != nil {
		return page.AsOf{}, fmt.Errorf("dating act %d: %w", act, err)
	}
	return page.AsOf{Act: int64(act), At: x.Time}, nil
}

// hit is one segment as the page shows it.
func (x *searching) hit(h corpus.Hit) page.SearchHit {
	d := x.in.Doc(h.N)
	out := page.SearchHit{Number: d.Para, Symbol: d.Symbol, Kind: d.Kind.String(), Provisional: d.Provisional, Source: d.Source,
		To: page.StateLink{Code: string(d.State), Name: x.names.text(query.State, string(d.State))}, Cycle: int(d.Review.Cycle), Year: d.Year, Position: d.Position}
	out.Href = docHref(d)
	if d.Review.Valid() {
		out.ReviewHref = reviewHref(d.Review)
	}
	for _, s := range d.By {
		out.By = append(out.By, page.StateLink{Code: string(s), Name: x.names.text(query.By, string(s))})
	}
	if len(d.Texts) > 0 {
		t := d.Texts[d.Shown(nameLang(x.f.P))]
		out.Lang, out.Words = t.Lang, stretches(t.Words, h.Marks)
	}
	label := func(f query.Field, code string) {
		out.Labels = append(out.Labels, page.ChoiceLink{Text: x.names.text(f, code), Href: "/search?" + f.Param() + "=" + queryEscape(code)})
	}
	if d.Action > 0 {
		label(query.Action, strconv.Itoa(d.Action))
	}
	for _, i := range d.Issues {
		label(query.Issue, i)
	}
	return out
}

// docHref is the page of what was found: a recommendation has its own, the rest is found by its identifier.
func docHref(d *corpus.Doc) string {
	if d.Kind == corpus.Recommendation && d.Source == "" {
		return "/items/" + d.Item
	}
	return "/id/" + d.ID
}

// stretches parts a text at what was found in it. Marks are in order and do not cover each other.
func stretches(text string, marks []corpus.Mark) []page.Stretch {
	out := make([]page.Stretch, 0, 2*len(marks)+1)
	at := 0
	for _, m := range marks {
		if m.From < at || m.To > len(text) || m.From >= m.To {
			continue
		}
		if m.From > at {
			out = append(out, page.Stretch{Text: text[at:m.From]})
		}
		out = append(out, page.Stretch{Text: text[m.From:m.To], Found: true})
		at = m.To
	}
	if at < len(text) {
		out = append(out, page.Stretch{Text: text[at:]})
	}
	return out
}

// searchHelp explains how to ask.
func (a *App) searchHelp(w http.ResponseWriter, r *http.Request) error {
	return a.render(w, r, http.StatusOK, page.SearchHelp(a.frame(r, a.Keeper.View())))
}

// totals of all recommendations, each a way into the search.
func (a *App) totals(r *http.Request) ([]page.TotalLink, error) {
	all := query.FromValues(nil, a.lexicon)
	found, err := a.Corpus.Snapshot().Search(r.Context(), all.Query, corpus.Window{Unit: upr.UnitSegment})
	if err != nil {
		return nil, fmt.Errorf("counting the record: %w", err)
	}
	var out []page.TotalLink
	for _, u := range []upr.Unit{upr.UnitItem, upr.UnitSegment, upr.UnitPair} {
		all.Unit = u
		out = append(out, page.TotalLink{Unit: u, N: found.Totals.Of(u), Href: searchHref(all)})
	}
	return out, nil
}
