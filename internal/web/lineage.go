package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// lineages holds the chains of the record as it is now; they are found State by State when somebody looks.
type lineages struct{ now atomic.Pointer[lineage.Index] }

// lineage is the index over the present snapshot.
func (a *App) lineage(v *record.View) *lineage.Index {
	s := a.Corpus.Snapshot()
	if x := a.lineages.now.Load(); x != nil && x.Snapshot().Same(s) {
		return x
	}
	var ties []record.Tie
	for _, r := range v.Reviews() {
		ties = append(ties, r.Ties...)
	}
	for _, m := range v.AllMechanisms() {
		ties = append(ties, m.Ties...)
	}
	slices.SortStableFunc(ties, func(a, b record.Tie) int { return cmp.Compare(a.Act, b.Act) })
	x := lineage.New(s, ties)
	a.lineages.now.Store(x)
	return x
}

// scopeOf reads from an address whether other mechanisms are looked at.
func scopeOf(q url.Values) lineage.Scope {
	if q.Get("all") != "" {
		return lineage.All
	}
	return lineage.Reviews
}

// drawn draws what was found for one reader.
type drawn struct {
	p     i18n.Printer
	v     *record.View
	scope lineage.Scope
	here  string // the text whose page it is
}

// itemLineage is the section of an item's page; nil where the record's search does not have the item.
func (a *App) itemLineage(r *http.Request, p i18n.Printer, v *record.View, it *record.Item) (*page.Lineage, error) {
	x, q, st := a.lineage(v), r.URL.Query(), it.Review.State
	d := drawn{p: p, v: v, scope: scopeOf(q)}
	person := account.From(r.Context())
	out := &page.Lineage{State: stateLink(p, st), AllHref: "/states/" + string(st) + "/lineage", Looked: q.Get("elsewhere") != "",
		MayTie: person.May(account.Tie), Next: "/items/" + string(it.ID) + "#same-demand"}
	out.Scope = page.ScopeSwitch{All: d.scope == lineage.All, Href: itemHref(it.ID, d.scope != lineage.All, out.Looked)}
	out.ElseHref = itemHref(it.ID, d.scope == lineage.All, true)
	held := false
	for _, s := range it.Segments {
		d.here = it.ID.Segment(s.N)
		if _, ok := x.Snapshot().Lookup(d.here); !ok {
			continue
		}
		held = true
		if err := a.addSegment(r, x, d, out); err != nil {
			return nil, err
		}
	}
	if !held {
		return nil, nil
	}
	less := p.Less()
	slices.SortFunc(out.Elsewhere, func(a, b page.ElsewhereState) int { return less(a.Name, b.Name) })
	return out, nil
}

func itemHref(id upr.ItemID, all, elsewhere bool) string {
	q := url.Values{}
	if all {
		q.Set("all", "yes")
	}
	if elsewhere {
		q.Set("elsewhere", "yes")
	}
	to := "/items/" + string(id)
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to + "#same-demand"
}

// addSegment adds what is known of one segment.
func (a *App) addSegment(r *http.Request, x *lineage.Index, d drawn, out *page.Lineage) error {
	chains, err := x.Of(r.Context(), d.here, d.scope)
	if err != nil {
		return err
	}
	for _, c := range chains {
		if !slices.ContainsFunc(out.Chains, func(o page.Chain) bool { return o.ID == c.ID() }) {
			out.Chains = append(out.Chains, d.chain(c))
		}
	}
	near, err := x.Near(r.Context(), d.here, d.scope)
	if err != nil {
		return err
	}
	for _, n := range near {
		t := page.NearText{ChainMember: d.text(n.Doc), Occasion: d.occasion(n.Doc), Refused: n.Tie != nil}
		if n.Tie != nil {
			t.Act = n.Tie.Act
		}
		out.Near = append(out.Near, t)
	}
	if !out.Looked {
		return nil
	}
	elsewhere, more, err := x.Elsewhere(r.Context(), d.here, d.scope)
	if err != nil {
		return err
	}
	out.More = out.More || more
	for _, o := range elsewhere {
		if slices.ContainsFunc(out.Elsewhere, func(s page.ElsewhereState) bool { return s.Has(o.Doc.ID) }) {
			continue // found for another segment of the item
		}
		i := slices.IndexFunc(out.Elsewhere, func(s page.ElsewhereState) bool { return s.Code == string(o.Doc.State) })
		if i < 0 {
			i = len(out.Elsewhere)
			out.Elsewhere = append(out.Elsewhere, page.ElsewhereState{StateLink: stateLink(d.p, o.Doc.State)})
		}
		t := d.text(o.Doc)
		t.Likeness = d.occasion(o.Doc)
		out.Elsewhere[i].Texts = append(out.Elsewhere[i].Texts, t)
	}
	return nil
}

// chain draws one.
func (d drawn) chain(c lineage.Chain) page.Chain {
	first := d.text(c.Members[0].Doc)
	out := page.Chain{ID: c.ID(), Words: first.Words, Lang: first.Lang, Why: d.why(c.Why)}
	for _, o := range c.Occasions() {
		x := page.ChainOccasion{Label: d.occasion(o.Members[0].Doc)}
		if o.Kind == corpus.Recommendation {
			x.Href = reviewHref(o.Members[0].Doc.Review)
		}
		var docs []*corpus.Doc
		for _, m := range o.Members {
			docs = append(docs, m.Doc)
			t := d.text(m.Doc)
			t.Here = m.Doc.ID == d.here
			if m.Tie != nil {
				t.Act = m.Tie.Act
				out.Confirmed++
			}
			if m.Likeness < 1 {
				t.Likeness = d.p.Number(int(m.Likeness * 100))
			}
			if t.Here {
				t.With = ""
			}
			x.Members = append(x.Members, t)
		}
		x.States, x.Positions = counted(docs)
		out.Occasions = append(out.Occasions, x)
	}
	return out
}

// counted are the different recommending States of texts and their positions.
func counted(docs []*corpus.Doc) (states int, positions []page.PositionCount) {
	by, at := map[upr.State]bool{}, map[upr.Position]int{}
	for _, d := range docs {
		for _, s := range d.By {
			by[s] = true
		}
		at[d.Position]++
	}
	for _, p := range upr.Positions {
		if at[p] > 0 {
			positions = append(positions, page.PositionCount{Position: p, N: at[p]})
		}
	}
	return len(by), positions
}

// text draws one.
func (d drawn) text(doc *corpus.Doc) page.ChainMember {
	m := page.ChainMember{ID: doc.ID, Number: cmp.Or(doc.Para, doc.Symbol, doc.ID), Position: doc.Position, With: d.here}
	if doc.Provisional {
		m.Number = d.p.T("lineage.provisional")
	}
	if len(doc.Texts) > 0 {
		t := doc.Texts[0]
		for _, o := range doc.Texts {
			if o.Lang == d.p.Tag() {
				t = o
			}
		}
		m.Words, m.Lang = t.Words, cmp.Or(t.Lang, "en")
	}
	for _, s := range doc.By {
		m.States = append(m.States, stateLink(d.p, s))
	}
	if doc.Kind == corpus.Recommendation || doc.Kind == corpus.Pledge && doc.Review.Valid() {
		m.Href = "/id/" + doc.ID
	}
	return m
}

// occasion names a review by cycle and year, and another mechanism's document by kind, symbol and year.
func (d drawn) occasion(doc *corpus.Doc) string {
	var parts []string
	switch doc.Kind {
	case corpus.Recommendation:
		parts = append(parts, d.p.T("cycle.n", "n", int(doc.Review.Cycle)))
	case corpus.Pledge:
		parts = append(parts, d.p.T("cycle.n", "n", int(doc.Review.Cycle)), d.p.T("lineage.kind.pledge"))
	default:
		parts = append(parts, d.p.T("lineage.kind."+doc.Kind.String()), doc.Symbol)
	}
	if doc.Year > 0 {
		parts = append(parts, strconv.Itoa(doc.Year))
	}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// why says what a demand is, in the reader's language.
func (d drawn) why(w lineage.Why) string {
	switch w.Demand {
	case "join", "withdraw":
		return d.p.T("lineage.why."+w.Demand, "thing", d.thing(w.Thing))
	case "named":
		return d.p.T("lineage.thing." + w.Thing)
	case "words":
		return d.p.T("lineage.why.words", "words", strings.Join(w.Words, ", "))
	}
	return d.p.T("lineage.why.person")
}

// thing is an instrument's short title where the reference has one, with the letters by which people know it.
func (d drawn) thing(code string) string {
	for _, t := range reference.Treaties() {
		if t.Code == code {
			return cmp.Or(t.Title[d.p.Tag()], t.Title["en"]) + " (" + code + ")"
		}
	}
	if code == "human-rights-treaties" {
		return d.p.T("lineage.thing.human-rights-treaties")
	}
	return strings.ReplaceAll(code, "-", " ")
}
