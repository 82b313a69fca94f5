// Package rows writes the answer to a query for other programs: a row a segment, or a row an item or a pair where that
// unit was asked. Every format has the same columns, documented once (Columns), and is written as a stream: memory does
// not grow with the number of rows, and nothing is put on disk.
//
// What a reader needs to use and to cite the rows comes with them: a Frictionless data package, a note of the method, a
// citation and the signed checkpoint of the ledger (About, WritePackage).
package rows

import (
	"iter"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/upr"
)

// Row is one row of an answer. Lists hold codes and are never null; a number that is not known is 0 and is left out, or
// null where a format has columns.
type Row struct {
	ID           string   `json:"id" parquet:"id"`
	Item         string   `json:"item" parquet:"item"`
	Kind         string   `json:"kind" parquet:"kind,dict"`
	Source       string   `json:"source" parquet:"source,dict"`
	Provisional  bool     `json:"provisional" parquet:"provisional"`
	State        string   `json:"state" parquet:"state,dict"`
	Cycle        int      `json:"cycle,omitempty" parquet:"cycle,optional"`
	Session      int      `json:"session,omitempty" parquet:"session,optional"`
	Year         int      `json:"year,omitempty" parquet:"year,optional"`
	Recommending []string `json:"recommending" parquet:"recommending,list"`
	Position     string   `json:"position" parquet:"position,dict"`
	Action       int      `json:"action,omitempty" parquet:"action,optional"`
	Issues       []string `json:"issues" parquet:"issues,list"`
	Affected     []string `json:"affected" parquet:"affected,list"`
	SDGs         []string `json:"sdgs" parquet:"sdgs,list"`
	Treaties     []string `json:"treaties" parquet:"treaties,list"`
	Symbol       string   `json:"symbol" parquet:"symbol,dict"`
	Paragraph    string   `json:"paragraph" parquet:"paragraph"`
	Segments     int      `json:"segments" parquet:"segments"`
	Act          int      `json:"act,omitempty" parquet:"act,optional"`
	Lang         string   `json:"lang" parquet:"lang,dict"`
	Text         string   `json:"text" parquet:"text"`
}

// Rows is a sequence of rows. A row is good until the next one is asked for: who keeps it keeps a copy. An error is the
// last that comes.
type Rows = iter.Seq2[*Row, error]

// Docs is a sequence of the segments found, those of one item one after another.
type Docs = iter.Seq2[*corpus.Doc, error]

// From makes the rows of segments in a unit. by says which of a segment's recommending States count, as its pairs; nil
// lets all of them count.
func From(docs Docs, unit upr.Unit, by func(*corpus.Doc) []upr.State) Rows {
	if by == nil {
		by = func(d *corpus.Doc) []upr.State { return d.By }
	}
	switch unit {
	case upr.UnitItem:
		return items(docs)
	case upr.UnitPair:
		return pairs(docs, by)
	default:
		return segments(docs)
	}
}

func segments(docs Docs) Rows {
	return func(yield func(*Row, error) bool) {
		var row Row
		for d, err := range docs {
			if err != nil {
				yield(nil, err)
				return
			}
			row.fill(d)
			if !yield(&row, nil) {
				return
			}
		}
	}
}

// pairs gives a row for each State of a segment, with the State at the end of its identifier.
func pairs(docs Docs, by func(*corpus.Doc) []upr.State) Rows {
	return func(yield func(*Row, error) bool) {
		var row Row
		for d, err := range docs {
			if err != nil {
				yield(nil, err)
				return
			}
			row.fill(d)
			for _, s := range by(d) {
				row.ID = d.ID + "-" + string(s)
				row.Recommending = append(row.Recommending[:0], string(s))
				if !yield(&row, nil) {
					return
				}
			}
		}
	}
}

// items puts the segments of one item into one row: their words a line each, their States and labels each once.
func items(docs Docs) Rows {
	return func(yield func(*Row, error) bool) {
		var row Row
		var words []string
		send := func() bool {
			row.Text = strings.Join(words, "\n")
			return row.Segments == 0 || yield(&row, nil)
		}
		for d, err := range docs {
			if err != nil {
				yield(nil, err)
				return
			}
			if row.Segments > 0 && d.Item == row.Item && string(d.State) == row.State {
				row.join(d)
			} else {
				if !send() {
					return
				}
				row.fill(d)
				row.ID, words = d.Item, words[:0]
			}
			words = append(words, row.words(d))
		}
		send()
	}
}

// fill makes the row of one segment, in the storage of the row before.
func (r *Row) fill(d *corpus.Doc) {
	*r = Row{ID: d.ID, Item: d.Item, Kind: d.Kind.String(), Source: sourceOf(d), Provisional: d.Provisional, State: string(d.State), Cycle: int(d.Review.Cycle),
		Session: int(d.Session), Year: d.Year, Position: string(d.Position), Action: d.Action, Symbol: d.Symbol, Paragraph: d.Para, Segments: 1, Act: int(d.Act),
		Recommending: r.Recommending[:0], Issues: append(r.Issues[:0], d.Issues...), Affected: append(r.Affected[:0], d.Affected...),
		SDGs: append(r.SDGs[:0], d.SDGs...), Treaties: append(r.Treaties[:0], d.Treaties...)}
	for _, s := range d.By {
		r.Recommending = append(r.Recommending, string(s))
	}
	r.Text = r.words(d)
	for _, l := range []*[]string{&r.Recommending, &r.Issues, &r.Affected, &r.SDGs, &r.Treaties} {
		if *l == nil {
			*l = []string{}
		}
	}
}

// words of a segment as the first of its texts has them.
func (r *Row) words(d *corpus.Doc) string {
	if len(d.Texts) == 0 {
		return ""
	}
	if r.Lang == "" {
		r.Lang = d.Texts[0].Lang
	}
	return d.Texts[0].Words
}

// join adds a further segment of the same item. An action category that differs between them is not said.
func (r *Row) join(d *corpus.Doc) {
	r.Segments++
	r.Act = max(r.Act, int(d.Act))
	if r.Action != d.Action {
		r.Action = 0
	}
	for _, s := range d.By {
		r.Recommending = once(r.Recommending, string(s))
	}
	for _, l := range []struct {
		to   *[]string
		from []string
	}{{&r.Issues, d.Issues}, {&r.Affected, d.Affected}, {&r.SDGs, d.SDGs}, {&r.Treaties, d.Treaties}} {
		for _, code := range l.from {
			*l.to = once(*l.to, code)
		}
	}
}

func once(list []string, code string) []string {
	if slices.Contains(list, code) {
		return list
	}
	return append(list, code)
}

// Clone is a copy of a row that stays as it is.
func (r *Row) Clone() Row {
	c := *r
	for _, l := range []*[]string{&c.Recommending, &c.Issues, &c.Affected, &c.SDGs, &c.Treaties} {
		*l = append([]string{}, *l...)
	}
	return c
}
