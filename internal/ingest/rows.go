package ingest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/files"
	"github.com/openupr/openupr/internal/ingest/uprinfo"
	"github.com/openupr/openupr/internal/killpoint"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// rowsReader names the reader and grammar of another keeper's tables in what they bring.
var rowsReader = record.ReadBy{Extractor: "openupr-rows/1", Grammar: "uprinfo/1"}

// RowsPlan is what a table of another keeper's rows would change, over all the reviews that it speaks of. It is one act.
type RowsPlan struct {
	File    File
	Keeper  string
	Base    uint64 // the act that the plan was made against
	Rows    int    // that were understood
	Left    []uprinfo.Left
	Unknown []string // headers that nobody here knows; their values are kept
	Reviews []RowsReview
	Add     []record.Fact
	End     []store.FactID
}

// RowsReview is what the table would change in one review, in entries: rows in the same words and with the same labels
// are one entry of several States.
type RowsReview struct {
	Review  upr.ReviewID
	Session upr.WGSession
	Rows    int
	Pledges int  // of the entries
	New     int  // that the record does not have
	Same    int  // that stay
	Gone    int  // that the record has and the table has not, or has otherwise
	Kept    int  // that the table has not, and that stay because it holds only a part of this review
	Report  bool // the report is at hand: rows meet its items
}

// Nothing says whether the plan changes nothing.
func (p *RowsPlan) Nothing() bool { return len(p.Add) == 0 && len(p.End) == 0 }

// Sum of a count over all reviews.
func (p *RowsPlan) Sum(of func(RowsReview) int) int {
	n := 0
	for _, r := range p.Reviews {
		n += of(r)
	}
	return n
}

// wholeShare of the rows known of a review must be in a table that is taken for the whole of it. One that holds less is
// taken for a part (one issue, one State): what it does not name stays.
const wholeShare = 0.8

// PrepareRows works out what a table would change against the record as v shows it.
func PrepareRows(ctx context.Context, v *record.View, f File, t *uprinfo.Table) (*RowsPlan, error) {
	plan := &RowsPlan{File: f, Keeper: uprinfo.Keeper, Base: v.Act, Rows: len(t.Rows), Left: t.Left, Unknown: t.Unknown,
		Add: make([]record.Fact, 0, len(t.Rows)+200)}
	for _, group := range entriesOf(t, f.SHA256) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		have, _ := v.Review(group.review)
		plan.review(group, have)
	}
	return plan, nil
}

// wantedReview is what a table has on one review.
type wantedReview struct {
	review  upr.ReviewID
	entries []*record.Entry
	rows    int
}

// entriesOf joins rows to entries, by review in the order of State and cycle, in the order of the file within.
func entriesOf(t *uprinfo.Table, sha string) []*wantedReview {
	byReview := map[upr.ReviewID]*wantedReview{}
	bySaid := make(map[string]*record.Entry, len(t.Rows))
	var list []*wantedReview
	var key []byte
	for i := range t.Rows {
		r := &t.Rows[i]
		w := byReview[r.Review]
		if w == nil {
			w = &wantedReview{review: r.Review}
			byReview[r.Review] = w
			list = append(list, w)
		}
		w.rows++
		e := record.Entry{Keeper: uprinfo.Keeper, Review: r.Review, Session: r.Session, Words: r.Words, Lang: "en", Response: r.Response,
			Position: r.Position, Action: r.Action, Issues: r.Issues, Labels: r.Labels, Pledge: r.Pledge, SHA256: sha}
		for _, a := range r.Also {
			e.Also = append(e.Also, record.Also(a))
		}
		key = appendSaid(append(append(key[:0], e.Review.String()...), '\n'), &e)
		known := bySaid[string(key)]
		if known == nil {
			known = &e
			bySaid[string(key)] = known
			w.entries = append(w.entries, known)
		}
		known.Rows = append(known.Rows, r.N)
		for _, a := range r.By {
			if !slices.ContainsFunc(known.By, func(o upr.Attribution) bool { return o.State == a.State && o.Printed == a.Printed }) {
				known.By = append(known.By, a)
			}
		}
	}
	slices.SortFunc(list, func(a, b *wantedReview) int {
		return cmp.Or(cmp.Compare(a.review.State, b.review.State), cmp.Compare(a.review.Cycle, b.review.Cycle))
	})
	return list
}

// appendSaid writes what an entry says of a recommendation, whatever States it names and wherever it was read.
func appendSaid(b []byte, e *record.Entry) []byte {
	put := func(s string) { b = append(append(b, s...), 0) }
	put(e.Words)
	put(e.Response)
	b = strconv.AppendInt(b, int64(e.Action), 10)
	b = strconv.AppendInt(append(b, ' '), int64(e.Session), 10)
	b = strconv.AppendBool(append(b, ' '), e.Pledge)
	put("")
	for _, list := range [][]string{e.Issues, e.Labels} {
		for _, s := range list {
			put(s)
		}
		put("")
	}
	for _, a := range e.Also {
		put(a.Header)
		put(a.Value)
	}
	return b
}

// saidBy is what an entry says, and of whom: two that are equal are the same, whatever file and row they stand in.
func saidBy(b []byte, e *record.Entry) []byte {
	b = appendSaid(b, e)
	names := make([]string, len(e.By))
	for i, a := range e.By {
		names[i] = string(a.State) + " " + a.Printed
	}
	slices.Sort(names)
	return append(b, strings.Join(names, "\n")...)
}

// review compares what a table has on a review with what the record has of the same keeper.
func (p *RowsPlan) review(w *wantedReview, have *record.Review) {
	out := RowsReview{Review: w.review, Session: w.entries[0].Session, Rows: w.rows}
	old := map[string][]*record.Entry{}
	oldRows := 0
	if have != nil {
		out.Report = len(have.Items) > 0
		for _, e := range have.Entries {
			if e.Keeper == p.Keeper && w.speaksOf(e) {
				k := string(saidBy(nil, e))
				old[k] = append(old[k], e)
				oldRows += len(e.Rows)
			}
		}
	}
	words := map[string]bool{} // subjects that the table has
	var key []byte
	added := len(p.Add)
	for _, e := range w.entries {
		if e.Pledge {
			out.Pledges++
		}
		key = saidBy(key[:0], e)
		if same := old[string(key)]; len(same) > 0 {
			old[string(key)] = same[1:]
			out.Same++
			continue
		}
		f := record.EntryFact(*e)
		if oldRows > 0 {
			words[f.Subject] = true
		}
		p.Add = append(p.Add, f)
		out.New++
	}
	whole := float64(w.rows) >= wholeShare*float64(oldRows)
	var end []*record.Entry
	for _, list := range old {
		for _, e := range list {
			if whole || words[e.Subject] {
				end = append(end, e)
			} else {
				out.Kept++
			}
		}
	}
	slices.SortFunc(end, func(a, b *record.Entry) int { return cmp.Compare(a.FactID, b.FactID) })
	for _, e := range end {
		p.End = append(p.End, e.FactID)
	}
	out.Gone = len(end)
	if (len(p.Add) > added || len(end) > 0) && !(have != nil && slices.ContainsFunc(have.Documents, func(d *record.Document) bool { return d.SHA256 == p.File.SHA256 })) {
		p.Add = append(p.Add, p.document(w, have).Fact())
	}
	p.Reviews = append(p.Reviews, out)
}

// speaksOf says whether the table is about entries of this kind at all: a list of recommendations says nothing of pledges,
// and the other way round.
func (w *wantedReview) speaksOf(e *record.Entry) bool {
	return slices.ContainsFunc(w.entries, func(o *record.Entry) bool { return o.Pledge == e.Pledge })
}

// document is the table in one review, as the record keeps the files that it took in.
func (p *RowsPlan) document(w *wantedReview, have *record.Review) record.Document {
	d := record.Document{SHA256: p.File.SHA256, Review: w.review, Kind: reading.Rows, Title: record.KeeperName(p.Keeper), Lang: "en",
		WGSession: w.entries[0].Session, File: p.File.Name, Size: int64(len(p.File.Bytes)), By: rowsReader,
		Items: len(w.entries), Pairs: w.rows, Count: upr.Count{Unit: upr.UnitItem}}
	for _, e := range w.entries {
		d.Count.Add(e.Position, 1)
	}
	return d
}

// ApplyRows keeps the original and brings the plan into the record as one act. It is refused with store.Changed when
// another table of the same keeper came in since the plan was made; nothing is then done.
func ApplyRows(ctx context.Context, st *store.Store, fs *files.Folder, plan *RowsPlan, who Who) (store.Committed, error) {
	if plan.Nothing() {
		return store.Committed{}, nil
	}
	if _, _, err := fs.Put(bytes.NewReader(plan.File.Bytes), int64(len(plan.File.Bytes))+1); err != nil {
		return store.Committed{}, fmt.Errorf("keeping the original of %s: %w", plan.File.Name, err)
	}
	killpoint.Reach("ingest.filed")
	act := who.Act(ActImport, plan.Keeper, plan.Base)
	act.Based = true
	c, err := Commit(ctx, st, act, plan.Add, plan.End)
	if err != nil {
		return store.Committed{}, fmt.Errorf("bringing in %s: %w", plan.File.Name, err)
	}
	return c, nil
}
