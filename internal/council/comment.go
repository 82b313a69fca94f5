package council

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/openupr/openupr/internal/account"
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/seal"
	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	language "github.com/openupr/openupr/internal/words"
)

// Kinds of acts on comments.
const (
	ActComment  = "comment"
	ActTakeBack = "comment-back" // whoever wrote it withdrew it
	ActRelease  = "comment-show" // their days of waiting were over
	ActPaper    = "comment-paper"
	ActErase    = "erase"
)

// Bounds of comments.
const (
	CommentMax   = 20_000 // bytes of one comment
	quoteMax     = 2000
	pseudonymMax = 100
	groupsMost   = 20
	recsMost     = 20
	commentsMost = 100_000 // of one consultation
	sheetMost    = 50      // comments of one sheet of paper
	releaseMost  = 2000    // comments shown by one act
)

// Contribution is what somebody says on a passage, or on the whole of a draft.
type Contribution struct {
	Passage   string // id; empty: the whole
	Quote     string
	Words     string
	Lang      string // empty: it is found from the words
	Pseudonym string
	Groups    []string
	Recs      []string
	DeskOnly  bool
	Once      string // random word of the form: the same form sent twice is one comment; may be empty
	Code      string // return code of an earlier contribution, under which this one is kept too; empty: a new one is made
}

// Received is what a contributor is told. The code is told once and is kept nowhere.
type Received struct {
	ID     string
	Number int
	Code   string // empty when the form had been sent before
	Shown  council.Shown
	Until  upr.Date
	Harm   []Harm // why a person looks at it before it is shown
	Again  bool   // the form had been sent before; nothing was done
}

// Comment takes a comment of anyone, without account and without a trace of who it is.
func (d *Desk) Comment(ctx context.Context, ws, consultation string, c Contribution) (Received, error) {
	code, err := codeFor(c.Code)
	if err != nil {
		return Received{}, err
	}
	id := d.newID()
	if c.Once != "" {
		id = onceID(c.Once)
	}
	got := Received{}
	_, err = d.Anonymous(ctx, ws, func(s *Sides) (Save, error) {
		save := Save{Act: ActComment}
		if old, ok := s.Closed.Comments.Get(id); ok && old.Thing.Consultation == consultation {
			got = Received{ID: id, Number: old.Thing.Number, Shown: old.Thing.Shown, Until: old.Thing.Until, Again: true}
			return save, nil
		}
		x, err := d.taken(s, consultation, c)
		if err != nil {
			return save, err
		}
		x.Number, x.Code = s.nextComment(consultation), CodeDigest(code)
		got = Received{ID: id, Number: x.Number, Code: code.String(), Shown: x.Shown, Until: x.Until, Harm: HarmsOf(x.Harm)}
		save.newComment(id, x)
		return save, nil
	})
	return got, err
}

// CommentFor takes a comment in the name of a body, from a person who sits for it.
func (d *Desk) CommentFor(ctx context.Context, who account.Person, ws, consultation, body string, c Contribution) (Received, error) {
	got := Received{}
	_, err := d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActComment}
		seat, err := space.Allow(who, ws, account.Submit, &account.Target{Bodies: []string{body}})
		if err != nil {
			return seat, save, err
		}
		x, err := d.taken(s, consultation, c)
		if err != nil {
			return seat, save, err
		}
		x.Number, x.Body, x.Pseudonym = s.nextComment(consultation), body, ""
		got = Received{ID: d.newID(), Number: x.Number, Shown: x.Shown, Until: x.Until, Harm: HarmsOf(x.Harm)}
		save.newComment(got.ID, x)
		return seat, save, nil
	})
	return got, err
}

// TypeIn takes what came on paper. The code is the one printed on the sheet: the same sheet is not typed in twice, and whoever
// filled it in finds with it what became of it. A person read the sheet, so nobody needs to look again; it is held as long as others.
func (d *Desk) TypeIn(ctx context.Context, who account.Person, ws, consultation, printed string, list []Contribution) ([]Received, error) {
	code, err := seal.ParseCode(printed)
	if err != nil {
		return nil, &Invalid{Code: "code", Field: "code"}
	}
	var got []Received
	_, err = d.Change(ctx, who, ws, func(s *Sides) (account.Seat, Save, error) {
		got = nil
		save := Save{Act: ActPaper}
		_, seat, err := allowFor(s, who, account.Moderate, consultation)
		if err != nil {
			return seat, save, err
		}
		switch {
		case len(list) == 0:
			return seat, save, &Invalid{Code: "empty", Field: "text"}
		case len(list) > sheetMost:
			return seat, save, &Invalid{Code: "many", Field: "text"}
		case len(s.Closed.About(council.KindComment, CodeDigest(code))) > 0:
			return seat, save, &Invalid{Code: "typed", Field: "code"}
		}
		next := s.nextComment(consultation)
		for i, c := range list {
			x, err := d.taken(s, consultation, c)
			if err != nil {
				return seat, save, err
			}
			x.Number, x.Code, x.Paper, x.Looked = next+i, CodeDigest(code), true, true
			if h, _ := s.Closed.Consulted.Get(consultation); dueOn(x, h.Thing, d.Today()) {
				x.Shown = council.IsShown
			}
			r := Received{ID: d.newID(), Number: x.Number, Shown: x.Shown, Until: x.Until, Harm: HarmsOf(x.Harm)}
			got = append(got, r)
			save.newComment(r.ID, x)
		}
		return seat, save, nil
	})
	return got, err
}

// newComment saves a comment, and what of it is public.
func (save *Save) newComment(id string, x council.Comment) {
	save.Puts = append(save.Puts, Put{Kind: council.KindComment, ID: id, Thing: x})
	if save.Opening == nil {
		save.Opening = Open()
	}
	save.Opening.Add(council.KindComment, id, x)
}

// publicComment is what everyone reads of a comment: without what was found in it and its code, and without any word of it
// while it is not shown. That it came in, and when, is public in any case, so that none is lost without a trace.
func publicComment(x council.Comment) council.Comment {
	if x.Shown != council.IsShown {
		return council.Comment{Consultation: x.Consultation, Number: x.Number, On: x.On, Shown: x.Shown, Until: x.Until, Paper: x.Paper}
	}
	x.Code, x.Harm = "", ""
	return x
}

// nextComment is the number that comes next: comments are never taken out of the closed side.
func (s *Sides) nextComment(consultation string) int {
	refs, _ := s.Closed.about.Get(consultation)
	n := 1
	for _, r := range refs {
		if r.Kind == council.KindComment {
			n++
		}
	}
	return n
}

// taken is a comment as it comes in on a day, without number and code.
func (d *Desk) taken(s *Sides, consultation string, c Contribution) (council.Comment, error) {
	none := council.Comment{}
	h, ok := s.Closed.Consulted.Get(consultation)
	if !ok || !h.Thing.Public {
		return none, &Invalid{Code: "gone", Field: council.KindConsultation, Value: consultation}
	}
	of, today := h.Thing, d.Today()
	if !of.Open(today) {
		return none, &Invalid{Code: "closed", Field: "closes", Value: of.Closes.String()}
	}
	if s.nextComment(consultation) > commentsMost {
		return none, &Invalid{Code: "many", Field: "text"}
	}
	said, err := space.NeedWords("text", strings.ReplaceAll(c.Words, "\r\n", "\n"), CommentMax)
	if err != nil {
		return none, err
	}
	x := council.Comment{Consultation: consultation, Passage: c.Passage, Quote: oneLine(c.Quote), Words: said, Lang: c.Lang, Pseudonym: oneLine(c.Pseudonym), On: today,
		Shown: council.Held, Until: daysAfter(today, of.HoldDays), Groups: distinct(c.Groups), Recs: distinct(c.Recs)}
	if err := space.CheckAll(space.Text{Field: "quote", Words: x.Quote, Most: quoteMax}, space.Text{Field: "pseudonym", Words: x.Pseudonym, Most: pseudonymMax},
		space.Text{Field: "lang", Words: x.Lang, Most: 8}); err != nil {
		return none, err
	}
	if x.Lang == "" {
		x.Lang = language.Language(said)
	}
	if x.Passage != "" {
		if p, ok := s.Closed.Passages.Get(x.Passage); !ok || p.Thing.Consultation != consultation {
			return none, &Invalid{Code: "unknown", Field: "passage", Value: x.Passage}
		}
	}
	if len(x.Groups) > groupsMost || len(x.Recs) > recsMost {
		return none, &Invalid{Code: "many", Field: "group"}
	}
	for _, g := range x.Groups {
		if !slices.ContainsFunc(reference.Affected(), func(a reference.AffectedGroup) bool { return a.Code == g }) {
			return none, &Invalid{Code: "unknown", Field: "group", Value: g}
		}
	}
	for _, id := range x.Recs {
		if _, ok := s.Recs.Get(id); !ok {
			return none, &Invalid{Code: "unknown", Field: "rec", Value: id}
		}
	}
	x.Harm = harmCodes(LookForHarm(x.Words + "\n" + x.Quote + "\n" + x.Pseudonym))
	switch {
	case c.DeskOnly:
		x.Shown, x.Until = council.NeverShown, upr.Date{}
	case dueOn(x, of, today):
		x.Shown = council.IsShown
	}
	return x, nil
}

// Release shows the comments whose days of waiting are over, in the order in which they came in, and says how many. Those in
// which something was found, and those of a consultation whose rule says so, wait for a person.
func (d *Desk) Release(ctx context.Context, ws string) (int, error) {
	n := 0
	_, err := d.save(ctx, ws, store.Actor{}, func(s *Sides) (account.Seat, Save, error) {
		save := Save{Act: ActRelease}
		n = 0
		for id, h := range s.Closed.Consulted.All() {
			if !h.Thing.Public {
				continue
			}
			for _, c := range s.Closed.CommentsOf(id) {
				if n == releaseMost || !dueOn(c.Thing, h.Thing, d.Today()) {
					continue
				}
				n++
				save.showComment(c)
			}
		}
		return account.Seat{Workspace: ws, Role: "program"}, save, nil
	})
	return n, err
}

// showComment shows a held comment.
func (save *Save) showComment(h *Held[council.Comment]) {
	x := h.Thing
	x.Shown = council.IsShown
	save.changeComment(h, x)
}

// changeComment changes a comment.
func (save *Save) changeComment(h *Held[council.Comment], x council.Comment) {
	save.Puts = append(save.Puts, Put{Kind: council.KindComment, ID: h.ID, Base: h.Fact, Thing: x})
	if save.Opening == nil {
		save.Opening = Open()
	}
	save.Opening.Add(council.KindComment, h.ID, x)
}

// TakeBack withdraws a comment for whoever holds its code. Its words leave the public and the closed side, and are erased from
// the history too; its number stays.
func (d *Desk) TakeBack(ctx context.Context, ws, typed, id string) error {
	code, err := seal.ParseCode(typed)
	if err != nil {
		return &Invalid{Code: "code", Field: "code"}
	}
	_, err = d.Anonymous(ctx, ws, func(s *Sides) (Save, error) {
		save := Save{Act: ActTakeBack}
		h, ok := s.Closed.Comments.Get(id)
		if !ok || h.Thing.Code != CodeDigest(code) {
			return save, &Invalid{Code: "gone", Field: council.KindComment}
		}
		x := h.Thing
		if x.Shown == council.TakenAway {
			return save, nil
		}
		save.changeComment(h, council.Comment{Consultation: x.Consultation, Number: x.Number, On: x.On, Shown: council.TakenAway, Code: x.Code, Paper: x.Paper})
		return save, nil
	})
	if err != nil {
		return err
	}
	return d.eraseWords(ctx, ws, council.KindComment, id)
}

// eraseWords takes the words of all earlier versions of contributions of one kind out of the history. What goes wrong here is
// told, and done again when it is withdrawn again.
func (d *Desk) eraseWords(ctx context.Context, ws, kind string, ids ...string) error {
	var old []store.FactID
	for _, id := range ids {
		for row, err := range d.Store.History(ctx, id) {
			if err != nil {
				return fmt.Errorf("erasing a %s: %w", kind, err)
			}
			if row.Fact.Kind != kind || row.EndedBy == 0 || row.Review != CouncilHome(ws) && row.Review != ForumHome(ws) {
				continue
			}
			if slices.ContainsFunc(row.Fact.Fields, func(f ledger.Field) bool { return slices.Contains(wordFields, f.Name) }) {
				old = append(old, row.ID)
			}
		}
	}
	for _, fact := range old {
		if _, err := d.Store.Erase(ctx, store.Act{Kind: ActErase, Scope: CouncilHome(ws), Role: string(account.Visitor)}, fact); err != nil {
			return fmt.Errorf("erasing a %s: %w", kind, err)
		}
	}
	return d.refresh(ctx)
}

// wordFields are the fields in which the words of contributions stand.
var wordFields = []string{"text", "title", "before", "after"}

// Mine is a contribution with what became of it, for whoever holds its code.
type Mine struct {
	Comment   *Held[council.Comment]
	Of        *Held[council.Consultation]
	Responses []*Held[council.Response] // published
	Removal   *Held[council.Removal]    // that stands; nil: none
	Appeals   []*Held[council.Appeal]
}

// Mine are the contributions under a return code, the first first; empty for a code of none.
func (d *Desk) Mine(ctx context.Context, ws, typed string) ([]Mine, error) {
	code, err := seal.ParseCode(typed)
	if err != nil {
		return nil, &Invalid{Code: "code", Field: "code"}
	}
	v, err := d.Keeper.Closed(ctx, ws)
	if err != nil {
		return nil, err
	}
	open, err := d.Keeper.Forum(ctx, ws)
	if err != nil {
		return nil, err
	}
	var out []Mine
	for _, c := range space.Pick(v.Comments, v.About(council.KindComment, CodeDigest(code))) {
		m := Mine{Comment: c, Responses: space.ByTime(space.Pick(open.Responses, open.About(council.KindResponse, c.ID)))}
		m.Of, _ = v.Consulted.Get(c.Thing.Consultation)
		for _, r := range space.ByTime(space.Pick(v.Removals, v.About(council.KindRemoval, c.ID))) {
			m.Removal = r
		}
		if m.Removal != nil {
			m.Appeals = space.ByTime(space.Pick(v.Appeals, v.About(council.KindAppeal, m.Removal.ID)))
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Mine) int { return a.Comment.Thing.Number - b.Comment.Thing.Number })
	return out, nil
}

// daysAfter is the day so many days after another.
func daysAfter(day upr.Date, n int) upr.Date {
	t := day.Time().AddDate(0, 0, n)
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
