package reference

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// WordLimit is how many words a document may have, and who says so.
type WordLimit struct {
	Document string // "national-report", "addendum", "mid-term", "submission", "joint-submission"; "brief" is our own
	From, To upr.Date
	Words    int // 0: no limit in words
	Source   string
	Sure     bool // a source at hand confirms it
}

var wordLimits = sync.OnceValue(func() []WordLimit {
	var out []WordLimit
	for _, r := range table("word_limits.tsv") {
		n, err := strconv.Atoi(r["words"])
		if err != nil {
			panic(fmt.Sprintf("reference table word_limits.tsv: %v", err))
		}
		from, err := upr.ParseDate(r["from"])
		if err != nil {
			panic(fmt.Sprintf("reference table word_limits.tsv: %v", err))
		}
		to, err := upr.ParseDate(r["to"])
		if err != nil {
			panic(fmt.Sprintf("reference table word_limits.tsv: %v", err))
		}
		out = append(out, WordLimit{r["document"], from, to, n, r["source"], r["confirmed"] == "yes"})
	}
	return out
})

// WordLimitOf is the limit of a kind of document on a day; ok is false where none is known for that day.
func WordLimitOf(document string, on upr.Date) (WordLimit, bool) {
	for _, l := range wordLimits() {
		if l.Document == document && !l.From.After(on) && (l.To.IsZero() || !on.After(l.To)) {
			return l, true
		}
	}
	return WordLimit{}, false
}

// ReportSection is a heading that the guidelines give to a national report.
type ReportSection struct {
	Letter string // as the guidelines letter it
	Code   string // ours, stable: "follow-up"
	Title  map[string]string
	Sure   bool // a source at hand confirms the letter
}

var reportSections = sync.OnceValue(func() []ReportSection {
	var out []ReportSection
	for _, r := range table("report_sections.tsv") {
		out = append(out, ReportSection{r["letter"], r["code"], map[string]string{"en": r["en"], "ru": r["ru"], "kk": r["kk"]}, r["confirmed"] == "yes"})
	}
	return out
})

// ReportSections of a national report, in their order.
func ReportSections() []ReportSection {
	out := slices.Clone(reportSections())
	for i, s := range out {
		out[i].Title = cloned(s.Title)
	}
	return out
}

// ReportSectionsSource says where the sections come from.
const ReportSectionsSource = "A/HRC/DEC/17/119, part II"
