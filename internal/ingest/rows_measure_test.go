package ingest_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/shareddata"
	"github.com/openupr/openupr/internal/upr"
)

// BenchmarkRowsBeside measures what an import of rows may cost beside the sqlite3 shell's .import of the same flat rows,
// how its rate holds with fourteen times as many, and what a person's save takes meanwhile. It prints one line of JSON a
// measurement. Each time is the best of several, ours and theirs in turns, because other programs only ever add to it.
// Where not OPENUPR_QUIET says that nothing else runs, the same is done once over a tenth of the rows.
func BenchmarkRowsBeside(b *testing.B) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Fatal("the sqlite3 shell is not here")
	}
	few, many, rounds, rests := 2_500, 35_000, 1, 200
	if os.Getenv("OPENUPR_QUIET") != "" {
		few, many, rounds, rests = 25_000, 350_000, 5, 2000
	}
	rows := flatRows(b)
	files := [][]byte{}
	for _, name := range sharedTables {
		raw, err := os.ReadFile(shareddata.Data(b, "bulk", name))
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, raw)
	}
	b.Run("shell", func(b *testing.B) {
		flat := asCSV(b, rows)
		for b.Loop() {
			ours, theirs := time.Hour, time.Hour
			for range rounds {
				ours = min(ours, bringAll(b, files...))
				theirs = min(theirs, shellImport(b, shell, flat))
			}
			line("rows_import_vs_sqlite3_shell", len(rows)-1, ours.Seconds(), theirs.Seconds(), "s")
		}
	})
	small, large := asCSV(b, grown(rows, few)), asCSV(b, grown(rows, many))
	b.Run("rate", func(b *testing.B) {
		for b.Loop() {
			quick, slow := time.Hour, time.Hour
			for range max(1, rounds-2) {
				quick, slow = min(quick, bringAll(b, small)), min(slow, bringAll(b, large))
			}
			line(fmt.Sprintf("rows_rate_%d_vs_%d", many, few), many, float64(many)/slow.Seconds(), float64(few)/quick.Seconds(), "rows/s")
		}
	})
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			d := newDesk(b)
			rest := saves(d.ctx, b, d.store, make(chan struct{}), rests)
			done := make(chan struct{})
			go func() {
				defer close(done)
				d.bringRows(b, large)
			}()
			busy := saves(d.ctx, b, d.store, done, 1<<30)
			line("save_p99_beside_rows_vs_rest", len(busy), p99(busy).Seconds(), p99(rest).Seconds(), "s")
		}
	})
}

func line(name string, rows int, ours, other float64, unit string) {
	out, err := json.Marshal(struct {
		Name            string  `json:"name"`
		Rows            int     `json:"rows"`
		Ours            float64 `json:"ours"`
		Comparator      string  `json:"comparator"`
		ComparatorValue float64 `json:"comparator_value"`
		Ratio           float64 `json:"ratio"`
		Unit            string  `json:"unit"`
	}{name, rows, ours, name[strings.LastIndex(name, "_vs_")+4:], other, ours / other, unit})
	if err == nil {
		fmt.Println(string(out))
	}
}

// bringAll is the time from the bytes of the files to the view that readers see, in a new record.
func bringAll(b *testing.B, files ...[]byte) time.Duration {
	d := newDesk(b)
	begin := time.Now()
	for _, raw := range files {
		d.bringRows(b, raw)
	}
	took := time.Since(begin)
	if r := d.verifyQuick(b); r == 0 {
		b.Fatal("nothing came in")
	}
	return took
}

// verifyQuick counts the entries that readers see.
func (d *desk) verifyQuick(t fataler) int {
	t.Helper()
	n := 0
	for _, r := range d.keeper.View().Reviews() {
		n += len(r.Entries)
	}
	return n
}

func shellImport(b *testing.B, shell string, flat []byte) time.Duration {
	dir := b.TempDir()
	path := filepath.Join(dir, "flat.csv")
	if err := os.WriteFile(path, flat, 0o600); err != nil {
		b.Fatal(err)
	}
	begin := time.Now()
	if out, err := exec.Command(shell, filepath.Join(dir, "flat.db"), ".import --csv "+path+" rows").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return time.Since(begin)
}

// flatRows are all shared rows with the headers first.
func flatRows(b *testing.B) [][]string {
	var out [][]string
	for _, name := range sharedTables {
		raw, err := os.ReadFile(shareddata.Data(b, "bulk", name))
		if err != nil {
			b.Fatal(err)
		}
		text, err := charmap.Macintosh.NewDecoder().Bytes(bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")))
		if err != nil {
			b.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			b.Fatal(err)
		}
		if out != nil {
			rows = rows[1:]
		}
		out = append(out, rows...)
	}
	return out
}

// grown are n rows: the real ones again and again, each time about other States, in another session and in other words.
func grown(rows [][]string, n int) [][]string {
	var members []upr.State
	for _, s := range reference.States() {
		if s.Status == reference.Member {
			members = append(members, s.Code)
		}
	}
	names := map[string]int{}
	name := func(i int) string { return reference.Name(members[i%len(members)], "en", upr.Date{}) }
	other := func(printed string, round int) string {
		if _, ok := names[printed]; !ok {
			names[printed] = len(names) + 31
		}
		return name(names[printed] + 37*round)
	}
	out := [][]string{rows[0]}
	for round := 0; len(out) <= n; round++ {
		for _, r := range rows[1:] {
			if len(out) > n {
				break
			}
			g := slices.Clone(r)
			g[0], g[4] = other(r[0], round), other(r[4], 2*round+1)
			if g[0] == g[4] {
				continue
			}
			session, err := strconv.Atoi(r[10])
			if err != nil {
				continue
			}
			g[10] = strconv.Itoa(1 + (session+5*round)%40)
			g[3] = r[3] + " in place " + strconv.Itoa(round)
			out = append(out, g)
		}
	}
	return out
}

func asCSV(b *testing.B, rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.WriteAll(rows); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}
