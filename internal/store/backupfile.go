package store

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/openupr/openupr/internal/files"
)

// backupWriter writes parts. Its first error stays.
type backupWriter struct {
	gz   *gzip.Writer
	tw   *tar.Writer
	hash hash.Hash
	made time.Time
	err  error
}

func newBackupWriter(w io.Writer, made time.Time) *backupWriter {
	gz, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	return &backupWriter{gz: gz, tw: tar.NewWriter(gz), hash: sha256.New(), made: made, err: err}
}

// hashPart begins a part in the hash over all.
func hashPart(h hash.Hash, name string, size int64) { fmt.Fprintf(h, "%s %d\n", name, size) }

func (b *backupWriter) begin(name string, size int64) {
	if b.err == nil {
		hashPart(b.hash, name, size)
		b.err = b.tw.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: b.made, Format: tar.FormatUSTAR})
	}
}

func (b *backupWriter) part(name string, content []byte) {
	b.begin(name, int64(len(content)))
	if b.err == nil {
		b.hash.Write(content)
		_, b.err = b.tw.Write(content)
	}
}

func (b *backupWriter) json(name string, v any) {
	text, err := json.MarshalIndent(v, "", "\t")
	b.err = errors.Join(b.err, err)
	b.part(name, append(text, '\n'))
}

func (b *backupWriter) file(from *files.Folder, sha string) error {
	size, err := from.Stat(sha)
	if err != nil {
		return err
	}
	r, err := from.Open(sha)
	if err != nil {
		return err
	}
	if b.begin(partFiles+sha, size); b.err == nil {
		_, b.err = io.Copy(io.MultiWriter(b.tw, b.hash), r)
	}
	return errors.Join(b.err, r.Close())
}

func (b *backupWriter) close() error {
	sum := hex.EncodeToString(b.hash.Sum(nil))
	b.part(partHash, []byte(sum+"\n"))
	if b.err != nil {
		return b.err
	}
	return errors.Join(b.tw.Close(), b.gz.Close())
}

// lines collects lines of JSON into parts of bounded size.
type lines struct {
	b      *backupWriter
	folder string
	n      int
	buf    bytes.Buffer
	enc    *json.Encoder
}

func (b *backupWriter) lines(folder string) *lines {
	l := &lines{b: b, folder: folder}
	l.enc = json.NewEncoder(&l.buf)
	l.enc.SetEscapeHTML(false)
	return l
}

func (l *lines) add(v any) error {
	if err := l.enc.Encode(v); err != nil {
		return err
	}
	if l.buf.Len() >= partSize {
		l.flush()
	}
	return l.b.err
}

func (l *lines) flush() {
	if l.buf.Len() > 0 {
		l.n++
		l.b.part(fmt.Sprintf("%s%06d.ndjson", l.folder, l.n), l.buf.Bytes())
		l.buf.Reset()
	}
}

// backupReader reads parts and checks the hash over them.
type backupReader struct {
	gz   *gzip.Reader
	tr   *tar.Reader
	hash hash.Hash
}

// ErrBackup is a file that is no backup of this program, or one that was cut off or altered.
var ErrBackup = errors.New("not a backup, or one that was cut off or altered")

func newBackupReader(r io.Reader) (*backupReader, error) {
	gz, err := gzip.NewReader(bufio.NewReaderSize(r, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrBackup, err)
	}
	return &backupReader{gz, tar.NewReader(gz), sha256.New()}, nil
}

// next begins the next part; what is read of it goes into the hash. Whether the end is the right one is for end to say.
func (b *backupReader) next() (name string, size int64, err error) {
	h, err := b.tr.Next()
	if err != nil {
		return "", 0, fmt.Errorf("%w: %v", ErrBackup, err)
	}
	if h.Typeflag != tar.TypeReg {
		return "", 0, fmt.Errorf("%w: %q is no plain part", ErrBackup, h.Name)
	}
	if h.Name != partHash {
		hashPart(b.hash, h.Name, h.Size)
	}
	return h.Name, h.Size, nil
}

// Read reads the part that next began.
func (b *backupReader) Read(p []byte) (int, error) {
	n, err := b.tr.Read(p)
	b.hash.Write(p[:n])
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %v", ErrBackup, err)
	}
	return n, err
}

// text reads a whole small part.
func (b *backupReader) text(size int64) ([]byte, error) {
	if size > 64<<20 {
		return nil, fmt.Errorf("%w: a part of %d bytes", ErrBackup, size)
	}
	return io.ReadAll(b)
}

// end checks the hash, which next has just reached, and that nothing follows.
func (b *backupReader) end() error {
	want := hex.EncodeToString(b.hash.Sum(nil)) + "\n"
	got, err := io.ReadAll(io.LimitReader(b.tr, 100))
	if err != nil || string(got) != want {
		return fmt.Errorf("%w: its hash is another", ErrBackup)
	}
	if _, err := b.tr.Next(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: something follows its end", ErrBackup)
	}
	if n, err := io.Copy(io.Discard, io.LimitReader(b.gz, 1<<20)); err != nil || n > 0 { // the error is gzip's own check
		return fmt.Errorf("%w: something follows its end", ErrBackup)
	}
	return nil
}
