package council

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strings"

	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/upr/plan"
)

// CodeDigest is what is kept of a private return code: from its 120 random bits the digest is found, and never the code from
// the digest.
func CodeDigest(c seal.Code) string {
	sum := sha256.Sum256([]byte("openupr/contribution/1 " + c.String()))
	return hex.EncodeToString(sum[:])
}

// codeFor reads the code of an earlier contribution, or makes a new one where none is given.
func codeFor(typed string) (seal.Code, error) {
	if strings.TrimSpace(typed) == "" {
		return seal.NewCode(rand.Reader)
	}
	c, err := seal.ParseCode(typed)
	if err != nil {
		return c, &Invalid{Code: "code", Field: "code"}
	}
	return c, nil
}

// onceID names what a form sends by the form's own random word, so that a form that was sent twice is one contribution. Nobody
// can choose the name of a thing that is there.
func onceID(once string) string {
	sum := sha256.Sum256([]byte("openupr/once/1 " + once))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

func named(lang, s string) plan.Names {
	if s == "" {
		return nil
	}
	return plan.Names{{Lang: lang, Words: s}}
}

func originalOf(n plan.Names) string {
	if len(n) == 0 {
		return ""
	}
	return n[0].Words
}
