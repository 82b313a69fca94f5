package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ministryTable is a plan as a ministry keeps it, about the invented State's recommendations: in Russian, with a title
// above, a number that nobody has, words that are only alike, bodies by abbreviation, a period for a day, a day of two layouts.
const ministryTable = `Утверждено протоколом № 4;;;;;;
№ п/п;Номер рекомендации;Содержание рекомендации;Мероприятие;Срок исполнения;Ответственный исполнитель;Статус исполнения;Инв.
1;26.6;Open a shelter for women in each of the seven districts;Открыть приюты в трёх районах;31.12.2026;Ministry of Social Affairs;в работе;x-1
2;26.99;;Провести круглый стол;IV квартал 2026 г.;MoJ;запланировано;
3;;Open shelters for the women in each of seven districts;Обучить персонал;2027 год;Министерство культуры;частично исполнено;x-3
4;28.1;;Внести законопроект;03.04.2027;Ministry of Justice;в работе;
`

// TestAMinistrysTableComesInStepByStep brings a table into the sample's workspace: columns, words, changes, one act; and the
// same table again changes nothing. Every step is looked at with axe, wide and narrow, light and dark.
func TestAMinistrysTableComesInStepByStep(t *testing.T) {
	file := filepath.Join(t.TempDir(), "plan.csv")
	if err := os.WriteFile(file, []byte(ministryTable), 0o600); err != nil {
		t.Fatal(err)
	}
	p := serve(t, t.TempDir(), "--sample")
	tb := openTab(t)
	tb.signIn(p.url)
	hand := func() {
		tb.look("light", 1280)
		tb.visit(p.url + "/work/ZZV/import?lang=en")
		tb.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{file}))
		tb.follow(`form[enctype] button[type=submit]`)
	}
	hand()
	tb.checkHere("plan-columns", "en")
	tb.look("light", 1280)
	eval[bool](tb, "naming the plan", `(document.querySelector("#title").value = "Plan of the ministries", true)`)
	tb.follow(`button[value=columns]`)
	tb.checkHere("plan-answers", "en")
	tb.look("light", 1280)
	eval[bool](tb, "answering", `(() => {
		document.querySelector("#rest").checked = true;
		for (const s of document.querySelectorAll("select")) if (!s.value) s.value = "-";
		return true;
	})()`)
	tb.follow(`button[value=answers]`)
	tb.checkHere("plan-preview", "en")
	tb.look("light", 1280)
	for _, want := range []string{"Открыть приюты в трёх районах", "Утверждено протоколом № 4", "x-3"} {
		if !strings.Contains(tb.words(), want) {
			t.Errorf("the preview does not show %q:\n%s", want, tb.words())
		}
	}
	tb.follow(`button[value=confirm]`)
	hand()
	if eval[bool](tb, "looking for a way to confirm", `!!document.querySelector("button[value=confirm]")`) {
		t.Errorf("the same table asks to be confirmed a second time:\n%s", tb.words())
	}
	for _, c := range tb.complained() {
		t.Errorf("the browser complains: %s", c)
	}
}
