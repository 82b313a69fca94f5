package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/numberlist"
)

// Numbers writes the numbers of recommendations as short as reports print them, in their order, each once: "126.1,
// 126.3–5, 127.2". Numbers of another form ("VP-2") stand behind, in the order of the alphabet.
func Numbers(list []string) string {
	var refs []numberlist.Ref
	var other []string
	for _, n := range list {
		if r, ok := refOf(n); ok {
			refs = append(refs, r)
		} else if n != "" {
			other = append(other, n)
		}
	}
	slices.SortFunc(refs, func(a, b numberlist.Ref) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Number, b.Number))
	})
	refs = slices.Compact(refs)
	slices.Sort(other)
	other = slices.Compact(other)
	var out []string
	for i := 0; i < len(refs); {
		j := i
		for j+1 < len(refs) && refs[j+1].Paragraph == refs[i].Paragraph && refs[j+1].Number == refs[j].Number+1 {
			j++
		}
		s := refs[i].String()
		if j > i {
			s += "–" + strconv.Itoa(refs[j].Number)
		}
		out = append(out, s)
		i = j + 1
	}
	return strings.Join(append(out, other...), ", ")
}

// ParseNumbers reads such lists out of a text, also when they were typed by hand: with "and", a full stop for a comma, a
// range with a hyphen or with its paragraph again. has says which numbers there are; what is none of them is left out.
// backwards are ranges that nobody can read, as printed.
func ParseNumbers(s string, has func(number string) bool) (numbers, backwards []string) {
	known := map[int]bool{}
	k := numberlist.Known{
		Item: func(r numberlist.Ref) bool { return has(r.String()) },
		Paragraph: func(p int) bool {
			yes, asked := known[p]
			if !asked {
				yes = p > 0 && leads(p, has)
				known[p] = yes
			}
			return yes
		},
	}
	seen := map[string]bool{}
	for _, l := range numberlist.Find(s, k) {
		backwards = append(backwards, l.Backwards...)
		for _, r := range l.Refs {
			if n := r.String(); has(n) && !seen[n] {
				seen[n] = true
				numbers = append(numbers, n)
			}
		}
	}
	return numbers, backwards
}

// leads says whether any item stands below a paragraph; lists of a review have some hundred items at most.
func leads(paragraph int, has func(string) bool) bool {
	const most = 600
	for n := 1; n <= most; n++ {
		if has(numberlist.Ref{Paragraph: paragraph, Number: n}.String()) {
			return true
		}
	}
	return false
}

// refOf reads "126.27" and nothing else.
func refOf(s string) (numberlist.Ref, bool) {
	p, n, ok := strings.Cut(s, ".")
	if !ok {
		return numberlist.Ref{}, false
	}
	r := numberlist.Ref{Paragraph: plain(p), Number: plain(n)}
	return r, r.Paragraph > 0 && r.Number > 0 && r.String() == s
}

// plain is a number of at most three digits, else 0.
func plain(s string) int {
	if len(s) == 0 || len(s) > 3 {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
