package lineage

import "slices"

// Terms are the different words and things of a text as they are compared. It is for making the table of weights.
func Terms(text, lang string) []string {
	r := newReader(lang)
	var out []string
	units := r.read(text)
	if lang == "en" {
		units = protocols(units)
	}
	for _, u := range units {
		if u.thing || !small[u.form] {
			out = append(out, u.name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Observed are the features of every two demands by their words of two English texts, and whether a demand is the same by
// its key. It is for fitting what the features count.
func Observed(a, b string) (seen [][]float32, keyed bool) {
	r := newReader("en")
	x, y := r.demands(a), r.demands(b)
	for i := range x {
		for j := range y {
			if x[i].key != "" || y[j].key != "" {
				keyed = keyed || x[i].key != "" && sameKey(x[i].key, y[j].key)
				continue
			}
			if f, ok := compare(&x[i], &y[j]); ok {
				seen = append(seen, f[:])
			}
		}
	}
	return seen, keyed
}
