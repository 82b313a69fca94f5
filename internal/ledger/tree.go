package ledger

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// HashReader reads stored hashes of the tree by their index (tlog.StoredHashIndex); whoever keeps the tree implements it.
type HashReader = tlog.HashReader

// LeafHash is the hash of an act's leaf in the tree.
func LeafHash(leaf []byte) Hash { return Hash(tlog.RecordHash(leaf)) }

// StoredHash is one hash to keep: the tree is kept as the list of all hashes of its full subtrees.
type StoredHash struct {
	Index int64
	Hash  Hash
}

// Append says what has to be kept when a leaf joins a tree of size acts, and the root of the tree with it. r is asked
// only for hashes kept before.
func Append(size uint64, leaf []byte, r HashReader) ([]StoredHash, Hash, error) {
	n := int64(size)
	hashes, err := tlog.StoredHashes(n, leaf, r)
	if err != nil {
		return nil, Hash{}, fmt.Errorf("appending to a tree of %d: %w", size, err)
	}
	first := tlog.StoredHashCount(n)
	out := make([]StoredHash, len(hashes))
	for i, h := range hashes {
		out[i] = StoredHash{first + int64(i), Hash(h)}
	}
	root, err := Root(size+1, overlay{first, hashes, r})
	return out, root, err
}

// Root of the tree of the first size acts.
func Root(size uint64, r HashReader) (Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	h, err := tlog.TreeHash(int64(size), r)
	if err != nil {
		return Hash{}, fmt.Errorf("root of a tree of %d: %w", size, err)
	}
	return Hash(h), nil
}

// ErrProof is a proof that does not prove.
var ErrProof = errors.New("the proof does not hold")

// ProveAct proves that the act numbered number is in the tree of size acts.
func ProveAct(size, number uint64, r HashReader) ([]Hash, error) {
	if number == 0 || number > size {
		return nil, fmt.Errorf("act %d is not in a tree of %d", number, size)
	}
	p, err := tlog.ProveRecord(int64(size), int64(number-1), r)
	if err != nil {
		return nil, fmt.Errorf("proving act %d: %w", number, err)
	}
	return fromTlog(p), nil
}

// CheckAct checks a proof of ProveAct against a signed root.
func CheckAct(proof []Hash, size uint64, root Hash, number uint64, leaf []byte) error {
	if number == 0 || number > size {
		return fmt.Errorf("%w: act %d is not in a tree of %d", ErrProof, number, size)
	}
	if err := tlog.CheckRecord(toTlog(proof), int64(size), tlog.Hash(root), int64(number-1), tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("%w: act %d: %v", ErrProof, number, err)
	}
	return nil
}

// ProveGrowth proves that the tree of size acts begins with the tree of older acts: nothing was changed or taken out.
func ProveGrowth(size, older uint64, r HashReader) ([]Hash, error) {
	if older == 0 || older > size {
		return nil, fmt.Errorf("a tree of %d is not the beginning of one of %d", older, size)
	}
	p, err := tlog.ProveTree(int64(size), int64(older), r)
	if err != nil {
		return nil, fmt.Errorf("proving growth from %d to %d: %w", older, size, err)
	}
	return fromTlog(p), nil
}

// CheckGrowth checks a proof of ProveGrowth against two signed roots.
func CheckGrowth(proof []Hash, size uint64, root Hash, older uint64, olderRoot Hash) error {
	if older == 0 || older > size {
		return fmt.Errorf("%w: a tree of %d is not the beginning of one of %d", ErrProof, older, size)
	}
	if err := tlog.CheckTree(toTlog(proof), int64(size), tlog.Hash(root), int64(older), tlog.Hash(olderRoot)); err != nil {
		return fmt.Errorf("%w: from %d to %d: %v", ErrProof, older, size, err)
	}
	return nil
}

// overlay reads hashes that are about to be kept before those that are.
type overlay struct {
	first int64
	added []tlog.Hash
	below HashReader
}

func (o overlay) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	var ask []int64
	for i, x := range indexes {
		if x >= o.first && x < o.first+int64(len(o.added)) {
			out[i] = o.added[x-o.first]
		} else {
			ask = append(ask, x)
		}
	}
	if len(ask) == 0 {
		return out, nil
	}
	got, err := o.below.ReadHashes(ask)
	if err != nil {
		return nil, err
	}
	if len(got) != len(ask) {
		return nil, fmt.Errorf("asked for %d hashes, got %d", len(ask), len(got))
	}
	for i, x := range indexes {
		if x < o.first || x >= o.first+int64(len(o.added)) {
			out[i], got = got[0], got[1:]
		}
	}
	return out, nil
}

func fromTlog(p []tlog.Hash) []Hash {
	out := make([]Hash, len(p))
	for i, h := range p {
		out[i] = Hash(h)
	}
	return out
}

func toTlog(p []Hash) []tlog.Hash {
	out := make([]tlog.Hash, len(p))
	for i, h := range p {
		out[i] = tlog.Hash(h)
	}
	return out
}
