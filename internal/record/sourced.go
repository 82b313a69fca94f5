package record

import (
	"strconv"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/upr"
)

// Sourced is a value about a review that somebody published: a date, a name, a symbol. Its name is a stable code with
// a message in the catalogue ("sourced.<name>").
type Sourced struct {
	Review    upr.ReviewID
	Name      string // "review-date", "wg-adopted", "troika", "head-of-delegation" …
	Value     string
	Source    string // symbol or title as printed
	Confirmed bool   // false: shown as unconfirmed
}

// Fact writes the value.
func (s Sourced) Fact() Fact {
	w := start(KindSourced, s.Review.String(), s.Review)
	w.put("name", s.Name)
	w.put("value", s.Value)
	w.put("source", s.Source)
	if s.Confirmed {
		w.put("confirmed", "yes")
	}
	return w.f
}

func readSourced(f ledger.Fact) (s Sourced, err error) {
	r := fieldReader{fact: f}
	for _, x := range f.Fields {
		switch x.Name {
		case "name":
			s.Name = x.Value
		case "value":
			s.Value = x.Value
		case "source":
			s.Source = x.Value
		case "confirmed":
			s.Confirmed = x.Value == "yes"
		}
	}
	return s, r.err
}

// TallyFact writes an announced count.
func TallyFact(t upr.Tally) Fact {
	w := start(KindTally, t.Review.String(), t.Review)
	w.put("by", t.By)
	w.put("stage", string(t.Stage))
	w.put("unit", string(t.Unit))
	for _, c := range []struct {
		name string
		n    int
	}{{"received", t.Received}, {"supported", t.Supported}, {"noted", t.Noted}} {
		if c.n >= 0 {
			w.put(c.name, strconv.Itoa(c.n))
		}
	}
	w.source("", t.Source)
	w.put("date", t.Date.String())
	return w.f
}

func readTally(f ledger.Fact) (t upr.Tally, err error) {
	r := fieldReader{fact: f}
	t.Received, t.Supported, t.Noted = -1, -1, -1
	for _, x := range f.Fields {
		switch x.Name {
		case "by":
			t.By = x.Value
		case "stage":
			t.Stage = upr.Stage(x.Value)
		case "unit":
			t.Unit = upr.Unit(x.Value)
		case "received":
			t.Received = r.num(x)
		case "supported":
			t.Supported = r.num(x)
		case "noted":
			t.Noted = r.num(x)
		case "date":
			t.Date = r.date(x)
		default:
			r.sourceField(&t.Source, "", x)
		}
	}
	return t, r.err
}
