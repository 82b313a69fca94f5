package seal

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
)

// Code is a private return code: 120 random bits that the contributor alone keeps. Everything by which answers are found and
// opened is derived from it, and nothing of it is kept anywhere.
type Code struct{ secret [15]byte }

// MaxAnswers is how many answers one code can have.
const MaxAnswers = 64

// AnswersAtOnce is how many answers are asked for at a time: always so many, whether there are any or not.
const AnswersAtOnce = 4

// letters of a code: without I, L, O and U, which are misread.
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Lengths of a code.
const (
	codeLetters = 24 // and a letter to check them
	codeGroup   = 5
)

// ErrCode is a return code that was not written down, or typed, as it was given.
var ErrCode = errors.New("not a return code: it has 25 letters and digits in five groups")

// salt of everything derived from a code.
const salt = "openupr/sealed/1"

// NewCode makes a code from 15 bytes of r, which is crypto/rand's reader outside tests.
func NewCode(r io.Reader) (c Code, err error) {
	if _, err = io.ReadFull(r, c.secret[:]); err != nil {
		err = fmt.Errorf("making a return code: %w", err)
	}
	return c, err
}

// String is the code as it is written down: "ABCDE-FGH12-…", the last letter checks the others.
func (c Code) String() string {
	var b strings.Builder
	var values [codeLetters]int
	bits, n, at := 0, 0, 0
	for _, x := range c.secret {
		bits, n = bits<<8|int(x), n+8
		for ; n >= 5; n -= 5 {
			values[at] = bits >> (n - 5) & 31
			at++
		}
		bits &= 1<<n - 1
	}
	for i, v := range append(values[:], check(values[:])) {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[v])
	}
	return b.String()
}

// check is Luhn's check over 32 letters: it finds every single wrong letter and nearly every swap of neighbours.
func check(values []int) int {
	sum := 0
	for i, v := range values {
		if (len(values)-i)%2 == 1 {
			v *= 2
			v = v/32 + v%32
		}
		sum += v
	}
	return (32 - sum%32) % 32
}

// ParseCode reads a code as people type it: any case, with or without groups, O for 0, I and L for 1. The error is ErrCode.
func ParseCode(s string) (c Code, err error) {
	if len(s) > 200 {
		return c, ErrCode
	}
	var values []int
	for _, r := range strings.ToUpper(s) {
		switch r {
		case ' ', '-', '\t', '\n', '\r', '\u00a0', '\u2010', '\u2011', '\u2013':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		v := strings.IndexRune(letters, r)
		if v < 0 {
			return c, ErrCode
		}
		values = append(values, v)
	}
	if len(values) != codeLetters+1 || check(values[:codeLetters]) != values[codeLetters] {
		return c, ErrCode
	}
	bits, n, at := 0, 0, 0
	for _, v := range values[:codeLetters] {
		bits, n = bits<<5|v, n+5
		if n >= 8 {
			c.secret[at] = byte(bits >> (n - 8))
			at, n = at+1, n-8
			bits &= 1<<n - 1
		}
	}
	return c, nil
}

func derive(secret []byte, what string, size int) []byte {
	b, err := hkdf.Key(sha256.New, secret, []byte(salt), what, size)
	if err != nil {
		panic(err) // only of sizes that are never asked for
	}
	return b
}

// Identity opens answers.
func (c Code) Identity() (*age.X25519Identity, error) {
	id, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", derive(c.secret[:], "identity", 32))))
	if err != nil {
		return nil, fmt.Errorf("deriving from a return code: %w", err)
	}
	return id, nil
}

// Reply is what a submission tells its desk, so that it can be answered: nothing of the code can be found from it.
func (c Code) Reply() (Reply, error) {
	id, err := c.Identity()
	if err != nil {
		return Reply{}, err
	}
	return Reply{id.Recipient().String(), [seedSize]byte(derive(c.secret[:], "tags", seedSize))}, nil
}

// Reply is where answers go.
type Reply struct {
	Recipient string
	Seed      [seedSize]byte
}

// Tag finds one answer. Without the seed tags are random numbers that have nothing to do with each other.
type Tag [16]byte

func (t Tag) String() string { return hex.EncodeToString(t[:]) }

// ParseTag reads what String wrote.
func ParseTag(s string) (t Tag, err error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(t) || hex.EncodeToString(b) != s {
		return t, fmt.Errorf("not the tag of an answer: %.40q", s)
	}
	return Tag(b), nil
}

// Tag is where answer number n, from 0, is found.
func (r Reply) Tag(n int) Tag { return Tag(derive(r.Seed[:], "tag "+strconv.Itoa(n), len(Tag{}))) }
