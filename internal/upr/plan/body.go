package plan

import (
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// Workspace of a party: closed to all who have no seat in it.
type Workspace struct {
	State upr.State `fact:"state"` // the State under review whose recommendations are followed up
	Title Names     `fact:"title"`
	Since upr.Date  `fact:"since"`
}

// Name is a name in a language.
type Name struct{ Lang, Words string }

// MarshalText writes "en:Ministry of Justice".
func (n Name) MarshalText() ([]byte, error) {
	if n.Words == "" {
		return nil, nil
	}
	return []byte(n.Lang + ":" + n.Words), nil
}

// UnmarshalText reads what MarshalText writes; without a language it is of an unknown one.
func (n *Name) UnmarshalText(b []byte) error {
	lang, words, ok := strings.Cut(string(b), ":")
	if !ok || len(lang) > 8 || strings.ContainsAny(lang, " \t") {
		lang, words = "", string(b)
	}
	n.Lang, n.Words = lang, words
	return nil
}

// Names are a thing's name in some languages; the first is the original.
type Names []Name

// In is the name in a language, else the original; lang says which it is.
func (n Names) In(want string) (words, lang string) {
	for _, x := range n {
		if x.Lang == want {
			return x.Words, x.Lang
		}
	}
	if len(n) == 0 {
		return "", ""
	}
	return n[0].Words, n[0].Lang
}

// BodyKind is what a body is.
type BodyKind string

// Kinds of bodies.
const (
	Ministry     BodyKind = "ministry"
	Parliament   BodyKind = "parliament"
	Court        BodyKind = "court"
	Commissioner BodyKind = "commissioner" // national human rights institution
	Council      BodyKind = "council"      // participatory council
	Organisation BodyKind = "organisation" // of civil society
	UNBody       BodyKind = "un"           // treaty body, special procedure, country team
	OtherBody    BodyKind = "other"        // another body of the State
)

// BodyKinds in the order in which they are shown.
var BodyKinds = []BodyKind{Ministry, Parliament, Court, Commissioner, Council, Organisation, UNBody, OtherBody}

// OfState says whether a body speaks for the State when it reports.
func (k BodyKind) OfState() bool {
	return k == Ministry || k == Parliament || k == Court || k == OtherBody
}

// Voice is in whose name something is said of a recommendation.
type Voice string

// Voices, in the order in which they are shown.
const (
	VoiceState       Voice = "state"
	VoiceInstitution Voice = "institution" // national human rights institution
	VoiceCivil       Voice = "civil"       // civil society
	VoiceCouncil     Voice = "council"
	VoiceUN          Voice = "un"
)

// Voices but the State's, in the order in which they are shown.
var OtherVoices = []Voice{VoiceInstitution, VoiceCivil, VoiceCouncil, VoiceUN}

// Voice of a body of this kind.
func (k BodyKind) Voice() Voice {
	switch k {
	case Commissioner:
		return VoiceInstitution
	case Organisation:
		return VoiceCivil
	case Council:
		return VoiceCouncil
	case UNBody:
		return VoiceUN
	}
	return VoiceState
}

// Body takes part in follow-up. Bodies change: they are founded, merged and renamed, and what was said by one stays said
// by it.
type Body struct {
	Names      Names    `fact:"name"`
	Kind       BodyKind `fact:"kind"`
	From       upr.Date `fact:"from"`      // first day; zero: unknown
	To         upr.Date `fact:"to"`        // last day; zero: it exists
	Successors []string `fact:"successor"` // ids of bodies that took over
	Legal      []string `fact:"legal-act"` // ids of the acts that founded, changed or ended it
	Note       string   `fact:"note"`
	Source     string   `fact:"source"`
}

// Exists says whether the body exists on a day; the zero day is before every day that has a date.
func (b Body) Exists(on upr.Date) bool {
	return (b.From.IsZero() || !b.From.After(on)) && (b.To.IsZero() || !on.After(b.To))
}
