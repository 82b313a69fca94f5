package api

import (
	"cmp"
	"context"
	"fmt"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/upr"
)

type labelShape struct {
	Scheme     string  `json:"scheme" enum:"action,issue,affected,sdg,treaty,institution,hint"`
	Code       string  `json:"code"`
	Origin     string  `json:"origin" enum:"person,source,rule,model" doc:"Who says so; what stands first in this list wins"`
	Confidence float32 `json:"confidence" doc:"0 to 1: the share of such labels that people would confirm"`
	Sure       bool    `json:"sure" doc:"It counts in facets; what is not sure waits for a person"`
	Reason     string  `json:"reason,omitempty" doc:"Words that led to it, or the keeper who coded it"`
}

type segmentLabels struct {
	ID     string       `json:"id"`
	Labels []labelShape `json:"labels" doc:"By scheme, the one that counts first"`
}

type labelsOut struct {
	Body struct {
		asOf
		Item     string          `json:"item"`
		Model    string          `json:"model" doc:"Version of rules and model"`
		Segments []segmentLabels `json:"segments"`
	}
}

// itemLabels gives every label of an item's segments with its origin and its grounds.
func (a *API) itemLabels(_ context.Context, in *itemIn) (*labelsOut, error) {
	ref, ok := upr.ParseItemRef(in.ID)
	if !ok {
		return nil, huma.Error404NotFound(fmt.Sprintf("%q is not an identifier such as UPR-KAZ-C2-126.27", in.ID))
	}
	v := a.keeper.View()
	it, r, ok := v.Item(ref.ID())
	if !ok {
		return nil, huma.Error404NotFound(fmt.Sprintf("the record holds no item %s", ref.ID()))
	}
	out := &labelsOut{}
	out.Body.asOf, out.Body.Item, out.Body.Model, out.Body.Segments = at(v), string(it.ID), a.model, []segmentLabels{}
	lang := "en"
	if len(it.Texts) > 0 {
		lang = cmp.Or(it.Texts[0].Lang, lang)
	}
	j := corpus.NewJoiner(r, a.labels)
	for _, s := range it.Segments {
		if ref.Segment > 0 && s.N != ref.Segment {
			continue
		}
		one := segmentLabels{ID: it.ID.Segment(s.N), Labels: []labelShape{}}
		for _, g := range j.Segment(one.ID, it, s.Words, cmp.Or(s.Language, lang)) {
			one.Labels = append(one.Labels, labelShape{g.Scheme, g.Code, string(g.Origin), g.Confidence, g.Sure, g.Reason})
		}
		out.Body.Segments = append(out.Body.Segments, one)
	}
	return out, nil
}
