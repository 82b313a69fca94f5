// Package ingest turns files into facts of the record, as a conversation: detect what a file is, read it, show what
// would change (Prepare), and bring it in as one act (Apply). Its subpackages hold the grammars; this package joins
// readers, grammars and the record.
package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/document/plain"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/upr"
)

// File is what a person handed in.
type File struct {
	Name   string // as it was called; only shown, never trusted
	Bytes  []byte
	SHA256 string
	// Place is the review at whose page the file was handed in. It fills in only what the document does not say itself.
	Place upr.ReviewID
}

// NewFile takes bytes with their fingerprint. The name becomes one that can be shown: see shown.
func NewFile(name string, b []byte) File {
	sum := sha256.Sum256(b)
	return File{Name: shown(name), Bytes: b, SHA256: hex.EncodeToString(sum[:])}
}

// maxFileName is how many letters of a file's name are kept; a file system has no longer ones.
const maxFileName = 255

// shown is the last part of a file's path without what would break a line or turn its letters round, and not longer than
// names are. It goes into the record, onto pages and into exports.
func shown(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
			return -1
		}
		return r
	}, strings.ToValidUTF8(baseName(name), "\uFFFD"))
	if r := []rune(name); len(r) > maxFileName {
		ext := []rune(filepath.Ext(name))
		if len(ext) > 10 {
			ext = nil
		}
		name = string(r[:maxFileName-len(ext)-1]) + "…" + string(ext)
	}
	if name = strings.TrimSpace(name); name == "" {
		return "file"
	}
	return name
}

// ReadFile reads a file from disk and refuses one that is larger than the limit before it is in memory.
func ReadFile(path string, lim document.Limits) (File, error) {
	f, err := os.Open(path)
	if err != nil {
		return File{}, fmt.Errorf("reading %s: %w", path, err)
	}
	defer f.Close()
	limit := lim.Bytes
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > limit {
		if limit, err = rowsLimit(f, limit); err != nil {
			return File{}, fmt.Errorf("reading %s: %w", path, err)
		}
		if info.Size() > limit {
			return File{}, document.Refuse(document.TooLarge, "%d MB", limit>>20)
		}
	}
	b, err := ReadLimited(f, limit)
	if err != nil {
		return File{}, err
	}
	killpoint.Reach("ingest.read")
	return NewFile(path, b), nil
}

// rowsLimit is the limit of a file that may be larger than a document because it is a table of another keeper's rows.
func rowsLimit(f *os.File, limit int64) (int64, error) {
	head := make([]byte, 16<<10)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if uprinfo.Detect(head[:n]) {
		return uprinfo.MaxBytes, nil
	}
	return limit, nil
}

// ReadLimited reads at most limit bytes and refuses a source that has more.
func ReadLimited(r io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading a file: %w", err)
	}
	if int64(len(b)) > limit {
		return nil, document.Refuse(document.TooLarge, "%d MB", limit>>20)
	}
	return b, nil
}

func baseName(p string) string {
	if i := strings.LastIndexAny(p, `/\`); i >= 0 {
		return p[i+1:]
	}
	return p
}

// format says which reader a file needs, by its bytes: names lie (a .doc is often DOCX).
func format(b []byte) (document.Format, *document.Refused) {
	head := b[:min(len(b), 1024)]
	switch {
	case len(b) == 0:
		return "", document.Refuse(document.Empty, "")
	case bytes.Contains(head, []byte("%PDF-")):
		return document.PDF, nil
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")):
		return zipFormat(b)
	case looksLikeText(head):
		return document.Text, nil
	}
	return "", document.Refuse(document.Unknown, "")
}

// zipFormat looks into the package: a workbook or a presentation is not a document of a review.
func zipFormat(b []byte) (document.Format, *document.Refused) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return document.DOCX, nil // the reader says exactly what is wrong with it
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/") || strings.HasPrefix(f.Name, "ppt/") {
			return "", document.Refuse(document.NotExpected, "%s", strings.SplitN(f.Name, "/", 2)[0])
		}
	}
	return document.DOCX, nil
}

func looksLikeText(b []byte) bool {
	if bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff")) {
		return true
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return false
	}
	if utf8.Valid(b) {
		return true
	}
	strange := 0
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			strange++
		}
	}
	return strange*50 < len(b)
}

// read runs the reader for a file. A panic in a reader is a refused file, never a stopped program.
func read(ctx context.Context, f File, lim document.Limits) (doc *document.Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc = nil
			err = &document.Refused{Code: document.Panicked, Err: fmt.Errorf("reader panicked: %v\n%s", p, debug.Stack())}
		}
	}()
	if int64(len(f.Bytes)) > lim.Bytes {
		return nil, document.Refuse(document.TooLarge, "%d MB", lim.Bytes>>20)
	}
	kind, refused := format(f.Bytes)
	if refused != nil {
		return nil, refused
	}
	switch kind {
	case document.PDF:
		doc, err = pdf.Read(ctx, f.Bytes, lim)
	case document.DOCX:
		doc, err = docx.Read(ctx, f.Bytes, lim)
	default:
		doc, err = plain.Read(ctx, f.Bytes, lim)
	}
	if err != nil {
		var r *document.Refused
		if errors.As(err, &r) || ctx.Err() != nil {
			return nil, err
		}
		return nil, &document.Refused{Code: document.Corrupt, Err: err}
	}
	doc.SHA256 = f.SHA256
	return doc, nil
}
