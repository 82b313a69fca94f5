package desk

import (
	"github.com/openupr/openupr/internal/output/report"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// AdviceList are own recommendations of institutions.
type AdviceList struct {
	New   string
	Years []work.Link
	Rank  []Rank
	Rows  []AdviceRow
	Total int
	Late  int // replies overdue
	Pages page.Pagination
}

// AdviceRow is a line of the list.
type AdviceRow struct {
	Link              work.Link
	Words             work.Text
	By, On            string
	Draft             bool
	Asked, Said, Late int
}

// AdviceForm is the form of a draft.
type AdviceForm struct {
	work.Form
	ID       string
	Thing    council.Advice
	Bodies   []work.Option
	Recs     []work.Option
	Add      string
	Measures []work.Option
	Back     string
}

// Advice is one own recommendation.
type Advice struct {
	work.Form
	ID        string
	Title     string
	Words     []work.Text
	By        work.Link
	On        string
	Source    string
	Group     string
	Rule      string
	Days      string
	Draft     bool
	Recs      []work.RecLine
	Measures  []work.Link
	Referrals []Referral
	Base      store.FactID
	Edit      string
	Publish   string
	Recall    string
	Remove    string
	Refer     string
	Bodies    []work.Option
	DueIf     string // the day on which replies to a referral of today are due
	History   string
}

// Referral to a body, with its reply.
type Referral struct {
	Number  string
	Body    work.Link
	On, Due string
	State   string // "said", "late" or "waits"
	Outcome string
	Said    string // the day of the reply
	Reply   work.Text
	Further []work.Link // measures that the reply names
	Late    bool        // the reply came after the day
}

// Rank is an accreditation.
type Rank struct {
	ID, Body, Status, Period, By, Source, Note, Edit string
	Sure                                             bool
}

// RankForm is the form of an accreditation.
type RankForm struct {
	work.Form
	Thing    council.Accreditation
	Bodies   []work.Option
	Statuses []work.Option
	Sure     []work.Option
	Back     string
}

// Annual are the tables of an institution's year.
type Annual struct {
	work.Form
	Title   string
	Doc     *report.Document
	Years   []work.Link
	Bodies  []work.Link // where there are several institutions
	CSV     string
	DOCX    string
	Figures []Figure
	Add     string // address that takes a figure; empty: the reader may not
	Publish string
	Body    string
	Year    string
	Thing   council.Figure
}

// Figure of a year with what can be done with it.
type Figure struct {
	ID, Name, Value, Remove string
	Public                  bool
	Base                    store.FactID
}
