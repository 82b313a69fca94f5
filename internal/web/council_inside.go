package web

import (
	"net/http"

	"github.com/openupr/openupr/internal/council"
	"github.com/openupr/openupr/internal/upr/plan"
	"github.com/openupr/openupr/internal/web/page/work"
)

// inCouncil is one request to an area of participation inside a workspace.
type inCouncil struct {
	*inWork
	c *council.View // the closed side, as the reader may read it
}

// together begins a request to an area of participation; the guard has asked the policy table.
func (a *App) together(r *http.Request, tab string) (*inCouncil, error) {
	in, err := a.inside(r, tab)
	if err != nil {
		return nil, err
	}
	c, err := a.Council.View(r.Context(), in.who, in.ws)
	if err != nil {
		return nil, err
	}
	return &inCouncil{in, c}, nil
}

// ofState says whether a body is one of the State's that must answer what is referred to it.
func ofState(b plan.Body) bool { return b.Kind.OfState() }

// councilLink names a council and leads to its page.
func (in *inCouncil) councilLink(id string) work.Link {
	h, ok := in.c.Councils.Get(id)
	if !ok {
		return work.Link{Label: id}
	}
	return work.Link{Label: in.words(h.Thing.Names), Href: in.f.Href("councils", id)}
}
