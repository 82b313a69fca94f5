package e2e_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// program is OpenUPR as it runs: started from its binary, on a port of its own choice.
type program struct {
	url  string
	dir  string // the record's folder
	cmd  *exec.Cmd
	done chan struct{}
	said *transcript
	err  error // of the process, once done is closed
}

// transcript keeps what a program says on both its outputs.
type transcript struct {
	sync.Mutex
	lines []string
}

func (tr *transcript) add(line string) {
	tr.Lock()
	defer tr.Unlock()
	tr.lines = append(tr.lines, line)
}

func (tr *transcript) String() string {
	tr.Lock()
	defer tr.Unlock()
	return strings.Join(tr.lines, "\n")
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1|localhost|\[::1\]):\d+`)

// startTime is how long a program may take to print its address: a first start loads the sample, and the machine may
// be busy with other tests.
const startTime = 90 * time.Second

// start runs cmd, which serves a record, and waits for the line with its address.
func start(cmd *exec.Cmd, dir string) (*program, error) {
	p := &program{dir: dir, cmd: cmd, done: make(chan struct{}), said: &transcript{}}
	endWithParent(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	errOut, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd, err)
	}
	found := make(chan string, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			p.said.add(lines.Text())
			if a := address.FindString(lines.Text()); a != "" {
				select {
				case found <- a:
				default:
				}
			}
		}
	})
	reading.Go(func() {
		lines := bufio.NewScanner(errOut)
		for lines.Scan() {
			p.said.add(lines.Text())
		}
	})
	go func() {
		reading.Wait()
		p.err = cmd.Wait()
		close(p.done)
	}()
	select {
	case p.url = <-found:
		return p, nil
	case <-p.done:
		return nil, fmt.Errorf("%s ended before it said where it serves: %v\n%s", cmd, p.err, p.said)
	case <-time.After(startTime):
		p.stop()
		return nil, fmt.Errorf("%s did not say where it serves in %s:\n%s", cmd, startTime, p.said)
	}
}

// stop ends the program as Ctrl-C does, and by force if that does not help.
func (p *program) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-p.done:
		return p.err
	case <-time.After(20 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
		return fmt.Errorf("the program did not end on Ctrl-C:\n%s", p.said)
	}
}

// serve starts the program for one test, on the record in dir.
func serve(t *testing.T, dir string, args ...string) *program {
	t.Helper()
	p, err := serveRecord(dir, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.stop() })
	return p
}

func serveRecord(dir string, args ...string) (*program, error) {
	bin, err := binary()
	if err != nil {
		return nil, err
	}
	return start(exec.Command(bin, append([]string{"serve", "--dir", dir, "--addr", "127.0.0.1:0"}, args...)...), dir)
}

// sample is one program with the sample loaded, and fresh one with an empty record, shared by all tests that only read.
var (
	sample = sync.OnceValues(func() (*program, error) { return shared("--sample") })
	fresh  = sync.OnceValues(func() (*program, error) { return shared() })
)

func shared(args ...string) (*program, error) {
	dir, err := os.MkdirTemp("", "openupr-record-")
	if err != nil {
		return nil, err
	}
	atEnd(func() { os.RemoveAll(dir) })
	p, err := serveRecord(dir, args...)
	if err != nil {
		return nil, err
	}
	atEnd(func() { _ = p.stop() })
	return p, nil
}

// bothPrograms fails a test once, and not every part of it, when the programs do not start.
func bothPrograms(t *testing.T) {
	t.Helper()
	sampleURL(t)
	freshURL(t)
}

func sampleURL(t testing.TB) string {
	t.Helper()
	p, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	return p.url
}

func freshURL(t testing.TB) string {
	t.Helper()
	p, err := fresh()
	if err != nil {
		t.Fatal(err)
	}
	return p.url
}

// body is what the program answers at an address; anything but 200 ends the test.
func body(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s answers %s:\n%s", address, answer.Status, b)
	}
	return string(b)
}
