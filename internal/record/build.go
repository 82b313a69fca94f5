package record

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// row is a fact with its place in the record.
type row struct {
	id   store.FactID
	act  uint64
	fact ledger.Fact
}

// buildReview derives a review from its facts. Rows may come in any order; they are taken in the order of acts, so that
// the same facts always give the same review.
func buildReview(id upr.ReviewID, rows []row) (*Review, error) {
	if !slices.IsSortedFunc(rows, byAct) { // facts in order may be read by others meanwhile
		slices.SortFunc(rows, byAct)
	}
	r := &Review{ID: id, byID: map[upr.ItemID]*Item{}}
	if err := r.takeEntries(rows); err != nil {
		return nil, err
	}
	var late []row // facts about items, which may come in acts before a re-issue of the item itself
	for _, x := range rows {
		r.LastAct = max(r.LastAct, x.act)
		if err := r.take(x, &late); err != nil {
			return nil, err
		}
	}
	for _, x := range late {
		if err := r.takeLate(x); err != nil {
			return nil, err
		}
	}
	r.settle()
	return r, nil
}

func byAct(a, b row) int { return cmp.Or(cmp.Compare(a.act, b.act), cmp.Compare(a.id, b.id)) }

// takeEntries reads the entries among the facts into one stretch of memory: a review may have hundreds.
func (r *Review) takeEntries(rows []row) error {
	n := 0
	for i := range rows {
		if rows[i].fact.Kind == KindEntry {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	r.Entries = make([]*Entry, 0, n)
	entries := make([]Entry, n)
	for i := range rows {
		x := &rows[i]
		if x.fact.Kind != KindEntry {
			continue
		}
		e := &entries[len(r.Entries)]
		var err error
		if *e, err = readEntry(x.fact); err != nil {
			return err
		}
		e.FactID, e.Act, e.Review = x.id, x.act, r.ID
		r.Entries = append(r.Entries, e)
	}
	return nil
}

// take adds a fact about the review; entries are in already.
func (r *Review) take(x row, late *[]row) error {
	f := x.fact
	switch f.Kind {
	case KindDocument:
		d, err := readDocument(f)
		if err != nil {
			return err
		}
		d.Act, d.Review = x.act, r.ID
		r.Documents = append(r.Documents, &d)
	case KindUnit:
		u, err := readUnit(f)
		if err != nil {
			return err
		}
		r.Units = append(r.Units, u)
	case KindItem:
		it, by, err := readItem(f)
		if err != nil {
			return err
		}
		item := &Item{Item: it, By: by, FactID: x.id, Act: x.act}
		if old, ok := r.byID[it.ID]; ok {
			return fmt.Errorf("item %s is brought twice, by acts %d and %d", it.ID, old.Act, x.act)
		}
		r.byID[it.ID] = item
		r.Items = append(r.Items, item)
	case KindPledge:
		p, err := readPledge(f)
		if err != nil {
			return err
		}
		p.Review = r.ID
		r.Pledges = append(r.Pledges, p)
	case KindTally:
		t, err := readTally(f)
		if err != nil {
			return err
		}
		t.Review = r.ID
		r.Tallies = append(r.Tallies, t)
	case KindSourced:
		s, err := readSourced(f)
		if err != nil {
			return err
		}
		s.Review = r.ID
		r.Facts = append(r.Facts, s)
	case KindQuestion:
		q, err := readQuestion(f)
		if err != nil {
			return err
		}
		q.FactID, q.Act, q.Review = x.id, x.act, r.ID
		for i := range q.Held {
			q.Held[i].Review = r.ID.String()
		}
		r.Questions = append(r.Questions, &q)
	case KindAnswer:
		a, err := readAnswer(f)
		if err != nil {
			return err
		}
		a.Review = r.ID
		r.Answers = append(r.Answers, a)
	case KindMeeting:
		p, err := readPlacing(f)
		if err != nil {
			return err
		}
		p.FactID, p.Act, p.Review = x.id, x.act, r.ID
		r.Placings = append(r.Placings, p)
	case KindAnnotation:
		a, err := readAnnotation(f)
		if err != nil {
			return err
		}
		a.FactID, a.Act, a.Review = x.id, x.act, r.ID
		r.Annotations = append(r.Annotations, &a)
	case KindLabel:
		r.Labels = append(r.Labels, takeLabel(x))
	case KindTie:
		r.Ties = append(r.Ties, takeTie(x))
	case KindPosition, KindText, KindComment, KindTag:
		*late = append(*late, x)
	}
	return nil
}

// takeLate adds a fact about an item. A fact about an item that is not in the record (it waits for a person, or the
// report has not come yet) is kept aside: it takes effect when the item comes.
func (r *Review) takeLate(x row) error {
	it, ok := r.byID[upr.ItemID(x.fact.Subject)]
	if !ok {
		return nil
	}
	switch x.fact.Kind {
	case KindPosition:
		e, err := readPosition(x.fact)
		if err != nil {
			return err
		}
		it.Events = append(it.Events, e)
		it.EventAct = append(it.EventAct, x.act)
	case KindText:
		t, err := readText(x.fact)
		if err != nil {
			return err
		}
		it.Texts = append(it.Texts, t)
	case KindComment:
		c, err := readComment(x.fact)
		if err != nil {
			return err
		}
		it.Comments = append(it.Comments, c)
	case KindTag:
		it.Tags = append(it.Tags, readTag(x.fact))
	}
	return nil
}

// settle derives order, positions and counts once everything is in.
func (r *Review) settle() {
	slices.SortStableFunc(r.Items, func(a, b *Item) int {
		return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(r.Units, func(a, b Unit) int { return cmp.Compare(a.Paragraph, b.Paragraph) })
	slices.SortStableFunc(r.Pledges, func(a, b upr.Pledge) int { return cmp.Compare(a.N, b.N) })
	r.Count.Unit, r.Segments.Unit, r.Pairs.Unit = upr.UnitItem, upr.UnitSegment, upr.UnitPair
	for _, it := range r.Items {
		it.settle()
		r.Count.Add(it.Position, 1)
		r.Segments.Add(it.Position, len(it.Segments))
		r.Pairs.Add(it.Position, it.Pairs())
		for _, s := range it.States() {
			if !slices.Contains(r.makers, s) {
				r.makers = append(r.makers, s)
			}
		}
	}
	slices.SortStableFunc(r.Entries, func(a, b *Entry) int { return cmp.Compare(a.firstRow(), b.firstRow()) })
	r.listPledges()
	r.meet()
	r.makeProvisional()
	r.meetAnnotations()
}

func (it *Item) settle() {
	if len(it.Events) == 1 { // there is nothing to bring into order
		it.Claim, it.Position = it.Events[0].Claim, upr.Current(it.Events, upr.Date{})
		return
	}
	order := upr.InOrder(it.Events)
	events, acts := make([]upr.PositionEvent, len(order)), make([]uint64, len(order))
	it.Claim = upr.NoClaim
	for to, from := range order {
		events[to], acts[to] = it.Events[from], it.EventAct[from]
		if events[to].Claim != upr.NoClaim {
			it.Claim = events[to].Claim
		}
	}
	it.Events, it.EventAct = events, acts
	it.Position = upr.Current(events, upr.Date{})
}
