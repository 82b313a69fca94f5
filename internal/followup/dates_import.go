package followup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// PreviewDates says of every row what taking the table would do, and changes nothing.
func (d *Desk) PreviewDates(ctx context.Context, who account.Person, ws string, rows []DateRow) ([]DateRow, error) {
	if _, err := space.Allow(who, ws, account.EditDates, nil); err != nil {
		return nil, err
	}
	v, err := d.seen(ctx, who, ws)
	if err != nil {
		return nil, err
	}
	return v.placeDates(rows), nil
}

// ImportDates takes a table of days as one act: all of it, or nothing where a row cannot be taken. The same table again
// changes nothing. It gives the rows with what they did.
func (d *Desk) ImportDates(ctx context.Context, who account.Person, ws string, rows []DateRow) ([]DateRow, error) {
	var placed []DateRow
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		seat, err := space.Allow(who, ws, account.EditDates, nil)
		if err != nil {
			return seat, Save{}, err
		}
		placed = s.Work.placeDates(rows)
		out := Save{Act: "dates"}
		for _, r := range placed {
			if len(r.Wrong) > 0 {
				return seat, Save{}, &DatesRefused{Code: "rows", Line: r.Line}
			}
			if r.Change == DateSame {
				continue
			}
			x := r.Deadline
			x.Author = who.ID
			base, _, held := s.Work.Shelf(plan.KindDeadline).Held(r.ID)
			if !held && s.Work.Deadlines.Len()+len(out.Puts) >= deadlinesMost {
				return seat, Save{}, &DatesRefused{Code: "full", Line: r.Line}
			}
			out.Puts = append(out.Puts, Put{Kind: plan.KindDeadline, ID: r.ID, Base: base, Thing: x})
			if fact, _, public := s.Open.Shelf(plan.KindDeadline).Held(r.ID); public {
				x.Author = ""
				out.OpenPuts = append(out.OpenPuts, Put{Kind: plan.KindDeadline, ID: r.ID, Base: fact, Thing: x})
			}
		}
		return seat, out, nil
	})
	return placed, err
}

// placeDates says which deadline each row is and what it changes of it. A row that says nothing of the day on which
// something was done leaves that as it is.
func (v *View) placeDates(rows []DateRow) []DateRow {
	out := slices.Clone(rows)
	seen := map[string]bool{}
	for i := range out {
		r := &out[i]
		r.Wrong = slices.Clone(r.Wrong)
		if r.BodyName != "" {
			id, ok := v.bodyNamed(r.BodyName)
			if !ok {
				r.Wrong = append(r.Wrong, DateWrong{"body", "body", excerpt(r.BodyName)})
			}
			r.Deadline.Body = id
		}
		r.ID = tableDate(r.Deadline)
		if seen[r.ID] {
			r.Wrong = append(r.Wrong, DateWrong{"again", "title", excerpt(r.Deadline.Title)})
		}
		seen[r.ID] = true
		h, held := v.Deadlines.Get(r.ID)
		if held && r.Deadline.Done.IsZero() {
			r.Deadline.Done = h.Thing.Done
		}
		same := h != nil && func() bool { x := h.Thing; x.Author = ""; return x == r.Deadline }()
		switch {
		case len(r.Wrong) > 0:
			r.Change = DateRefused
		case !held:
			r.Change = DateNew
		case same:
			r.Change = DateSame
		default:
			r.Change, r.Was = DateMoved, h.Thing.Due
		}
	}
	return out
}

// tableDate is the id of a deadline from a table: what it is, whose, and to which mechanism; its day may move.
func tableDate(x plan.Deadline) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{strings.ToLower(x.Mechanism), strings.ToLower(x.Title), x.Body}, "\n")))
	return "table-" + hex.EncodeToString(sum[:8])
}

// bodyNamed finds a body by its id or by its name in any language; never when two have the name.
func (v *View) bodyNamed(name string) (string, bool) {
	if _, ok := v.Bodies.Get(name); ok {
		return name, true
	}
	found := ""
	for id, b := range v.Bodies.Any() {
		for _, n := range b.Thing.Names {
			if strings.EqualFold(n.Words, name) && found != id {
				if found != "" {
					return "", false
				}
				found = id
			}
		}
	}
	return found, found != ""
}
