package report

import (
	"strconv"
	"time"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// Named gives the reader's words for what a consultation names by codes.
type Named struct {
	Body, Group, Lang func(code string) string
}

// Consulted is the section on methodology and consultation of a draft: counted from the record, with what the body itself says
// of other ways in which people were asked. It names no person, and no comment is quoted in it.
func Consulted(say i18n.Printer, m council.Method, n Named, act uint64, at time.Time) *Document {
	d := &Document{Title: say.T("consult.method"), Lang: say.Tag(), RTL: say.Dir() == "rtl", Made: at}
	d.Foot = say.T("output.foot.public", "act", say.Number(int(act)), "date", say.Date(at))
	title, lang := m.Of.Title.In(string(say.Lang()))
	d.heading(1, in(lang, title))
	consulted{say, d, n, 1}.all(m)
	return d.close("", m.On)
}

// Asked is a consultation on a draft, as a national report tells of it.
type Asked struct {
	Method council.Method
	Named  Named
}

type consulted struct {
	say   i18n.Printer
	d     *Document
	n     Named
	under int // level of the heading below which it stands
}

func (c consulted) all(m council.Method) {
	c.how(m)
	c.came(m)
	c.answered(m)
}

func (c consulted) t(code string, args ...any) string {
	return c.say.T("consult.method."+code, args...)
}

func (c consulted) day(d upr.Date) string {
	if d.IsZero() {
		return "–"
	}
	return c.say.Date(d.Time())
}

func (c consulted) add(words string) { c.d.numbered(Run{Text: words}) }

// how people were asked.
func (c consulted) how(m council.Method) {
	c.d.heading(c.under+1, Run{Text: c.t("how")})
	c.add(c.t("opened", "body", c.n.Body(m.Of.Body), "from", c.day(m.Of.Opens), "to", c.day(m.Of.Closes), "passages", c.say.Number(m.Passages)))
	c.add(c.t("anyone"))
	if m.Versions > 1 {
		c.add(c.t("versions", "number", strconv.Itoa(m.Versions)))
	}
	if words, lang := m.Methods().In(string(c.say.Lang())); words != "" {
		c.d.numbered(in(lang, words))
	}
}

// came says what came in.
func (c consulted) came(m council.Method) {
	c.d.heading(c.under+1, Run{Text: c.t("came")})
	c.add(c.t("comments", "count", m.Comments, "day", c.day(m.On)))
	c.add(c.t("touched", "count", m.Touched))
	if len(m.Bodies) > 0 {
		var names []string
		for _, b := range m.Bodies {
			names = append(names, c.n.Body(b))
		}
		c.add(c.t("bodies", "list", c.say.List(names)))
	}
	t := &Table{Caption: c.t("table"), Widths: []float64{3, 3, 1}, Head: []Cell{cell(c.t("what")), cell(c.t("value")), cell(c.t("number"))}}
	row := func(what, value string, n int) {
		t.Rows = append(t.Rows, []Cell{cell(what), cell(value), cell(c.say.Number(n))})
	}
	for _, s := range []spoken.Shown{spoken.IsShown, spoken.Held, spoken.NeverShown, spoken.Removed, spoken.TakenAway} {
		if m.Shown[s] > 0 {
			row(c.t("state"), c.say.T("consult.became."+string(s)), m.Shown[s])
		}
	}
	for _, x := range m.By {
		row(c.t("who"), c.say.T("consult.who."+x.Code), x.N)
	}
	if m.Paper > 0 {
		row(c.t("way"), c.say.T("consult.by.paper"), m.Paper)
	}
	for _, x := range m.Langs {
		row(c.t("language"), c.n.Lang(x.Code), x.N)
	}
	for _, x := range m.Groups {
		row(c.t("group"), c.n.Group(x.Code), x.N)
	}
	for _, x := range m.Removed {
		row(c.t("removed"), c.say.T("consult.ground."+x.Code), x.N)
	}
	if len(t.Rows) > 0 {
		c.d.table(t)
	}
	if m.Appeals > 0 {
		c.add(c.t("appeals", "count", m.Appeals, "undone", c.say.Number(m.Undone)))
	}
}

// answered says what became of the comments: by theme, as the body answered.
func (c consulted) answered(m council.Method) {
	c.d.heading(c.under+1, Run{Text: c.t("answered")})
	c.add(c.t("answers", "count", m.Answered, "open", c.say.Number(m.Open)))
	if len(m.Answers) == 0 {
		return
	}
	t := &Table{Caption: c.t("answers.table"), Widths: []float64{3, 1, 2, 6}, Head: []Cell{cell(c.say.T("consult.field.theme")), cell(c.t("number")), cell(c.say.T("consult.field.outcome")), cell(c.say.T("consult.field.answer"))}}
	for _, h := range m.Answers {
		r := h.Thing
		if !r.Public {
			continue
		}
		theme, themeLang := r.Theme.In(string(c.say.Lang()))
		words, lang := r.Texts.In(string(c.say.Lang()))
		t.Rows = append(t.Rows, []Cell{{Paragraphs: [][]Run{{in(themeLang, theme)}}}, cell(c.say.Number(len(r.Comments))), cell(c.say.T("consult.outcome." + string(r.Outcome))),
			{Paragraphs: [][]Run{{in(lang, words)}}}})
	}
	c.d.table(t)
}
