package ledger_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/ledger"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// hashes is a tree kept in memory.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		out[i] = h[x]
	}
	return out, nil
}

func grow(t testing.TB, leaves [][]byte) (hashes, []ledger.Hash) {
	var kept hashes
	var roots []ledger.Hash
	for n, leaf := range leaves {
		add, root, err := ledger.Append(uint64(n), leaf, kept)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range add {
			if a.Index != int64(len(kept)) {
				t.Fatalf("hash %d after %d", a.Index, len(kept))
			}
			kept = append(kept, tlog.Hash(a.Hash))
		}
		roots = append(roots, root)
	}
	return kept, roots
}

// mth is the definition of RFC 6962 section 2.1, written down as it stands there.
func mth(d [][]byte) ledger.Hash {
	switch len(d) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, d[0]...))
	}
	k := 1
	for k*2 < len(d) {
		k *= 2
	}
	l, r := mth(d[:k]), mth(d[k:])
	return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
}

func TestTreeAndActRootFollowRFC6962(t *testing.T) {
	var leaves [][]byte
	var digests []ledger.Hash
	for n := range 70 {
		if got := ledger.ActRoot(digests); got != mth(leaves) {
			t.Fatalf("act root over %d digests", n)
		}
		d := sha256.Sum256([]byte{byte(n)})
		digests, leaves = append(digests, d), append(leaves, d[:])
	}
	kept, roots := grow(t, leaves)
	for n := range leaves {
		want := mth(leaves[:n+1])
		got, err := ledger.Root(uint64(n+1), kept)
		if err != nil || got != want || roots[n] != want {
			t.Fatalf("root of %d: %v", n+1, err)
		}
	}
}

func TestProofsHoldAndNothingElseDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := uint64(rapid.IntRange(1, 40).Draw(t, "size"))
		var leaves [][]byte
		for n := range size {
			leaves = append(leaves, fmt.Appendf(nil, "leaf %d", n))
		}
		var kept hashes
		var roots []ledger.Hash
		for n, leaf := range leaves {
			add, root, err := ledger.Append(uint64(n), leaf, kept)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range add {
				kept = append(kept, tlog.Hash(a.Hash))
			}
			roots = append(roots, root)
		}
		n := rapid.Uint64Range(1, size).Draw(t, "act")
		root := roots[size-1]
		p, err := ledger.ProveAct(size, n, kept)
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckAct(p, size, root, n, leaves[n-1]); err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckAct(p, size, root, n, []byte("another leaf")); !errors.Is(err, ledger.ErrProof) {
			t.Fatalf("another leaf: %v", err)
		}
		g, err := ledger.ProveGrowth(size, n, kept)
		if err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckGrowth(g, size, root, n, roots[n-1]); err != nil {
			t.Fatal(err)
		}
		if err := ledger.CheckGrowth(g, size, root, n, ledger.Hash{1}); !errors.Is(err, ledger.ErrProof) {
			t.Fatalf("another root: %v", err)
		}
	})
}

func TestDigestsAreTellingApart(t *testing.T) {
	enc := []byte("fact/1 item x\n")
	d := ledger.Digest(ledger.Salt{1}, enc)
	for name, other := range map[string]ledger.Hash{
		"other salt": ledger.Digest(ledger.Salt{2}, enc), "other text": ledger.Digest(ledger.Salt{1}, []byte("fact/1 item y\n")),
		"its end": ledger.EndDigest(d), "the end of its end": ledger.EndDigest(ledger.EndDigest(d)), "bare": sha256.Sum256(enc),
	} {
		if other == d {
			t.Errorf("%s has the same digest", name)
		}
	}
	// The written form is for ever: a change of this value would make every record unreadable.
	const want = "d94e2398"
	if got := hex.EncodeToString(d[:4]); got != want {
		t.Errorf("digest begins %s, want %s", got, want)
	}
}

func header() ledger.ActHeader {
	return ledger.ActHeader{Number: 7, Kind: "import", Scope: "KAZ/2", Time: time.Date(2026, 11, 23, 16, 10, 1, 5, time.FixedZone("", 5*3600)),
		Role: "editor", Body: "Ministry\nof Invention", Facts: 250, Ends: 3, Root: ledger.Hash{9}}
}

func TestLeafIsAsDocumented(t *testing.T) {
	leaf, err := header().Leaf()
	if err != nil {
		t.Fatal(err)
	}
	want := "act/1\nnumber=7\nkind=import\nscope=KAZ/2\ntime=2026-11-23T11:10:01Z\nrole=editor\nbody=Ministry\\nof Invention\nfacts=250\nends=3\n" +
		"root=CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	if string(leaf) != want {
		t.Errorf("leaf\n%q, want\n%q", leaf, want)
	}
	h, err := ledger.ParseLeaf(leaf)
	if err != nil || h.Body != header().Body || h.Number != 7 || h.Root != header().Root || !h.Time.Equal(header().Time.Truncate(time.Second)) {
		t.Errorf("parsed %+v, %v", h, err)
	}
}

func FuzzParseLeaf(f *testing.F) {
	leaf, err := header().Leaf()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(leaf)
	f.Add([]byte("act/1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := ledger.ParseLeaf(b)
		if err != nil {
			return
		}
		if again, err := h.Leaf(); err != nil || string(again) != string(b) {
			t.Errorf("%q parses to what is written %q, %v", b, again, err)
		}
	})
}

func TestCheckpoint(t *testing.T) {
	key, err := ledger.NewKey(rand.Reader, "openupr/test")
	if err != nil {
		t.Fatal(err)
	}
	other, err := ledger.NewKey(rand.Reader, "openupr/other")
	if err != nil {
		t.Fatal(err)
	}
	text, err := ledger.Sign(key, ledger.Checkpoint{Origin: "openupr/test", Size: 12, Root: ledger.Hash{3}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(text, "openupr/test\n12\nAwAA") {
		t.Errorf("text %q", text)
	}
	c, err := ledger.Verify(text, other.Public(), key.Public(), key.Public())
	if err != nil || c != (ledger.Checkpoint{Origin: "openupr/test", Size: 12, Root: ledger.Hash{3}}) {
		t.Errorf("verified %+v, %v", c, err)
	}
	for name, bad := range map[string]string{
		"unsigned": c.Text(), "size": strings.Replace(text, "\n12\n", "\n13\n", 1), "root": strings.Replace(text, "AwAA", "AwAB", 1),
		"signature": text[:len(text)-8] + "AAAAAA=\n", "empty": "",
	} {
		if _, err := ledger.Verify(bad, key.Public()); !errors.Is(err, ledger.ErrCheckpoint) {
			t.Errorf("%s changed: %v", name, err)
		}
	}
	if _, err := ledger.Verify(text, other.Public()); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("another key: %v", err)
	}
}

func TestCountersignedCheckpointIsGoodForBothKeys(t *testing.T) {
	var keys [3]*ledger.Key
	for i := range keys {
		var err error
		if keys[i], err = ledger.NewKey(rand.Reader, fmt.Sprintf("openupr/%d", i)); err != nil {
			t.Fatal(err)
		}
	}
	text, err := ledger.Sign(keys[0], ledger.Checkpoint{Origin: "openupr/0", Size: 12})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Countersign(keys[1], text, keys[2].Public()); !errors.Is(err, ledger.ErrCheckpoint) {
		t.Errorf("of an unknown key: %v", err)
	}
	for range 2 {
		if text, err = ledger.Countersign(keys[1], text, keys[0].Public()); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(text, "\n— "); n != 2 {
		t.Errorf("%d signatures", n)
	}
	for i, want := range []bool{true, true, false} {
		if c, err := ledger.Verify(text, keys[i].Public()); (err == nil) != want || want && c.Origin != "openupr/0" {
			t.Errorf("key %d: %+v, %v", i, c, err)
		}
	}
}

func TestKeyComesBackFromItsText(t *testing.T) {
	for range 50 { // base64 may hold a plus sign, which also parts the fields of the key's text
		key, err := ledger.NewKey(rand.Reader, "openupr/test")
		if err != nil {
			t.Fatal(err)
		}
		again, err := ledger.ParseKey(key.Secret() + "\n")
		if err != nil || again.Public() != key.Public() || again.Origin() != "openupr/test" {
			t.Fatalf("%v %v", again, err)
		}
		if s := fmt.Sprint(key); strings.Contains(s, "PRIVATE") {
			t.Fatal("printing a key shows its secret")
		}
	}
	if _, err := ledger.ParseKey("PRIVATE+KEY+secret"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("bad key: %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	key, err := ledger.NewKey(rand.Reader, "openupr/test")
	if err != nil {
		f.Fatal(err)
	}
	text, err := ledger.Sign(key, ledger.Checkpoint{Origin: "openupr/test", Size: 12, Root: ledger.Hash{3}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := ledger.Verify(s, key.Public()); err == nil && c.Size != 12 {
			t.Errorf("%q verifies as %+v", s, c)
		}
	})
}
