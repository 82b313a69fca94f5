package server_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// version finds the version that a form carries to an address.
func version(t *testing.T, body, action string) string {
	t.Helper()
	m := regexp.MustCompile(regexp.QuoteMeta(`action="`+action+`"`) + `[^>]*>\s*<input type="hidden" name="base" value="(\d+)"`).FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no form to %s", action)
	}
	return m[1]
}

// A proposal goes its whole way through the pages: written, brought, endorsed, amended, adopted, referred, answered.
func TestAProposalGoesItsWayThroughThePages(t *testing.T) {
	h := open(t, false)
	c := h.closed()
	en := func(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }
	chamber, err := h.Desk.SaveBody(t.Context(), c.coordinator, "ZZV", "", 0, plan.Body{Names: en("Council of Tests"), Kind: plan.Council})
	if err != nil {
		t.Fatal(err)
	}
	seat := func(r account.Role, body string) account.Seat {
		return account.Seat{Workspace: "ZZV", Role: r, Body: body}
	}
	secretary, s := c.someone("secretary", account.Member, seat(account.Secretary, chamber))
	ngo, _ := c.someone("friend", account.Member, seat(account.Stakeholder, c.ngo))
	writer, _ := c.someone("writes", account.Member, seat(account.Contributor, c.ministry))
	issuer, _ := c.someone("issues", account.Member, seat(account.Validator, c.ministry))
	id, err := h.Council.SaveCouncil(t.Context(), s, "ZZV", "", 0, council.Council{Body: chamber, Names: en("Council of Tests"), Basis: en("Act 1"), Proposers: council.Proposers, AnswerDays: 30, Rule: "Act 1, 5"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = h.Council.SaveMember(t.Context(), s, "ZZV", "", 0, council.Member{Council: id, Name: en("Member of Tests"), Number: 1}); err != nil {
		t.Fatal(err)
	}
	member := h.member(t, id)
	page := func(b *browser, path string, words ...string) string {
		t.Helper()
		w := b.get(path)
		if w.Code != http.StatusOK {
			t.Fatalf("%s answers %d", path, w.Code)
		}
		for _, x := range words {
			if !strings.Contains(w.Body.String(), x) {
				t.Errorf("%s does not show %q", path, x)
			}
		}
		return w.Body.String()
	}
	send := func(b *browser, path string, f url.Values) string {
		t.Helper()
		w := b.post(path, f)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s answers %d: %s", path, w.Code, regexp.MustCompile(`(?s)class="error[^>]*>.*?</div>`).FindString(w.Body.String()))
		}
		to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
		return to
	}
	page(ngo, "/work/ZZV/proposals/new", "Council of Tests")
	page(ngo, "/work/ZZV/proposals/new?council="+id, "Friends of Tests")
	at := send(ngo, "/work/ZZV/proposals/new", url.Values{"council": {id}, "voice": {"body " + c.ngo}, "title-lang": {"en"}, "title": {"Ramps"}, "text-lang": {"en"}, "text": {"Build ramps at schools."}})
	page(ngo, at+"/edit", "Build ramps at schools.")
	send(ngo, at+"/edit", url.Values{"do": {"propose"}, "base": {version(t, page(ngo, at, "Ramps"), at+"/edit")}})
	send(secretary, at+"/debate", url.Values{"do": {"endorse"}, "voice": {"member " + member}})
	send(ngo, at+"/debate", url.Values{"do": {"remark"}, "voice": {"body " + c.ngo}, "text-lang": {"en"}, "text": {"It is urgent."}})
	send(secretary, at+"/debate", url.Values{"do": {"amend"}, "voice": {"member " + member}, "after-lang": {"en"}, "after": {"Build ramps at all schools."}})
	body := page(secretary, at, "<ins>", "It is urgent.", "Member of Tests")
	amendment := regexp.MustCompile(at + `/amendments/[a-z0-9]+`).FindString(body)
	send(secretary, amendment, url.Values{"do": {"take"}, "base": {version(t, body, amendment)}})
	for _, step := range []council.Step{council.Debated, council.Adopted} {
		send(secretary, at+"/resolve", url.Values{"step": {string(step)}, "body": {c.ministry}, "base": {version(t, page(secretary, at), at+"/resolve")}})
	}
	list := page(writer, "/work/ZZV/referrals", "Ministry of Tests", "Ramps")
	ref := regexp.MustCompile(`/work/ZZV/referrals/[a-z0-9]+`).FindString(list)
	send(writer, ref+"/reply", url.Values{"do": {"submit"}, "base": {"0"}, "outcome": {"accepts"}, "text-lang": {"en"}, "text": {"They are being built."}})
	if strings.Contains(page(ngo, ref), "They are being built.") {
		t.Error("a reply that is not published is read outside the body")
	}
	waiting := page(issuer, ref, "They are being built.")
	reply := regexp.MustCompile(`id="reply-([a-z0-9]+)"`).FindStringSubmatch(waiting)[1]
	send(issuer, ref+"/issue", url.Values{"do": {"issue"}, "reply": {reply}, "base": {version(t, waiting, ref+"/issue")}})
	page(ngo, ref, "They are being built.", "accepts")
	page(ngo, at, "Build ramps at all schools.", "accepts")
	page(secretary, "/work/ZZV/proposals?step=adopted&q=ramps", "Ramps")
	page(secretary, "/work/ZZV/referrals?state=answered", "Ramps")
}

// member is the only mandate of a council.
func (h *house) member(t *testing.T, id string) string {
	t.Helper()
	v, err := h.Council.Keeper.Closed(t.Context(), "ZZV")
	if err != nil || len(v.MembersOf(id)) != 1 {
		t.Fatalf("%v", err)
	}
	return v.MembersOf(id)[0].ID
}
