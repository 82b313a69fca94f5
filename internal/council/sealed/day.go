package sealed

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	crand "crypto/rand"

	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// sealedLeast is how many pieces the act of a day has at least.
const sealedLeast = 8

const (
	leaseSealed   = "sealed"
	sealedLease   = 5 * time.Minute
	sealedPassing = 30 * time.Second
)

// Days closes days: everything that was sealed on a day, and dummies, enter the ledger as one act of the day after, so that
// nobody can tell from it how much came, when, and to whom.
type Days struct {
	*Inbox
	Node string // that holds the lease
	Log  *slog.Logger

	closed upr.Date // the last day of which all is done
}

// Run works until the context ends. What went wrong is logged once a pass and tried again.
func (d *Days) Run(ctx context.Context) {
	tick := time.NewTicker(sealedPassing)
	defer tick.Stop()
	for {
		if err := d.Pass(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("a day of sealed pieces could not be closed", "error", err)
		}
		select {
		case <-ctx.Done():
			end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			if err := d.Store.Release(end, leaseSealed, d.Node); err != nil {
				d.Log.Debug("a lease runs out by itself", "lease", leaseSealed, "error", err)
			}
			return
		case <-tick.C:
		}
	}
}

// Pass closes yesterday, by UTC, in every workspace where a desk has a key or something waits; days on which the program did
// not run are closed with it.
func (d *Days) Pass(ctx context.Context) error {
	yesterday := dayOf(d.Now().AddDate(0, 0, -1))
	if d.closed == yesterday {
		return nil
	}
	if had, err := d.Store.Lease(ctx, leaseSealed, d.Node, sealedLease); err != nil || !had {
		return err
	}
	workspaces, err := d.workspaces(ctx)
	if err != nil {
		return err
	}
	for _, ws := range workspaces {
		if err := d.close(ctx, ws, yesterday.String()); err != nil {
			return fmt.Errorf("closing the day in %s: %w", ws, err)
		}
	}
	d.closed = yesterday
	return nil
}

func (d *Days) workspaces(ctx context.Context) ([]string, error) {
	out, err := d.Store.SealedWorkspaces(ctx)
	if err != nil {
		return nil, err
	}
	for r, err := range d.Store.Facts(ctx, store.Filter{Kinds: []string{council.KindDeskKey}}) {
		if err != nil {
			return nil, err
		}
		out = append(out, r.Review[len(keyHome("")):])
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

func (d *Days) close(ctx context.Context, workspace, day string) error {
	last, err := d.Store.SealedDay(ctx, workspace)
	if err != nil || last >= day {
		return err
	}
	waiting, err := d.Store.WaitingSealed(ctx, workspace)
	if err != nil {
		return err
	}
	var facts []store.New
	var tags []string
	for _, p := range waiting {
		if p.Day <= day && len(facts) < sealedMost { // never more: what is taken in a day is bounded
			facts = append(facts, sealedFact(workspace, p.Tag, day, p.Blob))
			tags = append(tags, p.Tag)
		}
	}
	if last == "" && len(facts) == 0 {
		return d.Store.SkipSealedDay(ctx, workspace, day) // the desk's first day is not over
	}
	for n := padded(len(facts)); len(facts) < n; {
		b, err := seal.Dummy()
		if err != nil {
			return err
		}
		facts = append(facts, sealedFact(workspace, randomTag().String(), day, b))
	}
	shuffle(facts)
	_, err = d.Store.CloseSealedDay(ctx, store.Act{Kind: ActSealed, Scope: sealedHome(workspace)}, facts, workspace, day, tags)
	if errors.Is(err, store.ErrSealedDone) {
		return nil
	}
	return err
}

// padded is how many pieces the act of a day has that has n: a power of two.
func padded(n int) int {
	p := sealedLeast
	for p < n {
		p *= 2
	}
	return p
}

func sealedFact(workspace, tag, day string, blob []byte) store.New {
	d, _ := upr.ParseDate(day) // it was a day before
	return fact(council.KindSealed, tag, sealedHome(workspace), council.Sealed{Day: d, Blob: base64.StdEncoding.EncodeToString(blob)})
}

// shuffle brings the pieces into an order by chance that nobody can find again.
func shuffle(facts []store.New) {
	var seed [32]byte
	_, _ = crand.Read(seed[:]) // it never fails
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
}
