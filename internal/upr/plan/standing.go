package plan

import (
	"cmp"
	_ "embed" // the rules
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/openupr/openupr/internal/upr"
)

// Rule says when what a State reports counts as reported, and how voices are counted. Rules are dated: which one holds is a
// matter of the day. Each is printed where its results are shown, by the message "standing.rule.<Code>".
type Rule struct {
	Code    string   `json:"code"`
	From    upr.Date `json:"-"`
	Since   string   `json:"from"`    // the day of From, as the data writes it
	Source  string   `json:"source"`  // who decided it
	Persons int      `json:"persons"` // who must have said it: 2 is the author and a validator
	Proofs  int      `json:"proofs"`  // pieces of evidence that everyone may open, at least
	Facts   bool     `json:"facts"`   // a sourced treaty or legal act is a proof, and needs no second voice for the fact itself
}

//go:embed rules.json
var ruleData []byte

var readRules = sync.OnceValues(func() ([]Rule, error) {
	var out []Rule
	if err := json.Unmarshal(ruleData, &out); err != nil {
		return nil, fmt.Errorf("reading the rules of standing: %w", err)
	}
	for i := range out {
		var err error
		if out[i].From, err = upr.ParseDate(out[i].Since); err != nil {
			return nil, fmt.Errorf("reading the rules of standing: %w", err)
		}
	}
	slices.SortFunc(out, func(a, b Rule) int { return a.From.Compare(b.From) })
	return out, nil
})

// Rules are all rules that ever held, the earliest first. The program's own data is read: a test reads it first.
func Rules() []Rule {
	r, err := readRules()
	if err != nil {
		panic(err) // the program's own data, tested
	}
	return slices.Clone(r)
}

// RuleOn is the rule that holds on a day; before the first rule it is the first.
func RuleOn(on upr.Date) Rule {
	all := Rules()
	rule := all[0]
	for _, r := range all {
		if !r.From.After(on) {
			rule = r
		}
	}
	return rule
}

// Proven says how far what the State reports is borne out by the rule. It says nothing of whether others agree.
type Proven string

// Values of Proven.
const (
	NotReported Proven = "not-reported" // the State reports nothing
	Unvalidated Proven = "unvalidated"  // one person wrote it
	Unproved    Proven = "unproved"     // reported, and without a proof that everyone may open
	Reported    Proven = "reported"     // validated by a second person, with proof
)

// Provens in their order.
var Provens = []Proven{NotReported, Unvalidated, Unproved, Reported}

// Others says how what the State reports stands with others.
type Others string

// Values of Others.
const (
	NotAssessed Others = "not-assessed" // nobody said anything
	Shared      Others = "shared"       // who compared shares it
	Contested   Others = "contested"    // somebody contests it, whoever else shares it
	Commented   Others = "commented"    // others say something without comparing
)

// OthersValues in their order.
var OthersValues = []Others{NotAssessed, Shared, Contested, Commented}

// Said is what one body of another voice says, in its latest published assessment.
type Said struct {
	Voice   Voice
	Body    string
	Verdict Verdict
	Status  Status // that it would give; may be empty
	Until   upr.Date
	ID      string // of the assessment
}

// FactOf is a sourced treaty or legal act about the recommendation.
type FactOf struct {
	Kind string // KindTreatyAct or KindLegalAct
	ID   string
	On   upr.Date
}

// Standing is the truth about a recommendation as far as anyone says it: two values, never one. There is no third that is
// made of both, and none overwrites the other (handbook, I4 and I5).
type Standing struct {
	Status Status   // that the State reports; empty when it reports none
	Proven Proven   // whether that is borne out by the rule
	Body   string   // that reports
	Report string   // id of the report
	Until  upr.Date // up to which it reports

	Others Others
	Said   []Said   // by voice in the order of OtherVoices, then by body
	Facts  []FactOf // by day; they stand by themselves
	Rule   Rule
}

// By are the bodies of all voices with a verdict.
func (s Standing) By(v Verdict) []Said {
	var out []Said
	for _, x := range s.Said {
		if x.Verdict == v {
			out = append(out, x)
		}
	}
	return out
}

// StateSays is what the State reports, as the rule needs to know it. The zero value is that it reports nothing.
type StateSays struct {
	Status    Status
	Body      string
	Report    string
	Until     upr.Date
	Validated bool // by a second person
	Proofs    int  // pieces of evidence named by it that everyone may open
}

// Stand says how a recommendation stands under a rule. Later words of a body take the place of its earlier ones: said holds
// only the latest of each.
func Stand(rule Rule, claim StateSays, said []Said, facts []FactOf) Standing {
	s := Standing{Status: claim.Status, Body: claim.Body, Report: claim.Report, Until: claim.Until, Proven: NotReported, Others: NotAssessed,
		Said: slices.Clone(said), Facts: slices.Clone(facts), Rule: rule}
	slices.SortStableFunc(s.Said, func(a, b Said) int {
		return cmp.Or(cmp.Compare(slices.Index(OtherVoices, a.Voice), slices.Index(OtherVoices, b.Voice)), strings.Compare(a.Body, b.Body))
	})
	slices.SortStableFunc(s.Facts, func(a, b FactOf) int { return a.On.Compare(b.On) })
	proofs := claim.Proofs
	if rule.Facts {
		proofs += len(facts)
	}
	switch {
	case claim.Status == "":
	case rule.Persons > 1 && !claim.Validated:
		s.Proven = Unvalidated
	case proofs < rule.Proofs:
		s.Proven = Unproved
	default:
		s.Proven = Reported
	}
	for _, x := range s.Said {
		switch {
		case x.Verdict == Contests:
			s.Others = Contested
		case x.Verdict == Shares && s.Others != Contested:
			s.Others = Shared
		case s.Others == NotAssessed:
			s.Others = Commented
		}
	}
	return s
}

// Message is the code of the message that prints the rule; its slot is the date since when it holds.
func (r Rule) Message() string { return "standing.rule." + r.Code }
