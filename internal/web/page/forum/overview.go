package forum

import "github.com/openupr/openupr/internal/web/page"

// Overview is what is public of participation in a State.
type Overview struct {
	Empty         bool
	Counts        []Count
	Figures       []page.Figure
	Councils      []Entry
	Consultations []Entry
	Overdue       []Entry // referrals whose answer is overdue, by the name of the body
	MoreOverdue   string  // address of the rest; empty: all are shown
	Advice        []Entry
	Annual        string // tables of the institution; empty where it published nothing
	Ways          []Link // to say something: propose, comment, submit, ask with a code
	Plain         string // address of what is said in plain words; empty: nothing is
	Files         []File
	Follow        *Follow
}

// Entry is a thing in a list, with a line of what there is to know of it.
type Entry struct {
	Title Text
	Href  string
	Notes []string
	Late  string
}
