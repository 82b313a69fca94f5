//go:build linux

package e2e_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/testpg"
)

// mortal is the program with its named points of death armed.
var mortal = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "openupr-mortal-")
	if err != nil {
		return "", err
	}
	atEnd(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, "openupr")
	return file, run(root(), "go", "build", "-tags", "killpoints", "-o", file, "./cmd/openupr")
})

// databases runs a test on the two kinds; fresh gives the flags that lead the program to an empty record.
func databases(t *testing.T, test func(t *testing.T, fresh func(*testing.T) []string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, onSQLite) })
	t.Run("postgres", func(t *testing.T) { test(t, onPostgres) })
}

func onSQLite(t *testing.T) []string { return []string{"--dir", t.TempDir()} }

func onPostgres(t *testing.T) []string {
	return []string{"--dir", t.TempDir(), "--database", testpg.DSN(t)}
}

// TestKilledWhileAPersonConfirms ends the program, by force or by Ctrl-C, while a person on its pages brings a file in. What
// is left verifies and holds all of the file or nothing; the next start goes on, and the file comes in.
func TestKilledWhileAPersonConfirms(t *testing.T) {
	bin, err := mortal()
	if err != nil {
		t.Fatal(err)
	}
	report := sampleDocuments(t)[0]
	databases(t, func(t *testing.T, fresh func(*testing.T) []string) {
		for _, point := range []struct {
			name string
			in   bool // the file is in afterwards
		}{
			{"files.put.before", false}, {"ingest.filed", false}, {"ingest.staging:50", false}, {"ingest.staged", false},
			{"store.commit.inside", false}, {"ingest.committed", true}, {"record.refresh", true},
			{"ingest.staging:50!int", true}, {"store.commit.inside!int", true}, // who asked gets an answer before it ends
		} {
			t.Run(point.name, func(t *testing.T) {
				t.Parallel()
				flags := fresh(t)
				cmd := exec.Command(bin, append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...)...)
				cmd.Env = append(os.Environ(), "OPENUPR_KILL="+point.name)
				p, err := start(cmd, flags[1])
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = p.stop() })
				someone := newPerson(t, p.url)
				someone.setUp()
				status, path, err := someone.handIn(report.Name, report.Bytes)
				if err != nil || status != http.StatusOK {
					t.Fatalf("handing in answers %d, %v", status, err)
				}
				if answer, err := someone.http.PostForm(p.url+path, url.Values{"do": {"confirm"}}); err == nil {
					answer.Body.Close()
				}
				select {
				case <-p.done:
				case <-time.After(60 * time.Second):
					t.Fatalf("the program lives on: the point is not on the way any more\n%s", p.said)
				}
				var exit *exec.ExitError
				killed := errors.As(p.err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
				if killed == strings.HasSuffix(point.name, "!int") {
					t.Fatalf("ended with %v\n%s", p.err, p.said)
				}
				want := " 0 acts"
				if point.in {
					want = " 1 acts"
				}
				if head := treeHead(t, flags...); !strings.Contains(head, want) {
					t.Errorf("left is %q, want%s", head, want)
				}
				path = filepath.Join(t.TempDir(), report.Name)
				if err := os.WriteFile(path, report.Bytes, 0o600); err != nil {
					t.Fatal(err)
				}
				if o := command(t, append([]string{"import", "--yes", path}, flags...)...); o.code != 0 && o.code != 3 {
					t.Errorf("the next import ends with %d: %s", o.code, o.err)
				}
				if head := treeHead(t, flags...); !strings.Contains(head, " 1 acts") {
					t.Errorf("in the end it is %q", head)
				}
				if again := serve(t, flags[1], flags[2:]...); status200(again.url+sampleReview) != nil {
					t.Error(status200(again.url + sampleReview))
				}
			})
		}
	})
}

func status200(address string) error {
	answer, err := http.Get(address)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, answer.Status)
	}
	return nil
}

// Two programs on one record, and a command beside them: each sees what the others bring, and nothing breaks.
func TestProgramsShareARecord(t *testing.T) {
	databases(t, func(t *testing.T, fresh func(*testing.T) []string) {
		flags := fresh(t)
		one, two := serve(t, flags[1], flags[2:]...), serve(t, flags[1], flags[2:]...)
		dir := t.TempDir()
		var each sync.WaitGroup
		for _, f := range sampleDocuments(t) {
			path := filepath.Join(dir, f.Name)
			if err := os.WriteFile(path, f.Bytes, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		codes := make([]outcome, 3)
		for i := range codes { // three who import the same folder at once
			each.Go(func() { codes[i] = command(t, append([]string{"import", "--yes", dir}, flags...)...) })
		}
		each.Wait()
		for _, o := range codes {
			t.Logf("ends with %d: %s", o.code, o.err[strings.LastIndex(strings.TrimSpace(o.err), "\n")+1:])
			if o.code != 0 && o.code != 3 {
				t.Errorf("an import ends with %d", o.code)
			}
			if strings.Contains(strings.ToLower(o.err), "busy") || strings.Contains(o.err, "SQLITE") || strings.Contains(o.err, "SQLSTATE") {
				t.Errorf("a program speaks of its database: %s", o.err)
			}
		}
		if head := treeHead(t, flags...); !strings.Contains(head, " 3 acts") {
			t.Errorf("the record is %q", head)
		}
		for _, p := range []*program{one, two} {
			eventually(t, "the page of the review", func() bool { return status200(p.url+sampleReview) == nil })
		}
	})
}

// A backup made on one database comes back on the other and again on the first: the same tree head, the same originals, and
// whoever could sign in still can.
func TestABackupTravelsBetweenDatabases(t *testing.T) {
	lite, pg, back := onSQLite(t), onPostgres(t), onSQLite(t)
	p := serve(t, lite[1], "--sample")
	newPerson(t, p.url).setUp()
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	head := treeHead(t, lite...)
	kept := originals(t, lite[1])
	if len(kept) != 3 {
		t.Fatalf("%d originals", len(kept))
	}
	for i, from := range [][]string{lite, pg} {
		to := [][]string{pg, back}[i]
		file := filepath.Join(t.TempDir(), "whole.backup")
		if o := command(t, append([]string{"backup", file}, from...)...); o.code != 0 {
			t.Fatalf("backup ends with %d: %s", o.code, o.err)
		}
		if o := command(t, append([]string{"restore", file}, to...)...); o.code != 0 {
			t.Fatalf("restore ends with %d: %s", o.code, o.err)
		}
		if again := treeHead(t, to...); again != head {
			t.Errorf("%q became %q", head, again)
		}
		q := serve(t, to[1], to[2:]...)
		for _, sha := range kept {
			if got, want := fetch(t, q.url+"/documents/"+sha+"/original"), read(t, filepath.Join(lite[1], "files", sha[:2], sha)); !bytes.Equal(got, want) {
				t.Errorf("original %s is %d bytes, was %d", sha, len(got), len(want))
			}
		}
		someone := newPerson(t, q.url)
		someone.post("/sign-in", url.Values{"login": {"first"}, "password": {secret}})
		if b := fetchAs(t, someone.http, q.url+"/accounts"); !bytes.Contains(b, []byte("First")) {
			t.Error("who had an account is not known any more")
		}
		if o := command(t, append([]string{"restore", file}, to...)...); o.code == 0 {
			t.Error("a record that is not empty was overwritten")
		}
	}
}

func fetch(t *testing.T, address string) []byte { return fetchAs(t, http.DefaultClient, address) }

func fetchAs(t *testing.T, client *http.Client, address string) []byte {
	t.Helper()
	answer, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s, %v", address, answer.Status, err)
	}
	return b
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
