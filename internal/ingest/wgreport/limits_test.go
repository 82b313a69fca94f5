package wgreport_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wgreport"
)

// Documents made to be slow are read in a time that grows with their size, or refused.
func TestHostileReportsStayFast(t *testing.T) {
	many := func(n int, line func(i int) string) []string {
		out := []string{"124. The following recommendations enjoy the support of Kazakhstan:"}
		for i := range n {
			out = append(out, line(i))
		}
		return out
	}
	for name, section := range map[string][]string{
		"one entry without end": append(many(1, func(int) string { return "124.1 Light the pier (Peru)." }), many(6_000, func(int) string { return "Kazakhstan is large." })...),
		"thousands of entries":  many(6_000, func(i int) string { return fmt.Sprintf("124.%d Light the pier (Peru) and the road (Chile) now", i+1) }),
		"numbers everywhere":    many(6_000, func(i int) string { return fmt.Sprintf("%d. Light the pier", i%300) }),
		"paragraphs of references": many(1_000, func(i int) string {
			return fmt.Sprintf("%d. Recommendations in paragraphs 1 (a), 2, 3 (b) and 4 did not enjoy the support", 125+i)
		}),
		"one line of numbers":       {"124. The following enjoy the support of Kazakhstan:", "124.1 Light the pier (Peru).", "125. Recommendations Nos. " + strings.Repeat("124.1, 7 and ", 6_000)},
		"headings only":             many(6_000, func(int) string { return "II. Conclusions and/or recommendations" }),
		"brackets only":             many(500, func(i int) string { return fmt.Sprintf("124.%d ", i+1) + strings.Repeat("(", 500) }),
		"lines that open and close": many(150, func(int) string { return "Light the pier (Peru)." }),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := wgreport.Read(context.Background(), report(section...), gazetteer.Default())
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("took %s (%v)", d, err)
			} else {
				t.Log(d.Round(time.Millisecond), err)
			}
		})
	}
}
