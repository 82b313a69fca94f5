package page

// passage is a run of lines that are all marked, or all not.
type passage struct {
	marked bool
	first  bool // the first marked one: where the address with #marked leads
	lines  []LeafLine
}

func (l Leaf) passages() []passage {
	var out []passage
	seen := false
	for _, x := range l.Lines {
		if len(out) == 0 || out[len(out)-1].marked != x.Marked {
			out = append(out, passage{marked: x.Marked, first: x.Marked && !seen})
			seen = seen || x.Marked
		}
		out[len(out)-1].lines = append(out[len(out)-1].lines, x)
	}
	return out
}
