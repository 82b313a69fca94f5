package followup

// checkRecs refuses recommendations that the workspace does not follow up.
func checkRecs(recs *Recs, ids []string) error {
	switch {
	case len(ids) == 0:
		return &Invalid{Code: "empty", Field: "rec"}
	case len(ids) > recsMax:
		return &Invalid{Code: "many", Field: "rec"}
	}
	return checkKnown(recs, ids)
}

func checkKnown(recs *Recs, ids []string) error {
	if len(ids) > recsMax {
		return &Invalid{Code: "many", Field: "rec"}
	}
	for _, id := range ids {
		if _, ok := recs.Get(id); !ok {
			return &Invalid{Code: "unknown", Field: "rec", Value: id}
		}
	}
	return nil
}

// checkBody refuses a body that is not there or does not exist any more.
func (d *Desk) checkBody(v *View, field, id string) error {
	b, ok := v.Bodies.Get(id)
	switch {
	case !ok:
		return &Invalid{Code: "unknown", Field: field, Value: id}
	case !b.Thing.Exists(d.today()):
		return &Invalid{Code: "ended", Field: field, Value: id}
	}
	return nil
}
