// Package reference holds the facts that the review stands on: States with their names, regional groups and status,
// sessions and their States, goals and targets, issues, categories, treaties. They lie in tables of our own beside the
// code (folder data), each with a head that says source and as-of date; docs/reference-data.md explains them.
//
// A row that is derived, or that no source at hand confirms, is marked unconfirmed and shown only as expected. The
// tables are read once and never changed; what the functions return may be kept and changed by the caller.
package reference

import (
	"embed"
	"fmt"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

//go:embed data/*.tsv
var files embed.FS

// row of a table, by column.
type row map[string]string

// Source says where a table comes from: the lines of its head.
type Source struct {
	File string
	Head []string
}

// table reads one of the embedded tables. They are part of the program: a table that cannot be read is a mistake in
// building it, found by every test, so it ends the program.
func table(name string) []row {
	rows, _, err := parse(name)
	if err != nil {
		panic(fmt.Sprintf("reference table %s: %v", name, err))
	}
	return rows
}

func parse(name string) (rows []row, head []string, err error) {
	b, err := files.ReadFile("data/" + name)
	if err != nil {
		return nil, nil, err
	}
	var columns []string
	for n, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			head = append(head, strings.TrimSpace(line[1:]))
			continue
		}
		f := strings.Split(line, "\t")
		if columns == nil {
			columns = f
			continue
		}
		if len(f) != len(columns) {
			return nil, nil, fmt.Errorf("line %d has %d fields, not %d", n+1, len(f), len(columns))
		}
		r := make(row, len(f))
		for i, c := range columns {
			r[c] = f[i]
		}
		rows = append(rows, r)
	}
	return rows, head, nil
}

// Sources of all tables, by file name.
func Sources() []Source {
	entries, err := files.ReadDir("data")
	if err != nil {
		panic(fmt.Sprintf("reference tables: %v", err))
	}
	var out []Source
	for _, e := range entries {
		_, head, err := parse(e.Name())
		if err != nil {
			panic(fmt.Sprintf("reference table %s: %v", e.Name(), err))
		}
		out = append(out, Source{e.Name(), head})
	}
	return out
}

func (r row) date(column string) upr.Date {
	d, err := upr.ParseDate(r[column])
	if err != nil {
		panic(fmt.Sprintf("reference table, column %s: %v", column, err))
	}
	return d
}

func (r row) number(column string) int {
	var n int
	if _, err := fmt.Sscanf(r[column], "%d", &n); err != nil {
		panic(fmt.Sprintf("reference table, column %s: %q is not a number", column, r[column]))
	}
	return n
}

func (r row) unconfirmed(column string) bool { return r[column] != "yes" }
