package addendum

import (
	"regexp"
	"strings"

	"github.com/openupr/openupr/internal/upr"
)

// stance is what a heading or sentence says of the items it names.
type stance struct {
	value upr.Position // empty when it says nothing
	claim upr.Claim
	vague bool // it says something, but not which of the two positions
}

var (
	negative = regexp.MustCompile(`\b(?:not|n[o']t|cannot|unable to|neither|nor)\b[^.;]{0,40}\b(?:accept|support|agree|endorse|enjoy)|\breject|\bdeclin|\bunaccept|\bnon-accept|\bnot (?:in a position|accepted|supported|agreed)|\bdoes not enjoy`)
	noting   = regexp.MustCompile(`\b(?:takes?|taking|took|taken) (?:due |only )?note\b|\bnoted\b|\bnotes? (?:the )?(?:following )?(?:\d+ )?recommendations?\b|\bnotes?\b\s*(?:\d|$|:)|\bnoting\b`)
	positive = regexp.MustCompile(`\baccept(?:s|ed|able|ing|ance)?\b|\bsupport(?:s|ed|ing)?\b|\benjoy|\bagree[sd]?\b|\bendorse[sd]?\b|\bwelcomes? and\b|\bapprove[sd]?\b`)
	partly   = regexp.MustCompile(`\bpart(?:ly|ially|ial)\b[^.;]{0,30}(?:accept|support|agree)|\b(?:accept|support|agree)[a-z]*,? (?:in part|partially|partly|in principle|with (?:a )?reservations?|in spirit)|\bin (?:part|principle)\b`)
	// "cannot, at this point in time, make a definitive statement"; "under consideration".
	open   = regexp.MustCompile(`\bdefinitive (?:statement|answer|position|reply|response)|\bunder (?:consideration|examination|review|study)|\bbeing (?:considered|examined|studied)|\b(?:will|shall|would) (?:be |further |continue to )*(?:examin|consider|stud)|\bfurther (?:consideration|examination|study|consultation)|\bat (?:a|some) later (?:date|stage)|\bdefer|\bnot (?:yet )?(?:in a position|able) to (?:take|give|provide|make|express)`)
	done   = regexp.MustCompile(`\b(?:already|been|fully|is|are|was|were) (?:been |being |fully |already )?implemented\b|\balready (?:been )?(?:complied|fulfilled|in place|accepted and implemented|realized|completed)|\bhas (?:already )?been (?:ratified|adopted|established|completed)`)
	doing  = regexp.MustCompile(`\bprocess of (?:being )?(?:implement|realiz|fulfil)|\bin the process\b|\b(?:already |are |is )?ongoing\b|\bbeing implemented\b|\bunder ?way\b|\bunder implementation\b|\bin progress\b`)
	either = regexp.MustCompile(`\bimplemented,? or (?:are |is )?(?:in|under|being|already)`)
)

// read takes position and claim from the words of a heading, sentence or cell.
func read(words string) stance {
	t := strings.ToLower(strings.ReplaceAll(words, "’", "'"))
	var s stance
	switch a, b := done.MatchString(t), doing.MatchString(t); {
	case either.MatchString(t) || a && b:
		s.claim = upr.ImplementedOrOngoing
	case a:
		s.claim = upr.Implemented
	case b:
		s.claim = upr.Ongoing
	}
	no, yes, note := negative.MatchString(t), positive.MatchString(negative.ReplaceAllString(t, " ")), noting.MatchString(t)
	switch {
	case partly.MatchString(t):
		s.value, s.vague = upr.Unclear, true
	case open.MatchString(t) && !(yes && s.claim != upr.NoClaim):
		s.value, s.vague = upr.Unclear, true
	case yes && (no || note):
		s.value, s.vague = upr.Unclear, true
	case no || note:
		s.value = upr.Noted
	case yes:
		s.value = upr.Supported
	}
	return s
}
