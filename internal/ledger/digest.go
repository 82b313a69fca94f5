package ledger

import (
	"crypto/sha256"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Sizes in bytes.
const (
	SaltSize   = 16
	DigestSize = sha256.Size
)

// Salt is random and as secret as the fact: with it the digest of a fact can be checked, and without it nobody can find
// out by trying what an erased fact said.
type Salt = [SaltSize]byte

// Hash is a digest or a node of a tree.
type Hash = [DigestSize]byte

const (
	factDomain = "openupr fact/1\x00"
	endDomain  = "openupr end/1\x00"
)

// Digest is what the ledger keeps of a fact for ever: SHA-256 over a domain, the salt and the encoded fact.
func Digest(salt Salt, encoded []byte) Hash {
	h := sha256.New()
	h.Write([]byte(factDomain))
	h.Write(salt[:])
	h.Write(encoded)
	var d Hash
	h.Sum(d[:0])
	return d
}

// EndDigest stands in a later act for the ending of the fact with this digest.
func EndDigest(ended Hash) Hash {
	var b [len(endDomain) + DigestSize]byte
	copy(b[:], endDomain)
	copy(b[len(endDomain):], ended[:])
	return sha256.Sum256(b[:])
}

// ActRoot is the root of the small tree over what an act brought and ended, hashed as in RFC 6962 section 2.1: the
// digests of its facts in the order they were brought, then the end digests in the order of the facts they end.
func ActRoot(digests []Hash) Hash {
	var r RootBuilder
	for _, d := range digests {
		r.Add(d)
	}
	return r.Root()
}

// RootBuilder makes an act's root without holding the digests: an import has hundreds of thousands. The zero value is
// ready.
type RootBuilder struct {
	stack []tlog.Hash // roots of full subtrees, one for each set bit of n, largest first
	n     uint64
}

// Add appends one digest.
func (r *RootBuilder) Add(d Hash) {
	h := tlog.RecordHash(d[:])
	for range bits.TrailingZeros64(^r.n) {
		h = tlog.NodeHash(r.stack[len(r.stack)-1], h)
		r.stack = r.stack[:len(r.stack)-1]
	}
	r.stack = append(r.stack, h)
	r.n++
}

// Clone is a builder that goes on from here by itself.
func (r *RootBuilder) Clone() *RootBuilder {
	return &RootBuilder{stack: slices.Clone(r.stack), n: r.n}
}

// Len is the number of digests added.
func (r *RootBuilder) Len() uint64 { return r.n }

// Root is the root over all digests so far; of none it is SHA-256 of nothing, as RFC 6962 says.
func (r *RootBuilder) Root() Hash {
	if r.n == 0 {
		return sha256.Sum256(nil)
	}
	i := len(r.stack) - 1
	h := r.stack[i]
	for i--; i >= 0; i-- {
		h = tlog.NodeHash(r.stack[i], h)
	}
	return Hash(h)
}
