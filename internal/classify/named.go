package classify

import (
	"cmp"
	"slices"
	"strings"
)

// sureFrom is the confidence from which a rule's guess is counted.
const sureFrom = 0.8

// named adds what words and phrases name: treaties, persons, goals, institutions, and hints.
func (c *Classifier) named(out Labels, t text) Labels {
	all := c.phrases.in(t)
	kept := longest(all)
	begin := len(out)
	for _, scheme := range []string{Issue, Affected, SDG, Treaty, Institution, Hint} {
		from := len(out)
		for _, f := range kept {
			if f.scheme == scheme {
				out = add(out, from, f.guess(t))
			}
		}
		switch scheme {
		case Treaty:
			out = protocols(out, from, kept, t)
		case Hint:
			out = hints(out, begin, from)
		}
		slices.SortStableFunc(out[from:], func(a, b Guess) int { return cmp.Compare(b.Confidence, a.Confidence) })
	}
	return out
}

func (f found) guess(t text) Guess {
	return Guess{Scheme: f.scheme, Code: f.code, Origin: Rule, Confidence: f.confidence, Sure: f.confidence >= sureFrom, Reason: t.words(f.from, f.to)}
}

// add keeps the surest guess of a code among out[from:].
func add(out Labels, from int, g Guess) Labels {
	for i := from; i < len(out); i++ {
		if out[i].Code == g.Code {
			if g.Confidence > out[i].Confidence {
				out[i] = g
			}
			return out
		}
	}
	return append(out, g)
}

// longest leaves out a treaty or institution that stands inside a longer name of another: the protocol to a convention
// does not name the convention.
func longest(all []found) []found {
	var names, kept []found
	for _, f := range all {
		if f.scheme == Treaty || f.scheme == Institution {
			names = append(names, f)
		}
	}
	for _, f := range all {
		if f.scheme != Treaty && f.scheme != Institution || !slices.ContainsFunc(names, f.inside) {
			kept = append(kept, f)
		}
	}
	return kept
}

// inside says whether f stands inside a longer name g of something else under the same scheme.
func (f found) inside(g found) bool {
	return f.scheme == g.scheme && f.code != g.code && g.from <= f.from && f.to <= g.to && g.to-g.from > f.to-f.from
}

// only are the protocols of treaties that have one.
var only = map[string]string{"CAT": "OP-CAT", "CEDAW": "OP-CEDAW", "CRPD": "OP-CRPD", "ICESCR": "OP-ICESCR"}

// several are the protocols of treaties that have more.
var several = map[string][]string{"CRC": {"OP-CRC-AC", "OP-CRC-SC", "OP-CRC-IC"}, "ICCPR": {"ICCPR-OP1", "ICCPR-OP2"}}

// protocols reads "the convention and its optional protocol": one protocol is named, of several none for sure.
func protocols(out Labels, from int, kept []found, t text) Labels {
	for _, f := range kept {
		if f.scheme != Treaty || strings.Contains(f.code, "OP") {
			continue
		}
		for i := f.to; i < len(t.forms) && i < f.to+7; i++ {
			if !strings.HasPrefix(t.forms[i], "protocol") && !strings.HasPrefix(t.forms[i], "протокол") {
				continue
			}
			if i+1 < len(t.forms) && (t.forms[i+1] == "to" || t.forms[i+1] == "of" || t.forms[i+1] == "on") || among(kept, i, Treaty) {
				break
			}
			reason := t.words(f.from, i+1)
			if op := only[f.code]; op != "" {
				out = add(out, from, Guess{Treaty, op, Rule, 0.9, true, reason})
			}
			for _, op := range several[f.code] {
				out = add(out, from, Guess{Treaty, op, Rule, 0.5, false, reason})
			}
			break
		}
	}
	return out
}

// among says whether a word belongs to something already found.
func among(kept []found, word int, scheme string) bool {
	return slices.ContainsFunc(kept, func(f found) bool { return f.scheme == scheme && f.from <= word && word < f.to })
}

// hints adds those that follow from other labels: a treaty or an institution is a definite object, and an institution at
// home is a body that can be asked.
func hints(out Labels, begin, from int) Labels {
	for _, g := range out[begin:from] {
		if !g.Sure {
			continue
		}
		switch {
		case g.Scheme == Treaty:
			out = add(out, from, Guess{Hint, "specific", Rule, 0.9, true, g.Reason})
		case g.Scheme == Institution && athome[g.Code]:
			out = add(out, from, Guess{Hint, "body", Rule, 0.85, true, g.Reason})
		}
	}
	return out
}

var athome = set("nhri ombudsperson parliament national-mechanism npm courts prosecutor police prisons armed-forces government local-authorities election-body equality-body anti-corruption-body")
