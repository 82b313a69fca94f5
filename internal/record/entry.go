package record

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Entry is what another keeper of a database says of one recommendation: its words, the States that it names and its
// own labels. They stand beside what the document prints and never replace it.
type Entry struct {
	Subject  string // of the fact; the same whenever the same words come again: "uprinfo/KAZ/2/5d1c09a2b3c4"
	Keeper   string // "uprinfo"
	Review   upr.ReviewID
	Session  upr.WGSession
	Words    string
	Lang     string
	By       []upr.Attribution // each once; one that names no State known here has its printed name alone
	Response string            // as printed there: "Accepted"
	Position upr.Position      // what that means
	Action   int               // their category, 1 to 5; 0 when not said
	Issues   []string          // codes of package reference
	Labels   []string          // their issue labels that the reference does not know, as printed
	Pledge   bool              // a voluntary pledge of the State under review, by nobody else
	Also     []Also            // values under headers that nobody here knows
	Rows     []int             // in their file, from 1 without the header
	SHA256   string            // of that file
	FactID   store.FactID
	Act      uint64

	// Met is where the entry's words were found in the review's report: one place a State. It is derived anew whenever
	// the review is built, from the report and from what people decided. Empty when no report is at hand, or when the
	// words were not found: then Waits says why.
	Met   []Meeting
	Waits string // "" or a code with a message ("entry.waits.<code>")
}

// Also is a value that a keeper gives under a header of its own.
type Also struct{ Header, Value string }

// Meeting says that a State's row is a segment of an item.
type Meeting struct {
	State    upr.State
	Item     upr.ItemID
	Segment  int
	Likeness float64 // of the words, 0 to 1
	By       string  // "words", "person"
	Held     bool    // the item was read and waits for a person itself: it is not in Review.Items yet
}

// MetBy is where the State's row was found.
func (e *Entry) MetBy(s upr.State) (Meeting, bool) {
	for _, m := range e.Met {
		if m.State == s {
			return m, true
		}
	}
	return Meeting{}, false
}

// firstRow is where the entry stands in its file.
func (e *Entry) firstRow() int {
	if len(e.Rows) == 0 {
		return 0
	}
	return e.Rows[0]
}

// Name of the entry inside its review: a key of its words, as its subject and the identifier of a provisional item have
// it. Case, blanks and signs do not count, so that the same words come to the same name.
func (e *Entry) Name() string { return e.Subject[strings.LastIndexByte(e.Subject, '/')+1:] }

// entryName is the key of words.
func entryName(words string) string {
	sum := sha256.Sum256([]byte(letters(words)))
	return hex.EncodeToString(sum[:6])
}

// EntrySubject is the subject of the fact about these words.
func EntrySubject(keeper string, review upr.ReviewID, words string) string {
	return keeper + "/" + review.String() + "/" + entryName(words)
}

// EntryFact writes an entry. What it met is not written: it is derived.
func EntryFact(e Entry) Fact {
	w := start(KindEntry, EntrySubject(e.Keeper, e.Review, e.Words), e.Review)
	w.f.Fields = make([]ledger.Field, 0, 9+len(e.By)+len(e.Issues)+len(e.Labels))
	w.num("session", int(e.Session))
	w.put("lang", e.Lang)
	w.put("words", e.Words)
	for _, a := range e.By {
		w.put("by", string(a.State)+" "+a.Printed)
	}
	w.put("response", e.Response)
	w.put("position", string(e.Position))
	w.num("action", e.Action)
	w.list("issue", e.Issues)
	w.list("label", e.Labels)
	if e.Pledge {
		w.put("pledge", "yes")
	}
	for _, a := range e.Also {
		w.put("also", a.Header+"\n"+a.Value)
	}
	w.put("rows", numbers(e.Rows))
	w.put("sha256", e.SHA256)
	return w.f
}

// EntryOf reads an entry fact; ok is false for facts of other kinds.
func EntryOf(f Fact) (Entry, bool) {
	if f.Kind != KindEntry {
		return Entry{}, false
	}
	e, err := readEntry(f.Fact)
	e.Review, _ = upr.ParseReviewID(f.Review)
	return e, err == nil
}

func readEntry(f ledger.Fact) (e Entry, err error) {
	r := fieldReader{fact: f}
	e.Subject = f.Subject
	e.Keeper, _, _ = strings.Cut(f.Subject, "/")
	for _, x := range f.Fields {
		switch x.Name {
		case "session":
			e.Session = upr.WGSession(r.num(x))
		case "lang":
			e.Lang = x.Value
		case "words":
			e.Words = x.Value
		case "by":
			code, printed, _ := strings.Cut(x.Value, " ")
			e.By = append(e.By, upr.Attribution{State: upr.State(code), Printed: printed})
		case "response":
			e.Response = x.Value
		case "position":
			e.Position = upr.Position(x.Value)
		case "action":
			e.Action = r.num(x)
		case "issue":
			e.Issues = append(e.Issues, x.Value)
		case "label":
			e.Labels = append(e.Labels, x.Value)
		case "pledge":
			e.Pledge = x.Value == "yes"
		case "also":
			h, v, _ := strings.Cut(x.Value, "\n")
			e.Also = append(e.Also, Also{h, v})
		case "rows":
			for part := range strings.SplitSeq(x.Value, " ") {
				e.Rows = append(e.Rows, r.num(ledger.Field{Name: "rows", Value: part}))
			}
		case "sha256":
			e.SHA256 = x.Value
		}
	}
	return e, r.err
}

func numbers(list []int) string {
	var b []byte
	for i, n := range list {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(b)
}
