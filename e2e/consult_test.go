package e2e_test

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// The names of what planHearing makes, as the table of pages says them.
const (
	sampleHearing = "sample-sampleHearing"
	sampleAnswer  = "sample-answer"
)

// planHearing makes a consultation of a ministry for which the people of the table sit: comments at every step, a removal with an
// appeal, an answer.
func planHearing(t testing.TB, d *followup.Desk, s *store.Store, ws, ministry string, boss, writer account.Person) {
	t.Helper()
	ctx, next := t.Context(), ""
	c := &council.Desk{Store: s, Keeper: council.NewKeeper(s), Followup: d, Now: time.Now, NewID: func() string {
		id := cmp.Or(next, space.NewID())
		next = ""
		return id
	}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	names := func(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }
	view := func() *council.View {
		v, err := c.Keeper.Closed(ctx, ws)
		must(err)
		return v
	}
	base := func() store.FactID {
		h, _ := view().Consulted.Get(sampleHearing)
		return h.Fact
	}
	today := c.Today().Time()
	day := func(n int) upr.Date {
		x := today.AddDate(0, 0, n)
		return upr.Date{Year: x.Year(), Month: int(x.Month()), Day: x.Day()}
	}
	next = sampleHearing
	_, err := c.SaveConsultation(ctx, writer, ws, "", 0, spoken.Consultation{Body: ministry, Draft: spoken.OfReport, Cycle: 4, Title: names("Draft national report of the sample"),
		About: names("What is missing?"), Opens: day(0), Closes: day(30), HoldDays: 0, Methods: names("Two round tables were held."), Rule: names("Comments are removed only for a stated reason.")})
	must(err)
	must(c.SaveDraft(ctx, writer, ws, sampleHearing, base(), "en", council.Paragraphs("# Schools\n\nRamps are built at every school of the sample.\n\nTeachers learn to sign.\n\n# Roads\n\nThe road around the lake gets a pavement.")))
	must(c.OpenConsultation(ctx, writer, ws, sampleHearing, base()))
	say := func(words string, passage int, change func(*council.Contribution)) council.Received {
		x := council.Contribution{Words: words, Lang: "en"}
		if passage > 0 {
			x.Passage = spoken.PassageID(sampleHearing, 1, passage)
		}
		if change != nil {
			change(&x)
		}
		got, err := c.Comment(ctx, ws, sampleHearing, x)
		must(err)
		return got
	}
	one := say("Ramps at kindergartens too, please.", 2, func(x *council.Contribution) { x.Pseudonym, x.Groups = "Heron", []string{"children"} })
	two := say("A pavement on both sides.", 5, nil)
	say("Write to me at heron@example.org, I can show you the place.", 5, nil)
	say("Only the ministry should read this.", 0, func(x *council.Contribution) { x.DeskOnly = true })
	off := say("Buy lamps at the lamp shop.", 0, nil)
	must(c.Remove(ctx, writer, ws, []string{off.ID}, spoken.GroundSpam, "It advertises a shop."))
	removals, err := c.Public(ctx, ws)
	must(err)
	for id, r := range removals.Removals.All() {
		if r.Thing.About == off.ID {
			_, err = c.Appeal(ctx, ws, id, off.Code, "The lamps light the road around the lake.")
			must(err)
		}
	}
	next = sampleAnswer
	_, err = c.Respond(ctx, boss, ws, "", 0, spoken.Response{Consultation: sampleHearing, Comments: []string{one.ID, two.ID}, Outcome: spoken.Accepts, Theme: names("Ways"), Texts: names("Both are in the draft now."), Public: true})
	must(err)
}

// Anyone comments on a passage and finds with the code what became of it, with the browser alone and without scripts; neither the
// page of the form nor that of the code leaves a cookie.
func TestAnyoneCommentsAndComesBackWithACode(t *testing.T) {
	for _, scripts := range []bool{true, false} {
		base := sampleURL(t)
		tb := openTab(t)
		if !scripts {
			tb.withoutScripts()
		}
		tb.visit(base + "/states/ZZV/consultations/lake-legal-aid")
		tb.follow(`a[href$="/comment?p=2"]`)
		eval[bool](tb, "writing", `(() => { document.querySelector('textarea[name="text"]').value = "Help on Sundays and at night too."; return true; })()`)
		tb.follow(`form[action$="/comment"] button:not([type="button"])`)
		code := toldCode(tb)
		if strings.Count(code, "-") != 4 {
			t.Fatalf("the code is %q", code)
		}
		if scripts {
			tb.checkHere("consult-taken", "en")
			tb.look("light", 1280)
		}
		tb.visit(base + "/states/ZZV/contribution")
		tb.submit(`form[action$="/contribution"]`, map[string]string{"text": code})
		if words := eval[string](tb, "reading what became of it", `document.querySelector("main").innerText`); !strings.Contains(words, "Sundays and at night") {
			t.Errorf("with the code: %s", words)
		}
		if scripts {
			tb.checkHere("consult-mine", "en")
		}
		if n := len(tb.cookies()); n != 0 {
			t.Errorf("%d cookies are left", n)
		}
	}
}

// toldCode is the return code on the page.
func toldCode(tb *tab) string {
	tb.t.Helper()
	return eval[string](tb, "reading the code", `(document.querySelector("main").innerText.match(/[0-9A-Z]{5}(-[0-9A-Z]{5}){4}/) ?? [""])[0]`)
}
