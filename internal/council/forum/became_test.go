package forum_test

import (
	"testing"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/council/forum"
	spoken "github.com/openupr/openupr/internal/upr/council"
)

// How far a proposal came follows from its step, and of an adopted one from the answers of all bodies that were asked.
func TestHowFarAProposalCame(t *testing.T) {
	reply := func(outcome spoken.Outcome) []*council.Held[spoken.Reply] {
		return []*council.Held[spoken.Reply]{{Thing: spoken.Reply{Outcome: outcome}}}
	}
	said := forum.Answered{Replies: reply(spoken.Declines)}
	examines := forum.Answered{Replies: reply(spoken.Examines)}
	silent, late := forum.Answered{}, forum.Answered{Late: 3}
	for name, c := range map[string]struct {
		step    spoken.Step
		answers []forum.Answered
		want    forum.Fate
	}{
		"proposed":                                {spoken.Proposed, nil, forum.FateProposed},
		"debated":                                 {spoken.Debated, nil, forum.FateDebated},
		"declined by the council":                 {spoken.Declined, nil, forum.FateDeclined},
		"merged":                                  {spoken.Merged, nil, forum.FateMerged},
		"adopted and sent to nobody":              {spoken.Adopted, nil, forum.FateAdopted},
		"one body has time":                       {spoken.Adopted, []forum.Answered{silent}, forum.FateWaiting},
		"a body that declines has answered":       {spoken.Adopted, []forum.Answered{said}, forum.FateAnswered},
		"that it examines is no answer yet":       {spoken.Adopted, []forum.Answered{examines}, forum.FateWaiting},
		"one of two answered":                     {spoken.Adopted, []forum.Answered{said, silent}, forum.FateWaiting},
		"the other of two answered":               {spoken.Adopted, []forum.Answered{silent, said}, forum.FateWaiting},
		"one of three is late":                    {spoken.Adopted, []forum.Answered{said, silent, late}, forum.FateOverdue},
		"examines and is late with what it named": {spoken.Adopted, []forum.Answered{{Replies: reply(spoken.Examines), Late: 1}}, forum.FateOverdue},
	} {
		t.Run(name, func(t *testing.T) {
			if got := forum.FateOf(spoken.Proposal{Step: c.step}, c.answers); got != c.want {
				t.Errorf("it came as far as %q, want %q", got, c.want)
			}
		})
	}
}
