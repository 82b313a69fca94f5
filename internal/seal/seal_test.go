package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/openupr/openupr/internal/seal"
)

func desk(t testing.TB) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func code(t testing.TB) seal.Code {
	t.Helper()
	c, err := seal.NewCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func reply(t testing.TB, c seal.Code) seal.Reply {
	t.Helper()
	r, err := c.Reply()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func held(blobs [][]byte) (out []seal.Held) {
	for i, b := range blobs {
		out = append(out, seal.Held{Tag: fmt.Sprintf("%032x", i+1), Day: "2026-11-23", Blob: b})
	}
	return out
}

func TestADeskReadsWhatWasSealedToIt(t *testing.T) {
	c := code(t)
	id := desk(t)
	for name, tt := range map[string]struct {
		s      seal.Submission
		pieces int
	}{
		"words only":         {seal.Submission{Text: "Су жоқ."}, 1},
		"all of it":          {seal.Submission{Text: "Нет воды.", Pseudonym: "Сосед", Lang: "ru", Reply: reply(t, c), Files: []seal.File{{"1.jpg", []byte{1, 2, 0, 0}}, {"2.txt", []byte("b")}}}, 1},
		"the longest words":  {seal.Submission{Text: strings.Repeat("ж", seal.MaxText), Reply: reply(t, c)}, 1},
		"letters of 3 bytes": {seal.Submission{Text: strings.Repeat("水", seal.MaxText)}, 4},
		"the largest file":   {seal.Submission{Text: "a", Files: []seal.File{{"1.pdf", bytes.Repeat([]byte{7}, seal.MaxContent-5)}}}, 16},
	} {
		t.Run(name, func(t *testing.T) {
			blobs, err := seal.SealSubmission(id.Recipient().String(), tt.s)
			if err != nil {
				t.Fatal(err)
			}
			if len(blobs) != tt.pieces {
				t.Errorf("%d pieces, want %d", len(blobs), tt.pieces)
			}
			slices.Reverse(blobs) // in any order
			r := seal.NewReader(desk(t), id)
			dummy, err := seal.Dummy()
			if err != nil {
				t.Fatal(err)
			}
			for i, h := range held(append(blobs, dummy)) {
				if err := seal.CheckBlob(h.Blob); err != nil {
					t.Errorf("piece %d: %v", i, err)
				}
				r.Add(h)
			}
			got, missing := r.Submissions()
			if len(got) != 1 || missing != 0 || r.Bad != 0 {
				t.Fatalf("%d opened, %d missing, %d bad", len(got), missing, r.Bad)
			}
			if diff := cmp.Diff(tt.s, got[0].Submission); diff != "" || got[0].Day != "2026-11-23" {
				t.Errorf("day %s, %s", got[0].Day, diff)
			}
		})
	}
}

func TestNobodyElseOpensIt(t *testing.T) {
	blobs, err := seal.SealSubmission(desk(t).Recipient().String(), seal.Submission{Text: "For the desk alone"})
	if err != nil {
		t.Fatal(err)
	}
	r := seal.NewReader(desk(t))
	r.Add(held(blobs)[0])
	if got, missing := r.Submissions(); len(got)+missing+r.Bad != 0 {
		t.Errorf("opened %v", got)
	}
	if bytes.Contains(bytes.Join(blobs, nil), []byte("desk alone")) {
		t.Error("the words stand in the open")
	}
}

func TestAPieceThatIsMissingIsSaid(t *testing.T) {
	id := desk(t)
	blobs, err := seal.SealSubmission(id.Recipient().String(), seal.Submission{Text: strings.Repeat("水", seal.MaxText)})
	if err != nil {
		t.Fatal(err)
	}
	r := seal.NewReader(id)
	for _, h := range held(blobs[:3]) {
		r.Add(h)
		r.Add(h) // the same twice changes nothing
	}
	if got, missing := r.Submissions(); len(got) != 0 || missing != 1 {
		t.Errorf("%d whole, %d with pieces missing", len(got), missing)
	}
}

func TestAnswersReachTheHolderOfTheCode(t *testing.T) {
	c, other := code(t), code(t)
	to := reply(t, c)
	want := seal.Answer{Text: "Мы получили ваше сообщение.", Lang: "ru"}
	blob, err := seal.SealAnswer(to, want)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.ParseCode(strings.ToLower(strings.ReplaceAll(c.String(), "-", " ")))
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := seal.OpenAnswer(again, blob)
	if err != nil || !ok || got != want {
		t.Errorf("%+v, %v, %v", got, ok, err)
	}
	if _, ok, err := seal.OpenAnswer(other, blob); ok || err != nil {
		t.Errorf("another code: %v, %v", ok, err)
	}
	if to.Tag(0) == to.Tag(1) || to.Tag(0) != reply(t, again).Tag(0) {
		t.Error("tags do not follow from the code alone")
	}
	if _, err := seal.SealAnswer(to, seal.Answer{Text: strings.Repeat("x", seal.MaxAnswer+1)}); err == nil {
		t.Error("an answer without room was sealed")
	}
}

func TestCodesAreCheckedLetterByLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.Byte(), 15, 15).Draw(t, "secret")
		c, err := seal.NewCode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		s := c.String()
		if len(s) != 29 {
			t.Fatalf("%q", s)
		}
		if back, err := seal.ParseCode(s); err != nil || back != c {
			t.Fatalf("%s: %v", s, err)
		}
		const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
		i := rapid.IntRange(0, len(s)-1).Draw(t, "place")
		l := letters[rapid.IntRange(0, 31).Draw(t, "letter")]
		if s[i] == '-' || s[i] == l {
			return
		}
		if _, err := seal.ParseCode(s[:i] + string(l) + s[i+1:]); !errors.Is(err, seal.ErrCode) {
			t.Fatalf("%s with %c at %d is taken", s, l, i)
		}
	})
	for _, s := range []string{"", "AAAAA", strings.Repeat("A", 300), "ABCDE-FGHJK-MNPQR-STVWX-YZ0!1"} {
		if _, err := seal.ParseCode(s); !errors.Is(err, seal.ErrCode) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestWhatHasNoRoomIsNotSealed(t *testing.T) {
	to := desk(t).Recipient().String()
	for name, s := range map[string]seal.Submission{
		"no words":         {Text: " \n"},
		"too many words":   {Text: strings.Repeat("a", seal.MaxText+1)},
		"long pseudonym":   {Text: "a", Pseudonym: strings.Repeat("b", seal.MaxPseudonym+1)},
		"large file":       {Text: "a", Files: []seal.File{{"1.txt", make([]byte, seal.MaxContent)}}},
		"many files":       {Text: "a", Files: make([]seal.File, seal.MaxFiles+1)},
		"a dangerous name": {Text: "a", Files: []seal.File{{"../x", []byte("a")}}},
		"no recipient":     {Text: "a", Reply: seal.Reply{Recipient: "age1x"}},
		"not UTF-8":        {Text: "a\xff"},
	} {
		if _, err := seal.SealSubmission(to, s); err == nil {
			t.Errorf("%s: sealed", name)
		}
	}
	if _, err := seal.SealSubmission("age1pq", seal.Submission{Text: "a"}); err == nil {
		t.Error("sealed to no recipient")
	}
}

func TestOnlySealedPiecesAreTaken(t *testing.T) {
	good, err := seal.Dummy()
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.CheckBlob(good); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"shorter":      good[:len(good)-1],
		"plain text":   bytes.Repeat([]byte("secret "), seal.BlobSize/7+1)[:seal.BlobSize],
		"another head": append([]byte("age-encryption.org/v2"), good[21:]...),
		"no MAC":       bytes.Replace(good, []byte("\n--- "), []byte("\n-+- "), 1),
	} {
		if err := seal.CheckBlob(b); !errors.Is(err, seal.ErrBlob) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestABundleCutOffIsKnown(t *testing.T) {
	var out bytes.Buffer
	n, _ := rand.Int(rand.Reader, big.NewInt(3))
	pieces := held(make([][]byte, 2+n.Int64()))
	err := seal.WriteBundle(&out, seal.BundleName, "KAZ", func(yield func(seal.Held, error) bool) {
		for _, h := range pieces {
			h.Blob = []byte("blob")
			if !yield(h, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	read := func(b []byte) error {
		count = 0
		return seal.ReadBundle(bytes.NewReader(b), seal.BundleName, func(ws string, h seal.Held) error {
			if ws != "KAZ" || string(h.Blob) != "blob" || h.Tag == "" {
				t.Errorf("%s %+v", ws, h)
			}
			count++
			return nil
		})
	}
	if err := read(out.Bytes()); err != nil || count != len(pieces) {
		t.Errorf("%d read: %v", count, err)
	}
	lines := bytes.SplitAfter(out.Bytes(), []byte("\n"))
	for name, b := range map[string][]byte{
		"the end is gone":   bytes.Join(lines[:len(lines)-2], nil),
		"a piece is gone":   bytes.Join(append(slices.Clone(lines[:1]), lines[2:]...), nil),
		"something follows": append(slices.Clone(out.Bytes()), "{}\n"...),
		"another file":      []byte("hello\n"),
		"nothing":           nil,
	} {
		if err := read(b); !errors.Is(err, seal.ErrBundle) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpened(f *testing.F) {
	f.Add([]byte("OUPR1s\x01\x00\x00\x00\x01a"))
	f.Add([]byte("OUPR1s\x01\x00\x00\x00\x01a\x06\x00\x00\x00\x051.txt\x07\x00\x00\x00\x01b"))
	id := desk(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := seal.DecodeSubmission(b)
		if err != nil {
			return
		}
		blobs, err := seal.SealSubmission(id.Recipient().String(), s)
		if err != nil {
			t.Fatalf("what was read is not sealed: %v", err)
		}
		r := seal.NewReader(id)
		for _, h := range held(blobs) {
			r.Add(h)
		}
		if got, _ := r.Submissions(); len(got) != 1 || !cmp.Equal(got[0].Submission, s) {
			t.Fatalf("%+v", got)
		}
	})
}

func FuzzCode(f *testing.F) {
	f.Add("ABCDE-FGH12")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := seal.ParseCode(s)
		if err != nil {
			return
		}
		if back, err := seal.ParseCode(c.String()); err != nil || back != c {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

func FuzzBundle(f *testing.F) {
	f.Add([]byte(`{"openupr":"openupr-sealed/1"}` + "\n" + `{"pieces":0}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = seal.ReadBundle(bytes.NewReader(b), seal.BundleName, func(string, seal.Held) error { return nil })
	})
}
