package files

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Spool is a file that was handed in and is looked at before it is kept, or not kept. Close it; what a killed program left
// is taken away at the next start, like what a killed Put left.
type Spool struct {
	*os.File
	Size int64
	dir  *Folder
}

// Spool writes what r gives, at most max bytes of it, to disk. More are ErrTooLarge, and nothing is left behind.
func (f *Folder) Spool(r io.Reader, max int64) (_ *Spool, err error) {
	var b [12]byte
	if _, err := rand.Read(b[:]); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(filepath.Join(incoming, hex.EncodeToString(b[:])), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("spooling a file: %w", err)
	}
	s := &Spool{File: file, dir: f}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("spooling a file: %w", err), s.Close())
		}
	}()
	if s.Size, err = io.Copy(file, io.LimitReader(r, max)); err != nil {
		return nil, err
	}
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 {
		return nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	return s, nil
}

// Close takes the file away.
func (s *Spool) Close() error {
	return errors.Join(s.File.Close(), s.dir.root.Remove(filepath.Join(incoming, filepath.Base(s.Name()))))
}
