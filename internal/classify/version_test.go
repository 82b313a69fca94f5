package classify_test

import (
	"regexp"
	"testing"

	"github.com/openupr/openupr/internal/classify"
)

func TestTheVersionIsAShortDigest(t *testing.T) {
	if v := classify.Version(); !regexp.MustCompile(`^[0-9a-f]{12}$`).MatchString(v) || v != classify.Version() {
		t.Errorf("version %q", v)
	}
}
