package web

import (
	"fmt"
	"net/http"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/sample"
	"github.com/openupr/openupr/internal/store"
)

// seatInSample gives whoever sets the program up the coordinator's seat in the workspace of the sample's invented State,
// where the sample is loaded: so a first visitor sees a plan at work, and no account comes with the program.
func (a *App) seatInSample(r *http.Request, acc store.Account) error {
	v, err := a.Desk.Keeper.Work(r.Context(), sample.Workspace)
	if err != nil {
		return err
	}
	if _, there := v.Self(); !there {
		return nil
	}
	act := store.Act{Kind: actSeat, Scope: followup.WorkHome(sample.Workspace), Role: string(account.Coordinator), Actor: store.Actor{Account: acc.ID, Name: acc.Name}}
	if _, err := a.Store.Seat(r.Context(), act, store.Seat{Account: acc.ID, Workspace: sample.Workspace, Role: string(account.Coordinator), By: acc.ID}); err != nil {
		return fmt.Errorf("giving a seat in the sample's workspace: %w", err)
	}
	return nil
}
