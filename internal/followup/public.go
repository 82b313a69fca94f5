package followup

import "context"

// Public is the published side of a workspace with the recommendations that it is about, for everyone: it knows nothing of
// the closed side. A workspace in which nothing was published has the recommendations of the record and nothing else.
func (d *Desk) Public(ctx context.Context, ws string) (*View, *Recs, error) {
	v, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, nil, err
	}
	return v, d.recsAt(v), nil
}

// FindPublic finds recommendations by what is published of them.
func (d *Desk) FindPublic(ctx context.Context, ws string, q Query) (Found, error) {
	v, recs, err := d.Public(ctx, ws)
	if err != nil {
		return Found{}, err
	}
	return v.find(recs, q, d.today()), nil
}

// Published counts the things that a workspace published, without its bodies and its own title.
func (v *View) Published() int {
	return v.Reports.Len() + v.Assessments.Len() + v.Measures.Len() + v.Plans.Len() + v.Clusters.Len() + v.LegalActs.Len() + v.TreatyActs.Len() +
		v.Indicators.Len() + v.Deadlines.Len()
}
