package rows

import (
	"slices"
	"strconv"
	"time"

	"github.com/openupr/openupr/internal/corpus"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/upr"
)

// About says what an answer is: enough to make it again, to know what its counts mean, and to cite it.
type About struct {
	Base       string        // address of the program, without a slash at the end: "https://upr.example"
	Address    string        // that gives the same answer again: Base + "/search?…&act=57"
	Asked      string        // the query as a person writes it; empty for everything
	Unit       upr.Unit      // of the rows
	Totals     corpus.Totals // in every unit
	Act        uint64        // last act that the answer holds
	At         time.Time     // of that act; zero for an empty record
	On         upr.Date      // as it stood on that day; zero: at the act
	Root       string        // tree head at that act, base64
	Checkpoint string        // signed, as a note
	Made       time.Time     // when the rows were taken
	Program    string        // its version
	Model      string        // version of the model that labels; empty where there is none
	Say        i18n.Printer

	Sources     []string // codes of the column "source" that occur, in the order of the alphabet
	Provisional int      // segments that are provisional
}

// Survey looks at the segments once to say from whom they come. It keeps nothing of them.
func (a *About) Survey(docs Docs) error {
	a.Sources, a.Provisional = nil, 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		if d.Provisional {
			a.Provisional++
		}
		if s := sourceOf(d); !slices.Contains(a.Sources, s) {
			a.Sources = append(a.Sources, s)
		}
	}
	slices.Sort(a.Sources)
	return nil
}

// sourceOf is who keeps what a segment was made of.
func sourceOf(d *corpus.Doc) string {
	switch {
	case d.Source != "":
		return d.Source
	case d.Provisional:
		return SourceUPRInfo
	case d.Kind == corpus.TreatyBody, d.Kind == corpus.SpecialProcedure, d.Kind == corpus.OtherMechanism:
		return SourceUHRI
	default:
		return SourceDocument
	}
}

// rows is how many rows the answer has in its unit.
func (a About) rows() int { return a.Totals.Of(a.Unit) }

// counted says the answer's three counts with their units.
func (a About) counted() string {
	return a.Say.List([]string{a.Say.T("count.item", "count", a.Totals.Items), a.Say.T("count.segment", "count", a.Totals.Segments), a.Say.T("count.pair", "count", a.Totals.Pairs)})
}

// title is what was asked, as a heading.
func (a About) title() string {
	if a.Asked == "" {
		return a.Say.T("takeaway.title.all")
	}
	return a.Say.T("takeaway.title", "asked", a.Asked)
}

// Citation is one line that names the answer so that anybody finds it again and can check it.
func (a About) Citation() string {
	return a.Say.T("takeaway.citation", "title", a.title(), "counts", a.counted(), "act", strconv.FormatUint(a.Act, 10), "day", day(a.At),
		"root", a.Root, "address", a.Address, "taken", day(a.Made))
}

// day is a date as every language of the pages reads it in a file: 2026-11-23.
func day(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format(time.DateOnly)
}

// line is one thing to know about an answer.
type line struct {
	key   string // for programs
	name  string // for people
	value string
}

// lines are what every format says of an answer, where it has a place for it.
func (a About) lines() []line {
	say := func(key, value string) line { return line{key, a.Say.T("takeaway.about." + key), value} }
	out := []line{
		say("title", a.title()),
		say("citation", a.Citation()),
		say("address", a.Address),
		say("unit", a.Say.T("unit."+string(a.Unit))),
		say("counts", a.counted()),
		say("act", strconv.FormatUint(a.Act, 10)),
	}
	if !a.On.IsZero() {
		out = append(out, say("on", a.On.String()))
	}
	out = append(out, say("root", a.Root))
	for _, m := range a.method() {
		out = append(out, line{"method." + m.key, m.name, m.value})
	}
	for _, s := range a.sources() {
		out = append(out, line{"source." + s.code, a.Say.T("takeaway.about.source"), s.Title})
	}
	return out
}

// method says how the rows were made, counted and labelled, a paragraph each.
func (a About) method() []line {
	say := func(key string, args ...any) line {
		return line{key, a.Say.T("takeaway.method." + key), a.Say.T("takeaway.method."+key+".text", args...)}
	}
	model := a.Model
	if model == "" {
		model = "–"
	}
	return []line{
		say("rows", "unit", a.Say.T("unit."+string(a.Unit)), "rows", a.rows()),
		say("units"),
		say("words"),
		say("provisional", "count", a.Provisional),
		say("labels", "model", model),
		say("neutral"),
		say("again", "address", a.Address, "act", strconv.FormatUint(a.Act, 10)),
	}
}

// source is somebody to whom the rows are owed.
type source struct {
	code  string
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

// sources of the rows, in a fixed order. UPR Info is named with every answer: action categories and issues are its.
func (a About) sources() []source {
	out := []source{{"un", a.Say.T("takeaway.source.un"), "https://documents.un.org"}}
	if slices.Contains(a.Sources, SourceUPRInfo) {
		out = append(out, source{SourceUPRInfo, a.Say.T("takeaway.source.uprinfo"), "https://upr-info-database.uwazi.io"})
	}
	if slices.Contains(a.Sources, SourceUHRI) {
		out = append(out, source{SourceUHRI, a.Say.T("takeaway.source.uhri"), "https://uhri.ohchr.org"})
	}
	return append(out, source{"labels", a.Say.T("takeaway.source.labels"), "https://upr-info.org"})
}
