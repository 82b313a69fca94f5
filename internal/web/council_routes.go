package web

import "net/http"

// councilRoutes are the pages of councils inside a workspace by the patterns of their rows in the policy table.
func (a *App) councilRoutes() map[string]http.Handler {
	return map[string]http.Handler{}
}
