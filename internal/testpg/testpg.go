//go:build unix

package testpg

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
)

// server is one for the whole test process: starting one takes a second.
var server struct {
	once      sync.Once
	dir       string
	err       error
	databases atomic.Int64
	stdin     io.WriteCloser // open as long as this process lives
}

// errAbsent is a machine without PostgreSQL.
var errAbsent = errors.New("PostgreSQL is not installed: looked in /usr/lib/postgresql/*/bin, at pg_config and in PATH (Debian: apt-get install postgresql)")

// DSN makes an empty database for this test and gives its address. The database goes with the test.
func DSN(t testing.TB) string {
	t.Helper()
	dsn, drop, err := Database()
	switch {
	case errors.Is(err, errAbsent) && os.Getenv("OPENUPR_REQUIRE") != "1":
		t.Skipf("not run: %v", err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Error(err)
		}
	})
	return dsn
}

// Database makes an empty database for a measurement that is no test, with its address and the way to drop it. Further
// settings of the server, "-c name=value -c …", are taken from OPENUPR_TESTPG.
func Database() (dsn string, drop func() error, err error) {
	server.once.Do(func() { server.dir, server.err = start() })
	if server.err != nil {
		return "", nil, server.err
	}
	name := fmt.Sprintf("test_%d", server.databases.Add(1))
	if err := administer("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'"); err != nil {
		return "", nil, err
	}
	return address(server.dir, name), func() error { return administer("DROP DATABASE " + name + " WITH (FORCE)") }, nil
}

func address(dir, database string) string {
	return "postgres:///" + database + "?user=postgres&host=" + dir
}

func administer(statement string) error {
	db, err := sql.Open("pgx", address(server.dir, "postgres"))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(context.Background(), statement)
	return errors.Join(err, db.Close())
}

// script runs the server until standard input ends. The pipe's other end is held by the test process alone, so it ends
// with that process even when nobody could tell it to; then the server is ended and its folder taken away.
const script = `
"$1"/initdb --no-sync -A trust -U postgres -E UTF8 --locale=C -D "$2/data" >"$2/log" 2>&1 || { echo failed; exit 1; }
"$1"/postgres -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=200 \
	-c shared_buffers=64MB -c max_wal_size=256MB -c autovacuum=off $OPENUPR_TESTPG >>"$2/log" 2>&1 </dev/null &
server=$!
echo started
cat >/dev/null
kill -QUIT $server
wait $server
rm -rf "$2"
`

func start() (string, error) {
	bin, err := find()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(place(), "openupr-pg-")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", bin, dir)
	cmd.Dir = dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // Ctrl-C is for the tests; the server is ended by them
	if os.Geteuid() == 0 {
		if cmd.SysProcAttr.Credential, err = unprivileged(dir); err != nil {
			return "", err
		}
	}
	if server.stdin, err = cmd.StdinPipe(); err != nil {
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("starting PostgreSQL: %w", err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n') // an error shows as another line
	if line != "started\n" {
		return "", fmt.Errorf("starting PostgreSQL: %s", log(dir))
	}
	server.dir = dir
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		err := administer("SELECT 1")
		if err == nil {
			return dir, nil
		}
		if time.Now().After(deadline) {
			return "", fmt.Errorf("waiting for PostgreSQL: %w\n%s", err, log(dir))
		}
	}
}

// place is where the server's folder goes: in memory when there is plenty, since each test's database is some megabytes of
// files. The path must be short, for a socket's is.
func place() string {
	const memory, plenty = "/dev/shm", 2 << 30
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err == nil && uint64(fs.Bavail)*uint64(fs.Bsize) > plenty {
		return memory
	}
	return "/tmp"
}

// unprivileged hands dir to the user postgres: the server refuses to run as root.
func unprivileged(dir string) (*syscall.Credential, error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL refuses to run as root: %w", err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, os.Chown(dir, int(uid), int(gid))
}

func log(dir string) string {
	b, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// find is the folder of the newest server on this machine.
func find() (string, error) {
	dirs, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	version := func(dir string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir))) // what is no number is oldest
		return n
	}
	slices.SortFunc(dirs, func(a, b string) int { return version(b) - version(a) })
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	if p, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(p))
	}
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
			continue
		}
		if _, err := os.Stat(filepath.Join(dir, "postgres")); err == nil {
			return dir, nil
		}
	}
	return "", errAbsent
}
