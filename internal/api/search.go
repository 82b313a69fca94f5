package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/output/rows"
	"github.com/openupr/openupr/internal/upr"
)

type searchIn struct {
	Asked
	Order  string   `query:"order" enum:"relevance,document" doc:"relevance when words are asked for, else document: State, cycle, place in the report"`
	Facets []string `query:"facets" maxItems:"32" example:"[\"position\",\"cycle\"]" doc:"Facets to count, with commas between; all when nothing is said, none for none"`
	Limit  int      `query:"limit" default:"20" minimum:"1" maximum:"1000" doc:"Hits on a page"`
	Cursor string   `query:"cursor" maxLength:"200" doc:"From next of the page before"`
}

// found are the counts of an answer in the three units.
type found struct {
	Items    int `json:"items"`
	Segments int `json:"segments"`
	Pairs    int `json:"pairs" doc:"(segment, recommending State); with a filter on recommending States those of the chosen ones"`
}

type facetShape struct {
	Facet  string       `json:"facet"`
	Values []valueShape `json:"values" doc:"Every value that occurs, in the facet's own order, never by count"`
}

type valueShape struct {
	Value string `json:"value" doc:"Code; empty: none known"`
	N     int    `json:"n"`
}

type hitShape struct {
	rows.Row
	Marks [][2]int `json:"marks" doc:"Stretches of text that were looked for, in bytes: from, to"`
	Page  string   `json:"page" doc:"Address of its page"`
}

type noteShape struct {
	Code  string `json:"code"`
	Typed string `json:"typed"`
	Field string `json:"field,omitempty"`
	Value string `json:"value,omitempty"`
}

type searchOut struct {
	Link string `header:"Link" doc:"rel=next: the next page; rel=alternate: the answer as a page"`
	Body struct {
		Act       uint64       `json:"act" doc:"Number of the last act that the answer holds"`
		Unit      string       `json:"unit" enum:"item,segment,pair" doc:"Of the facet counts"`
		Totals    found        `json:"totals"`
		Facets    []facetShape `json:"facets"`
		Hits      []hitShape   `json:"hits" doc:"Segments found"`
		Next      string       `json:"next,omitempty" doc:"Cursor of the next page; absent on the last one. It keeps the act: pages never shift"`
		Permanent string       `json:"permanent" doc:"Address that gives these counts again whatever comes later"`
		Notes     []noteShape  `json:"notes" doc:"How words of the query were understood"`
		Meant     []meantShape `json:"meant" doc:"Words that may have been meant for those that are not found"`
	}
}

type meantShape struct {
	Typed string `json:"typed"`
	Meant string `json:"meant"`
}

func (a *API) search(ctx context.Context, in *searchIn) (*searchOut, error) {
	asked, err := a.request(&in.Asked)
	if err != nil {
		return nil, err
	}
	facets, err := facetsOf(in.Facets)
	if err != nil {
		return nil, err
	}
	place := cursor{of: sumOf(asked, in.Limit)}
	if in.Cursor != "" {
		if place, err = parseCursor(in.Cursor, place.of); err != nil {
			return nil, err
		}
	}
	s, err := a.snapshot(ctx, asked, place.act)
	if err != nil {
		return nil, err
	}
	unit := unitOf(asked)
	r, err := s.Search(ctx, asked.Query, corpus.Window{Order: asked.Order, Offset: place.after, Limit: in.Limit, Unit: unit, Marks: true})
	if err != nil {
		return nil, fmt.Errorf("searching: %w", err)
	}
	out := &searchOut{}
	b := &out.Body
	b.Act, b.Unit, b.Totals, b.Permanent = s.Act(), string(unit), found(r.Totals), permanent(asked, s.Act())
	b.Facets, b.Notes, b.Meant = []facetShape{}, []noteShape{}, []meantShape{}
	for _, f := range facets {
		b.Facets = append(b.Facets, facetOf(f, r.Facets[f]))
	}
	for _, n := range asked.Notes {
		b.Notes = append(b.Notes, noteShape{n.Code, n.Typed, string(n.Field), n.Value})
	}
	for _, m := range s.Suggest(asked.Query) {
		b.Meant = append(b.Meant, meantShape{m.Typed, m.Meant})
	}
	b.Hits = hitsOf(s, r.Hits)
	out.Link = `<` + b.Permanent + `>; rel="alternate"; type="text/html"`
	if after := place.after + len(r.Hits); len(r.Hits) > 0 && after < r.Totals.Segments {
		b.Next = cursor{act: s.Act(), after: after, of: place.of}.String()
		v := asked.Values()
		v.Set("limit", fmt.Sprint(in.Limit))
		v.Set("cursor", b.Next)
		out.Link += `, </api/v1/search?` + v.Encode() + `>; rel="next"`
	}
	return out, nil
}

// facetsOf are the facets that a client wants counted.
func facetsOf(named []string) ([]query.Field, error) {
	if len(named) == 0 {
		return corpus.Facets, nil
	}
	var out []query.Field
	for _, name := range named {
		f := query.Field(name)
		switch {
		case name == "none" || slices.Contains(out, f):
		case slices.Contains(corpus.Facets, f):
			out = append(out, f)
		default:
			return nil, huma.Error422UnprocessableEntity("no facet has this name", &huma.ErrorDetail{Message: "facet", Location: "query.facets", Value: name})
		}
	}
	return out, nil
}

func facetOf(f query.Field, counts []corpus.Count) facetShape {
	out := facetShape{Facet: string(f), Values: []valueShape{}}
	for _, c := range counts {
		out.Values = append(out.Values, valueShape{c.Value, c.N})
	}
	return out
}

// hitsOf are the segments found as rows, the same as in every export.
func hitsOf(s *corpus.Snapshot, hits []corpus.Hit) []hitShape {
	out := make([]hitShape, 0, len(hits))
	docs := func(yield func(*corpus.Doc, error) bool) {
		for _, h := range hits {
			if !yield(s.Doc(h.N), nil) {
				return
			}
		}
	}
	for row := range rows.From(docs, upr.UnitSegment, nil) {
		h := hitShape{Row: row.Clone(), Marks: [][2]int{}, Page: "/id/" + row.ID}
		for _, m := range hits[len(out)].Marks {
			h.Marks = append(h.Marks, [2]int{m.From, m.To})
		}
		out = append(out, h)
	}
	return out
}

type crossIn struct {
	Asked
	Rows string `query:"rows" required:"true" enum:"position,sur,by,group,by-group,org,by-org,cycle,session,year,action,issue,affected,sdg,treaty,kind,lang" example:"group"`
	Cols string `query:"cols" required:"true" enum:"position,sur,by,group,by-group,org,by-org,cycle,session,year,action,issue,affected,sdg,treaty,kind,lang" example:"position"`
}

type crossOut struct {
	Body struct {
		Act   uint64       `json:"act" doc:"Number of the last act that the answer holds"`
		Unit  string       `json:"unit" enum:"item,segment,pair"`
		Rows  []valueShape `json:"rows" doc:"Values of the first facet with how many distinct things have them"`
		Cols  []valueShape `json:"cols"`
		Cells [][]int      `json:"cells" doc:"[row][column]"`
		Total int          `json:"total" doc:"Distinct things; one with several values stands in several cells"`
	}
}

func (a *API) cross(ctx context.Context, in *crossIn) (*crossOut, error) {
	if in.Rows == in.Cols {
		return nil, huma.Error422UnprocessableEntity("rows and columns are the same facet; name two", &huma.ErrorDetail{Message: "same", Location: "query.cols", Value: in.Cols})
	}
	asked, err := a.request(&in.Asked)
	if err != nil {
		return nil, err
	}
	s, err := a.snapshot(ctx, asked, 0)
	if err != nil {
		return nil, err
	}
	t, err := s.Cross(ctx, asked.Query, query.Field(in.Rows), query.Field(in.Cols), unitOf(asked))
	if err != nil {
		return nil, fmt.Errorf("crossing %s and %s: %w", in.Rows, in.Cols, err)
	}
	out := &crossOut{}
	b := &out.Body
	b.Act, b.Unit, b.Total, b.Rows, b.Cols, b.Cells = s.Act(), string(t.Unit), t.Total, []valueShape{}, []valueShape{}, t.Cells
	for i, v := range t.Rows {
		b.Rows = append(b.Rows, valueShape{v, t.RowTotals[i]})
	}
	for i, v := range t.Cols {
		b.Cols = append(b.Cols, valueShape{v, t.ColTotals[i]})
	}
	if b.Cells == nil {
		b.Cells = [][]int{}
	}
	return out, nil
}
