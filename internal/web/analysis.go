package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/chart"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// analysis is one way to look at what a query finds, as an address asks for it. The page, the picture, the table and the
// frame for other sites are made from the same figures, so that they cannot differ.
type analysis struct {
	kind     string
	path     string // of the page, without ending
	f        page.Frame
	req      query.Request
	snap     *corpus.Snapshot
	own      url.Values // parameters beside the query's
	asOf     string
	day      string // that of the act, or the day on which the record is asked for
	title    string
	lede     string
	controls []page.Control
	figures  []figure
	total    int
}

// figure is a chart and how its numbers lead to lists.
type figure struct {
	name    string
	chart   chart.Chart
	list    func(row, col string) string // address of the list behind a cell; either may be whole
	share   string                       // of which whole a cell's share is shown: "row", "column", "all" or none
	table   bool                         // the table is the picture: it stands open and shaded
	wide    bool
	parts   bool
	sorting bool // the reader may sort by count
	sorted  bool
	paged   paging
	full    *chart.Table // what its table file has, where the chart shows a part
}

// whole in place of a code asks for a whole row or column.
const whole = "\x00"

// paging is how a large table was divided.
type paging struct{ rows, cols page.Pagination }

// Bounds of what is shown of a table at once. Its file has everything.
const (
	tableRows = 60
	tableCols = 24
)

// analysers make the figures of each kind.
var analysers = map[string]func(*App, *http.Request, *analysis) error{
	"cross":  (*App).cross,
	"series": (*App).series,
	"flow":   (*App).flow,
	"map":    (*App).worldMap,
}

// analysisKinds in the order in which they are offered.
var analysisKinds = []string{"cross", "series", "flow", "map"}

// analysisHome offers the ways to look at what a query finds, or at the whole record.
func (a *App) analysisHome(w http.ResponseWriter, r *http.Request) error {
	req, snap, err := a.ask(r)
	if err != nil {
		return err
	}
	x := &analysis{path: "/analysis", f: a.frame(r, a.Keeper.View()), req: req, snap: snap}
	h := page.AnalysisHome{Within: x.withinLine()}
	status := http.StatusOK
	if e := req.Mistaken; e != nil {
		status, h.Within, h.Wrong = http.StatusBadRequest, "", wrongQuery(x.f.P, e)
	}
	for _, k := range analysisKinds {
		h.Kinds = append(h.Kinds, page.AnalysisKind{Code: k, Href: withQuery("/analysis/"+k, req.Values())})
	}
	return a.render(w, r, status, page.AnalysisHomePage(x.f, h))
}

// analysis answers with a page, or with the picture or the table of one of its figures.
func (a *App) analysis(w http.ResponseWriter, r *http.Request) error {
	kind, ending := cutEnding(r.PathValue("what"))
	return a.analyse(w, r, kind, "/analysis/"+kind, ending, analysers[kind])
}

// analysisEmbed answers with one figure for a frame on another site.
func (a *App) analysisEmbed(w http.ResponseWriter, r *http.Request) error {
	kind := r.PathValue("what")
	return a.analyse(w, r, kind, "/analysis/"+kind, "embed", analysers[kind])
}

// cutEnding takes the ending of a file off a name.
func cutEnding(name string) (base, ending string) {
	for _, e := range []string{"svg", "csv"} {
		if b, ok := strings.CutSuffix(name, "."+e); ok {
			return b, e
		}
	}
	return name, ""
}

func (a *App) analyse(w http.ResponseWriter, r *http.Request, kind, path, form string, make func(*App, *http.Request, *analysis) error) error {
	if make == nil {
		return notFound(r.URL.Path)
	}
	req, snap, err := a.ask(r)
	if err != nil {
		return err
	}
	if kind == "flow" && r.URL.Query().Get(query.ParamUnit) == "" {
		req.Unit = upr.UnitPair // one segment, one recommending State: what goes from whom to whom
	}
	x := &analysis{kind: kind, path: path, f: a.frame(r, a.Keeper.View()), req: req, snap: snap, own: ownValues(r.URL.Query())}
	x.title, x.lede = x.f.T("analysis."+kind+".title"), x.f.T("analysis."+kind+".lede")
	if x.asOf, err = a.asOfLine(r.Context(), x); err != nil {
		return err
	}
	if req.Mistaken == nil {
		var wrong *query.Error
		err := make(a, r, x)
		switch {
		case errors.As(err, &wrong): // what the index refuses to do
			x.req.Mistaken, x.figures = wrong, nil
		case err != nil:
			return err
		}
	}
	if x.req.Mistaken != nil && form != "" {
		return &Problem{http.StatusBadRequest, "query", x.req.Mistaken.What}
	}
	switch form {
	case "":
		return a.analysisPage(w, r, x)
	case "svg":
		return a.analysisSVG(w, r, x)
	case "csv":
		return a.analysisCSV(w, r, x)
	default:
		return a.analysisFrame(w, r, x)
	}
}

// ownValues are the parameters that belong to the analysis and not to the query.
func ownValues(v url.Values) url.Values {
	out := url.Values{}
	for _, name := range []string{"rows", "cols", "share", "sort", "over", "split", "side", "rowpage", "colpage"} {
		if s := v.Get(name); s != "" {
			out.Set(name, s)
		}
	}
	return out
}

// asOfLine says which state of the record was counted.
func (a *App) asOfLine(ctx context.Context, x *analysis) (string, error) {
	v := a.Keeper.View()
	act, at := x.snap.Act(), v.At
	if act == 0 {
		return "", nil // nothing was ever brought in
	}
	if act != v.Act {
		h, err := a.Store.Act(ctx, act)
		if err != nil && !errors.Is(err, store.ErrNoAct) {
			return "", fmt.Errorf("reading act %d: %w", act, err)
		}
		if err == nil {
			at = h.Time
		}
	}
	x.day = at.UTC().Format("2006-01-02")
	line := x.f.T("as-of.line", "act", x.f.P.Number(int(act)), "date", x.f.P.Date(at))
	if !x.req.On.IsZero() {
		x.day = x.req.On.String()
		line += ", " + x.f.T("analysis.on", "day", x.f.P.Date(x.req.On.Time()))
	}
	return line, nil
}

// address of the analysis with one of its own parameters changed; an empty value takes it out.
func (x *analysis) address(path string, change ...string) string {
	v := x.req.Values()
	if x.req.Unit == upr.UnitItem && x.usualUnit() != upr.UnitItem {
		v.Set(query.ParamUnit, string(upr.UnitItem))
	}
	for name, values := range x.own {
		v[name] = values
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Del(change[i])
		if change[i+1] != "" {
			v.Set(change[i], change[i+1])
		}
	}
	return withQuery(path, v)
}

func withQuery(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// usualUnit is the unit when the address says none.
func (x *analysis) usualUnit() upr.Unit {
	if x.kind == "flow" {
		return upr.UnitPair
	}
	return upr.UnitItem
}

// setting of the figures' charts.
func (x *analysis) setting(id string) chart.Setting {
	return chart.Setting{ID: id, Lang: x.f.P.Tag(), RTL: x.f.P.Dir() == "rtl", Number: x.f.P.Number, None: x.f.T("analysis.none"),
		Share: func(part, whole int) string { return share(x.f.P, part, whole) }}
}

// caption with what every figure says.
func (x *analysis) caption(question, reading string, notes ...string) chart.Caption {
	c := chart.Caption{Question: question, Reading: reading, Unit: x.f.T("analysis.unit", "unit", x.f.T("unit."+string(x.req.Unit))),
		Source: x.f.T("analysis.source"), AsOf: x.asOf}
	if w := x.withinLine(); w != "" {
		c.Notes = append(c.Notes, w)
	}
	for _, n := range notes {
		if n != "" {
			c.Notes = append(c.Notes, n)
		}
	}
	return c
}

// figureAsked is the figure that the address names, or the first.
func (x *analysis) figureAsked(r *http.Request) (figure, error) {
	name := r.URL.Query().Get("figure")
	if len(x.figures) == 0 { // nothing is found now: a frame on another site stays whole until there is something
		c := x.caption(x.title, x.f.T("analysis.empty"))
		return figure{name: x.kind, chart: &chart.Bars{Caption: c}}, nil
	}
	i := slices.IndexFunc(x.figures, func(g figure) bool { return g.name == name })
	switch {
	case i >= 0:
		return x.figures[i], nil
	case name != "":
		return figure{}, notFound("figure=" + name)
	}
	return x.figures[0], nil
}

func (a *App) analysisPage(w http.ResponseWriter, r *http.Request, x *analysis) error {
	p := page.Analysis{Kind: x.kind, Title: x.title, Lede: x.lede, Action: x.path, Asked: x.req.Plain().Typed, Controls: x.controls, AsOf: x.asOf}
	p.Hidden, p.Within = x.kept(), x.within()
	status := http.StatusOK
	if e := x.req.Mistaken; e != nil {
		status, p.Wrong, p.Asked = http.StatusBadRequest, wrongQuery(x.f.P, e), x.req.Typed
	} else {
		p.Search = x.list()
		p.Found = x.f.T("count."+string(x.req.Unit), "count", x.total)
		for _, g := range x.figures {
			p.Figures = append(p.Figures, x.figure(g))
		}
	}
	for _, k := range analysisKinds {
		if k != x.kind {
			v := x.req.Values()
			p.Others = append(p.Others, page.AnalysisKind{Code: k, Href: withQuery("/analysis/"+k, v)})
		}
	}
	return a.render(w, r, status, page.AnalysisPage(x.f, p))
}

// problem with a parameter of the analysis: what was given, and what it may be.
func (x *analysis) wrong(name string, may []string) error {
	return &Problem{http.StatusBadRequest, "choice", name + "=" + shortened(x.own.Get(name)) + " (" + strings.Join(may, ", ") + ")"}
}

func shortened(s string) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(r)
}

// chosen reads one of the analysis's own parameters.
func (x *analysis) chosen(name string, may []string, usual string) (string, error) {
	s := cmp.Or(x.own.Get(name), usual)
	if !slices.Contains(may, s) {
		return "", x.wrong(name, may)
	}
	return s, nil
}
