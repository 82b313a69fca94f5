package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/openupr/openupr/internal/document"
)

// The second extractor: pdftotext of the poppler tools, where it is installed. It is a decoder of its own kind, so that
// where both give the same words nobody has to look. It is asked for words with their places (-bbox); lines, furniture
// and footnotes are then made by the same rules as for Read. Drawn rules and bold letters are not known to it.

const (
	pdftotextTime   = 60 * time.Second
	pdftotextOutput = 96 << 20 // bytes; a report gives about 1 MB
)

// FindPdftotext looks for pdftotext among the programs of this machine.
func FindPdftotext() (string, bool) {
	p, err := exec.LookPath("pdftotext")
	return p, err == nil
}

// ReadWithPdftotext reads a PDF with the pdftotext at path. The document's extractor is "pdftotext/" and its version.
func ReadWithPdftotext(ctx context.Context, path string, b []byte, lim document.Limits) (*document.Document, error) {
	lim = withDefaults(lim)
	if err := admit(b, lim); err != nil {
		return nil, err
	}
	version, err := pdftotextVersion(ctx, path)
	if err != nil {
		return nil, err
	}
	out, err := runPdftotext(ctx, path, b, lim)
	if err != nil {
		return nil, err
	}
	d, err := fromBoxes(ctx, out, lim)
	if err != nil {
		return nil, err
	}
	d.Extractor, d.SHA256 = "pdftotext/"+version, hash(b)
	return d, nil
}

// fromBoxes makes the document of what pdftotext answered.
func fromBoxes(ctx context.Context, out []byte, lim document.Limits) (*document.Document, error) {
	leaves, err := leavesOf(ctx, out, lim)
	if err != nil {
		return nil, err
	}
	d := &document.Document{Format: document.PDF, Pages: len(leaves)}
	assemble(d, leaves)
	if len(d.Blocks) == 0 {
		return nil, document.Refuse(document.Scanned, "no text on any of %d pages", len(leaves))
	}
	return d, nil
}

var versionLine = regexp.MustCompile(`version ([0-9][0-9A-Za-z.]*)`)

func pdftotextVersion(ctx context.Context, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-v")
	out, err := cmd.CombinedOutput()
	if m := versionLine.FindSubmatch(out); m != nil {
		return string(m[1]), nil
	}
	if err == nil {
		err = errors.New("no version in its answer")
	}
	return "", failed(ctx, "pdftotext does not answer", err)
}

// failed wraps the failure of the program: an ended context as it is, all else as a refusal.
func failed(ctx context.Context, detail string, err error) error {
	if cerr := ctx.Err(); cerr != nil && !errors.Is(cerr, context.DeadlineExceeded) {
		return fmt.Errorf("reading PDF with pdftotext: %w", cerr)
	}
	return &document.Refused{Code: document.Panicked, Detail: detail, Err: err}
}

// runPdftotext gives the words of all pages as XHTML.
func runPdftotext(ctx context.Context, path string, b []byte, lim document.Limits) ([]byte, error) {
	outer := ctx
	ctx, cancel := context.WithTimeout(ctx, pdftotextTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-bbox", "-enc", "UTF-8", "-l", strconv.Itoa(lim.Pages+1), "-", "-")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	cmd.WaitDelay = time.Second
	cmd.Stdin = bytes.NewReader(b)
	var complaint limited
	cmd.Stderr = &complaint
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, failed(outer, "pdftotext cannot be started", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, failed(outer, "pdftotext cannot be started", err)
	}
	limit := min(int64(pdftotextOutput), lim.Inflat)
	out, rerr := io.ReadAll(io.LimitReader(pipe, limit+1))
	if int64(len(out)) > limit {
		cancel()
		_ = cmd.Wait() // it was stopped; how it ends says nothing
		return nil, document.Refuse(document.Bomb, "pdftotext gave more than %d MB", limit>>20)
	}
	err = cmd.Wait()
	switch {
	case outer.Err() != nil:
		return nil, fmt.Errorf("reading PDF with pdftotext: %w", outer.Err())
	case ctx.Err() != nil:
		return nil, document.Refuse(document.Panicked, "pdftotext took longer than %d s", int(pdftotextTime.Seconds()))
	case bytes.Contains(complaint.b, []byte("assword")):
		return nil, &document.Refused{Code: document.Encrypted, Detail: "a password is needed", Err: err}
	case err != nil:
		return nil, &document.Refused{Code: document.Corrupt, Detail: "pdftotext cannot read the file", Err: err}
	case rerr != nil:
		return nil, failed(outer, "pdftotext's answer broke off", rerr)
	}
	return out, nil
}

// limited keeps the first bytes written to it.
type limited struct{ b []byte }

func (l *limited) Write(p []byte) (int, error) {
	l.b = append(l.b, p[:min(len(p), 4096-len(l.b))]...)
	return len(p), nil
}
