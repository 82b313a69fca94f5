package notify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// mail makes the digests that are due and sends what waits.
func (t *Teller) mail(ctx context.Context) error {
	if !t.Mail.On() {
		return nil
	}
	if had, err := t.alone(ctx, leaseMail); err != nil || !had {
		return err
	}
	if err := t.Store.DropTold(ctx, t.Now().Add(-keepTold)); err != nil {
		return err
	}
	people, err := t.Store.Digests(ctx)
	if err != nil {
		return err
	}
	for _, n := range people {
		if err := t.digest(ctx, n); err != nil {
			if ctx.Err() != nil {
				return err
			}
			t.Log.Error("a digest could not be made", "account", n.Account, "error", err) // one person's trouble is not the others'
		}
	}
	return t.send(ctx)
}

// digest makes a person's digest when its time has come and there is something to say.
func (t *Teller) digest(ctx context.Context, n store.Notice) error {
	now := t.Now()
	p := period(n, now)
	switch {
	case n.Period == "":
		return t.Store.PassOver(ctx, n.Account, p) // the first digest comes with the next period
	case p <= n.Period, p < n.Paused:
		return nil
	}
	who, err := t.Person(ctx, n.Account)
	if err != nil || len(who.Seats) == 0 {
		return err
	}
	head, err := t.Store.Head(ctx)
	if err != nil {
		return err
	}
	d := &digest{t: t, who: who, since: n.ToldAt, say: t.printer(n.Lang), on: reference.DayInGeneva(now), marks: map[string]bool{}}
	for _, ws := range workspaces(who) {
		if err := d.workspace(ctx, ws); err != nil {
			return err
		}
	}
	known := d.known(n.Told)
	if len(d.paper.Sections) == 0 || known && silent(n, now) {
		return t.Store.PassOver(ctx, n.Account, p)
	}
	l, err := d.letter(n)
	if err != nil {
		return err
	}
	told := &store.Told{Act: head.Number, Period: p, Words: strings.Join(slices.Sorted(maps.Keys(d.marks)), " ")}
	if known {
		told.Repeated = n.Repeated + 1
	}
	_, err = t.queue(ctx, "digest/"+n.Account+"/"+p, n, l, told)
	return err
}

// Person is an account as the policy table asks it; without seats when it may not sign in any more.
func (t *Teller) Person(ctx context.Context, id string) (account.Person, error) {
	acc, err := t.Store.Account(ctx, id)
	if errors.Is(err, store.ErrNoAccount) || err == nil && acc.Disabled {
		return account.Person{}, nil
	}
	if err != nil {
		return account.Person{}, err
	}
	seats, err := t.Store.Seats(ctx, id)
	if err != nil {
		return account.Person{}, err
	}
	p := account.Person{ID: acc.ID, Name: acc.Name, Role: account.Role(acc.Role)}
	for _, s := range seats {
		p.Seats = append(p.Seats, account.Seat{Workspace: s.Workspace, Role: account.Role(s.Role), Body: s.Body})
	}
	return p, nil
}

func (t *Teller) printer(lang string) i18n.Printer {
	if l, ok := t.Catalogue.Parse(lang); ok {
		return t.Catalogue.Printer(l)
	}
	return t.Catalogue.Printer(i18n.English)
}

func workspaces(who account.Person) []string {
	var out []string
	for _, s := range who.Seats {
		if !slices.Contains(out, s.Workspace) {
			out = append(out, s.Workspace)
		}
	}
	slices.Sort(out)
	return out
}

// digest is one person's, while it is made.
type digest struct {
	t     *Teller
	who   account.Person
	since time.Time // of the last one
	say   i18n.Printer
	on    upr.Date
	paper paper
	marks map[string]bool // fingerprints of what is said, without days and words, so that the same is known again
}

// linesMost is how many lines a group has; the rest is counted and lies behind a link.
const linesMost = 10

// soonDays is how far ahead a digest looks.
const soonDays = 14

// workspace adds what waits for the person in one workspace.
func (d *digest) workspace(ctx context.Context, ws string) error {
	lists, err := d.t.Desk.Lists(ctx, d.who, ws, d.on)
	if err != nil {
		return err
	}
	v, err := d.t.Desk.See(ctx, d.who, ws)
	if err != nil {
		return err
	}
	w := &inWorkspace{digest: d, v: v, base: d.t.Mail.Base + "/work/" + escape(ws)}
	fresh := slices.DeleteFunc(slices.Clone(lists.Mine.Tasks), func(t followup.Task) bool {
		return !t.Since.After(d.since) || t.Kind == followup.TaskDone
	})
	w.tasks("new", fresh, len(fresh), "")
	w.tasks("returned", lists.Returned.Tasks, lists.Returned.Total, "")
	waiting := slices.DeleteFunc(slices.Clone(lists.Waiting.Tasks), func(t followup.Task) bool {
		return t.Kind == followup.TaskReply && slices.ContainsFunc(fresh, func(x followup.Task) bool { return x.ID == t.ID })
	})
	w.tasks("waiting", waiting, lists.Waiting.Total-len(lists.Waiting.Tasks)+len(waiting), "")
	if err := w.late(ctx, ws); err != nil {
		return err
	}
	days, err := d.t.Desk.Days(ctx, d.who, ws, d.on)
	if err != nil {
		return err
	}
	w.soon(days)
	if err := w.followed(ctx, ws); err != nil {
		return err
	}
	if d.who.MayIn(ws, account.SetHooks, nil) {
		hooks, err := d.t.Store.Hooks(ctx, ws)
		if err != nil {
			return err
		}
		w.broken(hooks)
	}
	if len(w.groups) > 0 {
		title := v.Workspace
		if self, ok := v.Self(); ok {
			if words, _ := self.Title.In(string(d.say.Lang())); words != "" {
				title = words
			}
		}
		d.paper.Sections = append(d.paper.Sections, section{Title: title, Href: w.base, Groups: w.groups})
	}
	return nil
}

// known says whether the last digest said all of it.
func (d *digest) known(told string) bool {
	before := map[string]bool{}
	for _, m := range strings.Fields(told) {
		before[m] = true
	}
	for m := range d.marks {
		if !before[m] {
			return false
		}
	}
	return true
}

// letter is the digest as a mail.
func (d *digest) letter(n store.Notice) (letter, error) {
	p := d.paper
	p.Lang, p.Mirrored = d.say.Tag(), d.say.Dir() == "rtl"
	count := 0
	for _, s := range p.Sections {
		for _, g := range s.Groups {
			count += len(g.Lines)
		}
	}
	p.Subject = d.say.T("notify.digest.subject", "count", count, "day", d.day(d.on))
	p.Hello = d.say.T("notify.digest.hello", "name", d.who.Name)
	stop := d.t.Mail.link(n)
	p.Foot = []saying{{Words: d.say.T("notify.digest.why", "every", d.say.T("notify.every."+n.Every))}, {Words: d.say.T("notify.digest.stop"), Href: stop}}
	return p.letter(stop)
}

// link is the address behind which a person confirms or stops mails without signing in.
func (c MailConfig) link(n store.Notice) string {
	return strings.TrimRight(c.Base, "/") + "/mail/" + n.Secret
}

func (d *digest) day(x upr.Date) string { return d.say.Date(x.Time()) }

// mark remembers what a line says.
func (d *digest) mark(parts ...any) {
	sum := sha256.Sum256([]byte(fmt.Sprintln(parts...)))
	d.marks[hex.EncodeToString(sum[:6])] = true
}
