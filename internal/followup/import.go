package followup

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/ingest/plansheet"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts that bring tables, as the ledger names them.
const (
	ActColumns  = "columns"   // how a table is read, and what its words mean
	ActPlanFile = "plan-file" // a table of a plan
	ActWorkbook = "workbook"  // a body's workbook that came back
)

// PlanFile is a table as it would be read: proposed, or as a person confirmed it.
type PlanFile struct {
	Book      *plansheet.Book
	Layout    plansheet.Layout
	ID        string       // of the columns as they are remembered
	Base      store.FactID // 0: this header was never confirmed
	Columns   plan.Columns
	Confirmed bool

	index  *plansheet.Index
	bodies *plansheet.Bodies
}

// Found says whether the file has a table at all.
func (f *PlanFile) Found() bool { return len(f.Layout.Columns) > 0 }

// LookAtPlan proposes how a table is read. sheet and row (from 1) point at another header than the one found; 0 leaves it.
func (d *Desk) LookAtPlan(ctx context.Context, who account.Person, ws string, b *plansheet.Book, sheet, row int) (*PlanFile, error) {
	if _, err := space.Allow(who, ws, account.EditPlan, nil); err != nil {
		return nil, err
	}
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	return d.lookAt(v, d.recsAt(v), b, sheet, row), nil
}

func (d *Desk) lookAt(v *View, recs *Recs, b *plansheet.Book, sheet, row int) *PlanFile {
	f := &PlanFile{Book: b, index: planIndex(v, recs), bodies: planBodies(v)}
	at, h, ok := f.header(v, sheet, row)
	if !ok {
		return f
	}
	f.ID = plansheet.HeaderID(h.Names)
	var remembered *plan.Columns
	if c, ok := v.Columns.Get(f.ID); ok {
		f.Base, f.Columns, f.Confirmed = c.Fact, c.Thing, true
		remembered = &f.Columns
	}
	f.Layout = plansheet.Propose(b, at, h, f.index, f.bodies, remembered)
	if !f.Confirmed {
		f.Columns = f.Layout.Confirmed()
	}
	return f
}

// header is the one that a person points at, else one that was confirmed earlier, else the one found.
func (f *PlanFile) header(v *View, sheet, row int) (int, plansheet.Header, bool) {
	b := f.Book
	if sheet > 0 && sheet <= len(b.Sheets) {
		s := b.Sheets[sheet-1]
		h, ok := plansheet.Find(s)
		if row > 0 {
			h, ok = plansheet.At(s, row-1)
		}
		return sheet - 1, h, ok
	}
	for i, s := range b.Sheets {
		for _, c := range v.Columns.Any() {
			if c.Thing.Sheet != s.Name || c.Thing.Row == 0 {
				continue
			}
			if h, ok := plansheet.At(s, c.Thing.Row-1); ok && plansheet.HeaderID(h.Names) == c.ID {
				return i, h, true
			}
		}
	}
	return plansheet.Best(b)
}

// planIndex finds the recommendations of a workspace by what tables call them.
func planIndex(v *View, recs *Recs) *plansheet.Index {
	names := map[string][]string{}
	for _, n := range v.Notes.Any() {
		if ref, ok := plansheet.ReferenceOf(n.Thing); ok {
			names[n.Thing.About] = append(names[n.Thing.About], ref)
		}
	}
	list := make([]plansheet.Rec, 0, len(recs.All))
	for _, r := range recs.All {
		x := plansheet.Rec{ID: r.ID, Number: r.Number, Cycle: int(r.Review.Cycle), Names: names[r.ID]}
		for _, t := range r.Texts {
			x.Texts = append(x.Texts, t.Words)
		}
		if len(x.Texts) == 0 && r.Words != "" {
			x.Texts = []string{r.Words}
		}
		list = append(list, x)
	}
	return plansheet.NewIndex(list)
}

func planBodies(v *View) *plansheet.Bodies {
	var list []plansheet.Body
	for id, b := range v.Bodies.All() {
		x := plansheet.Body{ID: id}
		for _, n := range b.Thing.Names {
			x.Names = append(x.Names, n.Words)
		}
		list = append(list, x)
	}
	return plansheet.NewBodies(list)
}

// maxAnswers bounds what is remembered of one table.
const maxAnswers = 5000

// SaveColumns keeps how a table is read and what a person said of its words.
func (d *Desk) SaveColumns(ctx context.Context, who account.Person, ws, id string, base store.FactID, c plan.Columns) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActColumns}
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, save, err
		}
		if c.Plan == "" {
			if _, err := space.NeedWords("title", c.Title, space.NameMax); err != nil {
				return seat, save, err
			}
			c.Plan = derived(ws, "plan", id, c.Title)
		} else if p, ok := s.Work.Plans.Get(c.Plan); ok {
			c.Title, c.Type = "", ""
			_ = p
		} else if c.Title == "" {
			return seat, save, &Invalid{Code: "unknown", Field: "plan", Value: c.Plan}
		}
		if c.Title != "" && c.Type == "" {
			c.Type = plan.UPRPlan
		}
		if len(c.Values) > maxAnswers || len(c.Means) > 300 || len(c.Header) > 300 {
			return seat, save, &Invalid{Code: "many", Field: "value"}
		}
		for _, v := range c.Values {
			if err := space.CheckWords("value", v, space.ReasonMax); err != nil {
				return seat, save, err
			}
		}
		save.Puts = []Put{{Kind: plan.KindColumns, ID: id, Base: base, Thing: c}}
		return seat, save, nil
	})
	return err
}

// derived is an identifier that follows from what a thing is, so that the same table twice names the same things.
func derived(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// PlanPreview is what a table would change.
type PlanPreview struct {
	File    *PlanFile
	Table   *plansheet.Table
	PlanID  string
	Title   string // of the plan
	Begins  bool   // the plan is new
	Changes []PlanChange
	Counts  map[string]PlanCount // by kind of thing
	Missing []string             // ids of measures of the plan that the file does not name; they stay
	Long    []string             // cells whose words no field takes; kept as notes
	Seen    string               // says later whether the preview is still the same
	Titles  map[string]string    // of things that are new, by their ids

	save Save
}

// Nothing says whether everything stands so already.
func (p *PlanPreview) Nothing() bool { return len(p.save.Puts)+len(p.save.Drops) == 0 }

// PlanCount counts the things of a kind.
type PlanCount struct{ New, Changed, Same, Gone int }

// PlanChange is one thing that would be new, other than it is, or gone.
type PlanChange struct {
	Kind, ID  string
	Title     string
	Cell      string // where the table says it
	New, Gone bool
	Diffs     []plan.Difference // A: as it stands, C: as the table says; of a new thing only C
	Meanwhile uint64            // the act that changed it here since it last came from a table; 0: none
}

// StalePreview says that what a table would change is no longer what the person saw: look again.
type StalePreview struct{ Preview *PlanPreview }

func (e *StalePreview) Error() string { return "the preview is not what was confirmed" }

// ErrWaiting says that questions of a table are open.
var ErrWaiting = errors.New("questions of the table are open")

// ErrNoColumns says that nobody confirmed how the table is read.
var ErrNoColumns = errors.New("nobody confirmed the columns")

// PreviewPlan works out what a table would change as a person confirmed it. leave are things that stay as they are.
func (d *Desk) PreviewPlan(ctx context.Context, who account.Person, ws string, b *plansheet.Book, leave []string) (*PlanPreview, error) {
	if _, err := space.Allow(who, ws, account.EditPlan, nil); err != nil {
		return nil, err
	}
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	return d.previewPlan(ctx, ws, v, d.recsAt(v), b, leave)
}

func (d *Desk) previewPlan(ctx context.Context, ws string, v *View, recs *Recs, b *plansheet.Book, leave []string) (*PlanPreview, error) {
	f := d.lookAt(v, recs, b, 0, 0)
	if !f.Confirmed {
		return nil, ErrNoColumns
	}
	table, err := plansheet.Take(ctx, b, f.Layout, plansheet.AnswersOf(f.Columns), f.index, f.bodies)
	if err != nil {
		return nil, err
	}
	m := newPlanMaker(ws, v, f, table)
	m.make()
	return m.finish(leave), nil
}

// ImportPlan brings a table in as one act: all of it or nothing. seen is PlanPreview.Seen as the person saw it; when the
// preview is another by now, nothing is written and the error is a *StalePreview.
func (d *Desk) ImportPlan(ctx context.Context, who account.Person, ws string, b *plansheet.Book, leave []string, seen string) (*PlanPreview, error) {
	var out *PlanPreview
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditPlan, nil)
		if err != nil {
			return seat, Save{}, err
		}
		out, err = d.previewPlan(ctx, ws, s.Work, s.Recs, b, leave)
		if err != nil {
			return seat, Save{}, err
		}
		if out.Table.Waiting() > 0 {
			return seat, Save{}, ErrWaiting
		}
		if out.Seen != seen {
			return seat, Save{}, &StalePreview{out}
		}
		for _, need := range []struct {
			kind string
			act  account.Act
		}{{plan.KindBody, account.EditBodies}, {plan.KindAssignment, account.Assign}, {plan.KindMeasure, account.EditMeasure}, {plan.KindIndicator, account.EditSeries}} {
			if slices.ContainsFunc(out.save.Puts, func(p Put) bool { return p.Kind == need.kind }) {
				if _, err := space.Allow(who, ws, need.act, nil); err != nil {
					return seat, Save{}, err
				}
			}
		}
		save := out.save
		s.keepOpen(&save)
		return seat, save, nil
	})
	if err != nil {
		return nil, fmt.Errorf("bringing in %s: %w", b.Name, err)
	}
	return out, nil
}

// seenOf is a digest of what a save does.
func seenOf(s Save) string {
	h := sha256.New()
	for _, p := range s.Puts {
		fmt.Fprintf(h, "%s\x00%s\x00%d\x00", p.Kind, p.ID, p.Base)
		for _, f := range p.Thing.([]plan.Field) {
			fmt.Fprintf(h, "%s\x00%s\x00", f.Name, f.Value)
		}
	}
	for _, x := range s.Drops {
		fmt.Fprintf(h, "-%s\x00%s\x00%d\x00", x.Kind, x.ID, x.Base)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// kindsOf counted, in the order of plan.Kinds.
func (p *PlanPreview) KindsOf() []string {
	out := slices.Collect(maps.Keys(p.Counts))
	slices.SortFunc(out, func(a, b string) int { return slices.Index(plan.Kinds, a) - slices.Index(plan.Kinds, b) })
	return out
}
