// Command gen writes the tables of package reference that follow from public data files: states.tsv, names.tsv,
// schedule.tsv, ratifications.tsv and organisation_members.tsv. It takes codes, names, numbers and dates, no prose. The
// other tables beside them are kept by hand.
//
//	go run ./internal/reference/gen -from ../shared/data/reference -to internal/reference/data
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"html"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	from := flag.String("from", "", "folder with calendar/, countries/ and ratification/")
	to := flag.String("to", "internal/reference/data", "folder to write to")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		log.Fatalf("writing reference tables: %v", err)
	}
}

func run(from, to string) error {
	g := generator{from: from, to: to}
	for _, step := range []func() error{g.readNames, g.readGroups, g.writeStates, g.writeNames, g.writeSchedule, g.writeRatifications, g.writeOrganisations} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type generator struct {
	from, to string
	codes    []string            // in the order of the names file
	observer map[string]bool     // by code
	names    map[string][]string // the twelve columns of the names file, by code
	byLabel  map[string]string   // folded label in any source -> code
	groups   map[string]string
}

// table writes rows below a head of comment lines.
func (g *generator) table(name string, head []string, rows [][]string) error {
	var b strings.Builder
	for _, h := range head {
		b.WriteString("# " + h + "\n")
	}
	for _, r := range rows {
		for _, f := range r {
			if strings.ContainsAny(f, "\t\n\r") {
				return fmt.Errorf("%s: field %q holds a tab or a line end", name, f)
			}
		}
		b.WriteString(strings.Join(r, "\t") + "\n")
	}
	return os.WriteFile(filepath.Join(g.to, name), []byte(b.String()), 0o644)
}

// csv reads a CSV file into rows keyed by the header.
func (g *generator) csv(path string) ([]map[string]string, error) {
	f, err := os.Open(filepath.Join(g.from, path))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	var out []map[string]string
	for _, rec := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			if i < len(rec) {
				m[strings.TrimPrefix(h, "\ufeff")] = html.UnescapeString(strings.TrimSpace(rec[i]))
			}
		}
		out = append(out, m)
	}
	return out, nil
}

func fold(s string) string {
	s = strings.ToLower(strings.NewReplacer("’", "'", "&", "and", " ", "", "-", "").Replace(s))
	return strings.TrimSpace(s)
}

func sorted[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
