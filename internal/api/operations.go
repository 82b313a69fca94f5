package api

import (
	"context"
	"fmt"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/output/items"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

type none struct{}

type recordOut struct {
	Body struct {
		asOf
		Reviews int   `json:"reviews"`
		Items   count `json:"items"`
		Pairs   count `json:"pairs"`
	}
}

func (a *API) record(_ context.Context, _ *none) (*recordOut, error) {
	v := a.keeper.View()
	out := &recordOut{}
	out.Body.asOf = at(v)
	total, pairs := upr.Count{Unit: upr.UnitItem}, upr.Count{Unit: upr.UnitPair}
	for _, r := range v.Reviews() {
		out.Body.Reviews++
		for _, p := range upr.Positions {
			total.Add(p, r.Count.Of(p))
			pairs.Add(p, r.Pairs.Of(p))
		}
	}
	out.Body.Items, out.Body.Pairs = countOf(total), countOf(pairs)
	return out, nil
}

type statesOut struct {
	Body struct {
		States []stateShape `json:"states"`
	}
}

func (a *API) states(_ context.Context, _ *none) (*statesOut, error) {
	out := &statesOut{}
	for _, s := range reference.States() {
		out.Body.States = append(out.Body.States, stateOf(s))
	}
	return out, nil
}

type stateIn struct {
	State string `path:"state" example:"KAZ" minLength:"3" maxLength:"3"`
}

type madeShape struct {
	Review string `json:"review"`
	Items  count  `json:"items"`
	Pairs  count  `json:"pairs"`
}

type stateOut struct {
	Body struct {
		asOf
		stateShape
		Received []reviewShape `json:"received" doc:"Its reviews as State under review"`
		Made     []madeShape   `json:"made" doc:"What it recommended, by review"`
	}
}

func (a *API) state(_ context.Context, in *stateIn) (*stateOut, error) {
	info, ok := reference.State(upr.State(in.State))
	if !ok {
		return nil, huma.Error404NotFound(fmt.Sprintf("no State has the code %q", in.State))
	}
	v := a.keeper.View()
	out := &stateOut{}
	out.Body.asOf, out.Body.stateShape = at(v), stateOf(info)
	out.Body.Received, out.Body.Made = []reviewShape{}, []madeShape{}
	for _, r := range v.Received(info.Code) {
		out.Body.Received = append(out.Body.Received, reviewOf(r))
	}
	for _, m := range v.Made(info.Code) {
		out.Body.Made = append(out.Body.Made, madeShape{m.Review.ID.String(), countOf(m.Items), countOf(m.Pairs)})
	}
	return out, nil
}

type reviewsOut struct {
	Body struct {
		asOf
		Reviews []reviewShape `json:"reviews"`
	}
}

func (a *API) reviews(_ context.Context, _ *none) (*reviewsOut, error) {
	v := a.keeper.View()
	out := &reviewsOut{}
	out.Body.asOf, out.Body.Reviews = at(v), []reviewShape{}
	for _, r := range v.Reviews() {
		out.Body.Reviews = append(out.Body.Reviews, reviewOf(r))
	}
	return out, nil
}

type reviewIn struct {
	State string `path:"state" example:"KAZ"`
	Cycle int    `path:"cycle" example:"2" minimum:"1" maximum:"9"`
}

func (a *API) find(in reviewIn) (*record.View, *record.Review, error) {
	v := a.keeper.View()
	id := upr.ReviewID{State: upr.State(in.State), Cycle: upr.Cycle(in.Cycle)}
	r, ok := v.Review(id)
	if !ok {
		return nil, nil, huma.Error404NotFound(fmt.Sprintf("the record holds nothing of review %s", id))
	}
	return v, r, nil
}

type reviewOut struct {
	Body struct {
		asOf
		reviewShape
		Stages         []stageShape        `json:"stages"`
		Places         []placeShape        `json:"places"`
		Reconciliation reconciliationShape `json:"reconciliation"`
	}
}

func (a *API) review(_ context.Context, in *reviewIn) (*reviewOut, error) {
	v, r, err := a.find(*in)
	if err != nil {
		return nil, err
	}
	out := &reviewOut{}
	out.Body.asOf, out.Body.reviewShape = at(v), reviewOf(r)
	today := upr.Date{Year: v.At.Year(), Month: int(v.At.Month()), Day: v.At.Day()}
	out.Body.Stages = stagesOf(record.Stages(r.ID, r, today))
	out.Body.Places = placesOf(record.Places(r.ID, r))
	out.Body.Reconciliation = reconciliationOf(record.Reconcile(r, v.Act))
	return out, nil
}

type itemsIn struct { // not around reviewIn: Huma fills no field of an embedded type that is not exported
	State    string `path:"state" example:"KAZ"`
	Cycle    int    `path:"cycle" example:"2" minimum:"1" maximum:"9"`
	Position string `query:"position" enum:"supported,noted,pending,unclear"`
	By       string `query:"by" doc:"Recommending State"`
}

type itemsOut struct {
	Body struct {
		asOf
		Count count       `json:"count"`
		Items []items.Row `json:"items"`
	}
}

func (a *API) items(_ context.Context, in *itemsIn) (*itemsOut, error) {
	v, r, err := a.find(reviewIn{in.State, in.Cycle})
	if err != nil {
		return nil, err
	}
	out := &itemsOut{}
	out.Body.asOf, out.Body.Items = at(v), []items.Row{}
	c := upr.Count{Unit: upr.UnitItem}
	for _, it := range r.Items {
		if in.Position != "" && it.Position != upr.Position(in.Position) || in.By != "" && !slices.Contains(it.States(), upr.State(in.By)) {
			continue
		}
		c.Add(it.Position, 1)
		out.Body.Items = append(out.Body.Items, items.FromRecord(r, it))
	}
	out.Body.Count = countOf(c)
	return out, nil
}

type itemIn struct {
	ID string `path:"id" example:"UPR-KAZ-C2-126.27" maxLength:"60"`
}

type itemOut struct {
	Body struct {
		asOf
		items.Row
	}
}

func (a *API) item(_ context.Context, in *itemIn) (*itemOut, error) {
	ref, ok := upr.ParseItemRef(in.ID)
	if !ok {
		return nil, huma.Error404NotFound(fmt.Sprintf("%q is not an identifier such as UPR-KAZ-C2-126.27", in.ID))
	}
	v := a.keeper.View()
	it, r, ok := v.Item(ref.ID())
	if !ok {
		return nil, huma.Error404NotFound(fmt.Sprintf("the record holds no item %s", ref.ID()))
	}
	out := &itemOut{}
	out.Body.asOf, out.Body.Row = at(v), items.FromRecord(r, it)
	return out, nil
}

type questionShape struct {
	ID     string           `json:"id"`
	Review string           `json:"review"`
	Item   string           `json:"item,omitempty"`
	Symbol string           `json:"symbol"`
	Why    []items.Question `json:"why"`
}

type questionsOut struct {
	Body struct {
		asOf
		Questions []questionShape `json:"questions"`
	}
}

func (a *API) questions(_ context.Context, _ *none) (*questionsOut, error) {
	v := a.keeper.View()
	out := &questionsOut{}
	out.Body.asOf, out.Body.Questions = at(v), []questionShape{}
	for _, q := range v.Questions() {
		s := questionShape{ID: q.ID, Review: q.Review.String(), Item: string(q.Item), Symbol: q.Symbol}
		for _, r := range q.Reasons {
			s.Why = append(s.Why, items.Question{Kind: r.Kind, Place: r.Place, Detail: r.Detail})
		}
		out.Body.Questions = append(out.Body.Questions, s)
	}
	return out, nil
}

type ruleShape struct {
	Act   string   `json:"act"`
	Roles []string `json:"roles"`
}

type policyOut struct {
	Body struct {
		Rules  []ruleShape       `json:"rules"`
		Routes map[string]string `json:"routes" doc:"Route to the act that it is"`
	}
}

func (a *API) policy(_ context.Context, _ *none) (*policyOut, error) {
	out := &policyOut{}
	for _, p := range account.Policy {
		r := ruleShape{Act: string(p.Act)}
		for _, x := range p.Roles {
			r.Roles = append(r.Roles, string(x))
		}
		out.Body.Rules = append(out.Body.Rules, r)
	}
	out.Body.Routes = map[string]string{}
	for _, r := range account.Routes {
		out.Body.Routes[r.String()] = string(r.Act)
	}
	return out, nil
}
