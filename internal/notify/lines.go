package notify

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// inWorkspace makes the groups of one workspace in a digest. It never says what a text says: only numbers, names of bodies,
// days and addresses, behind which the person signs in.
type inWorkspace struct {
	*digest
	v      *followup.View
	base   string
	groups []group
}

func escape(s string) string { return url.PathEscape(s) }

func (w *inWorkspace) add(code string, lines []line, total int, rest string) {
	if total == 0 {
		return
	}
	g := group{Title: w.say.T("notify.group."+code, "count", total), Lines: lines[:min(len(lines), linesMost)]}
	if more := total - len(g.Lines); more > 0 {
		g.More, g.MoreHref = w.say.T("notify.more", "count", more), w.base+rest
	}
	w.groups = append(w.groups, g)
}

// tasks of a work list.
func (w *inWorkspace) tasks(code string, list []followup.Task, total int, rest string) {
	var lines []line
	for _, t := range list {
		lines = append(lines, w.task(t))
		if t.Kind != followup.TaskLate {
			w.mark(w.v.Workspace, t.Kind, t.Rec.ID, t.ID) // new or waiting, it is the same
		} else {
			w.mark(w.v.Workspace, code, t.Rec.ID, t.Due)
		}
	}
	w.add(code, lines, total, rest)
}

func (w *inWorkspace) task(t followup.Task) line {
	notes := []string{w.say.T("work.task." + string(t.Kind))}
	if t.Body != "" {
		notes = append(notes, w.body(t.Body))
	}
	if !t.Due.IsZero() {
		notes = append(notes, w.due(t.Due))
	}
	return line{Label: w.label(t.Rec), Note: strings.Join(notes, "; "), Href: w.base + "/recs/" + escape(t.Rec.ID)}
}

// due says the day and, when it has gone by, by how long.
func (w *inWorkspace) due(on upr.Date) string {
	if late := daysBetween(on, w.on); late > 0 {
		return w.say.T("notify.late", "day", w.day(on), "count", late)
	}
	return w.say.T("notify.due", "day", w.day(on))
}

// label names a recommendation as its document does.
func (w *inWorkspace) label(r *followup.Rec) string {
	switch {
	case r.Review.Valid() && r.Number != "":
		return w.say.T("work.rec.cited", "n", int(r.Review.Cycle), "number", r.Number)
	case r.Number != "":
		return strings.TrimSpace(r.Symbol + " " + r.Number)
	}
	return r.ID
}

func (w *inWorkspace) body(id string) string {
	if b, ok := w.v.Bodies.Get(id); ok {
		if words, _ := b.Thing.Names.In(string(w.say.Lang())); words != "" {
			return words
		}
	}
	return id
}

// Escalation says after how many days something overdue is told to others than those who are to do it.
type Escalation struct{ Validator, Coordinator int }

// Escalations where a workspace says nothing, and their bounds.
var (
	DefaultEscalation = Escalation{Validator: 14, Coordinator: 28}
	escalationMost    = 365
)

// forgotten is after how many days what is overdue is no longer named line by line but only counted: it needs a decision
// and no further mail.
const forgotten = 180

func escalationSetting(ws string) string { return "notify/" + ws + "/escalation" }

// Escalation of a workspace.
func (t *Teller) Escalation(ctx context.Context, ws string) (Escalation, error) {
	text, err := t.Store.Setting(ctx, escalationSetting(ws))
	if err != nil || text == "" {
		return DefaultEscalation, err
	}
	var e Escalation
	if _, err := fmt.Sscanf(text, "%d %d", &e.Validator, &e.Coordinator); err != nil {
		return DefaultEscalation, fmt.Errorf("reading after how many days %s escalates: %w", ws, err)
	}
	return e, nil
}

// SetEscalation keeps it. False when the days are out of bounds or the coordinator would be told before the validator.
func (t *Teller) SetEscalation(ctx context.Context, ws string, e Escalation) (bool, error) {
	if e.Validator < 1 || e.Coordinator < e.Validator || e.Coordinator > escalationMost {
		return false, nil
	}
	return true, t.Store.SetSetting(ctx, escalationSetting(ws), strconv.Itoa(e.Validator)+" "+strconv.Itoa(e.Coordinator))
}

// late adds what is overdue: at once to those who are to do it, after some days to the validators of the body, after more
// to the coordinators.
func (w *inWorkspace) late(ctx context.Context, ws string) error {
	e, err := w.t.Escalation(ctx, ws)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, as := range []struct {
		code  string
		after int
		roles []account.Role
	}{
		{"overdue", 1, []account.Role{account.Contributor}},
		{"escalated-body", e.Validator, []account.Role{account.Validator}},
		{"escalated", e.Coordinator, []account.Role{account.Coordinator}},
	} {
		one := w.who
		one.Seats = slices.DeleteFunc(slices.Clone(w.who.Seats), func(s account.Seat) bool { return !slices.Contains(as.roles, s.Role) })
		if len(one.In(ws)) == 0 {
			continue
		}
		lists, err := w.t.Desk.Lists(ctx, one, ws, w.on)
		if err != nil {
			return err
		}
		var list []followup.Task
		old := 0
		if n := len(lists.Overdue.Tasks); n > 0 && daysBetween(lists.Overdue.Tasks[n-1].Due, w.on) >= as.after {
			old = lists.Overdue.Total - n // beyond what a list holds; the longest overdue come first
		}
		for _, t := range lists.Overdue.Tasks {
			late := daysBetween(t.Due, w.on)
			switch {
			case told[t.Rec.ID] || late < as.after:
			case late > forgotten:
				old++
			default:
				told[t.Rec.ID] = true
				list = append(list, t)
			}
		}
		if len(list) > 0 {
			w.tasks(as.code, list, len(list)+old, "/recs?overdue=yes")
		}
	}
	return nil
}

// soon adds days of the person's bodies, and for who keeps the calendar those of nobody in particular.
func (w *inWorkspace) soon(days []followup.Day) {
	var bodies []string
	for _, s := range w.who.In(w.v.Workspace) {
		if s.Body != "" {
			bodies = append(bodies, s.Body)
		}
	}
	keeps := w.who.MayIn(w.v.Workspace, account.EditDates, nil)
	var lines []line
	for _, d := range days {
		left := daysBetween(w.on, d.On)
		if d.Done || d.Month || left < 0 || left > soonDays || !d.Of(bodies) && !(keeps && len(d.Bodies) == 0) {
			continue
		}
		lines = append(lines, line{Label: w.dayTitle(d), Note: w.day(d.On), Href: w.base + "/calendar"})
		w.mark(w.v.Workspace, "soon", d.ID, d.On)
	}
	w.add("soon", lines, len(lines), "/calendar")
}

// dayTitle says what a day of the calendar is about.
func (w *inWorkspace) dayTitle(d followup.Day) string {
	words, _ := d.Title.In(string(w.say.Lang()))
	switch d.Kind {
	case followup.DayReview:
		return w.say.T("dates.rule." + d.Rule)
	case followup.DayReport:
		return w.say.T("dates.report", "rec", d.Rec)
	case followup.DayStage:
		return w.say.T("dates.stage", "measure", words, "stage", d.Stage)
	}
	return words
}

// broken adds receivers of webhooks that the program has switched off.
func (w *inWorkspace) broken(hooks []store.Hook) {
	var lines []line
	for _, h := range hooks {
		if h.State == store.HookFailed {
			lines = append(lines, line{Label: hostOf(h.URL), Note: w.say.T("notify.hook.failed"), Href: w.base + "/hooks"})
			w.mark(w.v.Workspace, "hook", h.ID)
		}
	}
	w.add("hooks", lines, len(lines), "/hooks")
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "?"
	}
	return u.Host
}

// daysBetween two days, negative when the second is earlier.
func daysBetween(a, b upr.Date) int { return int(b.Time().Sub(a.Time()).Hours() / 24) }
