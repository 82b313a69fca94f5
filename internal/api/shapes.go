package api

import (
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// count is a count by position; received = supported + noted + pending + unclear.
type count struct {
	Unit      string `json:"unit" enum:"item,segment,pair"`
	Received  int    `json:"received"`
	Supported int    `json:"supported"`
	Noted     int    `json:"noted"`
	Pending   int    `json:"pending"`
	Unclear   int    `json:"unclear"`
}

func countOf(c upr.Count) count {
	return count{string(c.Unit), c.Received(), c.Supported, c.Noted, c.Pending, c.Unclear}
}

type stateShape struct {
	Code   string `json:"code" doc:"ISO 3166-1 alpha-3; VAT and PSE for observers"`
	Name   string `json:"name" doc:"English short name today"`
	Group  string `json:"group,omitempty"`
	Status string `json:"status" enum:"member,observer"`
}

func stateOf(s reference.StateInfo) stateShape {
	return stateShape{string(s.Code), reference.Name(s.Code, "en", upr.Date{}), string(s.Group), string(s.Status)}
}

type reviewShape struct {
	ID        string `json:"id" example:"KAZ/2"`
	State     string `json:"state"`
	Cycle     int    `json:"cycle"`
	Items     count  `json:"items"`
	Segments  count  `json:"segments"`
	Pairs     count  `json:"pairs"`
	Waiting   int    `json:"waiting" doc:"Items read that wait for a person"`
	Documents int    `json:"documents"`
}

func reviewOf(r *record.Review) reviewShape {
	return reviewShape{ID: r.ID.String(), State: string(r.ID.State), Cycle: int(r.ID.Cycle), Items: countOf(r.Count), Segments: countOf(r.Segments),
		Pairs: countOf(r.Pairs), Waiting: r.WaitingItems(), Documents: len(r.Documents)}
}

type placeShape struct {
	Kind      string          `json:"kind"`
	Symbol    string          `json:"symbol,omitempty"`
	Sure      bool            `json:"sure" doc:"The symbol is a document's own, not only expected"`
	Link      string          `json:"link,omitempty"`
	Documents []documentShape `json:"documents"`
}

type documentShape struct {
	SHA256    string `json:"sha256"`
	Symbol    string `json:"symbol"`
	Title     string `json:"title,omitempty"`
	Lang      string `json:"lang"`
	Pages     int    `json:"pages,omitempty"`
	Items     int    `json:"items,omitempty"`
	Extractor string `json:"extractor"`
	Grammar   string `json:"grammar"`
	Act       uint64 `json:"act"`
}

func placesOf(ps []record.Place) []placeShape {
	out := make([]placeShape, 0, len(ps))
	for _, p := range ps {
		s := placeShape{Kind: string(p.Kind), Symbol: p.Symbol, Sure: p.Sure, Link: p.Link, Documents: []documentShape{}}
		for _, d := range p.Documents {
			s.Documents = append(s.Documents, documentOfRecord(d))
		}
		out = append(out, s)
	}
	return out
}

type stageShape struct {
	Code        string `json:"code"`
	Day         string `json:"day,omitempty"`
	Until       string `json:"until,omitempty"`
	Reached     bool   `json:"reached"`
	Unconfirmed bool   `json:"unconfirmed"`
	Source      string `json:"source,omitempty"`
}

func stagesOf(ss []record.StageReached) []stageShape {
	out := make([]stageShape, 0, len(ss))
	for _, s := range ss {
		out = append(out, stageShape{s.Code, s.Day.String(), s.Until.String(), s.Reached, s.Unconfirmed, s.Source})
	}
	return out
}

type reconciliationShape struct {
	Agrees      bool              `json:"agrees"`
	Lines       []comparisonShape `json:"lines"`
	Differences []differenceShape `json:"differences"`
}

type comparisonShape struct {
	By        string `json:"by"`
	Kind      string `json:"kind" enum:"document,tally"`
	Stage     string `json:"stage"`
	Unit      string `json:"unit"`
	Received  *int   `json:"received" doc:"null: not said"`
	Supported *int   `json:"supported"`
	Noted     *int   `json:"noted"`
	Ours      count  `json:"ours" doc:"The record's own count at that stage"`
	Source    string `json:"source"`
}

type differenceShape struct {
	Kind   string `json:"kind"`
	Item   string `json:"item,omitempty"`
	By     string `json:"by,omitempty"`
	Theirs string `json:"theirs,omitempty"`
	Ours   string `json:"ours,omitempty"`
}

func reconciliationOf(rc record.Reconciliation) reconciliationShape {
	out := reconciliationShape{Agrees: rc.Agrees(), Lines: []comparisonShape{}, Differences: []differenceShape{}}
	for _, l := range rc.Lines {
		out.Lines = append(out.Lines, comparisonShape{l.By, l.Kind, string(l.Stage), string(l.Unit), said(l.Received), said(l.Supported), said(l.Noted), countOf(l.Ours), l.Source.Symbol})
	}
	for _, d := range rc.Differences {
		out.Differences = append(out.Differences, differenceShape{d.Kind, string(d.Item), d.By, d.Theirs, d.Ours})
	}
	return out
}

func said(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}
