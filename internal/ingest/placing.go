package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Why a row cannot be placed as asked.
var (
	ErrNoEntry   = errors.New("the record has no such row")
	ErrNoSegment = errors.New("the State recommends nothing there")
)

// PlaceRow brings a person's word on where the row of a State belongs as one act: a segment of an item by that very
// State, or, with an empty item, nowhere in the report. What was decided before about the row ends. With forget the words
// decide again. It is refused with store.Changed when somebody decided on the review meanwhile.
func PlaceRow(ctx context.Context, st *store.Store, v *record.View, p record.Placing, forget bool, w Who) (store.Committed, error) {
	r, ok := v.Review(p.Review)
	if !ok {
		return store.Committed{}, ErrNoEntry
	}
	entry := slices.IndexFunc(r.Entries, func(e *record.Entry) bool {
		return e.Subject == p.Entry && slices.ContainsFunc(e.By, func(a upr.Attribution) bool { return a.State == p.State })
	})
	if entry < 0 || !p.State.Valid() {
		return store.Committed{}, ErrNoEntry
	}
	if p.Item != "" && !segmentOf(r, p) {
		return store.Committed{}, ErrNoSegment
	}
	var end []store.FactID
	for _, old := range r.Placings {
		if old.Entry == p.Entry && old.State == p.State {
			end = append(end, old.FactID)
		}
	}
	var add []store.New
	if !forget {
		f := p.Fact()
		add = append(add, store.New{Fact: f.Fact, Review: f.Review})
	}
	if len(add)+len(end) == 0 {
		return store.Committed{}, nil
	}
	act := w.Act(ActAnswer, p.Review.String(), v.Act)
	act.Based = true
	c, err := st.Write(ctx, act, add, end)
	if err != nil {
		return store.Committed{}, fmt.Errorf("placing a row: %w", err)
	}
	return c, nil
}

// segmentOf says whether the place is a segment that the State made: a row never meets another State's.
func segmentOf(r *record.Review, p record.Placing) bool {
	it, ok := r.Item(p.Item)
	if !ok {
		return false
	}
	return slices.ContainsFunc(it.Segments, func(s upr.Segment) bool {
		return s.N == p.Segment && slices.Contains(s.States(), p.State)
	})
}

// ParsePlace reads the identifier of a segment ("UPR-KAZ-C2-126.27-s1").
func ParsePlace(s string) (item upr.ItemID, segment int, ok bool) {
	ref, ok := upr.ParseItemRef(strings.TrimSpace(s))
	if !ok || ref.Segment == 0 || ref.State != "" || ref.Provisional != "" {
		return "", 0, false
	}
	return ref.ID(), ref.Segment, true
}
