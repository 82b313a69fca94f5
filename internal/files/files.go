// Package files keeps originals and evidence in a folder beside the database, each under the SHA-256 of its content: the
// same content is kept once, and a name that was handed out never means other bytes.
package files

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/killpoint"
)

// Errors of this package; what else goes wrong is the file system's own error.
var (
	ErrTooLarge = errors.New("the file is larger than allowed")
	ErrName     = errors.New("not the SHA-256 of a file: 64 digits from 0 to f are needed")
	ErrNone     = errors.New("there is no file with this SHA-256")
	ErrDamaged  = errors.New("the file on disk is no longer what was put there")
)

// Folder is a folder of files. It is safe for use by many goroutines and processes.
type Folder struct {
	root *os.Root // nothing outside it can be reached, whatever a name says
}

// Open opens the folder and makes it where there is none yet. It is readable by its owner only.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, fmt.Errorf("opening the folder of files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of files: %w", err)
	}
	f := &Folder{root}
	f.tidy()
	return f, nil
}

// keepIncoming is how long a file may take to be written; what is older was left by a program that was killed.
const keepIncoming = 24 * time.Hour

// tidy takes away what a killed Put left. What fails is tried again at the next start. The time is that of the file system
// itself: it may lie on another machine.
func (f *Folder) tidy() {
	left, err := f.list(incoming)
	if err != nil || len(left) == 0 {
		return
	}
	probe, err := f.temporary()
	if err != nil {
		return
	}
	now, err := probe.Stat()
	_ = probe.Close()
	_ = f.root.Remove(filepath.Join(incoming, filepath.Base(probe.Name())))
	if err != nil {
		return
	}
	for _, e := range left {
		if info, err := e.Info(); err == nil && now.ModTime().Sub(info.ModTime()) > keepIncoming {
			_ = f.root.Remove(filepath.Join(incoming, e.Name()))
		}
	}
}

// Close ends the use of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// incoming is where a file is written until it is whole.
const incoming = "incoming"

// Put keeps what r gives, at most max bytes of it, and says under which SHA-256. When it returns the content is on disk;
// when it fails nothing is left behind. More than max bytes are ErrTooLarge.
func (f *Folder) Put(r io.Reader, max int64) (sha string, size int64, err error) {
	temp, err := f.temporary()
	if err != nil {
		return "", 0, fmt.Errorf("keeping a file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = temp.Close() // closed already where it matters
			_ = f.root.Remove(filepath.Join(incoming, filepath.Base(temp.Name())))
			err = fmt.Errorf("keeping a file: %w", err)
		}
	}()
	h := sha256.New()
	if size, err = io.Copy(io.MultiWriter(temp, h), io.LimitReader(r, max)); err != nil {
		return "", 0, err
	}
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 {
		return "", 0, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, max)
	} else if !errors.Is(err, io.EOF) {
		return "", 0, err
	}
	if err = errors.Join(temp.Sync(), temp.Close()); err != nil {
		return "", 0, err
	}
	sha = hex.EncodeToString(h.Sum(nil))
	killpoint.Reach("files.put.before")
	if err = f.place(filepath.Join(incoming, filepath.Base(temp.Name())), sha); err != nil {
		return "", 0, err
	}
	killpoint.Reach("files.put.after")
	return sha, size, nil
}

// place gives a whole file its name.
func (f *Folder) place(temp, sha string) error {
	dir := sha[:2]
	if err := f.root.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	} else if err == nil {
		if err := f.sync("."); err != nil {
			return err
		}
	}
	// What lies there under this name may be damaged; the new one is known to be whole, and replacing is atomic.
	if err := f.root.Rename(temp, filepath.Join(dir, sha)); err != nil {
		return err
	}
	return f.sync(dir)
}

func (f *Folder) temporary() (*os.File, error) {
	var b [12]byte
	if _, err := rand.Read(b[:]); err != nil {
		return nil, err
	}
	return f.root.OpenFile(filepath.Join(incoming, hex.EncodeToString(b[:])), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

// name is where a file lies.
func name(sha string) (string, error) {
	if len(sha) != 2*sha256.Size || strings.Trim(sha, "0123456789abcdef") != "" {
		return "", ErrName
	}
	return filepath.Join(sha[:2], sha), nil
}

// Stat is a file's size in bytes; ErrNone when it is not there.
func (f *Folder) Stat(sha string) (int64, error) {
	path, err := name(sha)
	if err != nil {
		return 0, err
	}
	info, err := f.root.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNone
	}
	if err != nil {
		return 0, fmt.Errorf("file %s: %w", sha, err)
	}
	return info.Size(), nil
}

// Open opens a file to read. Reading to the end checks its content and gives ErrDamaged instead of io.EOF when it was
// changed on disk. It can also seek, as serving a part of it needs; then nothing is checked. ErrNone when it is not there.
func (f *Folder) Open(sha string) (io.ReadSeekCloser, error) {
	path, err := name(sha)
	if err != nil {
		return nil, err
	}
	file, err := f.root.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNone
	}
	if err != nil {
		return nil, fmt.Errorf("file %s: %w", sha, err)
	}
	return &checked{File: file, sha: sha, hash: sha256.New()}, nil
}

type checked struct {
	*os.File
	sha  string
	hash hash.Hash // nil after a seek
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	if c.hash != nil {
		c.hash.Write(p[:n])
		if errors.Is(err, io.EOF) && hex.EncodeToString(c.hash.Sum(nil)) != c.sha {
			return n, fmt.Errorf("file %s: %w", c.sha, ErrDamaged)
		}
	}
	return n, err
}

// WriteTo keeps io.Copy from going round the check.
func (c *checked) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{c})
}

func (c *checked) Seek(offset int64, whence int) (int64, error) {
	c.hash = nil
	return c.File.Seek(offset, whence)
}

// Drop takes a file away; one that is not there is gone already.
func (f *Folder) Drop(sha string) error {
	path, err := name(sha)
	if err != nil {
		return err
	}
	if err := f.root.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("file %s: %w", sha, err)
	}
	return nil
}

// All are the SHA-256 of the files, in order.
func (f *Folder) All() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		dirs, err := f.list(".")
		if err != nil {
			yield("", err)
			return
		}
		for _, d := range dirs {
			if !d.IsDir() || len(d.Name()) != 2 {
				continue
			}
			entries, err := f.list(d.Name())
			if err != nil {
				yield("", err)
				return
			}
			for _, e := range entries {
				if path, err := name(e.Name()); err == nil && path == filepath.Join(d.Name(), e.Name()) && !yield(e.Name(), nil) {
					return
				}
			}
		}
	}
}

// Sweep takes away the files that known does not know and what a stopped Put left, and says how many files went. Nothing
// may be put meanwhile: a file is put before the record knows it.
func (f *Folder) Sweep(known func(sha string) bool) (int, error) {
	gone := 0
	for sha, err := range f.All() {
		if err == nil && !known(sha) {
			if err = f.root.Remove(filepath.Join(sha[:2], sha)); err == nil {
				gone++
			}
		}
		if err != nil {
			return gone, fmt.Errorf("sweeping the folder of files: %w", err)
		}
	}
	left, err := f.list(incoming)
	for _, e := range left {
		err = errors.Join(err, f.root.Remove(filepath.Join(incoming, e.Name())))
	}
	if err != nil {
		return gone, fmt.Errorf("sweeping the folder of files: %w", err)
	}
	return gone, nil
}

func (f *Folder) list(dir string) ([]fs.DirEntry, error) { return fs.ReadDir(f.root.FS(), dir) }
