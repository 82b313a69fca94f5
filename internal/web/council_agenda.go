package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/council"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/sitting"
	"github.com/openupr/openupr/internal/web/page/work"
)

// agenda is the page on which an agenda is put together, item by item.
func (a *App) agenda(w http.ResponseWriter, r *http.Request) error {
	in, h, err := a.sittingAt(r)
	if err != nil {
		return err
	}
	out := sitting.Agenda{}
	out.Seen = in.c.AgendaStamp(h.ID)
	if n, err := strconv.Atoi(r.URL.Query().Get("at")); err == nil {
		for _, x := range in.c.AgendaOf(h.ID) {
			if x.Thing.Number == n {
				out.At, out.Place, out.Words, out.Proposals = n, n, x.Thing.Words, in.numbersOf(x.Thing.Proposals)
			}
		}
	}
	return a.showAgenda(w, r, in, http.StatusOK, h, out)
}

func (a *App) showAgenda(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, h *council.Held[upc.Sitting], out sitting.Agenda) error {
	out.Action, out.Council, out.Sitting, out.Back = in.f.Href("sittings", h.ID, "agenda"), in.councilLink(h.Thing.Council), in.sittingLink(h.ID), in.f.Href("sittings", h.ID)
	out.Items = in.agendaOf(h.ID, in.keeps(h.Thing.Council))
	return a.render(w, r, status, sitting.AgendaPage(in.f, out))
}

// saveAgenda puts an item into an agenda, moves it, changes it or takes it out.
func (a *App) saveAgenda(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := a.sittingAt(r)
	if err != nil {
		return err
	}
	var t struct {
		Words plan.Names `fact:"text"`
		Place int        `fact:"place"`
		At    int        `fact:"at"`
	}
	wrong := decodeThing(f, &t)
	ids, odd := in.proposalsTyped(h.Thing.Council, f.Get("proposal"))
	if odd != "" {
		wrong = append(wrong, formError{Field: "proposal", Code: "value", Value: odd})
	}
	again := func(errs []page.FieldError) error {
		return a.showAgenda(w, r, in, http.StatusUnprocessableEntity, h, sitting.Agenda{Form: work.Form{Errors: errs}, Seen: f.Get("seen"), At: t.At, Place: t.Place, Words: t.Words, Proposals: f.Get("proposal")})
	}
	if len(wrong) > 0 && f.Get("do") != "remove" {
		return again(in.wrongs(wrong))
	}
	var items []upc.AgendaItem
	for _, x := range in.c.AgendaOf(h.ID) {
		if x.Thing.Number != t.At {
			items = append(items, x.Thing)
		}
	}
	if f.Get("do") != "remove" {
		at := len(items)
		if t.Place > 0 {
			at = min(t.Place-1, at)
		}
		items = slices.Insert(items, at, upc.AgendaItem{Words: t.Words, Proposals: ids})
	}
	if err := a.Council.SaveAgenda(r.Context(), in.who, in.ws, h.ID, f.Get("seen"), items); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("sittings", h.ID, "agenda"), "sittings.saved")
}

// numbersOf are proposals by their numbers, runs of them as ranges: "1–20, 35".
func (in *inCouncil) numbersOf(ids []string) string {
	var numbers []int
	for _, id := range ids {
		if p, ok := in.c.Proposals.Get(id); ok {
			numbers = append(numbers, p.Thing.Number)
		}
	}
	slices.Sort(numbers)
	var out []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		switch {
		case j == i:
			out = append(out, itoa(numbers[i]))
		case j == i+1:
			out = append(out, itoa(numbers[i]), itoa(numbers[j]))
		default:
			out = append(out, fmt.Sprintf("%d–%d", numbers[i], numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(out, ", ")
}

// typedMost is how many proposals one line may name.
const typedMost = 5000

// proposalsTyped reads proposals of a council by their numbers; odd is what names none.
func (in *inCouncil) proposalsTyped(councilID, text string) (ids []string, odd string) {
	known := map[int]string{}
	for _, p := range in.c.ProposalsOf(councilID) {
		if p.Thing.Step.Public() {
			known[p.Thing.Number] = p.ID
		}
	}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		from, to, ranged := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(part), "-")
		low, err := strconv.Atoi(strings.TrimSpace(from))
		high := low
		if ranged && err == nil {
			high, err = strconv.Atoi(strings.TrimSpace(to))
		}
		if err != nil || low < 1 || high < low || high-low > typedMost || len(ids) > typedMost {
			return ids, short(part)
		}
		for n := low; n <= high; n++ {
			id, ok := known[n]
			if !ok {
				return ids, itoa(n)
			}
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids, ""
}

// decisionAt is the sitting and the decision of an address; the decision is nil for a new one.
func (a *App) decisionAt(r *http.Request) (*inCouncil, *council.Held[upc.Sitting], *council.Held[upc.Decision], error) {
	if strings.Contains(r.Pattern, "/sittings/") {
		in, s, err := a.sittingAt(r)
		return in, s, nil, err
	}
	in, err := a.together(r, "sittings")
	if err != nil {
		return nil, nil, nil, err
	}
	d := heldOf(in.c.Decisions, r.PathValue("id"))
	if d == nil {
		return nil, nil, nil, notFound(short(r.PathValue("id")))
	}
	s := heldOf(in.c.Sittings, d.Thing.Sitting)
	if s == nil {
		return nil, nil, nil, notFound(short(d.Thing.Sitting))
	}
	return in, s, d, nil
}

// decisionForm is the form of a decision, new or not.
func (a *App) decisionForm(w http.ResponseWriter, r *http.Request) error {
	in, s, d, err := a.decisionAt(r)
	if err != nil {
		return err
	}
	x := upc.Decision{Sitting: s.ID, Council: s.Thing.Council, On: s.Thing.On}
	if d != nil {
		x = d.Thing
	}
	return a.showDecisionForm(w, r, in, http.StatusOK, s, d, x, in.numbersOf(x.About), nil)
}

func (a *App) showDecisionForm(w http.ResponseWriter, r *http.Request, in *inCouncil, status int, s *council.Held[upc.Sitting], d *council.Held[upc.Decision], x upc.Decision, about string, errs []page.FieldError) error {
	out := sitting.DecisionForm{Form: work.Form{Action: in.f.Href("sittings", s.ID, "decisions", "new"), Base: factOf(d), Errors: errs}, Council: in.councilLink(s.Thing.Council), Sitting: in.sittingLink(s.ID),
		Decision: x, Proposals: about, Back: in.f.Href("sittings", s.ID)}
	if d != nil {
		out.ID, out.Action = d.ID, in.f.Href("decisions", d.ID, "edit")
	}
	if r.Method == http.MethodPost {
		out.Base = baseIn(r.PostForm)
	}
	for _, v := range in.c.VotesAt(s.ID) {
		if v.Thing.Result == council.Carried {
			out.Votes = append(out.Votes, work.Option{Value: v.ID, Label: in.words(v.Thing.Question), Chosen: v.ID == x.Vote})
		}
	}
	return a.render(w, r, status, sitting.DecisionFormPage(in.f, out))
}

// saveDecision saves what a sitting decided, or takes a decision away that was recorded by mistake.
func (a *App) saveDecision(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, s, d, err := a.decisionAt(r)
	if err != nil {
		return err
	}
	about := f.Get("about")
	ids, odd := in.proposalsTyped(s.Thing.Council, about)
	delete(f, "about")
	x, wrong := decodeOver(f, d)
	x.Sitting, x.Council, x.About = s.ID, s.Thing.Council, ids
	if odd != "" {
		wrong = append(wrong, formError{Field: "about", Code: "value", Value: odd})
	}
	id := ""
	if d != nil {
		id = d.ID
	}
	again := func(errs []page.FieldError) error {
		return a.showDecisionForm(w, r, in, http.StatusUnprocessableEntity, s, d, x, about, errs)
	}
	if d != nil && f.Get("do") == "remove" {
		if err := a.Council.RemoveDecision(r.Context(), in.who, in.ws, id, baseIn(f)); err != nil {
			return a.failed(w, r, in.inWork, err, again)
		}
		return a.done(w, r, in.f.Href("sittings", s.ID)+"#decisions", "sittings.removed")
	}
	if len(wrong) > 0 {
		return again(in.wrongs(wrong))
	}
	if _, err = a.Council.SaveDecision(r.Context(), in.who, in.ws, id, baseIn(f), x); err != nil {
		return a.failed(w, r, in.inWork, err, again)
	}
	return a.done(w, r, in.f.Href("sittings", s.ID)+"#decisions", "sittings.saved")
}
