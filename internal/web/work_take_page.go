package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// textsPerPage is how many texts of a draft a page shows to choose from.
const textsPerPage = 25

// page is what the page of a report shows.
func (t *takingOut) page() work.Take {
	out := work.Take{Code: t.code, Empty: t.c == nil}
	out.Action = t.in.f.Href("take", t.code)
	if t.c == nil {
		return out
	}
	for _, rv := range t.reviews {
		n := strconv.Itoa(int(rv.ID.Cycle))
		out.Cycles = append(out.Cycles, work.Option{Value: n, Label: t.in.f.T("review.cycle-title", "n", int(rv.ID.Cycle)), Chosen: rv == t.review})
	}
	for _, l := range i18n.Languages() {
		out.Langs = append(out.Langs, work.Option{Value: string(l), Label: t.in.f.T("language.own." + string(l)), Chosen: l == t.lang})
	}
	for _, o := range t.orders() {
		out.Order = append(out.Order, work.Option{Value: o, Label: t.in.f.T("output.by." + o), Chosen: o == t.order()})
	}
	t.pageChoices(&out)
	out.Words, out.Limit, out.Over = t.doc.Words, t.doc.Limit.Words, t.doc.Over()
	out.LimitSource, out.Sure, out.Since = t.doc.Limit.Source, t.doc.Limit.Sure, t.in.day(t.doc.Limit.Since)
	out.DOCX, out.Print = t.with("as", "docx"), t.with("as", "print")
	for _, f := range t.doc.Findings {
		var numbers []string
		for _, r := range f.Recs {
			numbers = append(numbers, r.Name())
		}
		if f.Code == report.NotPlanned {
			numbers = nil // there may be thousands: the list has them
		}
		out.Findings = append(out.Findings, work.TakeFind{Code: f.Code, Count: len(f.Recs), Numbers: report.Numbers(numbers), Href: t.findHref(f)})
	}
	return out
}

// findHref leads to the list behind a finding, where there is one.
func (t *takingOut) findHref(f report.Find) string {
	q := followup.Query{Is: map[followup.Facet][]string{followup.FacetCycle: {strconv.Itoa(int(t.review.ID.Cycle))}}}
	switch f.Code {
	case report.NotPlanned:
		return t.in.find(followup.Query{Is: map[followup.Facet][]string{followup.FacetKind: {followup.RecAnnotation}}}.Values())
	case report.NoReport:
		q = q.With(followup.FacetReported, followup.Nothing)
	case report.NoLead:
		q = q.With(followup.FacetLead, followup.Nothing)
	default:
		return ""
	}
	if t.public || slices.ContainsFunc(f.Recs, func(r *report.Rec) bool { return r.Kind != followup.RecItem }) {
		return "" // the list counts what is not published too, or one kind only
	}
	return t.in.find(q.With(followup.FacetKind, followup.RecItem).Values())
}

// pageChoices are the choices that only some reports have.
func (t *takingOut) pageChoices(out *work.Take) {
	flag := func(name string) {
		out.Flags = append(out.Flags, work.Option{Value: name, Label: t.in.f.T("output.flag." + name), Hint: t.in.f.T("output.flag." + name + ".text"), Chosen: t.q.Get(name) == "yes"})
	}
	switch t.code {
	case "matrix", "brief":
		out.One = t.code == "brief"
		for _, x := range t.c.Themes {
			chosen := slices.Contains(t.q["theme"], x.ID) || out.One && x.ID == t.theme().ID
			out.Themes = append(out.Themes, work.Option{Value: x.ID, Label: x.Title, Chosen: chosen})
		}
	case "addendum":
		flag("without-comments")
		if t.intends() {
			flag("only-said")
			out.Answers = t.in.f.Href("answers") + "?cycle=" + strconv.Itoa(int(t.review.ID.Cycle))
		}
	case "cabinet":
		flag("overdue")
	case "national":
		t.nationalChoices(out)
		for _, name := range []string{"without", "also"} {
			for _, id := range t.q[name] {
				out.Hidden = append(out.Hidden, work.Option{Value: id, Label: name})
			}
		}
		flag("gaps")
	}
	flag("only-review")
	flag("public")
}

func (t *takingOut) nationalChoices(out *work.Take) {
	title := func(s reference.ReportSection) string {
		if w := s.Title[string(t.in.f.P.Lang())]; w != "" {
			return w
		}
		return s.Title["en"]
	}
	out.Source = reference.ReportSectionsSource
	for _, x := range t.c.Themes {
		s := work.TakeSection{Name: "section." + x.ID, Theme: x.Title, Lang: x.Lang}
		for _, sec := range reference.ReportSections() {
			chosen := t.q.Get(s.Name)
			s.Options = append(s.Options, work.Option{Value: sec.Code, Label: title(sec), Chosen: chosen == sec.Code || chosen == "" && sec.Code == report.DefaultSection})
		}
		out.Sections = append(out.Sections, s)
	}
	for _, sec := range reference.ReportSections() {
		l := work.TakeLetter{Name: "letter." + sec.Code, Title: title(sec), Value: t.q.Get("letter." + sec.Code)}
		if l.Value == "" {
			l.Value = sec.Letter
		}
		out.Letters = append(out.Letters, l)
	}
	pages := (len(t.texts) + textsPerPage - 1) / textsPerPage
	at, _ := strconv.Atoi(t.q.Get("page"))
	at = min(max(at, 1), max(pages, 1))
	for _, x := range t.texts[(at-1)*textsPerPage : min(at*textsPerPage, len(t.texts))] {
		out.Texts = append(out.Texts, work.TakeText{Rec: t.in.recLink(x.rec.ID), What: x.what, Excerpt: work.Text{Words: beginning(x.words, excerptLetters), Lang: x.lang}, In: x.in, Toggle: t.toggle(x)})
	}
	out.Pages = page.Pagination{Current: at, Count: pages, Near: 2, Href: func(n int) string { return t.with("page", strconv.Itoa(n)) }}
}

// takeText is a report or a measure whose words may go into a draft.
type takeText struct {
	id, what, words, lang string
	rec                   *report.Rec
	usual, in             bool // by itself the latest report of each recommendation goes in
}

// chooseTexts lists the texts and which of them go in: the latest report of each recommendation and every measure, but
// for what the address leaves out, and what it takes in.
func (t *takingOut) chooseTexts() {
	seen := map[string]bool{}
	add := func(x takeText) {
		if seen[x.id] {
			return
		}
		seen[x.id] = true
		x.in = x.usual && !slices.Contains(t.q["without"], x.id) || !x.usual && slices.Contains(t.q["also"], x.id)
		t.texts = append(t.texts, x)
	}
	for _, r := range t.c.Recs {
		for i, s := range r.Reports {
			if s.Words != "" {
				add(takeText{id: s.ID, what: s.Body, words: s.Words, lang: s.Lang, rec: r, usual: i == len(r.Reports)-1})
			}
		}
		for _, m := range r.Measures {
			add(takeText{id: m.ID, what: t.in.f.T("work.kind.measure"), words: m.Title, lang: m.Lang, rec: r, usual: true})
		}
	}
}

// toggle is the address of the draft with a text taken in or left out.
func (t *takingOut) toggle(x takeText) string {
	name := "also"
	if x.usual {
		name = "without"
	}
	q := maps.Clone(t.q)
	q.Del("as")
	if slices.Contains(q[name], x.id) {
		q[name] = slices.DeleteFunc(slices.Clone(q[name]), func(id string) bool { return id == x.id })
	} else {
		q[name] = append(slices.Clone(q[name]), x.id)
	}
	return t.in.f.Href("take", t.code) + "?" + q.Encode() + "#texts"
}
