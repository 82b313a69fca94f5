package web

import (
	"bytes"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/web/page/work"
)

// takeReports are the reports that can be taken out, in the order in which they are listed.
var takeReports = []string{"matrix", "national", "addendum", "cabinet", "brief"}

// takeList shows which reports can be taken out.
func (a *App) takeList(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "take")
	if err != nil {
		return err
	}
	var out []work.TakeReport
	for _, code := range takeReports {
		out = append(out, work.TakeReport{Code: code, Href: in.f.Href("take", code)})
	}
	return a.render(w, r, http.StatusOK, work.TakeListPage(in.f, out))
}

// takeReport is one report: the page of its choices, the report as a page to print, or its Word file. What is chosen stands in
// the address.
func (a *App) takeReport(w http.ResponseWriter, r *http.Request) error {
	code := r.PathValue("report")
	if !slices.Contains(takeReports, code) {
		return notFound(short(code))
	}
	in, err := a.inside(r, "take")
	if err != nil {
		return err
	}
	t, err := a.takeOut(r, in, code)
	if err != nil {
		return err
	}
	switch as := r.URL.Query().Get("as"); {
	case t.c == nil || as == "":
		return a.render(w, r, http.StatusOK, work.TakePage(in.f, t.page()))
	case as == "docx":
		return a.sendReport(w, t)
	case as == "print":
		return a.render(w, r, http.StatusOK, work.PrintPage(in.f, work.Print{Doc: t.doc, Title: t.doc.Title, Code: code, DOCX: t.with("as", "docx"), Back: t.with("as", "")}))
	default:
		return badRequest(strconv.Quote(short(as)))
	}
}

// takingOut is one request for a report.
type takingOut struct {
	in      *inWork
	code    string
	q       url.Values
	reviews []*record.Review // with items, the latest first
	review  *record.Review
	lang    i18n.Lang
	public  bool
	view    *followup.View
	name    string       // of what is derived from the view for it
	c       *report.Case // nil: there is nothing to report on
	doc     *report.Document
	texts   []takeText
	asked   []report.Asked // consultations on the draft of a national report
}

// takeOut makes the report that an address asks for.
func (a *App) takeOut(r *http.Request, in *inWork, code string) (*takingOut, error) {
	t := &takingOut{in: in, code: code, q: r.URL.Query(), public: r.URL.Query().Get("public") == "yes", lang: in.f.P.Lang()}
	if l, ok := a.Catalogue.Parse(t.q.Get("language")); ok {
		t.lang = l
	}
	v := in.view
	if t.public {
		open, err := a.Desk.Keeper.Open(r.Context(), in.ws)
		if err != nil {
			return nil, fmt.Errorf("taking out %s: %w", code, err)
		}
		v = open
	}
	rec := a.Keeper.View()
	for _, rv := range slices.Backward(rec.Received(in.view.State())) {
		if len(rv.Items) > 0 {
			t.reviews = append(t.reviews, rv)
		}
	}
	cycle, _ := strconv.Atoi(t.q.Get("cycle"))
	for _, rv := range t.reviews {
		if t.review == nil || int(rv.ID.Cycle) == cycle {
			t.review = rv
		}
	}
	if t.review == nil {
		return t, nil
	}
	only := t.q.Get("only-review") == "yes"
	t.view, t.name = v, fmt.Sprintf("take %s %s %d %s %t", t.lang, t.review.ID, rec.Act, in.today(), only)
	t.c = followup.Once(v, t.name, func() *report.Case {
		return report.Gather(report.From{View: v, Recs: report.Chosen(in.recs.All, t.review.ID, only), Review: t.review, Say: a.Catalogue.Printer(t.lang), On: in.today(), At: rec.At})
	})
	if code == "national" {
		if err := a.askedOn(r.Context(), t); err != nil {
			return nil, err
		}
	}
	t.make()
	return t, nil
}

// make makes the document with what is chosen.
func (t *takingOut) make() {
	yes := func(name string) bool { return t.q.Get(name) == "yes" }
	switch t.code {
	case "matrix":
		t.once(t.order(), len(t.q["theme"]) == 0, func() *report.Document {
			return report.Matrix(t.c, report.MatrixOptions{By: t.order(), Theme: t.q["theme"]})
		})
	case "national":
		t.chooseTexts()
		t.doc = report.National(t.c, t.national())
	case "addendum":
		o := report.AddendumOptions{Intended: t.intends() && !yes("only-said"), Comments: !yes("without-comments")}
		t.once(fmt.Sprint(o), true, func() *report.Document { return report.Addendum(t.c, o) })
	case "cabinet":
		o := report.CabinetOptions{By: t.order(), Overdue: yes("overdue")}
		t.once(fmt.Sprint(o), true, func() *report.Document { return report.Cabinet(t.c, o) })
	case "brief":
		t.once(t.theme().ID, true, func() *report.Document { return report.Brief(t.c, t.theme()) })
	}
}

// once makes the document once for what is chosen and all who may read the same, where few things can be chosen.
func (t *takingOut) once(chosen string, few bool, make func() *report.Document) {
	if !few {
		t.doc = make()
		return
	}
	t.doc = followup.Once(t.view, t.name+" "+t.code+" "+chosen, make)
}

// intends says whether the reader may see the positions that the State intends to give.
func (t *takingOut) intends() bool { return !t.public && t.in.may(account.EditPlan, nil) }

// orders of the rows of a report; the first holds when nobody chose.
func (t *takingOut) orders() []string {
	switch t.code {
	case "matrix":
		for _, r := range t.c.Recs {
			if len(r.Tags) > 0 {
				return []string{"themes", report.ByClusters}
			}
		}
		return []string{report.ByClusters, "themes"}
	case "cabinet":
		return []string{report.ByBody, report.ByDeadline}
	}
	return nil
}

func (t *takingOut) order() string {
	all := t.orders()
	if by := t.q.Get("by"); slices.Contains(all, by) {
		return by
	}
	return all[0]
}

// theme of a brief: the chosen cluster, else the first, else everything.
func (t *takingOut) theme() report.Theme {
	for _, x := range t.c.Themes {
		if x.ID == t.q.Get("theme") {
			return x
		}
	}
	if len(t.c.Themes) > 0 {
		return t.c.Themes[0]
	}
	all := report.Theme{Title: t.in.f.T("review.cycle-title", "n", int(t.review.ID.Cycle)), Lang: t.in.f.P.Tag()}
	for _, r := range t.c.Recs {
		all.Recs = append(all.Recs, r.ID)
	}
	return all
}

func (t *takingOut) national() report.NationalOptions {
	o := report.NationalOptions{Sections: map[string]string{}, Letters: map[string]string{}, Gaps: t.q.Get("gaps") == "yes", Texts: []string{}, Asked: t.asked}
	for _, x := range t.c.Themes {
		o.Sections[x.ID] = t.q.Get("section." + x.ID)
	}
	for _, s := range reference.ReportSections() {
		if l := strings.TrimSpace(t.q.Get("letter." + s.Code)); len(l) <= 8 {
			o.Letters[s.Code] = l
		}
	}
	for _, x := range t.texts {
		if x.in {
			o.Texts = append(o.Texts, x.id)
		}
	}
	return o
}

// with is the address of this page with one parameter changed; an empty value takes it away.
func (t *takingOut) with(name, value string) string {
	q := maps.Clone(t.q)
	q.Del("as")
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	to := t.in.f.Href("take", t.code)
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to
}

// sendReport writes the Word file.
func (a *App) sendReport(w http.ResponseWriter, t *takingOut) error {
	var b bytes.Buffer
	if err := report.WriteDOCX(&b, t.doc); err != nil {
		return fmt.Errorf("taking out %s of %s: %w", t.code, t.review.ID, err)
	}
	name := fmt.Sprintf("openupr-%s-%s-%s-act-%d.docx", t.code, strings.ReplaceAll(t.review.ID.String(), "/", "-"), t.lang, t.c.Act)
	h := w.Header()
	h.Set("Content-Type", report.MediaDOCX)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store, private")
	if _, err := w.Write(b.Bytes()); err != nil {
		a.Log.Debug("a report was not taken", "error", err)
	}
	return nil
}
