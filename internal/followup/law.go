package followup

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Kept is a thing of either side of a workspace: what stands on both is shown as it stands on the closed one.
type Kept[T any] struct {
	ID    string
	Thing T
	Fact  store.FactID // the closed version, which a save names; 0: it stands on the published side only
	Open  bool         // everyone can see it
}

// LawView is the legal acts, treaty acts, claims and proposals of a workspace, from both of its sides.
type LawView struct {
	State     upr.State
	Acts      []Kept[plan.LegalAct]  // the latest first
	Treaties  []Kept[plan.TreatyAct] // by date
	Claims    []Kept[plan.Claim]
	Proposals []*Held[plan.Proposal] // by recommendation
	Work      *View
	Open      *View
}

// Law is what the workspace holds of laws and treaties.
func (d *Desk) Law(ctx context.Context, who account.Person, ws string) (*LawView, error) {
	if _, err := space.Allow(who, ws, account.ReadWork, nil); err != nil {
		return nil, err
	}
	work, err := d.Keeper.Work(ctx, ws)
	if err != nil {
		return nil, err
	}
	open, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	return lawView(work, open), nil
}

// PublicLaw is what a workspace published of laws and treaties, for everyone.
func (d *Desk) PublicLaw(ctx context.Context, ws string) (*LawView, error) {
	open, err := d.Keeper.Open(ctx, ws)
	if err != nil {
		return nil, err
	}
	return lawView(empty(ws, false), open), nil
}

func lawView(work, open *View) *LawView {
	v := &LawView{State: cmp.Or(work.State(), open.State()), Work: work, Open: open, Acts: both(work.LegalActs, open.LegalActs),
		Treaties: both(work.TreatyActs, open.TreatyActs), Claims: both(work.Claims, open.Claims)}
	slices.SortStableFunc(v.Acts, func(a, b Kept[plan.LegalAct]) int {
		return cmp.Or(FirstDay(b.Thing).Compare(FirstDay(a.Thing)), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(v.Treaties, func(a, b Kept[plan.TreatyAct]) int {
		return cmp.Or(a.Thing.Date.Compare(b.Thing.Date), slices.Index(plan.TreatySteps, a.Thing.Step)-slices.Index(plan.TreatySteps, b.Thing.Step), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range work.Proposals.All() {
		v.Proposals = append(v.Proposals, p)
	}
	return v
}

// both joins the things of two sides.
func both[T any](work, open *Table[*Held[T]]) []Kept[T] {
	var out []Kept[T]
	for id, h := range work.All() {
		_, published := open.Get(id)
		out = append(out, Kept[T]{ID: id, Thing: h.Thing, Fact: h.Fact, Open: published})
	}
	for id, h := range open.All() {
		if _, ok := work.Get(id); !ok {
			out = append(out, Kept[T]{ID: id, Thing: h.Thing, Open: true})
		}
	}
	return out
}

// FirstDay is the earliest day known of a legal act, by which acts are ordered; its dates stay apart everywhere else.
func FirstDay(a plan.LegalAct) upr.Date {
	first := upr.Date{}
	for _, d := range []upr.Date{a.Adopted, a.Signed, a.InForce, a.Ended} {
		if first.IsZero() || !d.IsZero() && first.After(d) {
			first = d
		}
	}
	return first
}

// Act is a legal act by its id.
func (v *LawView) Act(id string) (Kept[plan.LegalAct], bool) {
	i := slices.IndexFunc(v.Acts, func(a Kept[plan.LegalAct]) bool { return a.ID == id })
	if i < 0 {
		return Kept[plan.LegalAct]{}, false
	}
	return v.Acts[i], true
}

// Step is a treaty act by its id.
func (v *LawView) Step(id string) (Kept[plan.TreatyAct], bool) {
	i := slices.IndexFunc(v.Treaties, func(a Kept[plan.TreatyAct]) bool { return a.ID == id })
	if i < 0 {
		return Kept[plan.TreatyAct]{}, false
	}
	return v.Treaties[i], true
}

// Touching are the acts that amend, or that repeal, an act.
func (v *LawView) Touching(id string) (amending, repealing []Kept[plan.LegalAct]) {
	for _, a := range v.Acts {
		if slices.Contains(a.Thing.Amends, id) {
			amending = append(amending, a)
		}
		if slices.Contains(a.Thing.Repeals, id) {
			repealing = append(repealing, a)
		}
	}
	return amending, repealing
}

// StepsBy are the steps towards treaties that a legal act made, by date.
func (v *LawView) StepsBy(law string) []Kept[plan.TreatyAct] {
	return which(v.Treaties, func(a plan.TreatyAct) bool { return a.Law == law })
}

// StepsOf are the steps towards a treaty, by date.
func (v *LawView) StepsOf(treaty string) []Kept[plan.TreatyAct] {
	return which(v.Treaties, func(a plan.TreatyAct) bool { return a.Treaty == treaty })
}

// ClaimsOn are what sources say of a thing.
func (v *LawView) ClaimsOn(id string) []Kept[plan.Claim] {
	return which(v.Claims, func(c plan.Claim) bool { return c.About == id })
}

func which[T any](list []Kept[T], ok func(T) bool) []Kept[T] {
	var out []Kept[T]
	for _, k := range list {
		if ok(k.Thing) {
			out = append(out, k)
		}
	}
	return out
}

// onBothSides saves a thing on the closed side, and on the published one when everyone shall see it; what everyone saw and
// shall see no more is taken from there. shown is the thing as everyone sees it.
func onBothSides(s *sides, kind, id string, base store.FactID, thing, shown any, public bool) Save {
	out := Save{Act: kind, Puts: []Put{{Kind: kind, ID: id, Base: base, Thing: thing}}}
	fact, _, stands := s.Open.Shelf(kind).Held(id)
	switch {
	case public:
		out.OpenPuts = []Put{{Kind: kind, ID: id, Base: fact, Thing: shown}}
	case stands:
		out.OpenDrops = []Drop{{Kind: kind, ID: id, Base: fact}}
	}
	return out
}

// Bounds of what is written of laws, treaties and indicators, in letters.
const (
	maxTitle = 1000
	maxText  = 10_000
	maxLinks = 1000 // other things that one names
)

// checkText says what is wrong with a text of a form.
func checkText(field, s string, most int) error {
	switch {
	case !utf8.ValidString(s), strings.ContainsRune(s, 0):
		return &Invalid{Code: "letters", Field: field}
	case utf8.RuneCountInString(s) > most:
		return &Invalid{Code: "long", Field: field}
	}
	return nil
}

func checkNames(field string, n plan.Names, needed bool) error {
	if needed && len(n) == 0 {
		return &Invalid{Code: "missing", Field: field}
	}
	for _, x := range n {
		if err := checkText(field, x.Words, maxText); err != nil {
			return err
		}
	}
	return nil
}

// checkURL takes an address of the web or none.
func checkURL(field, s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > 2048 || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return &Invalid{Code: "url", Field: field, Value: cut(s)}
	}
	return nil
}

// cut shortens what was typed, to be shown again.
func cut(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// checkRecs wants every recommendation to be one of the workspace's State.
func (s *sides) checkRecs(ids []string) error {
	if len(ids) > maxLinks {
		return &Invalid{Code: "many", Field: "rec"}
	}
	for _, id := range ids {
		if _, ok := s.Recs.Get(id); !ok {
			return &Invalid{Code: "no-rec", Field: "rec", Value: cut(id)}
		}
	}
	return nil
}

// first is the first error among some.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
