package wording_test

import (
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/wording"
)

// No text makes the grammar slow: the time is bounded by the limit on the text's length.
func TestHostileTextsStayFast(t *testing.T) {
	g := gazetteer.Default()
	for name, s := range map[string]string{
		"opening brackets":   strings.Repeat("(", 20_000),
		"closing brackets":   strings.Repeat("Peru) ", 3_000),
		"unclosed names":     strings.Repeat("(Peru ", 3_000),
		"nested":             strings.Repeat("(", 9_000) + "Peru" + strings.Repeat(")", 9_000),
		"many groups":        strings.Repeat("(Peru) and ", 1_800),
		"interleaved verbs":  strings.Repeat("sign (Peru) and ratify (Chile) ", 600),
		"commas in brackets": "(" + strings.Repeat("Peru, ", 3_000) + ")",
		"unknown names":      strings.Repeat("(Ruritania, Peru); ", 1_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			wording.Split(s, g, in2014)
			if d := time.Since(start); d > 2*time.Second {
				t.Errorf("took %s", d)
			} else {
				t.Log(d)
			}
		})
	}
}
