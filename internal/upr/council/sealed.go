package council

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// DeskKey says to whom sealed submissions to the desk of a body are sealed. Only the recipient, which is public, is here: the
// identity that opens them stays with the desk. Its subject is the body, so that a new key ends the one before.
type DeskKey struct {
	Body      string   `fact:"body"`      // whose desk it is
	Recipient string   `fact:"recipient"` // of age: "age1…"
	Since     upr.Date `fact:"since"`
	Note      string   `fact:"note"` // what contributors should know of the desk; public

	Names plan.Names `fact:"name"` // of the body
}

// Sealed is one sealed piece of a submission or an answer, or a dummy: nobody can tell which without a key. The subject of its
// fact is the tag by which the holder of a return code finds an answer, and means nothing to anybody else. It names no desk and
// no person, and no time finer than the day.
type Sealed struct {
	Day  upr.Date `fact:"day"`
	Blob string   `fact:"blob"` // base64
}
