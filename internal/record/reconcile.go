package record

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// Reconciliation sets every count of a review that anybody made beside the record's own, and names the difference.
type Reconciliation struct {
	Review      upr.ReviewID
	Act         uint64
	Items       upr.Count // the record's own, at this act
	Segments    upr.Count
	Pairs       upr.Count
	Waiting     int // items read that wait for a person
	Lines       []Comparison
	Differences []Difference
	Moved       []Difference // positions that a later stage changed: no disagreement, but named
}

// Agrees says whether nothing is left to explain.
func (rc Reconciliation) Agrees() bool { return len(rc.Differences) == 0 && rc.Waiting == 0 }

// Comparison is one count that somebody made. A negative number means that it was not said.
type Comparison struct {
	By                                  string // symbol of the document, or who announced it
	Kind                                string // "document" or "tally"
	Stage                               upr.Stage
	Unit                                upr.Unit
	Received, Supported, Noted, Pending int
	Ours                                upr.Count // at the same stage, in the same unit
	Source                              upr.Source
}

// Difference between two sources, by item where it can be told. Kind has a message ("difference.<kind>").
type Difference struct {
	Kind   string // "received", "position", "moved", "gap", "tally-received", "tally-supported", "tally-noted"
	Item   upr.ItemID
	By     string // the source that differs
	Theirs string // position or number there
	Ours   string
}

// Reconcile compares a review's record with every document and announced tally.
func Reconcile(r *Review, act uint64) Reconciliation {
	rc := Reconciliation{Review: r.ID, Act: act, Items: r.Count, Segments: r.Segments, Pairs: r.Pairs, Waiting: r.WaitingItems()}
	for i, d := range r.Documents {
		if !supersededBy(d, r.Documents[i+1:]) {
			rc.document(r, d)
		}
	}
	for _, t := range r.Tallies {
		rc.tally(r, t)
	}
	rc.gaps(r)
	return rc
}

// supersededBy says whether a later file is another version of the same document.
func supersededBy(d *Document, later []*Document) bool {
	return slices.ContainsFunc(later, func(o *Document) bool {
		return o.Kind == d.Kind && o.Lang == d.Lang && (o.Symbol == d.Symbol || d.Kind == reading.ThematicList)
	})
}

// At counts the review's items by the position that held at the end of a stage.
func (r *Review) At(stage upr.Stage, unit upr.Unit) upr.Count {
	c := upr.Count{Unit: unit}
	for _, it := range r.Items {
		n := 1
		switch unit {
		case upr.UnitSegment:
			n = len(it.Segments)
		case upr.UnitPair:
			n = it.Pairs()
		}
		c.Add(positionAt(it, stage), n)
	}
	return c
}

func positionAt(it *Item, stage upr.Stage) upr.Position {
	var ev []upr.PositionEvent
	for _, e := range it.Events {
		if upr.CompareEvents(upr.PositionEvent{Stage: e.Stage}, upr.PositionEvent{Stage: stage}) <= 0 {
			ev = append(ev, e)
		}
	}
	return upr.Current(ev, upr.Date{})
}

func stageOf(k reading.Kind) upr.Stage {
	switch k {
	case reading.WGReport:
		return upr.StageWG
	case reading.Addendum:
		return upr.StageAddendum
	default:
		return upr.StagePlenary
	}
}

func (rc *Reconciliation) document(r *Review, d *Document) {
	if d.Items == 0 || d.Kind == reading.Rows { // another keeper's rows are no count of the document's items
		return
	}
	stage := stageOf(d.Kind)
	line := Comparison{By: d.Symbol, Kind: "document", Stage: stage, Unit: upr.UnitItem, Received: d.Items,
		Supported: d.Count.Supported, Noted: d.Count.Noted, Pending: d.Count.Pending, Ours: r.At(stage, upr.UnitItem), Source: upr.Source{Symbol: d.Symbol, SHA256: d.SHA256}}
	if d.Kind == reading.ThematicList {
		line.By = "OHCHR: " + d.Title
	}
	rc.Lines = append(rc.Lines, line)
	if d.Kind != reading.Addendum && d.Items != r.Count.Received()+rc.Waiting {
		rc.Differences = append(rc.Differences, Difference{Kind: "received", By: line.By, Theirs: strconv.Itoa(d.Items), Ours: strconv.Itoa(r.Count.Received())})
	}
	rc.positions(r, d, line.By)
}

// positions names the items on which a document's position is not the one that the record holds at the document's stage,
// and those whose position a later stage changed.
func (rc *Reconciliation) positions(r *Review, d *Document, by string) {
	for _, it := range r.Items {
		var said upr.Position
		for _, e := range it.Events {
			if e.Source.SHA256 == d.SHA256 && e.Segment == 0 {
				said = e.Value
			}
		}
		if !said.Final() {
			continue
		}
		if then := positionAt(it, stageOf(d.Kind)); said != then {
			rc.Differences = append(rc.Differences, Difference{Kind: "position", Item: it.ID, By: by, Theirs: string(said), Ours: string(then)})
		} else if said != it.Position {
			rc.Moved = append(rc.Moved, Difference{Kind: "moved", Item: it.ID, By: by, Theirs: string(said), Ours: string(it.Position)})
		}
	}
}

func (rc *Reconciliation) tally(r *Review, t upr.Tally) {
	unit := cmp.Or(t.Unit, upr.UnitItem)
	stage := t.Stage
	if !stage.Valid() {
		stage = upr.StageLater
	}
	ours := r.At(stage, unit)
	rc.Lines = append(rc.Lines, Comparison{By: t.By, Kind: "tally", Stage: stage, Unit: unit, Received: t.Received, Supported: t.Supported,
		Noted: t.Noted, Pending: -1, Ours: ours, Source: t.Source})
	if len(r.Items) == 0 {
		return
	}
	for _, c := range []struct {
		kind      string
		said, our int
	}{{"tally-received", t.Received, ours.Received()}, {"tally-supported", t.Supported, ours.Supported}, {"tally-noted", t.Noted, ours.Noted}} {
		if c.said >= 0 && c.said != c.our {
			rc.Differences = append(rc.Differences, Difference{Kind: c.kind, By: t.By, Theirs: strconv.Itoa(c.said), Ours: strconv.Itoa(c.our)})
		}
	}
}

// gaps names numbers that are missing inside a paragraph: no number was skipped in any report checked (handbook, 7.3).
func (rc *Reconciliation) gaps(r *Review) {
	seen := map[int][]int{}
	for _, it := range r.Items {
		if n, err := strconv.Atoi(it.Number); err == nil {
			seen[it.Paragraph] = append(seen[it.Paragraph], n)
		}
	}
	for _, q := range r.Questions {
		if it, _, ok := q.HeldItem(); ok {
			if n, err := strconv.Atoi(it.Number); err == nil {
				seen[it.Paragraph] = append(seen[it.Paragraph], n)
			}
		}
	}
	paras := make([]int, 0, len(seen))
	for p := range seen {
		paras = append(paras, p)
	}
	slices.Sort(paras)
	for _, p := range paras {
		nums := seen[p]
		slices.Sort(nums)
		want := 1
		for _, n := range nums {
			for ; want < n; want++ {
				rc.Differences = append(rc.Differences, Difference{Kind: "gap", Item: upr.NewItemID(r.ID, p, strconv.Itoa(want))})
			}
			want = n + 1
		}
	}
}
