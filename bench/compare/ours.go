package compare

import (
	"context"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/upr"
)

// Ours is OpenUPR's own search.
type Ours struct {
	Snapshot *corpus.Snapshot
}

// Name of the engine.
func (*Ours) Name() string { return "openupr" }

// Load builds a snapshot.
func (e *Ours) Load(docs []corpus.Doc) error {
	e.Snapshot = corpus.Build(docs, 1)
	return nil
}

// Search is what is measured: total in all units, all facets, the first twenty, highlights.
func (e *Ours) Search(q query.Query) (corpus.Result, error) {
	order := query.Document
	if q.Text != nil {
		order = query.Relevance
	}
	return e.Snapshot.Search(context.Background(), q, corpus.Window{Order: order, Limit: top, Unit: upr.UnitSegment, Marks: true})
}

// Ask searches and writes the answer as the other engines do.
func (e *Ours) Ask(q Question) (Answer, error) {
	r, err := e.Search(q.Query())
	if err != nil {
		return Answer{}, err
	}
	a := Answer{Total: r.Totals.Segments, Counts: map[query.Field]map[string]int{}}
	for f, counts := range r.Facets {
		of := map[string]int{}
		for _, c := range counts {
			if c.N > 0 && c.Value != "" { // the others do not say for how many nothing is known
				of[c.Value] = c.N
			}
		}
		if len(of) > 0 {
			a.Counts[f] = of
		}
	}
	for _, h := range r.Hits {
		a.Top = append(a.Top, Found{h.N, len(h.Marks)})
	}
	return a, nil
}

// Close gives the memory back.
func (e *Ours) Close() error {
	e.Snapshot = nil
	return nil
}
