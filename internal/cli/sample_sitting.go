package cli

import (
	"context"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/sample"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// sit holds the sitting: agenda, attendance, debate, amendments, an open vote, decisions.
func (c *sampleCouncil) sit(ctx context.Context) error {
	ws := sample.Workspace
	c.back, c.next = sampleSat, sample.SittingID
	var err error
	if c.sitting, err = c.d.SaveSitting(ctx, c.secretary, ws, "", 0, spoken.Sitting{Council: c.id, Number: 1, On: c.day(sampleSat), Place: "Town hall (invented)", Held: true,
		Minutes: inEnglish("The Assembly heard its three sections. It adopted seven proposals and declined one.")}); err != nil {
		return err
	}
	v, err := c.d.Keeper.Closed(ctx, ws)
	if err != nil {
		return err
	}
	if err := c.d.SaveAgenda(ctx, c.secretary, ws, c.sitting, v.AgendaStamp(c.sitting), []spoken.AgendaItem{{Number: 1, Words: inEnglish("Proposals of the sections"), Proposals: c.proposals[:9]}, {Number: 2, Words: inEnglish("Next sitting")}}); err != nil {
		return err
	}
	there := map[string]spoken.Presence{}
	for i, m := range c.members {
		there[m] = spoken.Present
		switch {
		case i%9 == 4:
			there[m] = spoken.Excused
		case i%11 == 7:
			there[m] = spoken.Remote
		}
	}
	if err := c.d.SaveAttendance(ctx, c.secretary, ws, c.sitting, v.AttendanceStamp(c.sitting), there); err != nil {
		return err
	}
	for n, x := range sample.CouncilProposals {
		if err := c.decide(ctx, n, x); err != nil {
			return err
		}
	}
	var ballots []spoken.Ballot
	for i, m := range c.members {
		if there[m] != spoken.Excused {
			ballots = append(ballots, spoken.Ballot{Member: m, Choice: []spoken.Choice{spoken.For, spoken.For, spoken.For, spoken.Against, spoken.For, spoken.Abstain}[i%6]})
		}
	}
	vote, err := c.d.SaveVote(ctx, c.secretary, ws, "", 0, spoken.Vote{Council: c.id, Sitting: c.sitting, About: c.proposals[0], Question: inEnglish("Adopt the proposal on shelters at night"), On: c.day(sampleSat), Ballots: ballots, Result: council.Carried})
	if err != nil {
		return err
	}
	_, err = c.d.SaveDecision(ctx, c.secretary, ws, "", 0, spoken.Decision{Council: c.id, Sitting: c.sitting, Number: "1", Words: inEnglish("The Assembly adopts the proposal on shelters at night and sends it to the ministry."), About: c.proposals[:1], Vote: vote, On: c.day(sampleSat)})
	return err
}

// decide takes a proposal through its steps.
func (c *sampleCouncil) decide(ctx context.Context, n int, x sample.Suggested) error {
	ws, id := sample.Workspace, c.proposals[n]
	if x.Step == spoken.Proposed {
		return nil
	}
	resolve := func(r council.Resolution) error {
		h, err := c.proposal(ctx, id)
		if err != nil {
			return err
		}
		return c.d.Resolve(ctx, c.secretary, ws, id, h.Fact, r)
	}
	if x.Step == spoken.Merged {
		h, err := c.proposal(ctx, id)
		if err != nil {
			return err
		}
		return c.d.Merge(ctx, c.secretary, ws, id, h.Fact, c.proposals[x.Into], x.Reason)
	}
	if err := resolve(council.Resolution{Step: spoken.Debated, Sitting: c.sitting}); err != nil {
		return err
	}
	if x.Amended != "" {
		if err := c.amend(ctx, id, x); err != nil {
			return err
		}
	}
	if x.Step == spoken.Debated {
		return nil
	}
	c.back = sampleReferred
	if !x.Early {
		c.back = sampleAnswered // the letter went out late: the answer is not due yet
	}
	r := council.Resolution{Step: x.Step, Reason: x.Reason, Sitting: c.sitting}
	for _, b := range x.Bodies {
		r.Bodies = append(r.Bodies, c.bodies[b])
	}
	err := resolve(r)
	c.back = sampleSat
	return err
}

// amend changes the words of a proposal in the open, with a remark.
func (c *sampleCouncil) amend(ctx context.Context, id string, x sample.Suggested) error {
	ws := sample.Workspace
	ngo := c.bodies["Velmora Network of Lake Women"]
	voice := seated(account.Stakeholder, ngo)
	made, err := c.d.Amend(ctx, c.secretary, ws, spoken.Amendment{Proposal: id, After: inEnglish(x.Amended), Member: c.members[2], Reason: "The hills were left out."})
	if err != nil {
		return err
	}
	v, err := c.d.Keeper.Closed(ctx, ws)
	if err != nil {
		return err
	}
	h, ok := v.Amendments.Get(made)
	if !ok {
		return nil
	}
	if err := c.d.DecideAmendment(ctx, c.secretary, ws, made, h.Fact, true, ""); err != nil {
		return err
	}
	if _, err := c.d.Remark(ctx, voice, ws, spoken.Remark{Proposal: id, Body: ngo, Words: inEnglish("We counted for a year. The figures are with the section.")}); err != nil {
		return err
	}
	return c.d.Endorse(ctx, c.secretary, ws, id, c.members[5], "") // nobody endorses an own proposal
}

// answer lets bodies reply, each by two persons.
func (c *sampleCouncil) answer(ctx context.Context) error {
	ws := sample.Workspace
	c.back = sampleAnswered
	for n, x := range sample.CouncilProposals {
		if x.Outcome == "" {
			continue
		}
		body := c.bodies[x.Bodies[0]]
		v, err := c.d.Keeper.Closed(ctx, ws)
		if err != nil {
			return err
		}
		for _, ref := range v.About(spoken.KindReferral, c.proposals[n]) {
			h, ok := v.Referrals.Get(ref)
			if !ok || h.Thing.Body != body {
				continue // another body was asked too, and has not answered
			}
			r := spoken.Reply{Referral: ref, Outcome: x.Outcome, Texts: inEnglish(x.Answer)}
			if x.Outcome == spoken.Examines {
				r.Next = c.day(-120)
			}
			if err := c.reply(ctx, body, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *sampleCouncil) reply(ctx context.Context, body string, r spoken.Reply) error {
	ws := sample.Workspace
	writer, second := seated(account.Contributor, body), seated(account.Validator, body)
	id, err := c.d.SaveReply(ctx, writer, ws, "", 0, r)
	if err != nil {
		return err
	}
	for _, step := range []func(h *council.Held[spoken.Reply]) error{
		func(h *council.Held[spoken.Reply]) error { return c.d.SubmitReply(ctx, writer, ws, id, h.Fact) },
		func(h *council.Held[spoken.Reply]) error { return c.d.IssueReply(ctx, second, ws, id, h.Fact) },
	} {
		v, err := c.d.Keeper.Closed(ctx, ws)
		if err != nil {
			return err
		}
		h, ok := v.Replies.Get(id)
		if !ok {
			return nil
		}
		if err := step(h); err != nil {
			return err
		}
	}
	return nil
}

// consult puts a draft to consultation, takes comments, and answers two of them together.
func (c *sampleCouncil) consult(ctx context.Context) error {
	ws, body := sample.Workspace, c.bodies["Ministry of Justice"]
	writer := seated(account.Contributor, body)
	c.back, c.next = sampleAnswered, sample.ConsultationID
	id, err := c.d.SaveConsultation(ctx, writer, ws, "", 0, spoken.Consultation{Body: body, Title: inEnglish("Draft act on legal aid (invented)"), Draft: spoken.OfLaw, About: inEnglish("The ministry asks what should be changed before the draft goes to parliament."),
		Opens: c.day(sampleAnswered), Closes: c.day(-200), Lang: "en", Methods: inEnglish("Meetings in four villages, in the language of the lake."), Rule: inEnglish("Comments are shown as they come in. They are removed only for a stated reason.")})
	if err != nil {
		return err
	}
	held := func() (*council.Held[spoken.Consultation], error) {
		v, err := c.d.Keeper.Closed(ctx, ws)
		if err != nil {
			return nil, err
		}
		h, _ := v.Consulted.Get(id)
		return h, nil
	}
	h, err := held()
	if err != nil {
		return err
	}
	if err := c.d.SaveDraft(ctx, writer, ws, id, h.Fact, "en", council.Paragraphs(sample.ConsultedDraft)); err != nil {
		return err
	}
	if h, err = held(); err != nil {
		return err
	}
	if err := c.d.OpenConsultation(ctx, writer, ws, id, h.Fact); err != nil {
		return err
	}
	if h, err = held(); err != nil {
		return err
	}
	var said []string
	for _, x := range sample.ConsultedRemarks {
		to := council.Contribution{Words: x.Words, Lang: "en", Pseudonym: x.Pseudonym}
		if x.Passage > 0 {
			to.Passage = spoken.PassageID(id, h.Thing.Version, x.Passage)
		}
		got, err := c.d.Comment(ctx, ws, id, to)
		if err != nil {
			return err
		}
		said = append(said, got.ID)
	}
	_, err = c.d.Respond(ctx, writer, ws, "", 0, spoken.Response{Consultation: id, Comments: said[:2], Theme: inEnglish("How fast help comes"), Outcome: spoken.Accepts, Texts: inEnglish("The draft now says one day, and that it runs on Sundays too."), Public: true})
	return err
}

// plain says some things in plain words, in the name of the institution.
func (c *sampleCouncil) plain(ctx context.Context) error {
	ws, body := sample.Workspace, c.bodies["Office of the Public Advocate"]
	who := seated(account.Monitor, body)
	c.back = 0
	recs, err := c.desk.Recs(ctx, ws)
	if err != nil {
		return err
	}
	for _, x := range sample.PlainTexts {
		p := spoken.Plain{About: "group:" + x.Group, Title: inEnglish(x.Title), Texts: inEnglish(x.Words), Body: body}
		for _, r := range recs.All {
			if x.Rec != "" && r.Number == x.Rec {
				p.About = r.ID
			}
		}
		id, err := c.d.SavePlain(ctx, who, ws, "", 0, p)
		if err != nil {
			return err
		}
		v, err := c.d.Keeper.Closed(ctx, ws)
		if err != nil {
			return err
		}
		h, ok := v.Plain.Get(id)
		if !ok || h.Thing.Step == plan.Published {
			continue
		}
		if err := c.d.PublishPlain(ctx, who, ws, id, h.Fact, false); err != nil {
			return err
		}
	}
	return nil
}
