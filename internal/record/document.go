package record

import (
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Document is a file that was taken into the record.
type Document struct {
	SHA256     string
	Review     upr.ReviewID
	Kind       reading.Kind
	Symbol     string
	Title      string
	Lang       string
	WGSession  upr.WGSession
	HRCSession upr.HRCSession
	Issued     upr.Date
	ReviewDate upr.Date
	File       string // name under which it came
	Size       int64
	Pages      int
	By         ReadBy
	Items      int // as read, those that wait for a person included
	Pairs      int
	Count      upr.Count // of its items by the position that it gives
	Warnings   []string  // codes of what the reader had to repair
	Act        uint64    // that brought it
}

// Fact writes the document.
func (d Document) Fact() Fact {
	w := start(KindDocument, d.SHA256, d.Review)
	w.put("kind", string(d.Kind))
	w.put("symbol", d.Symbol)
	w.put("title", d.Title)
	w.put("lang", d.Lang)
	w.num("wg-session", int(d.WGSession))
	w.num("hrc-session", int(d.HRCSession))
	w.put("issued", d.Issued.String())
	w.put("review-date", d.ReviewDate.String())
	w.put("file", d.File)
	w.num("size", int(d.Size))
	w.num("pages", d.Pages)
	w.put("extractor", d.By.Extractor)
	w.put("grammar", d.By.Grammar)
	w.num("items", d.Items)
	w.num("pairs", d.Pairs)
	w.num("supported", d.Count.Supported)
	w.num("noted", d.Count.Noted)
	w.num("pending", d.Count.Pending)
	w.num("unclear", d.Count.Unclear)
	for _, c := range d.Warnings {
		w.put("warning", c)
	}
	return w.f
}

func readDocument(f ledger.Fact) (d Document, err error) {
	r := fieldReader{fact: f}
	d.SHA256 = f.Subject
	d.Count.Unit = upr.UnitItem
	for _, x := range f.Fields {
		switch x.Name {
		case "kind":
			d.Kind = reading.Kind(x.Value)
		case "symbol":
			d.Symbol = x.Value
		case "title":
			d.Title = x.Value
		case "lang":
			d.Lang = x.Value
		case "wg-session":
			d.WGSession = upr.WGSession(r.num(x))
		case "hrc-session":
			d.HRCSession = upr.HRCSession(r.num(x))
		case "issued":
			d.Issued = r.date(x)
		case "review-date":
			d.ReviewDate = r.date(x)
		case "file":
			d.File = x.Value
		case "size":
			d.Size = int64(r.num(x))
		case "pages":
			d.Pages = r.num(x)
		case "extractor":
			d.By.Extractor = x.Value
		case "grammar":
			d.By.Grammar = x.Value
		case "items":
			d.Items = r.num(x)
		case "pairs":
			d.Pairs = r.num(x)
		case "supported":
			d.Count.Supported = r.num(x)
		case "noted":
			d.Count.Noted = r.num(x)
		case "pending":
			d.Count.Pending = r.num(x)
		case "unclear":
			d.Count.Unclear = r.num(x)
		case "warning":
			d.Warnings = append(d.Warnings, x.Value)
		}
	}
	return d, r.err
}

// Unit is a lead paragraph of a report with what its whole sentence says of the items below it.
type Unit struct {
	reading.Unit
	Symbol string
	SHA256 string
}

// UnitFact writes a lead paragraph.
func UnitFact(review upr.ReviewID, u Unit) Fact {
	w := start(KindUnit, review.String(), review)
	w.put("symbol", u.Symbol)
	w.put("sha256", u.SHA256)
	w.num("paragraph", u.Paragraph)
	w.put("lead", u.Lead)
	w.put("position", string(u.Position))
	w.put("claim", string(u.Claim))
	w.num("items", u.Items)
	w.num("page", u.Page)
	w.num("deadline", int(u.Deadline))
	return w.f
}

func readUnit(f ledger.Fact) (u Unit, err error) {
	r := fieldReader{fact: f}
	for _, x := range f.Fields {
		switch x.Name {
		case "symbol":
			u.Symbol = x.Value
		case "sha256":
			u.SHA256 = x.Value
		case "paragraph":
			u.Paragraph = r.num(x)
		case "lead":
			u.Lead = x.Value
		case "position":
			u.Position = upr.Position(x.Value)
		case "claim":
			u.Claim = upr.Claim(x.Value)
		case "items":
			u.Items = r.num(x)
		case "page":
			u.Page = r.num(x)
		case "deadline":
			u.Deadline = upr.HRCSession(r.num(x))
		}
	}
	return u, r.err
}

// PledgeFact writes a voluntary pledge; only its first text.
func PledgeFact(p upr.Pledge) Fact {
	w := start(KindPledge, p.ID(), p.Review)
	w.num("n", p.N)
	w.put("label", p.Label)
	w.put("moment", string(p.Moment))
	w.put("place", p.Place)
	if len(p.Texts) > 0 {
		t := p.Texts[0]
		w.put("lang", t.Lang)
		w.put("origin", string(t.Origin))
		w.put("words", t.Words)
		w.source("", t.Source)
	}
	return w.f
}

func readPledge(f ledger.Fact) (p upr.Pledge, err error) {
	r := fieldReader{fact: f}
	var t upr.Text
	for _, x := range f.Fields {
		switch x.Name {
		case "n":
			p.N = r.num(x)
		case "label":
			p.Label = x.Value
		case "moment":
			p.Moment = upr.PledgeMoment(x.Value)
		case "place":
			p.Place = x.Value
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
	p.Page, p.Texts = t.Source.Page, []upr.Text{t}
	return p, r.err
}
