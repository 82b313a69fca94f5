package account

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

// TOTP is a second factor by the clock (RFC 6238: SHA-1, six digits, 30 seconds, as every telephone's program takes it).
type TOTP struct {
	Secret string // base32, to type by hand
	URL    string // otpauth://…
}

// totpPeriod is the length of a step of the clock in seconds, and totpSkew how many steps a clock may be off.
const (
	totpPeriod = 30
	totpSkew   = 1
)

// NewTOTP makes a second factor for an account of an installation.
func NewTOTP(issuer, login string) (TOTP, error) {
	k, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Period: totpPeriod})
	if err != nil {
		return TOTP{}, fmt.Errorf("making a second factor: %w", err)
	}
	return TOTP{k.Secret(), k.URL()}, nil
}

// TOTPOf is the second factor with a secret that was made before.
func TOTPOf(issuer, login, secret string) (TOTP, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return TOTP{}, fmt.Errorf("reading a second factor: %w", err)
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Period: totpPeriod, Secret: raw})
	if err != nil {
		return TOTP{}, fmt.Errorf("reading a second factor: %w", err)
	}
	return TOTP{k.Secret(), k.URL()}, nil
}

// Picture is the address of the second factor as a square that telephones read, in PNG.
func (t TOTP) Picture() ([]byte, error) {
	k, err := otp.NewKeyFromURL(t.URL)
	if err != nil {
		return nil, fmt.Errorf("drawing a second factor: %w", err)
	}
	img, err := k.Image(240, 240)
	if err != nil {
		return nil, fmt.Errorf("drawing a second factor: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("drawing a second factor: %w", err)
	}
	return b.Bytes(), nil
}

// CheckTOTP says whether a code is one of a secret about now, and of which step of the clock. The caller refuses a step
// that was used, and those before it.
func CheckTOTP(secret, code string, now time.Time) (step int64, ok bool) {
	at := now.Unix() / totpPeriod
	for _, d := range []int64{0, -totpSkew, totpSkew} {
		ok, err := hotp.ValidateCustom(code, uint64(at+d), secret, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && ok {
			return at + d, true
		}
	}
	return 0, false
}

// Recovery codes stand in for a lost second factor, each once: 80 random bits in four groups of four letters and digits.
const (
	recoveryCodes = 10
	recoveryBytes = 10
)

// NewRecoveryCodes makes codes to be shown once; what is kept are their hashes.
func NewRecoveryCodes() []string {
	out := make([]string, recoveryCodes)
	for i := range out {
		var b [recoveryBytes]byte
		_, _ = rand.Read(b[:]) // it never fails
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
		out[i] = s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
	}
	return out
}

// NormalCode is a code as it was typed, in the form in which codes are compared: "123456" or "abcd-efgh-ijkl-mnop". Empty when
// it can be neither.
func NormalCode(typed string) (code string, recovery bool) {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9', r >= 'a' && r <= 'z':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r - 'A' + 'a')
		case r == ' ' || r == '-' || r == '\u00a0':
		default:
			return "", false
		}
		if b.Len() > 16 {
			return "", false
		}
	}
	s := b.String()
	switch {
	case len(s) == 6 && strings.Trim(s, "0123456789") == "":
		return s, false
	case len(s) == 16:
		return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:], true
	}
	return "", false
}
