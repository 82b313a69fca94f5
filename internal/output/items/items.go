// Package items writes items for other programs: one object a line (NDJSON), or one row an item (CSV, XLSX). What
// openupr parse prints of a file and what it exports from the record have the same fields.
package items

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/upr"
)

// Row is one item. Paragraph, Number and Page are null where the document has none.
type Row struct {
	Symbol      string        `json:"symbol"`
	State       upr.State     `json:"state"`
	Cycle       int           `json:"cycle"`
	WGSession   upr.WGSession `json:"wg_session"`
	Paragraph   *int          `json:"paragraph"`
	Number      any           `json:"number"` // a number; a letter for clauses of section I
	ID          string        `json:"id"`     // "124.1"
	Permanent   string        `json:"permanent_id"`
	Label       string        `json:"label"`
	Page        *int          `json:"page"`
	Place       string        `json:"place"`
	Text        string        `json:"text"`
	Lang        string        `json:"lang"`
	Segments    []Segment     `json:"segments"`
	Position    string        `json:"position"`
	PositionRaw string        `json:"position_raw"`
	Claim       string        `json:"claim"`
	Delivered   string        `json:"as_delivered,omitempty"`
	Questions   []Question    `json:"questions"`
	Source      Source        `json:"source"`
	Events      []Event       `json:"positions,omitempty"` // of the record: the whole history
}

// Segment is one worded recommendation with its States.
type Segment struct {
	Text   string      `json:"text"`
	States []upr.State `json:"states"`
	AsRead string      `json:"as_read,omitempty"`
}

// Question says what the grammar was not sure of.
type Question struct {
	Kind   string            `json:"kind"`
	Place  string            `json:"place"`
	Detail map[string]string `json:"detail,omitempty"`
}

// Source is where the item was read, and by what.
type Source struct {
	File      string `json:"file"`
	SHA256    string `json:"sha256"`
	Extractor string `json:"extractor"`
	Grammar   string `json:"grammar"`
}

// Event is one dated position.
type Event struct {
	Stage  upr.Stage    `json:"stage"`
	Value  upr.Position `json:"position"`
	Date   string       `json:"date,omitempty"`
	Symbol string       `json:"symbol"`
	Para   string       `json:"para,omitempty"`
	Raw    string       `json:"raw,omitempty"`
	Act    uint64       `json:"act,omitempty"`
}

// FromParsed are the rows of a file that was read. A document that answers by number (an addendum) gives rows with a
// position and without words.
func FromParsed(p *ingest.Parsed) []Row {
	r := p.Reading
	src := Source{File: p.File.Name, SHA256: p.File.SHA256, Extractor: p.Doc.Extractor, Grammar: r.Grammar}
	out := make([]Row, 0, len(r.Items)+len(r.Events))
	for _, it := range r.Items {
		row := fromItem(it.Item, src)
		row.Symbol, row.WGSession = r.Symbol, r.WGSession
		row.Position, row.PositionRaw, row.Claim = string(it.Position), it.PositionRaw, string(it.Claim)
		row.Questions = questions(it.Questions)
		out = append(out, row)
	}
	asked := map[upr.ItemID][]reading.Question{}
	for _, q := range r.Questions {
		asked[q.Item] = append(asked[q.Item], q)
	}
	for _, e := range r.Events {
		ref, ok := upr.ParseItemRef(string(e.Item))
		if !ok {
			continue
		}
		row := fromItem(upr.Item{ID: e.Item, Review: ref.Review, Symbol: r.Symbol, Paragraph: ref.Paragraph, Number: ref.Number, Page: e.Source.Page, Place: e.Source.Para}, src)
		row.WGSession = r.WGSession
		row.Position, row.PositionRaw, row.Claim = string(e.Value), e.Raw, string(e.Claim)
		row.Questions = questions(asked[e.Item])
		out = append(out, row)
	}
	return out
}

// FromRecord is the row of an item as the record holds it.
func FromRecord(r *record.Review, it *record.Item) Row {
	src := Source{SHA256: it.Texts[0].Source.SHA256, Extractor: it.By.Extractor, Grammar: it.By.Grammar}
	session := upr.WGSession(0)
	for _, d := range r.Documents {
		if d.SHA256 == src.SHA256 {
			src.File = d.File
		}
		session = max(session, d.WGSession)
	}
	row := fromItem(it.Item, src)
	row.WGSession = session
	row.Position, row.Claim = string(it.Position), string(it.Claim)
	row.Questions = []Question{}
	for i, e := range it.Events {
		row.PositionRaw = e.Raw
		row.Events = append(row.Events, Event{Stage: e.Stage, Value: e.Value, Date: e.Date.String(), Symbol: e.Source.Symbol, Para: e.Source.Para, Raw: e.Raw, Act: it.EventAct[i]})
	}
	return row
}

func fromItem(it upr.Item, src Source) Row {
	row := Row{Symbol: it.Symbol, State: it.Review.State, Cycle: int(it.Review.Cycle), Label: it.Label, Place: it.Place, Delivered: it.Delivered,
		ID: fmt.Sprintf("%d.%s", it.Paragraph, it.Number), Permanent: string(it.ID), Segments: []Segment{}, Questions: []Question{}, Source: src}
	if it.Paragraph > 0 {
		row.Paragraph = &it.Paragraph
	} else {
		row.ID = it.Number
	}
	if n, err := strconv.Atoi(it.Number); err == nil {
		row.Number = n
	} else if it.Number != "" {
		row.Number = it.Number
	}
	if it.Page > 0 {
		row.Page = &it.Page
	}
	if len(it.Texts) > 0 {
		row.Text, row.Lang = it.Texts[0].Words, it.Texts[0].Lang
	}
	for _, s := range it.Segments {
		states := s.States()
		if states == nil {
			states = []upr.State{}
		}
		row.Segments = append(row.Segments, Segment{Text: s.Words, States: states, AsRead: s.AsRead})
	}
	return row
}

func questions(qs []reading.Question) []Question {
	out := []Question{}
	for _, q := range qs {
		out = append(out, Question{Kind: q.Kind, Place: q.Place, Detail: q.Detail})
	}
	return out
}

// WriteNDJSON writes one object a line.
func WriteNDJSON(w io.Writer, rows []Row) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range rows {
		if err := enc.Encode(&rows[i]); err != nil {
			return fmt.Errorf("writing item %s: %w", rows[i].Permanent, err)
		}
	}
	return nil
}
