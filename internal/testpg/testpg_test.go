//go:build unix

package testpg_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/testpg"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	for range 2 {
		db, err := sql.Open("pgx", testpg.DSN(t))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("CREATE TABLE invented (x INTEGER)"); err != nil {
			t.Error(err)
		}
		var encoding string
		if err := db.QueryRow("SHOW server_encoding").Scan(&encoding); err != nil || encoding != "UTF8" {
			t.Errorf("encoding %q, %v", encoding, err)
		}
	}
}

// TestServerEndsWithItsProcess starts this test again as another process, which starts a server and is then killed.
func TestServerEndsWithItsProcess(t *testing.T) {
	if os.Getenv("TESTPG_VICTIM") != "" {
		fmt.Println("dsn " + testpg.DSN(t))
		time.Sleep(time.Minute)
		return
	}
	testpg.DSN(t) // skips without PostgreSQL
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	victim := exec.Command(self, "-test.run", "^TestServerEndsWithItsProcess$", "-test.v")
	victim.Env = append(os.Environ(), "TESTPG_VICTIM=1")
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	var dsn string
	for buf, text := make([]byte, 4096), ""; dsn == ""; {
		n, err := out.Read(buf)
		if err != nil {
			t.Fatalf("%v after %q", err, text)
		}
		text += string(buf[:n])
		if _, after, ok := strings.Cut(text, "dsn "); ok {
			if line, _, ok := strings.Cut(after, "\n"); ok {
				dsn = line
			}
		}
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	dir := u.Query().Get("host")
	if _, err := os.Stat(dir); err != nil {
		t.Fatal(err)
	}
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = victim.Wait() // killed: always an error
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the server in %s outlived its process", dir)
		}
	}
}
