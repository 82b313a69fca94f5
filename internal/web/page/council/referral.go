package council

import (
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Referrals is a list of what was referred to bodies.
type Referrals struct {
	Action string
	Bodies []work.Option
	States []work.Option
	Rows   []ReferralRow
	Total  int
	Late   int // of them overdue
	Pages  page.Pagination
	Ask    []Ask // councils in whose name the reader may put a question
}

// Ask is the form by which a council puts a question of its own to bodies.
type Ask struct {
	work.Form
	Council string
	Name    string
	Bodies  []work.Option
	Days    int
}

// ReferralRow is a referral in a list.
type ReferralRow struct {
	Href  string
	Head  string // to whom, by whom
	What  work.Text
	State Answer
}

// Referral is one referral with its replies.
type Referral struct {
	ID      string
	Head    string
	What    work.Link
	Asked   work.Text
	From    work.Link
	To      work.Link
	On      string
	Due     string
	Days    int
	Rule    string
	State   Answer
	Replies []Reply
	Write   *ReplyForm
}

// Reply of a body, as those who may read it see it.
type Reply struct {
	ID       string
	Base     store.FactID
	Step     string
	Outcome  string
	Words    work.Text
	On       string
	Next     string
	Measures []work.Link
	Reason   string
	Issue    bool
}

// ReplyForm is the form of a reply.
type ReplyForm struct {
	work.Form
	ID       string
	Texts    plan.Names
	Outcomes []work.Option
	Measures []work.Option
	Next     upr.Date
}
