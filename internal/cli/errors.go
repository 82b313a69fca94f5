package cli

import (
	"errors"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/store"
)

// known are the errors that a person can do something about, with the message that says what ("cli.error.<code>").
var known = []struct {
	err  error
	code string
}{
	{store.ErrKeyMissing, "key-missing"},
	{store.ErrKeyForeign, "key-foreign"},
	{store.ErrEncodingUTF8, "encoding"},
	{store.ErrNotEmpty, "not-empty"},
	{store.ErrBackup, "backup"},
	{store.ErrNoAccount, "no-account"},
	{store.ErrDraftLost, "draft-lost"},
	{files.ErrDamaged, "file-damaged"},
}

// advice is what to do about an error, in the person's language; empty when there is nothing to say but the error.
func (w *world) advice(err error) string {
	var damaged *store.Damaged
	var problem *store.Problem
	if errors.As(err, &damaged) || errors.As(err, &problem) {
		return w.say.T("cli.error.damaged")
	}
	var changed *store.Changed
	if errors.As(err, &changed) {
		return w.say.T("import.changed", "act", int(changed.Act))
	}
	for _, k := range known {
		if errors.Is(err, k.err) {
			return w.say.T("cli.error." + k.code)
		}
	}
	return ""
}
