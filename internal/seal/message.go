package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"filippo.io/age"
)

// Bounds of what is sealed.
const (
	MaxText      = 7000    // letters of a submission
	MaxAnswer    = 5000    // letters of an answer, which is one piece
	MaxPseudonym = 80      // letters
	MaxFiles     = 3       // of a submission
	MaxContent   = 240_000 // bytes of all files together
	seedSize     = 32
)

// Submission is what somebody says to a desk.
type Submission struct {
	Text      string
	Pseudonym string // empty: none
	Lang      string // of the text: "kk"; empty: not said
	Reply     Reply  // where an answer goes; zero: none is wanted
	Files     []File
}

// File of a submission. Its name says what kind it is and nothing else.
type File struct {
	Name    string // "1.jpg"
	Content []byte
}

// Answer is what a desk says to the holder of a return code.
type Answer struct {
	Text string
	Lang string
}

// ErrMessage is something sealed that is not a message of this program in its one form.
var ErrMessage = errors.New("not a sealed message in its one form")

// TooLong is a message that has no room.
type TooLong struct {
	What string // "text", "pseudonym", "files"
	Most int
}

func (e *TooLong) Error() string { return fmt.Sprintf("%s: more than %d", e.What, e.Most) }

// ErrEmpty is a message without words.
var ErrEmpty = errors.New("there are no words in it")

// A message is its magic, the letter of its kind, and fields in rising order: number, length, value. A field without a value is
// left out. A file is a name directly followed by a content.
const (
	magic          = "OUPR1"
	isSubmission   = 's'
	isAnswer       = 'a'
	fieldText      = 1
	fieldPseudonym = 2
	fieldLang      = 3
	fieldRecipient = 4
	fieldSeed      = 5
	fieldFileName  = 6
	fieldFile      = 7
)

// Check says whether a submission can be sealed: *TooLong, ErrEmpty.
func (s Submission) Check() error {
	size := 0
	for _, f := range s.Files {
		size += len(f.Content) + len(f.Name)
	}
	switch {
	case strings.TrimSpace(s.Text) == "":
		return ErrEmpty
	case utf8.RuneCountInString(s.Text) > MaxText:
		return &TooLong{"text", MaxText}
	case utf8.RuneCountInString(s.Pseudonym) > MaxPseudonym:
		return &TooLong{"pseudonym", MaxPseudonym}
	case len(s.Files) > MaxFiles:
		return &TooLong{"files", MaxFiles}
	case size > MaxContent:
		return &TooLong{"files", MaxContent}
	}
	return nil
}

func field(b []byte, n byte, value []byte) []byte {
	if len(value) == 0 {
		return b
	}
	b = append(b, n)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

func (s Submission) encode() ([]byte, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	b := append([]byte(magic), isSubmission)
	b = field(b, fieldText, []byte(s.Text))
	b = field(b, fieldPseudonym, []byte(s.Pseudonym))
	b = field(b, fieldLang, []byte(s.Lang))
	if s.Reply.Recipient != "" {
		b = field(b, fieldRecipient, []byte(s.Reply.Recipient))
		b = field(b, fieldSeed, s.Reply.Seed[:])
	}
	for _, f := range s.Files {
		b = field(b, fieldFileName, []byte(f.Name))
		b = field(b, fieldFile, f.Content)
	}
	if _, err := decodeSubmission(b); err != nil { // what would not be read is not sealed
		return nil, err
	}
	return b, nil
}

func (a Answer) encode() ([]byte, error) {
	if strings.TrimSpace(a.Text) == "" {
		return nil, ErrEmpty
	}
	if utf8.RuneCountInString(a.Text) > MaxAnswer {
		return nil, &TooLong{"text", MaxAnswer}
	}
	b := append([]byte(magic), isAnswer)
	b = field(b, fieldText, []byte(a.Text))
	b = field(b, fieldLang, []byte(a.Lang))
	if len(b) > room {
		return nil, &TooLong{"text", MaxAnswer}
	}
	if _, err := decodeAnswer(b); err != nil {
		return nil, err
	}
	return b, nil
}

// fields takes a message of a kind apart.
func fields(b []byte, kind byte, each func(n byte, value []byte) error) error {
	head := append([]byte(magic), kind)
	if len(b) < len(head) || string(b[:len(head)]) != string(head) {
		return ErrMessage
	}
	var last byte
	for b = b[len(head):]; len(b) > 0; {
		if len(b) < 5 {
			return ErrMessage
		}
		n, size := b[0], binary.BigEndian.Uint32(b[1:5])
		if size == 0 || uint64(size) > uint64(len(b)-5) || n <= last && !(n == fieldFileName && last == fieldFile) {
			return ErrMessage
		}
		value := b[5 : 5+size]
		if n != fieldFile && n != fieldSeed && !utf8.Valid(value) {
			return ErrMessage
		}
		if err := each(n, value); err != nil {
			return err
		}
		b, last = b[5+size:], n
	}
	return nil
}

func decodeSubmission(b []byte) (s Submission, err error) {
	seeded, named := false, false
	err = fields(b, isSubmission, func(n byte, value []byte) error {
		if (n == fieldFile) != named || (n == fieldSeed) != (s.Reply.Recipient != "" && !seeded) {
			return ErrMessage
		}
		switch named = n == fieldFileName; n {
		case fieldText:
			s.Text = string(value)
		case fieldPseudonym:
			s.Pseudonym = string(value)
		case fieldLang:
			s.Lang = string(value)
		case fieldRecipient:
			s.Reply.Recipient = string(value)
			if _, err := Recipient(s.Reply.Recipient); err != nil {
				return ErrMessage
			}
		case fieldSeed:
			if seeded = len(value) == seedSize; !seeded {
				return ErrMessage
			}
			copy(s.Reply.Seed[:], value)
		case fieldFileName:
			if !plainName(string(value)) {
				return ErrMessage
			}
			s.Files = append(s.Files, File{Name: string(value)})
		case fieldFile:
			s.Files[len(s.Files)-1].Content = slices.Clone(value)
		default:
			return ErrMessage
		}
		return nil
	})
	if err == nil && (named || seeded != (s.Reply.Recipient != "") || s.Check() != nil) {
		err = ErrMessage
	}
	return s, err
}

func decodeAnswer(b []byte) (a Answer, err error) {
	err = fields(b, isAnswer, func(n byte, value []byte) error {
		switch n {
		case fieldText:
			a.Text = string(value)
		case fieldLang:
			a.Lang = string(value)
		default:
			return ErrMessage
		}
		return nil
	})
	if err == nil && a.Text == "" {
		err = ErrMessage
	}
	return a, err
}

// plainName says whether a file's name is harmless on every machine: a contributor may be hostile to the desk too.
func plainName(s string) bool {
	if s == "" || len(s) > 40 || s[0] == '.' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return true
}

// SealSubmission seals a submission to the desk of a recipient: as many blobs as its class has.
func SealSubmission(to string, s Submission) ([][]byte, error) {
	b, err := s.encode()
	if err != nil {
		return nil, err
	}
	r, err := Recipient(to)
	if err != nil {
		return nil, err
	}
	pieces, err := cut(b)
	if err != nil {
		return nil, err
	}
	out := make([][]byte, len(pieces))
	for i, p := range pieces {
		if out[i], err = seal(r, p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SealAnswer seals an answer to the holder of a return code.
func SealAnswer(to Reply, a Answer) ([]byte, error) {
	b, err := a.encode()
	if err != nil {
		return nil, err
	}
	r, err := Recipient(to.Recipient)
	if err != nil {
		return nil, err
	}
	pieces, err := cut(b)
	if err != nil {
		return nil, err
	}
	return seal(r, pieces[0])
}

// OpenAnswer opens an answer with the return code; ok is false when it is for somebody else, or a dummy.
func OpenAnswer(c Code, blob []byte) (a Answer, ok bool, err error) {
	id, err := c.Identity()
	if err != nil {
		return a, false, err
	}
	piece, ok, err := open(blob, []age.Identity{id})
	if err != nil || !ok {
		return a, false, err
	}
	h, err := parsePiece(piece)
	if err != nil || h.count != 1 {
		return a, false, ErrMessage
	}
	a, err = decodeAnswer(h.data[:h.size])
	return a, err == nil, err
}
