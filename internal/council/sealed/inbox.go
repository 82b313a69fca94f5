// Package sealed takes submissions that only a desk opens and answers that only a return code opens, keeps them without
// saying whose they are, and brings those of a day into the ledger as one act. Nothing in it can open one.
package sealed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Bounds of sealed pieces in a workspace and a day. What is kept for answers cannot be used up by contributors.
const (
	sealedMost  = 256 // a power of two: all of a day's pieces enter the ledger in one act
	sealedTaken = 192 // of them from contributors
	keyNote     = 500 // letters
)

// Kinds of the acts.
const (
	ActDeskKey = "desk-key"
	ActSealed  = "sealed"
)

// Inbox takes sealed submissions and answers, and finds them again.
type Inbox struct {
	Store *store.Store
	Work  *followup.Keeper // says which bodies there are
	Now   func() time.Time
}

// Desk is a desk that takes sealed submissions.
type Desk struct {
	council.DeskKey
	fact store.FactID
}

// Errors of sealed submissions; what the inbox says besides is of package store.
var (
	ErrNoDesk    = errors.New("no desk takes sealed submissions here")
	ErrPieces    = errors.New("not the pieces of one message")
	ErrRecipient = errors.New("not the public key of a desk")
)

func (s *Inbox) today() upr.Date { return dayOf(s.Now()) }

func dayOf(t time.Time) upr.Date {
	t = t.UTC()
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}

func sealedHome(workspace string) string { return record.SealedHome + workspace }
func keyHome(workspace string) string    { return record.ForumHome + workspace }

// Desks are the desks of a workspace that take sealed submissions, by the id of their body.
func (s *Inbox) Desks(ctx context.Context, workspace string) ([]Desk, error) {
	list, err := s.keys(ctx, store.Filter{Review: keyHome(workspace)})
	slices.SortFunc(list, func(a, b Desk) int { return cmp.Compare(a.Body, b.Body) })
	return list, err
}

// Desk is the desk of one body; ErrNoDesk when it has no key.
func (s *Inbox) Desk(ctx context.Context, workspace, body string) (Desk, error) {
	list, err := s.keys(ctx, store.Filter{Review: keyHome(workspace), Subject: body})
	if err == nil && (body == "" || len(list) == 0) {
		err = ErrNoDesk
	}
	if err != nil {
		return Desk{}, err
	}
	return list[0], nil
}

// Since is the day of a workspace's first key; zero when there was none.
func (s *Inbox) Since(ctx context.Context, workspace string) (first upr.Date, err error) {
	list, err := s.keys(ctx, store.Filter{Review: keyHome(workspace), Ended: true})
	for _, k := range list {
		if first.IsZero() || first.After(k.Since) {
			first = k.Since
		}
	}
	return first, err
}

func (s *Inbox) keys(ctx context.Context, f store.Filter) ([]Desk, error) {
	f.Kinds = []string{council.KindDeskKey}
	var out []Desk
	for r, err := range s.Store.Facts(ctx, f) {
		if err != nil {
			return nil, fmt.Errorf("reading the keys of desks: %w", err)
		}
		if r.Erased {
			continue
		}
		k := Desk{fact: r.ID}
		if err := plan.Read(planFields(r.Fact), &k.DeskKey); err != nil {
			return nil, fmt.Errorf("reading the key of a desk: %w", err)
		}
		out = append(out, k)
	}
	return out, nil
}

func planFields(f ledger.Fact) []plan.Field {
	out := make([]plan.Field, len(f.Fields))
	for i, x := range f.Fields {
		out[i] = plan.Field(x)
	}
	return out
}

// SetKey gives the desk of a body a new key, in the name of whoever holds it; an empty recipient closes the desk. Only the
// recipient is ever handed to the program. The error is a *followup.Refused where the person may not, or ErrRecipient.
func (s *Inbox) SetKey(ctx context.Context, who account.Person, workspace, body, recipient, note string) error {
	seat, ok := who.SeatFor(workspace, account.HoldKey, &account.Target{Bodies: []string{body}})
	if !ok {
		return &followup.Refused{Workspace: workspace, Act: account.HoldKey}
	}
	recipient, note = strings.TrimSpace(recipient), strings.TrimSpace(note)
	if _, err := seal.Recipient(recipient); recipient != "" && err != nil {
		return fmt.Errorf("%w: %w", ErrRecipient, err)
	}
	if utf8.RuneCountInString(note) > keyNote {
		return &seal.TooLong{What: "note", Most: keyNote}
	}
	v, err := s.Work.Work(ctx, workspace)
	if err != nil {
		return err
	}
	b, ok := v.Bodies.Get(body)
	if !ok {
		return ErrNoDesk
	}
	for range 5 {
		head, err := s.Store.Head(ctx)
		if err != nil {
			return err
		}
		old, err := s.Desk(ctx, workspace, body)
		var end []store.FactID
		switch {
		case err == nil && old.Recipient == recipient && old.Note == note:
			return nil
		case err == nil:
			end = append(end, old.fact)
		case !errors.Is(err, ErrNoDesk):
			return err
		case recipient == "":
			return nil
		}
		var add []store.New
		if recipient != "" {
			k := council.DeskKey{Body: body, Recipient: recipient, Since: s.today(), Note: note, Names: b.Thing.Names}
			add = append(add, fact(council.KindDeskKey, body, keyHome(workspace), k))
		}
		act := store.Act{Kind: ActDeskKey, Scope: keyHome(workspace), Role: string(seat.Role), Body: v.Office(seat.Body), Base: head.Number, Based: true,
			Actor: store.Actor{Account: who.ID, Name: who.Name}}
		_, err = s.Store.Write(ctx, act, add, end)
		var changed *store.Changed
		if !errors.As(err, &changed) {
			return err
		}
	}
	return errors.New("the key of a desk: others change the keys of this workspace all the time")
}

func fact(kind, subject, home string, thing any) store.New {
	f := ledger.Fact{Kind: kind, Subject: subject}
	for _, x := range plan.Fields(thing) {
		f.Fields = append(f.Fields, ledger.Field(x))
	}
	return store.New{Review: home, Fact: f}
}

// Take keeps a sealed submission: its pieces, as they came. To which desk it goes nobody is told; ErrNoDesk when none of the
// workspace has a key. Errors are ErrPieces, seal.ErrBlob and store.ErrSealedFull.
func (s *Inbox) Take(ctx context.Context, workspace string, blobs [][]byte) error {
	if !slices.Contains(seal.Classes[:], len(blobs)) {
		return ErrPieces
	}
	desks, err := s.Desks(ctx, workspace)
	if err != nil {
		return err
	}
	if len(desks) == 0 {
		return ErrNoDesk
	}
	list := make([]store.SealedPiece, len(blobs))
	for i, b := range blobs {
		if err := seal.CheckBlob(b); err != nil {
			return err
		}
		list[i] = store.SealedPiece{Tag: randomTag().String(), Workspace: workspace, Day: s.today().String(), Blob: b}
	}
	slices.SortFunc(list, func(a, b store.SealedPiece) int { return cmp.Compare(a.Tag, b.Tag) }) // by chance
	return s.Store.KeepSealed(ctx, list, sealedTaken)
}

func randomTag() (t seal.Tag) {
	_, _ = rand.Read(t[:]) // it never fails
	return t
}

// Answer keeps a sealed answer under its tag; the same answer again changes nothing. Errors are *followup.Refused, seal.ErrBlob,
// store.ErrSealedTag where another one is under it, and store.ErrSealedFull.
func (s *Inbox) Answer(ctx context.Context, who account.Person, workspace string, tag seal.Tag, blob []byte) error {
	if _, ok := who.SeatFor(workspace, account.ReadSealed, nil); !ok {
		return &followup.Refused{Workspace: workspace, Act: account.ReadSealed}
	}
	if err := seal.CheckBlob(blob); err != nil {
		return err
	}
	switch kept, ok, err := s.find(ctx, workspace, tag); {
	case err != nil:
		return err
	case ok && bytes.Equal(kept, blob):
		return nil
	case ok:
		return store.ErrSealedTag
	}
	p := store.SealedPiece{Tag: tag.String(), Workspace: workspace, Day: s.today().String(), Blob: blob}
	return s.Store.KeepSealed(ctx, []store.SealedPiece{p}, sealedMost)
}

// Find gives a sealed piece for each tag: the answer that is kept under it, or a dummy, which looks the same to everyone
// without the code.
func (s *Inbox) Find(ctx context.Context, workspace string, tags [seal.AnswersAtOnce]seal.Tag) (out [seal.AnswersAtOnce][]byte, err error) {
	for i, t := range tags {
		if out[i], err = seal.Dummy(); err != nil { // made for each, so that the time tells nothing
			return out, err
		}
		b, ok, err := s.find(ctx, workspace, t)
		if err != nil {
			return out, err
		}
		if ok {
			out[i] = b
		}
	}
	return out, nil
}

func (s *Inbox) find(ctx context.Context, workspace string, tag seal.Tag) ([]byte, bool, error) {
	p, ok, err := s.Store.SealedByTag(ctx, workspace, tag.String())
	if err != nil || ok {
		return p.Blob, ok, err
	}
	f := store.Filter{Kinds: []string{council.KindSealed}, Review: sealedHome(workspace), Subject: tag.String()}
	for h, err := range s.held(ctx, f) {
		return h.Blob, err == nil, err
	}
	return nil, false, nil
}

// held are pieces in the ledger.
func (s *Inbox) held(ctx context.Context, f store.Filter) iter.Seq2[seal.Held, error] {
	return func(yield func(seal.Held, error) bool) {
		for r, err := range s.Store.Facts(ctx, f) {
			if err != nil {
				yield(seal.Held{}, err)
				return
			}
			if r.Erased {
				continue
			}
			b, err := base64.StdEncoding.DecodeString(r.Fact.Get("blob"))
			if err != nil {
				err = fmt.Errorf("reading a sealed piece: %w", err)
			}
			if !yield(seal.Held{Tag: r.Fact.Subject, Day: r.Fact.Get("day"), Blob: b}, err) {
				return
			}
		}
	}
}

// Bundle is all that is sealed in a workspace and month ("2026-11"): submissions to every desk, answers and dummies. What
// waits for the act of its day is among the last month's. The error is a *followup.Refused where the person may not.
func (s *Inbox) Bundle(ctx context.Context, who account.Person, workspace, month string) ([]seal.Held, error) {
	if _, ok := who.SeatFor(workspace, account.ReadSealed, nil); !ok {
		return nil, &followup.Refused{Workspace: workspace, Act: account.ReadSealed}
	}
	var out []seal.Held
	for h, err := range s.held(ctx, store.Filter{Kinds: []string{council.KindSealed}, Review: sealedHome(workspace)}) {
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(h.Day, month+"-") {
			out = append(out, h)
		}
	}
	waiting, err := s.Store.WaitingSealed(ctx, workspace)
	if err != nil {
		return nil, err
	}
	for _, p := range waiting {
		if strings.HasPrefix(p.Day, month+"-") {
			out = append(out, seal.Held{Tag: p.Tag, Day: p.Day, Blob: p.Blob})
		}
	}
	return out, nil
}
