package compare

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// Postgres keeps two tsvector columns with GIN indexes, one of the forms as written and one stemmed by the dictionary
// of 'english', and the values of all facets as an array of numbers with a GIN index. A question is one prepared
// statement: the hits once, from them the total, one grouping for all facets, and the best with their highlights.
type Postgres struct {
	db         *pgx.Conn
	codes      *codes
	everything Answer // counts when nothing is asked: kept, as any program would
}

// PostgresSettings are those of the server, for OPENUPR_TESTPG: everything in its memory, no time lost on compiling.
const PostgresSettings = "-c shared_buffers=4GB -c work_mem=512MB -c maintenance_work_mem=1GB -c effective_cache_size=12GB" +
	" -c random_page_cost=1.1 -c jit=off -c plan_cache_mode=force_custom_plan -c gin_fuzzy_search_limit=0 -c max_wal_size=2GB -c wal_level=minimal -c max_wal_senders=0 -c synchronous_commit=off"

// OpenPostgres connects to an empty database.
func OpenPostgres(ctx context.Context, dsn string) (*Postgres, error) {
	db, err := pgx.Connect(ctx, dsn)
	return &Postgres{db: db, codes: newCodes()}, err
}

// Name of the engine.
func (*Postgres) Name() string { return "postgresql-gin" }

// English without its list of stop words: OpenUPR finds those too.
const postgresSchema = `
CREATE TEXT SEARCH DICTIONARY stems (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION stems (COPY = english);
ALTER TEXT SEARCH CONFIGURATION stems ALTER MAPPING FOR asciiword, word, numword, hword, hword_part, hword_asciipart, hword_numpart, asciihword, numhword WITH stems;
CREATE TABLE doc (n INTEGER, text TEXT NOT NULL, facets INTEGER[] NOT NULL, form TSVECTOR, stem TSVECTOR);`

// Load fills by COPY and indexes.
func (e *Postgres) Load(docs []corpus.Doc) error {
	ctx := context.Background()
	if _, err := e.db.Exec(ctx, postgresSchema); err != nil {
		return err
	}
	if _, err := e.db.CopyFrom(ctx, pgx.Identifier{"doc"}, []string{"n", "text", "facets"}, pgx.CopyFromSlice(len(docs), func(i int) ([]any, error) {
		return []any{i, Folded(docs[i].Texts[0].Words), e.codes.all(&docs[i])}, nil
	})); err != nil {
		return err
	}
	if err := e.label(ctx, docs); err != nil {
		return err
	}
	for _, s := range []string{
		`CREATE TABLE docs AS SELECT doc.n, text, facets, to_tsvector('simple', text) AS form, to_tsvector('stems', text) AS stem, ` +
			strings.Join(columns(corpus.Facets), ", ") + ` FROM doc JOIN label USING (n) ORDER BY n`,
		`DROP TABLE doc`, `ALTER TABLE docs RENAME TO doc`,
		`CREATE INDEX ON doc USING gin (form) WITH (fastupdate = off)`, `CREATE INDEX ON doc USING gin (stem) WITH (fastupdate = off)`,
		`CREATE INDEX ON doc USING gin (facets) WITH (fastupdate = off)`, `CREATE UNIQUE INDEX ON doc (n)`,
		`ALTER TABLE doc ALTER form SET STATISTICS 1000, ALTER stem SET STATISTICS 1000, ALTER facets SET STATISTICS 1000`,
		`VACUUM ANALYZE doc`,
	} {
		if _, err := e.db.Exec(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	e.everything = Answer{Total: len(docs), Counts: map[query.Field]map[string]int{}}
	return e.rows(`SELECT 1, v, count(*), '' FROM doc, unnest(facets) v GROUP BY v`, nil, func(_, v, n int, _ string) { e.codes.count(&e.everything, v, n) })
}

// Ask sends one statement, and one more for each facet of which values are chosen.
func (e *Postgres) Ask(q Question) (Answer, error) {
	a := Answer{Counts: map[query.Field]map[string]int{}}
	found := func(n int, text string) { a.Top = append(a.Top, Found{n, strings.Count(text, "\x01")}) }
	if q.Text == nil && len(q.Where)+len(q.Chosen) == 0 {
		a.Total, a.Counts = e.everything.Total, e.everything.Counts
		return a, e.rows(`SELECT 2, n, 0, text FROM doc ORDER BY n LIMIT 20`, nil, func(_, n, _ int, text string) { found(n, text) })
	}
	for i, f := range q.Chosen {
		where, args := e.where(q, without(q.Chosen, i))
		err := e.rows(`SELECT 1, v, count(*), '' FROM doc, unnest(facets) v WHERE `+where+` GROUP BY v`, args, func(_, v, n int, _ string) {
			if e.codes.value[v].field == f.Field {
				e.codes.count(&a, v, n)
			}
		})
		if err != nil {
			return a, err
		}
	}
	where, args := e.where(q, q.Chosen)
	in, asked, config := asking(q)
	rank, headline := `0`, `text`
	if q.Text != nil {
		rank = `ts_rank(` + in + `, ` + asked + `)`
		headline = `ts_headline('` + config + `', text, ` + asked + `, E'HighlightAll=true, StartSel=\x01, StopSel=\x02')`
	}
	statement := `WITH hit AS MATERIALIZED (SELECT n, facets, ` + rank + ` AS rank FROM doc WHERE ` + where + `),
best AS MATERIALIZED (SELECT n, rank FROM hit ORDER BY rank DESC, n LIMIT 20)
SELECT 0, 0, count(*), '' FROM hit
UNION ALL SELECT 1, v, count(*), '' FROM hit, unnest(facets) v GROUP BY v
UNION ALL SELECT 2, n, 0, ` + headline + ` FROM best JOIN doc USING (n)`
	return a, e.rows(statement, args, func(what, v, n int, text string) {
		switch {
		case what == 0:
			a.Total = n
		case what == 1 && !chosenField(q, e.codes.value[v].field):
			e.codes.count(&a, v, n)
		case what == 2:
			found(v, text)
		}
	})
}

// where is the condition with its arguments; the words come first.
func (e *Postgres) where(q Question, chosen []query.Filter) (string, []any) {
	var where []string
	var args []any
	if q.Text != nil {
		in, asked, _ := asking(q)
		args = append(args, tsquery(q.Text))
		where = append(where, in+` @@ `+asked)
	}
	for _, f := range append(append([]query.Filter(nil), q.Where...), chosen...) {
		args = append(args, e.codes.some(f))
		where = append(where, fmt.Sprintf(`facets && $%d`, len(args)))
	}
	if len(where) == 0 {
		return `true`, nil
	}
	return strings.Join(where, ` AND `), args
}

// asking is the column in which a question's words are looked for, what is looked for, and how the column was made.
func asking(q Question) (name, asked, config string) {
	if q.Forms {
		return "form", `$1::text::tsquery`, "simple"
	}
	return "stem", `to_tsquery('stems', $1::text)`, "stems"
}

// tsquery writes the words in PostgreSQL's language.
func tsquery(n query.Node) string {
	switch n := n.(type) {
	case query.And:
		return `(` + joined(n.Of, ` & `) + `)`
	case query.Or:
		return `(` + joined(n.Of, ` | `) + `)`
	case query.Not:
		return `!` + tsquery(n.Of)
	case query.Word:
		return `'` + n.Text + `'`
	case query.Prefix:
		return `'` + n.Text + `':*`
	case query.Phrase:
		return `('` + strings.Join(n.Words, `' <-> '`) + `')`
	case query.Near: // it knows exact distances only
		var of []string
		for d := 1; d <= n.Within; d++ {
			of = append(of, fmt.Sprintf(`'%s' <%d> '%s' | '%s' <%d> '%s'`, n.A, d, n.B, n.B, d, n.A))
		}
		return `(` + strings.Join(of, ` | `) + `)`
	}
	panic(fmt.Sprintf("the measured questions have no %T there", n))
}

func joined(nodes []query.Node, by string) string {
	var of []string
	for _, n := range nodes {
		of = append(of, tsquery(n))
	}
	return strings.Join(of, by)
}

func (e *Postgres) rows(statement string, args []any, f func(what, a, b int, text string)) error {
	rows, err := e.db.Query(context.Background(), statement, args...)
	if err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	var what, a, b int
	var text string
	_, err = pgx.ForEachRow(rows, []any{&what, &a, &b, &text}, func() error {
		f(what, a, b, text)
		return nil
	})
	return err
}

// Close ends the connection.
func (e *Postgres) Close() error { return e.db.Close(context.Background()) }

// Stems asks the dictionary.
func (e *Postgres) Stems(forms []string) ([]string, error) {
	rows, err := e.db.Query(context.Background(),
		`SELECT coalesce((ts_lexize('stems', f))[1], f) FROM unnest($1::text[]) WITH ORDINALITY AS x (f, i) ORDER BY i`, forms)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// Can is true: it knows all of them.
func (*Postgres) Can(Question) bool { return true }

// Again is another connection to what this one loaded, for several who ask at once.
func (e *Postgres) Again(ctx context.Context) (*Postgres, error) {
	db, err := pgx.ConnectConfig(ctx, e.db.Config())
	return &Postgres{db: db, codes: e.codes, everything: e.everything}, err
}
