package web

import "net/http"

// lawRoutes are the pages of laws, treaties, indicators and evidence.
func (a *App) lawRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /work/{ws}/treaties":                   a.page(a.workTreaties),
		"GET /work/{ws}/treaties/{id}":              a.page(a.workStep),
		"POST /work/{ws}/treaties/{id}":             a.page(a.saveStep),
		"POST /work/{ws}/proposals/{id}":            a.page(a.decideProposal),
		"GET /work/{ws}/law":                        a.page(a.workLaws),
		"GET /work/{ws}/law/{id}":                   a.page(a.workLaw),
		"POST /work/{ws}/law/{id}":                  a.page(a.saveLaw),
		"POST /work/{ws}/law/{id}/claims":           a.page(a.saveClaim),
		"GET /work/{ws}/indicators":                 a.page(a.workIndicators),
		"GET /work/{ws}/indicators/{id}":            a.page(a.workIndicator),
		"POST /work/{ws}/indicators/{id}":           a.page(a.saveIndicator),
		"POST /work/{ws}/indicators/{id}/values":    a.page(a.saveValues),
		"GET /work/{ws}/indicators/{id}/values.csv": a.page(a.indicatorCSV),
		"GET /work/{ws}/evidence":                   a.page(a.workProofs),
		"POST /work/{ws}/evidence":                  a.page(a.addProof),
		"GET /work/{ws}/evidence/{id}":              a.page(a.workProof),
		"POST /work/{ws}/evidence/{id}":             a.page(a.saveProof),
		"GET /work/{ws}/evidence/{id}/file":         a.page(a.proofFile),
		"GET /evidence/{party}/{id}":                a.page(a.publicProof),
	}
}
