package sealed_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council/sealed"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// sealedWorld is a workspace with an institution, an organisation and a ministry, on one database.
type sealedWorld struct {
	*sealed.Inbox
	now     time.Time
	monitor account.Person // of the institution "nhri"
	days    *sealed.Days
}

func newSealedWorld(t *testing.T, dsn string) *sealedWorld {
	t.Helper()
	w := &sealedWorld{now: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return w.now }
	s, err := store.Open(t.Context(), store.Config{Dir: t.TempDir(), DSN: dsn, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	k, err := record.NewKeeper(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	d := &followup.Desk{Store: s, Keeper: followup.NewKeeper(s), Record: k, Now: clock}
	boss := testpeople.Seated(t, s, "boss", account.Member, account.Seat{Workspace: "KAZ", Role: account.Coordinator})
	for id, kind := range map[string]plan.BodyKind{"nhri": plan.Commissioner, "ngo": plan.Organisation, "mj": plan.Ministry} {
		_, _, err := d.Do(t.Context(), boss, boss.Seats[0], followup.Save{Workspace: "KAZ", Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, ID: id, Thing: plan.Body{Names: plan.Names{{Lang: "en", Words: id}}, Kind: kind}}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.Inbox = &sealed.Inbox{Store: s, Work: d.Keeper, Now: clock}
	w.days = &sealed.Days{Inbox: w.Inbox, Node: "n", Log: slog.New(slog.DiscardHandler)}
	w.monitor = testpeople.Seated(t, s, "monitor", account.Member, account.Seat{Workspace: "KAZ", Role: account.Monitor, Body: "nhri"})
	return w
}

func eachDatabase(t *testing.T, test func(t *testing.T, w *sealedWorld)) {
	for name, dsn := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": func() string { return testpg.DSN(t) }} {
		t.Run(name, func(t *testing.T) { test(t, newSealedWorld(t, dsn())) })
	}
}

func newKey(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (w *sealedWorld) submit(t *testing.T, to string, text string) seal.Code {
	t.Helper()
	c, err := seal.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Reply()
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := seal.SealSubmission(to, seal.Submission{Text: text, Reply: r})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Take(t.Context(), "KAZ", blobs); err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *sealedWorld) read(t *testing.T, id *age.X25519Identity) (*seal.Reader, []seal.Opened) {
	t.Helper()
	list, err := w.Bundle(t.Context(), w.monitor, "KAZ", "2026-11")
	if err != nil {
		t.Fatal(err)
	}
	r := seal.NewReader(id)
	for _, h := range list {
		r.Add(h)
	}
	out, missing := r.Submissions()
	if missing+r.Bad > 0 {
		t.Errorf("%d missing, %d bad", missing, r.Bad)
	}
	return r, out
}

func (w *sealedWorld) acts(t *testing.T, kind string) (out []uint64) {
	t.Helper()
	head, err := w.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for h, err := range w.Store.Acts(t.Context(), 1, head.Number) {
		if err != nil {
			t.Fatal(err)
		}
		if h.Kind == kind {
			out = append(out, h.Facts)
			if h.Role != "" || h.Body != "" || h.Scope != "sealed/KAZ" {
				t.Errorf("the act tells %+v", h)
			}
		}
	}
	return out
}

func TestADayOfSealedPiecesIsOneActAndTellsNothing(t *testing.T) {
	eachDatabase(t, func(t *testing.T, w *sealedWorld) {
		ctx := t.Context()
		id, before := newKey(t), newKey(t)
		if err := w.Take(ctx, "KAZ", [][]byte{dummy(t)}); !errors.Is(err, sealed.ErrNoDesk) {
			t.Errorf("without a desk: %v", err)
		}
		for _, k := range []*age.X25519Identity{before, id} {
			if err := w.SetKey(ctx, w.monitor, "KAZ", "nhri", k.Recipient().String(), "We read on Mondays."); err != nil {
				t.Fatal(err)
			}
		}
		if d, err := w.Desk(ctx, "KAZ", "nhri"); err != nil || d.Recipient != id.Recipient().String() || d.Names[0].Words != "nhri" {
			t.Errorf("%+v %v", d, err)
		}
		pass := func() {
			t.Helper()
			if err := w.days.Pass(ctx); err != nil {
				t.Fatal(err)
			}
		}
		pass()
		if acts := w.acts(t, "sealed"); len(acts) != 0 {
			t.Errorf("a day before the desk was there has the act %v", acts)
		}
		code := w.submit(t, id.Recipient().String(), "marker-one")
		w.submit(t, id.Recipient().String(), strings.Repeat("水", seal.MaxText)) // four pieces
		r, list := w.read(t, id)
		if len(list) != 2 {
			t.Fatalf("%d read on the day itself", len(list))
		}
		sent := list[slices.IndexFunc(list, func(o seal.Opened) bool { return o.Text == "marker-one" })]
		answer := func(text string) {
			t.Helper()
			b, err := seal.SealAnswer(sent.Reply, seal.Answer{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			tag := sent.Reply.Tag(r.Answered(sent.Reply))
			if err := w.Answer(ctx, w.monitor, "KAZ", tag, b); err != nil {
				t.Fatal(err)
			}
			if err := w.Answer(ctx, w.monitor, "KAZ", tag, b); err != nil {
				t.Errorf("the same answer twice: %v", err)
			}
			if err := w.Answer(ctx, w.monitor, "KAZ", tag, dummy(t)); !errors.Is(err, store.ErrSealedTag) {
				t.Errorf("another answer under the same tag: %v", err)
			}
		}
		answer("Thank you.")
		w.now = w.now.Add(14 * time.Hour)
		pass()
		pass()
		w.now = w.now.Add(24 * time.Hour)
		r, list = w.read(t, id)
		if len(list) != 2 {
			t.Fatalf("%d read from the ledger", len(list))
		}
		answer("Something more.")
		pass() // a day without anything has its act too
		w.now = w.now.Add(24 * time.Hour)
		pass() // and the day of the second answer
		if acts := w.acts(t, "sealed"); fmt.Sprint(acts) != "[8 8 8]" {
			t.Errorf("acts with %v facts", acts)
		}
		if left, err := w.Store.WaitingSealed(ctx, "KAZ"); err != nil || len(left) != 0 {
			t.Errorf("%d stay in the inbox: %v", len(left), err)
		}
		re, err := code.Reply()
		if err != nil {
			t.Fatal(err)
		}
		found, err := w.Find(ctx, "KAZ", [4]seal.Tag{re.Tag(0), re.Tag(1), re.Tag(2), re.Tag(3)})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, b := range found {
			if len(b) != seal.BlobSize {
				t.Errorf("%d bytes", len(b))
			}
			a, ok, err := seal.OpenAnswer(code, b)
			if err != nil {
				t.Error(err)
			}
			if ok {
				said = append(said, a.Text)
			}
		}
		if fmt.Sprint(said) != "[Thank you. Something more.]" {
			t.Errorf("found %q", said)
		}
		if rep, err := w.Store.Verify(ctx, nil); err != nil || rep.Problem != nil {
			t.Errorf("%+v %v", rep, err)
		}
		for row, err := range w.Store.Facts(ctx, store.Filter{Kinds: []string{"sealed"}}) {
			if err != nil {
				t.Fatal(err)
			}
			if n := len(row.Fact.Fields); n != 2 || row.Review != "sealed/KAZ" || len(row.Fact.Subject) != 32 || len(row.Fact.Get("blob")) != (seal.BlobSize+2)/3*4 {
				t.Errorf("a fact tells %d values about %s", n, row.Fact.Subject)
			}
		}
	})
}

func dummy(t *testing.T) []byte {
	t.Helper()
	b, err := seal.Dummy()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOnlyADeskHoldsItsKeyAndFetches(t *testing.T) {
	w := newSealedWorld(t, "")
	ctx := t.Context()
	to := newKey(t).Recipient().String()
	for name, x := range map[string]struct {
		seat         account.Seat
		body         string
		holds, reads bool
	}{
		"the institution":          {account.Seat{Role: account.Monitor, Body: "nhri"}, "nhri", true, true},
		"an organisation":          {account.Seat{Role: account.Stakeholder, Body: "ngo"}, "ngo", true, true},
		"another body's desk":      {account.Seat{Role: account.Stakeholder, Body: "ngo"}, "nhri", false, true},
		"a coordinator":            {account.Seat{Role: account.Coordinator}, "nhri", false, false},
		"a ministry's validator":   {account.Seat{Role: account.Validator, Body: "mj"}, "mj", false, false},
		"a council's secretary":    {account.Seat{Role: account.Secretary, Body: "nhri"}, "nhri", false, false},
		"a steward":                {account.Seat{Role: account.Steward}, "nhri", false, false},
		"a reader":                 {account.Seat{Role: account.Reader}, "nhri", false, false},
		"a member of no workspace": {account.Seat{}, "nhri", false, false},
	} {
		who := account.Person{ID: "x", Role: account.Administrator}
		if x.seat.Role != "" {
			x.seat.Workspace = "KAZ"
			who.Seats = []account.Seat{x.seat}
		}
		var refused *followup.Refused
		if err := w.SetKey(ctx, who, "KAZ", x.body, to, ""); errors.As(err, &refused) == x.holds {
			t.Errorf("%s sets a key: %v", name, err)
		}
		if _, err := w.Bundle(ctx, who, "KAZ", "2026-11"); errors.As(err, &refused) == x.reads {
			t.Errorf("%s fetches: %v", name, err)
		}
		if err := w.Answer(ctx, who, "KAZ", seal.Tag{1}, nil); errors.As(err, &refused) == x.reads {
			t.Errorf("%s answers: %v", name, err)
		}
	}
	if err := w.SetKey(ctx, w.monitor, "KAZ", "nhri", "AGE-SECRET-KEY-1", ""); !errors.Is(err, sealed.ErrRecipient) {
		t.Errorf("a private key: %v", err)
	}
	if err := w.SetKey(ctx, w.monitor, "KAZ", "nhri", "", ""); err != nil {
		t.Error(err)
	}
	if _, err := w.Desk(ctx, "KAZ", "nhri"); !errors.Is(err, sealed.ErrNoDesk) {
		t.Errorf("a closed desk: %v", err)
	}
	if since, err := w.Since(ctx, "KAZ"); err != nil || since != (upr.Date{Year: 2026, Month: 11, Day: 23}) {
		t.Errorf("%v %v", since, err)
	}
}

func TestWhatIsTakenInADayIsBounded(t *testing.T) {
	w := newSealedWorld(t, "")
	ctx := t.Context()
	if err := w.SetKey(ctx, w.monitor, "KAZ", "nhri", newKey(t).Recipient().String(), ""); err != nil {
		t.Fatal(err)
	}
	full := make([][]byte, 16)
	for i := range full {
		full[i] = dummy(t)
	}
	taken := 0
	for range 20 {
		err := w.Take(ctx, "KAZ", full)
		if errors.Is(err, store.ErrSealedFull) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		taken += len(full)
	}
	if taken != 192 {
		t.Errorf("%d pieces taken", taken)
	}
	if err := w.Answer(ctx, w.monitor, "KAZ", seal.Tag{7}, dummy(t)); err != nil {
		t.Errorf("an answer has no room: %v", err)
	}
	for name, blobs := range map[string][][]byte{"two pieces": full[:2], "none": nil} {
		if err := w.Take(ctx, "KAZ", blobs); !errors.Is(err, sealed.ErrPieces) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := w.Take(ctx, "KAZ", [][]byte{[]byte("words in the open")}); !errors.Is(err, seal.ErrBlob) {
		t.Errorf("words in the open: %v", err)
	}
	w.now = w.now.Add(24 * time.Hour)
	if err := w.days.Pass(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.days.Pass(ctx); err != nil {
		t.Fatal(err)
	}
	if acts := w.acts(t, "sealed"); len(acts) != 1 || acts[0] != 256 {
		t.Errorf("acts with %v facts", acts)
	}
}
