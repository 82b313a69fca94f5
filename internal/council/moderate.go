package council

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	language "github.com/openupr/openupr/internal/words"
)

// Kinds of acts on what is not shown.
const (
	ActLook   = "look"
	ActRemove = "comment-remove"
	ActAppeal = "appeal"
	ActHear   = "hear-appeal"
)

// What one act of moderation may be about, and how often a removal may be appealed.
const (
	moderateMost = 500
	appealsMost  = 5
)

// What was decided on an appeal.
const (
	Upheld  = "upheld"  // the removal stands
	Granted = "granted" // the contribution is shown again
)

// Waiting is a comment that waits for its days or for a person.
type Waiting struct {
	Comment *Held[council.Comment]
	Of      *Held[council.Consultation]
	Harm    []Harm
	Person  bool // it is not shown until a person looked at it
}

// Queue is what waits to be looked at by those who moderate for a person's bodies: first that in which something was found,
// then that which waits for a person, then the rest, each in the order in which it came in. A view as the person may read it.
func (v *View) Queue(who account.Person) []Waiting {
	var out []Waiting
	for id, of := range v.Consulted.All() {
		if !who.MayIn(v.Workspace, account.Moderate, &account.Target{Bodies: []string{of.Thing.Body}}) {
			continue
		}
		for _, c := range v.CommentsOf(id) {
			if c.Thing.Shown == council.Held && !c.Thing.Looked {
				out = append(out, Waiting{c, of, HarmsOf(c.Thing.Harm), of.Thing.Before || c.Thing.Harm != ""})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Waiting) int {
		return cmp.Or(btoi(len(b.Harm) > 0)-btoi(len(a.Harm) > 0), btoi(b.Person)-btoi(a.Person), a.Comment.Thing.On.Compare(b.Comment.Thing.On),
			cmp.Compare(a.Comment.Thing.Number, b.Comment.Thing.Number))
	})
	return out
}

// Look says that a person looked at comments and found nothing for which they may be removed. Those whose days are over are
// shown at once; the others when they are.
func (d *Desk) Look(ctx context.Context, who account.Person, ws string, ids []string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActLook}
		seat, list, err := s.moderated(who, ids)
		if err != nil {
			return seat, save, err
		}
		for _, h := range list {
			of, _ := s.Closed.Consulted.Get(h.Thing.Consultation)
			if h.Thing.Shown != council.Held {
				continue // somebody was faster
			}
			x := h.Thing
			x.Looked = true
			if dueOn(x, of.Thing, d.Today()) {
				x.Shown = council.IsShown
			}
			save.changeComment(h, x)
		}
		return seat, save, nil
	})
	return err
}

// moderated are the comments of an act of moderation, each to a body for which the person moderates, in the order of numbers.
func (s *Sides) moderated(who account.Person, ids []string) (account.Seat, []*Held[council.Comment], error) {
	ids = distinct(ids)
	seat, err := space.Allow(who, s.Closed.Workspace, account.Moderate, nil)
	switch {
	case err != nil:
		return seat, nil, err
	case len(ids) == 0:
		return seat, nil, &Invalid{Code: "empty", Field: "id"}
	case len(ids) > moderateMost:
		return seat, nil, &Invalid{Code: "many", Field: "id"}
	}
	var list []*Held[council.Comment]
	for _, id := range ids {
		h, ok := s.Closed.Comments.Get(id)
		if !ok {
			return seat, nil, &Invalid{Code: "gone", Field: council.KindComment, Value: id}
		}
		if _, seat, err = allowFor(s, who, account.Moderate, h.Thing.Consultation); err != nil {
			return seat, nil, err
		}
		list = append(list, h)
	}
	slices.SortStableFunc(list, func(a, b *Held[council.Comment]) int { return cmp.Compare(a.Thing.Number, b.Thing.Number) })
	return seat, list, nil
}

// Remove takes comments from the public, or refuses to show them, on a ground and with a reason in words. Both are public, and
// so is which body did it; what was removed is not. The reason may not repeat what was removed.
func (d *Desk) Remove(ctx context.Context, who account.Person, ws string, ids []string, ground council.Ground, why string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRemove, Opening: Open()}
		seat, list, err := s.moderated(who, ids)
		if err != nil {
			return seat, save, err
		}
		if err := space.CheckOneOf("ground", ground, council.Grounds); err != nil {
			return seat, save, err
		}
		if why, err = space.NeedWords("reason", why, space.ReasonMax); err != nil {
			return seat, save, err
		}
		for _, h := range list {
			of, _ := s.Closed.Consulted.Get(h.Thing.Consultation)
			x := h.Thing
			switch {
			case x.Shown != council.Held && x.Shown != council.IsShown:
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(x.Shown)}
			case repeats(why, x.Words):
				return seat, save, &Invalid{Code: "repeats", Field: "reason"}
			}
			x.Shown = council.Removed
			save.changeComment(h, x)
			r := council.Removal{Kind: council.KindComment, About: h.ID, Ground: ground, Words: why, Body: of.Thing.Body, On: d.Today(), Author: who.ID}
			id := d.newID()
			save.Puts = append(save.Puts, Put{Kind: council.KindRemoval, ID: id, Thing: r})
			save.Opening.Add(council.KindRemoval, id, r)
		}
		return seat, save, nil
	})
	return err
}

// repeats says whether a text has five words or more in a row that stand in another.
func repeats(text, of string) bool {
	const row = 5
	runs := map[string]bool{}
	each := func(s string, do func(run string)) {
		var forms []string
		for _, t := range language.Tokens(s, "") {
			forms = append(forms, t.Form)
		}
		for i := 0; i+row <= len(forms); i++ {
			do(strings.Join(forms[i:i+row], " "))
		}
	}
	each(of, func(run string) { runs[run] = true })
	found := false
	each(text, func(run string) { found = found || runs[run] })
	return found
}

// Appeal asks that a removal be looked at again, by another person than who removed. Anyone may ask; whoever gives the code of
// what was removed is known to have written it. What is said in it stays closed, since it may tell what was removed.
func (d *Desk) Appeal(ctx context.Context, ws, removal, typed, why string) (string, error) {
	digest := ""
	if strings.TrimSpace(typed) != "" {
		code, err := seal.ParseCode(typed)
		if err != nil {
			return "", &Invalid{Code: "code", Field: "code"}
		}
		digest = CodeDigest(code)
	}
	return first(d.Anonymous(ctx, ws, func(s *Sides) (Save, error) {
		save := Save{Act: ActAppeal}
		r, ok := s.Closed.Removals.Get(removal)
		if !ok {
			return save, &Invalid{Code: "gone", Field: council.KindRemoval, Value: removal}
		}
		if wrote, _ := s.Closed.removedThing(r.Thing); digest != "" && wrote != digest {
			return save, &Invalid{Code: "code", Field: "code"}
		}
		var err error
		if why, err = space.NeedWords("reason", why, space.ReasonMax); err != nil {
			return save, err
		}
		before, most := space.Pick(s.Closed.Appeals, s.Closed.About(council.KindAppeal, removal)), appealsMost
		if digest != "" {
			most++ // others who appealed do not shut out whoever wrote it
		}
		switch {
		case !r.Thing.Undone.IsZero():
			return save, &Invalid{Code: "step", Field: "step", Value: "undone"}
		case len(before) >= most:
			return save, &Invalid{Code: "many", Field: "reason"}
		case slices.ContainsFunc(before, func(h *Held[council.Appeal]) bool { return h.Thing.Result == "" }):
			return save, &Invalid{Code: "waits", Field: "reason"}
		}
		a := council.Appeal{Removal: removal, Words: why, On: d.Today()}
		id := d.newID()
		save.Puts = []Put{{Kind: council.KindAppeal, ID: id, Thing: a}}
		save.Opening = Open().Add(council.KindAppeal, id, a)
		return save, nil
	}))
}

// Hear decides an appeal, with a reason that is public. Nobody hears the appeal against what they removed themselves.
func (d *Desk) Hear(ctx context.Context, who account.Person, ws, id string, base store.FactID, result, why string) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActHear, Opening: Open()}
		seat, err := space.Allow(who, ws, account.HearAppeal, nil)
		if err != nil {
			return seat, save, err
		}
		h, ok := s.Closed.Appeals.Get(id)
		if !ok {
			return seat, save, &Invalid{Code: "gone", Field: council.KindAppeal, Value: id}
		}
		r, ok := s.Closed.Removals.Get(h.Thing.Removal)
		if !ok {
			return seat, save, &Invalid{Code: "gone", Field: council.KindRemoval, Value: h.Thing.Removal}
		}
		if seat, err = space.Allow(who, ws, account.HearAppeal, &account.Target{Bodies: []string{r.Thing.Body}, Author: r.Thing.Author}); err != nil {
			return seat, save, err
		}
		if who.ID == "" || who.ID == r.Thing.Author {
			return seat, save, &Refused{Workspace: ws, Act: account.HearAppeal}
		}
		if h, err = space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindAppeal, s.Closed.Appeals, id, base); err != nil { // a conflict tells what it says
			return seat, save, err
		}
		if err := space.CheckOneOf("result", result, []string{Upheld, Granted}); err != nil {
			return seat, save, err
		}
		if why, err = space.NeedWords("reason", why, space.ReasonMax); err != nil {
			return seat, save, err
		}
		_, words := s.Closed.removedThing(r.Thing)
		switch {
		case h.Thing.Result != "":
			return seat, save, &Invalid{Code: "step", Field: "step", Value: h.Thing.Result}
		case result == Upheld && repeats(why, words):
			return seat, save, &Invalid{Code: "repeats", Field: "reason"}
		}
		a := h.Thing
		a.Result, a.Reason, a.Decided, a.Author = result, why, d.Today(), who.ID
		save.Puts = []Put{{Kind: council.KindAppeal, ID: id, Base: h.Fact, Thing: a}}
		save.Opening.Add(council.KindAppeal, id, a)
		if result == Upheld {
			return seat, save, nil
		}
		x := r.Thing
		x.Undone = d.Today()
		save.Puts = append(save.Puts, Put{Kind: council.KindRemoval, ID: r.ID, Base: r.Fact, Thing: x})
		save.Opening.Add(council.KindRemoval, r.ID, x)
		if p, ok := s.Closed.Proposals.Get(r.Thing.About); ok && p.Thing.Step == council.Drafted && r.Thing.Kind == council.KindProposal {
			s.showAgain(d, p, &save)
		}
		if c, ok := s.Closed.Comments.Get(r.Thing.About); ok && c.Thing.Shown == council.Removed {
			back := c.Thing
			back.Shown, back.Looked = council.IsShown, true
			save.changeComment(c, back)
		}
		return seat, save, nil
	})
	return err
}
