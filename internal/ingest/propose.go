package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// proposal is what a parsed document would have the record hold: facts that are certain, and questions that hold the
// facts about which the grammar is not sure.
type proposal struct {
	facts     []record.Fact
	questions []record.Question
	document  record.Document
}

// propose writes a parsed document as facts. have is the review as the record knows it; nil when it knows nothing.
func propose(p *Parsed, have *record.Review) (*proposal, error) {
	r := p.Reading
	out := &proposal{document: documentOf(p, have)}
	if !r.Review.Valid() {
		return nil, fmt.Errorf("proposing %s: the review is not known", p.File.Name)
	}
	out.facts = append(out.facts, out.document.Fact())
	if r.Kind == reading.WGReport && isFirstLanguage(r, have) {
		for _, u := range r.Units {
			out.facts = append(out.facts, record.UnitFact(r.Review, record.Unit{Unit: u, Symbol: r.Symbol, SHA256: p.File.SHA256}))
		}
	}
	for i := range r.Items {
		out.item(p, &r.Items[i], have)
	}
	out.events(p)
	for _, c := range r.Comments {
		out.facts = append(out.facts, record.CommentFact(c, upr.Source{Symbol: r.Symbol, Para: c.Place, Page: c.Page, SHA256: p.File.SHA256}))
	}
	for _, t := range r.Tags {
		out.facts = append(out.facts, record.TagFact(t, p.File.SHA256))
	}
	for _, pl := range r.Pledges {
		out.facts = append(out.facts, record.PledgeFact(pl))
	}
	for _, t := range r.Tallies {
		out.facts = append(out.facts, record.TallyFact(t))
	}
	out.facts = withoutRepeats(out.facts)
	return out, nil
}

// item proposes one item with its position. An item with a question is held whole: nothing of it comes into the record
// before a person has answered.
func (out *proposal) item(p *Parsed, it *reading.Item, have *record.Review) {
	reasons := it.Questions
	if err := it.Check(); err != nil && len(reasons) == 0 {
		reasons = []reading.Question{{Kind: "invariant", Item: it.ID, Page: it.Page, Place: it.Place, Detail: map[string]string{"what": err.Error()}}}
	}
	if len(reasons) == 0 {
		out.facts = append(out.facts, itemFacts(p, it, have, knownItem(have, it.ID))...)
		return
	}
	out.ask(p, it.ID, reasons, itemFacts(p, it, have, nil)) // the same question whatever came before; Answer looks at the record
}

// itemFacts are the item's words, unless the record has them already from another document (old), and its position.
func itemFacts(p *Parsed, it *reading.Item, have *record.Review, old *record.Item) []record.Fact {
	var out []record.Fact
	r := p.Reading
	by := record.ReadBy{Extractor: p.Doc.Extractor, Grammar: r.Grammar}
	item := it.Item
	item.Texts = slices.Clone(item.Texts)
	for i := range item.Texts {
		item.Texts[i].Source.SHA256 = p.File.SHA256
	}
	switch {
	case r.Kind == reading.WGReport && isFirstLanguage(r, have):
		out = append(out, record.ItemFact(item, by))
	case r.Kind == reading.WGReport:
		for _, t := range item.Texts {
			t.Origin = upr.Official
			out = append(out, record.TextFact(it.ID, t))
		}
		return out // States and positions are not read twice (handbook, 7.9)
	case old == nil || !fromReport(have, old):
		out = append(out, record.ItemFact(item, by)) // a list came before its report
	}
	if it.Position == "" {
		return out
	}
	return append(out, record.PositionFact(positionOf(p, it)))
}

// positionOf is the event that a document with items gives to one of them: its stage follows from where the document
// says that the position comes from.
func positionOf(p *Parsed, it *reading.Item) upr.PositionEvent {
	e := upr.PositionEvent{Item: it.ID, Stage: upr.StageWG, Value: it.Position, Raw: it.PositionRaw, Claim: it.Claim,
		Source: upr.Source{Symbol: p.Reading.Symbol, Page: it.Page, SHA256: p.File.SHA256}, Date: p.Reading.Issued}
	if it.Paragraph > 0 {
		e.Source.Para = fmt.Sprint(it.Paragraph)
	}
	if p.Reading.Kind == reading.ThematicList {
		e.Date = upr.Date{}
		e.Stage = stageOfSource(it.PositionSrc.Symbol)
		if it.PositionSrc.Symbol != "" {
			e.Source.Symbol, e.Source.Para = it.PositionSrc.Symbol, it.PositionSrc.Para
		}
	}
	return e
}

// stageOfSource tells the stage of a position from the symbol that it is taken from.
func stageOfSource(symbol string) upr.Stage {
	switch {
	case strings.Contains(symbol, "/Add."):
		return upr.StageAddendum
	case symbol == "", strings.Contains(symbol, "/DEC/"), strings.HasSuffix(symbol, "/2"):
		return upr.StagePlenary
	default:
		return upr.StageWG
	}
}

// events proposes the positions of a document that answers by number. An item on which the document itself is
// contradictory or unclear waits for a person, with every position that was read for it.
func (out *proposal) events(p *Parsed) {
	reasons := map[upr.ItemID][]reading.Question{}
	for _, q := range p.Reading.Questions {
		if q.Item != "" {
			reasons[q.Item] = append(reasons[q.Item], q)
		}
	}
	held := map[upr.ItemID][]record.Fact{}
	for _, e := range p.Reading.Events {
		e.Source.SHA256 = p.File.SHA256
		if e.Source.Symbol == "" {
			e.Source.Symbol = p.Reading.Symbol
		}
		f := record.PositionFact(e)
		if len(reasons[e.Item]) > 0 {
			held[e.Item] = append(held[e.Item], f)
		} else {
			out.facts = append(out.facts, f)
		}
	}
	done := map[upr.ItemID]bool{}
	for _, q := range p.Reading.Questions {
		switch {
		case q.Item == "":
			out.ask(p, "", []reading.Question{q}, nil)
		case !done[q.Item]:
			done[q.Item] = true
			out.ask(p, q.Item, reasons[q.Item], held[q.Item])
		}
	}
}

func (out *proposal) ask(p *Parsed, item upr.ItemID, reasons []reading.Question, held []record.Fact) {
	out.questions = append(out.questions, record.NewQuestion(p.Reading.Review, item, p.File.SHA256, p.Reading.Symbol, reasons, held))
}

// isFirstLanguage says whether a report is the one that gives items their States and positions: English, which the
// grammars read whole, or the language that came first while there is none in English.
func isFirstLanguage(r *reading.Reading, have *record.Review) bool {
	if r.Lang == "en" || have == nil {
		return true
	}
	first := ""
	for _, d := range have.Documents {
		if d.Kind != reading.WGReport {
			continue
		}
		if d.Lang == "en" {
			return false
		}
		first = cmp.Or(first, d.Lang)
	}
	return first == "" || first == r.Lang
}

func knownItem(have *record.Review, id upr.ItemID) *record.Item {
	if have == nil {
		return nil
	}
	it, _ := have.Item(id)
	return it
}

// fromReport says whether an item's words are those of a report at hand, which no list may replace.
func fromReport(have *record.Review, it *record.Item) bool {
	for _, d := range have.Documents {
		if d.SHA256 == it.Texts[0].Source.SHA256 {
			return d.Kind == reading.WGReport
		}
	}
	return false
}

// documentOf is the document as the record keeps it. Bytes that are there already keep the name under which they first
// came: the same file under another name changes nothing.
func documentOf(p *Parsed, have *record.Review) record.Document {
	r := p.Reading
	d := record.Document{SHA256: p.File.SHA256, Review: r.Review, Kind: r.Kind, Symbol: r.Symbol, Title: r.Title, Lang: r.Lang,
		WGSession: r.WGSession, HRCSession: r.HRCSession, Issued: r.Issued, ReviewDate: r.ReviewDate, File: p.File.Name,
		Size: int64(len(p.File.Bytes)), Pages: p.Doc.Pages, By: record.ReadBy{Extractor: p.Doc.Extractor, Grammar: r.Grammar},
		Items: len(r.Items), Count: upr.Count{Unit: upr.UnitItem}}
	for _, it := range r.Items {
		d.Count.Add(it.Position, 1)
		d.Pairs += it.Pairs()
	}
	for _, e := range r.Events {
		d.Items++
		d.Count.Add(e.Value, 1)
	}
	for _, w := range p.Doc.Warnings {
		d.Warnings = append(d.Warnings, w.Code)
	}
	if have != nil {
		for _, o := range have.Documents {
			if o.SHA256 == d.SHA256 {
				d.File = o.File
			}
		}
	}
	return d
}

// withoutRepeats drops facts that say exactly the same: a list may name a theme twice.
func withoutRepeats(in []record.Fact) []record.Fact {
	seen := make(map[string]bool, len(in))
	out := in[:0]
	for _, f := range in {
		k := key(f)
		if !seen[k] {
			seen[k] = true
			out = append(out, f)
		}
	}
	return out
}
