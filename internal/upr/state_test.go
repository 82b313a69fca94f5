package upr_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/upr"
)

func TestReviewsComeBackWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := reviews().Draw(t, "review")
		if !r.Valid() {
			t.Fatalf("%v is not valid", r)
		}
		for _, s := range []string{r.String(), strings.ToLower(r.String())} {
			got, err := upr.ParseReviewID(s)
			if err != nil || got != r {
				t.Fatalf("%q is read as %v, %v", s, got, err)
			}
		}
	})
}

func TestWhatIsNoReviewIsRefused(t *testing.T) {
	for name, s := range map[string]string{
		"empty": "", "State alone": "KAZ", "no cycle": "KAZ/", "no State": "/2", "cycle 0": "KAZ/0", "cycle 10": "KAZ/10", "negative": "KAZ/-1",
		"sign": "KAZ/+2", "zero first": "KAZ/02", "blank": "KAZ/ 2", "two slashes": "KAZ/2/3", "short": "KA/2", "long": "KAZA/2", "digits": "K4Z/2",
		"letters that only look Latin": "КАZ/2", "a letter that grows into I": "ırn/2", "a letter that grows into S": "ſvn/2",
	} {
		if r, err := upr.ParseReviewID(s); err == nil {
			t.Errorf("%s: %q is read as %v", name, s, r)
		} else if !strings.Contains(err.Error(), "KAZ/2") {
			t.Errorf("%s: the error does not show the form: %v", name, err)
		}
	}
}

func FuzzParseReviewID(f *testing.F) {
	for _, s := range []string{"KAZ/2", "kaz/2", "/", "KAZ/+2", "ırn/1", "KAZ/9/9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := upr.ParseReviewID(s)
		if err != nil {
			if r != (upr.ReviewID{}) {
				t.Errorf("%q is refused and still gives %v", s, r)
			}
			return
		}
		if !r.Valid() || len(s) != 5 || !strings.EqualFold(r.String(), s) {
			t.Errorf("%q is read as %v", s, r)
		}
	})
}

func TestStateCodesHaveThreeLetters(t *testing.T) {
	for s, want := range map[upr.State]bool{"KAZ": true, "VAT": true, "": false, "KA": false, "kaz": false, "KAZA": false, "K4Z": false, "ÇAZ": false, "К": false} {
		if s.Valid() != want {
			t.Errorf("%q: valid is %v", s, !want)
		}
	}
}
