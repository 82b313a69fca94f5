package cli_test

import (
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // to edit a record by hand

	"github.com/openupr/openupr/internal/cli"
	"github.com/openupr/openupr/internal/sample"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"openupr": func() { cli.Main("test") }})
}

// TestCommandLine runs the scripts below testdata/script. Each has the sample's three documents in its folder as
// report.docx, addendum.docx and list.docx, and a record of its own.
func TestCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup:               setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": code, "ndjson": ndjson, "csv": csvRows, "half": half, "falsify": falsify,
		},
	})
}

func setup(env *testscript.Env) error {
	env.Setenv("OPENUPR_LANG", "en")
	env.Setenv("OPENUPR_DIR", filepath.Join(env.WorkDir, "record"))
	return writeSample(env.WorkDir)
}

func writeSample(dir string) error {
	all, err := sample.Files()
	if err != nil {
		return err
	}
	for i, name := range []string{"report.docx", "addendum.docx", "list.docx"} {
		if err := os.WriteFile(filepath.Join(dir, name), all[i].Bytes, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// code runs a program that must end with an exit code: code 4 openupr parse broken.pdf.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("ended with %d, want %d", got, want)
	}
}

// ndjson checks that a file (or stdout) holds so many items, each an object with the fields that were promised.
func ndjson(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: ndjson FILE N")
	}
	promised := []string{"symbol", "state", "cycle", "wg_session", "paragraph", "number", "id", "label", "page", "place", "text", "segments", "position", "position_raw", "claim", "questions", "source"}
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	if lines[0] == "" {
		lines = nil
	}
	if strconv.Itoa(len(lines)) != args[1] {
		ts.Fatalf("%d items, want %s", len(lines), args[1])
	}
	for _, l := range lines {
		var o map[string]any
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			ts.Fatalf("%v in %s", err, l)
		}
		for _, f := range promised {
			if _, ok := o[f]; !ok {
				ts.Fatalf("no field %q in %s", f, l)
			}
		}
		for _, s := range o["segments"].([]any) {
			if _, ok := s.(map[string]any)["states"].([]any); !ok {
				ts.Fatalf("a segment without a list of States in %s", l)
			}
		}
		for _, f := range []string{"file", "sha256", "extractor", "grammar"} {
			if o["source"].(map[string]any)[f] == "" {
				ts.Fatalf("no %s in the source of %s", f, l)
			}
		}
	}
}

// csvRows checks that a file (or stdout) holds so many rows below its header, all of the same length.
func csvRows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: csv FILE N")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(ts.ReadFile(args[0]), "\ufeff"))).ReadAll()
	ts.Check(err)
	if strconv.Itoa(len(rows)-1) != args[1] {
		ts.Fatalf("%d rows, want %s", len(rows)-1, args[1])
	}
}

// half writes the first half of a file under another name.
func half(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: half FROM TO")
	}
	b := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b[:len(b)/2]), 0o600))
}

// falsify changes a word of the record in the database, as somebody with access to the machine could.
func falsify(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: falsify WORD OTHER")
	}
	db, err := sql.Open("sqlite", filepath.Join(ts.Getenv("OPENUPR_DIR"), "record.db"))
	ts.Check(err)
	defer func() { ts.Check(db.Close()) }()
	res, err := db.ExecContext(context.Background(), "UPDATE fact SET body = replace(body, ?, ?) WHERE id = (SELECT min(id) FROM fact WHERE kind = 'item' AND instr(body, ?) > 0)", args[0], args[1], args[0])
	ts.Check(err)
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		ts.Fatalf("%d facts were changed: %v", n, err)
	}
}
