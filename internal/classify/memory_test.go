package classify_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/classify"
)

// bare are scheme and code of labels that are searched by.
func bare(l classify.Labels) []string {
	out := []string{}
	for _, g := range l {
		if g.Scheme == classify.Institution || g.Scheme == classify.Hint {
			continue
		}
		out = append(out, fmt.Sprint(g.Scheme, " ", g.Code, " ", g.Sure))
	}
	return out
}

func TestCodesAreThoseOfWhatCountsHoweverOftenAsked(t *testing.T) {
	// In the smallest memories some texts are forgotten between the rounds.
	for _, remembered := range []int{1, 2, 1000} {
		c := classifier(t)
		classify.Remember(c, remembered)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 20 {
					for _, x := range []struct{ words, lang string }{
						{"Abolish the death penalty", "en"}, {"Abolish the death penalty", "fr"}, {"Ratify OP-CAT", "en"},
						{"Keep the river clean", "en"}, {"", "en"}, {"Ratificar el tratado", "es"}, {"Sign ICERD, CEDAW and the ICCPR", ""},
					} {
						if d := cmp.Diff(bare(c.Counted(x.words, x.lang)), bare(c.Codes(x.words, x.lang))); d != "" {
							t.Errorf("%q in %q: -counted +codes\n%s", x.words, x.lang, d)
						}
					}
				}
			})
		}
		wg.Wait()
		if n := classify.Remembered(c); n == 0 || n > 2*remembered {
			t.Errorf("%d texts are remembered, in two halves of %d", n, remembered)
		}
	}
}
