package council

import (
	"context"
	"log/slog"

	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
)

// Keeper holds the views of participation that somebody has opened, and keeps them current.
type Keeper struct {
	homes *space.Keeper[*View]
	turns space.Turns
}

// NewKeeper keeps the participation of a record's workspaces.
func NewKeeper(st *store.Store) *Keeper {
	return &Keeper{homes: space.NewKeeper(st, space.Area[*View]{Empty: empty, From: from, Later: later})}
}

// CouncilHome is where the closed facts of a workspace's participation stand.
func CouncilHome(workspace string) string { return record.CouncilHome + workspace }

// ForumHome is where the published ones stand.
func ForumHome(workspace string) string { return record.ForumHome + workspace }

func homeName(workspace string, open bool) string {
	if open {
		return ForumHome(workspace)
	}
	return CouncilHome(workspace)
}

// Closed is the closed side of a workspace, current as of this call. Whoever asks for it has been let in by the policy table.
func (k *Keeper) Closed(ctx context.Context, workspace string) (*View, error) {
	return k.homes.Now(ctx, CouncilHome(workspace))
}

// Forum is the published side.
func (k *Keeper) Forum(ctx context.Context, workspace string) (*View, error) {
	return k.homes.Now(ctx, ForumHome(workspace))
}

// At is the published side as the record knew it at an act.
func (k *Keeper) At(ctx context.Context, workspace string, act uint64) (*View, error) {
	return k.homes.At(ctx, ForumHome(workspace), act)
}

// Refresh makes the opened views current; call it after a commit, so that the next page shows it.
func (k *Keeper) Refresh(ctx context.Context) error { return k.homes.Refresh(ctx) }

// Watch keeps the opened views current with acts of other programs on the same database, until the context ends.
func (k *Keeper) Watch(ctx context.Context, log *slog.Logger) { k.homes.Watch(ctx, log) }
