package document

import (
	"errors"
	"fmt"
)

// Refused says that a file cannot be read, and what to do. Its code has a message in the catalogue
// ("document.refused.<code>"), so that every door (command line, page, API) says the same in the reader's language.
type Refused struct {
	Code   Reason
	Detail string // safe to show: a size, a page, a part's name; never a passage
	Err    error  // the cause, for the log
}

// Reason is why a file was refused.
type Reason string

const (
	Empty       Reason = "empty"         // no bytes
	TooLarge    Reason = "too-large"     // above Limits.Bytes
	Bomb        Reason = "bomb"          // decompresses above Limits.Inflat
	TooDeep     Reason = "too-deep"      // nested above Limits.Depth
	TooMany     Reason = "too-many"      // more blocks or pages than the limits
	Corrupt     Reason = "corrupt"       // damaged: structure cannot be trusted
	Truncated   Reason = "truncated"     // ends before its end
	Encrypted   Reason = "encrypted"     // needs a password
	Scanned     Reason = "scanned"       // pictures of pages, no text: get the Word file
	OldWord     Reason = "old-word"      // true OLE .doc: save as DOCX or get the PDF
	Unknown     Reason = "unknown"       // not a format we read
	Hostile     Reason = "hostile"       // entities, external parts or other content no honest file has
	NotExpected Reason = "not-expected"  // a readable file that is none of the documents of a review
	Panicked    Reason = "reader-failed" // a third-party reader failed; nothing of the file was taken
)

func (r *Refused) Error() string {
	if r.Detail != "" {
		return fmt.Sprintf("file refused (%s): %s", r.Code, r.Detail)
	}
	return fmt.Sprintf("file refused (%s)", r.Code)
}

func (r *Refused) Unwrap() error { return r.Err }

// Refuse makes a Refused with a detail that is safe to show.
func Refuse(code Reason, detail string, args ...any) *Refused {
	return &Refused{Code: code, Detail: fmt.Sprintf(detail, args...)}
}

// AsRefused finds the Refused in an error chain.
func AsRefused(err error) (*Refused, bool) {
	var r *Refused
	ok := errors.As(err, &r)
	return r, ok
}
