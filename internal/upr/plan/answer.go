package plan

import "github.com/openupr/openupr/internal/upr"

// KindAnswer is the kind of an Answer; subject: the recommendation.
const KindAnswer = "intended"

// Answer is the position that the State intends to give to a recommendation, with its comment. It prepares the addendum and
// is no position: that is only what the State's own document says. It is never published.
type Answer struct {
	Rec      string       `fact:"rec"`
	Position upr.Position `fact:"position"` // upr.Supported or upr.Noted
	Comment  Names        `fact:"text"`
}
