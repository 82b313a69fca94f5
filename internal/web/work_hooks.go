package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/web/page"
	"github.com/openupr/openupr/internal/web/page/work"
)

// Bounds of receivers.
const (
	hooksMost    = 10 // in a workspace
	messagesSeen = 20 // of the log of each
)

// hooks shows the receivers of what the workspace publishes.
func (a *App) hooks(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "hooks")
	if err != nil {
		return err
	}
	return a.showHooks(w, r, in, http.StatusOK, nil)
}

func (a *App) showHooks(w http.ResponseWriter, r *http.Request, in *inWork, status int, change func(*work.Hooks)) error {
	list, err := a.Store.Hooks(r.Context(), in.ws)
	if err != nil {
		return err
	}
	out := work.Hooks{Form: work.Form{Action: in.f.Href("hooks")}, Open: a.Teller.Outside.Open()}
	for _, h := range list {
		row := work.HookRow{ID: h.ID, URL: h.URL, State: h.State, Trouble: h.Trouble, Made: h.Made, By: in.f.T("work.somebody")}
		if acc, err := a.Store.Account(r.Context(), h.By); err == nil {
			row.By = acc.Name
		} else if !errors.Is(err, store.ErrNoAccount) {
			return err
		}
		log, err := a.Store.LatestDeliveries(r.Context(), h.ID, messagesSeen)
		if err != nil {
			return err
		}
		for _, d := range log {
			row.Messages = append(row.Messages, work.HookMessage{Act: d.Act, State: d.State, Tries: d.Tries, Status: d.Status, Trouble: d.Trouble, When: d.Made, Again: d.Again})
		}
		out.List = append(out.List, row)
	}
	if change != nil {
		change(&out)
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return a.render(w, r, status, work.HooksPage(in.f, out))
}

// setHooks adds a receiver, switches one on or off, gives it another secret or takes it away.
func (a *App) setHooks(w http.ResponseWriter, r *http.Request) error {
	values, err := form(r)
	if err != nil {
		return err
	}
	in, err := a.inside(r, "hooks")
	if err != nil {
		return err
	}
	head, err := a.Store.Head(r.Context())
	if err != nil {
		return err
	}
	ctx, id, back := r.Context(), values.Get("id"), in.f.Href("hooks")
	var h store.Hook
	if values.Get("do") != "add" && id != "" {
		h, err = a.Store.Hook(ctx, in.ws, id)
		if errors.Is(err, store.ErrNoHook) {
			return notFound(short(id))
		}
		if err != nil {
			return err
		}
	}
	switch do := values.Get("do"); do {
	case "add":
		return a.addHook(w, r, in, strings.TrimSpace(values.Get("url")), head.Number)
	case "renew":
		if h.Secret, err = a.Store.RenewHook(ctx, in.ws, id); err == nil {
			return a.showHooks(w, r, in, http.StatusOK, func(out *work.Hooks) { out.Secret, out.Of = h.Secret, h.URL })
		}
	case "on", "off":
		if err = a.Store.SetHook(ctx, in.ws, id, do, head.Number); err == nil {
			return a.done(w, r, back, "hooks.saved")
		}
	case "remove":
		if err = a.Store.DropHook(ctx, in.ws, id); err == nil {
			return a.done(w, r, back, "hooks.removed")
		}
	default:
		return badRequest(short(do))
	}
	if errors.Is(err, store.ErrNoHook) {
		return notFound(short(id))
	}
	return err
}

func (a *App) addHook(w http.ResponseWriter, r *http.Request, in *inWork, address string, act uint64) error {
	again := func(code string) error {
		return a.showHooks(w, r, in, http.StatusUnprocessableEntity, func(out *work.Hooks) {
			out.URL = address
			out.Errors = []page.FieldError{{Field: "url", Text: in.f.T(code)}}
		})
	}
	list, err := a.Store.Hooks(r.Context(), in.ws)
	if err != nil {
		return err
	}
	if len(list) >= hooksMost {
		return again("hooks.wrong.many")
	}
	_, err = a.Teller.Outside.Check(address)
	var refused *outside.Refused
	switch {
	case errors.As(err, &refused):
		return again("outside.refused." + string(refused.Code))
	case err != nil:
		return err
	}
	h, err := a.Store.AddHook(r.Context(), store.Hook{Workspace: in.ws, URL: address, By: in.who.ID, Act: act})
	if err != nil {
		return err
	}
	return a.showHooks(w, r, in, http.StatusOK, func(out *work.Hooks) { out.Secret, out.Of = h.Secret, h.URL })
}
