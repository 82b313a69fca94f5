package council

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/record"
)

// Releasing shows held contributions, comments and proposals of citizens, when their days are over. It is a reader of the record and the clock: it remembers nothing,
// and of several nodes on one database one works at a time.
type Releasing struct {
	*Desk
	Node string // that holds the lease
	Log  *slog.Logger
}

const (
	leaseRelease   = "release"
	releaseEvery   = time.Minute
	releaseHolding = 5 * time.Minute
)

// Run works until the context ends. What went wrong is logged once a pass and tried again.
func (r *Releasing) Run(ctx context.Context) {
	tick := time.NewTicker(releaseEvery)
	defer tick.Stop()
	for {
		if err := r.Pass(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("held contributions could not be shown", "error", err)
		}
		select {
		case <-ctx.Done():
			end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			defer cancel()
			if err := r.Store.Release(end, leaseRelease, r.Node); err != nil {
				r.Log.Debug("a lease runs out by itself", "lease", leaseRelease, "error", err)
			}
			return
		case <-tick.C:
		}
	}
}

// Pass shows once what is due now, in every workspace in which somebody participated.
func (r *Releasing) Pass(ctx context.Context) error {
	had, err := r.Store.Lease(ctx, leaseRelease, r.Node, releaseHolding)
	if err != nil || !had {
		return err
	}
	head, err := r.Store.Head(ctx)
	if err != nil {
		return err
	}
	homes, err := r.Store.Homes(ctx, 0, head.Number)
	if err != nil {
		return err
	}
	for _, home := range homes {
		ws, ok := strings.CutPrefix(home, record.CouncilHome)
		if !ok {
			continue
		}
		for _, show := range []func(context.Context, string) (int, error){r.Desk.Release, r.ReleaseProposals} {
			for {
				n, err := show(ctx, ws)
				if err != nil {
					return fmt.Errorf("workspace %s: %w", ws, err)
				}
				if n < releaseMost {
					break
				}
			}
		}
	}
	return nil
}
