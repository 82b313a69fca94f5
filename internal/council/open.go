package council

import (
	"fmt"

	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Opening collects what an act publishes: copies without persons, with the names of the bodies that they name. A council's
// use case fills it with Add; the same thing added again counts once, as it was added last.
type Opening struct {
	list []Put
}

// Open begins what an act publishes.
func Open() *Opening { return &Opening{} }

// Add publishes a thing under its id, which must be known: make new ids with Desk.newID. It gives the opening back.
func (o *Opening) Add(kind, id string, thing any) *Opening {
	for i, p := range o.list {
		if p.Kind == kind && p.ID == id {
			o.list[i].Thing = thing
			return o
		}
	}
	o.list = append(o.list, Put{Kind: kind, ID: id, Thing: thing})
	return o
}

// puts are the public copies, over what is public now.
func (o *Opening) puts(s *Sides) ([]Put, error) {
	var out []Put
	bodies := map[string]bool{}
	named := func(ids ...string) {
		for _, id := range ids {
			b, ok := s.Plan.Bodies.Get(id)
			if !ok || bodies[id] {
				continue
			}
			bodies[id] = true
			x := b.Thing
			x.Note, x.Legal = "", nil
			base, _, _ := s.Forum.Shelf(plan.KindBody).Held(id)
			out = append(out, Put{Kind: plan.KindBody, ID: id, Base: base, Thing: x})
		}
	}
	for _, p := range o.list {
		if m, ok := p.Thing.(council.Member); ok && !o.names(s, m.Council) {
			m.Name = nil
			p.Thing = m
		}
		thing, err := public(s, p.Kind, p.Thing)
		if err != nil {
			return nil, err
		}
		base, _, _ := s.Forum.Shelf(p.Kind).Held(p.ID)
		out = append(out, Put{Kind: p.Kind, ID: p.ID, Base: base, Thing: thing})
		for _, f := range plan.Fields(thing) {
			if f.Name == "body" || f.Name == "from" && p.Kind == council.KindReferral {
				named(f.Value)
			}
		}
	}
	return out, nil
}

// names says whether the names of a council's members are public by its rule as it stands with the act.
func (o *Opening) names(s *Sides, id string) bool {
	for _, p := range o.list {
		if c, ok := p.Thing.(council.Council); ok && p.ID == id {
			return c.Named
		}
	}
	c, ok := s.Closed.Councils.Get(id)
	return ok && c.Thing.Named
}

// Close takes a thing's public copy away; nothing where there is none.
func (s *Sides) Close(kind, id string) []Drop {
	now, _, ok := s.Forum.Shelf(kind).Held(id)
	if !ok {
		return nil
	}
	return []Drop{{Kind: kind, ID: id, Base: now}}
}

// public is the copy of a thing that everyone may read; an error for what is never published as it is.
func public(s *Sides, kind string, thing any) (any, error) {
	not := fmt.Errorf("publishing a %s: %w", kind, &space.Invalid{Code: "step", Field: "step", Value: kind})
	switch x := thing.(type) {
	case council.Council, council.Section, council.Category, council.Sitting, council.AgendaItem, council.Attendance, council.Vote,
		council.Decision, council.Endorsement, council.Referral, council.Consultation, council.Passage, council.Response, council.Demand,
		council.Accreditation, council.Figure, council.DeskKey:
		return x, nil
	case council.Member:
		x.Account = ""
		return x, nil
	case council.Interest:
		return x, nil
	case council.Proposal:
		if !x.Step.Public() {
			return nil, not
		}
		x.Author, x.Code = "", ""
		return x, nil
	case council.Amendment:
		x.Author = ""
		return x, nil
	case council.Remark:
		x.Author = ""
		return x, nil
	case council.Reply:
		if x.Step != plan.Published {
			return nil, not
		}
		x.Author, x.Issuer, x.Reason = "", "", ""
		return x, nil
	case council.Comment:
		return publicComment(x), nil
	case council.Removal:
		x.Author = ""
		return x, nil
	case council.Appeal:
		x.Author, x.Words = "", "" // its words may tell what was removed
		return x, nil
	case council.Submission:
		if x.Step != plan.Published {
			return nil, not
		}
		return x, nil
	case council.Signature:
		if x.State != "signed" {
			return nil, not
		}
		return x, nil
	case council.Suggestion:
		x.Note = ""
		return x, nil
	case council.Trace:
		if x.State != council.TakenUp {
			return nil, not
		}
		x.Author = ""
		return x, nil
	case council.Advice:
		if x.Step != plan.Published {
			return nil, not
		}
		x.Author = ""
		return x, nil
	case council.Plain:
		if x.Step != plan.Published {
			return nil, not
		}
		return x, nil
	}
	return nil, not
}
