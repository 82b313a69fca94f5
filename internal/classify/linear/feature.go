// Package linear is the learned part of the classifier: words, pairs of words and openings as features, one weight each
// a label. Nothing of a text is kept in a model but its single words and pairs, and only those that stand in texts
// addressed to several States; names of States and of their people are left out altogether.
package linear

// Kinds of features. Their numbers are part of the model file.
const (
	Single   = iota // a word's stem
	Form            // a word as written, where an ending of English tells: "amending"
	Pair            // two words that follow one another
	Skip            // two words with one or two between
	Open            // the opening verb
	OpenNext        // the opening verb and the word behind it
	OpenPair        // the first two words behind the opening verb
	Second          // the second of two opening verbs
	OpenWith        // the opening verb and any of the words up to the twentieth
	By              // what follows "by", "including", "such as", "through", "with a view to"
	Length          // how many words, in steps
	Hinted          // a label that the rules gave
	Lead            // the very first word, also when it is passed over
	kinds
)

// Feature is a kind with up to two words of the vocabulary: 8, 28 and 28 bits.
type Feature uint64

// Make puts a feature together. b is 0 where there is one word.
func Make(kind int, a, b int32) Feature {
	return Feature(kind)<<56 | Feature(a)<<28 | Feature(b)
}

// Kind of a feature.
func (f Feature) Kind() int { return int(f >> 56) }

// Words of a feature.
func (f Feature) Words() (a, b int32) { return int32(f >> 28 & 0xFFFFFFF), int32(f & 0xFFFFFFF) }

// Text is what the features are taken from: the words as numbers of the vocabulary, 0 for what is unknown or masked.
type Text struct {
	Stems  []int32
	Forms  []int32 // of words whose ending tells; 0 otherwise
	Head   int     // the opening verb
	Second int     // the second opening verb, or -1
	By     []int   // words behind "by" and the like
	Hints  []int32 // vocabulary numbers of what the rules gave
}

// Features appends those of a text, each once.
func (t *Text) Features(out []Feature) []Feature {
	n := len(t.Stems)
	from := len(out)
	for i, a := range t.Stems {
		if a == 0 {
			continue
		}
		out = append(out, Make(Single, a, 0))
		if t.Forms[i] != 0 {
			out = append(out, Make(Form, t.Forms[i], 0))
		}
		if i+1 < n && t.Stems[i+1] != 0 {
			out = append(out, Make(Pair, a, t.Stems[i+1]))
		}
		for d := 2; d <= 3 && i+d < n; d++ {
			if b := t.Stems[i+d]; b != 0 {
				out = append(out, Make(Skip, a, b))
			}
		}
	}
	if n == 0 {
		return out
	}
	h := t.Stems[t.Head]
	if h != 0 {
		out = append(out, Make(Open, h, 0))
		for i := t.Head + 1; i < n && i < t.Head+20; i++ {
			if t.Stems[i] != 0 {
				out = append(out, Make(OpenWith, h, t.Stems[i]))
			}
		}
	}
	if t.Head+1 < n && t.Stems[t.Head+1] != 0 {
		out = append(out, Make(OpenNext, h, t.Stems[t.Head+1]))
		if t.Head+2 < n && t.Stems[t.Head+2] != 0 {
			out = append(out, Make(OpenPair, t.Stems[t.Head+1], t.Stems[t.Head+2]))
		}
	}
	if t.Second >= 0 && t.Stems[t.Second] != 0 {
		out = append(out, Make(Second, t.Stems[t.Second], 0), Make(Second, t.Stems[t.Second], h))
	}
	if t.Stems[0] != 0 {
		out = append(out, Make(Lead, t.Stems[0], 0))
	}
	for _, i := range t.By {
		if t.Stems[i] != 0 {
			out = append(out, Make(By, t.Stems[i], 0))
		}
		if t.Forms[i] != 0 {
			out = append(out, Make(By, t.Forms[i], 0))
		}
	}
	out = append(out, Make(Length, step(n), 0))
	for _, h := range t.Hints {
		if h != 0 {
			out = append(out, Make(Hinted, h, 0))
		}
	}
	return once(out, from)
}

// step of the length: 1 to 4, 5 to 8, 9 to 14, 15 to 22, 23 to 35 words, more.
func step(n int) int32 {
	for i, most := range [...]int{4, 8, 14, 22, 35} {
		if n <= most {
			return int32(i + 1)
		}
	}
	return 6
}
