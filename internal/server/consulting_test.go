package server_test

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/output/docx"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// hearing is a consultation of a ministry with the people around it, all at the pages.
type hearing struct {
	*desks
	at, public string // addresses, inside and for everyone
	second     *browser
}

func newHearing(t *testing.T) *hearing {
	t.Helper()
	x := &hearing{desks: newDesks(t)}
	x.second, _ = x.c.someone("second", account.Member, account.Seat{Workspace: "ZZV", Role: account.Validator, Body: x.desks.second})
	x.h.later(-12 * 24 * time.Hour) // sessions end by the machine's clock: what comes later lies before it
	day := func(n int) string { return x.h.clock().UTC().AddDate(0, 0, n).Format(time.DateOnly) }
	x.page(x.writer, "/work/ZZV/consultations/new", "Ministry of Tests")
	x.at = x.send(x.writer, "/work/ZZV/consultations", url.Values{"base": {"0"}, "body": {x.c.ministry}, "draft": {string(council.OfReport)}, "cycle": {"5"}, "title-lang": {"en"}, "title": {"Draft national report"},
		"opens": {day(0)}, "closes": {day(9)}, "hold-days": {"1"}, "before": {"no"}, "method-lang": {"en"}, "method": {"Two round tables were held."}})
	x.public = strings.Replace(x.at, "/work/", "/states/", 1)
	return x
}

// draft pastes a text.
func (x *hearing) draft(text string) {
	x.t.Helper()
	x.send(x.writer, x.at+"/draft", url.Values{"base": {x.baseOf(x.writer, x.at+"/draft")}, "lang": {"en"}, "draft-text": {text}, "do": {"save"}})
}

// hand gives a file of a draft and shows what was read.
func (x *hearing) hand(name string, content []byte) string {
	x.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	w, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = w.Write(content)
	}
	if err != nil || m.Close() != nil {
		x.t.Fatal(err)
	}
	got := x.writer.do("POST", x.at+"/draft", &body, func(r *http.Request) { r.Header.Set("Content-Type", m.FormDataContentType()) })
	if got.Code != http.StatusOK {
		x.t.Fatalf("%s answers %d", name, got.Code)
	}
	text := regexp.MustCompile(`(?s)<textarea id="draft-text"[^>]*>(.*?)</textarea>`).FindStringSubmatch(got.Body.String())
	if text == nil {
		x.t.Fatal("nothing to look at")
	}
	return html.UnescapeString(text[1])
}

// says comments as anyone, and gives the return code.
func (x *hearing) says(f url.Values) string {
	x.t.Helper()
	w := x.anyone.do("POST", x.public+"/comment", strings.NewReader(f.Encode()), formType)
	code := toldCode.FindString(w.Body.String())
	if w.Code != http.StatusOK || code == "" || len(w.Header().Values("Set-Cookie")) > 0 || w.Header().Get("Cache-Control") != "no-store" {
		x.t.Fatalf("a comment: %d, cookies %q", w.Code, w.Header().Values("Set-Cookie"))
	}
	return code
}

// asks with a code.
func (x *hearing) asks(f url.Values, words ...string) string {
	x.t.Helper()
	w := x.anyone.do("POST", "/states/ZZV/contribution", strings.NewReader(f.Encode()), formType)
	if w.Code != http.StatusOK || len(w.Header().Values("Set-Cookie")) > 0 {
		x.t.Fatalf("asking with a code: %d", w.Code)
	}
	for _, s := range words {
		if !strings.Contains(w.Body.String(), s) {
			x.t.Errorf("with the code nothing says %q", s)
		}
	}
	return w.Body.String()
}

// release moves the clock and shows what is due.
func (x *hearing) release(days int) {
	x.t.Helper()
	x.h.later(time.Duration(days) * 24 * time.Hour)
	if err := x.h.Held.Pass(x.t.Context()); err != nil {
		x.t.Fatal(err)
	}
}

// A draft is handed in, put to everyone, commented on, answered in groups and changed; the section on methodology is made from it.
func TestAConsultationGoesItsWayThroughThePages(t *testing.T) {
	x := newHearing(t)
	var file bytes.Buffer
	d := docx.NewWriter(&file, docx.Settings{Lang: "en", Title: "Draft", Author: "A Person Who Typed It"})
	d.Heading(1, docx.Run{Text: "Schools"})
	d.Paragraph(docx.Run{Text: "Ramps are built at every school."})
	d.Paragraph(docx.Run{Text: "Teachers learn to sign."})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	read := x.hand("draft.docx", file.Bytes())
	if !strings.Contains(read, "Ramps are built at every school.\n\nTeachers learn to sign.") || strings.Contains(read, "A Person") {
		t.Fatalf("from the file: %q", read)
	}
	x.draft("One paragraph only, pasted.")
	x.draft("# Schools\n\nRamps are built at every school.\n\nTeachers learn to sign.") // before it is opened they take the place
	if w := x.anyone.get(x.public); w.Code != http.StatusNotFound {
		t.Errorf("before it is opened: %d", w.Code)
	}
	x.send(x.writer, x.at+"/open", url.Values{"base": {x.baseOf(x.writer, x.at)}})
	x.page(x.anyone, x.public, "Ramps are built", "Teachers learn", x.public+"/comment?p=2", `id="p-3"`)
	form := x.page(x.anyone, x.public+"/comment?p=2", "Ramps are built")
	passage := regexp.MustCompile(`name="passage" value="([^"]+)"`).FindStringSubmatch(form)[1]

	// What may tell who a person is is said to the writer first, who sends it all the same; a person then looks at it.
	told := url.Values{"passage": {passage}, "text": {"Call me on +7 701 000 00 00"}}
	if w := x.anyone.do("POST", x.public+"/comment", strings.NewReader(told.Encode()), formType); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "as-it-is") {
		t.Errorf("a telephone number: %d", w.Code)
	}
	told.Set("send", "as-it-is")
	x.says(told)
	first := x.says(url.Values{"passage": {passage}, "text": {"Ramps at kindergartens too"}, "quote": {"at every school"}, "pseudonym": {"Heron"}, "group": {"children"}})
	x.says(url.Values{"text": {"Nothing of the north"}, "once": {"abc"}})
	x.says(url.Values{"text": {"Only for you"}, "desk-only": {"yes"}})
	x.send(x.ngo, x.at+"/comment", url.Values{"body": {x.c.ngo}, "text": {"Sign language is a language"}, "passage": {"3"}})
	x.asks(url.Values{"code": {first}}, "Ramps at kindergartens too", "It waits")
	if body := x.page(x.anyone, x.public+"/comments", "No. 1"); strings.Contains(body, "kindergartens") {
		t.Error("shown before its day")
	}

	// On paper: a sheet with a code of its own is printed, filled in and typed in; the code finds it, and works once.
	code := toldCode.FindString(x.page(x.anyone, x.public+"/paper"))
	if code == "" || code == toldCode.FindString(x.page(x.anyone, x.public+"/paper")) {
		t.Error("two sheets have one code")
	}
	x.page(x.writer, x.at+"/paper")
	x.send(x.writer, x.at+"/paper", url.Values{"code": {strings.ToLower(code)}, "text": {"By post", "And this"}, "passage": {"2", ""}})
	if w := x.writer.post(x.at+"/paper", url.Values{"code": {code}, "text": {"Again"}}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a sheet typed in twice: %d", w.Code)
	}
	x.asks(url.Values{"code": {code}}, "By post", "And this")

	x.release(2)
	body := x.page(x.anyone, x.public+"/comments", "Ramps at kindergartens too", "Heron", "at every school", "Nothing of the north", "Sign language is a language", "Friends of Tests", "By post")
	if strings.Contains(body, "Only for you") || strings.Contains(body, "Call me") {
		t.Error("shown without a person's look, or though it is for the desk")
	}
	queue := x.page(x.writer, "/work/ZZV/moderation", "Call me on")
	x.send(x.writer, "/work/ZZV/moderation", url.Values{"do": {"look"}, "id": {regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(queue)[1]}})
	x.page(x.anyone, x.public+"/comments", "Call me on")

	// One answer to a group, another to all that is left; a new version of the draft; the last day.
	if w := x.second.get(x.at + "/answer"); w.Code != http.StatusForbidden {
		t.Errorf("another ministry answers: %d", w.Code)
	}
	ids := regexp.MustCompile(`name="id" value="([^"]+)"`).FindAllStringSubmatch(x.page(x.writer, x.at+"/answer?p="+url.QueryEscape(passage), "Ramps at kindergartens too"), -1)
	if len(ids) != 3 {
		t.Fatalf("%d comments on the passage", len(ids))
	}
	answer := url.Values{"do": {"publish"}, "which": {"chosen"}, "outcome": {"accepts"}, "theme-lang": {"en"}, "theme": {"Ramps"}, "text-lang": {"en"}, "text": {"Kindergartens are in the draft now."}}
	for _, m := range ids {
		answer.Add("id", m[1])
	}
	x.send(x.writer, x.at+"/answer", answer)
	x.send(x.writer, x.at+"/answer", url.Values{"do": {"publish"}, "which": {"all"}, "find": {"outcome=none"}, "outcome": {"examines"}, "text-lang": {"en"}, "text": {"We look at it."}})
	x.page(x.anyone, x.public+"/answers", "Kindergartens are in the draft now.", "Ramps", "We look at it.")
	x.asks(url.Values{"code": {first}}, "Kindergartens are in the draft now.")
	x.draft("# Schools\n\nRamps are built at every school and kindergarten.\n\nTeachers learn to sign.")
	x.page(x.anyone, x.public, "and kindergarten", "version 1")
	x.page(x.anyone, x.public+"?version=1", "Ramps are built at every school.")
	x.page(x.anyone, x.public+"/comments", "Ramps at kindergartens too", "version 1")
	x.release(9)
	if w := x.anyone.do("POST", x.public+"/comment", strings.NewReader(url.Values{"text": {"Too late"}}.Encode()), formType); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("after the last day: %d", w.Code)
	}
	section := x.page(x.anyone, x.public+"/method", "Two round tables were held.", "Friends of Tests")
	w := x.anyone.get(x.public + "/method?as=docx")
	words := unpacked(t, w.Body.Bytes())
	for _, n := range []string{"Two round tables were held.", "Friends of Tests", "Kindergartens are in the draft now."} {
		if w.Code != http.StatusOK || !strings.Contains(words, n) {
			t.Errorf("the Word file says nothing of %q", n)
		}
	}
	coordinator, _ := x.c.someone("coordinates", account.Member, account.Seat{Workspace: "ZZV", Role: account.Coordinator})
	x.page(coordinator, "/work/ZZV/take/national?as=print", "Two round tables were held.", "Kindergartens are in the draft now.") // the report to the next review
	if strings.Contains(words+section, "Heron") || strings.Contains(words+section, "Only for you") {
		t.Error("the section lists contributors, or what is for the desk")
	}
}

// What was removed stands in the open with its ground; whoever has the code appeals, and another person decides. Nobody can list
// who contributed: neither address nor code nor browser of a contributor is in any file of the record.
func TestARemovalIsPublicAndHeardByAnotherPerson(t *testing.T) {
	x := newHearing(t)
	x.draft("First words.\n\nSecond words.")
	x.send(x.writer, x.at+"/open", url.Values{"base": {x.baseOf(x.writer, x.at)}})
	x.anyone.from = "198.51.100.77:9"
	x.anyone.header.Set("User-Agent", "Browser-of-a-contributor")
	code := x.says(url.Values{"text": {"The ministry promised zinnober and kept nothing of it"}})
	other := x.says(url.Values{"text": {"Another matter"}})
	x.release(2)
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(x.page(x.writer, "/work/ZZV/moderation?q=zinnober", "promised zinnober"))[1]
	removal := url.Values{"do": {"remove"}, "id": {id}, "ground": {string(council.GroundOff)}, "reason": {"Not about the draft"}}
	for name, b := range map[string]*browser{"another ministry": x.second, "the institution": x.monitor} {
		if w := b.post("/work/ZZV/moderation", removal); w.Code != http.StatusForbidden {
			t.Errorf("%s removes what was said to a ministry: %d", name, w.Code)
		}
	}
	for name, b := range map[string]*browser{"an organisation": x.ngo} {
		if w := b.post("/work/ZZV/moderation", removal); w.Code == http.StatusSeeOther && !strings.Contains(w.Header().Get("Location"), "sign-in") {
			t.Errorf("%s removes what was said to a ministry: %d", name, w.Code)
		}
	}
	none := url.Values{"do": {"remove"}, "id": {id}, "reason": {"We do not like it"}}
	if w := x.writer.post("/work/ZZV/moderation", none); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("removed without a ground: %d", w.Code)
	}
	x.send(x.writer, "/work/ZZV/moderation", removal)
	register := x.page(x.anyone, "/states/ZZV/removals", "Not about the draft", "Ministry of Tests")
	if strings.Contains(register, "zinnober") || strings.Contains(x.page(x.anyone, x.public+"/comments"), "zinnober") {
		t.Error("what was removed is still read")
	}
	shown := x.asks(url.Values{"code": {code}}, "Not about the draft")
	of := regexp.MustCompile(`name="removal" value="([^"]+)"`).FindStringSubmatch(shown)[1]
	if w := x.anyone.do("POST", "/states/ZZV/contribution", strings.NewReader(url.Values{"code": {other}, "do": {"appeal"}, "removal": {of}, "reason": {"Mine"}}.Encode()), formType); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("an appeal with the code of another comment: %d", w.Code)
	}
	x.asks(url.Values{"code": {code}, "do": {"appeal"}, "removal": {of}, "reason": {"It is about the second paragraph, kobold"}})
	if strings.Contains(x.page(x.anyone, "/states/ZZV/removals"), "kobold") {
		t.Error("everyone reads the words of an appeal")
	}
	heard := func(b *browser) (appeal, base string) {
		m := regexp.MustCompile(`name="base" value="(\d+)"[^>]*>\s*<input type="hidden" name="appeal" value="([^"]+)"`).FindStringSubmatch(x.page(b, "/work/ZZV/moderation", "kobold"))
		if m == nil {
			return "", ""
		}
		return m[2], m[1]
	}
	if a, _ := heard(x.writer); a != "" {
		t.Error("whoever removed it is offered to decide on the appeal")
	}
	appeal, base := heard(x.monitor)
	decide := url.Values{"appeal": {appeal}, "base": {base}, "result": {"granted"}, "reason": {"It is about the draft"}}
	for name, b := range map[string]*browser{"whoever removed it": x.writer, "another ministry": x.second} {
		if w := b.post("/work/ZZV/moderation/appeals", decide); w.Code != http.StatusForbidden {
			t.Errorf("%s hears the appeal: %d", name, w.Code)
		}
	}
	x.send(x.monitor, "/work/ZZV/moderation/appeals", decide)
	x.page(x.anyone, "/states/ZZV/removals", "It is about the draft", "Shown again after an appeal")
	x.page(x.anyone, x.public+"/comments", "promised zinnober")

	x.asks(url.Values{"code": {other}, "do": {"take-back"}, "id": {regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(x.asks(url.Values{"code": {other}}))[1]}})
	err := filepath.WalkDir(x.h.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, no := range []string{"198.51.100.77", "Browser-of-a-contributor", code, strings.ReplaceAll(code, "-", ""), other, "Another matter"} {
			if bytes.Contains(b, []byte(no)) {
				t.Errorf("%s has %q", filepath.Base(path), no)
			}
		}
		if filepath.Base(path) == "record.db" && !bytes.Contains(b, []byte("promised zinnober")) {
			t.Error("the look through the files finds nothing at all")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A citizen's proposal that may tell who a person is waits in the queue; it is refused on a ground, appealed against with its code
// on the page of proposals, and shown when another person decides so.
func TestAHeldProposalIsLookedAtAndARemovalOfItHeard(t *testing.T) {
	x := newDesks(t)
	en := func(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }
	chamber, err := x.h.Desk.SaveBody(t.Context(), x.c.coordinator, "ZZV", "", 0, plan.Body{Names: en("Council of Tests"), Kind: plan.Council})
	if err != nil {
		t.Fatal(err)
	}
	seat := account.Seat{Workspace: "ZZV", Role: account.Secretary, Body: chamber}
	secretary, who := x.c.someone("secretary", account.Member, seat)
	second, _ := x.c.someone("secretary2", account.Member, seat)
	id, err := x.h.Council.SaveCouncil(t.Context(), who, "ZZV", "", 0, council.Council{Body: chamber, Names: en("Council of Tests"), Basis: en("Act 1"), Proposers: council.Proposers, AnswerDays: 30, Rule: "Act 1, 5"})
	if err != nil {
		t.Fatal(err)
	}
	w := x.anyone.do("POST", "/states/ZZV/councils/"+id+"/propose", strings.NewReader(url.Values{"title": {"A bench"}, "words": {"Write to zinnober@example.org"}, "lang": {"en"}, "send": {"as-it-is"}}.Encode()), formType)
	code := toldCode.FindString(w.Body.String())
	if w.Code != http.StatusOK || code == "" {
		t.Fatalf("proposing: %d", w.Code)
	}
	if strings.Contains(x.page(x.monitor, "/work/ZZV/moderation"), "zinnober") {
		t.Error("the institution moderates what was said to a council")
	}
	m := regexp.MustCompile(`name="base" value="(\d+)"[^>]*>\s*<input type="hidden" name="proposal" value="([^"]+)"`).FindStringSubmatch(x.page(secretary, "/work/ZZV/moderation", "zinnober@example.org", "A bench"))
	form := url.Values{"do": {"remove-proposal"}, "base": {m[1]}, "proposal": {m[2]}, "reason": {"It names somebody"}}
	if w := secretary.post("/work/ZZV/moderation", form); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("removed without a ground: %d", w.Code)
	}
	form.Set("ground", string(council.GroundHarm))
	x.send(secretary, "/work/ZZV/moderation", form)
	x.page(x.anyone, "/states/ZZV/removals", "A proposal of a citizen", "It names somebody", "Council of Tests")
	ask := func(f url.Values) string {
		w := x.anyone.do("POST", "/states/ZZV/proposals/code", strings.NewReader(f.Encode()), formType)
		if w.Code != http.StatusOK {
			t.Errorf("with the code: %d", w.Code)
		}
		return w.Body.String()
	}
	of := regexp.MustCompile(`name="removal" value="([^"]+)"`).FindStringSubmatch(ask(url.Values{"code": {code}}))[1]
	ask(url.Values{"code": {code}, "do": {"appeal"}, "removal": {of}, "reason": {"It is my own address"}})
	m = regexp.MustCompile(`name="base" value="(\d+)"[^>]*>\s*<input type="hidden" name="appeal" value="([^"]+)"`).FindStringSubmatch(x.page(second, "/work/ZZV/moderation", "It is my own address", "zinnober@example.org"))
	decide := url.Values{"appeal": {m[2]}, "base": {m[1]}, "result": {"granted"}, "reason": {"It is their own"}}
	if w := secretary.post("/work/ZZV/moderation/appeals", decide); w.Code != http.StatusForbidden {
		t.Errorf("whoever removed it hears the appeal: %d", w.Code)
	}
	x.send(second, "/work/ZZV/moderation/appeals", decide)
	x.page(x.anyone, "/states/ZZV/proposals", "A bench")
}
