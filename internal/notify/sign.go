package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// secretPrefix stands before the base64 of a receiver's secret.
const secretPrefix = "whsec_"

// Sign signs a message to a receiver as the Standard Webhooks do: HMAC-SHA256 over "id.timestamp.body", written "v1," and
// base64.
func Sign(secret, id string, at time.Time, body []byte) (string, error) {
	return sign(secret, id, strconv.FormatInt(at.Unix(), 10), body)
}

func sign(secret, id, timestamp string, body []byte) (string, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil || len(key) == 0 {
		return "", errors.New("the receiver's secret is no base64")
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.", id, timestamp)
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}
