package thematic_test

import (
	"context"
	"strings"
	"testing"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/upr"
)

// FuzzRead reads any text as lines and as cells: "|" ends a cell, a line break a row.
func FuzzRead(f *testing.F) {
	f.Add("121.1 Plant trees (France);\n" + source + "\nSupported\n- Trees\nSDGs:\n- 4 - EDUCATION")
	f.Add("121.1 Plant trees (France); " + source + "|Noted|A12 Norms|- 16 - PEACE\nTheme: x\n121.1 x|y|z|")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 1<<16 {
			return
		}
		lines := strings.Split(s, "\n")
		rows := []document.Block{head3}
		for _, l := range lines {
			var cells [][]string
			for c := range strings.SplitSeq(l, "|") {
				cells = append(cells, strings.Split(c, "¶"))
			}
			rows = append(rows, row(cells...))
		}
		for _, doc := range []*document.Document{list(title, rows...), saved(append([]string{title, "Recommendation", "Position", "Full list of themes", source}, lines...)...)} {
			r, err := thematic.Read(context.Background(), doc, gazetteer.Default())
			if err != nil {
				if _, ok := document.AsRefused(err); !ok {
					t.Fatalf("an error that is no refusal: %v", err)
				}
				continue
			}
			seen := map[upr.ItemID]bool{}
			for _, it := range r.Items {
				if seen[it.ID] || it.Position == "" || it.Place == "" {
					t.Errorf("item %s: twice %v, position %q, place %q", it.ID, seen[it.ID], it.Position, it.Place)
				}
				seen[it.ID] = true
			}
			for _, tag := range r.Tags {
				if !seen[tag.Item] {
					t.Errorf("a tag of %s, which is no item", tag.Item)
				}
			}
		}
	})
}
