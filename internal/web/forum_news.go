package web

import (
	"github.com/openupr/openupr/internal/corpus/query"
	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page/forum"
)

func (in *inForum) groupName(code string) string { return facetValue(in.f.P, query.Affected, code) }

// newsLine is a line of news, with the address behind it and the words that became public; empty for what is no longer there.
func (in *inForum) newsLine(n council.News) (title, href string, words forum.Text) {
	switch n.Kind {
	case spoken.KindCouncil:
		l := in.council(n.ID)
		return in.t("news.council", "what", l.Label), l.Href, words
	case spoken.KindSitting:
		s, _ := in.v.Sittings.Get(n.ID)
		return in.t("news.sitting", "what", in.sittingName(s.Thing), "council", in.council(s.Thing.Council).Label), in.href("councils", s.Thing.Council, "sittings", n.ID), words
	case spoken.KindDecision:
		x, _ := in.v.Decisions.Get(n.ID)
		return in.t("news.decision", "council", in.council(x.Thing.Council).Label), in.href("councils", x.Thing.Council, "sittings", x.Thing.Sitting), in.text(x.Thing.Words)
	case spoken.KindProposal:
		p, _ := in.v.Proposals.Get(n.ID)
		l, ok := in.proposalLink(n.ID)
		if !ok {
			return "", "", words
		}
		return in.t("news.proposal", "what", l.Label, "step", in.t("step."+string(p.Thing.Step))), l.Href, in.text(p.Thing.Texts)
	case spoken.KindAmendment:
		x, _ := in.v.Amendments.Get(n.ID)
		if l, ok := in.proposalLink(x.Thing.Proposal); ok {
			return in.t("news.amendment", "what", l.Label), l.Href + "#a-" + n.ID, in.text(x.Thing.After)
		}
	case spoken.KindReferral:
		x, _ := in.v.Referrals.Get(n.ID)
		what, to := in.asked(x.Thing)
		return in.t("news.referral", "what", what.Words, "body", in.body(x.Thing.Body), "day", in.day(x.Thing.Due)), firstHref(to, in.href("participation")), in.text(x.Thing.Words)
	case spoken.KindReply:
		x, _ := in.v.Replies.Get(n.ID)
		r, ok := in.v.Referrals.Get(x.Thing.Referral)
		if !ok {
			return "", "", words
		}
		what, to := in.asked(r.Thing)
		return in.t("news.reply", "what", what.Words, "body", in.body(x.Thing.Body), "outcome", in.outcome(x.Thing.Outcome)), firstHref(to, in.href("participation")), in.text(x.Thing.Texts)
	case spoken.KindConsultation:
		x, _ := in.v.Consulted.Get(n.ID)
		return in.t("news.consultation", "what", in.words(x.Thing.Title), "day", in.day(x.Thing.Closes)), in.href("consultations", n.ID), in.text(x.Thing.About)
	case spoken.KindComment:
		x, _ := in.v.Comments.Get(n.ID)
		return in.t("news.comment", "n", in.f.P.Number(x.Thing.Number)), in.href("consultations", x.Thing.Consultation), forum.Text{Words: x.Thing.Words, Lang: x.Thing.Lang}
	case spoken.KindResponse:
		x, _ := in.v.Responses.Get(n.ID)
		c, ok := in.v.Consulted.Get(x.Thing.Consultation)
		if !ok {
			return "", "", words
		}
		return in.t("news.response", "what", in.words(c.Thing.Title), "count", len(x.Thing.Comments)), in.href("consultations", x.Thing.Consultation), in.text(x.Thing.Texts)
	case spoken.KindAdvice:
		x, _ := in.v.Advice.Get(n.ID)
		return in.t("news.advice", "body", in.body(x.Thing.Body)), in.href("participation") + "#advice", in.text(x.Thing.Texts)
	case spoken.KindPlain:
		x, _ := in.v.Plain.Get(n.ID)
		return in.t("news.plain", "what", in.words(x.Thing.Title)), in.href("plain"), in.text(x.Thing.Texts)
	}
	return "", "", words
}

func firstHref(a, b string) string {
	if a == "" || a[0] == '#' {
		return b + a
	}
	return a
}
