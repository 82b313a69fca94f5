package wgreport

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/reading"
)

// lettered reads the line as an entry of a lettered list, as some early reports have: only where a lead has just ended,
// and then letter by letter. Letters inside numbered entries are points of one text (handbook, trap 10).
func (s *scanner) lettered(i int) bool {
	m := letterLabel.FindStringSubmatch(s.lines[i].Text)
	if m == nil || s.number() == 0 || s.pledges {
		return false
	}
	begins := s.style == noList && m[1] == "a" && strings.HasSuffix(s.before(), ":")
	if !begins && (s.style != letterList || m[1] != string(rune('a'+s.count()))) {
		return false
	}
	s.style = letterList
	e := s.startEntry(i, number{label: "(" + m[1] + ")", rest: m[2]}, s.count()+1)
	e.letter = m[1]
	return true
}

var letterLabel = regexp.MustCompile(`^\(([a-z])\)\s+(\S.*)$`)

// numbered reads the line as the beginning of a paragraph or entry; false when it is neither.
func (s *scanner) numbered(i int) bool {
	for _, n := range numbersOf(s.lines[i].Text) {
		if n.second > 0 && s.item(i, n) {
			return true
		}
		if n.second == 0 && s.plain(i, n) {
			return true
		}
	}
	return false
}

func (s *scanner) plain(i int, n number) bool {
	cur, count := s.number(), s.count()
	switch {
	case cur == 0:
		s.startParagraph(i, n)
		return true
	case s.style == localList && n.first == count+1:
		if n.first == cur+1 && s.isLead(i, n) {
			s.startParagraph(i, n)
			return true
		}
		s.startEntry(i, n, n.first)
		return true
	case s.style == noList && n.first == 1 && cur > 1 && !s.pledges:
		s.style = localList
		s.startEntry(i, n, 1)
		return true
	case s.style == noList && s.ended > 1 && n.first == s.ended+1 && !s.pledges && strings.HasSuffix(s.before(), ":") && (n.first != cur+1 || s.names(s.upTo(i, n))):
		s.style = localList // numbers that go on from the list before
		s.startEntry(i, n, n.first)
		return true
	case n.first == cur+1 && opens(n.rest):
		s.startParagraph(i, n)
		return true
	case cur != 0 && s.lang.disclaimer.MatchString(n.rest):
		s.disclaim(n.first)
		return true
	case opens(n.rest) && closed(s.before()) && s.mistypedLead(i, n):
		return true
	case s.style == localList && n.first > count && n.first <= count+3 && opens(n.rest) && closed(s.before()) && s.names(s.upTo(i, n)):
		s.startEntry(i, n, n.first).ask(NumberSkipped, n.label, count+1, 0)
		return true
	}
	return false
}

func (s *scanner) item(i int, n number) bool {
	cur, count := s.number(), s.count()
	if cur == 0 && n.second == 1 && !n.loose && opens(n.rest) {
		s.paras = append(s.paras, &paragraph{number: n.first, lead: s.loose})
		cur = n.first
	}
	if cur == 0 || s.style == localList || s.style == letterList || s.pledges {
		return false
	}
	same := n.first == cur
	if n.loose && !(same && n.second == count+1) {
		return false
	}
	switch {
	case same && n.second == count+1:
		s.startEntry(i, n, n.second)
	case n.first == cur+1 && n.second == 1 && opens(n.rest) && closed(s.before()):
		s.orphanList(i, n)
	case n.second == count+1 && count > 0 && opens(n.rest) && closed(s.before()):
		s.startEntry(i, n, n.second).ask(LabelMistyped, n.label, n.second, cur)
	case same && n.second > count+1 && n.second <= count+5 && opens(n.rest) && closed(s.before()):
		s.startEntry(i, n, n.second).ask(NumberSkipped, n.label, count+1, cur)
	case same && n.second <= count && opens(n.rest) && closed(s.before()) && s.names(s.upTo(i, n)):
		s.startEntry(i, n, count+1).ask(NumberRepeated, n.label, count+1, cur)
	default:
		return false
	}
	s.style = dottedList
	return true
}

// orphanList begins a list whose lead has no number of its own: its words are what stands behind the list before.
func (s *scanner) orphanList(i int, n number) {
	if len(s.current().entries) == 0 {
		s.current().number = n.first
	} else {
		s.paras = append(s.paras, &paragraph{number: n.first})
	}
	s.style = dottedList
	s.startEntry(i, n, 1).ask(LabelMistyped, n.label, 1, n.first)
}

func (s *scanner) startParagraph(i int, n number) {
	l := s.lines[i]
	l.Text, l.Marks = n.rest, councildoc.Shifted(l.Marks, len(n.rest)-len(l.Text))
	if c := s.count(); c > 0 {
		s.ended = c
	}
	s.style = noList
	if s.lang.disclaimer.MatchString(s.upTo(i, n)) {
		s.disclaim(n.first)
		return
	}
	s.paras = append(s.paras, &paragraph{number: n.first, lead: []councildoc.Line{l}, pledges: s.pledges})
}

// disclaim ends the recommendations: only pledges may follow.
func (s *scanner) disclaim(number int) {
	s.style, s.disclaimed = noList, true
	s.paras = append(s.paras, &paragraph{number: number})
}

func (s *scanner) startEntry(i int, n number, number int) *entry {
	l := s.lines[i]
	l.Text, l.Marks = n.rest, councildoc.Shifted(l.Marks, len(n.rest)-len(l.Text))
	e := &entry{number: number, label: n.label, lines: []councildoc.Line{l}}
	p := s.current()
	p.entries = append(p.entries, e)
	return e
}

// upTo is the text from a numbered line to the next one.
func (s *scanner) upTo(i int, n number) string {
	const far = 40
	var b strings.Builder
	b.WriteString(n.rest)
	for j := i + 1; j < len(s.lines) && j < i+far; j++ {
		if len(numbersOf(s.lines[j].Text)) > 0 {
			break
		}
		b.WriteByte(' ')
		b.WriteString(s.lines[j].Text)
	}
	return strings.TrimSpace(b.String())
}

// isLead decides when a local number is also the next paragraph's (handbook, trap 25): an entry is closed by a State, a
// lead speaks of recommendations.
func (s *scanner) isLead(i int, n number) bool {
	t := s.upTo(i, n)
	if s.names(t) {
		return false
	}
	return s.lang.lead.MatchString(t)
}

// mistypedLead begins a paragraph whose number is not the next one, when it reads as a lead and its list begins with 1.
func (s *scanner) mistypedLead(i int, n number) bool {
	cur := s.number()
	if !s.isLead(i, n) {
		return false
	}
	for j := i + 1; j < len(s.lines) && j < i+20; j++ {
		for _, m := range numbersOf(s.lines[j].Text) {
			switch {
			case m.second == 1 && m.first > cur && m.first <= cur+3:
				n.first = m.first
			case m.second == 0 && m.first == 1:
				n.first = cur + 1
			default:
				continue
			}
			s.startParagraph(i, n)
			s.current().mistyped = n.label
			return true
		}
		if len(numbersOf(s.lines[j].Text)) > 0 {
			return false
		}
	}
	return false
}

// closedOff says whether the list before line i has come to an end, so that a heading there is one.
func (s *scanner) closedOff(i int) bool {
	return closed(s.before()) && (i+1 >= len(s.lines) || len(numbersOf(s.lines[i+1].Text)) == 0 || numbersOf(s.lines[i+1].Text)[0].second == 0)
}

func (e *entry) ask(kind, printed string, expected, paragraph int) {
	want := itoa(expected)
	if paragraph > 0 {
		want = itoa(paragraph) + "." + want
	}
	e.questions = append(e.questions, reading.Question{Kind: kind, Detail: map[string]string{"printed": printed, "expected": want},
		Choices: []reading.Choice{{Code: "label", Para: paragraph, Number: itoa(expected)}}})
}
