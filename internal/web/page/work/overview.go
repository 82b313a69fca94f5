package work

import (
	"time"

	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page"
)

// Overview is the first page of a workspace: what there is, and what waits for the reader.
type Overview struct {
	State     Link
	Counts    []Count
	Only      string // code of the one list that is shown whole; empty: the beginning of each
	Lists     []TaskList
	Vacancies []Vacancy
	Empty     bool // the record holds no recommendation of the State
}

// TaskList is a work list. Its title is the message "work.list.<code>", what it says when it is empty "work.list.<code>.none".
type TaskList struct {
	Code  string
	Total int
	Tasks []Task
	Href  string // all of it on a page of its own
	Find  string // the same as a search of the recommendations; may be empty
}

// Task is a line of a work list: what to do is the message "work.task.<kind>".
type Task struct {
	Kind     string
	Rec      Link
	Words    Text
	Position upr.Position
	Body     Link
	Due      string
	Late     bool
	Since    time.Time
	Reason   string
}

// Vacancy is work that nobody does any more. Why is the message "work.vacancy.<why>".
type Vacancy struct {
	Body Link
	Why  string
	Open int
	Find string // the recommendations that it concerns
}

func overviewCrumbs(f Frame, o Overview) []page.Crumb {
	if o.Only == "" {
		return f.Crumbs()
	}
	return f.Crumbs(page.Crumb{Label: f.T("work.list." + o.Only)})
}
