package wgreport

import (
	"regexp"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/upr"
)

// A paragraph of section III that only points elsewhere is no pledge of its own.
var pointsElsewhere = regexp.MustCompile(`(?i)^(?:reference is made|see |the (?:voluntary )?(?:pledges|commitments)[^.]{0,60} (?:are|is) (?:contained|set out|reflected))`)

// pledges adds the voluntary pledges and commitments that the State labels so in a section of their own (handbook, 5.6).
func (r *reader) pledges(s *scanner) {
	for _, p := range s.paras {
		if !p.pledges {
			continue
		}
		if len(p.entries) == 0 {
			r.pledge(itoa(p.number)+".", p.lead)
			continue
		}
		for _, e := range p.entries {
			r.pledge(e.label, e.lines)
		}
	}
}

func (r *reader) pledge(label string, lines []councildoc.Line) {
	words := councildoc.Join(lines)
	if words == "" || pointsElsewhere.MatchString(words) {
		return
	}
	l := lines[0]
	r.out.Pledges = append(r.out.Pledges, upr.Pledge{Review: r.front.Review, N: len(r.out.Pledges) + 1, Label: label, Moment: upr.PledgeDuring,
		Page: l.Page, Place: l.Place, Texts: []upr.Text{{Lang: "en", Words: words, Origin: r.origin(),
			Source: upr.Source{Symbol: r.front.Symbol, Para: label, Page: l.Page, SHA256: r.doc.SHA256}}}})
}
