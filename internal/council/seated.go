package council

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kinds of acts on councils and their seats.
const (
	ActCouncil  = "council"
	ActMandate  = "mandate"
	ActInterest = "interest"
)

// Bounds of councils.
const (
	seatsMost  = 5000
	daysMost   = 3650
	membersMax = 20_000 // mandates of one council, also those that ended
)

// keep saves a thing of a council and publishes it: what a council is and does is for everyone.
func (save *Save) keep(kind, id string, base store.FactID, thing any) {
	save.Puts = append(save.Puts, Put{Kind: kind, ID: id, Base: base, Thing: thing})
	save.show(kind, id, thing)
}

// show publishes a thing in the same act.
func (save *Save) show(kind, id string, thing any) {
	if save.Opening == nil {
		save.Opening = Open()
	}
	save.Opening.Add(kind, id, thing)
}

// take takes a thing away on both sides.
func (save *Save) take(s *Sides, kind, id string, base store.FactID) {
	save.Drops = append(save.Drops, Drop{Kind: kind, ID: id, Base: base})
	save.OpenDrops = append(save.OpenDrops, s.Close(kind, id)...)
}

// councilOf is a council, with the seat from which a person may do an act for it.
func (s *Sides) councilOf(who account.Person, ws string, act account.Act, id string) (*Held[council.Council], account.Seat, error) {
	h, ok := s.Closed.Councils.Get(id)
	if !ok {
		_, err := space.Allow(who, ws, account.ReadCouncil, nil)
		return nil, account.Seat{}, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindCouncil, Value: id})
	}
	seat, err := space.Allow(who, ws, act, &account.Target{Bodies: []string{h.Thing.Body}})
	return h, seat, err
}

// SaveCouncil says what a council is and by which rules it works; its body is one for which the person sits.
func (d *Desk) SaveCouncil(ctx context.Context, who account.Person, ws, id string, base store.FactID, c council.Council) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActCouncil}
		seat, err := space.Allow(who, ws, account.EditCouncil, &account.Target{Bodies: []string{c.Body}})
		if err != nil {
			return seat, save, err
		}
		if old, ok := s.Closed.Councils.Get(id); ok {
			if seat, err = space.Allow(who, ws, account.EditCouncil, &account.Target{Bodies: []string{old.Thing.Body}}); err != nil {
				return seat, save, err
			}
		}
		if err := cmp.Or(space.CheckID(council.KindCouncil, s.Closed.Councils, id, base), checkCouncil(s, id, c)); err != nil {
			return seat, save, err
		}
		save.keep(council.KindCouncil, made, base, c)
		if id != "" { // whether names are public is a rule of the council: their copies follow it
			for _, m := range s.Closed.MembersOf(id) {
				save.show(council.KindMember, m.ID, namedBy(m.Thing, c))
			}
		}
		return seat, save, nil
	})
	return made, err
}

// namedBy is a mandate for everyone as the council's rule has it.
func namedBy(m council.Member, c council.Council) council.Member {
	if !c.Named {
		m.Name = nil
	}
	m.Account = ""
	return m
}

func checkCouncil(s *Sides, id string, c council.Council) error {
	if err := space.CheckTexts("name", c.Names, true, space.NameMax); err != nil {
		return err
	}
	if err := space.CheckTexts("basis", c.Basis, true, space.LineMax); err != nil {
		return err
	}
	if err := space.CheckTexts("moderation", c.Moderation, false, space.TextMax); err != nil {
		return err
	}
	if err := cmp.Or(space.CheckSpan("to", c.From, c.To), space.CheckIDs("legal-act", s.Plan.LegalActs, c.Legal),
		space.CheckIDs("predecessor", s.Closed.Councils, c.Predecessors), space.CheckIDs("successor", s.Closed.Councils, c.Successors)); err != nil {
		return err
	}
	if b, ok := s.Plan.Bodies.Get(c.Body); !ok || b.Thing.Kind != plan.Council {
		return &Invalid{Code: "no-council", Field: "body", Value: c.Body}
	}
	for at, o := range s.Closed.Councils.All() {
		if at != id && o.Thing.Body == c.Body {
			return &Invalid{Code: "taken", Field: "body", Value: c.Body}
		}
	}
	for _, p := range c.Predecessors {
		if slices.Contains(c.Successors, p) || before(s.Closed, p, id, map[string]bool{}) {
			return &Invalid{Code: "circle", Field: "predecessor", Value: p}
		}
	}
	if slices.Contains(c.Successors, id) && id != "" {
		return &Invalid{Code: "circle", Field: "successor", Value: id}
	}
	for _, p := range c.Proposers {
		if err := space.CheckOneOf("proposer", p, council.Proposers); err != nil {
			return err
		}
	}
	for _, n := range []struct {
		name        string
		value, most int
	}{{"seats", c.Seats, seatsMost}, {"endorsements", c.Endorsements, seatsMost}, {"quorum", c.Quorum, seatsMost}, {"answer-days", c.AnswerDays, daysMost}, {"hold-days", c.HoldDays, daysMost}} {
		if n.value < 0 || n.value > n.most {
			return &Invalid{Code: "number", Field: n.name}
		}
	}
	if c.AnswerDays > 0 && c.Rule == "" {
		return &Invalid{Code: "empty", Field: "rule"}
	}
	return space.CheckAll(space.Text{Field: "source", Words: c.Source, Most: space.LineMax}, space.Text{Field: "rule", Words: c.Rule, Most: space.LineMax},
		space.Text{Field: "note", Words: c.Note, Most: space.TextMax})
}

// SaveSection saves a section of a council.
func (d *Desk) SaveSection(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Section) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActCouncil}
		_, seat, err := s.councilOf(who, ws, account.EditCouncil, x.Council)
		if err == nil {
			err = cmp.Or(space.CheckID(council.KindSection, s.Closed.Sections, id, base), space.CheckTexts("name", x.Names, true, space.NameMax))
		}
		if old, ok := s.Closed.Sections.Get(id); ok && err == nil && old.Thing.Council != x.Council {
			err = &Invalid{Code: "moved", Field: "council"}
		}
		save.keep(council.KindSection, made, base, x)
		return seat, save, err
	})
	return made, err
}

// SaveCategory saves a category of a council's seats.
func (d *Desk) SaveCategory(ctx context.Context, who account.Person, ws, id string, base store.FactID, x council.Category) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActCouncil}
		_, seat, err := s.councilOf(who, ws, account.EditCouncil, x.Council)
		if err == nil {
			err = cmp.Or(space.CheckID(council.KindCategory, s.Closed.Categories, id, base), space.CheckTexts("name", x.Names, true, space.NameMax))
		}
		if old, ok := s.Closed.Categories.Get(id); ok && err == nil && old.Thing.Council != x.Council {
			err = &Invalid{Code: "moved", Field: "council"}
		}
		if err == nil && (x.Seats < 0 || x.Seats > seatsMost) {
			err = &Invalid{Code: "number", Field: "seats"}
		}
		save.keep(council.KindCategory, made, base, x)
		return seat, save, err
	})
	return made, err
}

// SaveMember saves a mandate. Who signs in for it is known inside alone; the name is public where the council's rule says so.
func (d *Desk) SaveMember(ctx context.Context, who account.Person, ws, id string, base store.FactID, m council.Member) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActMandate}
		c, seat, err := s.councilOf(who, ws, account.EditCouncil, m.Council)
		if err == nil {
			err = cmp.Or(space.CheckID(council.KindMember, s.Closed.Members, id, base), s.checkMember(id, c, m))
		}
		save.keep(council.KindMember, made, base, m)
		return seat, save, err
	})
	return made, err
}

func (s *Sides) checkMember(id string, c *Held[council.Council], m council.Member) error {
	if old, ok := s.Closed.Members.Get(id); ok && old.Thing.Council != m.Council {
		return &Invalid{Code: "moved", Field: "council"}
	}
	others := s.Closed.MembersOf(c.ID)
	if id == "" && len(others) >= membersMax {
		return &Invalid{Code: "many", Field: "name"}
	}
	return cmp.Or(checkMandate(s.Closed, c.ID, m), alone(others, id, m))
}

// checkMandate refuses a mandate of a council that cannot be as it is said.
func checkMandate(v *View, of string, m council.Member) error {
	if x, ok := v.Categories.Get(m.Category); m.Category != "" && (!ok || x.Thing.Council != of) {
		return &Invalid{Code: "unknown", Field: "category", Value: m.Category}
	}
	if x, ok := v.Sections.Get(m.Section); m.Section != "" && (!ok || x.Thing.Council != of) {
		return &Invalid{Code: "unknown", Field: "section", Value: m.Section}
	}
	if m.Ended != "" && m.To.IsZero() {
		return &Invalid{Code: "empty", Field: "to"}
	}
	return cmp.Or(space.CheckTexts("name", m.Name, true, space.NameMax), space.CheckSpan("to", m.From, m.To), space.CheckOneOf("gender", m.Gender, council.Genders),
		within("number", m.Number, seatsMost),
		space.CheckAll(space.Text{Field: "group", Words: m.Group, Most: space.NameMax}, space.Text{Field: "region", Words: m.Region, Most: space.NameMax},
			space.Text{Field: "ended", Words: m.Ended, Most: space.LineMax}, space.Text{Field: "account", Words: m.Account, Most: space.NameMax}))
}

// alone refuses a mandate of a seat, or for a person, that another mandate has at the same time.
func alone(all []*Held[council.Member], id string, m council.Member) error {
	for _, o := range all {
		if o.ID == id && id != "" || !overlap(o.Thing, m) {
			continue
		}
		if m.Number > 0 && o.Thing.Number == m.Number {
			return &Invalid{Code: "seat-taken", Field: "number", Value: originalOf(o.Thing.Name)}
		}
		if m.Account != "" && o.Thing.Account == m.Account {
			return &Invalid{Code: "seat-taken", Field: "account", Value: originalOf(o.Thing.Name)}
		}
	}
	return nil
}

// overlap says whether two mandates run on a common day.
func overlap(a, b council.Member) bool {
	return (a.To.IsZero() || b.From.IsZero() || !b.From.After(a.To)) && (b.To.IsZero() || a.From.IsZero() || !a.From.After(b.To))
}

// MembersOf a council, also those whose mandates ended, by seat.
func (v *View) MembersOf(id string) []*Held[council.Member] {
	return Once(v, "members "+id, func() []*Held[council.Member] {
		out := space.Pick(v.Members, v.About(council.KindMember, id))
		slices.SortFunc(out, func(a, b *Held[council.Member]) int {
			return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
		})
		return out
	})
}

// MandateOf is the mandate that a person holds in a council on a day.
func (v *View) MandateOf(who account.Person, councilID string, on upr.Date) (*Held[council.Member], bool) {
	if who.ID == "" {
		return nil, false
	}
	for _, m := range v.MembersOf(councilID) {
		if m.Thing.Account == who.ID && m.Thing.Sits(on) {
			return m, true
		}
	}
	return nil, false
}

// DeclareInterest says that a member has an interest of their own in a proposal, or a standing one. They say it themselves, or
// the secretary records what they said. Who declared one does not vote on it.
func (d *Desk) DeclareInterest(ctx context.Context, who account.Person, ws string, x council.Interest) (string, error) {
	made := d.newID()
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActInterest}
		seat, err := s.speak(d.Today(), who, ws, account.Debate, x.Council, x.Member, "")
		if err != nil {
			return seat, save, err
		}
		if x.About != "" {
			if p, ok := s.Closed.Proposals.Get(x.About); !ok || p.Thing.Council != x.Council {
				return seat, save, &Invalid{Code: "unknown", Field: "about", Value: x.About}
			}
		}
		if x.Words, err = space.NeedWords("text", x.Words, space.LineMax); err != nil {
			return seat, save, err
		}
		x.On, x.Ended = d.Today(), upr.Date{}
		save.keep(council.KindInterest, made, 0, x)
		return seat, save, nil
	})
	return made, err
}

// EndInterest says that a declared interest is over, from today.
func (d *Desk) EndInterest(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActInterest}
		h, ok := s.Closed.Interests.Get(id)
		if !ok {
			return account.Seat{}, save, &Invalid{Code: "gone", Field: council.KindInterest, Value: id}
		}
		x := h.Thing
		seat, err := s.speak(d.Today(), who, ws, account.Debate, x.Council, x.Member, "")
		x.Ended = d.Today()
		save.keep(council.KindInterest, id, base, x)
		return seat, save, err
	})
	return err
}

// Interested says whether a member declared an interest that stands on a day in a matter.
func (v *View) Interested(member, about string, on upr.Date) bool {
	for _, h := range space.Pick(v.Interests, v.About(council.KindInterest, member)) {
		x := h.Thing
		if x.Member == member && about != "" && x.About == about && !x.On.After(on) && (x.Ended.IsZero() || x.Ended.After(on)) {
			return true
		}
	}
	return false
}

// speak gives the seat in whose name a person speaks in a council: for a body of their own (an organisation, an institution),
// or as the member whose mandate they hold. The secretary records what members said in the room.
func (s *Sides) speak(on upr.Date, who account.Person, ws string, act account.Act, councilID, member, body string) (account.Seat, error) {
	c, ok := s.Closed.Councils.Get(councilID)
	if !ok {
		return account.Seat{}, &Invalid{Code: "gone", Field: council.KindCouncil, Value: councilID}
	}
	if body != "" {
		seat, err := space.Allow(who, ws, act, &account.Target{Bodies: []string{body}})
		if err == nil && body == c.Thing.Body {
			err = &Invalid{Code: "unknown", Field: "body", Value: body}
		}
		return seat, err
	}
	seat, err := space.Allow(who, ws, act, &account.Target{Bodies: []string{c.Thing.Body}})
	if err != nil {
		return seat, err
	}
	m, ok := s.Closed.Members.Get(member)
	switch {
	case !ok || m.Thing.Council != councilID:
		return seat, &Invalid{Code: "unknown", Field: "member", Value: member}
	case !m.Thing.Sits(on):
		return seat, &Invalid{Code: "ended", Field: "member", Value: member}
	case m.Thing.Account == who.ID && who.ID != "":
		return seat, nil
	case !who.MayIn(ws, account.EditCouncil, &account.Target{Bodies: []string{c.Thing.Body}}):
		return seat, &Refused{Workspace: ws, Act: act} // nobody speaks in another's name
	}
	for _, x := range who.In(ws) {
		if x.Role == account.Secretary && x.Body == c.Thing.Body {
			return x, nil
		}
	}
	return seat, nil
}
