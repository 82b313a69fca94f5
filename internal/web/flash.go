package web

import (
	"net/http"

	"github.com/openupr/openupr/internal/account"
)

const flashKey = "done"

// setFlash keeps a sentence for the next page of a person who is signed in.
func (a *App) setFlash(r *http.Request, words string) {
	a.Sessions.Put(r.Context(), flashKey, words)
}

// flash is that sentence, once.
func (a *App) flash(r *http.Request) string {
	if !account.From(r.Context()).SignedIn() || !a.Sessions.Exists(r.Context(), flashKey) {
		return ""
	}
	return a.Sessions.PopString(r.Context(), flashKey)
}
