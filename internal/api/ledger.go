package api

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

type actShape struct {
	Number uint64 `json:"number"`
	Kind   string `json:"kind"`
	Scope  string `json:"scope,omitempty"`
	Time   string `json:"time"`
	Role   string `json:"role"`
	Body   string `json:"body,omitempty"`
	Facts  uint64 `json:"facts"`
	Ends   uint64 `json:"ends"`
	Root   string `json:"root" doc:"Root over the act's facts, base64"`
}

type actsIn struct {
	Before uint64 `query:"before" doc:"Only acts with a smaller number"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
}

type actsOut struct {
	Body struct {
		asOf
		Checkpoint string     `json:"checkpoint" doc:"The newest signed checkpoint, as a note"`
		Acts       []actShape `json:"acts"`
	}
}

func (a *API) acts(ctx context.Context, in *actsIn) (*actsOut, error) {
	v := a.keeper.View()
	out := &actsOut{}
	out.Body.asOf, out.Body.Acts = at(v), []actShape{}
	last := v.Act
	if in.Before > 0 && in.Before <= last {
		last = in.Before - 1
	}
	first := uint64(1)
	if last > uint64(in.Limit) {
		first = last - uint64(in.Limit) + 1
	}
	if last == 0 {
		return out, nil
	}
	for h, err := range a.store.Acts(ctx, first, last) {
		if err != nil {
			return nil, fmt.Errorf("listing acts: %w", err)
		}
		out.Body.Acts = append([]actShape{{h.Number, h.Kind, h.Scope, h.Time.Format(time.RFC3339), h.Role, h.Body, h.Facts, h.Ends, base64.StdEncoding.EncodeToString(h.Root[:])}}, out.Body.Acts...)
	}
	text, err := a.store.Checkpoint(ctx, v.Act)
	if err != nil {
		return nil, fmt.Errorf("reading the checkpoint: %w", err)
	}
	out.Body.Checkpoint = text
	return out, nil
}

type proofIn struct {
	Act uint64 `path:"act" minimum:"1"`
}

type proofOut struct {
	Body struct {
		Leaf       string   `json:"leaf" doc:"The act's header as it stands in the tree"`
		Path       []string `json:"path" doc:"Inclusion proof, base64"`
		Checkpoint string   `json:"checkpoint"`
	}
}

// proof gives what anyone needs to check that an act is in the record.
func (a *API) proof(ctx context.Context, in *proofIn) (*proofOut, error) {
	if in.Act > a.keeper.View().Act {
		return nil, huma.Error404NotFound(fmt.Sprintf("the record has no act %d", in.Act))
	}
	p, err := a.store.Prove(ctx, in.Act)
	if err != nil {
		return nil, fmt.Errorf("proving act %d: %w", in.Act, err)
	}
	out := &proofOut{}
	out.Body.Leaf, out.Body.Checkpoint, out.Body.Path = string(p.Leaf), p.Checkpoint, []string{}
	for _, h := range p.Path {
		out.Body.Path = append(out.Body.Path, base64.StdEncoding.EncodeToString(h[:]))
	}
	return out, nil
}
