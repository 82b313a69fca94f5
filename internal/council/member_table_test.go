package council_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr"
	types "github.com/openupr/openupr/internal/upr/council"
)

func sheetOf(t testing.TB, csv string) plansheet.Sheet {
	t.Helper()
	b, err := plansheet.Read(t.Context(), "members.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	return b.Sheets[0]
}

func TestColumnsOfMembersAreKnownByTheirHeadings(t *testing.T) {
	for name, c := range map[string]struct {
		csv  string
		row  int
		want []council.MemberColumn
	}{
		"English":           {"No.,Name,Category,Section,Region,Gender,From,Until\n1,A,B,C,D,f,2027-01-01,\n", 0, []council.MemberColumn{"number", "name", "category", "section", "region", "gender", "from", "to"}},
		"Russian":           {"№ п/п,Ф.И.О.,Категория,Секция,Регион,Пол\n1,А,Б,В,Г,ж\n", 0, []council.MemberColumn{"number", "name", "category", "section", "region", "gender"}},
		"Kazakh":            {"№,Аты-жөні,Санаты,Өңір,Жынысы\n1,А,Б,В,ер\n", 0, []council.MemberColumn{"number", "name", "category", "region", "gender"}},
		"below a title":     {"Members of the council,\n,\nName,Category\nA,B\n", 2, []council.MemberColumn{"name", "category"}},
		"the first of two":  {"Name,Name in full\nA,B\n", 0, []council.MemberColumn{"name", ""}},
		"nothing is known":  {"Alpha,Beta\nA,B\n", 0, []council.MemberColumn{"", ""}},
		"a word inside one": {"Tower,Topic\nA,B\n", 0, []council.MemberColumn{"", ""}},
	} {
		found := council.FindMembers(sheetOf(t, c.csv))
		if d := cmp.Diff(c.want, found.Columns); d != "" || found.Row != c.row {
			t.Errorf("%s: row %d %s", name, found.Row, d)
		}
	}
}

func TestRowsOfMembersSayWhatIsWrong(t *testing.T) {
	found := council.FindMembers(sheetOf(t, "Number,Name,Gender,From\n1,  Aida   One ,Ж.,01.02.2027\nx,Bek Two,м,\n3,,,\n4,Dana Four,?,2027\n"))
	rows := found.Rows("kk", plansheet.DMY)
	var got []string
	for _, r := range rows {
		got = append(got, fmt.Sprint(r.Line, " ", r.Member.Name[0], r.Member.Gender, r.Member.From, r.Wrong))
	}
	want := []string{
		fmt.Sprint(2, " ", rows[0].Member.Name[0], types.Woman, upr.Date{Year: 2027, Month: 2, Day: 1}, (*council.Invalid)(nil)),
		fmt.Sprint(3, " ", rows[1].Member.Name[0], types.Man, upr.Date{}, &council.Invalid{Code: "unknown", Field: "number", Value: "x"}),
		fmt.Sprint(5, " ", rows[2].Member.Name[0], types.NotStated, upr.Date{}, &council.Invalid{Code: "unknown", Field: "gender", Value: "?"}),
	}
	if d := cmp.Diff(want, got); d != "" || rows[0].Member.Name[0].Lang != "kk" || rows[0].Member.Name[0].Words != "Aida One" {
		t.Error(d, rows[0].Member.Name)
	}
}

// table is one of 117 members in four categories and four sections; the names are invented.
func tableOfMembers() string {
	var b strings.Builder
	b.WriteString("Seat,Name,Category,Section,Region,Gender\n")
	for i := range 117 {
		fmt.Fprintf(&b, "%d,Member %d,Category %c,Section %d,Region %d,%s\n", i+1, i+1, 'A'+i%4, i%4+1, i%20+1, []string{"f", "m"}[i%2])
	}
	return b.String()
}

func testTableComesIn(t *testing.T, w *world) {
	id, _, _ := w.chamber(0, types.Council{Seats: 117})
	w.id(w.d.SaveCategory(t.Context(), w.people["secretary"], ws, "", 0, types.Category{Council: id, Names: names("category a"), Order: 1}))
	rows := council.FindMembers(sheetOf(t, tableOfMembers())).Rows("en", plansheet.DMY)
	bring := func(rows []council.MemberRow) (added, changed, same, wrong int) {
		p, err := w.d.BringMembers(t.Context(), w.people["secretary"], ws, id, "en", rows)
		w.must(err)
		return p.Taken()
	}
	if a, c, s, x := bring(rows); a != 117 || c+s+x != 0 {
		t.Fatalf("%d new, %d changed, %d the same, %d wrong", a, c, s, x)
	}
	for side, v := range map[string]*council.View{"closed": w.closed(), "forum": w.forum()} {
		if len(v.MembersOf(id)) != 117 || len(v.CategoriesOf(id)) != 4 || len(v.SectionsOf(id)) != 4 {
			t.Errorf("%s: %d members, %d categories, %d sections", side, len(v.MembersOf(id)), len(v.CategoriesOf(id)), len(v.SectionsOf(id)))
		}
		for _, m := range v.MembersOf(id) {
			if c, ok := v.Categories.Get(m.Thing.Category); !ok || c.Thing.Council != id || m.Thing.Section == "" {
				t.Errorf("%s: seat %d has the category %q and the section %q", side, m.Thing.Number, m.Thing.Category, m.Thing.Section)
			}
			if (len(m.Thing.Name) > 0) == v.Open {
				t.Errorf("%s: %v", side, m.Thing.Name)
			}
		}
	}
	if a, c, s, x := bring(rows); s != 117 || a+c+x != 0 {
		t.Errorf("the same table again: %d new, %d changed, %d the same, %d wrong", a, c, s, x)
	}
	rows[0].Member.Region, rows[0].Category = "Elsewhere", ""
	rows[1].Member.Name = names("Somebody else")
	if a, c, s, x := bring(rows[:3]); a != 0 || c != 1 || s != 1 || x != 1 {
		t.Errorf("one moved, one new on a seat that is held: %d new, %d changed, %d the same, %d wrong", a, c, s, x)
	}
	m := w.closed().MembersOf(id)[0]
	if m.Thing.Region != "Elsewhere" || m.Thing.Category == "" {
		t.Errorf("what the table does not say is lost: %+v", m.Thing)
	}
}

func TestATableOfMembersComesInAsOneAct(t *testing.T)   { testTableComesIn(t, newWorld(t)) }
func TestATableOfMembersComesInOnPostgres(t *testing.T) { testTableComesIn(t, onPostgres(t)) }

// Everyone has a ballot in one act, on both sides.
func TestAWholeCouncilVotes(t *testing.T) {
	w := newWorld(t)
	id, _, sitting := w.chamber(0, types.Council{Quorum: 59})
	_, err := w.d.BringMembers(t.Context(), w.people["secretary"], ws, id, "en", council.FindMembers(sheetOf(t, tableOfMembers())).Rows("en", plansheet.DMY))
	w.must(err)
	list, cast := map[string]types.Presence{}, []types.Ballot{}
	for i, m := range w.closed().SeatedAt(sitting) {
		list[m.ID] = types.Present
		cast = append(cast, types.Ballot{Member: m.ID, Choice: types.Choices[i%3]})
	}
	w.must(w.attend(sitting, list))
	w.must(w.vote(types.Vote{Sitting: sitting, Question: names("Adopt?"), Ballots: cast, Result: council.Carried}))
	v := w.forum().VotesAt(sitting)[0].Thing
	if v.Count(types.For) != 39 || v.Count(types.Against) != 39 || v.Count(types.Abstain) != 39 || len(w.forum().AttendanceOf(sitting)) != 117 {
		t.Errorf("%d for, %d against, %d abstained", v.Count(types.For), v.Count(types.Against), v.Count(types.Abstain))
	}
}

// Whatever a table says, its rows are few enough, have names, and no cell stands where no column was meant.
func FuzzMemberTable(f *testing.F) {
	f.Add(tableOfMembers()[:400])
	f.Add("№,ФИО\n1,А\n")
	f.Add("Name;Gender;From\nA;f;31.12.2027\n")
	f.Fuzz(func(t *testing.T, csv string) {
		b, err := plansheet.Read(t.Context(), "m.csv", []byte(csv))
		if err != nil {
			return
		}
		for _, s := range b.Sheets {
			found := council.FindMembers(s)
			rows := found.Rows("en", plansheet.DMY)
			if len(rows) > council.MemberRowsMax {
				t.Fatalf("%d rows", len(rows))
			}
			for _, r := range rows {
				if len(r.Member.Name) != 1 || strings.TrimSpace(r.Member.Name[0].Words) == "" || r.Line <= found.Row+1 || r.Line > len(s.Rows) {
					t.Fatalf("%+v", r)
				}
			}
		}
	})
}
