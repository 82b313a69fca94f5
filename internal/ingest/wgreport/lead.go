package wgreport

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/openupr/openupr/internal/ingest/councildoc"
	"github.com/openupr/openupr/internal/upr"
)

// stance is what a lead sentence says.
type stance struct {
	position upr.Position
	claim    upr.Claim
	deadline int  // Council session by which the State answers; 0 when not said
	unsure   bool // the words fit no known form, or fit two
}

var (
	// "did not enjoy the support", "do not support", "cannot accept", "would thus be noted" (handbook, 7.2).
	noted = regexp.MustCompile(`\bnot (?:yet )?(?:fully )?(?:enjoy|receive|have|get|meet|gain|command|attract)[a-z]* (?:the |its |full |their )*(?:support|approval|acceptance)|` +
		`\b(?:do|does|did|could|can|will|would|is|are|was|were)(?: not|n.t)(?: be)?(?: able| in a position)?(?: to)? (?:support|accept|endorse|agree)|\bcannot (?:be )?(?:accept|support)|\bunable to (?:accept|support)|` +
		`\breject(?:s|ed)\b|\bnot (?:been )?(?:accepted|supported|acceptable|relevant)\b|\bunacceptable\b|\bnot enjoying(?: the support)?|\bdid(?: not|n.t) enjoy(?: (?:the|its) support)?|\bwithout the support\b`)
	notedOnly = regexp.MustCompile(`\b(?:has|have|had|are|is|were|was|be|been|being)(?: been)?(?: duly)? noted\b|\b(?:takes?|took) note of\b|\bnotes (?:the|these|those|all)\b|\bnoted by\b`)
	later     = regexp.MustCompile(`\b(?:will|would|shall|to) (?:be |further |carefully |also )*(?:examin|consider|stud|review|provide|respond|give|submit|present|be examined|be considered|be studied|be provided|be included|be reviewed|continue to examine|reply|answer)|` +
		`\bin due (?:time|course)\b|\bno later than\b|\bresponses? (?:of .{0,80} )?(?:to .{0,80} )?(?:will|would|shall|to) be\b|\b(?:further|under|still being|being) (?:consideration|examin|study|considered|studied)|\breserves? (?:its|the) position|\bpending\b|\bwill (?:be )?stud|\bdefer`)
	made    = regexp.MustCompile(`\bfollowing recommendations were (?:made|formulated|addressed)|\brecommendations (?:were )?(?:made|formulated) (?:to|during)|\brecommended (?:that|to)\b|\bwere made to\b`)
	support = regexp.MustCompile(`\benjoy(?:s|ed|ing)?\b[^.;]{0,40}\bsupport|\b(?:has|have|had|is|are|was|were|been)(?: been)?(?: fully)? (?:accepted|supported|endorsed|approved)\b|\b(?:accepts|supports|endorses|welcomes|agree[sd]? (?:on|to|with))\b|\baccepted (?:by|the)\b|\b(?:receive[sd]?|gain(?:s|ed)?|have|has|had) (?:the|its|their) (?:full )?support\b|\bexpressed its support\b|\bwith the support of\b|\bmeet(?:s)? with the approval`)
	// "accepted in part", "partially supported": no position that the Council knows (handbook, 5.3).
	partly = regexp.MustCompile(`\bpart(?:ly|ially|ial)\b[^.;:]{0,30}(?:accept|support|agree|enjoy)|(?:accept|support|agree)[a-z]* (?:only )?(?:in part|partially|partly|in principle)\b`)
	// claims about implementation in the same breath; never a position (handbook, 5.3).
	fully   = regexp.MustCompile(`\b(?:already|been|fully) (?:been |fully )?(?:implement|carried out|fulfil|realiz|compl|in place|put into effect|given effect)|\bis implemented\b|\bare implemented\b|\b(?:have|has) already\b|\bbeen implemented\b`)
	ongoing = regexp.MustCompile(`\bprocess of (?:being )?(?:implement|realiz|fulfil)|\bbeing (?:already )?(?:implement|carried out|fulfil)|\b(?:currently|already) (?:being|under)\b|\bimplementation (?:is )?(?:under ?way|in progress|ongoing)|\bunder implementation\b|\bprocess of implementation\b|\bin (?:the )?process\b|\bongoing\b`)
	byWhen  = regexp.MustCompile(`\b((?:twenty|thirty|forty|fifty|sixty|seventy)?[- ]?[a-z]+|\d{1,3} ?(?:st|nd|rd|th)?) (?:regular )?session of the (?:human rights )?council|\bcouncil,? (?:at|in|during) its ([a-z-]+|\d{1,3} ?(?:st|nd|rd|th)) (?:regular )?session|\bcouncil.{0,10} ([a-z-]+|\d{1,3} ?(?:st|nd|rd|th)) (?:regular )?session`)
)

// readLead takes position, claim and deadline from the whole lead sentence. The word "noted" alone decides nothing.
func readLead(lead string) stance {
	t := strings.ToLower(lead)
	s := stance{deadline: deadline(t), claim: claimOf(t)}
	if partly.MatchString(t) {
		s.position, s.unsure = upr.Unclear, true
		return s
	}
	no, after, yes := noted.MatchString(t), later.MatchString(t), support.MatchString(noted.ReplaceAllString(t, " "))
	switch {
	case no && after && yes:
		s.position, s.unsure = upr.Pending, true
	case no && yes && !strings.Contains(t, "noted"):
		s.position, s.unsure = upr.Unclear, true
	case no:
		s.position = upr.Noted
		s.unsure = after
	case after:
		s.position = upr.Pending
		s.unsure = yes && !examined.MatchString(t)
	case yes:
		s.position = upr.Supported
	case notedOnly.MatchString(t) && s.claim != upr.NoClaim:
		// "are noted and pertain to measures already being implemented": officially neither
		s.position, s.unsure = upr.Pending, true
	case notedOnly.MatchString(t):
		s.position = upr.Noted
	case s.claim != upr.NoClaim:
		// considered implemented, without the word support: the State does what is asked
		s.position = upr.Supported
	case made.MatchString(t):
		s.position = upr.Pending
	default:
		s.position, s.unsure = upr.Pending, true
	}
	return s
}

// "have been examined … enjoy the support … the remaining will be examined" is a mixed lead; "which were supported will
// be implemented" is not.
var examined = regexp.MustCompile(`\bfollowing recommendations will be examined\b|\bwill be (?:examined|considered)\b|\bresponses?\b|\bdue (?:time|course)\b`)

func claimOf(t string) upr.Claim {
	a, b := fully.MatchString(t), ongoing.MatchString(t)
	switch {
	case a && b:
		return upr.ImplementedOrOngoing
	case a:
		return upr.Implemented
	case b:
		return upr.Ongoing
	}
	return upr.NoClaim
}

func deadline(t string) int {
	m := byWhen.FindStringSubmatch(t)
	for i := 1; i < len(m); i++ {
		if n := councildoc.Ordinal(m[i]); n > 0 {
			return n
		}
	}
	return 0
}

func itoa(n int) string { return strconv.Itoa(n) }
