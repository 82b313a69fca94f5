package wording

import "strings"

// span is a stretch of the text, brackets included when it is one.
type span struct{ start, end int }

// brackets finds the outermost pairs of round brackets, and the brackets that have no partner. A pair inside another
// is its parent's business: "(Iran (Islamic Republic of))" is one name.
func brackets(s string) (pairs []span, opens, closes []int) {
	var stack []int
	var all []span
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			stack = append(stack, i)
		case ')':
			if len(stack) == 0 {
				closes = append(closes, i)
				continue
			}
			all = append(all, span{stack[len(stack)-1], i + 1})
			stack = stack[:len(stack)-1]
		}
	}
	for _, p := range all { // in the order of their ends: a parent comes after its children and takes them in
		for len(pairs) > 0 && pairs[len(pairs)-1].start > p.start {
			pairs = pairs[:len(pairs)-1]
		}
		pairs = append(pairs, p)
	}
	return pairs, stack, closes
}

// lastChild is the bracket pair that ends a parent's content: "(as before (Chile))" has "(Chile)". ok is false when the
// content does not end with a pair.
func lastChild(s string, p span) (span, bool) {
	inner := s[p.start+1 : p.end-1]
	pairs, _, _ := brackets(inner)
	if len(pairs) == 0 {
		return span{}, false
	}
	l := pairs[len(pairs)-1]
	if strings.TrimSpace(inner[l.end:]) != "" {
		return span{}, false
	}
	return span{p.start + 1 + l.start, p.start + 1 + l.end}, true
}

// inside is the content of a bracket pair without brackets that only double it: "((Chile))" holds "Chile".
func inside(s string, p span) string {
	t := strings.TrimSpace(s[p.start+1 : p.end-1])
	for len(t) <= maxNames && strings.HasPrefix(t, "(") && strings.HasSuffix(t, ")") {
		pairs, _, _ := brackets(t)
		if len(pairs) != 1 || pairs[0].end != len(t) {
			break
		}
		t = strings.TrimSpace(t[1 : len(t)-1])
	}
	return t
}
