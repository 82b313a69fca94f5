package council

import (
	"cmp"
	"context"
	"slices"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
)

// Kinds of acts on consultations. Each has a message in the catalogue ("act.<kind>").
const (
	ActConsult = "consult"         // a consultation or its draft
	ActOpened  = "consult-open"    // it was opened to everyone
	ActRespond = "consult-respond" // comments were answered
)

// HoldMost is for how many days contributions may be held back.
const HoldMost = 30

// allowFor asks the policy table whether a person may do an act for the body of a consultation; *Invalid where there is none.
func allowFor(s *Sides, who account.Person, act account.Act, consultation string) (*Held[council.Consultation], account.Seat, error) {
	c, ok := s.Closed.Consulted.Get(consultation)
	if !ok {
		seat, err := space.Allow(who, s.Closed.Workspace, act, nil)
		return nil, seat, cmp.Or(err, error(&Invalid{Code: "gone", Field: council.KindConsultation, Value: consultation}))
	}
	seat, err := space.Allow(who, s.Closed.Workspace, act, &account.Target{Bodies: []string{c.Thing.Body}})
	return c, seat, err
}

// SaveConsultation saves a consultation of a body. Once it was opened, what people relied on stays: the body, the kind of the
// draft, the first day, how comments are held and looked at; the last day can only move on.
func (d *Desk) SaveConsultation(ctx context.Context, who account.Person, ws, id string, base store.FactID, c council.Consultation) (string, error) {
	return first(d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActConsult}
		seat, err := space.Allow(who, ws, account.Consult, &account.Target{Bodies: []string{c.Body}})
		if err != nil {
			return seat, save, err
		}
		if err := space.CheckID(council.KindConsultation, s.Closed.Consulted, id, base); err != nil {
			return seat, save, err
		}
		c.Public, c.Version = false, 0
		if old, ok := s.Closed.Consulted.Get(id); ok {
			x := old.Thing
			if seat, err = space.Allow(who, ws, account.Consult, &account.Target{Bodies: []string{x.Body}}); err != nil {
				return seat, save, err
			}
			c.Public, c.Version, c.Lang = x.Public, x.Version, cmp.Or(c.Lang, x.Lang)
			if x.Public {
				c.Body, c.Draft, c.Cycle, c.Opens, c.HoldDays, c.Before = x.Body, x.Draft, x.Cycle, x.Opens, x.HoldDays, x.Before
				if x.Closes.After(c.Closes) {
					return seat, save, &Invalid{Code: "order", Field: "closes", Value: c.Closes.String()}
				}
			}
		}
		if err := checkConsultation(s, c); err != nil {
			return seat, save, err
		}
		id = cmp.Or(id, d.newID())
		save.Puts = []Put{{Kind: council.KindConsultation, ID: id, Base: base, Thing: c}}
		if c.Public {
			save.Opening = Open().Add(council.KindConsultation, id, c)
		}
		return seat, save, nil
	}))
}

func checkConsultation(s *Sides, c council.Consultation) error {
	if _, ok := s.Plan.Bodies.Get(c.Body); !ok {
		return &Invalid{Code: "unknown", Field: "body", Value: c.Body}
	}
	if err := space.CheckOneOf("draft", c.Draft, council.Drafts); err != nil {
		return err
	}
	if c.HoldDays < 0 || c.HoldDays > HoldMost {
		return &Invalid{Code: "many", Field: "hold-days"}
	}
	if c.Cycle < 0 || c.Cycle > 99 {
		return &Invalid{Code: "unknown", Field: "cycle"}
	}
	return cmp.Or(space.CheckTexts("title", c.Title, true, space.NameMax), space.CheckTexts("text", c.About, false, space.TextMax),
		space.CheckTexts("method", c.Methods, false, space.TextMax), space.CheckTexts("moderation", c.Rule, false, space.TextMax),
		space.CheckSpan("closes", c.Opens, c.Closes),
		space.CheckAll(space.Text{Field: "result", Words: c.Result, Most: space.LineMax}, space.Text{Field: "lang", Words: c.Lang, Most: 8}))
}

// SaveDraft puts the paragraphs of a draft into a consultation. Before it is opened they take the place of those there were;
// afterwards they are its next version, and the versions before stay, with what was said of them.
func (d *Desk) SaveDraft(ctx context.Context, who account.Person, ws, consultation string, base store.FactID, lang string, list []Paragraph) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActConsult}
		h, seat, err := allowFor(s, who, account.Consult, consultation)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindConsultation, s.Closed.Consulted, consultation, base); err != nil {
			return seat, save, err
		}
		switch {
		case len(list) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "draft-text"}
		case len(list) > PassagesMax:
			return seat, save, &Invalid{Code: "many", Field: "draft-text"}
		case len(lang) > 8:
			return seat, save, &Invalid{Code: "language", Field: "lang", Value: lang}
		}
		c := h.Thing
		before := s.Closed.PassagesOf(consultation, c.Version)
		if c.Public && sameDraft(before, list) {
			return seat, save, nil
		}
		if c.Public || c.Version == 0 {
			c.Version++
		}
		c.Lang = lang
		save.Puts = []Put{{Kind: council.KindConsultation, ID: consultation, Base: base, Thing: c}}
		for i, p := range list {
			id := council.PassageID(consultation, c.Version, i+1)
			if err := space.CheckWords("draft-text", p.Words, passageMax); err != nil {
				return seat, save, err
			}
			x := council.Passage{Consultation: consultation, Number: i + 1, Version: c.Version, Heading: p.Heading, Words: named(lang, p.Words)}
			now, _, _ := s.Closed.Shelf(council.KindPassage).Held(id)
			save.Puts = append(save.Puts, Put{Kind: council.KindPassage, ID: id, Base: now, Thing: x})
		}
		if !c.Public {
			for _, old := range before {
				if old.Thing.Number > len(list) {
					save.Drops = append(save.Drops, Drop{Kind: council.KindPassage, ID: old.ID, Base: old.Fact})
				}
			}
			return seat, save, nil
		}
		save.Opening = Open()
		for _, p := range save.Puts {
			save.Opening.Add(p.Kind, p.ID, p.Thing)
		}
		return seat, save, nil
	})
	return err
}

func sameDraft(held []*Held[council.Passage], list []Paragraph) bool {
	return slices.EqualFunc(held, list, func(h *Held[council.Passage], p Paragraph) bool {
		return h.Thing.Heading == p.Heading && originalOf(h.Thing.Words) == p.Words
	})
}

// OpenConsultation opens a consultation to everyone, with its draft: from now on nothing of it is taken back.
func (d *Desk) OpenConsultation(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActOpened}
		h, seat, err := allowFor(s, who, account.Consult, id)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindConsultation, s.Closed.Consulted, id, base); err != nil {
			return seat, save, err
		}
		c := h.Thing
		switch {
		case c.Public:
			return seat, save, &Invalid{Code: "step", Field: "step", Value: "public"}
		case c.Version == 0:
			return seat, save, &Invalid{Code: "empty", Field: "draft-text"}
		case c.Opens.IsZero():
			return seat, save, &Invalid{Code: "empty", Field: "opens"}
		case c.Closes.IsZero():
			return seat, save, &Invalid{Code: "empty", Field: "closes"}
		case d.Today().After(c.Closes):
			return seat, save, &Invalid{Code: "date", Field: "closes", Value: c.Closes.String()}
		}
		c.Public = true
		save.Puts = []Put{{Kind: council.KindConsultation, ID: id, Base: base, Thing: c}}
		save.Opening = Open().Add(council.KindConsultation, id, c)
		for _, p := range s.Closed.PassagesOf(id, c.Version) {
			save.Opening.Add(council.KindPassage, p.ID, p.Thing)
		}
		return seat, save, nil
	})
	return err
}

// PassagesOf are the passages of a version of a consultation's draft, in their order.
func (v *View) PassagesOf(consultation string, version int) []*Held[council.Passage] {
	if version <= 0 {
		return nil
	}
	var out []*Held[council.Passage]
	for n := 1; n <= PassagesMax; n++ {
		h, ok := v.Passages.Get(council.PassageID(consultation, version, n))
		if !ok {
			break
		}
		out = append(out, h)
	}
	return out
}

// CommentsOf are the comments of a consultation as far as whoever the view is for may read them, in the order in which they
// came in. On the published side those that are not shown have no words.
func (v *View) CommentsOf(consultation string) []*Held[council.Comment] {
	return Once(v, "comments "+consultation, func() []*Held[council.Comment] {
		out := space.Pick(v.Comments, v.About(council.KindComment, consultation))
		slices.SortFunc(out, func(a, b *Held[council.Comment]) int {
			return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
		})
		return out
	})
}

// ResponsesOf a consultation, the first first.
func (v *View) ResponsesOf(consultation string) []*Held[council.Response] {
	out := space.Pick(v.Responses, v.About(council.KindResponse, consultation))
	slices.SortFunc(out, func(a, b *Held[council.Response]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Consultations of a workspace: those that close last first, those without a day before them.
func (v *View) Consultations() []*Held[council.Consultation] {
	var out []*Held[council.Consultation]
	for _, h := range v.Consulted.All() {
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(a, b *Held[council.Consultation]) int {
		x, y := a.Thing.Closes, b.Thing.Closes
		if x.IsZero() != y.IsZero() {
			return cmp.Compare(btoi(y.IsZero()), btoi(x.IsZero()))
		}
		return y.Compare(x)
	})
	return out
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dueOn says whether a held comment is to be shown on a day: its days are over, and a person looked at it where one must.
func dueOn(c council.Comment, of council.Consultation, on upr.Date) bool {
	return c.Shown == council.Held && !c.Until.After(on) && (c.Looked || !of.Before && c.Harm == "")
}
