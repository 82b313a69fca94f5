package corpus

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/openupr/openupr/internal/classify"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
)

// ReviewDocs are the searched documents of one review in its order: its items by segment, or while no report is at hand
// the provisional ones; then its pledges. on, when not zero, leaves out what was said later: positions, and the whole
// review before its session began. c may be nil: then nothing is guessed.
func ReviewDocs(r *record.Review, c *classify.Classifier, on upr.Date) []Doc {
	w := whereOf(r)
	if !on.IsZero() && w.began.After(on) {
		return nil
	}
	j := NewJoiner(r, c)
	j.counted = true
	n := len(r.Provisional) + len(r.Pledges)
	for _, it := range r.Items {
		n += len(it.Segments)
	}
	if len(r.Items)+len(r.Provisional) == 0 {
		n += len(r.Annotations)
	}
	out := make([]Doc, 0, n)
	for _, it := range r.Items {
		out = w.item(out, j, it, on)
	}
	for _, it := range r.Provisional {
		out = w.item(out, j, it, on)
	}
	if len(r.Items)+len(r.Provisional) == 0 {
		for _, a := range r.Annotations { // nobody else holds these recommendations
			out = append(out, w.annotation(j, a))
		}
	}
	for i := range r.Pledges {
		out = append(out, w.pledge(j, &r.Pledges[i]))
	}
	return out
}

// where is what all documents of a review have in common.
type where struct {
	review  upr.ReviewID
	session upr.WGSession
	year    int
	began   upr.Date // the day before which nothing of the review had been said; zero when unknown
}

// whereOf finds session, year and first day of a review: its report says them, else the calendar.
func whereOf(r *record.Review) where {
	w := where{review: r.ID}
	if d := r.Document(reading.WGReport, ""); d != nil {
		w.session, w.year, w.began = d.WGSession, cmp.Or(d.Issued.Year, d.ReviewDate.Year), d.ReviewDate
	}
	if w.session == 0 && len(r.Entries) > 0 {
		w.session = r.Entries[0].Session
	}
	if w.session == 0 && len(r.Annotations) > 0 {
		w.session = r.Annotations[0].Session
	}
	if slot, ok := reference.SlotOf(r.ID); ok && w.session == 0 {
		w.session = slot.Session
	}
	if s, ok := reference.SessionByNumber(w.session); ok {
		w.year = cmp.Or(w.year, s.Start.Year)
		if w.began.IsZero() {
			w.began = s.Start
		}
	}
	return w
}

func (w where) doc(kind Kind) Doc {
	return Doc{Kind: kind, Review: w.review, State: w.review.State, Session: w.session, Year: w.year}
}

// item adds the segments of an item.
func (w where) item(out []Doc, j *Joiner, it *record.Item, on upr.Date) []Doc {
	position, act := it.Position, it.Act
	if !on.IsZero() {
		position = upr.Current(it.Events, on)
	}
	for _, a := range it.EventAct {
		act = max(act, a)
	}
	provisional := it.ID.Provisional()
	for i := range it.Segments {
		s := &it.Segments[i]
		d := w.doc(Recommendation)
		d.ID, d.Item, d.Provisional = it.ID.Segment(s.N), string(it.ID), provisional
		d.By, d.Position, d.Symbol, d.Act = j.statesOf(s), position, it.Symbol, act
		if it.Paragraph > 0 {
			d.Para = strconv.Itoa(it.Paragraph) + "." + it.Number
		}
		d.Texts = j.segmentTexts(it, s)
		entries := j.entries[d.ID]
		for _, e := range entries {
			d.Act = max(d.Act, e.Act)
			if provisional {
				d.Source = e.Keeper
			}
		}
		j.label(&d, j.segment(d.ID, entries, it, d.Texts[0].Words, d.Texts[0].Lang))
		out = append(out, d)
	}
	return out
}

func (j *Joiner) statesOf(s *upr.Segment) []upr.State {
	j.by = j.by[:0]
	for _, a := range s.By {
		j.by = once(j.by, a.State)
	}
	return j.states.keep(j.by)
}

// segmentTexts are the segment's words and those of its item in other languages, which are not split.
func (j *Joiner) segmentTexts(it *record.Item, s *upr.Segment) []Text {
	lang := "en"
	if len(it.Texts) > 0 {
		lang = cmp.Or(it.Texts[0].Lang, lang)
	}
	out := append(j.said[:0], Text{Lang: cmp.Or(s.Language, lang), Words: s.Words})
	for i, t := range it.Texts {
		if i > 0 && t.Words != "" && !slices.ContainsFunc(out, func(o Text) bool { return o.Lang == t.Lang }) {
			out = append(out, Text{Lang: t.Lang, Words: t.Words})
		}
	}
	j.said = out
	return j.texts.keep(out)
}

// label puts the codes that count into the fields that are searched.
func (j *Joiner) label(d *Doc, l classify.Labels) {
	for i := range l {
		g := &l[i]
		if !g.Sure {
			continue
		}
		switch g.Scheme {
		case classify.Action:
			if n, err := strconv.Atoi(g.Code); err == nil && d.Action == 0 {
				d.Action = n
			}
		case classify.Issue:
			j.found[0] = once(j.found[0], g.Code)
		case classify.Affected:
			j.found[1] = once(j.found[1], g.Code)
		case classify.SDG:
			j.found[2] = once(j.found[2], g.Code)
		case classify.Treaty:
			j.found[3] = once(j.found[3], g.Code)
		}
	}
	for i, to := range []*[]string{&d.Issues, &d.Affected, &d.SDGs, &d.Treaties} {
		*to = j.codes.keep(j.found[i])
		j.found[i] = j.found[i][:0]
	}
}

func once[T comparable](list []T, v T) []T {
	if slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

// shelf keeps many short lists in few stretches of memory.
type shelf[T any] struct{ rest []T }

func (s *shelf[T]) keep(list []T) []T {
	if len(list) == 0 {
		return nil
	}
	if cap(s.rest)-len(s.rest) < len(list) {
		s.rest = make([]T, 0, max(len(list), 256))
	}
	from := len(s.rest)
	s.rest = append(s.rest, list...)
	return s.rest[from:len(s.rest):len(s.rest)]
}

func (w where) pledge(j *Joiner, p *upr.Pledge) Doc {
	d := w.doc(Pledge)
	d.ID = p.ID()
	d.Item = d.ID
	for _, t := range p.Texts {
		d.Texts = append(d.Texts, Text{Lang: cmp.Or(t.Lang, "en"), Words: t.Words})
	}
	if len(p.Texts) > 0 {
		d.Symbol, d.Para = p.Texts[0].Source.Symbol, p.Texts[0].Source.Para
		for _, e := range j.entries[d.ID] {
			d.Act = max(d.Act, e.Act)
			if p.Key != "" { // no document of the record has it
				d.Source, d.Symbol = e.Keeper, ""
			}
		}
		j.label(&d, j.Segment(d.ID, nil, d.Texts[0].Words, d.Texts[0].Lang))
	}
	return d
}

// annotation is a recommendation of the review that only OHCHR's index holds.
func (w where) annotation(j *Joiner, a *record.Annotation) Doc {
	d := w.doc(Recommendation)
	d.Provisional, d.Position, d.By, d.Para = true, a.Position, a.By, a.Number
	d.annotate(j, a)
	return d
}

func (d *Doc) annotate(j *Joiner, a *record.Annotation) {
	d.ID, d.Item, d.Source, d.Act = a.Subject(), a.Subject(), "uhri", a.Act
	d.Symbol = a.Symbol
	d.Texts = []Text{{Lang: cmp.Or(a.Lang, "en"), Words: a.Words}}
	said := func(out classify.Labels) (classify.Labels, whole) { return appendNote(out, a), whole{} }
	j.label(d, j.join(d.ID, said, a.Words, d.Texts[0].Lang))
}

// mechanismKinds are the kinds of what others than the review asked.
var mechanismKinds = map[string]Kind{"treaty-body": TreatyBody, "special-procedure": SpecialProcedure}

// MechanismDocs are the searched documents of what treaty bodies, special procedures and others asked of one State. on,
// when not zero, leaves out what was published later.
func MechanismDocs(m *record.Mechanisms, c *classify.Classifier, on upr.Date) []Doc {
	j := &Joiner{c: c, counted: true, people: byLabelled(m.Labels)}
	out := make([]Doc, 0, len(m.Annotations))
	for _, a := range m.Annotations {
		if !on.IsZero() && a.Published.After(on) {
			continue
		}
		d := Doc{Kind: OtherMechanism, State: a.State, Year: a.Published.Year}
		if k, ok := mechanismKinds[a.Mechanism]; ok {
			d.Kind = k
		}
		d.annotate(j, a)
		out = append(out, d)
	}
	return out
}
