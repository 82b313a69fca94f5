package e2e_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/output/workbook"
	"github.com/openupr/openupr/internal/testpeople"
	"github.com/openupr/openupr/internal/upr/plan"
)

// A ministry's workbook comes back after somebody else changed the same fields: both are shown side by side, one is chosen
// of each, and nothing of either is lost. Every step is looked at with axe, wide and narrow, light and dark.
func TestAWorkbookComesBackWithAConflict(t *testing.T) {
	p := serve(t, t.TempDir(), "--sample")
	tb := openTab(t)
	tb.signIn(p.url)
	d, s := p.desk(t)
	ctx, x := t.Context(), planner{t: t, d: d, ws: "ZZV"}
	boss := testpeople.Seated(t, s, "book-keeper", account.Member, account.Seat{Workspace: x.ws, Role: account.Coordinator})
	ministry := x.id(d.SaveBody(ctx, boss, x.ws, "", 0, plan.Body{Names: x.names("Ministry of Ledgers"), Kind: plan.Ministry}))
	m := plan.Measure{Title: x.names("Count every ledger"), Kind: plan.MeasureKinds[0], Lead: ministry, Status: plan.Statuses[0], Recs: []string{recPublished}}
	id := x.id(d.SaveMeasure(ctx, boss, x.ws, "", 0, m))
	c, err := i18n.Load()
	x.ok(err)
	book, err := d.BookOf(ctx, boss, x.ws, ministry, "en")
	x.ok(err)
	var out bytes.Buffer
	x.ok(workbook.Write(&out, book, c.Printer(i18n.English)))
	f, err := excelize.OpenReader(&out)
	x.ok(err)
	file := filepath.Join(t.TempDir(), "ledgers.xlsx")
	x.ok(errors.Join(f.SetCellStr("Measures", "N3", "What the ministry noted"), f.SetCellStr("Measures", "H3", "What the ministry expects"), f.SaveAs(file), f.Close()))
	held, _ := x.view().Measures.Get(id)
	m = held.Thing
	m.Note, m.Outcome = "What the office noted", "What the office expects"
	x.id(d.SaveMeasure(ctx, boss, x.ws, id, held.Fact, m))

	hand := func() {
		t.Helper()
		tb.look("light", 1280)
		tb.visit(p.url + "/work/ZZV/books?lang=en")
		tb.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
		tb.follow(`form[enctype] button[type=submit]`)
	}
	eventually(t, "the running program shows both values", func() bool {
		hand()
		return strings.Contains(tb.words(), "What the office noted") && strings.Contains(tb.words(), "What the ministry noted")
	})
	for _, want := range []string{"What the office expects", "What the ministry expects", "Count every ledger"} {
		if !strings.Contains(tb.words(), want) {
			t.Errorf("%q is not shown", want)
		}
	}
	if eval[bool](tb, "looking for a way to confirm", `!!document.querySelector("button[value=confirm]")`) {
		t.Error("an open conflict can be brought in")
	}
	tb.checkHere("book-conflict", "en")
	tb.look("light", 1280)
	if n := eval[int](tb, "choosing", `(() => {
		const radios = [...document.querySelectorAll("input[type=radio]")];
		for (const r of radios) {
			const mine = document.querySelector("label[for='" + r.id + "']").textContent.includes("noted");
			if (r.value === (mine ? "mine" : "theirs")) r.checked = true;
		}
		return radios.length;
	})()`); n != 4 {
		t.Fatalf("%d ways to choose, not two of each of two fields", n)
	}
	tb.follow(`button[value=choose]`)
	tb.follow(`button[value=confirm]`)
	tb.visit(p.url + "/work/ZZV/measures/" + id + "?lang=en")
	for words, stands := range map[string]bool{"What the ministry noted": true, "What the office expects": true, "What the office noted": false, "What the ministry expects": false} {
		if strings.Contains(tb.words(), words) != stands {
			t.Errorf("%q: shown is not %v\n%s", words, stands, tb.words())
		}
	}
}
