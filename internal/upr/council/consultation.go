package council

import (
	"fmt"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Draft is what a consultation is about.
type Draft string

// Drafts in the order in which they are shown.
const (
	OfReport  Draft = "report" // a national report
	OfPlan    Draft = "plan"
	OfLaw     Draft = "law"
	OfAnother Draft = "other"
)

// Drafts in the order in which they are shown.
var Drafts = []Draft{OfReport, OfPlan, OfLaw, OfAnother}

// Consultation on a draft. It is open from its first to its last day, both included, by the day of its State.
type Consultation struct {
	Body     string     `fact:"body"` // that consults
	Title    plan.Names `fact:"title"`
	Draft    Draft      `fact:"draft"`
	Cycle    int        `fact:"cycle"` // of OfReport
	About    plan.Names `fact:"text"`  // introduction
	Opens    upr.Date   `fact:"opens"`
	Closes   upr.Date   `fact:"closes"`
	Version  int        `fact:"version"` // of the draft; comments name the version that they saw
	Lang     string     `fact:"lang"`    // of the draft
	Public   bool       `fact:"public"`  // it was opened to everyone
	HoldDays int        `fact:"hold-days"`
	Before   bool       `fact:"before"` // comments are shown only after a person looked at them
	Methods  plan.Names `fact:"method"` // meetings, letters and other ways in which people were asked, in words
	Result   string     `fact:"result"` // where the final text can be read
	Rule     plan.Names `fact:"moderation"`
}

// Open says whether comments are taken on a day.
func (c Consultation) Open(on upr.Date) bool {
	return c.Public && !c.Opens.After(on) && !on.After(c.Closes)
}

// Passage of a draft; its subject is PassageID.
type Passage struct {
	Consultation string     `fact:"about"`
	Number       int        `fact:"number"`
	Version      int        `fact:"version"`
	Heading      bool       `fact:"heading"`
	Words        plan.Names `fact:"text"`
}

// PassageID names a passage of a consultation's draft.
func PassageID(consultation string, version, number int) string {
	return fmt.Sprintf("%s %d %d", consultation, version, number)
}

// Shown says how far a contribution came.
type Shown string

// A contribution is held (its days or a person's look are awaited), shown, removed, or withdrawn by whoever wrote it.
const (
	Held       Shown = "held"
	IsShown    Shown = "shown"
	Removed    Shown = "removed"
	TakenAway  Shown = "withdrawn"
	NeverShown Shown = "desk-only" // the contributor asked that only the desk reads it
)

// Comment on a passage of a draft, or on the whole of it. The number is the order in which comments came in.
type Comment struct {
	Consultation string   `fact:"about"`
	Passage      string   `fact:"passage"` // id; empty: on the whole
	Quote        string   `fact:"quote"`   // words of the passage that are meant; empty: all of it
	Number       int      `fact:"number"`
	Words        string   `fact:"text"`
	Lang         string   `fact:"lang"`
	Body         string   `fact:"body"`      // in whose name; empty: a person's own
	Pseudonym    string   `fact:"pseudonym"` // empty: anonymous
	On           upr.Date `fact:"on"`
	Shown        Shown    `fact:"shown"`
	Until        upr.Date `fact:"held-until"`
	Code         string   `fact:"code"`   // digest of the private return code; never in the public copy
	Paper        bool     `fact:"paper"`  // it came on paper
	Groups       []string `fact:"group"`  // affected groups that it is about, by code
	Recs         []string `fact:"rec"`    // recommendations that it names
	Harm         string   `fact:"harm"`   // what the do-no-harm look found; never in the public copy
	Looked       bool     `fact:"looked"` // a person looked at it before it was shown
}

// Response to comments: one point or a group of points.
type Response struct {
	Consultation string     `fact:"about"`
	Comments     []string   `fact:"comment"` // ids
	Theme        plan.Names `fact:"theme"`   // of a group
	Outcome      Outcome    `fact:"outcome"` // Accepts, Partly, Declines, Already or Examines
	Texts        plan.Names `fact:"text"`
	Passage      string     `fact:"passage"` // that was changed because of it; may be empty
	On           upr.Date   `fact:"on"`
	Public       bool       `fact:"public"`
}

// Ground is a stated reason for which a contribution may be removed. There is no other.
type Ground string

// Grounds in the order in which they are shown.
const (
	GroundHarm     Ground = "harm"     // it could put a person in danger or tells who a person is
	GroundViolence Ground = "violence" // it calls for violence or hatred against people
	GroundInsult   Ground = "insult"   // it attacks a person and says nothing on the matter
	GroundSpam     Ground = "spam"     // advertisement, or the same words again and again
	GroundOff      Ground = "off"      // it is not about the matter
	GroundOrder    Ground = "order"    // a court ordered it; the order is named
)

// Grounds in the order in which they are shown.
var Grounds = []Ground{GroundHarm, GroundViolence, GroundInsult, GroundSpam, GroundOff, GroundOrder}

// Removal of a contribution from the public, or the refusal to show it. It is public and names no person; the words removed
// are in none of its fields.
type Removal struct {
	Kind   string   `fact:"kind"`  // of the contribution
	About  string   `fact:"about"` // its id
	Ground Ground   `fact:"ground"`
	Words  string   `fact:"text"` // why, in words
	Body   string   `fact:"body"` // that removed it
	On     upr.Date `fact:"on"`
	Author string   `fact:"author"` // account; never in the public copy
	Undone upr.Date `fact:"undone"` // an appeal was heard and it is shown again
}

// Appeal against a removal, by whoever holds the contribution's return code, or anyone for a group that it is about.
type Appeal struct {
	Removal string   `fact:"about"`
	Words   string   `fact:"text"`
	On      upr.Date `fact:"on"`
	Result  string   `fact:"result"` // "", "upheld" (the removal stands) or "granted" (it is shown again)
	Reason  string   `fact:"reason"`
	Decided upr.Date `fact:"decided"`
	Author  string   `fact:"author"` // who decided: another than who removed; never in the public copy
}
