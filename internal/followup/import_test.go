package followup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/upr/plan"
)

// planFile is a table of a plan about own recommendations, as a ministry keeps it.
func planFile(t *testing.T, rows ...[]string) *plansheet.Book {
	t.Helper()
	f := excelize.NewFile()
	for i, r := range append([][]string{{"Plan of measures"}, {"Recommendation No.", "Measure", "Responsible", "Deadline", "Status", "Section", "Room"}}, rows...) {
		for j, v := range r {
			ref, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err == nil {
				err = f.SetCellStr("Sheet1", ref, v)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := errors.Join(f.Write(&b), f.Close()); err != nil {
		t.Fatal(err)
	}
	book, err := plansheet.Read(context.Background(), "plan.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// ownRecs are recommendations that stand in the workspace itself, "1.1" to "1.n".
func ownRecs(t *testing.T, d *followup.Desk, n int) []string {
	t.Helper()
	var puts []followup.Put
	var out []string
	for i := range n {
		number := fmt.Sprintf("1.%d", i+1)
		puts = append(puts, followup.Put{Kind: plan.KindOwnRec, ID: "r" + number, Thing: plan.OwnRec{Number: number, Texts: plan.Names{{Lang: "en", Words: "Do the thing of " + number + " with care and patience"}}}})
		out = append(out, followup.OwnID("r"+number))
	}
	if _, err := do(t, d, followup.Save{Act: "own-rec", Puts: puts}); err != nil {
		t.Fatal(err)
	}
	return out
}

// confirm takes what is proposed and answers every question as say does; without say the way a person in a hurry would.
func confirm(t *testing.T, d *followup.Desk, b *plansheet.Book, assign bool, say func(plansheet.Answers, *plansheet.Table)) *followup.PlanPreview {
	t.Helper()
	f, err := d.LookAtPlan(t.Context(), coordinator, "QQQ", b, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	c := f.Columns
	c.Title, c.Assign, c.Sheet, c.Row, c.Dates = "Plan 2026", assign, b.Sheets[f.Layout.Sheet].Name, f.Layout.Header.Row+1, "dmy"
	if err := d.SaveColumns(t.Context(), coordinator, "QQQ", f.ID, f.Base, c); err != nil {
		t.Fatal(err)
	}
	p, err := d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil)
	if err != nil {
		t.Fatal(err)
	}
	c = p.File.Columns
	a := plansheet.AnswersOf(c)
	for _, w := range p.Table.Statuses {
		a.Say(plansheet.SayStatus, plansheet.StatusKey(w.Word), string(w.Proposed))
	}
	for _, w := range p.Table.Bodies {
		if w.ID == "" {
			a.Say(plansheet.SayBody, plansheet.BodyKey(w.Name), plansheet.NewBody+"ministry")
		}
	}
	if say != nil {
		say(a, p.Table)
	}
	c.Values = a.Values()
	if err := d.SaveColumns(t.Context(), coordinator, "QQQ", p.File.ID, p.File.Base, c); err != nil {
		t.Fatal(err)
	}
	if p, err = d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil); err != nil {
		t.Fatal(err)
	}
	return p
}

func bringPlan(t *testing.T, d *followup.Desk, b *plansheet.Book, p *followup.PlanPreview) {
	t.Helper()
	if _, err := d.ImportPlan(t.Context(), coordinator, "QQQ", b, nil, p.Seen); err != nil {
		t.Fatal(err)
	}
}

var planRows = [][]string{
	{"1.1, 1.2", "Pass the law", "Ministry of Justice", "31.12.2026", "ongoing", "Justice", "12"},
	{"1.3", "Train judges", "Ministry of Justice; Academy", "IV quarter 2027", "planned", "Justice", ""},
}

func TestATableBecomesAPlanAndTwiceChangesNothing(t *testing.T) {
	d := desk(t)
	recs := ownRecs(t, d, 3)
	b := planFile(t, planRows...)
	p := confirm(t, d, b, true, nil)
	if p.Table.Waiting() != 0 || len(p.Table.Questions) != 0 {
		t.Fatalf("%+v", p.Table)
	}
	bringPlan(t, d, b, p)
	v, err := d.Keeper.Work(t.Context(), "QQQ")
	if err != nil {
		t.Fatal(err)
	}
	byTitle := map[string]plan.Measure{}
	for _, h := range v.Measures.All() {
		byTitle[h.Thing.Title[0].Words] = h.Thing
	}
	names := map[string]string{}
	for id, h := range v.Bodies.All() {
		names[id] = h.Thing.Names[0].Words
	}
	law, train := byTitle["Pass the law"], byTitle["Train judges"]
	if !slices.Equal(law.Recs, recs[:2]) || names[law.Lead] != "Ministry of Justice" || law.Due.String() != "2026-12-31" || law.Status != plan.Ongoing || len(law.Plans) != 1 {
		t.Errorf("%+v", law)
	}
	if names[train.Lead] != "Ministry of Justice" || len(train.Supporting) != 1 || names[train.Supporting[0]] != "Academy" || train.Due.String() != "2027-12-31" {
		t.Errorf("%+v", train)
	}
	var words []string
	for _, h := range v.Notes.All() {
		words = append(words, h.Thing.Cell+" "+h.Thing.Column+" "+h.Thing.Words)
	}
	slices.Sort(words)
	if diff := cmp.Diff([]string{"  ", "Sheet1!A1  Plan of measures", "Sheet1!D4 Deadline IV quarter 2027", "Sheet1!G3 Room 12"}, words); diff != "" {
		t.Error(diff)
	}
	if v.Clusters.Len() != 1 || v.Assignments.Len() != 4 {
		t.Errorf("%d clusters, %d assignments", v.Clusters.Len(), v.Assignments.Len())
	}
	again, err := d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !again.Nothing() {
		t.Errorf("the same file twice would change %+v", again.Changes)
	}
}

func TestAChangedTableGivesTheDifference(t *testing.T) {
	d := desk(t)
	ownRecs(t, d, 3)
	b := planFile(t, planRows...)
	bringPlan(t, d, b, confirm(t, d, b, false, nil))
	rows := [][]string{slices.Clone(planRows[0]), {"1.3", "Buy a bus", "Academy", "", "", "", "bus room"}}
	rows[0][3], rows[0][6] = "01.02.2027", "13"
	changed := planFile(t, rows...)
	p := confirm(t, d, changed, false, nil)
	var got []string
	for _, c := range p.Changes {
		for _, x := range c.Diffs {
			if x.Name != "sha256" && x.Name != "file" && !c.New {
				got = append(got, fmt.Sprintf("%s %s: %v → %v", c.Kind, x.Name, x.A, x.C))
			}
		}
	}
	if diff := cmp.Diff([]string{"measure due: [2026-12-31] → [2027-02-01]", "source-note words: [12] → [13]"}, got); diff != "" {
		t.Error(diff)
	}
	if p.Counts[plan.KindMeasure] != (followup.PlanCount{New: 1, Changed: 1}) || len(p.Missing) != 1 {
		t.Errorf("%+v, %d missing", p.Counts, len(p.Missing))
	}
	bringPlan(t, d, changed, p)
	v, _ := d.Keeper.Work(t.Context(), "QQQ")
	if v.Measures.Len() != 3 {
		t.Errorf("%d measures: one that a table leaves out stays", v.Measures.Len())
	}
}

func TestNothingComesInThatAPersonDidNotSee(t *testing.T) {
	d := desk(t)
	ownRecs(t, d, 3)
	b := planFile(t, planRows...)
	if _, err := d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil); !errors.Is(err, followup.ErrNoColumns) {
		t.Errorf("a preview without columns: %v", err)
	}
	p := confirm(t, d, b, false, nil)
	if _, err := do(t, d, followup.Save{Act: "body", Puts: []followup.Put{{Kind: plan.KindBody, Thing: plan.Body{Names: plan.Names{{Lang: "en", Words: "Academy"}}, Kind: plan.OtherBody}}}}); err != nil {
		t.Fatal(err)
	}
	bringPlan(t, d, b, p) // a body of that name was made meanwhile; what the person said of the name stands
	unknown := planFile(t, []string{"9.9", "A thing of no recommendation", "", "", "", "", ""})
	p = confirm(t, d, unknown, false, nil)
	if _, err := d.ImportPlan(t.Context(), coordinator, "QQQ", unknown, nil, p.Seen); !errors.Is(err, followup.ErrWaiting) {
		t.Errorf("with an open question: %v", err)
	}
	p = confirm(t, d, unknown, false, func(a plansheet.Answers, t *plansheet.Table) {
		a.Say(plansheet.SayRec, t.Questions[0].Key, plansheet.OwnRec)
	})
	var stale *followup.StalePreview
	if _, err := d.ImportPlan(t.Context(), coordinator, "QQQ", unknown, nil, "other"); !errors.As(err, &stale) {
		t.Errorf("another preview than was seen: %v", err)
	}
	bringPlan(t, d, unknown, p)
	v, _ := d.Keeper.Work(t.Context(), "QQQ")
	if v.Own.Len() != 4 {
		t.Errorf("%d own recommendations", v.Own.Len())
	}
	var refused *followup.Refused
	for _, role := range []account.Role{account.Contributor, account.Validator, account.Monitor, account.Stakeholder, account.Reader, account.Steward, account.CouncilMember} {
		who := account.Person{ID: "x", Seats: []account.Seat{{Workspace: "QQQ", Role: role, Body: "b"}}}
		if _, err := d.ImportPlan(t.Context(), who, "QQQ", b, nil, ""); !errors.As(err, &refused) {
			t.Errorf("%s brought in a plan: %v", role, err)
		}
		if err := d.SaveColumns(t.Context(), who, "QQQ", "h", 0, plan.Columns{Title: "x"}); !errors.As(err, &refused) {
			t.Errorf("%s kept columns: %v", role, err)
		}
	}
}

func TestALargeTableIsOneAct(t *testing.T) {
	d := desk(t)
	ownRecs(t, d, 40)
	var rows [][]string
	for i := range 600 {
		rows = append(rows, []string{fmt.Sprintf("1.%d", i%40+1), fmt.Sprintf("Measure %d %s", i, strings.Repeat("x", i%7)), "Ministry of Justice", "31.12.2026", "ongoing", fmt.Sprint("Area ", i%9), fmt.Sprint(i)})
	}
	b := planFile(t, rows...)
	p := confirm(t, d, b, true, nil)
	if n := p.Table.Waiting(); n > 0 {
		t.Fatalf("%+v %+v %+v %+v", p.Table.Bodies, p.Table.Statuses, p.Table.Questions[:min(3, len(p.Table.Questions))], p.File.Layout.Columns)
	}
	before, err := d.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bringPlan(t, d, b, p)
	after, err := d.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if after.Number != before.Number+1 {
		t.Errorf("%d acts", after.Number-before.Number)
	}
	v, _ := d.Keeper.Work(t.Context(), "QQQ")
	if v.Measures.Len() != 600 || v.Clusters.Len() != 9 {
		t.Errorf("%d measures, %d clusters", v.Measures.Len(), v.Clusters.Len())
	}
	if again, err := d.PreviewPlan(t.Context(), coordinator, "QQQ", b, nil); err != nil || !again.Nothing() {
		t.Errorf("twice: %v %d", err, len(again.Changes))
	}
}
