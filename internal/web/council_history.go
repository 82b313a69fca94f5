package web

import (
	"slices"

	"github.com/openupr/openupr/internal/account"
	upc "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page/work"
)

// seatedKinds are the things of a council, which are everyone's to read in every version, but for who signs in for a mandate.
var seatedKinds = []string{upc.KindCouncil, upc.KindSection, upc.KindCategory, upc.KindMember, upc.KindInterest, upc.KindSitting, upc.KindAgenda, upc.KindVote, upc.KindDecision}

// spokenOf says whether the history of a kind of participation is told inside a workspace.
func spokenOf(kind string) bool {
	return slices.Contains(seatedKinds, kind) || kind == upc.KindAdvice || kind == upc.KindSubmission
}

// mayHear says whether the reader may read every version of such a thing: what an institution or an organisation wrote before
// it published is its own.
func (in *inWork) mayHear(kind, body string) bool {
	switch kind {
	case upc.KindAdvice:
		return in.may(account.Advise, &account.Target{Bodies: []string{body}})
	case upc.KindSubmission:
		return in.may(account.Submit, &account.Target{Bodies: []string{body}})
	}
	return in.may(account.ReadCouncil, nil)
}

// spoken names a thing of participation and leads to its page.
func (in *inCouncil) spoken(kind, id string) work.Link {
	switch kind {
	case upc.KindCouncil:
		return in.councilLink(id)
	case upc.KindMember:
		if h, ok := in.c.Members.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Name), Href: in.f.Href("councils", h.Thing.Council, "members", id)}
		}
	case upc.KindSitting:
		if l := in.sittingLink(id); l.Href != "" {
			return l
		}
	case upc.KindVote:
		if h, ok := in.c.Votes.Get(id); ok {
			return work.Link{Label: in.words(h.Thing.Question), Href: in.f.Href("votes", id)}
		}
	case upc.KindSubmission:
		return in.submissionLink(id)
	case upc.KindAdvice:
		if h, ok := in.c.Advice.Get(id); ok {
			return work.Link{Label: in.adviceTitle(h.Thing), Href: in.f.Href("advice", id)}
		}
	}
	return work.Link{Label: id}
}
