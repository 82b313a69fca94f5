package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/web/page"
)

// about says what the program is and what the record rests on.
func (a *App) about(w http.ResponseWriter, r *http.Request) error {
	out := page.About{PublicKey: a.Store.Public()}
	for _, l := range i18n.Languages() {
		reviewed, all := a.Catalogue.ReviewedCount(l)
		out.Languages = append(out.Languages, page.LanguageRow{Lang: string(l), Reviewed: reviewed, All: all})
	}
	for _, s := range reference.Sources() {
		out.Sources = append(out.Sources, page.SourceRow{Name: strings.TrimSuffix(s.File, ".tsv"), Head: s.Head})
	}
	return a.render(w, r, http.StatusOK, page.AboutPage(a.frame(r, a.Keeper.View()), out))
}

// terms of the glossary, in the order in which a newcomer meets them.
var terms = []string{"upr", "state-under-review", "recommending-state", "cycle", "session", "working-group", "troika", "report", "addendum",
	"symbol", "item", "segment", "pair", "supported", "noted", "pending", "unclear", "claim", "pledge", "outcome", "act", "tree-head", "question"}

func (a *App) glossary(w http.ResponseWriter, r *http.Request) error {
	var out page.Glossary
	for _, t := range terms {
		out.Terms = append(out.Terms, page.Term{Code: t})
	}
	return a.render(w, r, http.StatusOK, page.GlossaryPage(a.frame(r, a.Keeper.View()), out))
}

// policy prints the table that the program obeys.
func (a *App) policy(w http.ResponseWriter, r *http.Request) error {
	var out page.Policy
	for _, role := range account.Roles {
		out.Roles = append(out.Roles, string(role))
	}
	for _, p := range account.Policy {
		row := page.PolicyRow{Act: string(p.Act)}
		for _, role := range account.Roles {
			row.May = append(row.May, slices.Contains(p.Roles, role))
		}
		row.Routes = routesOf(p.Act)
		out.Rows = append(out.Rows, row)
	}
	for _, role := range account.WorkRoles {
		out.WorkRoles = append(out.WorkRoles, string(role))
	}
	for _, g := range account.Grants {
		row := page.GrantRow{Act: string(g.Act), Routes: routesOf(g.Act)}
		for _, role := range account.WorkRoles {
			row.Scopes = append(row.Scopes, string(g.Roles[role]))
		}
		out.Grants = append(out.Grants, row)
	}
	return a.render(w, r, http.StatusOK, page.PolicyPage(a.frame(r, a.Keeper.View()), out))
}

// routesOf are the addresses at which an act is done.
func routesOf(act account.Act) []string {
	var out []string
	for _, x := range account.Routes {
		if x.Act == act {
			out = append(out, x.String())
		}
	}
	return out
}

// health says that the program answers and how far its view goes.
func (a *App) health(w http.ResponseWriter, r *http.Request) error {
	head, err := a.Store.Head(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, err = fmt.Fprintf(w, "ok\nact %d\nview %d\n", head.Number, a.Keeper.View().Act)
	return err
}

func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	fmt.Fprint(w, "User-agent: *\nDisallow: /import\nDisallow: /sign-in\nDisallow: /setup\nDisallow: /accounts\nDisallow: /account\nDisallow: /work\n")
}

// favicon answers browsers that ask for the old name of the mark.
func favicon(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	fmt.Fprint(w, mark1)
}

// mark1 is the program's own mark: a filled and an open place.
const mark1 = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="1" y="2" width="6" height="12" fill="#0b5468"/><rect x="9" y="2.75" width="5.5" height="10.5" fill="none" stroke="#0b5468" stroke-width="1.5"/></svg>`
