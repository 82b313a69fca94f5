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
