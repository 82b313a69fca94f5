package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func clicking(control string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(control), chromedp.NodeVisible)
}

// choose puts a file into a field of the page, as a person does who picks it from a folder.
func (tb *tab) choose(field, name, kind, content string) {
	tb.t.Helper()
	eval[bool](tb, "choosing a file", `(() => {
		const d = new DataTransfer();
		d.items.add(new File([`+quote(content)+`], `+quote(name)+`, { type: `+quote(kind)+` }));
		document.querySelector(`+quote(field)+`).files = d.files;
		return true;
	})()`)
}

// makeKey makes the key of a desk in the tab's browser and gives what the saved file holds. It waits until the key is in use.
func (tb *tab) makeKey(desk string) string {
	tb.t.Helper()
	tb.visit(desk)
	eval[bool](tb, "listening for the file", `(() => {
		const make = URL.createObjectURL.bind(URL);
		URL.createObjectURL = (b) => { b.text().then((t) => { window.savedFile = t; }); return make(b); };
		return true;
	})()`)
	tb.holds("a key can be made here", `!document.querySelector("[data-sealed-make]").hidden`)
	tb.do("making a key", clicking("[data-sealed-make]"))
	tb.holds("the file is offered", `!!window.savedFile`)
	key := eval[string](tb, "reading the file", `window.savedFile`)
	if !eval[bool](tb, "looking at the button", `document.querySelector("[data-sealed-send]").disabled`) {
		tb.t.Error("the key can be used before its file was saved")
	}
	eval[bool](tb, "saving the file", `(() => { const a = document.querySelector("[data-sealed-file]"); a.addEventListener("click", (e) => e.preventDefault()); a.click(); return true; })()`)
	tb.follow("[data-sealed-send]")
	return key
}

// unseal opens what was sealed to the desk with its key file, in the tab's browser.
func (tb *tab) unseal(desk, key string, want string) {
	tb.t.Helper()
	tb.visit(desk)
	tb.holds("the desk can read here", `!document.querySelector("form[data-sealed-reading]").hidden`)
	tb.choose("#key", "key.txt", "text/plain", key)
	tb.do("opening", clicking("form[data-sealed-reading] button"))
	tb.holds("all are open", `document.querySelectorAll("[data-sealed-list] article").length === `+want)
}

// answerSealed answers the submission in which a word stands.
func (tb *tab) answerSealed(word, answer string) {
	tb.t.Helper()
	article := `[...document.querySelectorAll("[data-sealed-list] article")].find((a) => a.textContent.includes(` + quote(word) + `))`
	eval[bool](tb, "answering", `(() => {
		const a = `+article+`;
		a.querySelector("textarea").value = `+quote(answer)+`;
		a.querySelector("form button").click();
		return true;
	})()`)
	tb.holds("the answer was sent", `!`+article+`.querySelector("[data-sealed-given]").hidden`)
}

// offline is the desk's own machine, which has the program, the key and no network.
type offline struct {
	t        *testing.T
	dir, key string
}

func newOffline(t *testing.T, key string) offline {
	t.Helper()
	o := offline{t, t.TempDir(), ""}
	o.key = o.write("key.txt", key)
	return o
}

func (o offline) write(name, content string) string {
	o.t.Helper()
	file := filepath.Join(o.dir, name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return file
}

// open opens a bundle and gives the folders of what was opened.
func (o offline) open(bundle string, more ...string) []string {
	o.t.Helper()
	bin, err := binary()
	if err != nil {
		o.t.Fatal(err)
	}
	out := filepath.Join(o.dir, "opened")
	args := append([]string{"unseal", "--key", o.key, "--out", out}, more...)
	if said, err := exec.Command(bin, append(args, o.write("bundle.ndjson", bundle))...).CombinedOutput(); err != nil {
		o.t.Fatalf("unseal: %v\n%s", err, said)
	}
	folders, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil {
		o.t.Fatal(err)
	}
	return folders
}

// answer writes an answer beside the submission in which a word stands, and gives the sealed file of it.
func (o offline) answer(bundle, word, answer string) string {
	o.t.Helper()
	for _, folder := range o.open(bundle) {
		b, err := os.ReadFile(filepath.Join(folder, "submission.txt"))
		if err != nil {
			o.t.Fatal(err)
		}
		if strings.Contains(string(b), word) {
			if err := os.WriteFile(filepath.Join(folder, "answer.txt"), []byte(answer+"\n"), 0o600); err != nil {
				o.t.Fatal(err)
			}
		}
	}
	file := filepath.Join(o.dir, "answers.ndjson")
	o.open(bundle, "--answers", file)
	b, err := os.ReadFile(file)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(b)
}

// bundleOf fetches what is sealed this month, as the desk's browser does.
func (tb *tab) bundleOf(desk string) string {
	tb.t.Helper()
	month := time.Now().UTC().Format("2006-01")
	return eval[string](tb, "fetching the bundle", `fetch(`+quote(strings.Split(desk, "?")[0]+"/bundle?month="+month)+`).then((r) => r.text())`)
}
