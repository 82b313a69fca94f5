package web_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/web"
)

// Where somebody signs in from is bounded, and is not kept: neither as it is nor, the next day, as anything.
func TestGuessesKeepNoAddress(t *testing.T) {
	now := time.Date(2026, 11, 24, 23, 58, 0, 0, time.UTC)
	g := web.NewGuesses(func() time.Time { return now })
	const from = "203.0.113.77"
	for range 10 {
		if !g.Allow("ada", from) {
			t.Fatal("ten attempts are not taken")
		}
	}
	if g.Allow("ada", from) || !g.Allow("ada", "203.0.113.78") || !g.Allow("bob", from) {
		t.Error("the bound is not of a name and a place")
	}
	first := g.Keys()
	if slices.ContainsFunc(first, func(k string) bool { return strings.Contains(k, from) }) {
		t.Error("the address is kept")
	}
	now = now.Add(5 * time.Minute) // the next day
	g.Allow("ada", from)
	for _, k := range g.Keys() {
		if slices.Contains(first, k) {
			t.Errorf("%q of yesterday is still there", k)
		}
	}
}
