package e2e_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// planLaw adds to the sample's workspace what its pages of laws, treaties, indicators and evidence show.
func planLaw(x planner, p *program, boss account.Person, justice, measure string) {
	x.t.Helper()
	ctx, err := x.t.Context(), error(nil)
	x.d.Classifier, err = classify.Rules()
	x.ok(err)
	x.d.Files, err = files.Open(filepath.Join(p.dir, "files"))
	x.ok(err)
	defer func() { x.ok(x.d.Files.Close()) }()
	put := func(kind, id string, thing any) {
		_, _, err := x.d.Do(ctx, boss, boss.Seats[0], followup.Save{Workspace: x.ws, Act: kind, Puts: []followup.Put{{Kind: kind, ID: id, Thing: thing}}})
		x.ok(err)
	}
	day := func(y, m, d int) upr.Date { return upr.Date{Year: y, Month: m, Day: d} }
	put(plan.KindLegalAct, "sample-law", plan.LegalAct{Number: "12-I", Title: x.names("Ratification, with a reservation"), Kind: plan.Law, Adopted: day(2025, 5, 20), Signed: day(2025, 6, 2), InForce: day(2025, 7, 1),
		Treaty: "OP-CAT", Recs: []string{recPublished}, Source: "Gazette of the sample, 44", URL: "https://gazette.example/44", Sure: true})
	put(plan.KindLegalAct, "sample-lifting", plan.LegalAct{Number: "31-I", Title: x.names("The reservation is lifted"), Kind: plan.Law, Signed: day(2026, 2, 11), Amends: []string{"sample-law"}, Source: "Gazette of the sample, 9"})
	put(plan.KindClaim, "sample-claim", plan.Claim{About: "sample-law", Field: "signed", Value: "2025-06-03", By: "A newspaper", Source: "Its issue of that day"})
	put(plan.KindTreatyAct, "sample-reservation", plan.TreatyAct{Treaty: "OP-CAT", Step: plan.Reservation, Date: day(2025, 6, 2), Text: "For three years", Law: "sample-law", Source: "Gazette of the sample, 44", Sure: true})
	put(plan.KindTreatyAct, "sample-withdrawal", plan.TreatyAct{Treaty: "OP-CAT", Step: plan.Withdrawal, Date: day(2026, 2, 11), Of: "sample-reservation", Law: "sample-lifting", Source: "Gazette of the sample, 9"})
	put(plan.KindTreatyAct, "sample-deposit", plan.TreatyAct{Treaty: "OP-CAT", Step: plan.Deposit, Date: day(2026, 3, 1), Source: "Register of treaties", Sure: true})
	put(plan.KindProposal, followup.ProposalID("sample-deposit", recSubmitted), plan.Proposal{Rec: recSubmitted, Status: plan.Full, Because: "sample-deposit", On: day(2026, 3, 1)})
	put(plan.KindIndicator, "sample-indicator", plan.Indicator{Title: x.names("Visits to places of detention"), Type: plan.Process, Definition: "Visits made without notice by the national mechanism", Unit: "visits a year",
		Source: "Annual report of the mechanism", Baseline: "12", BaseOn: day(2021, 12, 31), Target: "60", TargetOn: day(2028, 12, 31), Frequency: 12, By: []string{"place"}, Recs: []string{recPublished}, Measures: []string{measure}, Body: justice})
	for i, v := range []string{"12", "15.5", "31", "44"} {
		y := day(2021+i+i/2, 12, 31) // one year is missing
		for of, value := range map[string]string{"": v, "prisons": "7", "clinics": "5"} {
			put(plan.KindObservation, plan.ObservationID("sample-indicator", y, of), plan.Observation{Indicator: "sample-indicator", On: y, Of: of, Value: value})
		}
	}
	id, _, err := x.d.AddEvidence(ctx, boss, x.ws, plan.Evidence{Title: "Minutes of the working group", About: []string{recPublished, "sample-indicator"}, Access: plan.WorkspaceOnly, Body: justice},
		&followup.Handed{Name: "minutes.txt", Content: strings.NewReader("What the group said, in our own words.\n")})
	x.ok(err)
	v, err := x.d.Keeper.Work(ctx, x.ws)
	x.ok(err)
	h, _ := v.Evidence.Get(id)
	put(plan.KindEvidence, "sample-proof", h.Thing) // under a name that the table of pages can say
	x.ok(x.d.DropEvidence(ctx, boss, x.ws, id, h.Fact))
}

// Values come in from a table, and evidence as a file whose name and type lie, on pages that run no script. What another
// body may not open is not there for it, by page, by file and by the fingerprint.
func TestValuesAndEvidenceComeInWithoutScripts(t *testing.T) {
	base := sampleURL(t)
	tb := openTab(t)
	tb.signInSeated(base)
	tb.withoutScripts()
	p, err := sample()
	if err != nil {
		t.Fatal(err)
	}
	d, s := p.desk(t)
	x := planner{t: t, d: d, ws: "ZZV"}
	boss := testpeople.Seated(t, s, "planner", account.Member)
	ind := plan.Indicator{Title: x.names("From a table"), Type: plan.Outcome, Definition: "x", Unit: "persons", Source: "x", Body: "sample-justice"}
	id := x.id(d.SaveIndicator(t.Context(), boss, x.ws, "", 0, ind))
	page := base + workspace + "/indicators/" + id
	eventually(t, "the running program knows the indicator", func() bool { return tb.visit(page) == http.StatusOK })
	table := func(text string) string {
		file := filepath.Join(t.TempDir(), "values.csv")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	send := func(file string) {
		t.Helper()
		eval[bool](tb, "unfolding the form", `document.querySelector("#table").open = true`)
		tb.do("choosing the table", chromedp.SetUploadFiles(chromedp.CSS("#csv-file"), []string{file}))
		tb.follow(`button[value="preview"]`)
	}
	send(table("period,value\n2024,1\nsoon,2\n"))
	if words := tb.words(); !strings.Contains(words, "Line 3") || !strings.Contains(words, "soon") {
		t.Fatalf("a bad line is not told: %.400s", words)
	}
	good := table("year;value;sex\n2024;12,50;\n2025;13;women\n")
	send(good)
	tb.scripts(true) // axe is one
	tb.checkHere("series-plan", "en")
	tb.scripts(false)
	tb.look("light", 1280)
	tb.follow(`button[value="confirm"]`)
	if words := eval[string](tb, "reading the table of values", `document.querySelector("table.figures").textContent`); !strings.Contains(words, "12.50") {
		t.Fatalf("the values are not shown as they were given: %.600s", words)
	}
	send(good)
	if n := eval[int](tb, "looking for something to confirm", `document.querySelectorAll('button[value="confirm"]').length`); n != 0 {
		t.Error("the same table again has something to confirm")
	}

	tb.visit(base + workspace + "/evidence?about=" + recPublished)
	lying := filepath.Join(t.TempDir(), "photo.jpg.exe")
	if err := os.WriteFile(lying, []byte("<script>alert(document.domain)</script>"), 0o600); err != nil {
		t.Fatal(err)
	}
	eval[bool](tb, "filling the form", `(() => { document.querySelector("#title").value = "A page that would run"; document.querySelector("#body").value = "sample-justice"; return true; })()`)
	tb.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{lying}))
	tb.follow(`button[value="add"]`)
	if words := tb.words(); !strings.Contains(words, "photo.jpg.exe.html") {
		t.Fatalf("the file is not kept under a harmless name: %s", eval[string](tb, "reading what is wrong", `document.querySelector("main").textContent.replace(/\s+/g, " ").slice(0, 600)`))
	}
	proof := tb.location()
	for path, want := range map[string]int{"": http.StatusSeeOther, "/file": http.StatusSeeOther} {
		r, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Get(proof + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("a visitor asks for %s: %d", path, r.StatusCode)
		}
	}
}
