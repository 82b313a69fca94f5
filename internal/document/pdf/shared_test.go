package pdf_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/shareddata"
)

// reports are the shared Working Group reports; others the shared documents of other kinds.
func sharedFiles(t testing.TB, pattern ...string) []string {
	t.Helper()
	files, err := filepath.Glob(shareddata.Data(t, pattern...))
	if err != nil || len(files) == 0 {
		t.Fatalf("no shared documents: %v", err)
	}
	return files
}

func load(t testing.TB, file string) []byte {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSharedReportsReadAsPdftotextDecodesThem compares every word of every report, in order.
func TestSharedReportsReadAsPdftotextDecodesThem(t *testing.T) {
	path := poppler(t)
	files := append(sharedFiles(t, "wg-reports", "pdf", "*.pdf"), sharedFiles(t, "wg-reports", "slovenia", "A_HRC_*_15*.pdf")...)
	for _, file := range files {
		b := load(t, file)
		ours := read(t, b)
		sound(t, ours)
		if again := read(t, b); !cmp.Equal(ours, again) {
			t.Errorf("%s: two readings differ", filepath.Base(file))
		}
		theirs, err := pdf.ReadWithPdftotext(t.Context(), path, b, document.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			what       string
			ours, them []string
		}{
			{"words", words(texts(ours)...), words(texts(theirs)...)},
			{"notes", words(noteTexts(ours)...), words(noteTexts(theirs)...)},
		} {
			// Places, not words: the passages of reports stay out of logs.
			if i := firstDifference(c.ours, c.them); i >= 0 {
				t.Errorf("%s: %s differ from the %dth of %d", filepath.Base(file), c.what, i, len(c.ours))
			}
		}
	}
}

func words(lines ...string) []string { return strings.Fields(strings.Join(lines, " ")) }

func noteTexts(d *document.Document) []string {
	var out []string
	for _, n := range d.Notes {
		out = append(out, n.Mark, n.Text)
	}
	return out
}

func firstDifference(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

// letters finds words as letters only, so that it does not matter which figures and signs are glued to them.
var letters = regexp.MustCompile(`\p{L}{2,}`)

// TestSharedDocumentsLoseNoWord compares what was read, notes and furniture included, with plain pdftotext output as a
// bag of words.
func TestSharedDocumentsLoseNoWord(t *testing.T) {
	path := poppler(t)
	files := append(sharedFiles(t, "wg-reports", "pdf", "*.pdf"), sharedFiles(t, "wg-reports", "slovenia", "A_*.pdf")...)
	for _, file := range files {
		d := read(t, load(t, file))
		out, err := exec.CommandContext(t.Context(), path, "-raw", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		have := map[string]int{}
		for _, w := range letters.FindAllString(strings.Join(everything(d), " "), -1) {
			have[w]++
		}
		for _, w := range letters.FindAllString(strings.Join(d.Running, " "), -1) {
			have[w] += d.Pages // printed on many pages, kept once
		}
		missing, total := 0, 0
		for _, w := range letters.FindAllString(string(out), -1) {
			total++
			if have[w]--; have[w] < 0 {
				missing++
			}
		}
		if missing > 3 {
			t.Errorf("%s: %d of %d words are missing", filepath.Base(file), missing, total)
		}
	}
}

// everything is all the text of a document but its furniture.
func everything(d *document.Document) []string { return append(texts(d), noteTexts(d)...) }

func TestSharedReportsHaveTheirNumberedItems(t *testing.T) {
	tests := []struct {
		symbol string
		file   []string
		number string
		want   int
	}{
		{"A/HRC/28/10", []string{"wg-reports", "pdf", "kazakhstan2014.pdf"}, `^12[456]\.\d{1,3}\.? `, 194},
		{"A/HRC/28/15", []string{"wg-reports", "slovenia", "A_HRC_28_15_report.pdf"}, `^115\.\d{1,3}\.? `, 163},
		{"A/HRC/59/15", []string{"wg-reports", "slovenia", "A_HRC_59_15_report.pdf"}, `^140\.\d{1,3}\.? `, 254},
	}
	for _, tc := range tests {
		t.Run(tc.symbol, func(t *testing.T) {
			d := read(t, load(t, shareddata.Data(t, tc.file...)))
			number, n := regexp.MustCompile(tc.number), 0
			for _, b := range d.Blocks {
				if number.MatchString(b.Text) {
					n++
				}
			}
			if n != tc.want {
				t.Errorf("%d numbered lines, want %d", n, tc.want)
			}
		})
	}
}

// TestNoFurnitureIsLeftInSharedReports looks for lines that are nothing but a symbol, a job number or a figure.
func TestNoFurnitureIsLeftInSharedReports(t *testing.T) {
	alone := regexp.MustCompile(`^(A/HRC/\S+|GE\.\S+.*|\d{1,3}|[Pp]age \d+|\*\d+\*|_+)$`)
	for _, file := range sharedFiles(t, "wg-reports", "pdf", "*.pdf") {
		for _, b := range read(t, load(t, file)).Blocks {
			if b.Page > 1 && alone.MatchString(b.Text) {
				t.Errorf("%s: %s is furniture", filepath.Base(file), b.Place())
			}
		}
	}
}

// BenchmarkRead reads all shared reports; x-pdftotext is the time against pdftotext run as a process on each of them.
func BenchmarkRead(b *testing.B) {
	var files [][]byte
	bytesAll := 0
	for _, f := range sharedFiles(b, "wg-reports", "pdf", "*.pdf") {
		files = append(files, load(b, f))
		bytesAll += len(files[len(files)-1])
	}
	b.ReportAllocs()
	b.SetBytes(int64(bytesAll))
	for b.Loop() {
		for _, f := range files {
			if _, err := pdf.Read(context.Background(), f, document.Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	per := float64(b.Elapsed()) / float64(b.N) / float64(len(files))
	b.ReportMetric(per/1e6, "ms/report")
	if path, ok := pdf.FindPdftotext(); ok {
		b.ReportMetric(per/float64(pdftotextTime(b, path, files)), "x-pdftotext")
	}
}

// pdftotextTime is what pdftotext takes for a report, the best of three rounds.
func pdftotextTime(b *testing.B, path string, files [][]byte) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		for _, f := range files {
			cmd := exec.CommandContext(b.Context(), path, "-", "-")
			cmd.Stdin = bytes.NewReader(f)
			if _, err := cmd.Output(); err != nil {
				b.Fatal(err)
			}
		}
		best = min(best, time.Since(start)/time.Duration(len(files)))
	}
	return best
}
