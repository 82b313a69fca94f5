package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/lineage"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// stateLineage shows every demand that a State was asked in two reviews or more.
func (a *App) stateLineage(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	code := upr.State(strings.ToUpper(r.PathValue("state")))
	if _, ok := stateInfo(code); !ok {
		return notFound(r.PathValue("state"))
	}
	q := r.URL.Query()
	d := drawn{p: f.P, v: v, scope: scopeOf(q)}
	chains, err := a.lineage(v).Chains(r.Context(), code, d.scope)
	if err != nil {
		return err
	}
	out := page.StateLineage{State: stateLink(f.P, code), Scope: page.ScopeSwitch{All: d.scope == lineage.All}}
	if p := upr.Position(q.Get("position")); p.Valid() {
		out.Position = p
		chains = slices.DeleteFunc(slices.Clone(chains), func(c lineage.Chain) bool { return !lastHas(c, p) })
	}
	if q.Get("order") == "words" {
		out.Order = "words"
		less := f.P.Less()
		chains = slices.Clone(chains)
		slices.SortStableFunc(chains, func(x, y lineage.Chain) int {
			return less(d.text(x.Members[0].Doc).Words, d.text(y.Members[0].Doc).Words)
		})
	}
	out.Found = len(chains)
	n := (len(chains) + page.ChainsAPage - 1) / page.ChainsAPage
	current := min(max(atoi(q.Get("page")), 1), max(n, 1))
	out.Pages = page.Pagination{Current: current, Count: n, Near: 2, Href: func(n int) string { return chainsHref(code, q, n) }}
	first := (current - 1) * page.ChainsAPage
	for _, c := range chains[first:min(first+page.ChainsAPage, len(chains))] {
		out.Chains = append(out.Chains, d.chain(c))
	}
	return a.render(w, r, http.StatusOK, page.StateLineagePage(f, out))
}

// lastHas says whether any text of a chain's last occasion has a position.
func lastHas(c lineage.Chain, p upr.Position) bool {
	o := c.Occasions()
	return slices.ContainsFunc(o[len(o)-1].Members, func(m lineage.Member) bool { return m.Doc.Position == p })
}

// chainsHref is a page of a State's chains under the same choices.
func chainsHref(code upr.State, q url.Values, n int) string {
	to := url.Values{}
	for _, k := range []string{"position", "order", "all"} {
		if v := q.Get(k); v != "" {
			to.Set(k, v)
		}
	}
	if n > 1 {
		to.Set("page", strconv.Itoa(n))
	}
	href := "/states/" + string(code) + "/lineage"
	if len(to) > 0 {
		href += "?" + to.Encode()
	}
	return href
}

// alike shows what one review asked several times in nearly the same words.
func (a *App) alike(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	id, _, err := a.reviewID(r, v)
	if err != nil {
		return err
	}
	groups, err := a.lineage(v).Alike(r.Context(), id)
	if err != nil {
		return err
	}
	d := drawn{p: f.P, v: v}
	out := page.Alike{State: stateLink(f.P, id.State), Cycle: int(id.Cycle), ReviewHref: reviewHref(id)}
	for _, g := range groups {
		x := page.AlikeGroup{ID: g.Docs[0].ID}
		for _, why := range g.Why {
			x.Why = append(x.Why, d.why(why))
		}
		x.States, x.Positions = counted(g.Docs)
		for _, doc := range g.Docs {
			x.Members = append(x.Members, d.text(doc))
		}
		out.Groups = append(out.Groups, x)
		out.Segments += len(g.Docs)
	}
	return a.render(w, r, http.StatusOK, page.AlikePage(f, out))
}
