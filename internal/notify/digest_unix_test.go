//go:build unix

package notify_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/notify"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/testpg"
	"github.com/openupr/openupr/internal/upr/plan"
)

// monday is the first day of the tests, just after midnight in Geneva.
var monday = time.Date(2026, 11, 23, 0, 30, 0, 0, time.UTC)

// parts of a mail by their media types.
func parts(t *testing.T, m *mail.Message) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextRawPart()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		out[kind] = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
}

// week lets the teller work through days of hours.
func (w *world) week(t *notify.Teller, days int, each func(day int)) {
	w.t.Helper()
	for d := range days {
		if each != nil {
			each(d)
		}
		for range 6 {
			w.pass(t)
			w.clock.add(4 * time.Hour)
		}
	}
}

func to(list []*mail.Message) map[string]int {
	out := map[string]int{}
	for _, m := range list {
		name, _, _ := strings.Cut(strings.Trim(m.Header.Get("To"), "<>"), "@")
		out[name]++
	}
	return out
}

func TestAWeekOfDigests(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(6)
	w.teller.Mail = s.config()
	w.must(w.teller.Mail.Check())
	w.wants(w.writer, store.DailyDigest)
	w.wants(w.validator, store.WeeklyDigest)
	w.wants(w.coordinator, store.WeeklyDigest)
	w.wants(w.reader, store.DailyDigest) // for whom nothing ever waits
	due := w.day(2)
	w.assign(0, "wells", due)
	w.assign(1, "wells", due)
	w.week(w.teller, 7, func(day int) {
		if day == 4 {
			w.assign(2, "wells", due)
		}
	})
	// The writer: on Monday two are new, on Thursday two are overdue, on Friday another is given; on the other days nothing
	// is new. The validator: one mail a week. Nothing waits for the coordinator yet.
	got := s.arrived(4)
	if diff := cmp.Diff(map[string]int{"writer": 3, "validator": 1}, to(got)); diff != "" {
		t.Fatal(diff)
	}
	ids := map[string]bool{}
	for _, m := range got {
		ids[m.Header.Get("Message-ID")] = true
		if m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.HasPrefix(m.Header.Get("List-Unsubscribe"), "<https://upr.example/mail/") || m.Header.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("headers %v", m.Header)
		}
		p := parts(t, m)
		for kind, words := range p {
			if strings.Contains(words, "stays secret") {
				t.Errorf("the words of a recommendation are in the %s of a mail", kind)
			}
			if !strings.Contains(words, "https://upr.example/work/"+ws) || !strings.Contains(words, strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")) {
				t.Errorf("%s has no way into the workspace or no way out:\n%s", kind, words)
			}
		}
		if len(p) != 2 || strings.Contains(p["text/html"], "<script") || strings.Contains(p["text/html"], "<img") {
			t.Errorf("parts %v", p)
		}
	}
	if len(ids) != len(got) {
		t.Errorf("only %d Message-IDs", len(ids))
	}
}

func TestWhatADigestSays(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(3)
	w.teller.Mail = s.config()
	n := w.wants(w.writer, store.DailyDigest)
	n.Lang = "ru"
	_, err := w.store.SetNotice(t.Context(), n)
	w.must(err)
	w.assign(0, "wells", w.day(-3))
	w.assign(1, "drains", w.day(-3)) // another body's
	w.pass(w.teller)
	w.clock.add(8 * time.Hour)
	w.pass(w.teller)
	p := parts(t, s.arrived(1)[0])
	for _, want := range []string{"W.1", "Поручено вам", "Просрочено: 1", "3 дня назад", "Some writer", "/recs/own%2F"} {
		if !strings.Contains(p["text/plain"], want) || !strings.Contains(p["text/html"], want) {
			t.Errorf("no %q in\n%s", want, p["text/plain"])
		}
	}
	if strings.Contains(p["text/plain"], "W.2") {
		t.Error("it tells of another body's work")
	}
}

func TestPauseAndStop(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(6)
	w.teller.Mail = s.config()
	n := w.wants(w.writer, store.DailyDigest)
	n.Paused = "2026-11-26"
	_, err := w.store.SetNotice(t.Context(), n)
	w.must(err)
	w.week(w.teller, 4, func(day int) { w.assign(day, "wells", w.day(60)) }) // from Monday to Thursday, every day something new
	got := s.arrived(1)
	if at, _ := got[0].Header.Date(); at.Format(time.DateOnly) != "2026-11-26" {
		t.Errorf("it comes on %v", at)
	}
	n, err = w.store.Notice(t.Context(), w.writer.ID)
	w.must(err)
	n.Every = store.NoDigest
	_, err = w.store.SetNotice(t.Context(), n)
	w.must(err)
	w.assign(5, "wells", w.day(60))
	w.week(w.teller, 2, nil)
	s.arrived(1)
	// Who may not sign in any more, or has no seat, gets nothing either.
	n.Every = store.DailyDigest
	_, err = w.store.SetNotice(t.Context(), n)
	w.must(err)
	w.must(w.store.SetDisabled(t.Context(), w.writer.ID, true))
	w.week(w.teller, 2, nil)
	s.arrived(1)
}

func TestEscalationGoesUpward(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(1)
	w.teller.Mail = s.config()
	if ok, err := w.teller.SetEscalation(t.Context(), ws, notify.Escalation{Validator: 3, Coordinator: 6}); err != nil || !ok {
		t.Fatal(ok, err)
	}
	for _, e := range []notify.Escalation{{0, 5}, {5, 4}, {1, 400}} {
		if ok, err := w.teller.SetEscalation(t.Context(), ws, e); err != nil || ok {
			t.Errorf("%+v is kept: %v, %v", e, ok, err)
		}
	}
	w.assign(0, "wells", w.day(0))
	v, err := w.desk.See(t.Context(), w.writer, ws)
	w.must(err)
	a, _ := v.Assignments.Get(plan.AssignmentID(w.recs[0], w.bodies["wells"]))
	w.must(w.desk.Reply(t.Context(), w.writer, ws, w.recs[0], w.bodies["wells"], a.Fact, true, "")) // so that only the day speaks
	for _, p := range []struct {
		who string
		p   func() store.Notice
	}{{"writer", func() store.Notice { return w.wants(w.writer, store.DailyDigest) }}, {"validator", func() store.Notice { return w.wants(w.validator, store.DailyDigest) }},
		{"coordinator", func() store.Notice { return w.wants(w.coordinator, store.DailyDigest) }}} {
		p.p()
	}
	first := map[string]string{}
	w.week(w.teller, 8, nil)
	for _, m := range s.arrived(s.count()) {
		text := parts(t, m)["text/plain"]
		at, _ := m.Header.Date()
		name, _, _ := strings.Cut(strings.Trim(m.Header.Get("To"), "<>"), "@")
		for _, says := range []string{"Overdue:", "as its validator", "as coordinator"} {
			if strings.Contains(text, says) && first[name+" "+says] == "" {
				first[name+" "+says] = at.Format(time.DateOnly)
			}
		}
	}
	want := map[string]string{"writer Overdue:": "2026-11-24", "validator as its validator": "2026-11-26", "coordinator as coordinator": "2026-11-29"}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}
}

// A server that says "later", a program that ends between two steps and one that begins again: nothing is lost, and what is
// sent twice is the same mail by its Message-ID.
func TestNoMailIsLostOrMadeTwice(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(2)
	w.teller.Mail = s.config()
	w.wants(w.writer, store.DailyDigest)
	w.assign(0, "wells", w.day(30))
	w.pass(w.teller)
	w.clock.add(8 * time.Hour)
	s.set("busy", true)
	w.pass(w.teller)
	waiting, err := w.store.LatestMail(t.Context(), "", 5)
	w.must(err)
	if len(waiting) != 1 || waiting[0].State != store.MailWaiting || waiting[0].Tries != 1 || !strings.Contains(waiting[0].Trouble, "later") {
		t.Fatalf("%+v", waiting)
	}
	s.set("busy", false)
	w.pass(w.teller) // it is too early to try again
	s.arrived(0)
	again := w.newTeller("two") // the program begins again
	again.Mail = s.config()
	w.clock.add(6 * time.Minute)
	w.pass(again)
	m := s.arrived(1)[0]
	for range 5 {
		w.pass(again)
		w.pass(w.teller)
	}
	s.arrived(1)
	if want := "<digest." + w.writer.ID + ".2026-11-23@upr.example>"; m.Header.Get("Message-ID") != want {
		t.Errorf("Message-ID %s, want %s", m.Header.Get("Message-ID"), want)
	}
	sent, err := w.store.LatestMail(t.Context(), "", 5)
	w.must(err)
	if len(sent) != 1 || sent[0].State != store.MailSent || sent[0].Message != nil {
		t.Errorf("what is kept of it: %+v", sent)
	}
	// The program was killed after the server's yes: the claim runs out, and the same mail goes out once more.
	w.assign(1, "wells", w.day(30))
	w.clock.add(24 * time.Hour)
	s.set("busy", true)
	w.pass(again)
	s.set("busy", false)
	list, err := w.store.LatestMail(t.Context(), "", 1)
	w.must(err)
	w.clock.add(10 * time.Minute)
	if had, err := w.store.ClaimMail(t.Context(), list[0], 10*time.Minute); err != nil || !had {
		t.Fatal(had, err)
	}
	if had, err := w.store.ClaimMail(t.Context(), list[0], 10*time.Minute); err != nil || had {
		t.Fatalf("claimed twice: %v", err)
	}
	w.pass(again)
	s.arrived(1) // still claimed
	w.clock.add(11 * time.Minute)
	w.pass(again)
	if id := s.arrived(2)[1].Header.Get("Message-ID"); id != "<digest."+w.writer.ID+".2026-11-24@upr.example>" {
		t.Errorf("Message-ID %s", id)
	}
}

func TestAnAddressThatRefusesIsLeftAlone(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(6)
	w.teller.Mail = s.config()
	n := w.wants(w.writer, store.DailyDigest)
	n.Address = "refused@velmora.example"
	_, err := w.store.SetNotice(t.Context(), n)
	w.must(err)
	w.wants(w.validator, store.DailyDigest)
	w.week(w.teller, 6, func(day int) { w.assign(day, "wells", w.day(60)) })
	s.arrived(6) // the other person's
	list, err := w.store.LatestMail(t.Context(), w.writer.ID, 10)
	w.must(err)
	if len(list) != store.RefusalsMost || list[0].State != store.MailRefused || list[0].Tries != 1 || !strings.Contains(list[0].Trouble, "no such person") {
		t.Errorf("%+v", list)
	}
}

func TestTheServerAsksForASecret(t *testing.T) {
	s := startMail(t)
	s.set("guarded", true)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(0)
	try := func(c notify.MailConfig) store.Mail {
		t.Helper()
		w.clock.add(time.Second)
		w.teller.Mail = c
		w.must(w.teller.Try(t.Context(), w.reader.ID, "reader@velmora.example", "en"))
		w.pass(w.teller)
		list, err := w.store.LatestMail(t.Context(), "", 1)
		w.must(err)
		return list[0]
	}
	with := s.config()
	with.User, with.Password = "openupr", "a word"
	if m := try(with); m.State != store.MailSent {
		t.Errorf("with the secret: %+v", m)
	}
	s.arrived(1)
	wrong := with
	wrong.Password = "another word"
	for name, c := range map[string]notify.MailConfig{"without": s.config(), "with a wrong one": wrong, "of a server nobody vouches for": func() notify.MailConfig { c := with; c.Roots = nil; return c }()} {
		if m := try(c); m.State == store.MailSent || strings.Contains(m.Trouble, "word") {
			t.Errorf("%s: %+v", name, m)
		}
	}
	s.arrived(1)
}

func TestTwoNodesSendEachMailOnce(t *testing.T) {
	s := startMail(t)
	dsn := testpg.DSN(t)
	w := newWorld(t, store.Config{DSN: dsn}, &clock{at: monday})
	w.fill(1)
	other := newWorld(t, store.Config{DSN: dsn, KeyFile: w.key}, w.clock)
	var people []account.Person
	for _, p := range []account.Person{w.coordinator, w.writer, w.validator} {
		w.wants(p, store.DailyDigest)
		people = append(people, p)
	}
	w.assign(0, "wells", w.day(-60))
	w.must(other.desk.Keeper.Refresh(t.Context()))
	w.teller.Mail, other.teller.Mail = s.config(), s.config()
	other.teller.Node = "other"
	w.pass(w.teller)
	w.clock.add(8 * time.Hour)
	var wg sync.WaitGroup
	for _, node := range []*notify.Teller{w.teller, other.teller} {
		for range 2 {
			wg.Go(func() {
				for range 5 {
					if err := node.Pass(context.WithoutCancel(t.Context())); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	if diff := cmp.Diff(map[string]int{"coordinator": 1, "writer": 1, "validator": 1}, to(s.arrived(len(people)))); diff != "" {
		t.Error(diff)
	}
}
