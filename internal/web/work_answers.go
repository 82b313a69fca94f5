package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// answersPerPage is how many recommendations a page of answers shows.
const answersPerPage = 25

// answers shows the positions that the State intends to give, to be filled in page by page.
func (a *App) answers(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "take")
	if err != nil {
		return err
	}
	return a.showAnswers(w, r, in, http.StatusOK, r.URL.Query(), nil)
}

func (a *App) showAnswers(w http.ResponseWriter, r *http.Request, in *inWork, status int, q url.Values, errs []page.FieldError) error {
	var items []*followup.Rec
	cycle, _ := strconv.Atoi(q.Get("cycle"))
	for _, x := range in.recs.All { // the newest review stands first
		if x.Kind != followup.RecItem || upr.ItemID(x.ID).Provisional() {
			continue
		}
		if cycle == 0 {
			cycle = int(x.Review.Cycle)
		}
		if int(x.Review.Cycle) == cycle {
			items = append(items, x)
		}
	}
	at, _ := strconv.Atoi(q.Get("page"))
	pages := (len(items) + answersPerPage - 1) / answersPerPage
	at = min(max(at, 1), max(pages, 1))
	out := work.Answers{Cycle: cycle, All: len(items), Page: strconv.Itoa(at), Addendum: in.f.Href("take", "addendum") + "?cycle=" + strconv.Itoa(cycle)}
	out.Action, out.Errors = in.f.Href("answers"), errs
	for _, x := range items {
		if h, ok := in.view.Answers.Get(x.ID); ok && h.Thing.Position != "" {
			out.Given++
		}
	}
	for _, x := range items[(at-1)*answersPerPage : min(at*answersPerPage, len(items))] {
		row := work.AnswerRow{ID: x.ID, Rec: in.recLink(x.ID), Words: in.excerpt(x), Position: x.Position}
		row.Comment.Lang, _, _ = strings.Cut(in.f.P.Tag(), "-")
		if h, ok := in.view.Answers.Get(x.ID); ok {
			row.Base, row.Intended = h.Fact, h.Thing.Position
			if len(h.Thing.Comment) > 0 {
				row.Comment = in.text(h.Thing.Comment)
			}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Pages = page.Pagination{Current: at, Count: pages, Near: 2, Href: func(n int) string { return answersHref(in, cycle, n) }}
	return a.render(w, r, status, work.AnswersPage(in.f, out))
}

func answersHref(in *inWork, cycle, n int) string {
	return in.f.Href("answers") + "?cycle=" + strconv.Itoa(cycle) + "&page=" + strconv.Itoa(n)
}

// saveAnswers saves one page of answers in one act.
func (a *App) saveAnswers(w http.ResponseWriter, r *http.Request) error {
	f, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "take")
	if err != nil {
		return err
	}
	again := func(errs []page.FieldError) error {
		return a.showAnswers(w, r, in, http.StatusUnprocessableEntity, f, errs)
	}
	at := func(name string, i int) string {
		if list := f[name]; i < len(list) {
			return list[i]
		}
		return ""
	}
	var list []followup.Intended
	for i, rec := range f["rec"] {
		if i == maxList {
			break
		}
		base, err := strconv.ParseInt(at("base", i), 10, 64)
		if err != nil || base < 0 {
			return badRequest("base")
		}
		x := followup.Intended{Rec: rec, Base: store.FactID(base), Answer: plan.Answer{Position: upr.Position(at("position", i))}}
		var held plan.Names
		if h, ok := in.view.Answers.Get(rec); ok {
			held = h.Thing.Comment
		}
		var wrong *formError
		if x.Answer.Comment, wrong = withWords(held, at("text-lang", i), at("text", i)); wrong != nil {
			return again(in.wrongs([]formError{*wrong}))
		}
		list = append(list, x)
	}
	if err := a.Desk.SaveAnswers(r.Context(), in.who, in.ws, list); err != nil {
		return a.failed(w, r, in, err, again)
	}
	cycle, _ := strconv.Atoi(f.Get("cycle"))
	n, _ := strconv.Atoi(f.Get("page"))
	return a.done(w, r, answersHref(in, cycle, max(n, 1)), "output.answers.saved")
}

// withWords are words with those of one language replaced; without any they are taken away.
func withWords(held plan.Names, lang, words string) (plan.Names, *formError) {
	var langs, all []string
	found := false
	for _, n := range held {
		if n.Lang == lang {
			n.Words, found = words, true
		}
		langs, all = append(langs, n.Lang), append(all, n.Words)
	}
	if !found {
		langs, all = append(langs, lang), append(all, words)
	}
	var out plan.Names
	if wrong := decodeNames(langs, all, &out); wrong != nil {
		wrong.Field = "text"
		return nil, wrong
	}
	return out, nil
}
