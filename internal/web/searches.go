package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/web/page"
)

// Bounds of what a person keeps.
const (
	savedMost  = 100
	savedName  = 120  // letters
	savedQuery = 4000 // bytes of an address
)

// saved is a query that a person kept under a name. It is operational: it belongs to the account and not to the record.
type saved struct {
	Name  string    `json:"name"`
	Query string    `json:"query"` // the canonical parameters, without act and page: it is asked anew each time
	At    time.Time `json:"at"`
	Act   uint64    `json:"act"`   // of the record when it was kept, and
	Found int       `json:"found"` // how many segments answered then
}

// searchesSetting names the setting that keeps an account's queries.
func searchesSetting(id string) string { return "account/" + id + "/searches" }

// savedSearches are a person's queries by name.
func (a *App) savedSearches(ctx context.Context, id string) ([]saved, error) {
	text, err := a.Store.Setting(ctx, searchesSetting(id))
	if err != nil || text == "" {
		return nil, err
	}
	var out []saved
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("reading kept searches: %w", err)
	}
	return out, nil
}

// changeSearches reads, changes and keeps a person's queries. Two changes of one program do not lose each other.
func (a *App) changeSearches(ctx context.Context, id string, change func([]saved) ([]saved, error)) error {
	a.keeping.Lock()
	defer a.keeping.Unlock()
	list, err := a.savedSearches(ctx, id)
	if err != nil {
		return err
	}
	if list, err = change(list); err != nil {
		return err
	}
	if len(list) == 0 {
		return a.Store.SetSetting(ctx, searchesSetting(id), "")
	}
	text, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("keeping searches: %w", err)
	}
	return a.Store.SetSetting(ctx, searchesSetting(id), string(text))
}

// searches lists what a person kept, with what each finds now.
func (a *App) searches(w http.ResponseWriter, r *http.Request) error {
	return a.showSearches(w, r, http.StatusOK, page.Searches{Done: a.flash(r)})
}

func (a *App) showSearches(w http.ResponseWriter, r *http.Request, status int, out page.Searches) error {
	list, err := a.savedSearches(r.Context(), account.From(r.Context()).ID)
	if err != nil {
		return err
	}
	in := a.Corpus.Snapshot()
	for _, s := range list {
		v, err := url.ParseQuery(s.Query)
		if err != nil {
			return fmt.Errorf("reading kept search %s: %w", s.Name, err)
		}
		asked := query.FromValues(v, a.lexicon)
		row := page.SearchRow{Name: s.Name, Asked: written(asked), Href: "/search?" + s.Query, Feed: "/search.atom?" + s.Query, Take: "/search/take?" + s.Query,
			At: s.At, Then: s.Found}
		if asked.Mistaken == nil {
			if row.Now, err = countSegments(r.Context(), in, asked.Query); err != nil {
				return err
			}
		}
		out.List = append(out.List, row)
	}
	p := a.Catalogue.Negotiate(r)
	less := p.Less()
	slices.SortStableFunc(out.List, func(x, y page.SearchRow) int { return less(x.Name, y.Name) })
	return a.render(w, r, status, page.SearchesPage(a.frame(r, a.Keeper.View()), out))
}

var errSearchesFull = errors.New("no further search can be kept")

// changeSaved keeps a query under a name, or lets one go.
func (a *App) changeSaved(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	who, p := account.From(r.Context()).ID, a.Catalogue.Negotiate(r)
	name := strings.Join(strings.Fields(strings.ToValidUTF8(r.PostForm.Get("name"), "")), " ")
	switch r.PostForm.Get("do") {
	case "remove":
		err := a.changeSearches(r.Context(), who, func(list []saved) ([]saved, error) {
			return slices.DeleteFunc(list, func(s saved) bool { return s.Name == name }), nil
		})
		if err != nil {
			return err
		}
		a.setFlash(r, p.T("takeaway.searches.removed", "name", name))
	case "keep":
		s, err := a.toKeep(r, name)
		if err != nil {
			return err
		}
		if wrong := wrongName(name); wrong != "" {
			return a.showSearches(w, r, http.StatusUnprocessableEntity, page.Searches{Query: s.Query, Asked: a.writtenQuery(s.Query),
				Name: page.Field{Name: "name", Label: "takeaway.searches.name", Value: name, Required: true, Error: wrong, ErrorArgs: []any{"most", savedName}}})
		}
		err = a.changeSearches(r.Context(), who, func(list []saved) ([]saved, error) {
			list = slices.DeleteFunc(list, func(x saved) bool { return x.Name == name }) // the same name again is a change
			if len(list) >= savedMost {
				return nil, errSearchesFull
			}
			return append(list, s), nil
		})
		if errors.Is(err, errSearchesFull) {
			return &Problem{http.StatusConflict, "searches-full", ""}
		}
		if err != nil {
			return err
		}
		a.setFlash(r, p.T("takeaway.searches.kept", "name", name))
	default:
		return badRequest(r.PostForm.Get("do"))
	}
	http.Redirect(w, r, "/searches", http.StatusSeeOther)
	return nil
}

// wrongName is the message for a name that cannot be kept; empty when it can.
func wrongName(name string) string {
	switch {
	case name == "":
		return "takeaway.searches.name-empty"
	case utf8.RuneCountInString(name) > savedName:
		return "takeaway.searches.name-long"
	}
	return ""
}

// toKeep is the query of a form in its canonical form, asked anew whenever it is opened.
func (a *App) toKeep(r *http.Request, name string) (saved, error) {
	text := r.PostForm.Get("query")
	v, err := url.ParseQuery(text)
	if err != nil || len(text) > savedQuery {
		return saved{}, badRequest("query")
	}
	asked := query.FromValues(v, a.lexicon)
	if asked.Mistaken != nil {
		return saved{}, badRequest(asked.Mistaken.What)
	}
	asked.Act, asked.Page = 0, 1
	in := a.Corpus.Snapshot()
	n, err := countSegments(r.Context(), in, asked.Query)
	return saved{Name: name, Query: asked.Values().Encode(), At: a.Now().UTC(), Act: in.Act(), Found: n}, err
}

// writtenQuery is a kept query as a person would type it.
func (a *App) writtenQuery(text string) string {
	v, err := url.ParseQuery(text)
	if err != nil {
		return ""
	}
	return written(query.FromValues(v, a.lexicon))
}
