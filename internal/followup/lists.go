package followup

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// TaskKind is what somebody is asked to do.
type TaskKind string

// Kinds of tasks.
const (
	TaskReply    TaskKind = "reply"    // say whether the body takes the recommendation
	TaskWrite    TaskKind = "write"    // the body has it and nothing is reported
	TaskSupport  TaskKind = "support"  // the body supports another
	TaskFinish   TaskKind = "finish"   // a draft is begun
	TaskMend     TaskKind = "mend"     // a report came back with a reason
	TaskValidate TaskKind = "validate" // somebody else submitted a report
	TaskPublish  TaskKind = "publish"  // a report is validated
	TaskAssign   TaskKind = "assign"   // nobody leads the recommendation
	TaskReassign TaskKind = "reassign" // a body handed it back, with a reason
	TaskDecide   TaskKind = "decide"   // an act proposes a status
	TaskAnswer   TaskKind = "answer"   // the State reports what the person's body has not assessed
	TaskLate     TaskKind = "late"     // something was due
	TaskDone     TaskKind = "done"     // nothing is to be done: it is in the list because it is the person's
)

// TaskKinds that there are.
var TaskKinds = []TaskKind{TaskReply, TaskWrite, TaskSupport, TaskFinish, TaskMend, TaskValidate, TaskPublish, TaskAssign, TaskReassign, TaskDecide, TaskAnswer, TaskLate, TaskDone}

// Task is one line of a work list.
type Task struct {
	Kind   TaskKind
	Rec    *Rec
	Card   *Card
	ID     string // of the report, assignment or proposal; may be empty
	Body   string // whose it is; may be empty
	Due    upr.Date
	Since  time.Time // of the act after which it waits; zero: since ever
	Reason string
}

// List is a work list: its first tasks, and how many there are.
type List struct {
	Total int
	Tasks []Task
}

// ListMax is how many tasks a list shows; the rest is found by a query.
const ListMax = 50

// add counts a task, and keeps it while there is room.
func (l *List) add(t Task) {
	if l.Total++; len(l.Tasks) < ListMax {
		l.Tasks = append(l.Tasks, t)
	}
}

// keep counts a task, and keeps it in its order while none comes before it that fills the list.
func (l *List) keep(t Task, order func(a, b Task) int) {
	l.Total++
	if len(l.Tasks) == ListMax && order(t, l.Tasks[ListMax-1]) >= 0 {
		return
	}
	at := len(l.Tasks)
	for at > 0 && order(t, l.Tasks[at-1]) < 0 {
		at--
	}
	if l.Tasks = slices.Insert(l.Tasks, at, t); len(l.Tasks) > ListMax {
		l.Tasks = l.Tasks[:ListMax]
	}
}

// Orders of tasks: what waits longest, and what was due first.
func longest(a, b Task) int  { return a.Since.Compare(b.Since) }
func earliest(a, b Task) int { return a.Due.Compare(b.Due) }

// Lists are a person's work lists in a workspace.
type Lists struct {
	Mine       List // what the person's bodies have, and what is the person's by name
	Waiting    List // what only goes on when the person does something
	Overdue    List // of the person's bodies; of everyone for who sits for none
	Unassigned List // nobody leads it
	Returned   List // reports returned to the person's bodies; for who assigns, recommendations handed back
	Vacancies  []Vacancy
	On         upr.Date
	Act        uint64
}

// Vacancy is work that nobody does any more.
type Vacancy struct {
	Body    string // id
	Why     Why
	Account string // of the person who has left, where one was named
	Open    int    // assignments that stand
}

// Why work lies vacant.
type Why string

// Reasons of a vacancy.
const (
	NoContributor Why = "no-contributor" // nobody sits for the body to write, or only one person for what needs two
	NoValidator   Why = "no-validator"   // nobody sits for it to validate
	Left          Why = "left"           // the person named has no seat for the body any more
	Ended         Why = "ended"          // the body exists no longer
)

// Whys in the order in which they are shown.
var Whys = []Why{Ended, NoContributor, NoValidator, Left}

// Lists are the person's work lists on a day. They are shared: do not change their tasks.
func (d *Desk) Lists(ctx context.Context, who account.Person, ws string, on upr.Date) (Lists, error) {
	v, err := d.seen(ctx, who, ws)
	if err != nil {
		return Lists{}, err
	}
	recs := d.recsAt(v)
	out := Once(v, fmt.Sprintf("lists %p %s %s %v", recs, on, who.ID, who.In(ws)), func() Lists { return v.lists(recs, who, on) })
	if who.MayIn(ws, account.SeatPeople, nil) || who.MayIn(ws, account.HandOver, nil) {
		if out.Vacancies, err = d.vacanciesAt(ctx, v, on); err != nil {
			return Lists{}, err
		}
	}
	return out, nil
}

// lists are the person's lists without vacancies.
func (v *View) lists(recs *Recs, who account.Person, on upr.Date) Lists {
	l := &lister{v: v, who: who, on: on, bodies: bodiesOf(who, v.Workspace)}
	l.assigns, l.publishes, l.decides = l.may(account.Assign, ""), l.may(account.Publish, ""), l.may(account.DecideStatus, "")
	l.out.On, l.out.Act = on, v.Act
	cards := v.cardsOf(recs)
	for i, r := range recs.All {
		l.rec(r, cards[i])
	}
	l.decisions(recs)
	for i, t := range l.out.Overdue.Tasks {
		l.out.Overdue.Tasks[i].Card = v.Card(t.Rec.ID) // as the person may read it
	}
	return l.out
}

// bodiesOf are the bodies that a person sits for in a workspace.
func bodiesOf(who account.Person, ws string) []string {
	var out []string
	for _, s := range who.In(ws) {
		if s.Body != "" {
			out = appendOnce(out, s.Body)
		}
	}
	return out
}

// lister puts recommendations into the lists of one person.
type lister struct {
	v      *View
	who    account.Person
	on     upr.Date
	bodies []string
	out    Lists

	assigns, publishes, decides bool
}

// may asks the policy table about an act over what belongs to a body; empty: over anything.
func (l *lister) may(a account.Act, body string) bool {
	t := account.Target{}
	if body != "" {
		t.Bodies = []string{body}
	}
	return l.who.MayIn(l.v.Workspace, a, &t)
}

func (l *lister) own(body string) bool { return slices.Contains(l.bodies, body) }

func (l *lister) rec(r *Rec, c *Card) {
	if c == nil {
		c = &Card{Rec: r.ID}
	}
	if c.Lead == "" {
		l.unassigned(r, c)
	}
	mine, late := false, false
	for _, a := range c.Part {
		if !a.Thing.Stands() {
			continue
		}
		own := l.own(a.Thing.Body)
		if own && a.Thing.Reply != plan.Accepted && l.may(account.ReplyAssign, a.Thing.Body) {
			l.out.Waiting.keep(l.task(TaskReply, r, a), longest)
		}
		if (own || a.Thing.Person != "" && a.Thing.Person == l.who.ID) && !mine {
			mine = true
			l.out.Mine.add(l.task(l.mine(a.Thing, c), r, a))
		}
		late = late || own && !a.Thing.Due.IsZero() && l.on.After(a.Thing.Due)
	}
	if late || c.Overdue(l.on) && (mine || len(l.bodies) == 0) {
		l.out.Overdue.keep(Task{Kind: TaskLate, Rec: r, Card: c, ID: c.Due.ID, Body: c.Lead, Due: c.Due.On}, earliest)
	}
	l.reports(r, c)
}

// task of an assignment.
func (l *lister) task(k TaskKind, r *Rec, a *Held[plan.Assignment]) Task {
	return Task{k, r, l.v.Card(r.ID), a.ID, a.Thing.Body, a.Thing.Due, a.At, ""}
}

// unassigned is what nobody leads, with the reason when a body handed it back.
func (l *lister) unassigned(r *Rec, c *Card) {
	t := Task{Kind: TaskAssign, Rec: r, Card: l.v.Card(r.ID)}
	if back := c.HandedBack(); len(back) > 0 {
		last := slices.MaxFunc(back, func(a, b *Held[plan.Assignment]) int { return cmp.Compare(a.Act, b.Act) })
		t.Kind, t.ID, t.Body, t.Reason, t.Since = TaskReassign, last.ID, last.Thing.Body, last.Thing.Reason, last.At
		if l.assigns {
			l.out.Returned.keep(t, longest)
		}
	}
	l.out.Unassigned.add(t)
}

// mine is what the person's body has to do of a recommendation.
func (l *lister) mine(a plan.Assignment, c *Card) TaskKind {
	switch {
	case a.Reply != plan.Accepted:
		return TaskReply
	case a.Part != plan.Leads:
		return TaskSupport
	case l.own(a.Body) && slices.ContainsFunc(c.Open, func(h *Held[plan.Report]) bool { return h.Thing.Body == a.Body }):
		return TaskFinish
	case c.Reported == nil:
		return TaskWrite
	}
	return TaskDone
}

// reports that wait for the person.
func (l *lister) reports(r *Rec, c *Card) {
	for _, h := range c.Open {
		if !l.own(h.Thing.Body) {
			continue
		}
		t := Task{Rec: r, Card: l.v.Card(r.ID), ID: h.ID, Body: h.Thing.Body, Since: h.At, Reason: h.Thing.Reason}
		switch h.Thing.Step {
		case plan.Submitted:
			if t.Kind = TaskValidate; mayValidate(l.who, l.v.Workspace, h.Thing) {
				l.out.Waiting.keep(t, longest)
			}
		case plan.Returned:
			if t.Kind = TaskMend; l.may(account.WriteReport, h.Thing.Body) {
				l.out.Returned.keep(t, longest)
			}
		}
	}
	if x := c.Reported; l.publishes && x != nil && x.Thing.Step == plan.Validated {
		l.out.Waiting.keep(Task{Kind: TaskPublish, Rec: r, Card: l.v.Card(r.ID), ID: x.ID, Body: x.Thing.Body, Since: x.At}, longest)
	}
}

// decisions are statuses that acts propose.
func (l *lister) decisions(recs *Recs) {
	if !l.decides {
		return
	}
	for id, p := range l.v.Proposals.All() {
		if r, ok := recs.Get(p.Thing.Rec); ok && p.Thing.Decided == "" {
			l.out.Waiting.keep(Task{Kind: TaskDecide, Rec: r, Card: l.v.Card(r.ID), ID: id, Since: p.At}, longest)
		}
	}
}

// vacancies are the bodies and persons by whom nothing is done any more though work is theirs.
func (v *View) vacancies(seats []store.Seat, on upr.Date) []Vacancy {
	writers, validators := map[string]int{}, map[string]int{} // persons by body
	sits := map[[2]string]bool{}
	for _, s := range seats {
		if s.Role != string(account.Contributor) && s.Role != string(account.Validator) {
			continue
		}
		if p := [2]string{s.Account, s.Body}; !sits[p] {
			sits[p] = true
			writers[s.Body]++ // who validates may write too, but never validates the own words
		}
		if s.Role == string(account.Validator) {
			validators[s.Body]++
		}
	}
	open, gone := map[string]int{}, map[[2]string]int{}
	for _, a := range v.Assignments.Any() {
		if !a.Thing.Stands() {
			continue
		}
		open[a.Thing.Body]++
		if p := [2]string{a.Thing.Person, a.Thing.Body}; p[0] != "" && !sits[p] {
			gone[p]++
		}
	}
	var out []Vacancy
	for body, n := range open {
		switch held, ok := v.Bodies.Get(body); {
		case ok && !held.Thing.Exists(on):
			out = append(out, Vacancy{Body: body, Why: Ended, Open: n})
		case writers[body] > 0 && validators[body] == 0:
			out = append(out, Vacancy{Body: body, Why: NoValidator, Open: n})
		case writers[body] < 2:
			out = append(out, Vacancy{Body: body, Why: NoContributor, Open: n})
		}
	}
	for p, n := range gone {
		out = append(out, Vacancy{Body: p[1], Why: Left, Account: p[0], Open: n})
	}
	slices.SortFunc(out, func(a, b Vacancy) int {
		return cmp.Or(cmp.Compare(slices.Index(Whys, a.Why), slices.Index(Whys, b.Why)), cmp.Compare(a.Body, b.Body), cmp.Compare(a.Account, b.Account))
	})
	return out
}

// vacanciesAt are the vacancies as of a view; they are looked for once an act and day. Whoever cannot sign in does nobody's work:
// that an account was disabled is no act of the workspace, so it is asked for each time.
func (d *Desk) vacanciesAt(ctx context.Context, v *View, on upr.Date) ([]Vacancy, error) {
	seats, err := d.seatsAt(ctx, v)
	if err != nil {
		return nil, err
	}
	disabled, err := d.Store.DisabledIn(ctx, v.Workspace)
	if err != nil {
		return nil, fmt.Errorf("looking for vacancies of %s: %w", v.Workspace, err)
	}
	m := d.Keeper.seatsOf(v.Workspace)
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.looked || m.lookedAct != v.Act || m.lookedOn != on || !slices.Equal(m.disabled, disabled) {
		able := slices.DeleteFunc(slices.Clone(seats), func(s store.Seat) bool { return slices.Contains(disabled, s.Account) })
		m.vacant, m.looked, m.lookedAct, m.lookedOn, m.disabled = v.vacancies(able, on), true, v.Act, on, disabled
	}
	return slices.Clone(m.vacant), nil
}

// seatsAt are the seats of the workspace as of a view of it. Who sits where changes by acts, so that they are read once an act.
func (d *Desk) seatsAt(ctx context.Context, v *View) ([]store.Seat, error) {
	m := d.Keeper.seatsOf(v.Workspace)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.read && m.act == v.Act {
		return m.seats, nil
	}
	seats, err := d.Store.SeatsIn(ctx, v.Workspace)
	if err != nil {
		return nil, fmt.Errorf("reading who sits in %s: %w", v.Workspace, err)
	}
	m.seats, m.act, m.read = seats, v.Act, true
	return seats, nil
}
