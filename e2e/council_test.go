package e2e_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/openupr/openupr/internal/account"
)

// TestCouncilSitting goes through one sitting of a council as people do: 117 members come in as a table, a hundred proposals
// from four sections, thirty amended, sixty adopted, each referred and answered, twenty of them late; and a consultation whose
// three hundred comments are all answered. Everything is done in the browser, at the pages that people use; what is done many
// times is sent by the page’s own form without looking at each page that follows.
func TestCouncilSitting(t *testing.T) {
	s := &sitting{walk: &walk{T: t, how: pointer, p: serve(t, t.TempDir()), seen: map[string]bool{}}}
	admin := s.hand()
	s.begin(admin)
	s.imports(admin)
	s.opens(admin)
	s.bodiesAndSeats(admin)
	s.council()
	s.members()
	s.meets()
	s.proposes()
	s.amends()
	s.adopts()
	s.answers()
	s.consults()
	s.readsInPublic()
	s.count()
	fmt.Printf("CouncilSitting: %d members in %d categories, %d proposals from %d sections, %d amended, %d adopted, %d referred, %d overdue, %d answered, %d comments, %d answered, %d acts\n",
		s.seated, s.categories, s.proposals, s.sections, s.amended, s.adopted, s.referred, s.overdue, s.replied, s.comments, s.responded, s.acts)
}

// What the sitting has to come to.
const (
	storyMembers   = 117
	storyProposals = 100
	storyAmended   = 30
	storyAdopted   = 60
	storyOverdue   = 20
	storyComments  = 300
)

var (
	storySections   = []string{"Rights of the story", "Economy of the story", "Society of the story", "Regions of the story"}
	storyCategories = []string{"Parliament", "Rights organisations", "Independent experts", "Entrepreneurs", "Local bodies"}
	storyMinistries = []string{"Ministry of Justice of the story", "Ministry of Labour of the story", "Ministry of Health of the story"}
)

// sitting is the story with what it came to.
type sitting struct {
	*walk
	mu    sync.Mutex
	id    string // of the council
	place string // of the sitting

	seated, categories, sections, proposals, amended, adopted, referred, overdue, replied, comments, responded int
}

// at opens a page, for one of several hands.
func (s *sitting) at(h hand, path string) {
	s.Helper()
	if got := h.visit(inLanguage(s.p.url, path, "en")); got != http.StatusOK {
		s.Fatalf("%s answers %d:\n%s", path, got, h.words())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.check(h)
}

// bodiesAndSeats founds the bodies and lets a second program on the record seat their people.
func (s *sitting) bodiesAndSeats(admin hand) {
	s.bodies = map[string]string{}
	list := [][2]string{{"Council of the story", "council"}, {"Commissioner of the story", "commissioner"}}
	for _, m := range storyMinistries {
		list = append(list, [2]string{m, "ministry"})
	}
	for _, b := range list {
		s.at(admin, "/work/"+ws+"/bodies/new")
		admin.send(`form.thing button[type=submit]`, field{"name", b[0]}, field{"kind", b[1]})
	}
	s.at(admin, "/work/"+ws+"/bodies")
	for _, b := range list {
		s.bodies[b[0]] = eval[string](admin.tab, "looking for "+b[0], `[...document.querySelectorAll('main a[href*="/bodies/"]')].find(a => a.textContent.trim() === `+quote(b[0])+`)?.getAttribute("href").replace(/.*\//, "").replace(/\?.*/, "") ?? ""`)
	}
	seat := func(login string, role account.Role, body string) {
		s.p.seated(s.T, login, account.Member, account.Seat{Workspace: ws, Role: role, Body: s.bodies[body]})
	}
	seat("secretary", account.Secretary, "Council of the story")
	for i, m := range storyMinistries {
		seat(fmt.Sprint("writer", i), account.Contributor, m)
		seat(fmt.Sprint("head", i), account.Validator, m)
	}
}

// council founds the council by its rules.
func (s *sitting) council() {
	h := s.as("secretary")
	s.at(h, "/work/"+ws+"/councils")
	s.at(h, "/work/"+ws+"/councils/new")
	h.send(`form.thing button[type=submit]`, field{"body", s.bodies["Council of the story"]}, field{"name", "Council of the story"}, field{"basis", "Decree 1 of the story"}, field{"from", "2025-01-01"},
		field{"proposer", "member"}, field{"answer-days", "30"}, field{"rule", "Decree 1, article 9"}, field{"named", "no"})
	at := strings.TrimPrefix(h.location(), s.p.url)
	s.id = strings.TrimPrefix(at, "/work/"+ws+"/councils/")
	if s.id == at || strings.Contains(s.id, "new") {
		s.Fatalf("the council was not founded: %s\n%s", at, h.words())
	}
	s.id, _, _ = strings.Cut(s.id, "?")
	s.check(h)
}

// members brings everyone in from rows that were copied out of a spreadsheet.
func (s *sitting) members() {
	h := s.as("secretary")
	rows := []string{"No.\tName\tCategory\tSection\tRegion\tGender\tFrom"}
	for i := range storyMembers {
		rows = append(rows, fmt.Sprintf("%d\tMember %d of the story\t%s\t%s\tRegion %d\t%s\t2025-02-01", i+1, i+1, storyCategories[i%len(storyCategories)], storySections[i%len(storySections)], i%17+1, []string{"w", "m"}[i%2]))
	}
	at := "/work/" + ws + "/councils/" + s.id
	s.at(h, at+"/table")
	s.fill(h, `form.thing button[type=submit]`, field{"rows", strings.Join(rows, "\n")})
	s.check(h)
	h.press(`button[value=bring]`)
	s.at(h, at)
	s.at(h, at+"/members")
	s.seated = eval[int](h.tab, "counting members", `parseInt(document.querySelector('main [role=status]').textContent)`)
	for _, x := range []struct {
		path string
		n    *int
	}{{"/categories/", &s.categories}, {"/sections/", &s.sections}} {
		s.at(h, at)
		links := s.hrefs(h, `main tbody a[href*="`+x.path+`"]`)
		*x.n = len(links)
		s.at(h, links[0])
	}
	s.at(h, at+"/members")
	s.at(h, s.hrefs(h, `main tbody a[href*="/members/"]`)[0]+"/edit")
	if s.seated != storyMembers || s.categories != len(storyCategories) || s.sections != len(storySections) {
		s.Errorf("%d members in %d categories and %d sections", s.seated, s.categories, s.sections)
	}
}

// meets holds the sitting: who came, and an open vote in which each member’s ballot is one row.
func (s *sitting) meets() {
	h := s.as("secretary")
	s.at(h, "/work/"+ws+"/sittings/new?council="+s.id)
	s.fill(h, `form.thing button[type=submit]`, field{"on", "2025-12-01"}, field{"place", "Hall of the story"}, field{"held", "yes"})
	s.place = strings.TrimPrefix(h.location(), s.p.url)
	s.place, _, _ = strings.Cut(s.place, "?")
	s.check(h)
	s.at(h, s.place+"/agenda")
	s.fill(h, `form.thing button[type=submit]`, field{"text", "What the sections propose"})
	s.fill(h, `form.thing button[type=submit]`, field{"text", "Other matters"})
	s.at(h, s.place+"/agenda?at=2")
	s.fill(h, `button[value=remove]`)
	s.at(h, s.place+"/attendance?all=present")
	h.press(`form[action$="/attendance"] button[type=submit]`)
	s.check(h)
	s.at(h, "/work/"+ws+"/votes/new?sitting="+s.place[strings.LastIndex(s.place, "/")+1:]+"&all=for")
	s.fill(h, `form[action$="/votes/new"] button[type=submit]`, field{"question", "Debate what the sections propose"}, field{"result", "carried"})
	s.check(h)
	if !strings.Contains(h.words(), "117") {
		s.Errorf("the vote does not count 117 ballots:\n%s", h.words())
	}
	s.at(h, strings.TrimPrefix(h.location(), s.p.url)+"/edit")
	s.at(h, s.place+"/decisions/new")
	s.fill(h, `form.thing button[type=submit]`, field{"number", "1"}, field{"text", "The council debates what the sections propose."})
	s.at(h, s.hrefs(h, `main a[href*="/decisions/"][href$="/edit"]`)[0])
}
