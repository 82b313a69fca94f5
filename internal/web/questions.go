package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// questions lists what waits for a person, in one review or in all.
func (a *App) questions(w http.ResponseWriter, r *http.Request) error {
	v := a.Keeper.View()
	f := a.frame(r, v)
	out := page.Questions{Review: r.URL.Query().Get("review"), MayAct: account.From(r.Context()).May(account.AnswerAsked), Done: a.flash(r)}
	for _, q := range v.Questions() {
		if out.Review != "" && q.Review.String() != out.Review {
			continue
		}
		out.Total++
		ref := page.QuestionRef{Href: "/questions/" + q.ID, Number: shortID(q.Item), Place: q.Symbol}
		if len(q.Reasons) > 0 && q.Reasons[0].Place != "" {
			ref.Place += ", " + q.Reasons[0].Place
		}
		if ref.Number == "" {
			ref.Number = q.Symbol
		}
		i := slices.IndexFunc(out.Groups, func(g page.QuestionGroup) bool {
			return g.Kind == q.Kind() && g.Href == reviewHref(q.Review)
		})
		if i < 0 {
			out.Groups = append(out.Groups, page.QuestionGroup{Review: reviewTitle(f.P, q.Review), Href: reviewHref(q.Review), Kind: q.Kind()})
			i = len(out.Groups) - 1
		}
		out.Groups[i].List = append(out.Groups[i].List, ref)
	}
	return a.render(w, r, http.StatusOK, page.QuestionsPage(f, out))
}

// question is one screen: what is asked, what was read, the page beside, the answers.
func (a *App) question(w http.ResponseWriter, r *http.Request) error {
	return a.showQuestion(w, r, http.StatusOK, nil)
}

// showQuestion shows a question; change, when not nil, adds what was wrong with an answer.
func (a *App) showQuestion(w http.ResponseWriter, r *http.Request, status int, change func(*page.Question)) error {
	v := a.Keeper.View()
	q, ok := v.Question(r.PathValue("id"))
	if !ok || len(q.Reasons) == 0 {
		return &Problem{http.StatusNotFound, "answered", ""}
	}
	f := a.frame(r, v)
	out := page.Question{ID: q.ID, Href: "/questions/" + q.ID, Review: reviewTitle(f.P, q.Review), ReviewHref: reviewHref(q.Review),
		Symbol: q.Symbol, Document: "/documents/" + q.SHA256, Number: shortID(q.Item), MayAct: account.From(r.Context()).May(account.AnswerAsked),
		Alike: len(ingest.Alike(v, q, ingest.Decision{Choice: "as-read"})), Done: a.flash(r)}
	for _, x := range q.Reasons {
		out.Reasons = append(out.Reasons, reason(f.P, x))
	}
	at := place{page: q.Reasons[0].Page}
	if it, _, ok := q.HeldItem(); ok {
		row := heldRow(q, &it)
		out.Held, out.Number = &row, itemNumber(&it)
		out.ByHand = handSegments(&it)
		if m, ok := parsePlace(it.Place); ok {
			at = heldPlace(v, q, &it, m)
		}
	} else if e, ok := q.HeldPosition(); ok {
		if it, rv, ok := v.Item(e.Item); ok {
			row := itemRow(it)
			row.Position, row.Claim = e.Value, e.Claim
			out.Held = &row
			if it.Texts[0].Source.SHA256 == q.SHA256 {
				at = placeOf(rv, it)
			}
		}
	}
	if m, ok := parsePlace(q.Reasons[0].Place); ok && at.from.zero() {
		at = place{page: m.page, from: m, to: mark{m.page, m.index + 1}}
	}
	out.Options = options(f.P, q)
	a.beside(r, v, q, at, &out)
	neighbours(v, q, &out)
	if change != nil {
		change(&out)
	}
	return a.render(w, r, status, page.QuestionPage(f, out))
}

// beside puts the page of the document beside the question.
func (a *App) beside(r *http.Request, v *record.View, q *record.Question, at place, out *page.Question) {
	d, _, ok := v.Document(q.SHA256)
	if !ok {
		return
	}
	doc, err := a.read(r, q.SHA256, d.File)
	if err != nil {
		a.Log.Warn("the page beside a question cannot be shown", "question", q.ID, "error", err)
		return
	}
	leaf, pages := leaf(doc, at, d.Lang)
	out.Leaf = leaf
	out.Document += "?page=" + strconv.Itoa(pages.Current)
	out.Original = originalHref(d, leaf.Page)
}

// heldPlace is where an item stands that the record does not hold: down to the next item that it or a question holds.
func heldPlace(v *record.View, q *record.Question, it *upr.Item, from mark) place {
	out := place{page: from.page, from: from}
	if from.page == 0 {
		out.to = mark{index: from.index + 1}
		return out
	}
	rv, ok := v.Review(q.Review)
	if !ok {
		return out
	}
	next := func(o *upr.Item) {
		if m, ok := parsePlace(o.Place); ok && o.Symbol == it.Symbol && from.before(m) && (out.to.zero() || m.before(out.to)) {
			out.to = m
		}
	}
	for _, o := range rv.Items {
		next(&o.Item)
	}
	for _, o := range rv.Questions {
		if h, _, ok := o.HeldItem(); ok {
			next(&h)
		}
	}
	return out
}

// neighbours counts where the question stands and finds the next one, to leave this for later.
func neighbours(v *record.View, q *record.Question, out *page.Question) {
	all := v.Questions()
	out.Total = len(all)
	i := slices.IndexFunc(all, func(o *record.Question) bool { return o.ID == q.ID })
	out.Position = i + 1
	if i >= 0 && i+1 < len(all) {
		out.Next = "/questions/" + all[i+1].ID
	}
}

func reason(p i18n.Printer, q reading.Question) page.Reason {
	out := page.Reason{Kind: q.Kind, Place: q.Place}
	for k, value := range q.Detail {
		if upr.Position(value).Valid() {
			value = p.T("position." + value)
		}
		out.Detail = append(out.Detail, k, value)
	}
	return out
}

func heldRow(q *record.Question, it *upr.Item) page.ItemRow {
	row := page.ItemRow{ID: it.ID, Number: itemNumber(it), Segments: segmentRows(it)}
	if e, ok := q.HeldPosition(); ok {
		row.Position, row.Claim = e.Value, e.Claim
	}
	return row
}

// options are the answers that a question takes. A choice is sent as its code and its place in the list.
func options(p i18n.Printer, q *record.Question) []page.Option {
	out := []page.Option{{Value: "as-read", Label: p.T("choice.as-read")}}
	for i, c := range ingest.Choices(q) {
		o := page.Option{Value: c.Code + ":" + strconv.Itoa(i)}
		switch c.Code {
		case "state":
			o.Label = p.T("choice.state", "name", q.Reasons[0].Detail["name"], "state", stateName(p, c.State))
		case "position":
			o.Label = p.T("choice.position", "position", p.T("position."+string(c.Position)))
		case "label":
			o.Label = p.T("choice.label", "number", fmt.Sprintf("%d.%s", c.Para, c.Number))
		default:
			continue // as-read and leave-out stand in every list
		}
		out = append(out, o)
	}
	if _, _, ok := q.HeldItem(); ok {
		out = append(out, page.Option{Value: "by-hand", Label: p.T("choice.by-hand")})
	}
	return append(out, page.Option{Value: "leave-out", Label: p.T("choice.leave-out")})
}

// handSegments are the segments as read, for a person to correct, and an empty one to add.
func handSegments(it *upr.Item) []page.HandSegment {
	var out []page.HandSegment
	for _, s := range it.Segments {
		var names []string
		for _, by := range s.By {
			names = append(names, by.Printed)
		}
		out = append(out, page.HandSegment{Words: s.Words, States: strings.Join(names, ", ")})
	}
	return append(out, page.HandSegment{})
}
