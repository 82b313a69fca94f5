package followup

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/outside"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/plan"
)

func (d *Desk) checkEvidence(ctx context.Context, who account.Person, ws, id string, e *plan.Evidence) (account.Seat, error) {
	s, err := d.sides(ctx, ws)
	if err != nil {
		return account.Seat{}, err
	}
	return s.checkEvidence(who, ws, id, e)
}

// checkEvidence asks the policy table and says what is wrong with a piece of evidence. One without a body is of the body of
// the seat that brings it.
func (s *sides) checkEvidence(who account.Person, ws, id string, e *plan.Evidence) (account.Seat, error) {
	if e.Body == "" {
		for _, seat := range who.In(ws) {
			if e.Body == "" && account.ScopeOf(seat.Role, account.AddEvidence) != account.Nowhere {
				e.Body = seat.Body
			}
		}
	}
	t := &account.Target{Bodies: []string{e.Body}, Author: e.Author}
	seat, err := space.Allow(who, ws, account.AddEvidence, t)
	if err != nil {
		return seat, err
	}
	old, there := s.Work.Evidence.Get(id)
	if there {
		if !MaySee(who, ws, old.Thing) {
			return seat, &Invalid{Code: "gone", Field: "evidence", Value: id}
		}
		if _, err := space.Allow(who, ws, account.AddEvidence, &account.Target{Bodies: []string{old.Thing.Body}, Author: old.Thing.Author}); err != nil {
			return seat, err
		}
	}
	switch {
	case e.Title == "":
		return seat, &Invalid{Code: "missing", Field: "title"}
	case !slices.Contains(plan.Accesses, e.Access):
		return seat, &Invalid{Code: "choice", Field: "access", Value: cut(string(e.Access))}
	case e.Access == plan.BodyOnly && e.Body == "":
		return seat, &Invalid{Code: "missing", Field: "body"} // nobody could open it
	case len(e.About) > maxLinks:
		return seat, &Invalid{Code: "many", Field: "about"}
	}
	if e.Body != "" {
		if _, ok := s.Work.Bodies.Get(e.Body); !ok {
			return seat, &Invalid{Code: "no-body", Field: "body", Value: cut(e.Body)}
		}
	}
	for _, about := range e.About {
		if !slices.Contains(old0(there, old), about) && !s.provable(who, ws, about) {
			return seat, &Invalid{Code: "no-rec", Field: "about", Value: cut(about)}
		}
	}
	return seat, first(checkText("title", e.Title, maxTitle), checkURL("url", e.URL))
}

func old0(there bool, old *Held[plan.Evidence]) []string {
	if !there {
		return nil
	}
	return old.Thing.About
}

// provable says whether there is something with an id that the person may know of and that evidence can be about.
func (s *sides) provable(who account.Person, ws, id string) bool {
	if _, ok := s.Recs.Get(id); ok {
		return true
	}
	if r, ok := s.Work.Reports.Get(id); ok {
		return r.Thing.Step == plan.Published || r.Thing.Step == plan.Validated || who.MayIn(ws, account.ReadDrafts, &account.Target{Bodies: []string{r.Thing.Body}, Author: r.Thing.Author})
	}
	if a, ok := s.Work.Assessments.Get(id); ok {
		return a.Thing.Step == plan.Published || who.MayIn(ws, account.ReadDrafts, &account.Target{Bodies: []string{a.Thing.Body}, Author: a.Thing.Author})
	}
	for _, kind := range []string{plan.KindMeasure, plan.KindIndicator, plan.KindLegalAct, plan.KindTreatyAct} {
		for _, v := range []*View{s.Work, s.Open} {
			if _, _, ok := v.Shelf(kind).Held(id); ok {
				return true
			}
		}
	}
	return false
}

// MaySee says whether a person may know of a piece of evidence on the closed side of a workspace, its title included:
// everyone with a seat, or those with a seat for the body that brought it.
func MaySee(who account.Person, ws string, e plan.Evidence) bool {
	if !who.MayIn(ws, account.ReadWork, nil) {
		return false
	}
	if e.Access != plan.BodyOnly {
		return true
	}
	return slices.ContainsFunc(who.In(ws), func(s account.Seat) bool { return s.Body != "" && s.Body == e.Body })
}

// EvidenceSeen are the pieces of evidence of a workspace that the person may know of, the latest first. They are shared: do not change them.
func (d *Desk) EvidenceSeen(ctx context.Context, who account.Person, ws string) ([]*Held[plan.Evidence], error) {
	if _, err := space.Allow(who, ws, account.ReadWork, nil); err != nil {
		return nil, err
	}
	v, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	bodies := slices.Sorted(slices.Values(bodiesOf(who, ws)))
	return Once(v, fmt.Sprintf("evidence %q", bodies), func() []*Held[plan.Evidence] {
		var out []*Held[plan.Evidence]
		for _, h := range v.Evidence.All() {
			if MaySee(who, ws, h.Thing) {
				out = append(out, h)
			}
		}
		slices.Reverse(space.ByTime(out))
		return slices.Clip(out)
	}), nil
}

// notStatus is the answer of a server that has not what was asked for.
func notStatus(status int) error {
	return &outside.Refused{Code: outside.NotStatus, Detail: strconv.Itoa(status)}
}

// nameAt is the name of a file that a link leads to.
func nameAt(u *url.URL) string {
	name := path.Base(u.Path)
	if strings.Trim(name, "/.") == "" {
		return u.Hostname()
	}
	return name
}
