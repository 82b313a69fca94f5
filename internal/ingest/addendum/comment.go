package addendum

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/reading"
	"github.com/openupr/openupr/internal/upr"
)

// comment reads the State's words on items named in front of them. They give a position where a sentence of them speaks
// of the recommendation's own fate; the words of the recommendation itself, which many addenda print again, do not.
// Otherwise the heading above counts, unless a list gives the position.
func (r *reader) comment(p passage) {
	text := p.text()
	said := answerIn(p.lines)
	st, raw := read(said), said
	if st.value == "" {
		st, raw = read(p.under), p.under
	}
	claim := read(firstSentences(text, 2)).claim
	for _, ref := range p.refs {
		a := r.answer(ref)
		if text != "" {
			a.comments = append(a.comments, reading.Comment{Item: r.id(ref), Words: text, Lang: "en", Page: p.lines[0].Page, Place: p.lines[0].Place})
		}
		if claim != upr.NoClaim {
			a.claim = claim
		}
		if st.value != "" {
			a.given = append(a.given, given{stance: st, raw: raw, para: p.label, page: p.lines[0].Page, place: p.lines[0].Place, weak: said == ""})
		}
	}
}

// answerIn is the first sentence that answers. A line may begin one although the line before, the recommendation printed
// again, ends without a full stop: then the sentence begins there.
func answerIn(lines []councildoc.Line) string {
	const most = 40 // lines of one answer that are looked at
	lines = lines[:min(len(lines), most)]
	for _, s := range councildoc.Sentences(councildoc.Join(lines)) {
		if !answers(s) {
			continue
		}
		for i := range lines {
			if from := councildoc.Sentences(councildoc.Join(lines[i:]))[0]; len(from) < len(s) && strings.HasSuffix(s, from) && answers(from) {
				s = from
			}
		}
		return s
	}
	for i := range lines {
		if from := councildoc.Sentences(councildoc.Join(lines[i:]))[0]; answers(from) {
			return from
		}
	}
	return ""
}

// plainAnswer opens with its position: "Accepted.", "Response: noted", "Not supported".
var plainAnswer = regexp.MustCompile(`(?i)^(?:(?:government(?:'s|’s)? )?(?:response|position|status|reply|answer|decision|view)s?\s*[:–—-]\s*)?(?:(?:the|this|these) recommendations? (?:is|are) )?(?:not |partially |partly |fully |duly )*(?:accepted|supported|noted|rejected|agreed|enjoys|does not enjoy)\b`)

// answers says whether a sentence speaks of what becomes of the recommendation, not of its matter.
func answers(s string) bool {
	return plainAnswer.MatchString(s) || ofRecommendation.MatchString(strings.ToLower(s))
}

var ofRecommendation = regexp.MustCompile(`\b(?:accepts?|supports?|endorses?|notes?|takes? note of|rejects?|agrees? (?:with|to)|(?:not|cannot|unable to|position to) (?:accept|support|endorse))\s+(?:\w+\s+){0,2}?(?:this|these|the|both|all|above|said)?\s*(?:\w+\s+){0,2}recommendations?\b|` +
	`\brecommendations?\b[^.;]{0,40}\b(?:is|are|was|were|has been|have been|cannot be|enjoys?|does not enjoy|do not enjoy)\b[^.;]{0,25}\b(?:accepted|supported|noted|rejected|support|acceptable)\b|` +
	`\bdefinitive (?:statement|answer|position)\b`)
