package e2e_test

import "testing"

// page is one kind of page that the running program shows.
type page struct {
	path     string // address; or, with link, the address of the page that leads to it
	link     string // a selector: the page is where its first match on path leads
	name     string // of its pictures
	importer bool   // only for those who are signed in and may import
	seated   bool   // only for a person who sits in the sample's workspace
	fresh    bool   // of a record with nothing in it, before the first account
	status   int    // 200 when zero
}

// sampleReview is the invented review of the sample.
const sampleReview = "/reviews/ZZV/4"

// pages are all the kinds of page there are, with the sample and the examples loaded. A new page is one line here.
var pages = []page{
	{path: "/", name: "home"},
	{path: "/states", name: "states"},
	{path: "/states/ZZV", name: "state"},
	{path: "/states/KAZ", name: "state-example"},
	{path: "/states/ZZV/lineage", name: "lineage"},
	{path: sampleReview, name: "review"},
	{path: "/reviews/KAZ/2", name: "review-example"},
	{path: sampleReview + "/reconciliation", name: "reconciliation"},
	{path: sampleReview + "/rows", name: "rows"},
	{path: sampleReview + "/alike", name: "alike"},
	{path: sampleReview, link: `a[href^="/items/"]`, name: "item"},
	{path: sampleReview, link: `a[href^="/documents/"]`, name: "document"},
	{path: "/analysis", name: "analysis"},
	{path: "/analysis/cross?rows=by&cols=position", name: "cross"},
	{path: "/analysis/series?over=session&split=issue", name: "series"},
	{path: "/analysis/flow", name: "flow"},
	{path: "/analysis/map", name: "map"},
	{path: "/analysis/states/ZZV", name: "profile"},
	{path: "/embed/analysis/flow?figure=groups", name: "embed"},
	{path: "/embed/analysis/states/ZZV?figure=received-issue", name: "embed-profile"},
	{path: "/search", name: "search"},
	{path: "/search?q=accepted+women&sur=ZZV&unit=pair", name: "search-found"},
	{path: "/search?q=%22death+penalty", name: "search-mistaken", status: 400},
	{path: "/search/help", name: "search-help"},
	{path: "/ledger", name: "ledger"},
	{path: "/ledger/1", name: "act"},
	{path: "/questions", name: "questions"},
	{path: "/labels", name: "labels"},
	{path: "/labels?review=ZZV%2F4", name: "labels-review"},
	{path: "/about", name: "about"},
	{path: "/glossary", name: "glossary"},
	{path: "/policy", name: "policy"},
	{path: "/api", name: "api"},
	{path: "/search/take?q=women", name: "take-away"},
	{path: "/searches", name: "searches", importer: true},
	{path: "/sign-in", name: "sign-in"},
	{path: "/import", name: "import", importer: true},
	{path: "/accounts", name: "accounts", importer: true},
	{path: "/accounts/mail", name: "accounts-mail", importer: true},
	{path: "/work", name: "work", seated: true},
	{path: workspace, name: "work-overview", seated: true},
	{path: workspace + "?list=unassigned", name: "work-list", seated: true},
	{path: workspace + "/recs", name: "work-recs", seated: true},
	{path: workspace + "/recs?position=noted&lead=sample-justice&overdue=yes", name: "work-recs-none", seated: true},
	{path: workspace + "/import", name: "work-import", seated: true},
	{path: workspace + "/books", name: "work-books", seated: true},
	{path: workspace + "/recs/" + recPublished, name: "work-rec", seated: true},
	{path: workspace + "/recs/" + recSubmitted, name: "work-rec-submitted", seated: true},
	{path: workspace + "/recs/" + recAsked, name: "work-rec-asked", seated: true},
	{path: workspace + "/recs/" + recAsked + "/report", name: "work-report", seated: true},
	{path: workspace + "/recs/" + recSubmitted + "/assessment", name: "work-assessment", seated: true},
	{path: workspace + "/rules", name: "work-rules", seated: true},
	{path: workspace + "/measures", name: "work-measures", seated: true},
	{path: workspace + "/measures/new?rec=" + recAsked, name: "work-measure-new", seated: true},
	{path: workspace + "/measures/sample-measure", name: "work-measure", seated: true},
	{path: workspace + "/measures/sample-measure/edit", name: "work-measure-form", seated: true},
	{path: workspace + "/requests", name: "work-requests", seated: true},
	{path: workspace + "/clusters", name: "work-clusters", seated: true},
	{path: workspace + "/clusters/new", name: "work-cluster-new", seated: true},
	{path: workspace + "/clusters/suggest", name: "work-suggest", seated: true},
	{path: workspace + "/clusters/sample-cluster", name: "work-cluster", seated: true},
	{path: workspace + "/clusters/sample-cluster/edit", name: "work-cluster-form", seated: true},
	{path: workspace + "/plans", name: "work-plans", seated: true},
	{path: workspace + "/plans/new", name: "work-plan-new", seated: true},
	{path: workspace + "/plans/sample-plan", name: "work-plan", seated: true},
	{path: workspace + "/plans/sample-plan/edit", name: "work-plan-form", seated: true},
	{path: workspace + "/plans/sample-plan/compare", name: "work-plan-compare", seated: true},
	{path: "/states/KAZ/followup", name: "followup"},
	{path: "/states/KAZ/followup/reforms", name: "followup-reforms"},
	{path: "/states/KAZ/followup/rule", name: "followup-rule"},
	{path: "/states/ZZV/followup", name: "followup-published", seated: true},
	{path: "/states/ZZV/followup?position=noted&overdue=yes", name: "followup-chosen", seated: true},
	{path: "/states/ZZV/followup/" + recPublished, name: "followup-rec", seated: true},
	{path: "/states/SVN/followup", name: "followup-nothing"},
	{path: workspace + "/take", name: "take", seated: true},
	{path: workspace + "/take/matrix", name: "take-matrix", seated: true},
	{path: workspace + "/take/matrix?as=print", name: "print-matrix", seated: true},
	{path: workspace + "/take/national?gaps=yes", name: "take-national", seated: true},
	{path: workspace + "/take/national?as=print&gaps=yes", name: "print-national", seated: true},
	{path: workspace + "/take/addendum", name: "take-addendum", seated: true},
	{path: workspace + "/take/cabinet?by=deadline", name: "take-cabinet", seated: true},
	{path: workspace + "/take/brief?as=print&public=yes", name: "print-brief", seated: true},
	{path: workspace + "/answers", name: "answers", seated: true},
	{path: workspace + "/treaties", name: "work-treaties", seated: true},
	{path: workspace + "/treaties/new?treaty=CAT", name: "work-step-new", seated: true},
	{path: workspace + "/treaties/sample-withdrawal", name: "work-step", seated: true},
	{path: workspace + "/law", name: "work-laws", seated: true},
	{path: workspace + "/law/new", name: "work-law-new", seated: true},
	{path: workspace + "/law/sample-law", name: "work-law", seated: true},
	{path: workspace + "/indicators", name: "work-indicators", seated: true},
	{path: workspace + "/indicators/new", name: "work-indicator-new", seated: true},
	{path: workspace + "/indicators/sample-indicator", name: "work-indicator", seated: true},
	{path: workspace + "/evidence", name: "work-proofs", seated: true},
	{path: workspace + "/evidence/sample-proof", name: "work-proof", seated: true},
	{path: workspace + "/bodies", name: "work-bodies", seated: true},
	{path: workspace + "/bodies/new", name: "work-body-new", seated: true},
	{path: workspace + "/bodies/sample-justice", name: "work-body", seated: true},
	{path: workspace + "/bodies/sample-crafts/edit", name: "work-body-form", seated: true},
	{path: workspace + "/handover", name: "work-handover", seated: true},
	{path: workspace + "/people", name: "people", seated: true},
	{path: "/account", name: "own", seated: true},
	{path: workspace + "/history/sample-measure", name: "work-history", seated: true},
	{path: workspace + "/history/" + recPublished, name: "work-history-rec", seated: true},
	{path: workspace + "/calendar?view=all", name: "work-calendar", seated: true},
	{path: workspace + "/calendar?day=new", name: "work-calendar-new", seated: true},
	{path: workspace + "/notices", name: "work-notices", seated: true},
	{path: workspace + "/hooks", name: "work-hooks", seated: true},
	{path: workspace + "/councils", name: "work-councils", seated: true},
	{path: workspace + "/councils/lake-assembly", name: "work-council", seated: true},
	{path: workspace + "/councils/lake-assembly/edit", name: "work-council-form", seated: true},
	{path: workspace + "/councils/lake-assembly/categories/new", name: "work-category-new", seated: true},
	{path: workspace + "/councils/lake-assembly/members", name: "work-members", seated: true},
	{path: workspace + "/councils/lake-assembly/members", link: `tbody a[href^="/work/ZZV/councils/lake-assembly/members/"]`, name: "work-member", seated: true},
	{path: workspace + "/councils/lake-assembly/members/new", name: "work-member-new", seated: true},
	{path: workspace + "/councils/lake-assembly/table", name: "work-members-table", seated: true},
	{path: workspace + "/sittings", name: "work-sittings", seated: true},
	{path: workspace + "/sittings/lake-sitting", name: "work-sitting", seated: true},
	{path: workspace + "/sittings/lake-sitting/edit", name: "work-sitting-form", seated: true},
	{path: workspace + "/sittings/lake-sitting/agenda?at=1", name: "work-agenda", seated: true},
	{path: workspace + "/sittings/lake-sitting/attendance", name: "work-attendance", seated: true},
	{path: workspace + "/sittings/lake-sitting", link: `main a[href^="/work/ZZV/votes/"]`, name: "work-vote", seated: true},
	{path: workspace + "/votes/new?sitting=lake-sitting", name: "work-vote-new", seated: true},
	{path: workspace + "/sittings/lake-sitting/decisions/new", name: "work-decision-new", seated: true},
	{path: workspace + "/proposals", name: "work-proposals", seated: true},
	{path: workspace + "/referrals", name: "work-referrals", seated: true},
	{path: workspace + "/plain", name: "work-plain", seated: true},
	{path: workspace + "/submissions", name: "desk-submissions", seated: true},
	{path: workspace + "/traces?by=rec", name: "desk-traces", seated: true},
	{path: workspace + "/advice", name: "desk-advice", seated: true},
	{path: workspace + "/submissions/new", name: "desk-submission-new", seated: true},
	{path: workspace + "/submissions/sample-submission", name: "desk-submission", seated: true},
	{path: workspace + "/submissions/sample-submission/edit", name: "desk-submission-form", seated: true},
	{path: workspace + "/demands/sample-demand", name: "desk-demand", seated: true},
	{path: workspace + "/advice/new", name: "desk-advice-new", seated: true},
	{path: workspace + "/advice/sample-advice", name: "desk-advice-one", seated: true},
	{path: workspace + "/advice/sample-advice-draft/edit", name: "desk-advice-form", seated: true},
	{path: workspace + "/accreditation/sample-rank", name: "desk-rank", seated: true},
	{path: workspace + "/annual/2026", name: "desk-annual", seated: true},
	{path: "/states/KAZ/traces", name: "traces"},
	{path: "/states/ZZV/annual/2026", name: "annual", seated: true},
	{path: "/states/ZZV/participation", name: "participation"},
	{path: "/states/KAZ/participation", name: "participation-nothing"},
	{path: "/states/ZZV/councils/lake-assembly", name: "council"},
	{path: "/states/ZZV/councils/lake-assembly/members", name: "council-seats"},
	{path: "/states/ZZV/councils/lake-assembly/sittings/lake-sitting", name: "council-sitting"},
	{path: "/states/ZZV/councils/lake-assembly/propose", name: "propose"},
	{path: "/states/ZZV/proposals", name: "proposals"},
	{path: "/states/ZZV/proposals?became=overdue", name: "proposals-overdue"},
	{path: "/states/ZZV/proposals", link: `[data-entry] a[href^="/states/ZZV/proposals/"]`, name: "proposal"},
	{path: "/states/ZZV/proposals/code", name: "proposal-code"},
	{path: "/states/ZZV/plain", name: "plain-words"},
	{path: "/states/ZZV/plain/children", name: "plain-children"},
	{path: "/states/ZZV/consultations", name: "consultations"},
	{path: "/states/ZZV/consultations/lake-legal-aid", name: "consultation"},
	{path: "/states/ZZV/consultations/lake-legal-aid/comments", name: "consultation-comments"},
	{path: "/states/ZZV/consultations/lake-legal-aid/answers", name: "consultation-answers"},
	{path: "/states/ZZV/consultations/lake-legal-aid/method", name: "consultation-method"},
	{path: "/states/ZZV/consultations/lake-legal-aid/paper", name: "consultation-paper"},
	{path: "/states/ZZV/consultations/lake-legal-aid/comment?p=2", name: "consultation-comment"},
	{path: "/states/ZZV/contribution", name: "contribution"},
	{path: "/states/ZZV/removals", name: "removals", seated: true},
	{path: "/states/ZZV/sealed", name: "sealed", seated: true},
	{path: "/states/KAZ/sealed", name: "sealed-nowhere"},
	{path: "/states/ZZV/sealed/sample-commissioner", name: "sealed-form", seated: true},
	{path: "/states/ZZV/sealed/answer", name: "sealed-answer"},
	{path: workspace + "/sealed", name: "work-sealed", seated: true},
	{path: workspace + "/consultations", name: "work-consultations", seated: true},
	{path: workspace + "/consultations/new", name: "work-consultation-new", seated: true},
	{path: workspace + "/consultations/" + sampleHearing, name: "work-consultation", seated: true},
	{path: workspace + "/consultations/" + sampleHearing + "/edit", name: "work-consultation-form", seated: true},
	{path: workspace + "/consultations/" + sampleHearing + "/draft", name: "work-draft", seated: true},
	{path: workspace + "/consultations/" + sampleHearing + "/answer", name: "work-answering", seated: true},
	{path: workspace + "/consultations/" + sampleHearing + "/answer/" + sampleAnswer, name: "work-answered", seated: true},
	{path: workspace + "/consultations/" + sampleHearing + "/paper", name: "work-typing", seated: true},
	{path: workspace + "/moderation?q=ramps", name: "work-moderation", seated: true},
	{path: "/", name: "home-empty", fresh: true},
	{path: "/states", name: "states-empty", fresh: true},
	{path: "/states/KAZ", name: "state-empty", fresh: true},
	{path: "/reviews/KAZ/2", name: "review-empty", fresh: true},
	{path: "/search?q=women", name: "search-empty", fresh: true},
	{path: "/questions", name: "questions-empty", fresh: true},
	{path: "/ledger", name: "ledger-empty", fresh: true},
	{path: "/analysis/cross", name: "cross-empty", fresh: true},
	{path: "/analysis/states/KAZ", name: "profile-empty", fresh: true},
	{path: "/setup", name: "setup", fresh: true},
	{path: "/nowhere", name: "not-found", status: 404},
}

// walked are the routes whose pages exist only within a task; the tests of tasks look at them on their way.
var walked = []string{"/import/{sha}", "/mail/{secret}", "/work/{ws}/import/{sha}", "/work/{ws}/books/{body}", "/work/{ws}/books/back/{sha}", "/questions/{id}", "/sign-in/{token}", "/sign-in/code",
	"/work/{ws}/proposals/new", "/work/{ws}/proposals/{id}", "/work/{ws}/proposals/{id}/edit", "/work/{ws}/referrals/{id}",
	"/work/{ws}/councils/new", "/work/{ws}/councils/{id}/sections/{part}", "/work/{ws}/councils/{id}/members/{member}/edit", "/work/{ws}/councils/{id}/table/{sha}", "/work/{ws}/sittings/new",
	"/work/{ws}/decisions/{id}/edit", "/work/{ws}/votes/{id}/edit"}

// program is the address of the program that shows the page.
func (p page) program(t testing.TB) string {
	t.Helper()
	if p.fresh {
		return freshURL(t)
	}
	return sampleURL(t)
}

// languages of the pages, with the generated one that reads from right to left.
var languages = []string{"en", "ru", "kk", "x-mirrored"}

// look is a scheme of colours and a width of the window. The rules of axe are asked in one look of each language; in the
// others only whether the page scrolls sideways.
type look struct {
	scheme string
	width  int
	rules  map[string]any
}

// looks are those in which a page is looked at. 320 px is what is left of 1280 at a zoom of 400 %, where WCAG 2.2
// (1.4.10) allows no scrolling sideways; no style sheet tells 320 from 360 px. The four languages together ask axe's rules
// of light and dark pages, each wide and narrow; the mirrored one has the look with the least room. Where words are longer
// or run the other way a page may stick out, so every language is measured in every width.
func looks(lang string) []look {
	switch lang {
	case "en":
		return []look{{"light", 1280, wcag}, {"dark", 360, nil}, {"dark", 320, nil}}
	case "ru":
		return []look{{"dark", 1280, wcag}, {"light", 360, nil}, {"light", 320, nil}}
	case "kk":
		return []look{{"light", 1280, nil}, {"light", 360, wcag}, {"light", 320, nil}}
	default:
		return []look{{"light", 1280, nil}, {"light", 360, nil}, {"dark", 320, wcag}}
	}
}

// firstView is what a page may weigh on the line, compressed, with its style sheet and script.
const firstView = 60 * 1024
