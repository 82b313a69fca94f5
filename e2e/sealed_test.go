package e2e_test

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"math/bits"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TestSealed sends ten submissions of ten random words each, sealed by browsers with and without scripts, past somebody who
// listens. The words are nowhere that the program writes, and nothing that the server has opens one; the desk, which made its
// key in its own browser, reads all ten and answers two; both answers are read with their return codes.
func TestSealed(t *testing.T) {
	if _, err := binary(); err != nil { // before a walk gives its program another folder for temporary files
		t.Fatal(err)
	}
	if left := time.Until(time.Now().UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)); left < 2*time.Minute {
		time.Sleep(left + time.Second) // what is sealed on two days is in two acts
	}
	var mu sync.Mutex
	var all []sealedCounts
	t.Run("walks", func(t *testing.T) {
		for name, dsn := range map[string]func(t *testing.T) string{"sqlite": func(*testing.T) string { return "" }, "postgres": func(t *testing.T) string { return testpg.DSN(t) }} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newSealedWalk(t, dsn(t))
				w.walk()
				mu.Lock()
				defer mu.Unlock()
				all = append(all, w.counts)
			})
		}
	})
	var sum sealedCounts
	for _, c := range all {
		sum.add(c)
	}
	fmt.Printf("Sealed: %d databases, %d submissions (%d sealed by browsers, %d by the program), %d read by their desk, %d answered, %d answers read; %d words and %d other secrets looked for in %d places, %d found; %d keys of the servers' secrets tried, %d pieces opened; %d requests heard\n",
		len(all), sum.submissions, sum.byBrowser, sum.submissions-sum.byBrowser, sum.read, sum.answered, sum.answersRead,
		sum.words, sum.secrets, sum.places, sum.found, sum.keys, sum.opened, sum.requests)
}

type sealedCounts struct {
	submissions, byBrowser, read, answered, answersRead, words, secrets, places, found, keys, opened, requests int
}

func (a *sealedCounts) add(b sealedCounts) {
	for _, x := range [][2]*int{{&a.submissions, &b.submissions}, {&a.byBrowser, &b.byBrowser}, {&a.read, &b.read}, {&a.answered, &b.answered}, {&a.answersRead, &b.answersRead},
		{&a.words, &b.words}, {&a.secrets, &b.secrets}, {&a.places, &b.places}, {&a.found, &b.found}, {&a.keys, &b.keys}, {&a.opened, &b.opened}, {&a.requests, &b.requests}} {
		*x[0] += *x[1]
	}
}

const (
	sealedBody  = "Ombudsman of Vesland" // a name that is public: what looks for words must find it
	sealedCount = 10
)

// sealedWalk is one program, the people who come to it, and all that must not be found there.
type sealedWalk struct {
	*testing.T
	dir, temp, dsn string
	s              *store.Store
	work           *followup.Keeper
	p              *program
	line           *line
	desk           *tab
	deskPage, key  string

	with, without, member *tab
	words                 [][]string // of each submission
	answers               []string   // words of the two answers
	codes                 []string
	counts                sealedCounts
}

func newSealedWalk(t *testing.T, dsn string) *sealedWalk {
	t.Helper()
	w := &sealedWalk{T: t, dir: t.TempDir(), temp: t.TempDir(), dsn: dsn}
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, "serve", "--dir", w.dir, "--addr", "127.0.0.1:0")
	if dsn != "" {
		cmd.Args = append(cmd.Args, "--database", dsn)
	}
	cmd.Env = append(os.Environ(), "TMPDIR="+w.temp)
	if w.p, err = start(cmd, w.dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.p.stop() })
	w.line = watch(t, w.p.url)
	w.s = w.open(time.Now)
	k, err := record.NewKeeper(t.Context(), w.s)
	if err != nil {
		t.Fatal(err)
	}
	d := &followup.Desk{Store: w.s, Keeper: followup.NewKeeper(w.s), Record: k, Now: time.Now}
	w.work = d.Keeper
	boss := testpeople.Seated(t, w.s, "boss", account.Member, account.Seat{Workspace: "KAZ", Role: account.Coordinator})
	_, _, err = d.Do(t.Context(), boss, boss.Seats[0], followup.Save{Workspace: "KAZ", Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, ID: "nhri",
		Thing: plan.Body{Names: plan.Names{{Lang: "en", Words: sealedBody}}, Kind: plan.Commissioner}}}})
	if err != nil {
		t.Fatal(err)
	}
	testpeople.Seated(t, w.s, "monitor", account.Member, account.Seat{Workspace: "KAZ", Role: account.Monitor, Body: "nhri"})
	return w
}

func (w *sealedWalk) open(clock func() time.Time) *store.Store {
	w.Helper()
	s, err := store.Open(w.Context(), store.Config{Dir: w.dir, DSN: w.dsn, Clock: clock})
	if err != nil {
		w.Fatal(err)
	}
	w.Cleanup(func() { _ = s.Close() })
	return s
}

func (w *sealedWalk) walk() {
	w.desk, w.with, w.without, w.member = openTab(w), openTab(w), openTab(w), openTab(w)
	w.without.withoutScripts()
	w.desk.signInAs(w.line.url, "monitor")
	w.member.signInAs(w.line.url, "boss")
	w.deskPage = w.line.url + "/work/KAZ/sealed?lang=en"
	w.key = w.desk.makeKey(w.deskPage)

	for i := range sealedCount {
		w.contribute(i)
	}
	if n := len(w.with.cookies()) + len(w.without.cookies()); n != 0 {
		w.Errorf("contributors were given %d cookies", n)
	}
	w.desk.unseal(w.deskPage, w.key, fmt.Sprint(sealedCount))
	w.reads(w.desk.words(), "the desk's browser")
	w.answers = []string{randomWord(), randomWord()}
	w.desk.answerSealed(w.words[0][0], "A short answer "+w.answers[0]) // to what a browser sealed
	bundle := w.desk.bundleOf(w.deskPage)
	off := newOffline(w.T, w.key)
	w.handIn(off.answer(bundle, w.words[1][0], strings.Repeat("A long answer. ", 200)+w.answers[1])) // to what the program sealed
	w.counts.answered = 2
	opened := map[string][]byte{}
	filesBelow(w.T, filepath.Join(off.dir, "opened"), opened)
	var read []byte
	for _, b := range opened {
		read = append(read, b...)
	}
	w.reads(string(read), "the command line")
	w.readAnswers()
	places := map[string][]byte{}
	filesBelow(w.T, w.dir, places) // while the program runs, with what has not been written to its place yet
	while := map[string][]byte{}
	for place, b := range places {
		while["while it runs: "+place] = b
	}
	w.closeDay()
	w.readAnswers()
	w.nothingOpens(w.desk.bundleOf(w.deskPage))
	w.listened()
	if err := w.p.stop(); err != nil {
		w.Fatal(err)
	}
	if rep, err := w.s.Verify(w.Context(), nil); err != nil || rep.Problem != nil {
		w.Errorf("the ledger: %+v %v", rep, err)
	}
	w.look(while)
}

func randomWord() string {
	b := make([]byte, 8)
	_, _ = rand.Read(b)
	return "m" + hex.EncodeToString(b)
}

// contribute sends submission i: every other one from a browser without scripts; some long, some with a file, some with a
// pseudonym, some by a person who is signed in.
func (w *sealedWalk) contribute(i int) {
	w.Helper()
	words := make([]string, 10)
	for j := range words {
		words[j] = randomWord()
	}
	w.words = append(w.words, words)
	scripts := i%2 == 0
	tb := w.with
	if !scripts {
		tb = w.without
	}
	if i == 2 || i == 9 {
		tb = w.member
		tb.scripts(scripts)
	}
	tb.visit(w.line.url + "/states/KAZ/sealed/nhri?lang=en")
	if scripts {
		tb.holds("the browser seals", `!document.querySelector('[data-sealed-when="browser"]').hidden`)
	} else if !tb.says("Sealed by the program") {
		w.Error("without scripts the page does not say that the program seals")
	}
	if eval[bool](tb, "looking for who is signed in", `!!document.querySelector('form[action="/sign-out"]')`) {
		w.Error("the form knows who is signed in")
	}
	text := words
	switch i {
	case 4, 5:
		text = append(slices.Clone(words), strings.Repeat("as long as can be ", 300))
	case 6, 7:
		tb.choose("#files", "a-telling-name.txt", "text/plain", strings.Repeat(strings.Join(words[5:], " ")+"\n", 300))
		text = words[:5]
	case 8:
		tb.fill("#pseudonym", words[9])
		text = words[:9]
	}
	tb.fill("#text", strings.Join(text, " "))
	w.counts.submissions++
	if scripts {
		tb.do("sending", clicking(`form[data-seal] button`))
		tb.holds("the code is shown", `!document.querySelector("[data-sealed-done]").hidden`)
		w.counts.byBrowser++
	} else {
		tb.follow(`form[data-seal] button`)
	}
	code := eval[string](tb, "reading the code", `document.querySelector("[data-sealed-code]")?.textContent ?? ""`)
	if _, err := seal.ParseCode(code); err != nil {
		w.Fatalf("submission %d has the code %q: %v\n%s", i, code, err, tb.words())
	}
	w.codes = append(w.codes, code)
}

// reads says that everything that was sent is there, but for what the desk's browser offers as files.
func (w *sealedWalk) reads(text, who string) {
	w.Helper()
	n := 0
	for i, words := range w.words {
		if (i == 6 || i == 7) && strings.Contains(who, "browser") {
			words = words[:5]
		}
		whole := true
		for _, x := range words {
			whole = whole && strings.Contains(text, x)
		}
		if !whole {
			w.Errorf("%s does not read submission %d", who, i)
			continue
		}
		n++
	}
	w.counts.read = n
}

// handIn hands in sealed answers that were made without a network, twice: the second time changes nothing.
func (w *sealedWalk) handIn(answers string) {
	w.Helper()
	for range 2 {
		w.desk.visit(w.deskPage)
		eval[bool](w.desk, "opening the details", `document.querySelector("#answers").closest("details").open = true`)
		w.desk.choose("#answers", "answers.ndjson", "application/x-ndjson", answers)
		w.desk.follow(`form:has(#answers) button`)
		if !w.desk.says("answer was kept") && !w.desk.says("answers were kept") {
			w.Errorf("handing in says\n%s", w.desk.words())
		}
	}
}

// readAnswers reads both answers with their codes, in a browser that opens them and in one that has them opened.
func (w *sealedWalk) readAnswers() {
	w.Helper()
	w.counts.answersRead = 0
	for i, word := range w.answers {
		w.with.visit(w.line.url + "/states/KAZ/sealed/answer?lang=en")
		w.with.holds("the browser opens", `!document.querySelector('[data-sealed-when="browser"]').hidden`)
		w.with.fill("#code", strings.ToLower(w.codes[i]))
		w.with.do("asking", clicking(`form[data-sealed-answer] button`))
		w.with.holds("the answer is read with scripts", `document.querySelector("[data-sealed-answers]").textContent.includes(`+quote(word)+`)`)
		w.without.visit(w.line.url + "/states/KAZ/sealed/answer?lang=en")
		w.without.fill("#code", w.codes[i])
		w.without.follow(`form[data-sealed-answer] button`)
		if !w.without.says(word) {
			w.Errorf("without scripts answer %d is not read:\n%s", i, w.without.words())
			continue
		}
		w.counts.answersRead++
	}
}

// closeDay closes the day as the program does after midnight, from a second program whose clock says tomorrow, and looks at the
// one act of the day.
func (w *sealedWalk) closeDay() {
	w.Helper()
	tomorrow := func() time.Time { return time.Now().Add(24 * time.Hour) }
	s, ctx := w.open(tomorrow), w.Context()
	days := &sealed.Days{Inbox: &sealed.Inbox{Store: s, Work: w.work, Now: tomorrow}, Node: "tomorrow", Log: slog.New(slog.DiscardHandler)}
	if err := days.Pass(ctx); err != nil {
		w.Fatal(err)
	}
	head, err := s.Head(ctx)
	if err != nil {
		w.Fatal(err)
	}
	var acts []uint64
	for h, err := range s.Acts(ctx, 1, head.Number) {
		if err != nil {
			w.Fatal(err)
		}
		if h.Kind == sealed.ActSealed {
			acts = append(acts, h.Facts)
		}
	}
	if len(acts) != 1 || bits.OnesCount64(acts[0]) != 1 || acts[0] < sealedCount {
		w.Errorf("a day is acts of %v pieces, want one act of a power of two", acts)
	}
	if left, err := s.WaitingSealed(ctx, "KAZ"); err != nil || len(left) != 0 {
		w.Errorf("%d pieces still wait: %v", len(left), err)
	}
}

// nothingOpens tries everything that the server has, and that looks like a secret, on every sealed piece; then the desk's key.
func (w *sealedWalk) nothingOpens(bundle string) {
	w.Helper()
	secrets := map[string][]byte{"environment": []byte(strings.Join(w.p.cmd.Env, "\n")), "log": []byte(w.p.said.String())}
	files := map[string][]byte{}
	filesBelow(w.T, w.dir, files)
	for place, b := range files {
		if strings.Contains(filepath.Base(place), "key") {
			secrets[place] = b
		}
	}
	if len(secrets) < 3 {
		w.Fatal("the server's signing key was not found")
	}
	tables := map[string][]byte{}
	w.tables(tables)
	for place, b := range tables {
		if place != "table fact" && place != "table tree_hash" { // public, or the pieces themselves
			secrets[place] = b
		}
	}
	ids := identitiesFrom(w.T, secrets)
	server, desk := seal.NewReader(ids...), seal.NewReader()
	own, err := seal.ReadIdentities(strings.NewReader(w.key))
	if err != nil {
		w.Fatal(err)
	}
	desk = seal.NewReader(own...)
	err = seal.ReadBundle(strings.NewReader(bundle), seal.BundleName, func(_ string, h seal.Held) error {
		server.Add(h)
		desk.Add(h)
		return nil
	})
	if err != nil {
		w.Fatal(err)
	}
	list, missing := server.Submissions()
	w.counts.keys, w.counts.opened = len(ids), len(list)+missing+server.Bad
	if w.counts.opened != 0 || len(ids) < 10 {
		w.Errorf("with %d keys made of the server's secrets %d submissions open", len(ids), w.counts.opened)
	}
	if list, missing := desk.Submissions(); len(list) != sealedCount || missing+desk.Bad != 0 {
		w.Errorf("with the desk's key %d open, %d are missing, %d bad", len(list), missing, desk.Bad)
	}
}

func (w *sealedWalk) tables(into map[string][]byte) {
	w.Helper()
	if w.dsn != "" {
		tablesOf(w.T, "pgx", w.dsn, into)
		return
	}
	tablesOf(w.T, "sqlite", "file:"+filepath.Join(w.dir, "record.db")+"?mode=ro", into)
}

// secret is everything that nothing may tell: words, the desk's key, return codes.
func (w *sealedWalk) secret() (words, others []string) {
	for _, x := range w.words {
		words = append(words, x...)
	}
	words = append(words, w.answers...)
	private := strings.TrimSpace(w.key[strings.LastIndex(w.key, "AGE-SECRET-KEY-1"):])
	others = append(others, "AGE-SECRET-KEY-1", strings.TrimPrefix(private, "AGE-SECRET-KEY-1"))
	for _, c := range w.codes {
		others = append(others, c, strings.ReplaceAll(c, "-", ""))
	}
	return words, others
}

// listened looks at what went over the line.
func (w *sealedWalk) listened() {
	w.Helper()
	words, others := w.secret()
	telling := lookFor(append(words, others...))
	all := w.line.heard("/")
	w.counts.requests = len(all)
	lengths := map[string]map[int]bool{}
	told := 0
	for _, p := range all {
		here := strings.HasPrefix(p.path, "/states/KAZ/sealed")
		plain := here && p.method == "POST" && !p.sealedHere() // sealed or opened by the program, as the page says
		if found := telling.in(p.request); len(found) > 0 && !plain {
			w.Errorf("%s %s tells %.6s…", p.method, p.path, found[0])
		} else if len(found) > 0 {
			told++
		}
		if !here {
			continue
		}
		if len(p.sets) > 0 || p.sealedHere() && p.cookie != "" {
			w.Errorf("%s %s: cookies %q sent, %q set", p.method, p.path, p.cookie, p.sets)
		}
		what := fmt.Sprintf("%s %s %v %v", p.method, p.path, plain, len(p.body) > seal.BlobSize && p.sealedHere())
		for n, size := range map[string]int{"requests ": len(p.request), "answers ": len(p.answer)} {
			if n == "requests " && (p.method != "POST" || plain) || n == "answers " && p.method == "GET" {
				continue
			}
			if lengths[n+what] == nil {
				lengths[n+what] = map[int]bool{}
			}
			lengths[n+what][size] = true
		}
	}
	if told < sealedCount-w.counts.byBrowser {
		w.Errorf("only %d requests of browsers without scripts tell their words: who listens here hears nothing", told)
	}
	if len(lengths) < 5 {
		w.Errorf("kinds of requests: %v", lengths)
	}
	for what, sizes := range lengths {
		if len(sizes) != 1 {
			w.Errorf("%s: lengths %v, want one", what, sizes)
		}
	}
}

// look looks for every secret in everything that the program wrote, and at places that it was in while it ran.
func (w *sealedWalk) look(places map[string][]byte) {
	w.Helper()
	places["log"] = []byte(w.p.said.String())
	var backup bytes.Buffer
	if err := w.s.Backup(w.Context(), &backup, store.BackupOptions{Accounts: true, SigningKey: true}); err != nil {
		w.Fatal(err)
	}
	places["backup"], places["backup, unpacked"] = backup.Bytes(), gunzip(w.T, backup.Bytes())
	filesBelow(w.T, w.dir, places)
	before := len(places)
	filesBelow(w.T, w.temp, places)
	if n := len(places) - before; n != 0 {
		w.Errorf("%d files are left in the folder for temporary files", n)
	}
	w.tables(places)
	if w.dsn != "" { // the database server's own files, with its log of writes
		u, err := url.Parse(w.dsn)
		if err != nil {
			w.Fatal(err)
		}
		filesBelow(w.T, u.Query().Get("host"), places)
	}
	words, others := w.secret()
	others = append(others, visitorAddress, proxyAddress)
	search := lookFor(slices.Concat(words, others, []string{sealedBody}))
	control := 0
	for place, b := range places {
		for _, x := range search.in(b) {
			if x == sealedBody {
				control++
				continue
			}
			w.counts.found++
			w.Errorf("%.6s… stands in %s", x, place)
		}
	}
	if control < 3 {
		w.Errorf("what must be found was found in %d of %d places: the search does not work", control, len(places))
	}
	w.counts.words, w.counts.secrets, w.counts.places = len(words), len(others), len(places)
}
