package web

import (
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/council"
	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/flood"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/space"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/forum"
)

// proposing takes proposals of anyone; it holds how many came from where, and forgets it every day.
type proposing struct {
	*App
	takes, asks *flood.Gate
}

// Bounds of what is taken from one source. Many people may come from one address.
var (
	proposeTakes = flood.Rule{Source: 30, Window: time.Hour, Day: 10_000}
	proposeAsks  = flood.Rule{Source: 120, Window: time.Hour}
)

// proposedMost is how many letters a proposal of anyone may have.
const proposedMost = 12_000

func (a *App) proposeRoutes() map[string]http.Handler {
	p := &proposing{a, flood.New(proposeTakes, a.Now), flood.New(proposeAsks, a.Now)}
	return map[string]http.Handler{
		"GET /states/{state}/councils/{id}/propose":  a.page(p.form),
		"POST /states/{state}/councils/{id}/propose": a.page(p.propose),
		"GET /states/{state}/proposals/code":         a.page(p.askForm),
		"POST /states/{state}/proposals/code":        a.page(p.ask),
	}
}

// open is the council of the address, where everyone may propose today.
func (p *proposing) open(r *http.Request) (*inForum, *council.Held[spoken.Council], error) {
	in, err := p.forum(r)
	if err != nil {
		return nil, nil, err
	}
	h, ok := in.v.Councils.Get(r.PathValue("id"))
	if !ok || !h.Thing.May(spoken.ByCitizen) || !h.Thing.Exists(in.on) {
		return nil, nil, notFound(short(r.PathValue("id")))
	}
	return in, h, nil
}

func (p *proposing) form(w http.ResponseWriter, r *http.Request) error {
	in, h, err := p.open(r)
	if err != nil {
		return err
	}
	return p.show(w, r, in, h, http.StatusOK, forum.Propose{}, council.CitizenProposal{Once: rand.Text()})
}

// show draws the form with what was typed.
func (p *proposing) show(w http.ResponseWriter, r *http.Request, in *inForum, h *council.Held[spoken.Council], status int, x forum.Propose, c council.CitizenProposal) error {
	x.Action, x.Council, x.HoldDays, x.Rule, x.Most, x.Words, x.Once = in.href("councils", h.ID, "propose"), in.council(h.ID), h.Thing.HoldDays, in.text(h.Thing.Moderation), proposedMost, c.Words, c.Once
	x.Title.Name, x.Title.Label, x.Title.Value, x.Title.Required = "title", "forum.propose.title", c.Title, true
	x.Recs.Name, x.Recs.Label, x.Recs.Hint, x.Recs.Value = "rec", "forum.propose.recs", "forum.propose.recs.hint", strings.Join(c.Recs, ", ")
	x.Pseudonym.Name, x.Pseudonym.Label, x.Pseudonym.Hint, x.Pseudonym.Value = "pseudonym", "forum.propose.pseudonym", "forum.propose.pseudonym.hint", c.Pseudonym
	if c.Lang == "" {
		c.Lang = string(in.f.P.Lang())
	}
	for _, l := range i18n.Languages() {
		x.Langs = append(x.Langs, forum.Value{Value: string(l), Label: in.f.T("language.own." + string(l)), Chosen: string(l) == c.Lang})
	}
	x.Langs = append(x.Langs, forum.Value{Value: "-", Label: in.t("propose.lang.other"), Chosen: c.Lang == "-"})
	for _, s := range derived.SectionsOf(in.v, h.ID) {
		x.Sections = append(x.Sections, forum.Value{Value: s.ID, Label: in.words(s.Thing.Names), Chosen: s.ID == c.Section})
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.render(w, r, status, forum.ProposePage(in.f, x))
}

// propose takes what anyone proposes: no session is looked at, no cookie set, no address kept. What may tell who a person is is
// shown to the writer first, who may send it all the same.
func (p *proposing) propose(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, h, err := p.open(r)
	if err != nil {
		return err
	}
	c := council.CitizenProposal{Section: cleaned(values.Get("section")), Title: cleaned(values.Get("title")), Words: cleaned(values.Get("words")), Lang: values.Get("lang"),
		Pseudonym: cleaned(values.Get("pseudonym")), Once: values.Get("once")}
	if len(c.Once) > 100 || c.Once == "" {
		c.Once = rand.Text()
	}
	var x forum.Propose
	again := func(status int, wrong ...page.FieldError) error {
		x.Errors = wrong
		for _, e := range wrong {
			if e.Field == "words" {
				x.WordsWrong = e.Text
			}
		}
		return p.show(w, r, in, h, status, x, c)
	}
	var unknown string
	c.Recs, unknown = in.namedRecs(values.Get("rec"))
	switch {
	case !p.takes.Allow(in.ws+"/"+h.ID, Remote(r)):
		return again(http.StatusTooManyRequests, page.FieldError{Field: "words", Text: in.t("propose.flood")})
	case unknown != "":
		x.Recs.Error, x.Recs.ErrorArgs = "forum.propose.recs.unknown", []any{"rec", short(unknown)}
		c.Recs = []string{cleaned(values.Get("rec"))}
		return again(http.StatusUnprocessableEntity, page.FieldError{Field: "rec", Text: in.t("propose.recs.unknown", "rec", short(unknown))})
	case utf8.RuneCountInString(c.Words) > proposedMost:
		return again(http.StatusUnprocessableEntity, page.FieldError{Field: "words", Text: in.t("propose.long", "count", proposedMost)})
	case values.Get("send") != "as-it-is":
		for _, found := range council.LookForHarm(c.Title + "\n" + c.Words + "\n" + c.Pseudonym) {
			x.Harm = append(x.Harm, in.f.T("consult.harm."+string(found)))
		}
		if len(x.Harm) > 0 {
			return again(http.StatusUnprocessableEntity)
		}
	}
	send := c
	if send.Lang == "-" || !in.f.P.Has("language.own."+send.Lang) {
		send.Lang = "" // it is found from the words
	}
	got, err := p.Council.ProposeOpenly(r.Context(), in.ws, h.ID, send)
	var invalid *council.Invalid
	if errors.As(err, &invalid) {
		return again(http.StatusUnprocessableEntity, in.invalid(invalid))
	}
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return p.render(w, r, http.StatusOK, forum.SentPage(in.f, forum.Sent{To: in.council(h.ID), Code: got.Code, When: in.comes(got), Ask: in.href("proposals", "code")}))
}

// comes says when a proposal will be seen.
func (in *inForum) comes(got council.Received) string {
	switch {
	case got.Again:
		return in.t("sent.again")
	case got.Shown == spoken.IsShown:
		return in.t("sent.shown", "n", in.f.P.Number(got.Number))
	case len(got.Harm) > 0:
		return in.t("sent.person")
	}
	return in.t("sent.held", "day", in.day(got.Until))
}

// namedRecs reads recommendations as people cite them: by identifier, or by number where one alone has it.
func (in *inForum) namedRecs(typed string) (ids []string, unknown string) {
	fields := strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
	for _, s := range fields[:min(len(fields), recsNamed)] {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		id := ""
		if _, ok := in.recs.Get(s); ok {
			id = s
		} else {
			for _, x := range in.recs.All {
				if x.Number == s { // the newest cycle comes first
					id = x.ID
					break
				}
			}
		}
		if id == "" {
			return nil, s
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, ""
}

const recsNamed = 20

// invalid is what is wrong, at its field.
func (in *inForum) invalid(e *council.Invalid) page.FieldError {
	code := "work.invalid." + e.Code
	if !in.f.P.Has(code) {
		code = "work.invalid.other"
	}
	field := e.Field
	if field == "text" {
		field = "words"
	}
	return page.FieldError{Field: field, Text: in.f.T(code, "field", in.t("propose."+map[bool]string{true: "title", false: "words"}[field == "title"]), "value", short(e.Value))}
}

func (p *proposing) askForm(w http.ResponseWriter, r *http.Request) error {
	in, err := p.forum(r)
	if err != nil {
		return err
	}
	return p.showCode(w, r, in, http.StatusOK, forum.Code{})
}

func (p *proposing) showCode(w http.ResponseWriter, r *http.Request, in *inForum, status int, x forum.Code) error {
	x.Action, x.Comments = in.href("proposals", "code"), in.href("contribution")
	w.Header().Set("Cache-Control", "no-store")
	return p.render(w, r, status, forum.CodePage(in.f, x))
}

// ask shows what became of the proposals under a code; with "do" it withdraws one. The code comes in the body of the request only.
func (p *proposing) ask(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := p.forum(r)
	if err != nil {
		return err
	}
	x := forum.Code{Typed: cleaned(values.Get("code"))}
	x.Typed = strings.ToValidUTF8(x.Typed[:min(len(x.Typed), 200)], "")
	if !p.asks.Allow(in.ws, Remote(r)) {
		x.Wrong = in.t("propose.flood")
		return p.showCode(w, r, in, http.StatusTooManyRequests, x)
	}
	var invalid *council.Invalid
	if values.Get("do") == "withdraw" {
		switch err := p.Council.WithdrawByCode(r.Context(), in.ws, x.Typed, values.Get("id")); {
		case errors.As(err, &invalid):
			x.Wrong = in.t("code.step")
		case err != nil:
			return err
		default:
			x.Done = in.t("code.withdrawn")
		}
		if in, err = p.forum(r); err != nil {
			return err
		}
	}
	if values.Get("do") == "appeal" {
		switch _, err := p.Council.Appeal(r.Context(), in.ws, values.Get("removal"), x.Typed, cleaned(values.Get("reason"))); {
		case errors.As(err, &invalid):
			x.Wrong = in.invalid(invalid).Text
		case err != nil:
			return err
		default:
			x.Done = in.f.T("consult.appeal.done")
		}
		if in, err = p.forum(r); err != nil {
			return err
		}
	}
	mine, err := p.Council.MyProposals(r.Context(), in.ws, x.Typed)
	if errors.As(err, &invalid) {
		x.Wrong = in.t("code.wrong")
		return p.showCode(w, r, in, http.StatusUnprocessableEntity, x)
	}
	if err != nil {
		return err
	}
	x.Asked = true
	for _, h := range mine {
		m := forum.Mine{ID: h.ID, Title: in.text(h.Thing.Title), State: in.t("code.state." + string(h.Thing.Step)), May: slices.Contains(h.Thing.Step.Next(), spoken.Withdrawn)}
		if l, ok := in.proposalLink(h.ID); ok {
			m.Href = l.Href
			for _, a := range derived.AskedAbout(in.v, h.ID, in.on) {
				m.Notes = append(m.Notes, in.answerLine(a).Words)
			}
		}
		if h.Thing.Reason != "" {
			m.Notes = append(m.Notes, h.Thing.Reason)
		}
		in.removed(h.ID, &m)
		x.Mine = append(x.Mine, m)
	}
	return p.showCode(w, r, in, http.StatusOK, x)
}

// removed says whether a proposal was removed, why, and what became of appeals.
func (in *inForum) removed(id string, m *forum.Mine) {
	r := in.v.RemovalOf(id)
	if r == nil {
		return
	}
	m.State = in.f.T("consult.shown.removed")
	m.Notes = append(m.Notes, in.f.T("consult.ground."+string(r.Thing.Ground))+": "+r.Thing.Words)
	appeals := space.ByTime(space.Pick(in.v.Appeals, in.v.About(spoken.KindAppeal, r.ID)))
	for _, a := range appeals {
		if a.Thing.Result == "" {
			m.Notes = append(m.Notes, in.f.T("consult.appeal.waits", "day", in.day(a.Thing.On)))
		} else {
			m.Notes = append(m.Notes, in.f.T("consult.appeal."+a.Thing.Result, "day", in.day(a.Thing.Decided))+" "+a.Thing.Reason)
		}
	}
	if mayAppeal(appeals) {
		m.Removal = r.ID
	}
}
