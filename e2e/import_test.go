package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestFromAFileToItsTableIsThreeClicks brings a document into an empty record as a person does who has just started the
// program: with scripts and without. The file is the sample's report, taken from a record that has it.
func TestFromAFileToItsTableIsThreeClicks(t *testing.T) {
	report := sampleReport(t)
	for name, scripts := range map[string]bool{"with scripts": true, "without scripts": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, t.TempDir())
			tb := openTab(t)
			tb.signIn(p.url)
			if !scripts {
				tb.withoutScripts()
			}
			tb.visit(p.url + "/import?lang=en")
			tb.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{report}))

			tb.follow(`form[action="/import"] button[type=submit]`) // one: read it
			if at := tb.location(); !strings.Contains(at, "/import/") {
				t.Fatalf("after handing in the report we are at %s:\n%s", at, tb.words())
			}
			if scripts {
				tb.checkHere("preview", "en")
				tb.look("light", 1280)
			}
			tb.follow(`button[value=confirm]`) // two: confirm
			if !strings.Contains(tb.location(), sampleReview) {
				tb.follow(`main a[href^="` + sampleReview + `"]`) // three at most: to the table
			}
			if n := eval[int](tb, "counting the items", `document.querySelectorAll("main li.item, main tr[id^=i-]").length`); n == 0 {
				t.Errorf("no item is in the table at %s:\n%s", tb.location(), tb.words())
			}

			// The same file again changes nothing, and says so.
			tb.visit(p.url + "/import?lang=en")
			tb.do("choosing the file", chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{report}))
			tb.follow(`form[action="/import"] button[type=submit]`)
			if eval[bool](tb, "looking for a way to confirm", `!!document.querySelector("button[value=confirm]")`) {
				t.Errorf("the same file asks to be confirmed a second time:\n%s", tb.words())
			}
			for _, c := range tb.complained() {
				t.Errorf("the browser complains: %s", c)
			}
		})
	}
}

// sampleReport downloads the first document of the sample review, its report, as the program keeps it.
func sampleReport(t *testing.T) string {
	t.Helper()
	base := sampleURL(t)
	tb := openTab(t)
	tb.visit(base + sampleReview + "?lang=en")
	href := eval[string](tb, "looking for the document", `document.querySelector('.place a[href^="/documents/"]')?.getAttribute("href") ?? ""`)
	if href == "" {
		t.Fatalf("the sample review links to no document:\n%s", tb.words())
	}
	file := filepath.Join(t.TempDir(), "report.docx")
	if err := os.WriteFile(file, []byte(body(t, base+href+"/original")), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func (tb *tab) location() string { return get(tb, "asking where we are", chromedp.Location()) }

// words is the text of the page, for messages.
func (tb *tab) words() string {
	return eval[string](tb, "reading the page", "document.body.innerText")
}
