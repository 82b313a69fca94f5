package lineage

import (
	"bufio"
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/words"
)

//go:embed data/phrases.txt
var phraseFile string

// node of the tree of wordings, by stem.
type node struct {
	next map[string]*node
	name string // of the thing worded so far; empty when none ends here

	weight float32 // of the thing
}

// small words are not compared: they neither part nor make a wording.
var small = set("of the to and in on for its all a an or other others their by from against with as at any that this these those both united nations un international relating relative concerning upon into towards thereof his her it be is are which who within between under national related every each such also")

// names is the tree of all wordings. "national" and the like are small, so the wordings are put in without them too.
var names = sync.OnceValue(func() *node {
	root := &node{next: map[string]*node{}}
	for sc := bufio.NewScanner(strings.NewReader(phraseFile)); sc.Scan(); {
		name, wordings, ok := strings.Cut(sc.Text(), "=")
		if !ok || strings.HasPrefix(sc.Text(), "#") {
			continue
		}
		for wording := range strings.SplitSeq(wordings, "|") {
			for _, w := range expand(wording) {
				root.put(w, strings.TrimSpace(name))
			}
		}
	}
	return root
})

// expand gives every wording that the brackets allow; what stands in brackets may be missing as a whole.
func expand(wording string) [][]string {
	before, rest, ok := strings.Cut(wording, "[")
	if !ok {
		return [][]string{strings.Fields(before)}
	}
	in, after, _ := strings.Cut(rest, "]")
	var out [][]string
	for _, r := range expand(after) {
		out = append(out, slices.Concat(strings.Fields(before), strings.Fields(in), r), append(strings.Fields(before), r...))
	}
	return out
}

func (n *node) put(wording []string, name string) {
	for _, w := range wording {
		if small[w] {
			continue
		}
		stem := words.Stem(w, "en")
		if n.next == nil {
			n.next = map[string]*node{}
		}
		if n.next[stem] == nil {
			n.next[stem] = &node{}
		}
		n = n.next[stem]
	}
	if n.name == "" {
		n.name, n.weight = name, thingWeight(name)
	}
}

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}
