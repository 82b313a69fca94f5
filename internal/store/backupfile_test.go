package store

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// FuzzBackupReader reads parts without a database: the fuzzer's measuring makes one far too slow. What Restore makes of
// the parts is tested with broken backups in TestRestoreIsAllOrNothing.
func FuzzBackupReader(f *testing.F) {
	var whole bytes.Buffer
	w := newBackupWriter(&whole, time.Unix(0, 0))
	w.json(partHeader, backupHeader{Version: backupVersion, Origin: "openupr/invented"})
	out := w.lines(partFacts)
	for n := range int64(3) {
		if err := out.add(backupFact{ID: n + 1, Act: 1, Fact: "fact/1 item x\n"}); err != nil {
			f.Fatal(err)
		}
	}
	out.flush()
	if err := w.close(); err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:whole.Len()/2])
	f.Add([]byte("\x1f\x8b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := newBackupReader(bytes.NewReader(b))
		for parts := 0; err == nil && parts < 1000; parts++ {
			var name string
			var size int64
			if name, size, err = r.next(); err != nil {
				break
			}
			switch {
			case name == partHash:
				if err = r.end(); err == nil {
					return
				}
			case strings.HasPrefix(name, partFacts):
				err = eachLine(r, size, func(backupFact) error { return nil })
			case strings.HasPrefix(name, partActs):
				err = eachLine(r, size, func(backupAct) error { return nil })
			default:
				_, err = io.Copy(io.Discard, io.LimitReader(r, 1<<20))
			}
		}
		if err != nil && !errors.Is(err, ErrBackup) {
			t.Error(err)
		}
	})
}
