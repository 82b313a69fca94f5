package compare

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver named "sqlite"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
)

// FTS5 is SQLite's full-text index. Two indexes over the same texts, one of the forms as written and one stemmed; the
// values of all facets as numbers in one clustered table, since one grouping over it is quicker than one a facet.
// The file lies in memory, everything is in the page cache, the statements are prepared.
type FTS5 struct {
	dir        string
	db         *sql.DB
	codes      *codes
	everything Answer // counts when nothing is asked: kept, as any program would
	prepared   map[string]*sql.Stmt
}

// NewFTS5 keeps its file in dir, which goes when it is closed.
func NewFTS5(dir string) *FTS5 {
	return &FTS5{dir: dir, codes: newCodes(), prepared: map[string]*sql.Stmt{}}
}

// Name of the engine.
func (*FTS5) Name() string { return "sqlite-fts5" }

var fts5Schema = `
CREATE TABLE doc (n INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE facet (n INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (n, value)) WITHOUT ROWID;
CREATE TABLE label (n INTEGER PRIMARY KEY, ` + strings.Join(columns(single), " INTEGER, ") + ` INTEGER);
CREATE VIRTUAL TABLE form USING fts5(text, content='doc', content_rowid='n', tokenize="unicode61 remove_diacritics 2", prefix='3 4 5 6');
CREATE VIRTUAL TABLE stem USING fts5(text, content='doc', content_rowid='n', tokenize="porter unicode61 remove_diacritics 2");`

// Load fills, indexes and optimises.
func (e *FTS5) Load(docs []corpus.Doc) error {
	file := filepath.Join(e.dir, "compare.sqlite")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(off)&_pragma=synchronous(off)&_pragma=locking_mode(exclusive)"+
		"&_pragma=page_size(8192)&_pragma=cache_size(-4000000)&_pragma=mmap_size(16000000000)&_pragma=temp_store(memory)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	e.db = db
	if _, err := db.Exec(fts5Schema); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	doc, err := tx.Prepare(`INSERT INTO doc VALUES ($1, $2)`)
	if err != nil {
		return err
	}
	facet, err := tx.Prepare(`INSERT INTO facet SELECT $1, value FROM json_each($2)`)
	if err != nil {
		return err
	}
	label, err := tx.Prepare(`INSERT INTO label VALUES (?` + strings.Repeat(`, ?`, len(single)) + `)`)
	if err != nil {
		return err
	}
	for i := range docs {
		if _, err := doc.Exec(i, Folded(docs[i].Texts[0].Words)); err != nil {
			return err
		}
		if _, err := facet.Exec(i, "["+list(e.codes.all(&docs[i]))+"]"); err != nil {
			return err
		}
		v, row := Values(&docs[i]), []any{i}
		for _, f := range single {
			row = append(row, e.codes.one(v, f))
		}
		if _, err := label.Exec(row...); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	for _, s := range []string{`INSERT INTO form(form) VALUES ('rebuild')`, `INSERT INTO stem(stem) VALUES ('rebuild')`,
		`INSERT INTO form(form) VALUES ('optimize')`, `INSERT INTO stem(stem) VALUES ('optimize')`,
		`CREATE INDEX facet_value ON facet (value, n)`, `ANALYZE`} {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	e.everything = Answer{Total: len(docs), Counts: map[query.Field]map[string]int{}}
	return e.rows(`SELECT 1, value, count(*) FROM facet GROUP BY value`, nil, func(_, v, n int) { e.codes.count(&e.everything, v, n) })
}

// Ask finds the hits once and takes from them the total, one grouping for all facets and the best; then it asks for the
// highlights of those. Asking FTS5 itself for the best ("ORDER BY rank LIMIT 20") took fifteen times as long.
func (e *FTS5) Ask(q Question) (Answer, error) {
	a := Answer{Counts: map[query.Field]map[string]int{}}
	if q.Text == nil && len(q.Where)+len(q.Chosen) == 0 {
		a.Total, a.Counts = e.everything.Total, e.everything.Counts
		return a, e.shown(&a, `SELECT n, text FROM doc ORDER BY n LIMIT `+strconv.Itoa(top))
	}
	for i, f := range q.Chosen {
		hit, args := e.find(q, without(q.Chosen, i))
		err := e.rows(`WITH hit AS MATERIALIZED (`+hit+`) SELECT 1, value, count(*) FROM hit CROSS JOIN facet USING (n) GROUP BY value`, args, func(_, v, n int) {
			if e.codes.value[v].field == f.Field {
				e.codes.count(&a, v, n)
			}
		})
		if err != nil {
			return a, err
		}
	}
	hit, args := e.find(q, q.Chosen)
	statement := `WITH hit AS MATERIALIZED (` + hit + `) SELECT 0, 0, count(*) FROM hit
UNION ALL SELECT 1, value, count(*) FROM hit CROSS JOIN facet USING (n) GROUP BY value
UNION ALL SELECT * FROM (SELECT 2, n, 0 FROM hit ORDER BY r, n LIMIT ` + strconv.Itoa(top) + `)`
	var best []any
	err := e.rows(statement, args, func(what, v, n int) {
		switch {
		case what == 0:
			a.Total = n
		case what == 2:
			best = append(best, v)
		case !chosenField(q, e.codes.value[v].field):
			e.codes.count(&a, v, n)
		}
	})
	if err != nil || len(best) == 0 {
		return a, err
	}
	ids := strings.TrimSuffix(strings.Repeat(`?,`, len(best)), `,`)
	if q.Text == nil {
		return a, e.shown(&a, `SELECT n, text FROM doc WHERE n IN (`+ids+`)`, best...)
	}
	table, match := fts5Match(q)
	return a, e.shown(&a, `SELECT rowid, highlight(`+table+`, 0, char(1), char(2)) FROM `+table+` WHERE `+table+` MATCH ? AND rowid IN (`+ids+`)`,
		append([]any{match}, best...)...)
}

// find is the statement that gives the hits with their rank. The words lead; without words the filter with the fewest
// segments does. The other filters are looked up for each hit.
func (e *FTS5) find(q Question, chosen []query.Filter) (string, []any) {
	filters := append(append([]query.Filter(nil), q.Where...), chosen...)
	slices.SortStableFunc(filters, func(a, b query.Filter) int { return e.size(a) - e.size(b) })
	exists := func(n string) string {
		s := ``
		for _, f := range filters {
			s += ` AND EXISTS (SELECT 1 FROM facet AS x WHERE x.n = ` + n + ` AND x.value ` + among(e.codes.some(f)) + `)`
		}
		return s
	}
	if table, match := fts5Match(q); match != "" {
		return `SELECT rowid AS n, rank AS r FROM ` + table + ` WHERE ` + table + ` MATCH ?` + exists(table+`.rowid`), []any{match}
	}
	if len(filters) == 0 {
		return `SELECT n, 0 AS r FROM doc`, nil
	}
	distinct, values := ``, e.codes.some(filters[0])
	if len(values) > 1 {
		distinct = `DISTINCT `
	}
	filters = filters[1:]
	return `SELECT ` + distinct + `n, 0 AS r FROM facet WHERE value ` + among(values) + exists(`facet.n`), nil
}

// size is how many segments a filter leaves, at most.
func (e *FTS5) size(f query.Filter) int {
	n := 0
	for _, v := range f.Values {
		n += e.everything.Counts[f.Field][v]
	}
	return n
}

func among(values []int) string {
	if len(values) == 1 {
		return `= ` + strconv.Itoa(values[0])
	}
	return `IN (` + list(values) + `)`
}

// fts5Match is the question's words in FTS5's language and the index that they are for.
func fts5Match(q Question) (table, match string) {
	if q.Text == nil {
		return "", ""
	}
	if q.Forms {
		return "form", fts5Node(q.Text)
	}
	return "stem", fts5Node(q.Text)
}

func fts5Node(n query.Node) string {
	switch n := n.(type) {
	case query.And:
		var yes, no []string
		for _, x := range n.Of {
			if not, ok := x.(query.Not); ok {
				no = append(no, ` NOT `+fts5Node(not.Of))
			} else {
				yes = append(yes, fts5Node(x))
			}
		}
		return `(` + strings.Join(yes, ` AND `) + strings.Join(no, ``) + `)`
	case query.Or:
		var of []string
		for _, x := range n.Of {
			of = append(of, fts5Node(x))
		}
		return `(` + strings.Join(of, ` OR `) + `)`
	case query.Word:
		return `"` + n.Text + `"`
	case query.Prefix:
		return `"` + n.Text + `"*`
	case query.Phrase:
		return `"` + strings.Join(n.Words, ` `) + `"`
	case query.Near: // FTS5 counts the words between
		return `NEAR("` + n.A + `" "` + n.B + `", ` + strconv.Itoa(n.Within-1) + `)`
	}
	panic(fmt.Sprintf("the measured questions have no %T there", n))
}

// shown enters the segments that a statement gives, with their highlights.
func (e *FTS5) shown(a *Answer, statement string, args ...any) error {
	stmt, err := e.statement(statement)
	if err != nil {
		return err
	}
	rows, err := stmt.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var f Found
		var text string
		if err := rows.Scan(&f.N, &text); err != nil {
			return err
		}
		f.Marks = strings.Count(text, "\x01")
		a.Top = append(a.Top, f)
	}
	return rows.Err()
}

func (e *FTS5) rows(statement string, args []any, f func(what, a, b int)) error {
	stmt, err := e.statement(statement)
	if err != nil {
		return err
	}
	rows, err := stmt.Query(args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var what, a, b int
		if err := rows.Scan(&what, &a, &b); err != nil {
			return err
		}
		f(what, a, b)
	}
	return rows.Err()
}

// statement prepares each statement once.
func (e *FTS5) statement(s string) (*sql.Stmt, error) {
	if stmt, ok := e.prepared[s]; ok {
		return stmt, nil
	}
	stmt, err := e.db.Prepare(s)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s, err)
	}
	e.prepared[s] = stmt
	return stmt, nil
}

// Close ends the connection and removes the folder.
func (e *FTS5) Close() error { return errors.Join(e.db.Close(), os.RemoveAll(e.dir)) }

func list(numbers []int) string {
	s := make([]string, len(numbers))
	for i, n := range numbers {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, ",")
}

func chosenField(q Question, f query.Field) bool {
	for _, c := range q.Chosen {
		if c.Field == f {
			return true
		}
	}
	return false
}

// Stems asks an index of one form a row which row is found.
func (e *FTS5) Stems(forms []string) ([]string, error) {
	if _, err := e.db.Exec(`DROP TABLE IF EXISTS temp.ones; DROP TABLE IF EXISTS temp.one;
CREATE VIRTUAL TABLE temp.one USING fts5(form, tokenize="porter unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE temp.ones USING fts5vocab(temp, one, instance)`); err != nil {
		return nil, err
	}
	for i, f := range forms {
		stmt, err := e.statement(`INSERT INTO temp.one(rowid, form) VALUES (?, ?)`)
		if err != nil {
			return nil, err
		}
		if _, err := stmt.Exec(i, f); err != nil {
			return nil, err
		}
	}
	out := make([]string, len(forms))
	rows, err := e.db.Query(`SELECT doc, term FROM temp.ones`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var term string
		if err := rows.Scan(&i, &term); err != nil {
			return nil, err
		}
		out[i] = term
	}
	return out, rows.Err()
}

// Can is true: it knows all of them.
func (*FTS5) Can(Question) bool { return true }
