package council

import (
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// What the engine of a workspace calls them (package space).
type (
	Held[T any]  = space.Held[T]
	Table[T any] = space.Table[T]
	Put          = space.Put
	Drop         = space.Drop
	Conflict     = space.Conflict
	Refused      = space.Refused
	Invalid      = space.Invalid
)

// View is one side of participation in a workspace at an act, derived from its facts. It is immutable and shared.
type View struct {
	Workspace string
	Open      bool   // the published side
	Act       uint64 // number of the last act of the record that it knows of

	Councils    *Table[*Held[council.Council]]
	Sections    *Table[*Held[council.Section]]
	Categories  *Table[*Held[council.Category]]
	Members     *Table[*Held[council.Member]]
	Interests   *Table[*Held[council.Interest]]
	Sittings    *Table[*Held[council.Sitting]]
	Agenda      *Table[*Held[council.AgendaItem]]
	Attendance  *Table[*Held[council.Attendance]]
	Votes       *Table[*Held[council.Vote]]
	Decisions   *Table[*Held[council.Decision]]
	Proposals   *Table[*Held[council.Proposal]]
	Amendments  *Table[*Held[council.Amendment]]
	Remarks     *Table[*Held[council.Remark]]
	Endorsed    *Table[*Held[council.Endorsement]]
	Referrals   *Table[*Held[council.Referral]]
	Replies     *Table[*Held[council.Reply]]
	Consulted   *Table[*Held[council.Consultation]]
	Passages    *Table[*Held[council.Passage]]
	Comments    *Table[*Held[council.Comment]]
	Responses   *Table[*Held[council.Response]]
	Removals    *Table[*Held[council.Removal]]
	Appeals     *Table[*Held[council.Appeal]]
	Submissions *Table[*Held[council.Submission]]
	Signatures  *Table[*Held[council.Signature]]
	Demands     *Table[*Held[council.Demand]]
	Suggestions *Table[*Held[council.Suggestion]]
	Traces      *Table[*Held[council.Trace]]
	Advice      *Table[*Held[council.Advice]]
	Accredited  *Table[*Held[council.Accreditation]]
	Figures     *Table[*Held[council.Figure]]
	Plain       *Table[*Held[council.Plain]]
	Keys        *Table[*Held[council.DeskKey]]
	Bodies      *Table[*Held[plan.Body]] // names of the bodies that the published side names; none on the closed side

	about  *space.About
	reader *reader // nil: the view is the program's own, which reads all
	memo   *space.Memo
}

// refNames are the fields that name other things, by which View.About finds them.
var refNames = map[string]bool{"about": true, "rec": true, "measure": true, "council": true, "sitting": true, "member": true, "section": true,
	"category": true, "proposal": true, "into": true, "comment": true, "demand": true, "passage": true, "body": true, "account": true,
	"code": true}

// Home is whose facts the view holds.
func (v *View) Home() string { return homeName(v.Workspace, v.Open) }

// Seen is the last act of the record that the view knows of.
func (v *View) Seen() uint64 { return v.Act }

// Shelf of a kind; nil for what is none of participation's.
func (v *View) Shelf(kind string) space.Shelf {
	switch kind {
	case council.KindCouncil:
		return space.ShelfAt(&v.Councils)
	case council.KindSection:
		return space.ShelfAt(&v.Sections)
	case council.KindCategory:
		return space.ShelfAt(&v.Categories)
	case council.KindMember:
		return space.ShelfAt(&v.Members)
	case council.KindInterest:
		return space.ShelfAt(&v.Interests)
	case council.KindSitting:
		return space.ShelfAt(&v.Sittings)
	case council.KindAgenda:
		return space.ShelfAt(&v.Agenda)
	case council.KindAttendance:
		return space.ShelfAt(&v.Attendance)
	case council.KindVote:
		return space.ShelfAt(&v.Votes)
	case council.KindDecision:
		return space.ShelfAt(&v.Decisions)
	case council.KindProposal:
		return space.ShelfAt(&v.Proposals)
	case council.KindAmendment:
		return space.ShelfAt(&v.Amendments)
	case council.KindRemark:
		return space.ShelfAt(&v.Remarks)
	case council.KindEndorse:
		return space.ShelfAt(&v.Endorsed)
	case council.KindReferral:
		return space.ShelfAt(&v.Referrals)
	case council.KindReply:
		return space.ShelfAt(&v.Replies)
	case council.KindConsultation:
		return space.ShelfAt(&v.Consulted)
	case council.KindPassage:
		return space.ShelfAt(&v.Passages)
	case council.KindComment:
		return space.ShelfAt(&v.Comments)
	case council.KindResponse:
		return space.ShelfAt(&v.Responses)
	case council.KindRemoval:
		return space.ShelfAt(&v.Removals)
	case council.KindAppeal:
		return space.ShelfAt(&v.Appeals)
	case council.KindSubmission:
		return space.ShelfAt(&v.Submissions)
	case council.KindSignature:
		return space.ShelfAt(&v.Signatures)
	case council.KindDemand:
		return space.ShelfAt(&v.Demands)
	case council.KindSuggestion:
		return space.ShelfAt(&v.Suggestions)
	case council.KindTrace:
		return space.ShelfAt(&v.Traces)
	case council.KindAdvice:
		return space.ShelfAt(&v.Advice)
	case council.KindAccreditation:
		return space.ShelfAt(&v.Accredited)
	case council.KindFigure:
		return space.ShelfAt(&v.Figures)
	case council.KindPlain:
		return space.ShelfAt(&v.Plain)
	case council.KindDeskKey:
		return space.ShelfAt(&v.Keys)
	case plan.KindBody:
		return space.ShelfAt(&v.Bodies)
	}
	return nil
}

// empty is the view of a home in which nothing was done.
func empty(home string) *View {
	ws, open := strings.CutPrefix(home, record.ForumHome)
	return &View{Workspace: strings.TrimPrefix(ws, record.CouncilHome), Open: open, Councils: new(Table[*Held[council.Council]]), Sections: new(Table[*Held[council.Section]]),
		Categories: new(Table[*Held[council.Category]]), Members: new(Table[*Held[council.Member]]), Interests: new(Table[*Held[council.Interest]]),
		Sittings: new(Table[*Held[council.Sitting]]), Agenda: new(Table[*Held[council.AgendaItem]]), Attendance: new(Table[*Held[council.Attendance]]),
		Votes: new(Table[*Held[council.Vote]]), Decisions: new(Table[*Held[council.Decision]]), Proposals: new(Table[*Held[council.Proposal]]),
		Amendments: new(Table[*Held[council.Amendment]]), Remarks: new(Table[*Held[council.Remark]]), Endorsed: new(Table[*Held[council.Endorsement]]),
		Referrals: new(Table[*Held[council.Referral]]), Replies: new(Table[*Held[council.Reply]]), Consulted: new(Table[*Held[council.Consultation]]),
		Passages: new(Table[*Held[council.Passage]]), Comments: new(Table[*Held[council.Comment]]), Responses: new(Table[*Held[council.Response]]),
		Removals: new(Table[*Held[council.Removal]]), Appeals: new(Table[*Held[council.Appeal]]), Submissions: new(Table[*Held[council.Submission]]),
		Signatures: new(Table[*Held[council.Signature]]), Demands: new(Table[*Held[council.Demand]]), Suggestions: new(Table[*Held[council.Suggestion]]),
		Traces: new(Table[*Held[council.Trace]]), Advice: new(Table[*Held[council.Advice]]), Accredited: new(Table[*Held[council.Accreditation]]),
		Figures: new(Table[*Held[council.Figure]]), Plain: new(Table[*Held[council.Plain]]), Keys: new(Table[*Held[council.DeskKey]]),
		Bodies: new(Table[*Held[plan.Body]]), about: new(space.About), memo: &space.Memo{}}
}

// changes makes the next view.
type changes struct {
	*space.Changes
	v View
}

func from(v *View) space.Next[*View] {
	c := &changes{v: *v}
	c.Changes = space.NewChanges(c.v.Shelf, v.about, func(field string) bool { return refNames[field] })
	return c
}

// Done is the view with the changes.
func (c *changes) Done(act uint64) *View {
	c.v.about, c.v.Act, c.v.memo = c.Close(), act, &space.Memo{}
	return &c.v
}

func later(v *View, act uint64) *View {
	same := *v
	same.Act = act
	return &same
}

// Once gives what make derives from a view, and derives it once for each name and for all who may read the same. What is
// given is shared: do not change it. make must not ask for anything but the view, and what the name says beside it.
func Once[T any](v *View, name string, make func() T) T {
	if v.reader != nil {
		name += "\x00" + v.reader.key()
	}
	return space.Once(v.memo, name, make)
}

// About are the ids of the things of a kind that name another thing (a council's id, a proposal's, a recommendation's …), as
// far as whoever the view is for may read them, in their order.
func (v *View) About(kind, id string) []string {
	refs, _ := v.about.Get(id)
	var out []string
	for _, r := range refs {
		if r.Kind != kind {
			continue
		}
		if v.reader == nil {
			out = append(out, r.ID)
		} else if _, _, ok := v.Shelf(kind).Held(r.ID); ok {
			out = append(out, r.ID)
		}
	}
	slices.Sort(out)
	return out
}
