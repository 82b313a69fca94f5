package corpus

import (
	"hash/maphash"

	"github.com/openupr/openupr/internal/upr"
)

// stored is what is kept of documents to show them and to find them by name.
type stored struct {
	ids     string // of all documents, one after another
	idEnd   offsets
	itemLen []uint8 // the item's identifier begins the document's and is so long; 0: see oddItem
	oddItem map[uint32]string
	byID    []uint32 // open table of documents by identifier: number plus one
	byItem  []uint32 // of first documents by their item's identifier

	paras  []string // distinct, sorted
	paraOf []uint32
	acts   []uint64 // distinct
	actOf  []uint32

	words    string // of all texts, one after another
	wordsEnd offsets
	langs    []string // of texts
	textLang []uint8
	textEnd  []uint32   // one past the last text of each document; nil: every document has one
	langSets [][]uint32 // codes of facet lang, see row.lang
}

func newTable(n int) []uint32 {
	size := 8
	for size < n+n/2 {
		size *= 2
	}
	return make([]uint32, size)
}

// put enters a name unless the table has it.
func put(table []uint32, name string, doc uint32, nameOf func(uint32) string) {
	mask := uint32(len(table) - 1)
	for at := uint32(maphash.String(hashSeed, name)) & mask; ; at = (at + 1) & mask {
		if table[at] == 0 {
			table[at] = doc + 1
			return
		}
		if nameOf(table[at]-1) == name {
			return
		}
	}
}

func get(table []uint32, name string, nameOf func(uint32) string) (uint32, bool) {
	mask := uint32(len(table) - 1)
	for at := uint32(maphash.String(hashSeed, name)) & mask; table[at] != 0; at = (at + 1) & mask {
		if nameOf(table[at]-1) == name {
			return table[at] - 1, true
		}
	}
	return 0, false
}

func (s *stored) id(d uint32) string {
	from := 0
	if d > 0 {
		from = s.idEnd.at(int(d) - 1)
	}
	return s.ids[from:s.idEnd.at(int(d))]
}

func (s *stored) itemID(d uint32) string {
	if n := s.itemLen[d]; n > 0 {
		return s.id(d)[:n]
	}
	return s.oddItem[d]
}

// textsOf are the numbers of a document's texts: from up to but not to.
func (s *stored) textsOf(d uint32) (from, to int) {
	if s.textEnd == nil {
		return int(d), int(d) + 1
	}
	if d > 0 {
		from = int(s.textEnd[d-1])
	}
	return from, int(s.textEnd[d])
}

func (s *stored) text(n int) Text {
	from := 0
	if n > 0 {
		from = s.wordsEnd.at(n - 1)
	}
	return Text{s.langs[s.textLang[n]], s.words[from:s.wordsEnd.at(n)]}
}

// langsOf gives the codes of the languages of a document's texts.
func (p *part) langsOf(d uint32, buf []uint32) []uint32 {
	start := len(buf)
	from, to := p.textsOf(d)
	for n := from; n < to; n++ {
		if c, ok := p.codes[fLang].find(p.langs[p.textLang[n]]); ok && c != 0 {
			buf = appendOnce(buf, start, c)
		}
	}
	return orNone(buf, start)
}

// doc makes the document again.
func (p *part) doc(d uint32) *Doc {
	r := &p.rows[d]
	at := &p.places[r.place]
	out := &Doc{
		ID: p.id(d), Item: p.itemID(d), Kind: at.kind, Provisional: r.flags&provisional != 0, Review: at.review, State: at.state,
		Session: at.session, Year: at.year, Symbol: at.symbol, Source: at.source, Para: p.paras[p.paraOf[d]], Act: p.acts[p.actOf[d]],
		Position: upr.Position(p.codes[fPosition].values[r.answer/answersPerPosition]), Action: int(r.answer % answersPerPosition),
	}
	var few [16]uint32
	for _, c := range p.by(d, few[:0]) {
		if c != 0 {
			out.By = append(out.By, upr.State(p.codes[fState].values[c]))
		}
	}
	for _, l := range [...]struct {
		f   int
		out *[]string
	}{{fIssue, &out.Issues}, {fAffected, &out.Affected}, {fSDG, &out.SDGs}, {fTreaty, &out.Treaties}} {
		for _, c := range p.values(d, l.f, few[:0]) {
			if c != 0 {
				*l.out = append(*l.out, p.codes[l.f].values[c])
			}
		}
	}
	from, to := p.textsOf(d)
	for n := from; n < to; n++ {
		out.Texts = append(out.Texts, p.text(n))
	}
	return out
}
