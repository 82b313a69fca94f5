package server_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/testpeople"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Words of participation: hidden ones stand in drafts and in what is held, was removed or withdrawn; shown ones are public.
const (
	hidden = "Zinnober"
	shown  = "Kobalt"
)

// spokenIn is a workspace with everything that must not show, beside what must.
type spokenIn struct {
	*closed
	council, consultation string
	proposal, comment     string   // public ones
	ids                   []string // of all that is there
	codes                 []string
}

func (c *closed) spoken() *spokenIn {
	t, ctx, d := c.t, c.t.Context(), c.Council
	t.Helper()
	s := &spokenIn{closed: c}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	id := func(x string, err error) string {
		t.Helper()
		must(err)
		s.ids = append(s.ids, x)
		return x
	}
	en := func(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }
	kurultai := id(c.Desk.SaveBody(ctx, c.coordinator, "ZZV", "", 0, plan.Body{Names: en("Council of Tests"), Kind: plan.Council}))
	advocate := id(c.Desk.SaveBody(ctx, c.coordinator, "ZZV", "", 0, plan.Body{Names: en("Advocate of Tests"), Kind: plan.Commissioner}))
	seat := func(login string, role account.Role, body string) account.Person {
		return testpeople.Seated(t, c.Store, login, account.Member, account.Seat{Workspace: "ZZV", Role: role, Body: body})
	}
	secretary, monitor := seat("at-secretary", account.Secretary, kurultai), seat("at-monitor", account.Monitor, advocate)
	s.council = id(d.SaveCouncil(ctx, secretary, "ZZV", "", 0, spoken.Council{Body: kurultai, Names: en("Council of " + shown), Basis: en("Act 1"), Rule: "Act 1, article 2", AnswerDays: 30,
		Proposers: []spoken.Proposer{spoken.ByMember, spoken.ByOrganisation, spoken.ByCitizen}}))

	// A draft of an organisation, a citizen's that is held, one that was withdrawn, and one that is public.
	id(d.SaveProposal(ctx, c.voice, "ZZV", "", 0, spoken.Proposal{Council: s.council, By: spoken.ByOrganisation, Body: c.ngo, Title: en(hidden + " draft proposal"), Texts: en(hidden + " draft words")}))
	open := func(words string) council.Received {
		got, err := d.ProposeOpenly(ctx, "ZZV", s.council, council.CitizenProposal{Title: words, Words: words + " proposal", Lang: "en"})
		must(err)
		s.ids = append(s.ids, got.ID)
		s.codes = append(s.codes, got.Code)
		return got
	}
	if held := open(hidden + " call me on +7 701 123 45 67"); held.Shown != spoken.Held {
		t.Fatalf("a telephone number is not held: %+v", held)
	}
	gone := open(hidden + " withdrawn")
	_, err := d.Remark(ctx, c.voice, "ZZV", spoken.Remark{Proposal: gone.ID, Body: c.ngo, Words: en(hidden + " remark")})
	must(err)
	must(d.WithdrawByCode(ctx, "ZZV", gone.Code, gone.ID))
	s.proposal = open(shown + " public").ID

	// Comments: shown, removed, withdrawn, held for a person, for the desk only.
	on := d.Today()
	s.consultation = id(d.SaveConsultation(ctx, secretary, "ZZV", "", 0, spoken.Consultation{Body: kurultai, Title: en(shown + " draft law"), Draft: spoken.OfLaw, About: en("About it."), Opens: on, Closes: on, Lang: "en"}))
	fact := func() *council.Held[spoken.Consultation] {
		v, err := d.Keeper.Closed(ctx, "ZZV")
		must(err)
		h, _ := v.Consulted.Get(s.consultation)
		return h
	}
	must(d.SaveDraft(ctx, secretary, "ZZV", s.consultation, fact().Fact, "en", council.Paragraphs("First words.")))
	must(d.OpenConsultation(ctx, secretary, "ZZV", s.consultation, fact().Fact))
	say := func(x council.Contribution) council.Received {
		got, err := d.Comment(ctx, "ZZV", s.consultation, x)
		must(err)
		s.ids = append(s.ids, got.ID)
		return got
	}
	s.comment = say(council.Contribution{Words: shown + " comment", Lang: "en"}).ID
	removed, back := say(council.Contribution{Words: hidden + " removed comment", Lang: "en"}), say(council.Contribution{Words: hidden + " withdrawn comment", Lang: "en"})
	say(council.Contribution{Words: hidden + " held comment, write to me@example.org", Lang: "en"})
	say(council.Contribution{Words: hidden + " comment for the desk", Lang: "en", DeskOnly: true})
	must(d.Remove(ctx, secretary, "ZZV", []string{removed.ID}, spoken.GroundSpam, "The same words again."))
	must(d.TakeBack(ctx, "ZZV", back.Code, back.ID))

	// An institution's draft, and plain words: a draft, one taken back, and one that is public.
	id(d.SaveAdvice(ctx, monitor, "ZZV", "", 0, spoken.Advice{Body: advocate, Texts: en(hidden + " draft advice"), Days: 30, Rule: "Act 2", On: on}))
	for _, x := range []struct {
		words         string
		publish, back bool
	}{{hidden + " plain draft", false, false}, {hidden + " plain taken back", true, true}, {shown + " plain", true, false}} {
		made := id(d.SavePlain(ctx, monitor, "ZZV", "", 0, spoken.Plain{About: "group:children", Body: advocate, Title: en(x.words), Texts: en(x.words + " text.")}))
		for _, do := range []struct{ now, back bool }{{x.publish, false}, {x.back, true}} {
			if do.now {
				v, err := d.Keeper.Closed(ctx, "ZZV")
				must(err)
				h, _ := v.Plain.Get(made)
				must(d.PublishPlain(ctx, monitor, "ZZV", made, h.Fact, do.back))
			}
		}
	}
	return s
}

// addresses are all places at which something public could show.
func (s *spokenIn) addresses() []string {
	out := []string{"/search?q=" + hidden, "/search?q=" + hidden + "&kind=all", "/search.atom?q=" + hidden, "/search/export?q=" + hidden + "&format=csv", "/states/ZZV", "/states/ZZV/followup", "/states/ZZV/followup.atom",
		"/states/ZZV/participation?q=" + hidden, "/states/ZZV/proposals?q=" + hidden, "/states/ZZV/plain/children", "/states/ZZV/followup/export?format=ndjson", "/api/v1/search?q=" + hidden}
	for _, format := range []string{"csv", "ndjson", "jsonld", "datapackage", "method", "zip"} {
		out = append(out, "/states/ZZV/participation/export?format="+format)
	}
	for _, row := range account.Routes {
		if row.Method != "GET" || account.InWorkspace(row.Act) || !account.May(account.Visitor, row.Act) {
			continue
		}
		p := strings.NewReplacer("{state}", "ZZV", "{party}", "ZZV", "{group}", "children", "{year}", "2026").Replace(row.Pattern)
		for _, id := range s.ids {
			out = append(out, strings.NewReplacer("{id}", url.PathEscape(id), "{of}", url.PathEscape(id), "{body}", url.PathEscape(id), "{rec}", url.PathEscape(id), "{$}", "").Replace(p))
		}
	}
	for _, kind := range []string{"proposal:", "council:", "consultation:", "body:"} {
		for _, id := range s.ids {
			out = append(out, "/states/ZZV/participation.atom?about="+url.QueryEscape(kind+id))
		}
	}
	seen := map[string]bool{}
	var once []string
	for _, p := range out {
		if !strings.Contains(p, "{") && !seen[p] {
			seen[p] = true
			once = append(once, p)
		}
	}
	return once
}

// unpacked is the text of an answer; a package is opened.
func unpacked(t *testing.T, b []byte) string {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return string(b)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// Demand 13: what is a draft, held, for the desk only, removed or withdrawn is on no page, feed, search, export or answer of the
// API; what is public is on each of those made for it, so that the first half proves something.
func TestWhatIsNotShownIsNowhere(t *testing.T) {
	h := open(t, false)
	s := h.closed().spoken()
	b := h.visitor()
	all := s.addresses()
	for _, p := range all {
		w := b.get(p)
		if w.Code >= 500 {
			t.Errorf("%s answers %d", p, w.Code)
		}
		text := unpacked(t, w.Body.Bytes())
		if strings.Contains(p, "q="+hidden) {
			text = strings.ReplaceAll(text, hidden+`"`, "") // what was asked for stands in the field
			text = strings.ReplaceAll(text, "q="+hidden, "")
		}
		for _, no := range []string{hidden + " draft", hidden + " call", hidden + " withdrawn", hidden + " remark", hidden + " removed", hidden + " held", hidden + " comment", hidden + " plain", "Some at-", "+7 701", "me@example.org"} {
			if strings.Contains(text, no) {
				t.Errorf("%s shows %q", p, no)
			}
		}
		for _, code := range s.codes {
			if code != "" && strings.Contains(text, code) {
				t.Errorf("%s shows a return code", p)
			}
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d addresses were looked at", len(all))
	}
	for _, x := range []struct{ path, words string }{
		{"/states/ZZV/participation", "Council of " + shown}, {"/states/ZZV/proposals", shown + " public"}, {"/states/ZZV/proposals/" + s.proposal, shown + " public proposal"},
		{"/states/ZZV/proposals?q=kobalt", shown + " public"}, {"/states/ZZV/participation.atom", shown + " public"}, {"/states/ZZV/participation.atom?about=proposal:" + s.proposal, shown + " public"},
		{"/states/ZZV/plain", shown + " plain text."}, {"/states/ZZV/plain/children", shown + " plain text."}, {"/states/ZZV/participation/export?format=csv", shown + " comment"},
		{"/states/ZZV/councils/" + s.council, "Act 1"}, {"/states/ZZV/councils/" + s.council + "/members", shown}, {"/states/ZZV/councils/" + s.council + "/propose", shown},
		{"/states/ZZV/consultations/" + s.consultation, shown + " draft law"}, {"/states/ZZV/consultations/" + s.consultation + "/comments", shown + " comment"},
		{"/states/ZZV/participation/export?format=ndjson", shown + " public proposal"}, {"/states/ZZV/participation/export?format=zip", shown + " plain text."},
	} {
		w := b.get(x.path)
		if text := unpacked(t, w.Body.Bytes()); w.Code != 200 || !strings.Contains(text, x.words) {
			t.Errorf("%s answers %d without %q", x.path, w.Code, x.words)
		}
	}
}

// A contributor is not known: the form sets no cookie, and a session that is there changes nothing.
func TestAProposalOfAnyoneLeavesNoTraceOfWhoItIs(t *testing.T) {
	h := open(t, false)
	s := h.closed().spoken()
	form := url.Values{"title": {"A bridge"}, "words": {"Build a bridge."}, "lang": {"en"}, "once": {"abc"}}
	for name, b := range map[string]*browser{"a visitor": h.visitor(), "somebody who is signed in": h.as(account.Editor)} {
		form.Set("once", name)
		w := b.do("POST", "/states/ZZV/councils/"+s.council+"/propose", strings.NewReader(form.Encode()), formType)
		if w.Code != 200 || !strings.Contains(w.Body.String(), "return code") && !strings.Contains(w.Body.String(), "Write down this code") {
			t.Fatalf("%s: %d", name, w.Code)
		}
		if c := w.Header().Values("Set-Cookie"); len(c) > 0 {
			t.Errorf("%s: cookies are set: %q", name, c)
		}
		if w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the page with the code may be kept", name)
		}
	}
	v, err := h.Council.Keeper.Closed(t.Context(), "ZZV")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for id, p := range v.Proposals.Any() {
		if p.Thing.By != spoken.ByCitizen {
			continue
		}
		n++
		if p.Thing.Author != "" || p.Thing.Code == "" {
			t.Errorf("%s names %q, code %q", id, p.Thing.Author, p.Thing.Code)
		}
	}
	if n != 5 {
		t.Errorf("%d proposals of citizens are there, not 5", n)
	}
}
