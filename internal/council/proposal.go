package council

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
	language "github.com/openupr/openupr/internal/words"
)

// Kinds of acts on proposals.
const (
	ActPropose  = "propose"
	ActEndorse  = "endorse"
	ActRemark   = "remark"
	ActAmend    = "amend"
	ActResolve  = "resolve"
	ActWithdraw = "propose-back"
)

// Bounds of proposals.
const (
	proposalsMost = 100_000 // of one council
	proposedRecs  = 200
	remarksMost   = 5000 // and amendments, of one proposal
)

// SaveProposal saves a proposal of a member or of an organisation as a draft, which its proposer alone reads. Only a draft is
// written over: what was proposed is amended in the open.
func (d *Desk) SaveProposal(ctx context.Context, who account.Person, ws, id string, base store.FactID, p council.Proposal) (string, error) {
	made := cmp.Or(id, d.newID())
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActPropose}
		seat, err := s.proposer(d, who, ws, p)
		if err != nil {
			return seat, save, err
		}
		p := p
		p.Step, p.Number, p.Reason, p.Into, p.From, p.Code, p.Author, p.Sitting = council.Drafted, 0, "", "", nil, "", who.ID, ""
		p.On = d.Today()
		if old, ok := s.Closed.Proposals.Get(id); ok {
			if _, err := s.ownProposal(d, who, ws, old.Thing); err != nil {
				return seat, save, err
			}
			if old.Thing.Step != council.Drafted || old.Thing.By == council.ByCitizen {
				return seat, save, &Invalid{Code: "step", Field: "step", Value: string(old.Thing.Step)}
			}
			p.Author, p.On = old.Thing.Author, old.Thing.On
		}
		if err := cmp.Or(space.CheckID(council.KindProposal, s.Closed.Proposals, id, base), s.checkProposal(p)); err != nil {
			return seat, save, err
		}
		save.Puts = []Put{{Kind: council.KindProposal, ID: made, Base: base, Thing: p}}
		return seat, save, nil
	})
	return made, err
}

// proposer gives the seat from which a person proposes, and refuses proposers that the council's rule does not let propose.
func (s *Sides) proposer(d *Desk, who account.Person, ws string, p council.Proposal) (account.Seat, error) {
	c, ok := s.Closed.Councils.Get(p.Council)
	if !ok {
		_, err := space.Allow(who, ws, account.ReadCouncil, nil)
		return account.Seat{}, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindCouncil, Value: p.Council})
	}
	body, member := p.Body, p.Member
	switch {
	case p.By == council.ByMember:
		body = ""
	case p.By == council.ByOrganisation && body != "":
		member = ""
	default:
		return account.Seat{}, &Invalid{Code: "unknown", Field: "by", Value: string(p.By)}
	}
	seat, err := s.speak(d.Today(), who, ws, account.Propose, p.Council, member, body)
	switch {
	case err != nil:
	case body != p.Body || member != p.Member:
		err = &Invalid{Code: "unknown", Field: "by", Value: string(p.By)}
	case !c.Thing.May(p.By):
		err = &Invalid{Code: "rule", Field: "by", Value: string(p.By)}
	case !c.Thing.Exists(d.Today()):
		err = &Invalid{Code: "ended", Field: "council"}
	}
	return seat, err
}

// ownProposal asks whether a proposal is a person's to change or take back: of the member who made it, of the body in whose
// name it was made, or of the secretary as far as they entered it for a member.
func (s *Sides) ownProposal(d *Desk, who account.Person, ws string, p council.Proposal) (account.Seat, error) {
	switch p.By {
	case council.ByOrganisation:
		return space.Allow(who, ws, account.Propose, &account.Target{Bodies: []string{p.Body}})
	case council.ByMember:
		seat, err := s.speak(d.Today(), who, ws, account.Propose, p.Council, p.Member, "")
		if err == nil && p.Author != who.ID {
			if m, ok := s.Closed.MandateOf(who, p.Council, d.Today()); !ok || m.ID != p.Member {
				err = &Refused{Workspace: ws, Act: account.Propose}
			}
		}
		return seat, err
	}
	return account.Seat{}, &Refused{Workspace: ws, Act: account.Propose}
}

func (s *Sides) checkProposal(p council.Proposal) error {
	if err := cmp.Or(space.CheckTexts("title", p.Title, true, space.NameMax), space.CheckTexts("text", p.Texts, true, space.TextMax)); err != nil {
		return err
	}
	if x, ok := s.Closed.Sections.Get(p.Section); p.Section != "" && (!ok || x.Thing.Council != p.Council) {
		return &Invalid{Code: "unknown", Field: "section", Value: p.Section}
	}
	if len(p.Recs) > proposedRecs || len(p.Treaties) > space.ListMax {
		return &Invalid{Code: "many", Field: "rec"}
	}
	for _, id := range p.Recs {
		if _, ok := s.Recs.Get(id); !ok {
			return &Invalid{Code: "unknown", Field: "rec", Value: id}
		}
	}
	for _, t := range p.Treaties {
		if err := space.CheckWords("treaty", t, 50); err != nil {
			return err
		}
	}
	if len(s.Closed.About(council.KindProposal, p.Council)) >= proposalsMost {
		return &Invalid{Code: "many", Field: "title"}
	}
	return space.CheckIDs("measure", s.Plan.Measures, p.Measures)
}

// Propose brings a draft before the council: it gets the next number and is public from now on.
func (d *Desk) Propose(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.proposal(ctx, ws, id, who, base, ActPropose, func(s *Sides, p *council.Proposal, save *Save) (account.Seat, error) {
		seat, err := s.ownProposal(d, who, ws, *p)
		if err != nil {
			return seat, err
		}
		if _, err := s.proposer(d, who, ws, *p); err != nil {
			return seat, err
		}
		return seat, s.bring(d, p)
	})
}

// bring gives a proposal its number and its day.
func (s *Sides) bring(d *Desk, p *council.Proposal) error {
	if err := p.Go(council.Proposed); err != nil {
		return &Invalid{Code: "step", Field: "step", Value: string(p.Step)}
	}
	p.Number, p.On = s.nextProposal(p.Council), d.Today()
	return nil
}

func (s *Sides) nextProposal(councilID string) int {
	n := 0
	for _, id := range s.Closed.About(council.KindProposal, councilID) {
		if h, ok := s.Closed.Proposals.Get(id); ok && h.Thing.Council == councilID {
			n = max(n, h.Thing.Number)
		}
	}
	return n + 1
}

// proposal takes one step with a proposal, over the version that the person saw, and shows what everyone may read of it.
func (d *Desk) proposal(ctx context.Context, ws, id string, who account.Person, base store.FactID, act string, take func(*Sides, *council.Proposal, *Save) (account.Seat, error)) error {
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: act}
		h, ok := s.Closed.Proposals.Get(id)
		if !ok {
			_, err := space.Allow(who, ws, account.ReadCouncil, nil)
			return account.Seat{}, save, cmp.Or[error](err, &Invalid{Code: "gone", Field: council.KindProposal, Value: id})
		}
		p := h.Thing
		p.From = slices.Clone(p.From)
		seat, err := take(s, &p, &save)
		if err != nil {
			return seat, save, err
		}
		if _, err := space.SeenVersion(ctx, d.Store, s.Closed.Home(), council.KindProposal, s.Closed.Proposals, id, base); err != nil {
			return seat, save, err
		}
		save.Puts = append(save.Puts, Put{Kind: council.KindProposal, ID: id, Base: base, Thing: p})
		if p.Step.Public() {
			save.show(council.KindProposal, id, p)
		}
		return seat, save, nil
	})
	return err
}

// CitizenProposal is what somebody without an account proposes.
type CitizenProposal struct {
	Section   string
	Title     string
	Words     string
	Lang      string // empty: it is found from the words
	Recs      []string
	Treaties  []string
	Pseudonym string
	Once      string // random word of the form: the same form sent twice is one proposal; may be empty
	Code      string // return code of an earlier contribution; empty: a new one is made
}

// ProposeOpenly takes a proposal of anyone, where the council's rule lets citizens propose. It is held back for the days of the
// council's rule, and until a person looked at it where the do-no-harm look found something; Received.Shown says so.
func (d *Desk) ProposeOpenly(ctx context.Context, ws, councilID string, c CitizenProposal) (Received, error) {
	code, err := codeFor(c.Code)
	if err != nil {
		return Received{}, err
	}
	id := d.newID()
	if c.Once != "" {
		id = onceID(c.Once)
	}
	var got Received
	_, err = d.Anonymous(ctx, ws, func(s *Sides) (Save, error) {
		save := Save{Act: ActPropose}
		if old, ok := s.Closed.Proposals.Get(id); ok && old.Thing.Council == councilID && old.Thing.By == council.ByCitizen {
			got = Received{ID: id, Number: old.Thing.Number, Again: true, Shown: council.Held}
			if old.Thing.Step.Public() {
				got.Shown = council.IsShown
			}
			return save, nil
		}
		h, ok := s.Closed.Councils.Get(councilID)
		switch {
		case !ok:
			return save, &Invalid{Code: "gone", Field: council.KindCouncil, Value: councilID}
		case !h.Thing.May(council.ByCitizen):
			return save, &Invalid{Code: "rule", Field: "by", Value: string(council.ByCitizen)}
		case !h.Thing.Exists(d.Today()):
			return save, &Invalid{Code: "ended", Field: "council"}
		}
		title, words := oneLine(c.Title), strings.TrimSpace(strings.ReplaceAll(c.Words, "\r\n", "\n"))
		lang := cmp.Or(c.Lang, language.Language(words))
		p := council.Proposal{Council: councilID, Section: c.Section, Title: named(lang, title), Texts: named(lang, words), By: council.ByCitizen,
			Pseudonym: oneLine(c.Pseudonym), Recs: distinct(c.Recs), Treaties: distinct(c.Treaties), On: d.Today(), Step: council.Drafted, Code: CodeDigest(code)}
		if err := cmp.Or(s.checkProposal(p), space.CheckWords("pseudonym", p.Pseudonym, pseudonymMax)); err != nil {
			return save, err
		}
		got = Received{ID: id, Code: code.String(), Shown: council.Held, Until: daysAfter(p.On, h.Thing.HoldDays), Harm: harmOfProposal(p)}
		if h.Thing.HoldDays == 0 && len(got.Harm) == 0 {
			if err := s.bring(d, &p); err != nil {
				return save, err
			}
			got.Shown, got.Number = council.IsShown, p.Number
			save.show(council.KindProposal, id, p)
		}
		save.Puts = append(save.Puts, Put{Kind: council.KindProposal, ID: id, Thing: p})
		return save, nil
	})
	return got, err
}

func harmOfProposal(p council.Proposal) []Harm {
	return LookForHarm(originalOf(p.Title) + "\n" + originalOf(p.Texts) + "\n" + p.Pseudonym)
}

// ReleaseProposals shows the proposals of citizens whose days of waiting are over, in the order in which they came in, as one
// act, and says how many. Those in which the do-no-harm look finds something wait for a person (LetIn).
func (d *Desk) ReleaseProposals(ctx context.Context, ws string) (int, error) {
	n := 0
	_, err := d.save(ctx, ws, store.Actor{}, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRelease}
		n = 0
		numbers := map[string]int{}
		for _, h := range s.Closed.waiting() {
			c, ok := s.Closed.Councils.Get(h.Thing.Council)
			if !ok || n == releaseMost || daysAfter(h.Thing.On, c.Thing.HoldDays).After(d.Today()) || len(harmOfProposal(h.Thing)) > 0 {
				continue
			}
			if numbers[c.ID] == 0 {
				numbers[c.ID] = s.nextProposal(c.ID)
			}
			p := h.Thing
			p.Step, p.Number, p.On = council.Proposed, numbers[c.ID], d.Today()
			numbers[c.ID]++
			n++
			save.keep(council.KindProposal, h.ID, h.Fact, p)
		}
		return account.Seat{Workspace: ws, Role: "program"}, save, nil
	})
	return n, err
}

// waiting are the proposals of citizens that are held back and were not removed, in the order in which they came in.
func (v *View) waiting() []*Held[council.Proposal] {
	var out []*Held[council.Proposal]
	for _, h := range v.Proposals.All() {
		if h.Thing.By == council.ByCitizen && h.Thing.Step == council.Drafted && v.RemovalOf(h.ID) == nil {
			out = append(out, h)
		}
	}
	return space.ByTime(out)
}

// LetIn shows a citizen's proposal that is held back, after a person looked at it.
func (d *Desk) LetIn(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.proposal(ctx, ws, id, who, base, ActRelease, func(s *Sides, p *council.Proposal, _ *Save) (account.Seat, error) {
		_, seat, err := s.councilOf(who, ws, account.Moderate, p.Council)
		if err == nil && p.By != council.ByCitizen {
			err = &Refused{Workspace: ws, Act: account.Moderate}
		}
		if err == nil && s.Closed.RemovalOf(id) != nil {
			err = &Invalid{Code: "step", Field: "step", Value: string(council.Removed)}
		}
		if err == nil {
			err = s.bring(d, p)
		}
		return seat, err
	})
}

// WithdrawProposal takes a proposal back, by whoever made it. Its words, and those about it, leave the public.
func (d *Desk) WithdrawProposal(ctx context.Context, who account.Person, ws, id string, base store.FactID) error {
	return d.proposal(ctx, ws, id, who, base, ActWithdraw, func(s *Sides, p *council.Proposal, save *Save) (account.Seat, error) {
		seat, err := s.ownProposal(d, who, ws, *p)
		if err == nil {
			err = s.withdraw(id, p, save)
		}
		return seat, err
	})
}

// WithdrawByCode takes a proposal back for whoever holds its return code. Its words, and the amendments that repeat them, leave
// the public and the closed side and are erased from the history too; that there was one stays.
func (d *Desk) WithdrawByCode(ctx context.Context, ws, typed, id string) error {
	code, err := seal.ParseCode(typed)
	if err != nil {
		return &Invalid{Code: "code", Field: "code"}
	}
	var amended []string
	_, err = d.Anonymous(ctx, ws, func(s *Sides) (Save, error) {
		save := Save{Act: ActWithdraw}
		amended = nil
		h, ok := s.Closed.Proposals.Get(id)
		if !ok || h.Thing.Code == "" || h.Thing.Code != CodeDigest(code) {
			return save, &Invalid{Code: "gone", Field: council.KindProposal}
		}
		p := h.Thing
		if p.Step == council.Withdrawn { // what is missing of the erasure is done again
			amended = s.Closed.About(council.KindAmendment, id)
			return save, nil
		}
		if err := s.withdraw(id, &p, &save); err != nil {
			return save, err
		}
		for _, x := range space.Pick(s.Closed.Amendments, s.Closed.About(council.KindAmendment, id)) {
			bare := x.Thing
			bare.Before, bare.After, bare.Reason = nil, nil, ""
			save.Puts = append(save.Puts, Put{Kind: council.KindAmendment, ID: x.ID, Base: x.Fact, Thing: bare})
			amended = append(amended, x.ID)
		}
		save.Puts = append(save.Puts, Put{Kind: council.KindProposal, ID: id, Base: h.Fact,
			Thing: council.Proposal{Council: p.Council, Number: p.Number, By: p.By, On: p.On, Step: p.Step, Code: p.Code, From: p.From}})
		return save, nil
	})
	if err != nil {
		return err
	}
	return errors.Join(d.eraseWords(ctx, ws, council.KindProposal, id), d.eraseWords(ctx, ws, council.KindAmendment, amended...))
}

func (s *Sides) withdraw(id string, p *council.Proposal, save *Save) error {
	if err := p.Go(council.Withdrawn); err != nil {
		return &Invalid{Code: "step", Field: "step", Value: string(p.Step)}
	}
	s.hideProposal(id, save)
	return nil
}

// ProposalsOf a council, by number; drafts come last.
func (v *View) ProposalsOf(councilID string) []*Held[council.Proposal] {
	return Once(v, "proposals "+councilID, func() []*Held[council.Proposal] {
		var out []*Held[council.Proposal]
		for _, h := range space.Pick(v.Proposals, v.About(council.KindProposal, councilID)) {
			if h.Thing.Council == councilID {
				out = append(out, h)
			}
		}
		slices.SortFunc(out, func(a, b *Held[council.Proposal]) int {
			if x, y := a.Thing.Number == 0, b.Thing.Number == 0; x != y {
				if x {
					return 1
				}
				return -1
			}
			return cmp.Or(cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
		})
		return out
	})
}

// sameWords says whether two texts are the same in every language.
func sameWords(a, b plan.Names) bool { return slices.Equal(a, b) }
