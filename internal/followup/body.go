package followup

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/plan"
)

// SaveSpace says what the workspace is: its title and the State whose recommendations it follows up.
func (d *Desk) SaveSpace(ctx context.Context, who account.Person, ws string, base store.FactID, w plan.Workspace) error {
	_, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActSpace}
		seat, err := space.Allow(who, ws, account.EditBodies, nil)
		if err != nil {
			return seat, save, err
		}
		if err := space.CheckTexts("title", w.Title, true, space.NameMax); err != nil {
			return seat, save, err
		}
		if w.State != "" && !w.State.Valid() {
			return seat, save, &Invalid{Code: "unknown", Field: "state", Value: string(w.State)}
		}
		save.Puts = []Put{{Kind: plan.KindWorkspace, ID: ws, Base: base, Thing: w}}
		if open, ok := s.Open.Workspaces.Get(ws); ok {
			save.OpenPuts = []Put{{Kind: plan.KindWorkspace, ID: ws, Base: open.Fact, Thing: w}}
		}
		return seat, save, nil
	})
	return err
}

// SaveBody saves a body. What a body said stays said by it; that another took over is told by its successors. Where its
// name is public already, it changes there in the same act.
func (d *Desk) SaveBody(ctx context.Context, who account.Person, ws, id string, base store.FactID, b plan.Body) (string, error) {
	ids, err := d.change(ctx, who, ws, func(s *sides) (account.Seat, Save, error) {
		save := Save{Act: ActBody}
		seat, err := space.Allow(who, ws, account.EditBodies, &account.Target{Bodies: []string{id}})
		if err != nil {
			return seat, save, err
		}
		if err := cmp.Or(space.CheckID(plan.KindBody, s.Work.Bodies, id, base), checkBodyThing(s.Work, id, b)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: plan.KindBody, ID: id, Base: base, Thing: b}}
		if open, ok := s.Open.Bodies.Get(id); ok {
			save.OpenPuts = []Put{{Kind: plan.KindBody, ID: id, Base: open.Fact, Thing: publicBody(b)}}
		}
		return seat, save, nil
	})
	return firstID(ids), err
}

func checkBodyThing(v *View, id string, b plan.Body) error {
	if err := space.CheckTexts("name", b.Names, true, space.NameMax); err != nil {
		return err
	}
	if err := space.CheckOneOf("kind", b.Kind, plan.BodyKinds); err != nil {
		return err
	}
	if err := space.CheckSpan("to", b.From, b.To); err != nil {
		return err
	}
	if err := space.CheckIDs("successor", v.Bodies, b.Successors); err != nil {
		return err
	}
	for _, next := range b.Successors {
		if follows(v, next, id, map[string]bool{}) {
			return &Invalid{Code: "circle", Field: "successor", Value: next}
		}
	}
	if err := space.CheckIDs("legal-act", v.LegalActs, b.Legal); err != nil {
		return err
	}
	return space.CheckAll(space.Text{Field: "note", Words: b.Note, Most: space.TextMax}, space.Text{Field: "source", Words: b.Source, Most: space.LineMax})
}

// follows says whether a body, or one that took over from it, is another.
func follows(v *View, body, other string, seen map[string]bool) bool {
	if body == other && body != "" {
		return true
	}
	if seen[body] {
		return false
	}
	seen[body] = true
	b, ok := v.Bodies.Get(body)
	return ok && slices.ContainsFunc(b.Thing.Successors, func(s string) bool { return follows(v, s, other, seen) })
}

// Heirs are the bodies that exist on the desk's day and to which a body's work has come, through all that took over in between.
func (d *Desk) Heirs(v *View, body string) []string {
	var out []string
	seen := map[string]bool{}
	var walk func(string)
	walk = func(id string) {
		b, ok := v.Bodies.Get(id)
		if !ok || seen[id] {
			return
		}
		if seen[id] = true; b.Thing.Exists(d.today()) {
			out = appendOnce(out, id)
			return
		}
		for _, next := range b.Thing.Successors {
			walk(next)
		}
	}
	walk(body)
	return out
}

// publicBody is what everyone reads of a body.
func publicBody(b plan.Body) plan.Body {
	b.Note, b.Legal = "", nil
	return b
}

// firstID of those of an act; empty when it was refused.
func firstID(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// Office is how a body stands in the public header of an act: by its name in its first language. What is no body of the
// workspace stands as it is.
func (v *View) Office(body string) string {
	b, ok := v.Bodies.Get(body)
	if !ok {
		return body
	}
	words, _ := b.Thing.Names.In("")
	return cmp.Or(words, body)
}
