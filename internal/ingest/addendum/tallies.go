package addendum

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

var (
	receivedForm  = regexp.MustCompile(`(?i)\b(?:received|contains?|made|comprises?|total of)\b[^.;]{0,30}?\b(\d{1,3})\s+recommendations\b|\b(\d{1,3})\s+recommendations\s+(?:were\s+)?(?:received|made|addressed|formulated)`)
	supportedForm = regexp.MustCompile(`(?i)\b(?:accepts?|accepted|supports?|supported)\s+(?:a total of\s+)?(\d{1,3})\b(?:\s+recommendations)?|\b(\d{1,3})\s+(?:recommendations\s+)?(?:are|were|have been|enjoy)\s+(?:the\s+)?(?:fully\s+)?(?:accepted|supported|support)\b`)
	notedForm     = regexp.MustCompile(`(?i)\b(?:notes?|noted|takes? note of)\s+(?:the (?:other|remaining) |a further |another )?(\d{1,3})\b(?:\s+recommendations|[.,;\s]|$)|\b(\d{1,3})\s+(?:recommendations\s+)?(?:are |were |have been |are being )?(?:only )?noted\b`)
)

// tallies reads the counts that the document itself announces in its running text.
func (r *reader) tallies(lines []councildoc.Line) {
	for i, l := range lines {
		if l.Row > 0 || !strings.Contains(strings.ToLower(l.Text), "recommendation") && !strings.Contains(l.Text, "noted") {
			continue
		}
		window := councildoc.Join(lines[max(0, i-1):min(len(lines), i+5)])
		t := upr.Tally{Review: r.review, By: "State under review", Stage: upr.StageAddendum, Unit: upr.UnitItem,
			Received: count(receivedForm, window), Supported: count(supportedForm, window), Noted: count(notedForm, window),
			Source: upr.Source{Symbol: r.front.Symbol, Page: l.Page, SHA256: r.doc.SHA256}, Date: r.front.Issued}
		if t.Supported < 0 || t.Noted < 0 || t.Supported+t.Noted < 5 || t.Check() != nil {
			continue
		}
		r.out.Tallies = append(r.out.Tallies, t)
		return // the first is the announcement; later numbers are of parts
	}
}

func count(form *regexp.Regexp, s string) int {
	m := form.FindStringSubmatch(s)
	for i := 1; i < len(m); i++ {
		if n, err := strconv.Atoi(m[i]); err == nil {
			return n
		}
	}
	return -1
}

// checkTallies compares the announced counts with the lists where they count the same items. Many States announce the
// positions on all recommendations and list only those that were pending.
func (r *reader) checkTallies() {
	var c upr.Count
	for _, e := range r.out.Events {
		c.Add(e.Value, 1)
	}
	for _, t := range r.out.Tallies {
		if t.Supported+t.Noted == c.Received() && (t.Supported != c.Supported || t.Noted != c.Noted) {
			r.out.Questions = append(r.out.Questions, reading.Question{Kind: TallyDiffers, Page: t.Source.Page, Detail: map[string]string{
				"announced": strconv.Itoa(t.Supported) + " / " + strconv.Itoa(t.Noted), "counted": strconv.Itoa(c.Supported) + " / " + strconv.Itoa(c.Noted)}})
		}
	}
}
