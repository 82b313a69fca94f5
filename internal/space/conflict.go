package space

import (
	"context"
	"errors"
	"fmt"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Conflict is a save over a version that is no longer the current one: nothing was written. What to do: show both, let the
// person choose field by field, and save over Theirs.
type Conflict struct {
	Kind, ID string
	Base     []plan.Field // what the person began with; empty when it is not known any more
	Mine     []plan.Field
	Theirs   []plan.Field // empty: it was taken away
	Fact     store.FactID // of Theirs; 0 when it was taken away
	Act      uint64       // that brought Theirs
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("%s %s was changed meanwhile by act %d", c.Kind, c.ID, c.Act)
}

// Compare lists the fields in which the two versions differ.
func (c *Conflict) Compare() []plan.Difference { return plan.Compare(c.Base, c.Mine, c.Theirs) }

// conflict tells what both versions of a thing came from.
func conflict(ctx context.Context, st *store.Store, home string, c *Conflict, base store.FactID) error {
	for r, err := range st.History(ctx, c.ID) {
		if err != nil {
			return fmt.Errorf("reading what changed: %w", err)
		}
		if r.Review != home || r.Fact.Kind != c.Kind {
			continue
		}
		if r.ID == base {
			c.Base = FieldsOf(r.Fact)
		}
		if r.ID == c.Fact {
			c.Act = r.Act
		}
	}
	return c
}

// SeenVersion refuses a thing that is not the version that the person saw; for changes that do not carry the person's whole
// version: the Conflict then tells what others changed since.
func SeenVersion[T any](ctx context.Context, st *store.Store, home, kind string, t *Table[*Held[T]], id string, base store.FactID) (*Held[T], error) {
	h, ok := t.Get(id)
	switch {
	case !ok:
		return nil, &Invalid{Code: "gone", Field: kind, Value: id}
	case h.Fact != base:
		err := conflict(ctx, st, home, &Conflict{Kind: kind, ID: id, Theirs: h.Fields, Fact: h.Fact}, base)
		var c *Conflict
		if errors.As(err, &c) {
			c.Mine = c.Base
		}
		return nil, err
	}
	return h, nil
}

// VersionOf refuses a thing that is not the version that the person saw, without telling what changed.
func VersionOf[T any](kind string, t *Table[*Held[T]], id string, base store.FactID) (*Held[T], error) {
	h, ok := t.Get(id)
	switch {
	case !ok:
		return nil, &Invalid{Code: "gone", Field: kind, Value: id}
	case h.Fact != base:
		return nil, &Conflict{Kind: kind, ID: id, Theirs: h.Fields, Mine: h.Fields, Fact: h.Fact, Act: h.Act}
	}
	return h, nil
}

// CheckID refuses a name for a new thing: the program makes those, so that no thing takes the name of another, also of one
// outside the workspace.
func CheckID[T any](kind string, t *Table[*Held[T]], id string, base store.FactID) error {
	if id == "" || base != 0 {
		return nil
	}
	if _, ok := t.Get(id); !ok {
		return &Invalid{Code: "gone", Field: kind, Value: id}
	}
	return nil
}
