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

// Scores of a text by label. out has the length of Labels; it is overwritten.
func (m *Model) Scores(fs []Feature, out []float32) {
	for l := range out {
		out[l] = 0
	}
	for _, f := range fs {
		for _, e := range m.weights(f) {
			out[e.label] += float32(e.weight)
		}
	}
	value := Value(len(fs))
	for l := range out {
		out[l] = out[l]*m.Labels[l].Scale*value + m.Labels[l].Bias
	}
}

// Value of each feature of a text with n of them: all together have the length 1, but for the bias.
func Value(n int) float32 { return float32(1 / math.Sqrt(float64(n)+1)) }

// Why are the features that speak most for a label, at most most of them.
func (m *Model) Why(fs []Feature, label, most int) []Feature {
	type reason struct {
		f Feature
		w int8
	}
	var best []reason
	for _, f := range fs {
		for _, e := range m.weights(f) {
			if int(e.label) != label || e.weight <= 0 || f.Kind() == Length {
				continue
			}
			i := len(best)
			for i > 0 && best[i-1].w < e.weight {
				i--
			}
			if i < most {
				best = slices.Insert(best, i, reason{f, e.weight})
				best = best[:min(len(best), most)]
			}
		}
	}
	out := make([]Feature, len(best))
	for i, r := range best {
		out[i] = r.f
	}
	return out
}

// Right is the share of labels with this score that people would confirm.
func (l Label) Right(score float32) float32 {
	return float32(1 / (1 + math.Exp(-float64(l.Slope*score+l.Shift))))
}

func (m *Model) weights(f Feature) []entry {
	mask := uint32(len(m.table) - 1)
	for i := hash(f) & mask; ; i = (i + 1) & mask {
		n := m.table[i]
		if n == 0 {
			return nil
		}
		if m.features[n-1] == f {
			return m.entries[m.starts[n-1]:m.starts[n]]
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
