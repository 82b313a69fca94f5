package work

import (
	"github.com/a-h/templ"

	reports "github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// TakeReport is a report that can be taken out. Its name and what it is for are the messages "output.take.<code>" and
// "output.take.<code>.text".
type TakeReport struct{ Code, Href string }

// Take is the page of one report: what a person chooses, and what would come out.
type Take struct {
	Form
	Code     string
	Cycles   []Option
	Langs    []Option
	Order    []Option // of the rows; empty: the report has one order
	Themes   []Option // to choose from
	One      bool     // one theme only
	Sections []TakeSection
	Letters  []TakeLetter
	Source   string // of the sections
	Flags    []Option
	Hidden   []Option // what else stands in the address: Label is the parameter
	Texts    []TakeText
	Pages    page.Pagination
	Answers  string // address of the answers in preparation; empty: the reader may not
	Empty    bool   // there is nothing to report on

	Words, Limit, Over int
	Since              string
	LimitSource        string
	Sure               bool
	Findings           []TakeFind
	DOCX, Print        string
}

// TakeSection says under which section a theme stands.
type TakeSection struct {
	Name, Theme, Lang string
	Options           []Option
}

// TakeLetter is the letter of a section.
type TakeLetter struct{ Name, Title, Value string }

// TakeText is a text that may go into a report.
type TakeText struct {
	Rec     Link
	What    string
	Excerpt Text
	In      bool
	Toggle  string
}

// TakeFind is something to see to before a report goes out.
type TakeFind struct {
	Code    string
	Count   int
	Numbers string
	Href    string
}

// Answers are positions that the State intends to give, to be filled in page by page.
type Answers struct {
	Form
	Cycle          int
	Rows           []AnswerRow
	Given, All     int
	Pages          page.Pagination
	Filter         []Option
	Addendum, Page string
}

// AnswerRow is one recommendation with its answer.
type AnswerRow struct {
	ID       string
	Rec      Link
	Words    Text
	Position upr.Position // of the record
	Base     store.FactID
	Intended upr.Position
	Comment  Text
}

// Print is a report as a page.
type Print struct {
	Doc         *reports.Document
	DOCX, Back  string
	Title, Code string
}

// runLang is the language of a run where it is not that of the document.
func runLang(d *reports.Document, r reports.Run) string {
	if r.Lang == d.Lang {
		return ""
	}
	return r.Lang
}

func dirOf(d *reports.Document) string {
	if d.RTL {
		return "rtl"
	}
	return "ltr"
}

// span of a cell over columns.
func span(c reports.Cell) int { return max(c.Span, 1) }

// langAttr marks a language where there is one to mark.
func langAttr(lang string) templ.Attributes {
	if lang == "" {
		return templ.Attributes{}
	}
	return templ.Attributes{"lang": lang, "dir": "auto"}
}
