package reference_test

import (
	"testing"

	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

func TestALimitInWordsHoldsFromItsDay(t *testing.T) {
	for name, c := range map[string]struct {
		document string
		on       upr.Date
		words    int
		ok       bool
	}{
		"a national report today":          {"national-report", upr.Date{Year: 2026, Month: 11, Day: 23}, 10700, true},
		"an addendum today":                {"addendum", upr.Date{Year: 2026, Month: 11, Day: 23}, 2675, true},
		"pages, not words, in cycle 1":     {"national-report", upr.Date{Year: 2010, Month: 1, Day: 1}, 0, true},
		"the last day of the older limit":  {"national-report", upr.Date{Year: 2011, Month: 6, Day: 16}, 0, true},
		"the first day of the newer one":   {"national-report", upr.Date{Year: 2011, Month: 6, Day: 17}, 10700, true},
		"before there was a review":        {"national-report", upr.Date{Year: 2005, Month: 1, Day: 1}, 0, false},
		"a document that nobody limits":    {"mid-term", upr.Date{Year: 2026, Month: 1, Day: 1}, 0, true},
		"a submission alone":               {"submission", upr.Date{Year: 2026, Month: 11, Day: 23}, 2815, true},
		"a submission of several":          {"joint-submission", upr.Date{Year: 2026, Month: 11, Day: 23}, 5630, true},
		"pages for a submission, cycle 1":  {"submission", upr.Date{Year: 2012, Month: 5, Day: 20}, 0, true},
		"a document that is none of these": {"letter", upr.Date{Year: 2026, Month: 1, Day: 1}, 0, false},
	} {
		l, ok := reference.WordLimitOf(c.document, c.on)
		if ok != c.ok || l.Words != c.words || ok && l.Source == "" {
			t.Errorf("%s: %+v, %v", name, l, ok)
		}
	}
}

func TestSectionsOfANationalReportHaveHeadingsInEveryLanguage(t *testing.T) {
	letters := ""
	for _, s := range reference.ReportSections() {
		letters += s.Letter
		for _, lang := range []string{"en", "ru", "kk"} {
			if s.Title[lang] == "" {
				t.Errorf("section %s has no heading in %s", s.Letter, lang)
			}
		}
		if s.Sure {
			t.Errorf("section %s: no source at hand confirms the letters", s.Letter)
		}
	}
	if letters != "ABCDEFG" {
		t.Errorf("letters %s", letters)
	}
}
