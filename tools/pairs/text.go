package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/upr"
)

// text is what a pair is made of: one worded recommendation of one review.
type text struct {
	id     string // "A/HRC/28/10 124.5", with " s2" where the item has several segments; or "10-13 417", a row of that export
	review upr.ReviewID
	words  string
	issues map[string]bool
	forms  map[string]bool
	by     []upr.State
}

// formsOf are the different words of a text in small letters. Nothing is stemmed, weighted or left out: the bands of the
// draw must know nothing of any method that is measured with it.
func formsOf(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		out[w] = true
	}
	return out
}

// key is the same for texts of one review in the same words.
func (t *text) key() string {
	return t.review.String() + " " + strings.Join(slices.Sorted(maps.Keys(t.forms)), " ")
}

// shared is the number of common words divided by that of all words of both.
func shared(a, b map[string]bool) float64 {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	if len(a)+len(b) == n {
		return 1
	}
	return float64(n) / float64(len(a)+len(b)-n)
}

// fromReports are the segments of the shared reports, with the issues of the rows that are theirs: same review, a State
// of the segment, and more than half of the words.
func fromReports(data string, rows []row) ([]*text, error) {
	files, err := filepath.Glob(filepath.Join(data, "wg-reports", "pdf", "*.pdf"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no reports below %s: %w", data, err)
	}
	of := map[upr.ReviewID][]row{}
	for _, r := range rows {
		of[r.review()] = append(of[r.review()], r)
	}
	p := ingest.NewParser()
	p.Pdftotext = "" // the program's own reader only, so that the draw is the same on every machine
	var out []*text
	seen := map[string]bool{}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		parsed, err := p.Parse(context.Background(), ingest.NewFile(filepath.Base(name), b))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		r := parsed.Reading
		if len(of[r.Review]) == 0 || seen[r.Symbol] {
			continue
		}
		seen[r.Symbol] = true
		for _, it := range r.Items {
			for _, s := range it.Segments {
				t := &text{id: fmt.Sprintf("%s %d.%s", r.Symbol, it.Paragraph, it.Number), review: r.Review, words: s.Words, by: s.States()}
				if len(it.Segments) > 1 {
					t.id += fmt.Sprintf(" s%d", s.N)
				}
				t.forms, t.issues = formsOf(s.Words), issuesOf(t, of[r.Review])
				if key := t.key(); !seen[key] {
					seen[key] = true
					out = append(out, t)
				}
			}
		}
	}
	return out, nil
}

// issuesOf are the issues of the rows that word the segment: of each of its States the row most like it.
func issuesOf(t *text, rows []row) map[string]bool {
	forms, out := formsOf(t.words), map[string]bool{}
	for _, s := range t.by {
		best, like := -1, 0.5
		for i, r := range rows {
			if r.by == s {
				if l := shared(forms, formsOf(r.words)); l > like {
					best, like = i, l
				}
			}
		}
		if best >= 0 {
			for _, i := range rows[best].issues {
				out[i] = true
			}
		}
	}
	return out
}

// fromRows are the different texts of the rows, one for each review and wording.
func fromRows(rows []row) []*text {
	byKey := map[string]*text{}
	var out []*text
	for _, r := range rows {
		t := &text{id: fmt.Sprintf("%s %d", r.file, r.n), review: r.review(), words: r.words, forms: formsOf(r.words), issues: map[string]bool{}}
		if first := byKey[t.key()]; first != nil {
			t = first
		} else {
			byKey[t.key()] = t
			out = append(out, t)
		}
		t.by = append(t.by, r.by)
		for _, i := range r.issues {
			t.issues[i] = true
		}
	}
	return out
}
