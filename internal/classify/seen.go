package classify

import (
	"strings"

	"github.com/openupr/openupr/internal/classify/linear"
	"github.com/openupr/openupr/internal/reference"
)

// ordinary are words of States' names that recommendations use for themselves.
var ordinary = set("and the of new great united states state republic democratic people peoples islamic kingdom federal federation federated union north south east west northern central coast cote plurinational former independent island islands holy see city brother saint bosnia")

// Masked are the English words that the learned model never sees: names of States and of their people.
func Masked() (map[string]bool, error) {
	out := map[string]bool{}
	for _, s := range reference.States() {
		for _, n := range s.Names {
			if n.Lang != "en" {
				continue
			}
			for _, w := range tokens(n.Text).forms {
				if len(w) > 2 && !ordinary[w] {
					out[w] = true
				}
			}
		}
	}
	b, err := rules.ReadFile("rules/peoples.txt")
	if err != nil {
		return nil, err
	}
	for _, line := range strings.Split(string(b), "\n") {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				out[w] = true
			}
		}
	}
	return out, nil
}

// Features are what the learned model sees of an English text. It is for the command that learns (tools/learn).
func (c *Classifier) Features(words string, v *linear.Vocabulary) []linear.Feature {
	t := tokens(words)
	return c.read(t, c.named(nil, t), v).Features(nil)
}

// before are words that open an account of the means.
var before = set("by including through notably particularly")

// reading is a text as the model sees it, with what the rules say of its opening.
type reading struct {
	linear.Text
	opening found
	opens   bool
}

// read numbers the words of a text and finds the places that tell.
func (c *Classifier) read(t text, named Labels, v *linear.Vocabulary) *reading {
	n := len(t.forms)
	numbers := make([]int32, 2*n)
	out := &reading{Text: linear.Text{Stems: numbers[:n], Forms: numbers[n:], Second: -1}}
	for i, f := range t.forms {
		out.Stems[i], out.Forms[i] = v.Word(f)
		if i > 0 && before[t.forms[i-1]] || i > 1 && t.forms[i-2] == "such" && t.forms[i-1] == "as" {
			out.By = append(out.By, i)
		}
	}
	if n == 0 {
		return out
	}
	verbs := c.verbs["en"]
	out.Head = verbs.head(t, 0)
	if f, ok := c.opening(t, "en"); ok {
		out.opening, out.opens = f, true
		out.Head = f.from
		out.Hints = append(out.Hints, v.Number("#"+Action+":"+f.code))
	}
	for i := out.Head + 1; i < n && i <= out.Head+3; i++ {
		if t.forms[i] == "and" || t.forms[i] == "or" {
			if s := verbs.head(t, i+1); s < n {
				out.Second = s
			}
			break
		}
	}
	for _, g := range named {
		out.Hints = append(out.Hints, v.Number("#"+g.Scheme+":"+g.Code))
	}
	return out
}
