package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/openupr/openupr/internal/followup"
	"github.com/openupr/openupr/internal/i18n"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// From is what a case is gathered from.
type From struct {
	View   *followup.View // of a workspace as a person may read it, or its published side
	Recs   []*followup.Rec
	Review *record.Review // of which the report is; nil: of none, only Recs
	Say    i18n.Printer
	On     upr.Date
	At     time.Time // of the view's act
}

// Gather makes a case of one review. Only what is validated or published goes into it, whoever asks: a draft of the
// reader's own body is no report yet.
func Gather(f From) *Case {
	c := &Case{State: f.View.State(), Public: f.View.Open, Act: f.View.Act, At: f.At, On: f.On, Say: f.Say}
	if f.Review != nil {
		c.Review = f.Review.ID
		c.State = f.Review.ID.State
		if slot, ok := reference.SlotOf(f.Review.ID); ok {
			c.Session = slot.Session
		}
	}
	g := &gatherer{From: f, c: c}
	for _, r := range f.Recs {
		c.Recs = append(c.Recs, g.rec(r))
	}
	held := map[string]bool{}
	for _, r := range c.Recs {
		held[r.ID] = true
	}
	for id, t := range f.View.Clusters.All() {
		words, lang := t.Thing.Title.In(string(f.Say.Lang()))
		theme := Theme{ID: id, Title: words, Lang: lang}
		for _, rec := range t.Thing.Recs {
			if held[rec] {
				theme.Recs = append(theme.Recs, rec)
			}
		}
		if len(theme.Recs) > 0 {
			c.Themes = append(c.Themes, theme)
		}
	}
	c.planned()
	slices.SortStableFunc(c.Themes, func(a, b Theme) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID)) })
	return c
}

type gatherer struct {
	From
	c *Case
}

func (g *gatherer) rec(x *followup.Rec) *Rec {
	r := &Rec{ID: x.ID, Kind: x.Kind, Number: x.Number, Symbol: x.Symbol, From: x.From, Position: x.Position, By: x.By}
	r.Words, r.Lang = x.In(string(g.Say.Lang()))
	if words, lang := x.In("en"); lang == "en" {
		r.English = words
	}
	if g.Review != nil {
		if it, ok := g.Review.Item(upr.ItemID(x.ID)); ok {
			g.item(r, it)
		}
	}
	v := g.View
	card := v.Card(x.ID)
	r.LeadID, r.Lead, r.Evidence = card.Lead, g.body(card.Lead), card.Evidence
	for _, b := range card.Support {
		r.Support = append(r.Support, g.body(b))
	}
	r.Due = card.Due.On
	if a, ok := v.Answers.Get(x.ID); ok {
		r.Answer.Position = a.Thing.Position
		r.Answer.Comment, r.Answer.Lang = a.Thing.Comment.In(string(g.Say.Lang()))
	}
	for _, h := range v.ReportsOf(x.ID) {
		if h.Thing.Step != plan.Validated && h.Thing.Step != plan.Published {
			continue
		}
		words, lang := h.Thing.Texts.In(string(g.Say.Lang()))
		r.Reports = append(r.Reports, Said{ID: h.ID, Body: g.body(h.Thing.Body), Voice: plan.VoiceState, Status: h.Thing.Status,
			Words: words, Lang: lang, Effect: h.Thing.Effect, On: dayOf(h.At), Until: h.Thing.Until, Act: h.Act})
	}
	slices.SortStableFunc(r.Reports, func(a, b Said) int { return a.Until.Compare(b.Until) })
	r.Others = g.others(x.ID)
	for _, h := range card.Measures {
		m := Measure{ID: h.ID, Number: h.Thing.Number, Kind: h.Thing.Kind, Status: h.Thing.Status, Lead: g.body(h.Thing.Lead), Due: h.Thing.Due, Steps: h.Thing.Stages, On: dayOf(h.At),
			Obstacles: h.Thing.Obstacles, Assistance: h.Thing.Assistance}
		m.Title, m.Lang = h.Thing.Title.In(string(g.Say.Lang()))
		r.Measures = append(r.Measures, m)
	}
	return r
}

// others are the latest published words of each body of another voice, in the order of the voices.
func (g *gatherer) others(rec string) []Said {
	type key struct {
		body  string
		voice plan.Voice
	}
	at := map[key]int{}
	var out []Said
	for _, h := range g.View.AssessmentsOf(rec) {
		if h.Thing.Step != plan.Published {
			continue
		}
		words, lang := h.Thing.Texts.In(string(g.Say.Lang()))
		s := Said{ID: h.ID, Body: cmp.Or(g.body(h.Thing.Body), h.Thing.Source), Voice: h.Thing.Voice, Status: h.Thing.Status, Verdict: h.Thing.Verdict,
			Words: words, Lang: lang, Effect: h.Thing.Effect, On: dayOf(h.At), Until: h.Thing.Until, Act: h.Act}
		k := key{h.Thing.Body, h.Thing.Voice}
		if i, ok := at[k]; ok && h.Thing.Body != "" {
			out[i] = s
			continue
		}
		at[k] = len(out)
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Said) int {
		return cmp.Compare(slices.Index(plan.OtherVoices, a.Voice), slices.Index(plan.OtherVoices, b.Voice))
	})
	return out
}

// item adds what the record knows of an item: where its position comes from, and OHCHR's labels.
func (g *gatherer) item(r *Rec, it *record.Item) {
	for _, e := range it.Events {
		if e.Segment == 0 && e.Value == it.Position {
			r.Source = e.Source
		}
	}
	for _, t := range it.Tags {
		if !slices.Contains(r.Tags, t.Tag) {
			r.Tags = append(r.Tags, t.Tag)
		}
	}
	if g.c.Symbol == "" {
		g.c.Symbol = it.Symbol
	}
}

// body's name in the language of the report.
func (g *gatherer) body(id string) string {
	if id == "" {
		return ""
	}
	b, ok := g.View.Bodies.Get(id)
	if !ok {
		return ""
	}
	words, _ := b.Thing.Names.In(string(g.Say.Lang()))
	return words
}

func dayOf(t time.Time) upr.Date {
	if t.IsZero() {
		return upr.Date{}
	}
	t = t.UTC()
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
