package flood_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/flood"
)

func TestOneSourceDoesNotCrowdOutTheOthers(t *testing.T) {
	now := time.Date(2026, 11, 23, 22, 0, 0, 0, time.UTC)
	g := flood.New(flood.Rule{Source: 3, Window: time.Hour, Day: 8}, func() time.Time { return now })
	take := func(what, from string, n int) (taken int) {
		for range n {
			if g.Allow(what, from) {
				taken++
			}
		}
		return taken
	}
	for _, step := range []struct {
		name       string
		after      time.Duration
		what, from string
		want       int
	}{
		{"a flood is bounded", 0, "a", "203.0.113.1", 3},
		{"another source is not", 0, "a", "203.0.113.2", 3},
		{"another desk is not", 0, "b", "203.0.113.1", 3},
		{"the window passes, the day's bound stays", time.Hour, "a", "203.0.113.1", 2},
		{"the day is over", time.Hour, "a", "203.0.113.1", 3},
	} {
		now = now.Add(step.after)
		if got := take(step.what, step.from, 10); got != step.want {
			t.Errorf("%s: %d taken, want %d", step.name, got, step.want)
		}
	}
}

func TestNothingThatIsKeptTellsASource(t *testing.T) {
	now := time.Now()
	g := flood.New(flood.Rule{Source: 3, Window: time.Hour}, func() time.Time { return now })
	for i := range 100 {
		g.Allow("a", fmt.Sprintf("198.51.100.%d", i))
	}
	if kept := fmt.Sprintf("%v %s", g, fmt.Sprint(*flood.Seen(g))); strings.Contains(kept, "198.51.100.") {
		t.Error("an address stands in memory")
	}
	before := *flood.Salt(g)
	now = now.Add(25 * time.Hour)
	g.Allow("a", "198.51.100.1")
	if *flood.Salt(g) == before || len(*flood.Seen(g)) != 1 {
		t.Error("the salt outlives its day")
	}
}
