package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// home asks which State.
func (a *App) home(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	h := page.Home{Letters: letters(f.P, v), Sample: invented(f.P, v)}
	var err error
	for _, rv := range v.Reviews() {
		if len(rv.Items) > 0 {
			h.Reviews++
			h.Items += len(rv.Items)
		}
	}
	if h.Counts, err = a.totals(r); err != nil {
		return err
	}
	h.Recent = recent(f.P, v)
	if h.FirstStart, err = a.firstStart(r); err != nil {
		return err
	}
	return a.render(w, r, http.StatusOK, page.HomePage(f, h))
}

// recent are the reviews with items that changed last.
func recent(p i18n.Printer, v *record.View) []page.ReviewLink {
	const most = 6
	all := slices.DeleteFunc(v.Reviews(), func(r *record.Review) bool { return len(r.Items) == 0 })
	slices.SortStableFunc(all, func(a, b *record.Review) int { return cmp.Compare(b.LastAct, a.LastAct) })
	var out []page.ReviewLink
	for _, r := range all[:min(most, len(all))] {
		out = append(out, page.ReviewLink{Title: reviewTitle(p, r.ID), Href: reviewHref(r.ID), Items: len(r.Items)})
	}
	return out
}

// maxQuery bounds what is looked for; the longest name has 56 characters.
const maxQuery = 100

// states is the list of States, or what a search found; a search that means one State goes there.
func (a *App) states(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(q) > maxQuery {
		q = q[:maxQuery]
	}
	s := page.States{Query: q, Letters: letters(f.P, v), Sample: invented(f.P, v)}
	if q != "" {
		found := find(q, v)
		if len(found) == 1 {
			http.Redirect(w, r, "/states/"+string(found[0]), http.StatusSeeOther)
			return nil
		}
		reference.SortByName(found, nameLang(f.P))
		n := held(v)
		for _, c := range found {
			s.Found = append(s.Found, stateEntry(f.P, c, n[c]))
		}
	}
	return a.render(w, r, http.StatusOK, page.StatesPage(f, s))
}

// nameLang is the language of States' names on a page: English where the page's own has none.
func nameLang(p i18n.Printer) string {
	if p.Lang() == i18n.Mirrored {
		return "en"
	}
	return string(p.Lang())
}

func stateName(p i18n.Printer, code upr.State) string {
	return reference.Name(code, nameLang(p), upr.Date{})
}

func stateLink(p i18n.Printer, code upr.State) page.StateLink {
	return page.StateLink{Code: string(code), Name: stateName(p, code)}
}

// codes of the States that a page lists: members, observers, and invented ones that the record holds something of.
func codes(v *record.View) []upr.State {
	var out []upr.State
	for _, s := range reference.States() {
		out = append(out, s.Code)
	}
	held := held(v)
	for _, s := range reference.InventedStates() {
		if held[s.Code] > 0 || len(v.Made(s.Code)) > 0 {
			out = append(out, s.Code)
		}
	}
	return out
}

// held counts the reviews of each State of which the record holds a document or an item.
func held(v *record.View) map[upr.State]int {
	out := map[upr.State]int{}
	for _, r := range v.Reviews() {
		if len(r.Documents) > 0 || len(r.Items) > 0 {
			out[r.ID.State]++
		}
	}
	return out
}

// invented are the States of the sample, by name.
func invented(p i18n.Printer, v *record.View) []page.StateEntry {
	var all []upr.State
	for _, c := range codes(v) {
		if reference.IsInvented(c) {
			all = append(all, c)
		}
	}
	reference.SortByName(all, nameLang(p))
	var out []page.StateEntry
	n := held(v)
	for _, c := range all {
		out = append(out, stateEntry(p, c, n[c]))
	}
	return out
}

func letters(p i18n.Printer, v *record.View) []page.StatesLetter {
	all := slices.DeleteFunc(codes(v), reference.IsInvented)
	reference.SortByName(all, nameLang(p))
	var out []page.StatesLetter
	n := held(v)
	for _, c := range all {
		e := stateEntry(p, c, n[c])
		first, _ := utf8.DecodeRuneInString(norm.NFD.String(e.Name))
		letter := string(unicode.ToUpper(first))
		if len(out) == 0 || out[len(out)-1].Letter != letter {
			out = append(out, page.StatesLetter{Letter: letter})
		}
		last := &out[len(out)-1]
		last.States = append(last.States, e)
	}
	return out
}

// stateEntry is a State in a list; reviews is how many of its reviews the record holds something of.
func stateEntry(p i18n.Printer, c upr.State, reviews int) page.StateEntry {
	e := page.StateEntry{StateLink: stateLink(p, c), Search: string(c), Reviews: reviews}
	for _, l := range []string{"en", "ru", "kk", "fr", "es"} {
		n := reference.Name(c, l, upr.Date{})
		if l != nameLang(p) && n != e.Name && !strings.Contains(e.Search, n) {
			e.Search += " " + n
		}
	}
	return e
}

// find gives the States that a reader may mean: the one with this code or exactly this name, else those of which a
// name, in any language and time, has a word that begins so.
func find(q string, v *record.View) []upr.State {
	known := codes(v)
	if c := upr.State(strings.ToUpper(q)); slices.Contains(known, c) {
		return []upr.State{c}
	}
	want := fold(q)
	if want == "" {
		return nil
	}
	var exact, begins []upr.State
	for _, s := range append(reference.States(), reference.InventedStates()...) {
		if !slices.Contains(known, s.Code) {
			continue
		}
		fits := 0
		for _, n := range s.Names {
			switch name := fold(n.Text); {
			case name == want:
				fits = 2
			case fits == 0 && (strings.HasPrefix(name, want) || strings.Contains(name, " "+want)):
				fits = 1
			}
		}
		switch fits {
		case 2:
			exact = append(exact, s.Code)
		case 1:
			begins = append(begins, s.Code)
		}
	}
	return append(exact, begins...)
}

// fold makes names comparable: small letters without accents, words parted by one blank.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.M, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteRune(unicode.ToLower(r))
		default:
			blank = true
		}
	}
	return b.String()
}
