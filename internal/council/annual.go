package council

import (
	"cmp"
	"slices"

	"github.com/openupr/openupr/internal/space"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/upr/council"
	"github.com/openupr/openupr/internal/upr/plan"
)

// Annual is what an institution said in a year and what became of it. Everything in it is counted from the record; only Figures
// are typed. Counts are of referrals: one recommendation to three bodies is three.
type Annual struct {
	Body   string
	Year   int
	On     upr.Date                              // as of which day: the last of the year, or today while the year runs
	Advice []*space.Held[council.Advice]         // published that says a day of the year, by number
	Bodies []AnnualBody                          // to which it referred, by id; those that owe or answered nothing in the year are left out
	Sum    AnnualBody                            // of all bodies
	Said   map[plan.Verdict]int                  // assessments published in the year
	Recs   int                                   // recommendations that these are about, each once
	Count  []*space.Held[council.Figure]         // in their order
	Rank   *space.Held[council.Accreditation]    // that held on the day; nil: none is recorded
	Late   []*space.Held[council.Referral]       // without a reply though it was due before the day, the longest overdue first
	Next   map[string]*space.Held[council.Reply] // the first published reply of a referral, by the referral's id
}

// AnnualBody is how a body answered an institution in a year.
type AnnualBody struct {
	Body     string
	Referred int                     // to it in the year
	Due      int                     // replies that fell due in the year: in time, late or none
	InTime   int                     // of Due
	After    int                     // of Due: replied, but after the day
	None     int                     // of Due: no reply
	Older    int                     // due before the year and without a reply at its beginning and still
	Outcomes map[council.Outcome]int // replies published in the year
}

func (b AnnualBody) empty() bool {
	return b.Referred+b.Due+b.Older == 0 && len(b.Outcomes) == 0
}

func (b *AnnualBody) add(o AnnualBody) {
	b.Referred, b.Due, b.InTime, b.After, b.None, b.Older = b.Referred+o.Referred, b.Due+o.Due, b.InTime+o.InTime, b.After+o.After, b.None+o.None, b.Older+o.Older
	for k, n := range o.Outcomes {
		if b.Outcomes == nil {
			b.Outcomes = map[council.Outcome]int{}
		}
		b.Outcomes[k] += n
	}
}

// AnnualOf is from what the tables of a year are made. All of it may be more than the institution's own; what is not is left out.
type AnnualOf struct {
	Advice      *space.Table[*space.Held[council.Advice]]
	Referrals   *space.Table[*space.Held[council.Referral]]
	Replies     *space.Table[*space.Held[council.Reply]]
	Figures     *space.Table[*space.Held[council.Figure]]
	Ranks       *space.Table[*space.Held[council.Accreditation]]
	Assessments *space.Table[*space.Held[plan.Assessment]]
	Day         func(act *space.Held[plan.Assessment]) upr.Date // on which an assessment was published
}

// Year counts an institution's year as of a day.
func (x AnnualOf) Year(body string, year int, today upr.Date) Annual {
	out := Annual{Body: body, Year: year, On: upr.Date{Year: year, Month: 12, Day: 31}, Said: map[plan.Verdict]int{}, Next: map[string]*space.Held[council.Reply]{}}
	if out.On.After(today) {
		out.On = today
	}
	for _, h := range x.Advice.All() {
		if a := h.Thing; a.Body == body && a.Step == plan.Published && a.On.Year == year && !a.On.After(out.On) {
			out.Advice = append(out.Advice, h)
		}
	}
	slices.SortStableFunc(out.Advice, func(a, b *space.Held[council.Advice]) int {
		return cmp.Or(a.Thing.On.Compare(b.Thing.On), cmp.Compare(a.Thing.Number, b.Thing.Number), cmp.Compare(a.ID, b.ID))
	})
	x.referrals(&out)
	x.assessments(&out)
	for _, h := range x.Figures.All() {
		if h.Thing.Body == body && h.Thing.Year == year {
			out.Count = append(out.Count, h)
		}
	}
	slices.SortStableFunc(out.Count, func(a, b *space.Held[council.Figure]) int { return cmp.Compare(a.Thing.Order, b.Thing.Order) })
	out.Rank = Rank(x.Ranks, body, out.On)
	return out
}

// referrals counts by body.
func (x AnnualOf) referrals(out *Annual) {
	mine := map[string]*space.Held[council.Referral]{}
	for id, h := range x.Referrals.All() {
		if h.Thing.From == out.Body && !h.Thing.On.After(out.On) {
			mine[id] = h
		}
	}
	at := map[string]*AnnualBody{}
	of := func(id string) *AnnualBody {
		b := at[id]
		if b == nil {
			b = &AnnualBody{Body: id}
			at[id] = b
		}
		return b
	}
	for _, h := range x.Replies.All() {
		r := h.Thing
		ref := mine[r.Referral]
		if ref == nil || r.Step != plan.Published || r.On.After(out.On) {
			continue
		}
		if first := out.Next[r.Referral]; first == nil || first.Thing.On.After(r.On) {
			out.Next[r.Referral] = h
		}
		if r.On.Year == out.Year {
			of(ref.Thing.Body).add(AnnualBody{Outcomes: map[council.Outcome]int{r.Outcome: 1}})
		}
	}
	for id, h := range mine {
		r, b := h.Thing, of(h.Thing.Body)
		var said upr.Date
		if reply := out.Next[id]; reply != nil {
			said = reply.Thing.On
		}
		if r.On.Year == out.Year {
			b.Referred++
		}
		late := r.Overdue(said, out.On)
		if late {
			out.Late = append(out.Late, h)
		}
		switch {
		case r.Due.Year < out.Year && late:
			b.Older++
		case r.Due.Year != out.Year:
		case !said.IsZero() && !said.After(r.Due):
			b.Due, b.InTime = b.Due+1, b.InTime+1
		case !said.IsZero():
			b.Due, b.After = b.Due+1, b.After+1
		case late:
			b.Due, b.None = b.Due+1, b.None+1
		}
	}
	for _, b := range at {
		if !b.empty() {
			out.Bodies = append(out.Bodies, *b)
			out.Sum.add(*b)
		}
	}
	slices.SortFunc(out.Bodies, func(a, b AnnualBody) int { return cmp.Compare(a.Body, b.Body) })
	slices.SortFunc(out.Late, func(a, b *space.Held[council.Referral]) int {
		return cmp.Or(a.Thing.Due.Compare(b.Thing.Due), cmp.Compare(a.ID, b.ID))
	})
}

func (x AnnualOf) assessments(out *Annual) {
	recs := map[string]bool{}
	for _, h := range x.Assessments.All() {
		if a := h.Thing; a.Body == out.Body && a.Step == plan.Published {
			if on := x.Day(h); on.Year == out.Year && !on.After(out.On) {
				out.Said[a.Verdict]++
				recs[a.Rec] = true
			}
		}
	}
	out.Recs = len(recs)
}

// Rank is the accreditation of an institution that held on a day: of several the one that began last; nil without any.
func Rank(t *space.Table[*space.Held[council.Accreditation]], body string, on upr.Date) *space.Held[council.Accreditation] {
	var out *space.Held[council.Accreditation]
	for _, h := range t.All() {
		a := h.Thing
		if a.Body != body || a.From.After(on) || !a.To.IsZero() && on.After(a.To) {
			continue
		}
		if out == nil || !out.Thing.From.After(a.From) {
			out = h
		}
	}
	return out
}
