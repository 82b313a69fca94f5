package plansheet

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of what a person says of a table's words; they are kept in plan.Columns.Values as "kind=word=meaning".
const (
	SayStatus = "status" // word of the table → plan.Status, or "-": keep it as a note
	SayBody   = "body"   // name → id of a body, "new:<kind>", or "-"
	SayRec    = "rec"    // Question.Key → ids of recommendations with a comma between, or "-"
)

// Answers are what a person said, by kind and word.
type Answers map[string]map[string]string

// AnswersOf are those that a fact keeps.
func AnswersOf(c plan.Columns) Answers {
	out := Answers{}
	for _, v := range c.Values {
		kind, rest, ok := strings.Cut(v, "=")
		i := strings.LastIndexByte(rest, '=')
		if ok && i >= 0 {
			out.Say(kind, rest[:i], rest[i+1:])
		}
	}
	return out
}

// Say keeps an answer.
func (a Answers) Say(kind, word, means string) {
	if a[kind] == nil {
		a[kind] = map[string]string{}
	}
	a[kind][word] = means
}

// Get is the answer on a word.
func (a Answers) Get(kind, word string) (string, bool) {
	v, ok := a[kind][word]
	return v, ok
}

// Values are the answers as a fact keeps them, in order.
func (a Answers) Values() []string {
	var out []string
	for kind, m := range a {
		for word, means := range m {
			out = append(out, kind+"="+word+"="+means)
		}
	}
	slices.Sort(out)
	return out
}

// questionKey is the same for the same number and words, wherever they stand, so that what was answered stays answered.
func questionKey(number, words string) string {
	sum := sha256.Sum256([]byte(fold(number) + "\x00" + letters(words)))
	return hex.EncodeToString(sum[:10])
}

// What a person may say beside naming a thing.
const (
	AsNote  = "-"    // keep it as a note
	OwnRec  = "own"  // a recommendation that stands in no document of the record
	NewBody = "new:" // with a plan.BodyKind behind: a body that the workspace does not have yet
)
