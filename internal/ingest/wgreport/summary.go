package wgreport

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// FromSummary is asked where section II answers recommendations by pointing to section I, where they stand inside the
// summary of what was said: of an item whose words no letter marks there, and once of a paragraph that names addresses at
// which no recommendation was found. Detail["paragraph"], Detail["items"], Detail["missing"].
const FromSummary = "from-summary"

// maxRefs bounds the addresses of one sentence; the longest seen names eleven.
const maxRefs = 60

// summaryRef is one address in section I: a paragraph, its letters, or only its last sentence.
type summaryRef struct {
	paragraph int
	letters   []string
	last      bool
}

var (
	pointsUp  = regexp.MustCompile(`(?i)\bparagraphs?\s+((?:\d{1,3}|\(\s?[a-z](?:\s?[,–-]\s?[a-z])*\s?\)|\((?:i|v|x)+\)|and|[,;]|&|to|last sentence|first sentence|[–-]|\s)+)`)
	refTokens = regexp.MustCompile(`\d{1,3}|\([^)]*\)|last sentence|[–-]`)
	letters   = regexp.MustCompile(`[a-z]`)
)

// fromSummary reads a paragraph that gives recommendations of section I a position. Those become items under their
// address there, with the words of the clause.
func (r *reader) fromSummary(p *paragraph, text string) bool {
	if len(r.before) == 0 {
		return false
	}
	found := 0
	var missing []string
	for _, s := range councildoc.Sentences(text) {
		st := readLead(s)
		if st.position == upr.Pending && !later.MatchString(strings.ToLower(s)) {
			continue // says nothing of a position
		}
		for _, m := range pointsUp.FindAllStringSubmatch(s, -1) {
			refs := summaryRefs(m[1], r.firstList(p))
			for _, at := range refs[:min(len(refs), maxRefs)] {
				n, lost := r.summaryItems(at, st, s)
				found += n
				missing = append(missing, lost...)
			}
		}
	}
	if found > 0 {
		r.out.Units = append(r.out.Units, reading.Unit{Paragraph: p.number, Lead: text, Position: readLead(text).position, Items: found, Page: p.page()})
	}
	if len(missing) > 0 && found > 0 {
		r.out.Questions = append(r.out.Questions, reading.Question{Kind: FromSummary, Page: p.page(), Place: p.place(),
			Detail: map[string]string{"paragraph": itoa(p.number), "items": itoa(found), "missing": strings.Join(missing, ", ")}})
	}
	return found > 0
}

// firstList is the number of the first paragraph of section II: addresses below it are in section I.
func (r *reader) firstList(p *paragraph) int {
	if len(r.out.Units) > 0 {
		return min(p.number, r.out.Units[0].Paragraph)
	}
	return p.number
}

func summaryRefs(s string, below int) []summaryRef {
	var out []summaryRef
	ranged := false
	for _, t := range refTokens.FindAllString(s, -1) {
		switch {
		case t == "–" || t == "-":
			ranged = true
			continue
		case t == "last sentence":
			if len(out) > 0 {
				out[len(out)-1].last = true
			}
		case t[0] == '(':
			if len(out) > 0 {
				out[len(out)-1].letters = append(out[len(out)-1].letters, letters.FindAllString(t, -1)...)
			}
		default:
			n, _ := strconv.Atoi(t)
			if n >= below || n < 5 {
				continue
			}
			if ranged && len(out) > 0 {
				for k := out[len(out)-1].paragraph + 1; k < n && k < below; k++ {
					out = append(out, summaryRef{paragraph: k})
				}
			}
			out = append(out, summaryRef{paragraph: n})
		}
		ranged = false
	}
	return out
}

// summaryItems adds the recommending clauses of one address; questions that were asked in the room are left out. It gives
// the number of items, and the addresses that lead nowhere.
func (r *reader) summaryItems(at summaryRef, st stance, raw string) (int, []string) {
	lines := r.summaryParagraph(at.paragraph)
	whole := councildoc.Join(lines)
	text := whole
	if at.last {
		s := councildoc.Sentences(text)
		text = s[len(s)-1]
	}
	asked := meant.MatchString(whole)
	speaker, ok := r.speaker(whole)
	if len(lines) == 0 || !ok {
		return 0, []string{at.String()}
	}
	byLetter := map[string][]string{}
	var order []string
	for _, c := range clausesOf(text, asked) {
		if len(at.letters) > 0 && !slices.Contains(at.letters, c.letter) || !c.recommends {
			continue
		}
		key := c.letter
		if len(at.letters) == 0 || key == "" {
			key = "0" // the whole paragraph
		}
		if byLetter[key] == nil {
			order = append(order, key)
		}
		byLetter[key] = append(byLetter[key], c.words)
	}
	for _, key := range order {
		label := itoa(at.paragraph)
		if key != "0" {
			label += " (" + key + ")"
		}
		it := r.newItem(at.paragraph, key, label, lines)
		it.Texts[0].Words = strings.Join(byLetter[key], "; ")
		it.Segments, it.Questions, it.Delivered = nil, nil, ""
		for i, w := range byLetter[key] {
			it.Segments = append(it.Segments, upr.Segment{N: i + 1, Words: w, By: []upr.Attribution{speaker}})
		}
		it.Position, it.PositionRaw, it.Claim = st.position, raw, st.claim
		if key == "0" || asked {
			// No letter says where the recommendation begins, or it was put as a question.
			it.Questions = place([]reading.Question{{Kind: FromSummary, Detail: map[string]string{"paragraph": itoa(at.paragraph), "items": "1", "missing": ""}}}, it)
		}
		r.add(it)
	}
	var missing []string
	for _, l := range at.letters {
		if byLetter[l] == nil {
			missing = append(missing, summaryRef{paragraph: at.paragraph, letters: []string{l}}.String())
		}
	}
	if len(order) == 0 && len(at.letters) == 0 {
		missing = append(missing, at.String())
	}
	return len(order), missing
}

// String is the address as it is cited: "33 (a, b)".
func (at summaryRef) String() string {
	if len(at.letters) == 0 {
		return itoa(at.paragraph)
	}
	return itoa(at.paragraph) + " (" + strings.Join(at.letters, ", ") + ")"
}

// Some States said of their questions that they were to be taken as recommendations.
var meant = regexp.MustCompile(`(?i)questions?[^.:]{0,60}\b(?:considered|adopted|taken|regarded|lead|seen|treated)\b[^.:]{0,30}\brecommendations?|issues[^.:]{0,60}lead to recommendations?`)

// summaryParagraph are the lines of a numbered paragraph of section I.
func (r *reader) summaryParagraph(number int) []councildoc.Line {
	for i, l := range r.before {
		for _, n := range numbersOf(l.Text) {
			if n.second != 0 || n.first != number || !opens(n.rest) {
				continue
			}
			l.Text = n.rest
			out := []councildoc.Line{l}
			for j := i + 1; j < len(r.before) && j < i+60; j++ {
				if startsNext(r.before[j].Text, number+1) {
					return out
				}
				out = append(out, r.before[j])
			}
			return out // the last paragraph of the summary
		}
	}
	return nil
}

func startsNext(text string, number int) bool {
	for _, n := range numbersOf(text) {
		if n.second == 0 && n.first == number && opens(n.rest) {
			return true
		}
	}
	return false
}

// speaker is the State whose words a paragraph of the summary reports: the name it begins with, or the first one with a
// reporting verb behind it.
func (r *reader) speaker(text string) (upr.Attribution, bool) {
	if a, ok := r.nameAt(text); ok {
		return a, true
	}
	first := councildoc.Sentences(text)[0]
	for _, v := range reporting.FindAllStringIndex(first, 3) {
		f := strings.Fields(first[:v[0]])
		for n := 1; n <= min(len(f), 8); n++ {
			name := strings.Trim(strings.Join(f[len(f)-n:], " "), ",.:")
			if m, ok := r.g.Lookup(name, r.when); ok && m.State != r.front.Review.State {
				return upr.Attribution{State: m.State, Printed: name}, true
			}
		}
	}
	return upr.Attribution{}, false
}

// nameAt is the State with whose name a text begins.
func (r *reader) nameAt(text string) (upr.Attribution, bool) {
	f := strings.Fields(text[:min(len(text), 200)])
	for n := min(len(f), 10); n > 0; n-- {
		name := strings.TrimRight(strings.Join(f[:n], " "), ",.:")
		if m, ok := r.g.Lookup(name, r.when); ok && m.State != r.front.Review.State {
			return upr.Attribution{State: m.State, Printed: name}, true
		}
	}
	return upr.Attribution{}, false
}
