package record

import (
	"strings"

	"github.com/openupr/openupr/internal/ledger"
	"github.com/openupr/openupr/internal/store"
)

// Label is what a person decided about one label of one segment. It wins over every source, rule and model.
type Label struct {
	Subject string // segment, pledge or annotation: "UPR-KAZ-C2-126.27-s1"
	Scheme  string // "action", "issue", "affected", "sdg", "treaty", "institution"
	Code    string
	Absent  bool // the label does not apply
	Note    string
	FactID  store.FactID
	Act     uint64
}

// Tie is what a person decided about two segments that ask the same, or seem to.
type Tie struct {
	A, B   string // segments, A before B in the alphabet
	Same   bool
	Note   string
	FactID store.FactID
	Act    uint64
}

// LabelFact writes a person's label. home is where its segment is at home: Home of the review, or of the State that an
// annotation addresses. A later decision about the same label ends the earlier fact.
func LabelFact(l Label, home string) Fact {
	w := startAt(KindLabel, l.Subject, home)
	w.put("scheme", l.Scheme)
	w.put("code", l.Code)
	if l.Absent {
		w.put("absent", "yes")
	}
	w.put("note", l.Note)
	return w.f
}

func readLabel(f ledger.Fact) Label {
	l := Label{Subject: f.Subject}
	for _, x := range f.Fields {
		switch x.Name {
		case "scheme":
			l.Scheme = x.Value
		case "code":
			l.Code = x.Value
		case "absent":
			l.Absent = x.Value == "yes"
		case "note":
			l.Note = x.Value
		}
	}
	return l
}

// TieFact writes a person's word on two segments. They may come in any order; home is where the one is at home that
// comes first in the alphabet (FirstOf).
func TieFact(t Tie, home string) Fact {
	t.A, t.B = FirstOf(t.A, t.B)
	w := startAt(KindTie, t.A+" "+t.B, home)
	if t.Same {
		w.put("same", "yes")
	}
	w.put("note", t.Note)
	return w.f
}

// FirstOf gives two segments in the order in which a tie names them.
func FirstOf(a, b string) (first, second string) {
	if b < a {
		return b, a
	}
	return a, b
}

func readTie(f ledger.Fact) Tie {
	var t Tie
	t.A, t.B, _ = strings.Cut(f.Subject, " ")
	for _, x := range f.Fields {
		switch x.Name {
		case "same":
			t.Same = x.Value == "yes"
		case "note":
			t.Note = x.Value
		}
	}
	return t
}
