package compare

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// Invented makes n segments of invented words, for a run without the shared rows.
func Invented(n int) []corpus.Doc {
	r := rand.New(rand.NewPCG(7, 1))
	one := func(of ...string) string { return of[r.IntN(len(of))] }
	states, issues := members(), reference.Issues()
	docs := make([]corpus.Doc, 0, n)
	for range n {
		words := []string{one("Continue", "Consider", "Adopt", "Take steps towards", "Ratify and implement", "Strengthen")}
		for range 2 + r.IntN(4) {
			words = append(words, one("its efforts", "further measures", "a national plan", "the necessary laws", "training", "programmes"),
				one("to protect", "to promote", "for", "against", "that ensure", "with a view to"),
				one("access to education", "access to health care", "freedom of expression", "equal pay", "the rights of the child",
					"women's participation", "persons with disabilities", "fair trials", "prison conditions", "follow-up of complaints"),
				one("in rural areas", "without discrimination", "in law and practice", "as pledged in 2011", "and its monitoring", "in co-operation with civil society"))
		}
		words = append(words, fmt.Sprintf("of region%d", r.IntN(n))) // rare words
		d := corpus.Doc{State: states[r.IntN(len(states))], Session: upr.WGSession(1 + r.IntN(40)),
			Position: []upr.Position{upr.Supported, upr.Supported, upr.Noted}[r.IntN(3)], Action: 1 + r.IntN(5),
			Texts: []corpus.Text{{Lang: "en", Words: strings.Join(words, " ")}}}
		for _, i := range r.Perm(len(states))[:1+r.IntN(2)] {
			d.By = append(d.By, states[i])
		}
		for _, i := range r.Perm(len(issues))[:1+r.IntN(3)] {
			d.Issues = append(d.Issues, issues[i].Code)
		}
		labelled(&d)
		docs = append(docs, d)
	}
	return docs
}

func members() []upr.State {
	var out []upr.State
	for _, s := range reference.States() {
		if s.Status == reference.Member {
			out = append(out, s.Code)
		}
	}
	return out
}
