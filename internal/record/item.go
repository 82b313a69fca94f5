package record

import (
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// ReadBy says which programs read an item from its file, part of its provenance.
type ReadBy struct {
	Extractor string // "openupr-pdf/1"
	Grammar   string // "wgreport/1"
}

// ItemFact writes an item as the document at hand prints it. Only the item's first text is written; further languages
// are facts of their own (TextFact).
func ItemFact(it upr.Item, by ReadBy) Fact {
	w := start(KindItem, string(it.ID), it.Review)
	w.put("symbol", it.Symbol)
	w.num("paragraph", it.Paragraph)
	w.put("number", it.Number)
	w.put("label", it.Label)
	w.num("page", it.Page)
	w.put("place", it.Place)
	w.num("sort", it.Sort)
	if len(it.Texts) > 0 {
		t := it.Texts[0]
		w.put("sha256", t.Source.SHA256)
		w.put("extractor", by.Extractor)
		w.put("grammar", by.Grammar)
		w.put("lang", t.Lang)
		w.put("origin", string(t.Origin))
		w.put("words", t.Words)
	}
	w.put("delivered", it.Delivered)
	for _, s := range it.Segments {
		w.num("segment", s.N)
		w.put("segment-words", s.Words)
		w.put("as-read", s.AsRead)
		for _, a := range s.By {
			w.put("by", string(a.State)+" "+a.Printed)
		}
	}
	return w.f
}

func readItem(f ledger.Fact) (it upr.Item, by ReadBy, err error) {
	r := fieldReader{fact: f}
	it.ID = upr.ItemID(f.Subject)
	it.Review, _ = it.ID.Review()
	var t upr.Text
	for _, x := range f.Fields {
		switch x.Name {
		case "symbol":
			it.Symbol = x.Value
		case "paragraph":
			it.Paragraph = r.num(x)
		case "number":
			it.Number = x.Value
		case "label":
			it.Label = x.Value
		case "page":
			it.Page = r.num(x)
		case "place":
			it.Place = x.Value
		case "sort":
			it.Sort = r.num(x)
		case "sha256":
			t.Source.SHA256 = x.Value
		case "extractor":
			by.Extractor = x.Value
		case "grammar":
			by.Grammar = x.Value
		case "lang":
			t.Lang = x.Value
		case "origin":
			t.Origin = upr.Origin(x.Value)
		case "words":
			t.Words = x.Value
		case "delivered":
			it.Delivered = x.Value
		case "segment":
			it.Segments = append(it.Segments, upr.Segment{N: r.num(x)})
		case "segment-words", "as-read", "by":
			if len(it.Segments) == 0 {
				r.fail(x.Name, "inside a segment")
				continue
			}
			s := &it.Segments[len(it.Segments)-1]
			switch x.Name {
			case "segment-words":
				s.Words = x.Value
			case "as-read":
				s.AsRead = x.Value
			default:
				code, printed, _ := strings.Cut(x.Value, " ")
				s.By = append(s.By, upr.Attribution{State: upr.State(code), Printed: printed})
			}
		}
	}
	t.Source.Symbol, t.Source.Page = it.Symbol, it.Page
	if it.Number != "" {
		t.Source.Para = strconv.Itoa(it.Paragraph) + "." + it.Number
	}
	it.Texts = []upr.Text{t}
	return it, by, r.err
}

// TextFact writes an item's words in a further language.
func TextFact(id upr.ItemID, t upr.Text) Fact {
	review, _ := id.Review()
	w := start(KindText, string(id), review)
	w.put("lang", t.Lang)
	w.put("origin", string(t.Origin))
	w.put("words", t.Words)
	w.source("", t.Source)
	return w.f
}

func readText(f ledger.Fact) (t upr.Text, err error) {
	r := fieldReader{fact: f}
	for _, x := range f.Fields {
		switch x.Name {
		case "lang":
			t.Lang = x.Value
		case "origin":
			t.Origin = upr.Origin(x.Value)
		case "words":
			t.Words = x.Value
		default:
			r.sourceField(&t.Source, "", x)
		}
	}
	return t, r.err
}

// PositionFact writes one dated position event.
func PositionFact(e upr.PositionEvent) Fact {
	review, _ := e.Item.Review()
	w := start(KindPosition, string(e.Item), review)
	w.num("segment", e.Segment)
	w.put("stage", string(e.Stage))
	w.put("position", string(e.Value))
	w.put("claim", string(e.Claim))
	w.put("raw", e.Raw)
	w.source("", e.Source)
	w.put("date", e.Date.String())
	return w.f
}

func readPosition(f ledger.Fact) (e upr.PositionEvent, err error) {
	r := fieldReader{fact: f}
	e.Item = upr.ItemID(f.Subject)
	for _, x := range f.Fields {
		switch x.Name {
		case "segment":
			e.Segment = r.num(x)
		case "stage":
			e.Stage = upr.Stage(x.Value)
		case "position":
			e.Value = upr.Position(x.Value)
		case "claim":
			e.Claim = upr.Claim(x.Value)
		case "raw":
			e.Raw = x.Value
		case "date":
			e.Date = r.date(x)
		default:
			r.sourceField(&e.Source, "", x)
		}
	}
	return e, r.err
}

// CommentFact writes what the State says on an item beside its position.
func CommentFact(c reading.Comment, src upr.Source) Fact {
	review, _ := c.Item.Review()
	w := start(KindComment, string(c.Item), review)
	w.put("lang", c.Lang)
	w.put("words", c.Words)
	w.put("place", c.Place)
	w.source("", src)
	return w.f
}

// Comment of the State under review on an item.
type Comment struct {
	reading.Comment
	Source upr.Source
}

func readComment(f ledger.Fact) (c Comment, err error) {
	r := fieldReader{fact: f}
	c.Item = upr.ItemID(f.Subject)
	for _, x := range f.Fields {
		switch x.Name {
		case "lang":
			c.Lang = x.Value
		case "words":
			c.Words = x.Value
		case "place":
			c.Place = x.Value
		default:
			r.sourceField(&c.Source, "", x)
		}
	}
	c.Page = c.Source.Page
	return c, r.err
}

// TagFact writes a label that a document's author put on an item; sha256 is that document.
func TagFact(t reading.Tag, sha256 string) Fact {
	review, _ := t.Item.Review()
	w := start(KindTag, string(t.Item), review)
	w.put("scheme", string(t.Scheme))
	w.put("code", t.Code)
	w.put("label", t.Label)
	w.put("sha256", sha256)
	return w.f
}

func readTag(f ledger.Fact) Tag {
	t := Tag{Tag: reading.Tag{Item: upr.ItemID(f.Subject)}}
	for _, x := range f.Fields {
		switch x.Name {
		case "scheme":
			t.Scheme = reading.Scheme(x.Value)
		case "code":
			t.Code = x.Value
		case "label":
			t.Label = x.Value
		case "sha256":
			t.SHA256 = x.Value
		}
	}
	return t
}

// Tag is a label with the document that carries it.
type Tag struct {
	reading.Tag
	SHA256 string
}
