package plan_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

func TestWhatTheStateReportsCountsByTheRule(t *testing.T) {
	rule := plan.RuleOn(upr.Date{Year: 2027, Month: 1, Day: 1})
	law := []plan.FactOf{{Kind: plan.KindLegalAct, ID: "law"}}
	for name, c := range map[string]struct {
		says  plan.StateSays
		facts []plan.FactOf
		want  plan.Proven
	}{
		"nothing is said":                        {plan.StateSays{}, law, plan.NotReported},
		"one person says it":                     {plan.StateSays{Status: plan.Full, Proofs: 3}, law, plan.Unvalidated},
		"two persons say it without proof":       {plan.StateSays{Status: plan.Full, Validated: true}, nil, plan.Unproved},
		"two persons say it with a proof":        {plan.StateSays{Status: plan.Full, Validated: true, Proofs: 1}, nil, plan.Reported},
		"two persons say it and a law stands so": {plan.StateSays{Status: plan.Full, Validated: true}, law, plan.Reported},
	} {
		if got := plan.Stand(rule, c.says, nil, c.facts).Proven; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestRulesAreDatedAndSayWhereTheyComeFrom(t *testing.T) {
	all := plan.Rules()
	if len(all) == 0 {
		t.Fatal("there is no rule")
	}
	for _, r := range all {
		if r.Code == "" || r.Source == "" || r.From.IsZero() || r.Persons < 1 {
			t.Errorf("a rule lacks something: %+v", r)
		}
		if got := plan.RuleOn(r.From); got != r {
			t.Errorf("on its first day holds %s, want %s", got.Code, r.Code)
		}
	}
	if got := plan.RuleOn(upr.Date{Year: 1999, Month: 1, Day: 1}); got != all[0] {
		t.Errorf("before the first rule holds %s", got.Code)
	}
}

// said draws what bodies of other voices say, each the latest of its body.
func said() *rapid.Generator[[]plan.Said] {
	one := rapid.Custom(func(t *rapid.T) plan.Said {
		return plan.Said{Voice: rapid.SampledFrom(plan.OtherVoices).Draw(t, "voice"), Body: rapid.StringMatching(`b[0-9]`).Draw(t, "body"),
			Verdict: rapid.SampledFrom(plan.Verdicts).Draw(t, "verdict"), Status: rapid.SampledFrom(plan.Statuses).Draw(t, "status")}
	})
	return rapid.SliceOfNDistinct(one, 0, 6, func(s plan.Said) string { return s.Body })
}

func says() *rapid.Generator[plan.StateSays] {
	return rapid.Custom(func(t *rapid.T) plan.StateSays {
		return plan.StateSays{Status: rapid.SampledFrom(append([]plan.Status{""}, plan.Statuses...)).Draw(t, "status"), Body: "ministry",
			Validated: rapid.Bool().Draw(t, "validated"), Proofs: rapid.IntRange(0, 2).Draw(t, "proofs")}
	})
}

// I5: no voice changes what another says, and the State's word changes none of theirs; there is no third value made of both.
func TestVoicesNeverOverwriteEachOther(t *testing.T) {
	rule := plan.Rules()[0]
	rapid.Check(t, func(t *rapid.T) {
		state, others := says().Draw(t, "state"), said().Draw(t, "others")
		alone := plan.Stand(rule, state, nil, nil)
		with := plan.Stand(rule, state, others, nil)
		if alone.Status != with.Status || alone.Proven != with.Proven || alone.Until != with.Until {
			t.Fatalf("what others say changed what the State reports: %+v, alone %+v", with, alone)
		}
		other := plan.Stand(rule, says().Draw(t, "another state"), others, nil)
		if with.Others != other.Others || !cmp.Equal(with.Said, other.Said) {
			t.Fatalf("what the State reports changed what others say: %+v and %+v", with, other)
		}
		if len(with.Said) != len(others) {
			t.Fatalf("of %d voices %d are shown", len(others), len(with.Said))
		}
		for _, s := range others {
			if !slices.Contains(with.Said, s) {
				t.Fatalf("%+v is not shown as it was said", s)
			}
		}
		contested := slices.ContainsFunc(others, func(s plan.Said) bool { return s.Verdict == plan.Contests })
		if contested != (with.Others == plan.Contested) {
			t.Fatalf("contested by somebody: %v, and it stands %s", contested, with.Others)
		}
		if (len(others) == 0) != (with.Others == plan.NotAssessed) {
			t.Fatalf("%d said something, and it stands %s", len(others), with.Others)
		}
		order := slices.Clone(others)
		slices.Reverse(order)
		if got := plan.Stand(rule, state, order, nil); got.Others != with.Others {
			t.Fatal("who spoke first counts")
		}
	})
}

// Whatever is tried: nothing is published that was not validated just before, nothing validated that was not submitted just
// before, and what is refused changes nothing.
func TestStepsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := plan.Report{Step: plan.Draft}
		for _, to := range rapid.SliceOf(rapid.SampledFrom(plan.Steps)).Draw(t, "tries") {
			from := r.Step
			err := r.Go(to)
			var not *plan.StepError
			switch {
			case errors.As(err, &not):
				if r.Step != from || not.From != from || not.To != to || slices.Contains(from.After(), to) {
					t.Fatalf("refused from %s to %s: %v, now %s", from, to, err, r.Step)
				}
			case err != nil:
				t.Fatal(err)
			case r.Step != to, !slices.Contains(from.After(), to),
				to == plan.Published && from != plan.Validated,
				to == plan.Validated && from != plan.Submitted && from != plan.Published:
				t.Fatalf("from %s to %s: now %s", from, to, r.Step)
			}
		}
	})
}
