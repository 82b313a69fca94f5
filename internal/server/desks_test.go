package server_test

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr/plan"
)

// desks is a workspace with an organisation, a second one, an institution and a ministry, each with people at the pages.
type desks struct {
	t                                           *testing.T
	h                                           *house
	c                                           *closed
	ngo, other, monitor, writer, issuer, anyone *browser
	union, institution, second                  string
}

func newDesks(t *testing.T) *desks {
	t.Helper()
	h := open(t, false)
	c := h.closed()
	x := &desks{t: t, h: h, c: c, anyone: h.visitor()}
	body := func(name string, kind plan.BodyKind) string {
		id, err := h.Desk.SaveBody(t.Context(), c.coordinator, "ZZV", "", 0, plan.Body{Names: plan.Names{{Lang: "en", Words: name}}, Kind: kind})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	x.union, x.institution, x.second = body("Union of Keepers", plan.Organisation), body("Commissioner of Tests", plan.Commissioner), body("Second Ministry", plan.Ministry)
	at := func(login string, r account.Role, body string) *browser {
		b, _ := c.someone(login, account.Member, account.Seat{Workspace: "ZZV", Role: r, Body: body})
		return b
	}
	x.ngo, x.other = at("friend", account.Stakeholder, c.ngo), at("keeper", account.Stakeholder, x.union)
	x.monitor, x.writer, x.issuer = at("monitor", account.Monitor, x.institution), at("writes", account.Contributor, c.ministry), at("issues", account.Validator, c.ministry)
	return x
}

func (x *desks) page(b *browser, path string, words ...string) string {
	x.t.Helper()
	w := b.get(path)
	if w.Code != http.StatusOK {
		x.t.Fatalf("%s answers %d", path, w.Code)
	}
	for _, s := range words {
		if !strings.Contains(w.Body.String(), s) {
			x.t.Errorf("%s does not show %q", path, s)
		}
	}
	return w.Body.String()
}

func (x *desks) send(b *browser, path string, f url.Values) string {
	x.t.Helper()
	w := b.post(path, f)
	if w.Code != http.StatusSeeOther {
		x.t.Fatalf("%s answers %d: %s", path, w.Code, regexp.MustCompile(`(?s)class="error[^>]*>.*?</div>`).FindString(w.Body.String()))
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	return to
}

// baseOf is the version that a submission or an own recommendation has on its page.
func (x *desks) baseOf(b *browser, path string) string {
	x.t.Helper()
	m := regexp.MustCompile(`name="base" value="(\d+)"`).FindStringSubmatch(x.page(b, path))
	if m == nil {
		x.t.Fatalf("%s names no version", path)
	}
	return m[1]
}

// A joint submission goes its way through the pages: written by two, signed, handed in, traced, published.
func TestASubmissionGoesItsWayThroughThePages(t *testing.T) {
	x := newDesks(t)
	x.page(x.ngo, "/work/ZZV/submissions")
	x.page(x.ngo, "/work/ZZV/submissions/new")
	text := strings.Repeat("Repaint the lighthouses of the coast. ", 600) // longer than other forms take
	at := x.send(x.ngo, "/work/ZZV/submissions", url.Values{"base": {"0"}, "body": {x.c.ngo}, "title-lang": {"en"}, "title": {"Lighthouses"}, "of-review": {"ZZV/4"}, "joint": {"yes"},
		"outside": {"no"}, "due": {""}, "text-lang": {"en"}, "text": {text}})
	if w := x.other.get(at); w.Code != http.StatusNotFound {
		t.Errorf("a draft is read by another organisation: %d", w.Code)
	}
	x.page(x.ngo, at, "3,600 words of at most 5,630", "Unconfirmed")
	x.page(x.ngo, at+"/edit", "Lighthouses")
	x.send(x.ngo, at+"/signatures", url.Values{"base": {x.baseOf(x.ngo, at)}, "body": {x.union}})
	old := x.baseOf(x.other, at)
	x.send(x.other, at, url.Values{"base": {old}, "title-lang": {"en"}, "title": {"Lighthouses"}, "text-lang": {"en"}, "text": {"Repaint the lighthouses of the northern coast.[^1]\n\n[^1]: Law 1."}})
	if w := x.ngo.post(at, url.Values{"base": {old}, "title-lang": {"en"}, "title": {"Lighthouses"}, "text-lang": {"en"}, "text": {"Repaint all lighthouses."}}); w.Code != http.StatusConflict ||
		!strings.Contains(w.Body.String(), "northern coast") {
		t.Errorf("two people saved at once: %d", w.Code)
	}
	x.send(x.other, at+"/sign", url.Values{"base": {x.baseOf(x.other, at)}, "body": {x.union}, "signs": {"yes"}})
	x.send(x.ngo, at+"/demands", url.Values{"demand": {"Plant walnut trees along every canal\nRepaint the lighthouses"}})
	x.send(x.ngo, at+"/hand-in", url.Values{"base": {x.baseOf(x.ngo, at)}, "given": {"2026-01-01"}})
	demand := regexp.MustCompile(`/work/ZZV/demands/[a-z0-9]+`).FindString(x.page(x.ngo, at, "handed in", "signed"))
	recs, err := x.h.Desk.Recs(t.Context(), "ZZV")
	if err != nil {
		t.Fatal(err)
	}
	var rec *followup.Rec
	for _, r := range recs.All {
		if r.Kind == followup.RecItem {
			rec = r
		}
	}
	x.page(x.ngo, demand, "Plant walnut trees")
	x.send(x.ngo, demand+"/traces", url.Values{"rec-add": {rec.ID}, "state": {"confirmed"}, "reason": {"We met the delegation"}})
	x.send(x.ngo, demand+"/suggestions", url.Values{"state": {"FRA"}, "words": {"Plant trees"}, "note": {"Met on Monday"}})
	x.page(x.ngo, demand, "We met the delegation", "Met on Monday")
	if w := x.anyone.get("/states/zzv/traces"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "walnut") {
		t.Errorf("before it is published: %d", w.Code)
	}
	if strings.Contains(x.page(x.anyone, "/states/ZZV/followup/"+rec.ID), "/traces?") {
		t.Error("a recommendation leads to demands that nobody published")
	}
	x.send(x.ngo, at+"/show", url.Values{"base": {x.baseOf(x.ngo, at)}, "symbol": {"JS1"}, "url": {"https://example.org/paper"}})
	x.page(x.anyone, "/states/ZZV/followup/"+rec.ID, "Demands that led to it", "/traces?by=rec&amp;rec="+rec.ID)
	for _, by := range []string{"", "?by=rec"} {
		body := x.page(x.anyone, "/states/zzv/traces"+by, "Plant walnut trees", "We met the delegation", rec.ID)
		if strings.Contains(body, "Met on Monday") {
			t.Error("what was said to a delegation is public")
		}
		x.page(x.ngo, "/work/ZZV/traces"+by, "Plant walnut trees", "We met the delegation")
	}
	x.send(x.ngo, at+"/hide", url.Values{"base": {x.baseOf(x.ngo, at)}})
	if strings.Contains(x.page(x.anyone, "/states/zzv/traces"), "walnut") {
		t.Error("taken from the public, and still there")
	}
}

// An institution recommends, refers to two ministries on one clock, one replies, the other is waited for, and the year counts both.
func TestAnOwnRecommendationGoesItsWayThroughThePages(t *testing.T) {
	x := newDesks(t)
	x.page(x.monitor, "/work/ZZV/advice/new")
	at := x.send(x.monitor, "/work/ZZV/advice", url.Values{"base": {"0"}, "body": {x.institution}, "number": {"7"}, "text-lang": {"en"}, "text": {"Open the lighthouse to visitors."}, "days": {"30"}, "rule": {"Law 2, article 5"}})
	if w := x.writer.get(at); w.Code != http.StatusNotFound {
		t.Errorf("a ministry reads a draft of the institution: %d", w.Code)
	}
	x.send(x.monitor, at+"/publish", url.Values{"base": {x.baseOf(x.monitor, at)}})
	x.send(x.monitor, at+"/refer", url.Values{"body": {x.c.ministry, x.second}})
	x.page(x.writer, at, "Open the lighthouse", "Second Ministry", "waits for a reply")
	for _, path := range []string{at, at + "/publish", at + "/recall", at + "/remove", at + "/refer", "/work/ZZV/annual/2020", "/work/ZZV/accreditation/new"} {
		if w := x.writer.post(path, url.Values{"base": {"0"}}); w.Code != http.StatusForbidden {
			t.Errorf("a ministry at %s: %d", path, w.Code)
		}
	}
	ref := regexp.MustCompile(`/work/ZZV/referrals/[a-z0-9]+`).FindString(x.page(x.writer, "/work/ZZV/referrals"))
	x.send(x.writer, ref+"/reply", url.Values{"do": {"submit"}, "base": {"0"}, "outcome": {"accepts"}, "text-lang": {"en"}, "text": {"It is being opened."}})
	waiting := x.page(x.issuer, ref, "It is being opened.")
	reply := regexp.MustCompile(`id="reply-([a-z0-9]+)"`).FindStringSubmatch(waiting)[1]
	x.send(x.issuer, ref+"/issue", url.Values{"do": {"issue"}, "reply": {reply}, "base": {version(t, waiting, ref+"/issue")}})
	x.page(x.monitor, at, "It is being opened.", "accepts", "waits for a reply")
	x.send(x.monitor, "/work/ZZV/accreditation/new", url.Values{"base": {"0"}, "body": {x.institution}, "status": {"A"}, "from": {"2020-01-01"}, "source": {"Report of the committee"}, "confirmed": {"no"}})
	now := x.monitor.get("/work/ZZV/annual").Header().Get("Location")
	x.send(x.monitor, now, url.Values{"body": {x.institution}, "name-lang": {"en"}, "name": {"Visits made"}, "value": {"12"}})
	x.page(x.monitor, "/work/ZZV/advice", "Recommendation 7", "Report of the committee")
	x.page(x.monitor, now, "Visits made", "Second Ministry", "status A", "unconfirmed")
	x.page(x.monitor, now+"?as=csv", "Visits made", "Second Ministry")
	if w := x.monitor.get(now + "?as=docx"); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("the Word file: %d, %d bytes", w.Code, w.Body.Len())
	} else if words := officeReads(t, w.Body.Bytes()); !strings.Contains(words, "Visits made") || !strings.Contains(words, "Second Ministry") {
		t.Errorf("LibreOffice reads in the Word file: %s", words)
	}
	open := strings.Replace(now, "/work/", "/states/", 1)
	if body := x.page(x.anyone, open, "Second Ministry", "accepts"); strings.Contains(body, "Visits made") {
		t.Error("a figure is public before anybody published it")
	}
	x.send(x.monitor, now+"/publish", url.Values{"body": {x.institution}})
	x.page(x.anyone, open, "Second Ministry", "Visits made")
	x.page(x.anyone, open+"?as=csv", "Second Ministry", "Visits made")
	x.page(x.anyone, "/states/ZZV/participation", open)
}

// officeReads are the words of a Word file as LibreOffice opens it.
func officeReads(t *testing.T, docx []byte) string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("LibreOffice is not here: make test installs it (Debian: apt-get install --no-install-recommends libreoffice-writer-nogui)")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "annual.docx"), docx, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", dir, filepath.Join(dir, "annual.docx")).CombinedOutput()
	if err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, out)
	}
	words, err := os.ReadFile(filepath.Join(dir, "annual.txt"))
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(words)
}
