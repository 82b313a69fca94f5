package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Days before today on which the sample's council sat and its letters went out.
const (
	sampleProposed = 75
	sampleSat      = 60
	sampleReferred = 55
	sampleAnswered = 20
	sampleRule     = 30 // days that every body has for its answer
)

// sampleCouncil brings the invented State's participation: a council with its seats, a sitting with an open vote, proposals in
// all steps with referrals and replies, a consultation with comments and answers, and texts in plain words.
type sampleCouncil struct {
	*sampleWork
	d         *council.Desk
	back      int    // days by which the desk's clock is behind
	next      string // identifier of the next thing, where links to it are written down; empty: one is made
	secretary account.Person
	id        string
	sections  []string
	members   []string
	sitting   string
	proposals []string
}

func (s *sampleWork) participate(ctx context.Context) error {
	c := &sampleCouncil{sampleWork: s}
	c.d = &council.Desk{Store: s.desk.Store, Keeper: council.NewKeeper(s.desk.Store), Followup: s.desk,
		Now:   func() time.Time { return s.desk.Now().AddDate(0, 0, -c.back) },
		NewID: func() string { id := cmp.Or(c.next, space.NewID()); c.next = ""; return id }}
	for _, step := range []func(context.Context) error{c.found, c.seats, c.propose, c.sit, c.answer, c.consult, c.plain} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func inEnglish(words string) plan.Names { return plan.Names{{Lang: "en", Words: words}} }

// day is the day so many days ago.
func (c *sampleCouncil) day(ago int) upr.Date {
	t := c.desk.Now().UTC().AddDate(0, 0, -ago)
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

func (c *sampleCouncil) found(ctx context.Context) error {
	body, err := c.desk.SaveBody(ctx, sampleCoordinator, sample.Workspace, "", 0, plan.Body{Names: inEnglish(sample.CouncilName), Kind: plan.Council, Source: "invented"})
	if err != nil {
		return err
	}
	c.bodies[sample.CouncilName] = body
	c.secretary = seated(account.Secretary, body)
	c.back, c.next = sampleProposed, sample.CouncilID
	c.id, err = c.d.SaveCouncil(ctx, c.secretary, sample.Workspace, "", 0, spoken.Council{Body: body, Names: inEnglish(sample.CouncilName), Basis: inEnglish("Decree 14 of the President of Velmora (invented)"),
		Source: "https://example.org/decree-14", From: upr.Date{Year: 2025, Month: 9, Day: 1}, Seats: 24, Proposers: spoken.Proposers, AnswerDays: sampleRule, Rule: "Decree 14, article 9 (invented)",
		Moderation: inEnglish("Words are removed only for one of six stated reasons. Each removal is public and can be appealed."), Quorum: 12})
	return err
}

// seats of the council; two of them are vacant.
func (c *sampleCouncil) seats(ctx context.Context) error {
	for i, name := range sample.CouncilSections {
		id, err := c.d.SaveSection(ctx, c.secretary, sample.Workspace, "", 0, spoken.Section{Council: c.id, Names: inEnglish(name), Order: i + 1})
		if err != nil {
			return err
		}
		c.sections = append(c.sections, id)
	}
	n := 0
	for i, cat := range sample.CouncilCategories {
		id, err := c.d.SaveCategory(ctx, c.secretary, sample.Workspace, "", 0, spoken.Category{Council: c.id, Names: inEnglish(cat.Name), Seats: cat.Seats, Order: i + 1})
		if err != nil {
			return err
		}
		for seat := range cat.Seats {
			n++
			if seat > 0 && seat == cat.Seats-1 && i%2 == 0 && i > 0 {
				continue
			}
			m, err := c.d.SaveMember(ctx, c.secretary, sample.Workspace, "", 0, spoken.Member{Council: c.id, Name: inEnglish(fmt.Sprintf("Member %d (invented)", n)), Number: n, Category: id, Section: c.sections[n%len(c.sections)],
				Group: sample.CouncilGroups[n%len(sample.CouncilGroups)], Region: sample.CouncilRegions[n%len(sample.CouncilRegions)], Gender: []spoken.Gender{spoken.Woman, spoken.Man}[n%2], From: upr.Date{Year: 2025, Month: 9, Day: 1}})
			if err != nil {
				return err
			}
			c.members = append(c.members, m)
		}
	}
	return nil
}

// proposal is how it stands.
func (c *sampleCouncil) proposal(ctx context.Context, id string) (*council.Held[spoken.Proposal], error) {
	v, err := c.d.Keeper.Closed(ctx, sample.Workspace)
	if err != nil {
		return nil, err
	}
	h, ok := v.Proposals.Get(id)
	if !ok {
		return nil, fmt.Errorf("the sample has no proposal %s", id)
	}
	return h, nil
}

func (c *sampleCouncil) propose(ctx context.Context) error {
	recs, err := c.desk.Recs(ctx, sample.Workspace)
	if err != nil {
		return err
	}
	ngo := c.bodies["Velmora Network of Lake Women"]
	for n, x := range sample.CouncilProposals {
		p := spoken.Proposal{Council: c.id, Section: c.sections[x.Section], Title: inEnglish(x.Title), Texts: inEnglish(x.Words), By: x.By}
		if i := slices.IndexFunc(recs.All, func(r *followup.Rec) bool { return r.Number == x.Rec }); i >= 0 {
			p.Recs = []string{recs.All[i].ID}
		}
		who := c.secretary
		id := ""
		switch x.By {
		case spoken.ByCitizen:
			got, err := c.d.ProposeOpenly(ctx, sample.Workspace, c.id, council.CitizenProposal{Section: p.Section, Title: x.Title, Words: x.Words, Lang: "en", Recs: p.Recs})
			if err != nil {
				return err
			}
			c.proposals = append(c.proposals, got.ID)
			continue
		case spoken.ByOrganisation:
			p.Body, who = ngo, seated(account.Stakeholder, ngo)
		default:
			p.Member = c.members[n%len(c.members)]
		}
		if id, err = c.d.SaveProposal(ctx, who, sample.Workspace, "", 0, p); err != nil {
			return err
		}
		h, err := c.proposal(ctx, id)
		if err != nil {
			return err
		}
		if err := c.d.Propose(ctx, who, sample.Workspace, id, h.Fact); err != nil {
			return err
		}
		c.proposals = append(c.proposals, id)
	}
	return nil
}
