package council

import (
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
)

// responseMost is how many comments one response answers.
const responseMost = 2000

// ResponseOutcomes are what a body can say to comments, in the order in which they are shown.
var ResponseOutcomes = []council.Outcome{council.Accepts, council.Partly, council.Declines, council.Already, council.Examines}

// Respond saves the answer of a body to one comment or to many, and publishes it when it says so. What was published stays
// public: it can be answered anew, and the history keeps what stood before.
func (d *Desk) Respond(ctx context.Context, who account.Person, ws, id string, base store.FactID, r council.Response) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRespond}
		_, seat, err := allowFor(s, who, account.Consult, r.Consultation)
		if err != nil {
			return seat, save, err
		}
		if err := space.CheckID(council.KindResponse, s.Closed.Responses, id, base); err != nil {
			return seat, save, err
		}
		if old, ok := s.Closed.Responses.Get(id); ok {
			if old.Thing.Consultation != r.Consultation {
				return seat, save, &Invalid{Code: "moved", Field: "about", Value: r.Consultation}
			}
			r.Public, r.On = r.Public || old.Thing.Public, old.Thing.On
		}
		r.Comments = distinct(r.Comments)
		if err := checkResponse(s, r); err != nil {
			return seat, save, err
		}
		if r.On.IsZero() && r.Public {
			r.On = d.Today()
		}
		save.Puts = []Put{{Kind: council.KindResponse, ID: id, Base: base, Thing: r}}
		if r.Public {
			if id == "" {
				save.Puts[0].ID = d.newID()
			}
			save.Opening = Open().Add(council.KindResponse, save.Puts[0].ID, r)
		}
		return seat, save, nil
	}))
}

func checkResponse(s *Sides, r council.Response) error {
	switch {
	case len(r.Comments) == 0:
		return &Invalid{Code: "empty", Field: "comment"}
	case len(r.Comments) > responseMost:
		return &Invalid{Code: "many", Field: "comment"}
	}
	for _, id := range r.Comments {
		if c, ok := s.Closed.Comments.Get(id); !ok || c.Thing.Consultation != r.Consultation {
			return &Invalid{Code: "unknown", Field: "comment", Value: id}
		}
	}
	if r.Passage != "" {
		if p, ok := s.Closed.Passages.Get(r.Passage); !ok || p.Thing.Consultation != r.Consultation {
			return &Invalid{Code: "unknown", Field: "passage", Value: r.Passage}
		}
	}
	if err := space.CheckOneOf("outcome", r.Outcome, ResponseOutcomes); err != nil {
		return err
	}
	if err := space.CheckTexts("theme", r.Theme, false, space.NameMax); err != nil {
		return err
	}
	return space.CheckTexts("text", r.Texts, true, space.TextMax)
}

// ResponsesTo are the responses to a comment as far as the view has them, the first first.
func (v *View) ResponsesTo(comment string) []*Held[council.Response] {
	return space.ByTime(space.Pick(v.Responses, v.About(council.KindResponse, comment)))
}

// HasResponse says whether a comment has a published response.
func (v *View) HasResponse(comment string) bool {
	return slices.ContainsFunc(v.ResponsesTo(comment), func(h *Held[council.Response]) bool { return h.Thing.Public })
}

// Unanswered are the comments of a consultation that were shown to everyone or to the desk and have no published response.
func (v *View) Unanswered(consultation string) []*Held[council.Comment] {
	var out []*Held[council.Comment]
	for _, c := range v.CommentsOf(consultation) {
		if (c.Thing.Shown == council.IsShown || c.Thing.Shown == council.NeverShown) && !v.HasResponse(c.ID) {
			out = append(out, c)
		}
	}
	return out
}
