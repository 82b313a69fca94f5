package plan

import "github.com/openupr/openupr/internal/upr"

// LegalAct is a law, decree or decision with all its dates: signature, entry into force and repeal are different things.
type LegalAct struct {
	Number  string       `fact:"number"` // as printed: "404-VI"
	Title   Names        `fact:"title"`
	Kind    LegalActKind `fact:"kind"`
	Adopted upr.Date     `fact:"adopted"` // by parliament or people
	Signed  upr.Date     `fact:"signed"`
	InForce upr.Date     `fact:"in-force"`
	Ended   upr.Date     `fact:"ended"`
	Amends  []string     `fact:"amends"`  // ids of other acts
	Repeals []string     `fact:"repeals"` // ids of other acts
	Treaty  string       `fact:"treaty"`  // code, where it approves one
	Recs    []string     `fact:"rec"`
	Source  string       `fact:"source"`
	URL     string       `fact:"url"`
	Note    string       `fact:"note"`
	Sure    bool         `fact:"confirmed"`
}

// LegalActKind is what a legal act is.
type LegalActKind string

// Kinds of legal acts.
const (
	ConstitutionAct LegalActKind = "constitution"
	Constitutional  LegalActKind = "constitutional-law"
	Law             LegalActKind = "law"
	Decree          LegalActKind = "decree"
	GovernmentAct   LegalActKind = "government"
	MinisterialAct  LegalActKind = "ministerial"
	CourtDecision   LegalActKind = "court"
	Referendum      LegalActKind = "referendum"
)

// LegalActKinds in the order in which they are shown.
var LegalActKinds = []LegalActKind{ConstitutionAct, Constitutional, Law, Decree, GovernmentAct, MinisterialAct, CourtDecision, Referendum}

// TreatyStep is one dated step of a State towards a treaty.
type TreatyStep string

// Steps towards a treaty.
const (
	Signature    TreatyStep = "signature"
	Approval     TreatyStep = "approval" // by parliament or law
	Deposit      TreatyStep = "deposit"  // of ratification, accession or succession
	EntryInForce TreatyStep = "in-force" // for the State
	Reservation  TreatyStep = "reservation"
	Declaration  TreatyStep = "declaration"
	Withdrawal   TreatyStep = "withdrawal" // of a reservation or declaration
	Procedure    TreatyStep = "procedure"  // optional procedure accepted: complaints, inquiry
	Denunciation TreatyStep = "denunciation"
)

// TreatySteps in the order in which they are shown.
var TreatySteps = []TreatyStep{Signature, Approval, Deposit, EntryInForce, Reservation, Declaration, Withdrawal, Procedure, Denunciation}

// TreatyAct is one step with its source. Sourced, it needs no second voice for the fact itself.
type TreatyAct struct {
	Treaty string     `fact:"treaty"` // code of the reference data: "ICCPR-OP2"
	Step   TreatyStep `fact:"step"`
	Date   upr.Date   `fact:"date"`
	Text   string     `fact:"text"` // of a reservation or declaration, in own words
	Law    string     `fact:"legal-act"`
	Source string     `fact:"source"`
	URL    string     `fact:"url"`
	Sure   bool       `fact:"confirmed"`
	Of     string     `fact:"of"` // of a withdrawal: id of the reservation or declaration that it takes back
}

// IndicatorType by the framework of OHCHR (HR/PUB/12/5).
type IndicatorType string

// Types of indicators.
const (
	Structural IndicatorType = "structural"
	Process    IndicatorType = "process"
	Outcome    IndicatorType = "outcome"
)

// IndicatorTypes in the order in which they are shown.
var IndicatorTypes = []IndicatorType{Structural, Process, Outcome}

// Indicator measures something over time. Numbers are decimal texts ("12.5"), so that they come out as they went in.
type Indicator struct {
	Title      Names         `fact:"title"`
	Type       IndicatorType `fact:"type"`
	Definition string        `fact:"definition"`
	Unit       string        `fact:"unit"`
	Source     string        `fact:"source"`
	Baseline   string        `fact:"baseline"`
	BaseOn     upr.Date      `fact:"baseline-on"`
	Target     string        `fact:"target"`
	TargetOn   upr.Date      `fact:"target-on"`
	Frequency  int           `fact:"frequency"` // months between values
	By         []string      `fact:"by"`        // disaggregation: "sex", "region" …
	Recs       []string      `fact:"rec"`
	Measures   []string      `fact:"measure"`
	Body       string        `fact:"body"` // that reports it
	Goal       string        `fact:"sdg"`
	Number     string        `fact:"number"` // as its plan calls it
}

// Observation is one value of an indicator.
type Observation struct {
	Indicator string   `fact:"indicator"`
	On        upr.Date `fact:"on"` // last day of the period
	Of        string   `fact:"of"` // value of the disaggregation: "women", "Akmola"; empty: all
	Value     string   `fact:"value"`
	Source    string   `fact:"source"`
	Note      string   `fact:"note"`
}

// ObservationID is the subject of an observation.
func ObservationID(indicator string, on upr.Date, of string) string {
	return indicator + " " + on.String() + " " + of
}

// Deadline is a day on which something is due to a mechanism.
type Deadline struct {
	Title     string   `fact:"title"`
	Mechanism string   `fact:"mechanism"` // "UPR", a treaty body, a regional mechanism
	Due       upr.Date `fact:"due"`
	Rule      string   `fact:"rule"` // where the day comes from; empty: by hand
	Body      string   `fact:"body"` // whose it is; empty: the coordinator's
	Done      upr.Date `fact:"done"`
	Source    string   `fact:"source"`
	Author    string   `fact:"author"` // account that set the day; never in the public copy
}

// Columns say how a table that a ministry keeps is read: confirmed by a person, remembered by its header.
type Columns struct {
	Header []string `fact:"header"` // as found, in order
	Means  []string `fact:"means"`  // a role of the column ("number", "words", "measure", "lead" …) or "" written as "-"
	Values []string `fact:"value"`  // "status=в работе=ongoing": what a word of a column means
	Dates  string   `fact:"dates"`  // layout of dates: "dmy", "mdy", "ymd"
	Cycle  int      `fact:"cycle"`  // whose numbers they are
	Plan   string   `fact:"plan"`   // id of the plan that the table fills
	Title  string   `fact:"title"`  // of that plan, where the table begins it
	Type   PlanType `fact:"type"`   // of that plan, where the table begins it
	Assign bool     `fact:"assign"` // the bodies named get the recommendations too
	Sheet  string   `fact:"sheet"`  // on which the table stands
	Row    int      `fact:"row"`    // of the header, from 1
}

// SourceNote keeps what an imported table said and no field holds, with the cell that it stood in.
type SourceNote struct {
	About  string `fact:"about"` // recommendation or measure; empty: the row met none
	SHA256 string `fact:"sha256"`
	File   string `fact:"file"`
	Cell   string `fact:"cell"` // "Sheet1!D14"
	Column string `fact:"column"`
	Words  string `fact:"words"`
}

// OwnRec is a recommendation that stands in no document of the record: a commissioner's own, or one of another mechanism
// typed by hand.
type OwnRec struct {
	Number    string   `fact:"number"`
	Texts     Names    `fact:"text"`
	Mechanism string   `fact:"mechanism"`
	By        string   `fact:"by"`
	Date      upr.Date `fact:"date"`
	Source    string   `fact:"source"`
}
