package upr_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/upr"
)

func TestReceivedIsTheSumOfThePositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, total, each := upr.Count{Unit: upr.UnitItem}, 0, map[upr.Position]int{}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			p, n := rapid.SampledFrom(upr.Positions).Draw(t, "position"), rapid.IntRange(0, 50).Draw(t, "n")
			c.Add(p, n)
			total += n
			each[p] += n
		}
		sum := 0
		for _, p := range upr.Positions {
			if c.Of(p) != each[p] {
				t.Fatalf("%d at %s, want %d", c.Of(p), p, each[p])
			}
			sum += c.Of(p)
		}
		if c.Received() != total || sum != total {
			t.Fatalf("received %d, positions together %d, counted %d", c.Received(), sum, total)
		}
	})
}

func TestAnItemWithoutAnswerCountsAsPending(t *testing.T) {
	var c upr.Count
	c.Add("", 2)
	if c.Pending != 2 || c.Of("") != 2 || c.Received() != 2 {
		t.Errorf("%+v", c)
	}
}

func TestATallyThatCannotBeIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		received, supported, noted int
		bad                        bool
	}{
		"all said":                    {194, 144, 50, false},
		"some pending":                {194, 143, 20, false},
		"nothing said":                {-1, -1, -1, false},
		"only the sum":                {194, -1, -1, false},
		"parts without the sum":       {-1, 144, 50, false},
		"one part and the sum":        {194, 144, -1, false},
		"none received":               {0, 0, 0, false},
		"parts above the sum":         {194, 144, 51, true},
		"supported alone above it":    {194, 195, -1, true},
		"noted alone above it":        {194, -1, 195, true},
		"supported of nothing at all": {0, 1, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			err := upr.Tally{Review: upr.ReviewID{State: "KAZ", Cycle: 9}, Received: c.received, Supported: c.supported, Noted: c.noted}.Check()
			if (err != nil) != c.bad {
				t.Errorf("got %v", err)
			}
		})
	}
}
