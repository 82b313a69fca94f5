package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Cost of argon2id: the second recommended option of RFC 9106, section 4, which fits a small server.
const (
	argonTime    = 3
	argonMemory  = 64 * 1024 // KiB
	argonThreads = 2
	argonKey     = 32
	saltBytes    = 16
)

// MinPassword is the shortest password taken, in characters; there are no other rules (NIST SP 800-63B, 5.1.1).
const MinPassword = 12

// maxPassword bounds the work of hashing a hostile input.
const maxPassword = 512

// ErrShortPassword and ErrLongPassword say why a password is not taken.
var (
	ErrShortPassword = errors.New("the password is too short")
	ErrLongPassword  = errors.New("the password is too long")
)

// HashPassword makes the text that is stored: argon2id with a salt of its own, in the PHC form.
func HashPassword(password string) (string, error) {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return "", ErrShortPassword
	case len(password) > maxPassword:
		return "", ErrLongPassword
	}
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("hashing a password: %w", err)
	}
	key := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, argonKey)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads, b64(salt), b64(key)), nil
}

// CheckPassword says whether a password belongs to a stored hash. A hash that is not in the form of HashPassword never
// matches.
func CheckPassword(hash, password string) bool {
	var v, m, t, p int
	part := strings.Split(hash, "$")
	if len(part) != 6 || part[1] != "argon2id" || len(password) > maxPassword {
		return false
	}
	if _, err := fmt.Sscanf(part[2], "v=%d", &v); err != nil || v != argon2.Version {
		return false
	}
	if _, err := fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &m, &t, &p); err != nil || m < 8 || m > 1<<20 || t < 1 || t > 16 || p < 1 || p > 16 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(part[4])
	want, err2 := base64.RawStdEncoding.DecodeString(part[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, uint32(t), uint32(m), uint8(p), uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// NoAccount is a hash that belongs to nobody: checking against it takes as long as checking a real one, so that an
// answer's time does not tell whether a login exists.
var NoAccount = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
	base64.RawStdEncoding.EncodeToString(make([]byte, saltBytes)), base64.RawStdEncoding.EncodeToString(make([]byte, argonKey)))
