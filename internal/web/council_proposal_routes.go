package web

import "net/http"

// proposalRoutes are the pages of proposals and referrals inside a workspace by the patterns of their rows in the policy table.
func (a *App) proposalRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /work/{ws}/proposals":                              a.page(a.proposals),
		"POST /work/{ws}/proposals/resolve":                     a.page(a.resolveProposals),
		"GET /work/{ws}/proposals/new":                          a.page(a.newProposal),
		"POST /work/{ws}/proposals/new":                         a.page(a.saveNewProposal),
		"GET /work/{ws}/proposals/{id}":                         a.page(a.proposalPage),
		"GET /work/{ws}/proposals/{id}/edit":                    a.page(a.proposalForm),
		"POST /work/{ws}/proposals/{id}/edit":                   a.page(a.saveProposal),
		"POST /work/{ws}/proposals/{id}/debate":                 a.page(a.debateProposal),
		"POST /work/{ws}/proposals/{id}/amendments/{amendment}": a.page(a.decideAmendment),
		"POST /work/{ws}/proposals/{id}/resolve":                a.page(a.resolveProposal),
		"POST /work/{ws}/proposals/{id}/merge":                  a.page(a.mergeProposal),
		"POST /work/{ws}/proposals/{id}/let-in":                 a.page(a.letInProposal),
		"GET /work/{ws}/referrals":                              a.page(a.referrals),
		"POST /work/{ws}/referrals":                             a.page(a.askBodies),
		"GET /work/{ws}/referrals/{id}":                         a.page(a.referral),
		"POST /work/{ws}/referrals/{id}/reply":                  a.page(a.saveReply),
		"POST /work/{ws}/referrals/{id}/issue":                  a.page(a.issueReply),
	}
}
