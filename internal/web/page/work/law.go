package work

import (
	"strings"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
)

// Laws is the list of legal acts.
type Laws struct {
	Rows  []LawRow
	Total int
	Pages page.Pagination
	Kinds []Count // of acts by kind, each leading to those; Code is the kind
	Kind  string  // that is shown; empty: all
	New   string  // address of the form; empty where the reader may not
}

// LawRow is a legal act in a list. Its dates stay apart.
type LawRow struct {
	Link                            Link
	Number, Kind                    string
	Adopted, Signed, InForce, Ended string
	Unsure, Open                    bool
}

// Law is one legal act with everything that names it.
type Law struct {
	LawRow
	Title      Text
	Note       string
	Treaty     Link
	Amends     []Link
	Repeals    []Link
	AmendedBy  []Link
	RepealedBy []Link
	Steps      []Step // towards treaties
	Recs       []Link
	Measures   []Link
	Source     string
	URL        string
	Claims     []Claim
	History    string

	Edit     *LawForm // nil where the reader may not
	AddClaim *ClaimForm
}

// LawForm changes a legal act.
type LawForm struct {
	Form
	Act      plan.LegalAct
	Kinds    []Option
	Treaties []Option
	Amends   []Option
	Repeals  []Option
	Open     bool
	New      bool
}

// Claim is what a source says.
type Claim struct {
	Field, Value string // where it is another value for a field, both in the reader's words
	Says         Text
	By, Voice    string
	On, Source   string
	URL          string
	Unsure, Open bool
	Drop         *Drop
}

// Drop is the form that takes a thing away.
type Drop struct {
	Form
	What string // in words, for those who do not see what it stands beside
	ID   string
}

// ClaimForm adds what a source says.
type ClaimForm struct {
	Form
	Claim  plan.Claim
	Fields []Option
	Voices []Option
	Open   bool
	Show   bool // unfolded, because something is wrong with it
}

// Treaties is the pipeline of all treaties.
type Treaties struct {
	Lines     []TreatyLine
	State     page.StateLink
	AsOf      string // of the reference data
	Proposals []Proposal
	Waiting   int // proposals in all
	Pages     page.Pagination
	Decided   []Proposal // the latest
}

// TreatyLine is one treaty.
type TreatyLine struct {
	Code, Title string
	Steps       []Step
	Reference   string   // what the reference data says, in words
	Differ      []string // codes
	New         string   // address of the form
}

// Step towards a treaty.
type Step struct {
	Treaty, Step, Date string
	Text               string
	Law                Link
	Lifted             string // day on which it was taken back
	Of                 string // what it takes back, in words
	Source, URL        string
	Unsure, Open       bool
	Claims             []Claim
	Edit               string
}

// Proposal of a status for a person to decide.
type Proposal struct {
	Form
	ID       string
	Rec      Link
	Words    Text
	Position upr.Position
	Status   string
	Because  string
	Decided  string
	Reason   string
	Bodies   []Option
	Body     string
}

// StepForm changes a step towards a treaty.
type StepForm struct {
	Form
	Act      plan.TreatyAct
	Title    string
	Treaties []Option
	Steps    []Option
	Laws     []Option
	Of       []Option
	Open     bool
	New      bool
	Proposed int // proposals that it made, that wait
}

// lawKindOrAll is the name of a kind of legal acts; of none it is all of them.
func lawKindOrAll(f Frame, kind string) string {
	if kind == "" {
		return f.T("law.all")
	}
	return f.T("law.kind." + kind)
}

func lines(list []string) string { return strings.Join(list, "\n") }
