package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Crossing asks for the cross-table of two facets under a question.
type Crossing struct {
	Question
	Rows, Cols query.Field
}

// Cells of a cross-table by the two values, and the number of segments under the question. Totals of rows and columns
// are not asked for: OpenUPR counts them too, the others need not.
type Cells map[[2]string]int

// Crosser counts cross-tables.
type Crosser interface {
	Cross(c Crossing) (Cells, error)
}

// Crossings are fourteen pairs of facets, each of everything, of a word, of a filter and of both.
func Crossings(docs []corpus.Doc) []Crossing {
	a := newAsker(docs)
	under := []Question{{Kind: "everything"}, {Kind: "common word", Text: a.word(0.01, 0.3)}, {Kind: "filter", Where: a.filters(1)},
		{Kind: "filter and word", Text: a.word(0.01, 0.3), Where: a.filters(1)}}
	var out []Crossing
	for _, pair := range [][2]query.Field{{query.State, query.Position}, {query.By, query.Position}, {query.By, query.State}, {query.Issue, query.State},
		{query.Issue, query.Position}, {query.Action, query.Issue}, {query.Cycle, query.Action}, {query.Session, query.Position}, {query.Group, query.ByGroup},
		{query.SDG, query.Affected}, {query.Treaty, query.Year}, {query.Org, query.ByOrg}, {query.Year, query.Issue}, {query.Issue, query.Affected}} {
		for _, q := range under {
			out = append(out, Crossing{q, pair[0], pair[1]})
		}
	}
	return out
}

// Cross counts with OpenUPR's search.
func (e *Ours) Cross(c Crossing) (Cells, error) {
	t, err := e.Snapshot.Cross(context.Background(), c.Query(), c.Rows, c.Cols, upr.UnitSegment)
	cells := Cells{}
	for i, row := range t.Cells {
		for j, n := range row {
			if n > 0 && t.Rows[i] != "" && t.Cols[j] != "" {
				cells[[2]string{t.Rows[i], t.Cols[j]}] = n
			}
		}
	}
	return cells, err
}

// OnlyCross counts without writing the table as the others do: what is measured.
func (e *Ours) OnlyCross(c Crossing) error {
	_, err := e.Snapshot.Cross(context.Background(), c.Query(), c.Rows, c.Cols, upr.UnitSegment)
	return err
}

// Cross groups over the narrow table; where words are asked for, over theirs, which has the facets too.
func (e *Postgres) Cross(c Crossing) (Cells, error) {
	from, where, args := `label`, []string{`true`}, []any(nil)
	if c.Text != nil {
		in, asked, _ := asking(c.Question)
		from = `doc`
		args, where = append(args, tsquery(c.Text)), append(where, in+` @@ `+asked)
	}
	for _, f := range c.Where {
		args = append(args, e.codes.some(f))
		if slices.Contains(single, f.Field) {
			where = append(where, fmt.Sprintf(`%s = ANY ($%d)`, column(f.Field), len(args)))
		} else {
			where = append(where, fmt.Sprintf(`%s && $%d`, column(f.Field), len(args)))
		}
	}
	value := func(f query.Field, alias string) string {
		if slices.Contains(single, f) {
			return column(f)
		}
		from += `, unnest(` + column(f) + `) AS ` + alias
		return alias
	}
	a, b := value(c.Rows, "a"), value(c.Cols, "b")
	cells := Cells{}
	err := e.rows(`SELECT `+a+`, `+b+`, count(*), '' FROM `+from+` WHERE `+strings.Join(where, ` AND `)+
		` AND `+a+` IS NOT NULL AND `+b+` IS NOT NULL GROUP BY 1, 2`, args, func(a, b, n int, _ string) { e.codes.cell(cells, a, b, n) })
	return cells, err
}

// label fills the narrow table of a cross-table's facets.
func (e *Postgres) label(ctx context.Context, docs []corpus.Doc) error {
	names, columns := []string{"n"}, `n INTEGER PRIMARY KEY`
	for _, f := range corpus.Facets {
		names = append(names, column(f))
		columns += `, ` + column(f) + ` INTEGER`
		if !slices.Contains(single, f) {
			columns += `[]`
		}
	}
	if _, err := e.db.Exec(ctx, `CREATE TABLE label (`+columns+`)`); err != nil {
		return err
	}
	_, err := e.db.CopyFrom(ctx, pgx.Identifier{"label"}, names, pgx.CopyFromSlice(len(docs), func(i int) ([]any, error) {
		v := Values(&docs[i])
		row := []any{i}
		for _, f := range corpus.Facets {
			if slices.Contains(single, f) {
				row = append(row, e.codes.one(v, f))
			} else {
				row = append(row, e.codes.some(query.Filter{Field: f, Values: v[f]}))
			}
		}
		return row, nil
	}))
	if err != nil {
		return err
	}
	_, err = e.db.Exec(ctx, `VACUUM ANALYZE label`)
	return err
}

// Cross groups over the narrow table; facets with several values are read from the clustered one.
func (e *FTS5) Cross(c Crossing) (Cells, error) {
	from, where, args := `label AS l`, []string{`1`}, []any(nil)
	table, match := fts5Match(c.Question)
	if match != "" {
		from = table + ` CROSS JOIN label AS l ON l.n = ` + table + `.rowid`
		where, args = append(where, table+` MATCH ?`), append(args, match)
	}
	for _, f := range c.Where {
		if slices.Contains(single, f.Field) {
			where = append(where, `l.`+column(f.Field)+` `+among(e.codes.some(f)))
		} else {
			where = append(where, `EXISTS (SELECT 1 FROM facet AS x WHERE x.n = l.n AND x.value `+among(e.codes.some(f))+`)`)
		}
	}
	value := func(f query.Field, alias string) string {
		if slices.Contains(single, f) {
			return `l.` + column(f)
		}
		from += fmt.Sprintf(` CROSS JOIN facet AS %s ON %s.n = l.n AND %s.value BETWEEN %d AND %d`, alias, alias, alias, first(f), first(f)+span-1)
		return alias + `.value`
	}
	a, b := value(c.Rows, "a"), value(c.Cols, "b")
	cells := Cells{}
	err := e.rows(`SELECT `+a+`, `+b+`, count(*) FROM `+from+` WHERE `+strings.Join(where, ` AND `)+` AND `+a+` IS NOT NULL AND `+b+` IS NOT NULL GROUP BY 1, 2`,
		args, func(a, b, n int) { e.codes.cell(cells, a, b, n) })
	return cells, err
}

// cell enters a cell.
func (c *codes) cell(cells Cells, a, b, n int) {
	cells[[2]string{c.value[a].code, c.value[b].code}] = n
}
