package addendum

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/numberlist"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Kinds of question an addendum raises. Detail["items"] names the items.
const (
	Missing        = "items-missing"          // pending in the report, and the addendum says nothing
	Doubled        = "items-doubled"          // listed more than once with the same position
	Contradictory  = "position-contradictory" // listed under two positions
	NotInReport    = "items-unknown"          // listed, but the report has no such item pending
	Vague          = "answer-vague"           // the words do not say which of the two positions
	RangeBackwards = "range-backwards"        // Detail["printed"]: a range that runs backwards
	NoPositions    = "no-positions"           // no position was found at all
	TallyDiffers   = "tally-differs"          // the counts that the document announces are not those of its lists
)

// conclude turns what was said into events, and what does not add up into questions.
func (r *reader) conclude() {
	slices.SortFunc(r.order, func(a, b numberlist.Ref) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Number, b.Number))
	})
	var doubled, unknown []numberlist.Ref
	for _, ref := range r.order {
		a := r.said[ref]
		if r.items != nil && !r.isItem(ref) {
			unknown = append(unknown, ref)
			continue
		}
		r.out.Comments = append(r.out.Comments, a.comments...)
		if len(a.given) == 0 {
			continue
		}
		if a.listedTwice() {
			doubled = append(doubled, ref)
		}
		r.event(ref, a)
	}
	r.ask(Doubled, doubled)
	r.ask(NotInReport, unknown)
	r.ask(Missing, r.missing())
	if len(r.out.Events) == 0 {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: NoPositions})
	}
	r.checkTallies()
}

// strong are the statements that count: lists, tables and plain answers before what only a heading says.
func (a *answer) strong() []given {
	var out []given
	for _, g := range a.given {
		if !g.weak {
			out = append(out, g)
		}
	}
	if len(out) == 0 {
		return a.given
	}
	return out
}

func (a *answer) listedTwice() bool {
	n := 0
	for _, g := range a.given {
		if g.listed {
			n++
		}
	}
	return n > 1
}

// event adds the item's position. Two positions are none: unclear, and a person decides.
func (r *reader) event(ref numberlist.Ref, a *answer) {
	said := a.strong()
	g := said[0]
	value, kind := g.stance.value, ""
	for _, other := range said[1:] {
		if other.stance.value != value {
			value, kind = upr.Unclear, Contradictory
		}
	}
	if kind == "" && g.stance.vague {
		kind = Vague
	}
	claim := g.stance.claim
	if a.claim != upr.NoClaim {
		claim = a.claim
	}
	if value != upr.Supported {
		claim = upr.NoClaim
	}
	id := r.id(ref)
	r.out.Events = append(r.out.Events, upr.PositionEvent{Item: id, Stage: upr.StageAddendum, Value: value, Raw: g.raw, Claim: claim, Date: r.front.Issued,
		Source: upr.Source{Symbol: r.front.Symbol, Para: strings.TrimSuffix(g.para, "."), Page: g.page, SHA256: r.doc.SHA256}})
	if kind != "" {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: kind, Item: id, Page: g.page, Place: g.place, Detail: map[string]string{"items": ref.String()},
			Choices: []reading.Choice{{Code: "position", Position: upr.Supported}, {Code: "position", Position: upr.Noted}}})
	}
}

// missing are the report's pending items of which the addendum says no position.
func (r *reader) missing() []numberlist.Ref {
	var out []numberlist.Ref
	for ref, pending := range r.items {
		if a := r.said[ref]; pending && (a == nil || len(a.given) == 0) {
			out = append(out, ref)
		}
	}
	slices.SortFunc(out, func(a, b numberlist.Ref) int {
		return cmp.Or(cmp.Compare(a.Paragraph, b.Paragraph), cmp.Compare(a.Number, b.Number))
	})
	return out
}

func (r *reader) ask(kind string, refs []numberlist.Ref) {
	if len(refs) == 0 {
		return
	}
	r.out.Questions = append(r.out.Questions, reading.Question{Kind: kind, Detail: map[string]string{"items": short(refs), "count": strconv.Itoa(len(refs))}})
}

// short writes a list of addresses with ranges: "140.3, 140.5–9".
func short(refs []numberlist.Ref) string {
	var b strings.Builder
	for i := 0; i < len(refs); {
		j := i
		for j+1 < len(refs) && refs[j+1].Paragraph == refs[i].Paragraph && refs[j+1].Number == refs[j].Number+1 {
			j++
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(refs[i].String())
		if j > i {
			b.WriteString("–" + strconv.Itoa(refs[j].Number))
		}
		i = j + 1
	}
	return b.String()
}
