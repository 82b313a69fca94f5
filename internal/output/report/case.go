package report

import (
	"time"

	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Case is what reports are made from: one review of a State with what a person may see of its follow-up.
type Case struct {
	State   upr.State
	Review  upr.ReviewID
	Session upr.WGSession
	Symbol  string // of the Working Group's report
	Recs    []*Rec // in document order, then pledges, other mechanisms and own ones
	Themes  []Theme
	// Unplanned are recommendations of other mechanisms on which the plan has nothing: in no part of a report, and counted.
	Unplanned []*Rec
	Public    bool      // made of what was published, and of nothing else
	Act       uint64    // of the record
	At        time.Time // of that act
	On        upr.Date  // the day of the report: what is overdue, and which limit holds
	Say       i18n.Printer
}

// Theme puts recommendations together: a cluster of the plan.
type Theme struct {
	ID, Title, Lang string
	Recs            []string // ids
}

// Rec is a recommendation with what was said and done about it.
type Rec struct {
	ID          string
	Kind        string // followup.RecItem …
	Number      string // "126.27"; empty for what has none
	Symbol      string // of the document of another mechanism
	From        string // who asked, where no States did
	Words, Lang string
	English     string // the words as OHCHR prints them; empty where no English text is at hand
	Position    upr.Position
	Source      upr.Source // of the position
	By          []upr.State
	Tags        []reading.Tag // of OHCHR's list
	Answer      Answer

	Lead     string // name of the body; empty: nobody has it
	LeadID   string
	Support  []string
	Due      upr.Date // what is due next and not done: a report, a measure or a stage of it
	Reports  []Said   // by bodies of the State, the oldest first
	Others   []Said   // by others
	Measures []Measure
	Evidence int
}

// Answer is the position that the State intends to give. It is none before its document says so.
type Answer struct {
	Position      upr.Position
	Comment, Lang string
}

// Said is a text with who said it and when.
type Said struct {
	ID          string
	Body        string
	Voice       plan.Voice
	Status      plan.Status
	Verdict     plan.Verdict
	Words, Lang string
	Effect      string
	On          upr.Date // when it was said
	Until       upr.Date // up to when it reports; zero: unknown
	Act         uint64   // of the ledger that brought it
}

// Measure with the day from which its status is known.
type Measure struct {
	ID, Title, Lang string
	Number          string
	Kind            plan.MeasureKind
	Status          plan.Status
	Lead            string
	Due             upr.Date
	Steps           []plan.Stage
	On              upr.Date // of the last change
	Obstacles       string
	Assistance      string
}

// Report of the State that counts: the one up to the latest day.
func (r *Rec) Report() (Said, bool) {
	if len(r.Reports) == 0 {
		return Said{}, false
	}
	return r.Reports[len(r.Reports)-1], true
}

// Standing is how what the State reports stands with others. One who contests it is not outvoted by many who share it.
func (r *Rec) Standing() plan.Others {
	out := plan.NotAssessed
	for _, o := range r.Others {
		switch {
		case o.Verdict == plan.Contests:
			return plan.Contested
		case o.Verdict == plan.Shares:
			out = plan.Shared
		case out == plan.NotAssessed:
			out = plan.Commented
		}
	}
	return out
}

// standing in words: who shares, who contests, who only says something; a line each.
func (c *Case) standing(r *Rec) []string {
	var out []string
	for _, v := range []struct {
		verdict plan.Verdict
		value   plan.Others
	}{{plan.Shares, plan.Shared}, {plan.Contests, plan.Contested}, {plan.Neither, plan.Commented}} {
		var who []string
		for _, o := range r.Others {
			if o.Verdict == v.verdict {
				who = append(who, o.Body)
			}
		}
		if len(who) > 0 {
			out = append(out, c.t("output.standing."+string(v.value), "who", c.Say.List(who)))
		}
	}
	if len(out) == 0 {
		return []string{c.t("output.standing.not-assessed")}
	}
	return out
}

// Overdue on a day: something was due before it and is not done.
func (r *Rec) Overdue(on upr.Date) bool { return !r.Due.IsZero() && on.After(r.Due) }

// tagged are the labels of one scheme.
func (r *Rec) tagged(s reading.Scheme) []reading.Tag {
	var out []reading.Tag
	for _, t := range r.Tags {
		if t.Scheme == s {
			out = append(out, t)
		}
	}
	return out
}

// of are the recommendations with these ids, in the order of the case.
func (c *Case) of(ids []string) []*Rec {
	want := map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	var out []*Rec
	for _, r := range c.Recs {
		if want[r.ID] {
			out = append(out, r)
		}
	}
	return out
}

// numbersOf the recommendations that have one.
func numbersOf(list []*Rec) []string {
	var out []string
	for _, r := range list {
		if r.Number != "" {
			out = append(out, r.Number)
		}
	}
	return out
}

// State's name in the language of the report.
func (c *Case) stateName() string { return reference.Name(c.State, string(c.Say.Lang()), upr.Date{}) }

// day writes a date in the report's language; empty where it is not known.
func (c *Case) day(d upr.Date) string {
	if d.IsZero() {
		return ""
	}
	return c.Say.Date(d.Time())
}

// status in words; that it is not said, where it is not.
func (c *Case) status(s plan.Status) string {
	if s == "" {
		s = plan.Unknown
	}
	return c.t("output.status." + string(s))
}

// t writes a message.
func (c *Case) t(code string, args ...any) string { return c.Say.T(code, args...) }

// begin is an empty report of the case.
func (c *Case) begin(title string) *Document {
	d := &Document{Title: title, Lang: c.Say.Tag(), RTL: c.Say.Dir() == "rtl", Made: c.At}
	d.Foot = c.t("output.foot", "act", c.Say.Number(int(c.Act)), "date", c.Say.Date(c.At))
	if c.Public {
		d.Foot = c.t("output.foot.public", "act", c.Say.Number(int(c.Act)), "date", c.Say.Date(c.At))
	}
	return d
}
