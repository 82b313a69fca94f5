package web

import (
	"cmp"
	"slices"

	derived "github.com/openupr/openupr/internal/council/forum"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/forum"
	"github.com/openupr/openupr/internal/words"
)

// proposalFacts say what a proposal is about.
func (in *inForum) proposalFacts(p spoken.Proposal) []forum.Fact {
	var out []forum.Fact
	if s := in.section(p.Section); s != "" {
		out = append(out, forum.Fact{Name: "section", Text: forum.Text{Words: s}})
	}
	var recs, treaties, measures []forum.Link
	for _, id := range p.Recs {
		recs = append(recs, in.rec(id))
	}
	for _, code := range p.Treaties {
		treaties = append(treaties, forum.Link{Label: code})
	}
	for _, id := range p.Measures {
		if m, ok := in.measure(id); ok {
			measures = append(measures, forum.Link{Label: m.Title.Words + " – " + m.Status, Href: m.Href})
		}
	}
	for _, x := range []struct {
		name string
		list []forum.Link
	}{{"recs", recs}, {"treaties", treaties}, {"measures", measures}} {
		if len(x.list) > 0 {
			out = append(out, forum.Fact{Name: x.name, Links: x.list})
		}
	}
	return out
}

// story is what happened to a proposal, in the order of days.
func (in *inForum) story(id string, p spoken.Proposal, answers []derived.Answered) []forum.Event {
	type dated struct {
		on upr.Date
		forum.Event
	}
	var list []dated
	add := func(on upr.Date, what, href string, late bool) {
		if !on.IsZero() {
			list = append(list, dated{on, forum.Event{On: in.day(on), What: what, Href: href, Late: late}})
		}
	}
	add(p.On, in.t("story.proposed"), "", false)
	for _, s := range in.v.About(spoken.KindAgenda, id) {
		a, ok := in.v.Agenda.Get(s)
		if !ok || !slices.Contains(a.Thing.Proposals, id) {
			continue
		}
		if x, ok := in.v.Sittings.Get(a.Thing.Sitting); ok {
			add(x.Thing.On, in.t("story.agenda", "sitting", in.sittingName(x.Thing)), in.href("councils", x.Thing.Council, "sittings", x.ID), false)
		}
	}
	for _, x := range space.Pick(in.v.Amendments, in.v.About(spoken.KindAmendment, id)) {
		if x.Thing.Proposal == id && x.Thing.State == "taken" {
			add(x.Thing.On, in.t("story.amended", "who", in.speaker(x.Thing.Member, x.Thing.Body)), "#a-"+x.ID, false)
		}
	}
	if s, ok := in.v.Sittings.Get(p.Sitting); ok && (p.Step == spoken.Adopted || p.Step == spoken.Declined) {
		add(s.Thing.On, in.t("story."+string(p.Step), "sitting", in.sittingName(s.Thing)), in.href("councils", s.Thing.Council, "sittings", s.ID), false)
	}
	for _, x := range answers {
		add(x.Thing.On, in.t("story.referred", "body", in.body(x.Thing.Body), "day", in.day(x.Thing.Due)), "#r-"+x.ID, false)
		for _, reply := range x.Replies {
			add(reply.Thing.On, in.t("story.answered", "body", in.body(reply.Thing.Body), "outcome", in.outcome(reply.Thing.Outcome)), "#r-"+x.ID, false)
		}
		if x.Late > 0 {
			message := "story.late"
			if x.Last() != nil {
				message = "story.late-examines"
			}
			add(x.Since, in.t(message, "body", in.body(x.Thing.Body), "count", x.Late), "#r-"+x.ID, true)
		}
	}
	slices.SortStableFunc(list, func(a, b dated) int { return a.on.Compare(b.on) })
	var out []forum.Event
	for _, e := range list {
		out = append(out, e.Event)
	}
	return out
}

// referral with its replies: the newest is shown, those before it stand in the story.
func (in *inForum) referral(x derived.Answered) forum.Referral {
	out := forum.Referral{ID: x.ID, Head: in.t("referral.head", "body", in.body(x.Thing.Body), "day", in.day(x.Thing.On)), Asked: in.text(x.Thing.Words)}
	if x.Thing.Days > 0 {
		out.Rule = in.t("referral.rule", "count", x.Thing.Days)
		if x.Thing.Rule != "" {
			out.Rule += " (" + x.Thing.Rule + ")"
		}
	}
	switch {
	case x.Late > 0 && x.Last() != nil:
		out.Late = in.t("referral.late-examines", "day", in.day(x.Since), "count", x.Late)
	case x.Late > 0:
		out.Late = in.t("referral.late", "day", in.day(x.Since), "count", x.Late)
	case x.After > 0:
		out.Waiting = in.t("referral.after", "day", in.day(x.Thing.Due), "count", x.After)
	case !x.Settled():
		out.Waiting = in.t("referral.waiting", "day", in.day(x.Thing.Due))
	}
	last := x.Last()
	if last == nil {
		return out
	}
	out.Reply = &forum.Reply{Head: in.t("reply.head", "outcome", in.outcome(last.Thing.Outcome), "day", in.day(last.Thing.On)), Words: in.text(last.Thing.Texts), Act: last.Act}
	if !last.Thing.Next.IsZero() {
		out.Reply.Next = in.t("reply.next", "day", in.day(last.Thing.Next))
	}
	for _, id := range last.Thing.Measures {
		if m, ok := in.measure(id); ok {
			out.Measures = append(out.Measures, m)
		}
	}
	return out
}

// amended are the amendments with their differences word by word.
func (in *inForum) amended(id string) []forum.Amendment {
	list := space.Pick(in.v.Amendments, in.v.About(spoken.KindAmendment, id))
	slices.SortFunc(list, func(a, b *space.Held[spoken.Amendment]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.Act, b.Act), cmp.Compare(a.ID, b.ID))
	})
	var out []forum.Amendment
	for _, x := range list {
		if x.Thing.Proposal != id {
			continue
		}
		after, lang := x.Thing.After.In(string(in.f.P.Lang()))
		before, _ := x.Thing.Before.In(lang)
		a := forum.Amendment{ID: x.ID, Reason: x.Thing.Reason, Lang: lang, Same: before == after,
			Head: in.t("amendment.head", "who", in.speaker(x.Thing.Member, x.Thing.Body), "day", in.day(x.Thing.On), "state", in.t("amendment."+x.Thing.State))}
		if !a.Same {
			a.Words = words.Difference(before, after)
		}
		out = append(out, a)
	}
	return out
}

func (in *inForum) remarks(id string) []forum.Remark {
	var out []forum.Remark
	for _, x := range space.ByTime(space.Pick(in.v.Remarks, in.v.About(spoken.KindRemark, id))) {
		if x.Thing.Proposal == id {
			out = append(out, forum.Remark{Head: in.t("remark.head", "who", in.speaker(x.Thing.Member, x.Thing.Body), "day", in.day(x.Thing.On)), Words: in.text(x.Thing.Words)})
		}
	}
	return out
}

func (in *inForum) endorsed(id string) []forum.Entry {
	var out []forum.Entry
	for _, x := range space.Pick(in.v.Endorsed, in.v.About(spoken.KindEndorse, id)) {
		if x.Thing.Proposal == id {
			out = append(out, forum.Entry{Title: forum.Text{Words: in.speaker(x.Thing.Member, x.Thing.Body)}, Notes: []string{in.day(x.Thing.On)}})
		}
	}
	return in.byLabel(out)
}

// votesOn are the open votes about a thing.
func (in *inForum) votesOn(id string) []forum.Vote {
	var out []forum.Vote
	for _, x := range space.ByTime(space.Pick(in.v.Votes, in.v.About(spoken.KindVote, id))) {
		if x.Thing.About == id {
			out = append(out, in.vote(x.Thing))
		}
	}
	return out
}

// vote with every member's choice: votes are open.
func (in *inForum) vote(v spoken.Vote) forum.Vote {
	out := forum.Vote{Question: in.text(v.Question), Result: in.t("vote.result", "result", in.t("vote."+v.Result), "for", in.f.P.Number(v.Count(spoken.For)),
		"against", in.f.P.Number(v.Count(spoken.Against)), "abstain", in.f.P.Number(v.Count(spoken.Abstain)))}
	for _, b := range v.Ballots {
		out.Choices = append(out.Choices, forum.Entry{Title: forum.Text{Words: in.member(b.Member)}, Notes: []string{in.t("choice." + string(b.Choice))}})
	}
	out.Choices = in.byLabel(out.Choices)
	return out
}

// plainOf is what is said of a thing in plain words; nil: nothing.
func (in *inForum) plainOf(id string) *forum.Plain {
	for _, x := range space.ByTime(space.Pick(in.v.Plain, in.v.About(spoken.KindPlain, id))) {
		if x.Thing.About == id && x.Thing.Step == plan.Published {
			p := in.plain(x)
			return &p
		}
	}
	return nil
}
