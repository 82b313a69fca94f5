package server_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/testpeople"
)

// seatedAs is a browser of somebody who sits in the sample's workspace.
func (h *house) seatedAs(login string, seats ...account.Seat) (*browser, account.Person) {
	h.t.Helper()
	p := testpeople.Seated(h.t, h.Store, login, account.Member, seats...)
	b := h.visitor()
	b.signIn(login, testpeople.Password)
	return b, p
}

func TestACalendarIsKeptAndTakenAlong(t *testing.T) {
	h := open(t, false)
	boss, _ := h.seatedAs("boss", account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	reader, who := h.seatedAs("reader", account.Seat{Workspace: "ZZV", Role: account.Reader})
	const at = "/work/ZZV/calendar"
	boss.wants(http.StatusSeeOther, at, url.Values{"do": {"save"}, "title": {"Fifth report <b>"}, "mechanism": {"CAT"}, "due": {"2027-05-31"}, "public": {"yes"}})
	boss.wants(http.StatusSeeOther, at, url.Values{"do": {"save"}, "title": {"Draft inside"}, "due": {"2027-06-01"}})
	boss.wants(http.StatusSeeOther, at, url.Values{"do": {"save"}, "id": {"upr-ZZV-4-mid-term"}, "due": {"2027-06-15"}, "source": {"letter"}})
	reader.wants(http.StatusForbidden, at, url.Values{"do": {"save"}, "title": {"x"}, "due": {"2027-05-31"}})
	for name, form := range map[string]url.Values{
		"no title": {"do": {"save"}, "due": {"2027-05-31"}}, "no day": {"do": {"save"}, "title": {"x"}}, "no day at all": {"do": {"save"}, "title": {"x"}, "due": {"soon"}},
		"long ago": {"do": {"save"}, "title": {"x"}, "due": {"0001-01-01"}}, "a novel": {"do": {"save"}, "title": {strings.Repeat("n", 30_000)}, "due": {"2027-05-31"}},
		"nobody's body": {"do": {"save"}, "title": {"x"}, "due": {"2027-05-31"}, "body": {"nobody"}},
	} {
		if w := boss.post(at, form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "error-summary") {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	page := string(reader.taken(at + "?view=all"))
	for _, want := range []string{"Fifth report &lt;b&gt;", "Draft inside", "15 June 2027", "By the rule: June 2027", "Set by Some boss", "expected, not confirmed", "November 2029"} {
		if !strings.Contains(page, want) {
			t.Errorf("the calendar does not say %q", want)
		}
	}
	// The public calendar and the own one.
	public := string(h.visitor().taken("/states/ZZV/calendar.ics"))
	if !strings.Contains(public, "SUMMARY:Fifth report <b>") || strings.Contains(public, "Draft inside") || !strings.Contains(public, "STATUS:TENTATIVE") {
		t.Errorf("the public calendar:\n%s", public)
	}
	address := func() string {
		w := reader.post("/work/ZZV/notices", url.Values{"do": {"renew"}})
		a := regexp.MustCompile(`/calendar/[A-Za-z0-9_-]+/ZZV\.ics`).FindString(w.Body.String())
		if w.Code != http.StatusOK || a == "" || w.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Fatalf("no address: %d", w.Code)
		}
		return a
	}
	old := address()
	if own := string(h.visitor().taken(old)); !strings.Contains(own, "Draft inside") || strings.Contains(own, who.ID) {
		t.Errorf("the own calendar:\n%s", own)
	}
	now := address()
	for _, closed := range []string{old, strings.Replace(now, "ZZV.ics", "ZZW.ics", 1), strings.TrimSuffix(now, ".ics"), "/calendar/x/ZZV.ics", "/calendar/%00/ZZV.ics"} {
		if w := h.visitor().get(closed); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", closed, w.Code)
		}
	}
	if err := h.Store.SetDisabled(t.Context(), who.ID, true); err != nil {
		t.Fatal(err)
	}
	if w := h.visitor().get(now); w.Code != http.StatusNotFound {
		t.Errorf("who may not sign in any more still has the calendar: %d", w.Code)
	}
	h.verified()
}

// table hands in a table of days.
func (b *browser) table(text, do string) (int, string) {
	b.h.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", "days.csv")
	if err == nil {
		_, err = w.Write([]byte(text))
	}
	if err == nil {
		err = m.WriteField("do", do)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		b.h.t.Fatal(err)
	}
	x := b.do(http.MethodPost, "/work/ZZV/calendar/import", &body, func(r *http.Request) { r.Header.Set("Content-Type", m.FormDataContentType()) })
	return x.Code, x.Body.String()
}

func TestATableOfDaysIsTakenWholeOrNotAtAll(t *testing.T) {
	h := open(t, false)
	boss, _ := h.seatedAs("boss", account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	const good = "title;mechanism;due\nFifth report;CAT;31.05.2027\nAnswer to questions;CRC;2027-07-01\n"
	before := h.state()
	if code, page := boss.table(good, "preview"); code != http.StatusOK || !strings.Contains(page, "New: 2") {
		t.Fatalf("the preview answers %d", code)
	}
	if code, page := boss.table(good+"Broken;CED;soon\n", "take"); code != http.StatusUnprocessableEntity || !strings.Contains(page, "Line 4: this is no day") {
		t.Errorf("a bad row answers %d", code)
	}
	if h.state() != before {
		t.Error("something was taken")
	}
	take := url.Values{"do": {"take"}, "table": {strings.ReplaceAll(good, "\n", "\r\n")}}
	boss.wants(http.StatusSeeOther, "/work/ZZV/calendar/import", take)
	after := h.state()
	if after == before {
		t.Error("nothing was taken")
	}
	boss.wants(http.StatusSeeOther, "/work/ZZV/calendar/import", take)
	if h.state() != after {
		t.Error("the same table again changed something")
	}
	if code, page := boss.table(strings.Replace(good, "31.05.2027", "30.06.2027", 1), "preview"); code != http.StatusOK || !strings.Contains(page, "changed: 1; as before: 1") {
		t.Errorf("a moved day answers %d", code)
	}
	for name, text := range map[string]string{"nothing": "", "a page": "<html>", "a zip": "PK\x03\x04\x00", "large": "title;due\n" + strings.Repeat("x", 300<<10)} {
		if code, _ := boss.table(text, "preview"); code != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", name, code)
		}
	}
}

func TestNoticesAreOnesOwnAndStopWithoutSigningIn(t *testing.T) {
	h := open(t, false)
	b, who := h.seatedAs("writer", account.Seat{Workspace: "ZZV", Role: account.Reader})
	const at = "/work/ZZV/notices"
	good := url.Values{"do": {"save"}, "address": {"writer@velmora.example"}, "every": {"daily"}, "weekday": {"1"}, "lang": {"kk"}}
	b.wants(http.StatusSeeOther, at, good)
	with := func(name, value string) url.Values {
		v := url.Values{}
		for k, x := range good {
			v[k] = x
		}
		v.Set(name, value)
		return v
	}
	for _, bad := range []url.Values{with("address", ""), with("address", "two@a.example, three@b.example"), with("address", "x@y.example\r\nBcc: z@y.example"), with("address", "Name <x@y.example>"),
		with("address", strings.Repeat("x", 300)+"@y.example"), with("every", "hourly"), with("weekday", "9"), with("paused", "whenever"), with("paused", "9999-01-01")} {
		b.wants(http.StatusUnprocessableEntity, at, bad)
	}
	b.wants(http.StatusForbidden, at+"/escalation", url.Values{"validator": {"1"}, "coordinator": {"2"}})
	n, err := h.Store.Notice(t.Context(), who.ID)
	if err != nil || n.Every != "daily" || n.Confirmed || n.Lang != "kk" {
		t.Fatalf("%+v, %v", n, err)
	}
	link := "/mail/" + n.Secret
	anybody := h.visitor()
	if w := anybody.get(link); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "writer@velmora") || w.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("the link answers %d", w.Code)
	}
	if n, _ = h.Store.Notice(t.Context(), who.ID); n.Confirmed {
		t.Error("looking confirmed it")
	}
	anybody.wants(http.StatusOK, link, url.Values{"do": {"confirm"}})
	if n, _ = h.Store.Notice(t.Context(), who.ID); !n.Confirmed {
		t.Error("it is not confirmed")
	}
	anybody.wants(http.StatusBadRequest, link, url.Values{"do": {"delete"}})
	anybody.wants(http.StatusNotFound, "/mail/no-such-secret", url.Values{"do": {"stop"}})
	anybody.wants(http.StatusOK, link, url.Values{"List-Unsubscribe": {"One-Click"}})
	if n, _ = h.Store.Notice(t.Context(), who.ID); n.Every != "off" {
		t.Error("one click does not stop the mails")
	}
	// Another address has another link.
	b.wants(http.StatusSeeOther, at, with("address", "elsewhere@velmora.example"))
	if w := anybody.get(link); w.Code != http.StatusNotFound {
		t.Errorf("the link of the old address answers %d", w.Code)
	}
}

func TestReceiversWaitForAnOpenDoor(t *testing.T) {
	h := open(t, false)
	boss, _ := h.seatedAs("boss", account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	if w := boss.post("/work/ZZV/hooks", url.Values{"do": {"add"}, "url": {"https://receiver.example/hook"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a receiver is added although the door is closed: %d", w.Code)
	}
	for _, form := range []url.Values{{"do": {"on"}, "id": {"x"}}, {"do": {"renew"}, "id": {"' OR 1=1"}}, {"do": {"remove"}, "id": {"none"}}} {
		boss.wants(http.StatusNotFound, "/work/ZZV/hooks", form)
	}
	boss.wants(http.StatusBadRequest, "/work/ZZV/hooks", url.Values{"do": {"remove"}, "id": {"\x00"}})
	boss.wants(http.StatusBadRequest, "/work/ZZV/hooks", url.Values{"do": {strings.Repeat("x", 9000)}})
	if w := h.as(account.Administrator).get("/accounts/mail"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "No mail is sent") {
		t.Errorf("the state of mail answers %d", w.Code)
	}
	if feed := string(h.visitor().taken("/states/ZZV/followup.atom")); !strings.Contains(feed, "<feed") {
		t.Error("no feed")
	}
}
