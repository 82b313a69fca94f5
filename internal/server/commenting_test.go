package server_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/server"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Who comments in the soak, and how often: fromSource is what is taken from one source in an hour (consultTakes of package web).
const (
	commenters = 200
	fromSource = 60
)

// commentTime is how long people comment at once: OPENUPR_SOAK ("5m" in make soak); 0: each says a few things as fast as it goes.
func commentTime(t *testing.T) time.Duration {
	s := os.Getenv("OPENUPR_SOAK")
	if s == "" {
		return 0
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestTwoHundredPeopleCommentAtOnce lets two hundred people comment over HTTP, each from an address of their own, while somebody
// floods from one more and a moderator looks at what waits; on one program with SQLite and on two that share a PostgreSQL. What was
// taken is there with its words, its number and its code, in the order of the acts; each comment waits in the queue or was looked
// at; from the source that floods exactly as much is taken as from any; nobody else is held up; and the ledger verifies.
func TestTwoHundredPeopleCommentAtOnce(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { newCommenting(t, server.Config{Dir: t.TempDir()}, 1).run() })
	t.Run("postgres", func(t *testing.T) {
		newCommenting(t, server.Config{Dir: t.TempDir(), DSN: testpg.DSN(t)}, 2).run()
	})
}

// commenting is a consultation at which people comment.
type commenting struct {
	t         *testing.T
	programs  []*server.Program
	id        string
	moderator account.Person
	long      time.Duration

	mu     sync.Mutex
	taken  map[string]answered // by what was said
	took   []time.Duration
	looked map[string]bool // ids
	held   atomic.Int64    // refusals to the source that floods
}

// answered is what a contributor was told.
type answered struct {
	number int
	code   string
}

func newCommenting(t *testing.T, cfg server.Config, programs int) *commenting {
	t.Helper()
	now := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) // it stands: the soak lies within one hour and one day
	cfg.Now = func() time.Time { return now }
	cfg.Log = slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError})) // what went wrong
	x := &commenting{t: t, long: commentTime(t), taken: map[string]answered{}, looked: map[string]bool{}}
	for range programs {
		x.programs = append(x.programs, started(t, cfg))
	}
	p, ctx := x.programs[0], t.Context()
	en := func(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }
	seat := account.Seat{Workspace: "ZZV", Role: account.Coordinator}
	coordinator := testpeople.Seated(t, p.Store, "at-coordinator", account.Member, seat)
	_, _, err := p.Desk.Do(ctx, coordinator, seat, followup.Save{Workspace: "ZZV", Act: "open-work", Puts: []followup.Put{{Kind: plan.KindWorkspace, ID: "ZZV", Thing: plan.Workspace{State: "ZZV"}}}})
	x.must(err)
	ministry, err := p.Desk.SaveBody(ctx, coordinator, "ZZV", "", 0, plan.Body{Names: en("Ministry of Tests"), Kind: plan.Ministry})
	x.must(err)
	x.moderator = testpeople.Seated(t, p.Store, "at-writer", account.Member, account.Seat{Workspace: "ZZV", Role: account.Contributor, Body: ministry})
	x.id, err = p.Council.SaveConsultation(ctx, x.moderator, "ZZV", "", 0, spoken.Consultation{Body: ministry, Draft: spoken.OfReport, Title: en("Draft report"),
		Opens: upr.Date{Year: 2027, Month: 3, Day: 1}, Closes: upr.Date{Year: 2027, Month: 3, Day: 9}, Before: true})
	x.must(err)
	base := func() *council.Held[spoken.Consultation] {
		h, _ := x.closed(p).Consulted.Get(x.id)
		return h
	}
	x.must(p.Council.SaveDraft(ctx, x.moderator, "ZZV", x.id, base().Fact, "en", council.Paragraphs("First words.\n\nSecond words.\n\nThird words.")))
	x.must(p.Council.OpenConsultation(ctx, x.moderator, "ZZV", x.id, base().Fact))
	x.refresh()
	return x
}

func (x *commenting) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

// refresh shows each program what the others did, as following the record does where they run.
func (x *commenting) refresh() {
	x.t.Helper()
	for _, p := range x.programs {
		x.must(p.Desk.Keeper.Refresh(x.t.Context()))
		x.must(p.Council.Keeper.Refresh(x.t.Context()))
	}
}

func (x *commenting) closed(p *server.Program) *council.View {
	x.t.Helper()
	v, err := p.Council.Keeper.Closed(x.t.Context(), "ZZV")
	x.must(err)
	return v
}

var (
	toldNumber = regexp.MustCompile(`It is comment No\. (\d+) of this consultation`)
	toldCode   = regexp.MustCompile(`[0-9A-Z]{5}(-[0-9A-Z]{5}){4}`)
)

// say sends the form of a comment from an address, and says whether it was taken.
func (x *commenting) say(p *server.Program, from, words string, passage int) (taken bool) {
	form := url.Values{"text": {words}, "passage": {spoken.PassageID(x.id, 1, passage)}, "once": {words}}
	r := httptest.NewRequest(http.MethodPost, "/states/ZZV/consultations/"+x.id+"/comment", strings.NewReader(form.Encode()))
	r.RemoteAddr, r.Host = from+":4711", "upr.example.org"
	formType(r)
	w := httptest.NewRecorder()
	begun := time.Now()
	p.Handler().ServeHTTP(w, r)
	took := time.Since(begun)
	number, code := toldNumber.FindStringSubmatch(w.Body.String()), toldCode.FindString(w.Body.String())
	switch {
	case w.Code == http.StatusTooManyRequests:
		return false
	case w.Code != http.StatusOK || number == nil || code == "":
		x.t.Errorf("%s: answers %d, number %q, code of %d letters", words, w.Code, number, len(code))
		return false
	}
	n, _ := strconv.Atoi(number[1])
	x.mu.Lock()
	defer x.mu.Unlock()
	x.taken[words] = answered{n, code}
	x.took = append(x.took, took)
	return true
}

// people comment, each as much as one source may; in the short form twice.
func (x *commenting) people(wg *sync.WaitGroup) {
	times, pause := 2, time.Duration(0)
	if x.long > 0 {
		times = min(fromSource, max(2, int(x.long/time.Second)/5))
		pause = x.long / time.Duration(times)
	}
	for n := range commenters {
		p, r := x.programs[n%len(x.programs)], rand.New(rand.NewPCG(11, uint64(n)))
		wg.Go(func() {
			for i := range times {
				if pause > 0 {
					time.Sleep(pause/2 + time.Duration(r.Int64N(int64(pause))))
				}
				if !x.say(p, fmt.Sprintf("198.51.100.%d", n), fmt.Sprintf("person %d says %d", n, i), 1+r.IntN(3)) {
					x.t.Errorf("person %d is held up at %d", n, i)
				}
			}
		})
	}
}

// flood sends from one address, until the context ends and it was held up or sent far more than is taken.
func (x *commenting) flood(ctx context.Context, wg *sync.WaitGroup) {
	var sent atomic.Int64
	for range 4 {
		wg.Go(func() {
			for ctx.Err() == nil || x.held.Load() == 0 && sent.Load() < 5*fromSource {
				if n := sent.Add(1); !x.say(x.programs[0], "203.0.113.9", fmt.Sprintf("flood %d", n), 1) {
					x.held.Add(1)
					time.Sleep(5 * time.Millisecond)
				}
			}
		})
	}
}

// moderate looks at the oldest of what waits, until the context ends.
func (x *commenting) moderate(ctx context.Context, wg *sync.WaitGroup) {
	last := x.programs[len(x.programs)-1]
	wg.Go(func() {
		for ctx.Err() == nil {
			time.Sleep(50 * time.Millisecond)
			v, err := last.Council.View(x.t.Context(), x.moderator, "ZZV")
			if err != nil {
				x.t.Error(err)
				return
			}
			var ids []string
			for _, w := range v.Queue(x.moderator) {
				if ids = append(ids, w.Comment.ID); len(ids) == 3 {
					break
				}
			}
			if len(ids) == 0 {
				continue
			}
			if err := last.Council.Look(x.t.Context(), x.moderator, "ZZV", ids); err != nil {
				x.t.Errorf("looking at %d comments: %v", len(ids), err)
				return
			}
			for _, id := range ids {
				x.looked[id] = true
			}
		}
	})
}

func (x *commenting) run() {
	ctx, stop := context.WithTimeout(x.t.Context(), x.long)
	var people, others sync.WaitGroup
	if x.long == 0 {
		ctx, stop = context.WithCancel(x.t.Context())
	}
	x.people(&people)
	x.flood(ctx, &others)
	x.moderate(ctx, &others)
	people.Wait()
	stop()
	others.Wait()
	x.refresh()
	x.check()
	slices.Sort(x.took)
	x.t.Logf("%d comments of %d people and one who floods (%d taken, %d refused), %d looked at meanwhile; an answer took %s in the middle, %s at p99",
		len(x.taken), commenters, fromSource, x.held.Load(), len(x.looked), x.took[len(x.took)/2].Round(time.Millisecond), x.took[len(x.took)*99/100].Round(time.Millisecond))
}

func (x *commenting) check() {
	t := x.t
	at, flooded := map[int]string{}, 0
	for words, a := range x.taken {
		if at[a.number] != "" {
			t.Errorf("number %d was told to %q and %q", a.number, at[a.number], words)
		}
		if at[a.number] = words; strings.HasPrefix(words, "flood") {
			flooded++
		}
	}
	if flooded != fromSource || x.held.Load() == 0 {
		t.Errorf("of the flood %d were taken and %d held up", flooded, x.held.Load())
	}
	for i, p := range x.programs {
		list := x.closed(p).CommentsOf(x.id)
		if len(list) != len(x.taken) {
			t.Errorf("program %d: %d were taken and %d are there", i, len(x.taken), len(list))
		}
		last := map[string]int{} // by person, what they said last
		var acts []uint64
		for k, c := range list {
			acts = append(acts, firstAct(t, p, c.ID))
			if c.Thing.Number != k+1 || at[k+1] != c.Thing.Words {
				t.Fatalf("place %d has number %d, %q; it was told to %q", k+1, c.Thing.Number, c.Thing.Words, at[k+1])
			}
			if who, n, ok := strings.Cut(c.Thing.Words, " says "); ok {
				said, _ := strconv.Atoi(n)
				if said != last[who] {
					t.Errorf("%s said %d where %d comes next", who, said, last[who])
				}
				last[who] = said + 1
			}
		}
		for k := range acts[1:] {
			if acts[k] >= acts[k+1] {
				t.Errorf("number %d came in with act %d, the one before with %d", k+2, acts[k+1], acts[k])
				break
			}
		}
		x.queue(p, list)
	}
	p := x.programs[0]
	for _, words := range []string{"person 0 says 1", "person 7 says 0"} {
		mine, err := p.Council.Mine(t.Context(), "ZZV", x.taken[words].code)
		if err != nil || len(mine) != 1 || mine[0].Comment.Thing.Words != words {
			t.Errorf("with the code of %q: %+v, %v", words, mine, err)
		}
	}
	report, err := p.Store.Verify(t.Context(), nil)
	if err != nil || report.Problem != nil {
		t.Errorf("the ledger: %+v %v", report, err)
	}
}

// firstAct is the act in which a comment came in. Two programs number facts from blocks of their own, so it is looked for.
func firstAct(t *testing.T, p *server.Program, id string) uint64 {
	t.Helper()
	first := uint64(0)
	for row, err := range p.Store.History(t.Context(), id) {
		if err != nil {
			t.Fatal(err)
		}
		if first == 0 || row.Act < first {
			first = row.Act
		}
	}
	if first == 0 {
		t.Fatalf("%s has no history", id)
	}
	return first
}

// queue looks whether each comment waits or was looked at, and whether everyone is told that it came in.
func (x *commenting) queue(p *server.Program, list []*council.Held[spoken.Comment]) {
	v, err := p.Council.View(x.t.Context(), x.moderator, "ZZV")
	x.must(err)
	waits := v.Queue(x.moderator)
	if !slices.IsSortedFunc(waits, func(a, b council.Waiting) int { return cmp.Compare(a.Comment.Thing.Number, b.Comment.Thing.Number) }) {
		x.t.Error("the queue is not in the order in which comments came in")
	}
	in := map[string]bool{}
	for _, w := range waits {
		in[w.Comment.ID] = true
	}
	public, err := p.Council.Public(x.t.Context(), "ZZV")
	x.must(err)
	for _, c := range list {
		said, ok := public.Comments.Get(c.ID)
		switch {
		case in[c.ID] == x.looked[c.ID]:
			x.t.Errorf("%q: in the queue %t, looked at %t", c.Thing.Words, in[c.ID], x.looked[c.ID])
		case !ok || said.Thing.Number != c.Thing.Number || (said.Thing.Words != "") != x.looked[c.ID]:
			x.t.Errorf("everyone reads %+v of %q, looked at %t", said, c.Thing.Words, x.looked[c.ID])
		}
	}
}
