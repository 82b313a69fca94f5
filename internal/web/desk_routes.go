package web

import (
	"net/http"
	"net/url"

	"github.com/openupr/openupr/internal/upr/plan"
)

// deskRoutes are the pages of a stakeholders' and an institution's desk by the patterns of their rows in the policy table.
func (a *App) deskRoutes() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /states/{state}/traces":                  a.page(a.publicTraces),
		"GET /states/{state}/annual/{year}":           a.page(a.publicAnnual),
		"GET /work/{ws}/submissions":                  a.page(a.submissions),
		"POST /work/{ws}/submissions":                 a.page(a.saveSubmission),
		"GET /work/{ws}/submissions/new":              a.page(a.submissionForm),
		"GET /work/{ws}/submissions/{id}":             a.page(a.submission),
		"POST /work/{ws}/submissions/{id}":            a.page(a.saveSubmission),
		"GET /work/{ws}/submissions/{id}/edit":        a.page(a.submissionForm),
		"POST /work/{ws}/submissions/{id}/demands":    a.page(a.addDemands),
		"POST /work/{ws}/submissions/{id}/signatures": a.page(a.inviteToSign),
		"POST /work/{ws}/submissions/{id}/sign":       a.page(a.signSubmission),
		"POST /work/{ws}/submissions/{id}/unsign":     a.page(a.removeSignature),
		"POST /work/{ws}/submissions/{id}/hand-in":    a.page(a.handInSubmission),
		"POST /work/{ws}/submissions/{id}/reopen":     a.page(a.reopenSubmission),
		"POST /work/{ws}/submissions/{id}/show":       a.page(a.showSubmission),
		"POST /work/{ws}/submissions/{id}/hide":       a.page(a.hideSubmission),
		"POST /work/{ws}/submissions/{id}/remove":     a.page(a.removeSubmission),
		"GET /work/{ws}/demands/{id}":                 a.page(a.demand),
		"POST /work/{ws}/demands/{id}":                a.page(a.saveDemand),
		"POST /work/{ws}/demands/{id}/remove":         a.page(a.removeDemand),
		"POST /work/{ws}/demands/{id}/traces":         a.page(a.saveTrace),
		"POST /work/{ws}/demands/{id}/suggestions":    a.page(a.saveSuggestion),
		"POST /work/{ws}/demands/{id}/unsuggest":      a.page(a.removeSuggestion),
		"GET /work/{ws}/traces":                       a.page(a.traces),
		"GET /work/{ws}/advice":                       a.page(a.adviceList),
		"POST /work/{ws}/advice":                      a.page(a.saveAdvice),
		"GET /work/{ws}/advice/new":                   a.page(a.adviceForm),
		"GET /work/{ws}/advice/{id}":                  a.page(a.advice),
		"POST /work/{ws}/advice/{id}":                 a.page(a.saveAdvice),
		"GET /work/{ws}/advice/{id}/edit":             a.page(a.adviceForm),
		"POST /work/{ws}/advice/{id}/publish":         a.page(a.publishAdvice),
		"POST /work/{ws}/advice/{id}/recall":          a.page(a.recallAdvice),
		"POST /work/{ws}/advice/{id}/remove":          a.page(a.removeAdvice),
		"POST /work/{ws}/advice/{id}/refer":           a.page(a.referAdvice),
		"GET /work/{ws}/annual":                       a.page(a.annualNow),
		"GET /work/{ws}/annual/{year}":                a.page(a.annual),
		"POST /work/{ws}/annual/{year}":               a.page(a.saveFigure),
		"POST /work/{ws}/annual/{year}/remove":        a.page(a.removeFigure),
		"POST /work/{ws}/annual/{year}/publish":       a.page(a.publishFigures),
		"GET /work/{ws}/accreditation/{id}":           a.page(a.accreditationForm),
		"POST /work/{ws}/accreditation/{id}":          a.page(a.saveAccreditation),
	}
}

// longWords reads a text that may be longer than the words of other forms, and takes it out of the form.
func longWords(form url.Values, name string, most int) (plan.Names, *formError) {
	var out plan.Names
	words, langs := form[name], form[name+"-lang"]
	form.Del(name)
	form.Del(name + "-lang")
	for i, w := range words {
		w = cleaned(w)
		switch {
		case w == "":
			continue
		case len(w) > most:
			return nil, &formError{Field: name, Code: "long", Value: itoa(most)}
		case len(out) == maxLangs:
			return nil, &formError{Field: name, Code: "many", Value: itoa(maxLangs)}
		}
		n := plan.Name{Words: w}
		if i < len(langs) {
			n.Lang = langs[i]
		}
		out = append(out, n)
	}
	return out, nil
}

// yesNo are the two answers of a question.
var yesNo = []string{"yes", "no"}
