package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/classify/linear"
)

// figures of a measurement.
type figures struct {
	Rules, Accuracy, MacroAction, Surer     float64
	MicroIssues, MacroIssues, First, Recall float64
	confusion                               [classify.Degrees][classify.Degrees]int
	issues                                  []tally // by issue
	rows                                    int
}

// tally of one label.
type tally struct{ hit, wrong, missed int }

func (t tally) f1() float64 {
	if t.hit == 0 {
		return 0
	}
	return 2 * float64(t.hit) / float64(2*t.hit+t.wrong+t.missed)
}

// targets are the least figures that are good enough.
var targets = figures{Rules: 0.85, Accuracy: 0.895, MacroAction: 0.895, Surer: 0.955, MicroIssues: 0.885, MacroIssues: 0.83, First: 0.96}

// measure compares a model, and the rules alone, with what people coded.
func (c *corpus) measure(labels []linear.Label, scores [][]float32, rules *classify.Classifier) figures {
	f := figures{rows: len(c.rows), issues: make([]tally, len(labels)-classify.Degrees)}
	c.measureAction(&f, scores, rules)
	c.measureIssues(&f, labels, scores)
	return f
}

func (c *corpus) measureAction(f *figures, scores [][]float32, rules *classify.Classifier) {
	var leads []scored
	byRule := 0
	for i, s := range scores {
		want := c.rows[i].action - 1
		if want < 0 {
			continue
		}
		best, lead := classify.Leader(s[:classify.Degrees])
		f.confusion[want][best]++
		leads = append(leads, scored{lead, best == want})
		if g, ok := rules.Of(c.rows[i].words, "en").Best(classify.Action); ok && g.Code == strconv.Itoa(want+1) {
			byRule++
		}
	}
	slices.SortStableFunc(leads, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	f.Rules = float64(byRule) / float64(len(leads))
	f.Accuracy, f.Surer = share(leads), share(leads[:len(leads)*8/10])
	for l := range f.confusion {
		t := tally{hit: f.confusion[l][l]}
		for k := range f.confusion {
			if k != l {
				t.wrong += f.confusion[k][l]
				t.missed += f.confusion[l][k]
			}
		}
		f.MacroAction += t.f1() / classify.Degrees
	}
}

func share(l []scored) float64 {
	n := 0
	for _, s := range l {
		if s.right {
			n++
		}
	}
	return float64(n) / float64(len(l))
}

// measureIssues counts labels given, the rows with a right label among the five first, and the share of all right labels
// among the five first.
func (c *corpus) measureIssues(f *figures, labels []linear.Label, scores [][]float32) {
	var all tally
	rows, first, right, among := 0, 0, 0, 0
	for i, s := range scores {
		order := make([]int, 0, len(f.issues))
		for k := range f.issues {
			l := classify.Degrees + k
			order = append(order, l)
			given, want := s[l] >= labels[l].Threshold, slices.Contains(c.given[i], uint8(l))
			t := &f.issues[k]
			switch {
			case given && want:
				t.hit++
			case given:
				t.wrong++
			case want:
				t.missed++
			}
		}
		if len(c.rows[i].issues) == 0 {
			continue
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(labels[b].Right(s[b]), labels[a].Right(s[a])) })
		n := 0
		for _, l := range order[:5] {
			if slices.Contains(c.given[i], uint8(l)) {
				n++
			}
		}
		rows++
		right += len(c.rows[i].issues)
		among += n
		if n > 0 {
			first++
		}
	}
	for _, t := range f.issues {
		all.hit, all.wrong, all.missed = all.hit+t.hit, all.wrong+t.wrong, all.missed+t.missed
		f.MacroIssues += t.f1() / float64(len(f.issues))
	}
	f.MicroIssues, f.First, f.Recall = all.f1(), float64(first)/float64(rows), float64(among)/float64(right)
}

// print writes the figures; with every, also the confusion table and each issue.
func (f figures) print(w io.Writer, every bool, labels []string) {
	for _, x := range f.named(targets) {
		least := ""
		if x.target > 0 {
			least = fmt.Sprintf("(at least %.3f)", x.target)
		}
		fmt.Fprintf(w, "%-44s %.4f %s\n", x.name, x.value, least)
	}
	if !every {
		return
	}
	fmt.Fprintf(w, "\nrows by coded category, columns by guessed: %d rows\n", f.rows)
	for l, r := range f.confusion {
		fmt.Fprintf(w, "| %d | %d | %d | %d | %d | %d |\n", l+1, r[0], r[1], r[2], r[3], r[4])
	}
	fmt.Fprintln(w)
	for i, t := range f.issues {
		fmt.Fprintf(w, "%-52s F1 %.3f of %d\n", labels[classify.Degrees+i], t.f1(), t.hit+t.missed)
	}
}

type figure struct {
	name          string
	value, target float64
}

func (f figures) named(t figures) []figure {
	return []figure{
		{"action, rules alone: accuracy", f.Rules, t.Rules},
		{"action: accuracy", f.Accuracy, t.Accuracy},
		{"action: macro-F1", f.MacroAction, t.MacroAction},
		{"action: accuracy on the surer 80 %", f.Surer, t.Surer},
		{"issues: micro-F1", f.MicroIssues, t.MicroIssues},
		{"issues: macro-F1", f.MacroIssues, t.MacroIssues},
		{"issues: a right label among the first five", f.First, t.First},
		{"issues: share of right labels in the first five", f.Recall, 0},
	}
}

// below are the figures that miss their targets.
func (f figures) below(t figures) []string {
	var out []string
	for _, x := range f.named(t) {
		if x.value < x.target {
			out = append(out, fmt.Sprintf("%s is %.4f, not %.3f", x.name, x.value, x.target))
		}
	}
	return out
}
