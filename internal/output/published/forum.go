package published

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/council"
	spoken "github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// OfForum are the rows of participation in a State, as far as it is published. A view of the closed side gives an error. What
// is not shown – a contribution that is held, was removed or withdrawn, a proposal that is a draft – is a row without words
// where its number is public, and no row where it is not.
func OfForum(v *council.View, lang string) Rows {
	return func(yield func(*Row, error) bool) {
		if !v.Open {
			yield(nil, fmt.Errorf("open data of %s: the view is of the closed side", v.Workspace))
			return
		}
		for _, kind := range append([]string{plan.KindBody}, spoken.Kinds...) {
			for _, r := range forumRows(v, kind, lang) {
				if !yield(r, nil) {
					return
				}
			}
		}
	}
}

func forumRows(v *council.View, kind, lang string) []*Row {
	switch kind {
	case plan.KindBody:
		return spokenRows(v, v.Bodies, kind, lang, nil)
	case spoken.KindCouncil:
		return spokenRows(v, v.Councils, kind, lang, nil)
	case spoken.KindSection:
		return spokenRows(v, v.Sections, kind, lang, nil)
	case spoken.KindCategory:
		return spokenRows(v, v.Categories, kind, lang, nil)
	case spoken.KindMember:
		return spokenRows(v, v.Members, kind, lang, nil)
	case spoken.KindInterest:
		return spokenRows(v, v.Interests, kind, lang, nil)
	case spoken.KindSitting:
		return spokenRows(v, v.Sittings, kind, lang, nil)
	case spoken.KindAgenda:
		return spokenRows(v, v.Agenda, kind, lang, nil)
	case spoken.KindAttendance:
		return spokenRows(v, v.Attendance, kind, lang, nil)
	case spoken.KindVote:
		return spokenRows(v, v.Votes, kind, lang, nil)
	case spoken.KindDecision:
		return spokenRows(v, v.Decisions, kind, lang, nil)
	case spoken.KindProposal:
		return spokenRows(v, v.Proposals, kind, lang, func(p spoken.Proposal) bool { return p.Step.Public() })
	case spoken.KindAmendment:
		return spokenRows(v, v.Amendments, kind, lang, func(x spoken.Amendment) bool { return shownProposal(v, x.Proposal) })
	case spoken.KindRemark:
		return spokenRows(v, v.Remarks, kind, lang, func(x spoken.Remark) bool { return shownProposal(v, x.Proposal) })
	case spoken.KindEndorse:
		return spokenRows(v, v.Endorsed, kind, lang, func(x spoken.Endorsement) bool { return shownProposal(v, x.Proposal) })
	case spoken.KindReferral:
		return spokenRows(v, v.Referrals, kind, lang, nil)
	case spoken.KindReply:
		return spokenRows(v, v.Replies, kind, lang, func(r spoken.Reply) bool { return r.Step == plan.Published })
	}
	return moreForumRows(v, kind, lang)
}

func moreForumRows(v *council.View, kind, lang string) []*Row {
	switch kind {
	case spoken.KindConsultation:
		return spokenRows(v, v.Consulted, kind, lang, func(c spoken.Consultation) bool { return c.Public })
	case spoken.KindPassage:
		return spokenRows(v, v.Passages, kind, lang, nil)
	case spoken.KindComment:
		return commentRows(v, lang)
	case spoken.KindResponse:
		return spokenRows(v, v.Responses, kind, lang, func(r spoken.Response) bool { return r.Public })
	case spoken.KindRemoval:
		return spokenRows(v, v.Removals, kind, lang, nil)
	case spoken.KindAppeal:
		return spokenRows(v, v.Appeals, kind, lang, nil)
	case spoken.KindSubmission:
		return spokenRows(v, v.Submissions, kind, lang, func(s spoken.Submission) bool { return s.Step == plan.Published })
	case spoken.KindSignature:
		return spokenRows(v, v.Signatures, kind, lang, nil)
	case spoken.KindDemand:
		return spokenRows(v, v.Demands, kind, lang, nil)
	case spoken.KindSuggestion:
		return spokenRows(v, v.Suggestions, kind, lang, nil)
	case spoken.KindTrace:
		return spokenRows(v, v.Traces, kind, lang, nil)
	case spoken.KindAdvice:
		return spokenRows(v, v.Advice, kind, lang, func(a spoken.Advice) bool { return a.Step == plan.Published })
	case spoken.KindAccreditation:
		return spokenRows(v, v.Accredited, kind, lang, nil)
	case spoken.KindFigure:
		return spokenRows(v, v.Figures, kind, lang, nil)
	case spoken.KindPlain:
		return spokenRows(v, v.Plain, kind, lang, func(p spoken.Plain) bool { return p.Step == plan.Published })
	case spoken.KindDeskKey:
		return spokenRows(v, v.Keys, kind, lang, nil)
	}
	return nil
}

func shownProposal(v *council.View, id string) bool {
	p, ok := v.Proposals.Get(id)
	return ok && p.Thing.Step.Public()
}

// commentRows: of a comment that is not shown only that it came in.
func commentRows(v *council.View, lang string) []*Row {
	var out []*Row
	for id, h := range v.Comments.All() {
		if h.Thing.Shown == spoken.IsShown {
			out = append(out, spokenRow(v, spoken.KindComment, id, lang, h.Fields, h.Act, h.At))
			continue
		}
		bare := spoken.Comment{Consultation: h.Thing.Consultation, Number: h.Thing.Number, On: h.Thing.On, Shown: h.Thing.Shown}
		out = append(out, spokenRow(v, spoken.KindComment, id, lang, plan.Fields(bare), h.Act, h.At))
	}
	return out
}

// spokenRows are the rows of a table; those that shown does not show are left out.
func spokenRows[T any](v *council.View, t *council.Table[*council.Held[T]], kind, lang string, shown func(T) bool) []*Row {
	var out []*Row
	for id, h := range t.All() {
		if shown == nil || shown(h.Thing) {
			out = append(out, spokenRow(v, kind, id, lang, h.Fields, h.Act, h.At))
		}
	}
	return out
}

// closedFields name accounts, digests of codes and inner notes. They are in no public copy; should one ever be, it still does
// not get out.
var closedFields = []string{"author", "issuer", "account", "code", "harm", "person"}

func spokenRow(v *council.View, kind, id, lang string, fields []plan.Field, act uint64, at time.Time) *Row {
	r := &Row{ID: id, Kind: kind, Act: act, At: at.UTC().Format(time.RFC3339), Fields: [][]string{}}
	var titles, texts plan.Names
	for _, f := range fields {
		if slices.Contains(closedFields, f.Name) {
			continue
		}
		r.Fields = append(r.Fields, []string{f.Name, f.Value})
		switch f.Name {
		case "rec":
			r.Recs = append(r.Recs, f.Value)
		case "body":
			r.Body = f.Value
		case "outcome", "result", "step", "shown", "state", "status":
			r.Status = cmp.Or(r.Status, f.Value)
		case "title", "name", "theme":
			titles = append(titles, nameOf(f.Value))
		case "text", "after", "question":
			texts = append(texts, nameOf(f.Value))
		case "on", "from":
			if kind != spoken.KindReferral || f.Name == "on" {
				r.Until = cmp.Or(r.Until, f.Value)
			}
		case "due", "closes":
			r.Due = f.Value
		case "source", "rule":
			r.Source = cmp.Or(r.Source, f.Value)
		case "url":
			r.URL = f.Value
		}
	}
	if kind == spoken.KindComment || kind == spoken.KindRemoval || kind == spoken.KindInterest {
		texts = plainText(fields)
	}
	r.Title, r.Lang = titles.In(lang)
	if len(texts) > 0 {
		r.Text, r.Lang = texts.In(lang)
	}
	if b, ok := v.Bodies.Get(r.Body); ok {
		r.BodyName, _ = b.Thing.Names.In(lang)
		r.Voice = string(b.Thing.Kind.Voice())
	}
	return r
}

// plainText is the text of a thing whose words have no language in front.
func plainText(fields []plan.Field) plan.Names {
	var out plan.Names
	for _, f := range fields {
		switch f.Name {
		case "text":
			out = append(out, plan.Name{Words: f.Value})
		case "lang":
			for i := range out {
				out[i].Lang = f.Value
			}
		}
	}
	return out
}

// KindsOfForum are the kinds of rows of OfForum, in their order.
func KindsOfForum() []string { return append([]string{plan.KindBody}, spoken.Kinds...) }
