package plansheet

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// Refs is what the numbers of a cell name.
type Refs struct {
	IDs     []string   // each once, in order
	Several [][]string // numbers that several recommendations have (cycles; 126.1 for 126.10): one choice each
	Unknown []string   // numbers, as printed, that no recommendation has
	Rest    string     // words beside the numbers
	Cycles  []int      // that would tell Several apart
}

// Sure says whether the cell names recommendations and nothing is open.
func (r Refs) Sure() bool { return len(r.IDs) > 0 && len(r.Several)+len(r.Unknown) == 0 }

var (
	numberToken  = regexp.MustCompile(`(?i)UPR-[A-Z]{3}-C\d{1,2}-[0-9A-Za-z.-]+|uhri/[0-9a-f-]+|own/[0-9a-z]+|\d{1,3}\.\s?\d{1,3}(?:\.[a-z]{1,3}\b)?|\d{1,3}\.\s?[a-z]\b|\d{1,3}`)
	rangeGlue    = regexp.MustCompile(`(?i)^\s*(?:[-–—‑−]|to|through|по|до)\s*$`)
	listGlue     = regexp.MustCompile(`(?i)^[\s,;./&()\[\]№#:]*(?:and|и|және|мен|et|y|nos?\.?|rec\.?)?[\s,;./&()\[\]№#:]*$`)
	decimalComma = regexp.MustCompile(`^\d{1,3},\d{1,3}$`)
	labelWords   = regexp.MustCompile(`(?i)\b(?:recommendations?|recs?|nos?|numbers?|paras?|paragraphs?|upr|and)\b|рекомендаци\p{L}*|пункт\p{L}*|номер\p{L}*|п\.|пп\.|упо|ұсын\p{L}*|әоц|және|№|n°`)
)

// maxSpan bounds one range of numbers.
const maxSpan = 400

// ByNumber reads the numbers of a cell: "126.27", identifiers, lists, ranges, "126.27, 28 and 30–32". cycle, when not 0,
// says whose numbers they are; without it a number that several reviews have is open. A number that a spreadsheet keeps as
// such loses a zero at its end: 126.1 may be 126.10.
func (x *Index) ByNumber(c Cell, cycle int) Refs {
	var out Refs
	text := c.Text
	if decimalComma.MatchString(text) {
		text = strings.Replace(text, ",", ".", 1)
	}
	if ids, ok := x.numbers[fold(text)]; ok && !c.Number { // the cell is one name
		out.take(x, text, ids, cycle)
		return out
	}
	if names := list(text); len(names) > 1 && all(names, func(n string) bool { return len(x.numbers[fold(n)]) > 0 }) {
		for _, n := range names {
			out.take(x, n, x.numbers[fold(n)], cycle)
		}
		return out
	}
	var rest strings.Builder
	end, para, last := 0, "", 0
	open := false // a number stands before, so that a number alone may go on with it
	for _, at := range numberToken.FindAllStringIndex(text, -1) {
		tok := strings.ReplaceAll(text[at[0]:at[1]], " ", "")
		glue := text[end:at[0]]
		if !bounded(text, at[0], at[1]) {
			continue
		}
		ranges, lists := open && rangeGlue.MatchString(glue), open && listGlue.MatchString(glue)
		number := tok
		switch p, n, dotted := strings.Cut(number, "."); {
		case isName(tok):
			id := tok
			if ref, ok := upr.ParseItemRef(tok); ok {
				id = string(ref.ID())
			}
			if _, ok := x.byID[id]; ok {
				out.add(id)
			} else {
				out.Unknown = append(out.Unknown, tok)
			}
			open = false
		case !dotted && (ranges || lists) && para != "":
			n, _ := strconv.Atoi(number)
			if ranges {
				x.span(&out, para, last+1, n, cycle)
			} else if !x.known(para, n) && !lists {
				continue
			} else {
				x.number(&out, Cell{Text: para + "." + number}, cycle)
			}
			last = n
		case !dotted:
			continue
		case ranges && p == para:
			to, _ := strconv.Atoi(n)
			x.span(&out, para, last+1, to, cycle)
			last = to
		default:
			x.number(&out, Cell{Text: number, Number: c.Number}, cycle)
			para = p
			last, _ = strconv.Atoi(n)
			open = true
		}
		rest.WriteString(" " + glue)
		end = at[1]
	}
	rest.WriteString(" " + text[end:])
	out.Rest = oneLine(strings.Trim(labelWords.ReplaceAllString(rest.String(), " "), " ,;.:()[]-–—/&и\n\t"))
	if len(out.IDs)+len(out.Several)+len(out.Unknown) == 0 {
		out.Rest = text
	}
	return out
}

// bounded says whether a token is no part of a longer number or word.
func bounded(text string, from, to int) bool {
	before, after := lastRune(text[:from]), firstRune(text[to:])
	return (from == 0 || !letter(before)) && (to == len(text) || !letter(after))
}

func isName(tok string) bool {
	l := strings.ToLower(tok)
	return strings.HasPrefix(l, "upr-") || strings.HasPrefix(l, "uhri/") || strings.HasPrefix(l, "own/")
}

func (x *Index) known(para string, n int) bool { return len(x.numbers[para+"."+strconv.Itoa(n)]) > 0 }

// span adds the numbers of a range behind its first.
func (x *Index) span(out *Refs, para string, from, to, cycle int) {
	if to < from || to-from > maxSpan {
		out.Unknown = append(out.Unknown, para+"."+strconv.Itoa(from-1)+"-"+strconv.Itoa(to))
		return
	}
	for n := from; n <= to; n++ {
		x.number(out, Cell{Text: para + "." + strconv.Itoa(n)}, cycle)
	}
}

// number adds one number as printed.
func (x *Index) number(out *Refs, c Cell, cycle int) {
	ids := x.numbers[c.Text]
	if p, n, ok := strings.Cut(c.Text, "."); ok && len(ids) == 0 && len(n) > 1 && n[0] == '0' { // 126.07
		ids = x.numbers[p+"."+strings.TrimLeft(n, "0")]
	}
	if c.Number {
		if _, n, ok := strings.Cut(c.Text, "."); ok {
			if len(n) == 1 {
				ids = slices.Concat(ids, x.numbers[c.Text+"0"]) // 126.10 loses its zero
			} else if len(n) == 2 && n[1] == '0' {
				ids = slices.Concat(ids, x.numbers[c.Text[:len(c.Text)-1]]) // shown with two digits after the point
			}
		}
	}
	out.take(x, c.Text, ids, cycle)
}

// take adds what a number may mean.
func (r *Refs) take(x *Index, printed string, ids []int, cycle int) {
	var fit []string
	for _, i := range ids {
		if rec := x.recs[i]; cycle == 0 || rec.Cycle == 0 || rec.Cycle == cycle {
			fit = append(fit, rec.ID)
		}
	}
	switch {
	case len(fit) == 1:
		r.add(fit[0])
	case len(fit) > 1:
		r.Several = append(r.Several, fit)
		for _, id := range fit {
			if rec, _ := x.Get(id); rec.Cycle > 0 && !slices.Contains(r.Cycles, rec.Cycle) {
				r.Cycles = append(r.Cycles, rec.Cycle)
			}
		}
	default:
		r.Unknown = append(r.Unknown, printed)
	}
}

func (r *Refs) add(id string) {
	if !slices.Contains(r.IDs, id) {
		r.IDs = append(r.IDs, id)
	}
}
