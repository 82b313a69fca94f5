package followup

import (
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
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

// Find finds recommendations of a workspace as the person may read it.
func (d *Desk) Find(ctx context.Context, who account.Person, ws string, q Query) (Found, error) {
	v, err := d.seen(ctx, who, ws)
	if err != nil {
		return Found{}, err
	}
	return v.find(d.recsAt(v), q, d.today()), nil
}

// seen is the workspace as the person may read it.
func (d *Desk) seen(ctx context.Context, who account.Person, ws string) (*View, error) {
	if _, err := allow(who, ws, account.ReadWork, nil); err != nil {
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
	v.each(recs, q, on, func(r Row, misses int, _ Facet) {
		if misses == 0 {
			out = append(out, r)
		}
	})
	return out
}

// each tells of every recommendation with the words asked for how many facets it does not meet, and the one if it is one.
func (v *View) each(recs *Recs, q Query, on upr.Date, tell func(r Row, misses int, one Facet)) {
	words := strings.Fields(fold(q.Words))
	var asked []Facet
	for _, f := range Facets {
		if len(q.Is[f]) > 0 {
			asked = append(asked, f)
		}
	}
	var buf []string
next:
	for _, r := range recs.All {
		for _, w := range words {
			if !strings.Contains(r.folded, w) {
				continue next
			}
		}
		row := Row{r, v.Card(r.ID)}
		misses, one := 0, Facet("")
		for _, f := range asked {
			buf = values(buf[:0], f, r, row.Card, on)
			if !slices.ContainsFunc(buf, func(x string) bool { return slices.Contains(q.Is[f], x) }) {
				if misses++; misses > 1 {
					continue next
				}
				one = f
			}
		}
		tell(row, misses, one)
	}
}

func (v *View) find(recs *Recs, q Query, on upr.Date) Found {
	per := q.Per
	if per <= 0 {
		per = PerPage
	}
	q.Page = max(q.Page, 1)
	found := Found{Query: q, All: len(recs.All), Counts: map[Facet][]Counted{}, On: on, Act: v.Act}
	counts := make([]map[string]int, len(Facets))
	for i := range counts {
		counts[i] = map[string]int{}
	}
	var buf []string
	from := (q.Page - 1) * per
	v.each(recs, q, on, func(r Row, misses int, one Facet) {
		for i, f := range Facets {
			if misses == 0 || f == one {
				buf = values(buf[:0], f, r.Rec, r.Card, on)
				for _, x := range buf {
					counts[i][x]++
				}
			}
		}
		if misses == 0 {
			if found.Total >= from && found.Total < from+per {
				found.Rows = append(found.Rows, r)
			}
			found.Total++
		}
	})
	found.Pages = (found.Total + per - 1) / per
	for i, f := range Facets {
		for x, n := range counts[i] {
			found.Counts[f] = append(found.Counts[f], Counted{x, n})
		}
		slices.SortFunc(found.Counts[f], func(a, b Counted) int {
			if a.N != b.N {
				return b.N - a.N
			}
			return strings.Compare(a.Value, b.Value)
		})
	}
	return found
}
