package query

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/words"
)

// phrase reads words between quotes: the very forms, one after another.
func (p *parser) phrase() []Node {
	at := p.i
	inside, _ := p.quoted()
	if p.err != nil {
		return nil
	}
	var forms []string
	words.Each(inside, "", func(form []byte, _, _ int) { forms = append(forms, string(form)) })
	if len(forms) > MaxPhrase {
		p.fail(errPhrase, at, p.i-at)
		return nil
	}
	if len(forms) == 0 || !p.count(at) {
		return nil
	}
	return []Node{Phrase{forms}}
}

// word finds the end of a run of letters and signs that begins at i.
func (p *parser) word(i int) (end int) {
	for end = i; end < len(p.s); {
		r, size := utf8.DecodeRuneInString(p.s[end:])
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("()（）", r) || isQuote(r) {
			return end
		}
		end += size
	}
	return end
}

// bare reads a word typed plainly, or several that are understood as one thing.
func (p *parser) bare() []Node {
	at := p.i
	if _, ok := p.nearAhead(); ok {
		p.fail(errNear, at, p.word(at)-at)
		return nil
	}
	if n := p.understood(); n != nil || p.err != nil {
		return n
	}
	end := p.word(at)
	text := p.s[at:end]
	p.i = end
	switch {
	case text == "and": // what a blank means anyway
		return nil
	case text == "or", text == "not":
		p.note(Note{Code: "operator", Typed: text})
	case strings.ContainsRune(text, '*'):
		return p.prefix(text, at)
	}
	units := unitsOf(text)
	if len(units) == 0 {
		return nil // signs only
	}
	p.plain = append(p.plain, span{at, end})
	var out []Node
	for _, u := range units {
		if len(u) > MaxPhrase {
			p.fail(errPhrase, at, end-at)
		}
		if !p.count(at) {
			return nil
		}
		out = append(out, nodeOf(u))
	}
	if len(out) == 1 {
		if w, ok := out[0].(Word); ok {
			return p.near(w, at)
		}
	}
	if _, ok := p.nearAhead(); ok {
		p.fail(errNear, at, end-at)
	}
	return out
}

// prefix reads a word that ends with a star.
func (p *parser) prefix(text string, at int) []Node {
	stem := strings.TrimRight(text, "*")
	units := unitsOf(stem)
	if strings.ContainsRune(stem, '*') || len(units) != 1 || words.IsHan(units[0][0]) {
		p.fail(errPrefix, at, len(text))
		return nil
	}
	u := units[0]
	last := u[len(u)-1]
	if utf8.RuneCountInString(last) < minPrefix {
		p.fail(errPrefix, at, len(text))
		return nil
	}
	if !p.count(at) {
		return nil
	}
	if len(u) == 1 {
		return []Node{Prefix{last}}
	}
	return []Node{nodeOf(u[:len(u)-1]), Prefix{last}}
}

// near reads NEAR and its other word, and further ones: "a NEAR/3 b NEAR c" holds where both pairs do.
func (p *parser) near(a Word, at int) []Node {
	var out []Node
	for {
		within, ok := p.nearAhead()
		if !ok {
			break
		}
		op := p.i
		p.i = p.word(p.i)
		if within < 1 || within > MaxWithin {
			p.fail(errWithin, op, p.i-op)
			return nil
		}
		p.blanks()
		from := p.i
		p.i = p.word(from)
		units := unitsOf(p.s[from:p.i])
		if len(units) != 1 || strings.ContainsAny(p.s[from:p.i], "*:") {
			p.fail(errNear, op, p.i-op)
			return nil
		}
		b, single := nodeOf(units[0]).(Word)
		if !single {
			p.fail(errNear, op, p.i-op)
			return nil
		}
		if !p.count(at) {
			return nil
		}
		out = append(out, Near{a.Text, b.Text, within})
		a = b
	}
	if len(out) == 0 {
		return []Node{a}
	}
	return []Node{together(out)}
}

// nearAhead says whether NEAR or NEAR/5 comes next, and moves to it.
func (p *parser) nearAhead() (within int, ok bool) {
	back := p.i
	p.blanks()
	op := p.s[p.i:p.word(p.i)]
	if op == "NEAR" {
		return nearWords, true
	}
	if digits, found := strings.CutPrefix(op, "NEAR/"); found {
		n, err := strconv.Atoi(digits)
		if err != nil {
			n = 0
		}
		return n, true
	}
	p.i = back
	return 0, false
}

// unitsOf parts a run of letters and signs into what belongs together: words joined by a hyphen, a stroke, a point or
// an apostrophe are one unit, and so are Chinese characters. A short article before an apostrophe is left out.
func unitsOf(text string) [][]string {
	var units [][]string
	last := -1                     // where the word before ended
	wasHan, elided := false, false // whether it was Chinese; whether it was a short article with its apostrophe
	words.Each(text, "", func(form []byte, from, to int) {
		han := words.IsHan(text[from:to])
		joins := false
		if last >= 0 {
			gap := ""
			if from > last {
				gap = text[last:from]
			}
			joins = han && wasHan && gap == "" || !han && !wasHan && joining(gap)
			elided = joins && isElision(units[len(units)-1], gap)
		}
		switch {
		case joins && elided:
			units[len(units)-1] = []string{string(form)}
		case joins:
			units[len(units)-1] = append(units[len(units)-1], string(form))
		default:
			units = append(units, []string{string(form)})
		}
		if han {
			_, size := utf8.DecodeRuneInString(text[from:])
			to = from + size // what follows a pair begins inside it
		}
		last, wasHan = to, han
	})
	return units
}

func joining(gap string) bool {
	r, size := utf8.DecodeRuneInString(gap)
	return size > 0 && size == len(gap) && (strings.ContainsRune("-/.&_'’‘ʼ", r) || r >= 0x2010 && r <= 0x2015)
}

func isElision(unit []string, gap string) bool {
	return len(unit) == 1 && len(unit[0]) <= 2 && strings.ContainsAny(gap, "'’ʼ")
}

// nodeOf searches one word in all its forms, a Chinese pair as the pair, and everything longer as a phrase.
func nodeOf(unit []string) Node {
	if words.IsHan(unit[0]) && len(unit) == 3 {
		return Word{unit[1]}
	}
	if len(unit) == 1 {
		return Word{unit[0]}
	}
	return Phrase{unit}
}
