package account

import "slices"

// Roles inside a workspace. A person may have several seats, also for several bodies.
const (
	Coordinator   Role = "coordinator" // of the national mechanism: the focal point and its secretariat
	Contributor   Role = "contributor" // of a body: writes what was done
	Validator     Role = "validator"   // of a body: says that it is so; never for one's own words
	Monitor       Role = "monitor"     // of the national institution: assesses independently
	Stakeholder   Role = "stakeholder" // of an organisation, a UN body or a country team: assesses in its own name
	CouncilMember Role = "council"     // of a participatory council
	Secretary     Role = "secretary"   // of a council: keeps its seats, sittings and proposals, and refers what it adopted
	Reader        Role = "reader"      // reads the workspace
	Steward       Role = "steward"     // administrator of the workspace: seats, never contents
)

// WorkRoles are the roles inside a workspace in the order of the table's columns.
var WorkRoles = []Role{Coordinator, Contributor, Validator, Monitor, Stakeholder, CouncilMember, Secretary, Reader, Steward}

// Seat is a person's place in a workspace.
type Seat struct {
	Workspace string // id, as in addresses: "KAZ"
	Role      Role
	Body      string // id of the body that the person sits for; empty for coordinator, reader and steward
}

// Scope says over what a role may do an act.
type Scope string

// Scopes, from the widest.
const (
	Nowhere   Scope = ""
	Anywhere  Scope = "workspace"  // over everything in the workspace
	OwnBody   Scope = "body"       // over what belongs to the body of the seat
	OthersToo Scope = "body-other" // over what belongs to the body of the seat and was written by somebody else: four eyes
)

// Target is what an act in a workspace is done to. What is empty belongs to nobody in particular.
type Target struct {
	Bodies []string // ids of the bodies whose it is
	Author string   // account that wrote it
}

// Acts inside a workspace. Each has a message in the catalogue ("policy.act.<code>").
const (
	ReadWork     Act = "read-work"     // plan, measures, assignments, validated and published texts
	ReadDrafts   Act = "read-drafts"   // texts that are not validated
	EditBodies   Act = "edit-bodies"   //
	SeatPeople   Act = "seat-people"   // invite, seat, unseat
	HandOver     Act = "hand-over"     // open work of one person to another
	EditPlan     Act = "edit-plan"     // plans, clusters, imports of plans
	Assign       Act = "assign"        //
	ReplyAssign  Act = "reply-assign"  // accept or hand back, for one's body
	EditMeasure  Act = "edit-measure"  //
	EditLegal    Act = "edit-legal"    // legal and treaty acts
	DecideStatus Act = "decide-status" // take or refuse a status that a deposit proposes
	EditSeries   Act = "edit-series"   // indicators and their values
	AddEvidence  Act = "add-evidence"  //
	WriteReport  Act = "write-report"  // draft and submit what the State reports
	Validate     Act = "validate"      // validate or return what another person submitted
	Publish      Act = "publish"       // bring what is validated to the public
	Assess       Act = "assess"        // in the name of one's body; nobody validates it
	EditDates    Act = "edit-dates"    // calendar
	TakeOut      Act = "take-out"      // reports and workbooks
	SetNotices   Act = "set-notices"   // one's own digests
	SetHooks     Act = "set-hooks"     // webhooks of the workspace

	ReadCouncil Act = "read-council" // councils, proposals, referrals and consultations as far as they are not somebody's draft
	EditCouncil Act = "edit-council" // seats, mandates, sittings, minutes, votes of one's council
	Propose     Act = "propose"      // to a council, in the name of one's body
	Debate      Act = "debate"       // remark, amend, endorse
	Resolve     Act = "resolve"      // record what the council decided on a proposal, and refer it
	WriteReply  Act = "write-reply"  // to what was referred to one's body
	IssueReply  Act = "issue-reply"  // publish a reply that another person wrote
	Consult     Act = "consult"      // open a consultation and answer it, in the name of one's body
	Moderate    Act = "moderate"     // look at contributions to one's body, and remove for a stated reason
	HearAppeal  Act = "hear-appeal"  // against what another person removed; the institution hears those of every body
	Submit      Act = "submit"       // submissions to a review, demands, suggestions, signatures
	Trace       Act = "trace"        // say whether a recommendation took up a demand
	Advise      Act = "advise"       // an institution's own recommendations, figures and accreditation
	WritePlain  Act = "write-plain"  // say something in plain words
	HoldKey     Act = "hold-key"     // make the key of one's desk for sealed submissions
	ReadSealed  Act = "read-sealed"  // fetch what was sealed to one's desk, and send sealed answers
)

// Grant says over what each role may do an act inside a workspace.
type Grant struct {
	Act   Act
	Roles map[Role]Scope
}

// everySeat is for acts that all seats may do.
func everySeat(s Scope) map[Role]Scope {
	out := map[Role]Scope{}
	for _, r := range WorkRoles {
		out[r] = s
	}
	return out
}

// Grants is the table of what may be done in a workspace. What is not in it is not allowed; nobody has anything in a
// workspace without a seat, the installation's administrator included.
var Grants = []Grant{
	{ReadWork, everySeat(Anywhere)},
	{ReadDrafts, map[Role]Scope{Coordinator: OwnBody, Contributor: OwnBody, Validator: OwnBody, Monitor: OwnBody, Stakeholder: OwnBody, CouncilMember: OwnBody}},
	{EditBodies, map[Role]Scope{Coordinator: Anywhere}},
	{SeatPeople, map[Role]Scope{Coordinator: Anywhere, Steward: Anywhere}},
	{HandOver, map[Role]Scope{Coordinator: Anywhere, Validator: OwnBody}},
	{EditPlan, map[Role]Scope{Coordinator: Anywhere}},
	{Assign, map[Role]Scope{Coordinator: Anywhere}},
	{ReplyAssign, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody}},
	{EditMeasure, map[Role]Scope{Coordinator: Anywhere, Contributor: OwnBody, Validator: OwnBody}},
	{EditLegal, map[Role]Scope{Coordinator: Anywhere}},
	{DecideStatus, map[Role]Scope{Coordinator: Anywhere}},
	{EditSeries, map[Role]Scope{Coordinator: Anywhere, Contributor: OwnBody, Validator: OwnBody}},
	{AddEvidence, map[Role]Scope{Coordinator: Anywhere, Contributor: OwnBody, Validator: OwnBody, Monitor: OwnBody, Stakeholder: OwnBody, CouncilMember: OwnBody}},
	{WriteReport, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody}},
	{Validate, map[Role]Scope{Validator: OthersToo}},
	{Publish, map[Role]Scope{Coordinator: Anywhere}},
	{Assess, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody, CouncilMember: OwnBody}},
	{EditDates, map[Role]Scope{Coordinator: Anywhere}},
	{TakeOut, everySeat(Anywhere)},
	{SetNotices, everySeat(Anywhere)},
	{SetHooks, map[Role]Scope{Coordinator: Anywhere, Steward: Anywhere}},
	{ReadCouncil, everySeat(Anywhere)},
	{EditCouncil, map[Role]Scope{Secretary: OwnBody}},
	{Propose, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody, CouncilMember: OwnBody, Secretary: OwnBody}},
	{Debate, map[Role]Scope{Stakeholder: OwnBody, CouncilMember: OwnBody, Secretary: OwnBody}},
	{Resolve, map[Role]Scope{Secretary: OwnBody}},
	{WriteReply, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody}},
	{IssueReply, map[Role]Scope{Validator: OthersToo}},
	{Consult, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody, Monitor: OwnBody, Secretary: OwnBody}},
	{Moderate, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody, Monitor: OwnBody, Secretary: OwnBody}},
	{HearAppeal, map[Role]Scope{Validator: OthersToo, Monitor: Anywhere, Secretary: OthersToo}},
	{Submit, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody}},
	{Trace, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody}},
	{Advise, map[Role]Scope{Monitor: OwnBody}},
	{WritePlain, map[Role]Scope{Contributor: OwnBody, Validator: OwnBody, Monitor: OwnBody, Stakeholder: OwnBody, Secretary: OwnBody}},
	{HoldKey, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody}},
	{ReadSealed, map[Role]Scope{Monitor: OwnBody, Stakeholder: OwnBody}},
}

// InWorkspace says whether an act is done inside a workspace.
func InWorkspace(a Act) bool {
	return slices.ContainsFunc(Grants, func(g Grant) bool { return g.Act == a })
}

// ScopeOf is over what a role may do an act in a workspace.
func ScopeOf(r Role, a Act) Scope {
	for _, g := range Grants {
		if g.Act == a {
			return g.Roles[r]
		}
	}
	return Nowhere
}

// In are the person's seats in a workspace.
func (p Person) In(workspace string) []Seat {
	var out []Seat
	for _, s := range p.Seats {
		if s.Workspace == workspace {
			out = append(out, s)
		}
	}
	return out
}

// MayIn says whether the person may do an act in a workspace over a target. A nil target asks whether there is anything
// over which the person may.
func (p Person) MayIn(workspace string, a Act, t *Target) bool {
	_, ok := p.SeatFor(workspace, a, t)
	return ok
}

// SeatFor is the seat from which the person may do an act: its role and body stand in the act's public header.
func (p Person) SeatFor(workspace string, a Act, t *Target) (Seat, bool) {
	for _, s := range p.In(workspace) {
		switch scope := ScopeOf(s.Role, a); {
		case scope == Nowhere:
		case t == nil, scope == Anywhere:
			return s, true
		case s.Body == "" || !slices.Contains(t.Bodies, s.Body):
		case scope == OwnBody, scope == OthersToo && t.Author != p.ID && p.ID != "":
			return s, true
		}
	}
	return Seat{}, false
}
