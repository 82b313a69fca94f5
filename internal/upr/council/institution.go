package council

import (
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Advice is a national institution's own recommendation. It is said to a body by a Referral, whose clock is the same for all.
type Advice struct {
	Body     string     `fact:"body"` // the institution
	Number   string     `fact:"number"`
	Texts    plan.Names `fact:"text"`
	On       upr.Date   `fact:"on"`
	Source   string     `fact:"source"` // annual report, inspection, opinion, with its page
	Recs     []string   `fact:"rec"`    // recommendations of reviews and mechanisms that it is about
	Measures []string   `fact:"measure"`
	Step     plan.Step  `fact:"step"` // plan.Draft or plan.Published: nobody validates it
	Author   string     `fact:"author"`
	Days     int        `fact:"days"` // that the institution's law gives bodies for a reply
	Rule     string     `fact:"rule"` // that law
	Group    string     `fact:"group"`
}

// Accreditation of an institution by its international body, as a source says it.
type Accreditation struct {
	Body   string   `fact:"body"`
	Status string   `fact:"status"` // "A", "B" or "none"
	From   upr.Date `fact:"from"`
	To     upr.Date `fact:"to"`
	By     string   `fact:"by"` // who accredits
	Source string   `fact:"source"`
	Sure   bool     `fact:"confirmed"`
	Note   string   `fact:"note"`
}

// Figure of an institution's annual report that does not follow from the record: complaints received, visits made.
type Figure struct {
	Body  string     `fact:"body"`
	Year  int        `fact:"year"`
	Names plan.Names `fact:"name"`
	Value int        `fact:"value"`
	Note  string     `fact:"note"`
	Order int        `fact:"order"`
}

// Plain says in plain words what something means for people: a recommendation, a measure, a proposal, a theme.
type Plain struct {
	About string     `fact:"about"` // id; or "group:<code>", "issue:<code>" for a theme
	Title plan.Names `fact:"title"`
	Texts plan.Names `fact:"text"` // short sentences, one idea each
	Body  string     `fact:"body"`
	On    upr.Date   `fact:"on"`
	Tried bool       `fact:"tried"` // people for whom it is written have read it and understood it
	Step  plan.Step  `fact:"step"`  // plan.Draft or plan.Published
}
