package record

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/upr"
)

// keeperNames are how keepers of other databases are cited.
var keeperNames = map[string]string{"uprinfo": "UPR Info"}

// KeeperName is how the keeper of a database is cited.
func KeeperName(keeper string) string { return cmp.Or(keeperNames[keeper], keeper) }

// makeProvisional makes items of the entries while no report is at hand. The same words in one review are one item with
// several States; where their keeper gives them different positions they are one item a position.
func (r *Review) makeProvisional() {
	r.Provisional, r.madeOf = nil, nil
	if len(r.Entries) == 0 || r.hasReport() {
		return
	}
	n := len(r.Entries)
	positions := make(map[string]upr.Position, n) // by name: the first that came
	made := make(map[upr.ItemID]*Item, n)
	r.madeOf = make(map[upr.ItemID][]*Entry, n)
	r.Provisional = make([]*Item, 0, n)
	room := make([]provisional, 0, n)
	for i, e := range r.Entries {
		if e.Pledge {
			continue
		}
		name := e.Name()
		if p, ok := positions[name]; !ok {
			positions[name] = e.Position
		} else if p != e.Position {
			name = entryName(e.Words + " " + string(e.Position))
		}
		id := upr.NewProvisionalID(r.ID, name)
		it := made[id]
		if it == nil {
			room = append(room, provisional{})
			it = room[len(room)-1].make(r.ID, id, e)
			made[id] = it
			r.Provisional = append(r.Provisional, it)
			r.madeOf[id] = r.Entries[i : i+1 : i+1]
		} else {
			r.madeOf[id] = append(r.madeOf[id], e)
		}
		it.Act = max(it.Act, e.Act)
		s := &it.Segments[0]
		s.By = slices.Grow(s.By, len(e.By))
		for _, a := range e.By {
			if a.State != "" && a.State != r.ID.State && !slices.ContainsFunc(s.By, func(o upr.Attribution) bool { return o.State == a.State }) {
				s.By = append(s.By, a)
			}
		}
	}
	slices.SortStableFunc(r.Provisional, func(a, b *Item) int { return cmp.Compare(a.Sort, b.Sort) })
	r.ProvisionalCount.Unit = upr.UnitItem
	for _, it := range r.Provisional {
		it.settle()
		r.ProvisionalCount.Add(it.Position, 1)
	}
}

// provisional is an item with the one text, segment and event that it has: all in one piece.
type provisional struct {
	item    Item
	text    [1]upr.Text
	segment [1]upr.Segment
	event   [1]upr.PositionEvent
	act     [1]uint64
}

func (p *provisional) make(review upr.ReviewID, id upr.ItemID, e *Entry) *Item {
	src := upr.Source{Symbol: KeeperName(e.Keeper), SHA256: e.SHA256}
	p.text[0] = upr.Text{Lang: e.Lang, Words: e.Words, Origin: upr.FromSource, Source: src}
	p.segment[0] = upr.Segment{N: 1, Words: e.Words}
	p.event[0] = upr.PositionEvent{Item: id, Stage: upr.StagePlenary, Value: cmp.Or(e.Position, upr.Unclear), Raw: e.Response, Source: src}
	p.act[0] = e.Act
	it := &p.item
	it.FactID, it.Act, it.Events, it.EventAct = e.FactID, e.Act, p.event[:], p.act[:]
	it.Item = upr.Item{ID: id, Review: review, Texts: p.text[:], Segments: p.segment[:]}
	if len(e.Rows) > 0 {
		it.Sort = e.Rows[0]
		it.Place = strconv.Itoa(e.Rows[0])
	}
	return it
}

// ProvisionalItem of the review by its identifier.
func (r *Review) ProvisionalItem(id upr.ItemID) (*Item, bool) {
	for _, it := range r.Provisional {
		if it.ID == id {
			return it, true
		}
	}
	return nil, false
}

// EntriesOf an item: those whose rows met it, and for a provisional item those of which it was made.
func (r *Review) EntriesOf(id upr.ItemID) []*Entry {
	if made, ok := r.madeOf[id]; ok {
		return made
	}
	ref, ok := upr.ParseItemRef(string(id))
	if !ok {
		return nil
	}
	var out []*Entry
	for _, e := range r.Entries {
		if ref.Provisional != "" && (e.Name() == ref.Provisional || entryName(e.Words+" "+string(e.Position)) == ref.Provisional) ||
			slices.ContainsFunc(e.Met, func(m Meeting) bool { return m.Item == id }) {
			out = append(out, e)
		}
	}
	return out
}

// Absorbed are the items of the report into which a provisional item went.
func (r *Review) Absorbed(id upr.ItemID) []upr.ItemID {
	var out []upr.ItemID
	for _, e := range r.EntriesOf(id) {
		for _, m := range e.Met {
			if !slices.Contains(out, m.Item) {
				out = append(out, m.Item)
			}
		}
	}
	return out
}

// WaitingEntries counts the entries that wait for a person.
func (r *Review) WaitingEntries() int {
	n := 0
	for _, e := range r.Entries {
		if e.Waits != "" {
			n++
		}
	}
	return n
}
