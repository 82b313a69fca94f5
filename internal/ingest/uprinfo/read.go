package uprinfo

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/plain"
	"github.com/openupr/openupr/internal/document/xls"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// reader makes rows of cells. What repeats from row to row is looked up once.
type reader struct {
	table    Table
	columns  columns
	names    *gazetteer.Gazetteer
	states   map[string]upr.State
	lists    map[string]issues
	sessions map[string]upr.WGSession
	reviews  map[stateSession]upr.ReviewID // the zero review where there is none
	shared   map[string]string
	n        int
}

type issues struct{ codes, labels []string }

type stateSession struct {
	state   upr.State
	session upr.WGSession
}

func newReader(g *gazetteer.Gazetteer) *reader {
	if g == nil {
		g = gazetteer.Default()
	}
	return &reader{names: g, states: map[string]upr.State{}, lists: map[string]issues{}, sessions: map[string]upr.WGSession{},
		reviews: map[stateSession]upr.ReviewID{}, shared: map[string]string{}}
}

// text reads a CSV.
func (r *reader) text(ctx context.Context, b []byte) error {
	s, warnings, err := plain.Decode(b)
	if err != nil {
		return err
	}
	r.table.Warnings = warnings
	c := newCSV(s)
	for {
		cells, err := c.Read()
		switch {
		case errors.Is(err, io.EOF):
			return r.end()
		case err != nil:
			return csvRefused(err)
		}
		if err := r.take(ctx, cells); err != nil {
			return err
		}
	}
}

// newCSV reads commas, or what else stands between the headers, and every kind of line end.
func newCSV(s string) *csv.Reader {
	if strings.IndexByte(s, '\r') >= 0 {
		if strings.IndexByte(s, '\n') < 0 {
			s = strings.ReplaceAll(s, "\r", "\n")
		} else {
			s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
		}
	}
	c := csv.NewReader(strings.NewReader(s))
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	c.Comma = ','
	first, _, _ := strings.Cut(s, "\n")
	for _, comma := range []rune{';', '\t'} {
		if strings.Count(first, string(comma)) > strings.Count(first, string(c.Comma)) {
			c.Comma = comma
		}
	}
	return c
}

func csvRefused(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &document.Refused{Code: document.Corrupt, Detail: "CSV, line " + strconv.Itoa(p.StartLine), Err: err}
	}
	return &document.Refused{Code: document.Corrupt, Detail: "CSV", Err: err}
}

// headOf reads the headers of what may be a CSV.
func headOf(b []byte) (columns, bool) {
	head := b[:min(len(b), 16<<10)]
	if i := bytes.IndexAny(head, "\r\n"); i > 0 && bytes.IndexByte(head[:i], '"') < 0 {
		head = head[:i]
	}
	s, _, err := plain.Decode(head)
	if err != nil {
		return columns{}, false
	}
	cells, err := newCSV(s).Read()
	if err != nil || len(cells) > maxCols {
		return columns{}, false
	}
	return readColumns(slices.Clone(cells)), true
}

// workbook reads the first sheet that has the headers.
func (r *reader) workbook(ctx context.Context, b []byte) error {
	sheets, err := xls.Read(ctx, b, document.DefaultLimits())
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if len(s.Rows) == 0 || !readColumns(s.Rows[0]).enough() {
			continue
		}
		for _, cells := range s.Rows {
			if err := r.take(ctx, cells); err != nil {
				return err
			}
		}
		return r.end()
	}
	return document.Refuse(document.NotExpected, "xls")
}

func (r *reader) end() error {
	if r.columns.of == nil {
		return document.Refuse(document.Empty, "")
	}
	return nil
}

// take reads one line of cells: the headers, then the rows.
func (r *reader) take(ctx context.Context, cells []string) error {
	if r.columns.of == nil {
		return r.head(cells)
	}
	if r.n++; r.n%1024 == 0 && ctx.Err() != nil {
		return ctx.Err()
	}
	if r.n > maxRows {
		return document.Refuse(document.TooMany, "%d rows", maxRows)
	}
	for _, c := range cells {
		if len(c) > maxCell {
			return document.Refuse(document.TooLarge, "row %d: a cell of more than %d KB", r.n, maxCell>>10)
		}
	}
	row, left := r.row(cells)
	if left.Code != "" {
		left.N = r.n
		r.table.Left = append(r.table.Left, left)
	} else if row.N > 0 {
		r.table.Rows = append(r.table.Rows, row)
	}
	return nil
}

func (r *reader) head(cells []string) error {
	if len(cells) > maxCols {
		return document.Refuse(document.TooMany, "%d columns", maxCols)
	}
	r.columns = readColumns(slices.Clone(cells))
	if !r.columns.enough() {
		return document.Refuse(document.NotExpected, "csv")
	}
	r.table.Unknown = r.columns.unknown
	return nil
}

// row reads the cells of one row; a row without anything gives none.
func (r *reader) row(cells []string) (Row, Left) {
	c := &r.columns
	get := func(m column) string { return plainText(c.cell(cells, m)) }
	out := Row{N: r.n, Words: strings.Clone(get(words))}
	printedTo, printedSession := get(to), get(session)
	switch {
	case out.Words == "" && printedTo == "":
		return Row{}, Left{}
	case out.Words == "":
		return Row{}, Left{Code: LeftWords}
	}
	state := r.state(printedTo)
	if state == "" {
		return Row{}, Left{Code: LeftState, What: short(printedTo)}
	}
	out.Session = r.session(printedSession)
	if out.Session == 0 {
		return Row{}, Left{Code: LeftSession, What: short(printedSession)}
	}
	if out.Review = r.review(state, out.Session); !out.Review.Valid() {
		return Row{}, Left{Code: LeftReview, What: short(printedTo)}
	}
	out.Response = r.share(get(response))
	out.Position, out.Pledge = meaning(out.Response, get(template))
	out.By = r.attributions(get(from))
	if len(out.By) == 1 && out.By[0].State == state { // UPR Info writes a pledge as a State's recommendation to itself
		out.Pledge = true
	}
	if out.Pledge {
		out.By, out.Position = nil, ""
	}
	out.Action = leading(get(action), 5)
	list := r.issues(get(issue))
	out.Issues, out.Labels = list.codes, list.labels
	for i, h := range c.headers {
		if c.of[i] == unknown && i < len(cells) && h != "" {
			if v := plainText(strings.TrimSpace(cells[i])); v != "" {
				out.Also = append(out.Also, Also{h, strings.Clone(v)})
			}
		}
	}
	return out, Left{}
}

// review of a State in a session.
func (r *reader) review(state upr.State, session upr.WGSession) upr.ReviewID {
	key := stateSession{state, session}
	id, ok := r.reviews[key]
	if !ok {
		id, _ = reference.ReviewOf(state, session)
		r.reviews[key] = id
	}
	return id
}

// finish lists the sessions of the rows.
func (r *reader) finish() {
	seen := map[upr.WGSession]bool{}
	for i := range r.table.Rows {
		if s := r.table.Rows[i].Session; !seen[s] {
			seen[s] = true
			r.table.Sessions = append(r.table.Sessions, s)
		}
	}
	slices.Sort(r.table.Sessions)
}

// plainText takes the entities of HTML out ("&#40;Unknown&#41;"), and blanks that stand twice.
func plainText(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	if untidy(s) {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == '\u00a0' }), " ")
	}
	return s
}

// untidy says whether a text has other white space than single blanks inside, or a sign that is no letter at all.
func untidy(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c == ' ' && before == ' ' || c == 0xA0 && before == 0xC2 {
			return true
		}
		before = c
	}
	return before == ' ' && s != ""
}

func (r *reader) share(s string) string {
	if v, ok := r.shared[s]; ok {
		return v
	}
	if len(r.shared) < 1<<16 {
		s = strings.Clone(s)
		r.shared[s] = s
	}
	return s
}

func short(s string) string {
	if len(s) > 80 {
		return strings.ToValidUTF8(s[:80], "") + "…"
	}
	return strings.Clone(s)
}
