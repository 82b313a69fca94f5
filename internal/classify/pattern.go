package classify

import (
	"fmt"
	"slices"
	"strings"
)

// table reads the rows below the head of a rules file: three fields with a tab between.
func table(name string) ([][]string, error) {
	b, err := rules.ReadFile("rules/" + name)
	if err != nil {
		return nil, err
	}
	var out [][]string
	for n, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("rules/%s, line %d has %d fields", name, n+1, len(f))
		}
		out = append(out, f)
	}
	return out, nil
}

// expand writes out the alternatives of a pattern.
func expand(pattern string) ([][]string, error) {
	ways := [][]string{nil}
	for _, w := range strings.Fields(pattern) {
		one, several := strings.CutSuffix(w, "s?")
		optional := !several && strings.HasSuffix(w, "?")
		w = strings.TrimSuffix(w, "?")
		choices := []string{w}
		switch {
		case several:
			choices = []string{one, w}
		case strings.HasPrefix(w, "(") && strings.HasSuffix(w, ")"):
			choices = strings.Split(w[1:len(w)-1], "|")
		}
		var more [][]string
		for _, way := range ways {
			if optional {
				more = append(more, way)
			}
			for _, c := range choices {
				next := append([]string{}, way...)
				for _, part := range strings.Split(c, "_") { // several words as one choice
					next = append(next, symbols(part)...)
				}
				more = append(more, next)
			}
		}
		ways = more
	}
	for _, w := range ways {
		if slices.ContainsFunc(w, func(s string) bool { return strings.HasSuffix(s, "*") && len(s) <= minStart }) {
			return nil, fmt.Errorf("pattern %q has a beginning of fewer than %d bytes", pattern, minStart)
		}
		if len(w) == 0 || w[0] == ".." || w[len(w)-1] == ".." {
			return nil, fmt.Errorf("pattern %q can match nothing", pattern)
		}
	}
	return ways, nil
}

// symbols folds a word of a pattern as words of texts are; Han characters stand one by one.
func symbols(word string) []string {
	if word == ".." {
		return []string{word}
	}
	bare := strings.TrimSuffix(word, "*")
	out := append([]string{}, tokens(bare).forms...)
	if bare != word && len(out) > 0 {
		out[len(out)-1] += "*"
	}
	return out
}
