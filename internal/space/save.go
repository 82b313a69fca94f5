package space

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// NewID makes an identifier for a thing: 16 letters and digits without meaning.
func NewID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // it never fails
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// Put is a thing to be saved.
type Put struct {
	Kind  string
	ID    string       // empty: a new one is made
	Base  store.FactID // the version that the person saw; 0: there was none
	Thing any          // a struct whose fields have a `fact` tag, or []plan.Field
}

// Drop is a thing to be taken away. What was said stays in the ledger's history.
type Drop struct {
	Kind string
	ID   string
	Base store.FactID
}

// Save is what one act does in a workspace: all of it or nothing.
type Save struct {
	// Act says who does what. Its Scope is one name for each workspace and area: of two acts of one scope, the one that did
	// not see the other is made again. Its Base is filled from the sides.
	Act store.Act
	// Sides are the homes that the act writes in, each once, and those that its rules looked at. They may be of several areas;
	// then a change of another area's home since the look is noticed as far as this act writes over it.
	Sides []Side
}

// Side is what an act does at one home.
type Side struct {
	From  View // as it was looked at
	Puts  []Put
	Drops []Drop
}

// seen is the act up to which all sides were looked at.
func (s Save) seen() uint64 {
	if len(s.Sides) == 0 {
		return 0
	}
	seen := s.Sides[0].From.Seen()
	for _, x := range s.Sides[1:] {
		seen = min(seen, x.From.Seen())
	}
	return seen
}

// batch is what an act brings and ends.
type batch struct {
	add []store.New
	end []store.FactID
	ids []string
}

// side adds what a save does at one home.
func (b *batch) side(ctx context.Context, w Writer, s Side) error {
	for _, p := range s.Puts {
		if p.ID == "" {
			p.ID = w.newID()
		}
		b.ids = append(b.ids, p.ID)
		shelf := s.From.Shelf(p.Kind)
		if shelf == nil {
			return fmt.Errorf("%q is no kind of %s", p.Kind, s.From.Home())
		}
		fields, ok := p.Thing.([]plan.Field)
		if !ok {
			fields = plan.Fields(p.Thing)
		}
		now, stands, held := shelf.Held(p.ID)
		if held && slices.Equal(stands, fields) {
			continue
		}
		if now != p.Base {
			return conflict(ctx, w.Store, s.From.Home(), &Conflict{Kind: p.Kind, ID: p.ID, Mine: fields, Theirs: stands, Fact: now}, p.Base)
		}
		if held {
			b.end = append(b.end, now)
		}
		b.add = append(b.add, store.New{Fact: FactOf(p.Kind, p.ID, fields), Review: s.From.Home()})
	}
	for _, x := range s.Drops {
		shelf := s.From.Shelf(x.Kind)
		if shelf == nil {
			return fmt.Errorf("%q is no kind of %s", x.Kind, s.From.Home())
		}
		now, stands, held := shelf.Held(x.ID)
		switch {
		case !held:
			continue // it is gone already
		case now != x.Base:
			return conflict(ctx, w.Store, s.From.Home(), &Conflict{Kind: x.Kind, ID: x.ID, Theirs: stands, Fact: now}, x.Base)
		}
		b.end = append(b.end, now)
	}
	return nil
}
