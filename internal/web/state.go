package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// stateInfo finds a State, real or invented.
func stateInfo(code upr.State) (reference.StateInfo, bool) {
	if s, ok := reference.State(code); ok {
		return s, true
	}
	for _, s := range reference.InventedStates() {
		if s.Code == code {
			return s, true
		}
	}
	return reference.StateInfo{}, false
}

// state shows a State as State under review and as recommending State.
func (a *App) state(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	raw := r.PathValue("state")
	code := upr.State(strings.ToUpper(raw))
	info, ok := stateInfo(code)
	if !ok {
		return notFound(raw)
	}
	if raw != string(code) {
		http.Redirect(w, r, "/states/"+string(code), http.StatusMovedPermanently)
		return nil
	}
	s := page.State{StateLink: stateLink(f.P, code), Group: string(info.Group), Observer: info.Status == reference.Observer,
		Invented: info.Status == reference.Invented}
	for _, id := range reviewsOf(code, v) {
		s.Reviews = append(s.Reviews, stateReview(f, v, id))
	}
	s.Made = madeByCycle(f.P, v, code)
	return a.render(w, r, http.StatusOK, page.StatePage(f, s))
}

// reviewsOf are the reviews of a State that the calendar or the record knows, the latest first.
func reviewsOf(code upr.State, v *record.View) []upr.ReviewID {
	var out []upr.ReviewID
	for c := upr.Cycle(1); c <= 9; c++ {
		id := upr.ReviewID{State: code, Cycle: c}
		_, planned := reference.SlotOf(id)
		_, held := v.Review(id)
		if planned || held {
			out = append(out, id)
		}
	}
	slices.Reverse(out)
	return out
}

func reviewHref(id upr.ReviewID) string { return "/reviews/" + id.String() }

func stateReview(f page.Frame, v *record.View, id upr.ReviewID) page.StateReview {
	r, _ := v.Review(id)
	out := page.StateReview{Cycle: int(id.Cycle), Href: reviewHref(id), Count: upr.Count{Unit: upr.UnitItem}, Places: places(f, v, id, r)}
	if slot, ok := reference.SlotOf(id); ok {
		out.Session = int(slot.Session)
		if s, ok := reference.SessionByNumber(slot.Session); ok {
			out.When = days(f.P, s.Start, s.End, s.Expected)
			out.Expected = slot.Unconfirmed || s.Unconfirmed
		}
	}
	if r != nil {
		out.Count = r.Count
		out.Waiting = len(r.Questions)
		out.Provisional = len(r.Provisional)
	}
	for _, p := range out.Places {
		if len(p.Files) > 0 {
			out.Documents++
		}
	}
	return out
}

// days writes the first and last day of something; a month where no day is known.
func days(p i18n.Printer, from, to upr.Date, month string) string {
	switch {
	case from.IsZero() && len(month) == 7:
		if m, err := strconv.Atoi(month[5:]); err == nil && m >= 1 && m <= 12 {
			return p.T("date.month", "month", p.T("month.name."+strconv.Itoa(m)), "year", month[:4])
		}
		return month
	case from.IsZero():
		return ""
	case to.IsZero() || to == from:
		return p.Date(from.Time())
	default:
		return p.T("date.span", "from", p.Date(from.Time()), "to", p.Date(to.Time()))
	}
}

// places of a review's documents.
func places(f page.Frame, v *record.View, id upr.ReviewID, r *record.Review) []page.Place {
	const library = "https://www.ohchr.org/en/hr-bodies/upr/documentation" // of the documents whose symbol is not known yet
	var out []page.Place
	for _, p := range record.Places(id, r) {
		x := page.Place{Kind: string(p.Kind), Review: id.String(), Symbol: p.Symbol, Expected: p.Symbol != "" && !p.Sure,
			Where: cmp.Or(p.Link, library), MayDrop: f.MayImport}
		for _, d := range p.Documents {
			x.Files = append(x.Files, page.PlacedFile{Href: "/documents/" + d.SHA256, Name: d.File, Lang: cmp.Or(d.Lang, "en"), Size: d.Size, Act: d.Act})
		}
		out = append(out, x)
	}
	return out
}

// madeByCycle are the recommendations of a State, the latest cycle first, States under review by name.
func madeByCycle(p i18n.Printer, v *record.View, code upr.State) []page.MadeCycle {
	byCycle := map[upr.Cycle]*page.MadeCycle{}
	for _, m := range v.Made(code) {
		id := m.Review.ID
		c := byCycle[id.Cycle]
		if c == nil {
			c = &page.MadeCycle{Cycle: int(id.Cycle), Items: upr.Count{Unit: upr.UnitItem}}
			byCycle[id.Cycle] = c
		}
		c.Rows = append(c.Rows, page.MadeRow{To: stateLink(p, id.State), Href: reviewHref(id) + "?state=" + string(code),
			Items: m.Items, Pairs: m.Pairs.Received()})
		for _, pos := range upr.Positions {
			c.Items.Add(pos, m.Items.Of(pos))
		}
		c.Pairs += m.Pairs.Received()
	}
	less := p.Less()
	out := make([]page.MadeCycle, 0, len(byCycle))
	for _, c := range byCycle {
		slices.SortFunc(c.Rows, func(a, b page.MadeRow) int { return less(a.To.Name, b.To.Name) })
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b page.MadeCycle) int { return b.Cycle - a.Cycle })
	return out
}
