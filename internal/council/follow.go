package council

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Followed is what somebody wants to hear of: "proposal:<id>", "council:<id>", "consultation:<id>", "body:<id>", "rec:<id>",
// "group:<code of an affected group>", "plain" for everything in plain words, or "all".
type Followed string

// FollowedAll is everything.
const FollowedAll Followed = "all"

// followable are the kinds of what can be followed.
var followable = []string{"proposal", "council", "consultation", "body", "rec", "group"}

// Bounds of what is followed.
const (
	followedMost = 100 // by one person in one workspace
	followedLong = 200 // bytes of one
)

// ParseAbout reads what somebody wants to hear of; empty is everything. *Invalid for what is none.
func ParseAbout(s string) (Followed, error) {
	if s == "" || s == string(FollowedAll) {
		return FollowedAll, nil
	}
	kind, id, _ := strings.Cut(s, ":")
	if s == "plain" || slices.Contains(followable, kind) && id != "" && len(s) <= followedLong && !strings.ContainsAny(s, "\n\r\x00") {
		return Followed(s), nil
	}
	return "", &Invalid{Code: "unknown", Field: "about", Value: s[:min(len(s), followedLong)]}
}

// Parts are the kind of what is followed and its id.
func (f Followed) Parts() (kind, id string) {
	kind, id, _ = strings.Cut(string(f), ":")
	return kind, id
}

// News is a thing that became public or changed, with what it is about.
type News struct {
	Kind  string // of package upr/council
	ID    string
	Act   uint64
	At    time.Time
	About []Followed
}

// News are the things of the published side that are about what is followed and came after an act, in no order. The closed
// side has none.
func (v *View) News(about Followed, since uint64) []News {
	if !v.Open {
		return nil
	}
	all := Once(v, "news", v.allNews)
	var out []News
	for _, n := range all {
		if n.Act > since && (about == FollowedAll && n.Kind != council.KindComment || slices.Contains(n.About, about)) {
			out = append(out, n)
		}
	}
	return out
}

func (v *View) allNews() []News {
	var out []News
	add := func(kind, id string, act uint64, at time.Time, about ...Followed) {
		out = append(out, News{kind, id, act, at, about})
	}
	for id, h := range v.Councils.Any() {
		add(council.KindCouncil, id, h.Act, h.At, is("council", id), is("body", h.Thing.Body))
	}
	for id, h := range v.Sittings.Any() {
		add(council.KindSitting, id, h.Act, h.At, is("council", h.Thing.Council))
	}
	for id, h := range v.Decisions.Any() {
		add(council.KindDecision, id, h.Act, h.At, append(each("proposal", h.Thing.About), is("council", h.Thing.Council))...)
	}
	for id, h := range v.Proposals.Any() {
		if h.Thing.Step.Public() {
			add(council.KindProposal, id, h.Act, h.At, v.aboutProposal(id)...)
		}
	}
	for id, h := range v.Amendments.Any() {
		add(council.KindAmendment, id, h.Act, h.At, v.aboutProposal(h.Thing.Proposal)...)
	}
	for id, h := range v.Referrals.Any() {
		add(council.KindReferral, id, h.Act, h.At, append(v.aboutAsked(h.Thing.About), is("body", h.Thing.Body), is("body", h.Thing.From))...)
	}
	for id, h := range v.Replies.Any() {
		if r, ok := v.Referrals.Get(h.Thing.Referral); ok && h.Thing.Step == plan.Published {
			add(council.KindReply, id, h.Act, h.At, append(v.aboutAsked(r.Thing.About), is("body", h.Thing.Body))...)
		}
	}
	for id, h := range v.Consulted.Any() {
		if h.Thing.Public {
			add(council.KindConsultation, id, h.Act, h.At, is("consultation", id), is("body", h.Thing.Body))
		}
	}
	for id, h := range v.Comments.Any() {
		if h.Thing.Shown == council.IsShown {
			add(council.KindComment, id, h.Act, h.At, append(append(each("group", h.Thing.Groups), each("rec", h.Thing.Recs)...), is("consultation", h.Thing.Consultation))...)
		}
	}
	for id, h := range v.Responses.Any() {
		if h.Thing.Public {
			add(council.KindResponse, id, h.Act, h.At, is("consultation", h.Thing.Consultation))
		}
	}
	for id, h := range v.Advice.Any() {
		if h.Thing.Step == plan.Published {
			add(council.KindAdvice, id, h.Act, h.At, v.aboutAsked(id)...)
		}
	}
	for id, h := range v.Plain.Any() {
		if h.Thing.Step == plan.Published {
			about := []Followed{"plain", Followed(h.Thing.About)}
			if _, ok := v.Proposals.Get(h.Thing.About); ok {
				about[1] = is("proposal", h.Thing.About)
			} else if !strings.HasPrefix(h.Thing.About, "group:") {
				about[1] = is("rec", h.Thing.About)
			}
			add(council.KindPlain, id, h.Act, h.At, about...)
		}
	}
	return out
}

func is(kind, id string) Followed { return Followed(kind + ":" + id) }

func each(kind string, ids []string) []Followed {
	var out []Followed
	for _, id := range ids {
		out = append(out, is(kind, id))
	}
	return out
}

// aboutProposal is what whatever happens to a proposal is about.
func (v *View) aboutProposal(id string) []Followed {
	out := []Followed{is("proposal", id)}
	if p, ok := v.Proposals.Get(id); ok {
		out = append(append(out, is("council", p.Thing.Council)), each("rec", p.Thing.Recs)...)
	}
	return out
}

// aboutAsked is what a referral of a thing is about.
func (v *View) aboutAsked(id string) []Followed {
	if a, ok := v.Advice.Get(id); ok {
		out := append(each("rec", a.Thing.Recs), is("body", a.Thing.Body))
		if a.Thing.Group != "" {
			out = append(out, is("group", a.Thing.Group))
		}
		return out
	}
	return v.aboutProposal(id)
}

// followSetting is where what a person follows in a workspace is kept: it is no part of the record, and nobody else reads it.
func followSetting(ws, account string) string { return "follow/" + ws + "/" + account }

// Followed is what a person follows in a workspace, in its order; empty for who has no seat in it.
func (d *Desk) Followed(ctx context.Context, who account.Person, ws string) ([]Followed, error) {
	if _, err := space.Allow(who, ws, account.SetNotices, nil); err != nil {
		return nil, nil
	}
	text, err := d.Store.Setting(ctx, followSetting(ws, who.ID))
	if err != nil {
		return nil, fmt.Errorf("reading what is followed: %w", err)
	}
	var out []Followed
	for line := range strings.Lines(text) {
		if f, err := ParseAbout(strings.TrimSpace(line)); err == nil {
			out = append(out, f)
		}
	}
	return out, nil
}

// Follow begins to follow something or stops it. *Invalid for what is nothing that can be followed, and for too much.
func (d *Desk) Follow(ctx context.Context, who account.Person, ws, about string, stop bool) error {
	if _, err := space.Allow(who, ws, account.SetNotices, nil); err != nil {
		return err
	}
	f, err := ParseAbout(about)
	if err != nil {
		return err
	}
	list, err := d.Followed(ctx, who, ws)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(x Followed) bool { return x == f })
	if !stop {
		if len(list) >= followedMost {
			return &Invalid{Code: "many", Field: "about"}
		}
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Followed) int { return cmp.Compare(a, b) })
	var text strings.Builder
	for _, x := range list {
		text.WriteString(string(x) + "\n")
	}
	if err := d.Store.SetSetting(ctx, followSetting(ws, who.ID), text.String()); err != nil {
		return fmt.Errorf("keeping what is followed: %w", err)
	}
	return nil
}
