package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// ByClusters puts the rows of a matrix under the clusters of the plan instead of OHCHR's themes.
const ByClusters = "clusters"

// MatrixOptions are what a person chooses of a matrix.
type MatrixOptions struct {
	By    string   // ByClusters; else OHCHR's themes
	Theme []string // ids of clusters: their recommendations only; empty: all
}

// Matrix is the mid-term matrix in the layout of OHCHR's list of the second and third cycle, with the column for
// assessments filled in: what the State reports, how it stands with others, and the measures. The form is in English, as
// OHCHR publishes it, so that every reader of such lists reads it; what people wrote stays in their language. Every
// recommendation stands once, under its first theme: supported ones by theme, then noted ones, then the others.
func Matrix(c *Case, o MatrixOptions) *Document {
	d := c.begin("")
	d.Title = c.t("output.matrix.title", "state", c.stateName(), "cycle", int(c.Review.Cycle))
	d.Landscape, d.Compact = true, true
	d.Head = []string{fmt.Sprintf("UPR of %s (%s Cycle – %s session)", reference.Name(c.State, "en", upr.Date{}), ordinal(int(c.Review.Cycle)), ordinal(int(c.Session))),
		"Thematic list of recommendations"}
	chosen := c.Recs
	if len(o.Theme) > 0 {
		var ids []string
		for _, t := range c.Themes {
			if slices.Contains(o.Theme, t.ID) {
				ids = append(ids, t.Recs...)
			}
		}
		chosen = c.of(ids)
	}
	t := &Table{Caption: c.t("output.matrix.caption"), Widths: []float64{5, 1.6, 3.4, 6},
		Head: []Cell{englishCell("Recommendation"), englishCell("Position"), englishCell("Full list of themes"), englishCell("Assessment/comments on level of implementation")}}
	all := chosen
	chosen = ofKind(all, followup.RecItem)
	var without []*Rec
	rows := c.matrixRows(chosen, o)
	for _, p := range []upr.Position{upr.Supported, upr.Noted, upr.Pending, upr.Unclear} {
		c.matrixPart(t, rows, p)
	}
	for _, r := range chosen {
		if _, ok := refOf(r.Number); !ok {
			without = append(without, r)
		}
	}
	if len(without) > 0 {
		d.Findings = append(d.Findings, Find{WithoutNumber, without})
	}
	if gap := unreported(all); len(gap) > 0 {
		d.Findings = append(d.Findings, Find{NoReport, gap})
	}
	d.table(t)
	for _, kind := range besides {
		if list := ofKind(all, kind); len(list) > 0 {
			d.heading(1, Run{Text: c.part(kind)})
			d.table(c.besideTable(kind, list))
		}
	}
	return c.finish(d, "mid-term")
}

// besideTable has what stands beside the items of the review. It has not their four columns: OHCHR's lists know items only,
// and no reader of such lists takes these rows for some.
func (c *Case) besideTable(kind string, list []*Rec) *Table {
	t := &Table{Caption: c.part(kind), Widths: []float64{5, 6}, Head: []Cell{cell(c.part(kind)), cell(c.t("output.column.reported"))}}
	for _, r := range list {
		t.Rows = append(t.Rows, []Cell{c.named(r), c.assessment(r)})
	}
	return t
}

// matrixRow is a recommendation with its themes as the matrix prints them.
type matrixRow struct {
	rec    *Rec
	themes []label
}

// label of a theme with its language; the first words decide the heading.
type label struct{ words, lang string }

func (c *Case) matrixRows(chosen []*Rec, o MatrixOptions) []matrixRow {
	var out []matrixRow
	for _, r := range chosen {
		if _, ok := refOf(r.Number); !ok {
			continue
		}
		m := matrixRow{rec: r}
		if o.By == ByClusters {
			for _, t := range c.Themes {
				if slices.Contains(t.Recs, r.ID) {
					m.themes = append(m.themes, label{harmless(t.Title), t.Lang})
				}
			}
		} else {
			for _, t := range r.tagged(reading.Theme) {
				m.themes = append(m.themes, label{strings.TrimSpace(t.Code + " " + t.Label), "en"})
			}
		}
		out = append(out, m)
	}
	return out
}

// matrixPart writes the rows of one position: those without a theme first, so that no heading stands above them.
func (c *Case) matrixPart(t *Table, rows []matrixRow, p upr.Position) {
	var headings []label
	for _, m := range rows {
		if m.rec.Position == p && !slices.ContainsFunc(headings, func(l label) bool { return l.words == m.heading().words }) {
			headings = append(headings, m.heading())
		}
	}
	slices.SortFunc(headings, func(a, b label) int { return strings.Compare(a.words, b.words) })
	for _, h := range headings {
		head := h
		if head.words == "" {
			head = label{"–", "en"}
		}
		t.Rows = append(t.Rows, []Cell{{Span: 4, Paragraphs: [][]Run{{{Text: "Theme: ", Lang: "en", Bold: true}, {Text: head.words, Lang: head.lang, Bold: true}}}}})
		for _, m := range rows {
			if m.rec.Position == p && m.heading().words == h.words {
				t.Rows = append(t.Rows, []Cell{m.recommendation(), englishCell(positionWord(p)), m.themesCell(), c.assessment(m.rec)})
			}
		}
	}
}

func (m matrixRow) heading() label {
	if len(m.themes) == 0 {
		return label{}
	}
	return m.themes[0]
}

func (m matrixRow) recommendation() Cell {
	lang, words := "en", m.rec.English
	if words == "" {
		lang, words = m.rec.Lang, m.rec.Words
	}
	out := Cell{Paragraphs: [][]Run{{{Text: m.rec.Number + " " + words, Lang: lang}}}}
	if s := m.rec.Source; s.Symbol != "" {
		source := "Source of position: " + s.Symbol
		if s.Para != "" {
			source += " - Para. " + s.Para
		}
		out.Paragraphs = append(out.Paragraphs, []Run{in("en", source)})
	}
	return out
}

func (m matrixRow) themesCell() Cell {
	var out Cell
	line := func(lang, s string) { out.Paragraphs = append(out.Paragraphs, []Run{in(lang, s)}) }
	for _, t := range m.themes {
		line(t.lang, "- "+t.words)
	}
	if goals := m.rec.tagged(reading.SDG); len(goals) > 0 {
		line("en", "SDGs:")
		for _, g := range goals {
			line("en", strings.TrimSuffix("- "+g.Code+" - "+g.Label, " - "))
		}
	}
	if persons := m.rec.tagged(reading.Persons); len(persons) > 0 {
		line("en", "Affected persons:")
		for _, p := range persons {
			line("en", "- "+p.Label)
		}
	}
	return out
}

// assessment is what the plan holds: what the State reports, how it stands with others, and the measures, each dated and
// with who says it.
func (c *Case) assessment(r *Rec) Cell {
	var out Cell
	add := func(runs ...Run) { out.Paragraphs = append(out.Paragraphs, runs) }
	for _, s := range r.Reports {
		add(c.said("output.said.report", s, c.status(s.Status))...)
	}
	if len(r.Reports) == 0 {
		add(Run{Text: c.t("output.said.no-report")})
	}
	for _, s := range r.Others {
		add(c.said("output.said.other", s, c.t("output.verdict."+string(s.Verdict)))...)
	}
	if len(r.Others) == 0 && len(r.Reports) > 0 {
		add(Run{Text: c.t("output.standing.not-assessed")})
	}
	for _, m := range r.Measures {
		add(c.measure(m)...)
	}
	return out
}

// said is one text with who says it, when, and what they claim.
func (c *Case) said(code string, s Said, claim string) []Run {
	who := c.t(code, "who", s.Body, "voice", c.t("output.voice."+string(s.Voice)), "claim", claim, "date", c.day(s.On))
	if !s.Until.IsZero() {
		who += " " + c.t("output.said.until", "date", c.day(s.Until))
	}
	out := []Run{{Text: who, Bold: true}}
	if s.Verdict != "" && s.Status != "" { // a report's status is its claim
		out = append(out, Run{Text: " " + c.t("output.said.status", "claim", c.status(s.Status))})
	}
	if s.Words != "" {
		out = append(out, Run{Text: " "}, in(s.Lang, s.Words))
	}
	if s.Effect != "" {
		out = append(out, Run{Text: " " + c.t("output.said.effect") + " "}, in(s.Lang, s.Effect))
	}
	return out
}

// measure in one line: what, how far, whose, by when.
func (c *Case) measure(m Measure) []Run {
	out := []Run{{Text: c.t("output.measure") + " "}, in(m.Lang, m.Title)}
	var about []string
	if m.Status != "" {
		about = append(about, c.status(m.Status))
	}
	if m.Lead != "" {
		about = append(about, m.Lead)
	}
	if !m.Due.IsZero() {
		about = append(about, c.t("output.due", "date", c.day(m.Due)))
	}
	about = append(about, c.t("output.as-of", "date", c.day(m.On)))
	return append(out, Run{Text: " (" + strings.Join(about, "; ") + ")"})
}

func englishCell(s string) Cell { return Cell{Paragraphs: [][]Run{{in("en", s)}}} }

// positionWord is the word of OHCHR's lists.
func positionWord(p upr.Position) string {
	switch p {
	case upr.Supported:
		return "Supported"
	case upr.Noted:
		return "Noted"
	case upr.Unclear:
		return "Unclear"
	}
	return "Pending"
}

func ordinal(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// special are words that mean something to readers of such lists: the head of another block, a Goal, a code.
var special = regexp.MustCompile(`(?i)^(?:[-–•·]|\d{1,2}\s*[-–]|SDG\s*\d|(?:(?:affected|groups? of) persons?|persons? affected|(?:relevant )?SDGs?|sustainable development goals?|(?:human rights )?themes?)\s*:?$)|^[A-Z]\d{0,3}\s`)

// harmless is a title of the plan's own that no reader takes for something else: in quotation marks where it could be.
func harmless(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if special.MatchString(title) {
		return "“" + title + "”"
	}
	return title
}

// Codes of findings.
const (
	NoPosition    = "no-position"    // an item without a position
	NoReport      = "no-report"      // nothing is reported
	NoLead        = "no-lead"        // no body has it
	NoEvidence    = "no-evidence"    // what is reported has no proof
	NotPlanned    = "not-planned"    // another mechanism recommended it, and the plan has nothing on it
	WithoutNumber = "without-number" // it has no number in a report, so no list of numbers can name it
)

func unreported(list []*Rec) []*Rec {
	return filter(list, func(r *Rec) bool { return len(r.Reports) == 0 })
}

func filter(list []*Rec, keep func(*Rec) bool) []*Rec {
	var out []*Rec
	for _, r := range list {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}
