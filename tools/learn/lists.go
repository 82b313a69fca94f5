package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// lists of OHCHR with headings for persons and goals. Nothing was learned from them; they were looked at for the figures only.
var lists = []string{"UPR20_Slovenia_ThematicList.docx", "UPR31_China_Matrix_2018.docx", "UPR48_Slovenia_ThematicList.docx"}

// measureLists compares what rules say of persons and goals with OHCHR's headings, item by item. The Office files an item
// under the groups and goals that it finds foremost, so what the words name besides counts as wrong here.
func measureLists(data string, c *classify.Classifier, out io.Writer) error {
	persons, goals := map[string]string{}, map[string]bool{}
	for _, a := range reference.Affected() {
		persons[strings.ToLower(a.Label)] = a.Code
		persons[strings.ToLower(a.Title["en"])] = a.Code
		for _, w := range a.Also {
			persons[w] = a.Code
		}
	}
	for _, g := range reference.SDGGoals() {
		goals[g.Code] = true
	}
	sums := map[string]*tally{classify.Affected: {}, classify.SDG: {}}
	unknown := map[string]int{}
	for _, name := range lists {
		b, err := os.ReadFile(filepath.Join(data, "matrices", name))
		if err != nil {
			return err
		}
		p, err := ingest.NewParser().Parse(context.Background(), ingest.NewFile(name, b))
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		want := map[upr.ItemID]map[string][]string{}
		for _, t := range p.Reading.Tags {
			scheme, code := "", ""
			switch label := strings.ToLower(strings.Trim(t.Label, " -–")); t.Scheme {
			case reading.Persons:
				if code = persons[label]; code == "" {
					unknown[label]++
				}
				scheme = classify.Affected
			case reading.SDG:
				if code, _, _ = strings.Cut(label, " "); !goals[code] {
					code = t.Code
				}
				scheme = classify.SDG
			}
			if code == "" || code == "general" {
				continue
			}
			if want[t.Item] == nil {
				want[t.Item] = map[string][]string{}
			}
			if !slices.Contains(want[t.Item][scheme], code) {
				want[t.Item][scheme] = append(want[t.Item][scheme], code)
			}
		}
		for _, it := range p.Reading.Items {
			var l classify.Labels
			for _, s := range it.Segments {
				l = append(l, c.Counted(s.Words, "en")...)
			}
			for scheme, sum := range sums {
				w := want[it.ID][scheme]
				if len(w) == 0 {
					continue // the list has no such heading, or none that we know, for this item
				}
				var got []string
				for _, code := range l.Codes(scheme) {
					if !slices.Contains(got, code) {
						got = append(got, code)
					}
				}
				for _, code := range got {
					if slices.Contains(w, code) {
						sum.hit++
					} else {
						sum.wrong++
					}
				}
				for _, code := range w {
					if !slices.Contains(got, code) {
						sum.missed++
					}
				}
			}
		}
	}
	for _, scheme := range []string{classify.Affected, classify.SDG} {
		s := sums[scheme]
		fmt.Fprintf(out, "%-44s recall %.3f, precision %.3f of %d\n", scheme+", against OHCHR's lists",
			float64(s.hit)/float64(s.hit+s.missed), float64(s.hit)/float64(s.hit+s.wrong), s.hit+s.missed)
	}
	for label, n := range unknown {
		fmt.Fprintf(out, "  heading without a group of ours: %s (%d)\n", label, n)
	}
	return nil
}
