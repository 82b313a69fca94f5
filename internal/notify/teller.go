// Package notify tells people and machines what the record knows: digests by mail, and webhooks. What it says is derived from
// the record and the clock; what it remembers (package store: leases, notices, outbox, receivers) only keeps it from saying
// the same twice.
//
// Mail is sent at least once: a mail is in the outbox in the same step in which the person's period ends, so a restart
// loses none, and its Message-ID is made of person and period, so that a mail sent again because the program ended between
// the server's yes and its own note of it is the same mail to every mail program. A receiver of webhooks gets every message
// at least once too, in order, under an id that does not change.
//
// Of several nodes on one database one works at a time: a lease says which, and each mail and message is claimed before it
// is sent.
package notify

import (
	"context"
	"log/slog"
	"time"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/store"
)

// Teller does all of it. All fields are needed but Mail, without whose server no mail is made.
type Teller struct {
	Store     *store.Store
	Desk      *followup.Desk
	Council   *council.Desk // of participation; nil: nothing of it is followed
	Catalogue *i18n.Catalogue
	Outside   *outside.Door
	Mail      MailConfig
	Node      string // that holds the leases: different for each running program
	Now       func() time.Time
	Log       *slog.Logger
}

const (
	passEvery   = 30 * time.Second
	leaseLength = 5 * time.Minute  // by the clock; a node that ends gives its leases back
	claimLength = 10 * time.Minute // longer than any single attempt
	keepTold    = 90 * 24 * time.Hour
)

// Names of the leases.
const (
	leaseMail  = "mail"
	leaseHooks = "hooks"
)

// Run works until the context ends: soon after every act, and in steady steps, because most of what is due comes with time.
// What went wrong is logged once and tried again with the next pass.
func (t *Teller) Run(ctx context.Context) {
	var seen uint64
	for ctx.Err() == nil {
		if err := t.Pass(ctx); err != nil && ctx.Err() == nil {
			t.Log.Error("people and machines could not be told", "error", err)
		}
		wait, cancel := context.WithTimeout(ctx, passEvery)
		if head, err := t.Store.WaitHead(wait, seen); err == nil {
			seen = head.Number
		} else if ctx.Err() == nil && wait.Err() == nil {
			<-wait.Done() // the database does not answer: not at once again
		}
		cancel()
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	for _, name := range []string{leaseMail, leaseHooks} {
		if err := t.Store.Release(end, name, t.Node); err != nil {
			t.Log.Debug("a lease runs out by itself", "lease", name, "error", err)
		}
	}
}

// Pass does once what is due now.
func (t *Teller) Pass(ctx context.Context) error {
	if err := t.mail(ctx); err != nil {
		return err
	}
	return t.hooks(ctx)
}

// alone says whether this node may do some work now.
func (t *Teller) alone(ctx context.Context, lease string) (bool, error) {
	return t.Store.Lease(ctx, lease, t.Node, leaseLength)
}

// Waits before what failed is tried again, by the attempts made. After the last nothing is tried any more.
var (
	mailWaits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}
	hookWaits = []time.Duration{30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour}
)

// again is when the next attempt is made after so many; false when there is none.
func again(waits []time.Duration, tries int, now time.Time) (time.Time, bool) {
	if tries < 1 || tries > len(waits) {
		return time.Time{}, false
	}
	return now.Add(waits[tries-1]), true
}
