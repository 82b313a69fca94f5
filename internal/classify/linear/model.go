package linear

import (
	"math"
	"slices"
)

// Model is the weights of all labels over one vocabulary. It is immutable and may be used from several goroutines.
type Model struct {
	Vocabulary *Vocabulary
	Labels     []Label
	features   []Feature // sorted
	starts     []uint32  // of each feature in entries, and the end
	entries    []entry
	table      []uint32 // places in features plus one, by hash; a power of two long
}

// Label is one label with what is needed to read its score.
type Label struct {
	Name      string  // "issue:death-penalty"
	Bias      float32 // added to the score
	Threshold float32 // the score from which the label is given
	Slope     float32 // of the score, and
	Shift     float32 // the constant, in the odds that the label is right
	Scale     float32 // of one step of a weight
	Sure      float32 // the share right from which the label is counted without a person
}

// entry is the weight of a feature for a label, in steps of the label's scale.
type entry struct {
	label  uint8
	weight int8
}

// Known is a feature of a text that the model knows, with where its weights lie.
type Known struct {
	feature  Feature
	from, to uint32
}

// Scores of a text by label. fs must come from Text.Features with the vocabulary of the model; out has the length of
// Labels and is overwritten. It appends the features that the model knows, for Why.
func (m *Model) Scores(fs []Feature, out []float32, known []Known) []Known {
	var steps [256]int32
	for _, f := range fs {
		n, ok := m.find(f)
		if !ok {
			continue
		}
		from, to := m.starts[n], m.starts[n+1]
		known = append(known, Known{f, from, to})
		for _, e := range m.entries[from:to] {
			steps[e.label] += int32(e.weight)
		}
	}
	value := Value(len(fs))
	for l := range out {
		out[l] = float32(steps[l])*m.Labels[l].Scale*value + m.Labels[l].Bias
	}
	return known
}

// Value of each feature of a text with n of them: all together have the length 1, but for the bias.
func Value(n int) float32 { return float32(1 / math.Sqrt(float64(n)+1)) }

// Why are, for each of some labels, the features that speak most for it, at most most of them and none that speaks less
// than a third as much as the first. Hints of rules and lengths are no reasons.
func (m *Model) Why(known []Known, labels []int, most int) [][]Feature {
	var place [256]uint8
	for i, l := range labels {
		place[l] = uint8(i + 1)
	}
	type reason struct {
		f Feature
		w int8
	}
	best := make([][]reason, len(labels))
	for _, k := range known {
		if kind := k.feature.Kind(); kind == Length || kind == Hinted {
			continue
		}
		for _, e := range m.entries[k.from:k.to] {
			p := place[e.label]
			if p == 0 || e.weight <= 0 {
				continue
			}
			b := best[p-1]
			i := len(b)
			for i > 0 && b[i-1].w < e.weight {
				i--
			}
			if i < most {
				b = slices.Insert(b, i, reason{k.feature, e.weight})
				best[p-1] = b[:min(len(b), most)]
			}
		}
	}
	out := make([][]Feature, len(labels))
	for i, b := range best {
		for _, r := range b {
			if 3*int(r.w) >= int(b[0].w) {
				out[i] = append(out[i], r.f)
			}
		}
	}
	return out
}

// Right is the share of labels with this score that people would confirm.
func (l Label) Right(score float32) float32 {
	return float32(1 / (1 + math.Exp(-float64(l.Slope*score+l.Shift))))
}

// find gives the place of a feature.
func (m *Model) find(f Feature) (int, bool) {
	mask := uint32(len(m.table) - 1)
	for i := hash(f) & mask; ; i = (i + 1) & mask {
		n := m.table[i]
		if n == 0 {
			return 0, false
		}
		if m.features[n-1] == f {
			return int(n - 1), true
		}
	}
}

func hash(f Feature) uint32 { return uint32((uint64(f) * 0x9E3779B97F4A7C15) >> 36) }

// index makes the table; it is at most half full.
func (m *Model) index() {
	size := 16
	for size < 2*len(m.features)+1 {
		size *= 2
	}
	m.table = make([]uint32, size)
	for i, f := range m.features {
		k := hash(f) & uint32(size-1)
		for m.table[k] != 0 {
			k = (k + 1) & uint32(size-1)
		}
		m.table[k] = uint32(i + 1)
	}
}

// Build makes a model from weights by feature and label. A label's weights are rounded to 127 steps; what rounds to less
// than least steps is left out.
func Build(v *Vocabulary, labels []Label, weights map[Feature][]float32, least int) *Model {
	m := &Model{Vocabulary: v, Labels: labels}
	largest := make([]float32, len(labels))
	all := make([]Feature, 0, len(weights))
	for f, w := range weights {
		all = append(all, f)
		for l, x := range w {
			largest[l] = max(largest[l], x, -x)
		}
	}
	slices.Sort(all)
	for l := range labels {
		labels[l].Scale = largest[l] / 127
		if labels[l].Scale == 0 {
			labels[l].Scale = 1
		}
	}
	for _, f := range all {
		from := len(m.entries)
		for l, x := range weights[f] {
			if n := int(math.Round(float64(x / labels[l].Scale))); n >= least || -n >= least {
				m.entries = append(m.entries, entry{uint8(l), int8(n)})
			}
		}
		if len(m.entries) > from {
			m.features, m.starts = append(m.features, f), append(m.starts, uint32(from))
		}
	}
	m.starts = append(m.starts, uint32(len(m.entries)))
	m.index()
	return m
}

// Len is the number of features and of weights.
func (m *Model) Len() (features, weights int) { return len(m.features), len(m.entries) }
