package ingest_test

import (
	"strconv"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// kaz is a review in a cycle that has not come yet: everything said of it here is invented.
var kaz = upr.ReviewID{State: "KAZ", Cycle: 9}

const (
	report = "A/HRC/99/7"
	views  = "A/HRC/99/7/Add.1"
)

// parsed is a file as a grammar would hand it over. Other bytes are another file.
func parsed(bytes string, r reading.Reading) *ingest.Parsed {
	f := ingest.NewFile(string(r.Kind)+".docx", []byte(bytes))
	if r.Lang == "" {
		r.Lang = "en"
	}
	if !r.Review.Valid() {
		r.Review = kaz
	}
	r.Grammar = string(r.Kind) + "/1"
	return &ingest.Parsed{File: f, Doc: &document.Document{Format: document.DOCX, Extractor: "openupr-docx/1", SHA256: f.SHA256}, Reading: &r}
}

func id(n int) upr.ItemID { return upr.NewItemID(kaz, 124, strconv.Itoa(n)) }

// read is an invented item as a grammar reads it.
func read(n int, words string, p upr.Position, by ...upr.State) reading.Item {
	it := reading.Item{Position: p, PositionRaw: "the lead sentence", Item: upr.Item{
		ID: id(n), Review: kaz, Symbol: report, Paragraph: 124, Number: strconv.Itoa(n), Label: "124." + strconv.Itoa(n), Place: "¶ " + strconv.Itoa(n), Sort: n,
		Texts: []upr.Text{{Lang: "en", Words: words, Origin: upr.Authentic, Source: upr.Source{Symbol: report, Para: "124." + strconv.Itoa(n)}}}}}
	for i, s := range by {
		it.Segments = append(it.Segments, upr.Segment{N: i + 1, Words: words, By: []upr.Attribution{{State: s, Printed: string(s)}}})
	}
	return it
}

// asked gives an item a reason to wait.
func asked(it reading.Item, q reading.Question) reading.Item {
	q.Item, q.Place = it.ID, it.Place
	it.Questions = append(it.Questions, q)
	return it
}

func wgReport(bytes string, items ...reading.Item) *ingest.Parsed {
	return parsed(bytes, reading.Reading{Kind: reading.WGReport, Symbol: report, Issued: upr.Date{Year: 2041, Month: 3, Day: 24}, Items: items,
		Units: []reading.Unit{{Paragraph: 124, Lead: "The following", Position: upr.Pending, Items: len(items)}}})
}

// answered is an event of the State's written views.
func answered(n int, p upr.Position) upr.PositionEvent {
	return upr.PositionEvent{Item: id(n), Stage: upr.StageAddendum, Value: p, Raw: "supports", Source: upr.Source{Symbol: views, Para: "3"}, Date: upr.Date{Year: 2041, Month: 6, Day: 10}}
}

func addendum(bytes string, events ...upr.PositionEvent) *ingest.Parsed {
	return parsed(bytes, reading.Reading{Kind: reading.Addendum, Symbol: views, Issued: upr.Date{Year: 2041, Month: 6, Day: 10}, Events: events})
}

// listed is an item of a list with where the list says that its position comes from.
func listed(n int, words, source string, p upr.Position, by ...upr.State) reading.Item {
	it := read(n, words, p, by...)
	it.Place, it.Label = "row "+strconv.Itoa(n), strconv.Itoa(n)
	it.Texts[0].Origin = upr.FromSource
	it.PositionSrc = upr.Source{Symbol: source, Para: "3"}
	return it
}

func list(bytes string, items ...reading.Item) *ingest.Parsed {
	r := reading.Reading{Kind: reading.ThematicList, Symbol: report, Title: "Thematic list", Items: items}
	for _, it := range items {
		r.Tags = append(r.Tags, reading.Tag{Item: it.ID, Scheme: reading.Theme, Code: "A1", Label: "Reading rooms"}, reading.Tag{Item: it.ID, Scheme: reading.SDG, Code: "4", Label: "Education"})
	}
	return parsed(bytes, r)
}
