package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/web/page/work"
)

// firstTasks is how much of each work list the overview shows.
const firstTasks = 5

// overview is the first page of a workspace: what there is, and what waits for the reader.
func (a *App) overview(w http.ResponseWriter, r *http.Request) error {
	in, err := a.inside(r, "overview")
	if err != nil {
		return err
	}
	lists, err := a.Desk.Lists(r.Context(), in.who, in.ws, in.today())
	if err != nil {
		return a.failed(w, r, in, err, nil)
	}
	state := in.view.State()
	out := work.Overview{State: work.Link{Label: stateName(in.f.P, state), Href: "/states/" + string(state)}, Counts: in.counts(), Empty: len(in.recs.All) == 0}
	all := []work.TaskList{
		in.tasks("waiting", lists.Waiting, nil, lists.On),
		in.tasks("returned", lists.Returned, url.Values{string(followup.FacetStage): {string(followup.StageReturned)}}, lists.On),
		in.tasks("overdue", lists.Overdue, url.Values{string(followup.FacetOverdue): {"yes"}}, lists.On),
		in.tasks("mine", lists.Mine, in.ofMyBodies(), lists.On),
		in.tasks("unassigned", lists.Unassigned, url.Values{string(followup.FacetLead): {followup.Nothing}}, lists.On),
	}
	for _, l := range all {
		if l.Code == r.URL.Query().Get("list") {
			out.Only, out.Lists = l.Code, []work.TaskList{l}
			return a.render(w, r, http.StatusOK, work.OverviewPage(in.f, out))
		}
	}
	for _, l := range all {
		if l.Code == "mine" && len(in.who.In(in.ws)) > 0 && len(in.bodiesFor(account.ReadWork)) == 0 && l.Total == 0 {
			continue // whoever sits for no body has no work of their own
		}
		l.Tasks = l.Tasks[:min(len(l.Tasks), firstTasks)]
		out.Lists = append(out.Lists, l)
	}
	for _, v := range lists.Vacancies {
		out.Vacancies = append(out.Vacancies, work.Vacancy{Body: in.bodyLink(v.Body), Why: string(v.Why), Open: v.Open,
			Find: in.find(url.Values{string(followup.FacetLead): {v.Body}})})
	}
	return a.render(w, r, http.StatusOK, work.OverviewPage(in.f, out))
}

// find is the address of a search of the workspace's recommendations.
func (in *inWork) find(q url.Values) string {
	if len(q) == 0 {
		return in.f.Href("recs")
	}
	return in.f.Href("recs") + "?" + q.Encode()
}

// ofMyBodies asks for what the reader's bodies lead.
func (in *inWork) ofMyBodies() url.Values {
	bodies := in.bodiesFor(account.ReadWork)
	if len(bodies) == 0 {
		return nil
	}
	return url.Values{string(followup.FacetLead): bodies}
}

// counts of the workspace, each leading to what is counted.
func (in *inWork) counts() []work.Count {
	published := followup.Once(in.view, fmt.Sprintf("published %p", in.recs), func() int {
		q := followup.ParseQuery(url.Values{string(followup.FacetStage): {string(followup.StagePublished)}})
		return len(in.view.Meets(in.recs, q, in.today()))
	})
	return []work.Count{
		{Code: "recs", N: len(in.recs.All), Href: in.f.Href("recs")},
		{Code: "published", N: published, Href: in.find(url.Values{string(followup.FacetStage): {string(followup.StagePublished)}})},
		{Code: "measures", N: in.view.Measures.Len(), Href: in.f.Href("measures")},
		{Code: "clusters", N: in.view.Clusters.Len(), Href: in.f.Href("clusters")},
		{Code: "plans", N: in.view.Plans.Len(), Href: in.f.Href("plans")},
		{Code: "bodies", N: in.view.Bodies.Len(), Href: in.f.Href("bodies")},
	}
}

func (in *inWork) tasks(code string, l followup.List, q url.Values, on upr.Date) work.TaskList {
	out := work.TaskList{Code: code, Total: l.Total, Href: in.f.Href() + "?list=" + code}
	if q != nil {
		out.Find = in.find(q)
	}
	for _, t := range l.Tasks {
		row := work.Task{Kind: string(t.Kind), Rec: in.recLink(t.Rec.ID), Words: in.excerpt(t.Rec), Position: t.Rec.Position, Body: in.bodyLink(t.Body),
			Due: in.day(t.Due), Late: !t.Due.IsZero() && on.After(t.Due), Since: t.Since, Reason: t.Reason}
		switch t.Kind {
		case followup.TaskValidate, followup.TaskPublish:
			row.Rec.Href += "#reports"
		case followup.TaskWrite, followup.TaskFinish, followup.TaskMend:
			row.Rec.Href += "#reports"
		case followup.TaskAnswer:
			row.Rec.Href += "#others"
		}
		out.Tasks = append(out.Tasks, row)
	}
	return out
}

// excerptLetters is how much of a recommendation a list shows.
const excerptLetters = 220

// excerpt is the beginning of a recommendation's words, cut between words.
func (in *inWork) excerpt(x *followup.Rec) work.Text {
	words, lang := x.In(string(in.f.P.Lang()))
	return work.Text{Words: beginning(words, excerptLetters), Lang: lang}
}

func beginning(s string, letters int) string {
	if utf8.RuneCountInString(s) <= letters {
		return s
	}
	n := 0
	for i := range s {
		if n == letters {
			if cut := strings.LastIndexByte(s[:i], ' '); cut > 0 {
				i = cut
			}
			return strings.TrimRight(s[:i], " ,;:") + "…"
		}
		n++
	}
	return s
}
