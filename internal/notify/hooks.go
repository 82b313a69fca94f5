package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/store"
)

// Bounds of webhooks.
const (
	actsAtOnce     = 200   // of the record, looked at for one receiver in a pass
	factsMost      = 200   // told of one act; the rest is counted
	messagesAtOnce = 50    // sent in a pass
	failuresMost   = 20    // attempts in a row that may fail before a receiver is switched off
	answerMost     = 4_000 // bytes of an answer that are read
)

// Event is what a receiver is told: what one act published in a workspace or took back. Its form only grows.
type Event struct {
	ID        string   `json:"id"`   // "KAZ-123": the same when it is sent again
	Type      string   `json:"type"` // EventPublished
	Workspace string   `json:"workspace"`
	State     string   `json:"state"`
	Act       EventAct `json:"act"`
	Brought   []Thing  `json:"brought"`
	Ended     []Thing  `json:"ended"`
	More      int      `json:"more"` // facts that are not listed here
}

// EventPublished is the type of all events.
const EventPublished = "followup.published"

// EventAct is the public header of the act.
type EventAct struct {
	Number uint64    `json:"number"`
	Time   time.Time `json:"time"`
	Kind   string    `json:"kind"`
	Role   string    `json:"role"`
	Body   string    `json:"body"`
}

// Thing is a published fact.
type Thing struct {
	Kind   string              `json:"kind"`
	ID     string              `json:"id"`
	Fields map[string][]string `json:"fields,omitempty"` // of what was brought, by the names of the ledger
}

// private are the fields that name a person. They are not in published facts; a mistake there shall not get out here.
var private = []string{"author", "validator", "person"}

// hooks prepares what receivers are to be told and tells them.
func (t *Teller) hooks(ctx context.Context) error {
	if !t.Outside.Open() {
		return nil
	}
	if had, err := t.alone(ctx, leaseHooks); err != nil || !had {
		return err
	}
	head, err := t.Store.Head(ctx)
	if err != nil {
		return err
	}
	behind, err := t.Store.HooksBehind(ctx, head.Number)
	if err != nil {
		return err
	}
	for _, h := range behind {
		to := min(head.Number, h.Act+actsAtOnce)
		list, err := t.events(ctx, h, to)
		if err != nil {
			return err
		}
		if err := t.Store.QueueDeliveries(ctx, h, to, list); err != nil {
			return err
		}
	}
	return t.deliver(ctx)
}

// events are the messages of the acts after the receiver's cursor that touched the published side of its workspace.
func (t *Teller) events(ctx context.Context, h store.Hook, to uint64) ([]store.Delivery, error) {
	by := map[uint64]*Event{}
	at := func(act uint64) *Event {
		e := by[act]
		if e == nil {
			e = &Event{ID: fmt.Sprintf("%s-%d", h.Workspace, act), Type: EventPublished, Workspace: h.Workspace, Brought: []Thing{}, Ended: []Thing{}}
			by[act] = e
		}
		return e
	}
	if h.Act == 0 && to == 0 {
		return nil, nil
	}
	for r, err := range t.Store.Facts(ctx, store.Filter{Review: followup.OpenHome(h.Workspace), Since: h.Act, At: to, Ended: true}) {
		if err != nil {
			return nil, err
		}
		if r.Fact.Kind == store.KindActor {
			continue
		}
		thing := Thing{Kind: r.Fact.Kind, ID: r.Fact.Subject}
		if r.EndedBy > h.Act {
			at(r.EndedBy).end(thing)
		}
		if r.Act > h.Act && !r.Erased {
			thing.Fields = map[string][]string{}
			for _, f := range r.Fact.Fields {
				if !slices.Contains(private, f.Name) {
					thing.Fields[f.Name] = append(thing.Fields[f.Name], f.Value)
				}
			}
			at(r.Act).bring(thing)
		}
	}
	var out []store.Delivery
	v, err := t.Desk.Keeper.Open(ctx, h.Workspace)
	if err != nil {
		return nil, err
	}
	for number, e := range by {
		act, err := t.Store.Act(ctx, number)
		if err != nil {
			return nil, err
		}
		e.State = string(v.State())
		e.Act = EventAct{number, act.Time, act.Kind, act.Role, act.Body}
		body, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("writing act %d for a receiver: %w", number, err)
		}
		out = append(out, store.Delivery{Hook: h.ID, Act: number, Body: body})
	}
	return out, nil
}

func (e *Event) bring(x Thing) {
	if len(e.Brought)+len(e.Ended) >= factsMost {
		e.More++
		return
	}
	e.Brought = append(e.Brought, x)
}

func (e *Event) end(x Thing) {
	if len(e.Brought)+len(e.Ended) >= factsMost {
		e.More++
		return
	}
	e.Ended = append(e.Ended, x)
}

// deliver tries what waits: of each receiver one message after the other.
func (t *Teller) deliver(ctx context.Context) error {
	for range messagesAtOnce {
		list, err := t.Store.WaitingDeliveries(ctx, messagesAtOnce)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, d := range list {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err := t.deliverOne(ctx, d); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Teller) deliverOne(ctx context.Context, d store.Delivery) error {
	h, err := t.Store.HookOf(ctx, d)
	if errors.Is(err, store.ErrNoHook) {
		return nil // it was taken away in this moment
	}
	unreadable := errors.Is(err, store.ErrHookSealed) // told of this receiver, whose message waits; the others get theirs
	if err != nil && !unreadable {
		return err
	}
	had, err := t.Store.ClaimDelivery(ctx, d, claimLength)
	if err != nil || !had {
		return err
	}
	d.Tries++
	most := failuresMost
	if d.Status, err = 0, error(store.ErrHookSealed); !unreadable {
		d.Status, err = t.post(ctx, h, d)
	}
	switch {
	case err == nil && d.Status >= 200 && d.Status < 300:
		d.State, d.Trouble = store.DeliveryTaken, ""
	case ctx.Err() != nil:
		return ctx.Err() // the program ends: the claim runs out, and the message goes out again
	default:
		d.Trouble = http.StatusText(d.Status)
		if err != nil {
			d.Trouble = firstLine(err.Error())
		}
		next, ok := again(hookWaits, d.Tries, t.Now())
		d.State, d.Again = store.DeliveryWaiting, next
		if !ok {
			d.State = store.DeliveryGivenUp
		}
		if d.Status == http.StatusGone {
			d.State, most = store.DeliveryGivenUp, 0 // the receiver says that there is nobody any more
		}
	}
	off, err := t.Store.EndDelivery(ctx, d, most)
	if off {
		t.Log.Warn("a receiver of webhooks was switched off", "workspace", h.Workspace, "receiver", hostOf(h.URL), "trouble", d.Trouble)
	}
	return err
}

// post sends one message, signed, through the one door to other machines.
func (t *Teller) post(ctx context.Context, h store.Hook, d store.Delivery) (status int, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, bytes.NewReader(d.Body))
	if err != nil {
		return 0, err
	}
	id, at := fmt.Sprintf("%s-%d", h.Workspace, d.Act), t.Now()
	signature, err := Sign(h.Secret, id, at, d.Body)
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("webhook-id", id)
	req.Header.Set("webhook-timestamp", fmt.Sprint(at.Unix()))
	req.Header.Set("webhook-signature", signature)
	res, err := t.Outside.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(res.Body, answerMost)); err != nil && !strings.Contains(err.Error(), "closed") {
		t.Log.Debug("an answer was cut short", "error", err)
	}
	return res.Status, nil
}
