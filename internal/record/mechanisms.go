package record

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Mechanisms is what treaty bodies, special procedures and other mechanisms asked of one State, which no review holds.
type Mechanisms struct {
	State       upr.State     // empty: those that name no State known here
	Annotations []*Annotation // by document, in the order in which they came
	Labels      []Label       // of people, on these annotations
	Ties        []Tie         // of people, each kept with the home of A
	LastAct     uint64
}

// outsideReviews stands in a fact's home for the cycle, and where no State is known for the State.
const outsideReviews = "-"

// Beginnings of the homes of workspaces, which are no part of the record of the review (package followup).
const (
	WorkHome = "work/" // closed to all without a seat
	OpenHome = "open/" // published

	CouncilHome = "council/" // participation (package council): closed
	ForumHome   = "forum/"   // and published
	SealedHome  = "sealed/"  // what only its desk or the holder of a return code opens
)

// Workspaces are all.
var Workspaces = []string{WorkHome, OpenHome, CouncilHome, ForumHome, SealedHome}

// Home is where facts about a review stand in the store: "KAZ/2".
func Home(review upr.ReviewID) string {
	if !review.Valid() {
		return ""
	}
	return review.String()
}

// HomeOf is where facts about a State stand that belong to no review: "KAZ/-"; "-/-" when no State is known.
func HomeOf(s upr.State) string {
	if !s.Valid() {
		return outsideReviews + "/" + outsideReviews
	}
	return string(s) + "/" + outsideReviews
}

// parseHome reads what HomeOf writes.
func parseHome(s string) (upr.State, bool) {
	st, ok := strings.CutSuffix(s, "/"+outsideReviews)
	switch {
	case ok && st == outsideReviews:
		return "", true
	case ok && upr.State(st).Valid():
		return upr.State(st), true
	}
	return "", false
}

// Mechanisms of a State; ok is false when the record holds nothing of the kind. They are shared: do not change them.
func (v *View) Mechanisms(s upr.State) (*Mechanisms, bool) {
	m, ok := v.mechanisms[s]
	return m, ok
}

// AllMechanisms of the record, in the order of State codes.
func (v *View) AllMechanisms() []*Mechanisms {
	out := make([]*Mechanisms, 0, len(v.mechanisms))
	for _, m := range v.mechanisms {
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *Mechanisms) int { return cmp.Compare(a.State, b.State) })
	return out
}

// LoadMechanisms builds what one State was asked outside of reviews as the record knew it at an act; ok is false when it
// knew nothing of the kind.
func LoadMechanisms(ctx context.Context, st *store.Store, s upr.State, at uint64) (m *Mechanisms, ok bool, err error) {
	rows, err := homeRows(ctx, st, HomeOf(s), at)
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	m, err = buildMechanisms(s, rows)
	return m, err == nil, err
}

func buildMechanisms(s upr.State, rows []row) (*Mechanisms, error) {
	slices.SortFunc(rows, byAct)
	m := &Mechanisms{State: s}
	for _, x := range rows {
		m.LastAct = max(m.LastAct, x.act)
		switch x.fact.Kind {
		case KindAnnotation:
			a, err := readAnnotation(x.fact)
			if err != nil {
				return nil, err
			}
			a.FactID, a.Act = x.id, x.act
			m.Annotations = append(m.Annotations, &a)
		case KindLabel:
			m.Labels = append(m.Labels, takeLabel(x))
		case KindTie:
			m.Ties = append(m.Ties, takeTie(x))
		}
	}
	slices.SortStableFunc(m.Annotations, func(a, b *Annotation) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.Symbol, b.Symbol))
	})
	return m, nil
}

func takeLabel(x row) Label {
	l := readLabel(x.fact)
	l.FactID, l.Act = x.id, x.act
	return l
}

func takeTie(x row) Tie {
	t := readTie(x.fact)
	t.FactID, t.Act = x.id, x.act
	return t
}
