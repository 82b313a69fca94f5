package e2e_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	bytesOf "encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	_ "github.com/jackc/pgx/v5/stdlib" // to look into the tables
	_ "modernc.org/sqlite"

	"github.com/openupr/openupr/internal/seal"
)

// needles are words to be looked for in very many bytes at once: as they are, in hexadecimal, and in base64 at any place.
type needles struct {
	filter [1 << 16]bool
	byHead map[uint64][]needle // of their first eight bytes
}

type needle struct{ form, word string }

func lookFor(words []string) *needles {
	n := &needles{byHead: map[uint64][]needle{}}
	for _, w := range words {
		forms := []string{w, hex.EncodeToString([]byte(w)), strings.ToUpper(hex.EncodeToString([]byte(w)))}
		for skip := range 3 { // whole groups of three inside the word, wherever it begins
			inside := []byte(w)[skip : skip+(len(w)-skip)/3*3]
			forms = append(forms, base64.StdEncoding.EncodeToString(inside))
		}
		for _, f := range forms {
			if len(f) >= 8 {
				head := bytesOf.LittleEndian.Uint64([]byte(f))
				n.filter[fold(head)] = true
				n.byHead[head] = append(n.byHead[head], needle{f, w})
			}
		}
	}
	return n
}

func fold(x uint64) uint16 { return uint16(x * 0x9e3779b97f4a7c15 >> 48) }

// in gives the words that stand in b.
func (n *needles) in(b []byte) []string {
	found := map[string]bool{}
	for i := 0; i+8 <= len(b); i++ {
		head := bytesOf.LittleEndian.Uint64(b[i:])
		if !n.filter[fold(head)] {
			continue
		}
		for _, x := range n.byHead[head] {
			if bytes.HasPrefix(b[i:], []byte(x.form)) {
				found[x.word] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	n := lookFor([]string{"secret-one", "secret-two-three"})
	for name, b := range map[string]string{
		"as they are":    "xx secret-one yy",
		"in hexadecimal": hex.EncodeToString([]byte("a secret-one b")),
		"in base64":      base64.StdEncoding.EncodeToString([]byte("secret-one!")),
		"one later":      base64.StdEncoding.EncodeToString([]byte("1secret-one!")),
		"two later":      base64.StdEncoding.EncodeToString([]byte("22secret-one!")),
	} {
		if got := n.in([]byte(b)); !slices.Equal(got, []string{"secret-one"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := n.in([]byte("secret-twotwo-three, secre t-one")); len(got) > 0 {
		t.Errorf("found %q", got)
	}
}

// filesBelow reads every file below a folder; those that go while it looks are passed over.
func filesBelow(t *testing.T, root string, into map[string][]byte) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			into[path], err = os.ReadFile(path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tablesOf reads every row of every table of a database.
func tablesOf(t *testing.T, driver, address string, into map[string][]byte) {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows := func(query string) (out [][]byte) {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values, to := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range values {
			to[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			var row []byte
			for _, v := range values {
				row = append(append(row, v...), '\n')
			}
			out = append(out, row)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return out
	}
	list := "SELECT name FROM sqlite_master WHERE type = 'table'"
	if driver == "pgx" {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	for _, name := range rows(list) {
		table := strings.TrimSpace(string(name))
		into["table "+table] = bytes.Join(rows(`SELECT * FROM "`+table+`"`), nil)
	}
	for _, must := range []string{"sealed", "outbox", "fact", "account", "session"} {
		if _, ok := into["table "+must]; !ok {
			t.Fatalf("there is no table %s to look into", must)
		}
	}
}

func gunzip(t *testing.T, b []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

var keyLike = regexp.MustCompile(`[A-Za-z0-9+/=_-]{16,512}`)

// identitiesFrom makes of everything in the places that looks like a secret what could open something sealed: a private key of
// its bytes, of its digest, a return code, or one as it stands.
func identitiesFrom(t *testing.T, places map[string][]byte) (out []age.Identity) {
	t.Helper()
	seen := map[string]bool{}
	key := func(b []byte) {
		if len(b) != 32 || seen[string(b)] {
			return
		}
		seen[string(b)] = true
		id, err := age.ParseX25519Identity(strings.ToUpper(bech32("age-secret-key-", b)))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, id)
	}
	code := func(b []byte) {
		c, err := seal.NewCode(bytes.NewReader(b))
		if err != nil || seen[string(b[:15])] {
			return
		}
		seen[string(b[:15])] = true
		id, err := c.Identity()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, id)
	}
	for _, b := range places {
		if ids, err := age.ParseIdentities(bytes.NewReader(b)); err == nil {
			out = append(out, ids...)
		}
		for _, token := range keyLike.FindAll(b, -1) {
			forms := [][]byte{token}
			for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString, base64.RawURLEncoding.DecodeString} {
				if d, err := decode(string(token)); err == nil {
					forms = append(forms, d)
				}
			}
			for _, f := range forms {
				sum := sha256.Sum256(f)
				key(sum[:])
				if len(f) >= 32 {
					key(f[:32])
					key(f[len(f)-32:])
				}
				if len(f) >= 15 {
					code(f)
				}
			}
		}
	}
	return out
}

// bech32 writes bytes as age writes its keys (BIP 173).
func bech32(prefix string, data []byte) string {
	const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	sum := func(values []byte) uint32 {
		s := uint32(1)
		for _, v := range values {
			top := s >> 25
			s = (s&0x1ffffff)<<5 ^ uint32(v)
			for i, g := range [...]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
				s ^= g * (top >> i & 1)
			}
		}
		return s
	}
	var values []byte
	bits, n := 0, 0
	for _, b := range data {
		bits, n = bits<<8|int(b), n+8
		for ; n >= 5; n -= 5 {
			values = append(values, byte(bits>>(n-5)&31))
		}
		bits &= 1<<n - 1
	}
	if n > 0 {
		values = append(values, byte(bits<<(5-n)&31))
	}
	var all []byte
	for _, c := range []byte(prefix) {
		all = append(all, c>>5)
	}
	all = append(all, 0)
	for _, c := range []byte(prefix) {
		all = append(all, c&31)
	}
	check := sum(append(append(all, values...), 0, 0, 0, 0, 0, 0)) ^ 1
	for i := range 6 {
		values = append(values, byte(check>>(5*(5-i))&31))
	}
	out := prefix + "1"
	for _, v := range values {
		out += string(letters[v])
	}
	return out
}
