package api_test

import (
	"slices"
	"testing"
)

func TestLabelsSayWhoSaysSo(t *testing.T) {
	s := withSample(t)
	items := at(t, s.object(t, velmora+"/items"), "items").([]any)
	labels, counted := 0, 0
	for _, it := range items {
		id := at(t, it, "permanent_id").(string)
		o := s.object(t, "/api/v1/items/"+id+"/labels")
		want(t, at(t, o, "item"), id)
		if at(t, o, "model") == "" {
			t.Error("no version")
		}
		for _, seg := range at(t, o, "segments").([]any) {
			for _, l := range at(t, seg, "labels").([]any) {
				labels++
				if c := at(t, l, "confidence").(float64); c < 0 || c > 1 || !slices.Contains([]any{"person", "source", "rule", "model"}, at(t, l, "origin")) {
					t.Errorf("%s: %v", id, l)
				}
				if at(t, l, "sure") == true && at(t, l, "scheme") == "action" {
					counted++
				}
			}
		}
	}
	if labels < len(items) || counted == 0 {
		t.Errorf("%d labels on %d items, %d of them count as action", labels, len(items), counted)
	}
	if res, _ := s.ask(t, "/api/v1/items/UPR-ZZV-C4-999.1/labels"); res.StatusCode != 404 {
		t.Errorf("an item that is none: %d", res.StatusCode)
	}
}
