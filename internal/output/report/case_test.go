package report_test

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/docx"
	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/ingest"
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// today is the day of the reports; the clock of the acts is the machine's.
var today = upr.Date{Year: 2030, Month: 6, Day: 1}

// followedUp is the sample's review with a workspace in which something was done, made once for all tests.
type followedUp struct {
	desk   *followup.Desk
	review *record.Review
	view   *followup.View
	recs   []*followup.Rec // of the review
}

var made = sync.OnceValues(makeSample)

func followUp(t testing.TB) followedUp {
	t.Helper()
	f, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var coordinator = account.Person{ID: "a1", Name: "Ada", Role: account.Visitor, Seats: []account.Seat{{Workspace: "ZZV", Role: account.Coordinator}}}

func makeSample() (f followedUp, err error) {
	ctx := context.Background()
	dir, err := tempDir()
	if err != nil {
		return f, err
	}
	st, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		return f, err
	}
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		return f, err
	}
	all, err := sample.Files()
	if err != nil {
		return f, err
	}
	for _, x := range all {
		v, err := record.Load(ctx, st, 0)
		if err != nil {
			return f, err
		}
		p, err := ingest.NewParser().Parse(ctx, ingest.NewFile(x.Name, x.Bytes))
		if err != nil {
			return f, err
		}
		pl, err := ingest.Prepare(ctx, st, v, p)
		if err != nil {
			return f, err
		}
		if _, err := ingest.Apply(ctx, st, folder, pl, ingest.ActImport, ingest.Who{Role: "editor"}); err != nil {
			return f, err
		}
	}
	keeper, err := record.NewKeeper(ctx, st)
	if err != nil {
		return f, err
	}
	f.desk = &followup.Desk{Store: st, Keeper: followup.NewKeeper(st), Record: keeper, Now: time.Now}
	f.review, _ = keeper.View().Review(reference.SampleReview())
	if err := f.work(ctx); err != nil {
		return f, err
	}
	if f.view, err = f.desk.See(ctx, coordinator, "ZZV"); err != nil {
		return f, err
	}
	recs, err := f.desk.Recs(ctx, "ZZV")
	if err != nil {
		return f, err
	}
	for _, r := range recs.All {
		if r.Review == f.review.ID && r.Kind == followup.RecItem {
			f.recs = append(f.recs, r)
		}
	}
	return f, nil
}

// hostile is what somebody may write who means no good, or just writes: markup, a second numbering, words of positions.
const hostile = "<w:p>Not markup</w:p> & “Supported” 28.1\nSecond line. Noted: 28.2. <script>alert(1)</script>"

// work is what people did: two bodies, two clusters, one report validated, one a draft, one assessment, two measures.
func (f *followedUp) work(ctx context.Context) error {
	ids := make([]string, 0, 8)
	for _, it := range f.review.Items[:8] {
		ids = append(ids, string(it.ID))
	}
	en := func(s string) plan.Names { return plan.Names{{Lang: "en", Words: s}} }
	puts := []followup.Put{
		{Kind: plan.KindBody, ID: "justice", Thing: plan.Body{Names: en("Ministry of Invented Justice"), Kind: plan.Ministry}},
		{Kind: plan.KindBody, ID: "office", Thing: plan.Body{Names: en("Invented Commissioner"), Kind: plan.Commissioner}},
		{Kind: plan.KindCluster, ID: "c1", Thing: plan.Cluster{Title: plan.Names{{Lang: "en", Words: "A12 Invented prisons"}, {Lang: "kk", Words: "Түрмелер"}}, Basis: plan.ByArea, Recs: ids[:4]}},
		{Kind: plan.KindCluster, ID: "c2", Thing: plan.Cluster{Title: en("SDGs"), Basis: plan.ByHand, Recs: ids[3:6]}},
		{Kind: plan.KindAssignment, ID: plan.AssignmentID(ids[0], "justice"), Thing: plan.Assignment{Rec: ids[0], Body: "justice", Part: plan.Leads, Reply: plan.Accepted, Due: upr.Date{Year: 2030, Month: 1, Day: 31}}},
		{Kind: plan.KindMeasure, ID: "m1", Thing: plan.Measure{Title: en("An invented law on visits"), Kind: plan.LawMeasure, Recs: ids[:2], Lead: "justice", Status: plan.Ongoing, Due: upr.Date{Year: 2029, Month: 12, Day: 31}, Obstacles: "Invented obstacle", Assistance: "Invented help"}},
		{Kind: plan.KindReport, ID: "r1", Thing: plan.Report{Rec: ids[0], Body: "justice", Status: plan.Partial, Texts: en(hostile), Step: plan.Validated, Author: "a2", Validator: "a3", Until: upr.Date{Year: 2029, Month: 5, Day: 1}}},
		{Kind: plan.KindReport, ID: "r2", Thing: plan.Report{Rec: ids[1], Body: "justice", Status: plan.Full, Texts: en("A draft that nobody may see"), Step: plan.Draft, Author: "a2"}},
		{Kind: plan.KindAssessment, ID: "s1", Thing: plan.Assessment{Rec: ids[0], Body: "office", Voice: plan.VoiceInstitution, Verdict: plan.Contests, Status: plan.Ongoing, Texts: en("Invented visits were refused."), Step: plan.Published, Author: "a4"}},
	}
	_, _, err := f.desk.Do(ctx, coordinator, coordinator.Seats[0], followup.Save{Workspace: "ZZV", Act: "plan", Puts: puts})
	return err
}

func printer(t testing.TB, lang i18n.Lang) i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Printer(lang)
}

// caseIn is the case of the sample in a language.
func caseIn(t testing.TB, lang i18n.Lang) *report.Case {
	t.Helper()
	f := followUp(t)
	return report.Gather(report.From{View: f.view, Recs: f.recs, Review: f.review, Say: printer(t, lang), On: today, At: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)})
}

func written(t testing.TB, d *report.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.WriteDOCX(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readBack reads a Word file with our own reader.
func readBack(t testing.TB, b []byte) *document.Document {
	t.Helper()
	doc, err := docx.Read(t.Context(), b, document.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// textOf is everything that a document says.
func textOf(doc *document.Document) string {
	var b bytes.Buffer
	for _, x := range doc.Blocks {
		b.WriteString(x.Label + " " + x.Text + "\n")
		for _, c := range x.Cells {
			for _, p := range c.Paragraphs {
				b.WriteString(p.Text + "\n")
			}
		}
	}
	return b.String()
}

func finding(d *report.Document, code string) []string {
	var out []string
	for _, f := range d.Findings {
		if f.Code == code {
			for _, r := range f.Recs {
				out = append(out, r.Number)
			}
		}
	}
	slices.Sort(out)
	return out
}
