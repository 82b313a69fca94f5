package wgreport

import (
	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/reading"
)

// paragraph is a numbered paragraph of section II with the list it leads, if any.
type paragraph struct {
	number  int
	lead    []councildoc.Line
	entries []*entry
	after   []string // unnumbered words behind the list
	// mistyped is the number as printed where it is not the next one.
	mistyped string
	pledges  bool // stands under the heading "Voluntary pledges and commitments"
}

func (p *paragraph) text() string { return councildoc.Join(p.lead) }

func (p *paragraph) page() int {
	if len(p.lead) > 0 {
		return p.lead[0].Page
	}
	if len(p.entries) > 0 {
		return p.entries[0].lines[0].Page
	}
	return 0
}

// entry is one numbered entry of a list, not yet read.
type entry struct {
	number    int    // from 1
	letter    string // of a lettered list, instead of the number
	label     string
	lines     []councildoc.Line
	questions []reading.Question
}

// address is the entry's number or letter inside its paragraph.
func (e *entry) address() string {
	if e.letter != "" {
		return e.letter
	}
	return itoa(e.number)
}

func (e *entry) text() string { return councildoc.Join(e.lines) }

// style of the list in a paragraph.
type style int

const (
	noList style = iota
	localList
	dottedList
	letterList
)

// scanner walks the lines of section II. Numbers decide: a paragraph's number is the last one's successor, an entry's
// number the last entry's. Everything else is text.
type scanner struct {
	lines   []councildoc.Line
	paras   []*paragraph
	style   style
	lang    *language
	names   func(text string) bool // whether a text is closed by a State's bracket
	loose   []councildoc.Line      // words before the first number
	ended   int                    // the last number of the list before
	pledges bool                   // below the heading of the voluntary pledges
	// disclaimed: below the paragraph "All conclusions and/or recommendations …", where only pledges may follow.
	disclaimed bool
}

// Kinds of question about numbers.
const (
	LabelMistyped  = "label-mistyped"  // Detail: printed, expected
	NumberSkipped  = "number-skipped"  // Detail: printed, expected
	NumberRepeated = "number-repeated" // Detail: printed, expected
)

func (s *scanner) scan() {
	for i, l := range s.lines {
		if pledgeHeading.MatchString(l.Text) && s.number() != 0 {
			s.pledges = true
			continue
		}
		if s.lang.annex.MatchString(l.Text) && s.number() != 0 && (s.disclaimed || s.closedOff(i)) {
			return
		}
		if s.disclaimed && !s.pledges {
			continue
		}
		if s.number() != 0 && s.lang.disclaimer.MatchString(l.Text) { // its own number was lost
			s.disclaim(s.number() + 1)
			continue
		}
		if !s.lettered(i) && !s.numbered(i) {
			s.continued(l)
		}
	}
}

// number of the current paragraph, 0 before the first.
func (s *scanner) number() int {
	if len(s.paras) == 0 {
		return 0
	}
	return s.current().number
}

func (s *scanner) current() *paragraph { return s.paras[len(s.paras)-1] }

func (s *scanner) last() *entry {
	if len(s.paras) == 0 {
		return nil
	}
	if es := s.current().entries; len(es) > 0 {
		return es[len(es)-1]
	}
	return nil
}

func (s *scanner) count() int {
	if e := s.last(); e != nil {
		return e.number
	}
	return 0
}

// before is the text that stands before the line: of the last entry or the lead.
func (s *scanner) before() string {
	if e := s.last(); e != nil {
		return e.lines[len(e.lines)-1].Text
	}
	if len(s.paras) > 0 && len(s.current().lead) > 0 {
		return s.current().lead[len(s.current().lead)-1].Text
	}
	return ""
}

func (s *scanner) continued(l councildoc.Line) {
	if len(s.paras) == 0 {
		s.loose = append(s.loose, l) // a heading, or a lead whose number was lost
		return
	}
	if e := s.last(); e != nil {
		e.lines = append(e.lines, l)
		return
	}
	s.current().lead = append(s.current().lead, l)
}
