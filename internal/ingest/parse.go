package ingest

import (
	"context"
	"fmt"

	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/ingest/addendum"
	"github.com/openupr/openupr/internal/ingest/thematic"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/ingest/wgreport"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Parser reads files. The zero value reads with its own extractors only and the default limits.
type Parser struct {
	Limits    document.Limits
	Pdftotext string // path of a second extractor; empty: none at hand
	// Names says which States names mean; nil: the members and observers only.
	Names *gazetteer.Gazetteer
	// Known tells which items of a review its report left pending and which it decided, for documents that answer by number.
	Known func(upr.ReviewID) (pending, decided []upr.ItemID)
}

// NewParser finds what is at hand on this machine. It knows the sample's invented States too, none of whose names is near
// a real one, so that the sample's documents can be handed in like any other.
func NewParser() *Parser {
	p := &Parser{Limits: document.DefaultLimits(), Names: gazetteer.WithInvented()}
	if path, ok := pdf.FindPdftotext(); ok {
		p.Pdftotext = path
	}
	return p
}

// Parsed is a file with what was understood of it.
type Parsed struct {
	File    File
	Doc     *document.Document
	Reading *reading.Reading
	Table   *uprinfo.Table // of another keeper's rows; the reading then has nothing but its kind (see PrepareRows)
}

// Parse reads one file. Its error is a *document.Refused when the file itself is the reason.
func (p *Parser) Parse(ctx context.Context, f File) (*Parsed, error) {
	lim := p.Limits
	if lim.Bytes == 0 {
		lim = document.DefaultLimits()
	}
	if uprinfo.Detect(f.Bytes) {
		return p.parseRows(ctx, f)
	}
	doc, err := read(ctx, f, lim)
	if err != nil {
		return nil, err
	}
	r, err := p.understand(ctx, doc)
	if err != nil {
		return nil, err
	}
	if doc.Format == document.PDF && p.Pdftotext != "" && len(r.Items) > 0 {
		if err := p.secondOpinion(ctx, f, lim, r); err != nil {
			return nil, err
		}
	}
	changedPassages(doc, r)
	if !r.Review.Valid() && len(r.Items) == 0 && r.Review.State == f.Place.State {
		r.Review = f.Place
	}
	return &Parsed{File: f, Doc: doc, Reading: r}, nil
}

// parseRows reads a table of another keeper's rows.
func (p *Parser) parseRows(ctx context.Context, f File) (*Parsed, error) {
	t, err := uprinfo.Read(ctx, f.Bytes, p.Names)
	if err != nil {
		return nil, err
	}
	doc := &document.Document{Format: document.Text, Extractor: rowsReader.Extractor, SHA256: f.SHA256, Warnings: t.Warnings}
	return &Parsed{File: f, Doc: doc, Table: t, Reading: &reading.Reading{Kind: reading.Rows, Lang: "en", Grammar: rowsReader.Grammar}}, nil
}

// understand gives the blocks to the grammar that knows them.
func (p *Parser) understand(ctx context.Context, doc *document.Document) (*reading.Reading, error) {
	g := p.Names
	if g == nil {
		g = gazetteer.Default()
	}
	switch {
	case thematic.Detect(doc):
		return thematic.Read(ctx, doc, g)
	case addendum.Detect(doc):
		return p.readAddendum(ctx, doc, g)
	case wgreport.Detect(doc):
		return wgreport.Read(ctx, doc, g)
	}
	if r, ok := dossier(doc, g); ok {
		return r, nil
	}
	return nil, document.Refuse(document.NotExpected, "")
}

// readAddendum reads once without the report to learn the review, and again with the report's items where they are at
// hand, so that ranges and slips can be checked against what was pending.
func (p *Parser) readAddendum(ctx context.Context, doc *document.Document, g *gazetteer.Gazetteer) (*reading.Reading, error) {
	r, err := addendum.Read(ctx, doc, g, nil)
	if err != nil || p.Known == nil || !r.Review.Valid() {
		return r, err
	}
	pending, decided := p.Known(r.Review)
	if len(pending)+len(decided) == 0 {
		return r, nil
	}
	return addendum.ReadBeside(ctx, doc, g, &addendum.Report{Pending: pending, Decided: decided})
}

// secondOpinion reads the file with the other extractor and asks a person where an item's words differ. A second
// extractor that fails is no reason to refuse the file: the first one's reading stands and is marked by its name.
func (p *Parser) secondOpinion(ctx context.Context, f File, lim document.Limits, r *reading.Reading) error {
	doc, err := pdf.ReadWithPdftotext(ctx, p.Pdftotext, f.Bytes, lim)
	if err != nil {
		return ctx.Err()
	}
	doc.SHA256 = f.SHA256
	other, err := p.understand(ctx, doc)
	if err != nil {
		return ctx.Err()
	}
	words := make(map[upr.ItemID]string, len(other.Items))
	for _, it := range other.Items {
		if len(it.Texts) > 0 {
			words[it.ID] = foldWords(it.Texts[0].Words)
		}
	}
	for i := range r.Items {
		it := &r.Items[i]
		if len(it.Texts) == 0 {
			continue
		}
		theirs, ok := words[it.ID]
		if ok && theirs == foldWords(it.Texts[0].Words) {
			continue
		}
		it.Questions = append(it.Questions, reading.Question{Kind: "extractors-differ", Item: it.ID, Page: it.Page, Place: it.Place,
			Detail: map[string]string{"first": r.Grammar, "second": doc.Extractor}})
	}
	return nil
}

// Describe says in one line, for logs and progress, what a reading is.
func Describe(r *reading.Reading) string {
	return fmt.Sprintf("%s %s %s: %d items, %d positions, %d questions", r.Kind, r.Symbol, r.Review, len(r.Items), len(r.Events), QuestionCount(r))
}

// QuestionCount counts everything a person is asked about a reading.
func QuestionCount(r *reading.Reading) int {
	n := len(r.Questions)
	for _, it := range r.Items {
		n += len(it.Questions)
	}
	return n
}
