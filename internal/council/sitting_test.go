package council_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr"
	types "github.com/openupr/openupr/internal/upr/council"
)

// chamber is a council with so many members, who all sit since the beginning of the year, and a sitting held today.
func (w *world) chamber(members int, c types.Council) (id string, seats []string, sitting string) {
	w.t.Helper()
	sec := w.people["secretary"]
	c.Body, c.Names, c.Basis, c.AnswerDays, c.Rule = w.bodies["kurultai"], names("Council"), names("Decree 1"), 30, "Rules, 12"
	id = w.id(w.d.SaveCouncil(w.t.Context(), sec, ws, "", 0, c))
	for i := range members {
		seats = append(seats, w.id(w.d.SaveMember(w.t.Context(), sec, ws, "", 0, types.Member{Council: id, Name: names(fmt.Sprintf("Member %d", i+1)), Number: i + 1, From: upr.Date{Year: 2027, Month: 1, Day: 1}})))
	}
	sitting = w.id(w.d.SaveSitting(w.t.Context(), sec, ws, "", 0, types.Sitting{Council: id, On: w.d.Today(), Held: true}))
	return id, seats, sitting
}

func (w *world) attend(sitting string, list map[string]types.Presence) error {
	return w.d.SaveAttendance(w.t.Context(), w.people["secretary"], ws, sitting, w.closed().AttendanceStamp(sitting), list)
}

func (w *world) vote(v types.Vote) error {
	_, err := w.d.SaveVote(w.t.Context(), w.people["secretary"], ws, "", 0, v)
	return err
}

func ballots(c types.Choice, members ...string) []types.Ballot {
	var out []types.Ballot
	for _, m := range members {
		out = append(out, types.Ballot{Member: m, Choice: c})
	}
	return out
}

func TestOnlyTheSecretaryOfACouncilKeepsIt(t *testing.T) {
	w := newWorld(t)
	id, seats, sitting := w.chamber(3, types.Council{})
	v := w.closed()
	c, _ := v.Councils.Get(id)
	m, _ := v.Members.Get(seats[0])
	x, _ := v.Sittings.Get(sitting)
	ctx := t.Context()
	acts := map[string]func(account.Person) error{
		"describe": func(p account.Person) error { _, err := w.d.SaveCouncil(ctx, p, ws, id, c.Fact, c.Thing); return err },
		"section": func(p account.Person) error {
			_, err := w.d.SaveSection(ctx, p, ws, "", 0, types.Section{Council: id, Names: names("S")})
			return err
		},
		"category": func(p account.Person) error {
			_, err := w.d.SaveCategory(ctx, p, ws, "", 0, types.Category{Council: id, Names: names("C")})
			return err
		},
		"seat": func(p account.Person) error {
			_, err := w.d.SaveMember(ctx, p, ws, seats[0], m.Fact, m.Thing)
			return err
		},
		"unseat": func(p account.Person) error { return w.d.RemoveMember(ctx, p, ws, seats[0], m.Fact) },
		"seat many": func(p account.Person) error {
			_, err := w.d.BringMembers(ctx, p, ws, id, "en", []council.MemberRow{{Member: types.Member{Name: names("N")}}})
			return err
		},
		"sit": func(p account.Person) error {
			_, err := w.d.SaveSitting(ctx, p, ws, sitting, x.Fact, x.Thing)
			return err
		},
		"cancel":     func(p account.Person) error { return w.d.RemoveSitting(ctx, p, ws, sitting, x.Fact) },
		"put agenda": func(p account.Person) error { return w.d.SaveAgenda(ctx, p, ws, sitting, v.AgendaStamp(sitting), nil) },
		"note who came": func(p account.Person) error {
			return w.d.SaveAttendance(ctx, p, ws, sitting, v.AttendanceStamp(sitting), map[string]types.Presence{seats[0]: types.Present})
		},
		"count": func(p account.Person) error {
			_, err := w.d.SaveVote(ctx, p, ws, "", 0, types.Vote{Sitting: sitting, Question: names("Q"), Ballots: ballots(types.For, seats[0]), Result: council.Carried})
			return err
		},
		"decide": func(p account.Person) error {
			_, err := w.d.SaveDecision(ctx, p, ws, "", 0, types.Decision{Sitting: sitting, Words: names("D")})
			return err
		},
	}
	for act, do := range acts {
		for name, p := range w.people {
			if name == "secretary" || name == "secretary2" {
				continue
			}
			if err := do(p); !refused(err) {
				t.Errorf("%s may %s: %v", name, act, err)
			}
		}
		if err := do(account.Person{ID: "boss", Role: account.Administrator}); !refused(err) {
			t.Errorf("an administrator may %s: %v", act, err)
		}
	}
	if _, err := w.d.SaveCouncil(ctx, w.people["other-secretary"], ws, "", 0, types.Council{Body: w.bodies["kurultai"], Names: names("Mine"), Basis: names("B")}); !refused(err) {
		t.Errorf("the secretary of another council founds this one again: %v", err)
	}
	for _, body := range []string{"justice", "kurultai"} { // no council, and one that is there
		w.seat("double", account.Secretary, body)
		if _, err := w.d.SaveCouncil(ctx, w.people["double"], ws, "", 0, types.Council{Body: w.bodies[body], Names: names("Two"), Basis: names("B")}); !invalid(err, "no-council") && !invalid(err, "taken") {
			t.Errorf("a council of the body %s: %v", body, err)
		}
	}
}

func TestNamesOfMembersArePublicByTheRuleAlone(t *testing.T) {
	w := newWorld(t)
	id, seats, _ := w.chamber(2, types.Council{})
	name := func() string {
		m, _ := w.forum().Members.Get(seats[0])
		words, _ := m.Thing.Name.In("en")
		return words
	}
	for _, named := range []bool{true, false} {
		c, _ := w.closed().Councils.Get(id)
		x := c.Thing
		x.Named = named
		w.id(w.d.SaveCouncil(t.Context(), w.people["secretary"], ws, id, c.Fact, x))
		if got := name(); (got != "") != named {
			t.Errorf("named %v: the public copy says %q", named, got)
		}
	}
}

func TestACouncilDoesNotFollowItself(t *testing.T) {
	w := newWorld(t)
	id, _, _ := w.chamber(0, types.Council{})
	next := w.id(w.d.SaveCouncil(t.Context(), w.people["other-secretary"], ws, "", 0, types.Council{Body: w.bodies["assembly"], Names: names("Next"), Basis: names("B"), Predecessors: []string{id}}))
	c, _ := w.closed().Councils.Get(id)
	for _, x := range []types.Council{{Predecessors: []string{next}}, {Predecessors: []string{id}}, {Successors: []string{id}}} {
		y := c.Thing
		y.Predecessors, y.Successors = x.Predecessors, x.Successors
		if _, err := w.d.SaveCouncil(t.Context(), w.people["secretary"], ws, id, c.Fact, y); !invalid(err, "circle") {
			t.Errorf("%+v: %v", x, err)
		}
	}
	v := w.forum() // one of the two said it; both show it
	if d := cmp.Diff([]string{next}, v.After(id)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{id}, v.Before(next)); d != "" {
		t.Error(d)
	}
}

func TestSeatsAreHeldByOneAtATime(t *testing.T) {
	w := newWorld(t)
	id, _, _ := w.chamber(2, types.Council{Seats: 2})
	save := func(m types.Member) error {
		m.Council, m.Name = id, names("New")
		_, err := w.d.SaveMember(t.Context(), w.people["secretary"], ws, "", 0, m)
		return err
	}
	day := func(y, m, d int) upr.Date { return upr.Date{Year: y, Month: m, Day: d} }
	for name, c := range map[string]struct {
		m    types.Member
		code string
	}{
		"a seat that is held":        {types.Member{Number: 1}, "seat-taken"},
		"before it was held":         {types.Member{Number: 1, To: day(2026, 12, 31)}, ""},
		"on the day it was taken":    {types.Member{Number: 2, To: day(2027, 1, 1)}, "seat-taken"},
		"an end before its start":    {types.Member{From: day(2027, 2, 2), To: day(2027, 2, 1)}, "order"},
		"an early end without a day": {types.Member{Ended: "resigned"}, "empty"},
		"a category of nobody":       {types.Member{Category: "nothing"}, "unknown"},
		"a gender of nobody":         {types.Member{Gender: "x"}, "unknown"},
	} {
		if err := save(c.m); c.code == "" && err != nil || c.code != "" && !invalid(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoVotes(t *testing.T) {
	w := newWorld(t)
	id, m, sitting := w.chamber(5, types.Council{Quorum: 3})
	sec := w.people["secretary"]
	w.lay(council.Put{Kind: types.KindProposal, ID: "p", Thing: types.Proposal{Council: id, Step: types.Debated, From: []string{"q"}}},
		council.Put{Kind: types.KindProposal, ID: "q", Thing: types.Proposal{Council: id, Step: types.Merged, Into: "p"}},
		council.Put{Kind: types.KindProposal, ID: "draft", Thing: types.Proposal{Council: id, Step: types.Drafted}},
		council.Put{Kind: types.KindAmendment, ID: "a", Thing: types.Amendment{Proposal: "p"}})
	v := types.Vote{Sitting: sitting, About: "p", Question: names("Adopt?"), Ballots: ballots(types.For, m[0], m[1]), Result: council.Carried}
	if err := w.vote(v); !invalid(err, "no-attendance") {
		t.Errorf("a vote though nobody knows who was there: %v", err)
	}
	w.must(w.attend(sitting, map[string]types.Presence{m[0]: types.Present, m[1]: types.Remote, m[2]: types.Absent}))
	if err := w.vote(v); !invalid(err, "quorum") {
		t.Errorf("a vote of two where three are needed: %v", err)
	}
	w.must(w.attend(sitting, map[string]types.Presence{m[0]: types.Present, m[1]: types.Remote, m[2]: types.Present, m[3]: types.Excused}))
	w.id(w.d.DeclareInterest(t.Context(), sec, ws, types.Interest{Council: id, Member: m[1], About: "q", Words: "Runs the firm"}))
	w.id(w.d.DeclareInterest(t.Context(), sec, ws, types.Interest{Council: id, Member: m[0], Words: "Holds shares"}))
	for name, c := range map[string]struct {
		change func(*types.Vote)
		code   string
	}{
		"an interest in what was merged": {func(x *types.Vote) {}, "interest"},
		"the same for its amendment":     {func(x *types.Vote) { x.About = "a" }, "interest"},
		"twice":                          {func(x *types.Vote) { x.Ballots = append(ballots(types.For, m[0]), ballots(types.Against, m[0])...) }, "twice"},
		"who was excused":                {func(x *types.Vote) { x.Ballots = ballots(types.For, m[3]) }, "not-present"},
		"who was not recorded":           {func(x *types.Vote) { x.Ballots = ballots(types.For, m[4]) }, "not-present"},
		"who has no seat":                {func(x *types.Vote) { x.Ballots = ballots(types.For, "nobody") }, "no-seat-then"},
		"a choice of nobody":             {func(x *types.Vote) { x.Ballots = ballots("maybe", m[0]) }, "unknown"},
		"no ballot":                      {func(x *types.Vote) { x.Ballots = nil }, "empty"},
		"more than were there":           {func(x *types.Vote) { x.Ballots, x.For = nil, 4 }, "more-than-present"},
		"carried against the numbers":    {func(x *types.Vote) { x.Ballots = append(ballots(types.Against, m[0]), ballots(types.Abstain, m[2])...) }, "tally"},
		"a draft":                        {func(x *types.Vote) { x.About = "draft" }, "unknown"},
		"on another day":                 {func(x *types.Vote) { x.On = upr.Date{Year: 2027, Month: 2, Day: 1} }, "not-then"},
		"no result":                      {func(x *types.Vote) { x.Result = "" }, "unknown"},
		"without a question":             {func(x *types.Vote) { x.Question = nil }, "empty"},
	} {
		x := v
		c.change(&x)
		if err := w.vote(x); !invalid(err, c.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
	v.Ballots = append(ballots(types.For, m[2]), ballots(types.Abstain, m[0])...) // a standing interest does not bar by itself
	w.must(w.vote(v))
	votes := w.forum().VotesAt(sitting)
	if len(votes) != 1 || votes[0].Thing.Count(types.For) != 1 || votes[0].Thing.Count(types.Abstain) != 1 || votes[0].Thing.Council != id || votes[0].Thing.On != w.d.Today() {
		t.Fatalf("published: %+v", votes)
	}
	if err := w.attend(sitting, map[string]types.Presence{m[0]: types.Present, m[1]: types.Present, m[2]: types.Absent, m[3]: types.Present}); !invalid(err, "voted") {
		t.Errorf("who voted is said to have been absent: %v", err)
	}
	if err := w.d.RemoveMember(t.Context(), sec, ws, m[2], 0); !invalid(err, "in-use") {
		t.Errorf("a mandate that voted is taken away: %v", err)
	}
	not := map[string]string{}
	for _, x := range w.closed().Voters(id, sitting, "p", votes[0].Thing.On) {
		not[x.Member.ID] = x.Not
		if x.Standing != (x.Member.ID == m[0]) {
			t.Errorf("%s has a standing interest: %v", x.Member.ID, x.Standing)
		}
	}
	if d := cmp.Diff(map[string]string{m[0]: "", m[1]: "interest", m[2]: "", m[3]: "not-present", m[4]: "not-present"}, not); d != "" {
		t.Error(d)
	}
}

func TestADecisionRestsOnItsSitting(t *testing.T) {
	w := newWorld(t)
	_, m, sitting := w.chamber(3, types.Council{})
	sec := w.people["secretary"]
	w.must(w.vote(types.Vote{Sitting: sitting, Question: names("Q"), Ballots: ballots(types.Against, m...), Result: council.Lost}))
	lost := w.closed().VotesAt(sitting)[0]
	save := func(x types.Decision) (string, error) {
		x.Words = names("It is decided")
		return w.d.SaveDecision(t.Context(), sec, ws, "", 0, x)
	}
	if _, err := save(types.Decision{Sitting: sitting, Vote: lost.ID}); !invalid(err, "lost") {
		t.Errorf("a decision by a vote that was lost: %v", err)
	}
	id := w.id(save(types.Decision{Sitting: sitting, Number: "3"}))
	if _, err := save(types.Decision{Sitting: sitting, Number: "3"}); !invalid(err, "number-taken") {
		t.Errorf("two decisions of one number: %v", err)
	}
	plan := w.id(w.d.SaveSitting(t.Context(), sec, ws, "", 0, types.Sitting{Council: lost.Thing.Council, On: upr.Date{Year: 2027, Month: 5, Day: 1}}))
	if _, err := save(types.Decision{Sitting: plan}); !invalid(err, "not-held") {
		t.Errorf("a decision of a sitting that was not held: %v", err)
	}
	x, _ := w.closed().Sittings.Get(sitting)
	if err := w.d.RemoveSitting(t.Context(), sec, ws, sitting, x.Fact); !invalid(err, "in-use") {
		t.Errorf("a sitting that decided is taken away: %v", err)
	}
	moved := x.Thing
	moved.On = upr.Date{Year: 2027, Month: 2, Day: 1}
	if _, err := w.d.SaveSitting(t.Context(), sec, ws, sitting, x.Fact, moved); !invalid(err, "in-use") {
		t.Errorf("a sitting is moved under its votes: %v", err)
	}
	held, _ := w.closed().Decisions.Get(id)
	w.must(w.d.RemoveDecision(t.Context(), sec, ws, id, held.Fact))
	w.must(w.d.RemoveVote(t.Context(), sec, ws, lost.ID, lost.Fact))
	w.must(w.d.RemoveSitting(t.Context(), sec, ws, sitting, x.Fact))
	if v := w.forum(); v.Sittings.Len() != 1 || v.Votes.Len()+v.Decisions.Len() != 0 {
		t.Errorf("%d sittings, %d votes and %d decisions are public", v.Sittings.Len(), v.Votes.Len(), v.Decisions.Len())
	}
}

func TestAnAgendaIsSavedWhole(t *testing.T) {
	w := newWorld(t)
	id, _, sitting := w.chamber(0, types.Council{})
	w.lay(council.Put{Kind: types.KindProposal, ID: "p", Thing: types.Proposal{Council: id, Step: types.Proposed}})
	item := func(words string, proposals ...string) types.AgendaItem {
		return types.AgendaItem{Words: names(words), Proposals: proposals}
	}
	save := func(seen string, list ...types.AgendaItem) error {
		return w.d.SaveAgenda(t.Context(), w.people["secretary"], ws, sitting, seen, list)
	}
	empty := w.closed().AgendaStamp(sitting)
	w.must(save(empty, item("Opening"), item("Proposals", "p", "p"), item("Close")))
	if err := save(empty, item("Other")); !invalid(err, "meanwhile") {
		t.Errorf("an agenda is saved over one that nobody saw: %v", err)
	}
	if err := save(w.closed().AgendaStamp(sitting), item("Nothing", "nothing")); !invalid(err, "unknown") {
		t.Errorf("a proposal of nobody is on the agenda: %v", err)
	}
	w.must(save(w.closed().AgendaStamp(sitting), item("Proposals", "p"), item("Close")))
	for side, v := range map[string]*council.View{"closed": w.closed(), "forum": w.forum()} {
		var got []string
		for i, a := range v.AgendaOf(sitting) {
			got = append(got, fmt.Sprintln(i+1 == a.Thing.Number, a.Thing.Words[0].Words, a.Thing.Proposals))
		}
		if d := cmp.Diff([]string{"true Proposals [p]\n", "true Close []\n"}, got); d != "" {
			t.Errorf("%s: %s", side, d)
		}
	}
}

func TestSittingsNumberThemselves(t *testing.T) {
	w := newWorld(t)
	id, _, sitting := w.chamber(0, types.Council{})
	first, _ := w.closed().Sittings.Get(sitting)
	next := w.id(w.d.SaveSitting(t.Context(), w.people["secretary"], ws, "", 0, types.Sitting{Council: id, On: w.d.Today()}))
	second, _ := w.closed().Sittings.Get(next)
	if first.Thing.Number != 1 || second.Thing.Number != 2 {
		t.Errorf("sittings %d and %d", first.Thing.Number, second.Thing.Number)
	}
	for code, x := range map[string]types.Sitting{"number-taken": {On: w.d.Today(), Number: 1}, "empty": {}, "date": {On: upr.Date{Year: 2027, Month: 5, Day: 1}, Held: true},
		"order": {On: w.d.Today(), To: upr.Date{Year: 2027, Month: 2, Day: 1}}, "unknown": {On: w.d.Today(), Section: "nothing"}} {
		x.Council = id
		if _, err := w.d.SaveSitting(t.Context(), w.people["secretary"], ws, "", 0, x); !invalid(err, code) {
			t.Errorf("want %s: %v", code, err)
		}
	}
}
