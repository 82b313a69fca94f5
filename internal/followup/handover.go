package followup

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

// HandOver moves a person's open work to another as one act: what is assigned to the person by name, and texts begun and not
// yet validated or published. Whose words a text is stays known: who wrote it never validates it, and neither does who takes
// it over. Whoever hands over may do so for all bodies, or for those of their seats; of others' work nothing moves.
func (d *Desk) HandOver(ctx context.Context, who account.Person, ws, from, to string) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActHandOver}
		seat, err := space.Allow(who, ws, account.HandOver, nil)
		if err != nil {
			return seat, save, err
		}
		if from == "" || to == "" || from == to {
			return seat, save, &Invalid{Code: "unknown", Field: "to", Value: to}
		}
		sits, err := d.sitsFor(ctx, s.Work, to)
		if err != nil {
			return seat, save, err
		}
		if len(sits) == 0 {
			return seat, save, &Invalid{Code: "no-seat", Field: "to", Value: to}
		}
		moves := func(body string) bool {
			got, ok := who.SeatFor(ws, account.HandOver, &account.Target{Bodies: []string{body}})
			if ok && slices.Contains(sits, body) {
				seat = got
				return true
			}
			return false
		}
		save.Puts = s.handed(from, to, moves)
		if len(save.Puts) == 0 {
			return seat, save, &Invalid{Code: "nothing", Field: "from", Value: from}
		}
		return seat, save, nil
	})
	return err
}

// handed is what moves from one person to another, of the bodies that move says.
func (s *sides) handed(from, to string, moves func(body string) bool) []Put {
	var puts []Put
	for id, h := range s.Work.Assignments.All() {
		if a := h.Thing; a.Person == from && moves(a.Body) {
			a.Person = to
			puts = append(puts, Put{Kind: plan.KindAssignment, ID: id, Base: h.Fact, Thing: a})
		}
	}
	for id, h := range s.Work.Reports.All() {
		r := h.Thing
		if r.Author != from || r.Step == plan.Validated || r.Step == plan.Published || !moves(r.Body) {
			continue
		}
		r.Author = to
		if r.With = slices.DeleteFunc(slices.Clone(r.With), func(a string) bool { return a == to }); !slices.Contains(r.With, from) {
			r.With = append(r.With, from)
		}
		puts = append(puts, Put{Kind: plan.KindReport, ID: id, Base: h.Fact, Thing: r})
	}
	for id, h := range s.Work.Assessments.All() {
		if a := h.Thing; a.Author == from && a.Step != plan.Published && moves(a.Body) {
			a.Author = to
			puts = append(puts, Put{Kind: plan.KindAssessment, ID: id, Base: h.Fact, Thing: a})
		}
	}
	return puts
}

// sitsFor are the bodies that an account has a seat for.
func (d *Desk) sitsFor(ctx context.Context, v *View, account string) ([]string, error) {
	seats, err := d.seatsAt(ctx, v)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, s := range seats {
		if s.Account == account && s.Body != "" {
			out = appendOnce(out, s.Body)
		}
	}
	return out, nil
}

// Succeed moves what a body still has to do to the body that took over, as one act: its assignments, which the new body is
// asked to accept, and the measures that it leads or supports. What the old body said stays said by it.
func (d *Desk) Succeed(ctx context.Context, who account.Person, ws, from, to string) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActSucceed}
		seat, err := space.Allow(who, ws, account.Assign, &account.Target{Bodies: []string{from, to}})
		if err != nil {
			return seat, save, err
		}
		if _, ok := s.Work.Bodies.Get(from); !ok {
			return seat, save, &Invalid{Code: "unknown", Field: "from", Value: from}
		}
		if err := d.checkBody(s.Work, "to", to); err != nil {
			return seat, save, err
		}
		if !follows(s.Work, from, to, map[string]bool{}) || from == to {
			return seat, save, &Invalid{Code: "successor", Field: "to", Value: to}
		}
		s.succeed(&save, from, to)
		if len(save.Puts) == 0 {
			return seat, save, &Invalid{Code: "nothing", Field: "from", Value: from}
		}
		s.keepOpen(&save)
		return seat, save, nil
	})
	return err
}

func (s *sides) succeed(save *Save, from, to string) {
	for id, h := range s.Work.Assignments.All() {
		a := h.Thing
		if a.Body != from || !a.Stands() {
			continue
		}
		save.Drops = append(save.Drops, Drop{Kind: plan.KindAssignment, ID: id, Base: h.Fact})
		next := plan.Assignment{Rec: a.Rec, Body: to, Part: a.Part, Reply: plan.Waiting, Due: a.Due, Note: a.Note}
		put := Put{Kind: plan.KindAssignment, ID: next.ID(), Thing: next}
		if has, ok := s.Work.Assignments.Get(next.ID()); ok {
			put.Base = has.Fact
			if has.Thing.Stands() && (has.Thing.Part == plan.Leads || a.Part != plan.Leads) {
				put.Thing = has.Thing // the new body has it already
			}
		}
		save.Puts = append(save.Puts, put)
	}
	for id, h := range s.Work.Measures.All() {
		m := h.Thing
		if m.Lead != from && !slices.Contains(m.Supporting, from) {
			continue
		}
		if m.Lead == from {
			m.Lead = to
		}
		m.Supporting = distinct(slices.DeleteFunc(slices.Concat(m.Supporting), func(b string) bool { return b == m.Lead || b == from && m.Lead == to }))
		for i, b := range m.Supporting {
			if b == from {
				m.Supporting[i] = to
			}
		}
		m.Supporting = distinct(m.Supporting)
		save.Puts = append(save.Puts, Put{Kind: plan.KindMeasure, ID: id, Base: h.Fact, Thing: m})
	}
}
