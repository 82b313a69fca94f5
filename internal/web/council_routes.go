package web

import "net/http"

// councilRoutes are the pages of councils inside a workspace by the patterns of their rows in the policy table.
func (a *App) councilRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /work/{ws}/councils":                             a.page(a.councils),
		"GET /work/{ws}/councils/new":                         a.page(a.councilForm),
		"POST /work/{ws}/councils/new":                        a.page(a.saveCouncil),
		"GET /work/{ws}/councils/{id}":                        a.page(a.council),
		"GET /work/{ws}/councils/{id}/edit":                   a.page(a.councilForm),
		"POST /work/{ws}/councils/{id}/edit":                  a.page(a.saveCouncil),
		"POST /work/{ws}/councils/{id}/interests":             a.page(a.endInterest),
		"GET /work/{ws}/councils/{id}/sections/{part}":        a.page(a.partForm),
		"POST /work/{ws}/councils/{id}/sections/{part}":       a.page(a.savePart),
		"GET /work/{ws}/councils/{id}/categories/{part}":      a.page(a.partForm),
		"POST /work/{ws}/councils/{id}/categories/{part}":     a.page(a.savePart),
		"GET /work/{ws}/councils/{id}/members":                a.page(a.members),
		"GET /work/{ws}/councils/{id}/members/new":            a.page(a.memberForm),
		"POST /work/{ws}/councils/{id}/members/new":           a.page(a.saveMember),
		"GET /work/{ws}/councils/{id}/members/{member}":       a.page(a.member),
		"POST /work/{ws}/councils/{id}/members/{member}":      a.page(a.declareInterest),
		"GET /work/{ws}/councils/{id}/members/{member}/edit":  a.page(a.memberForm),
		"POST /work/{ws}/councils/{id}/members/{member}/edit": a.page(a.saveMember),
		"GET /work/{ws}/councils/{id}/table":                  a.page(a.memberTable),
		"POST /work/{ws}/councils/{id}/table":                 a.page(a.bringMemberTable),
		"GET /work/{ws}/councils/{id}/table/{sha}":            a.page(a.memberColumns),
		"POST /work/{ws}/councils/{id}/table/{sha}":           a.page(a.takeMembers),

		"GET /work/{ws}/sittings":                     a.page(a.sittings),
		"GET /work/{ws}/sittings/new":                 a.page(a.sittingForm),
		"POST /work/{ws}/sittings/new":                a.page(a.saveSitting),
		"GET /work/{ws}/sittings/{id}":                a.page(a.sitting),
		"GET /work/{ws}/sittings/{id}/edit":           a.page(a.sittingForm),
		"POST /work/{ws}/sittings/{id}/edit":          a.page(a.saveSitting),
		"GET /work/{ws}/sittings/{id}/agenda":         a.page(a.agenda),
		"POST /work/{ws}/sittings/{id}/agenda":        a.page(a.saveAgenda),
		"GET /work/{ws}/sittings/{id}/attendance":     a.page(a.attendance),
		"POST /work/{ws}/sittings/{id}/attendance":    a.page(a.saveAttendance),
		"GET /work/{ws}/sittings/{id}/decisions/new":  a.page(a.decisionForm),
		"POST /work/{ws}/sittings/{id}/decisions/new": a.page(a.saveDecision),
		"GET /work/{ws}/decisions/{id}/edit":          a.page(a.decisionForm),
		"POST /work/{ws}/decisions/{id}/edit":         a.page(a.saveDecision),
		"GET /work/{ws}/votes/new":                    a.page(a.voteForm),
		"POST /work/{ws}/votes/new":                   a.page(a.saveVote),
		"GET /work/{ws}/votes/{id}":                   a.page(a.vote),
		"GET /work/{ws}/votes/{id}/edit":              a.page(a.voteForm),
		"POST /work/{ws}/votes/{id}/edit":             a.page(a.saveVote),
	}
}
