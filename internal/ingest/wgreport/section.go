package wgreport

import (
	"regexp"

	"github.com/openupr/openupr/internal/ingest/councildoc"
)

var (
	heading = regexp.MustCompile(`(?i)^(?:(?:I{1,3}|IV|V|\d)\s?[.\-]?\s*)?\**\s*conclusions?\s*(?:,|and\s*/?\s*(?:or)?|/)?\s*(?:and\s*/?\s*or\s*)?\s*recommendations?\s*[*\d\s]*$`)
	// The heading "III. Voluntary …" alone on its line; a line inside an item may begin with the same words (trap 23).
	pledgeHeading = regexp.MustCompile(`(?i)^(?:I{1,3}|IV|V)\s?\.\s*\**\s*(?:statement of\s+)?(?:voluntary|additional)\b[^;:()]{0,120}$`)
	annexHeading  = regexp.MustCompile(`(?i)^(?:annex(?:es)?(?:\s+[IVX\d]+)?[*\s]*|(?:annex[\s.:–-]*)?composition of the delegation[*\d\s]*)$`)
	disclaimer    = regexp.MustCompile(`(?i)^all\s+(?:of\s+)?(?:the\s+)?(?:conclusions?|recommendations?)\b[^.]*\b(?:reflects?|contained|set out)\b`)
	leadLike      = regexp.MustCompile(`(?i)\brecommendations?\b|\benjoy(?:s|ed)?\b[^.]*\bsupport\b|\bwill be examined\b|\bfollowing\b[^.]*:$`)
	dots          = regexp.MustCompile(`\.{4,}|…{2,}|(?:\. ){4,}`)
)

// findSection gives the index of the first line after the heading of section II, and whether there is one. The table of
// contents and the closing paragraph use the same words, so the heading is the last one that a numbered paragraph
// follows (handbook, 7.1).
func findSection(lines []councildoc.Line, lang *language) (int, bool) {
	const most = 40 // headings tried; a report has two or three
	spare, tried := -1, 0
	for i := len(lines) - 1; i >= 0 && tried < most; i-- {
		used, ok := isHeading(lines, i, lang)
		if !ok {
			continue
		}
		tried++
		if spare < 0 && listFollows(lines[i+used:]) {
			spare = i + used
		}
		for j := i + used; j < len(lines) && j < i+used+8; j++ {
			if ns := numbersOf(lines[j].Text); len(ns) > 0 && ns[len(ns)-1].second == 0 && opens(ns[len(ns)-1].rest) {
				return i + used, true
			}
		}
	}
	return spare, spare >= 0
}

// listFollows says whether a dotted list begins soon: then the number of its lead was lost.
func listFollows(lines []councildoc.Line) bool {
	for _, l := range lines[:min(len(lines), 15)] {
		if ns := numbersOf(l.Text); len(ns) > 0 && ns[0].second == 1 && !ns[0].loose {
			return true
		}
	}
	return false
}

// isHeading says whether a heading stands at line i, on one line or broken over two, and how many lines it takes.
func isHeading(lines []councildoc.Line, i int, lang *language) (int, bool) {
	t := lines[i].Text
	if len(t) > 150 || !lang.mayHead(t) || dots.MatchString(t) {
		return 0, false
	}
	if lang.heading.MatchString(t) {
		return 1, true
	}
	if i+1 < len(lines) && len(t) < 90 && lang.heading.MatchString(t+" "+lines[i+1].Text) {
		return 2, true
	}
	return 0, false
}
