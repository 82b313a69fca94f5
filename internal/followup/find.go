package followup

import (
	"context"
	"fmt"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
)

// Row is a recommendation with what the workspace says of it.
type Row struct {
	*Rec
	Card *Card
}

// Found answers a query.
type Found struct {
	Query  Query
	Total  int // recommendations that meet it
	All    int // recommendations of the workspace
	Pages  int
	Rows   []Row
	Counts map[Facet][]Counted // every value of every facet, the most first; a facet is counted as if nothing were asked of it
	On     upr.Date            // day by which overdue is said
	Act    uint64              // of the record, as of which it is said
}

// Counted is a value of a facet with the number of recommendations that have it.
type Counted struct {
	Value string
	N     int
}

// Find finds recommendations of a workspace as the person may read it. What is found is shared: do not change it.
func (d *Desk) Find(ctx context.Context, who account.Person, ws string, q Query) (Found, error) {
	v, err := d.seen(ctx, who, ws)
	if err != nil {
		return Found{}, err
	}
	recs, on := d.recsAt(v), d.today()
	name := fmt.Sprintf("find %p %s %s %d", recs, on, q.Values().Encode(), q.Page)
	return Once(v, name, func() Found { return v.find(recs, q, on) }), nil
}

// seen is the workspace as the person may read it.
func (d *Desk) seen(ctx context.Context, who account.Person, ws string) (*View, error) {
	if _, err := space.Allow(who, ws, account.ReadWork, nil); err != nil {
		return nil, err
	}
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	return v.Visible(who, ws), nil
}

// See is the workspace as the person may read it: *Refused without a seat.
func (d *Desk) See(ctx context.Context, who account.Person, ws string) (*View, error) {
	return d.seen(ctx, who, ws)
}

// Meets are the recommendations that meet a query, all pages of it, in their order.
func (v *View) Meets(recs *Recs, q Query, on upr.Date) []Row {
	var out []Row
	v.scan(recs, q, on).each(func(r *Rec, misses uint32, _ *[3][]uint32) {
		if misses == 0 {
			out = append(out, Row{r, v.Card(r.ID)})
		}
	})
	return out
}

func (v *View) find(recs *Recs, q Query, on upr.Date) Found {
	per := q.Per
	if per <= 0 {
		per = PerPage
	}
	q.Page = max(q.Page, 1)
	found := Found{Query: q, All: len(recs.All), On: on, Act: v.Act}
	s := v.scan(recs, q, on)
	from := (q.Page - 1) * per
	s.each(func(r *Rec, misses uint32, has *[3][]uint32) {
		s.count(misses, has)
		if misses == 0 {
			if found.Total >= from && found.Total < from+per {
				found.Rows = append(found.Rows, Row{r, v.Card(r.ID)})
			}
			found.Total++
		}
	})
	found.Pages = (found.Total + per - 1) / per
	found.Counts = s.counted()
	return found
}
