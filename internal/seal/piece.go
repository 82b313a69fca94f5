package seal

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"filippo.io/age"
)

// A piece is the mark of its message (16 random bytes), its number and the count of pieces (a byte each), the length of the
// whole message (4 bytes), its part of the message, and zeros.
const (
	pieceHead = 16 + 1 + 1 + 4
	room      = pieceSize - pieceHead
)

type piece struct {
	mark         [16]byte
	index, count int
	size         int // of the message
	data         []byte
}

// cut makes pieces of a message.
func cut(b []byte) ([][]byte, error) {
	count := 0
	for _, c := range Classes {
		if len(b) <= c*room {
			count = c
			break
		}
	}
	if count == 0 {
		return nil, &TooLong{"files", MaxContent}
	}
	var mark [16]byte
	_, _ = rand.Read(mark[:]) // it never fails
	out := make([][]byte, count)
	for i := range out {
		p := make([]byte, pieceSize)
		copy(p, mark[:])
		p[16], p[17] = byte(i), byte(count)
		binary.BigEndian.PutUint32(p[18:], uint32(len(b)))
		if from := i * room; from < len(b) {
			copy(p[pieceHead:], b[from:])
		}
		out[i] = p
	}
	return out, nil
}

func parsePiece(b []byte) (p piece, err error) {
	if len(b) != pieceSize {
		return p, ErrMessage
	}
	p.mark, p.index, p.count = [16]byte(b), int(b[16]), int(b[17])
	size := binary.BigEndian.Uint32(b[18:])
	p.data = b[pieceHead:]
	if !slices.Contains(Classes[:], p.count) || p.index >= p.count || size == 0 || uint64(size) > uint64(p.count*room) {
		return p, ErrMessage
	}
	p.size = int(size)
	for _, c := range p.data[min(max(p.size-p.index*room, 0), room):] {
		if c != 0 {
			return p, ErrMessage
		}
	}
	return p, nil
}

// Held is a sealed piece as it is kept: what a desk's bundle holds.
type Held struct {
	Tag  string `json:"tag"`
	Day  string `json:"day"` // "2026-11-23"
	Blob []byte `json:"blob"`
}

// Opened is a submission that a desk has opened.
type Opened struct {
	Submission
	ID  string // the same whenever it is opened
	Day string // on which it was kept
}

// Reader opens what is for a desk. Give it every piece that is kept, in any order, then ask for what is whole.
type Reader struct {
	ids  []age.Identity
	sets map[[16]byte]*set
	tags map[string]bool
	Bad  int // pieces that were for this desk and hold no message: somebody sealed something else
}

type set struct {
	parts []*piece
	day   string
	have  int
}

// NewReader reads with the identities of a desk: the present one and those before.
func NewReader(ids ...age.Identity) *Reader {
	return &Reader{ids: ids, sets: map[[16]byte]*set{}, tags: map[string]bool{}}
}

// Add looks at one piece. What is not for the desk is passed over.
func (r *Reader) Add(h Held) {
	r.tags[h.Tag] = true
	b, ok, err := open(h.Blob, r.ids)
	if err == nil && !ok {
		return
	}
	p, perr := parsePiece(b)
	if err != nil || perr != nil {
		r.Bad++
		return
	}
	s := r.sets[p.mark]
	if s == nil {
		s = &set{parts: make([]*piece, p.count), day: h.Day}
		r.sets[p.mark] = s
	}
	if len(s.parts) != p.count || s.parts[p.index] != nil || s.have > 0 && s.size() != p.size {
		r.Bad++
		return
	}
	s.parts[p.index] = &p
	s.have++
	s.day = max(s.day, h.Day)
}

func (s *set) size() int {
	for _, p := range s.parts {
		if p != nil {
			return p.size
		}
	}
	return 0
}

// Submissions are all that are whole, by day and then by ID. missing counts messages of which pieces are not there (yet).
func (r *Reader) Submissions() (out []Opened, missing int) {
	for mark, s := range r.sets {
		if s.have < len(s.parts) {
			missing++
			continue
		}
		b := make([]byte, 0, len(s.parts)*room)
		for _, p := range s.parts {
			b = append(b, p.data...)
		}
		sub, err := decodeSubmission(b[:s.size()])
		if err != nil {
			r.Bad++
			continue
		}
		out = append(out, Opened{sub, hex.EncodeToString(mark[:]), s.day})
	}
	slices.SortFunc(out, func(a, b Opened) int {
		if a.Day != b.Day {
			return compare(a.Day, b.Day)
		}
		return compare(a.ID, b.ID)
	})
	return out, missing
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Answered is how many answers to a submission are among the pieces that were added: the next one is put under the tag of that
// number.
func (r *Reader) Answered(to Reply) int {
	n := 0
	for n < MaxAnswers && r.tags[to.Tag(n).String()] {
		n++
	}
	return n
}
