package wording

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// Where a sentence itself says whose recommendation it is. What follows (or stands before) is looked up word by word,
// longest name first.
var (
	proseBefore = regexp.MustCompile(`(?i)\b(?:recommendations?|suggestions?|proposals?)\s+(?:made\s+)?(?:of|by|from)\s+(?:the\s+)?|\b(?:recommended|suggested|proposed|requested)\s+by\s+(?:the\s+)?`)
	proseAfter  = regexp.MustCompile(`(?i)\s+(?:recommended|suggested|proposed|encouraged|urged|called\s+(?:on|upon|for)|recommends|encourages|urges)\b`)
)

// prose finds the States that a sentence names as authors of the recommendation.
func (r reader) prose(text string) []upr.Attribution {
	var by []upr.Attribution
	for _, m := range proseBefore.FindAllStringIndex(text, 4) {
		by = appendNew(by, r.namesAfter(text[m[1]:]))
	}
	if len(by) > 0 {
		return by
	}
	for _, m := range proseAfter.FindAllStringIndex(text, 4) {
		by = appendNew(by, r.nameBefore(text[:m[0]]))
	}
	return by
}

func (r reader) namesAfter(s string) []upr.Attribution {
	f := strings.Fields(s[:min(len(s), 200)])
	for n := min(len(f), 10); n > 0; n-- {
		in := strings.TrimRight(strings.Join(f[:n], " "), ",.;:")
		if by, _, ok := r.names(in); ok {
			return by
		}
	}
	return nil
}

func (r reader) nameBefore(s string) []upr.Attribution {
	f := strings.Fields(s[max(0, len(s)-200):])
	for n := min(len(f), 10); n > 0; n-- {
		if by, _, ok := r.names(strings.Join(f[len(f)-n:], " ")); ok {
			return by
		}
	}
	return nil
}
