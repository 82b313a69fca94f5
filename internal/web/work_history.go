package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// historyActs is how many acts of a thing's history a page tells.
const historyActs = 50

// history tells what became of a thing of the workspace, field by field, with who did it. Of a recommendation it tells who
// had it.
func (a *App) history(w http.ResponseWriter, r *http.Request) error {
	both, err := a.together(r, "")
	if err != nil {
		return err
	}
	in := both.inWork
	id := r.PathValue("id")
	subjects := []string{id}
	out := work.History{}
	if _, ok := in.recs.Get(id); ok {
		subjects, out.Thing = nil, in.recLink(id)
		for body := range in.view.Bodies.Any() {
			subjects = append(subjects, plan.AssignmentID(id, body))
		}
	}
	seen := false
	for _, s := range subjects {
		acts, kind, err := a.past(r, in, s)
		if err != nil {
			return err
		}
		seen = seen || kind != ""
		if out.Thing.Label == "" && kind != "" {
			if out.Thing = in.thing(kind, s); spokenOf(kind) {
				out.Thing = both.spoken(kind, s)
			}
		}
		out.Acts = append(out.Acts, acts...)
	}
	if !seen && len(subjects) == 1 {
		return notFound(short(id))
	}
	slices.SortStableFunc(out.Acts, func(x, y work.PastAct) int { return cmp.Compare(y.Act, x.Act) })
	if len(out.Acts) > historyActs {
		out.Acts, out.More = out.Acts[:historyActs], true
	}
	for i := range out.Acts {
		h, err := a.Store.Act(r.Context(), out.Acts[i].Act)
		if err != nil {
			return err
		}
		out.Acts[i].At, out.Acts[i].Kind = h.Time, h.Kind
		if out.Acts[i].By, err = a.byInside(r.Context(), in, h); err != nil {
			return err
		}
	}
	return a.render(w, r, http.StatusOK, work.HistoryPage(in.f, out))
}

// past are the versions of one thing in the closed home, as changes. A version that the reader may not read is left out, and
// so is what it changed.
func (a *App) past(r *http.Request, in *inWork, subject string) (acts []work.PastAct, kind string, err error) {
	var rows []store.Row
	for row, err := range a.Store.History(r.Context(), subject) {
		if err != nil {
			return nil, "", fmt.Errorf("reading the history of %s: %w", subject, err)
		}
		if row.Review == followup.WorkHome(in.ws) && slices.Contains(plan.Kinds, row.Fact.Kind) || row.Review == council.CouncilHome(in.ws) && spokenOf(row.Fact.Kind) {
			rows = append(rows, row)
		}
	}
	slices.SortStableFunc(rows, func(x, y store.Row) int { return cmp.Compare(x.Act, y.Act) }) // two programs on one database give ids of their own
	var before []plan.Field
	for i, row := range rows {
		fields := fieldsIn(row.Fact)
		if !in.mayRead(row.Fact.Kind, fields, row.Erased) {
			continue
		}
		kind = row.Fact.Kind
		act := work.PastAct{Act: row.Act, Erased: row.Erased, Fields: in.changes(before, fields)}
		if kind == plan.KindAssignment {
			act.About = in.thing(kind, subject).Label
		}
		acts, before = append(acts, act), fields
		followed := slices.ContainsFunc(rows[i+1:], func(next store.Row) bool { return next.Act == row.EndedBy })
		if row.EndedBy > 0 && !followed {
			acts, before = append(acts, work.PastAct{Act: row.EndedBy, Ended: true, About: act.About}), nil
		}
	}
	return acts, kind, nil
}

func fieldsIn(f ledger.Fact) []plan.Field {
	out := make([]plan.Field, 0, len(f.Fields))
	for _, x := range f.Fields {
		out = append(out, plan.Field{Name: x.Name, Value: x.Value})
	}
	return out
}

// mayRead says whether the reader may read a version: texts that are not validated belong to their body, and so does what is
// only for it.
func (in *inWork) mayRead(kind string, fields []plan.Field, erased bool) bool {
	if erased {
		return kind != plan.KindReport && kind != plan.KindAssessment && kind != plan.KindEvidence
	}
	value := func(name string) string {
		i := slices.IndexFunc(fields, func(f plan.Field) bool { return f.Name == name })
		if i < 0 {
			return ""
		}
		return fields[i].Value
	}
	own := in.may(account.ReadDrafts, &account.Target{Bodies: []string{value("body")}})
	if spokenOf(kind) {
		return in.mayHear(kind, value("body"))
	}
	switch kind {
	case plan.KindReport:
		return own || value("step") == string(plan.Validated) || value("step") == string(plan.Published)
	case plan.KindAssessment:
		return own || value("step") == string(plan.Published)
	case plan.KindEvidence:
		return own || value("access") != string(plan.BodyOnly)
	}
	return true
}
