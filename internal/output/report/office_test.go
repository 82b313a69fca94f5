package report_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/upr"
)

// TestLibreOfficeOpensEveryReport: each report becomes a PDF that says everything the report says, on a sane number of
// pages. One run converts them all.
func TestLibreOfficeOpensEveryReport(t *testing.T) {
	office := office(t)
	en, kk := caseIn(t, "en"), caseIn(t, "kk")
	for i, r := range en.Recs {
		r.Answer = report.Answer{Position: upr.Supported, Lang: "en"}
		if i%4 == 0 {
			r.Answer.Comment = hostile
		}
	}
	docs := map[string]struct {
		d           *report.Document
		least, most int // pages
	}{
		"matrix":        {report.Matrix(en, report.MatrixOptions{}), 8, 20},
		"matrix-kk":     {report.Matrix(kk, report.MatrixOptions{By: report.ByClusters}), 5, 14},
		"addendum":      {report.Addendum(en, report.AddendumOptions{Intended: true, Comments: true}), 1, 3},
		"national":      {report.National(en, report.NationalOptions{Measures: true, Gaps: true}), 1, 4},
		"cabinet":       {report.Cabinet(en, report.CabinetOptions{By: report.ByDeadline}), 1, 8},
		"brief":         {report.Brief(en, en.Themes[0]), 1, 1},
		"full-page":     {fullPage(en), 1, 1},
		"mirrored":      {report.Cabinet(caseIn(t, "x-mirrored"), report.CabinetOptions{}), 1, 10},
		"matrix-beside": {report.Matrix(planned(t), report.MatrixOptions{}), 8, 22},
		"matrix-empty":  {report.Matrix(&report.Case{State: "ZZV", Review: en.Review, Session: 48, Say: en.Say}, report.MatrixOptions{}), 1, 1},
	}
	dir := t.TempDir()
	var files []string
	for name, x := range docs {
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, written(t, x.d), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--norestore", "--convert-to", "pdf", "--outdir", dir}, files...)
	if out, err := exec.CommandContext(ctx, office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, x := range docs {
		pdf := filepath.Join(dir, name+".pdf")
		pages, words := pagesOf(t, pdf), printed(t, pdf)
		if pages < x.least || pages > x.most {
			t.Errorf("%s has %d pages, not %d to %d", name, pages, x.least, x.most)
		}
		missing := 0
		for _, w := range saidIn(x.d) {
			if !strings.Contains(words, w) && missing < 3 {
				missing++
				t.Errorf("%s: the PDF does not say %q", name, w)
			}
		}
		if !strings.Contains(words, letters(fmt.Sprintf("%d/%d", pages, pages))) {
			t.Errorf("%s: its last page does not say that it is page %d of %d", name, pages, pages)
		}
	}
}

// fullPage is a brief with as many words as one page may have.
func fullPage(c *report.Case) *report.Document {
	theme := c.Themes[0]
	d := report.Brief(c, theme)
	at := len(d.Blocks) - 1
	for n := d.Limit.Words - d.Words; n > 0; n -= 20 {
		d.Blocks = append(d.Blocks[:at], append([]report.Block{{Kind: report.Paragraph, Runs: []report.Run{{Text: strings.TrimSpace(strings.Repeat("recommendation of the Commissioner and ", min(n, 20)/5))}}}}, d.Blocks[at:]...)...)
	}
	return d
}

func office(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("LibreOffice is not here: make test installs it (Debian: apt-get install --no-install-recommends libreoffice-writer-nogui)")
	return ""
}

var pageLine = regexp.MustCompile(`(?m)^Pages:\s+(\d+)`)

func pagesOf(t *testing.T, pdf string) int {
	t.Helper()
	out, err := exec.Command("pdfinfo", pdf).Output()
	if err != nil {
		t.Fatal(err)
	}
	m := pageLine.FindSubmatch(out)
	if m == nil {
		t.Fatalf("no pages in %s", out)
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

// printed are the letters and digits of a PDF in their order, without anything between them: lines and hyphens break
// where the page ends.
func printed(t *testing.T, pdf string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := exec.Command("pdftotext", "-raw", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return letters(string(out)) + " " + letters(string(raw))
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/' {
			return r
		}
		return -1
	}, s)
}

// saidIn are the single words of a document, long enough to be told from chance.
func saidIn(d *report.Document) []string {
	var out []string
	runs := func(list []report.Run) {
		for _, r := range list {
			for w := range strings.FieldsSeq(r.Text) {
				if w = letters(w); len([]rune(w)) > 2 && !unicode.Is(unicode.Mn, []rune(w)[0]) {
					out = append(out, w)
				}
			}
		}
	}
	runs([]report.Run{{Text: d.Title}})
	for _, b := range d.Blocks {
		runs(b.Runs)
		if b.Table != nil {
			for _, row := range append([][]report.Cell{b.Table.Head}, b.Table.Rows...) {
				for _, c := range row {
					for _, p := range c.Paragraphs {
						runs(p)
					}
				}
			}
		}
	}
	return out
}
