package uhri

import (
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openupr/openupr/internal/gazetteer"
	"github.com/openupr/openupr/internal/record"
	"github.com/openupr/openupr/internal/reference"
	"github.com/openupr/openupr/internal/upr"
	"github.com/openupr/openupr/internal/words"
)

// reader makes annotations of objects. Of each it keeps a few bytes only.
type reader struct {
	o       Options
	each    Each
	n       int // objects read
	sum     Summary
	seed    maphash.Seed
	ids     map[uint64]struct{}
	numbers map[uint64]struct{} // symbol and number of the UPR's
	states  map[string]upr.State
	shared  map[string]string
}

func newReader(o Options, each Each) *reader {
	if o.Gazetteer == nil {
		o.Gazetteer = gazetteer.Default()
	}
	return &reader{o: o, each: each, seed: maphash.MakeSeed(), sum: Summary{Bodies: map[string]int{}}, ids: map[uint64]struct{}{},
		numbers: map[uint64]struct{}{}, states: map[string]upr.State{}, shared: map[string]string{}}
}

func (r *reader) leave(code, what string) {
	r.sum.LeftOut++
	if len(r.sum.Left) < maxLeft {
		r.sum.Left = append(r.sum.Left, Left{r.n, code, short(what)})
	}
}

// take makes an annotation of an object and gives it.
func (r *reader) take(o *object) error {
	id := strings.ToLower(strings.TrimSpace(o.AnnotationID.one()))
	if id == "" || len(id) > 100 {
		r.leave(LeftID, id)
		return nil
	}
	if !r.fresh(r.ids, id) {
		r.leave(LeftTwice, id)
		return nil
	}
	printed := o.Text.one()
	if len(printed) > maxText {
		r.leave(LeftLong, id)
		return nil
	}
	a := &record.Annotation{ID: id, Words: Plain(printed), Body: r.share(undashed(o.Body.one())), Symbol: r.share(symbol(o.Symbol.one())),
		Themes: r.list(o.Themes), Persons: r.list(o.AffectedPersons), Lang: r.o.Lang}
	a.Mechanism = Mechanism(a.Body)
	if a.Mechanism == UPR {
		a.Number, a.Words = number(a.Words)
	}
	if a.Words == "" {
		r.leave(LeftWords, id)
		return nil
	}
	if a.Lang == "" {
		if a.Lang = words.Language(a.Words); a.Lang == "" {
			a.Lang = "en"
		}
	}
	a.Type = kind(o.AnnotationType.one())
	for _, g := range lines(o.Sdgs) {
		if code, ok := goal(g); ok && !slices.Contains(a.SDGs, code) {
			a.SDGs = append(a.SDGs, r.share(code))
		}
	}
	for _, name := range lines(o.Countries) {
		s, ok := r.state(name)
		switch {
		case !ok:
			a.OtherState = append(a.OtherState, r.share(name))
		case a.State == "":
			a.State = s
		case s != a.State && !slices.Contains(a.Also, s):
			a.Also = append(a.Also, s)
		}
	}
	a.Published, a.OnUHRI = day(o.PublicationDate.one()), day(o.PublicationDateOnUhri.one())
	if a.Mechanism == UPR {
		r.review(a, o)
	}
	r.sum.Bodies[a.Mechanism]++
	r.sum.Read++
	return r.each(r.n, a)
}

// review fills what only annotations of the UPR have.
func (r *reader) review(a *record.Annotation, o *object) {
	for _, name := range lines(o.UprRecommendingCountry) {
		if s, ok := r.state(name); ok && !slices.Contains(a.By, s) {
			a.By = append(a.By, s)
		}
	}
	a.Position = position(undashed(o.UprPositions.one()))
	a.Session = upr.WGSession(firstNumber(o.UprSession.one(), 99))
	if id, ok := reference.ReviewOf(a.State, a.Session); ok {
		a.Review = id
	} else if c := firstNumber(o.UprCycle.one(), 9); c > 0 && a.State != "" {
		a.Review = upr.ReviewID{State: a.State, Cycle: upr.Cycle(c)}
	}
	if a.Number != "" && !r.fresh(r.numbers, a.Symbol+" "+a.Number) && len(r.sum.Shared) < maxLeft {
		r.sum.Shared = append(r.sum.Shared, short(a.Symbol+" "+a.Number))
	}
}

// fresh says whether a key comes for the first time.
func (r *reader) fresh(seen map[uint64]struct{}, key string) bool {
	h := maphash.String(r.seed, key)
	if _, again := seen[h]; again {
		return false
	}
	seen[h] = struct{}{}
	return true
}

func (r *reader) state(name string) (upr.State, bool) {
	if s, ok := r.states[name]; ok {
		return s, s != ""
	}
	m, ok := r.o.Gazetteer.Lookup(name, upr.Date{})
	if len(r.states) < maxNames { // States and their ways of being written are a few hundred
		r.states[strings.Clone(name)] = m.State
		if !ok {
			r.sum.Names = append(r.sum.Names, short(name))
		}
	}
	return m.State, ok
}

// share keeps one copy of what many annotations say.
func (r *reader) share(s string) string {
	if v, ok := r.shared[s]; ok {
		return v
	}
	if len(r.shared) < 1<<16 {
		s = strings.Clone(s)
		r.shared[s] = s
	}
	return s
}

func (r *reader) list(v values) []string {
	var out []string
	for _, s := range lines(v) {
		if !slices.Contains(out, s) {
			out = append(out, r.share(s))
		}
	}
	return out
}

func (r *reader) finish() (*Summary, error) {
	slices.Sort(r.sum.Names)
	return &r.sum, nil
}

// day reads "2025-02-12T00:00:00", a serial day of a workbook (1900 system), or a day in words.
func day(s string) upr.Date {
	s = undashed(s)
	if len(s) >= 10 && s[4] == '-' {
		if d, err := upr.ParseDate(s[:10]); err == nil {
			return d
		}
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 59 && n < 100_000 { // before March 1900 the system counts a day too many
		return dateOf(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(n)))
	}
	for _, layout := range []string{"2 Jan 2006", "2 January 2006", "2006/01/02", "January 2, 2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return dateOf(t)
		}
	}
	return upr.Date{} // a form in which day and month may be changed over says nothing
}

func dateOf(t time.Time) upr.Date {
	return upr.Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day()}
}
