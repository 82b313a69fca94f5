package record

import (
	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
	"github.com/openupr/openupr/internal/upr"
)

// Placing is a person's word on where the row of a State belongs. It wins over what the words say.
type Placing struct {
	Entry   string // Entry.Subject
	Review  upr.ReviewID
	State   upr.State
	Item    upr.ItemID // empty: the row is not in the report
	Segment int
	Note    string
	FactID  store.FactID
	Act     uint64
}

// Fact writes the decision. A later one about the same row ends it.
func (p Placing) Fact() Fact {
	w := start(KindMeeting, p.Entry, p.Review)
	w.put("state", string(p.State))
	w.put("item", string(p.Item))
	w.num("segment", p.Segment)
	w.put("note", p.Note)
	return w.f
}

func readPlacing(f ledger.Fact) (p Placing, err error) {
	r := fieldReader{fact: f}
	p.Entry = f.Subject
	for _, x := range f.Fields {
		switch x.Name {
		case "state":
			p.State = upr.State(x.Value)
		case "item":
			p.Item = upr.ItemID(x.Value)
		case "segment":
			p.Segment = r.num(x)
		case "note":
			p.Note = x.Value
		}
	}
	return p, r.err
}
