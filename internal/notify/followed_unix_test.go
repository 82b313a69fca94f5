//go:build unix

package notify_test

import (
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/store"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Who follows a thing, a theme or a body hears by mail that something of it became public: once, without its words, and of
// nothing that is closed or that they do not follow.
func TestADigestTellsWhatIsFollowed(t *testing.T) {
	s := startMail(t)
	w := newWorld(t, store.Config{}, &clock{at: monday})
	w.fill(1)
	d := &council.Desk{Store: w.store, Keeper: council.NewKeeper(w.store), Followup: w.desk, Now: w.clock.now}
	w.teller.Mail, w.teller.Council = s.config(), d
	w.must(w.teller.Mail.Check())
	w.wants(w.reader, store.DailyDigest)
	w.wants(w.writer, store.DailyDigest)
	for _, about := range []string{"group:children", "proposal:shown", "proposal:closed", "body:" + w.bodies["drains"]} {
		w.must(d.Follow(t.Context(), w.reader, ws, about, false))
	}
	lay := func(open bool, kind, id string, thing any) {
		t.Helper()
		_, err := d.Change(t.Context(), w.coordinator, ws, func(*council.Sides) (account.Seat, council.Save, error) {
			save := council.Save{Act: "lay", Puts: []council.Put{{Kind: kind, ID: id, Thing: thing}}}
			if open {
				save.Opening = council.Open().Add(kind, id, thing)
			}
			return w.coordinator.Seats[0], save, nil
		})
		w.must(err)
	}
	names := func(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }
	plain := func(words string) spoken.Plain {
		return spoken.Plain{About: "group:children", Title: names("For children"), Texts: names(words), Body: w.bodies["wells"], Step: plan.Published}
	}
	w.week(w.teller, 3, func(day int) {
		switch day {
		case 1:
			lay(true, spoken.KindPlain, "plain", plain("The words stay on the page"))
			lay(true, spoken.KindProposal, "shown", spoken.Proposal{Council: "c", Number: 12, Title: names("A title"), Texts: names("Words"), By: spoken.ByMember, Step: spoken.Proposed})
			lay(false, spoken.KindProposal, "closed", spoken.Proposal{Council: "c", Number: 13, Title: names("A draft"), Texts: names("Words"), By: spoken.ByMember, Step: spoken.Drafted})
			lay(true, spoken.KindProposal, "other", spoken.Proposal{Council: "c", Number: 14, Title: names("Another"), Texts: names("Words"), By: spoken.ByMember, Step: spoken.Proposed})
		case 2:
			w.must(d.Follow(t.Context(), w.reader, ws, "group:children", true))
			lay(true, spoken.KindPlain, "more", plain("More words"))
		}
	})
	mails := s.arrived(1)
	if got := to(mails); got["reader"] != 1 || got["writer"] != 0 {
		t.Fatalf("mails went to %v", got)
	}
	words := parts(t, mails[0])["text/plain"]
	for _, want := range []string{"New in what you follow: 2", "Children", "Proposal 12", "1 new entry", "/states/" + ws + "/plain/children", "/states/" + ws + "/proposals/shown"} {
		if !strings.Contains(words, want) {
			t.Errorf("the mail does not say %q:\n%s", want, words)
		}
	}
	for _, secret := range []string{"The words stay", "A title", "proposals/closed", "Proposal 13", "Proposal 14", "Ministry of Drains"} {
		if strings.Contains(words, secret) {
			t.Errorf("the mail says %q:\n%s", secret, words)
		}
	}
}
