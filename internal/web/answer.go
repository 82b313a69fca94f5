package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// answer brings a person's decision into the record.
func (a *App) answer(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return badRequest("")
	}
	v := a.Keeper.View()
	q, ok := v.Question(r.PathValue("id"))
	if !ok {
		return &Problem{http.StatusNotFound, "answered", ""}
	}
	p := a.Catalogue.Negotiate(r)
	d, err := decision(r, q)
	if err != nil {
		return a.wrongAnswer(w, r, p, err)
	}
	next := after(v, q)
	qs := []*record.Question{q}
	if r.PostForm.Get("alike") == "yes" {
		qs = ingest.Alike(v, q, d)
	}
	done, err := ingest.AnswerAll(r.Context(), a.Store, v, qs, d, who(account.From(r.Context())))
	if err != nil {
		return a.wrongAnswer(w, r, p, err)
	}
	if err := a.Keeper.Refresh(r.Context()); err != nil {
		return err
	}
	a.setFlash(r, p.T("questions.saved", "count", len(qs), "act", p.Number(int(done.Number))))
	for _, id := range next {
		if _, ok := a.Keeper.View().Question(id); ok {
			http.Redirect(w, r, "/questions/"+id, http.StatusSeeOther)
			return nil
		}
	}
	http.Redirect(w, r, reviewHref(q.Review), http.StatusSeeOther)
	return nil
}

// after are the questions of the same review that follow one, and then those before it.
func after(v *record.View, q *record.Question) []string {
	rv, ok := v.Review(q.Review)
	if !ok {
		return nil
	}
	var behind, before []string
	seen := false
	for _, o := range rv.Questions {
		switch {
		case o.ID == q.ID:
			seen = true
		case seen:
			behind = append(behind, o.ID)
		default:
			before = append(before, o.ID)
		}
	}
	return append(behind, before...)
}

var errNoChoice = errors.New("no answer was chosen")

// maxNote bounds a note, in bytes.
const maxNote = 2000

// notTaken is an answer that would break a rule of the review.
type notTaken struct{ why error }

func (e *notTaken) Error() string { return "the answer breaks a rule: " + e.why.Error() }

func decision(r *http.Request, q *record.Question) (ingest.Decision, error) {
	code, index, _ := strings.Cut(r.PostForm.Get("answer"), ":")
	d := ingest.Decision{Choice: code, Note: strings.TrimSpace(r.PostForm.Get("note")), Position: upr.Position(r.PostForm.Get("position"))}
	if code == "" {
		return d, errNoChoice
	}
	if len(d.Note) > maxNote {
		d.Note = d.Note[:maxNote]
	}
	d.Note = strings.ToValidUTF8(d.Note, "")
	if index != "" {
		n, err := strconv.Atoi(index)
		if err != nil {
			return d, errNoChoice
		}
		d.Index = n
	}
	if code == "by-hand" {
		segments, err := ingest.HandSegments(q.Review, r.PostForm["words"], r.PostForm["states"])
		if err != nil {
			return d, err
		}
		d.Segments = segments
	}
	return d, offered(q, d)
}

// offered says whether a question takes an answer, before anything is tried.
func offered(q *record.Question, d ingest.Decision) error {
	it, _, holds := q.HeldItem()
	switch d.Choice {
	case "leave-out":
		return nil
	case "as-read":
		if holds {
			if err := it.Check(); err != nil {
				return &notTaken{err}
			}
		}
		return nil
	case "by-hand":
		if !holds || len(d.Segments) == 0 {
			return errNoChoice
		}
		it.Segments = d.Segments
		if err := it.Check(); err != nil {
			return &notTaken{err}
		}
		return nil
	}
	if cs := ingest.Choices(q); d.Index < 0 || d.Index >= len(cs) || cs[d.Index].Code != d.Choice {
		return errNoChoice
	}
	return nil
}

// wrongAnswer shows the question again with what is wrong, and keeps what was written.
func (a *App) wrongAnswer(w http.ResponseWriter, r *http.Request, p i18n.Printer, err error) error {
	var name *ingest.UnknownName
	var changed *store.Changed
	var broken *notTaken
	var code string
	var args []any
	switch {
	case errors.Is(err, errNoChoice):
		code = "questions.choose"
	case errors.As(err, &name):
		near := make([]string, 0, len(name.Near))
		for _, m := range name.Near {
			near = append(near, stateName(p, m.State))
		}
		hint := ""
		if len(near) > 0 {
			hint = p.T("questions.near", "names", strings.Join(near, ", "))
		}
		code, args = "questions.unknown-state", []any{"n", name.Segment, "name", name.Name, "near", hint}
	case errors.As(err, &changed):
		code = "questions.stale"
		if err := a.Keeper.Refresh(r.Context()); err != nil {
			return err
		}
	case errors.As(err, &broken):
		code, args = "questions.not-taken", []any{"why", broken.why.Error()}
	default:
		return err
	}
	return a.showQuestion(w, r, http.StatusUnprocessableEntity, func(q *page.Question) {
		q.Error, q.ErrorArgs, q.Chosen, q.Note = code, args, r.PostForm.Get("answer"), r.PostForm.Get("note")
		words, states := r.PostForm["words"], r.PostForm["states"]
		for i := range q.ByHand {
			if i < len(words) && i < len(states) {
				q.ByHand[i] = page.HandSegment{Words: words[i], States: states[i]}
			}
		}
	})
}
