package council

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/council"
)

// MyProposals are the proposals under a return code as they stand on the closed side, for whoever holds it: also those that are
// held back. Empty for a code of none; *Invalid for what is no code.
func (d *Desk) MyProposals(ctx context.Context, ws, typed string) ([]*Held[council.Proposal], error) {
	code, err := seal.ParseCode(typed)
	if err != nil {
		return nil, &Invalid{Code: "code", Field: "code"}
	}
	v, err := d.Keeper.Closed(ctx, ws)
	if err != nil {
		return nil, err
	}
	digest := CodeDigest(code)
	list := space.ByTime(space.Pick(v.Proposals, v.About(council.KindProposal, digest)))
	return slices.DeleteFunc(list, func(h *Held[council.Proposal]) bool { return h.Thing.Code != digest }), nil
}
