package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/consult"
	"github.com/openupr/openupr/internal/web/page/work"
)

// askForm is where to ask with a code.
func (c *consulting) askForm(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	return c.showCode(w, r, in, http.StatusOK, consult.Code{})
}

func (c *consulting) showCode(w http.ResponseWriter, r *http.Request, in *inConsult, status int, x consult.Code) error {
	x.State, x.List, x.Action = in.state, in.href(), in.state.Href()+"/contribution"
	w.Header().Set("Cache-Control", "no-store")
	return c.render(w, r, status, consult.CodePage(in.f, x))
}

// ask shows what became of the contributions under a code; with "do" it withdraws one, or appeals. The code comes in the body
// of the request only, and no page has it in its address.
func (c *consulting) ask(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.public(r)
	if err != nil {
		return err
	}
	x := consult.Code{Typed: cleaned(form.Get("code"))}
	x.Typed = strings.ToValidUTF8(x.Typed[:min(len(x.Typed), 200)], "")
	if !c.asks.Allow(in.ws, Remote(r)) {
		x.Errors = []page.FieldError{{Field: "code", Text: in.f.T("consult.flood")}}
		return c.showCode(w, r, in, http.StatusTooManyRequests, x)
	}
	switch form.Get("do") {
	case "take-back":
		if err = c.Council.TakeBack(r.Context(), in.ws, x.Typed, form.Get("id")); err == nil {
			x.Done = in.f.T("consult.take-back.done")
		}
	case "appeal":
		if _, err = c.Council.Appeal(r.Context(), in.ws, form.Get("removal"), x.Typed, cleaned(form.Get("reason"))); err == nil {
			x.Done = in.f.T("consult.appeal.done")
		}
	}
	var invalid *council.Invalid
	if errors.As(err, &invalid) {
		x.Errors = append(x.Errors, in.invalid(invalid))
	} else if err != nil {
		return err
	}
	mine, err := c.Council.Mine(r.Context(), in.ws, x.Typed)
	if errors.As(err, &invalid) {
		x.Errors = []page.FieldError{in.invalid(invalid)}
		return c.showCode(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	if in.v, err = c.Council.Public(r.Context(), in.ws); err != nil { // with what was done just now
		return err
	}
	x.Asked = true
	for _, m := range mine {
		x.Rows = append(x.Rows, in.mine(m))
	}
	status := http.StatusOK
	if len(x.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return c.showCode(w, r, in, status, x)
}

func (in *inConsult) mine(m council.Mine) consult.Mine {
	x := m.Comment.Thing
	out := consult.Mine{Comment: consult.Comment{ID: m.Comment.ID, Number: x.Number, On: in.day(x.On), Words: consult.Text{Words: x.Words, Lang: x.Lang}, Quote: x.Quote,
		State: in.f.T("consult.shown."+string(x.Shown), "day", dayIn(in.f.P, x.Until))}}
	if m.Of != nil {
		out.Of = work.Link{Label: in.text(m.Of.Thing.Title).Words, Href: in.href(m.Of.ID)}
		for _, a := range m.Responses {
			out.Answers = append(out.Answers, in.answer(a, m.Of.Thing.Version))
		}
	}
	if m.Removal != nil && m.Removal.Thing.Undone.IsZero() {
		t := m.Removal.Thing
		out.Removed, out.Removal = in.f.T("consult.ground."+string(t.Ground))+": "+t.Words, m.Removal.ID
		out.MayAppeal = mayAppeal(m.Appeals)
	}
	for _, a := range m.Appeals {
		out.Appeals = append(out.Appeals, in.appealWords(a.Thing))
	}
	out.MayTake = x.Shown != spoken.TakenAway
	return out
}

// mayAppeal says whether no appeal waits.
func mayAppeal(list []*council.Held[spoken.Appeal]) bool {
	return !slices.ContainsFunc(list, func(h *council.Held[spoken.Appeal]) bool { return h.Thing.Result == "" })
}

func (in *inConsult) appealWords(a spoken.Appeal) string {
	if a.Result == "" {
		return in.f.T("consult.appeal.waits", "day", in.day(a.On))
	}
	return in.f.T("consult.appeal."+a.Result, "day", in.day(a.Decided)) + " " + a.Reason
}

// removals lists what was taken from the public, for everyone.
func (c *consulting) removals(w http.ResponseWriter, r *http.Request) error {
	in, err := c.public(r)
	if err != nil {
		return err
	}
	return c.showRemovals(w, r, in, http.StatusOK, consult.Register{})
}

func (c *consulting) showRemovals(w http.ResponseWriter, r *http.Request, in *inConsult, status int, x consult.Register) error {
	x.State, x.List, x.Action = in.state, in.href(), in.state.Href()+"/removals"
	var list []*council.Held[spoken.Removal]
	n, undone := map[spoken.Ground]int{}, 0
	for _, h := range in.v.Removals.All() {
		list = append(list, h)
		n[h.Thing.Ground]++
		if !h.Thing.Undone.IsZero() {
			undone++
		}
	}
	slices.Reverse(space.ByTime(list))
	for _, g := range spoken.Grounds {
		if n[g] > 0 {
			x.Counts = append(x.Counts, in.f.T("consult.ground."+string(g))+": "+in.f.P.Number(n[g]))
		}
	}
	if undone > 0 {
		x.Counts = append(x.Counts, in.f.T("consult.removed.undone")+": "+in.f.P.Number(undone))
	}
	for _, i := range whichOf(len(list), r.URL.Query().Get("page"), commentsShown) {
		h := list[i]
		t := h.Thing
		row := consult.Removed{ID: h.ID, What: in.f.T("consult.removed.thing"), Ground: in.f.T("consult.ground." + string(t.Ground)), Why: t.Words, By: in.body(t.Body), On: in.day(t.On),
			State: in.f.T("consult.removed.stands")}
		if t.Kind == spoken.KindProposal {
			row.What = in.f.T("consult.removed.proposal")
		}
		if m, ok := in.v.Comments.Get(t.About); ok {
			if of, ok := in.v.Consulted.Get(m.Thing.Consultation); ok {
				row.What = in.text(of.Thing.Title).Words + " – " + in.f.T("consult.number", "number", strconv.Itoa(m.Thing.Number))
			}
		}
		appeals := space.ByTime(space.Pick(in.v.Appeals, in.v.About(spoken.KindAppeal, h.ID)))
		for _, a := range appeals {
			row.Appeals = append(row.Appeals, in.appealWords(a.Thing))
		}
		switch {
		case !t.Undone.IsZero():
			row.State = in.f.T("consult.removed.undone")
		case !mayAppeal(appeals):
			row.State = in.f.T("consult.removed.waits")
		default:
			row.Appeal = true
		}
		x.Rows = append(x.Rows, row)
	}
	x.Pages = pagesOf(r, len(list), commentsShown)
	return c.render(w, r, status, consult.RegisterPage(in.f, x))
}

// appeal takes an appeal of anyone.
func (c *consulting) appeal(w http.ResponseWriter, r *http.Request) error {
	form, err := form(r)
	if err != nil {
		return err
	}
	in, err := c.public(r)
	if err != nil {
		return err
	}
	x := consult.Register{About: form.Get("removal"), Words: cleaned(form.Get("reason"))}
	if !c.takes.Allow(in.ws+"/appeals", Remote(r)) {
		x.Errors = []page.FieldError{{Field: "reason-" + x.About, Text: in.f.T("consult.flood")}}
		return c.showRemovals(w, r, in, http.StatusTooManyRequests, x)
	}
	_, err = c.Council.Appeal(r.Context(), in.ws, x.About, "", x.Words)
	var invalid *council.Invalid
	if errors.As(err, &invalid) {
		e := in.invalid(invalid)
		e.Field = "reason-" + x.About
		x.Errors = []page.FieldError{e}
		return c.showRemovals(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	if in.v, err = c.Council.Public(r.Context(), in.ws); err != nil {
		return err
	}
	return c.showRemovals(w, r, in, http.StatusOK, consult.Register{Done: in.f.T("consult.appeal.done")})
}
