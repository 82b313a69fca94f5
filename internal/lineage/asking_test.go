package lineage_test

import (
	"testing"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/lineage"
)

func TestAskingFindsWhatMayHaveTakenADemandUp(t *testing.T) {
	among := []*corpus.Doc{
		doc("Increase the salaries of librarians in coastal districts"),
		doc("Consider acceding to the OP-CAT this decade"),
		doc("Repaint the lighthouses of the northern coast and train their keepers"),
		{Texts: []corpus.Text{{Lang: "ru", Words: "Отремонтировать маяки северного побережья"}}},
	}
	for name, c := range map[string]struct {
		demand *corpus.Doc
		most   int
		want   []int
		why    string
	}{
		"an instrument by its letters":   {doc("We ask the State to ratify the Optional Protocol to the Convention against Torture"), 10, []int{1}, "join"},
		"words in common":                {doc("The lighthouses of the northern coast must be repainted without delay"), 10, []int{2}, "words"},
		"in a language that both have":   {&corpus.Doc{Texts: []corpus.Text{{Lang: "ru", Words: "Отремонтировать маяки северного побережья немедленно"}}}, 10, []int{3}, "words"},
		"nothing that is asked":          {doc("Plant walnut trees along every canal"), 10, nil, ""},
		"no words":                       {&corpus.Doc{}, 10, nil, ""},
		"no more than what is asked for": {doc("Repaint the lighthouses of the northern coast; ratify OP-CAT this decade"), 1, []int{1}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := lineage.Asking(c.demand, among, c.most)
			if len(got) != len(c.want) {
				t.Fatalf("%d found, want %d: %+v", len(got), len(c.want), got)
			}
			for i, g := range got {
				if g.N != c.want[i] || g.Doc != among[g.N] || g.Likeness < lineage.Tell || c.why != "" && g.Why.Demand != c.why {
					t.Errorf("found %+v, want text %d because of %s", g, c.want[i], c.why)
				}
			}
		})
	}
}
