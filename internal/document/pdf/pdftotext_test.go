package pdf_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

// poppler is the pdftotext of this machine; make test installs it.
func poppler(t testing.TB) string {
	t.Helper()
	p, ok := pdf.FindPdftotext()
	if !ok {
		t.Fatal("pdftotext is not here: install poppler-utils")
	}
	return p
}

func TestBothExtractorsGiveTheSame(t *testing.T) {
	path := poppler(t)
	page := paragraph(10, 100, 700, "12.1 Ratify the treaty on rivers", "12.2 Sign the treaty on non-", "discrimination") + raised(223.5, 700, "1") +
		drawnRule + raised(100, 120, "1") + paragraph(8, 108, 120, "As read during the dialogue:", "Ratify the river treaty & <others>.")
	file := pagesOf("", page, at("F1", 10, 100, 700, `C\364te d\222Ivoire \226 10 \200`)).table()
	ours := read(t, file)
	theirs, err := pdf.ReadWithPdftotext(context.Background(), path, file, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(texts(ours), texts(theirs)); diff != "" {
		t.Errorf("lines (-ours +pdftotext):\n%s", diff)
	}
	if diff := cmp.Diff(ours.Notes, theirs.Notes); diff != "" {
		t.Errorf("notes (-ours +pdftotext):\n%s", diff)
	}
	if diff := cmp.Diff(ours.Blocks[0].Marks, theirs.Blocks[0].Marks); diff != "" {
		t.Errorf("marks (-ours +pdftotext):\n%s", diff)
	}
	if !strings.HasPrefix(theirs.Extractor, "pdftotext/") || theirs.SHA256 != ours.SHA256 || theirs.Pages != ours.Pages {
		t.Errorf("extractor %q, hash %q, %d pages", theirs.Extractor, theirs.SHA256, theirs.Pages)
	}
}

func TestPdftotextRefusesToo(t *testing.T) {
	path := poppler(t)
	tests := []struct {
		name string
		file []byte
		want document.Reason
	}{
		{"no bytes", nil, document.Empty},
		{"no PDF", []byte("text"), document.Unknown},
		{"a password", locked(3, false, "secret"), document.Encrypted},
		{"pictures", drawing(2), document.Scanned},
		{"nothing in it", []byte("%PDF-1.4\n%%EOF"), document.Corrupt},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := pdf.ReadWithPdftotext(context.Background(), path, tc.file, document.Limits{})
			if got := refusal(t, err); got != tc.want {
				t.Errorf("refused as %q (%v), want %q", got, err, tc.want)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := pdf.ReadWithPdftotext(ctx, path, onePage(at("F1", 10, 100, 700, "x")), document.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// program writes a shell script that stands for another pdftotext.
func program(t *testing.T, body string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "pdftotext")
	if err := os.WriteFile(p, []byte("#!/bin/sh\n[ \"$1\" = -v ] && { echo 'pdftotext version 1.2.3' >&2; exit 0; }\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAnOddPdftotextDoesNoHarm(t *testing.T) {
	file := onePage(at("F1", 10, 100, 700, "x"))
	tests := []struct {
		name, body string
		lim        document.Limits
		want       document.Reason
	}{
		{"gives without end", "yes '<word xMin=\"1\">spam</word>'", document.Limits{Inflat: 1 << 20}, document.Bomb},
		{"fails", "exit 3", document.Limits{}, document.Corrupt},
		{"gives nonsense", "echo nonsense", document.Limits{}, document.Scanned},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, err := pdf.ReadWithPdftotext(context.Background(), program(t, tc.body), file, tc.lim)
			if got := refusal(t, err); got != tc.want {
				t.Errorf("refused as %q (%v), want %q", got, err, tc.want)
			}
		})
	}
	if _, err := pdf.ReadWithPdftotext(context.Background(), filepath.Join(t.TempDir(), "none"), file, document.Limits{}); refusal(t, err) != document.Panicked {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := pdf.ReadWithPdftotext(ctx, program(t, "exec sleep 60"), file, document.Limits{}); err == nil {
		t.Error("a program that never answers was believed")
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestFilesThatAnotherProgramPutTogether(t *testing.T) {
	unite := filepath.Join(filepath.Dir(poppler(t)), "pdfunite")
	dir := t.TempDir()
	a, b, out := filepath.Join(dir, "a.pdf"), filepath.Join(dir, "b.pdf"), filepath.Join(dir, "out.pdf")
	for name, file := range map[string][]byte{a: onePage(at("F1", 10, 100, 700, "12.1 Ratify the treaty")), b: packed(pagesOf("", at("F2", 10, 100, 700, "12.2 Sign the treaty")), true)} {
		if err := os.WriteFile(name, file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if msg, err := exec.CommandContext(t.Context(), unite, a, b, out).CombinedOutput(); err != nil {
		t.Fatalf("pdfunite: %v: %s", err, msg)
	}
	d := read(t, load(t, out))
	if diff := cmp.Diff([]string{"12.1 Ratify the treaty", "12.2 Sign the treaty"}, texts(d)); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if d.Pages != 2 || len(d.Warnings) != 0 {
		t.Errorf("%d pages, warnings %v", d.Pages, d.Warnings)
	}
}
