package e2e_test

import (
	"cmp"
	"net/http"
	"testing"
)

// Nothing needs JavaScript to be read: with scripts off every page shows its heading and its content, and hides
// nothing behind a control that only a script would open.
func TestPagesReadWithoutScripts(t *testing.T) {
	bothPrograms(t)
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			with, without := openTab(t), openTab(t)
			without.withoutScripts()
			var words [2]int
			for i, tb := range []*tab{with, without} {
				if got, want := tb.open(p, "en"), cmp.Or(p.status, http.StatusOK); got != want {
					t.Fatalf("%s answers %d, want %d", p.path, got, want)
				}
				tb.look("light", 1280)
				words[i] = eval[int](tb, "counting the words", `document.querySelector("main").innerText.trim().split(/\s+/).length`)
			}
			// Scripts may add a hint or a button; they may not be what brings the content.
			if words[1] < words[0]*9/10 || words[1] < 3 {
				t.Errorf("%d words without scripts, %d with them", words[1], words[0])
			}
			for _, s := range without.sideways() {
				t.Errorf("without scripts: %s", s)
			}
		})
	}
}

// Every page can be walked with the Tab key alone: the first stop skips to the content, and the focus shows at each.
func TestPagesWalkWithTheKeyboard(t *testing.T) {
	bothPrograms(t)
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			tb := openTab(t)
			for _, scheme := range []string{"light", "dark"} {
				t.Run(scheme, func(t *testing.T) {
					tb := tb.of(t)
					tb.open(p, "en") // anew each time: a walk goes on from where the last one ended
					tb.look(scheme, 1280)
					stops, faults := tb.walk(120)
					for _, f := range faults {
						t.Error(f)
					}
					if len(stops) < 3 || stops[0].Href != "#content" {
						t.Errorf("the first of %d stops does not skip to the content: %+v", len(stops), stops)
					}
				})
			}
		})
	}
}
