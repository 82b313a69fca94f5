package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/openupr/openupr/bench/compare"
	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/upr"
)

// page measures the search page over HTTP, compressed, every request another question: what a request takes of the
// processor beside the search call alone, how many come a second beside the same page that asks PostgreSQL first, and
// how large a page is. The program runs in a process of its own.
func (m *measure) page(ctx context.Context, docs []corpus.Doc) (err error) {
	dir, err := filled(ctx, docs)
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err != nil {
		return err
	}
	n := len(docs)
	var addresses []string
	seen := map[string]bool{}
	for _, q := range compare.MoreQuestions(docs, pageTimes) {
		if a := q.Address(); !seen[a] {
			seen[a] = true
			addresses = append(addresses, a)
		}
	}
	alone, err := searchAlone(ctx, dir, addresses)
	if err != nil {
		return err
	}
	ours, err := m.asked(ctx, dir, n, "", addresses)
	if err != nil {
		return err
	}
	if err := print("page.cpu", n, ours.cpu, "the search call alone", alone, "ms"); err != nil {
		return err
	}
	if err := print("page.bytes.mean", n, ours.meanBytes/1000, "bound", 60, "KB"); err != nil {
		return err
	}
	if err := print("page.bytes.most", n, ours.mostBytes/1000, "bound", 60, "KB"); err != nil {
		return err
	}
	fed, err := m.asked(ctx, dir, n, "postgres", addresses[:min(len(addresses), feedRequests)])
	if err != nil {
		return err
	}
	return print("page.rate", n, ours.rate, "the page that asks PostgreSQL", fed.rate, "requests/s")
}

const (
	pageTimes    = 8   // times the questions
	feedRequests = 264 // of the slower page
	clients      = 4
)

// searchAlone is the processor's time that one question takes without a page, in milliseconds.
func searchAlone(ctx context.Context, dir string, addresses []string) (mean float64, err error) {
	p, err := server.Open(ctx, server.Config{Dir: dir})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	lexicon := query.NewLexicon()
	var asked []query.Request
	for _, a := range addresses {
		u, err := url.Parse(a)
		if err != nil {
			return 0, err
		}
		r := query.FromValues(u.Query(), lexicon)
		if r.Mistaken != nil {
			return 0, fmt.Errorf("%s: %w", a, r.Mistaken)
		}
		asked = append(asked, r)
	}
	all := func() error {
		for _, r := range asked {
			if _, err := p.Corpus.Snapshot().Search(ctx, r.Query, corpus.Window{Order: r.Order, Limit: 20, Unit: upr.UnitSegment, Marks: true}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := all(); err != nil { // warm
		return 0, err
	}
	before := ownCPU()
	if err := all(); err != nil {
		return 0, err
	}
	return ms(ownCPU()-before) / float64(len(asked)), nil
}

func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// usage is what requests took.
type usage struct {
	cpu, rate, meanBytes, mostBytes float64
}

// asked starts the program in another process and asks it every address once, after a warm-up.
func (m *measure) asked(ctx context.Context, dir string, rows int, feed string, addresses []string) (u usage, err error) {
	self, err := os.Executable()
	if err != nil {
		return u, err
	}
	cmd := exec.CommandContext(ctx, self, "-serve", dir, "-feed", feed, "-rows", strconv.Itoa(rows))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe() // the child ends with it
	if err != nil {
		return u, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return u, err
	}
	if err := cmd.Start(); err != nil {
		return u, err
	}
	defer func() { err = errors.Join(err, in.Close(), cmd.Wait()) }()
	base, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return u, fmt.Errorf("the served program did not start: %w", err)
	}
	base = strings.TrimSpace(base)
	if _, err := load(base, addresses[:min(len(addresses), 100)]); err != nil {
		return u, err
	}
	before, err := cpuOf(cmd.Process.Pid)
	if err != nil {
		return u, err
	}
	began := time.Now()
	sizes, err := load(base, addresses)
	if err != nil {
		return u, err
	}
	took := time.Since(began)
	after, err := cpuOf(cmd.Process.Pid)
	if err != nil {
		return u, err
	}
	sum := 0
	for _, s := range sizes {
		sum += s
	}
	count := float64(len(addresses))
	u = usage{ms(after-before) / count, count / took.Seconds(), float64(sum) / count, float64(slices.Max(sizes))}
	tell("page %s: %.3f ms of processor a request, %.1f requests a second, %.0f bytes a page", feed, u.cpu, u.rate, u.meanBytes)
	return u, nil
}

// load asks every address once with a few clients and gives the sizes of the compressed pages.
func load(base string, addresses []string) ([]int, error) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	sizes := make([]int, len(addresses))
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(addresses) || failed.Load() != nil {
					return
				}
				n, err := get(client, base+addresses[i], i)
				if err != nil {
					failed.Store(&err)
					return
				}
				sizes[i] = n
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return sizes, nil
}

func get(client *http.Client, address string, i int) (int, error) {
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set(questionHeader, strconv.Itoa(i))
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, res.Body)
	if cerr := res.Body.Close(); err == nil {
		err = cerr
	}
	if err == nil && (res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != "gzip") {
		err = fmt.Errorf("%s: %s, encoding %q", address, res.Status, res.Header.Get("Content-Encoding"))
	}
	return int(n), err
}

// questionHeader tells the page that asks PostgreSQL which of the questions it is.
const questionHeader = "X-Measured-Question"

// cpuOf is the processor's time that a process and its ended children have taken.
func cpuOf(pid int) (time.Duration, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("the system does not tell the time of a process")
	}
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	kernel, err := strconv.Atoi(fields[12])
	return time.Duration(user+kernel) * 10 * time.Millisecond, err
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// serve is the other process: the program's pages, with feed "postgres" only after PostgreSQL was asked the same.
func serve(ctx context.Context, dir, feed string, seed []corpus.Doc, rows int) (err error) {
	p, err := server.Open(ctx, server.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	h := p.Handler()
	if feed != "" {
		docs := compare.Segments(seed, rows)
		if h, err = fedBy(ctx, h, docs); err != nil {
			return err
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + l.Addr().String())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until the other process closes it or ends
		l.Close()
	}()
	if err := (&http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}).Serve(l); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// fedBy asks PostgreSQL the question of the request before the page is made. The page then asks our search besides,
// which takes a hundredth of that.
func fedBy(ctx context.Context, h http.Handler, docs []corpus.Doc) (http.Handler, error) {
	first, err := open("postgres")
	if err != nil {
		return nil, err
	}
	if err := first.Load(docs); err != nil {
		return nil, err
	}
	free := make(chan compare.Engine, clients)
	free <- first
	for range clients - 1 {
		more, err := first.(*compare.Postgres).Again(ctx)
		if err != nil {
			return nil, err
		}
		free <- more
	}
	var known []compare.Question
	seen := map[string]bool{}
	for _, q := range compare.MoreQuestions(docs, pageTimes) {
		if a := q.Address(); !seen[a] {
			seen[a] = true
			known = append(known, q)
		}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if i, err := strconv.Atoi(r.Header.Get(questionHeader)); err == nil && i >= 0 && i < len(known) {
			e := <-free
			_, err := e.Ask(known[i])
			free <- e
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
		}
		h.ServeHTTP(w, r)
	}), nil
}
